from . import hub_demo_story

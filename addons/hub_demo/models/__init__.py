from . import hub_demo_story, hub_demo_story_people

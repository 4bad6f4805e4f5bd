from . import base, ir_actions_report

from . import hub_exit_wizard, hub_orientation_wizard

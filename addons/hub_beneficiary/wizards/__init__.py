from . import hub_orientation_wizard
from . import hub_exit_wizard

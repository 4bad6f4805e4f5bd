from . import privacy_log, privacy_lookup_wizard

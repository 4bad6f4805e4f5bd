from . import document
from .age import AGE_BANDS, age_at, age_band
from .append_only import make_append_only

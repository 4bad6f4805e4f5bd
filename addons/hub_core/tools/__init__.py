from . import document, ics, wall_clock
from .age import AGE_BANDS, age_at, age_band
from .append_only import ERASED, cleaning, make_append_only
from .pace import Pace, elapsed_share, pace_of
from .phone import normalize_phone
from .qr import qr_data_uri

"""Ages and the bands that results are split by. No ORM."""

from datetime import date

#: Key, lowest age. 15 to 35 are the young people of the programme: two whole bands and half
#: of none, so that they can be counted from the bands.
AGE_BANDS: tuple[tuple[str, int], ...] = (
    ("0_14", 0),
    ("15_17", 15),
    ("18_24", 18),
    ("25_35", 25),
    ("36_59", 36),
    ("60_plus", 60),
)
UNKNOWN = "unknown"


def age_at(birthdate: date | None, day: date) -> int | None:
    """Full years on that day; None for an unknown birth date or one after that day.

    >>> age_at(date(2000, 2, 29), date(2018, 2, 28)), age_at(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    >>> age_at(None, date(2018, 3, 1)) is None
    True
    >>> age_at(date(2018, 3, 2), date(2018, 3, 1)) is None
    True
    """
    if not birthdate or birthdate > day:
        return None
    return day.year - birthdate.year - ((day.month, day.day) < (birthdate.month, birthdate.day))


def age_band(age: int | None) -> str:
    """The band of an age in years, 'unknown' for None.

    >>> [age_band(age) for age in (0, 14, 15, 17, 18, 35, 36, 60, 104)]
    ['0_14', '0_14', '15_17', '15_17', '18_24', '25_35', '36_59', '60_plus', '60_plus']
    >>> age_band(None), age_band(-1)
    ('unknown', 'unknown')
    """
    if age is None or age < 0:
        return UNKNOWN
    return [key for key, lowest in AGE_BANDS if lowest <= age][-1]

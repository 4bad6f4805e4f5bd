"""The age of somebody whose birth date may be known by its year alone."""

from datetime import date

from odoo.addons.hub_core.tools import age_at

#: From this age on a person decides for herself, and may head a household.
ADULT_AGE = 18


def age_on(birthdate: date | None, precision: str, day: date) -> int | None:
    """Full years on that day, None when unknown; a year alone counts from its middle, a month from its 15th.

    >>> age_on(date(2000, 3, 2), "day", date(2020, 3, 1)), age_on(date(2000, 3, 1), "month", date(2020, 3, 14))
    (19, 19)
    >>> age_on(date(2000, 1, 1), "year", date(2020, 6, 30)), age_on(date(2000, 1, 1), "estimated", date(2020, 7, 1))
    (19, 20)

    A baby of this year whose month is not known is 0, not unknown; who was not born yet has no age.

    >>> age_on(date(2020, 1, 1), "year", date(2020, 2, 1)), age_on(date(2020, 1, 1), "day", date(2019, 2, 1))
    (0, None)
    >>> age_on(None, "unknown", date(2020, 1, 1)) is None
    True
    """
    if not birthdate or birthdate > day:
        return None
    born = birthdate
    if precision in ("year", "estimated"):
        born = born.replace(month=7, day=1)
    elif precision == "month":
        born = born.replace(day=15)
    return age_at(born, max(day, born))

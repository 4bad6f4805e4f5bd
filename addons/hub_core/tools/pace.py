"""How far a promise is from what was promised for today. No ORM."""

import math
from datetime import date
from typing import NamedTuple

#: A speed is worth telling once this part of the time is over.
FIRST_TENTH = 0.1


class Pace(NamedTuple):
    """What a figure means on one day of its period."""

    state: str  #: upcoming, on_track, late, reached or missed
    share: float  #: of the target, 1.0 is all of it
    elapsed: float  #: of the period, from 0.0 to 1.0
    expected: float  #: by that day, when every day brings the same
    gap: float  #: what is missing to be on track or to reach the target; 0 otherwise
    days_left: int
    projected: float | None  #: at the end, when the coming days bring what the past ones did


def elapsed_share(date_from: date, date_to: date, today: date) -> float:
    """The share of the days from ``date_from`` to ``date_to``, both included, that are over before ``today``.

    >>> first, last = date(2026, 1, 1), date(2026, 1, 10)
    >>> [elapsed_share(first, last, date(2026, 1, day)) for day in (1, 6, 10, 11, 31)]
    [0.0, 0.5, 0.9, 1.0, 1.0]
    >>> elapsed_share(first, last, date(2025, 12, 1))
    0.0
    """
    days = (date_to - date_from).days + 1
    return min(max((today - date_from).days / days, 0.0), 1.0)


def pace_of(
    value: float,
    target: float,
    period: tuple[date, date],
    today: date,
    *,
    direction: str = "up",
    whole: bool = True,
) -> Pace:
    """Compare a figure with the target of its period.

    What is expected grows by the same amount every day: nothing before the period, all after it.

    :param direction: "up" is a target to reach, "down" a limit to stay below
    :param whole: people and records are counted in whole numbers, so half of one is expected of nobody

    >>> year = date(2026, 1, 1), date(2026, 12, 31)
    >>> pace_of(40, 100, year, date(2026, 7, 2))
    Pace(state='late', share=0.4, elapsed=0.4986301369863014, expected=49, gap=9, days_left=183, projected=80)
    >>> pace_of(49, 100, year, date(2026, 7, 2)).state, pace_of(100, 100, year, date(2026, 7, 2)).state
    ('on_track', 'reached')
    >>> pace_of(99, 100, year, date(2027, 1, 1))[:1] + pace_of(99, 100, year, date(2027, 1, 1))[3:5]
    ('missed', 100, 1)
    >>> pace_of(0, 100, year, date(2025, 12, 31))
    Pace(state='upcoming', share=0.0, elapsed=0.0, expected=0, gap=0, days_left=365, projected=None)
    >>> [pace_of(value, 10, year, date(2026, 7, 2), direction="down").state for value in (4, 5, 11)]
    ['on_track', 'late', 'missed']
    >>> pace_of(10, 10, year, date(2027, 1, 1), direction="down").state
    'reached'
    """
    elapsed = elapsed_share(*period, today)
    expected = _rounded(target * elapsed, whole)
    if today < period[0]:
        state = "upcoming"
    else:
        state = (_limit_state if direction == "down" else _goal_state)(value, target, expected, elapsed == 1)
    missing = {"late": expected, "missed": target}
    return Pace(
        state=state,
        share=value / target,
        elapsed=elapsed,
        expected=expected,
        gap=abs(value - missing[state]) if state in missing else 0,
        days_left=min(max((period[1] - today).days + 1, 0), (period[1] - period[0]).days + 1),
        projected=_rounded(value / elapsed, whole) if FIRST_TENTH <= elapsed < 1 else None,
    )


def _goal_state(value: float, target: float, expected: float, over: bool) -> str:
    if value >= target:
        return "reached"
    if over:
        return "missed"
    return "on_track" if value >= expected else "late"


def _limit_state(value: float, target: float, expected: float, over: bool) -> str:
    if value > target:
        return "missed"
    if over:
        return "reached"
    return "on_track" if value <= expected else "late"


def _rounded(figure: float, whole: bool) -> float:
    """Whole numbers downwards, but not 49 for a target of 50 only because a float says 49.999…

    >>> _rounded(49.9999999999, True), _rounded(49.7, True), _rounded(49.706, False)
    (50, 49, 49.71)
    """
    return math.floor(round(figure, 6)) if whole else round(figure, 2)

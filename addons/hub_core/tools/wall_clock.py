"""The clock on the wall of a place, and the instant that it means. No ORM.

What people agree on is "Saturday, nine o'clock, at the hub": the local date, the time and the zone
are the truth. The instant (UTC) follows from them, by what the zone's data say today; when a
government moves the clock, as Morocco did on 2026-09-20, the instant moves and the agreement stays.

pytz is the one source of zone data: Odoo converts by it, and it is pinned with the other packages,
while Python's ``zoneinfo``, PostgreSQL and each browser carry data of their own that may be older.

Datetimes are naive here, as in Odoo's fields; their names say which clock they are of.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytz

#: Days that can be agreed on; also what keeps the arithmetic inside Python's calendar.
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2099, 12, 31)
#: Further than any change of a clock, nearer than any two of them.
AROUND = timedelta(days=1)
LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True)
class ClockChange:
    """At ``instant`` (UTC) the clock of a zone is moved from one offset to the other."""

    instant: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def onset(self) -> datetime:
        """What the clock shows when somebody moves it."""
        return self.instant + self.before


def is_zone(name: str | None) -> bool:
    """
    >>> is_zone("Africa/Casablanca"), is_zone("Africa/Rabat"), is_zone(None)
    (True, False, False)
    """
    return name in pytz.all_timezones_set


def utc_offset(instant: datetime, zone: str) -> timedelta:
    """How far the zone's clock is ahead of UTC at an instant.

    >>> utc_offset(datetime(2025, 3, 15, 12), "Africa/Casablanca")
    datetime.timedelta(0)
    >>> utc_offset(datetime(2024, 7, 15, 12), "Africa/Casablanca")
    datetime.timedelta(seconds=3600)
    """
    return pytz.timezone(zone).fromutc(instant).utcoffset()


def to_local(instant: datetime, zone: str) -> datetime:
    """What the zone's clock shows at an instant.

    >>> to_local(datetime(2026, 9, 20, 0, 59), "Africa/Casablanca")
    datetime.datetime(2026, 9, 20, 1, 59)
    >>> to_local(datetime(2026, 9, 20, 1, 0), "Africa/Casablanca")
    datetime.datetime(2026, 9, 20, 1, 0)
    """
    return instant + utc_offset(instant, zone)


def to_utc(local: datetime, zone: str) -> datetime:
    """The instant at which the zone's clock shows ``local``.

    A time that the clock shows twice means the first one. A time that it never shows means as long
    after the change as was written: half past two, when the clock jumps from two to three, is half
    past three. (Python's ``fold=0``, and what iCalendar asks for.)

    >>> to_utc(datetime(2026, 9, 21, 9), "Africa/Casablanca")
    datetime.datetime(2026, 9, 21, 9, 0)
    >>> to_utc(datetime(2026, 9, 20, 1, 30), "Africa/Casablanca")
    datetime.datetime(2026, 9, 20, 0, 30)
    >>> to_local(to_utc(datetime(2026, 3, 29, 2, 30), "Europe/Paris"), "Europe/Paris")
    datetime.datetime(2026, 3, 29, 3, 30)
    """
    offsets = [utc_offset(local + around, zone) for around in (-AROUND, AROUND)]
    meant = [local - offset for offset in offsets if to_local(local - offset, zone) == local]
    return min(meant, default=local - offsets[0])


def clock_time(day: date, hours: float) -> datetime:
    """A day and the hours of Odoo's ``float_time`` widget, to the minute.

    >>> clock_time(date(2026, 12, 5), 9.5)
    datetime.datetime(2026, 12, 5, 9, 30)
    >>> clock_time(date(2026, 12, 5), 23.999)
    datetime.datetime(2026, 12, 5, 23, 59)
    """
    minutes = min(max(round(hours * 60), 0), LAST_MINUTE)
    return datetime.combine(day, time(*divmod(minutes, 60)))


def clock_hours(local: datetime) -> float:
    """The other way round.

    >>> clock_hours(datetime(2026, 12, 5, 9, 30))
    9.5
    """
    return local.hour + local.minute / 60 + local.second / 3600


def elapsed(hours: float) -> timedelta:
    """A duration in hours, to the minute.

    >>> elapsed(1.7499999)
    datetime.timedelta(seconds=6300)
    """
    return timedelta(minutes=round(hours * 60))


@lru_cache(maxsize=32)
def clock_changes(zone: str) -> tuple[ClockChange, ...]:
    """All that pytz knows of a zone, in order; renamings of an offset that stays are none.

    >>> for change in clock_changes("Africa/Casablanca")[-3:]:
    ...     print(change.onset, change.before, change.after)
    2026-02-15 03:00:00 1:00:00 0:00:00
    2026-03-22 02:00:00 0:00:00 1:00:00
    2026-09-20 02:00:00 1:00:00 0:00:00
    >>> clock_changes("UTC")
    ()
    """
    data = pytz.timezone(zone)
    instants = getattr(data, "_utc_transition_times", ())
    offsets = [(info[0], info[-1]) for info in getattr(data, "_transition_info", ())]
    steps = zip(instants[1:], offsets, offsets[1:], strict=False)
    return tuple(
        ClockChange(instant, before, after, name)
        for instant, (before, _name), (after, name) in steps
        if before != after
    )

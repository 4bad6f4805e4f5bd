"""Days and moments of the story, counted from the day on which it is told."""

import datetime as dt
import random

import pytz

ZONE = pytz.timezone("Africa/Casablanca")
SEED = 20181212  # the hub opened on 12 December 2018


def dice(*names) -> random.Random:
    """Chance that is the same each time the story is told, for each thing by its own name."""
    return random.Random(":".join(map(str, (SEED, *names))))


class Clock:
    """Turns "40 days ago" and "half past nine" into dates and UTC datetimes."""

    def __init__(self, now: dt.datetime | None = None):
        self.now = (now or dt.datetime.now(dt.UTC).replace(tzinfo=None)).replace(microsecond=0)
        self.today = pytz.utc.localize(self.now).astimezone(ZONE).date()

    def days_ago(self, count: int) -> dt.date:
        """A day on which the hub was open: a weekend counts as the Friday before, today is today."""
        day = self.today - dt.timedelta(days=count)
        return day if count <= 0 or day.weekday() < 5 else day - dt.timedelta(days=day.weekday() - 4)

    def in_days(self, count: int) -> dt.date:
        return self.today + dt.timedelta(days=count)

    def next_open_day(self, count: int) -> dt.date:
        """``count`` days from now, a weekend counts as the Monday after; today is today."""
        day = self.in_days(count)
        return day if not count or day.weekday() < 5 else day + dt.timedelta(days=7 - day.weekday())

    def weekday_from(self, count: int, weekday: int) -> dt.date:
        """The first such day of the week (0 is Monday) that is ``count`` days from now or later."""
        day = self.in_days(count)
        return day + dt.timedelta(days=(weekday - day.weekday()) % 7)

    def at(self, day: dt.date, time: str) -> dt.datetime:
        """Naive UTC for a time ("09:30") on the clock of the wall in Rabat."""
        local = ZONE.localize(dt.datetime.combine(day, dt.time.fromisoformat(time)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def minutes_ago(self, count: int) -> dt.datetime:
        """Some minutes ago, and today: told just after midnight, everybody came at midnight."""
        return max(self.now - dt.timedelta(minutes=count), self.at(self.today, "00:00"))

    def birthdate(self, key: str, age: int, precision: str) -> dt.date:
        """A birth date for somebody of this age today, exact or to the month or year."""
        born = self.today - dt.timedelta(days=int((age + 0.5) * 365.25) + dice("birth", key).randint(-150, 150))
        if precision == "month":
            return born.replace(day=1)
        return born.replace(month=1, day=1) if precision in ("year", "estimated") else born

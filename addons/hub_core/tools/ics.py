"""Calendar files (.ics, RFC 5545) that phones and mail programs take as they are. No ORM.

Times are written as the clock of the place shows them, with the zone's name and the changes of its
clock around (TZID and VTIMEZONE): a phone whose own zone data are old still shows the agreed hour,
where UTC would have moved it. Each date is an event of its own; there are no rules of repetition, which
Odoo's own file breaks when a clock is moved for good.

The changes are written from pytz's by ourselves: ``icalendar``'s own ``Timezone.from_tzinfo`` writes
their onset in the new offset, one hour off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

from .wall_clock import clock_changes, to_local, to_utc, utc_offset

METHODS = ("PUBLISH", "REQUEST", "CANCEL")
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
PRODUCT = "-//Hub suite//hub_core//EN"


@dataclass(frozen=True)
class Person:
    """Who invites or is invited. ``address``: an e-mail address, or what else names somebody ("tel:+212…")."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Event:
    """One date. ``start`` and ``stop`` are instants, naive UTC as in Odoo's fields.

    ``uid`` never changes, and ``sequence`` grows with each change that a guest must know: by these two a
    calendar replaces what it has by what it gets.
    """

    uid: str
    summary: str
    start: datetime
    stop: datetime
    zone: str
    sequence: int = 0
    status: str = "CONFIRMED"
    location: str = ""
    description: str = ""
    url: str = ""
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()

    def __post_init__(self):
        if self.status not in STATUSES:
            raise ValueError(f"{self.status} is no status of an event")
        if self.stop <= self.start:
            raise ValueError(f"The event {self.uid} ends before it starts")


def mime_type(method: str = "PUBLISH") -> str:
    """What the file is served and attached as.

    >>> mime_type("CANCEL")
    'text/calendar; charset=utf-8; method=CANCEL'
    """
    return f"text/calendar; charset=utf-8; method={_known(method)}"


def write_calendar(
    events: Iterable[Event], method: str = "PUBLISH", name: str = "", now: datetime | None = None
) -> bytes:
    """A calendar file of these events.

    :param method: ``PUBLISH`` to look at, ``REQUEST`` to invite, ``CANCEL`` to call off
    :param name: of the calendar, shown by programs that subscribe to it
    :param now: when the file was written (naive UTC)

    >>> event = Event("7@hub", "Visit", datetime(2026, 12, 5, 9), datetime(2026, 12, 5, 11), "Africa/Casablanca")
    >>> lines = write_calendar([event], now=datetime(2026, 11, 23)).decode().splitlines()
    >>> [line for line in lines if line.startswith(("UID", "SEQUENCE", "DTSTAMP", "DTSTART;", "DTEND"))]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['DTSTART;TZID=Africa/Casablanca:20261205T090000', 'DTEND;TZID=Africa/Casablanca:20261205T110000',
     'DTSTAMP:20261123T000000Z', 'UID:7@hub', 'SEQUENCE:0']
    """
    events = list(events)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", _known(method))
    if name:
        calendar.add("x-wr-calname", icalendar.vText(name))  # as plain text a line break would begin a property
    for zone in sorted({event.zone for event in events}):
        inside = [event for event in events if event.zone == zone]
        calendar.add_component(_zone_of(zone, min(e.start for e in inside), max(e.stop for e in inside)))
    stamp = (now or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    for event in events:
        calendar.add_component(_component(event, method, stamp))
    return calendar.to_ical()


def _known(method: str) -> str:
    if method not in METHODS:
        raise ValueError(f"{method} is no method of a calendar file")
    return method


def _component(event: Event, method: str, stamp: datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", stamp)
    component.add("summary", event.summary)
    _add_time(component, "dtstart", event.start, event.zone)
    _add_time(component, "dtend", event.stop, event.zone)
    component.add("status", "CANCELLED" if method == "CANCEL" else event.status)
    for key in ("location", "description", "url"):
        if getattr(event, key):
            component.add(key, getattr(event, key))
    if event.organizer:
        component.add("organizer", _address(event.organizer))
    for attendee in event.attendees:
        address = _address(attendee)
        address.params["ROLE"] = "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        component.add("attendee", address, encode=0)
    return component


def _add_time(component: icalendar.Event, key: str, instant: datetime, zone: str) -> None:
    """As the zone's clock shows it; in UTC in the one hour that the clock shows a second time."""
    local = to_local(instant, zone)
    if to_utc(local, zone) == instant:
        component.add(key, local, parameters={"TZID": zone})
    else:
        component.add(key, instant.replace(tzinfo=UTC))


def _address(person: Person) -> icalendar.vCalAddress:
    address = person.address or "invalid:nomail"
    value = icalendar.vCalAddress(address if ":" in address else f"mailto:{address}")
    if person.name:
        # A quote cannot stand in a parameter at all.
        value.params["CN"] = person.name.replace('"', "'")
    return value


def _zone_of(zone: str, first: datetime, last: datetime) -> icalendar.Timezone:
    """The zone's clock from the change before ``first`` to the one after ``last`` (instants)."""
    changes = clock_changes(zone)
    before = [change for change in changes if change.instant <= first][-1:]
    inside = [change for change in changes if first < change.instant <= last]
    after = [change for change in changes if change.instant > last][:1]
    component = icalendar.Timezone()
    component.add("tzid", zone)
    if not before:
        offset = utc_offset(first, zone)
        component.add_component(_observance(first.replace(month=1, day=1, hour=0, minute=0), offset, offset, ""))
    for change in [*before, *inside, *after]:
        component.add_component(_observance(change.onset, change.before, change.after, change.name))
    return component


def _observance(onset: datetime, before: timedelta, after: timedelta, name: str) -> icalendar.TimezoneStandard:
    """Ahead of what was before is "daylight", as clocks without a notion of Ramadan understand it."""
    component = icalendar.TimezoneDaylight() if after > before else icalendar.TimezoneStandard()
    component.add("dtstart", onset)
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    if name:
        component.add("tzname", name)
    return component

import doctest
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import vobject
from odoo.tests import BaseCase, TransactionCase, tagged

from ..tools import ics
from ..tools.ics import Event, Person, write_calendar
from .common import HubCommon
from .fake_models import FakeClock

MOROCCO = "Africa/Casablanca"
ARABIC = "أبواب مفتوحة، تعالوا مع أسركم؛ «الاستقبال» بالمجان\nطابق 2 \\ قاعة أ"
#: Days around each change of the clock, in each direction, and one far from any.
DAYS = (
    (2024, 7, 15), (2024, 12, 31), (2025, 2, 22), (2025, 2, 23), (2025, 3, 15), (2025, 4, 6), (2025, 4, 7),
    (2026, 9, 19), (2026, 9, 20), (2026, 9, 21), (2027, 7, 1),
)  # fmt: skip


def make(start=datetime(2026, 12, 5, 9), hours=2, zone=MOROCCO, **values):
    return Event(
        **{"uid": "7@hub", "summary": "Visit", "start": start, "stop": start + timedelta(hours=hours), **values},
        zone=zone,
    )


def read(content):
    return icalendar.Calendar.from_ical(content)


def instants_of_icalendar(content):
    """Start and stop of each event in UTC, by the zone's changes as the file tells them."""
    calendar = read(content)
    zones = {str(zone["tzid"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}

    def utc(value):
        if "TZID" not in value.params:
            return value.dt.astimezone(UTC).replace(tzinfo=None)
        local = value.dt.replace(tzinfo=None)
        zone = zones[value.params["TZID"]]
        aware = zone.localize(local) if hasattr(zone, "localize") else local.replace(tzinfo=zone)
        return aware.astimezone(UTC).replace(tzinfo=None)

    return [(utc(event["dtstart"]), utc(event["dtend"])) for event in calendar.walk("VEVENT")]


def instants_of_vobject(content):
    """The same by another reader (vobject, on dateutil)."""
    calendar = vobject.readOne(content.decode())
    zones = {zone.tzid.value: zone.tzinfo for zone in calendar.contents["vtimezone"]}

    def utc(line):
        local = datetime.strptime(line.serialize().strip().rpartition(":")[2].rstrip("Z"), "%Y%m%dT%H%M%S")
        zone = zones[line.params["X-VOBJ-ORIGINAL-TZID"][0]] if "X-VOBJ-ORIGINAL-TZID" in line.params else UTC
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    return [tuple(utc(event.contents[key][0]) for key in ("dtstart", "dtend")) for event in calendar.contents["vevent"]]


class TestIcs(BaseCase):
    def _assert_read_back(self, *events):
        content = write_calendar(events)
        expected = [(event.start, event.stop) for event in events]
        self.assertEqual(instants_of_icalendar(content), expected)
        self.assertEqual(instants_of_vobject(content), expected)

    def test_the_examples_hold(self):
        result = doctest.testmod(ics)
        self.assertGreater(result.attempted, 3)
        self.assertEqual(result.failed, 0)

    def test_each_date_is_read_back_as_the_same_instant(self):
        for day in DAYS:
            for hour in range(0, 24, 3):
                with self.subTest(day=day, hour=hour):
                    self._assert_read_back(make(datetime(*day, hour)))

    def test_a_feed_of_three_years_is_read_back_with_one_zone(self):
        events = [make(datetime(*day, 9), uid=f"{number}@hub") for number, day in enumerate(DAYS)]
        self._assert_read_back(*events)
        content = write_calendar(events, name="الأبواب المفتوحة")
        self.assertEqual(content.count(b"BEGIN:VTIMEZONE"), 1)
        self.assertEqual(str(read(content)["x-wr-calname"]), "الأبواب المفتوحة")

    def test_the_hour_that_the_clock_shows_a_second_time_is_written_in_utc(self):
        event = make(datetime(2026, 9, 19, 23, 30), hours=2)
        self._assert_read_back(event)
        content = write_calendar([event])
        self.assertIn(b"DTSTART;TZID=Africa/Casablanca:20260920T003000", content)
        self.assertIn(b"DTEND:20260920T013000Z", content)

    def test_zones_with_and_without_a_summer_stand_side_by_side(self):
        self._assert_read_back(
            make(datetime(2026, 3, 29, 0, 30), zone="Europe/Paris"),
            make(datetime(2026, 10, 24, 23, 30), zone="Europe/Paris", uid="8@hub"),
            make(datetime(2026, 10, 25, 9), uid="9@hub"),
        )

    def test_a_zone_whose_clock_never_changed_is_told_as_well(self):
        for zone in ("UTC", "Etc/GMT-3"):
            content = write_calendar([make(zone=zone)])
            self.assertEqual(instants_of_icalendar(content), [(datetime(2026, 12, 5, 9), datetime(2026, 12, 5, 11))])

    def test_changes_are_told_at_the_time_that_the_clock_showed_before_them(self):
        """RFC 5545, 3.6.5; half of the libraries write the new time and are an hour off."""
        onsets = {
            (observance.name, observance["dtstart"].dt.replace(tzinfo=None))
            for observance in read(write_calendar([make(datetime(2025, 3, 15, 9))])).walk("VTIMEZONE")[0].subcomponents
        }
        self.assertEqual(onsets, {("STANDARD", datetime(2025, 2, 23, 3)), ("DAYLIGHT", datetime(2025, 4, 6, 2))})

    def test_a_calendar_knows_what_is_new_what_is_newer_and_what_is_off(self):
        event = make(sequence=3)
        for method, status in (("PUBLISH", "CONFIRMED"), ("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")):
            with self.subTest(method):
                calendar = read(write_calendar([event], method, now=datetime(2026, 11, 23, 10, 0, 0, 123)))
                (entry,) = calendar.walk("VEVENT")
                found = [str(calendar["method"]), str(entry["uid"]), entry["sequence"], str(entry["status"])]
                self.assertEqual(found, [method, "7@hub", 3, status])
                self.assertEqual(entry["dtstamp"].dt, datetime(2026, 11, 23, 10, tzinfo=UTC))

    def test_arabic_is_folded_by_octets_and_read_back_whole(self):
        content = write_calendar([make(summary=ARABIC * 4, location=ARABIC, description=ARABIC * 9)])
        lines = content.split(b"\r\n")
        self.assertLessEqual(max(map(len, lines)), 75)
        self.assertNotIn(b"\n", b"".join(lines))
        for line in lines:
            line.decode()  # no letter is cut in two
        (entry,) = read(content).walk("VEVENT")
        self.assertEqual(str(entry["summary"]), ARABIC * 4)
        self.assertEqual(str(entry["description"]), ARABIC * 9)

    def test_what_somebody_typed_cannot_add_a_line_of_its_own(self):
        evil = "Visit\r\nATTENDEE:mailto:x@example.com\r\nEND:VEVENT"
        person = Person('x";\r\nSEQUENCE:9', "x@example.com")
        content = write_calendar([make(summary=evil, location=evil, organizer=person)], name=evil)
        self.assertNotIn("ATTENDEE", read(content))
        (entry,) = read(content).walk("VEVENT")
        self.assertEqual(set(entry) & {"ATTENDEE"}, set())
        self.assertEqual(entry["sequence"], 0)

    def test_guests_have_a_name_and_an_address_and_need_no_mail(self):
        people = (Person("Aïcha", "a@example.org"), Person("عمر"), Person("Hub, Rabat", "tel:+212537000000"))
        event = make(organizer=people[0], attendees=people[1:])
        (entry,) = read(write_calendar([event], "REQUEST")).walk("VEVENT")
        self.assertEqual(str(entry["organizer"]), "mailto:a@example.org")
        self.assertEqual([str(one) for one in entry["attendee"]], ["invalid:nomail", "tel:+212537000000"])
        self.assertEqual([one.params["CN"] for one in entry["attendee"]], ["عمر", "Hub, Rabat"])

    def test_what_is_no_calendar_is_refused(self):
        with self.assertRaises(ValueError):
            write_calendar([make()], "REPLY ALL")
        with self.assertRaises(ValueError):
            make(hours=0)
        with self.assertRaises(ValueError):
            make(status="MAYBE")


@tagged("post_install", "-at_install")
class TestIcsMixin(HubCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeClock)
        cls.visit = cls.env["hub.test.clock"].create({"local_date": "2026-12-05", "tz": MOROCCO})

    def _entry(self, method="PUBLISH"):
        return read(self.visit._get_ics(method)).walk("VEVENT")[0]

    def test_an_entry_keeps_its_identifier_and_counts_what_guests_must_know(self):
        uid = str(self._entry()["uid"])
        self.assertTrue(uid.endswith("@" + self.env["ir.config_parameter"].get_param("database.uuid")))
        for values, sequence in (
            ({"note": "inside"}, 0), ({"name": "Another name"}, 0), ({"local_time": 9.0}, 0), ({"local_time": 10.0}, 1),
            ({"local_date": "2026-12-12", "duration": 3}, 2), ({"start_local": datetime(2026, 12, 13, 9)}, 3),
        ):  # fmt: skip
            with self.subTest(values):
                self.visit.write(values)
                self.assertEqual((str(self._entry()["uid"]), self._entry()["sequence"]), (uid, sequence))
        self.assertEqual(str(self._entry("CANCEL")["uid"]), uid)

    def test_a_copy_is_another_entry(self):
        self.visit.local_time = 10
        copy = self.visit.copy()
        self.assertNotEqual(copy.ics_uid, self.visit.ics_uid)
        self.assertEqual((copy.ics_sequence, self.visit.ics_sequence), (0, 1))

    def test_new_zone_data_are_no_news_to_guests(self):
        """Their calendars have the agreed hour and the zone."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE hub_test_clock SET start = start - interval '1 hour'")
        self.env.invalidate_all()
        self.assertTrue(self.env["hub.test.clock"]._rederive_utc("2026-01-01"))
        self.assertEqual(self.visit.ics_sequence, 0)

    def test_several_records_are_one_calendar(self):
        both = self.visit | self.visit.copy({"local_date": "2024-07-15"})
        self.assertEqual(instants_of_vobject(both._get_ics()), [(one.start, one.stop) for one in both])

    def test_what_has_no_zone_of_its_own_is_read_from_the_hubs_clock(self):
        self.env.company.partner_id.tz = "Europe/Paris"
        event = self.visit._get_ics_event()
        self.assertEqual(event.zone, MOROCCO)
        self.assertEqual(replace(event, zone="UTC").start, self.visit.start)

import doctest
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg2
import pytz
from freezegun import freeze_time
from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools import wall_clock
from ..tools.wall_clock import clock_changes, to_local, to_utc
from .common import HubCommon
from .fake_models import FakeClock

MOROCCO = "Africa/Casablanca"
PARIS = "Europe/Paris"


class TestClock(BaseCase):
    """What the clock on the wall means, without any record."""

    def _utc(self, text, zone=MOROCCO):
        return to_utc(datetime.fromisoformat(text), zone).isoformat(" ", "minutes")

    def test_the_examples_hold(self):
        result = doctest.testmod(wall_clock)
        self.assertGreater(result.attempted, 10)
        self.assertEqual(result.failed, 0)

    def test_the_zone_data_know_that_morocco_left_the_hour_for_good(self):
        last = clock_changes(MOROCCO)[-1]
        self.assertEqual(last.instant, datetime(2026, 9, 20, 1), f"pytz {pytz.OLSON_VERSION} is too old")
        self.assertEqual(last.after, timedelta(0))

    def test_around_the_change_of_2026_nine_oclock_is_another_instant(self):
        self.assertEqual(self._utc("2026-09-19 09:00"), "2026-09-19 08:00")
        self.assertEqual(self._utc("2026-09-20 09:00"), "2026-09-20 09:00")
        self.assertEqual(self._utc("2027-07-01 09:00"), "2027-07-01 09:00", "no summer hour any more")

    def test_an_hour_that_comes_twice_means_the_first(self):
        self.assertEqual(self._utc("2026-09-20 00:59"), "2026-09-19 23:59")
        self.assertEqual(self._utc("2026-09-20 01:00"), "2026-09-20 00:00")
        self.assertEqual(self._utc("2026-09-20 01:59"), "2026-09-20 00:59")
        self.assertEqual(self._utc("2026-09-20 02:00"), "2026-09-20 02:00", "its second pass has no name of its own")

    def test_ramadan_of_2025_had_an_hour_less(self):
        begins, ends = [change for change in clock_changes(MOROCCO) if change.instant.year == 2025]
        self.assertEqual((begins.onset, ends.onset), (datetime(2025, 2, 23, 3), datetime(2025, 4, 6, 2)))
        self.assertEqual(self._utc("2025-02-22 09:00"), "2025-02-22 08:00")
        self.assertEqual(self._utc("2025-02-23 02:30"), "2025-02-23 01:30", "the first of two")
        self.assertEqual(self._utc("2025-03-15 09:00"), "2025-03-15 09:00")
        self.assertEqual(
            self._utc("2025-04-06 02:30"), "2025-04-06 02:30", "never shown: half an hour after the change"
        )
        self.assertEqual(to_local(datetime(2025, 4, 6, 2, 30), MOROCCO), datetime(2025, 4, 6, 3, 30))
        self.assertEqual(self._utc("2025-04-06 09:00"), "2025-04-06 08:00")

    def test_a_summer_in_the_years_of_one_hour_ahead(self):
        self.assertEqual(self._utc("2024-07-15 09:00"), "2024-07-15 08:00")
        self.assertEqual(self._utc("2024-12-31 23:30"), "2024-12-31 22:30")
        self.assertEqual(self._utc("2025-01-01 00:30"), "2024-12-31 23:30", "another year in UTC")

    def test_an_hour_that_paris_never_shows_is_as_long_after_the_change(self):
        for text, shown in (("02:00", "03:00"), ("02:30", "03:30"), ("02:59", "03:59"), ("03:00", "03:00")):
            with self.subTest(text):
                instant = to_utc(datetime.fromisoformat(f"2026-03-29 {text}"), PARIS)
                self.assertEqual(to_local(instant, PARIS), datetime.fromisoformat(f"2026-03-29 {shown}"))

    def test_each_hour_of_a_year_comes_back_as_it_was(self):
        for zone, days in ((MOROCCO, (2024, 2025, 2026)), (PARIS, (2026,)), ("Asia/Kathmandu", (2026,))):
            for year in days:
                self._walk_a_year(zone, year)

    def _walk_a_year(self, zone, year):
        data, instant = pytz.timezone(zone), datetime(year, 1, 1)
        while instant.year == year:
            local = to_local(instant, zone)
            self.assertEqual(local, data.fromutc(instant).replace(tzinfo=None))
            meant = to_utc(local, zone)
            self.assertEqual(to_local(meant, zone), local)
            self.assertLessEqual(meant, instant)
            instant += timedelta(minutes=30)

    def test_python_itself_has_the_same_rule_for_hours_shown_twice_and_never(self):
        for text in ("2026-10-25 02:30", "2026-03-29 02:30"):
            local = datetime.fromisoformat(text)
            instant = local.replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC).replace(tzinfo=None)
            self.assertEqual(to_utc(local, PARIS), instant)


@tagged("post_install", "-at_install")
class TestWallClock(HubCommon, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeClock)
        cls.company = cls.env.company

    def _create(self, day, time=9.0, **values):
        return self.env["hub.test.clock"].create({"local_date": day, "local_time": time, "tz": MOROCCO, **values})

    def test_the_instant_follows_the_clock_on_the_wall(self):
        record = self._create("2026-09-19", 9.5, duration=1.5)
        self.assertEqual((record.start, record.stop), (datetime(2026, 9, 19, 8, 30), datetime(2026, 9, 19, 10)))
        record.local_date = "2026-09-21"
        self.assertEqual(record.start, datetime(2026, 9, 21, 9, 30))
        record.tz = PARIS
        self.assertEqual(record.start, datetime(2026, 9, 21, 7, 30))

    def test_two_hours_across_a_change_are_two_hours_that_go_by(self):
        record = self._create("2026-09-20", 0.5, duration=2)
        self.assertEqual(record.stop - record.start, timedelta(hours=2))
        self.assertEqual(record.stop_local, datetime(2026, 9, 20, 1, 30), "the clock was put back meanwhile")

    def test_an_evening_of_new_years_eve_ends_in_the_next_year(self):
        record = self._create("2024-12-31", 22, duration=4)
        self.assertEqual(record.stop, datetime(2025, 1, 1, 1))
        self.assertEqual(record.stop_local, datetime(2025, 1, 1, 2))

    def test_programs_read_and_write_the_local_time(self):
        record = self._create("2024-07-15", 9.25)
        self.assertEqual(record.start_local, datetime(2024, 7, 15, 9, 15))
        record.start_local = datetime(2025, 3, 15, 18, 45)
        self.assertEqual((record.local_date, record.local_time), (date(2025, 3, 15), 18.75))
        self.assertEqual(record.start, datetime(2025, 3, 15, 18, 45))

    def test_days_are_searched_and_grouped_as_they_were_agreed_on(self):
        late = self._create("2024-12-31", 0.5)
        self.assertEqual(late.start, datetime(2024, 12, 30, 23, 30), "the day before, in UTC")
        records = self.env["hub.test.clock"]
        self.assertEqual(records.search([("local_date", "=", "2024-12-31")]), late)
        groups = records._read_group([("id", "=", late.id)], ["local_date:month"], ["__count"])
        self.assertEqual(groups, [(date(2024, 12, 1), 1)])

    def test_the_zone_is_the_companys_unless_somebody_says_otherwise(self):
        self.company.partner_id.tz = PARIS
        self.assertEqual(self.env["hub.test.clock"].create({"local_date": "2026-03-01"}).tz, PARIS)
        self.company.partner_id.tz = False
        self.assertEqual(self.env["hub.test.clock"].create({"local_date": "2026-03-01"}).tz, MOROCCO)

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be_is_refused(self):
        wrong = (
            {"local_time": 24}, {"local_time": -1}, {"duration": 0}, {"duration": -2}, {"duration": 0.001},
            {"duration": 10**9}, {"local_date": "1969-12-31"}, {"local_date": "9999-12-31"},
            {"local_date": "0001-01-01"},
        )  # fmt: skip
        for values in wrong:
            with self.subTest(values), self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                self._create("2026-12-05").write(values)
                self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "Africa/Rabat"):
            self._create("2026-12-05", tz="Africa/Rabat")

    def test_a_form_without_a_date_yet_has_no_instant(self):
        new = self.env["hub.test.clock"].new({"local_date": False, "tz": False})
        self.assertFalse(new.start or new.stop or new.start_local)

    @freeze_time("2026-08-01 12:00:00")
    def test_new_zone_data_move_the_instants_to_come_and_nothing_else(self):
        """As in the summer of 2026: what had been entered before Morocco's decision was an hour off."""
        held, near, far, archived = (
            self._create(day) for day in ("2026-07-31", "2026-09-01", "2026-10-01", "2026-10-02")
        )
        archived.active = False
        self.env.flush_all()
        records = held | near | far | archived
        self.env.cr.execute(
            """UPDATE hub_test_clock
               SET start = local_date + time '08:00', stop = local_date + time '09:00' WHERE id IN %s""",
            [tuple(records.ids)],
        )
        self.env.invalidate_all()
        moved = self.env["hub.test.clock"]._find_clock_changes()
        self.assertEqual([record.id for record in moved], [far.id, archived.id])
        self.assertEqual(far.start, datetime(2026, 10, 1, 8), "finding changes nothing")
        everywhere = self.env["hub.wall.clock.mixin"].with_user(self.user_hub)._rederive_utc_everywhere()
        self.assertEqual(everywhere["hub.test.clock"], moved)
        self.assertEqual(
            moved[far],
            (
                (datetime(2026, 10, 1, 8), datetime(2026, 10, 1, 9)),
                (datetime(2026, 10, 1, 9), datetime(2026, 10, 1, 10)),
            ),
        )
        self.env.invalidate_all()
        self.assertEqual(
            (far.start, far.local_time, near.start), (datetime(2026, 10, 1, 9), 9, datetime(2026, 9, 1, 8))
        )
        self.assertEqual(self.env["hub.test.clock"]._rederive_utc(), {})

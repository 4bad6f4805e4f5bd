import time
from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..hooks import post_init_hook
from ..story import tell
from ..story.people import PEOPLE
from .common import STAFF, VISITORS, StoryCommon
from .people_checks import PeopleChecks

PERSON_FIELDS = (
    "given_name",
    "family_name",
    "name_ar",
    "sex",
    "birthdate",
    "birthdate_precision",
    "phone",
    "city",
    "reception_date",
    "consent_state",
    "state",
)


@tagged("post_install", "-at_install")
class TestTelling(PeopleChecks, StoryCommon):
    """The story can be told on any day, and is always the same."""

    def _tell(self, now):
        """Tell it again, beside what is here already; ``now`` is UTC."""
        self._make_room()
        with freeze_time(now):
            return tell(self.env, datetime.fromisoformat(now))

    def _make_room(self):
        """Rename what is unique in the story that was told before."""
        users = self.env["res.users"]
        logins = Domain.OR(users._get_login_domain(login) for login in [*STAFF, *VISITORS, "internal"])
        logins |= Domain("partner_id.is_beneficiary", "=", True)
        for user in users.search(logins & Domain("login", "!=", "admin")):
            user.login = f"{user.login}_{user.id}"
        for program in self.env["hub.program"].search([("code", "in", ["WORK", "DIGITAL", "COOP"])]):
            program.code = f"{program.code}-{program.id}"
        self.env["hub.beneficiary.identity"].search([]).active = False
        self.env["hub.privacy.notice"].search([("version", ">", 1)]).active = False
        self.env["res.partner"].search([("company_registry", "!=", False)]).company_registry = False

    def test_twice_on_one_day_it_is_about_the_same_people(self):
        first, second = (self._tell("2027-03-10 10:00:00") for _time in range(2))
        self.assertEqual(len(first.persons), len(PEOPLE))
        self.assertFalse(set(first.persons.values()) & set(second.persons.values()))
        for key, person in first.persons.items():
            again = second.persons[key]
            self.assertEqual([person[name] for name in PERSON_FIELDS], [again[name] for name in PERSON_FIELDS])

    def test_it_is_told_within_a_minute_and_without_a_warning(self):
        start = time.monotonic()
        with self.assertNoLogs(level="WARNING"):
            self._tell("2027-03-10 10:00:00")
        self.assertLess(time.monotonic() - start, 60)

    def test_it_can_be_told_on_any_day_at_any_hour(self):
        days = {
            "a Sunday": "2027-03-14 15:00:00",
            "just after midnight on a Monday": "2027-03-15 00:05:00",
            "the leap day": "2028-02-29 23:50:00",
            "New Year": "2027-01-01 09:00:00",
        }
        for title, now in days.items():
            with self.subTest(title):
                story = self._tell(now)
                today = datetime.fromisoformat(now).date()
                arrivals = [request.arrived_at for request in story.requests.values() if request.arrived_at]
                self.assertGreaterEqual(len(arrivals), 4)
                self.assertEqual({arrival.date() for arrival in arrivals}, {today})
                self.assertLessEqual(max(arrivals), datetime.fromisoformat(now))
                for person in story.persons.values():
                    self.assertLessEqual(person.reception_date or today, today)
                with freeze_time(now):
                    self.check_people(story.env["hub.beneficiary"].union(*story.persons.values()))

    def test_it_is_told_to_an_empty_hub_only(self):
        with self.assertRaises(UserError):
            post_init_hook(self.env)

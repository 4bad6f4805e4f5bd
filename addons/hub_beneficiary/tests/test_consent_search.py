import random

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command

DAYS = ("2026-01-10", "2026-06-01", "2026-11-22", "2026-11-23")
ENDS = (False, False, False, "2026-06-30", "2026-11-22", "2026-11-23", "2027-01-01")


@freeze_time("2026-11-23")
class TestConsentSearch(BeneficiaryCommon):
    """The filters of the list and what the file says of the consent are one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.chance = random.Random(4)
        cls.purposes = cls.env["hub.consent.purpose"].search([])
        cls.notice = cls.env.ref("hub_beneficiary.privacy_notice_reception_1")

    def _prepare_lines(self, person):
        """Up to three decisions, of every kind, in any order of their days."""
        for _number in range(self.chance.randrange(4)):
            scope = self.chance.choice(["whole", "purposes"])
            named = self.chance.sample(
                self.purposes.ids, self.chance.randrange(scope == "purposes", len(self.purposes))
            )
            decision = self.chance.choice(["granted", "granted", "refused", "withdrawn"])
            day = self.chance.choice(DAYS)
            yield {
                "beneficiary_id": person.id,
                "decision": decision,
                "scope": scope,
                "purpose_ids": [Command.set(named)],
                "date": day,
                "expires_on": decision == "granted"
                and self.chance.choice([end for end in ENDS if not end or end >= day]),
                "method": "import",
            }

    def test_every_person_is_found_by_the_state_that_her_file_shows(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(150)])
        people.action_register()
        self.env["hub.consent"].create([vals for person in people for vals in self._prepare_lines(person)])
        for one, other in zip(people[:20], people[20:40], strict=True):
            other._merge_into(one, "Twice on file")
        self.env.invalidate_all()
        found = {
            state: people.search([("consent_state", "=", state), ("id", "in", people.ids)])
            for state in ("granted", "refused", "expired", "unknown")
        }
        self.assertTrue(all(found.values()), "the cases hold each state")
        self.assertEqual(sum(map(len, found.values())), len(people))
        for person in people:
            with self.subTest(person.consent_ids.mapped("decision")):
                self.assertIn(person, found[person.consent_state])

    def test_who_agreed_to_an_older_notice_is_found_by_her_last_words(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(60)])
        new = self.notice.copy({"version": 9, "date_from": "2026-01-01", "state": "published"})
        new.state = "published"
        self.assertEqual(self.env["hub.privacy.notice"]._get_current(), new)
        lines = [vals for person in people for vals in self._prepare_lines(person)]
        self.env["hub.consent"].create(
            [{**vals, "notice_id": self.chance.choice((self.notice, new)).id} for vals in lines]
        )
        self.env.invalidate_all()
        words = self.env["hub.consent"]._get_words(people)
        expected = people.browse(
            {
                person_id
                for (person_id, _purpose_id), word in words.items()
                if word.state == "granted" and self.env["hub.consent"].browse(word.consent_id).notice_id != new
            }
        )
        found = people.search([("has_older_notice", "=", True), ("id", "in", people.ids)])
        self.assertTrue(found)
        self.assertEqual(set(found), set(expected))
        self.assertEqual(set(people.filtered("has_older_notice")), set(expected))

    def test_a_filter_is_one_query_whatever_the_number_of_people(self):
        people = self.env["hub.beneficiary"]
        people.search([("consent_state", "=", "refused")])
        self.env["hub.consent"].create(
            [
                {"beneficiary_id": person.id, "decision": "refused"}
                for person in people.create([{"given_name": f"P{number}"} for number in range(30)])
            ]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        people.search([("consent_state", "=", "refused")])
        self.assertEqual(self.env.cr.sql_log_count - before, 1)

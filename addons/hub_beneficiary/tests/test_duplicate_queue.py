from unittest.mock import patch

from odoo.addons.hub_beneficiary.models import hub_duplicate_pair_review as review
from odoo.addons.hub_beneficiary.tests.test_merge import MergeCommon
from odoo.exceptions import AccessError
from odoo.tests import Form


class TestDuplicateQueue(MergeCommon):
    """The nightly search fills the queue, and people decide in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.one | cls.two).write({"phone": "0612345678", "birthdate": "1990-01-02", "family_name": "Alaoui"})
        cls.two.given_name = "Amina"

    def _get_pair(self):
        return self.env["hub.duplicate.pair"].search(
            [("beneficiary_id", "=", self.one.id), ("other_id", "=", self.two.id)]
        )

    def test_the_nightly_search_proposes_each_pair_once(self):
        for _night in ("first", "second"):
            self.env["hub.duplicate.pair"]._propose(
                self.env["hub.beneficiary"]._get_match_batch((self.one | self.two).ids)
            )
            self.assertEqual(len(self._get_pair()), 1)
        self.assertIn("phone", self._get_pair().reason_text)

    def test_a_counsellor_decides_side_by_side_and_the_reading_is_logged(self):
        pairs = self.env["hub.duplicate.pair"]
        pairs._propose(self.env["hub.beneficiary"]._get_match_batch(self.one.ids))
        pair = self._get_pair().with_user(self.user_counsellor)
        self.assertIn(self.two.ref, pair.comparison)
        self.assertTrue(self.env["hub.access.log"]._get_readings(self.two))
        wizard = self.env["hub.duplicate.decision"].with_user(self.user_counsellor)
        context = pair.action_same()["context"]
        wizard.with_context(**context).create({"main": "beneficiary", "reason": "Same card"}).action_apply()
        self.assertEqual(self.two.root_id, self.one)

    def test_reception_proposes_and_cannot_put_off(self):
        context = self.one.with_user(self.user_reception).action_same_person()["context"]
        wizard = self.env["hub.duplicate.decision"].with_user(self.user_reception).with_context(**context)
        wizard.create({"other_id": self.two.id}).action_propose()
        self.assertEqual(self._get_pair().origin, "staff")
        with self.assertRaises(AccessError):
            self._get_pair().with_user(self.user_reception).action_later()

    def test_two_files_that_somebody_chose_are_compared_before_they_are_merged(self):
        stranger = self._create_beneficiary("Ousmane", "Diop", birthdate="1960-02-03")
        context = self.one.with_user(self.user_counsellor).action_same_person()["context"]
        form = Form(self.env["hub.duplicate.decision"].with_user(self.user_counsellor).with_context(**context))
        self.assertFalse(form.reason_text)
        form.other_id = self.two
        self.assertIn("phone", form.reason_text)
        form.other_id = stranger
        self.assertEqual(form.reason_text, "Nothing on the two files agrees.")

    def test_the_days_desk_shows_pairs_to_those_who_decide(self):
        pairs = self.env["hub.duplicate.pair"]
        pairs.search([]).unlink()
        pairs._propose(self.env["hub.beneficiary"]._get_match_batch(self.one.ids))
        desk = self.env["hub.desk"]
        day = desk.with_user(self.user_counsellor).get_day()["duplicates"]
        self.assertEqual((day["count"], day["rows"][0]["pair_id"]), (1, self._get_pair().id))
        self.assertEqual(desk.with_user(self.user_reception).get_day()["duplicates"]["count"], 0)
        action = desk.with_user(self.user_counsellor).get_panel_action("duplicates")
        self.assertEqual(pairs.search(action["domain"]), self._get_pair())

    def _decide_same(self, **values):
        pairs = self.env["hub.duplicate.pair"]
        pairs._propose(self.env["hub.beneficiary"]._get_match_batch(self.one.ids))
        context = self._get_pair().with_user(self.user_counsellor).action_same()["context"]
        wizard = self.env["hub.duplicate.decision"].with_user(self.user_counsellor).with_context(**context)
        wizard = wizard.create({"main": "beneficiary", "reason": "Same card", **values})
        wizard.action_apply()
        return wizard

    def test_two_households_of_one_person_become_one_family_when_it_is_said(self):
        first, other = self._create_household(self.one), self._create_household(self.two)
        self.assertIn(first.ref, "".join((self.one | self.two)._get_contradictions()))
        self._decide_same(same_family=True)
        self.assertEqual((first | other).root_id, first)
        self.assertFalse(self.one.contradiction_text)

    def test_two_households_stay_two_families_when_nothing_is_said(self):
        first, other = self._create_household(self.one), self._create_household(self.two)
        self._decide_same()
        self.assertEqual(other.root_id, other)
        self.assertIn(first.ref, self.one.contradiction_text)


class TestNightlySearch(MergeCommon):
    """The cron as it runs at night: in batches, each kept, and nothing twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.env["hub.duplicate.pair"].search([]).unlink()
        cls.people = cls.one | cls.two | cls.three | cls.four
        cls.people.write({"active": True, "family_name": "Zouhair"})
        (cls.one | cls.two).write({"given_name": "Amina", "phone": "0612345678", "birthdate": "1990-01-02"})
        (cls.three | cls.four).write({"given_name": "Karim", "phone": "0698765432", "birthdate": "1985-05-06"})

    def _night(self):
        """One night, two files at a time: how many batches there were, and how many pairs it proposed."""
        before = self.env["hub.duplicate.pair"].search_count([])
        batches = []
        pairs = type(self.env["hub.duplicate.pair"])
        propose = pairs._propose
        self.env.flush_all()

        def noted(self, triples, origin="batch"):
            batches.append(triples)
            return propose(self, triples, origin)

        with (
            patch.object(review, "BATCH", 2),
            patch.object(pairs, "_propose", noted),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("hub_beneficiary.ir_cron_propose_duplicates").method_direct_trigger()
        self.env.invalidate_all()
        return len(batches), self.env["hub.duplicate.pair"].search_count([]) - before

    def test_the_night_proposes_in_batches_and_the_next_one_nothing_new(self):
        batches, found = self._night()
        self.assertEqual(found, 2)
        self.assertGreaterEqual(batches, 2)
        self.assertEqual(self._night()[1], 0)

    def test_what_is_decided_is_never_asked_again(self):
        self._night()
        pairs = self.env["hub.duplicate.pair"].search([])
        pairs.filtered(lambda pair: pair.beneficiary_id == self.one)._decide_different("Sisters")
        pairs.filtered(lambda pair: pair.beneficiary_id == self.three)._decide_same(self.three, "Same card")
        self.people.write({"city": "Rabat"})
        self.env.flush_all()
        self.assertEqual(self._night()[1], 0)
        self.assertFalse(self.env["hub.duplicate.pair"].search([("decision", "=", "pending")]))

    def test_a_file_that_changed_is_compared_again(self):
        self.two.write({"given_name": "Zineb", "phone": "0600000000", "birthdate": "1970-07-07"})
        self.env.flush_all()
        self.assertEqual(self._night()[1], 1)
        self.two.write({"given_name": "Amina", "phone": "0612345678", "birthdate": "1990-01-02"})
        self.env.flush_all()
        self.assertEqual(self._night()[1], 1)

from odoo.addons.hub_beneficiary.tests.test_merge import MergeCommon
from odoo.exceptions import AccessError


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

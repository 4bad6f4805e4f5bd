from odoo import SUPERUSER_ID, api
from odoo.addons.hub_beneficiary.tests.race_common import RaceCase
from odoo.exceptions import UserError
from odoo.tests import tagged
from psycopg2 import errors

LOST = (UserError, errors.SerializationFailure, errors.LockNotAvailable)


@tagged("post_install", "-at_install")
class TestReferralRace(RaceCase):
    """Two answers to one referral at once, each on a connection of its own: one outcome, a sentence for the other."""

    def setUp(self):
        super().setUp()
        partner = self._commit("res.partner", {"name": "Maison des rivales", "is_company": True})
        person = self._commit("hub.beneficiary", {"given_name": "Rivale", "family_name": "Referral"})
        with self._cursor() as env:
            need = env["hub.need.type"].search([], limit=1).id
        self.referral = self._commit(
            "hub.referral", {"beneficiary_id": person, "organization_id": partner, "need_type_id": need}
        )
        with self._cursor() as env:
            # Who agreed is another test's affair, and a consent is never deleted.
            env.cr.execute(
                "UPDATE hub_referral SET state = 'sent', sent_at = now(), due_on = now() WHERE id = %s", [self.referral]
            )

    def _clean(self):
        with self._cursor() as env:
            env.cr.execute(
                "UPDATE hub_referral SET state = 'draft', due_on = NULL, accepted_on = NULL WHERE id = %s",
                [self.referral],
            )
            env["hub.referral"].browse(self.referral)._sync_deliveries()
        return super()._clean()

    def _step(self, **vals):
        return lambda env: env["hub.referral"].browse(self.referral).write(vals)

    def _state(self):
        with self._cursor() as env:
            return env["hub.referral"].browse(self.referral).state

    def _again(self, step):
        """What a server does with a transaction that lost a race: it tries once more."""
        with self.registry._db.cursor() as cr, self.assertRaises(UserError) as refused:
            step(api.Environment(cr, SUPERUSER_ID, {}))
        return str(refused.exception)

    def test_two_answers_at_once_are_one(self):
        accept, decline = self._step(state="accepted"), self._step(state="declined", decline_reason="full")
        error = self._race(accept, decline)
        self.assertIsInstance(error, LOST)
        self.assertEqual(self._state(), "accepted")
        self.assertIn("Accepted", self._again(decline))

    def test_an_answer_and_a_withdrawal_at_once_are_one(self):
        error = self._race(self._step(state="revoked"), self._step(state="accepted"))
        self.assertIsInstance(error, LOST)
        self.assertEqual(self._state(), "revoked")
        self.assertIn("Called off", self._again(self._step(state="accepted")))

    def test_the_portal_and_the_link_at_once_are_one(self):
        def answer(step):
            def run(env):
                post = {"step": step, "shown": "sent", "reason": "full"}
                env["hub.referral"].browse(self.referral).with_context(lang="en_US")._answer(post, "Somebody")

            return run

        with self._cursor() as env:
            # Its consent is not asked here: see setUp.
            closed = self.registry["hub.referral"]._get_closed
            self.addCleanup(setattr, self.registry["hub.referral"], "_get_closed", closed)
            self.registry["hub.referral"]._get_closed = lambda records: env["hub.referral"]
        error = self._race(answer("accepted"), answer("declined"))
        self.assertIsInstance(error, LOST)
        self.assertEqual(self._state(), "accepted")
        self.assertIn("Somebody was faster", self._again(answer("declined")))

    def test_of_two_nights_one_reminds(self):
        with self._cursor() as env:
            env.cr.execute("UPDATE hub_referral SET due_on = '2020-01-01' WHERE id = %s", [self.referral])

        def remind(env):
            late = env["hub.referral"].browse(self.referral).filtered(lambda one: not one.is_reminded)
            late.try_lock_for_update(allow_referencing=True)._remind()

        self._race(remind, remind)
        with self._cursor() as env:
            self.assertEqual(len(env["hub.referral"].browse(self.referral).activity_ids), 1)

from datetime import datetime, timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import HubCommon
from .fake_models import FakeOffer

NOW = "2026-11-23 10:00:00"
#: What the fake model's table holds; in life the ORM makes it.
COLUMNS = """
    id serial PRIMARY KEY, name varchar, log varchar, offer_state varchar,
    offer_expires_at timestamp, offer_answered_at timestamp
"""


class OfferCommon(HubCommon):
    """Offers in a table that every connection sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_table(f"CREATE TABLE hub_test_offer ({COLUMNS})")
        cls._add_fake_models(FakeOffer)

    @classmethod
    def _make_table(cls, statement):
        cls._run(statement)
        cls.addClassCleanup(cls._run, "DROP TABLE hub_test_offer")

    @classmethod
    def _run(cls, statement):
        with cls.registry.cursor() as cr:
            cr.execute(statement)


@freeze_time(NOW)
class TestTimedOffer(OfferCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The mixin's constraints, as the ORM makes them where it makes the table.
        model = cls.env["hub.test.offer"]
        for definition in model._table_objects.values():
            definition.apply_to_database(model)
        cls.registry.finalize_constraints(cls.env.cr)

    @classmethod
    def _make_table(cls, statement):
        """In the test's own transaction: nobody else looks at it."""
        cls.env.cr.execute(statement)

    def offer(self, name="A place", hours=48):
        offer = self.env["hub.test.offer"].create({"name": name})
        offer._open_offer(hours=hours)
        return offer

    def later(self, hours):
        return freeze_time(datetime.fromisoformat(NOW) + timedelta(hours=hours))

    def test_an_offer_is_accepted_within_its_time(self):
        offer = self.offer()
        with self.later(47):
            offer._accept_offer()
        self.assertEqual((offer.offer_state, offer.log.strip()), ("accepted", "accepted"))
        self.assertEqual(offer.offer_answered_at, datetime(2026, 11, 25, 9))

    def test_who_declines_makes_room_for_the_next_one(self):
        offer = self.offer()
        offer._decline_offer()
        self.assertEqual((offer.offer_state, offer.log.strip()), ("declined", "freed"))
        self.assertTrue(offer.offer_answered_at)

    def test_the_hub_may_take_back_what_nobody_answered(self):
        offer = self.offer()
        offer._withdraw_offer()
        self.assertEqual((offer.offer_state, offer.log.strip()), ("withdrawn", "freed"))
        self.assertFalse(offer.offer_answered_at)

    def test_who_comes_too_late_is_told_so_and_the_place_is_free(self):
        """Exactly at the end it is over, whether or not the scheduled action has come by."""
        for answer in ("_accept_offer", "_decline_offer", "_withdraw_offer"):
            offer = self.offer()
            with self.later(48), self.assertRaisesRegex(UserError, "The time to answer is over: .*new offer"):
                getattr(offer, answer)()
            self.assertEqual((offer.offer_state, offer.log.strip()), ("expired", "freed"))

    def test_an_offer_is_answered_once(self):
        answers = {"_accept_offer": "accepted already", "_decline_offer": "declined", "_withdraw_offer": "withdrawn"}
        for first, sentence in answers.items():
            for second in answers:
                with self.subTest(first=first, second=second):
                    offer = self.offer()
                    getattr(offer, first)()
                    with self.assertRaisesRegex(UserError, sentence):
                        getattr(offer, second)()
                    self.assertIn(len(offer.log.split()), (1,), "what follows an answer follows once")

    def test_what_was_never_offered_cannot_be_accepted(self):
        with self.assertRaisesRegex(UserError, "Nothing is offered here yet: A wish"):
            self.env["hub.test.offer"].create({"name": "A wish"})._accept_offer()

    def test_who_declined_may_be_offered_it_again_and_who_accepted_may_not(self):
        offer = self.offer()
        offer._decline_offer()
        offer._open_offer(hours=1)
        self.assertEqual((offer.offer_state, offer.offer_answered_at), ("open", False))
        offer._accept_offer()
        with self.assertRaisesRegex(UserError, "accepted already"):
            offer._open_offer(hours=1)

    def test_what_is_over_is_ended_by_the_scheduled_action(self):
        over, open_, answered = self.offer(hours=1), self.offer(hours=3), self.offer(hours=1)
        answered._accept_offer()
        with self.later(2):
            self.run_cron()
        self.assertEqual([offer.offer_state for offer in (over, open_, answered)], ["expired", "open", "accepted"])
        self.assertEqual(over.log.strip(), "freed")

    def test_the_scheduled_action_comes_when_an_offer_ends(self):
        cron = self.env.ref("hub_core.ir_cron_expire_offers")
        self.offer(hours=5)
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(datetime(2026, 11, 23, 15), triggers.mapped("call_at"))

    @mute_logger("odoo.addons.hub_core.models.hub_timed_offer_mixin")
    def test_an_offer_that_cannot_be_ended_does_not_hold_up_the_others(self):
        broken, after = self.offer("broken", hours=1), self.offer(hours=2)
        with self.later(3):
            self.run_cron()
        self.assertEqual((broken.offer_state, after.offer_state), ("open", "expired"))

    def test_hundreds_of_offers_end_in_batches(self):
        offers = self.env["hub.test.offer"].create([{"name": str(number)} for number in range(250)])
        offers._open_offer(hours=1)
        with self.later(2):
            batches = self.run_cron()
        self.assertEqual(set(offers.mapped("offer_state")), {"expired"})
        self.assertGreaterEqual(len(batches), 3, "each batch is committed")

    def run_cron(self):
        """The scheduled action, its commits counted and not done: the test's transaction is one."""
        batches = []
        commit = "odoo.addons.base.models.ir_cron.IrCron._commit_progress"
        self.env.flush_all()
        with patch(commit, lambda cron, done=0, **_kw: batches.append(done) or 60.0):
            self.env["hub.timed.offer.mixin"]._cron_expire_offers()
        self.env.invalidate_all()
        return [done for done in batches if done]

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_an_offer_and_its_times_together(self):
        offer = self.offer()
        for values in ("offer_expires_at = NULL", "offer_state = 'accepted'", "offer_state = 'declined'"):
            refused = self.assertRaises(psycopg2.errors.CheckViolation)
            with self.subTest(values=values), refused, self.env.cr.savepoint():
                self.env.cr.execute(f"UPDATE hub_test_offer SET {values} WHERE id = %s", [offer.id])

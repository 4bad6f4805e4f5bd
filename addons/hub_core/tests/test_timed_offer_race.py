import threading

import psycopg2
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .test_timed_offer import OfferCommon

RIVALS = 8


class TestTimedOfferRace(OfferCommon):
    """Answers to one offer at the same moment: each its own connection, all commit for real."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            cr.execute(
                """INSERT INTO hub_test_offer (name, offer_state, offer_expires_at)
                   VALUES ('A place', 'open', '2099-01-01') RETURNING id"""
            )
            (self.offer_id,) = cr.fetchone()

    def answer(self, method):
        """As a request does: after a conflict it is served once more, from the start."""
        try:
            self.answer_once(method, self.all_have_looked.wait)
        except psycopg2.errors.SerializationFailure:
            self.answer_once(method, lambda: None)

    def answer_once(self, method, when_ready):
        try:
            with self.registry.cursor() as cr:
                offer = api.Environment(cr, SUPERUSER_ID, {})["hub.test.offer"].browse(self.offer_id)
                offer.fetch(["offer_state"])
                when_ready()
                getattr(offer, method)()
            self.outcomes.append(method)
        except UserError as refusal:
            self.refusals.append(str(refusal))

    def race(self, methods):
        self.outcomes, self.refusals = [], []
        self.all_have_looked = threading.Barrier(len(methods), timeout=20)
        threads = [threading.Thread(target=self.answer, args=[method]) for method in methods]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        with self.registry.cursor() as cr:
            cr.execute("SELECT offer_state, log FROM hub_test_offer WHERE id = %s", [self.offer_id])
            return cr.fetchone()

    @mute_logger("odoo.sql_db")
    def test_of_several_acceptances_at_once_one_counts(self):
        state, log = self.race(["_accept_offer"] * RIVALS)
        self.assertEqual((state, log.split()), ("accepted", ["accepted"]))
        self.assertEqual(self.outcomes, ["_accept_offer"])
        self.assertEqual(len(self.refusals), RIVALS - 1, "each of the others reads why")

    @mute_logger("odoo.sql_db")
    def test_an_acceptance_and_a_withdrawal_at_once_end_in_one_of_the_two(self):
        state, log = self.race(["_accept_offer", "_withdraw_offer"])
        ends = {("accepted", "accepted"): ["_accept_offer"], ("withdrawn", "freed"): ["_withdraw_offer"]}
        self.assertEqual(ends[state, log.strip()], self.outcomes)
        self.assertEqual(len(self.refusals), 1)

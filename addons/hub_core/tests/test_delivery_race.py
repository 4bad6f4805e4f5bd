import threading

import psycopg2
from odoo import SUPERUSER_ID, api
from odoo.tools import mute_logger

from .common import HubCommon

RES_ID = 2_000_000_000  # of no document


class TestDeliveryRace(HubCommon):
    """Two transactions that both see an empty ledger; each on its own connection, both commit for real."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.remove)
        self.outcomes = []
        self.both_have_looked = threading.Barrier(2, timeout=20)

    def remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM hub_service_delivery WHERE res_model = 'hub.program' AND res_id = %s", [RES_ID])

    def post(self):
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                deliveries = env["hub.service.delivery"]
                key = [("res_model", "=", "hub.program"), ("res_id", "=", RES_ID)]
                assert not deliveries.search_count(key), "the race has not begun"
                self.both_have_looked.wait()
                deliveries.create(
                    {
                        "res_model": "hub.program",
                        "res_id": RES_ID,
                        "service_id": env.ref("hub_core.service_reception").id,
                        "partner_id": env.ref("hub_core.partner_anapec").id,
                        "date": "2026-01-01",
                    }
                )
            self.outcomes.append("posted")
        except psycopg2.errors.UniqueViolation as error:
            self.outcomes.append(error.diag.constraint_name)

    @mute_logger("odoo.sql_db")
    def test_two_transactions_cannot_post_the_same_delivery(self):
        threads = [threading.Thread(target=self.post) for _index in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(sorted(self.outcomes), ["hub_service_delivery_source_uniq", "posted"])
        with self.registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM hub_service_delivery WHERE res_id = %s", [RES_ID])
            self.assertEqual(cr.fetchone(), (1,))

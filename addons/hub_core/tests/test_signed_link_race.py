import threading

import psycopg2
from odoo import SUPERUSER_ID, api
from odoo.tools import mute_logger

from .common import HubCommon

RIVALS = 8


class TestSignedLinkRace(HubCommon):
    """A link for one use, opened on several telephones at once: each its own connection, all commit for real."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            values = {"purpose": "view", "res_model": "res.country", "res_id": 1, "max_uses": 1}
            self.link_id = env["hub.signed.link"].create({**values, "expires_at": "2099-01-01"}).id
        self.addCleanup(self.remove)
        self.outcomes = []
        self.all_have_looked = threading.Barrier(RIVALS, timeout=20)

    def remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM hub_signed_link WHERE id = %s", [self.link_id])

    def use(self):
        """As a request does: after a conflict it is served once more, from the start."""
        try:
            with self.registry.cursor() as cr:
                link = api.Environment(cr, SUPERUSER_ID, {})["hub.signed.link"].browse(self.link_id)
                assert link.state == "active", "the race has not begun"
                self.all_have_looked.wait()
                outcome = link._use()
        except psycopg2.errors.SerializationFailure:
            with self.registry.cursor() as cr:
                outcome = api.Environment(cr, SUPERUSER_ID, {})["hub.signed.link"].browse(self.link_id)._use()
        self.outcomes.append(outcome)

    @mute_logger("odoo.sql_db")
    def test_of_several_uses_at_once_one_counts(self):
        threads = [threading.Thread(target=self.use) for _index in range(RIVALS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(sorted(self.outcomes), [False] * (RIVALS - 1) + [True])
        with self.registry.cursor() as cr:
            cr.execute("SELECT use_count FROM hub_signed_link WHERE id = %s", [self.link_id])
            self.assertEqual(cr.fetchone(), (1,))

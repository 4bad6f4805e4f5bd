"""What tests with transactions of their own start from: two people who press at the same moment."""

import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger

PATIENCE = 20  # seconds after which a thread that waits is a failure


class RaceCase(BaseCase):
    """Two members of staff at once, each on a connection of her own: one of them wins."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.cleanups = []
        self.addCleanup(self._clean)

    @contextmanager
    def _cursor(self):
        """An environment on a connection of its own, committed at the end."""
        with self.registry._db.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "mail_create_nolog": True})

    def _clean(self):
        with self._cursor() as env:
            for model, ids in reversed(self.cleanups):
                records = env[model].with_context(active_test=False).browse(ids).exists()
                if model == "hub.beneficiary":
                    env.cr.execute(
                        "UPDATE hub_beneficiary SET state = 'draft', given_name = 'Race' WHERE id IN %s", [tuple(ids)]
                    )
                    env.invalidate_all()
                    partners = records.partner_id
                    records.unlink()
                    partners.unlink()
                else:
                    records.unlink()

    def _commit(self, model, vals):
        with self._cursor() as env:
            record = env[model].create(vals)
            self.cleanups.append((model, record.ids))
            return record.id

    def _race(self, first, second):
        """Run ``first``, and ``second`` before it is committed; what each of them raised, or None."""
        done, begun = {}, threading.Event()

        def run_second():
            begun.set()
            try:
                with self._cursor() as env:
                    second(env)
                    env.flush_all()
            except Exception as error:
                done["second"] = error

        thread = threading.Thread(target=run_second)
        with mute_logger("odoo.sql_db"):
            with self._cursor() as env:
                first(env)
                env.flush_all()
                thread.start()
                begun.wait(PATIENCE)
                thread.join(1)  # it waits for the lock, or has failed already
            thread.join(PATIENCE)
        self.assertFalse(thread.is_alive(), "the second one waits for ever")
        return done.get("second")

    def _create_people(self, *names):
        return [self._commit("hub.beneficiary", {"given_name": name}) for name in names]

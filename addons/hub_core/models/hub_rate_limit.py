from contextlib import contextmanager
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac
from psycopg2.errors import SerializationFailure


class HubRateLimit(models.Model):
    """How often something came from one sender, kept in the database: every worker counts together.

    A sender is stored as a keyed hash: nobody reads telephone numbers or addresses here.
    """

    _name = "hub.rate.limit"
    _description = "Rate limit"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    window_start = fields.Datetime(required=True, readonly=True)
    count = fields.Integer(required=True, readonly=True)

    _key_unique = models.UniqueIndex("(key)")
    _window_start_idx = models.Index("(window_start)")

    @api.model
    def _hit(self, scope, sender, limit, minutes):
        """Count one more from a sender.

        The window opens with the first and closes by itself: those refused do not prolong it.

        :param scope: what is limited, a constant of the caller
        :param sender: an address, a telephone number, …
        :return: 0 when within the limit, else the seconds until the window closes
        """
        now = fields.Datetime.now()
        window = timedelta(minutes=minutes)
        ((count, start),) = self.env.execute_query(
            SQL(
                """
                INSERT INTO hub_rate_limit AS past (key, window_start, count) VALUES (%(key)s, %(now)s, 1)
                ON CONFLICT (key) DO UPDATE SET
                    count = CASE WHEN past.window_start <= %(expired)s THEN 1 ELSE past.count + 1 END,
                    window_start = CASE WHEN past.window_start <= %(expired)s THEN %(now)s ELSE past.window_start END
                RETURNING count, window_start
                """,
                key=self._get_key(scope, sender),
                now=now,
                expired=now - window,
            )
        )
        return 0 if count <= limit else max(1, int((start + window - now).total_seconds()))

    @api.model
    def _get_key(self, scope, sender):
        # sudo: the key of the hash is a system parameter.
        return hmac(self.env(su=True), f"hub.rate.limit.{scope}", sender)

    @api.model
    def _get_wait(self, scope, sender, limit, minutes):
        """Seconds until one more from a sender is within the limit; nothing is counted."""
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                "SELECT window_start FROM hub_rate_limit WHERE key = %s AND count >= %s AND window_start > %s",
                self._get_key(scope, sender),
                limit,
                now - timedelta(minutes=minutes),
            )
        )
        return max(1, int((rows[0][0] + timedelta(minutes=minutes) - now).total_seconds())) if rows else 0

    @api.model
    def _give_back(self, scope, sender):
        """Take one back that was counted before it was known to be none."""
        self.env.execute_query(
            SQL(
                "UPDATE hub_rate_limit SET count = count - 1 WHERE key = %s AND count > 0 RETURNING id",
                self._get_key(scope, sender),
            )
        )

    @api.model
    def _forget(self, scope, sender):
        """Begin anew with the next from this sender."""
        self.search([("key", "=", self._get_key(scope, sender))]).unlink()

    @api.model
    @contextmanager
    def _one_by_one(self):
        """The limits in a transaction of their own, which waits for that of others: however many come at the same
        moment each is counted, and what is counted stays when the request is undone."""
        with self.env.registry.cursor() as cr:
            # The first statement, and one that takes no snapshot: what others counted meanwhile is seen.
            cr.execute("LOCK TABLE hub_rate_limit IN SHARE UPDATE EXCLUSIVE MODE")
            # Before a login there is no user, and Odoo warns of a transaction that has known none.
            self.env(cr=cr, user=SUPERUSER_ID)
            yield self.with_env(self.env(cr=cr))

    @api.model
    def _hit_apart(self, scope, sender, limit, minutes):
        """The same in a transaction of its own, for pages that many visitors behind one address open at once:
        the row is not held while a page is made, and the count stays when the request is undone."""
        for _attempt in range(3):
            try:
                with self.env.registry.cursor() as cr:
                    return self.with_env(self.env(cr=cr))._hit(scope, sender, limit, minutes)
            except SerializationFailure:
                continue
        return 0  # a crowd: one of them more or less is not counted

    @api.autovacuum
    def _gc_windows(self):
        """No window is longer than a day."""
        # sudo: nobody has rights to delete here, the cleaning included.
        self.sudo().search([("window_start", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()

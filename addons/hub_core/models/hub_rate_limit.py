from datetime import timedelta

from odoo import api, fields, models
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
        # sudo: the key of the hash is a system parameter.
        key = hmac(self.env(su=True), f"hub.rate.limit.{scope}", sender)
        ((count, start),) = self.env.execute_query(
            SQL(
                """
                INSERT INTO hub_rate_limit AS past (key, window_start, count) VALUES (%(key)s, %(now)s, 1)
                ON CONFLICT (key) DO UPDATE SET
                    count = CASE WHEN past.window_start <= %(expired)s THEN 1 ELSE past.count + 1 END,
                    window_start = CASE WHEN past.window_start <= %(expired)s THEN %(now)s ELSE past.window_start END
                RETURNING count, window_start
                """,
                key=key,
                now=now,
                expired=now - window,
            )
        )
        return 0 if count <= limit else max(1, int((start + window - now).total_seconds()))

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
        self.sudo().search([("window_start", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()

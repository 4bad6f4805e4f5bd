import logging
import math
from contextlib import contextmanager
from contextvars import ContextVar
from threading import current_thread

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessDenied, AccessError
from odoo.http import request
from odoo.tools import consteq
from odoo.tools.misc import hmac

from ..tools import normalize_phone

_logger = logging.getLogger(__name__)

#: Wrong passwords for one login from one place, and the minutes in which they count: the more, the longer the wait.
PLACE_LIMITS = ((5, 1), (10, 15), (20, 60))
#: For all logins from one address. A hub, an operator's mobile network: hundreds of people may share one.
ADDRESS_LIMIT = (100, 60)
#: For one login from all addresses: of many computers that try a few passwords each.
LOGIN_LIMIT = (50, 60)
#: Cookie by which a browser is known in which an account has been open, for so many accounts and seconds.
DEVICE_COOKIE, DEVICE_ACCOUNTS, DEVICE_AGE = "hub_device", 5, 365 * 24 * 3600

#: When the request that this thread serves began, and from where it comes: Odoo puts the request itself aside while
#: it serves a program's call, and so counted no password of theirs.
_asker = ContextVar("hub_login_asker", default=(None, ""))


def remember_asker():
    _asker.set((_get_begin(), request.httprequest.remote_addr or ""))


def _get_begin():
    return getattr(current_thread(), "perf_t0", None)


def _get_address():
    """From where somebody logs in, empty when that is not known; None when nobody asks over the network."""
    if request:
        return request.httprequest.remote_addr or ""
    begin, address = _asker.get()
    if begin is not None and begin == _get_begin():
        return address
    return "" if hasattr(current_thread(), "url") else None


class ResUsers(models.Model):
    """Passwords cannot be guessed by trying: wrong ones are counted in the database, for all workers together.

    Odoo's own pause counts for one worker and one address, so one colleague who mistypes stops the whole hub behind
    that address. Ours counts a login at a place; wider limits are for whoever tries from many places or many logins.
    A browser in which the account has been open is a place of its own: nobody else can use up its attempts (ADR 0023).
    Nothing here depends on whether there is such an account.
    """

    _inherit = "res.users"

    login_counted_from = fields.Datetime(
        "Wrong passwords counted from",
        readonly=True,
        copy=False,
        groups="hub_core.group_hub_admin",
        help="Earlier ones are forgotten: since then there is a new password, or an administrator allowed logging in "
        "again.",
    )

    @contextmanager
    def _assert_can_auth(self, user=None):
        if _get_address() is None:
            with super()._assert_can_auth(user=user):
                yield
            return
        attempt = self._prepare_login_attempt(user)
        wait = self._count_login_attempt(**attempt)
        if wait:
            raise AccessDenied(
                self.env._(
                    "Too many attempts with a wrong password. Try again in %(minutes)s minutes, or call the hub.",
                    minutes=math.ceil(wait / 60),
                )
            )
        with super()._assert_can_auth(user=user):
            yield
        self._forget_login_attempts(**attempt)
        self._remember_device(attempt["account"])

    def _on_login_cooldown(self, failures, previous):
        super()._on_login_cooldown(failures, previous)
        return False  # ours counts instead, see above

    @api.model
    def _prepare_login_attempt(self, user):
        """:param user: a login as it was typed, or the id of a user"""
        # sudo: visitors read no accounts; nothing of this one goes out.
        accounts = self.sudo().with_context(active_test=False)
        login = accounts.browse(user).exists().login if isinstance(user, int) else user
        login = str(login or "").strip()
        account = accounts.search_fetch(self._get_login_domain(login), ["login_counted_from"], limit=1)
        address = _get_address()
        known = account and any(consteq(account._get_device_token(), token) for token in self._get_device_tokens())
        return {
            "account": account,
            # A number has many writings, and they are one login.
            "login": normalize_phone(login, self._get_login_country()) or login.lower(),
            "address": address,
            "place": "device" if known else address,
        }

    @api.model
    def _get_login_limits(self, account, login, address, place):
        """What an attempt counts for: scope, sender, limit and minutes of each."""
        login = (login, str(account.login_counted_from or ""))
        limits = [(f"login.{minutes}", (login, place), limit, minutes) for limit, minutes in PLACE_LIMITS]
        if place == address:
            limits.append(("login", login, *LOGIN_LIMIT))
            if address:
                limits.append(("login.address", address, *ADDRESS_LIMIT))
        return limits

    @api.model
    def _count_login_attempt(self, account, login, address, place):
        """Count an attempt before it is one, so that of many at the same moment no more are tried than may be.
        Those refused count for nothing: they would use up the limits that others share.

        :return: 0, or the seconds to wait
        """
        # sudo: visitors have no rights of their own on the limits.
        with self.env["hub.rate.limit"].sudo()._one_by_one() as counter:
            limits = self._get_login_limits(account, login, address, place)
            wait = max(counter._get_wait(*limit) for limit in limits)
            if not wait:
                for limit in limits:
                    counter._hit(*limit)
            elif account:
                log = counter.env["hub.access.log"].with_user(SUPERUSER_ID)
                log._log(account.with_env(log.env), "paused", once=True)
        if wait:
            _logger.info("Logging in as %s from %s is paused for %s seconds", login, address, wait)
        return wait

    @api.model
    def _forget_login_attempts(self, account, login, address, place):
        """The password was right: at this place nothing counts any more; elsewhere this attempt does not.

        Whoever has an account of her own cannot start the count of others anew with it.
        """
        # sudo: see above.
        with self.env["hub.rate.limit"].sudo()._one_by_one() as counter:
            for scope, sender, _limit, _minutes in self._get_login_limits(account, login, address, place):
                if scope in ("login", "login.address"):
                    counter._give_back(scope, sender)
                else:
                    counter._forget(scope, sender)

    # the browser in which an account has been open

    def _get_device_token(self):
        """Says to nobody but this database whose it is; a new password makes it worthless."""
        # sudo: the key of the hash is a system parameter; when the password changed is read for whoever logs in.
        environment = self.env(su=True)
        return hmac(environment, "hub.device", (self.id, str(self.sudo().login_counted_from or "")))[:32]

    @api.model
    def _get_device_tokens(self):
        cookie = request.httprequest.cookies.get(DEVICE_COOKIE, "") if request else ""
        return [token for token in cookie.split(".")[:DEVICE_ACCOUNTS] if token.isascii()]

    @api.model
    def _remember_device(self, account):
        if not request:
            return
        token = account._get_device_token()
        others = [one for one in self._get_device_tokens() if one and one != token]
        request.future_response.set_cookie(
            DEVICE_COOKIE,
            ".".join([token, *others][:DEVICE_ACCOUNTS]),
            max_age=DEVICE_AGE,
            httponly=True,
            samesite="Lax",
            secure=request.httprequest.scheme == "https",
        )

    # starting anew

    def _set_password(self):
        result = super()._set_password()
        self._count_logins_anew()
        return result

    def action_hub_allow_login(self):
        """An administrator lets these accounts try at once, without waiting."""
        if not self.env.user.has_group("hub_core.group_hub_admin"):
            raise AccessError(self.env._("Only an administrator of the hub allows logging in again."))
        self.check_access("read")
        self._count_logins_anew()
        for user in self:
            self.env["hub.access.log"]._log(user, "resumed")
        message = self.env._("They may log in at once. Wrong passwords of before are forgotten.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def _count_logins_anew(self):
        # sudo: whoever changes her own password, or administers the hub, does not write other fields of accounts.
        self.sudo().write({"login_counted_from": fields.Datetime.now()})

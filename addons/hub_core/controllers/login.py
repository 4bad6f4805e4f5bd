import math

from odoo import http
from odoo.addons.auth_signup.controllers.main import AuthSignupHome
from odoo.http import request

#: Requests for a new password, from one address and for one login, in one window.
LIMITS = {"address": 20, "login": 5}
WINDOW_MINUTES = 60


class HubLogin(AuthSignupHome):
    """The page for a lost password. It answers the same whether or not there is an account."""

    @http.route()
    def web_auth_reset_password(self, *args, **kw):
        response = super().web_auth_reset_password(*args, **kw)
        values = response.qcontext
        if values.get("message") and not values.get("token"):
            values["message"] = self._get_reset_sentence()
        return response

    def get_auth_signup_qcontext(self):
        values = super().get_auth_signup_qcontext()
        if request.httprequest.method == "POST" and "/reset_password" in request.httprequest.path:
            wait = 0 if values.get("token") else self._hit_reset_limits(values.get("login") or "")
            if wait:
                values["error"] = request.env._(
                    "Too many requests for a new password. Try again in %(minutes)s minutes, or call the hub.",
                    minutes=math.ceil(wait / 60),
                )
        return values

    def _hit_reset_limits(self, login):
        # sudo: visitors have no rights of their own on the limits.
        limits = request.env["hub.rate.limit"].sudo()
        senders = {"address": request.httprequest.remote_addr or "", "login": login.strip().lower()}
        return max(
            limits._hit(f"reset_password.{scope}", sender, LIMITS[scope], WINDOW_MINUTES)
            for scope, sender in senders.items()
        )

    def _get_reset_sentence(self):
        # sudo: visitors read no companies; its name and telephone are public.
        hub = request.env.company.sudo()
        return request.env._(
            "If there is an account with an e-mail address, a link for a new password is on its way to that address. "
            "Does nothing arrive, or do you log in with a telephone number and have no e-mail? Then ask the hub for a "
            "new access link: %(phone)s",
            phone=hub.phone or hub.name,
        )

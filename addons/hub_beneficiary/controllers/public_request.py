import math

from odoo import http
from odoo.http import request

from ..tools.names import clean
from ..tools.values import normalize_phone

MAX_NAME = 100
MAX_PHONE = 40
#: From one address – many people of one centre may share it – and for one number, in one window.
LIMITS = {"address": 20, "phone": 3}
WINDOW_MINUTES = 60


class PublicRequest(http.Controller):
    """Asking the hub for help without an account: a name and a telephone number.

    The form lands in triage as a request without a person. Nothing is looked up, so the answer is
    the same for a known and an unknown number.
    """

    @http.route("/hub/request", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def request_form(self, **_campaign):
        return self._render_form({}, {})

    # The form checks the token itself: on an old page or a phone without cookies Odoo would answer
    # with a bare error page and lose what was typed.
    @http.route("/hub/request", type="http", auth="public", methods=["POST"], website=True, csrf=False, sitemap=False)
    def request_send(self, **post):
        values = self._clean(post)
        if not request.validate_csrf(post.get("csrf_token")):
            message = request.env._("This page was open for too long. Please press “Send” once more.")
            return self._render_form(values, {"page": message}, status=400)
        errors, phone = self._check(values)
        if errors:
            return self._render_form(values, errors, status=422)
        if post.get("organisation"):
            # A field that no person sees: a machine filled it in, and is not told what gave it away.
            return self._redirect_sent()
        wait = self._hit_limits(phone)
        if wait:
            message = request.env._(
                "Too many requests were sent in a short time. Please send yours in %(minutes)s minutes, "
                "or call or visit the hub.",
                minutes=math.ceil(wait / 60),
            )
            response = self._render_form(values, {"page": message}, status=429)
            response.headers["Retry-After"] = str(wait)
            return response
        # sudo: visitors have no rights of their own on requests.
        request.env["crm.lead"].sudo()._create_public_request(values["name"], phone, values["need"])
        return self._redirect_sent()

    @http.route("/hub/request/sent", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def request_sent(self, **_campaign):
        return request.render("hub_beneficiary.public_request_sent", {})

    def _clean(self, post):
        """What was typed, without direction marks, control characters and doubled spaces."""
        return {
            "name": clean(str(post.get("name") or "")[: MAX_NAME * 2]),
            "phone": clean(str(post.get("phone") or "")[: MAX_PHONE * 2]),
            "need": str(post.get("need") or "")[:64],
        }

    def _check(self, values):
        """The sentence to show at each field in error, and the number as +212…"""
        errors = {}
        if not any(letter.isalpha() for letter in values["name"]):
            errors["name"] = request.env._("Name: please write your name.")
        elif len(values["name"]) > MAX_NAME:
            errors["name"] = request.env._(
                "Name: please write a shorter name, of %(limit)s letters at most.", limit=MAX_NAME
            )
        phone = normalize_phone(values["phone"]) if len(values["phone"]) <= MAX_PHONE else None
        if not values["phone"]:
            errors["phone"] = request.env._("Telephone: please write your number, so that we can call you.")
        elif not phone:
            errors["phone"] = request.env._(
                "Telephone: this is not a complete number. Please write it like 0612345678, "
                "or with + and the country's prefix."
            )
        if values["need"] and not self._get_needs().filtered(lambda need: need.code == values["need"]):
            errors["need"] = request.env._("Need: please choose one of the list.")
        return errors, phone

    def _hit_limits(self, phone):
        """Seconds to wait, 0 for nobody. One sentence for both limits: a stranger does not learn
        whether others have sent this number."""
        # sudo: visitors have no rights of their own on the limits.
        limits = request.env["hub.rate.limit"].sudo()
        senders = {"address": request.httprequest.remote_addr or "", "phone": phone}
        return max(
            limits._hit(f"public_request.{scope}", sender, LIMITS[scope], WINDOW_MINUTES)
            for scope, sender in senders.items()
        )

    def _get_needs(self):
        # sudo: the list of needs is on the public page.
        return request.env["hub.need.type"].sudo().search([])

    def _render_form(self, values, errors, status=200):
        response = request.render(
            "hub_beneficiary.public_request_form",
            {"values": values, "errors": errors, "needs": self._get_needs(), "max_name": MAX_NAME},
        )
        response.status_code = status
        return response

    def _redirect_sent(self):
        return request.redirect(request.env["ir.http"]._url_for("/hub/request/sent"), code=303)

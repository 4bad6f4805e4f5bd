from odoo import http
from odoo.addons.hub_core.controllers.public_form import PublicForm
from odoo.http import request

from ..tools.names import clean
from ..tools.values import normalize_phone

MAX_NAME = 100
MAX_PHONE = 40
#: From one address – many people of one centre may share it – and for one number, in one window.
LIMITS = {"address": 20, "phone": 3}
WINDOW_MINUTES = 60


class PublicRequest(PublicForm, http.Controller):
    """Asking the hub for help without an account: a name and a telephone number.

    The form lands in triage as a request without a person. Nothing is looked up, so the answer is
    the same for a known and an unknown number.
    """

    @http.route("/hub/request", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def request_form(self, **_campaign):
        return self._render_form({}, {})

    @http.route("/hub/request", type="http", auth="public", methods=["POST"], website=True, csrf=False, sitemap=False)
    def request_send(self, **post):
        values = self._clean(post)
        old_page = self._get_token_error(post)
        if old_page:
            return self._render_form(values, {"page": old_page}, status=400)
        errors, phone = self._check(values)
        if errors:
            return self._render_form(values, errors, status=422)
        if self._is_machine(post):
            return self._redirect_sent()
        senders = {"address": self._get_address(), "phone": phone}
        wait = self._hit_limits("public_request", senders, LIMITS, WINDOW_MINUTES)
        if wait:
            return self._render_form(values, {"page": self._get_wait_error(wait)}, status=429, wait=wait)
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

    def _get_needs(self):
        # sudo: the list of needs is on the public page.
        return request.env["hub.need.type"].sudo().search([])

    def _render_form(self, values, errors, status=200, wait=0):
        response = request.render(
            "hub_beneficiary.public_request_form",
            {"values": values, "errors": errors, "needs": self._get_needs(), "max_name": MAX_NAME},
        )
        return self._set_status(response, status, wait)

    def _redirect_sent(self):
        return request.redirect(request.env["ir.http"]._url_for("/hub/request/sent"), code=303)

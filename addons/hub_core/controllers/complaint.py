from odoo import http
from odoo.http import request

from ..tools.typed import clean_line, clean_text
from .public_form import PublicForm

MAX_TEXT = 5000
MAX_LINE = 120
#: From one address in one window: many people of one centre may share it.
LIMITS = {"address": 10}
WINDOW_MINUTES = 60
#: Where the visitor's session keeps which complaint was just sent. Not its address: a session is a file.
SESSION_KEY = "hub_complaint_link"


class Complaint(PublicForm, http.Controller):
    """Complaining without an account and without a name. The answer is read by the link shown once."""

    @http.route("/hub/complaint", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def complaint_form(self, **_campaign):
        return self._render_form({}, {})

    @http.route("/hub/complaint", type="http", auth="public", methods=["POST"], website=True, csrf=False, sitemap=False)
    def complaint_send(self, **post):
        values = self._clean(post)
        old_page = self._get_token_error(post)
        if old_page:
            return self._render_form(values, {"page": old_page}, status=400)
        errors = self._check(values)
        if errors:
            return self._render_form(values, errors, status=422)
        if self._is_machine(post):
            return self._redirect_sent()
        wait = self._hit_limits("complaint", {"address": self._get_address()}, LIMITS, WINDOW_MINUTES)
        if wait:
            return self._render_form(values, {"page": self._get_wait_error(wait)}, status=429, wait=wait)
        # sudo: visitors have no rights of their own on complaints.
        complaint = request.env["hub.complaint"].sudo()._create_public_complaint(values)
        request.session[SESSION_KEY] = complaint._issue_link().id
        return self._redirect_sent()

    @http.route("/hub/complaint/sent", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def complaint_sent(self, **_campaign):
        """The reference and the link, once: who comes to this screen later finds neither."""
        link_id = request.session.pop(SESSION_KEY, None)
        # sudo: the link of the complaint that this very visitor has just sent.
        link = request.env["hub.signed.link"].sudo().browse(link_id).exists()
        values = link._get_main_record()._get_receipt_values(link) if link else {}
        response = request.render("hub_core.complaint_sent", {"receipt": values})
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _clean(self, post):
        """What was typed, without direction marks, control characters and doubled spaces."""
        return {
            "category": str(post.get("category") or "")[:32],
            "text": clean_text(post.get("text"), MAX_TEXT + 1),
            "is_danger": bool(post.get("is_danger")),
            "contact_wish": str(post.get("contact_wish") or "none")[:32],
            **{
                name: clean_line(post.get(name), MAX_LINE)
                for name in ("contact_name", "contact_phone", "contact_email", "contact_hours")
            },
        }

    def _check(self, values):
        """The sentence to show at each field in error."""
        errors = {}
        if values["category"] not in dict(self._get_choices("category")):
            errors["category"] = request.env._("About: please choose one of the list.")
        if not any(letter.isalpha() for letter in values["text"]):
            errors["text"] = request.env._("What happened: please write a few words.")
        elif len(values["text"]) > MAX_TEXT:
            errors["text"] = request.env._(
                "What happened: please write less, %(limit)s letters at most. You can add more afterwards.",
                limit=MAX_TEXT,
            )
        wish = values["contact_wish"]
        if wish not in dict(self._get_choices("contact_wish")):
            errors["contact_wish"] = request.env._("How to answer: please choose one of the list.")
        elif wish in ("call", "message") and sum(sign.isdigit() for sign in values["contact_phone"]) < 8:
            errors["contact_phone"] = request.env._("Telephone: please write your number, or choose another way.")
        elif wish == "email" and "@" not in values["contact_email"]:
            errors["contact_email"] = request.env._("E-mail: please write your address, or choose another way.")
        return errors

    def _get_choices(self, name):
        # sudo: what may be chosen is on the public page.
        return request.env["hub.complaint"].sudo()._fields[name]._description_selection(request.env)

    def _render_form(self, values, errors, status=200, wait=0):
        response = request.render(
            "hub_core.complaint_form",
            {
                "values": values,
                "errors": errors,
                "categories": self._get_choices("category"),
                "wishes": self._get_choices("contact_wish"),
                "max_text": MAX_TEXT,
                "max_line": MAX_LINE,
            },
        )
        return self._set_status(response, status, wait)

    def _redirect_sent(self):
        return request.redirect(request.env["ir.http"]._url_for("/hub/complaint/sent"), code=303)

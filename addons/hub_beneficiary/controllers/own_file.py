"""A person's own pages: her file, appointments and decisions.

Each page asks the ground of access anew (``hub.beneficiary._get_own_files``) and finds what hangs on a file among
what is hers, so that an id of somebody else gets the answer of an address that does not exist.
"""

from odoo import http
from odoo.addons.hub_core.controllers.portal import HubPortal
from odoo.addons.hub_core.tools import ics
from odoo.exceptions import AccessDenied
from odoo.http import content_disposition, request

from ..models.calendar_event_told import ANSWERS, CALENDAR_FILE
from ..models.hub_beneficiary_portal import CONTACT_FACTS, IDENTITY_FACTS

#: Of one account in one window: passwords tried, and numbers given (each may send a message to a stranger).
LIMITS = {"own_password": (10, 60), "own_phone": (3, 24 * 60)}


class OwnFile(HubPortal):
    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------
    @http.route("/my/file", type="http", auth="user", methods=["GET"], website=True)
    def own_file(self, done=None, **_kw):
        return self._render_own("portal_file", {"done": self._get_own_done_sentence(done)})

    @http.route("/my/file/appointments", type="http", auth="user", methods=["GET"], website=True)
    def own_appointments(self, done=None, **_kw):
        return self._render_own("portal_appointments", {"done": self._get_own_done_sentence(done)})

    @http.route("/my/file/consents", type="http", auth="user", methods=["GET"], website=True)
    def own_consents(self, done=None, **_kw):
        return self._render_own("portal_consents", {"done": self._get_own_done_sentence(done)})

    @http.route("/my/file/readings", type="http", auth="user", methods=["GET"], website=True)
    def own_readings(self, **_kw):
        return self._render_own("portal_readings", {})

    @http.route("/my/file/phone", type="http", auth="user", methods=["GET"], website=True)
    def own_phone(self, **_kw):
        return self._render_own("portal_phone", {"values": {}})

    # ------------------------------------------------------------
    # What she does there
    # ------------------------------------------------------------
    @http.route("/my/file/phone", type="http", auth="user", methods=["POST"], website=True)
    def own_phone_send(self, **post):
        people = self._find_own_files()
        if not people:
            return self._render_missing()
        values = {**self._clean(post, "phone"), "shared": bool(post.get("shared"))}
        problem = self._check_password(post.get("password")) or self._hit_own_limit("own_phone")
        if not problem:
            _done, problem = self._attempt(people._get_roots()._propose_phone, values["phone"], values["shared"])
        if problem:
            return self._render_own("portal_phone", {"values": values, "problem": problem}, status=422)
        return self._redirect("/my/file?done=phone#contact")

    @http.route("/my/file/phone/keep", type="http", auth="user", methods=["POST"], website=True)
    def own_phone_keep(self, **_post):
        """She has changed her mind: the number that the hub has stays."""
        return self._act_on_own("_refuse_proposed_phone", "/my/file?done=phone_kept#contact")

    @http.route("/my/file/language", type="http", auth="user", methods=["POST"], website=True)
    def own_language(self, lang=None, **_post):
        return self._act_on_own("_choose_language", "/my/file?done=language#contact", str(lang or ""))

    @http.route("/my/file/copy", type="http", auth="user", methods=["POST"], website=True)
    def own_copy(self, **_post):
        return self._act_on_own("_ask_for_copy", "/my/file?done=copy#copy")

    @http.route("/my/file/consents/withdraw", type="http", auth="user", methods=["POST"], website=True)
    def own_consent_withdraw(self, purpose=None, **_post):
        """One purpose, or all of them."""
        people = self._find_own_files()
        chosen = [line for line in people._get_own_consents() if purpose in ("all", str(line["id"]))] if people else []
        if not any(line["can_withdraw"] for line in chosen):
            return self._render_missing()
        ids = [line["id"] for line in chosen if line["can_withdraw"]]
        _done, problem = self._attempt(people._get_roots()._withdraw_own_consent, ids)
        if problem:
            return self._render_own("portal_consents", {"problem": problem}, status=422)
        return self._redirect("/my/file/consents?done=withdrawn")

    @http.route("/my/file/appointments/<int:appointment_id>", type="http", auth="user", methods=["POST"], website=True)
    def own_appointment_answer(self, appointment_id, answer=None, sequence=None, **_post):
        event = self._find_own_appointment(appointment_id)
        if not event or answer not in dict(ANSWERS):
            return self._render_missing()
        _done, problem = self._attempt(event._answer, None, answer, str(sequence or ""))
        if problem:
            return self._render_own("portal_appointments", {"problem": problem}, status=422)
        return self._redirect(f"/my/file/appointments?done={answer}")

    @http.route(
        "/my/file/appointments/<int:appointment_id>/ics", type="http", auth="user", methods=["GET"], website=True
    )
    def own_appointment_ics(self, appointment_id, **_kw):
        event = self._find_own_appointment(appointment_id)
        if not event:
            return self._render_missing()
        method = "PUBLISH" if event.active else "CANCEL"
        headers = [
            ("Content-Type", ics.mime_type(method)),
            ("Content-Disposition", content_disposition(CALENDAR_FILE)),
        ]
        return self._unstored(request.make_response(event._get_ics(method), headers=headers))

    # ------------------------------------------------------------
    # What the pages are made of
    # ------------------------------------------------------------
    def _find_own_files(self):
        """All files of the visitor that are open to her at this moment, in superuser mode."""
        return request.env["hub.beneficiary"]._get_own_files(request.env.user)

    def _find_own_appointment(self, appointment_id):
        return self._find_own_files()._get_own_appointments().filtered(lambda event: event.id == appointment_id)

    def _act_on_own(self, method, path, *args):
        """Call a method of her file and go on; a refusal is shown on the page of the file."""
        people = self._find_own_files()
        if not people:
            return self._render_missing()
        _done, problem = self._attempt(getattr(people._get_roots(), method), *args)
        if problem:
            return self._render_own("portal_file", {"problem": problem}, status=422)
        return self._redirect(path)

    def _check_password(self, password):
        """Why she is not known well enough to change where her access links go, or None: somebody else may hold a
        telephone that is logged in."""
        problem = self._hit_own_limit("own_password")
        if problem:
            return problem
        try:
            credential = {"type": "password", "login": request.env.user.login, "password": str(password or "") or " "}
            request.env.user._check_credentials(credential, {"interactive": True})
        except AccessDenied:
            return request.env._("Password: this is not the password with which you log in.")
        return None

    def _hit_own_limit(self, scope):
        limit, minutes = LIMITS[scope]
        # sudo: visitors have no rights of their own on the limits.
        if request.env["hub.rate.limit"].sudo()._hit(scope, str(request.env.uid), limit, minutes):
            return request.env._("You have tried too often. Try again later, or call the hub.")
        return None

    def _get_own_done_sentence(self, done):
        return {
            "phone": request.env._(
                "Thank you. The hub confirms the new number with you; until then the old one stays."
            ),
            "phone_kept": request.env._("The number stays as it was."),
            "language": request.env._("The hub writes to you in this language from now on."),
            "copy": request.env._("You have asked for a copy of your file. The hub prepares it and tells you."),
            "withdrawn": request.env._("You have withdrawn your consent. It holds from now on."),
            "coming": request.env._("You told us that you will come. Thank you."),
            "not_coming": request.env._(
                "You told us that you cannot come. Thank you: we will call you to agree on another day."
            ),
        }.get(done)

    def _render_own(self, template, values, status=200):
        """A page of her own file; her visit is written down."""
        people = self._find_own_files()
        if not people:
            return self._render_missing()
        people._log_own_visit()
        person = people._get_roots()
        values = {"people": people, "person": person, "problem": None, "done": None, **values}
        values["identity_facts"], values["contact_facts"] = (
            person._get_facts(names) for names in (IDENTITY_FACTS, CONTACT_FACTS)
        )
        return self._render(f"hub_beneficiary.{template}", values, status)

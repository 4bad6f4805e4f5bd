"""Pages on which an organisation answers the hub's referrals, and refers people to it."""

from odoo import http
from odoo.addons.hub_core.controllers.portal import PAGE, HubPortal
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..models.hub_referral_inbound import MAX_NAME
from ..models.hub_referral_portal import KINDS

#: People whom one organisation refers in one hour: a team may send many, a program that tries names is slowed down.
LIMIT, WINDOW_MINUTES = 60, 60


class ReferralPortal(HubPortal):
    @http.route(
        "/my/organisation/<int:organization_id>/referrals", type="http", auth="user", methods=["GET"], website=True
    )
    def referrals(self, organization_id, kind=None, page="1", done=None, **_kw):
        role = self._find_role(organization_id)
        if not role:
            return self._render_missing()
        kind = kind if kind in KINDS else None
        sections = [self._prepare_section(role, name, page if kind else "1") for name in ([kind] if kind else KINDS)]
        values = {
            **self._prepare_organization_values(role),
            "sections": sections,
            "kind": kind,
            "done": self._get_referral_sentence(done),
        }
        return self._render("hub_beneficiary.portal_referrals", values)

    @http.route(
        "/my/organisation/<int:organization_id>/referrals/<int:referral_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def referral(self, organization_id, referral_id, done=None, **_kw):
        role, referral = self._find_referral(organization_id, referral_id)
        return self._render_referral(role, referral, done=done) if referral else self._render_missing()

    @http.route(
        "/my/organisation/<int:organization_id>/referrals/<int:referral_id>/answer",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def referral_answer(self, organization_id, referral_id, **post):
        role, referral = self._find_referral(organization_id, referral_id)
        if not referral:
            return self._render_missing()
        try:
            _done, problem = self._attempt(referral._answer, post, role.name)
        except AccessError:
            return self._render_missing()
        if problem:
            referral.invalidate_recordset()
            return self._render_referral(role, referral, problem, post)
        return self._redirect(f"/my/organisation/{organization_id}/referrals/{referral_id}?done=answered")

    @http.route("/my/organisation/<int:organization_id>/refer", type="http", auth="user", methods=["GET"], website=True)
    def refer(self, organization_id, **_kw):
        role = self._find_role(organization_id)
        return self._render_refer(role, {"urgency": "normal"}, {}) if role else self._render_missing()

    @http.route(
        "/my/organisation/<int:organization_id>/refer", type="http", auth="user", methods=["POST"], website=True
    )
    def refer_send(self, organization_id, **post):
        role = self._find_role(organization_id)
        if not role:
            return self._render_missing()
        referrals = request.env["hub.referral"]
        values, errors = referrals._check_referred(post)
        if not errors and self._hit_refer(organization_id):
            errors["page"] = request.env._(
                "Your organisation has referred many people within an hour. Try again later, or call the hub."
            )
        if errors:
            return self._render_refer(role, values, errors)
        values["need"] = referrals._find_need(values["need"])
        _sent, problem = self._attempt(referrals._refer_in, role.organization_id, values)
        if problem:
            return self._render_refer(role, {**values, "need": values["need"].code}, {"page": problem})
        return self._redirect(f"/my/organisation/{organization_id}/referrals?done=referred")

    # ------------------------------------------------------------
    # What the pages are made of
    # ------------------------------------------------------------
    def _find_referral(self, organization_id, referral_id):
        """The visitor's role, and the referral of the address in superuser mode, if open to her; else nothing."""
        role = self._find_role(organization_id)
        referrals = request.env["hub.referral"]
        if not role:
            return role, referrals
        return role, referrals._find_for_visitor(request.env.user, role.organization_id, referral_id)

    def _prepare_way_back(self, role):
        values = self._prepare_organization_values(role)
        back = {"back_url": f"{values['organization_url']}/referrals", "back_title": request.env._("Referrals")}
        return {**values, **back}

    def _hit_refer(self, organization_id):
        # sudo: visitors have no rights of their own on the limits.
        limits = request.env["hub.rate.limit"].sudo()
        return limits._hit("refer.organisation", str(organization_id), LIMIT, WINDOW_MINUTES)

    def _prepare_section(self, role, kind, page):
        """One list: its heading, its lines, and where the visitor is in it."""
        env, organization = request.env, role.organization_id
        number = max(self._to_number(page), 1)
        lists = env["hub.referral"]
        total, lines = lists._get_portal_list(env.user, organization, kind, (number - 1) * PAGE, PAGE)
        url = f"/my/organisation/{organization.id}/referrals?kind={kind}"
        titles = {
            "waiting": env._("Waiting for your answer"),
            "current": env._("Accepted by you"),
            "past": env._("Answered before"),
            "sent": env._("People whom you referred to the hub"),
        }
        return {
            "kind": kind,
            "title": titles[kind],
            "total": total,
            "lines": lines,
            "previous": f"{url}&page={number - 1}" if number > 1 else None,
            "next": f"{url}&page={number + 1}" if total > number * PAGE else None,
        }

    def _get_referral_sentence(self, done):
        return {
            "answered": request.env._("Thank you: the hub knows it now."),
            "referred": request.env._("Thank you. The hub calls the person; here you follow what becomes of it."),
        }.get(done)

    def _render_referral(self, role, referral, problem=None, post=None, done=None):
        referral._log_hub_access("portal")
        values = {
            **self._prepare_way_back(role),
            "referral": referral._get_portal_values(),
            "problem": problem,
            "post": post or {},
            "done": self._get_referral_sentence(done),
        }
        try:
            values["details"] = referral._get_details()
        except UserError:
            # Why not is the person's affair.
            return self._render_missing()
        return self._render("hub_beneficiary.portal_referral", values, status=422 if problem else 200)

    def _render_refer(self, role, values, errors):
        # sudo: the list of needs is on the page.
        needs = request.env["hub.need.type"].sudo().search([])
        values = {
            **self._prepare_way_back(role),
            "values": values,
            "errors": errors,
            "needs": [(need.code, need.name) for need in needs],
            "urgencies": request.env["hub.referral"]._fields["urgency"]._description_selection(request.env),
            "max_name": MAX_NAME,
        }
        return self._render("hub_beneficiary.portal_refer", values, status=422 if errors else 200)

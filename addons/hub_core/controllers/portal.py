"""Pages of those who have an account: what they act for, and what the hub did.

Whoever asks for what is not hers gets the answer of an address that does not exist. The role that opens an
organisation is read anew at each click (:meth:`HubPortal._find_role`), so that its end is felt at once.
"""

import math
from urllib.parse import urlencode

from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import UserError
from odoo.http import request

#: Lines of a ledger on one page: a phone loads and scrolls them at once.
PAGE = 20
#: Of a ledger on the page of its organisation, above the link to all of it.
LATEST = 3
#: Longer than anything that is meant; what is too long for its field is explained by the model.
MAX_LENGTHS = {"name": 200, "phone": 40, "email": 254, "role": 20, "lang": 10, "reason": 300}


class HubPortal(CustomerPortal):
    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------
    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        response.qcontext["hub_cards"] = request.env["hub.ground"]._get_home_cards(request.env.user)
        return self._unstored(response)

    @http.route("/my/services", type="http", auth="user", methods=["GET"], website=True)
    def services(self, page="1", year=None, **_kw):
        values = {"page_title": request.env._("What the hub did for me"), "url": "/my/services"}
        return self._render_ledger(request.env.user.partner_id, values, page, year)

    @http.route("/my/organisation/<int:organization_id>", type="http", auth="user", methods=["GET"], website=True)
    def organization(self, organization_id, done=None, **_kw):
        role = self._find_role(organization_id)
        if not role:
            return self._render_missing()
        organization = role.organization_id
        ledger = request.env["hub.service.delivery"]
        domain = ledger._get_portal_domain(organization)
        values = {
            **self._prepare_organization_values(role),
            "people": role._get_colleagues(),
            "changeable": role._get_changeable(),
            # Whether there is a document, not the document itself.
            "agreements": request.env["hub.agreement"].with_context(bin_size=True)._get_portal_agreements(organization),
            "totals": ledger._get_portal_totals(domain),
            "latest": ledger.search(domain, limit=LATEST)._get_portal_lines(),
            "done": self._get_done_sentence(done),
        }
        return self._render("hub_core.portal_organization", values)

    @http.route(
        "/my/organisation/<int:organization_id>/services", type="http", auth="user", methods=["GET"], website=True
    )
    def organization_services(self, organization_id, page="1", year=None, **_kw):
        role = self._find_role(organization_id)
        if not role:
            return self._render_missing()
        url = f"/my/organisation/{organization_id}"
        values = {
            "page_title": request.env._("Services received"),
            "url": f"{url}/services",
            "back_url": url,
            "back_title": role.organization_id._get_hub_name(),
        }
        return self._render_ledger(role.organization_id, values, page, year)

    @http.route(
        "/my/organisation/<int:organization_id>/agreement/<int:agreement_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def agreement(self, organization_id, agreement_id, **_kw):
        """The signed document."""
        role = self._find_role(organization_id)
        if not role:
            return self._render_missing()
        agreements = request.env["hub.agreement"]._get_portal_agreements(role.organization_id)
        agreement = agreements.filtered(lambda one: one.id == agreement_id and one.document)
        if not agreement:
            return self._render_missing()
        stream = request.env["ir.binary"]._get_stream_from(agreement, "document", filename=agreement.document_name)
        return self._unstored(stream.get_response(as_attachment=True))

    # ------------------------------------------------------------
    # People who act for an organisation: for its managers
    # ------------------------------------------------------------
    @http.route(
        "/my/organisation/<int:organization_id>/invite", type="http", auth="user", methods=["GET"], website=True
    )
    def invite(self, organization_id, **_kw):
        role = self._find_role(organization_id, manager=True)
        if not role:
            return self._render_missing()
        return self._render_invite(role, {"role": "delegate", "lang": request.env.lang})

    @http.route(
        "/my/organisation/<int:organization_id>/invite", type="http", auth="user", methods=["POST"], website=True
    )
    def invite_send(self, organization_id, **post):
        role = self._find_role(organization_id, manager=True)
        if not role:
            return self._render_missing()
        values = self._clean(post, "name", "phone", "email", "role", "lang")
        invited, problem = self._attempt(request.env["hub.representation"]._invite, role.organization_id, **values)
        if problem:
            return self._render_invite(role, values, problem)
        return self._redirect(f"/my/organisation/{organization_id}/people/{invited.id}")

    # ------------------------------------------------------------
    # One person: for the managers, and for herself
    # ------------------------------------------------------------
    @http.route(
        "/my/organisation/<int:organization_id>/people/<int:representation_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def colleague(self, organization_id, representation_id, done=None, **_kw):
        role, colleague = self._find_colleague(organization_id, representation_id)
        return self._render_colleague(role, colleague, done=done) if colleague else self._render_missing()

    @http.route(
        "/my/organisation/<int:organization_id>/people/<int:representation_id>/again",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def colleague_invite_again(self, organization_id, representation_id, **_kw):
        """The invitation once more: the link was lost, or came too late."""
        role, colleague = self._find_colleague(organization_id, representation_id)
        if not colleague:
            return self._render_missing()
        _done, problem = self._attempt(colleague._invite_again_from_portal)
        if problem:
            return self._render_colleague(role, colleague, problem)
        return self._redirect(f"/my/organisation/{organization_id}/people/{representation_id}?done=again")

    @http.route(
        "/my/organisation/<int:organization_id>/people/<int:representation_id>/end",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def colleague_end(self, organization_id, representation_id, **post):
        role, colleague = self._find_colleague(organization_id, representation_id)
        if not colleague:
            return self._render_missing()
        is_own = colleague == role
        done = "withdrawn" if colleague.state == "pending" else "ended"
        _done, problem = self._attempt(colleague._end_from_portal, self._clean(post, "reason")["reason"])
        if problem:
            return self._render_colleague(role, colleague, problem)
        # Who ended her own role finds nothing there any more.
        return self._redirect("/my" if is_own else f"/my/organisation/{organization_id}?done={done}#people")

    # ------------------------------------------------------------
    # What the pages are made of
    # ------------------------------------------------------------
    def _find_role(self, organization_id, manager=False):
        """The role by which the visitor acts, at this moment, for the organisation with this id; else none."""
        roles = request.env["hub.representation"]._get_active_of(request.env.user)
        return roles.filtered(
            lambda role: role.organization_id.id == organization_id and (not manager or role.role == "manager")
        )

    def _find_colleague(self, organization_id, representation_id):
        """The visitor's role, and that of the person of the address if it is hers to change; else nothing."""
        role = self._find_role(organization_id)
        return role, role._get_changeable().filtered(lambda one: one.id == representation_id)

    def _attempt(self, method, *args, **kwargs):
        """What a method returns, and the sentence with which it refuses; what it did until then is undone."""
        try:
            with request.env.cr.savepoint():
                return method(*args, **kwargs), None
        except UserError as refusal:
            return None, str(refusal)

    def _to_number(self, text):
        """A number of the address; 0 for whatever else somebody wrote there."""
        text = str(text or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def _clean(self, post, *names):
        """What was typed, without doubled spaces, and never longer than such a text can be."""
        return {name: " ".join(str(post.get(name) or "").split())[: MAX_LENGTHS[name]] for name in names}

    def _get_done_sentence(self, done):
        return {
            "ended": request.env._("The role has ended."),
            "withdrawn": request.env._("The invitation was withdrawn."),
            "again": request.env._("The invitation was sent again. Only the latest link works."),
        }.get(done)

    def _prepare_organization_values(self, role):
        organization = role.organization_id
        return {
            "role": role,
            "organization": organization,
            "organization_url": f"/my/organisation/{organization.id}",
            "is_manager": role.role == "manager",
        }

    def _render_ledger(self, recipient, values, page, year):
        """What one recipient received: totals, then the lines of a page, of all years or of one."""
        ledger = request.env["hub.service.delivery"]
        if not ledger.has_access("read"):
            return self._render_missing()
        years = ledger._get_portal_years(recipient)
        year = self._to_number(year) if self._to_number(year) in years else None
        domain = ledger._get_portal_domain(recipient, year)
        pages = self._prepare_pages(values["url"], ledger.search_count(domain), page, year)
        lines = ledger.search(domain, offset=(pages["number"] - 1) * PAGE, limit=PAGE)
        values = {
            **values,
            "years": years,
            "year": year,
            "pages": pages,
            "totals": ledger._get_portal_totals(domain),
            "lines": lines._get_portal_lines(),
        }
        return self._render("hub_core.portal_ledger", values)

    def _prepare_pages(self, url, total, page, year):
        """Where the visitor is in a long list, and the addresses of the pages beside it."""
        count = max(math.ceil(total / PAGE), 1)
        number = min(max(self._to_number(page), 1), count)
        kept = {"year": year} if year else {}
        before, after = (f"{url}?{urlencode({**kept, 'page': other})}" for other in (number - 1, number + 1))
        return {
            "number": number,
            "count": count,
            "previous": before if number > 1 else None,
            "next": after if number < count else None,
        }

    def _render_invite(self, role, values, problem=None):
        values = {**self._prepare_organization_values(role), "values": values, "problem": problem}
        return self._render("hub_core.portal_invite", values, status=422 if problem else 200)

    def _render_colleague(self, role, colleague, problem=None, done=None):
        values = {
            **self._prepare_organization_values(role),
            "colleague": colleague,
            "is_last_manager": colleague._is_last_manager(),
            "reasons": colleague._get_end_reasons(),
            "problem": problem,
            "done": self._get_done_sentence(done),
        }
        return self._render("hub_core.portal_colleague", values, status=422 if problem else 200)

    def _render_missing(self):
        """One answer for what does not exist, is over, or is somebody else's."""
        return self._render("hub_core.portal_missing", {}, status=404)

    def _render(self, template, values, status=200):
        return self._unstored(request.render(template, {"page_name": "hub", **values}, status=status))

    def _redirect(self, path):
        return request.redirect(request.env["ir.http"]._url_for(path), code=303)

    def _unstored(self, response):
        """Nothing of it stays in a browser that others use after her, nor in one whose role has ended."""
        response.headers["Cache-Control"] = "no-store"
        return response

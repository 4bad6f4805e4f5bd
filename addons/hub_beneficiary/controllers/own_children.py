"""What somebody allowed as a guardian of a child: her own word, read and taken back.

Each click asks the ground anew: it ends when the child is of age, when somebody else answers for it, and when staff
close the child's file in the portal.
"""

from odoo import http
from odoo.addons.hub_core.controllers.portal import HubPortal
from odoo.http import request


class OwnChildren(HubPortal):
    @http.route("/my/children", type="http", auth="user", methods=["GET"], website=True)
    def own_children(self, done=None, **_kw):
        sentence = request.env._("You have withdrawn your consent. It holds from now on.")
        return self._render_children({"done": sentence if done == "withdrawn" else None})

    @http.route("/my/children/withdraw", type="http", auth="user", methods=["POST"], website=True)
    def own_children_withdraw(self, child=None, purpose=None, **_post):
        people = request.env["hub.beneficiary"]
        ids = self._to_number(child), self._to_number(purpose)
        withdrawn, problem = self._attempt(people._withdraw_as_guardian, request.env.user, *ids)
        if problem:
            return self._render_children({"problem": problem}, status=422)
        return self._redirect("/my/children?done=withdrawn") if withdrawn else self._render_missing()

    def _render_children(self, values, status=200):
        people = request.env["hub.beneficiary"]
        guarded = people._get_guarded(request.env.user)
        if not guarded:
            return self._render_missing()
        # sudo: that they were read is written by the hub; who may read them was asked above.
        people.sudo().union(*guarded)._log_guardian_visit()
        lines = people._get_guarded_lines(request.env.user)
        values = {"children": lines, "problem": None, "done": None, **values}
        return self._render("hub_beneficiary.portal_children", values, status)

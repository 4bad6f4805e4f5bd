from odoo import http
from odoo.addons.web.controllers.home import Home
from odoo.http import request

from ..story.users import is_person, is_visitor, read_logins


class DemoLogin(Home):
    """The login page of the demo story says with whom one may log in."""

    @http.route()
    def web_login(self, *args, **kwargs):
        response = super().web_login(*args, **kwargs)
        if response.is_qweb:
            languages = dict(request.env["res.lang"].get_installed())
            # sudo: nobody has logged in yet. A story told by an earlier version knows fewer logins.
            users = request.env["res.users"].sudo()
            response.qcontext["demo_logins"] = [
                {
                    "login": row["login"],
                    "role": self._get_role(row),
                    "language": languages[row["lang"]].split("/")[-1].split("(")[0].strip(),
                }
                for row in read_logins()
                if users._is_login_taken(row["login"])
            ]
        return response

    def _get_role(self, row):
        """The role as this page's reader calls it; the table says it in English."""
        if is_person(row):
            return request.env._("Reads her or his own file")
        if is_visitor(row):
            return request.env._("Acts for an organisation")
        if row["groups"] == "base.group_user":
            return request.env._("No role in the hub")
        # sudo: who has not logged in yet reads no group.
        return request.env.ref(row["groups"].split(";")[-1]).sudo().name

from odoo import http
from odoo.addons.web.controllers.home import Home
from odoo.http import request

from ..story.users import read_logins


class DemoLogin(Home):
    """The login page of the demo story says with whom one may log in."""

    @http.route()
    def web_login(self, *args, **kwargs):
        response = super().web_login(*args, **kwargs)
        if response.is_qweb:
            languages = dict(request.env["res.lang"].get_installed())
            response.qcontext["demo_logins"] = [
                {**row, "language": languages[row["lang"]].split("/")[-1].split("(")[0].strip()}
                for row in read_logins()
            ]
        return response

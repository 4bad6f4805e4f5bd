from odoo.addons.portal.controllers.web import Home
from odoo.http import request


class HubHome(Home):
    def _login_redirect(self, uid, redirect=None):
        """A visitor reads in the language of her account, not in that in which the login form happened to come."""
        user = request.env(user=uid).user
        if user.share and user.lang:
            request.future_response.set_cookie("frontend_lang", user.lang)
        return super()._login_redirect(uid, redirect=redirect)

from odoo import http
from odoo.http import request


class PublicController(http.Controller):
    @http.route("/hub", type="http", auth="public", website=True, sitemap=True)
    def hub_index(self):
        """What the public can do here; each addon adds a card to the template."""
        return request.render("hub_core.public_index", {})

from odoo import http
from odoo.http import request


class PublicController(http.Controller):
    @http.route("/hub", type="http", auth="public", website=True, sitemap=True)
    def hub_index(self, **_campaign):
        """What the public can do here; each addon adds a card to the template.

        A link that was shared may carry parameters of its own; they mean nothing here.
        """
        return request.render("hub_core.public_index", {})

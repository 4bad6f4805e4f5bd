from odoo import http
from odoo.http import request

#: More are found on the calendar that one subscribes to.
NEXT_OPEN_DAYS = 3


class PublicController(http.Controller):
    @http.route("/hub", type="http", auth="public", website=True, sitemap=True)
    def hub_index(self, **_campaign):
        """What the public can do here; each addon adds a card to the template.

        A link that was shared may carry parameters of its own; they mean nothing here.
        """
        # sudo: visitors have no rights of their own on open days; these have a public page.
        open_days = request.env["hub.open.day"].sudo()._get_next(limit=NEXT_OPEN_DAYS)
        return request.render("hub_core.public_index", {"open_days": open_days})

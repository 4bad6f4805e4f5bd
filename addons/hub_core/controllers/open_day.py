from odoo import http
from odoo.fields import Domain
from odoo.http import content_disposition, request

from ..tools.ics import mime_type


class OpenDayController(http.Controller):
    """Open days for everybody. A draft and a number that was never given are the same page."""

    @http.route("/hub/open-day/<int:open_day_id>", type="http", auth="public", website=True, sitemap=False)
    def open_day(self, open_day_id, **_campaign):
        day = self._find(open_day_id)
        if not day:
            return self._render_unknown()
        path = request.env["ir.http"]._url_for(day._get_public_path())
        url = f"{day.get_base_url()}{path}"
        return request.render("hub_core.open_day_page", {"day": day, "share": day._get_share_links(url), "url": url})

    @http.route("/hub/open-day/<int:open_day_id>/ics", type="http", auth="public", website=True, sitemap=False)
    def open_day_ics(self, open_day_id, **_campaign):
        day = self._find(open_day_id)
        if not day:
            return self._render_unknown()
        method = "CANCEL" if day.state == "cancelled" else "PUBLISH"
        return self._make_file(day._get_ics(method), method, f"open-day-{day.id}.ics")

    @http.route("/hub/open-days/ics", type="http", auth="public", website=True, sitemap=False)
    def open_days_ics(self, **_campaign):
        """A calendar to subscribe to: what is added, moved or cancelled follows by itself."""
        # sudo: open days are public; nothing but their place and time goes out.
        days = request.env["hub.open.day"].sudo()._get_next()
        name = request.env.company._get_hub_name()
        return self._make_file(days._get_ics(name=name), "PUBLISH", "open-days.ics")

    def _find(self, open_day_id):
        # sudo: visitors have no rights of their own; the domain says what has a page.
        days = request.env["hub.open.day"].sudo()
        return days.search(days._get_public_domain() & Domain("id", "=", open_day_id))

    def _render_unknown(self):
        response = request.render("hub_core.open_day_unknown", {})
        response.status_code = 404
        return response

    def _make_file(self, content, method, filename):
        headers = [
            ("Content-Type", mime_type(method)),
            ("Content-Disposition", content_disposition(filename)),
            ("Cache-Control", "no-cache"),
        ]
        return request.make_response(content, headers=headers)

from odoo import models

#: Where the hub is, as long as nobody has said so on its own contact.
DEFAULT_ZONE = "Africa/Casablanca"


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_hub_name(self):
        """The hub's name for who reads the language of the context: pages, papers, messages."""
        self.ensure_one()
        # sudo: visitors read no partners; the hub's own name is on its door.
        company = self.sudo()
        reads_arabic = (self.env.lang or "").startswith("ar")
        return (reads_arabic and company.partner_id.name_ar) or company.name

    def _get_hub_zone(self):
        """The zone of the clock on the hub's wall."""
        # sudo: as above.
        return self.sudo().partner_id.tz or DEFAULT_ZONE

    def _get_hub_place(self):
        """Where the hub is, in a line: its street and town, else its name."""
        # sudo: as above.
        hub = self.sudo().partner_id
        return ", ".join(filter(None, [hub.street, hub.city])) or self._get_hub_name()

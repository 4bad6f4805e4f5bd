from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_hub_name(self):
        """The hub's name for who reads the language of the context: pages, papers, messages."""
        self.ensure_one()
        # sudo: visitors read no partners; the hub's own name is on its door.
        company = self.sudo()
        reads_arabic = (self.env.lang or "").startswith("ar")
        return (reads_arabic and company.partner_id.name_ar) or company.name

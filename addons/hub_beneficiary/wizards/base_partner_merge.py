from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Odoo's own merging moves what hangs on contacts and deletes them: people are merged by their files."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists() | (dst_partner or self.env["res.partner"])
        # sudo: only to learn that there are people among them; who may not see them reads no name.
        people = partners.sudo().filtered("is_beneficiary")
        if people:
            visible = people.sudo(False).hub_beneficiary_ids if people.sudo(False).has_access("read") else None
            raise UserError(
                self.env._(
                    "People whom the hub receives are not merged as contacts%(who)s: open the person's file and choose "
                    "“Same person as another file”. It can be undone there.",
                    who=f" ({visible._format_refs()})" if visible else "",
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)

from odoo import api, fields, models


class ResPartner(models.Model):
    """Whom the hub refers to an organisation, and whom it refers to the hub."""

    _inherit = "res.partner"

    hub_referral_count = fields.Integer(
        "Number of referrals",
        compute="_compute_hub_referral_count",
        groups="hub_beneficiary.group_reception,hub_core.group_auditor",
    )

    @api.depends_context("uid")
    def _compute_hub_referral_count(self):
        domain = [("organization_id", "in", self.ids)]
        counts = dict(self.env["hub.referral"]._read_group(domain, ["organization_id"], ["__count"]))
        for partner in self:
            partner.hub_referral_count = counts.get(partner, 0)

    def action_open_referrals(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_referral_action")
        context = {"default_organization_id": self[:1].id}
        return {**action, "domain": [("organization_id", "in", self.ids)], "context": context, "path": False}

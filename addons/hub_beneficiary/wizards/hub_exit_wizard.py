from odoo import fields, models

from ..models.hub_beneficiary import EXIT_REASONS


class HubExitWizard(models.TransientModel):
    _name = "hub.exit.wizard"
    _description = "A person leaves the hub"

    beneficiary_ids = fields.Many2many("hub.beneficiary", string="People", required=True)
    reason = fields.Selection(EXIT_REASONS, required=True)

    def action_exit(self):
        self.beneficiary_ids.action_exit(self.reason)
        return {"type": "ir.actions.act_window_close"}

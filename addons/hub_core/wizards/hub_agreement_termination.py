from odoo import fields, models


class HubAgreementTermination(models.TransientModel):
    """Asks from when and why an agreement is no longer in force."""

    _name = "hub.agreement.termination"
    _description = "Terminate an agreement"

    agreement_id = fields.Many2one("hub.agreement", required=True, readonly=True, ondelete="cascade")
    date = fields.Date(
        string="In effect from",
        required=True,
        default=fields.Date.context_today,
        help="First day on which the agreement is no longer in force. On a day to come it stays in force until then.",
    )
    reason = fields.Text(required=True, help="Why, for whoever reads the agreement later.")

    def action_terminate(self):
        self.ensure_one()
        self.agreement_id._terminate(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hub_referral import DECLINE_REASONS, STATES
from ..models.hub_referral_step import RECEIVER_STEPS


class HubReferralAnswer(models.TransientModel):
    """What the receiver of a referral says, written down by staff: the hub itself, or what an organisation told it."""

    _name = "hub.referral.answer"
    _description = "Answer to a referral"

    referral_id = fields.Many2one("hub.referral", required=True, ondelete="cascade", readonly=True)
    possible = fields.Char(compute="_compute_possible", export_string_translation=False)
    direction = fields.Selection(related="referral_id.direction")
    step = fields.Selection([state for state in STATES if state[0] in RECEIVER_STEPS], "Answer", required=True)
    reason = fields.Selection(DECLINE_REASONS, "Why declined")
    answered_by = fields.Char("Who said so", help="Of the organisation, for instance on the telephone.")
    note = fields.Text("What they report")

    @api.depends("referral_id")
    def _compute_possible(self):
        """The steps that are possible now: the view shows no other."""
        for answer in self:
            steps = answer.referral_id._TRANSITIONS.get(answer.referral_id.state, ())
            answer.possible = ",".join(step for step in steps if step in RECEIVER_STEPS)

    def action_answer(self):
        self.ensure_one()
        vals = {"state": self.step}
        if self.step == "declined":
            if not self.reason:
                raise UserError(self.env._("Say why the referral is declined."))
            vals["decline_reason"] = self.reason
        if self.answered_by:
            vals["answered_by"] = self.answered_by
        if self.note:
            vals["outcome_note"] = self.note
        self.referral_id.write(vals)
        return {"type": "ir.actions.act_window_close"}

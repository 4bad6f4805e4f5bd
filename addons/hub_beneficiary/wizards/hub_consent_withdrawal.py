from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class HubConsentWithdrawal(models.TransientModel):
    """A person takes back what she agreed to; whoever writes it down reads first what it stops."""

    _name = "hub.consent.withdrawal"
    _description = "Withdrawal of a consent"
    _rec_name = "beneficiary_id"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, readonly=True, ondelete="cascade")
    granted_ids = fields.Many2many(
        "hub.consent.purpose", compute="_compute_granted_ids", export_string_translation=False
    )
    purpose_ids = fields.Many2many(
        "hub.consent.purpose", string="Withdraws", compute="_compute_purpose_ids", store=True, readonly=False
    )
    consequences = fields.Text("What it stops", compute="_compute_consequences")
    method = fields.Selection(
        [("paper", "On paper"), ("oral", "By word of mouth"), ("signature", "Signature")], required=True, default="oral"
    )
    given_by = fields.Selection(
        [("self", "The person"), ("guardian", "A guardian")], "Said by", required=True, default="self"
    )
    guardian_name = fields.Char("Guardian")
    guardian_id = fields.Many2one("hub.beneficiary", "Guardian's file", ondelete="cascade")
    note = fields.Char("Evidence")

    @api.depends("beneficiary_id")
    def _compute_granted_ids(self):
        words = self.env["hub.consent"]._get_words(self.beneficiary_id)
        for wizard in self:
            wizard.granted_ids = [
                purpose
                for (person, purpose), word in words.items()
                if person == wizard.beneficiary_id.id and word.state == "granted"
            ]

    @api.depends("granted_ids")
    def _compute_purpose_ids(self):
        for wizard in self:
            wizard.purpose_ids = wizard.granted_ids

    @api.depends("purpose_ids", "beneficiary_id")
    def _compute_consequences(self):
        for wizard in self:
            purposes = wizard.purpose_ids._origin
            sentences = wizard.beneficiary_id._get_withdrawal_consequences(purposes) if purposes else []
            wizard.consequences = "\n".join(sentences)

    def action_withdraw(self):
        self.ensure_one()
        if not self.purpose_ids:
            raise UserError(self.env._("Choose what %(person)s withdraws.", person=self.beneficiary_id.ref))
        gone = self.purpose_ids - self.granted_ids
        if gone:
            raise UserError(
                self.env._(
                    "%(person)s does not agree to this today: %(purposes)s.",
                    person=self.beneficiary_id.ref,
                    purposes=format_list(self.env, gone.mapped("name")),
                )
            )
        by_guardian = self.given_by == "guardian"
        self.beneficiary_id._withdraw_consent(
            self.purpose_ids,
            method=self.method,
            given_by=self.given_by,
            guardian_name=by_guardian and self.guardian_name,
            guardian_id=by_guardian and self.guardian_id.id,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}

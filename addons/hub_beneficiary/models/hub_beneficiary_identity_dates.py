from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HubBeneficiaryIdentity(models.Model):
    _inherit = "hub.beneficiary.identity"

    @api.constrains("issued_on", "expires_on", "beneficiary_id")
    def _check_dates_possible(self):
        today = fields.Date.context_today(self)
        early = self.filtered(lambda identity: identity.issued_on and identity.issued_on > today)
        if early:
            raise ValidationError(
                self.env._(
                    "A document is not issued in the future. Correct “Issued on” of %(documents)s.",
                    documents=", ".join(early.mapped("display_name")),
                )
            )
        self.env["hub.beneficiary"]._verify_after_birth(
            self, ("issued_on", "expires_on"), lambda identity: identity.beneficiary_id
        )

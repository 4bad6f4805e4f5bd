from odoo import api, models

from .hub_referral import OPEN_STATES, PURPOSE


class HubConsent(models.Model):
    """What a person decides now reaches the referrals that are under way."""

    _inherit = "hub.consent"

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        consents._withdraw_referrals()
        return consents

    def _withdraw_referrals(self):
        """Without her consent a referral ends: the organisation reads nothing more of it, at its next click."""
        # sudo: her word holds whoever writes it down.
        people = self.sudo().beneficiary_id._get_clusters()
        domain = [
            ("direction", "=", "outbound"),
            ("state", "in", OPEN_STATES),
            ("beneficiary_id", "in", people.ids),
        ]
        referrals = self.env["hub.referral"].sudo().search(domain)
        for referral, ended in referrals._get_access_ends().items():
            referral._call_off(ended)


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    def _get_withdrawal_consequences(self, purposes):
        sentences = super()._get_withdrawal_consequences(purposes)
        if PURPOSE not in purposes.mapped("code"):
            return sentences
        domain = [
            ("direction", "=", "outbound"),
            ("state", "in", OPEN_STATES),
            ("beneficiary_id", "in", self._get_clusters().ids),
        ]
        return sentences + [
            self.env._(
                "The referral to %(organization)s is called off (%(need)s): it reads nothing more of it.",
                organization=referral.organization_id.name,
                need=referral.need_type_id.name,
            )
            for referral in self.env["hub.referral"].search(domain)
        ]

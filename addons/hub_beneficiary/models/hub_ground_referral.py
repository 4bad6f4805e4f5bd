from odoo import api, models


class HubGround(models.AbstractModel):
    """On the first page of an account: what waits for an answer."""

    _inherit = "hub.ground"

    @api.model
    def _get_home_cards(self, user):
        cards = [*super()._get_home_cards(user), *self._prepare_referral_cards(user)]
        return sorted(cards, key=lambda card: card["sequence"])

    def _prepare_referral_cards(self, user):
        """One card for each organisation that somebody waits for."""
        organizations = self.env["hub.representation"]._get_active_of(user).organization_id
        waiting = self.env["hub.referral"]._count_waiting(user, organizations) if organizations else {}
        return [
            {
                "sequence": 5,
                "title": self.env._("Referrals that wait for your answer"),
                "subtitle": organization._get_hub_name(),
                "url": f"/my/organisation/{organization.id}/referrals",
                "counts": [(waiting[organization.id], self.env._("Referrals"))],
            }
            for organization in organizations
            if waiting.get(organization.id)
        ]

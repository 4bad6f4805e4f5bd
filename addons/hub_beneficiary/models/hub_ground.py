from odoo import api, models
from odoo.fields import Domain


class HubGround(models.AbstractModel):
    """The person's own file, among the grounds of access and on the first page of her account."""

    _inherit = "hub.ground"

    def _ground_self_domain(self, model, path, user):
        """All files of a person are hers, whichever her account was given from. What staff have closed in the portal,
        and what is nobody's any more, opens to no account."""
        domain = super()._ground_self_domain(model, path, user)
        if domain.is_false() or model._name not in ("hub.beneficiary", "hub.service.delivery"):
            return domain
        people = self.env["hub.beneficiary"]
        if model._name == "hub.beneficiary":
            return people._get_own_domain(user)
        any_closed = Domain("root_id", "any!", Domain("cluster_ids", "any!", people._get_closed_domain()))
        closed = any_closed & Domain("active", "in", [True, False])
        hers = Domain(path, "any!", Domain("hub_beneficiary_ids", "any!", people._get_own_domain(user)))
        return (domain & ~Domain(path, "any!", Domain("hub_beneficiary_ids", "any!", closed))) | hers

    @api.model
    def _get_home_cards(self, user):
        cards = [*super()._get_home_cards(user), *self._prepare_file_cards(user)]
        return sorted(cards, key=lambda card: card["sequence"])

    def _prepare_file_cards(self, user):
        """One card for the person's own file, whatever was merged into it."""
        people = self.env["hub.beneficiary"]._get_own_files(user)
        if not people:
            return []
        return [
            {
                "sequence": 5,
                "title": self.env._("My file at the hub"),
                "subtitle": people._get_roots().ref,
                "url": "/my/file",
                "counts": [
                    (len(people._get_own_appointments()), self.env._("Appointments")),
                    (len(people._get_own_requests()), self.env._("Requests")),
                ],
            }
        ]


class HubServiceDelivery(models.Model):
    _inherit = "hub.service.delivery"

    @api.model
    def _get_portal_domain(self, partner, year=None):
        """What a person received stands on any of her files."""
        domain = super()._get_portal_domain(partner, year)
        if partner != self.env.user.partner_id:
            return domain
        people = self.env["hub.beneficiary"]._get_own_files(self.env.user)
        own = [("partner_id", "in", [partner.id, *people.partner_id.ids])]
        return own + [term for term in domain if term != ("partner_id", "=", partner.id)]

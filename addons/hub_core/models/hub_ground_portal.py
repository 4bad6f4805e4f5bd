from odoo import api, models
from odoo.fields import Domain


class HubGround(models.AbstractModel):
    """What the first page of a visitor's account shows: one card for each ground of access.

    An addon adds its cards by extending :meth:`_get_home_cards`; the page needs no change.
    """

    _inherit = "hub.ground"

    @api.model
    def _get_home_cards(self, user):
        """The cards of this user, in the order in which they are shown.

        Count for all records of a ground together: the number of queries must not grow with them.

        :return: list of dicts: ``sequence`` (lower comes first), ``title`` and ``subtitle`` (texts), ``url``,
            ``counts`` (list of pairs: figure and what it counts)
        """
        cards = [*self._prepare_organization_cards(user), *self._prepare_service_cards(user)]
        return sorted(cards, key=lambda card: card["sequence"])

    def _prepare_organization_cards(self, user):
        """One card for each organisation that the user acts for."""
        representations = self.env["hub.representation"]._get_active_of(user)
        if not representations:
            return []
        organizations = representations.organization_id
        acting = self.env["hub.representation"]._get_current_domain("active")
        people = self._count_by(organizations, "hub.representation", "organization_id", acting)
        agreements = self.env["hub.agreement"]._count_in_force(organizations)
        services = self._count_by(organizations, "hub.service.delivery", "partner_id", Domain.TRUE)
        return [
            {
                "sequence": 10,
                "title": representation.organization_id._get_hub_name(),
                "subtitle": representation._get_role_label(),
                "url": f"/my/organisation/{representation.organization_id.id}",
                "counts": [
                    (people.get(representation.organization_id, 0), self.env._("People")),
                    (agreements.get(representation.organization_id, 0), self.env._("Agreements")),
                    (services.get(representation.organization_id, 0), self.env._("Services")),
                ],
            }
            for representation in representations.sorted(lambda one: one.organization_id._get_hub_name())
        ]

    def _prepare_service_cards(self, user):
        """What the hub did for the user in person: nothing for who comes for an organisation alone."""
        partner, deliveries = user.partner_id, self.env["hub.service.delivery"]
        if not deliveries.has_access("read"):
            return []
        count = deliveries.search_count([("partner_id", "=", partner.id)])
        if not count and not partner.is_beneficiary:
            return []
        return [
            {
                "sequence": 20,
                "title": self.env._("What the hub did for me"),
                "subtitle": False,
                "url": "/my/services",
                "counts": [(count, self.env._("Services"))],
            }
        ]

    def _count_by(self, organizations, model, path, domain):
        """How many records each organisation has, by the rights of the visitor."""
        domain &= Domain(path, "in", organizations.ids)
        return dict(self.env[model]._read_group(domain, [path], ["__count"]))

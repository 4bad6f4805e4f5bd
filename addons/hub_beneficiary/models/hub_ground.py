from odoo import api, models
from odoo.fields import Domain


class HubGround(models.AbstractModel):
    """The person's own file, among the grounds of access and on the first page of her account."""

    _inherit = "hub.ground"

    def _ground_self_domain(self, model, path, user):
        """A file that staff have closed in the portal, and one of nobody any more, opens to no account."""
        domain = super()._ground_self_domain(model, path, user)
        if model._name == "hub.beneficiary":
            return domain & model._get_own_domain()
        if model._name == "hub.service.delivery":
            closed = Domain("hub_beneficiary_ids", "any!", Domain("portal_closed", "=", True))
            return domain & ~Domain(path, "any!", closed)
        return domain

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
                "subtitle": people._get_main_file().ref,
                "url": "/my/file",
                "counts": [
                    (len(people._get_own_appointments()), self.env._("Appointments")),
                    (len(people._get_own_requests()), self.env._("Requests")),
                ],
            }
        ]

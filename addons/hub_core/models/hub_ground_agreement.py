from odoo import models
from odoo.fields import Domain


class HubAgreement(models.Model):
    """Agreements in the portal: every party reads them, by the people who act for it."""

    _name = "hub.agreement"
    _inherit = ["hub.agreement", "hub.ground.mixin"]

    _ground_paths = {"representation": "party_ids.partner_id"}


class HubGround(models.AbstractModel):
    _inherit = "hub.ground"

    def _ground_representation_domain(self, model, path, user):
        """A draft is the hub's own until it goes out for signature."""
        domain = super()._ground_representation_domain(model, path, user)
        return domain & Domain("state", "!=", "draft") if model._name == "hub.agreement" else domain

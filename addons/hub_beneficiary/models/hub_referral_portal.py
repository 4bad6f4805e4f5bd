from odoo import models


class HubReferral(models.Model):
    """Referrals as the people of an organisation read and answer them in the portal."""

    _inherit = "hub.referral"

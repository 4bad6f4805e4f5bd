from odoo import fields, models


class CrmLead(models.Model):
    """A request and the referrals that come with it: the one by which it came, those that it led to."""

    _inherit = "crm.lead"

    hub_referral_ids = fields.One2many("hub.referral", "request_id", "Referrals")

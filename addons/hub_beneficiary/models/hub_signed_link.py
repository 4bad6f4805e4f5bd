from odoo import fields, models


class HubSignedLink(models.Model):
    _inherit = "hub.signed.link"

    purpose = fields.Selection(
        selection_add=[
            ("appointment", "Appointment"),
            ("referral", "Answer a referral"),
            ("referral_feedback", "Say how a referral went"),
        ],
        ondelete={"appointment": "cascade", "referral": "cascade", "referral_feedback": "cascade"},
    )

from odoo import fields, models


class HubSignedLink(models.Model):
    _inherit = "hub.signed.link"

    purpose = fields.Selection(
        selection_add=[
            ("account", "Make an account"),
            ("appointment", "Appointment"),
            ("phone", "Confirm a telephone number"),
            ("referral", "Answer a referral"),
            ("referral_feedback", "Say how a referral went"),
        ],
        ondelete={
            "account": "cascade",
            "appointment": "cascade",
            "phone": "cascade",
            "referral": "cascade",
            "referral_feedback": "cascade",
        },
    )

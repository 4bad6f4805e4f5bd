from odoo import fields, models


class HubSignedLink(models.Model):
    _inherit = "hub.signed.link"

    purpose = fields.Selection(selection_add=[("appointment", "Appointment")], ondelete={"appointment": "cascade"})

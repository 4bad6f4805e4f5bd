from odoo import fields, models


class HubServiceDelivery(models.Model):
    _inherit = "hub.service.delivery"

    dim_category_ids = fields.Many2many(
        "hub.beneficiary.category",
        "hub_service_delivery_category_rel",
        string="Categories",
        readonly=True,
        help="The recipient's categories on the day of the service. They overlap, so they do not add up.",
    )

from odoo import fields, models


class HubService(models.Model):
    """Something the hub does for people and organisations, and in what it is counted."""

    _name = "hub.service"
    _description = "Service"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for imports and reports; it does not change.")
    category = fields.Selection(
        [
            ("reception", "Reception"),
            ("orientation", "Orientation"),
            ("employment", "Employment"),
            ("incubation", "Incubation"),
            ("training", "Training"),
            ("rooms", "Rooms"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        index=True,
        help="The part of the hub that the service belongs to.",
    )
    unit = fields.Selection(
        [("service", "Service"), ("session", "Session"), ("hour", "Hour"), ("day", "Day")],
        required=True,
        default="service",
        help="What one is: one hour, one day, one session, or the service as a whole.",
    )
    unit_value = fields.Monetary(
        string="Value of one unit",
        help="What one unit would have cost its recipient. The ledger counts it as value in kind.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    program_ids = fields.Many2many("hub.program", "hub_program_service_rel", "service_id", "program_id")

    _code_uniq = models.UniqueIndex("(code)", "Another service has this code.")
    _unit_value_positive = models.Constraint(
        "CHECK (unit_value IS NULL OR unit_value >= 0)", "The value of one unit cannot be negative."
    )

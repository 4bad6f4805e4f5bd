from odoo import fields, models


class HubNeedType(models.Model):
    _name = "hub.need.type"
    _description = "Need"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already a need with this code.")

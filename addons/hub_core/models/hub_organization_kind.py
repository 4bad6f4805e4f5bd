from odoo import fields, models


class HubOrganizationKind(models.Model):
    _name = "hub.organization.kind"
    _description = "Kind of organisation"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for imports and reports; it does not change.")
    sequence = fields.Integer(
        default=10, help="An organisation of several kinds counts in the ledger as the first of them."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "Another kind of organisation has this code.")

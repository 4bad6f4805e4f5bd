from odoo import fields, models


class HubNameVariant(models.Model):
    """The spellings of one name in any script, so that Lahcen, El Hassan and الحسن are looked for as one.

    Two names that stand here apart are two names, however alike they sound. The spellings are kept once more in
    ``hub.name.spelling``, where the database refuses one that belongs to two names.
    """

    _name = "hub.name.variant"
    _description = "Spellings of a name"
    _rec_name = "name"
    _order = "name, id"

    name = fields.Char(required=True, help="The spelling that the hub calls this name by.")
    spellings = fields.Text(
        required=True, help="Every other way to write it, in any script, with commas between: Mohammed, Med, محمد."
    )
    spelling_ids = fields.One2many("hub.name.spelling", "variant_id", readonly=True)
    note = fields.Char("Remark")
    active = fields.Boolean(default=True)

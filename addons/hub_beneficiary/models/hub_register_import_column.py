from odoo import fields, models

from .hub_register_messages import column_selection


class HubRegisterImportColumn(models.Model):
    """A column of a register: its heading, and what it holds – as recognised, or as somebody says."""

    _name = "hub.register.import.column"
    _description = "Column of a register"
    _order = "import_id, position"
    _rec_name = "heading"

    import_id = fields.Many2one("hub.register.import", "Register", required=True, ondelete="cascade", index=True)
    position = fields.Integer(required=True, help="0 for column A.")
    letter = fields.Char("Column", required=True)
    heading = fields.Char()
    sample = fields.Char("First values")
    meaning = fields.Selection(
        lambda self: column_selection(self.env), "Holds", help="Empty: the column is not imported."
    )

    _position_uniq = models.UniqueIndex("(import_id, position)", "This column is listed already.")
    _meaning_uniq = models.UniqueIndex(
        "(import_id, meaning) WHERE meaning IS NOT NULL",
        "Two columns cannot hold the same thing: leave one of them empty.",
    )

from odoo import fields, models


class HubNameSpelling(models.Model):
    """One spelling of a name, as names are compared. Written by ``hub.name.variant`` alone.

    A spelling that was taken away stays, without its name, until the keys of the people who bear it are made anew.
    """

    _name = "hub.name.spelling"
    _description = "Spelling of a name"
    _rec_name = "folded"
    _order = "variant_id, id"

    variant_id = fields.Many2one("hub.name.variant", "Name", ondelete="restrict", index=True)
    folded = fields.Char(required=True, help="Lower case, without accents, one Arabic alphabet.")
    is_due = fields.Boolean(default=True, help="The people who bear it wait for new keys.")
    done_id = fields.Integer("Done up to", help="The keys of the people up to this one are made.")

    _folded_uniq = models.Constraint("UNIQUE (folded)", "This spelling belongs to another name already.")
    _due_idx = models.Index("(id) WHERE is_due")

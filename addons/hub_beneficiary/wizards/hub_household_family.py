from odoo import fields, models


class HubHouseholdFamily(models.TransientModel):
    """Two households turn out to be one family."""

    _name = "hub.household.family"
    _description = "Same family found twice"
    _rec_name = "household_id"

    household_id = fields.Many2one("hub.household", required=True, readonly=True, ondelete="cascade")
    target_id = fields.Many2one(
        "hub.household",
        "Is the same family as",
        required=True,
        domain="[('id', '!=', household_id), ('merged_into_id', '=', False)]",
        ondelete="cascade",
    )
    reason = fields.Char("How it was found out")

    def action_merge(self):
        """Count the two as one, and show the family."""
        self.ensure_one()
        root = self.household_id._merge_into(self.target_id, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hub.household",
            "res_id": root.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

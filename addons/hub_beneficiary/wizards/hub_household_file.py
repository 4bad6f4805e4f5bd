from odoo import api, fields, models


class HubHouseholdFile(models.TransientModel):
    """A dependant without a file gets one: hers, if she is found to have one already."""

    _name = "hub.household.file"
    _description = "File of a dependant"
    _rec_name = "member_id"

    member_id = fields.Many2one("hub.household.member", "Dependant", required=True, readonly=True, ondelete="cascade")
    candidate_ids = fields.Many2many(
        "hub.beneficiary", compute="_compute_candidate_ids", export_string_translation=False
    )
    person_id = fields.Many2one(
        "hub.beneficiary", "Is she one of these?", domain="[('id', 'in', candidate_ids)]", ondelete="cascade"
    )

    @api.depends("member_id")
    def _compute_candidate_ids(self):
        people = self.env["hub.beneficiary"]
        for wizard in self:
            vals = wizard.member_id._prepare_file_vals() if wizard.member_id.is_stub else {}
            found = people.find_duplicates(vals) if vals else []
            wizard.candidate_ids = people.browse([candidate["id"] for candidate in found])

    def action_open_file(self):
        """Take the chosen file, or begin a new one, and show it."""
        self.ensure_one()
        person = self.member_id._get_file(self.person_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hub.beneficiary",
            "res_id": person.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

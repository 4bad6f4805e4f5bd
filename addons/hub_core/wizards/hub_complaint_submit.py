from odoo import fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS


class HubComplaintSubmit(models.TransientModel):
    """Staff take down what somebody tells them. They keep the reference and read nothing back."""

    _name = "hub.complaint.submit"
    _description = "Submit a complaint"
    _inherit = ["hub.complaint.content"]

    ref = fields.Char("Reference", readonly=True)

    def action_submit(self):
        """Hand it to the officers; what was typed does not stay here."""
        self.ensure_one()
        if self.ref:
            raise UserError(self.env._("This was already submitted, with the reference %(ref)s.", ref=self.ref))
        if not (self.text or "").strip():
            raise UserError(self.env._("Write what happened."))
        # sudo: whoever submits may not read complaints.
        complaint = self.env["hub.complaint"].sudo().create(self._prepare_complaint_vals())
        self.write({**dict.fromkeys(self._get_private_fields(), False), "ref": complaint.ref})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Submit a complaint"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_private_fields(self):
        return ["text", "contact_name", "contact_phone", "contact_email", "contact_hours"]

    def _prepare_complaint_vals(self):
        content = self.env["hub.complaint.content"]._fields
        names = [name for name, field in content.items() if field.store and name not in MAGIC_COLUMNS]
        return self._convert_to_write({name: self[name] for name in names})

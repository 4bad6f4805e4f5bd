from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS


class HubComplaintSubmit(models.TransientModel):
    """Staff take down what somebody tells them. They keep the reference and read nothing back."""

    _name = "hub.complaint.submit"
    _description = "Submit a complaint"
    _inherit = ["hub.complaint.content"]

    ref = fields.Char("Reference", readonly=True)
    # Not a many2one: who submits may not read the link either, only hand it over.
    link_number = fields.Integer(readonly=True, groups=fields.NO_ACCESS)
    url = fields.Char("Address of her page", compute="_compute_url")

    @api.depends("link_number")
    def _compute_url(self):
        for dialog in self:
            dialog.url = dialog._get_receipt().get("url")

    def action_submit(self):
        """Hand it to the officers; what was typed does not stay here."""
        self.ensure_one()
        if self.ref:
            raise UserError(self.env._("This was already submitted, with the reference %(ref)s.", ref=self.ref))
        if not (self.text or "").strip():
            raise UserError(self.env._("Write what happened."))
        # sudo: whoever submits may not read complaints.
        complaint = self.env["hub.complaint"].sudo().create(self._prepare_complaint_vals())
        # sudo: the number of the link is for the receipt alone.
        self.sudo().write(
            {
                **dict.fromkeys(self._get_private_fields(), False),
                "ref": complaint.ref,
                "link_number": complaint._issue_link().id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Submit a complaint"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_print_receipt(self):
        return self._print_hub_document("hub_core.complaint_receipt_report")

    def _get_receipt(self):
        """What the person takes along; nothing before it was submitted."""
        self.ensure_one()
        # sudo: reference and link of what this very user has just submitted.
        link = self.env["hub.signed.link"].sudo().browse(self.sudo().link_number).exists()
        return link._get_main_record()._get_receipt_values(link) if link else {}

    def _get_private_fields(self):
        return ["text", "contact_name", "contact_phone", "contact_email", "contact_hours"]

    def _prepare_complaint_vals(self):
        content = self.env["hub.complaint.content"]._fields
        names = [name for name, field in content.items() if field.store and name not in MAGIC_COLUMNS]
        return self._convert_to_write({name: self[name] for name in names})

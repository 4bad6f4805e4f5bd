from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ir_actions_report import REPORT_TYPE


class HubDocumentWizard(models.TransientModel):
    """Prints a document of the records in hand in a language of choice.

    The print menu's own entries write in the reader's language; this is for a companion or an
    institution that reads another one. Addons bind it to their models with ``default_report_name``.
    """

    _name = "hub.document.wizard"
    _description = "Print a document in another language"

    report_name = fields.Char(required=True)
    res_ids = fields.Json(default=lambda self: self.env.context.get("active_ids") or [])
    lang = fields.Selection(
        "_selection_lang", string="Language", required=True, default=lambda self: self._default_lang()
    )

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _default_lang(self):
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids")
        return (model and ids and self.env[model].browse(ids[0])._get_document_lang()) or self.env.lang or "en_US"

    def action_print(self):
        self.ensure_one()
        # sudo: users may not read reports. Whether they may print it, and of which records, is verified then.
        reports = self.env["ir.actions.report"].sudo()
        report = reports.search([("report_name", "=", self.report_name), ("report_type", "=", REPORT_TYPE)], limit=1)
        if not report or not self.res_ids:
            raise UserError(self.env._("There is nothing to print: open a record and choose a document."))
        records = self.env[report.model].browse(self.res_ids)
        action = report.with_context(document_lang=self.lang).report_action(records)
        return {**action, "close_on_report_download": True}

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ir_actions_report import REPORT_TYPE


class HubDocumentWizard(models.TransientModel):
    """Prints a document of the records in hand in a language of choice.

    The print menu's own entries write in the reader's language; this is for a companion or an
    institution that reads another one.
    """

    _name = "hub.document.wizard"
    _description = "Print a document in another language"

    res_model = fields.Char(required=True, default=lambda self: self.env.context.get("active_model"))
    res_ids = fields.Json(default=lambda self: self.env.context.get("active_ids") or [])
    report_key = fields.Selection(
        "_selection_report_key", string="Document", required=True, default=lambda self: self._default_report_key()
    )
    lang = fields.Selection(
        "_selection_lang", string="Language", required=True, default=lambda self: self._default_lang()
    )

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _selection_report_key(self):
        return [(str(report.id), report.name) for report in self._get_reports()]

    def _get_reports(self):
        # sudo: users may not read reports; only names and ids of those open to them leave here.
        reports = self.env["ir.actions.report"].sudo().search([("report_type", "=", REPORT_TYPE)])
        model = self.env.context.get("active_model")
        groups = self.env.user.all_group_ids
        return reports.filtered(
            lambda report: (not model or report.model == model) and (not report.group_ids or report.group_ids & groups)
        )

    def _default_report_key(self):
        return str(self._get_reports()[:1].id or "")

    def _default_lang(self):
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids")
        record = self.env[model].browse(ids[0]) if model and ids else self.env["res.lang"]
        return (record and record._get_document_lang()) or self.env.lang or "en_US"

    def action_print(self):
        self.ensure_one()
        report = self._get_reports().filtered(lambda report: str(report.id) == self.report_key)
        if not report or not self.res_ids:
            raise UserError(self.env._("There is nothing to print: open a record and choose a document."))
        records = self.env[self.res_model].browse(self.res_ids)
        action = report.with_context(document_lang=self.lang).report_action(records)
        return {**action, "close_on_report_download": True}

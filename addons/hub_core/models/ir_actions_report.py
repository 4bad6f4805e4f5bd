"""The hub's documents: QWeb templates that WeasyPrint prints, in the language of who will read them."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import file_path

from ..tools import qr_data_uri
from ..tools.document import long_date, render_pdf

REPORT_TYPE = "hub-pdf"
STYLESHEET = "hub_core/static/src/document/document.css"


class IrActionsReport(models.Model):
    """``report_type`` "hub-pdf": printed by the suite itself, without wkhtmltopdf and Odoo's report style.

    A document of several records is one PDF; each record starts on a page of its own and has its own
    page numbers and its own language: the one asked for (``document_lang`` in the context), else the
    record's (``_get_document_lang``). Its template calls ``hub_core.document_layout``.
    """

    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[(REPORT_TYPE, "PDF (hub document)")], ondelete={REPORT_TYPE: "cascade"}
    )

    def report_action(self, docids, data=None, config=True):
        # Odoo asks an administrator to choose its own letterhead first; these documents have theirs.
        return super().report_action(docids, data=data, config=config and self.report_type != REPORT_TYPE)

    @api.model
    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """The one door: print menu, buttons, /report/pdf and mail templates all come here."""
        if self._get_report(report_ref).report_type == REPORT_TYPE:
            return self._render_hub_pdf(report_ref, res_ids, data=data)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    @api.model
    def _render_hub_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        self._verify_may_print(report)
        res_ids = [res_ids] if isinstance(res_ids, int) else res_ids or []
        records = self.env[report.model].browse(res_ids).exists()
        records.check_access("read")
        pages = [self._render_document_page(report, record, data) for record in records or [records]]
        content = render_pdf(pages, file_path(STYLESHEET), self._find_document_file)
        records._after_document_printed(report)
        return content, "pdf"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        """A document on the screen is read as one on paper is, with the same rights and the same line in the log."""
        report = self._get_report(report_ref)
        if report.report_type != REPORT_TYPE:
            return super()._render_qweb_html(report_ref, docids, data=data)
        self._verify_may_print(report)
        records = self.env[report.model].browse([docids] if isinstance(docids, int) else docids or []).exists()
        records.check_access("read")
        result = super()._render_qweb_html(report_ref, records.ids, data=data)
        records._after_document_printed(report)
        return result

    def _verify_may_print(self, report):
        """Odoo only hides a report from those outside its groups; an address can still be typed."""
        if report.group_ids and not report.group_ids & self.env.user.all_group_ids:
            raise AccessError(self.env._("You are not allowed to print “%(document)s”.", document=report.name))

    def _render_document_page(self, report, record, data):
        lang = self.env.context.get("document_lang") or (record and record._get_document_lang()) or self.env.lang
        # An unknown or inactive language would make QWeb fall back silently, with the wrong direction.
        lang = self.env["res.lang"]._get_code(lang) or self.env.lang or "en_US"
        values = {**(data or {}), "report_type": "pdf"}
        # Past our own door for the screen: who prints has been asked, and the PDF is one reading of all its pages.
        odoo = super(IrActionsReport, self.with_context(lang=lang))
        page = odoo._render_qweb_html(report.id, record.ids, data=values)  # pylint: disable=super-method-mismatch
        return page[0].decode()

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.report_type == REPORT_TYPE:
            values.update(self._get_document_values())
        return values

    def _get_document_values(self):
        """What every document's template may use beside Odoo's own values."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return {
            "document_lang": lang.code.replace("_", "-").partition("@")[0],
            "document_dir": lang.direction or "ltr",
            "long_date": lambda date: long_date(date, lang.code),
            "today": fields.Date.context_today(self),
            "qr_uri": self._get_qr_uri,
            "company_name": self.env.company._get_hub_name(),
            "company_lines": self._get_document_company_lines(),
        }

    def _get_document_company_lines(self):
        """The letterhead's address, in the document's language."""
        company = self.env.company
        partner = company.partner_id
        place = " ".join(filter(None, [partner.zip, partner.city]))
        address = [partner.street, partner.street2, place, partner.country_id.name]
        contact = [company.phone, company.email, company.website]
        return [line for line in (list(filter(None, parts)) for parts in (address, contact)) if line]

    @api.model
    def _get_qr_uri(self, text):
        """A QR code as a ``data:`` address, for an ``img``."""
        return qr_data_uri(text)

    @api.model
    def _find_document_file(self, path):
        return file_path(path.lstrip("/"))

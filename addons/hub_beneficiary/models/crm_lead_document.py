from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _get_document_lang(self):
        person = self.beneficiary_id
        return person._get_document_lang() if person else super()._get_document_lang()

    def _after_document_printed(self, report):
        """A paper of a request tells about its person."""
        self.beneficiary_id._after_document_printed(report)
        return super()._after_document_printed(report)

    def action_print_letter(self):
        return self._print_hub_document("hub_beneficiary.document_letter_report")

from odoo import models


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    def _get_document_lang(self):
        """A person's papers are in the language that she reads."""
        return self.lang or super()._get_document_lang()

    def _get_document_name(self):
        """Her name as the document's reader spells it."""
        self.ensure_one()
        return ((self.env.lang or "").startswith("ar") and self.name_ar) or self.name

    def action_print_consent(self):
        return self._print_hub_document("hub_beneficiary.document_consent_report")

    def action_print_letter(self):
        return self._print_hub_document("hub_beneficiary.document_letter_of_person_report")

    def action_print_readings(self):
        return self._print_hub_document("hub_beneficiary.document_readings_report")

    def _get_reading_lines(self):
        """Who read her file, as she is told."""
        self.ensure_one()
        return self.env["hub.access.log"]._get_copy_lines(self, self.partner_id)

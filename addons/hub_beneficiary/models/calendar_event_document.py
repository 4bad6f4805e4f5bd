from odoo import models


class CalendarEvent(models.Model):
    """The summons: an appointment on paper, for the person to show where she is asked for it."""

    _inherit = "calendar.event"

    def _get_document_lang(self):
        person = self.hub_beneficiary_id
        return person._get_document_lang() if person else super()._get_document_lang()

    def _after_document_printed(self, report):
        """A paper of an appointment tells about its person."""
        self.hub_beneficiary_id._after_document_printed(report)
        return super()._after_document_printed(report)

    def action_print_summons(self):
        return self._print_hub_document("hub_beneficiary.document_summons_report")

    def _get_summons_url(self):
        """The address on the paper's code: there she answers, and takes the date into her calendar."""
        return self._get_appointment_link().url

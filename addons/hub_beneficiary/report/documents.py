"""What the templates of the person's documents are given, and when a document cannot be printed."""

from odoo import api, models
from odoo.exceptions import UserError


class HubDocumentMixin(models.AbstractModel):
    _name = "hub.document.mixin"
    _description = "Values of a person's document"

    @property
    def _staff_env(self):
        """Refusals are said in the language of who prints, not of who will read the document."""
        return self.with_context(lang=self.env.user.lang).env

    @api.model
    def _get_people(self, records):
        """The persons that the records are about; all must have one."""
        if records._name == "hub.beneficiary":
            return records
        nobody = records.filtered(lambda request: not request.beneficiary_id)
        if nobody:
            raise UserError(
                self._staff_env._(
                    "First say who the person is, found or new: %(requests)s.",
                    requests=", ".join(nobody.mapped("display_name")),
                )
            )
        return records.beneficiary_id

    @api.model
    def _get_document_values(self, model, docids):
        docs = self.env[model].browse(docids)
        return {"doc_ids": docids, "doc_model": model, "docs": docs, "people": self._get_people(docs)}


class ConsentForm(models.AbstractModel):
    _name = "report.hub_beneficiary.document_consent"
    _inherit = "hub.document.mixin"
    _description = "Consent form"

    @api.model
    def _get_report_values(self, docids, data=None):
        notice = self.env["hub.privacy.notice"]._get_current()
        if not notice:
            raise UserError(self._staff_env._("There is no privacy notice in force: an administrator has to add one."))
        return {**self._get_document_values("hub.beneficiary", docids), "notice": notice}


class ConsentFormOfRequest(models.AbstractModel):
    _name = "report.hub_beneficiary.document_consent_of_request"
    _inherit = "report.hub_beneficiary.document_consent"
    _description = "Consent form of a request's person"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("crm.lead", docids)
        return {**super()._get_report_values(values["people"].ids, data=data), **values}


class OrientationLetter(models.AbstractModel):
    _name = "report.hub_beneficiary.document_letter"
    _inherit = "hub.document.mixin"
    _description = "Orientation letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("crm.lead", docids)
        return {**values, "requests": self._verify_oriented(values["docs"])}

    @api.model
    def _verify_oriented(self, requests):
        early = requests.filtered(lambda request: not request.orientation_service_id)
        if early:
            raise UserError(
                self._staff_env._(
                    "There is no letter before the orientation: %(requests)s. Choose a service first.",
                    requests=", ".join(early.mapped("display_name")),
                )
            )
        return requests


class OrientationLetterOfPerson(models.AbstractModel):
    _name = "report.hub_beneficiary.document_letter_of_person"
    _inherit = "report.hub_beneficiary.document_letter"
    _description = "Latest orientation letter of a person"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("hub.beneficiary", docids)
        requests = self.env["crm.lead"]
        for person in values["people"]:
            oriented = person.request_ids.filtered("orientation_service_id")
            if not oriented:
                raise UserError(
                    self._staff_env._(
                        "%(person)s has not been oriented yet: there is no letter.", person=person.display_name
                    )
                )
            # who was oriented twice on one day carries the later letter
            requests |= oriented.sorted(lambda request: (str(request.oriented_on or ""), request.id))[-1]
        return {**values, "requests": requests}


class ReadingsOfFile(models.AbstractModel):
    _name = "report.hub_beneficiary.document_readings"
    _inherit = "hub.document.mixin"
    _description = "Who opened my file"

    @api.model
    def _get_report_values(self, docids, data=None):
        return self._get_document_values("hub.beneficiary", docids)

"""What the papers of a person are given: summons, attestation, copy of her file, way into her account."""

from odoo import api, models
from odoo.exceptions import UserError

from ..models.hub_beneficiary_paper import COPY_FACTS


class Summons(models.AbstractModel):
    _name = "report.hub_beneficiary.document_summons"
    _inherit = "hub.document.mixin"
    _description = "Summons"

    @api.model
    def _get_report_values(self, docids, data=None):
        events = self.env["calendar.event"].browse(docids)
        useless = events.filtered(lambda event: not event.hub_beneficiary_id or not event.active or event.is_hub_over)
        if useless:
            raise UserError(
                self._staff_env._(
                    "There is no summons for what is over, cancelled, or no appointment with a person: "
                    "%(appointments)s.",
                    appointments=", ".join(useless.mapped("display_name")),
                )
            )
        return {"doc_ids": docids, "doc_model": "calendar.event", "docs": events}


class PersonPaper(models.AbstractModel):
    _name = "hub.person.paper.mixin"
    _inherit = "hub.document.mixin"
    _description = "Paper of a person"

    @api.model
    def _verify_main_files(self, people):
        """A merged file is part of another one: a paper is of the person."""
        merged = people.filtered(lambda person: person.root_id != person)
        if merged:
            raise UserError(
                self._staff_env._(
                    "These files were merged; print from the main file instead: %(people)s.",
                    people=", ".join(f"{person.display_name} ({person.root_id.ref})" for person in merged),
                )
            )


class Attestation(models.AbstractModel):
    _name = "report.hub_beneficiary.document_attestation"
    _inherit = "hub.person.paper.mixin"
    _description = "Attestation"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("hub.beneficiary", docids)
        people = values["people"]
        self._verify_main_files(people)
        early = people.filtered(lambda person: not person.reception_date)
        if early:
            raise UserError(
                self._staff_env._(
                    "First received on: the file does not say when, so nothing can be attested: %(people)s.",
                    people=", ".join(early.mapped("display_name")),
                )
            )
        return values


class CopyOfFile(models.AbstractModel):
    _name = "report.hub_beneficiary.document_copy"
    _inherit = "hub.person.paper.mixin"
    _description = "Copy of one's file"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("hub.beneficiary", docids)
        self._verify_main_files(values["people"])
        return {**values, "copy_facts": COPY_FACTS}


class AccountSlip(models.AbstractModel):
    _name = "report.hub_beneficiary.document_account"
    _inherit = "hub.document.mixin"
    _description = "Way into the account"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = self._get_document_values("hub.beneficiary", docids)
        for person in values["people"].with_context(lang=self.env.user.lang):
            person._verify_may_have_account()
        return values

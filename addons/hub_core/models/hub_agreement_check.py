from base64 import b64decode

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list
from odoo.tools.mimetypes import guess_mimetype

#: What a signed document may be, told from its content: a scan or a photograph of it.
DOCUMENT_TYPES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class HubAgreement(models.Model):
    """What an agreement needs before it goes out for signature, and before it is in force."""

    _inherit = "hub.agreement"

    @api.constrains("partner_id")
    def _check_organisation(self):
        wrong = self.filtered(lambda agreement: not agreement.partner_id.is_company)
        if wrong:
            raise ValidationError(
                self.env._(
                    "An agreement is concluded with an organisation: choose one for %(agreements)s.",
                    agreements=wrong._get_names(),
                )
            )

    @api.constrains("document")
    def _check_document(self):
        for agreement in self.with_context(bin_size=False):
            if agreement.document and agreement._get_document_type() not in DOCUMENT_TYPES:
                raise ValidationError(
                    self.env._(
                        "The document of %(agreement)s is neither a PDF nor a picture (JPG, PNG). Scan the signed "
                        "paper, or save the text as PDF, and add that file.",
                        agreement=agreement.display_name,
                    )
                )

    @api.constrains("state")
    def _check_ready(self):
        """What an agreement needs before it goes out, and before it is in force. Later nothing can be taken away."""
        for agreement in self:
            if agreement.state in ("to_sign", "active"):
                agreement._verify_text()
            if agreement.state == "active":
                agreement._verify_signed()

    def _verify_text(self):
        name = self.display_name
        if not self.date_start:
            raise UserError(self.env._("%(agreement)s has no start date: fill it in first.", agreement=name))
        if self.renewal != "none" and not self.date_end:
            raise UserError(
                self.env._(
                    "%(agreement)s is to be renewed, so its term needs an end date: fill it in first.", agreement=name
                )
            )
        missing = (self.partner_id | self._get_hub_partner()) - self.party_ids.partner_id
        if missing:
            raise UserError(
                self.env._(
                    "%(partners)s must be among the parties of %(agreement)s: add the missing line.",
                    partners=format_list(self.env, missing.mapped("display_name")),
                    agreement=name,
                )
            )

    def _verify_signed(self):
        name = self.display_name
        unsigned = self.party_ids.filtered(lambda party: not party.signed_on)
        if unsigned:
            raise UserError(
                self.env._(
                    "%(agreement)s is not in force before all have signed. Missing: %(partners)s. Enter the day on "
                    "which each of them signed.",
                    agreement=name,
                    partners=format_list(self.env, unsigned.partner_id.mapped("display_name")),
                )
            )
        if not self.document:
            raise UserError(
                self.env._("%(agreement)s lacks its signed document: add the scan (PDF, JPG or PNG).", agreement=name)
            )

    def _get_document_type(self):
        """The media type of the document, told from its content: a name says nothing."""
        self.ensure_one()
        return guess_mimetype(b64decode(self.with_context(bin_size=False).document or b""))

    def _get_document_file(self):
        """``(name, media type, content)`` for a download by whoever may read the agreement."""
        self.ensure_one()
        media_type = self._get_document_type()
        name = f"{self.ref.replace('/', '-')}.{DOCUMENT_TYPES[media_type]}"
        return name, media_type, b64decode(self.with_context(bin_size=False).document)

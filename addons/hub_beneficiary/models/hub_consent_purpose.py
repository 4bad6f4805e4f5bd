from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class HubConsentPurpose(models.Model):
    """What a person is asked to agree to, and what of her file may then go out for it."""

    _name = "hub.consent.purpose"
    _description = "Purpose of consent"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    field_ids = fields.Many2many(
        "hub.disclosure.field",
        string="May be passed on",
        help="What of a person's file may go to an organisation for this purpose. Nothing, when it is empty.",
    )
    recipient_ids = fields.Many2many(
        "res.partner",
        "hub_consent_purpose_recipient_rel",
        string="To these organisations",
        domain="[('is_company', '=', True), ('is_beneficiary', '=', False)]",
        help="Organisations to which data may go for this purpose. Empty: any, unless the person named some.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already a purpose with this code.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        # sudo: whether somebody answered to a purpose does not depend on who asks.
        used = self.env["hub.consent"].sudo().search([("purpose_ids", "in", self.ids)]).purpose_ids & self
        if used:
            raise UserError(
                self.env._(
                    "People have answered to these purposes: %(purposes)s. Archive them instead.",
                    purposes=format_list(self.env, used.mapped("name")),
                )
            )


class HubDisclosureField(models.Model):
    """One thing that a file says of a person, as the purposes of consent and the disclosures name it.

    Addons bring them: what stands behind a code is said by ``hub.beneficiary._get_disclosed_getters``.
    """

    _name = "hub.disclosure.field"
    _description = "Part of a file that may be passed on"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE (code)", "This part of a file is already in the list.")

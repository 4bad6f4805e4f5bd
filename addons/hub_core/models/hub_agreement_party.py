from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_list


class HubAgreementParty(models.Model):
    """One who signs an agreement: the hub, the organisation, and whoever else."""

    _name = "hub.agreement.party"
    _description = "Party of an agreement"
    _order = "sequence, id"
    _rec_name = "partner_id"

    #: All that changes while the text is out for signature.
    _SIGNATURE = frozenset({"signatory_name", "signatory_function", "signed_on"})

    agreement_id = fields.Many2one("hub.agreement", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner", string="Party", required=True, index=True, ondelete="restrict", help="An organisation."
    )
    signatory_name = fields.Char(string="Signed by", help="Who signs for the party.")
    signatory_function = fields.Char(string="Function", help="In which capacity: president, director, …")
    signed_on = fields.Date(string="Signed on", copy=False)

    _agreement_partner_uniq = models.UniqueIndex(
        "(agreement_id, partner_id)", "An organisation is party to an agreement once: remove the second line."
    )

    @api.constrains("partner_id")
    def _check_organisation(self):
        wrong = self.filtered(lambda party: not party.partner_id.is_company)
        if wrong:
            raise ValidationError(
                self.env._(
                    "Organisations are parties of an agreement; people sign for them. Choose an organisation instead "
                    "of %(names)s.",
                    names=format_list(self.env, wrong.partner_id.mapped("display_name")),
                )
            )

    @api.constrains("signed_on")
    def _check_signed_on(self):
        today = fields.Date.context_today(self)
        for party in self:
            if party.signed_on and party.signed_on > today:
                raise ValidationError(
                    self.env._(
                        "%(party)s cannot have signed on %(day)s: that day is to come.",
                        party=party.partner_id.display_name,
                        day=format_date(self.env, party.signed_on),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        parties = super().create(vals_list)
        parties._verify_open()
        return parties

    def write(self, vals):
        self._verify_open(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._verify_open()

    def action_sign(self):
        """This party has signed today."""
        self.ensure_one()
        self.signed_on = fields.Date.context_today(self)

    def _verify_open(self, names=()):
        """Refuse to change who signs what once the text is out, and anything once all have signed."""
        signature_only = bool(names) and self._SIGNATURE.issuperset(names)
        open_states = ("draft", "to_sign") if signature_only else ("draft",)
        closed = self.agreement_id.filtered(lambda agreement: agreement.state not in open_states)
        if closed:
            raise UserError(
                self.env._(
                    "The parties of %(agreements)s can no longer change. While it waits for signatures, enter who "
                    "signed and when, or take it back to draft; once it is in force, renew it or terminate it.",
                    agreements=closed._get_names(),
                )
            )


class HubAgreement(models.Model):
    """Who signs an agreement before anybody has entered a party."""

    _inherit = "hub.agreement"

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Show the lines that saving adds anyway."""
        if self._origin or not self.partner_id:
            return
        known = self.party_ids.partner_id
        missing = [partner for partner in self._get_hub_partner() | self.partner_id if partner not in known]
        self.party_ids = [Command.create({"partner_id": partner.id}) for partner in missing]

    def _add_parties(self):
        """The hub and the organisation sign every agreement."""
        self.env["hub.agreement.party"].create(
            [
                {"agreement_id": agreement.id, "partner_id": partner.id, "sequence": sequence}
                for agreement in self
                for sequence, partner in enumerate(self._get_hub_partner() | agreement.partner_id)
                if partner not in agreement.party_ids.partner_id
            ]
        )

    @api.model
    def _get_hub_partner(self):
        return self.env.company.partner_id

import unicodedata

from odoo import api, fields, models

IDENTITY_TYPES = [
    ("cin", "National identity card (CIN)"),
    ("registration_card", "Registration card"),
    ("residence_card", "Residence card"),
    ("receipt", "Receipt of application"),
    ("passport", "Passport"),
    ("other", "Other document"),
]
#: Issued by Morocco, whatever the nationality of who holds it.
MOROCCAN_TYPES = ("cin", "registration_card", "residence_card", "receipt")


def normalize_number(number: str | None) -> str:
    """A document's number without what writing adds: upper case, letters and Western digits.

    >>> normalize_number(" ab-123.456 ")
    'AB123456'
    >>> normalize_number("AB١٢٣")
    'AB123'
    """
    text = unicodedata.normalize("NFKC", number or "").upper()
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char
        for char in text
        if char.isalnum() and char.isprintable()
    )


class HubBeneficiaryIdentity(models.Model):
    """An identity document. Expired is not irregular: a receipt may renew a permit."""

    _name = "hub.beneficiary.identity"
    _description = "Identity document"
    _order = "expires_on desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "number_normalized"]

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, ondelete="cascade", index=True)
    type = fields.Selection(IDENTITY_TYPES, required=True)
    number = fields.Char(required=True)
    number_normalized = fields.Char(
        "Number, normalised", compute="_compute_number_normalized", store=True, precompute=True, index=True
    )
    country_id = fields.Many2one(
        "res.country",
        "Issued by",
        compute="_compute_country_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    issued_on = fields.Date("Issued on")
    expires_on = fields.Date("Expires on", index="btree_not_null")
    verification = fields.Selection(
        [("unverified", "Not checked"), ("seen", "Original seen"), ("doubtful", "Doubtful")],
        default="unverified",
        required=True,
    )
    renews_id = fields.Many2one(
        "hub.beneficiary.identity",
        ondelete="restrict",
        domain="[('beneficiary_id', '=', beneficiary_id), ('id', '!=', id)]",
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")
    active = fields.Boolean(default=True)

    _number_uniq = models.UniqueIndex(
        "(type, COALESCE(country_id, 0), number_normalized) WHERE active",
        "This document is already recorded, on this file or on another: search it by its number.",
    )
    _number_given = models.Constraint(
        "CHECK (COALESCE(number_normalized, '') <> '')", "A document's number has at least one letter or digit."
    )
    _period_ordered = models.Constraint(
        "CHECK (expires_on >= issued_on)", "A document cannot expire before it is issued: correct the dates."
    )
    _renews_another = models.Constraint("CHECK (renews_id <> id)", "A document does not renew itself.")

    @api.depends("number")
    def _compute_number_normalized(self):
        for identity in self:
            identity.number_normalized = normalize_number(identity.number)

    @api.depends("type", "beneficiary_id.nationality_id")
    def _compute_country_id(self):
        morocco = self.env.ref("base.ma")
        for identity in self:
            if identity.type in MOROCCAN_TYPES:
                identity.country_id = morocco
            elif not identity.country_id:
                identity.country_id = identity.beneficiary_id.nationality_id

    @api.depends("expires_on")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for identity in self:
            identity.is_expired = bool(identity.expires_on and identity.expires_on < today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("expires_on", "<", fields.Date.context_today(self))] if True in value else [
            "|", ("expires_on", "=", False), ("expires_on", ">=", fields.Date.context_today(self))
        ]  # fmt: skip

    @api.depends("type", "number")
    def _compute_display_name(self):
        labels = dict(self._fields["type"]._description_selection(self.env))
        for identity in self:
            identity.display_name = f"{labels.get(identity.type, '')} {identity.number or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        # What this save archives or changes leaves its number free before the new one takes it.
        self.flush_model()
        return super().create(vals_list)

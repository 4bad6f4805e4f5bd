from odoo import api, fields, models
from odoo.addons.phone_validation.tools import phone_validation
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

SEX = [("female", "Female"), ("male", "Male"), ("other", "Other"), ("undisclosed", "Does not say")]
EXIT_REASONS = [
    ("completed", "Completed"),
    ("transferred", "Transferred"),
    ("withdrawn", "Withdrew"),
    ("lost_contact", "Lost contact"),
    ("ineligible", "Not eligible"),
    ("deceased", "Deceased"),
]
#: What a person's file keeps on its partner, because mail, calendar and documents read it there.
PARTNER_FIELDS = ("phone", "email", "lang", "city", "state_id")
NAME_FIELDS = ("given_name", "family_name", "name_ar")


class HubBeneficiary(models.Model):
    """A person the hub receives: one record, whatever the spelling of the name.

    The partner carries the name, the phone and nothing sensitive; everything else is here, behind
    its own access rights.
    """

    _name = "hub.beneficiary"
    _description = "Person"
    _inherit = ["hub.mailed.mixin", "mail.thread", "mail.activity.mixin", "hub.access.logged.mixin"]
    _order = "id desc"

    # identity
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="restrict", index=True, readonly=True, copy=False
    )
    ref = fields.Char("Reference", required=True, readonly=True, copy=False, default="/", index="trigram")
    given_name = fields.Char("Given name", tracking=True)
    family_name = fields.Char("Family name", tracking=True)
    name_ar = fields.Char("Name in Arabic", tracking=True)
    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    name_keys = fields.Char(
        compute="_compute_name_keys",
        store=True,
        precompute=True,
        export_string_translation=False,
        help="Folded keys of the names in both scripts, each between spaces: what the search compares.",
    )
    sex = fields.Selection(SEX)
    birthdate = fields.Date("Birth date")
    birthdate_precision = fields.Selection(
        [
            ("day", "Exact"),
            ("month", "Month and year"),
            ("year", "Year only"),
            ("estimated", "Estimated"),
            ("unknown", "Unknown"),
        ],
        "Birth date is",
        compute="_compute_birthdate_precision",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    nationality_id = fields.Many2one("res.country")
    other_nationality_ids = fields.Many2many(
        "res.country", "hub_beneficiary_nationality_rel", string="Other nationalities"
    )
    identity_ids = fields.One2many("hub.beneficiary.identity", "beneficiary_id", "Identity documents")

    # contact
    phone = fields.Char(related="partner_id.phone", readonly=False)
    phone_e164 = fields.Char(
        "Phone, normalised", compute="_compute_phone_e164", store=True, index="btree_not_null", readonly=True
    )
    phone_shared = fields.Boolean("Shared phone")
    phone_owner = fields.Char("Whose phone")
    email = fields.Char(related="partner_id.email", readonly=False)
    lang = fields.Selection(related="partner_id.lang", readonly=False, string="Reads in")
    city = fields.Char(related="partner_id.city", readonly=False)
    state_id = fields.Many2one(related="partner_id.state_id", readonly=False, string="Region")
    preferred_channel = fields.Selection(
        [("call", "Call"), ("whatsapp", "WhatsApp"), ("sms", "SMS"), ("email", "E-mail"), ("visit", "Visit")],
        "Prefers",
    )
    leave_no_message = fields.Boolean("Leave no message")

    # situation
    spoken_languages = fields.Char("Languages spoken")
    interpreter_needed = fields.Boolean("Needs an interpreter")
    arrival_date = fields.Date("Arrived in Morocco on")
    education = fields.Selection(
        [
            ("none", "None"),
            ("primary", "Primary school"),
            ("secondary", "Secondary school"),
            ("vocational", "Vocational training"),
            ("higher", "Higher education"),
            ("unknown", "Unknown"),
        ]
    )
    category_line_ids = fields.One2many("hub.beneficiary.category.line", "beneficiary_id", "Category periods")
    category_ids = fields.Many2many(
        "hub.beneficiary.category",
        string="Categories",
        compute="_compute_category_ids",
        search="_search_category_ids",
        help="The categories of today.",
    )
    member_ids = fields.One2many("hub.household.member", "beneficiary_id", "Households")
    household_id = fields.Many2one("hub.household", compute="_compute_household_id", search="_search_household_id")

    # follow-up
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("registered", "Registered"),
            ("active", "Active"),
            ("exited", "Left"),
            ("anonymised", "Anonymous"),
        ],
        default="draft",
        required=True,
        tracking=True,
        copy=False,
        index=True,
    )
    exit_reason = fields.Selection(EXIT_REASONS, "Reason for leaving", tracking=True, copy=False)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users", "Counsellor", tracking=True, index="btree_not_null", domain="[('share', '=', False)]"
    )
    is_restricted = fields.Boolean(
        "Restricted file",
        tracking=True,
        help="Only the counsellor of this file, programme managers and the auditor see it.",
    )
    reception_date = fields.Date("First received on")
    note = fields.Text("Notes")
    request_ids = fields.One2many("crm.lead", "beneficiary_id", "Requests")
    request_count = fields.Integer(compute="_compute_request_count")
    delivery_ids = fields.One2many(
        "hub.service.delivery",
        string="Services received",
        compute="_compute_deliveries",
        export_string_translation=False,
    )
    delivery_count = fields.Integer("Services", compute="_compute_deliveries")
    appointment_ids = fields.One2many("calendar.event", "hub_beneficiary_id", "Appointments")

    _partner_uniq = models.Constraint("UNIQUE (partner_id)", "This contact already has a person's file.")
    _ref_uniq = models.Constraint("UNIQUE (ref)", "This reference is already given to another person.")
    _name_given = models.Constraint(
        """CHECK (state = 'anonymised'
                  OR CONCAT(given_name, family_name, name_ar) ~ '[^[:space:]]')""",
        "A person needs a name: given name, family name or name in Arabic.",
    )
    _birthdate_precision_known = models.Constraint(
        "CHECK ((birthdate IS NULL) = (birthdate_precision = 'unknown'))",
        "A birth date and how exact it is go together: say “Unknown” only when there is no date.",
    )
    _birthdate_possible = models.Constraint(
        "CHECK (birthdate >= DATE '1900-01-01')", "The birth date is impossible: it is before 1900."
    )
    _exit_reason_given = models.Constraint(
        "CHECK (state = 'anonymised' OR (state = 'exited') = (exit_reason IS NOT NULL))",
        "Say why the person left; and only a person who left has such a reason.",
    )
    # Not index="trigram": that one is on unaccent(), which only ilike asks for.
    _name_keys_trigram = models.Index("USING gin (name_keys gin_trgm_ops)")
    # Whole keys, as the search for duplicates asks for them.
    _name_keys_array = models.Index("USING gin (string_to_array(btrim(name_keys), ' '))")
    _phone_trigram = models.Index("USING gin (phone_e164 gin_trgm_ops)")
    # As the rules ask for the few that are closed, and for nothing else of them.
    _restricted_idx = models.Index("(id, user_id, partner_id) WHERE is_restricted IS TRUE")
    _birthdate_idx = models.Index("(birthdate) WHERE birthdate IS NOT NULL")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------
    @api.depends(*NAME_FIELDS)
    def _compute_name(self):
        for beneficiary in self:
            latin = " ".join(filter(None, [beneficiary.given_name, beneficiary.family_name]))
            beneficiary.name = " ".join((latin.strip() or beneficiary.name_ar or "").split())

    @api.depends("phone")
    def _compute_phone_e164(self):
        for beneficiary in self:
            beneficiary.phone_e164 = self._normalize_phone(beneficiary.phone)

    @api.depends("birthdate")
    def _compute_birthdate_precision(self):
        for beneficiary in self:
            if not beneficiary.birthdate:
                beneficiary.birthdate_precision = "unknown"
            elif beneficiary.birthdate_precision in (False, "unknown"):
                beneficiary.birthdate_precision = "day"

    def _get_current_category_domain(self):
        today = fields.Date.context_today(self)
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", today)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        )

    @api.depends("category_line_ids.category_id", "category_line_ids.date_from", "category_line_ids.date_to")
    def _compute_category_ids(self):
        today = fields.Date.context_today(self)
        for beneficiary in self:
            beneficiary.category_ids = beneficiary._get_categories(today)

    def _search_category_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "in" and not any(value):
            return ~Domain("category_line_ids", "any", self._get_current_category_domain())
        lines = self._get_current_category_domain() & Domain("category_id", operator, value)
        return Domain("category_line_ids", "any", lines)

    @api.depends("member_ids.household_id", "member_ids.date_end", "member_ids.is_primary")
    def _compute_household_id(self):
        for beneficiary in self:
            current = beneficiary.member_ids.filtered(lambda member: member.is_primary and not member.date_end)
            beneficiary.household_id = current[:1].household_id

    def _search_household_id(self, operator, value):
        if operator not in ("in", "any", "ilike"):
            return NotImplemented
        current = Domain("is_primary", "=", True) & Domain("date_end", "=", False)
        if operator == "in" and not any(value):
            return ~Domain("member_ids", "any", current)
        return Domain("member_ids", "any", current & Domain("household_id", operator, value))

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    @api.constrains("birthdate", "reception_date", "arrival_date")
    def _check_dates_not_in_the_future(self):
        today = fields.Date.context_today(self)
        for name in ("birthdate", "reception_date", "arrival_date"):
            late = self.filtered(lambda beneficiary, name=name: beneficiary[name] and beneficiary[name] > today)
            if late:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot be in the future: %(people)s.",
                        field=self._fields[name]._description_string(self.env),
                        people=", ".join(late.mapped("display_name")),
                    )
                )

    @api.constrains("birthdate", "birthdate_precision")
    def _check_head_of_age(self):
        # A corrected birth date may show that a head of household was a child.
        self.member_ids._check_head_of_age()

    # ------------------------------------------------------------
    # Create, write, delete
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        without_partner = [vals for vals in vals_list if not vals.get("partner_id")]
        if without_partner:
            self.check_access("create")
            # sudo: reception registers people, and edits no other contact. Followers and messages are on the file.
            partners = self.env["res.partner"].sudo().with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
            partners = partners.create([self._prepare_partner_vals(vals) for vals in without_partner])
            for vals, partner in zip(without_partner, partners, strict=True):
                vals["partner_id"] = partner.id
                if "default_phone" not in self.env.context:
                    # Given with the row: computed afterwards it is a second statement.
                    vals["phone_e164"] = self._normalize_phone(vals.get("phone"))
                for name in PARTNER_FIELDS:
                    vals.pop(name, None)
        unnumbered = [vals for vals in vals_list if vals.get("ref", "/") == "/"]
        for vals, ref in zip(unnumbered, self._get_next_references(len(unnumbered)), strict=True):
            vals["ref"] = ref
        beneficiaries = super().create(vals_list)
        normalised = [file.id for file, vals in zip(beneficiaries, vals_list, strict=True) if "phone_e164" in vals]
        self.env.remove_to_compute(self._fields["phone_e164"], beneficiaries.browse(normalised))
        # sudo: reception edits no contact; this one has just been given a file.
        given = beneficiaries.partner_id.sudo().filtered(lambda partner: not partner.is_beneficiary)
        if given:
            given.write({"is_beneficiary": True})
        return beneficiaries

    def write(self, vals):
        vals = dict(vals)
        self._verify_transition(vals.get("state"))
        partner_vals = {name: vals.pop(name) for name in PARTNER_FIELDS if name in vals}
        if partner_vals:
            self.check_access("write")
            # sudo: the contact of a person one may edit, and these columns only.
            self.partner_id.sudo().write(partner_vals)
        result = super().write(vals)
        if any(name in vals for name in NAME_FIELDS):
            for beneficiary in self:
                beneficiary.partner_id.sudo().name = beneficiary.name  # same reason
        return result

    @api.model
    def _get_next_references(self, count):
        """The next ``count`` references, in one query: a register brings a thousand people."""
        if not count:
            return []
        # sudo: reading a sequence's settings is not for everybody.
        sequence_id = self.env["ir.model.data"]._xmlid_to_res_id("hub_beneficiary.sequence_beneficiary", True)
        sequence = self.env["ir.sequence"].sudo().browse(sequence_id)
        if sequence.implementation != "standard":
            return [sequence.next_by_id() for _number in range(count)]
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{sequence.id:03d}", count)
        )
        return [sequence.get_next_char(number) for (number,) in rows]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registered(self):
        known = self.filtered(lambda beneficiary: beneficiary.state != "draft")
        if known:
            raise UserError(
                self.env._(
                    "Only a draft can be deleted. Archive these people instead: %(people)s.",
                    people=", ".join(known.mapped("display_name")),
                )
            )

    def copy_data(self, default=None):
        raise UserError(self.env._("A person is not copied: there is one record for each person."))

    def _prepare_partner_vals(self, vals):
        latin = " ".join(filter(None, [vals.get("given_name"), vals.get("family_name")])).strip()
        return {
            "name": " ".join((latin or vals.get("name_ar") or "").split()) or "?",
            "is_beneficiary": True,
            "company_id": False,
            "user_id": False,
            # Documents are for her: in the hub's language until hers is known, not in her receiver's.
            "lang": self.env.company.partner_id.lang,
            **{name: vals[name] for name in PARTNER_FIELDS if vals.get(name)},
        }

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _normalize_phone(self, phone):
        """``phone`` in international form, Moroccan unless it says otherwise; False when it is none."""
        if not phone:
            return False
        number = phone_validation.phone_format(phone, "MA", "212", force_format="E164", raise_exception=False)
        return number if number and number.startswith("+") else False

    def _get_categories(self, date):
        """The categories the person is in at ``date``."""
        self.ensure_one()
        return self.category_line_ids.filtered(
            lambda line: (not line.date_from or line.date_from <= date) and (not line.date_to or line.date_to >= date)
        ).category_id

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

#: The purpose of consent under which a partner is told anything of a person.
PURPOSE = "partners"
URGENCIES = [("normal", "Normal"), ("urgent", "Urgent"), ("immediate", "Immediate")]
STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("acknowledged", "Acknowledged"),
    ("waitlisted", "On the waiting list"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("served", "Served"),
    ("not_served", "Not served"),
    ("no_show", "Did not come"),
    ("closed", "Closed"),
    ("revoked", "Called off"),
]
DECLINE_REASONS = [
    ("full", "No place at present"),
    ("not_ours", "We do not offer this"),
    ("not_eligible", "Does not meet our conditions"),
    ("not_reached", "Could not be reached"),
    ("other", "Another reason"),
]
#: Somebody is waiting for the receiver's next step.
OPEN_STATES = ("sent", "acknowledged", "waitlisted", "accepted")
#: The receiver may know who the person is.
KNOWN_STATES = ("accepted", "served", "not_served", "no_show")
#: What the organisation is told once it accepts, unless more or less is chosen: codes of ``hub.disclosure.field``.
SHARED = ("name", "name_ar", "phone")
#: What follows from the steps and from those who take them; nobody writes it by hand.
FOLLOWS = frozenset(
    {"sent_at", "sent_by_id", "answered_at", "accepted_on", "outcome", "due_on", "is_reminded", "initials"}
    | {"feedback", "feedback_note", "feedback_at"}
)
#: What was agreed when it was sent, and does not change afterwards.
AGREED = frozenset({"direction", "organization_id", "need_type_id", "note", "initials", "shared_field_ids"})


class HubReferral(models.Model):
    """A person is passed on to another organisation (outbound), or sent by one to the hub (inbound).

    Both directions have the same states. The *sender* sends, withdraws and closes; the *receiver* takes every
    other step: outbound that is the organisation, inbound the hub. Staff may take a step for the organisation,
    which told them so::

                         ┌────────────────────────────────▶ declined ──────────────┐
                         │             ┌──────────────────────▲ │                  ▼
        draft ──send──▶ sent ──▶ acknowledged ──▶ waitlisted ──┘ │ accept        closed
                         │             │              │                            ▲
                         └───accept────┴────accept────┴──▶ accepted ──▶ served ────┤
                                                              ├───────▶ not_served ┤ (served after all: ▶ served)
                                                              └───────▶ no_show ───┘
        sent, acknowledged, waitlisted, accepted ──withdraw──▶ revoked

    Until it accepts, the organisation reads need, urgency and initials; then what was chosen
    (``shared_field_ids``), each time through ``person._disclose``, which asks for her consent and logs it. No name
    is ever stored here.

    Steps: ``hub_referral_step.py``; days and reminders: ``hub_referral_due.py``; the organisation in the portal:
    ``hub_referral_portal.py``, by signed link: ``hub_referral_link.py``; whom it sends: ``hub_referral_inbound.py``;
    the person's own words: ``hub_referral_feedback.py``.
    """

    _name = "hub.referral"
    _description = "Referral"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "hub.access.logged.mixin",
        "hub.delivery.source",
        "hub.ground.mixin",
        "hub.linked.mixin",
    ]
    _order = "id desc"
    _rec_name = "ref"

    # Visitors have no right of their own on referrals: the pages ask the ground and show what is theirs to read.
    _ground_paths = {"representation": "organization_id"}
    _follows = FOLLOWS
    _delivery_trigger_fields = frozenset({"state", "beneficiary_id", "accepted_on", "program_id", "user_id"})

    # what
    ref = fields.Char("Reference", required=True, readonly=True, copy=False, default="/", index=True)
    direction = fields.Selection(
        [("outbound", "To an organisation"), ("inbound", "From an organisation")],
        required=True,
        default="outbound",
        index=True,
    )
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    need_type_id = fields.Many2one("hub.need.type", "Need", required=True, ondelete="restrict", tracking=True)
    urgency = fields.Selection(URGENCIES, required=True, default="normal", tracking=True)
    note = fields.Text(
        "What the receiver should know", help="Told once the referral is accepted: no more than is needed to help."
    )
    # who
    beneficiary_id = fields.Many2one(
        "hub.beneficiary",
        "Person",
        compute="_compute_beneficiary_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    beneficiary_ref = fields.Char(related="beneficiary_id.ref", string="Person's reference")
    initials = fields.Char(readonly=True, copy=False, help="All that the organisation reads of her until it accepts.")
    organization_id = fields.Many2one(
        "res.partner",
        "Organisation",
        required=True,
        ondelete="restrict",
        domain=[("is_company", "=", True), ("is_beneficiary", "=", False)],
        tracking=True,
    )
    request_id = fields.Many2one(
        "crm.lead", index="btree_not_null", ondelete="restrict", domain=[("is_hub_request", "=", True)]
    )
    program_id = fields.Many2one("hub.program", "Programme", ondelete="restrict", index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        "Followed by",
        default=lambda self: self.env.user,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    partner_reference = fields.Char("Their reference", help="How the organisation calls the person: never her name.")
    shared_field_ids = fields.Many2many(
        "hub.disclosure.field",
        "hub_referral_field_rel",
        string="What the organisation is told",
        default=lambda self: self.env["hub.disclosure.field"].search([("code", "in", SHARED)]),
        help="Parts of the person's file, from the moment at which the organisation accepts.",
    )
    # what became of it
    sent_at = fields.Datetime("Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False, ondelete="restrict")
    answered_at = fields.Datetime("Latest answer on", readonly=True, copy=False)
    answered_by = fields.Char("Latest answer by", readonly=True, copy=False)
    accepted_on = fields.Date("Accepted on", readonly=True, copy=False, tracking=True)
    decline_reason = fields.Selection(DECLINE_REASONS, "Why declined", copy=False, readonly=True, tracking=True)
    outcome = fields.Selection(
        [("served", "Served"), ("not_served", "Not served"), ("no_show", "Did not come"), ("declined", "Declined")],
        readonly=True,
        copy=False,
        help="What became of it in the end; it stays when the referral is closed.",
    )
    outcome_note = fields.Text("What the receiver reports", copy=False)
    revoke_reason = fields.Char("Why withdrawn", readonly=True, copy=False)
    # inbound: what the organisation says of her consent
    consent_given_on = fields.Date("Agreed on", copy=False)
    consent_method = fields.Selection([("oral", "By word of mouth"), ("paper", "On paper")], "Agreed", copy=False)

    _ref_uniq = models.Constraint("UNIQUE (ref)", "This reference is already given to another referral.")
    _outbound_person = models.Constraint(
        "CHECK (direction = 'inbound' OR beneficiary_id IS NOT NULL)",
        "Choose the person whom the hub refers.",
    )
    _sent_when = models.Constraint(
        "CHECK (state = 'draft' OR sent_at IS NOT NULL)", "A referral that is no draft was sent on some day."
    )
    _declined_why = models.Constraint(
        "CHECK (state <> 'declined' OR decline_reason IS NOT NULL)", "Say why the referral is declined."
    )
    _inbound_consent = models.Constraint(
        "CHECK (direction = 'outbound' OR state = 'draft' OR consent_given_on IS NOT NULL)",
        "A person is referred to the hub with her agreement: say on which day she gave it.",
    )
    _open_uniq = models.UniqueIndex(
        "(beneficiary_id, organization_id, need_type_id) WHERE direction = 'outbound' "
        "AND state IN ('draft', 'sent', 'acknowledged', 'waitlisted', 'accepted')",
        "The person is already referred to this organisation for this need: follow that referral, or close it first.",
    )
    _inbound_request_uniq = models.UniqueIndex(
        "(request_id) WHERE direction = 'inbound' AND request_id IS NOT NULL",
        "This request has come by another referral already.",
    )
    _organization_idx = models.Index("(organization_id, direction, state)")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------
    @api.depends("direction", "request_id.beneficiary_id")
    def _compute_beneficiary_id(self):
        """Who the organisation meant is said where the request is taken in; outbound, the request says who asks."""
        for referral in self:
            asks = referral.request_id.beneficiary_id
            keeps = referral.direction == "outbound" and referral.state != "draft"
            referral.beneficiary_id = referral.beneficiary_id if keeps else asks or referral.beneficiary_id

    @api.depends("ref", "need_type_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Reference and need, never a person's name."""
        for referral in self:
            referral.display_name = " · ".join(filter(None, [referral.ref, referral.need_type_id.name]))

    @api.model
    def _group_expand_state(self, states, domain):
        """Columns in the order of the steps; those of what is over stand there when something is in them."""
        always = ("draft", *OPEN_STATES)
        return [state for state, _label in STATES if state in always or state in states]

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    @api.constrains("organization_id")
    def _check_organization(self):
        """Not to oneself, and not to a person."""
        # sudo: which partner is the hub itself does not depend on who asks.
        chosen = self.organization_id.commercial_partner_id
        own = self.env["res.company"].sudo().search([("partner_id", "in", chosen.ids)]).partner_id
        ours = self.filtered(lambda one: one.organization_id.commercial_partner_id in own)
        if ours:
            raise ValidationError(
                self.env._(
                    "The hub refers nobody to itself, and nobody from itself: choose another organisation in "
                    "%(referrals)s. What the hub does itself is an orientation.",
                    referrals=format_list(self.env, ours.mapped("display_name")),
                )
            )
        people = self.filtered(lambda one: not one.organization_id.is_company or one.organization_id.is_beneficiary)
        if people:
            raise ValidationError(
                self.env._(
                    "People are referred to organisations and by organisations, not by a person: choose an "
                    "organisation in %(referrals)s.",
                    referrals=format_list(self.env, people.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Create, write, delete
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        # One that is closed and another one made in the same save: the index asks the database.
        self.flush_model()
        vals_list = self.env["hub.beneficiary"]._use_roots(vals_list)
        for vals in vals_list:
            if vals.get("ref", "/") == "/":
                # sudo: reading a sequence's settings is not for everybody.
                vals["ref"] = self.env["ir.sequence"].sudo().next_by_code("hub.referral")
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A referral begins as a draft, and is sent from there."))
            self._verify_not_by_hand(vals)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.filtered(lambda referral: referral.state != "draft")
        if sent:
            raise UserError(
                self.env._(
                    "Only a draft can be deleted. Withdraw or close these referrals instead: %(referrals)s.",
                    referrals=format_list(self.env, sent.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Ledger
    # ------------------------------------------------------------
    def _get_delivery_vals_list(self):
        """Who was accepted was referred: the hub's service was done, whatever the organisation then did."""
        if self.direction != "outbound" or not self.accepted_on or self.state in ("draft", "revoked"):
            return []
        return [
            {
                "partner_id": self.beneficiary_id.partner_id.id,
                "service_id": self.env["ir.model.data"]._xmlid_to_res_id("hub_core.service_external_referral"),
                "date": self.accepted_on,
                "program_id": self.program_id.id,
                "user_id": self.user_id.id,
            }
        ]

    def _get_shared_codes(self):
        """The parts of the person's file that this referral tells the organisation, once it has accepted."""
        self.ensure_one()
        return self.shared_field_ids.mapped("code")

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

#: An agreement that ends within this many days is coloured in the list.
ENDS_SOON = 60
REMINDER = "hub_core.mail_activity_type_agreement_renewal"


class HubAgreement(models.Model):
    """What the hub and organisations promised each other, signed by all of them.

    States (``state``)::

        draft ──send──▶ to_sign ──activate──▶ active ──term over──▶ expired
          ▲               │                     │
          └─back to draft─┘                     └────terminate────▶ terminated

    The text is closed when it goes out for signature, and so is everything else once it is in
    force: what was signed does not change, another agreement follows it (``previous_id``).
    ``date_end`` is the last day of the current term, ``terminated_on`` the first day after it was
    ended; a date to come is a notice that was given, and the agreement stays in force until then.

    A tacit renewal moves ``date_end`` by the length that was signed, every time a term is over,
    because that is what the parties signed. The chatter tells when.
    """

    _name = "hub.agreement"
    _description = "Agreement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "ref", "party_ids.partner_id"]

    _TRANSITIONS = {
        "draft": ("to_sign",),
        "to_sign": ("draft", "active"),
        "active": ("expired", "terminated"),
        "expired": (),
        "terminated": (),
    }
    #: Closed from the day on which the text goes out for signature.
    _TERMS = frozenset(
        {"ref", "name", "kind", "partner_id", "date_start", "date_end", "renewal", "notice_days", "previous_id"}
    )
    #: Closed from the day on which all have signed.
    _SIGNED = frozenset({"document", "document_name"})
    #: Written by the state and the calendar alone.
    _COUNTED = frozenset({"signed_end", "reminded_for"})
    #: Closed when it is over.
    _END = frozenset({"terminated_on", "termination_reason"})

    # what
    ref = fields.Char(string="Reference", readonly=True, required=True, copy=False, default="/")
    name = fields.Char(
        string="Title", required=True, tracking=True, help="As the document calls itself: “Partnership agreement 2026”."
    )
    kind = fields.Selection(
        [
            ("framework", "Framework agreement"),
            ("employer", "Employer agreement"),
            ("hosting", "Hosting agreement"),
            ("co_certification", "Co-certification agreement"),
            ("funding", "Funding agreement"),
        ],
        required=True,
        default="framework",
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To sign"),
            ("active", "In force"),
            ("expired", "Term over"),
            ("terminated", "Terminated"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    # who
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Whom the agreement is with. Others who sign it, too, are added to its parties.",
    )
    party_ids = fields.One2many("hub.agreement.party", "agreement_id", string="Parties", copy=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Is reminded before the agreement ends.",
    )
    program_id = fields.Many2one(
        "hub.program",
        string="Programme",
        index="btree_not_null",
        ondelete="restrict",
        help="The promise that this agreement is part of, if any.",
    )
    # when
    date_start = fields.Date(string="Start date", index=True, tracking=True)
    date_end = fields.Date(
        string="End date",
        index="btree_not_null",
        tracking=True,
        help="Last day of the current term. Leave it empty if the agreement has no end.",
    )
    renewal = fields.Selection(
        [("none", "Ends with its term"), ("tacit", "Tacit renewal"), ("explicit", "Renewed by a new agreement")],
        required=True,
        default="none",
        tracking=True,
        help="Tacit: another term of the same length begins unless notice was given.",
    )
    notice_days = fields.Integer(
        string="Notice (days)",
        default=30,
        help="Who does not want another term says so this many days before the end of the current one.",
    )
    reminder_days = fields.Integer(
        string="Reminder (days)",
        default=60,
        help="The responsible is reminded this many days before the last day on which something can be done: "
        "the end of the term, or with a tacit renewal the last day for giving notice.",
    )
    decide_by = fields.Date(
        compute="_compute_decide_by", store=True, help="Last day on which what follows can be decided."
    )
    remind_on = fields.Date(string="Reminder on", compute="_compute_decide_by", store=True, index="btree_not_null")
    reminded_for = fields.Date(
        string="Reminded for", readonly=True, copy=False, help="The end of term for which the reminder was made."
    )
    signed_end = fields.Date(
        string="End of the first term",
        readonly=True,
        copy=False,
        help="The end date that was signed; tacit renewals are counted from it.",
    )
    terminated_on = fields.Date(
        string="Terminated on",
        readonly=True,
        copy=False,
        tracking=True,
        help="First day on which it is no longer in force. A day to come: notice was given.",
    )
    termination_reason = fields.Text(string="Reason of the termination", readonly=True, copy=False)
    is_in_force = fields.Boolean(string="In force today", compute="_compute_is_in_force", search="_search_is_in_force")
    in_force_on = fields.Date(
        string="In force on",
        store=False,
        search="_search_in_force_on",
        help="To search with: agreements that were, are or will be in force on that day.",
    )
    ends_soon = fields.Boolean(compute="_compute_ends_soon", search="_search_ends_soon")
    # the paper
    document = fields.Binary(attachment=True, copy=False, help="The signed agreement: PDF, JPG or PNG.")
    document_name = fields.Char(copy=False)
    # before and after
    previous_id = fields.Many2one(
        "hub.agreement",
        string="Renews",
        copy=False,
        ondelete="restrict",
        help="The agreement that this one follows.",
    )
    next_ids = fields.One2many("hub.agreement", "previous_id")
    next_id = fields.Many2one("hub.agreement", string="Renewed by", compute="_compute_next_id")

    _ref_uniq = models.UniqueIndex("(ref)", "Another agreement has this reference.")
    _previous_uniq = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL", "An agreement is renewed by one agreement; this one already is."
    )
    _not_its_own_renewal = models.Constraint("CHECK (previous_id <> id)", "An agreement does not renew itself.")
    _dates_in_order = models.Constraint(
        "CHECK (date_start <= date_end)", "An agreement cannot end before it starts: correct its dates."
    )
    _days_not_negative = models.Constraint(
        "CHECK (notice_days >= 0 AND reminder_days >= 0)", "Days of notice and of reminder are counted from zero."
    )
    _started = models.Constraint(
        "CHECK (state IN ('draft', 'to_sign') OR date_start IS NOT NULL)",
        "An agreement in force has a start date.",
    )
    _term_to_renew = models.Constraint(
        "CHECK (state = 'draft' OR renewal = 'none' OR date_end IS NOT NULL)",
        "An agreement that is renewed has an end date: the end of its term.",
    )
    _expired_after_end = models.Constraint(
        "CHECK (state <> 'expired' OR date_end IS NOT NULL)", "An agreement without an end date does not expire."
    )
    _terminated_with_reason = models.Constraint(
        "CHECK (state <> 'terminated' OR terminated_on IS NOT NULL)", "A terminated agreement has a day of termination."
    )
    _termination_explained = models.Constraint(
        "CHECK (terminated_on IS NULL OR COALESCE(termination_reason, '') <> '')", "A termination has a reason."
    )
    _terminated_after_start = models.Constraint(
        "CHECK (terminated_on >= date_start)", "An agreement cannot be terminated before it starts."
    )

    # ------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------
    @api.depends("ref", "name")
    def _compute_display_name(self):
        for agreement in self:
            reference = agreement.ref if agreement.ref != "/" else False
            agreement.display_name = " · ".join(filter(None, [reference, agreement.name]))

    @api.depends("date_end", "renewal", "notice_days", "reminder_days", "reminded_for")
    def _compute_decide_by(self):
        for agreement in self:
            notice = agreement.notice_days if agreement.renewal == "tacit" else 0
            decide_by = agreement.date_end and agreement.date_end - timedelta(days=notice)
            agreement.decide_by = decide_by
            reminded = agreement.date_end == agreement.reminded_for
            agreement.remind_on = decide_by and not reminded and decide_by - timedelta(days=agreement.reminder_days)

    @api.depends("next_ids")
    def _compute_next_id(self):
        for agreement in self:
            agreement.next_id = agreement.next_ids[:1]

    @api.depends("state", "date_start", "date_end", "terminated_on")
    def _compute_is_in_force(self):
        today = fields.Date.context_today(self)
        in_force = self.filtered_domain(self._get_in_force_domain(today))
        for agreement in self:
            agreement.is_in_force = agreement in in_force

    @api.model
    def _get_in_force_domain(self, day):
        """Agreements in force on ``day``, which may be past or to come."""
        return (
            Domain("state", "in", ("active", "expired", "terminated"))
            & Domain("date_start", "<=", day)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
            & (Domain("terminated_on", "=", False) | Domain("terminated_on", ">", day))
        )

    def _search_is_in_force(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return self._get_in_force_domain(fields.Date.context_today(self))

    def _search_in_force_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_in_force_domain(fields.Date.to_date(day)) for day in value if day)

    @api.depends("state", "date_end", "terminated_on")
    def _compute_ends_soon(self):
        ending = self.filtered_domain(self._get_ends_soon_domain())
        for agreement in self:
            agreement.ends_soon = agreement in ending

    @api.model
    def _get_ends_soon_domain(self):
        """In force, and over in the coming weeks; nothing follows it so far."""
        last = fields.Date.context_today(self) + timedelta(days=ENDS_SOON)
        return (
            Domain("state", "=", "active")
            & (Domain("date_end", "<=", last) | Domain("terminated_on", "<=", last))
            & Domain("next_ids", "=", False)
        )

    def _search_ends_soon(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return self._get_ends_soon_domain()

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            # Said, so that no default of a client says otherwise.
            if vals.setdefault("state", "draft") != "draft":
                raise UserError(
                    self.env._(
                        "A new agreement is a draft: “%(name)s” is sent for signature and activated by its buttons.",
                        name=vals.get("name") or "",
                    )
                )
            if vals.get("ref", "/") == "/":
                # sudo: who may create an agreement need not read sequences.
                vals["ref"] = self.env["ir.sequence"].sudo().next_by_code("hub.agreement") or "/"
        agreements = super().create(vals_list)
        agreements._add_parties()
        return agreements

    def write(self, vals):
        if "state" in vals:
            self._verify_move(vals["state"])
        if "terminated_on" in vals or vals.get("state") in ("active", "terminated"):
            self._verify_decider()
        self._verify_open(vals)
        former = {agreement: agreement.partner_id for agreement in self} if "partner_id" in vals else {}
        result = super().write(vals)
        if vals.get("state") == "draft":
            # The text will change, so what was signed so far counts no more.
            self.party_ids.write({"signed_on": False})
        elif vals.get("state") == "active":
            for agreement in self:
                agreement._write_term({"signed_end": agreement.date_end})
        for agreement, partner in former.items():
            if partner != agreement.partner_id:
                agreement.party_ids.filtered(lambda party, partner=partner: party.partner_id == partner).unlink()
        if former:
            self._add_parties()
        return result

    def _write_term(self, vals):
        """What follows from the text that was signed, and so passes by what is closed."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.filtered(lambda agreement: agreement.state != "draft")
        if sent:
            raise UserError(
                self.env._(
                    "Only a draft can be deleted: %(agreements)s. Terminate an agreement that is in force; take one "
                    "that waits for signatures back to draft.",
                    agreements=sent._get_names(),
                )
            )

    def _verify_move(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        refused = self.filtered(lambda agreement: state not in self._TRANSITIONS[agreement.state])
        if refused:
            raise UserError(
                self.env._(
                    "These agreements cannot become “%(state)s”: %(agreements)s.",
                    state=labels.get(state, state),
                    agreements=format_list(
                        self.env, [f"{agreement.display_name} ({labels[agreement.state]})" for agreement in refused]
                    ),
                )
            )

    def _verify_decider(self):
        if not (self.env.su or self.env.user.has_group("hub_core.group_program_manager")):
            raise AccessError(
                self.env._(
                    "Only a programme manager puts agreements into force and ends them: %(agreements)s.",
                    agreements=self._get_names(),
                )
            )

    def _verify_open(self, vals):
        """Refuse to change what is closed, whoever asks."""
        for agreement in self:
            closed = [name for name in agreement._get_closed_fields() & vals.keys() if agreement._changes(name, vals)]
            if closed:
                labels = [self._fields[name]._description_string(self.env) for name in sorted(closed)]
                raise UserError(
                    self.env._(
                        "%(agreement)s is closed: %(fields)s can no longer change. Take it back to draft while it "
                        "waits for signatures; once it is in force, renew it or terminate it.",
                        agreement=agreement.display_name,
                        fields=format_list(self.env, [f"“{label}”" for label in labels]),
                    )
                )

    def _get_closed_fields(self):
        """Names of the fields that no longer change. Addons add those of their kinds."""
        self.ensure_one()
        closed = self._COUNTED if self.state == "draft" else self._COUNTED | self._TERMS
        if self.state in ("active", "expired", "terminated"):
            closed |= self._SIGNED
        if self.state in ("expired", "terminated"):
            closed |= self._END
        return closed

    def _changes(self, name, vals):
        field = self._fields[name]
        if field.type == "binary":
            return bool(vals[name] or self[name])
        return field.convert_to_record(field.convert_to_cache(vals[name], self), self) != self[name]

    def _get_names(self):
        return format_list(self.env, self.mapped("display_name"))

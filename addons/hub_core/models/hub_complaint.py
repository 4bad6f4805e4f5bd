import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .hub_complaint_content import SAFEGUARDING_CATEGORIES

OFFICER_GROUP = "hub_core.group_safeguarding_officer"
#: No letter or digit that is taken for another one when it is read aloud or copied by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: Within how many days a complaint is read and answered: parameters, and what holds without them.
DEADLINES = {
    "complaint": {"acknowledge": 3, "answer": 30},
    "safeguarding": {"acknowledge": 1, "answer": 15},
}
OPEN_STATES = ("received", "in_review")


class HubComplaint(models.Model):
    """A complaint or a safeguarding concern, open to its officers alone.

    States::

        received ──take──▶ in_review ──answer──▶ answered ──close──▶ closed
           ▲                 │  ▲ ▲ │               │                  │
           └───give back─────┘  │ │ └──refer──▶ referred ──close───────┤
                                │ └──reopen─────────┘                  │
                                └─────────────────reopen───────────────┘

    There is no partner and no follower on it: what other people may read of partners and chatters
    must never tell who complained. Whoever is not an officer finds nothing here, the administrator included.
    """

    _name = "hub.complaint"
    _description = "Complaint"
    _inherit = [
        "hub.access.logged.mixin",
        "hub.complaint.content",
        "hub.linked.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "ref"
    _order = "urgency desc, received_on desc, id desc"

    _TRANSITIONS = {
        "received": {"in_review"},
        "in_review": {"received", "answered", "referred"},
        "answered": {"in_review", "closed"},
        "referred": {"in_review", "closed"},
        "closed": {"in_review"},
    }

    ref = fields.Char(
        "Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._get_new_ref(),
        help="What the person was given. It tells nothing, and cannot be guessed.",
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("in_review", "In review"),
            ("answered", "Answered"),
            ("referred", "Referred outside"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="received",
        tracking=True,
        index=True,
    )
    officer_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        domain=lambda self: [("all_group_ids", "in", self.env.ref(OFFICER_GROUP).id)],
    )
    is_anonymous = fields.Boolean("Anonymous", compute="_compute_is_anonymous", store=True)
    answer = fields.Text(copy=False, help="The person reads it on the page of her link, from the moment you answer.")
    outcome = fields.Selection(
        [
            ("upheld", "Upheld"),
            ("partly", "Upheld in part"),
            ("not_upheld", "Not upheld"),
            ("referred", "Referred outside"),
        ],
        "What came of it",
        copy=False,
    )
    referred_to = fields.Char("Referred to", copy=False, help="Who takes care of it now: a service, an authority.")
    acknowledge_by = fields.Date("Read by", compute="_compute_deadlines", store=True)
    answer_by = fields.Date("Answer by", compute="_compute_deadlines", store=True)
    acknowledged_on = fields.Date("Read on", readonly=True, copy=False)
    answered_on = fields.Date("Answered on", readonly=True, copy=False)
    closed_on = fields.Date("Closed on", readonly=True, copy=False)
    anonymised_on = fields.Date("Made anonymous on", readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _ref_uniq = models.UniqueIndex("(ref)", "Two complaints have the same reference: send it once more.")
    _text_given = models.Constraint(
        "CHECK (anonymised_on IS NOT NULL OR COALESCE(btrim(text), '') <> '')", "Write what happened."
    )
    _kind_of_category = models.Constraint(
        "CHECK (category NOT IN ('child', 'sexual') OR kind = 'safeguarding')",
        "The safety of a child and sexual exploitation are always safeguarding concerns.",
    )
    _safeguarding_at_once = models.Constraint(
        "CHECK (kind <> 'safeguarding' OR urgency = 'urgent')", "A safeguarding concern is dealt with at once."
    )
    _outcome_given = models.Constraint(
        "CHECK (state NOT IN ('answered', 'referred', 'closed') OR outcome IS NOT NULL)",
        "Choose an outcome before you answer or close.",
    )
    _answer_given = models.Constraint(
        "CHECK (anonymised_on IS NOT NULL OR state <> 'answered' OR COALESCE(btrim(answer), '') <> '')",
        "Write the answer that the person will read.",
    )
    _officer_given = models.Constraint(
        "CHECK (state = 'received' OR officer_id IS NOT NULL)", "Somebody has taken every complaint that is not new."
    )
    _closed_with_date = models.Constraint(
        "CHECK ((state = 'closed') = (closed_on IS NOT NULL))", "A closed complaint has the day of its closing."
    )
    _anonymised_closed = models.Constraint(
        """CHECK (anonymised_on IS NULL OR (
            state = 'closed' AND COALESCE(text, '') = '' AND COALESCE(answer, '') = ''
            AND COALESCE(contact_name, '') = '' AND COALESCE(contact_phone, '') = ''
            AND COALESCE(contact_email, '') = '' AND COALESCE(contact_hours, '') = ''
            AND COALESCE(referred_to, '') = ''))""",
        "Of an anonymous complaint only its kind, its outcome and its dates are kept.",
    )

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------
    @api.model
    def _get_new_ref(self):
        """REC, the year, and six characters that nobody guesses or mistakes: REC-2026-K7M3QX."""
        code = "".join(secrets.choice(ALPHABET) for _place in range(6))
        return f"REC-{fields.Date.context_today(self).year}-{code}"

    @api.depends("contact_name", "contact_phone", "contact_email")
    def _compute_is_anonymous(self):
        for complaint in self:
            complaint.is_anonymous = not (complaint.contact_name or complaint.contact_phone or complaint.contact_email)

    @api.depends("received_on", "kind")
    def _compute_deadlines(self):
        for complaint in self:
            days = self._get_deadline_days(complaint.kind or "complaint")
            received = complaint.received_on
            complaint.acknowledge_by = received and received + timedelta(days=days["acknowledge"])
            complaint.answer_by = received and received + timedelta(days=days["answer"])

    @api.model
    def _get_deadline_days(self, kind):
        # sudo: the deadlines are system parameters.
        parameters = self.env["ir.config_parameter"].sudo()
        return {
            step: int(parameters.get_param(f"hub_core.{kind}_{step}_days") or days)
            for step, days in DEADLINES[kind].items()
        }

    @api.depends("state", "acknowledge_by", "answer_by")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for complaint in self:
            complaint.is_late = complaint in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._get_late_domain()
        return late if True in value else ~late

    @api.model
    def _get_late_domain(self):
        """Not read or not answered when it should have been."""
        today = fields.Date.context_today(self)
        unread = Domain("state", "=", "received") & Domain("acknowledge_by", "<", today)
        return unread | (Domain("state", "in", OPEN_STATES) & Domain("answer_by", "<", today))

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        return super(HubComplaint, quiet).create([self._prepare_content_vals(vals) for vals in vals_list])

    def write(self, vals):
        if "state" in vals:
            self._verify_transition(vals["state"])
        return super().write(vals)

    @api.model
    def _prepare_content_vals(self, vals):
        """What the category and the kind decide, over what was chosen."""
        decided = {}
        if vals.get("category") in SAFEGUARDING_CATEGORIES:
            decided["kind"] = "safeguarding"
        if {**vals, **decided}.get("kind") == "safeguarding":
            decided["urgency"] = "urgent"
        return {**vals, **decided}

    def _verify_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        refused = self.filtered(lambda complaint: state not in {complaint.state, *self._TRANSITIONS[complaint.state]})
        if refused:
            raise UserError(
                self.env._(
                    "These complaints cannot become “%(state)s”: %(complaints)s.",
                    state=labels.get(state, state),
                    complaints=format_list(
                        self.env, [f"{complaint.ref} ({labels[complaint.state]})" for complaint in refused]
                    ),
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_take(self):
        """I read these complaints now, and answer for them."""
        self._lock_or_explain()
        taken = self.filtered(lambda complaint: complaint.state != "received")
        if taken:
            raise UserError(
                self.env._(
                    "An officer has already taken them: %(complaints)s.",
                    complaints=format_list(
                        self.env, [f"{complaint.ref} ({complaint.officer_id.name})" for complaint in taken]
                    ),
                )
            )
        today = fields.Date.context_today(self)
        self.filtered(lambda complaint: not complaint.acknowledged_on).acknowledged_on = today
        return self.write({"state": "in_review", "officer_id": self.env.uid})

    def action_give_back(self):
        """Somebody else takes them: they are as new."""
        self._lock_or_explain()
        return self.write({"state": "received", "officer_id": False})

    def action_answer(self):
        """Show the answer to the person, on the page of her link."""
        self._lock_or_explain()
        self._verify_given("answer", self.env._("Write the answer that the person will read: %(complaints)s."))
        self._verify_given("outcome", self.env._("Choose an outcome before you answer: %(complaints)s."))
        return self.write({"state": "answered", "answered_on": fields.Date.context_today(self)})

    def action_refer(self):
        self._lock_or_explain()
        self._verify_given("referred_to", self.env._("Write to whom it is referred: %(complaints)s."))
        return self.write({"state": "referred", "outcome": "referred"})

    def action_close(self):
        self._lock_or_explain()
        return self.write({"state": "closed", "closed_on": fields.Date.context_today(self)})

    def action_reopen(self):
        self._lock_or_explain()
        return self._reopen()

    def _reopen(self):
        anonymous = self.filtered("anonymised_on")
        if anonymous:
            refs = format_list(self.env, anonymous.mapped("ref"))
            raise UserError(
                self.env._(
                    "These were made anonymous, and nothing is left of them to review: %(complaints)s.", complaints=refs
                )
            )
        return self.write({"state": "in_review", "closed_on": False})

    def _verify_given(self, name, sentence):
        missing = self.filtered(lambda complaint: not (complaint[name] or "").strip())
        if missing:
            raise UserError(sentence % {"complaints": format_list(self.env, missing.mapped("ref"))})

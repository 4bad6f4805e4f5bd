from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_list

OUTCOMES = [
    ("completed", "Completed"),
    ("left", "Left before the end"),
    ("transferred", "Went on to another programme"),
    ("ineligible", "Not eligible"),
    ("lost_contact", "Lost contact"),
    ("other", "Another outcome"),
]


class HubEnrolment(models.Model):
    """A person takes part in a programme for some time; she may do so again, never twice at once::

        open ──end (with an outcome)──▶ ended ──reopen──▶ open

    The state is derived from the last day, so that the two cannot disagree. What she received there is in the
    ledger; an addon that offers the programme keeps its own applications and points here.
    """

    _name = "hub.enrolment"
    _description = "Enrolment"
    _inherit = ["mail.thread", "hub.access.logged.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "program_id"

    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person", required=True, ondelete="restrict", index=True, tracking=True
    )
    beneficiary_ref = fields.Char(related="beneficiary_id.ref", string="Person's reference")
    program_id = fields.Many2one(
        "hub.program",
        "Programme",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        domain="[('state', '!=', 'draft')]",
    )
    request_id = fields.Many2one("crm.lead", ondelete="set null", index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        "Followed by",
        default=lambda self: self.env.user,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    date_start = fields.Date("First day", required=True, default=fields.Date.context_today, tracking=True)
    date_end = fields.Date("Last day", tracking=True, help="Empty while she takes part.")
    outcome = fields.Selection(OUTCOMES, tracking=True)
    note = fields.Text("Notes")
    state = fields.Selection(
        [("open", "Takes part"), ("ended", "Ended")],
        "Status",
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )

    _period_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "An enrolment cannot end before it begins: correct the dates."
    )
    _outcome_at_end = models.Constraint(
        "CHECK ((date_end IS NULL) = (outcome IS NULL))",
        "The last day of an enrolment and its outcome go together: say both, or neither while it is open.",
    )
    # Ranges of numbers stand for numbers: GiST compares them without an extension.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(beneficiary_id, beneficiary_id, '[]') WITH &&, "
        "int4range(program_id, program_id, '[]') WITH &&, daterange(date_start, date_end, '[)') WITH &&)",
        "The person already takes part in this programme at that time: end that enrolment first.",
    )

    @api.depends("date_end")
    def _compute_state(self):
        for enrolment in self:
            enrolment.state = "ended" if enrolment.date_end else "open"

    @api.depends("beneficiary_id.ref", "program_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Reference and programme, never a person's name: links show it to whoever reads the row."""
        for enrolment in self:
            # sudo: who sees the enrolment sees the reference of its person, and nothing else of her.
            ref = enrolment.sudo().beneficiary_id.ref
            enrolment.display_name = " · ".join(filter(None, [ref, enrolment.program_id.name]))

    @api.constrains("beneficiary_id", "program_id", "date_start", "date_end")
    def _check_overlap(self):
        """The database refuses it, too; here every offender is named with the other period."""
        self._verify_free(self)

    @api.model
    def _verify_free(self, enrolments):
        """Raise when one of these, made or not yet, is at the time of another one of its person in its programme."""
        # sudo: that there is another one does not depend on who asks.
        others = self.sudo().search(
            [
                ("beneficiary_id.root_id", "in", enrolments.beneficiary_id._get_roots().ids),
                ("program_id", "in", enrolments.program_id.ids),
            ]
        )
        clashes = [
            f"{enrolment.display_name} ({other._get_period()})"
            for enrolment in enrolments
            for other in others - enrolment
            if enrolment._overlaps(other)
        ]
        if clashes:
            raise ValidationError(
                self.env._(
                    "The person already takes part in this programme at that time: %(enrolments)s. End that enrolment "
                    "first, or correct the dates.",
                    enrolments=format_list(self.env, clashes),
                )
            )

    @api.constrains("program_id", "date_start")
    def _check_program(self):
        wrong = self.filtered(
            lambda one: (
                one.program_id.state == "draft"
                or (one.program_id.date_start and one.date_start < one.program_id.date_start)
                or (one.program_id.date_end and one.date_start > one.program_id.date_end)
            )
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "The first day of an enrolment lies within its programme, which has begun: %(enrolments)s. Correct "
                    "the day, or choose another programme.",
                    enrolments=format_list(self.env, wrong.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        # Who leaves and who begins in the same save: the end is written before the new beginning.
        self.flush_model()
        vals_list = self.env["hub.beneficiary"]._use_roots(vals_list)
        self._verify_named_open(vals_list)  # before a sentence tells what she takes part in
        for vals in vals_list:  # one after the other: they are few
            self._verify_free(self.new(self._add_missing_default_values(vals)))
        enrolments = super().create(vals_list)
        enrolments.filtered(lambda one: one.state == "open").beneficiary_id._become_active()
        return enrolments

    def copy_data(self, default=None):
        raise UserError(self.env._("An enrolment is not copied: enrol the person anew, with its own dates."))

    def _overlaps(self, other):
        """Whether both are of the same person in the same programme, with a day in common."""
        return (
            self.program_id == other.program_id
            and self.beneficiary_id._get_roots() == other.beneficiary_id._get_roots()
            and (not other.date_end or self.date_start < other.date_end)
            and (not self.date_end or other.date_start < self.date_end)
        )

    def _get_period(self):
        self.ensure_one()
        dates = {
            "start": format_date(self.env, self.date_start),
            "end": self.date_end and format_date(self.env, self.date_end),
        }
        if self.date_end:
            return self.env._("from %(start)s to %(end)s", **dates)
        return self.env._("since %(start)s", **dates)

    def action_end(self, outcome=None, day=None):
        """End these enrolments today, or on ``day``."""
        outcome = outcome or self.env.context.get("hub_outcome")
        over = self.filtered("date_end")
        if over:
            raise UserError(
                self.env._(
                    "These enrolments have ended already: %(enrolments)s.",
                    enrolments=format_list(self.env, over.mapped("display_name")),
                )
            )
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("Say how the enrolment ended: choose its outcome."))
        return self.write({"date_end": day or fields.Date.context_today(self), "outcome": outcome})

    def action_reopen(self):
        """It was ended by mistake."""
        return self.write({"date_end": False, "outcome": False})

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.hub_beneficiary import EXIT_REASONS
from ..models.hub_enrolment import OUTCOMES

KINDS = ("referral", "enrolment", "request", "appointment")


#: How an enrolment ends when its person leaves, unless somebody says otherwise.
OUTCOMES_OF = {"deceased": "other", "withdrawn": "left"}


class HubExitWizard(models.TransientModel):
    """People leave the hub. Whoever died leaves her household, too, and somebody else heads it.

    What is still open is shown, and ends with a reason unless somebody says that it goes on.
    """

    _name = "hub.exit.wizard"
    _description = "A person leaves the hub"

    beneficiary_ids = fields.Many2many("hub.beneficiary", string="People", required=True)
    reason = fields.Selection(EXIT_REASONS, required=True)
    day = fields.Date("Died on", default=fields.Date.context_today)
    candidate_ids = fields.Many2many(
        "hub.household.member",
        "hub_exit_wizard_candidate_rel",
        compute="_compute_candidate_ids",
        export_string_translation=False,
    )
    successor_ids = fields.Many2many(
        "hub.household.member",
        "hub_exit_wizard_successor_rel",
        string="New head of the household",
        domain="[('id', 'in', candidate_ids)]",
        compute="_compute_successor_ids",
        store=True,
        readonly=False,
    )

    # what is still open
    referral_ids = fields.Many2many("hub.referral", string="Open referrals", compute="_compute_open_work")
    enrolment_ids = fields.Many2many("hub.enrolment", string="Open enrolments", compute="_compute_open_work")
    request_ids = fields.Many2many("crm.lead", string="Open requests", compute="_compute_open_work")
    appointment_ids = fields.Many2many("calendar.event", string="Appointments to come", compute="_compute_open_work")
    end_referral = fields.Boolean("Call them off", default=True)
    end_enrolment = fields.Boolean("End them", default=True)
    end_request = fields.Boolean("Close them", default=True)
    end_appointment = fields.Boolean("Cancel them", default=True)
    referral_reason = fields.Char(
        "Why they are called off",
        compute="_compute_referral_reason",
        store=True,
        readonly=False,
        help="In the history of the referral, which the organisation does not read.",
    )
    enrolment_reason = fields.Selection(
        OUTCOMES, "Outcome", compute="_compute_enrolment_reason", store=True, readonly=False
    )
    request_reason = fields.Char("Why they are closed", compute="_compute_request_reason", store=True, readonly=False)
    appointment_reason = fields.Char(
        "Why they are cancelled", compute="_compute_appointment_reason", store=True, readonly=False
    )

    @api.depends("beneficiary_ids")
    def _compute_open_work(self):
        for wizard in self:
            for kind, records in wizard.beneficiary_ids._origin._get_open_work().items():
                wizard[f"{kind}_ids"] = records

    # One for each: a value that is given for one kind leaves the others as proposed.
    @api.depends("reason")
    def _compute_referral_reason(self):
        for wizard in self:
            wizard.referral_reason = wizard._get_reason_label()

    @api.depends("reason")
    def _compute_request_reason(self):
        for wizard in self:
            wizard.request_reason = wizard._get_reason_label()

    @api.depends("reason")
    def _compute_appointment_reason(self):
        for wizard in self:
            wizard.appointment_reason = wizard._get_reason_label()

    @api.depends("reason")
    def _compute_enrolment_reason(self):
        for wizard in self:
            wizard.enrolment_reason = wizard.reason and OUTCOMES_OF.get(wizard.reason, wizard.reason)

    def _get_reason_label(self):
        return dict(self._fields["reason"]._description_selection(self.env)).get(self.reason, False)

    def _get_end_reasons(self):
        """``{kind: why}`` of what ends; raise where the reason is missing."""
        kinds = [kind for kind in KINDS if self[f"end_{kind}"] and self[f"{kind}_ids"]]
        missing = [kind for kind in kinds if not (self[f"{kind}_reason"] or "").strip()]
        if missing:
            raise UserError(
                self.env._(
                    "Say why these end: %(work)s.",
                    work=format_list(
                        self.env, [self._fields[f"{kind}_ids"]._description_string(self.env) for kind in missing]
                    ),
                )
            )
        return {kind: self[f"{kind}_reason"] for kind in kinds}

    def _get_candidates(self):
        """{household that loses its head: who may head it, the eldest first}"""
        if self.reason != "deceased":
            return {}
        leaving = self.beneficiary_ids.member_ids.filtered(lambda member: not member.date_end)._origin
        return {
            household: candidates
            for household in leaving.filtered("is_head").household_id
            if (candidates := household._get_head_candidates(leaving))
        }

    @api.depends("beneficiary_ids", "reason")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = self.env["hub.household.member"].union(*wizard._get_candidates().values())

    @api.depends("beneficiary_ids", "reason")
    def _compute_successor_ids(self):
        for wizard in self:
            eldest = [candidates[:1] for candidates in wizard._get_candidates().values()]
            wizard.successor_ids = self.env["hub.household.member"].union(*eldest)

    def action_exit(self):
        self.beneficiary_ids._end_open_work(self._get_end_reasons())
        if self.reason == "deceased":
            self._verify_successors()
            self.beneficiary_ids._leave_households(
                self.day or fields.Date.context_today(self), "deceased", self.successor_ids
            )
        self.beneficiary_ids.action_exit(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _verify_successors(self):
        """One new head for each household that loses its own."""
        chosen = self.successor_ids.grouped("household_id")
        wrong = [household for household in self._get_candidates() if len(chosen.get(household, ())) != 1]
        if wrong:
            raise UserError(
                self.env._(
                    "Choose one new head for each of these households: %(households)s.",
                    households=format_list(self.env, [household.display_name for household in wrong]),
                )
            )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.hub_beneficiary import EXIT_REASONS


class HubExitWizard(models.TransientModel):
    """People leave the hub. Whoever died leaves her household, too, and somebody else heads it."""

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

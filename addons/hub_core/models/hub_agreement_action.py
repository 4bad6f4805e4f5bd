from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .hub_agreement import REMINDER


class HubAgreement(models.Model):
    """The buttons of an agreement: each locks it, decides, and moves it along its states."""

    _inherit = "hub.agreement"

    def action_send_for_signature(self):
        self._set_state("to_sign")

    def action_back_to_draft(self):
        self._set_state("draft")

    def action_activate(self):
        self._set_state("active")

    def action_open_termination(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Terminate the agreement"),
            "res_model": "hub.agreement.termination",
            "view_mode": "form",
            "target": "new",
            "context": {"default_agreement_id": self.id},
        }

    def action_withdraw_notice(self):
        """The agreement goes on: the notice that was given is taken back."""
        self._lock_or_explain()
        self.write({"terminated_on": False, "termination_reason": False})

    def action_renew(self):
        """A draft that follows this agreement, with the same parties and as long a term."""
        self.ensure_one()
        self._lock_or_explain()
        if self.state not in ("active", "expired") or not self.date_end:
            raise UserError(
                self.env._(
                    "Only an agreement in force or expired, with an end date, is renewed: %(agreement)s.",
                    agreement=self.display_name,
                )
            )
        if self.next_ids:
            raise UserError(
                self.env._(
                    "%(agreement)s is already renewed by %(next)s: open that one.",
                    agreement=self.display_name,
                    next=self.next_ids.display_name,
                )
            )
        renewal = self.copy(
            {
                "previous_id": self.id,
                "date_start": self.date_end + timedelta(days=1),
                "date_end": self._get_next_end(),
                "user_id": self.user_id.id if self.user_id.active else self.env.uid,
            }
        )
        self.activity_feedback([REMINDER], feedback=self.env._("Renewed: %(name)s", name=renewal.display_name))
        return renewal.get_formview_action()

    def _terminate(self, day, reason):
        """End these agreements on ``day``, the first on which they are no longer in force."""
        self._lock_or_explain()
        for agreement in self:
            agreement._verify_termination_day(day)
        over = day <= fields.Date.context_today(self)
        self.write({"terminated_on": day, "termination_reason": reason, **({"state": "terminated"} if over else {})})
        self.activity_unlink([REMINDER])

    def _verify_termination_day(self, day):
        # A tacit renewal may be ended in a term to come.
        latest = self.date_end if self.renewal != "tacit" else False
        if (self.date_start and day < self.date_start) or (latest and day > latest):
            raise UserError(
                self.env._(
                    "%(agreement)s can be terminated from %(start)s%(to)s, not on %(day)s.",
                    agreement=self.display_name,
                    start=format_date(self.env, self.date_start),
                    to=self.env._(" to %(end)s", end=format_date(self.env, latest)) if latest else "",
                    day=format_date(self.env, day),
                )
            )

    def _set_state(self, state):
        self._lock_or_explain()
        self.write({"state": state})

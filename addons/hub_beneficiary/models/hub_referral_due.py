from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .hub_beneficiary_responsible import Responsible
from .hub_referral import OPEN_STATES

#: Days to answer, and days to say what became of it once accepted (or of a place once on the waiting list).
DAYS = {"normal": (7, 30), "urgent": (2, 14), "immediate": (1, 3)}
#: Parameter with other days, e.g. ``hub_beneficiary.referral_days_urgent`` = ``3/14``.
PARAMETER = "hub_beneficiary.referral_days_"
BATCH = 100


class HubReferral(models.Model):
    """Until when the receiver's next step is expected, and the one reminder when that day is over."""

    _inherit = "hub.referral"

    due_on = fields.Date(
        "Answer expected by", readonly=True, copy=False, help="The receiver's next step is expected until this day."
    )
    is_reminded = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _due_while_open = models.Constraint(
        "CHECK (due_on IS NULL OR state IN ('sent', 'acknowledged', 'waitlisted', 'accepted'))",
        "Nothing is expected any more of a referral that was answered in the end.",
    )
    _due_idx = models.Index("(due_on) WHERE due_on IS NOT NULL")

    @api.depends("due_on")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for referral in self:
            referral.is_late = bool(referral.due_on) and referral.due_on < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_on", "<", fields.Date.context_today(self))
        return Domain.OR(late if wanted else ~late for wanted in value)

    def _get_due_on(self, state):
        """The day until which the step after ``state`` is expected, or False."""
        self.ensure_one()
        if state not in OPEN_STATES:
            return False
        answer, outcome = self._get_days(self.urgency)
        days = answer if state in ("sent", "acknowledged") else outcome
        return fields.Date.context_today(self) + timedelta(days=days)

    @api.model
    def _get_days(self, urgency):
        # sudo: a setting of the system.
        given = self.env["ir.config_parameter"].sudo().get_param(PARAMETER + urgency) or ""
        parts = given.split("/")
        if len(parts) == 2 and all(part.strip().isdigit() for part in parts):
            return tuple(int(part) for part in parts)
        return DAYS[urgency]

    @api.model
    def _cron_remind(self):
        """Who follows a late referral is reminded, once for each day that was set."""
        today = fields.Date.context_today(self)
        domain = Domain("due_on", "<", today) & Domain("is_reminded", "=", False)
        late = self.search(domain, order="due_on, id", limit=BATCH).try_lock_for_update(allow_referencing=True)
        late._remind()
        self.env["ir.cron"]._commit_progress(len(late), remaining=self.search_count(domain))

    def _remind(self):
        """One activity each, of which the title names nobody."""
        for referral in self:
            referral._plan_for_responsible("mail.mail_activity_data_call", lambda told: told._get_reminder_title())
        self._mail_representatives("late")
        self.write({"is_reminded": True})

    def _get_reminder_title(self):
        if self.direction == "inbound":
            return self.env._("Late: %(organization)s waits for our answer", organization=self.organization_id.name)
        return self.env._("Late: call %(organization)s about this referral", organization=self.organization_id.name)

    def _get_responsible(self):
        """Who follows it: of one that came in by itself who takes its request, else who answers for its person."""
        self.ensure_one()
        for user in (self.user_id, self.request_id.user_id):
            if user.active and not user.share:
                return Responsible(user)
        people = self.env["hub.beneficiary"]
        person = self.beneficiary_id._get_roots()
        return person._get_responsibles()[person] if person else people._get_reception_responsible()

    def _plan_for_responsible(self, activity_type, say):
        """One activity, today, for who follows this referral.

        :param say: from an environment in her language to the title, which names nobody
        """
        self.ensure_one()
        responsible = self._get_responsible()
        user = responsible.user or self.env.user
        told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        return told.activity_schedule(
            activity_type,
            fields.Date.context_today(self),
            summary=say(told),
            note=responsible.note,
            user_id=user.id,
        )

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

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
            user = referral._get_responsible()
            told = referral.with_context(lang=user.lang, mail_activity_quick_update=True)
            told.activity_schedule(
                "mail.mail_activity_data_call",
                fields.Date.context_today(self),
                summary=told._get_reminder_title(),
                user_id=user.id,
            )
        self.write({"is_reminded": True})

    def _get_reminder_title(self):
        if self.direction == "inbound":
            return self.env._("Late: %(organization)s waits for our answer", organization=self.organization_id.name)
        return self.env._("Late: call %(organization)s about this referral", organization=self.organization_id.name)

    def _get_responsible(self):
        """Who follows it: of one that came in by itself, who takes its request, else who leads the reception."""
        self.ensure_one()
        user = self.user_id or self.request_id.user_id or self.beneficiary_id.user_id
        user = user or self.env.ref("hub_beneficiary.team_hub").user_id
        if not user.active or user.share:
            managers = self.env.ref("hub_core.group_program_manager").all_user_ids
            user = managers.filtered(lambda one: one.active and not one.share).sorted("id")[:1]
        return user or self.env.user

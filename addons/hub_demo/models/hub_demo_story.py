from odoo import api, fields, models

from ..story import TOLD_ON
from ..story.clock import ZONE, Clock


class HubDemoStory(models.AbstractModel):
    """Keeps the story alive: what was today's when it was told is today's again tomorrow."""

    _name = "hub.demo.story"
    _description = "Demo story"

    @api.model
    def _cron_move_to_today(self):
        """Move what is still open to today; what has happened stays where it was."""
        parameters = self.env["ir.config_parameter"].sudo()
        clock = Clock(fields.Datetime.now())
        told_on = fields.Date.to_date(parameters.get_param(TOLD_ON))
        if not told_on or told_on >= clock.today:
            return
        shift = clock.today - told_on
        self._move_appointments(clock, told_on, shift)
        self._move_queue(clock)
        self._move_activities(shift)
        self._move_papers(shift)
        parameters.set_param(TOLD_ON, clock.today.isoformat())

    def _get_told_domain(self):
        """What the story made, and not a visitor."""
        return [("create_uid", "=", self.env.ref("base.user_root").id)]

    def _move_appointments(self, clock, told_on, shift):
        domain = [("is_hub_appointment", "=", True), ("start", ">=", clock.at(told_on, "00:00"))]
        for event in self.env["calendar.event"].search([*self._get_told_domain(), *domain]):
            # By days on the wall clock: the hour stays when the zone's offset changes.
            start = fields.Datetime.context_timestamp(self.with_context(tz=ZONE.zone), event.start)
            moved = clock.at(start.date() + shift, start.strftime("%H:%M"))
            event.with_context(no_mail_to_attendees=True, dont_notify=True).write(
                {"start": moved, "stop": moved + (event.stop - event.start)}
            )

    def _move_queue(self, clock):
        domain = [("is_hub_request", "=", True), ("stage_code", "=", "welcome"), ("arrived_at", "!=", False)]
        queue = self.env["crm.lead"].search([*self._get_told_domain(), *domain], order="arrived_at")
        for place, request in enumerate(reversed(queue)):
            request.arrived_at = clock.minutes_ago(6 + 11 * place)

    def _move_activities(self, shift):
        domain = [("res_model", "in", ("hub.beneficiary", "crm.lead"))]
        for activity in self.env["mail.activity"].search([*self._get_told_domain(), *domain]):
            activity.with_context(mail_activity_quick_update=True).date_deadline += shift

    def _move_papers(self, shift):
        """Some expire within 90, 60 and 30 days, and some have expired, whenever one looks."""
        for paper in self.env["hub.beneficiary.identity"].search(self._get_told_domain()):
            paper.write({"issued_on": paper.issued_on + shift, "expires_on": paper.expires_on + shift})

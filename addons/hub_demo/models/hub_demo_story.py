from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..story import TOLD_AT, TOLD_ON
from ..story.clock import ZONE, Clock
from ..story.nights import let_night_pass


class HubDemoStory(models.AbstractModel):
    """Keeps the story alive: what was today's when it was told is today's again tomorrow."""

    _name = "hub.demo.story"
    _description = "Demo story"

    @api.model
    def _cron_move_to_today(self):
        """Move what is still open to today; what has happened stays where it was."""
        # sudo: the day of the story is a system parameter.
        parameters = self.env["ir.config_parameter"].sudo()
        clock = Clock(fields.Datetime.now())
        told_on = fields.Date.to_date(parameters.get_param(TOLD_ON))
        if not told_on or told_on >= clock.today:
            return
        shift = clock.today - told_on
        self._move_appointments(clock, told_on, shift)
        self._move_queue(clock)
        self._move_activities(shift)
        self._move_papers(clock, shift)
        self._move_agreements(shift)
        self._move_invitations(shift)
        self._move_complaints(shift)
        self._move_open_days(clock, told_on)
        self._move_referrals(shift)
        self._move_asked(shift)
        self._move_kept(shift)
        self._renew_limited_consents(clock, told_on)
        let_night_pass(self.env)
        parameters.set_param(TOLD_ON, clock.today.isoformat())

    def _get_told_domain(self):
        """What the story made, and not a visitor: much of it in the name of its people, all at one moment."""
        told = Domain("create_uid", "=", self.env.ref("base.user_root").id)
        # sudo: when the story was told is a system parameter.
        moment = fields.Datetime.to_datetime(self.env["ir.config_parameter"].sudo().get_param(TOLD_AT))
        if moment:
            told |= Domain("create_date", ">=", moment) & Domain("create_date", "<", moment + timedelta(seconds=1))
        return list(told)

    def _move_appointments(self, clock, told_on, shift):
        domain = [("is_hub_appointment", "=", True), ("start", ">=", clock.at(told_on, "00:00"))]
        events = self.env["calendar.event"].with_context(active_test=False)
        for event in events.search([*self._get_told_domain(), *domain]):
            # By days on the wall clock: the hour stays when the zone's offset changes.
            start = fields.Datetime.context_timestamp(self.with_context(tz=ZONE.zone), event.start)
            moved = clock.at(start.date() + shift, start.strftime("%H:%M"))
            told, answer = event.hub_told == "yes", event.hub_answer
            event.with_context(no_mail_to_attendees=True, dont_notify=True).write(
                {"start": moved, "stop": moved + (event.stop - event.start)}
            )
            # Told and answered of the day as it is now: for the story nothing was moved.
            if told:
                event.hub_told_sequence = event.ics_sequence
            if answer:
                event.hub_answer_sequence = event.ics_sequence

    def _move_queue(self, clock):
        domain = [("is_hub_request", "=", True), ("stage_code", "=", "welcome"), ("arrived_at", "!=", False)]
        queue = self.env["crm.lead"].search([*self._get_told_domain(), *domain], order="arrived_at")
        for place, request in enumerate(reversed(queue)):
            request.arrived_at = clock.minutes_ago(6 + 11 * place)

    def _move_activities(self, shift):
        domain = [("res_model", "in", ("hub.beneficiary", "hub.referral", "crm.lead", "hub.agreement"))]
        for activity in self.env["mail.activity"].search([*self._get_told_domain(), *domain]):
            activity.with_context(mail_activity_quick_update=True).date_deadline += shift

    def _move_papers(self, clock, shift):
        """Some expire within 90, 60 and 30 days, and some have expired, whenever one looks."""
        for paper in self.env["hub.beneficiary.identity"].search(self._get_told_domain()):
            issued = min(paper.issued_on + shift, clock.today)
            paper.write({"issued_on": issued, "expires_on": paper.expires_on + shift})

    def _move_agreements(self, shift):
        """What waits for signatures or is about to end still does; a tacit renewal is the calendar's affair."""
        domain = Domain("state", "in", ("draft", "to_sign")) & Domain("previous_id", "=", False)
        domain |= Domain("ends_soon", "=", True) & Domain("renewal", "!=", "tacit")
        names = ("date_start", "date_end", "signed_end", "reminded_for")
        for agreement in self.env["hub.agreement"].search(domain & Domain(self._get_told_domain())):
            agreement._write_term({name: agreement[name] and agreement[name] + shift for name in names})

    def _move_invitations(self, shift):
        domain = [("state", "=", "pending")]
        for role in self.env["hub.representation"].search([*self._get_told_domain(), *domain]):
            role.offer_expires_at += shift
            self._move_links(role, "representation", shift)

    def _move_links(self, records, purpose, shift):
        """What was not taken back still opens its page, also when nobody has looked for a month."""
        links = self.env["hub.signed.link"]._get_of(records, purpose)
        for link in links.filtered(lambda link: not link.revoked_at):
            link.expires_at += shift

    def _move_complaints(self, shift):
        """Today's has come today, and the late one is as late as it was."""
        domain = [("state", "in", ("received", "in_review"))]
        for complaint in self.env["hub.complaint"].search([*self._get_told_domain(), *domain]):
            read = complaint.acknowledged_on
            complaint.write({"received_on": complaint.received_on + shift, "acknowledged_on": read and read + shift})
            complaint.activity_ids.date_deadline = complaint.answer_by

    def _move_open_days(self, clock, told_on):
        """What is to come stays so, on the same day of the week."""
        domain = [("local_date", ">", told_on), ("local_date", "<", clock.in_days(7))]
        for day in self.env["hub.open.day"].search([*self._get_told_domain(), *domain]):
            weeks = (clock.in_days(7) - day.local_date).days // 7 + 1
            day.local_date += timedelta(weeks=weeks)

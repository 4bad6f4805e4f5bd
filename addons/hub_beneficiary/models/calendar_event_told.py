from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.addons.hub_core.tools import ics
from odoo.addons.hub_core.tools.document import long_day
from odoo.addons.hub_core.tools.wall_clock import to_local, to_utc
from odoo.exceptions import UserError
from odoo.tools import format_list

PURPOSE = "appointment"
ANSWERS = [("coming", "Will come"), ("not_coming", "Cannot come")]
#: The least that a calendar shows.
SHORTEST = timedelta(minutes=15)
CALENDAR_FILE = "appointment.ics"


class CalendarEvent(models.Model):
    """What a person is told of her appointment: a message with a link, and the link's page.

    Message, page and calendar file say when, where and with whom; never her name, nor what it is about:
    a telephone lies about, and its calendar is shown to others. She may answer on the page. What she was
    told and what she answered are about the appointment as it was then (``ics_sequence``): when it is
    moved or cancelled, she has to be told anew, and her answer is not known any more.
    """

    _name = "calendar.event"
    _inherit = ["calendar.event", "hub.linked.mixin", "hub.ics.mixin"]

    hub_told_at = fields.Datetime("Told on", readonly=True, copy=False)
    hub_told_sequence = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    hub_told = fields.Selection(
        [("no", "Not told"), ("yes", "Told"), ("changed", "Changed since told")],
        "Told",
        compute="_compute_hub_told",
        store=True,
        precompute=True,
        help="Whether the person was sent this appointment as it is now.",
    )
    hub_answered_at = fields.Datetime("Answered on", readonly=True, copy=False)
    hub_answer_given = fields.Selection(ANSWERS, readonly=True, copy=False, export_string_translation=False)
    hub_answer_sequence = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    hub_answer = fields.Selection(
        ANSWERS,
        "Answer",
        compute="_compute_hub_answer",
        store=True,
        precompute=True,
        help="What the person answered by her link. An answer to another day or place does not count.",
    )
    is_hub_over = fields.Boolean(compute="_compute_is_hub_over", export_string_translation=False)

    @api.depends("hub_told_at", "hub_told_sequence", "ics_sequence")
    def _compute_hub_told(self):
        for event in self:
            now = "yes" if event.hub_told_sequence == event.ics_sequence else "changed"
            event.hub_told = now if event.hub_told_at else "no"

    @api.depends("hub_answer_given", "hub_answer_sequence", "ics_sequence")
    def _compute_hub_answer(self):
        for event in self:
            event.hub_answer = event.hub_answer_sequence == event.ics_sequence and event.hub_answer_given

    @api.depends("stop")
    def _compute_is_hub_over(self):
        now = fields.Datetime.now()
        for event in self:
            event.is_hub_over = bool(event.stop) and event.stop < now

    def write(self, vals):
        # sudo: links are the system's; which events are appointments does not depend on who asks.
        events = self.sudo()
        people = {event: event.hub_beneficiary_id for event in events} if "hub_beneficiary_id" in vals else {}
        result = super().write(vals)
        for event, person in people.items():
            if person and person != event.hub_beneficiary_id:
                event._forget_whom_was_told()
        if not self._get_time_fields().isdisjoint(vals):
            events._extend_links()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        told = self.filtered(
            lambda event: event.is_hub_appointment and event.hub_told_at and event.active and not event.is_hub_over
        )
        if told:
            raise UserError(
                self.env._(
                    "These people were told of their appointment. Cancel it instead, so that their link says so: "
                    "%(appointments)s.",
                    appointments=format_list(self.env, told.mapped("name")),
                )
            )

    # ------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------
    def action_tell_person(self):
        """Prepare the message that tells the person of her appointment, of a change or that it is cancelled."""
        self.ensure_one()
        self._verify_people(self.hub_beneficiary_id.ids)
        self._verify_not_over()
        partner = self.hub_beneficiary_id.partner_id
        link = self._get_appointment_link()
        message = self.env["hub.phone.message"]._prepare_for(self, partner, self._get_told_text(), link)
        # sudo: for a colleague's appointment, too.
        self.sudo().hub_told_sequence = self.ics_sequence
        return message._get_dialog_action()

    def action_cancel_appointment(self):
        self._verify_not_over()
        self.active = False

    def action_restore_appointment(self):
        self._verify_not_over()
        self.active = True

    def _verify_not_over(self):
        over = self.filtered("is_hub_over")
        if over:
            raise UserError(
                self.env._(
                    "These appointments are over: %(appointments)s.",
                    appointments=format_list(self.env, over.mapped("name")),
                )
            )

    def _get_appointment_link(self):
        """The link that she has, so that the one in an earlier message stays good; or a new one."""
        links = self._get_signed_links(PURPOSE)
        # sudo: whose appointment it is does not depend on who prepares her message.
        partner = self.sudo().hub_beneficiary_id.partner_id
        link = links[:1] or links._issue(self, PURPOSE, partner=partner, days=1)
        link.expires_at = self._get_link_end()
        return link

    def _get_link_end(self):
        """A link is good until the end of the day after."""
        zone = self._get_ics_zone()
        last_day = to_local(self.stop, zone).date() + timedelta(days=1)
        return to_utc(datetime.combine(last_day + timedelta(days=1), time()), zone)

    def _extend_links(self):
        """Moved to a later day, the link that she has is good until then."""
        for event in self.filtered("is_hub_appointment"):
            for link in event._get_signed_links(PURPOSE):
                link.expires_at = max(link.expires_at, event._get_link_end())

    def _forget_whom_was_told(self):
        """The appointment is somebody else's now: the former link is closed, and nobody was told yet."""
        self._get_signed_links(PURPOSE)._revoke()
        self.write({"hub_told_at": False, "hub_answer_given": False, "hub_answered_at": False})

    def _get_told_text(self):
        """The message, in the person's language; short, and about nothing but day, hour and hub."""
        # sudo: her language, and nothing else of the file.
        event = self.with_context(lang=self.sudo().hub_beneficiary_id.partner_id.lang or self.env.lang)
        facts = {
            "hub": event.env.company._get_hub_name(),
            "day": event._get_day_words(),
            "hour": event._get_hour_words(),
        }
        if not event.active:
            return event.env._("%(hub)s: your appointment on %(day)s, %(hour)s, is cancelled.", **facts)
        if event.hub_told == "changed":
            return event.env._("%(hub)s: your appointment is now on %(day)s, %(hour)s.", **facts)
        return event.env._("%(hub)s: you have an appointment on %(day)s, %(hour)s.", **facts)

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------
    def _get_day_words(self):
        """The day on the hub's clock, in the language of the context."""
        day = self.start_date if self.allday else to_local(self.start, self._get_ics_zone()).date()
        return long_day(day, self.env.lang or "en_US")

    def _get_hour_words(self):
        if self.allday:
            return self.env._("all day")
        return to_local(self.start, self._get_ics_zone()).strftime("%H:%M")

    def _get_place(self):
        return self.location or self.env.company._get_hub_place()

    def _get_with_whom(self):
        """A function and no name: who answers for her file may change, and her colleague may receive her."""
        # sudo: visitors read no users; only the function is told.
        user = self.sudo().user_id
        if user.partner_id.function:
            return user.partner_id.function
        if user.has_group("hub_beneficiary.group_counsellor"):
            return self.env._("a counsellor")
        return self.env._("the reception")

    # ------------------------------------------------------------
    # The page behind the link
    # ------------------------------------------------------------
    def _get_link_page(self, link):
        if link.purpose != PURPOSE:
            return super()._get_link_page(link)
        values = {
            "appointment": self,
            "status": "over" if self.is_hub_over else "planned" if self.active else "cancelled",
            "day": self._get_day_words(),
            "hour": self._get_hour_words(),
            "place": self._get_place(),
            "with_whom": self._get_with_whom(),
            "calendar_file": CALENDAR_FILE,
        }
        return "hub_beneficiary.appointment_page", values

    def _act_on_link(self, link, post):
        if link.purpose != PURPOSE:
            return super()._act_on_link(link, post)
        answer = post.get("answer")
        if answer in dict(ANSWERS):
            self._answer(link, answer, post.get("sequence"))
        return self._get_link_page(link)

    def _verify_shown(self, sequence):
        """Raise when the page on which she answered showed another day or place than is agreed by now."""
        if sequence is not None and sequence != str(self.ics_sequence):
            raise UserError(
                self.env._(
                    "Your appointment was changed while you had this page open. Please read when and where it is now, "
                    "and answer once more."
                )
            )

    def _answer(self, link, answer, shown=None):
        if not self.active or self.is_hub_over:
            raise UserError(self.env._("This appointment is over or cancelled: there is nothing left to answer."))
        self._verify_shown(shown)
        if link:  # in the portal she answers without one
            link._use_or_explain()
        news = answer != self.hub_answer
        self.write(
            {
                "hub_answer_given": answer,
                "hub_answer_sequence": self.ics_sequence,
                "hub_answered_at": fields.Datetime.now(),
            }
        )
        if news and answer == "not_coming":
            self._plan_another()

    def _plan_another(self):
        """Whom she would have met agrees with her on another day."""
        person = self.hub_beneficiary_id
        user = self.user_id or person.user_id or self.create_uid
        event = self.with_context(lang=user.lang)
        # No mail: it would carry her name out of the hub.
        person.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_call",
            fields.Date.context_today(self),
            summary=event.env._("Cannot come on %(day)s: agree on another day", day=event._get_day_words()),
            user_id=user.id,
        )

    def _get_link_file(self, link, what):
        if link.purpose != PURPOSE or what != CALENDAR_FILE:
            return super()._get_link_file(link, what)
        method = "PUBLISH" if self.active else "CANCEL"
        return CALENDAR_FILE, ics.mime_type(method), self._get_ics(method)

    # ------------------------------------------------------------
    # Her calendar
    # ------------------------------------------------------------
    def _get_ics_facts(self):
        if not self.is_hub_appointment:
            return ()
        return (*super()._get_ics_facts(), self.location or "", self.active)

    def _get_ics_event(self):
        return ics.Event(
            uid=self.ics_uid,
            sequence=self.ics_sequence,
            # Neither her name nor her reference: others see her calendar.
            summary=self.env._("Appointment: %(hub)s", hub=self.env.company._get_hub_name()),
            start=self.start,
            stop=max(self.stop, self.start + SHORTEST),
            zone=self._get_ics_zone(),
            status="CONFIRMED" if self.active else "CANCELLED",
            location=self._get_place(),
        )

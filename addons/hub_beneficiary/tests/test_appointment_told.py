import re
from datetime import datetime, timedelta
from urllib.parse import urlparse

import icalendar
from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged


class AppointmentToldCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.rate.limit"].search([]).unlink()
        cls.hub = cls.env.company.partner_id
        cls.hub.write({"tz": "Africa/Casablanca", "name_ar": "فضاء الرباط", "street": "3, rue de Fès", "city": "Rabat"})
        cls.user_counsellor.lang = "en_US"
        cls.amina = cls._create_beneficiary(
            name_ar="أمينة العلوي", phone="0612345678", lang="en_US", user_id=cls.user_counsellor.id
        )

    @classmethod
    def _create_appointment(cls, start="2030-12-03 09:00:00", **values):
        stop = fields.Datetime.to_datetime(start) + timedelta(minutes=30)
        return cls.env["calendar.event"].create(
            {
                "hub_beneficiary_id": cls.amina.id,
                "user_id": cls.user_counsellor.id,
                "start": start,
                "stop": stop,
                **values,
            }
        )

    def _tell(self, appointment, user=None):
        """Prepare the message and say that it was sent."""
        action = appointment.with_user(user or self.user_reception).action_tell_person()
        message = self.env["hub.phone.message"].with_user(user or self.user_reception).browse(action["res_id"])
        text = message.text
        message.action_mark_sent()
        return text

    def _get_link(self, appointment):
        return appointment._get_signed_links("appointment")


@freeze_time("2030-11-25 09:00:00")
class TestAppointmentTold(AppointmentToldCommon):
    # -- the message ---------------------------------------------------------

    def test_the_message_says_day_and_hour_of_the_wall_clock_and_the_hub_and_nothing_else(self):
        appointment = self._create_appointment(start="2030-12-03 23:30:00", location="Room 2")
        text = self._tell(appointment)
        local = datetime(2030, 12, 3, 23, 30)  # Morocco's clock is that of UTC
        self.assertIn(f"Tuesday 3 December 2030, {local:%H:%M}", text)
        self.assertIn(self.env.company.name, text)
        self.assertIn("/hub/l/", text)
        for secret in ("Amina", "Alaoui", "أمينة", self.amina.ref, "Room 2", self.user_counsellor.name):
            self.assertNotIn(secret, text)

    def test_the_message_is_in_the_language_of_the_person(self):
        self.amina.lang = "ar_MA"
        text = self._tell(self._create_appointment())
        self.assertIn("الثلاثاء 3 دجنبر 2030", text)
        self.assertIn("فضاء الرباط", text)

    def test_who_asked_that_no_message_be_left_gets_none(self):
        self.amina.leave_no_message = True
        with self.assertRaisesRegex(UserError, "no message be left"):
            self._tell(self._create_appointment())

    def test_nothing_is_sent_to_a_telephone_that_others_read(self):
        self.amina.write({"phone_shared": True, "phone_owner": "Her brother"})
        with self.assertRaisesRegex(UserError, "shared with others"):
            self._tell(self._create_appointment())

    def test_who_says_it_after_the_message_was_prepared_gets_it_no_more(self):
        self.env["ir.config_parameter"].set_param("hub_core.phone_provider", "staff")
        action = self._create_appointment().with_user(self.user_reception).action_tell_person()
        self.amina.leave_no_message = True
        message = self.env["hub.phone.message"].with_user(self.user_reception).browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "no message be left"):
            message.action_send()

    def test_a_person_without_a_telephone_is_named(self):
        self.amina.phone = False
        with self.assertRaisesRegex(ValidationError, "has no number"):
            self._tell(self._create_appointment())

    def test_reception_tells_of_a_colleagues_appointment_and_others_do_not(self):
        appointment = self._create_appointment()
        self._tell(appointment, self.user_reception)
        self.assertEqual(appointment.hub_told, "yes")
        for user in (self.user_auditor, self.user_hub):
            with self.assertRaises(AccessError):
                self._tell(appointment, user)
        self.assertFalse(appointment.with_user(self.user_auditor).has_access("write"))
        self.assertFalse(appointment.browse().with_user(self.user_portal).has_access("write"), "the model's own rights")

    def test_of_a_restricted_file_only_its_counsellor_tells(self):
        self.amina.is_restricted = True
        appointment = self._create_appointment()
        for user in (self.user_reception, self.other_counsellor):
            with self.assertRaises(AccessError):
                self._tell(appointment, user)
        self._tell(appointment, self.user_counsellor)

    def test_an_appointment_that_is_over_is_not_told(self):
        with self.assertRaisesRegex(UserError, self.amina.ref):
            self._tell(self._create_appointment(start="2030-11-24 09:00:00"))

    def test_prepared_is_not_yet_told(self):
        appointment = self._create_appointment()
        self.assertEqual(appointment.hub_told, "no")
        appointment.with_user(self.user_reception).action_tell_person()
        self.assertEqual(appointment.hub_told, "no")

    # -- the link ------------------------------------------------------------

    def test_the_link_is_good_until_the_day_after(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        link = self._get_link(appointment)
        self.assertEqual(link.expires_at, datetime(2030, 12, 5))
        with freeze_time("2030-12-04 23:59:00"):
            self.assertEqual(link._find(link.token)[1], None)
        self.env.invalidate_all()
        with freeze_time("2030-12-05 00:01:00"):
            self.assertEqual(link._find(link.token)[1], "expired")

    def test_told_again_the_link_of_the_first_message_stays_good(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        link = self._get_link(appointment)
        self._tell(appointment)
        self.assertEqual(self._get_link(appointment), link)

    def test_moved_to_a_later_day_the_link_lives_longer(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        appointment.write({"start": "2030-12-20 09:00:00", "stop": "2030-12-20 09:30:00"})
        self.assertEqual(self._get_link(appointment).expires_at, datetime(2030, 12, 22))

    def test_given_to_somebody_else_the_first_persons_link_is_closed(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        link = self._get_link(appointment)
        appointment.hub_beneficiary_id = self._create_beneficiary("Sara")
        self.assertEqual(link.state, "revoked")
        self.assertEqual(appointment.hub_told, "no")

    def test_an_appointment_of_which_somebody_was_told_is_cancelled_and_not_deleted(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        with self.assertRaisesRegex(UserError, self.amina.ref):
            appointment.unlink()
        appointment.action_cancel_appointment()
        self.assertFalse(appointment.active)
        appointment.unlink()

    # -- changes -------------------------------------------------------------

    def test_a_move_is_a_new_version_and_the_person_is_to_be_told_anew(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        version = appointment.ics_sequence
        appointment.with_user(self.user_reception).write(
            {"start": "2030-12-04 10:00:00", "stop": "2030-12-04 11:00:00"}
        )
        self.assertEqual(appointment.ics_sequence, version + 1)
        self.assertEqual(appointment.hub_told, "changed")
        self.assertIn("is now on Wednesday 4 December 2030, 10:00", self._tell(appointment))
        self.assertEqual(appointment.hub_told, "yes")

    def test_a_cancellation_is_a_new_version_and_is_told(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        version = appointment.ics_sequence
        appointment.with_user(self.user_reception).action_cancel_appointment()
        self.assertEqual((appointment.ics_sequence, appointment.hub_told), (version + 1, "changed"))
        self.assertIn("is cancelled", self._tell(appointment))

    def test_what_she_need_not_know_is_no_new_version(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        version = appointment.ics_sequence
        appointment.write({"description": "Bring the file", "user_id": self.other_counsellor.id})
        self.assertEqual((appointment.ics_sequence, appointment.hub_told), (version, "yes"))

    # -- the answer ----------------------------------------------------------

    def _answer(self, appointment, answer):
        appointment.sudo()._act_on_link(self._get_link(appointment), {"answer": answer})

    def test_her_answer_stands_on_the_appointment_and_at_the_desk(self):
        appointment = self._create_appointment(start="2030-11-25 10:00:00")
        self._tell(appointment)
        self._answer(appointment, "coming")
        self.assertEqual(appointment.with_user(self.user_reception).hub_answer, "coming")
        rows = self.env["hub.desk"].with_user(self.user_reception).get_day()["appointments"]["rows"]
        self.assertEqual([row["answer"] for row in rows if row["id"] == appointment.id], ["coming"])

    def test_who_cannot_come_is_called_by_whom_she_would_have_met_once(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        self._answer(appointment, "not_coming")
        self._answer(appointment, "not_coming")
        activity = self.amina.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.user_counsellor)
        self.assertIn("Tuesday 3 December 2030", activity.summary)
        self._answer(appointment, "coming")
        self.assertEqual((appointment.hub_answer, len(self.amina.activity_ids)), ("coming", 1))

    def test_an_answer_to_another_day_is_no_answer(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        self._answer(appointment, "coming")
        appointment.write({"start": "2030-12-04 10:00:00", "stop": "2030-12-04 11:00:00"})
        self.assertFalse(appointment.hub_answer)

    def test_nothing_is_answered_to_what_is_cancelled_or_over(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        link = self._get_link(appointment)
        appointment.active = False
        with self.assertRaisesRegex(UserError, "nothing left to answer"):
            appointment._act_on_link(link, {"answer": "coming"})
        appointment.active = True
        with freeze_time("2030-12-04 09:00:00"), self.assertRaisesRegex(UserError, "nothing left to answer"):
            appointment.invalidate_recordset()
            appointment._act_on_link(link, {"answer": "coming"})

    def test_an_answer_that_nobody_offered_changes_nothing(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        self._answer(appointment, "maybe")
        self.assertFalse(appointment.hub_answer)
        self.assertEqual(self._get_link(appointment).use_count, 0)

    # -- her calendar --------------------------------------------------------

    def _read_calendar(self, appointment):
        _name, _media_type, content = appointment._get_link_file(self._get_link(appointment), "appointment.ics")
        calendar = icalendar.Calendar.from_ical(content)
        return calendar, calendar.walk("VEVENT")[0], content.decode()

    def test_her_calendar_says_when_and_where_and_not_who_or_what(self):
        appointment = self._create_appointment(description="Residence card", location="Room 2")
        self._tell(appointment)
        _calendar, event, text = self._read_calendar(appointment)
        self.assertEqual(event["dtstart"].dt.replace(tzinfo=None), datetime(2030, 12, 3, 9))
        self.assertEqual(event["dtstart"].params["TZID"], "Africa/Casablanca")
        self.assertEqual(str(event["location"]), "Room 2")
        for secret in ("Amina", "Alaoui", "أمينة", self.amina.ref, "Residence", "hub/l/", "0612345678"):
            self.assertNotIn(secret, text)

    def test_her_calendar_replaces_what_it_has_when_the_appointment_moves_or_is_cancelled(self):
        appointment = self._create_appointment()
        self._tell(appointment)
        _calendar, first, _text = self._read_calendar(appointment)
        appointment.write({"start": "2030-12-04 10:00:00", "stop": "2030-12-04 11:00:00"})
        _calendar, moved, _text = self._read_calendar(appointment)
        appointment.active = False
        calendar, gone, _text = self._read_calendar(appointment)
        self.assertEqual({first["uid"], moved["uid"]}, {gone["uid"]})
        self.assertLess(first["sequence"], moved["sequence"])
        self.assertLess(moved["sequence"], gone["sequence"])
        self.assertEqual((calendar["method"], gone["status"]), ("CANCEL", "CANCELLED"))

    def test_an_ordinary_event_has_no_version_for_anybody(self):
        event = self.env["calendar.event"].create(
            {"name": "Lunch", "start": "2030-12-03 12:00:00", "stop": "2030-12-03 13:00:00"}
        )
        event.write({"start": "2030-12-04 12:00:00", "stop": "2030-12-04 13:00:00"})
        self.assertEqual(event.ics_sequence, 0)


@tagged("post_install", "-at_install")
class TestAppointmentPage(AppointmentToldCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        start = (fields.Datetime.now() + timedelta(days=7)).replace(hour=9, minute=0, second=0)
        self.appointment = self._create_appointment(start=fields.Datetime.to_string(start))
        self._tell(self.appointment)
        self.path = urlparse(self._get_link(self.appointment).url).path

    def _post(self, answer, **fields_):
        return self.url_open(self.path, data={"answer": answer, "csrf_token": Request.csrf_token(self), **fields_})

    def _move(self, **delta):
        step = timedelta(**delta)
        self.appointment.write({"start": self.appointment.start + step, "stop": self.appointment.stop + step})

    def test_the_page_opens_in_three_languages_and_names_nobody(self):
        for lang, rtl in (("fr", False), ("ar", True), ("en", False)):
            with self.subTest(lang=lang):
                page = self.url_open(f"{self.path}?lang={lang}")
                self.assertEqual(page.status_code, 200)
                self.assertEqual("o_rtl" in page.text, rtl)
                self.assertIn("09:00", page.text)
                for secret in ("Amina", "Alaoui", "أمينة", self.amina.ref, self.user_counsellor.name):
                    self.assertNotIn(secret, page.text)

    def test_looking_answers_nothing(self):
        self.url_open(f"{self.path}?answer=coming")
        self.assertFalse(self.appointment.hub_answer)

    def test_pressing_answers_and_the_page_says_thanks(self):
        page = self._post("coming")
        self.assertEqual(page.status_code, 200)
        self.assertIn("you will come", page.text)
        self.assertEqual(self.appointment.hub_answer, "coming")
        self.assertIn("you cannot come", self._post("not_coming").text)
        self.assertEqual(self.appointment.hub_answer, "not_coming")
        self.assertEqual(self.amina.activity_ids.user_id, self.user_counsellor)

    def test_an_answer_is_to_the_day_that_the_page_showed(self):
        def shown():
            return re.search(r'name="sequence" value="(\d+)"', self.url_open(self.path).text)[1]

        before = shown()
        self._move(days=1)
        refused = self._post("coming", sequence=before)
        self.assertEqual(refused.status_code, 422)
        self.assertIn("was changed while you had this page open", refused.text)
        self.assertFalse(self.appointment.hub_answer)
        self.assertEqual(self._post("coming", sequence=shown()).status_code, 200)
        self.assertEqual(self.appointment.hub_answer, "coming")

    def test_the_page_says_that_it_was_moved_or_cancelled(self):
        self.assertNotIn("It was changed", self.url_open(self.path).text)
        self._move(days=1)
        self.assertIn("It was changed", self.url_open(self.path).text)
        self.appointment.action_cancel_appointment()
        page = self.url_open(self.path).text
        self.assertIn("Cancelled", page)
        self.assertNotIn("I will come", page)
        refused = self._post("coming")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("nothing left to answer", refused.text)

    def test_the_calendar_file_is_behind_the_link(self):
        page = self.url_open(self.path)
        address = re.search(r'href="([^"]*appointment\.ics[^"]*)"', page.text)[1]
        response = self.url_open(address)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Type"].startswith("text/calendar"))
        self.assertIn(self.appointment.ics_uid, response.text.replace("\r\n ", ""))
        self.assertEqual(self.url_open(address.replace("appointment.ics", "file.pdf")).status_code, 404)

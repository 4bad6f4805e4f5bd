from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form


@freeze_time("2026-11-23 09:00:00")
class TestAppointment(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary()

    def _create_appointment(self, user=None, beneficiary=None, **values):
        events = self.env["calendar.event"].with_user(user or self.user_reception)
        return events.create(
            {
                "hub_beneficiary_id": (beneficiary or self.amina).id,
                "start": "2026-11-24 09:00:00",
                "stop": "2026-11-24 09:30:00",
                **values,
            }
        )

    def test_an_appointment_is_titled_with_the_reference_and_private(self):
        appointment = self._create_appointment(name="Amina Alaoui", privacy="public")
        self.assertEqual(appointment.name, self.amina.ref)
        self.assertEqual(appointment.privacy, "private")
        self.assertTrue(appointment.is_hub_appointment)
        appointment.write({"name": "Amina Alaoui", "privacy": "public", "location": "Room 2"})
        self.assertEqual((appointment.name, appointment.privacy), (self.amina.ref, "private"))
        self.assertEqual(appointment.location, "Room 2")

    def test_an_event_that_gets_a_person_becomes_an_appointment(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.user_reception)
            .create({"name": "Amina", "start": "2026-11-24 09:00:00", "stop": "2026-11-24 09:30:00"})
        )
        self.assertFalse(event.is_hub_appointment)
        event.hub_beneficiary_id = self.amina
        self.assertEqual((event.name, event.privacy), (self.amina.ref, "private"))

    def test_nobody_received_is_a_guest_of_any_meeting(self):
        with self.assertRaisesRegex(ValidationError, "Staff meeting"):
            self.env["calendar.event"].with_user(self.user_counsellor).create(
                {
                    "name": "Staff meeting",
                    "start": "2026-11-25 09:00:00",
                    "stop": "2026-11-25 10:00:00",
                    "partner_ids": [Command.link(self.amina.partner_id.id)],
                }
            )

    def test_the_person_is_not_invited(self):
        with self.assertRaisesRegex(ValidationError, self.amina.ref):
            self._create_appointment(partner_ids=[Command.link(self.amina.partner_id.id)])

    def test_reception_makes_and_moves_appointments_of_a_counsellor(self):
        appointment = self._create_appointment(user_id=self.user_counsellor.id)
        self.assertEqual(appointment.user_id, self.user_counsellor)
        self.assertEqual(appointment.sudo().partner_ids, self.user_counsellor.partner_id)
        appointment.write({"start": "2026-11-24 10:00:00", "stop": "2026-11-24 10:30:00"})
        self.assertEqual(appointment.start.hour, 10)

    def test_colleagues_of_the_hub_see_whose_it_is_and_others_see_nothing(self):
        appointment = self._create_appointment(self.user_counsellor)
        seen = appointment.with_user(self.user_reception)
        self.assertEqual(seen.display_name, self.amina.ref)
        self.assertEqual(seen.hub_beneficiary_id, self.amina)
        for user in (self.user_internal, self.user_hub):
            events = self.env["calendar.event"].with_user(user)
            self.assertFalse(events.search([("id", "=", appointment.id)]))
            with self.assertRaises(AccessError):
                appointment.with_user(user).read(["start"])
            with self.assertRaises(AccessError):
                appointment.with_user(user).write({"location": "Here"})

    def test_a_private_event_that_is_no_appointment_stays_private(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.user_counsellor)
            .create(
                {"name": "Doctor", "start": "2026-11-24 09:00:00", "stop": "2026-11-24 10:00:00", "privacy": "private"}
            )
        )
        self.env.invalidate_all()
        self.assertEqual(event.with_user(self.user_reception).display_name, "Busy")
        with self.assertRaises(AccessError):
            event.with_user(self.user_reception).write({"name": "Mine"})

    def test_the_auditor_reads_appointments_and_makes_none(self):
        appointment = self._create_appointment()
        self.assertEqual(appointment.with_user(self.user_auditor).hub_beneficiary_id, self.amina)
        with self.assertRaises(AccessError):
            self._create_appointment(self.user_auditor)
        with self.assertRaises(AccessError):
            appointment.with_user(self.user_auditor).write({"location": "Here"})

    def test_appointments_of_a_restricted_file_are_its_counsellors(self):
        self.amina.write({"is_restricted": True, "user_id": self.user_counsellor.id})
        appointment = self._create_appointment(self.user_counsellor)
        for user, found in (
            (self.user_counsellor, True),
            (self.user_manager, True),
            (self.user_auditor, True),
            (self.other_counsellor, False),
            (self.user_reception, False),
        ):
            with self.subTest(user=user.login):
                events = self.env["calendar.event"].with_user(user).search([("id", "=", appointment.id)])
                self.assertEqual(bool(events), found)
        with self.assertRaises(AccessError):
            self._create_appointment(self.other_counsellor)
        with self.assertRaises(AccessError):
            appointment.with_user(self.other_counsellor).write({"location": "Here"})

    def test_the_form_of_a_person_makes_an_appointment(self):
        action = self.amina.with_user(self.user_counsellor).action_schedule_appointment()
        events = self.env["calendar.event"].with_user(self.user_counsellor).with_context(**action["context"])
        form = Form(events, view="hub_beneficiary.appointment_view_form")
        form.start = "2026-11-25 09:00:00"
        form.stop = "2026-11-25 09:30:00"
        self.assertEqual(form.save().name, self.amina.ref)

    def test_the_database_keeps_appointments_private(self):
        appointment = self._create_appointment()
        self.env.flush_all()
        with self._refused_by_database("calendar.event", "is private"):
            self.env.cr.execute("UPDATE calendar_event SET privacy = 'public' WHERE id = %s", [appointment.id])

    def test_an_ordinary_event_is_as_before(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.user_internal)
            .create({"name": "Lunch", "start": "2026-11-24 12:00:00", "stop": "2026-11-24 13:00:00"})
        )
        event.write({"name": "Long lunch"})
        self.assertEqual(event.name, "Long lunch")
        event.with_user(self.user_internal).unlink()

from datetime import date

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError


@freeze_time("2026-09-01")
class TestEnrolment(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls._create_program(date_start=date(2026, 1, 1), date_end=date(2026, 12, 31))
        cls.program.action_activate()
        cls.person = cls._create_beneficiary()

    def _enrol(self, **values):
        return self.env["hub.enrolment"].create(
            {"beneficiary_id": self.person.id, "program_id": self.program.id, **values}
        )

    def test_who_is_enrolled_is_active(self):
        enrolment = self._enrol()
        self.assertEqual((enrolment.state, enrolment.date_start), ("open", date(2026, 9, 1)))
        self.assertEqual(self.person.state, "active")

    def test_who_comes_back_is_enrolled_anew(self):
        first = self._enrol(date_start=date(2026, 2, 1))
        first.action_end("left", date(2026, 5, 1))
        again = self._enrol(date_start=date(2026, 5, 1))
        self.assertEqual((first.state, again.state), ("ended", "open"))

    def test_nobody_takes_part_twice_at_once(self):
        self._enrol(date_start=date(2026, 2, 1))
        with self.assertRaisesRegex(ValidationError, "already takes part"):
            self._enrol(date_start=date(2026, 3, 1))

    def test_the_database_refuses_what_overlaps(self):
        first = self._enrol(date_start=date(2026, 2, 1))
        first.action_end("left", date(2026, 5, 1))
        second = self._enrol(date_start=date(2026, 6, 1))
        self.env.flush_all()
        with self._refused_by_database("hub.enrolment", "already takes part"):
            self.env.cr.execute("UPDATE hub_enrolment SET date_start = '2026-03-01' WHERE id = %s", [second.id])

    def test_a_closed_enrolment_is_not_reopened_beside_another_one(self):
        first = self._enrol(date_start=date(2026, 2, 1))
        first.action_end("left", date(2026, 5, 1))
        self._enrol(date_start=date(2026, 6, 1))
        with self.assertRaisesRegex(ValidationError, "already takes part"):
            first.action_reopen()

    def test_an_end_has_an_outcome(self):
        with self.assertRaisesRegex(UserError, "outcome"):
            self._enrol().action_end()

    def test_what_has_ended_does_not_end_again(self):
        enrolment = self._enrol()
        enrolment.action_end("completed")
        with self.assertRaisesRegex(UserError, "ended already"):
            enrolment.action_end("left")

    def test_the_first_day_lies_within_the_programme(self):
        with self.assertRaisesRegex(ValidationError, "within its programme"):
            self._enrol(date_start=date(2027, 1, 1))

    def test_a_programme_that_has_not_begun_takes_nobody(self):
        draft = self._create_program("T-DRAFT")
        with self.assertRaisesRegex(ValidationError, "within its programme"):
            self._enrol(program_id=draft.id)

    def test_its_title_names_nobody(self):
        self.assertNotIn("Alaoui", self._enrol().display_name)

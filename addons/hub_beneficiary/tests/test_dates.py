from freezegun import freeze_time
from odoo.exceptions import ValidationError

from .common import BeneficiaryCommon


@freeze_time("2026-09-01")
class TestDates(BeneficiaryCommon):
    """Dates that cannot be are refused, with the person, the field and what to do."""

    def _assert_refused(self, *words, **values):
        with self.assertRaises(ValidationError) as caught:
            self._create_beneficiary(**values)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_nobody_is_born_received_or_arrives_in_the_future(self):
        for name, label in (
            ("birthdate", "Birth date"),
            ("reception_date", "First received on"),
            ("arrival_date", "Arrived in Morocco on"),
        ):
            with self.subTest(name):
                self._assert_refused(f"“{label}” cannot be in the future", "Amina Alaoui", **{name: "2026-09-02"})

    def test_nobody_is_received_or_arrives_before_the_birth(self):
        self._assert_refused(
            "before the person's birth",
            "Amina Alaoui, “First received on”: 1999-12-31",
            "Amina Alaoui, “Arrived in Morocco on”: 1998-01-01",
            birthdate="2000-01-02",
            reception_date="1999-12-31",
            arrival_date="1998-01-01",
        )

    def test_a_corrected_birth_date_is_held_against_the_others(self):
        person = self._create_beneficiary(birthdate="1990-01-01", reception_date="2019-05-05")
        with self.assertRaises(ValidationError):
            person.birthdate = "2019-05-06"

    def test_a_year_alone_begins_on_its_first_day_and_an_estimate_refuses_nothing(self):
        self._create_beneficiary(birthdate="2020-01-01", birthdate_precision="year", reception_date="2020-01-02")
        self._create_beneficiary(birthdate="2020-01-01", birthdate_precision="estimated", reception_date="2019-06-01")

    def test_nobody_alive_was_born_before_1900(self):
        with self._refused_by_database("hub.beneficiary", "it is before 1900"):
            self._create_beneficiary(birthdate="1899-12-31")

    def test_a_document_is_issued_and_expires_when_it_can(self):
        person = self._create_beneficiary(birthdate="2000-01-01")
        document = {"type": "passport", "number": "AB 1234"}
        for dates, sentence in (
            ({"issued_on": "2026-09-02"}, "not issued in the future"),
            ({"issued_on": "1999-01-01"}, "“Issued on”: 1999-01-01"),
            ({"expires_on": "1226-09-02"}, "“Expires on”: 1226-09-02"),
        ):
            with self.subTest(sentence), self.assertRaises(ValidationError) as caught:
                person.identity_ids = [(0, 0, {**document, **dates})]
            self.assertIn(sentence, str(caught.exception))

    def test_all_who_are_wrong_are_named_at_once(self):
        people = self._create_beneficiary("Amina") | self._create_beneficiary("Salma")
        people.reception_date = "2019-05-05"
        with self.assertRaises(ValidationError) as caught:
            people.write({"birthdate": "2020-01-01"})
        self.assertIn("Amina", str(caught.exception))
        self.assertIn("Salma", str(caught.exception))

    def test_the_desk_says_what_is_wrong_with_a_date(self):
        desk = self.env["hub.desk"].with_user(self.user_reception)
        for typed, sentence in (
            ("31/02/1990", "There is no such day"),
            ("1815", "Nobody alive was born then"),
            ("01/01/2030", "in the future"),
            ("yesterday", "Write the birth date as"),
        ):
            with self.subTest(typed):
                answer = desk.create_person({"given_name": "Amina", "birth": typed})
                self.assertIn(sentence, answer["errors"]["birth"])

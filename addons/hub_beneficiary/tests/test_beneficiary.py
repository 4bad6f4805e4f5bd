from datetime import date

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


@freeze_time("2026-11-23")
class TestBeneficiary(BeneficiaryCommon):
    def test_a_person_has_a_reference_and_a_contact_of_her_own(self):
        amina, sara = self.env["hub.beneficiary"].create(
            [{"given_name": "Amina", "phone": "0661 22 33 44", "city": "Salé"}, {"name_ar": "سارة"}]
        )
        self.assertRegex(amina.ref, r"^HUB-\d{5}$")
        self.assertNotEqual(amina.ref, sara.ref)
        self.assertNotEqual(amina.partner_id, sara.partner_id)
        self.assertEqual(amina.partner_id.name, "Amina")
        self.assertEqual(amina.partner_id.city, "Salé")
        self.assertEqual(sara.name, "سارة")
        self.assertEqual(sara.partner_id.name, "سارة")
        self.assertTrue((amina | sara).partner_id.filtered("is_beneficiary") == (amina | sara).partner_id)

    def test_a_person_reads_the_language_of_the_hub_until_hers_is_known(self):
        self.env.company.partner_id.lang = "fr_FR"
        people = self.env["hub.beneficiary"].with_context(lang="en_US")
        self.assertEqual(people.create({"given_name": "Amina"}).lang, "fr_FR")
        self.assertEqual(people.create({"given_name": "Sara", "lang": "ar_MA"}).partner_id.lang, "ar_MA")

    def test_the_contact_follows_the_name(self):
        amina = self._create_beneficiary()
        amina.family_name = "Bennani"
        self.assertEqual(amina.partner_id.name, "Amina Bennani")

    def test_a_contact_given_becomes_a_person_received(self):
        partner = self.env["res.partner"].create({"name": "Amina Alaoui"})
        self._create_beneficiary(partner_id=partner.id)
        self.assertTrue(partner.is_beneficiary)

    def test_the_contact_of_a_person_cannot_be_shown_to_everybody(self):
        partner = self._create_beneficiary(given_name="Amina").partner_id
        with self.assertRaisesRegex(ValidationError, "stays hidden"):
            partner.with_user(self.user_counsellor).write({"is_beneficiary": False})

    def test_nothing_sensitive_is_on_the_contact(self):
        amina = self._create_beneficiary(sex="female", birthdate="1999-05-01", note="Seeks asylum", education="none")
        ours = {
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store and field.type != "one2many" and {"hub_core", "hub_beneficiary"} & set(field._modules)
        }
        self.assertLessEqual(ours, {"is_beneficiary", "name_ar", "hub_kind_ids", "founded_on"})
        self.assertFalse(amina.partner_id.comment)
        self.assertFalse(amina.partner_id.name_ar)

    def test_reception_edits_the_phone_without_a_right_on_contacts(self):
        amina = self._create_beneficiary().with_user(self.user_reception)
        amina.write({"phone": "06 12 34 56 78", "email": "amina@example.org"})
        self.assertEqual(amina.partner_id.phone, "06 12 34 56 78")
        self.assertEqual(amina.phone_e164, "+212612345678")

    def test_a_phone_is_the_same_in_any_writing(self):
        for text in ("0612345678", "06-12-34-56-78", "+212 6 12 34 56 78", "00212612345678"):
            with self.subTest(text=text):
                self.assertEqual(self.env["hub.beneficiary"]._normalize_phone(text), "+212612345678")
        self.assertEqual(self.env["hub.beneficiary"]._normalize_phone("+33 6 12 34 56 78"), "+33612345678")
        for text in ("", None, "none", "12"):
            with self.subTest(text=text):
                self.assertFalse(self.env["hub.beneficiary"]._normalize_phone(text))

    def test_an_unknown_birth_date_is_no_age(self):
        amina = self._create_beneficiary()
        self.assertEqual(amina.birthdate_precision, "unknown")
        self.assertIsNone(amina._get_age(date(2026, 11, 23)))
        self.assertFalse(amina.age_text)
        self.assertNotIn(amina, self.env["hub.beneficiary"].search([("age", "<", 15)]))

    def test_the_age_is_of_today_and_found_by_search(self):
        amina = self._create_beneficiary(birthdate="2008-11-24")
        self.assertEqual((amina.age, amina.age_text), (17, "17"))
        people_model = self.env["hub.beneficiary"]
        for domain, found in (
            ([("age", "=", 17)], True),
            ([("age", "=", 18)], False),
            ([("age", "<", 18)], True),
            ([("age", "<=", 17)], True),
            ([("age", "<=", 16)], False),
            ([("age", ">", 16)], True),
            ([("age", ">", 17)], False),
            ([("age", ">=", 17)], True),
            ([("age", ">=", 18)], False),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(amina in people_model.search(domain), found)
        with freeze_time("2026-11-24"):
            self.assertEqual(amina._get_age(date(2026, 11, 24)), 18)
            self.assertIn(amina, people_model.search([("age", "=", 18)]))

    def test_a_year_alone_counts_from_its_middle(self):
        amina = self._create_beneficiary(birthdate="2000-01-01", birthdate_precision="year")
        self.assertEqual(amina._get_age(date(2018, 6, 30)), 17)
        self.assertEqual(amina._get_age(date(2018, 7, 1)), 18)
        self.assertEqual(amina.age_text, "≈ 26")

    def test_a_baby_of_this_year_is_zero_and_known(self):
        baby = self._create_beneficiary(birthdate="2026-01-01", birthdate_precision="year")
        self.assertEqual(baby._get_age(date(2026, 3, 1)), 0)
        self.assertEqual(baby.age_text, "≈ 0")

    def test_dates_in_the_future_are_refused_and_every_offender_is_named(self):
        people = self._create_beneficiary() | self._create_beneficiary("Sara", "Idrissi")
        for name in ("birthdate", "reception_date", "arrival_date"):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, "Amina Alaoui, Sara Idrissi"):
                people.write({name: "2026-11-24"})

    def test_states_follow_their_table(self):
        amina = self._create_beneficiary()
        with self.assertRaisesRegex(UserError, "Amina Alaoui"):
            amina.action_activate()
        amina.action_register()
        self.assertEqual((amina.state, amina.reception_date), ("registered", date(2026, 11, 23)))
        amina.action_activate()
        with self.assertRaises(UserError):
            amina.write({"state": "draft"})
        amina.action_exit("completed")
        self.assertEqual((amina.state, amina.exit_reason), ("exited", "completed"))
        amina.action_register()
        self.assertEqual((amina.state, amina.exit_reason), ("registered", False))

    def test_registering_keeps_the_date_first_received(self):
        amina = self._create_beneficiary(reception_date="2020-02-03")
        amina.action_register()
        self.assertEqual(amina.reception_date, date(2020, 2, 3))

    def test_who_leaves_has_a_reason(self):
        amina = self._create_beneficiary(state="registered")
        with self.assertRaises(UserError):
            amina.action_exit(False)
        wizard = self.env["hub.exit.wizard"].with_user(self.user_counsellor)
        wizard.create({"beneficiary_ids": [Command.set(amina.ids)], "reason": "withdrawn"}).action_exit()
        self.assertEqual(amina.exit_reason, "withdrawn")

    def test_only_a_draft_is_deleted_and_nobody_is_copied(self):
        amina = self._create_beneficiary(state="registered")
        with self.assertRaisesRegex(UserError, "Amina Alaoui"):
            amina.unlink()
        with self.assertRaises(UserError):
            amina.copy()
        self._create_beneficiary("Sara").unlink()

    def test_categories_are_those_of_the_day(self):
        youth = self.env.ref("hub_beneficiary.category_youth")
        seeker = self.env.ref("hub_beneficiary.category_job_seeker")
        amina = self._create_beneficiary(
            category_line_ids=[
                Command.create({"category_id": youth.id, "date_from": "2020-01-01", "date_to": "2026-11-22"}),
                Command.create({"category_id": seeker.id, "date_from": "2026-11-23"}),
            ]
        )
        self.assertEqual(amina.category_ids, seeker)
        self.assertEqual(amina._get_categories(date(2021, 1, 1)), youth)
        people_model = self.env["hub.beneficiary"]
        self.assertIn(amina, people_model.search([("category_ids", "in", seeker.ids)]))
        self.assertNotIn(amina, people_model.search([("category_ids", "in", youth.ids)]))
        self.assertNotIn(amina, people_model.search([("category_ids", "=", False)]))

    def test_the_database_keeps_the_rules_of_a_person(self):
        amina = self._create_beneficiary()
        sara = self._create_beneficiary("Sara")
        for sentence, change in (
            ("This contact already has", lambda: sara.write({"partner_id": amina.partner_id.id})),
            ("already given to another person", lambda: sara.write({"ref": amina.ref})),
            ("needs a name", lambda: sara.write({"given_name": " ", "family_name": False})),
            ("before 1900", lambda: sara.write({"birthdate": "1899-12-31"})),
            ("go together", lambda: amina.write({"birthdate_precision": "day"})),
            ("why the person left", lambda: sara.write({"exit_reason": "deceased"})),
        ):
            with self.subTest(sentence=sentence), self._refused_by_database("hub.beneficiary", sentence):
                change()

    def test_the_database_keeps_the_periods_of_a_category(self):
        youth = self.env.ref("hub_beneficiary.category_youth")
        amina = self._create_beneficiary(category_line_ids=[Command.create({"category_id": youth.id})])
        with self._refused_by_database("hub.beneficiary.category.line", "end that period"):
            amina.write({"category_line_ids": [Command.create({"category_id": youth.id})]})
        with self._refused_by_database("hub.beneficiary.category.line", "cannot end before it begins"):
            amina.category_line_ids.date_to = "2001-01-01"

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


@freeze_time("2026-11-23")
class TestHousehold(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(birthdate="1990-01-01")
        cls.sara = cls._create_beneficiary("Sara", birthdate="1992-01-01")
        cls.household = cls._create_household(cls.amina, cls.sara, name="Alaoui")

    def test_a_household_knows_its_head_and_its_members(self):
        self.assertRegex(self.household.ref, r"^FAM-\d{5}$")
        self.assertEqual(self.household.head_id, self.amina)
        self.assertEqual(self.household.member_count, 2)
        self.assertEqual(self.sara.household_id, self.household)
        households = self.env["hub.household"]
        self.assertIn(self.household, households.search([("head_id", "=", self.amina.id)]))
        self.assertNotIn(self.household, households.search([("head_id", "=", False)]))
        self.assertNotIn(self.household, households.search([("head_id", "=", self.sara.id)]))
        self.assertIn(self.sara, self.env["hub.beneficiary"].search([("household_id", "in", self.household.ids)]))

    def test_a_household_is_no_company_and_no_parent(self):
        self.assertFalse((self.amina | self.sara).partner_id.parent_id)

    def _leave(self, person, household=None):
        stays = person.member_ids.filtered(
            lambda stay: not stay.date_end and stay.household_id == (household or self.household)
        )
        stays.write({"date_end": "2026-11-23"})

    def test_one_head_at_a_time(self):
        second = self.household.member_ids.filtered(lambda member: member.beneficiary_id == self.sara)
        with self.assertRaisesRegex(ValidationError, "has two heads at a time: Amina Alaoui since .*Sara Alaoui since"):
            second.role = "head"
        self._leave(self.amina)
        second.role = "head"
        self.assertEqual(self.household.head_id, self.sara)

    def test_one_main_household_at_a_time_and_coming_back_is_allowed(self):
        with (
            self.assertRaisesRegex(ValidationError, f"two main households at a time: {self.household.ref} since"),
            self.env.cr.savepoint(),
        ):
            self._create_household(None, self.sara)
        stay = self.sara.member_ids
        self._leave(self.sara)
        self.assertFalse(self.sara.household_id)
        other = self._create_household(None, self.sara)
        self.assertEqual(self.sara.household_id, other)
        self._leave(self.sara, other)
        self.household.write({"member_ids": [Command.create({"beneficiary_id": self.sara.id, "role": "sibling"})]})
        self.assertEqual(self.sara.household_id, self.household)
        self.assertTrue(stay.exists().date_end)

    def test_a_second_household_that_is_not_the_main_one_is_allowed(self):
        other = self._create_household(self.amina.browse())
        other.write({"member_ids": [Command.create({"beneficiary_id": self.sara.id, "is_primary": False})]})
        self.assertEqual(self.sara.household_id, self.household)

    def test_nobody_is_twice_in_a_household(self):
        with (
            self.assertRaisesRegex(ValidationError, f"Sara Alaoui is twice in {self.household.ref}: since .* since"),
            self.env.cr.savepoint(),
        ):
            self.household.write(
                {"member_ids": [Command.create({"beneficiary_id": self.sara.id, "is_primary": False})]}
            )

    def test_a_child_is_no_head(self):
        child = self._create_beneficiary("Ali", birthdate="2008-11-24")
        with self.assertRaisesRegex(ValidationError, "child cannot be the head.*Ali"):
            self._create_household(child)
        adult = self._create_beneficiary("Omar", birthdate="2008-11-23")
        self.assertEqual(self._create_household(adult).head_id, adult)

    def test_a_corrected_birth_date_that_makes_the_head_a_child_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "child cannot be the head"):
            self.amina.birthdate = "2015-01-01"

    def test_a_head_of_unknown_age_is_accepted(self):
        unknown = self._create_beneficiary("Karim")
        self.assertEqual(self._create_household(unknown).head_id, unknown)

    def test_a_stay_ends_after_it_begins(self):
        with self._refused_by_database("hub.household.member", "cannot end before it begins"):
            self.household.member_ids[1].date_end = "2000-01-01"

    def test_the_role_of_head_is_the_head(self):
        head = self.household.member_ids.filtered("is_head")
        with self._refused_by_database("hub.household.member", "is the head of the household"):
            head.is_head = False

    def test_references_of_households_are_their_own(self):
        with self._refused_by_database("hub.household", "another household"):
            self._create_household().ref = self.household.ref

    def test_a_person_in_a_household_is_not_deleted_by_it(self):
        self.household.unlink()
        self.assertTrue(self.amina.exists())

    def test_a_household_in_which_somebody_was_counted_is_not_deleted(self):
        self._create_request(self.amina, received_on=self.household.member_ids[0].date_start)
        empty = self._create_household()
        with self.assertRaisesRegex(UserError, self.household.ref):
            (self.household | empty).unlink()
        self.household.active = False

    def test_the_name_of_a_family_is_for_those_who_may_read_households(self):
        self.household.name = "Famille Alaoui"
        named = f"{self.household.ref} Famille Alaoui"
        for user, words in (
            (self.user_reception, named),
            (self.user_auditor, named),
            (self.user_hub, self.household.ref),
            (self.user_portal, self.household.ref),
        ):
            # sudo: as a many2one of another record shows it.
            self.assertEqual(self.household.with_user(user).sudo().display_name, words, user.login)

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tools import mute_logger
from psycopg2 import errors

TODAY = Date.to_date("2026-11-23")
SPRING = Date.to_date("2026-03-01")
SUMMER = Date.to_date("2026-06-10")


@freeze_time("2026-11-23")
class TestHouseholdChange(BeneficiaryCommon):
    """What happens to a household, told in stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(birthdate="1990-01-01")
        cls.karim = cls._create_beneficiary("Karim", birthdate="1985-05-05")
        cls.khadija = cls._create_beneficiary("Khadija", birthdate="1955-05-05")
        cls.ali = cls._create_beneficiary("Ali", birthdate="2016-01-01")
        cls.household = cls._create_household(cls.amina, cls.karim, cls.khadija, cls.ali, name="Alaoui")
        cls.household.member_ids.date_start = SPRING
        cls._stay(cls.ali).role = "child"
        cls._stay(cls.karim).role = "spouse"
        cls.other = cls._create_beneficiary("Moussa", "Ndiaye", birthdate="1980-01-01")
        cls.elsewhere = cls._create_household(cls.other, name="Ndiaye")
        cls.elsewhere.member_ids.date_start = SPRING

    @classmethod
    def _stay(cls, person):
        return person.member_ids.filtered(lambda member: not member.date_end)

    def _change(self, kind, **values):
        """The dialog as the form opens it, with what the user enters."""
        household = values.pop("household", self.household)
        return (
            self.env["hub.household.change"]
            .with_user(self.user_reception)
            .create({"kind": kind, "household_id": household.id, **values})
        )

    def _leaving(self, *people):
        return [Command.set([self._stay(person).id for person in people])]

    # --- overlap -------------------------------------------------
    def test_stays_of_one_household_do_not_overlap_whenever_they_were(self):
        stay = self._stay(self.karim)
        stay.date_end = SUMMER
        vals = {"household_id": self.household.id, "beneficiary_id": self.karim.id, "is_primary": False}
        with (
            self.assertRaisesRegex(ValidationError, "Karim Alaoui is twice in .*from 01/03/2026 until 10/06/2026"),
            self.env.cr.savepoint(),
        ):
            stay.create({**vals, "date_start": "2026-05-01", "date_end": "2026-09-01"})
        self.assertTrue(stay.create({**vals, "date_start": SUMMER}), "who comes back on the day of leaving")

    def test_every_overlap_is_named_at_once(self):
        rows = [
            {"household_id": self.elsewhere.id, "beneficiary_id": person.id, "date_start": SUMMER}
            for person in (self.karim, self.khadija)
        ]
        with self.assertRaisesRegex(ValidationError, "(?s)Karim.*Khadija.*End the earlier one first"):
            self.household.member_ids.create(rows)

    def test_the_database_refuses_an_overlap_that_no_code_looks_for(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.ExclusionViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO hub_household_member (household_id, beneficiary_id, role, date_start, is_primary)"
                " VALUES (%s, %s, 'other', '2026-05-01', TRUE)",
                [self.elsewhere.id, self.karim.id],
            )
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_an_overlap_with_a_closed_file_is_told_without_its_name(self):
        self.amina.write({"is_restricted": True, "user_id": self.other_counsellor.id})
        stay = self._stay(self.karim).with_user(self.user_reception)
        with self.assertRaises(ValidationError) as caught:
            stay.role = "head"
        self.assertNotIn("Amina", str(caught.exception))

    def test_a_stay_is_no_plan(self):
        with self.assertRaisesRegex(ValidationError, "by today: correct the dates of Karim"):
            self._stay(self.karim).date_end = "2026-12-01"

    # --- leaving and succession ----------------------------------
    def test_when_the_head_leaves_the_eldest_adult_is_proposed(self):
        change = self._change("leave", member_ids=self._leaving(self.amina), end_kind="moved")
        self.assertEqual(change.successor_id, self._stay(self.khadija))
        self.assertIn("Khadija Alaoui heads", change.sentence)
        change.action_apply()
        self.assertEqual(self.household.head_id, self.khadija)
        gone = self.amina.member_ids
        self.assertEqual((gone.date_end, gone.end_kind), (TODAY, "moved"))
        self.assertEqual(len(self.khadija.member_ids), 2, "her time before is kept")

    def test_a_household_is_not_left_without_a_head_by_oversight(self):
        change = self._change("leave", member_ids=self._leaving(self.amina))
        change.successor_id = False
        with self.assertRaisesRegex(UserError, "loses its head: choose"):
            change.action_apply()

    def test_when_only_children_are_left_nobody_is_proposed(self):
        change = self._change("leave", member_ids=self._leaving(self.amina, self.karim, self.khadija))
        self.assertFalse(change.successor_id)
        self.assertIn("Nobody of age is left", change.sentence)
        change.action_apply()
        self.assertFalse(self.household.head_id)
        self.assertIn(self.household, self.household.search([("head_id", "=", False)]))

    def test_somebody_else_becomes_the_head_and_the_former_one_stays(self):
        change = self._change("head", former_role="spouse")
        change.successor_id = self._stay(self.karim)
        change.day = SUMMER
        change.action_apply()
        self.assertEqual(self.household.head_id, self.karim)
        self.assertEqual(self._stay(self.amina).role, "spouse")
        before = self.amina.member_ids - self._stay(self.amina)
        self.assertEqual((before.role, before.date_end, before.end_kind), ("head", SUMMER, "role"))

    def test_a_child_is_not_made_the_head(self):
        with self.assertRaisesRegex(ValidationError, "child cannot be the head.*Ali"):
            self.household._appoint_head(self._stay(self.ali), TODAY)

    def test_nobody_leaves_before_she_came(self):
        change = self._change("leave", member_ids=self._leaving(self.karim), day="2026-01-01")
        with self.assertRaisesRegex(UserError, "had not begun yet: Karim Alaoui"):
            change.action_apply()

    def test_who_died_leaves_the_household_and_somebody_else_heads_it(self):
        self.amina.action_register()
        wizard = self.env["hub.exit.wizard"].create(
            {"beneficiary_ids": [Command.set(self.amina.ids)], "reason": "deceased", "day": SUMMER}
        )
        self.assertEqual(wizard.successor_ids, self._stay(self.khadija))
        wizard.successor_ids |= self._stay(self.karim)
        with self.assertRaisesRegex(UserError, "Choose one new head"):
            wizard.action_exit()
        wizard.successor_ids = self._stay(self.karim)
        wizard.action_exit()
        self.assertEqual(self.household.head_id, self.karim)
        self.assertEqual((self.amina.member_ids.date_end, self.amina.member_ids.end_kind), (SUMMER, "deceased"))

    def test_who_leaves_the_hub_alive_stays_in_her_household(self):
        self.amina.action_register()
        self.amina.action_exit("completed")
        self.assertEqual(self.household.head_id, self.amina)

    # --- joining and coming back ---------------------------------
    def test_who_joins_leaves_the_other_main_household_on_that_day(self):
        change = self._change("join", household=self.elsewhere, person_id=self.karim.id, day=SUMMER)
        self.assertIn(f"moves from {self.household.display_name}", change.sentence)
        change.action_apply()
        self.assertEqual(self.karim.household_id, self.elsewhere)
        self.assertEqual(self.karim.member_ids.filtered("date_end").date_end, SUMMER)

    def test_who_comes_back_is_offered_her_role_of_before(self):
        self._stay(self.karim)._end(SUMMER, "moved")
        change = self._change("join", person_id=self.karim.id)
        self.assertEqual(change.role, "spouse")
        self.assertIn("comes back", change.sentence)
        change.action_apply()
        self.assertEqual(len(self.karim.member_ids), 2)
        self.assertEqual(self.karim.household_id, self.household)

    def test_nobody_joins_where_she_lives(self):
        with self.assertRaisesRegex(UserError, "Already living in .*Karim"):
            self._change("join", person_id=self.karim.id).action_apply()

    # --- separation and marriage ---------------------------------
    def test_a_separation_founds_a_household_of_those_who_leave(self):
        change = self._change("separate", member_ids=self._leaving(self.amina, self.ali), day=SUMMER, reason="Court")
        self.assertEqual(change.new_head_id, self._stay(self.amina))
        self.assertEqual(change.successor_id, self._stay(self.khadija))
        founded = self.env["hub.household"].browse(change.action_apply()["res_id"])
        self.assertEqual(founded.head_id, self.amina)
        self.assertEqual(founded.member_ids.beneficiary_id, self.amina | self.ali)
        self.assertEqual(self._stay(self.ali).role, "child")
        self.assertEqual(self.household.head_id, self.khadija)
        ended = self.amina.member_ids.filtered("date_end")
        self.assertEqual((ended.end_kind, ended.end_reason), ("separated", "Court"))

    def test_a_separation_leaves_somebody_behind(self):
        everybody = self._leaving(self.amina, self.karim, self.khadija, self.ali)
        with self.assertRaisesRegex(UserError, "no separation"):
            self._change("separate", member_ids=everybody).action_apply()

    def test_a_separation_of_children_alone_has_no_head(self):
        change = self._change("separate", member_ids=self._leaving(self.ali))
        self.assertFalse(change.new_head_id)
        with self.assertRaisesRegex(UserError, "head of the new household"):
            change.action_apply()

    def test_who_marries_joins_with_her_children(self):
        change = self._change("marry", household=self.elsewhere, person_id=self.amina.id)
        change.companion_ids = self._stay(self.ali)
        self.assertEqual(change.role, "spouse")
        self.assertEqual(change.successor_id, self._stay(self.khadija))
        change.action_apply()
        self.assertEqual(self.elsewhere.member_count, 3)
        self.assertEqual([self._stay(person).role for person in (self.amina, self.ali)], ["spouse", "child"])
        self.assertEqual(self.elsewhere.head_id, self.other)
        self.assertEqual(self.household.head_id, self.khadija)

    def test_the_household_s_history_holds_no_name(self):
        self._change("separate", member_ids=self._leaving(self.amina, self.ali)).action_apply()
        bodies = " ".join(self.household.message_ids.mapped("body"))
        self.assertIn(self.amina.ref, bodies)
        self.assertNotIn("Amina", bodies)

    # --- dependants ----------------------------------------------
    def _create_stub(self, **values):
        return self.env["hub.household.member"].create(
            {
                "household_id": self.household.id,
                "role": "child",
                "dependant_of_id": self.amina.id,
                "stub_given_name": "Salma",
                "stub_family_name": "Alaoui",
                "stub_sex": "female",
                "stub_birthdate": "2020-01-01",
                "stub_year_only": True,
                **values,
            }
        )

    def test_a_dependant_is_counted_without_a_file(self):
        count = self.household.member_count
        stub = self._create_stub()
        self.assertEqual(stub.display_name, "Salma Alaoui")
        self.assertEqual(self.household.member_count, count + 1)

    def test_the_dialog_for_a_dependant_knows_the_household_and_its_head(self):
        members = self.env["hub.household.member"]
        context = members.with_context(household_id=self.household.id).action_add_dependant()["context"]
        self.assertEqual(context["default_household_id"], self.household.id)
        self.assertEqual(context["default_dependant_of_id"], self.amina.id)
        with self.assertRaisesRegex(UserError, "Save the household first"):
            members.action_add_dependant()

    def test_a_dependant_has_a_name_and_somebody_who_answers_for_her(self):
        for values in ({"dependant_of_id": False}, {"stub_given_name": " ", "stub_family_name": False}):
            with self._refused_by_database("hub.household.member", "somebody who answers for her"):
                self._create_stub(**values)

    def test_a_dependant_is_no_head(self):
        with self._refused_by_database("hub.household.member", "person with a file: open one first"):
            self._create_stub(role="head")

    def test_a_dependant_gets_a_file_and_her_stay_goes_on(self):
        stub = self._create_stub()
        wizard = self.env["hub.household.file"].with_user(self.user_reception).create({"member_id": stub.id})
        wizard.action_open_file()
        person = stub.beneficiary_id
        self.assertEqual((person.name, person.birthdate_precision), ("Salma Alaoui", "year"))
        self.assertFalse(stub.stub_given_name or stub.stub_birthdate)
        self.assertEqual(person.household_id, self.household)
        with self.assertRaisesRegex(UserError, "has a file already"):
            stub._get_file()

    def test_a_dependant_who_is_on_file_is_not_opened_twice(self):
        known = self._create_beneficiary("Salma", birthdate="2020-01-01", birthdate_precision="year", sex="female")
        stub = self._create_stub()
        wizard = self.env["hub.household.file"].create({"member_id": stub.id})
        self.assertIn(known, wizard.candidate_ids)
        wizard.person_id = known
        wizard.action_open_file()
        self.assertEqual(stub.beneficiary_id, known)

    def test_a_dependant_of_a_closed_file_is_as_closed(self):
        stub = self._create_stub()
        self.assertTrue(stub.with_user(self.user_reception).stub_given_name)
        self.amina.write({"is_restricted": True, "user_id": self.other_counsellor.id})
        stub.invalidate_recordset()
        with self.assertRaises(AccessError):
            stub.with_user(self.user_reception).read(["stub_given_name"])

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError


@freeze_time("2026-11-23")
class TestHouseholdFamily(BeneficiaryCommon):
    """The same family found twice is a pointer, and can be undone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls._create_beneficiary(name) for name in ("Amina", "Karim", "Sara")]
        cls.one, cls.two, cls.three = [cls._create_household(person) for person in cls.people]

    def test_a_household_is_its_own_root(self):
        self.assertEqual(self.one.root_id, self.one)

    def test_a_family_found_twice_is_one_and_nothing_moves(self):
        members = self.one.member_ids
        self.assertEqual(self.one._merge_into(self.two, "Same address"), self.two)
        self.assertEqual((self.one | self.two).root_id, self.two)
        self.assertEqual(self.one.member_ids, members)
        self.assertEqual(self.two.member_count, 2)
        self.assertEqual(self.two.family_member_ids, members)
        self.one._undo_merge("Not the same")
        self.assertEqual(self.one.root_id, self.one)
        self.assertEqual(self.two.member_count, 1)

    def test_a_list_that_shows_both_counts_the_members_of_both(self):
        self.one._merge_into(self.two)
        self.env.invalidate_all()
        self.assertEqual((self.one | self.two).mapped("member_count"), [1, 2])

    def test_a_family_found_three_times_has_one_root(self):
        self.one._merge_into(self.two)
        self.two._merge_into(self.three)
        self.assertEqual((self.one | self.two | self.three).root_id, self.three)
        self.assertEqual(self.three.member_count, 3)
        self.two._undo_merge()
        self.assertEqual(self.one.root_id, self.two)

    def test_merging_into_a_merged_household_ends_at_its_root(self):
        self.one._merge_into(self.two)
        self.assertEqual(self.three._merge_into(self.one), self.two)
        self.assertEqual(self.three.merged_into_id, self.two)

    def test_what_is_one_family_already_stays_so(self):
        self.one._merge_into(self.two)
        self.two._merge_into(self.one)
        self.assertEqual((self.one | self.two).root_id, self.two)

    def test_a_household_is_not_merged_with_itself(self):
        self.one._merge_into(self.one)
        self.assertFalse(self.one.merged_into_id)
        with self._refused_by_database("hub.household", "not the same family as itself"):
            self.env.cr.execute("UPDATE hub_household SET merged_into_id = id WHERE id = %s", [self.one.id])

    def test_pointers_make_no_circle(self):
        self.one._merge_into(self.two)
        with self.assertRaisesRegex(ValidationError, "in a circle"):
            self.two.merged_into_id = self.one

    def test_what_was_not_merged_is_not_undone(self):
        with self.assertRaisesRegex(UserError, self.one.ref):
            self.one._undo_merge()

    def test_why_is_kept_in_both_histories(self):
        wizard = (
            self.env["hub.household.family"]
            .with_user(self.user_reception)
            .create({"household_id": self.one.id, "target_id": self.two.id, "reason": "Same address"})
        )
        wizard.action_merge()
        for household in (self.one, self.two):
            self.assertIn("Same address", " ".join(household.message_ids.mapped("body")))

    def test_a_list_of_many_households_costs_the_queries_of_few(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(20)])
        homes = self.env["hub.household"].union(*(self._create_household(person) for person in people))
        for index in (0, 2, 4):
            homes[index]._merge_into(homes[index + 1])

        names = ["display_name", "head_id", "member_count"]
        self._assert_constant(lambda count: homes[:count].with_user(self.user_reception).read(names), few=2, many=20)

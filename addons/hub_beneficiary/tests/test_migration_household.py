from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Date


@freeze_time("2026-11-23")
class TestMigrationHousehold(BeneficiaryCommon):
    """Stays that overlap in a database of before are mended without losing a day, and then refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(birthdate="1990-01-01")
        cls.karim = cls._create_beneficiary("Karim", birthdate="1985-05-05")
        cls.first = cls._create_household()
        cls.second = cls._create_household()

    def _insert(self, household, person, start, end=None, role="other"):
        """A stay as the old version accepted it."""
        self.env.cr.execute(
            "INSERT INTO hub_household_member (household_id, beneficiary_id, role, is_head, is_primary, date_start,"
            " date_end) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [household.id, person.id, role, role == "head", True, start, end],
        )
        return self.env["hub.household.member"].browse(self.env.cr.fetchone()[0])

    def _migrate(self):
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "pre")
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")

    def _get_periods(self, person, flag):
        stays = person.member_ids.filtered(flag).sorted("date_start")
        return [
            (stay.household_id, str(stay.date_start), stay.date_end and str(stay.date_end), stay.role) for stay in stays
        ]

    def test_a_household_twice_becomes_stays_that_touch(self):
        self._insert(self.first, self.amina, "2026-01-01", "2026-06-10")
        self._insert(self.first, self.amina, "2026-05-01", None, "head")
        self._migrate()
        self.assertEqual(
            self._get_periods(self.amina, "is_primary"),
            [(self.first, "2026-01-01", "2026-05-01", "other"), (self.first, "2026-05-01", False, "head")],
        )
        self.assertEqual(self.amina.household_id, self.first)

    def test_a_stay_that_cuts_a_main_one_is_the_main_one(self):
        self._insert(self.first, self.amina, "2026-01-01", "2026-06-10")
        second = self._insert(self.first, self.amina, "2026-05-01")
        self.env.cr.execute("UPDATE hub_household_member SET is_primary = FALSE WHERE id = %s", [second.id])
        self._migrate()
        self.assertTrue(second.is_primary)

    def test_of_two_main_households_the_last_that_began_counts_and_no_day_is_lost(self):
        kept = self._insert(self.first, self.amina, "2026-01-01")
        self._insert(self.second, self.amina, "2026-03-01", "2026-06-01")
        self._migrate()
        self.assertEqual(
            self._get_periods(self.amina, "is_primary"),
            [
                (self.first, "2026-01-01", "2026-03-01", "other"),
                (self.second, "2026-03-01", "2026-06-01", "other"),
                (self.first, "2026-06-01", False, "other"),
            ],
        )
        self.assertEqual(len(self.amina.member_ids), 4, "she lived in the first one all the time")
        self.assertIn("overlapped", kept.end_reason)

    def test_of_two_heads_the_last_that_began_is_it(self):
        self._insert(self.first, self.amina, "2026-01-01", "2026-06-01", "head")
        self._insert(self.first, self.karim, "2026-03-01", None, "head")
        self._migrate()
        self.assertEqual(
            self._get_periods(self.amina, "is_primary"),
            [(self.first, "2026-01-01", "2026-03-01", "head"), (self.first, "2026-03-01", "2026-06-01", "other")],
        )
        self.assertEqual(self.first.head_id, self.karim)

    def test_what_does_not_overlap_is_left_alone(self):
        one = self._insert(self.first, self.amina, "2026-01-01", "2026-06-01")
        two = self._insert(self.second, self.amina, "2026-06-01")
        self._migrate()
        self.assertEqual(self.amina.member_ids, one | two)
        self.assertEqual(one.date_end, Date.to_date("2026-06-01"))
        self.assertFalse(one.end_reason or two.end_reason)

    def test_the_old_rule_of_household_members_is_replaced(self):
        rule = self.env.ref("hub_beneficiary.hub_household_member_rule_global")
        rule.domain_force = "user._get_hub_file_part_domain()"
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0")
            self.assertEqual(rule.domain_force, "user._get_hub_household_member_domain()")

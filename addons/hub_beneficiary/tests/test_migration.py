from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon


@freeze_time("2026-11-23")
class TestMigration(BeneficiaryCommon):
    """A database of an earlier version comes to the state in which a new one would be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary()
        cls.sara = cls._create_beneficiary("Sara")
        cls.omar = cls._create_beneficiary("Omar")
        cls.first = cls._create_household(None, cls.amina)
        cls.second = cls._create_household(None, cls.sara)
        cls.first.member_ids.write({"date_start": "2026-03-01", "date_end": "2026-06-10"})
        cls.second.member_ids.write({"date_start": "2026-10-01", "is_primary": False})
        moved = cls._create_household(None, cls.amina)
        moved.member_ids.write({"date_start": "2026-06-10", "date_end": "2026-08-31"})
        cls.moved = moved

    def test_the_household_of_old_lines_is_the_one_that_posting_freezes(self):
        days = ("2026-02-28", "2026-03-01", "2026-06-09", "2026-06-10", "2026-08-31", "2026-09-01", "2026-10-01")
        lines = self.env["hub.service.delivery"]
        for person in (self.amina, self.sara, self.omar):
            for day in days:
                lines |= self._get_deliveries(self._create_request(person, received_on=day))
        frozen = {line: line.dim_household_id for line in lines}
        self.assertEqual([frozen[line] for line in lines[2:5]], [self.first, self.moved, self.moved])
        self.env.flush_all()
        self.env.cr.execute("UPDATE hub_service_delivery SET dim_household_id = NULL WHERE id IN %s", [lines._ids])
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.1.0")
            self.assertEqual({line: line.dim_household_id for line in lines}, frozen)

    def test_a_household_that_is_frozen_already_is_left_alone(self):
        line = self._get_deliveries(self._create_request(self.amina, received_on="2026-03-02"))
        self.first.member_ids.household_id = self.second
        self._run_migration("hub_beneficiary", "19.0.1.1.0")
        self.assertEqual(line.dim_household_id, self.first)

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command


@freeze_time("2026-11-23")
class TestRequestLedger(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.youth = cls.env.ref("hub_beneficiary.category_youth")
        cls.amina = cls._create_beneficiary(
            state="registered",
            sex="female",
            birthdate="2001-11-24",
            nationality_id=cls.env.ref("base.sn").id,
            state_id=cls.env.ref("hub_core.state_ma_04").id,
            category_line_ids=[Command.create({"category_id": cls.youth.id, "date_from": "2020-01-01"})],
        )

    def test_who_was_not_received_yet_is_not_in_the_ledger(self):
        self.assertFalse(self._get_deliveries(self._create_request(self.amina)))
        self.assertFalse(self._get_deliveries(self._create_request(None, received_on="2026-11-23")))

    def test_a_reception_is_a_delivery(self):
        line = self._get_deliveries(self._create_request(self.amina, received_on="2026-11-20"))
        self.assertEqual(line.service_id, self.service_reception)
        self.assertEqual(line.partner_id, self.amina.partner_id)
        self.assertEqual(line.date, date(2026, 11, 20))
        self.assertIn(line, self.amina.delivery_ids)

    def test_an_orientation_is_a_delivery_beside_the_reception(self):
        program = self._create_program()
        request = self._create_request(self.amina, received_on="2026-11-20", program_id=program.id)
        request.with_user(self.user_counsellor).action_orient(self.service_employment)
        lines = self._get_deliveries(request)
        self.assertEqual(
            {(line.service_id, line.date) for line in lines},
            {(self.service_reception, date(2026, 11, 20)), (self.service_orientation, date(2026, 11, 23))},
        )
        self.assertEqual(lines.program_id, program)
        self.assertEqual(lines.user_id, self.user_counsellor)

    def test_who_is_not_eligible_was_received_and_not_oriented(self):
        request = self._create_request(self.amina)
        request.action_orient(self.env["hub.service"], outcome="not_eligible")
        self.assertEqual(self._get_deliveries(request).service_id, self.service_reception)

    def test_orienting_again_moves_the_line_and_adds_none(self):
        request = self._create_request(self.amina)
        request.action_orient(self.service_employment)
        before = self._get_deliveries(request)
        with freeze_time("2026-11-30"):
            request.action_reopen() if request.stage_code == "closed" else request.action_follow_up()
            request.action_orient(self.env.ref("hub_core.service_training"))
        self.assertEqual(self._get_deliveries(request), before)
        orientation = before.filtered(lambda line: line.service_id == self.service_orientation)
        self.assertEqual(orientation.date, date(2026, 11, 30))

    def test_the_ledger_follows_corrections(self):
        request = self._create_request(self.amina, received_on="2026-11-20")
        request.received_on = "2026-11-19"
        self.assertEqual(self._get_deliveries(request).date, date(2026, 11, 19))
        sara = self._create_beneficiary("Sara")
        request.beneficiary_id = sara
        self.assertEqual(self._get_deliveries(request).partner_id, sara.partner_id)
        request.received_on = False
        self.assertFalse(self._get_deliveries(request))

    def test_a_deleted_request_delivered_nothing(self):
        request = self._create_request(self.amina, received_on="2026-11-20")
        lines = self._get_deliveries(request)
        request.unlink()
        self.assertFalse(lines.exists())

    def test_a_sale_delivers_nothing(self):
        self.assertFalse(self._get_deliveries(self.env["crm.lead"].create({"name": "A sale"})))

    def test_dimensions_are_those_of_the_day(self):
        line = self._get_deliveries(self._create_request(self.amina, received_on="2019-12-31"))
        self.assertEqual((line.dim_age, line.dim_age_band, line.dim_sex), (18, "18_24", "female"))
        self.assertEqual(line.dim_nationality_id, self.env.ref("base.sn"))
        self.assertEqual(line.dim_region_id, self.env.ref("hub_core.state_ma_04"))
        self.assertEqual(line.dim_kind, "person")
        self.assertFalse(line.dim_category_ids)
        later = self._get_deliveries(self._create_request(self.amina, received_on="2026-11-23"))
        self.assertEqual((later.dim_age, later.dim_age_band), (24, "18_24"))
        self.assertEqual(later.dim_category_ids, self.youth)

    def test_dimensions_stay_when_the_person_changes(self):
        request = self._create_request(self.amina, received_on="2026-11-20")
        line = self._get_deliveries(request)
        self.amina.write({"sex": "other", "birthdate": "1950-01-01", "nationality_id": self.env.ref("base.fr").id})
        self.amina.write({"state_id": self.env.ref("hub_core.state_ma_06").id})
        self.amina.category_line_ids.date_to = "2026-11-01"
        request.action_orient(self.service_employment)
        self.assertEqual((line.dim_sex, line.dim_age_band), ("female", "18_24"))
        self.assertEqual(line.dim_nationality_id, self.env.ref("base.sn"))
        self.assertEqual(line.dim_region_id, self.env.ref("hub_core.state_ma_04"))
        self.assertEqual(line.dim_category_ids, self.youth)

    def test_another_date_freezes_anew(self):
        request = self._create_request(self.amina, received_on="2026-11-20")
        self.amina.category_line_ids.date_to = "2026-11-01"
        request.received_on = "2026-11-21"
        self.assertFalse(self._get_deliveries(request).dim_category_ids)

    def test_the_household_is_the_main_one_of_that_day(self):
        other = self._create_household(None, self.amina)
        stay = other.member_ids
        stay.write({"date_start": "2026-01-01", "date_end": "2026-06-30"})
        home = self._create_household(None, self.amina)
        home.member_ids.date_start = "2026-06-30"
        visited = self._create_household()
        visited.write({"member_ids": [Command.create({"beneficiary_id": self.amina.id, "is_primary": False})]})
        for day, household in (
            ("2025-12-31", other.browse()),
            ("2026-06-29", other),
            ("2026-06-30", home),  # on the day of a move, the new one
            ("2026-11-23", home),
        ):
            with self.subTest(day=day):
                line = self._get_deliveries(self._create_request(self.amina, received_on=day))
                self.assertEqual(line.dim_household_id, household)

    def test_who_moves_was_counted_in_the_former_household(self):
        home = self._create_household(None, self.amina)
        home.member_ids.date_start = "2026-01-01"
        line = self._get_deliveries(self._create_request(self.amina, received_on="2026-11-20"))
        home.member_ids.unlink()
        self.assertEqual(line.dim_household_id, home)

    def test_what_the_interview_finds_out_on_the_day_of_the_reception_counts(self):
        karim = self._create_beneficiary("Karim")
        line = self._get_deliveries(self._create_request(karim, received_on="2026-11-23"))
        self.assertEqual((line.dim_sex, line.dim_category_ids), ("unknown", self.youth.browse()))
        karim.write(
            {
                "sex": "male",
                "birthdate": "2001-01-01",
                "category_line_ids": [Command.create({"category_id": self.youth.id})],
            }
        )
        home = self._create_household(None, karim)
        self._keep_one_transaction()
        self.env["hub.service.delivery"]._cron_freeze_days()
        self.assertEqual((line.dim_sex, line.dim_age_band, line.dim_category_ids), ("male", "25_35", self.youth))
        self.assertEqual(line.dim_household_id, home)
        with patch.object(self.registry["hub.service.delivery"], "write") as write:
            queries = self._list_queries(self.env["hub.service.delivery"]._cron_freeze_days)
        write.assert_not_called()
        self.assertLess(len(queries), 20)

    def test_what_is_unknown_is_unknown_and_never_zero(self):
        nobody = self._create_beneficiary("Karim")
        line = self._get_deliveries(self._create_request(nobody, received_on="2026-11-20"))
        self.assertEqual((line.dim_sex, line.dim_age_band), ("unknown", "unknown"))
        self.assertFalse(line.dim_nationality_id)
        self.assertFalse(line.dim_region_id)

    def test_a_baby_is_zero_and_known(self):
        baby = self._create_beneficiary("Ilyas", birthdate="2026-10-01")
        line = self._get_deliveries(self._create_request(baby, received_on="2026-11-20"))
        self.assertEqual((line.dim_age, line.dim_age_band), (0, "0_14"))

    def test_an_archived_person_keeps_her_dimensions(self):
        self.amina.active = False
        line = self._get_deliveries(self._create_request(self.amina, received_on="2026-11-20"))
        self.assertEqual((line.dim_sex, line.dim_age_band), ("female", "18_24"))

    def test_a_line_opens_the_request_in_its_own_form(self):
        line = self._get_deliveries(self._create_request(self.amina, received_on="2026-11-20"))
        action = line.with_user(self.user_reception).action_open_source()
        view_id = action["views"][0][0]
        self.assertEqual(view_id, self.env.ref("hub_beneficiary.request_view_form").id)

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import warmup

from .common import HubCommon
from .fake_models import FakeSource


class TestDelivery(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeSource)
        cls.rabat = cls.env.ref("hub_core.state_ma_04")
        cls.oriental = cls.env.ref("hub_core.state_ma_02")
        cls.association = cls._create_organization(state_id=cls.rabat.id)
        cls.school = cls._create_organization("École", "school", state_id=cls.oriental.id)
        cls.service = cls._create_service("t_room", unit="hour", unit_value=100)
        cls.other_service = cls._create_service("t_desk", unit="day", unit_value=700)
        cls.program = cls._create_program()

    def create_source(self, **values):
        values = {
            "partner_id": self.association.id,
            "service_id": self.service.id,
            "date": "2026-03-02",
            "quantity": 2,
            "program_id": self.program.id,
            **values,
        }
        return self.env["hub.test.source"].create(values)

    def ledger(self, *sources):
        ids = [source.id for source in sources]
        return self.env["hub.service.delivery"].search(
            [("res_model", "=", "hub.test.source"), ("res_id", "in", ids)], order="id"
        )

    # -- what is posted ------------------------------------------------------

    def test_a_new_document_posts_one_line_with_all_it_says(self):
        source = self.create_source()
        self.assertRecordValues(
            self.ledger(source),
            [
                {
                    "partner_id": self.association.id,
                    "service_id": self.service.id,
                    "service_category": "other",
                    "date": date(2026, 3, 2),
                    "quantity": 2,
                    "unit": "hour",
                    "program_id": self.program.id,
                    "value_in_kind": 200,
                    "currency_id": self.env.company.currency_id.id,
                    "dim_kind": "association",
                    "dim_region_id": self.rabat.id,
                    "dim_sex": "unknown",
                    "dim_age_band": "unknown",
                    "dim_nationality_id": False,
                }
            ],
        )

    def test_each_recipient_has_a_line_of_its_own(self):
        source = self.create_source(second_partner_id=self.school.id)
        self.assertEqual(self.ledger(source).partner_id, self.association | self.school)

    def test_the_same_service_twice_for_one_recipient_is_one_line_with_the_sum(self):
        source = self.create_source(second_partner_id=self.association.id)
        self.assertRecordValues(self.ledger(source), [{"quantity": 4, "value_in_kind": 400}])

    def test_a_document_that_delivered_nothing_posts_nothing(self):
        self.assertFalse(self.ledger(self.create_source(state="draft")))

    def test_whoever_saves_the_document_the_ledger_is_the_same(self):
        source = self.create_source(state="draft")
        source.with_user(self.user_internal).sudo(False)._sync_deliveries()
        self.assertFalse(self.ledger(source))
        source.state = "done"
        self.ledger(source).unlink()
        source.with_user(self.user_internal)._sync_deliveries()
        self.assertEqual(len(self.ledger(source)), 1)

    # -- corrections ---------------------------------------------------------

    def test_a_correction_of_the_document_corrects_its_line(self):
        source = self.create_source()
        line = self.ledger(source)
        source.write({"quantity": 3, "date": "2026-03-05"})
        self.assertEqual(self.ledger(source), line)
        self.assertRecordValues(line, [{"quantity": 3, "date": date(2026, 3, 5), "value_in_kind": 300}])

    def test_another_service_keeps_the_line_and_takes_its_unit_and_value(self):
        source = self.create_source()
        line = self.ledger(source)
        source.service_id = self.other_service
        self.assertEqual(self.ledger(source), line)
        self.assertRecordValues(
            line, [{"service_id": self.other_service.id, "unit": "day", "value_in_kind": 1400, "quantity": 2}]
        )

    def test_a_withdrawn_document_takes_its_lines_back(self):
        source = self.create_source(second_partner_id=self.school.id)
        source.state = "cancelled"
        self.assertFalse(self.ledger(source))

    def test_a_removed_recipient_loses_only_its_own_line(self):
        source = self.create_source(second_partner_id=self.school.id)
        kept = self.ledger(source).filtered(lambda line: line.partner_id == self.association)
        source.second_partner_id = False
        self.assertEqual(self.ledger(source), kept)

    def test_a_deleted_document_leaves_no_line_and_touches_no_other(self):
        source, other = self.create_source(), self.create_source()
        lines = self.ledger(other)
        source_id = source.id
        source.unlink()
        self.assertFalse(
            self.env["hub.service.delivery"].search_count(
                [("res_model", "=", "hub.test.source"), ("res_id", "=", source_id)]
            )
        )
        self.assertEqual(self.ledger(other), lines)

    def test_writing_what_delivers_nothing_leaves_the_ledger_alone(self):
        source = self.create_source()
        self.env.flush_all()
        with self.assertQueryCount(1):
            source.note = "only this"
            self.env.flush_all()

    def test_a_new_value_of_the_unit_does_not_rewrite_the_past(self):
        source = self.create_source()
        self.service.unit_value = 500
        source.note = "x"
        source.date = "2026-03-09"
        self.assertEqual(self.ledger(source).value_in_kind, 200)

    # -- frozen dimensions ---------------------------------------------------

    def test_who_moves_to_another_region_was_served_in_the_old_one(self):
        source = self.create_source()
        self.association.state_id = self.oriental
        self.association.hub_kind_ids = self.env.ref("hub_core.organization_kind_cooperative")
        source.write({"quantity": 5, "service_id": self.other_service.id})
        self.assertRecordValues(
            self.ledger(source), [{"dim_region_id": self.rabat.id, "dim_kind": "association", "quantity": 5}]
        )

    def test_a_corrected_date_freezes_the_recipient_anew(self):
        source = self.create_source()
        self.association.state_id = self.oriental
        source.date = "2026-04-01"
        self.assertEqual(self.ledger(source).dim_region_id, self.oriental)

    def freeze_days(self, at):
        self._keep_one_transaction()
        with freeze_time(at):
            self.env["hub.service.delivery"]._cron_freeze_days()

    def test_in_the_evening_the_lines_of_the_day_are_of_what_is_known_then(self):
        today, before = self.create_source(date="2026-03-02"), self.create_source(date="2026-03-01")
        self.freeze_days("2026-03-01 22:20:00")
        self.association.state_id = self.oriental
        self.freeze_days("2026-03-02 22:20:00")
        self.assertEqual(self.ledger(today).dim_region_id, self.oriental)
        self.assertEqual(self.ledger(before).dim_region_id, self.rabat, "that day was over")
        self.association.state_id = self.rabat
        self.freeze_days("2026-03-03 22:20:00")
        self.assertEqual(self.ledger(today).dim_region_id, self.oriental)

    def test_the_days_on_which_the_server_was_off_are_caught_up(self):
        sources = [self.create_source(date=f"2026-03-0{day}") for day in range(1, 5)]
        self.freeze_days("2026-03-01 22:20:00")
        self.association.state_id = self.oriental
        self.freeze_days("2026-03-04 08:00:00")
        found = [self.ledger(source).dim_region_id for source in sources]
        self.assertEqual(found, [self.rabat, self.oriental, self.oriental, self.oriental])

    def test_a_run_before_the_evening_closes_no_day(self):
        self.freeze_days("2026-03-01 22:20:00")
        source = self.create_source(date="2026-03-02")
        self.freeze_days("2026-03-02 10:00:00")
        self.association.state_id = self.oriental
        self.freeze_days("2026-03-03 08:00:00")
        self.assertEqual(self.ledger(source).dim_region_id, self.oriental)

    def test_an_evening_on_which_freezing_failed_is_made_up_for(self):
        source = self.create_source(date="2026-03-02")
        self.freeze_days("2026-03-01 22:20:00")
        self.association.state_id = self.oriental
        broken = patch.object(self.registry["hub.service.delivery"], "_freeze_anew", side_effect=ValueError)
        with broken, self.assertRaises(ValueError):
            self.freeze_days("2026-03-02 22:20:00")
        self.freeze_days("2026-03-03 22:20:00")
        self.assertEqual(self.ledger(source).dim_region_id, self.oriental)

    def test_what_did_not_change_is_not_written(self):
        self.create_source(date="2026-03-02")
        self.env.flush_all()
        with patch.object(self.registry["hub.service.delivery"], "write") as write:
            self.freeze_days("2026-03-02 22:20:00")
        write.assert_not_called()
        self.association.state_id = self.oriental
        with patch.object(self.registry["hub.service.delivery"], "write") as write:
            self.freeze_days("2026-03-02 22:40:00")
        write.assert_called_once_with({"dim_region_id": self.oriental.id})

    def test_another_recipient_has_its_own_dimensions(self):
        source = self.create_source()
        source.partner_id = self.school
        self.assertRecordValues(
            self.ledger(source),
            [{"partner_id": self.school.id, "dim_region_id": self.oriental.id, "dim_kind": "school"}],
        )

    def test_the_first_kind_counts_and_what_is_not_known_says_so(self):
        both = self._create_organization("Les deux", "school association")
        custom = self.env["hub.organization.kind"].create({"name": "Union", "code": "union", "sequence": 1})
        union = self._create_organization("Union", "union")
        self.assertTrue(custom)
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.school.id})
        nobody = self.env["res.partner"].create({"name": "Sans nature"})
        person = self._create_person_partner()
        partners = both | union | contact | nobody | person
        served = {(partner.id, date(2026, 1, 1)) for partner in partners}
        found = self.env["res.partner"]._get_hub_dimensions(served)
        kinds = {partner_id: values["dim_kind"] for (partner_id, _day), values in found.items()}
        self.assertEqual(
            [kinds[partner.id] for partner in (both, union, contact, nobody, person)],
            ["association", "other", "school", "unknown", "person"],
        )

    # -- size ----------------------------------------------------------------

    def queries_for(self, number):
        """Queries to create, correct and delete so many documents, each on its own day."""
        days = [date.fromordinal(date(2025, 1, 1).toordinal() + index) for index in range(number)]
        partners = self.env["res.partner"].create(
            [{"name": f"Association {index}", "state_id": self.rabat.id} for index in range(number)]
        )
        vals_list = [
            {"partner_id": partner.id, "service_id": self.service.id, "date": day}
            for partner, day in zip(partners, days, strict=True)
        ]
        sources = self.env["hub.test.source"]
        create = self._list_queries(lambda: sources.create(vals_list))
        sources = sources.search([], order="id desc", limit=number)
        write = self._list_queries(lambda: sources.write({"date": "2026-01-01", "quantity": 7}))
        return create, write, self._list_queries(sources.unlink)

    def test_a_hundred_documents_cost_the_queries_of_one(self):
        self.queries_for(2)  # what is cached once
        for many, one in zip(self.queries_for(100), self.queries_for(1), strict=True):
            self._assert_no_more_queries(many, one)

    @warmup
    def test_reading_a_page_of_the_ledger_has_a_ceiling(self):
        self.env["hub.test.source"].create(
            [
                {"partner_id": self.association.id, "service_id": self.service.id, "date": "2026-01-01"}
                for _index in range(80)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        names = ["date", "service_id", "partner_id", "quantity", "unit", "program_id", "display_name"]
        with self.assertQueryCount(8):
            self.env["hub.service.delivery"].with_user(self.user_hub).search_read([], names, limit=80)

    # -- nobody types totals -------------------------------------------------

    def test_nobody_writes_the_ledger_by_hand(self):
        line = self.ledger(self.create_source())
        for user in (self.user_hub, self.user_manager, self.user_admin, self.user_auditor):
            mine = line.with_user(user)
            self.assertEqual(mine.read(["quantity"])[0]["quantity"], 2)
            with self.assertRaises(AccessError):
                mine.write({"quantity": 9})
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create({"partner_id": self.school.id, "service_id": self.service.id, "date": "2026-01-01"})

    def test_who_has_no_role_in_the_hub_does_not_read_the_ledger(self):
        line = self.ledger(self.create_source())
        for user in (self.user_internal, self.user_portal):
            with self.assertRaises(AccessError):
                line.with_user(user).read(["quantity"])

    def test_a_line_opens_its_document_for_those_who_may_read_it(self):
        line = self.ledger(self.create_source())
        action = line.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), (line.res_model, line.res_id))
        with self.assertRaises(AccessError):
            line.with_user(self.user_hub).action_open_source()

    def test_the_label_of_a_line_does_not_name_its_recipient(self):
        person = self._create_person_partner("Fatima Zahra")
        line = self.ledger(self.create_source(partner_id=person.id))
        self.assertEqual(line.display_name, "Service t_room 2026-03-02")

    def test_program_counts_what_was_delivered_in_its_name(self):
        self.create_source()
        self.create_source(program_id=False)
        self.assertEqual(self.program.delivery_count, 1)
        self.assertEqual(self.association.with_user(self.user_hub).hub_delivery_count, 2)
        self.assertEqual(self.association.with_user(self.user_internal).hub_delivery_count, 0)

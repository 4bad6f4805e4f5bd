from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import HubCommon
from .fake_models import FakeSource


class IndicatorCommon(HubCommon):
    """A programme of the year 2026, people and organisations, and what was done for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeSource)
        cls.program = cls._create_program(date_start="2026-01-01", date_end="2026-12-31")
        cls.other_program = cls._create_program("T-OTHER", date_start="2026-01-01", date_end="2026-12-31")
        cls.reception = cls.env.ref("hub_core.service_reception")
        cls.training = cls.env.ref("hub_core.service_training")
        cls.people = cls.env.ref("hub_core.indicator_people_received")
        cls.services = cls.env.ref("hub_core.indicator_services_delivered")
        cls.amina = cls._create_person_partner("Amina")
        cls.idriss = cls._create_person_partner("Idriss")
        cls.association = cls._create_organization()

    @classmethod
    def _deliver(cls, partner, day, service=None, program=None, quantity=1):
        return cls.env["hub.test.source"].create(
            {
                "partner_id": partner.id,
                "service_id": (service or cls.reception).id,
                "program_id": (cls.program if program is None else program).id,
                "date": day,
                "quantity": quantity,
            }
        )

    @classmethod
    def _create_target(cls, indicator=None, target=10, **values):
        return cls.env["hub.indicator.target"].create(
            {
                "program_id": cls.program.id,
                "indicator_id": (indicator or cls.people).id,
                "target": target,
                **values,
            }
        )

    @classmethod
    def _create_indicator(cls, code="t_indicator", **values):
        return cls.env["hub.indicator"].create({"name": f"Indicator {code}", "code": code, "unit": "units", **values})


@freeze_time("2026-07-02")
class TestIndicator(IndicatorCommon):
    # -- counting ------------------------------------------------------------

    def test_who_came_three_times_is_one_person_received(self):
        for day in ("2026-01-05", "2026-02-05", "2026-03-05"):
            self._deliver(self.amina, day)
        self._deliver(self.idriss, "2026-03-05")
        people, services = self._create_target(), self._create_target(self.services)
        self.assertEqual((people.value, services.value), (2, 4))

    def test_only_people_are_received_and_only_organisations_are_supported(self):
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.association, "2026-01-05")
        organizations = self._create_target(self.env.ref("hub_core.indicator_organizations_supported"))
        self.assertEqual((self._create_target().value, organizations.value), (1, 1))

    def test_the_first_and_the_last_day_of_a_period_count(self):
        for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"):
            self._deliver(self.amina, day)
        self.assertEqual(self._create_target(self.services).value, 2)

    def test_each_period_counts_anew(self):
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.amina, "2026-08-05")
        halves = self._create_target(date_to="2026-06-30") | self._create_target(date_from="2026-07-01")
        self.assertEqual(halves.mapped("value"), [1, 1])
        self.assertEqual(self._create_target().value, 1)

    def test_a_target_counts_its_own_programme_or_all_that_the_hub_did(self):
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.idriss, "2026-01-05", program=self.other_program)
        self._deliver(self._create_person_partner("Nobody's"), "2026-01-05", program=self.env["hub.program"])
        target = self._create_target()
        self.assertEqual(target.value, 1)
        target.scope = "hub"
        everybody = self.env["hub.service.delivery"].search(
            [
                ("service_id", "=", self.reception.id),
                ("date", ">=", "2026-01-01"),
                ("date", "<=", "2026-12-31"),
                ("dim_kind", "=", "person"),
            ]
        )
        self.assertEqual(target.value, len(everybody.partner_id))
        self.assertGreaterEqual(target.value, 3)

    def test_a_correction_of_the_document_corrects_the_figure(self):
        source = self._deliver(self.amina, "2026-01-05")
        target = self._create_target()
        self.assertEqual(target.value, 1)
        source.state = "cancelled"
        target.invalidate_recordset()
        self.assertEqual(target.value, 0)

    def test_a_sum_adds_what_was_done(self):
        for quantity in (1.5, 2):
            self._deliver(self.association, "2026-01-05", self.training, quantity=quantity)
        indicator = self._create_indicator(measure="sum", measure_field="quantity")
        target = self._create_target(indicator)
        self.assertEqual(target.value, 3.5)
        self.assertEqual(self._create_target(indicator, date_from="2026-06-01").value, 0)

    def test_an_archived_service_was_delivered_all_the_same(self):
        self._deliver(self.amina, "2026-01-05")
        self.reception.active = False
        self.assertEqual(self._create_target().value, 1)

    def test_a_condition_may_exclude(self):
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.amina, "2026-01-05", self.training)
        indicator = self._create_indicator(domain="['!', ('service_id.code', '=', 'reception')]")
        self.assertEqual(self._create_target(indicator).value, 1)
        nobody = self._create_indicator("t_nobody", domain="[('dim_sex', 'in', [])]")
        self.assertEqual(self._create_target(nobody).value, 0)

    def test_whoever_reads_a_figure_it_is_the_same(self):
        self._deliver(self.amina, "2026-01-05")
        target = self._create_target()
        for user in (self.user_hub, self.user_manager, self.user_admin, self.user_auditor):
            self.assertEqual(target.with_user(user).value, 1)

    def test_a_hundred_targets_are_counted_in_as_many_queries_as_ten(self):
        self._deliver(self.amina, "2026-01-05")
        indicators = self.people | self.services | self.env.ref("hub_core.indicator_young_people_received")
        targets = self.env["hub.indicator.target"].create(
            [
                {
                    "program_id": self.program.id,
                    "indicator_id": indicators[number % 3].id,
                    "target": 10,
                    "date_from": f"2026-01-{number // 10 + 1:02}",
                    "date_to": f"2026-12-{number % 28 + 1:02}",
                }
                for number in range(100)
            ]
        )
        self._assert_constant(lambda count: targets[:count]._get_values(), few=10, many=100)
        self.assertLessEqual(len(self._list_queries(targets._get_values)), 5)

    def _refuse(self, sentence, **values):
        """An indicator with these values is refused, in these words."""
        with self.assertRaisesRegex(ValidationError, sentence, msg=str(values)), self.env.cr.savepoint():
            self._create_indicator(**values)

    # -- what may be counted ---------------------------------------------------

    def test_records_that_no_source_opens_are_never_counted(self):
        for model in ("res.partner", "res.users", "hub.access.log", "hub.indicator.source", "nothing.at.all"):
            self._refuse(f"Indicator .*Records.*{model}", model_name=model)

    def test_a_condition_asks_only_about_what_was_done(self):
        """Figures are counted past the reader's rights: no path may lead to what is not the source's."""
        for domain in (
            "[('partner_id.name', '=', 'Amina')]",
            "[('partner_id.user_ids.password', '!=', False)]",
            "[('partner_id', 'any', [('phone', '=', '0612345678')])]",
            "[('service_id.program_ids.name', '=', 'x')]",
            "[('service_id', 'any', [('program_ids', 'any', [('name', '=', 'x')])])]",
            "[('service_id.create_uid.login', '=', 'admin')]",
            "[('create_uid.login', '=', 'admin')]",
        ):
            self._refuse("cannot be a condition", domain=domain)

    def test_a_wrong_condition_says_which_indicator_and_what_to_do(self):
        for domain, sentence in {
            "[('dim_sx', '=', 'female')]": "Indicator “Indicator t_indicator”, Which of them: .*no field “dim_sx”",
            "[('dim_sex', '=', 'femal')]": "“dim_sex” = 'femal' is not possible. female, male",
            "[('quantity', '>', 'many')]": "“quantity” > 'many' is not possible. Choose another",
            "[('service_id.code', '=', code)]": "no conditions that can be counted",
            "[('service_id.code'": "no conditions that can be counted",
            "{'service_id': 1}": "no conditions that can be counted",
            "[('quantity', 'above', 1)]": "no conditions that can be counted",
            "[('partner_id', 'ilike', 'Amina')]": "“partner_id” ilike 'Amina' is not possible",
            "[('partner_id', '=', 10000000000)]": "“partner_id” = 10000000000 is not possible",
            "[('quantity', '>', [1, 2])]": "“quantity” > .* is not possible",
            "[('service_id', 'child_of', 1)]": "“service_id” child_of 1 is not possible",
            "[('date', '>', 'one day')]": "no conditions that can be counted",
            "__import__('os').getcwd()": "no conditions that can be counted",
        }.items():
            self._refuse(sentence, domain=domain)

    def test_a_measure_names_a_field_that_can_be_measured(self):
        for values, sentence in (
            ({"measure": "sum", "measure_field": "partner_id"}, "“partner_id” cannot be used.*Quantity, Value in kind"),
            ({"measure": "distinct", "measure_field": "quantity"}, "“quantity” cannot be used.*Recipient"),
            ({"date_field": "create_date"}, "“create_date” cannot be used.*: Date"),
            ({"dimensions": "dim_sex, dim_shoe_size"}, "cannot be split by dim_shoe_size"),
        ):
            self._refuse(sentence, **values)

    def test_every_error_of_an_import_is_told_at_once(self):
        with self.assertRaisesRegex(ValidationError, "(?s)Indicator “One”.*Indicator “Two”"):
            self.env["hub.indicator"].create(
                [
                    {"name": name, "code": name, "unit": "x", "domain": "[('nothing', '=', 1)]"}
                    for name in ("One", "Two")
                ]
            )

    def test_an_indicator_whose_addon_went_away_says_so_and_the_others_are_counted(self):
        self._deliver(self.amina, "2026-01-05")
        broken = self._create_indicator()
        target, other = self._create_target(broken), self._create_target()
        for column, value, sentence in (
            ("model_name", "hub.training.attendance", "hub.training.attendance cannot be counted.*install the addon"),
            ("domain", "[('training_id', '=', 1)]", "no field “training_id”.*install the addon"),
            ("date_field", "attended_on", "“attended_on” cannot be used"),
        ):
            self.env.flush_all()
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(f"UPDATE hub_indicator SET {column} = %s WHERE id = %s", (value, broken.id))  # pylint: disable=sql-injection
                self.env.invalidate_all()
                self.assertRegex(target.problem, sentence)
                self.assertFalse(target.pace)
                self.assertEqual((other.problem, other.value), (False, 1))
                with self.assertRaisesRegex(UserError, "Indicator t_indicator"):
                    target.action_open_records()
                savepoint.rollback()
            self.env.invalidate_all()

    # -- targets -----------------------------------------------------------------

    def test_a_target_proposes_the_days_of_its_programme_and_keeps_them(self):
        target = self._create_target()
        self.assertEqual((target.date_from, target.date_to), (date(2026, 1, 1), date(2026, 12, 31)))
        self.program.date_end = "2027-12-31"
        self.assertEqual(target.date_to, date(2026, 12, 31))

    def test_a_programme_promises_one_figure_for_one_period(self):
        self._create_target()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._create_target()
        self._create_target(date_to="2026-06-30")

    def test_a_target_is_above_zero_and_its_period_runs_forward(self):
        for values in ({"target": 0}, {"target": -1}, {"baseline": -1}, {"date_to": "2025-12-31"}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._create_target(**values)

    def test_a_figure_shows_in_a_form_before_the_target_is_saved(self):
        self._deliver(self.amina, "2026-01-05")
        with Form(self.program) as form, form.target_ids.new() as line:
            line.indicator_id = self.people
            self.assertEqual((line.value, line.pace), (0, False))
            line.target = 10
            self.assertEqual((line.value, line.pace, line.date_to), (1, "late", date(2026, 12, 31)))
        self.assertEqual(self.program.target_ids.target, 10)

    def test_pace_compares_with_what_the_days_gone_by_should_have_brought(self):
        self._deliver(self.amina, "2026-01-05")
        target = self._create_target(target=4)  # 182 of 365 days are over: 1.99, so 1 person
        values = target._get_values()[target]
        self.assertEqual((values["expected"], values["pace"], values["gap"]), (1, "on_track", 0))
        target.target = 10
        values = target._get_values()[target]
        self.assertEqual((values["expected"], values["pace"], values["gap"]), (4, "late", 3))
        self.assertEqual((values["days_left"], values["projected"]), (183, 2))

    def test_targets_are_found_by_their_pace(self):
        self._deliver(self.amina, "2026-01-05")
        late, on_track = self._create_target(), self._create_target(self.services, target=2)
        ours = self.env["hub.indicator.target"].search([("program_id", "=", self.program.id)])
        self.assertEqual(ours.search([("id", "in", ours.ids), ("pace", "=", "late")]), late)
        self.assertEqual(ours.search([("id", "in", ours.ids), ("pace", "!=", "late")]), on_track)

    def test_an_indicator_with_targets_is_archived_not_deleted(self):
        self._create_target()
        with self.assertRaisesRegex(UserError, "Archive them instead: People received"):
            self.people.unlink()

    # -- splits and records ------------------------------------------------------

    def test_a_split_adds_up_with_unknown_in_it(self):
        region = self.env.ref("hub_core.state_ma_04")
        self.amina.state_id = region
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.idriss, "2026-01-05")
        figures, total = self._create_target()._get_split("dim_region_id")
        self.assertEqual((figures, total), ({region.id: 1, None: 1}, 2))

    def test_who_moved_is_in_two_rows_and_once_in_the_total(self):
        self._deliver(self.amina, "2026-01-05")
        self.amina.state_id = self.env.ref("hub_core.state_ma_04")
        self._deliver(self.amina, "2026-02-05")
        figures, total = self._create_target()._get_split("dim_region_id")
        self.assertEqual((sum(figures.values()), total), (2, 1))

    def test_a_figure_opens_its_records_with_the_rights_of_the_reader(self):
        self._deliver(self.amina, "2026-01-05")
        self._deliver(self.amina, "2026-02-05")
        self._deliver(self.idriss, "2026-01-05", program=self.other_program)
        target = self._create_target()
        action = target.with_user(self.user_hub).action_open_records()
        records = self.env[action["res_model"]].with_user(self.user_hub).search(action["domain"])
        self.assertEqual((records.partner_id, len(records)), (self.amina, 2))
        self.assertEqual(action["context"]["group_by"], ["partner_id"])

    def test_only_managers_write_down_what_is_promised(self):
        target = self._create_target()
        target.with_user(self.user_manager).target = 12
        for user in (self.user_hub, self.user_auditor):
            with self.assertRaises(AccessError):
                target.with_user(user).target = 1
            with self.assertRaises(AccessError):
                self.people.with_user(user).domain = "[]"

    def test_a_change_of_what_was_promised_is_on_record(self):
        target = self._create_target().with_context(tracking_disable=False, mail_notrack=False)
        self.env.cr.precommit.run()
        target.target = 20
        self.env.cr.precommit.run()
        self.assertIn("20", str(target.message_ids[:1].tracking_value_ids.mapped("new_value_float")))

    def test_the_first_programme_promised_a_thousand_people_two_hundred_of_them_young(self):
        targets = self.env.ref("hub_core.program_interview").target_ids
        promised = {target.indicator_id.code: target.target for target in targets}
        self.assertEqual((promised["people_received"], promised["young_people_received"]), (1000, 200))
        self.assertEqual(
            {(target.date_from, target.date_to) for target in targets}, {(date(2018, 12, 12), date(2021, 12, 11))}
        )

    def test_young_people_are_15_to_35_on_the_day(self):
        young = self.env.ref("hub_core.indicator_young_people_received")
        bands = ("0_14", "15_17", "18_24", "25_35", "36_59", "unknown")
        for band in bands:
            line = self._deliver(self._create_person_partner(band), "2026-01-05")._get_deliveries()
            line.dim_age_band = band
        figures, total = self._create_target(young)._get_split("dim_age_band")
        self.assertEqual((figures, total), ({"15_17": 1, "18_24": 1, "25_35": 1}, 3))

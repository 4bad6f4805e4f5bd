from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .test_indicator import IndicatorCommon


@freeze_time("2026-07-02")
class TestPromise(IndicatorCommon):
    """The page, as the browser asks for it."""

    def page(self, program=None, user=None):
        promise = self.env["hub.promise"].with_user(user or self.user_hub)
        return promise.get_page((program or self.program).id)

    def test_the_page_shows_what_was_promised_and_what_became_of_it(self):
        self._deliver(self.amina, "2026-01-05")
        self._create_target(target=4)
        page = self.page()
        self.assertEqual(page["program"]["name"], self.program.name)
        self.assertEqual((round(page["program"]["elapsed"], 2), page["program"]["days_left"]), (0.5, 183))
        (target,) = page["targets"]
        self.assertEqual(
            [target[name] for name in ("name", "value", "target", "share", "expected", "pace", "unit", "problem")],
            ["People received", 1, 4, 0.25, 1, "on_track", "people", False],
        )
        self.assertIn("at least once", target["how"]["definition"])
        self.assertNotIn("dim_kind", dict(target["dimensions"]), "of people alone it says nothing")

    def test_those_who_work_in_the_hub_see_the_page_and_nobody_else(self):
        target = self._create_target()
        for user in (self.user_hub, self.user_manager, self.user_admin, self.user_auditor):
            self.assertTrue(self.page(user=user)["targets"])
        self.assertTrue(self.page(user=self.user_manager)["can_edit"])
        self.assertFalse(self.page(user=self.user_auditor)["can_edit"])
        for user in (self.user_internal, self.user_portal, self.env.ref("base.public_user")):
            promise = self.env["hub.promise"].with_user(user)
            with self.assertRaises(AccessError):
                promise.get_page()
            with self.assertRaises(AccessError):
                promise.get_split(target.id, "dim_sex")
            with self.assertRaises(AccessError):
                promise.get_records_action(target.id)

    def test_the_page_opens_on_a_running_programme_with_targets(self):
        self.env["hub.program"].search([]).active = False
        promise = self.env["hub.promise"].with_user(self.user_hub)
        self.assertEqual((promise.get_page()["program"], promise.get_page()["programs"]), (False, []))
        (self.program | self.other_program).active = True
        newest = self._create_program("T-NEW", date_start="2026-06-01")
        self.assertEqual(promise.get_page()["program"]["id"], newest.id)
        self._create_target()
        self.assertEqual(promise.get_page()["program"]["id"], self.program.id)
        self._create_target(program_id=self.other_program.id)
        self.other_program.action_activate()
        self.assertEqual(promise.get_page()["program"]["id"], self.other_program.id)
        self.assertEqual(promise.get_page(newest.id)["program"]["id"], newest.id)
        self.assertEqual(promise.get_page(-1)["program"]["id"], self.other_program.id)

    def test_an_indicator_that_cannot_be_counted_leaves_the_others_on_the_page(self):
        self._deliver(self.amina, "2026-01-05")
        broken = self._create_indicator(sequence=1)
        self._create_target(broken, sequence=1)
        self._create_target(sequence=2)
        self.env.flush_all()
        self.env.cr.execute("UPDATE hub_indicator SET model_name = 'gone.model' WHERE id = %s", (broken.id,))
        self.env.invalidate_all()
        first, second = self.page()["targets"]
        self.assertIn("gone.model cannot be counted", first["problem"])
        self.assertEqual((first["dimensions"], second["value"]), ([], 1))

    def test_a_split_has_a_row_for_unknown_and_every_row_opens_its_records(self):
        self._deliver(self.amina, "2026-01-05")._get_deliveries().dim_sex = "female"
        self._deliver(self.idriss, "2026-01-05")
        target = self._create_target()
        promise = self.env["hub.promise"].with_user(self.user_hub)
        for dimension in ("dim_sex", "dim_age_band", "dim_nationality_id", "dim_region_id"):
            split = promise.get_split(target.id, dimension)
            self.assertEqual((sum(row["value"] for row in split["rows"]), split["total"]), (2, 2))
            self.assertEqual(split["rows"][-1]["label"], "Unknown")
            for row in split["rows"]:
                action = promise.get_records_action(target.id, dimension, row["key"], row["label"])
                records = self.env[action["res_model"]].with_user(self.user_hub).search(action["domain"])
                self.assertEqual(len(records.partner_id), row["value"])

    def test_a_split_that_the_indicator_does_not_offer_is_refused(self):
        target = self._create_target()
        promise = self.env["hub.promise"].with_user(self.user_hub)
        for dimension in ("partner_id", "dim_kind", "create_uid", "nothing"):
            with self.assertRaisesRegex(UserError, "not split by that"):
                promise.get_split(target.id, dimension)
            with self.assertRaisesRegex(UserError, "not split by that"):
                promise.get_records_action(target.id, dimension, 1)

    def test_the_page_costs_the_same_queries_for_ten_targets_and_for_a_hundred(self):
        few, many = self.program, self.other_program
        for program, number in ((few, 10), (many, 100)):
            self.env["hub.indicator.target"].create(
                [
                    {
                        "program_id": program.id,
                        "indicator_id": (self.people, self.services)[index % 2].id,
                        "target": 10,
                        "date_from": f"2026-01-{index % 28 + 1:02}",
                        "date_to": f"2026-{index // 28 + 5:02}-01",
                    }
                    for index in range(number)
                ]
            )
        self._list_queries(lambda: self.page(few))  # fills the caches of the registry
        queries = [self._list_queries(lambda program=program: self.page(program)) for program in (many, few)]
        self._assert_no_more_queries(*queries)
        self.assertLessEqual(len(queries[0]), 14)

from freezegun import freeze_time

from .register_common import RegisterCommon


@freeze_time("2022-06-01 10:00:00")
class TestRegisterImportPerformance(RegisterCommon):
    def _measure(self, rows, filename):
        register = self._create_register(*rows, filename=filename)
        queries = self._list_queries(register.action_preview), self._list_queries(register.action_import)
        self.assertEqual(len(register.line_ids), len(rows))
        self.assertEqual(set(register.line_ids.mapped("state")), {"done", "refused"})
        return queries

    def test_a_large_register_costs_the_queries_of_a_small_one(self):
        rows = self._people_rows(1420)
        # what Odoo reads once for all, ids of records and rules, is read here
        self._measure(rows[:20], "first.xlsx")
        small = self._measure(rows[20:220], "small.xlsx")
        large = self._measure(rows[220:], "large.xlsx")
        for few, many in zip(small, large, strict=True):
            self._assert_no_more_queries(many, few)

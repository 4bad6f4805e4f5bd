from datetime import date

import psycopg2
from freezegun import freeze_time
from odoo import api, sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import HubCommon
from .fake_models import FakeFile


class AccessLogCommon(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeFile)
        cls.env["ir.model.access"].create(
            {
                "name": "files of the test",
                "model_id": cls.env["ir.model"]._get_id("hub.test.file"),
                "group_id": cls.env.ref("base.group_user").id,
                "perm_read": True,
            }
        )
        cls.env["ir.ui.view"].create(
            {
                "name": "files of the test",
                "model": "hub.test.file",
                "arch": "<list><field name='code'/></list>",
            }
        )
        cls.files = cls.env["hub.test.file"].with_user(cls.user_hub)
        cls.file = cls.files.search([], limit=1)

    def log(self):
        return self.env["hub.access.log"].search([("model", "=", "hub.test.file")], order="id")


class TestAccessLog(AccessLogCommon):
    def test_an_opened_form_leaves_one_line_without_a_name(self):
        self.file.web_read({"code": {}})
        self.assertRecordValues(
            self.log(),
            [
                {
                    "user_id": self.user_hub.id,
                    "how": "form",
                    "res_id": self.file.id,
                    "record_count": 1,
                    "reference": f"hub.test.file,{self.file.id}",
                }
            ],
        )

    def test_opening_the_same_form_again_soon_is_the_same_reading(self):
        with freeze_time("2026-03-02 10:00:00"):
            self.file.web_read({"code": {}})
        with freeze_time("2026-03-02 10:09:00"):
            self.file.web_read({"code": {}})
        self.assertEqual(len(self.log()), 1)
        with freeze_time("2026-03-02 10:11:00"):
            self.file.web_read({"code": {}})
        self.file.with_user(self.user_manager).web_read({"code": {}})
        self.assertEqual(self.log().user_id, self.user_hub | self.user_manager)
        self.assertEqual(len(self.log()), 3)

    def test_labels_and_pages_of_lists_leave_no_line(self):
        self.file.web_read({"display_name": {}})
        self.files.web_search_read([("code", "=", self.file.code)], {"code": {}})
        self.files.web_search_read([], {"code": {}}, limit=80)
        self.files.search([], limit=5).web_read({"code": {}})
        self.files.web_read_group([], ["phone_code"], unfold_read_specification={"code": {}}, auto_unfold=True)
        self.files.search([], limit=5).mapped("code")
        self.assertFalse(self.log())

    def test_one_record_singled_out_by_its_id_is_opened_by_whatever_call(self):
        by_id = [("id", "=", self.file.id)]
        calls = {
            "search_read": lambda: self.files.search_read(by_id, ["code"]),
            "web_search_read": lambda: self.files.web_search_read([("id", "in", self.file.ids)], {"code": {}}),
            "a range": lambda: self.files.web_search_read(
                [("id", ">=", self.file.id), ("id", "<=", self.file.id)], {"code": {}}
            ),
            "web_read_group": lambda: self.files.web_read_group(
                by_id, ["code"], unfold_read_specification={"code": {}}, auto_unfold=True
            ),
            "formatted_read_group": lambda: self.files.formatted_read_group(by_id, ["code"]),
            "grouping sets": lambda: self.files.formatted_read_grouping_sets(by_id, [["code"]]),
            "read": lambda: self.file.read(["code"]),
        }
        for number, (call, read) in enumerate(calls.items()):
            with self.subTest(call=call), freeze_time(f"2026-03-0{number + 1}"):
                read()
                self.assertEqual(len(self.log()), number + 1)
                self.assertEqual((self.log()[-1].how, self.log()[-1].res_id), ("form", self.file.id))

    def test_what_a_list_leaves_out_or_shows_as_a_label_is_no_reading_of_one(self):
        others = self.files.search([("id", "!=", self.file.id)])
        self.files.web_search_read([("id", "not in", others.ids)], {"code": {}})
        self.files.web_search_read(["!", ("id", "in", others.ids)], {"code": {}})
        self.files.web_search_read([("id", "=", self.file.id)], {"display_name": {}})
        self.files.formatted_read_group([("code", "=", self.file.code)], ["code"])
        self.assertFalse(self.log())

    def test_what_no_list_shows_is_read_not_listed(self):
        self.files.search_read([("code", "=", self.file.code)], ["phone_code"])
        self.assertRecordValues(self.log(), [{"how": "form", "res_id": self.file.id}])
        self.files.web_search_read([], {"code": {}, "phone_code": {}}, limit=3)
        self.files.search([], limit=3).read(["phone_code"])
        self.files.search_read([], limit=3)
        logs = self.log()[1:]
        self.assertEqual(logs.mapped("how"), ["search"] * 3)
        self.assertEqual(logs.mapped("record_count"), [3] * 3)

    def test_groups_by_what_tells_records_apart_are_a_copy_of_them(self):
        few = [("id", "in", self.files.search([], limit=3).ids)]
        codes = [("code", "in", self.files.search([], limit=3).mapped("code"))]
        calls = {
            "formatted_read_group": lambda: self.files.formatted_read_group(codes, ["code"]),
            "by name": lambda: self.files.formatted_read_group(domain=codes, groupby=["code"]),
            "an aggregate": lambda: self.files.formatted_read_group(codes, [], ["code:array_agg"]),
            "the first": lambda: self.files.formatted_read_group(codes, [], ["code:min"]),
            "grouping sets": lambda: self.files.formatted_read_grouping_sets(few, [["id"], ["code"]]),
            "web_read_group": lambda: self.files.web_read_group(codes, ["code"], ["__count"]),
            "read_group": lambda: self.files.read_group(codes, ["x:array_agg(code)"], []),
            "a bar": lambda: self.files.read_progress_bar(codes, "code", {"field": "phone_code", "colors": {}}),
        }
        for number, (call, read) in enumerate(calls.items()):
            with self.subTest(call=call):
                read()
                self.assertEqual(len(self.log()), number + 1)
                self.assertEqual((self.log()[-1].how, self.log()[-1].record_count), ("search", 3))
        self.files.formatted_read_group([], ["phone_code"], ["__count", "code:count_distinct"])
        self.assertEqual(len(self.log()), len(calls))

    def test_logging_a_grouping_costs_the_same_for_many(self):
        for limit in (2, 80):
            codes = [("code", "in", self.files.search([], limit=limit).mapped("code"))]
            self.files.formatted_read_group(codes, ["code"])
            with self.subTest(limit=limit), self.assertQueryCount(3):  # the groups, who is in them, the line
                self.files.formatted_read_group(codes, ["code"])

    def test_all_labels_at_once_are_a_copy(self):
        self.files.name_search("", limit=80)
        self.assertFalse(self.log())
        self.files.name_search("", limit=None)
        self.files.search_read([], ["display_name"])
        self.assertEqual(self.log().mapped("how"), ["search"] * 2)

    def test_telling_a_list_from_a_reading_costs_no_query(self):
        self.files.web_search_read([], {"code": {}}, limit=80)
        for limit in (1, 80):
            self.env.invalidate_all()
            with self.subTest(limit=limit), self.assertQueryCount(2):
                self.files.web_search_read([], {"code": {}}, limit=limit)

    def test_work_of_the_system_is_nobodys_reading(self):
        self.file.sudo().web_read({"code": {}})
        self.assertFalse(self.log())

    def test_reading_by_a_program_counts_like_opening(self):
        self.file.read(["code"])
        self.assertEqual(self.log().how, "form")

    def test_a_copy_of_the_whole_list_is_a_line_by_whatever_way(self):
        number = self.files.search_count([])
        self.assertGreater(number, 200)
        self.files.search_read([], ["code"])
        self.files.web_search_read([], {"code": {}})
        self.files.search([]).read(["code"])
        self.files.search([]).web_read({"code": {}})
        self.assertEqual(self.log().mapped("how"), ["search"] * 4)
        self.assertEqual(self.log().mapped("record_count"), [number] * 4)

    def test_no_key_of_the_context_hides_a_reading(self):
        keys = {"hub_access_log_inside": True, "tracking_disable": True, "mail_notrack": True, "bin_size": True}
        self.file.with_context(**keys).web_read({"code": {}})
        self.assertEqual(len(self.log()), 1)

    def test_an_export_says_which_records_went_out(self):
        files = self.files.search([], limit=3)
        self.user_hub.group_ids += self.env.ref("base.group_allow_export")
        files.export_data(["code"])
        log = self.log()
        self.assertRecordValues(log, [{"how": "export", "record_count": 3, "res_id": 0, "reference": False}])
        self.assertEqual(log.res_ids, files.ids)
        readings = self.env["hub.access.log"]._get_readings(files[1])
        self.assertEqual(readings, log)
        self.assertFalse(self.env["hub.access.log"]._get_readings(self.files.search([], offset=10, limit=1)))

    def test_a_refused_reading_is_no_reading(self):
        with self.assertRaises(AccessError):
            self.file.with_user(self.user_portal).web_read({"code": {}})
        self.assertFalse(self.log())

    def test_prints_and_portal_pages_are_logged_by_call(self):
        self.file._log_hub_access("report")
        self.file._log_hub_access("portal")
        self.files.browse()._log_hub_access("report")
        self.assertEqual(self.log().mapped("how"), ["report", "portal"])

    def test_the_log_opens_what_was_read(self):
        self.file.web_read({"code": {}})
        action = self.log().action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]), ("hub.test.file", self.file.id))

    # -- a second look -------------------------------------------------------

    def _read_at(self, *moments, user=None):
        for moment in moments:
            with freeze_time(moment):
                self.file.with_user(user or self.user_hub)._log_hub_access("report")
        return self.log()

    def test_readings_outside_the_hub_s_hours_are_found_in_the_hub_s_time(self):
        self.env.company.partner_id.tz = "Africa/Casablanca"
        # Monday; in Rabat it is an hour later than UTC. Saturday.
        self._read_at("2026-03-23 06:59:00", "2026-03-23 07:00:00", "2026-03-23 18:00:00", "2026-03-28 10:00:00")
        logs = self.log()
        expected = [not 8 <= at.hour + 1 < 19 or at.isoweekday() > 5 for at in logs.mapped("date")]
        self.assertEqual(logs.mapped("is_outside_hours"), expected)
        found = logs.search([("is_outside_hours", "=", True), ("model", "=", "hub.test.file")], order="id")
        self.assertEqual(found, logs.filtered("is_outside_hours"))
        inside = logs.search([("is_outside_hours", "=", False), ("model", "=", "hub.test.file")], order="id")
        self.assertEqual(inside, logs - found)

    def test_many_readings_of_one_user_on_one_day_are_found(self):
        self.env["ir.config_parameter"].set_param("hub_core.many_records", "3")
        days = [f"2026-03-02 1{hour}:00:00" for hour in range(3)]
        with freeze_time("2026-03-05"):
            self._read_at(*days, "2026-03-03 10:00:00")
            self._read_at(*days[:2], user=self.user_manager)
            many = self.log().search([("is_many", "=", True), ("model", "=", "hub.test.file")])
            self.assertEqual(many.user_id, self.user_hub)
            self.assertEqual(len(many), 3)
            self.assertEqual(self.log().filtered("is_many"), many.sorted("id"))

    def test_who_read_a_record_is_opened_by_those_who_read_the_log(self):
        self.file.web_read({"code": {}})
        self.files.search([], limit=3, order="id desc")._log_hub_access("export")
        action = self.file.with_user(self.user_auditor).action_open_readings()
        self.assertEqual(self.env["hub.access.log"].search(action["domain"]), self.log()[:1])
        with self.assertRaises(AccessError):
            self.file.action_open_readings()

    def test_the_copy_tells_days_and_roles_and_names_only_where_the_hub_wants_it(self):
        self.env["hub.access.log"].search([])  # who may read nothing of the log prints the copy
        with freeze_time("2026-03-02 10:00:00"):
            self.file.web_read({"code": {}})
            self.file._log_hub_access("report")
            self.file._log_hub_access("report")
        self._read_at("2026-03-03 10:00:00", user=self.user_auditor)
        lines = self.env["hub.access.log"].with_user(self.user_hub)
        told = [tuple(line.values()) for line in lines._get_copy_lines(self.file, self.env["res.partner"])]
        march = date(2026, 3, 1).replace
        self.assertEqual(
            told,
            [
                (march(day=3), "Printed", "Auditor", "", 1),
                (march(day=2), "Printed", "Hub user", "", 2),
                (march(day=2), "Opened", "Hub user", "", 1),
            ],
        )
        self.env["ir.config_parameter"].set_param("hub_core.access_copy_names", "1")
        (line, *_others) = lines._get_copy_lines(self.file, self.user_auditor.partner_id)
        self.assertEqual((line["who"], line["name"]), ("The person herself or himself", self.user_auditor.name))

    # -- append-only ---------------------------------------------------------

    def test_nobody_changes_or_deletes_a_line(self):
        self.file.web_read({"code": {}})
        with self.assertRaises(UserError):
            self.log().sudo().write({"how": "portal"})
        with self.assertRaises(UserError):
            self.log().sudo().unlink()
        for user in (self.user_admin, self.user_auditor):
            self.assertEqual(len(self.log().with_user(user).search([])), len(self.log().sudo().search([])))
            with self.assertRaises(AccessError):
                self.log().with_user(user).create(
                    {"user_id": user.id, "date": "2026-01-01", "how": "form", "model": "x", "record_count": 1}
                )
        for user in (self.user_hub, self.user_manager, self.user_internal, self.user_portal):
            with self.assertRaises(AccessError):
                self.env["hub.access.log"].with_user(user).search([])

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_refuses_to_change_the_log(self):
        self.file.web_read({"code": {}})
        for statement in (
            "UPDATE hub_access_log SET how = 'portal'",
            "DELETE FROM hub_access_log",
            "TRUNCATE hub_access_log",
        ):
            with self.assertRaises(psycopg2.errors.IntegrityConstraintViolation), self.cr.savepoint():
                self.cr.execute(statement)
        self.assertEqual(len(self.log()), 1)

    # -- read-only requests --------------------------------------------------

    def remove_committed(self):
        with self.registry.cursor() as cr:
            cr.execute("ALTER TABLE hub_access_log DISABLE TRIGGER hub_access_log_append_only")
            cr.execute("DELETE FROM hub_access_log WHERE model = 'hub.test.file'")
            cr.execute("ALTER TABLE hub_access_log ENABLE TRIGGER hub_access_log_append_only")

    def test_a_reading_on_a_read_only_connection_is_logged(self):
        self.addCleanup(self.remove_committed)
        with sql_db.db_connect(self.cr.dbname, readonly=True).cursor() as cr:
            self.assertTrue(cr.readonly)
            env = api.Environment(cr, self.env.ref("base.user_admin").id, {})
            file = env["hub.test.file"].browse(self.file.id)
            file._log_reading(["code"])
            file._log_hub_access("report")
        with self.registry.cursor() as cr:
            cr.execute("SELECT how FROM hub_access_log WHERE model = 'hub.test.file' ORDER BY id")
            self.assertEqual(cr.fetchall(), [("form",), ("report",)])

    def test_the_dispatcher_gives_logged_forms_a_connection_that_writes(self):
        for method, readonly in (("web_read", False), ("read", False), ("web_search_read", True)):
            found = next(
                getattr(cls, method)._readonly
                for cls in self.registry["hub.test.file"].mro()
                if hasattr(getattr(cls, method, None), "_readonly")
            )
            self.assertEqual(found, readonly, method)


class TestAccessLogHttp(AccessLogCommon, HttpCase):
    def test_a_form_opened_in_the_browser_is_logged(self):
        self.authenticate("hub_user", "hub_user")
        answer = self.make_jsonrpc_request(
            "/web/dataset/call_kw/hub.test.file/web_read",
            {
                "model": "hub.test.file",
                "method": "web_read",
                "args": [self.file.ids],
                "kwargs": {"specification": {"code": {}}},
            },
        )
        self.assertEqual(answer, [{"id": self.file.id, "code": self.file.code}])
        self.assertRecordValues(self.log(), [{"user_id": self.user_hub.id, "how": "form"}])

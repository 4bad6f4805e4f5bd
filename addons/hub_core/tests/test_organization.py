import psycopg2
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import HubCommon


class TestOrganization(HubCommon):
    def test_the_partners_of_the_interview_are_there_in_both_scripts(self):
        data = self.env["ir.model.data"].search([("module", "=", "hub_core"), ("model", "=", "res.partner")])
        found = self.env["res.partner"].browse(data.mapped("res_id"))
        self.assertEqual(len(found), 19)
        self.assertFalse(found.filtered(lambda partner: not (partner.name_ar and partner.hub_kind_ids)))
        self.assertEqual(self.env.ref("hub_core.partner_region_rsk").state_id, self.env.ref("hub_core.state_ma_04"))
        self.assertFalse(any(found.mapped("is_beneficiary")))

    def test_organisations_are_found_by_their_arabic_name(self):
        partner = self.env.ref("hub_core.partner_entraide")
        self.assertIn(partner.id, dict(self.env["res.partner"].with_user(self.user_hub).name_search("التعاون الوطني")))

    def test_reception_adds_an_organisation(self):
        partner = (
            self.env["res.partner"]
            .with_user(self.user_hub)
            .create(
                {
                    "name": "Coopérative Tifaouine",
                    "is_company": True,
                    "hub_kind_ids": [Command.link(self.env.ref("hub_core.organization_kind_cooperative").id)],
                }
            )
        )
        domain = self.env["ir.actions.act_window"]._for_xml_id("hub_core.organization_action")["domain"]
        self.assertIn("hub_kind_ids", domain)
        self.assertEqual(partner.hub_kind_ids.code, "cooperative")

    def test_the_auditor_changes_nothing(self):
        for record in (self.env.ref("hub_core.partner_entraide"), self._create_program(), self._create_service()):
            record.with_user(self.user_auditor).read(["name"])
            with self.assertRaises(AccessError):
                record.with_user(self.user_auditor).write({"name": "x"})

    def test_every_hub_menu_that_shows_leads_somewhere(self):
        menus = self.env["ir.ui.menu"]
        root = self.env.ref("hub_core.menu_hub_root")
        for user in (self.user_hub, self.user_manager, self.user_admin, self.user_auditor):
            ids = menus.with_user(user)._visible_menu_ids()
            visible = menus.search([("id", "child_of", root.id), ("id", "in", list(ids))])
            self.assertIn(root.id, visible.ids, user.login)
            for menu in visible:
                self.assertTrue(menu.action or menu.child_id & visible, f"{menu.complete_name} is empty")
        self.assertNotIn(root.id, menus.with_user(self.user_internal)._visible_menu_ids())

    def test_every_view_of_every_hub_menu_loads_for_who_sees_the_menu(self):
        root = self.env.ref("hub_core.menu_hub_root")
        for user in (self.user_hub, self.user_manager, self.user_admin, self.user_auditor):
            menus = self.env["ir.ui.menu"].with_user(user)
            shown = menus.search([("id", "child_of", root.id), ("id", "in", list(menus._visible_menu_ids()))])
            actions = shown.mapped("action")
            actions = [action for action in actions if action and action._name == "ir.actions.act_window"]
            self.assertGreater(len(actions), 3)
            for action in actions:
                with self.subTest(user=user.login, action=action.sudo().name):
                    model = self.env[action.sudo().res_model].with_user(user)
                    views = model.get_views([*action.sudo().views, (False, "search")])["views"]
                    for name in views.keys() - {"search"}:
                        self.assertTrue(views[name]["arch"])
                    self.assertGreaterEqual(model.search_count([]), 0)
                    own = action.sudo().get_external_id()[action.id].startswith("hub_core.")
                    self.assertTrue(action.sudo().help or not own, "an empty list would say nothing")


class TestProgram(HubCommon):
    def test_a_programme_goes_draft_active_closed_and_may_reopen(self):
        program = self._create_program().with_user(self.user_manager)
        program.action_activate()
        program.action_close()
        program.action_activate()
        self.assertEqual(program.state, "active")

    def test_a_draft_programme_is_not_closed_and_the_message_names_it(self):
        program = self._create_program()
        with self.assertRaisesRegex(UserError, "Programme T-PROGRAM"):
            program.action_close()

    def test_only_a_draft_programme_is_deleted(self):
        program = self._create_program()
        program.action_activate()
        with self.assertRaisesRegex(UserError, "Programme T-PROGRAM"):
            program.unlink()
        program = self._create_program("T-DRAFT")
        program.unlink()
        self.assertFalse(program.exists())

    def test_the_promise_of_the_interview_is_there(self):
        program = self.env.ref("hub_core.program_interview")
        self.assertEqual((str(program.date_start), str(program.date_end)), ("2018-12-12", "2021-12-11"))
        self.assertIn(self.env.ref("hub_core.service_reception"), program.service_ids)
        self.assertTrue(program.funder_ids)

    @mute_logger("odoo.sql_db")
    def test_dates_codes_and_values_that_make_no_sense_are_refused(self):
        program = self._create_program()
        self._create_service()
        refused = (
            lambda: program.write({"date_start": "2026-02-01", "date_end": "2026-01-01"}),
            self._create_program,
            self._create_service,
            lambda: self._create_service("negative", unit_value=-1),
            lambda: self.env["hub.organization.kind"].create({"name": "Again", "code": "association"}),
        )
        for number, action in enumerate(refused):
            with self.subTest(number), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
                action()
                self.env.flush_all()

    def test_reception_does_not_change_programmes_or_services(self):
        for record in (self._create_program(), self._create_service()):
            with self.assertRaises(AccessError):
                record.with_user(self.user_hub).write({"name": "x"})
            record.with_user(self.user_manager).write({"name": "x"})

from base64 import b64encode

import psycopg2
from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

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
                    lists = views.keys() - {"search", "form"}
                    self.assertTrue(action.sudo().help or not (own and lists), "an empty list would say nothing")


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


@freeze_time("2026-03-10 10:00:00")
class TestDirectory(HubCommon):
    def _found(self, *domain):
        return self.env["res.partner"].search([("is_company", "=", True), *domain])

    def test_an_association_is_newly_created_for_three_years(self):
        days = ("2023-03-10", "2023-03-11", "2026-03-10", "2026-03-11", False)
        organizations = [self._create_organization(f"Founded {day}", founded_on=day) for day in days]
        expected = [False, True, True, False, False]
        self.assertEqual([organization.is_newly_created for organization in organizations], expected)
        found = self._found(("is_newly_created", "=", True))
        self.assertEqual([organization in found for organization in organizations], expected)
        others = self._found(("is_newly_created", "=", False))
        self.assertEqual([organization in others for organization in organizations], [not new for new in expected])

    def test_how_long_it_is_new_is_a_parameter(self):
        organization = self._create_organization(founded_on="2025-03-10")
        parameters = self.env["ir.config_parameter"].sudo()
        for years, expected in (("1", False), ("2", True), ("some", True)):
            parameters.set_param("hub_core.new_association_years", years)
            organization.invalidate_recordset()
            self.assertEqual(organization.is_newly_created, expected, years)

    def test_organisations_with_an_agreement_in_force_are_found_as_any_party(self):
        organization, third = self._create_organization(), self._create_organization("Third")
        draft_only = self._create_organization("Draft only")
        agreements = self.env["hub.agreement"]
        values = {"name": "Convention", "date_start": "2026-01-01"}
        agreement = agreements.create(
            {
                **values,
                "partner_id": organization.id,
                "document": b64encode(b"%PDF-1.4\n"),
                "party_ids": [Command.create({"partner_id": third.id})],
            }
        )
        agreements.create({**values, "partner_id": draft_only.id})
        agreement.action_send_for_signature()
        agreement.party_ids.write({"signed_on": "2026-01-01"})
        agreement.action_activate()
        in_force = self._found(("hub_agreement_party_ids.agreement_id.is_in_force", "=", True))
        self.assertLessEqual(organization | third, in_force)
        self.assertNotIn(draft_only, in_force)
        self.assertEqual((organization | draft_only).mapped("hub_agreement_count"), [1, 0])
        self.assertEqual(third.with_user(self.user_auditor).hub_agreement_ids, agreement)

    def test_a_new_organisation_is_proposed_in_the_country_and_language_of_the_hub(self):
        company = self.env.company
        company.country_id = self.env.ref("base.ma")
        company.partner_id.lang = "fr_FR"
        context = safe_eval(self.env["ir.actions.act_window"]._for_xml_id("hub_core.organization_action")["context"])
        form = Form(
            self.env["res.partner"].with_user(self.user_hub).with_context(**context), "hub_core.organization_view_form"
        )
        self.assertEqual((form.country_id.code, form.lang), ("MA", "fr_FR"))
        form.name = "Coopérative Tifaouine"
        form.hub_kind_ids.add(self.env.ref("hub_core.organization_kind_cooperative"))
        organization = form.save()
        self.assertTrue(organization.is_company)
        self.assertFalse(self.env["res.partner"].default_get(["country_id"]).get("country_id"))

    def test_the_page_says_what_the_hub_did_by_service(self):
        organization = self._create_organization()
        service = self._create_service(unit="hour")
        for number, quantity in enumerate((2, 3.5)):
            self.env["hub.service.delivery"].create(
                {
                    "partner_id": organization.id, "service_id": service.id, "date": f"2026-01-0{number + 1}",
                    "quantity": quantity, "res_model": "res.partner", "res_id": number + 1,
                }
            )  # fmt: skip
        totals = organization.with_user(self.user_hub).with_context(lang="en_US").hub_service_totals
        for words in ("Service t_service", ">2<", "5.50", "Hour", "01/02/2026"):
            self.assertIn(words, totals)
        self.assertIn("Nothing so far", self._create_organization("New").with_context(lang="en_US").hub_service_totals)

    def test_an_organisation_opens_on_the_hubs_own_page_for_who_works_there(self):
        organization = self._create_organization()
        page = self.env.ref("hub_core.organization_view_form").id
        self.assertEqual(organization.with_user(self.user_hub).get_formview_id(), page)
        self.assertNotEqual(organization.with_user(self.user_internal).get_formview_id(), page)
        self.assertNotEqual(self.env.user.partner_id.with_user(self.user_hub).get_formview_id(), page)

    def test_what_is_the_hubs_alone_is_not_read_by_others(self):
        organization = self._create_organization()
        for name in ("hub_agreement_ids", "hub_agreement_count", "hub_representative_count", "hub_service_totals"):
            with self.assertRaises(AccessError):
                organization.with_user(self.user_internal).read([name])

    def test_the_directory_costs_the_same_for_two_organisations_as_for_twenty(self):
        names = ["hub_agreement_count", "hub_representative_count", "hub_delivery_count", "is_newly_created"]
        organizations = self.env["res.partner"].browse()
        for number in range(20):
            organizations |= self._create_organization(f"Organisation {number}")
        self._assert_constant(lambda count: organizations[:count].with_user(self.user_hub).read(names), few=2, many=20)

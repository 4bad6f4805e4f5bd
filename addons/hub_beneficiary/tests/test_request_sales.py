from lxml import etree
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

SALES_WORDS = ("Revenue", "Probability", "Won", "Lost", "Opportunit", "Salesperson", "Expected", "Pipeline", "Lead")


class TestRequestSales(BeneficiaryCommon):
    """CRM leaves requests alone, and requests leave CRM alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_sales = cls._create_user("hub_sales", "sales_team.group_sale_manager")
        cls.amina = cls._create_beneficiary()
        cls.request = cls._create_request(cls.amina, received_on="2020-01-01")
        cls.lead = cls.env["crm.lead"].create(
            {"name": "A sale", "phone": "+212612345678", "email_from": "a@acme.example", "type": "opportunity"}
        )

    def test_no_action_of_crm_shows_a_request(self):
        actions = self.env["ir.actions.act_window"].search([("res_model", "in", ("crm.lead", "crm.activity.report"))])
        xml_ids = actions.get_external_id()
        core = actions.filtered(lambda action: xml_ids[action.id].split(".")[0] in ("crm", "sales_team"))
        self.assertGreater(len(core), 10)
        for action in core.filtered(lambda action: action.res_model == "crm.lead" and action.view_mode != "form"):
            with self.subTest(action=xml_ids[action.id]):
                names = {"uid": self.env.uid, "active_id": 0, "active_ids": [], "context": {}}
                domain = safe_eval(action.domain or "[]", names)
                found = self.env["crm.lead"].with_context(active_test=False).search(domain)
                self.assertNotIn(self.request, found)

    def test_our_action_shows_no_sale(self):
        domain = safe_eval(self.env.ref("hub_beneficiary.request_action").domain)
        found = self.env["crm.lead"].search(domain)
        self.assertIn(self.request, found)
        self.assertNotIn(self.lead, found)

    def test_the_report_of_sales_activities_counts_no_request(self):
        kind = self.env.ref("mail.mail_activity_data_todo")
        for lead in (self.request, self.lead):
            lead.activity_schedule(activity_type_id=kind.id, user_id=self.env.uid).action_feedback()
        self.env.flush_all()
        found = self.env["crm.activity.report"].search([("lead_id", "in", (self.request | self.lead).ids)])
        self.assertEqual(found.lead_id, self.lead)

    def test_our_screens_speak_no_word_of_sales(self):
        leads = self.env["crm.lead"].with_context(lang="en_US")
        labels = leads.fields_get(attributes=["string"])
        for name in ("form", "list", "kanban", "search"):
            view = self.env.ref(f"hub_beneficiary.request_view_{name}")
            arch = etree.fromstring(leads.get_view(view.id, name)["arch"])
            shown = {
                node.get("string") or labels.get(node.get("name"), {}).get("string", "")
                for node in arch.xpath("//field[not(ancestor::field)] | //button | //filter | //page | //group")
                if node.get("invisible") not in ("1", "True")
            }
            self.assertGreater(len(shown), 3)
            for word in SALES_WORDS:
                with self.subTest(view=name, word=word):
                    self.assertFalse({label for label in shown if word in label})

    def test_who_sells_sees_no_request_and_who_receives_sees_no_sale(self):
        for user, found in ((self.user_sales, self.lead), (self.user_reception, self.request)):
            leads = self.env["crm.lead"].with_user(user).search([("id", "in", (self.lead | self.request).ids)])
            self.assertEqual(leads, found)

    def test_the_crm_app_is_hidden_from_who_sells_nothing(self):
        root = self.env.ref("crm.crm_menu_root")
        menus = self.env["ir.ui.menu"]
        self.assertNotIn(root.id, menus.with_user(self.user_reception)._visible_menu_ids())
        self.assertIn(root.id, menus.with_user(self.user_sales)._visible_menu_ids())

    def test_the_action_menu_offers_nothing_of_crm_to_who_sells_nothing(self):
        actions = self.env["ir.actions.actions"]
        self.assertTrue(actions.with_user(self.user_sales).get_bindings("crm.lead").get("action"))
        hub = self.env["ir.model.data"].search([("model", "=like", "ir.actions.%"), ("module", "=like", "hub_%")])
        for offered in actions.with_user(self.user_reception).get_bindings("crm.lead").values():
            self.assertLessEqual({action["id"] for action in offered}, set(hub.mapped("res_id")))

    def test_nobody_computes_the_chances_of_a_person(self):
        self.assertEqual((self.request.probability, self.request.automated_probability), (0, 0))
        before = self.env["crm.lead.scoring.frequency"].search_count([])
        self.request.action_archive()
        self.assertEqual(self.request.won_status, "pending")
        self.request.action_unarchive()
        self.assertEqual(self.env["crm.lead.scoring.frequency"].search_count([]), before)
        self.env["crm.lead"]._update_automated_probabilities()
        self.assertEqual(self.request.probability, 0)
        values = self.env["crm.lead"]._pls_get_lead_pls_values([("id", "in", (self.request | self.lead).ids)])
        self.assertEqual(set(values), {self.lead.id})

    def test_nobody_distributes_requests(self):
        team = self.env.ref("hub_beneficiary.team_hub")
        self.assertTrue(team.assignment_optout)
        self.assertFalse(team.use_leads or team.use_opportunities or team.alias_name)
        self.env["ir.config_parameter"].sudo().set_param("crm.lead.auto.assignment", "1")
        self.env["crm.team.member"].create({"crm_team_id": team.id, "user_id": self.user_counsellor.id})
        self.env["crm.team"]._cron_assign_leads()
        self.assertFalse(self.request.user_id)
        self.assertEqual(self.request.type, "hub_request")

    def test_a_request_is_nobodys_duplicate(self):
        other = self._create_request(None, phone="+212612345678", contact_name="Amina")
        self.assertFalse(other.duplicate_lead_count or other.duplicate_lead_ids)
        self.assertNotIn(other, self.lead.duplicate_lead_ids)
        twin = self.env["crm.lead"].create({"name": "Same sale", "phone": "+212612345678"})
        self.lead.invalidate_recordset()
        self.assertIn(twin, self.lead.duplicate_lead_ids)
        self.assertFalse(self.request._get_lead_duplicates(email="a@acme.example"))
        self.assertIn(self.lead, self.lead._get_lead_duplicates(email="a@acme.example"))

    def test_a_request_is_not_merged_or_converted(self):
        for change in (
            (self.request | self.lead).merge_opportunity,
            lambda: self.request.convert_opportunity(False),
        ):
            with self.assertRaisesRegex(UserError, "not sales leads"):
                change()

    def test_crm_finds_and_makes_no_contact_for_a_request(self):
        self.env["res.partner"].create({"name": "Amina", "email": "amina@example.org"})
        before = self.env["res.partner"].search_count([])
        request = self._create_request(None, contact_name="Amina", phone="0612345678")
        self.assertFalse(request._find_matching_partner())
        self.assertFalse(request._create_customer())
        request._handle_partner_assignment()
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertFalse(request.partner_id)

    def test_nothing_is_sent_out_about_a_request(self):
        parameters = self.env["ir.config_parameter"].sudo()
        self.assertEqual(parameters.get_param("crm.iap.lead.enrich.setting"), "manual")
        self.assertFalse(self.env.ref("crm.ir_cron_crm_lead_assign").active)
        self.assertFalse(self.request.email_from)

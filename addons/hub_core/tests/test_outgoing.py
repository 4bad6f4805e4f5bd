import importlib
import importlib.util
from unittest.mock import patch

from odoo.addons.iap.tools import iap_tools
from odoo.exceptions import UserError
from odoo.tests import TransactionCase


def accepted():
    """The closed lists of all hub addons that are in this checkout, by addon."""
    names = {}
    for addon in ("hub_core", "hub_beneficiary"):
        name = f"odoo.addons.{addon}.auto_installed"
        if importlib.util.find_spec(f"odoo.addons.{addon}"):
            names[addon] = importlib.import_module(name).AUTO_INSTALLED
    return names


class TestOutgoing(TransactionCase):
    def setUp(self):
        super().setUp()
        calls = self.enterContext(patch.object(iap_tools, "iap_jsonrpc"))
        self.addCleanup(calls.assert_not_called)
        self.installed = set(self.env["ir.module.module"]._installed())

    def test_what_installed_itself_is_a_closed_list(self):
        modules = self.env["ir.module.module"].search([("state", "=", "installed")])
        by_name = modules.grouped("name")
        needed, queue = set(), [name for name in by_name if name.startswith("hub_")]
        lists = [names for addon, names in accepted().items() if addon in queue]
        while queue:
            name = queue.pop()
            if name not in needed:
                needed.add(name)
                queue += by_name[name].dependencies_id.mapped("name")
        by_themselves = {name for name in by_name if name not in needed and by_name[name].auto_install}
        listed = {name for names in lists for name in names}
        # What glue of ours stands on is asked for by then.
        self.assertEqual(by_themselves - {"base", "web"}, listed - needed)

    def test_every_module_of_the_list_may_stay_for_a_reason(self):
        for names in accepted().values():
            self.assertFalse([name for name, reason in names.items() if len(reason.split()) < 4])

    def test_a_name_typed_for_a_partner_does_not_leave(self):
        self.assertEqual(self.env["res.partner"].autocomplete_by_name("Zineb", 0), [])
        self.assertEqual(self.env["res.partner"].autocomplete_by_vat("123", 0), [])
        self.assertIn("error", self.env["res.partner"].enrich_by_domain("example.org"))
        self.assertTrue(self.env.company.iap_enrich_auto())

    def test_an_sms_ends_as_not_sent_and_no_number_leaves(self):
        sms = self.env["sms.sms"].create({"number": "+212612345678", "body": "Rendez-vous"})
        sms._send()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_server"))

    def test_a_letter_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(UserError, "outside"):
            self.env["snailmail.letter"]._snailmail_print()
        self.env["snailmail.letter"]._snailmail_cron()

    def test_balances_of_paid_services_are_not_asked_for(self):
        self.env["iap.account"].get("sms")
        self.assertEqual(self.env["iap.account"].get_credits("sms"), -1)

    def test_links_in_messages_are_not_fetched(self):
        self.assertFalse(self.env["mail.link.preview"]._is_link_preview_enabled())

    def test_a_stranger_cannot_make_an_account(self):
        self.assertEqual(self.env["res.users"]._get_signup_invitation_scope(), "b2b")

    def test_the_weekly_report_on_the_database_is_off(self):
        self.assertFalse(self.env.ref("mail.ir_cron_module_update_notification").active)

    def test_every_closed_way_that_exists_is_closed(self):
        closed = self.env["hub.outgoing"]._CLOSED
        for module, model, name in closed:
            if module in self.installed:
                method = vars(self.registry[model]).get(name)
                self.assertTrue(getattr(method, "hub_closed", False), f"{model}.{name}")

    def test_a_closed_method_keeps_what_the_dispatcher_reads(self):
        method = type(self.env["res.partner"]).autocomplete_by_vat
        self.assertTrue(method._api_model)


class TestOutgoingAllowed(TransactionCase):
    def test_an_administrator_opens_one_way_and_no_other(self):
        self.env["ir.config_parameter"].set_param("hub_core.outgoing", "snailmail, partner_autocomplete")
        outgoing = self.env["hub.outgoing"]
        self.assertTrue(outgoing._is_allowed("partner_autocomplete"))
        self.assertFalse(outgoing._is_allowed("sms"))
        api = type(self.env["iap.autocomplete.api"])
        with patch.object(api, "_contact_iap", return_value={"data": []}) as contact:
            self.env["res.partner"].autocomplete_by_name("Zineb", 0)
        contact.assert_called_once()

from datetime import date

from lxml import etree
from odoo.tests import TransactionCase
from odoo.tools import format_date
from odoo.tools.misc import formatLang


class TestLanguage(TransactionCase):
    def test_the_three_languages_of_the_hub_are_active(self):
        codes = {code for code, _name in self.env["res.lang"].get_installed()}
        self.assertGreaterEqual(codes, {"ar_MA", "fr_FR", "en_US"})

    def test_arabic_runs_from_right_to_left_and_has_the_short_address(self):
        lang = self.env["res.lang"]._get_data(code="ar_MA")
        self.assertEqual((lang.direction, lang.url_code), ("rtl", "ar"))
        self.assertEqual(self.env["res.lang"]._get_data(url_code="ar").code, "ar_MA")
        other = self.env["res.lang"].with_context(active_test=False).search([("code", "=", "ar_001")])
        self.assertEqual(other.url_code, "ar_001")

    def test_dates_have_moroccan_months_and_western_digits(self):
        env = self.env(context={"lang": "ar_MA"})
        text = format_date(env, date(2026, 11, 5), date_format="d MMMM y")
        self.assertEqual(text, "5 نونبر 2026")
        self.assertEqual(format_date(env, date(2026, 11, 5)), "05/11/2026")

    def test_numbers_have_western_digits(self):
        text = formatLang(self.env(context={"lang": "ar_MA"}), 1234.5, digits=2)
        self.assertEqual(text, "1.234,50")

    def test_terms_of_modules_that_were_there_before_are_arabic_and_french(self):
        menu = self.env.ref("calendar.mail_menu_calendar")
        self.assertEqual(menu.with_context(lang="fr_FR").name, "Calendrier")
        self.assertRegex(menu.with_context(lang="ar_MA").name, r"[\u0600-\u06ff]")
        self.assertEqual(self.env.ref("base.ma").with_context(lang="fr_FR").name, "Maroc")

    def test_regions_are_twelve_and_show_their_name_in_the_readers_script(self):
        regions = self.env["res.country.state"].search([("country_id.code", "=", "MA")])
        self.assertEqual(regions.mapped("code"), [f"{number:02}" for number in range(1, 13)])
        region = self.env.ref("hub_core.state_ma_04")
        self.assertEqual(region.with_context(lang="fr_FR").display_name, "Rabat-Salé-Kénitra (MA)")
        self.assertEqual(region.with_context(lang="ar_MA").display_name, "الرباط سلا القنيطرة (MA)")
        for text in ("القنيطرة", "kenitra"):
            self.assertIn(region.id, dict(region.name_search(text)), text)
        self.assertFalse(regions.filtered(lambda state: not state.name_ar))

    def test_this_addons_own_terms_are_loaded_in_both_languages(self):
        menu = self.env.ref("hub_core.menu_hub_people")
        self.assertEqual(menu.with_context(lang="fr_FR").name, "Personnes")
        self.assertEqual(menu.with_context(lang="ar_MA").name, "الأشخاص")

    def test_every_label_on_a_screen_can_be_translated(self):
        """A field whose label is not exported is read in English by everybody, wherever it stands with its label."""
        views = self.env["ir.ui.view"].search([("mode", "=", "primary"), ("type", "in", ("form", "list"))])
        ours = views.filtered(lambda view: view.xml_id.startswith("hub_"))
        self.assertGreater(len(ours), 20)
        found = set()
        for view in ours:
            arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)["arch"])
            found |= {f"{name} ({view.xml_id})" for name in self._get_english_labels(arch, self.env[view.model])}
        self.assertFalse(found)

    def _get_english_labels(self, node, model, labelled=False):
        """Names of the fields below ``node``, of this model and those that its lists show, with a label of English."""
        for child in node:
            if child.tag in ("list", "group", "form"):
                yield from self._get_english_labels(child, model, child.tag != "form")
            elif child.tag != "field":
                yield from self._get_english_labels(child, model, labelled and child.tag != "div")
            elif child.get("name") in model._fields:
                field = model._fields[child.get("name")]
                hidden = {child.get("invisible"), child.get("column_invisible"), child.get("nolabel")} & {"1", "True"}
                shown = (labelled or node.tag == "list") and not hidden and not child.get("string")
                if shown and not field.export_string_translation:
                    yield str(field)
                if field.relational:
                    yield from self._get_english_labels(child, self.env[field.comodel_name])


class TestCompanyDefaults(TransactionCase):
    def test_the_company_is_moroccan(self):
        company = self.env.ref("base.main_company")
        self.assertEqual((company.country_id.code, company.currency_id.name), ("MA", "MAD"))
        self.assertTrue(company.currency_id.active)
        self.assertEqual((company.partner_id.tz, company.partner_id.lang), ("Africa/Casablanca", "fr_FR"))

    def test_new_accounts_live_where_the_company_is(self):
        self.assertEqual(self.env.ref("base.user_admin").tz, "Africa/Casablanca")
        self.assertEqual(
            self.env.ref("base.template_portal_user_id").with_context(active_test=False).tz, "Africa/Casablanca"
        )

    def test_a_company_that_said_where_it_is_stays_there(self):
        from ..hooks import _set_company_defaults

        company = self.env.ref("base.main_company")
        company.write({"country_id": self.env.ref("base.be").id, "currency_id": self.env.ref("base.EUR").id})
        _set_company_defaults(self.env)
        self.assertEqual((company.country_id.code, company.currency_id.name), ("BE", "EUR"))

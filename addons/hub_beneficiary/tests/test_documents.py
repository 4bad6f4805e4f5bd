import io
from ast import literal_eval

from freezegun import freeze_time
from odoo.addons.hub_core.tests.test_document import WORD, page_images, pdf_text, plain
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from PyPDF2 import PdfReader

from .common import BeneficiaryCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 10:00:00")
class TestDocuments(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(name_ar="أمينة العلوي", lang="fr_FR")
        cls.request = cls._create_request(cls.person, user_id=cls.user_counsellor.id)
        cls.notice = cls.env["hub.privacy.notice"]._get_current()

    def _orient(self, request=None):
        (request or self.request).with_user(self.user_counsellor).action_orient(
            self.service_employment, note="Apportez votre CV / أحضروا سيرتكم الذاتية"
        )

    def _print(self, name, records, lang=None, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_reception)
        context = {"document_lang": lang} if lang else {}
        return reports.with_context(**context)._render_qweb_pdf(f"hub_beneficiary.{name}", records.ids)[0]

    def _html(self, name, record, lang):
        reports = self.env["ir.actions.report"].with_user(self.user_reception).with_context(document_lang=lang)
        return reports._render_document_page(reports._get_report(f"hub_beneficiary.{name}"), record, {})

    # consent form
    def test_consent_form_tells_purposes_recipients_rights_withdrawal_and_filing_number(self):
        self.notice.filing_number = "D-W-123/2018"
        text = " ".join(pdf_text(self._print("document_consent", self.person, "en_US")).split())
        for said in (
            "Amina Alaoui",
            self.person.ref,
            "D-W-123/2018",
            "Only the staff of the hub",
            "Law 09-08",
            "article 7",
            "withdraw this consent at any time",
            "CNDP",
            *self.notice.purpose_ids.mapped("name"),
        ):
            self.assertIn(said, text)

    def test_consent_form_is_one_page_in_every_language(self):
        for lang in ("fr_FR", "ar_MA", "en_US"):
            with self.subTest(lang=lang):
                content = self._print("document_consent", self.person, lang)
                self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 1)

    def test_arabic_documents_lose_no_word(self):
        self._orient()
        for name, record in (("document_consent", self.person), ("document_letter", self.request)):
            with self.subTest(name=name):
                words = set(WORD.findall(plain(self._html(name, record, "ar_MA"))))
                text = pdf_text(self._print(name, record, "ar_MA"))
                self.assertIn("العلوي", words, "the Arabic document has her name in Arabic")
                self.assertEqual(words - set(WORD.findall(text)), set())

    def test_arabic_documents_are_inked(self):
        self._orient()
        for name, record in (("document_consent", self.person), ("document_letter", self.request)):
            with self.subTest(name=name):
                image = page_images(self._print(name, record, "ar_MA"))[0]
                width, height = image.size
                text_area = image.crop((int(width * 0.1), int(height * 0.15), int(width * 0.9), int(height * 0.5)))
                inked = sum(text_area.histogram()[:160]) / (text_area.width * text_area.height)
                self.assertGreater(inked, 0.005)

    def test_a_person_reads_her_paper_in_her_language(self):
        self.assertIn("العلوي", pdf_text(self._print("document_consent", self.person, "ar_MA")))
        self.assertIn("23 novembre 2026", pdf_text(self._print("document_consent", self.person)))
        self.person.lang = "ar_MA"
        text = pdf_text(self._print("document_consent", self.person))
        self.assertIn("نونبر", text)
        self.assertIn("2026", text, "Western digits")

    def test_no_consent_form_without_a_notice_in_force(self):
        self.env["hub.privacy.notice"].search([]).date_from = "2030-01-01"
        with self.assertRaisesRegex(UserError, "no privacy notice"):
            self._print("document_consent", self.person)

    def test_consent_form_is_printed_from_the_request_too(self):
        text = pdf_text(self._print("document_consent_of_request", self.request, "en_US"))
        self.assertIn("Amina Alaoui", text)

    # orientation letter
    def test_letter_says_who_goes_where_and_whom_to_ask_for(self):
        self.env.company.partner_id.write({"street": "12, rue de Fès", "city": "Rabat"})
        self._orient()
        text = pdf_text(self._print("document_letter", self.request, "en_US"))
        for said in (
            "Amina Alaoui",
            self.person.ref,
            self.service_employment.name,
            "12, rue de Fès",
            self.user_counsellor.name,
            "Apportez votre CV",
            "23 November 2026",
        ):
            self.assertIn(said, text)

    def test_letter_says_nothing_more_about_the_person(self):
        self.person.write(
            {"phone": "+212 612-345678", "nationality_id": self.env.ref("base.sn").id, "note": "a delicate matter"}
        )
        self.request.hub_note = "a private word"
        self._orient()
        text = pdf_text(self._print("document_letter", self.request, "en_US"))
        for secret in ("612", "Senegal", "delicate", "private word", "Employment need"):
            self.assertNotIn(secret, text)

    def test_letter_carries_the_reference_as_a_qr_code(self):
        self._orient()
        drawn = []
        draw = type(self.env["ir.actions.report"])._get_qr_uri

        def spy(reports, text):
            drawn.append(text)
            return draw(reports, text)

        self.patch(type(self.env["ir.actions.report"]), "_get_qr_uri", spy)
        self._print("document_letter", self.request, "en_US")
        self.assertEqual(drawn, [self.person.ref])

    def test_no_letter_before_the_orientation(self):
        with self.assertRaisesRegex(UserError, "no letter before the orientation"):
            self._print("document_letter", self.request)
        with self.assertRaisesRegex(UserError, "Amina Alaoui"):
            self._print("document_letter_of_person", self.person)

    def test_no_paper_for_a_request_without_a_person(self):
        nameless = self._create_request()
        with self.assertRaisesRegex(UserError, "who the person is"):
            self._print("document_consent_of_request", nameless)

    def test_the_persons_letter_is_that_of_her_latest_orientation(self):
        self._orient()
        training = self.env.ref("hub_core.service_training")
        later = self._create_request(self.person, "computer_course")
        later.action_orient(training)
        text = pdf_text(self._print("document_letter_of_person", self.person, "en_US"))
        self.assertIn(training.name, text)
        self.assertNotIn(self.service_employment.name, text)

    def test_letters_of_several_requests_are_one_file(self):
        other = self._create_request(self._create_beneficiary("Fatou", "Diallo", lang="ar_MA"))
        self._orient(self.request | other)
        content = self._print("document_letter", self.request | other)
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 2)

    # access
    def test_every_print_is_logged(self):
        self._orient()
        for name, record in (("document_consent", self.person), ("document_letter", self.request)):
            with self.subTest(name=name):
                logs = self.env["hub.access.log"].search([])
                self._print(name, record)
                (log,) = self.env["hub.access.log"].search([]) - logs
                self.assertEqual(log.how, "report")
                self.assertEqual(log.user_id, self.user_reception)
                self.assertEqual((log.model, log.res_id), ("hub.beneficiary", self.person.id))

    def test_who_is_not_at_the_reception_prints_no_paper(self):
        for user in (self.user_hub, self.user_internal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._print("document_consent", self.person, user=user)

    def test_a_restricted_file_is_not_printed_by_others(self):
        self.person.write({"is_restricted": True, "user_id": self.user_counsellor.id})
        self._print("document_consent", self.person, user=self.user_counsellor)
        with self.assertRaises(AccessError):
            self._print("document_consent", self.person)

    def test_the_print_menu_offers_the_papers(self):
        actions = self.env["ir.actions.actions"].with_user(self.user_reception)
        for model in ("hub.beneficiary", "crm.lead"):
            names = {action["name"] for action in actions.get_bindings(model).get("report", [])}
            self.assertLessEqual({"Consent form", "Orientation letter", "Consent form in another language…"}, names)

    def test_the_wizard_starts_with_the_persons_language(self):
        self.person.lang = "ar_MA"
        wizards = self.env["hub.document.wizard"].with_user(self.user_reception)
        wizard = wizards.with_context(active_model="hub.beneficiary", active_ids=self.person.ids).create(
            {"report_name": "hub_beneficiary.document_consent"}
        )
        self.assertEqual(wizard.lang, "ar_MA")
        wizard.lang = "fr_FR"
        self.assertEqual(wizard.action_print()["context"]["document_lang"], "fr_FR")

    def test_the_print_menus_wizards_name_documents_that_there_are(self):
        actions = self.env["ir.actions.act_window"].search([("res_model", "=", "hub.document.wizard")])
        self.assertGreaterEqual(len(actions), 4)
        for action in actions:
            name = literal_eval(action.context)["default_report_name"]
            report = self.env["ir.actions.report"]._get_report_from_name(name)
            self.assertEqual(report.model, action.binding_model_id.model)

    def test_buttons_print_too(self):
        action = self.person.with_user(self.user_reception).action_print_consent()
        self.assertEqual(action["report_type"], "hub-pdf")
        self._orient()
        action = self.request.with_user(self.user_reception).action_print_letter()
        self.assertEqual(action["context"]["active_ids"], self.request.ids)

    # who opened my file
    def test_a_person_is_told_who_opened_her_file_and_in_which_role(self):
        self.person.with_user(self.user_counsellor).web_read({"phone": {}})
        text = " ".join(pdf_text(self._print("document_readings", self.person, "en_US")).split())
        for said in (self.person.ref, "Law 09-08", "article 7", "Counsellor", "Opened", "23 November 2026"):
            self.assertIn(said, text)
        self.assertNotIn(self.user_counsellor.name, text, "roles, no names, unless the hub decides so")

    def test_printing_the_copy_is_a_reading_itself(self):
        self._print("document_readings", self.person)
        log = self.env["hub.access.log"]._get_readings(self.person)
        self.assertRecordValues(log, [{"user_id": self.user_reception.id, "how": "report"}])

    def test_the_copy_is_printed_in_every_language_and_only_by_those_who_receive(self):
        self.person.with_user(self.user_counsellor).web_read({"phone": {}})
        for lang in ("fr_FR", "ar_MA", "en_US"):
            self.assertIn(self.person.ref, pdf_text(self._print("document_readings", self.person, lang)))
        with self.assertRaises(AccessError):
            self._print("document_readings", self.person, user=self.user_hub)

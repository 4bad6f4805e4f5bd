"""Summons, attestation and copy of one's file: what they say, in three languages, of whom."""

from freezegun import freeze_time
from odoo.addons.hub_core.tests.test_document import WORD, page_images, pdf_text, plain
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BeneficiaryCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 10:00:00")
class TestPersonPapers(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(
            name_ar="أمينة العلوي", lang="fr_FR", phone="0661000001", birthdate="1990-05-04", note="Speaks softly",
            reception_date="2026-02-03", user_id=cls.user_counsellor.id,
        )  # fmt: skip
        cls.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": cls.person.id, "type": "passport", "number": "QX99887", "expires_on": "2027-01-31"}
        )
        cls.env["hub.consent"].create({"beneficiary_id": cls.person.id, "date": "2026-02-03"})
        cls.request = cls._create_request(cls.person)
        cls.env["hub.service.delivery"].create(
            {
                "service_id": cls.service_reception.id, "partner_id": cls.person.partner_id.id, "date": "2026-02-03",
                "res_model": "hub.beneficiary", "res_id": cls.person.id,
            }
        )  # fmt: skip
        cls.event = cls.env["calendar.event"].create(
            {
                "hub_beneficiary_id": cls.person.id, "name": "x", "start": "2026-12-05 09:00:00",
                "stop": "2026-12-05 10:00:00", "user_id": cls.user_counsellor.id, "description": "About her husband",
            }
        )  # fmt: skip

    def _print(self, name, records, lang=None, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_counsellor)
        context = {"document_lang": lang} if lang else {}
        return reports.with_context(**context)._render_qweb_pdf(f"hub_beneficiary.{name}", records.ids)[0]

    def _text(self, *args, **kwargs):
        return " ".join(pdf_text(self._print(*args, **kwargs)).split())

    def test_a_summons_says_who_when_and_where_and_not_why(self):
        text = self._text("document_summons", self.event, "en_US")
        for said in ("Amina Alaoui", self.person.ref, "Saturday 5 December 2026", self.event._get_hour_words()):
            self.assertIn(said, text)
        self.assertNotIn("husband", text)
        self.assertEqual(len(self.event._get_signed_links("appointment")), 1)

    def test_no_summons_for_what_is_over_or_cancelled(self):
        self.event.active = False
        with self.assertRaisesRegex(UserError, "over, cancelled"):
            self._print("document_summons", self.event)

    def test_the_desk_prints_the_next_summons_and_says_when_there_is_none(self):
        desk = self.env["hub.desk"].with_user(self.user_reception)
        action = desk.print_summons(self.person.id, "ar_MA")
        self.assertEqual(action["context"]["active_ids"], self.event.ids)
        self.assertTrue(desk.print_attestation(self.person.id, "ar_MA"))
        self.event.active = False
        with self.assertRaisesRegex(UserError, "no appointment to come"):
            desk.print_summons(self.person.id, "ar_MA")

    def test_an_attestation_is_numbered_and_says_what_was_received(self):
        text = self._text("document_attestation", self.person, "en_US")
        for said in ("Amina Alaoui", "since 3 February 2026", self.service_reception.name, "ATT-2026-"):
            self.assertIn(said, text)
        number = text[text.index("ATT-2026-") :][:14]
        self.assertIn(number, " ".join(self.person.message_ids.mapped("body")), "the file knows the number")
        self.assertNotIn(number, self._text("document_attestation", self.person, "en_US"), "each has its own")

    def test_nothing_is_attested_of_who_was_never_received(self):
        self.person.reception_date = False
        with self.assertRaisesRegex(UserError, "First received on"):
            self._print("document_attestation", self.person)

    def test_a_copy_says_all_that_is_recorded(self):
        text = self._text("document_copy", self.person, "en_US")
        for said in (
            "Amina", "Alaoui", "4 May 1990", "Speaks softly", "QX99887", "31 January 2027", "Law 09-08",
            "5 December 2026", self.service_reception.name, "Granted", "Who opened my file",
        ):  # fmt: skip
            self.assertIn(said, text)

    def test_a_copy_holds_what_stands_on_the_merged_files(self):
        other = self._create_beneficiary("Aamina", note="The other note")
        other.write({"merged_into_id": self.person.id, "root_id": self.person.id})
        text = self._text("document_copy", self.person, "en_US")
        self.assertIn("The other note", text)
        self.assertIn(other.ref, text)
        with self.assertRaisesRegex(UserError, self.person.ref):
            self._print("document_copy", other)

    def test_only_who_may_open_a_restricted_file_prints_its_papers(self):
        self.person.is_restricted = True
        for name, records in (("document_copy", self.person), ("document_summons", self.event)):
            with self.assertRaises(AccessError):
                self._print(name, records, user=self.other_counsellor)
        self.assertTrue(self._print("document_copy", self.person))
        with self.assertRaises(AccessError):
            self._print("document_copy", self.person, user=self.user_reception)

    def test_language_and_region_are_said_as_she_calls_them(self):
        self.person.state_id = self.env["res.country.state"].search([("country_id.code", "=", "MA")], limit=1)
        facts = dict(self.person._get_facts(("lang", "state_id"))).values()
        self.assertEqual([*facts], ["Français", self.person.state_id.name])
        self.person.lang = False
        self.assertEqual(self.person._get_facts(("lang",)), [])

    def test_each_paper_is_logged(self):
        for name, records in (("document_summons", self.event), ("document_attestation", self.person)):
            self._print(name, records)
        readings = self.env["hub.access.log"]._get_readings(self.person)
        self.assertEqual(readings.mapped("how").count("report"), 2)

    def test_arabic_papers_lose_no_word(self):
        for name, record in (("document_summons", self.event), ("document_copy", self.person)):
            with self.subTest(name=name):
                reports = self.env["ir.actions.report"].with_user(self.user_counsellor)
                reports = reports.with_context(document_lang="ar_MA")
                html = reports._render_document_page(reports._get_report(f"hub_beneficiary.{name}"), record, {})
                content = self._print(name, record, "ar_MA")
                words = set(WORD.findall(plain(html)))
                self.assertIn("العلوي", words)
                # A word at the end of a narrow line is read together with the next one.
                text = "".join(WORD.findall(pdf_text(content)))
                self.assertEqual({word for word in words if word not in text}, set())
                self.assertTrue(page_images(content))

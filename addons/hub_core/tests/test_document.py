import doctest
import io
import json
import re
import subprocess
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from PIL import Image, ImageStat
from PyPDF2 import PdfReader
from weasyprint import HTML

from ..tools import document
from ..tools.document import BASE_URL, LocalFetcher, set_directions

ARABIC = """
يستقبل المركز كل شخص ويوجهه عبر شباك العمل، ويحترم معطياته ذات الطابع الشخصي طبقا للقانون رقم 09.08،
ولا تُطلع عليها أي جهة أخرى إلا بموافقته. يمكنكم الاطلاع على معطياتكم وتصحيحها والتعرض على معالجتها في كل وقت.
"""
WORD = re.compile(r"[\u0621-\u064a]+")

TEMPLATE = f"""
<t t-name="hub_core.test_document">
    <t t-foreach="docs" t-as="partner">
        <t t-call="hub_core.document_layout">
            <t t-set="document_title" t-value="partner.name" />
            <t t-set="document_ref" t-value="partner.ref" />
            <p class="probe"><bdi t-out="partner.name" /> · <t t-out="document_lang" /></p>
            <p>Printed on <span t-out="long_date(partner.create_date.date())" /></p>
            <p lang="ar" dir="rtl">{ARABIC}</p>
            <div t-if="partner.comment" style="break-before: page">second page</div>
        </t>
    </t>
</t>
"""


def pdf_text(content, *options):
    """The text of a PDF in logical order, its presentation forms as plain letters, marks of direction
    and vowel signs away."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return plain(done.stdout.decode())


def plain(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn"))


def page_images(content, resolution=50):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(content)
        subprocess.run(["pdftoppm", "-png", "-r", str(resolution), file, Path(folder) / "page"], check=True)
        return [Image.open(io.BytesIO(png.read_bytes())).convert("L") for png in sorted(Path(folder).glob("*.png"))]


class DocumentMixin:
    @classmethod
    def _create_document(cls, **values):
        cls.env["ir.ui.view"].create(
            {"type": "qweb", "name": "document", "key": "hub_core.test_document", "arch": TEMPLATE}
        )
        return cls.env["ir.actions.report"].create(
            {
                "name": "A document",
                "model": "res.partner",
                "report_type": "hub-pdf",
                "report_name": "hub_core.test_document",
                **values,
            }
        )

    @classmethod
    def _set_up_people(cls):
        for code in ("fr_FR", "ar_MA"):
            lang = cls.env["res.lang"].with_context(active_test=False).search([("code", "=", code)])
            lang.active = True
        cls.user = new_test_user(cls.env, "document_user", "hub_core.group_hub_user")
        cls.partners = cls.env["res.partner"].create(
            [{"name": "Aïcha Benjelloun", "ref": "HUB-00001"}, {"name": "عبد اللطيف القرشي", "ref": "HUB-00002"}]
        )


@tagged("post_install", "-at_install")
class TestDocument(DocumentMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_people()
        cls.report = cls._create_document()

    def _print(self, records, user=None, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.user).with_context(**context)
        content, kind = reports._render_qweb_pdf("hub_core.test_document", records.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF-"))
        return content

    def test_examples_in_the_tools_are_true(self):
        self.assertEqual(doctest.testmod(document).failed, 0)

    def test_every_arabic_word_can_be_read_from_the_document(self):
        content = self._print(self.partners[1], document_lang="ar_MA")
        words = set(WORD.findall(plain(ARABIC + self.partners[1].name)))
        self.assertGreater(len(words), 30)
        for text in (pdf_text(content), plain("\n".join(page.extract_text() for page in self._pages(content)))):
            self.assertEqual(words - set(WORD.findall(text)), set())

    def _pages(self, content):
        return PdfReader(io.BytesIO(content)).pages

    def test_the_page_is_inked_where_the_text_is(self):
        (image,) = page_images(self._print(self.partners[1], document_lang="ar_MA"))
        width, height = image.size
        text_area = image.crop((int(width * 0.1), int(height * 0.2), int(width * 0.9), int(height * 0.4)))
        inked = sum(text_area.histogram()[:160]) / (text_area.width * text_area.height)
        self.assertGreater(inked, 0.01, "five lines of text below the letterhead")
        margin = image.crop((0, 0, int(width * 0.05), height))
        self.assertEqual(ImageStat.Stat(margin).mean, [255])

    def test_arabic_is_written_with_noto_fonts_embedded_in_the_file(self):
        content = self._print(self.partners[1], document_lang="ar_MA")
        with TemporaryDirectory() as folder:
            file = Path(folder) / "document.pdf"
            file.write_bytes(content)
            fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
        self.assertIn("Noto-Naskh-Arabic", fonts)
        self.assertIn("Noto-Kufi-Arabic", fonts)
        for line in fonts.splitlines()[2:]:
            self.assertEqual(line.split()[-5], "yes", f"not embedded: {line}")

    def test_several_records_are_one_file_each_with_its_own_page_numbers(self):
        self.partners[0].comment = "long"
        content = self._print(self.partners, document_lang="en_US")
        pages = [plain(page.extract_text()) for page in self._pages(content)]
        self.assertEqual(len(pages), 3)
        for text, footer in zip(pages, ["Page 1 / 2", "Page 2 / 2", "Page 1 / 1"], strict=True):
            self.assertIn(footer, text)
        self.assertIn("HUB-00001", pages[1], "the reference is on every page")
        self.assertIn("HUB-00002", pages[2])

    def test_each_record_is_written_in_its_own_language(self):
        langs = {self.partners[0]: "fr_FR", self.partners[1]: "ar_MA"}
        with patch.object(type(self.partners), "_get_document_lang", lambda partner: langs[partner]):
            pages = [page.extract_text() for page in self._pages(self._print(self.partners))]
            self.assertIn("fr-FR", pages[0])
            self.assertIn("ar-MA", pages[1])
            self.assertIn("fr-FR", pdf_text(self._print(self.partners[1], document_lang="fr_FR")))

    def test_an_arabic_document_runs_from_right_to_left(self):
        html = {}
        for lang in ("ar_MA", "fr_FR"):
            reports = self.env["ir.actions.report"].with_context(document_lang=lang)
            html[lang] = reports._render_document_page(self.report, self.partners[0], {})
        self.assertIn('lang="ar-MA" dir="rtl"', html["ar_MA"])
        self.assertIn('lang="fr-FR" dir="ltr"', html["fr_FR"])

    def test_the_letterhead_has_the_hubs_name_in_the_language_of_the_document(self):
        self.env.company.partner_id.write({"name_ar": "مركز الابتكار", "street": "12, rue de Fès", "city": "Rabat"})
        arabic = pdf_text(self._print(self.partners[0], document_lang="ar_MA"))
        self.assertIn("مركز", arabic)
        self.assertIn("12, rue de Fès", arabic)
        self.assertIn(self.env.company.name, pdf_text(self._print(self.partners[0], document_lang="fr_FR")))

    def test_latin_text_and_numbers_keep_their_order_in_an_arabic_page(self):
        document = HTML(
            string='<p dir="rtl"><bdi>+212 5</bdi><bdi>عمر</bdi><b dir="auto">a ب</b><bdi dir="rtl">1</bdi></p>'
        )
        set_directions(document.etree_element)
        directions = [element.get("dir") for element in document.etree_element.iter() if element.tag in ("bdi", "b")]
        self.assertEqual(directions, ["ltr", "rtl", "ltr", "rtl"])

    def test_the_words_of_the_letterhead_can_be_translated(self):
        layout = self.env.ref("hub_core.document_layout")
        terms = layout._fields["arch_db"].get_trans_terms(layout.arch_db)
        self.assertLessEqual({"Page", "Reference:"}, set(terms))

    def test_an_unknown_language_is_not_printed_with_the_wrong_direction(self):
        reports = self.env["ir.actions.report"].with_context(document_lang="xx_XX", lang="en_US")
        self.assertIn('lang="en-US"', reports._render_document_page(self.report, self.partners[0], {}))

    def test_dates_have_the_month_names_of_morocco_and_western_digits(self):
        self.env.cr.execute("UPDATE res_partner SET create_date = '2019-11-24' WHERE id = %s", [self.partners[1].id])
        self.partners.invalidate_recordset()
        text = pdf_text(self._print(self.partners[1], document_lang="ar_MA"))
        self.assertIn("نونبر", text)
        self.assertIn("2019", text)

    def test_a_document_reads_neither_the_network_nor_private_files(self):
        fetcher = LocalFetcher(self.env["ir.actions.report"]._find_document_file)
        for url in (
            "https://fonts.googleapis.com/css?family=Amiri",
            "http://127.0.0.1/web/static/img/logo.png",
            "file:///etc/hostname",
            f"{BASE_URL}web/models/ir_http.py",
            f"{BASE_URL}web/static/../__manifest__.py",
            f"{BASE_URL}web/static/%2e%2e/%2e%2e/base/static/description/icon.png",
            f"{BASE_URL}web/static/src/main.js",
        ):
            with self.subTest(url=url), self.assertRaises(ValueError):
                fetcher.fetch(url)
        self.assertTrue(fetcher.fetch(f"{BASE_URL}web/static/img/logo.png").read())
        self.assertEqual(fetcher.fetch("data:text/plain,hub").read(), b"hub")

    def test_printing_needs_the_right_to_read_the_record(self):
        stranger = new_test_user(self.env, "document_stranger", "base.group_portal")
        with self.assertRaises(AccessError):
            self._print(self.partners[0], user=stranger)

    def test_a_report_of_a_group_is_not_printed_by_others_who_type_its_address(self):
        self.report.group_ids = [Command.set(self.env.ref("hub_core.group_auditor").ids)]
        with self.assertRaisesRegex(AccessError, "A document"):
            self._print(self.partners[0])

    def test_an_administrator_is_not_asked_for_odoos_own_letterhead(self):
        self.env.company.external_report_layout_id = False
        admin = self.env.ref("base.user_admin")
        self.assertEqual(self.report.with_user(admin).report_action(self.partners)["type"], "ir.actions.report")

    def test_markup_in_a_name_is_printed_as_text(self):
        self.partners[0].name = "<b>Aïcha</b> & <img src='https://example.com/x.png'/>"
        with self.assertNoLogs("weasyprint", "WARNING"):
            content = self._print(self.partners[0])
        self.assertIn("<b>Aïcha</b>", pdf_text(content))

    def test_what_is_printed_is_told_to_the_records(self):
        told = []
        with patch.object(
            type(self.partners), "_after_document_printed", lambda partners, report: told.append((partners, report))
        ):
            self._print(self.partners)
            self.env["ir.actions.report"]._render_qweb_html(self.report, self.partners.ids)
        self.assertEqual(told, [(self.partners, self.report)] * 2, "on paper and on the screen alike")


@tagged("post_install", "-at_install")
class TestDocumentWizard(DocumentMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_people()
        cls.report = cls._create_document()

    def _wizard(self, **values):
        context = {"active_model": "res.partner", "active_ids": self.partners.ids}
        wizards = self.env["hub.document.wizard"].with_user(self.user).with_context(**context)
        return wizards.create({"report_name": "hub_core.test_document", **values})

    def test_it_prints_the_records_in_hand_in_the_chosen_language(self):
        wizard = self._wizard(lang="ar_MA")
        # The web client says which record a button is pressed on: here, the wizard itself.
        pressed = wizard.with_context(active_model=wizard._name, active_id=wizard.id, active_ids=wizard.ids)
        action = pressed.action_print()
        self.assertEqual(action["report_name"], "hub_core.test_document")
        self.assertEqual(action["context"]["document_lang"], "ar_MA")
        self.assertEqual(action["context"]["active_ids"], self.partners.ids)

    def test_it_starts_with_the_readers_language(self):
        with patch.object(type(self.partners), "_get_document_lang", lambda partner: "fr_FR"):
            self.assertEqual(self._wizard().lang, "fr_FR")

    def test_it_prints_nothing_but_documents(self):
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self._wizard(report_name="web.report_layout").action_print()


@tagged("post_install", "-at_install")
class TestDocumentHttp(DocumentMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_people()
        cls.user.password = "document_user"
        cls.report = cls._create_document(
            binding_model_id=cls.env.ref("base.model_res_partner").id, binding_view_types="form"
        )

    def setUp(self):
        super().setUp()
        self.authenticate("document_user", "document_user")

    def _download(self, ids, **context):
        url = f"/report/pdf/hub_core.test_document/{','.join(map(str, ids))}"
        data = {
            "data": json.dumps([url, "qweb-pdf"]),
            "context": json.dumps(context),
            "csrf_token": Request.csrf_token(self),
        }
        return self.url_open("/report/download", data=data)

    def test_the_web_clients_download_gives_the_file(self):
        response = self._download(self.partners.ids, document_lang="ar_MA")
        self.assertEqual(response.status_code, 200)
        self.assertIn("A%20document.pdf", response.headers["Content-Disposition"])
        self.assertIn("ar-MA", pdf_text(response.content))

    def test_the_address_of_a_report_gives_the_file(self):
        response = self.url_open(f"/report/pdf/hub_core.test_document/{self.partners[0].id}")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("Aïcha Benjelloun", pdf_text(response.content))

    @mute_logger("odoo.http")
    def test_on_the_screen_a_document_asks_for_the_same_rights(self):
        address = f"/report/html/hub_core.test_document/{self.partners[0].id}"
        self.assertIn("Aïcha Benjelloun", self.url_open(address).text)
        self.report.group_ids = self.env.ref("hub_core.group_hub_admin")
        self.assertEqual(self.url_open(address).status_code, 403)

    def test_visitors_without_an_account_get_no_document(self):
        self.authenticate(None, None)
        response = self.url_open(f"/report/pdf/hub_core.test_document/{self.partners[0].id}")
        self.assertNotIn(b"%PDF-", response.content)

    def test_the_print_menu_downloads_without_asking_for_wkhtmltopdf(self):
        """In the browser: an action of the print menu makes exactly one request, for the file."""
        code = """
            const asked = [];
            const send = XMLHttpRequest.prototype.open;
            XMLHttpRequest.prototype.open = function (method, url) {
                asked.push(url);
                return send.apply(this, arguments);
            };
            const env = odoo.__WOWL_DEBUG__.root.env;
            env.services.action.doAction({
                type: "ir.actions.report", report_type: "hub-pdf", name: "A document",
                report_name: "hub_core.test_document", context: {active_ids: [%s]},
            }).then(() => {
                const reports = asked.filter((url) => url.includes("/report/"));
                if (reports.length === 1 && reports[0].endsWith("/report/download")) {
                    console.log("test successful");
                } else {
                    console.error("asked for " + reports.join(", "));
                }
            });
        """
        self.browser_js(
            "/odoo?debug=1",
            code % self.partners[0].id,
            "!!odoo.__WOWL_DEBUG__?.root?.env?.services?.action",
            login="document_user",
        )

import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.hub_core.controllers import link as controller
from odoo.tests import HttpCase, tagged

from .test_signed_link import LinkCommon

PAGE = """
<t t-name="hub_core.test_link_page">
    <t t-call="hub_core.link_layout">
        <t t-set="page_title">A question</t>
        <h1 t-out="question" />
        <p id="answered" t-out="record.answer" />
        <form t-att-action="link_url" method="post">
            <input type="hidden" name="csrf_token" t-att-value="request.csrf_token()" />
            <input type="text" name="answer" t-att-value="post.get('answer')" />
        </form>
    </t>
</t>
"""
STATE = ("use_count", "last_used_at", "revoked_at", "write_date")


@tagged("post_install", "-at_install")
class TestLinkPage(LinkCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.ui.view"].create(
            {"name": "Page", "type": "qweb", "key": "hub_core.test_link_page", "arch_db": PAGE}
        )
        cls.env.company.partner_id.phone = "+212 537 00 00 00"

    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM hub_rate_limit")

    def open(self, token, **options):
        return self.url_open(f"/hub/l/{token}", allow_redirects=False, **options)

    def csrf(self, page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)

    def answer(self, token, **data):
        shown = self.url_open("/hub").text  # any page of the visitor's session
        csrf_token = re.search(r'csrf_token: "(\w+)"', shown).group(1)
        return self.open(token, data={"csrf_token": csrf_token, **data}, method="POST")

    def check_refused(self, token, status, words):
        """By whatever method, and for a file: refused, with what to do, and nothing of whose it was."""
        for response in (self.open(token), self.answer(token, answer="x"), self.open(f"{token}/letter")):
            self.assertEqual(response.status_code, status)
            self.assertIn(words, response.text)
            self.assertIn('href="tel:+212537000000"', response.text)
            self.assertIn("all the hub", response.text)
            self.assertNotIn(self.record.name, response.text)
            self.assertNotIn(self.person.name, response.text)
            self.check_guarded(response)

    def check_guarded(self, response):
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")

    def test_a_good_link_opens_its_page(self):
        response = self.open(self.issue(partner=self.person).token)
        self.assertEqual(response.status_code, 200)
        self.assertIn("<h1>Will you come?</h1>", response.text)
        self.assertIn('<meta name="robots" content="noindex"', response.text)
        self.check_guarded(response)

    def test_looking_changes_nothing(self):
        """Chat programs fetch every link to show what is behind it."""
        link = self.issue(max_uses=1)
        before = link.read(STATE)
        for method in ("GET", "HEAD", "GET"):
            self.assertEqual(self.open(link.token, method=method).status_code, 200)
        self.assertEqual(self.open(f"{link.token}/letter", method="HEAD").status_code, 200)
        link.invalidate_recordset()
        self.assertEqual(link.read(STATE), before)
        self.assertFalse(self.record.answer)

    def test_pressing_the_button_acts_once(self):
        link = self.issue(max_uses=1)
        response = self.answer(link.token, answer="Yes")
        self.assertEqual(response.status_code, 200)
        self.assertIn(">Yes<", response.text)
        self.assertEqual((self.record.answer, link.use_count), ("Yes", 1))
        self.check_guarded(response)

    def test_a_page_that_is_shown_after_an_old_form_is_a_reading_too(self):
        with patch.object(controller.LinkController, "_log_reading") as log:
            response = self.open(self.issue().token, data={"csrf_token": "old"}, method="POST")
        self.assertEqual(response.status_code, 400)
        self.assertIn(self.record.name, response.text)
        log.assert_called_once_with(self.record)

    def test_a_tampered_id_is_unknown(self):
        _number, mac = self.issue().token.split("-")
        self.check_refused(f"{self.issue().id}-{mac}", 404, "This link does not work")

    def test_a_tampered_end_is_unknown(self):
        self.check_refused(f"{self.issue().id}-{'a' * 26}", 404, "This link does not work")

    def test_a_link_that_never_was_is_unknown(self):
        for token in (f"{self.issue().id + 5000}-{'a' * 26}", "nonsense", "%D8%B1", "1%00"):
            with self.subTest(token=token):
                self.assertEqual(self.open(token).status_code, 404)
        self.check_refused("nonsense", 404, "a part of it may be missing")

    def test_a_link_to_a_deleted_record_is_unknown(self):
        record = self.env["hub.test.linked"].create({"name": "Soon gone"})
        token = self.links._issue(record, "view").token
        self.env.cr.execute("DELETE FROM hub_test_linked WHERE id = %s", [record.id])
        self.env.invalidate_all()
        self.check_refused(token, 404, "This link does not work")

    def test_a_link_for_another_purpose_is_unknown(self):
        link = self.issue()
        token = link.token
        self.env.cr.execute("UPDATE hub_signed_link SET purpose = 'another' WHERE id = %s", [link.id])
        self.env.invalidate_all()
        self.check_refused(token, 404, "This link does not work")

    def test_an_expired_link_says_so(self):
        link = self.issue(partner=self.person)
        link.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.check_refused(link.token, 410, "Its time is over")

    def test_a_used_link_cannot_be_replayed(self):
        link = self.issue(partner=self.person, max_uses=1)
        self.answer(link.token, answer="Yes")
        self.check_refused(link.token, 410, "This link has been used already")
        self.assertEqual(self.record.answer, "Yes")

    def test_a_revoked_link_says_so(self):
        link = self.issue(partner=self.person)
        link._revoke()
        self.check_refused(link.token, 410, "The hub has closed it")

    def test_tampered_and_unknown_look_the_same(self):
        link = self.issue()
        pages = []
        for token in (f"{link.id}-{'a' * 26}", f"{link.id + 7}-{'a' * 26}"):
            text = self.open(token).text.replace(token, "")
            pages.append(re.sub(r'csrf_token: "\w+"', "", text))
        self.assertEqual(*pages)

    def test_what_is_refused_leaves_no_trace_and_keeps_what_was_typed(self):
        link = self.issue(max_uses=1)
        response = self.answer(link.token, answer="", other="kept")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Answer: please write one.", response.text)
        link.invalidate_recordset()
        self.assertEqual((link.use_count, self.record.answer), (0, False))

    def test_an_old_page_asks_to_press_once_more_and_loses_nothing(self):
        link = self.issue(max_uses=1)
        for data in ({"csrf_token": "old", "answer": "Yes, I will"}, {"answer": "Yes, I will"}):
            response = self.open(link.token, data=data, method="POST")
            self.assertEqual(response.status_code, 400)
            self.assertIn("Please press the button once more", response.text)
            self.assertIn('value="Yes, I will"', response.text)
        self.assertFalse(self.record.answer)
        again = self.open(link.token, data={"csrf_token": self.csrf(response), "answer": "Yes, I will"}, method="POST")
        self.assertEqual(again.status_code, 200)
        self.assertEqual(self.record.answer, "Yes, I will")

    def test_a_file_comes_with_its_name_and_no_other_does(self):
        token = self.issue().token
        response = self.open(f"{token}/letter")
        self.assertEqual((response.status_code, response.content), (200, b"Dear reader"))
        self.assertIn("letter.txt", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.check_guarded(response)
        self.assertEqual(self.open(f"{token}/other").status_code, 404)

    def test_the_page_speaks_the_language_of_whom_it_is_for(self):
        self.person.lang = "ar_MA"
        token = self.issue(partner=self.person).token
        page = self.open(token, headers={"Accept-Language": "fr"})
        self.assertIn('lang="ar-', page.text)
        self.assertIn("o_rtl", page.text.partition("<main")[0])
        self.assertIn('lang="fr-', self.open(self.issue().token, headers={"Accept-Language": "fr"}).text)

    def test_the_visitor_may_choose_any_other_language(self):
        """The hub's default language, too: its address has no language in front."""
        self.person.lang = "ar_MA"
        token = self.issue(partner=self.person).token
        page = self.open(token)
        for lang in ("fr", "en"):
            self.assertIn(f'href="/hub/l/{token}?lang={lang}"', page.text)
            chosen = self.open(f"{token}?lang={lang}")
            self.assertIn(f'lang="{lang}-', chosen.text)
            self.assertIn(f'action="/hub/l/{token}?lang={lang}"', chosen.text, "what is pressed answers in it")
        self.assertIn('lang="fr-', self.url_open(f"/fr/hub/l/{token}").text)

    def test_a_refusal_speaks_the_language_of_whom_the_link_was_for(self):
        self.person.lang = "ar_MA"
        link = self.issue(partner=self.person)
        link._revoke()
        self.assertIn('lang="ar-', self.open(link.token).text)

    def test_who_guesses_waits(self):
        good = self.issue().token
        with patch.object(controller, "LIMIT_UNKNOWN", 3):
            statuses = [self.open("nonsense").status_code for _index in range(4)]
            self.assertEqual(statuses, [404, 404, 404, 429])
            self.assertEqual(self.open(good).status_code, 200, "the others of the house are not locked out")

    def test_too_many_are_told_how_long_to_wait(self):
        token = self.issue().token
        with patch.object(controller, "LIMIT", 2):
            self.open(token)
            self.open(token)
            self.check_refused(token, 429, "Too many attempts")
            self.assertGreater(int(self.open(token).headers["Retry-After"]), 60)

import re
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..controllers import complaint as controller
from .test_complaint import TEXT, ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaintPublic(ComplaintCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.env["hub.rate.limit"].search([]).unlink()
        self.before = self.env["hub.complaint"].search([])

    def _send(self, lang="en", **values):
        data = {"category": "conduct", "text": TEXT, "csrf_token": Request.csrf_token(self), **values}
        return self.url_open(f"/{lang}/hub/complaint", data=data)

    def _created(self):
        return self.env["hub.complaint"].search([]) - self.before

    def _send_and_get_link(self):
        """What the visitor keeps: the path of her page."""
        return re.search(r"/hub/l/[\w-]+", self._send().text)[0]

    def test_the_form_opens_in_three_languages_and_both_directions(self):
        for lang, rtl in (("fr", False), ("ar", True), ("en", False)):
            with self.subTest(lang=lang):
                response = self.url_open(f"/{lang}/hub/complaint")
                self.assertEqual(response.status_code, 200)
                self.assertIn(f'lang="{lang}-', response.text)
                self.assertEqual("o_rtl" in response.text, rtl)

    def test_the_index_leads_to_the_form(self):
        self.assertIn("/hub/complaint", self.url_open("/hub").text)

    def test_a_link_that_was_shared_opens_without_a_word_in_the_log(self):
        with self.assertNoLogs("odoo.http", "WARNING"):
            for path in ("/hub/complaint", "/hub/complaint/sent"):
                self.assertEqual(self.url_open(f"{path}?fbclid=x").status_code, 200)

    def test_words_and_a_subject_are_enough_and_nobody_is_named(self):
        response = self._send(text="  He asked\u202e for money. \r\n\r\n\r\nTwice.")
        self.assertEqual(response.status_code, 200)
        complaint = self._created()
        self.assertRecordValues(
            complaint,
            [
                {
                    "text": "He asked for money.\n\nTwice.",
                    "channel": "public_form",
                    "is_anonymous": True,
                    "state": "received",
                    "kind": "complaint",
                    "contact_wish": "none",
                }
            ],
        )
        self.assertIn(complaint.ref, response.text)

    def test_the_safety_of_a_child_is_dealt_with_at_once(self):
        self._send(category="child")
        self.assertEqual(self._created().kind, "safeguarding")
        self._created().sudo().write({"ref": "x"})
        self._send(is_danger="1")
        self.assertEqual(set(self._created().mapped("urgency")), {"urgent"})

    def test_the_reference_and_the_link_are_shown_once(self):
        response = self._send()
        self.assertRegex(response.text, r"/hub/l/[\w-]+")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        again = self.url_open("/en/hub/complaint/sent")
        self.assertEqual(again.status_code, 200)
        self.assertNotIn("/hub/l/", again.text)
        self.assertNotIn(self._created().ref, again.text)

    def test_empty_words_are_named_and_what_was_typed_stays(self):
        response = self._send(text=" \u200f ", contact_name="Zoé <b>", contact_hours="in the morning")
        self.assertEqual(response.status_code, 422)
        self.assertIn("What happened: please write a few words.", response.text)
        self.assertIn('value="Zoé &lt;b&gt;"', response.text)
        self.assertRegex(response.text, r'value="conduct"\s+checked')
        self.assertFalse(self._created())

    def test_who_wants_a_call_leaves_a_number(self):
        response = self._send(contact_wish="call", contact_phone="0612")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Telephone: please write your number", response.text)
        self.assertIn(TEXT, response.text)
        self._send(contact_wish="call", contact_phone="06 12 34 56 78")
        self.assertEqual(self._created().contact_phone, "06 12 34 56 78")

    def test_invented_choices_are_refused(self):
        for values in ({"category": "' OR 1=1"}, {"contact_wish": "x"}, {"category": ""}):
            with self.subTest(**values):
                self.assertEqual(self._send(**values).status_code, 422)
        self.assertFalse(self._created())

    def test_other_fields_of_a_complaint_cannot_be_sent(self):
        self._send(state="closed", officer_id="2", answer="x", channel="desk", kind="safeguarding")
        self.assertRecordValues(
            self._created(),
            [
                {
                    "state": "received",
                    "officer_id": False,
                    "answer": False,
                    "channel": "public_form",
                    "kind": "complaint",
                }
            ],
        )

    def test_ten_thousand_letters_are_refused_with_a_sentence(self):
        response = self._send(text="a" * 10_000)
        self.assertEqual(response.status_code, 422)
        self.assertIn("please write less", response.text)
        self.assertFalse(self._created())

    def test_a_machine_that_fills_in_the_hidden_field_sends_nothing(self):
        response = self._send(organisation="SEO Ltd")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._created())

    def test_without_a_valid_token_nothing_is_sent_and_nothing_is_lost(self):
        response = self._send(csrf_token="forged")
        self.assertEqual(response.status_code, 400)
        self.assertIn("press “Send” once more", response.text)
        self.assertIn(TEXT, response.text)
        self.assertFalse(self._created())

    def test_too_many_from_one_address_wait_with_a_sentence(self):
        with patch.dict(controller.LIMITS, address=1):
            self._send()
            response = self._send()
        self.assertEqual(response.status_code, 429)
        self.assertIn("Too many requests", response.text)
        self.assertIn(TEXT, response.text)
        self.assertEqual(len(self._created()), 1)

    # -- the page of the link ------------------------------------------------

    def _answer(self, complaint):
        mine = complaint.with_user(self.officer)
        mine.action_take()
        mine.write({"answer": "He works here no more.", "outcome": "upheld"})
        mine.action_answer()
        return mine

    def test_the_page_shows_where_it_stands_and_not_what_was_said(self):
        page = self.url_open(self._send_and_get_link())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self._created().ref, page.text)
        self.assertNotIn(TEXT, page.text, "whoever finds the page learns nothing of it")
        log = self.env["hub.access.log"]._get_readings(self._created())
        self.assertFalse(log, "when she looks at her own page is nobody else's to know")

    def test_the_answer_is_read_there_once_it_is_given(self):
        link = self._send_and_get_link()
        complaint = self._created()
        mine = complaint.with_user(self.officer)
        mine.action_take()
        mine.write({"answer": "He works here no more.", "outcome": "upheld"})
        self.assertNotIn("no more", self.url_open(link).text)
        mine.action_answer()
        self.assertIn("He works here no more.", self.url_open(link).text)

    def test_the_person_adds_something_and_it_is_looked_into_again(self):
        link = self._send_and_get_link()
        complaint = self._answer(self._created())
        data = {"message": "He is <b>back</b>.", "csrf_token": Request.csrf_token(self)}
        page = self.url_open(link, data=data)
        self.assertEqual(page.status_code, 200)
        self.assertIn("has arrived", page.text)
        complaint.invalidate_recordset()
        self.assertEqual(complaint.state, "in_review")
        self.assertIn("He is &lt;b&gt;back&lt;/b&gt;.", "".join(complaint.message_ids.mapped("body")))

    def test_nothing_to_add_is_said_in_a_sentence(self):
        data = {"message": "  ", "csrf_token": Request.csrf_token(self)}
        link = self._send_and_get_link()
        page = self.url_open(link, data={**data, "csrf_token": Request.csrf_token(self)})
        self.assertEqual(page.status_code, 422)
        self.assertIn("write a few words", page.text)

    def test_staff_who_may_read_no_complaint_see_none_of_its_links(self):
        self._send()
        link = self.env["hub.signed.link"].search([("res_model", "=", "hub.complaint")], limit=1)
        for user in (self.user_admin, self.user_auditor, self.user_hub):
            self.assertFalse(link.with_user(user).search([("id", "=", link.id)]))

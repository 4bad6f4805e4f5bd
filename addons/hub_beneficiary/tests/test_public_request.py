import re
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..controllers import public_request

PHONE = "06 12 34 56 78"


@tagged("post_install", "-at_install")
class TestPublicRequest(HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.before = self.env["crm.lead"].search([])
        self.env["hub.rate.limit"].search([]).unlink()

    def _send(self, lang="en", follow=True, **values):
        data = {"name": "Aïcha", "phone": PHONE, "csrf_token": Request.csrf_token(self), **values}
        return self.url_open(f"/{lang}/hub/request", data=data, allow_redirects=follow)

    def _created(self):
        return self.env["crm.lead"].search([]) - self.before

    def _assert_sent(self, response):
        self.assertEqual(response.status_code, 200)
        self.assertIn("/hub/request/sent", response.url)

    def test_the_form_opens_in_three_languages_and_both_directions(self):
        for lang, rtl in (("fr", False), ("ar", True), ("en", False)):
            with self.subTest(lang=lang):
                response = self.url_open(f"/{lang}/hub/request")
                self.assertEqual(response.status_code, 200)
                self.assertIn(f'lang="{lang}-', response.text)
                self.assertEqual("o_rtl" in response.text, rtl)
                self.assertIn('name="phone"', response.text)

    def test_a_link_that_was_shared_opens_without_a_word_in_the_log(self):
        with self.assertNoLogs("odoo.http", "WARNING"):
            for path in ("/hub", "/hub/request"):
                self.assertEqual(self.url_open(f"{path}?fbclid=x&utm_source=poster").status_code, 200)

    def test_the_index_leads_to_the_form(self):
        self.assertIn("/hub/request", self.url_open("/hub").text)

    def test_name_and_phone_are_enough_and_land_in_triage(self):
        partners = self.env["res.partner"].search_count([])
        people = self.env["hub.beneficiary"].search_count([])
        self._assert_sent(self._send(lang="ar", name="  عائشة \u202eبنجلون "))
        lead = self._created()
        self.assertTrue(lead.is_hub_request)
        self.assertEqual(lead.stage_code, "welcome")
        self.assertEqual(lead.entry_channel, "public_form")
        self.assertEqual(lead.contact_name, "عائشة بنجلون", "without the marks of direction")
        self.assertEqual(lead.phone, "+212612345678")
        self.assertEqual(lead.lang_id.code, "ar_MA", "we call back in the language of the page")
        self.assertFalse(any([lead.beneficiary_id, lead.partner_id, lead.user_id, lead.arrived_at]))
        self.assertNotIn("عائشة", lead.name, "a title never holds a name")
        self.assertEqual(self.env["res.partner"].search_count([]), partners, "no contact is created")
        self.assertEqual(self.env["hub.beneficiary"].search_count([]), people)

    def test_a_need_may_be_chosen(self):
        self._assert_sent(self._send(need="internship"))
        self.assertEqual(self._created().need_type_ids, self.env.ref("hub_beneficiary.need_internship"))

    def test_an_invented_need_is_refused(self):
        response = self._send(need="' OR 1=1 --")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Need:", response.text)
        self.assertFalse(self._created())

    def test_nobody_is_written_to(self):
        mails = self.env["mail.mail"].search_count([])
        notifications = self.env["mail.notification"].search_count([])
        self._send()
        lead = self._created()
        self.assertFalse(lead.message_follower_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.notification"].search_count([]), notifications)

    def test_the_answer_is_the_same_for_a_known_and_an_unknown_number(self):
        self.env["hub.beneficiary"].create({"given_name": "Aïcha", "phone": "+212612345678"})
        answers = []
        for phone in (PHONE, "06 99 99 99 99"):
            response = self._send(phone=phone)
            self._assert_sent(response)
            answers.append(re.sub(r"csrf_token: \"[^\"]*\"", "", response.text))
        self.assertEqual(answers[0], answers[1])
        self.assertFalse(self._created().beneficiary_id)

    def test_a_wrong_number_is_named_and_what_was_typed_stays(self):
        response = self._send(name="Zoé <b>", phone="06 12", need="employment")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Telephone: this is not a complete number", response.text)
        self.assertIn('value="Zoé &lt;b&gt;"', response.text)
        self.assertIn('value="06 12"', response.text)
        self.assertRegex(response.text, r'value="employment"\s+checked|checked="(checked|True)"')
        self.assertFalse(self._created())

    def test_numbers_are_read_as_people_write_them(self):
        for phone, kept in (
            ("٠٦١٢٣٤٥٦٧٩", "+212612345679"),
            ("\u202a+33 6 12 34 56 78\u202c", "+33612345678"),
            ("00212 612 345 670", "+212612345670"),
        ):
            with self.subTest(phone=phone):
                self.before = self.env["crm.lead"].search([])
                self._assert_sent(self._send(phone=phone))
                self.assertEqual(self._created().phone, kept)

    def test_a_missing_name_is_named(self):
        for name in ("", "   ", "\u200f\u200f", "12345", "\x00"):
            with self.subTest(name=name):
                response = self._send(name=name)
                self.assertEqual(response.status_code, 422)
                self.assertIn("Name: please write your name.", response.text)
        self.assertFalse(self._created())

    def test_a_name_of_ten_thousand_letters_is_refused_with_a_sentence(self):
        response = self._send(name="a" * 10_000)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Name: please write a shorter name", response.text)
        self.assertLess(response.text.count("aaaaaaaaaa"), 100)
        self.assertFalse(self._created())

    def test_a_machine_that_fills_in_the_hidden_field_sends_nothing(self):
        self._assert_sent(self._send(organisation="SEO Ltd"))
        self.assertFalse(self._created())

    def test_without_a_valid_token_nothing_is_sent_and_nothing_is_lost(self):
        response = self._send(csrf_token="forged")
        self.assertEqual(response.status_code, 400)
        self.assertIn("press “Send” once more", response.text)
        self.assertIn('value="Aïcha"', response.text)
        self.assertFalse(self._created())

    def test_too_many_from_one_number_wait_with_a_sentence(self):
        for _time in range(public_request.LIMITS["phone"]):
            self._assert_sent(self._send())
        response = self._send(phone="+212612345678")
        self.assertEqual(response.status_code, 429)
        self.assertRegex(response.text, r"Too many requests.* in \d+ minutes")
        self.assertIn('value="Aïcha"', response.text)
        self.assertTrue(0 < int(response.headers["Retry-After"]) <= 3600)
        self.assertEqual(len(self._created()), public_request.LIMITS["phone"])
        self._assert_sent(self._send(phone="06 99 99 99 99"))

    def test_too_many_from_one_address_wait_with_the_same_sentence(self):
        with patch.dict(public_request.LIMITS, address=1):
            self._assert_sent(self._send(phone="06 11 11 11 11"))
            response = self._send(phone="06 22 22 22 22")
        self.assertEqual(response.status_code, 429)
        self.assertIn("Too many requests", response.text)

    def test_the_limit_ends_by_itself(self):
        with patch.dict(public_request.LIMITS, phone=1):
            self._assert_sent(self._send())
            self.assertEqual(self._send().status_code, 429)
            self.env.cr.execute("UPDATE hub_rate_limit SET window_start = window_start - INTERVAL '61 minutes'")
            self.env["hub.rate.limit"].invalidate_model()
            self._assert_sent(self._send())

    def test_other_fields_of_a_request_cannot_be_sent(self):
        self._assert_sent(self._send(user_id="2", beneficiary_id="1", urgency="urgent", email_from="a@example.org"))
        lead = self._created()
        self.assertFalse(any([lead.user_id, lead.beneficiary_id]))
        self.assertEqual(lead.urgency, "normal")
        self.assertFalse(lead.email_from)

    def test_invalid_utf8_is_no_server_error(self):
        token = Request.csrf_token(self)
        data = b"name=A%FF%FEicha%C3&phone=0612345678&csrf_token=" + token.encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        response = self.opener.post(f"{self.base_url()}/en/hub/request", data=data, headers=headers, timeout=30)
        self._assert_sent(response)
        self.assertIn("icha", self._created().contact_name)

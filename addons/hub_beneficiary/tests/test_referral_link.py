from datetime import timedelta
from urllib.parse import urlparse

from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon, ReferralPages
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestReferralLink(ReferralPages, ReferralCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization.lang = "en_US"
        cls.referral = cls._create_referral()

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.referral.with_user(self.user_counsellor).action_tell_organization()
        self.link = self.referral._get_signed_links("referral")
        self.address = urlparse(self.link.url).path

    def _press(self, step, shown=None, **data):
        return self._post(self.address, step=step, shown=shown or self.referral.state, **data)

    def test_the_message_is_about_nobody(self):
        message = self.env["hub.phone.message"].search([("res_model", "=", "hub.referral")], limit=1)
        self.assertEqual(message.phone, "+212537000001")
        for secret in ("Zahra", "Secretwali", "Z. S.", self.person.ref):
            self.assertNotIn(secret, message.body)

    def test_an_organisation_without_a_telephone_is_told_by_who_acts_for_it(self):
        self.organization.phone = False
        with self.assertRaisesRegex(ValidationError, "no number yet"):
            self.referral.action_tell_organization()
        self.role.phone = "0661222333"
        action = self.referral.with_user(self.user_counsellor).action_tell_organization()
        self.assertEqual(self.env["hub.phone.message"].browse(action["res_id"]).phone, "+212661222333")

    def test_the_same_link_is_sent_again(self):
        self.referral.action_tell_organization()
        self.assertEqual(self.referral._get_signed_links("referral"), self.link)

    def test_an_organisation_without_an_account_accepts_on_a_telephone(self):
        page = self._get(self.address)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Z. S.", page.text)
        self.assertNotIn("Secretwali", page.text)
        answer = self._press("accepted")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual((self.referral.state, self.referral.answered_by), ("accepted", "Maison de quartier"))
        self.assertIn("Zahra Secretwali", answer.text)

    def test_looking_tells_no_chat_program_who_she_is(self):
        self._press("accepted")
        self.assertNotIn("Secretwali", self._get(self.address).text)
        self.assertIn("Zahra Secretwali", self._press("show").text)
        self.assertEqual(len(self.env["hub.disclosure"].search([("res_id", "=", self.referral.id)])), 2)

    def test_a_telephone_that_is_passed_on_tells_it_for_a_week(self):
        self._press("accepted")
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.assertNotIn("Secretwali", self._press("show").text)
            self._press("served")
        self.assertEqual(self.referral.state, "served")

    def test_nobody_shows_herself_the_person_before_she_accepts(self):
        self.assertNotIn("Secretwali", self._press("show").text)

    def test_a_second_answer_reads_that_it_was_answered(self):
        self._press("declined", reason="full")
        answer = self._press("accepted", shown="sent")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Somebody was faster", answer.text)
        self.assertEqual(self.referral.state, "declined")

    def test_what_is_withdrawn_closes_the_link(self):
        self._press("accepted")
        self.referral.action_revoke()
        self.assertEqual(self._get(self.address).status_code, 410)
        self.assertEqual(self._press("show").status_code, 410)

    def test_what_is_closed_closes_the_link(self):
        self._press("declined", reason="full")
        self.referral.action_close()
        self.assertEqual(self._get(self.address).status_code, 410)

    def test_a_consent_withdrawn_closes_the_link(self):
        self._press("accepted")
        self._press("served")
        self._decide(self.person, "withdrawn")
        self.assertNotIn("Secretwali", self._press("show").text)
        page = self._get(self.address).text
        self.assertNotIn("Z. S.", page)
        self.assertIn("taken this referral back", page)

    @mute_logger("odoo.http")
    def test_another_link_opens_nothing_of_it(self):
        number, mac = self.address.rsplit("/", 1)[1].split("-")
        for token in (f"{number}-{'a' * len(mac)}", f"{int(number) + 1}-{mac}", number):
            self.assertEqual(self._get(f"/hub/l/{token}").status_code, 404)

    def test_a_link_for_her_words_answers_no_referral(self):
        self._press("accepted")
        self._press("served")
        self.referral.action_ask_feedback()
        hers = urlparse(self.referral._get_signed_links("referral_feedback").url).path
        page = self._get(hers)
        self.assertNotIn("Z. S.", page.text)
        self._post(hers, step="show", shown="served", feedback="")
        self._post(hers, step="no_show", shown="served")
        self.assertEqual(self.referral.state, "served")

    # her own words

    def test_the_person_says_once_how_it_went(self):
        self._press("accepted")
        self._press("not_served")
        self.referral.action_ask_feedback()
        message = self.env["hub.phone.message"].search([("partner_id", "=", self.person.partner_id.id)], limit=1)
        for secret in ("Zahra", "Maison", self.need.name):
            self.assertNotIn(secret, message.body)
        hers = urlparse(self.referral._get_signed_links("referral_feedback").url).path
        self.assertNotIn("Maison", self._get(hers).text)
        self.assertEqual(self._post(hers, feedback="").status_code, 422)
        answer = self._post(hers, feedback="no", note="Nobody was there")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual((self.referral.feedback, self.referral.feedback_note), ("no", "Nobody was there"))
        self.assertEqual(self.referral.activity_ids.user_id, self.user_counsellor, "somebody calls her")
        self.assertEqual(self._post(hers, feedback="yes").status_code, 410)
        self.assertEqual(self.referral.feedback, "no")

    def test_who_asked_for_no_message_is_asked_in_person(self):
        self.referral.write({"state": "accepted"})
        self.referral.write({"state": "served"})
        self.person.leave_no_message = True
        with self.assertRaises(UserError):
            self.referral.action_ask_feedback()

    def test_nobody_is_asked_before_something_happened(self):
        with self.assertRaisesRegex(UserError, "once it is known"):
            self.referral.action_ask_feedback()

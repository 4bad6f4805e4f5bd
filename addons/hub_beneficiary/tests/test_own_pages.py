"""The pages of a person's own file as a browser opens them, and the way into her account."""

from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_own_file import PASSWORD, OwnFileCommon

PAGES = ("/my/file", "/my/file/appointments", "/my/file/consents", "/my/file/readings", "/my/file/phone")
POSTS = ("/my/file/phone", "/my/file/phone/keep", "/my/file/language", "/my/file/copy", "/my/file/consents/withdraw")


@tagged("post_install", "-at_install")
class TestAccount(OwnFileCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = cls._create_beneficiary("Salma", phone="0663000001", email="salma@example.org")

    def _give(self, person=None, user=None):
        person = (person or self.newcomer).with_user(user or self.user_reception)
        action = person.action_send_access()
        self.env.flush_all()
        return self.env["hub.phone.message"].browse(action["res_id"])

    def _press(self, url, **fields_):
        data = {"csrf_token": http.Request.csrf_token(self), **fields_}
        answer = self.url_open(url, data=data, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def test_she_makes_the_account_by_the_link_and_sees_her_file(self):
        message = self._give()
        self.assertEqual(self.newcomer.portal_state, "invited")
        self.assertEqual(message.phone, "+212663000001")
        url = f"/hub/l/{self.newcomer.sudo()._get_signed_links('account').token}"
        self.authenticate(None, None)
        self.assertIn("+212663000001", self.url_open(url).text)
        short = self._press(url, password="x", password_again="x")
        self.assertIn("hub_password_error", short.text)
        answer = self._press(url, password=PASSWORD, password_again=PASSWORD)
        self.assertEqual(answer.headers["Location"].rpartition("/my")[2], "/file")
        self.assertEqual(self.newcomer.partner_id.user_ids.login, "+212663000001")
        self.assertEqual(self.newcomer.portal_state, "account")
        self.assertIn(self.newcomer.ref, self.url_open("/my/file").text)
        self.assertEqual(self.url_open(url).status_code, 410, "once")
        how = self.env["hub.access.log"]._get_readings(self.newcomer).mapped("how")
        self.assertIn("access", how)

    def test_who_has_an_account_is_given_a_new_password(self):
        message = self._give(self.person)
        self.assertEqual(message.link_id.purpose, "access")

    def test_a_child_has_an_account_with_a_guardians_consent(self):
        self.newcomer.birthdate = fields.Date.today() - timedelta(days=15 * 365)
        with self.assertRaisesRegex(UserError, "guardian"):
            self._give()
        guardian = {"beneficiary_id": self.newcomer.id, "given_by": "guardian", "guardian_name": "Her mother"}
        yesterday = fields.Date.today() - timedelta(days=1)
        self.env["hub.consent"].create({**guardian, "date": yesterday, "expires_on": yesterday})
        with self.assertRaisesRegex(UserError, "guardian"):
            self._give()
        self.env["hub.consent"].create(guardian)
        # What she takes back of it leaves the rest.
        purpose = self.env.ref("hub_beneficiary.purpose_contact")
        self.newcomer._withdraw_consent(purpose, **{"given_by": "guardian", "guardian_name": "Her mother"})
        self.assertTrue(self._give())

    def test_no_link_is_mailed_to_who_wants_no_message(self):
        self.newcomer.write({"phone": False, "leave_no_message": True})
        with self.assertRaisesRegex(UserError, "no message be left"):
            self.newcomer.with_user(self.user_reception).action_send_access()
        self.assertEqual(self.newcomer.portal_state, "none")

    def test_no_account_for_who_is_merged_gone_or_without_a_login(self):
        root = self._create_beneficiary("Salma", "Main")
        with self.assertRaisesRegex(UserError, "needs a login"):
            self._give(root)
        self.newcomer.write({"merged_into_id": root.id, "root_id": root.id})
        with self.assertRaisesRegex(UserError, root.ref):
            self._give()
        dead = self._create_beneficiary("Nour", phone="0663000004")
        dead.action_register()
        dead.action_exit("deceased")
        with self.assertRaisesRegex(UserError, "nobody uses"):
            self._give(dead)

    def test_a_login_of_somebody_else_is_not_hers(self):
        self._create_user("0663000001", "base.group_portal", name="Sister")
        self.assertEqual(self.newcomer._get_login_choice(), "salma@example.org")

    def test_no_link_goes_to_a_telephone_that_others_read_but_on_paper(self):
        self.newcomer.phone_shared = True
        with self.assertRaises(UserError):
            self._give()
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        content = reports._render_qweb_pdf("hub_beneficiary.document_account", self.newcomer.ids)[0]
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertEqual(len(self.newcomer._get_signed_links("account")), 1)

    def test_without_a_number_the_link_goes_by_mail(self):
        self.newcomer.phone = False
        self.newcomer.with_user(self.user_reception).action_send_access()
        mail = self.env["mail.mail"].search([("email_to", "=", "salma@example.org")])
        self.assertIn("/hub/l/", mail.body_html)
        self.assertNotIn("Salma", mail.body_html)

    def test_who_may_not_open_the_file_gives_no_account(self):
        self.newcomer.write({"is_restricted": True, "user_id": self.user_counsellor.id})
        with self.assertRaises(AccessError):
            self._give(user=self.user_reception)
        self.assertTrue(self._give(user=self.user_counsellor))


@tagged("post_install", "-at_install")
class TestOwnPages(OwnFileCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls._appoint(cls.person)
        cls.other = cls._create_beneficiary("Zineb", "Autre", phone="0661000077")
        cls.other_account = cls._give_account(cls.other, "own_zineb")

    def _come(self, account=None):
        self.authenticate((account or self.account).login, PASSWORD)

    def _ask(self, path, **post):
        data = {"csrf_token": http.Request.csrf_token(self), **post} if post else None
        answer = self.url_open(path, data=data, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def test_she_reads_each_page_and_one_line_says_so(self):
        self._come()
        for path in PAGES:
            answer = self._ask(path)
            self.assertEqual(answer.status_code, 200, path)
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            self.assertNotIn("A note of staff", answer.text)
        lines = self.env["hub.access.log"]._get_readings(self.person)
        self.assertEqual([(line.how, line.user_id) for line in lines], [("portal", self.account)])
        self.assertIn("/my/file", self._ask("/my").text)

    @mute_logger("odoo.http")
    def test_others_get_the_answer_of_an_address_that_does_not_exist(self):
        nobody = self._create_user("own_nobody", "base.group_portal", password=PASSWORD)
        self.person.portal_closed = True
        for account in (nobody, self.account):
            self._come(account)
            for path in PAGES:
                answer = self._ask(path)
                self.assertEqual(answer.status_code, 404, path)
                self.assertNotIn(self.person.ref, answer.text)
            for path in POSTS:
                self.assertEqual(self._ask(path, phone="0662000009", lang="ar_MA").status_code, 404, path)
        self.assertFalse(self.person.copy_asked_at)
        self.assertFalse(self.env["hub.access.log"]._get_readings(self.person))

    @mute_logger("odoo.http")
    def test_the_appointment_of_another_is_not_there(self):
        self._come(self.other_account)
        path = f"/my/file/appointments/{self.event.id}"
        self.assertEqual(self._ask(f"{path}/ics").status_code, 404)
        self.assertEqual(self._ask(path, answer="coming").status_code, 404)
        self.assertFalse(self.event.hub_answer)

    def test_she_answers_and_takes_it_into_her_calendar(self):
        self._come()
        path = f"/my/file/appointments/{self.event.id}"
        self.assertEqual(self._ask(path, answer="not_coming", sequence=str(self.event.ics_sequence)).status_code, 303)
        self.assertEqual(self.event.hub_answer, "not_coming")
        self.assertTrue(self.person.activity_ids, "whom she would have met agrees on another day")
        calendar = self._ask(f"{path}/ics").text
        self.assertIn("BEGIN:VEVENT", calendar)
        self.assertNotIn("Amina", calendar)
        moved = self._ask(path, answer="coming", sequence="77")
        self.assertEqual(moved.status_code, 422, "the page showed another day")

    @mute_logger("odoo.addons.base.models.res_users")
    def test_her_number_changes_with_her_password_alone(self):
        self._come()
        refused = self._ask("/my/file/phone", phone="0662000009", password="wrong")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("0662000009", refused.text, "what was typed stays")
        self.assertFalse(self.person.phone_proposed)
        self.assertEqual(self._ask("/my/file/phone", phone="0662000009", password=PASSWORD).status_code, 303)
        self.assertEqual(self.person.phone_proposed, "+212662000009")
        self._ask("/my/file/phone/keep", keep="1")
        self.assertFalse(self.person.phone_proposed)

    def test_numbers_of_strangers_are_not_tried_one_after_the_other(self):
        self._come()
        answers = [
            self._ask("/my/file/phone", phone=f"066200001{number}", password=PASSWORD).status_code
            for number in range(4)
        ]
        self.assertEqual(answers, [303, 303, 303, 422])

    def test_she_chooses_her_language_and_asks_for_her_copy(self):
        self._come()
        self._ask("/my/file/language", lang="ar_MA")
        self.assertEqual(self.person.lang, "ar_MA")
        self._ask("/my/file/copy", ask="1")
        self.assertTrue(self.person.copy_asked_at)

    def test_she_takes_back_one_purpose_or_all(self):
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, "date": "2026-01-05"})
        self._come()
        self.assertEqual(self._ask("/my/file/consents/withdraw", purpose="all").status_code, 303)
        self.assertEqual(self.person.consent_ids[0].decision, "withdrawn")
        self.assertEqual(self._ask("/my/file/consents/withdraw", purpose="all").status_code, 404, "nothing is left")

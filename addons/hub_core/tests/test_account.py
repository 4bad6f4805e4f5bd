import re
from unittest.mock import patch

from odoo import api, http
from odoo.exceptions import AccessDenied
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HubCommon

PASSWORD = "a long word 7"


class TestLogin(HubCommon):
    def login(self, login, password):
        credential = {"type": "password", "login": login, "password": password}
        return self.env["res.users"].authenticate(credential, {"interactive": False})["uid"]

    def test_a_telephone_number_logs_in_however_it_is_written(self):
        user = self._create_user("06 98 34 56 78", "base.group_portal", name="Karim")
        self.assertEqual(user.login, "+212698345678")
        user.password = PASSWORD
        for written in ("0698345678", "+212 6 98 34 56 78", "00212698345678", "06.98.34.56.78", "٠٦٩٨٣٤٥٦٧٨"):
            self.assertEqual(self.login(written, PASSWORD), user.id, written)
        with self.assertRaises(AccessDenied):
            self.login("0698345679", PASSWORD)

    def test_a_number_logs_in_where_nobody_is_anybody_yet(self):
        """As programs log in: without even the visitor's user."""
        user = self._create_user("0698345678", "base.group_portal", name="Karim")
        nobody = self.env["res.users"].with_env(api.Environment(self.env.cr, None, {}))
        self.assertFalse(nobody.env.company)
        self.assertEqual(nobody.sudo().search(nobody._get_login_domain("06 98 34 56 78")), user)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_a_refusal_takes_as_long_whether_or_not_there_is_an_account(self):
        user = self._create_user("0698345678", "base.group_portal", name="Karim")
        user.password = PASSWORD
        with patch.object(type(user._crypt_context()), "dummy_verify") as verify:
            for login in ("nobody@example.org", "0698345679"):
                with self.assertRaises(AccessDenied):
                    self.login(login, PASSWORD)
            self.assertEqual(verify.call_count, 2, "a password is checked of whom nobody knows")
            with self.assertRaises(AccessDenied):
                self.login("0698345678", "wrong")
            self.assertEqual(verify.call_count, 2, "and not twice of whom is known")

    def test_a_login_that_is_no_number_is_left_as_it_is(self):
        for login in ("Salma@Example.org", "salma", "06 12", "2026"):
            user = self._create_user(login, "base.group_portal", name=login)
            self.assertEqual(user.login, login)
        user.login = "0699 00 00 01"
        self.assertEqual(user.login, "+212699000001")
        self.assertTrue(self.env["res.users"]._is_login_taken("06-99-00-00-01"))
        user.action_archive()
        self.assertTrue(self.env["res.users"]._is_login_taken("0699000001"))

    def test_an_update_keeps_everybody_able_to_log_in(self):
        users = [self._create_user(login, "base.group_portal", name=login) for login in ("one", "two", "three", "four")]
        logins = ("0698345678", "06 99 00 00 01", "+212699000001", "name@example.org")
        for user, login in zip(users, logins, strict=True):
            user.password = PASSWORD
            user.flush_recordset()
            self.cr.execute("UPDATE res_users SET login = %s WHERE id = %s", [login, user.id])
        for _run in range(2):
            self.env.invalidate_all()
            self._run_migration("hub_core", "19.0.1.1.0")
            found = [user.login for user in users]
            self.assertEqual(found, ["+212698345678", "06 99 00 00 01", "+212699000001", "name@example.org"])
        for login, user in (("06 98 34 56 78", users[0]), ("06 99 00 00 01", users[1]), ("+212699000001", users[2])):
            self.assertEqual(self.login(login, PASSWORD), user.id)

    def test_several_accounts_share_an_address_and_each_gets_its_own_mail(self):
        members = [
            self._create_user(login, "base.group_portal", name=login, email="Contact@Amal.example")
            for login in ("+212699000001", "+212699000002")
        ]
        self.env["res.users"].reset_password("contact@amal.example")
        mails = self.env["mail.mail"].search([("email_to", "ilike", "contact@amal.example")])
        self.assertEqual(len(mails), 2)
        for user in members:
            (body,) = [mail.body_html for mail in mails if user.login in mail.body_html]
            self.assertIn("reset_password", body)
        self.assertEqual(set(mails.mapped("state")), {"outgoing"}, "they leave a moment later")

    def test_a_login_is_written_to_even_if_it_is_nobodys_address(self):
        self._create_user("+212699000001", "base.group_portal", name="Karim", email="karim@example.org")
        self.env["res.users"].reset_password("06 99 00 00 01")
        self.assertTrue(self.env["mail.mail"].search([("email_to", "ilike", "karim@example.org")]))

    def test_nobody_learns_from_the_model_who_has_an_account(self):
        before = self.env["mail.mail"].search_count([])
        for login in ("nobody@example.org", "0699999999", "", None):
            self.assertTrue(self.env["res.users"].reset_password(login))
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_a_new_password_is_long_and_not_the_login(self):
        check = self.env["res.users"]._check_new_password
        self.assertIn("password", check("short", "short", "x"))
        self.assertIn("password", check("0698345678", "0698345678", "+212698345678"))
        self.assertIn("password_again", check(PASSWORD, "other", "x"))
        self.assertEqual(check(PASSWORD, PASSWORD, "x"), {})
        self.env["ir.config_parameter"].set_param("auth_password_policy.minlength", "20")
        self.assertIn("20", check(PASSWORD, PASSWORD, "x")["password"])


@tagged("post_install", "-at_install")
class TestPages(HttpCase, HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._create_organization("Association Amal", name_ar="جمعية الأمل")
        cls.role = cls.invite("Houda Benali", phone="0698345678", email="houda@example.org")

    @classmethod
    def invite(cls, name, **values):
        return cls.env["hub.representation"].with_user(cls.user_hub)._invite(cls.organization, name, **values).sudo()

    def url_of(self, role):
        self.env.flush_all()
        return f"/hub/l/{role.sudo()._get_signed_links('representation').token}"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def press(self, url, **fields):
        data = {"csrf_token": http.Request.csrf_token(self), **fields}
        answer = self.url_open(url, data=data, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def new_account(self, **values):
        return {
            "answer": "accept", "name": "Houda Benali", "login_kind": "phone", "password": PASSWORD,
            "password_again": PASSWORD, **values,
        }  # fmt: skip

    def test_the_page_says_who_invites_to_what_and_changes_nothing(self):
        page = self.url_open(self.url_of(self.role)).text
        for text in ("Association Amal", "جمعية الأمل", "Houda Benali", "what the hub did", "+212698345678"):
            self.assertIn(text, page)
        self.assertNotIn("invite others", page, "not in this role")
        self.env.invalidate_all()
        self.assertEqual(self.role.state, "pending")

    def test_who_accepts_has_an_account_is_logged_in_and_sees_the_organisation(self):
        answer = self.press(self.url_of(self.role), **self.new_account(name="Houda  Benali-Idrissi"))
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith(f"/my/organisation/{self.organization.id}"))
        user = self.role.partner_id.user_ids
        self.assertEqual((user.login, self.role.state), ("+212698345678", "active"))
        self.assertEqual(user.group_ids, self.env.ref("base.group_portal"))
        self.assertEqual(self.role.name, "Houda Benali-Idrissi")
        partner = user.partner_id
        self.assertEqual((partner.parent_id, partner.is_beneficiary), (self.env["res.partner"], False))
        self.assertEqual(self.url_open("/my/home").status_code, 200)
        self.assertTrue(self.organization.with_user(user).has_access("read"))

    def test_an_account_may_have_the_address_as_its_login(self):
        self.press(self.url_of(self.role), **self.new_account(login_kind="email"))
        self.assertEqual(self.role.partner_id.user_ids.login, "houda@example.org")

    def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(self):
        url = self.url_of(self.role)
        page = self.press(url, **self.new_account(password="kurz", name="Houda B.")).text
        self.assertIn("hub_password_error", page)
        self.assertIn("Houda B.", page)
        page = self.press(url, **self.new_account(name="1", password_again="other")).text
        self.assertIn("hub_name_error", page)
        self.assertIn("hub_password_again_error", page)
        self.assertEqual(self.role.state, "pending")
        self.assertEqual(self.press(url, **self.new_account()).status_code, 303, "the link is still good")

    def test_a_contact_who_looks_the_same_is_not_hers(self):
        person = self._create_person_partner("Houda Benali", phone="+212698345678", email="houda@example.org")
        self.press(self.url_of(self.role), **self.new_account())
        self.assertEqual(self.role.state, "active")
        self.assertNotEqual(self.role.partner_id, person)
        self.assertFalse(person.user_ids)
        self.assertFalse(person.with_user(self.role.partner_id.user_ids).has_access("read"))

    def test_who_declines_has_no_account(self):
        url = self.url_of(self.role)
        page = self.press(url, answer="decline").text
        self.assertIn("You have declined", page)
        self.assertEqual((self.role.state, self.role.offer_state), ("ended", "declined"))
        self.assertFalse(self.role.partner_id)
        self.assertEqual(self.url_open(url).status_code, 410)

    def test_an_answered_or_withdrawn_invitation_says_so(self):
        url = self.url_of(self.role)
        self.role._end("By mistake")
        self.env.flush_all()
        self.assertEqual(self.url_open(url).status_code, 410)
        self.assertEqual(self.press(url, **self.new_account()).status_code, 410)

    def test_who_has_an_account_logs_in_and_accepts_as_herself(self):
        user = self._create_user("salma", "base.group_portal", name="Salma Idrissi")
        self.authenticate("salma", "salma")
        url = self.url_of(self.role)
        page = self.url_open(url).text
        self.assertIn("You are logged in as", page)
        self.assertNotIn("hub_password", page)
        self.assertEqual(self.press(url, answer="accept").status_code, 303)
        self.assertEqual((self.role.state, self.role.partner_id), ("active", user.partner_id))

    def test_a_number_that_is_a_login_already_is_logged_in_with(self):
        self._create_user("+212698345678", "base.group_portal", name="Houda")
        self._create_user("houda@example.org", "base.group_portal", name="Houda")
        page = self.url_open(self.url_of(self.role)).text
        self.assertIn("You have an account already", page)
        self.assertNotIn("hub_password", page)
        self.assertEqual(self.press(self.url_of(self.role), **self.new_account()).status_code, 422)
        self.assertEqual(self.role.state, "pending")

    def test_staff_who_open_the_link_are_told_what_to_do(self):
        self.authenticate(self.user_hub.login, self.user_hub.login)
        url = self.url_of(self.role)
        self.assertIn("log out, or open the link in a private window", self.url_open(url).text)
        self.assertNotIn('value="accept"', self.url_open(url).text)
        self.assertEqual(self.press(url, answer="accept").status_code, 422)
        self.assertEqual(self.role.state, "pending")

    def test_the_invitation_of_a_contact_is_not_for_another_account(self):
        person = self._create_person_partner("Amina Alaoui", phone="+212661112233")
        role = self.invite("Amina", partner=person)
        self._create_user("salma", "base.group_portal", name="Salma Idrissi")
        self.authenticate("salma", "salma")
        url = self.url_of(role)
        self.assertIn("for another account", self.url_open(url).text)
        self.assertEqual(self.press(url, answer="accept").status_code, 422)
        self.authenticate(None, None)
        self.assertEqual(self.press(url, **self.new_account(name="Amina Alaoui")).status_code, 303)
        self.assertEqual(role.partner_id, person)
        self.assertEqual(person.user_ids.login, "+212661112233")

    def test_by_the_page_of_a_visitors_invitation_nobody_learns_who_else_has_an_account(self):
        manager = self._create_user("salma", "base.group_portal", name="Salma Idrissi")
        self._create_representation(manager, self.organization, "manager")
        self._create_user("known@example.org", "base.group_portal", name="Known")
        roles = self.env["hub.representation"].with_user(manager)
        role = roles._invite(self.organization, "A", phone="0677000000", email="known@example.org")
        page = self.url_open(self.url_of(role)).text
        self.assertIn("+212677000000", page)
        self.assertNotIn("known@example.org", page)
        self.assertIn("Salma Idrissi", page)

    def test_a_lost_password_gets_one_answer_for_known_and_unknown(self):
        self._create_user("karim@example.org", "base.group_portal", name="Karim", email="karim@example.org")
        self._create_user("+212699000001", "base.group_portal", name="Phone alone", email=False)
        answers = set()
        for login in ("karim@example.org", "0699000001", "nobody@example.org", "0699999999"):
            answer = self.press("/web/reset_password", login=login)
            self.assertEqual(answer.status_code, 200)
            (sentence,) = re.findall(r'role="status">\s*(?:<span>)?([^<]+)', answer.text)
            answers.add(sentence.strip())
        self.assertEqual(len(answers), 1)
        self.assertIn("ask the hub for a new access link", answers.pop())
        self.assertEqual(self.env["mail.mail"].search_count([("email_to", "ilike", "karim@example.org")]), 1)

    def test_mails_for_a_lost_password_are_limited(self):
        for _attempt in range(5):
            self.press("/web/reset_password", login="nobody@example.org")
        self.assertIn("Too many requests", self.press("/web/reset_password", login="nobody@example.org").text)

    def test_an_access_link_sets_a_new_password_once(self):
        user = self._create_user("+212699000001", "base.group_portal", name="Karim", email=False)
        user.partner_id.phone = "+212699000001"
        user.partner_id.with_user(self.user_hub).action_hub_access_link()
        self.env.flush_all()
        url = f"/hub/l/{user.partner_id._get_signed_links('access').token}"
        self.assertIn("+212699000001", self.url_open(url).text)
        self.assertIn("hub_password_error", self.press(url, password="x", password_again="x").text)
        answer = self.press(url, password=PASSWORD, password_again=PASSWORD)
        self.assertEqual((answer.status_code, answer.headers["Location"].split("/")[-1]), (303, "my"))
        self.assertEqual(self.url_open(url).status_code, 410)
        self.authenticate(None, None)
        with mute_logger("odoo.addons.base.models.res_users"):
            self.authenticate("+212699000001", PASSWORD)

    def test_the_pages_of_odoo_for_visitors_still_work(self):
        user = self._create_user("salma", "base.group_portal", name="Salma Idrissi", email="salma@example.org")
        self._create_representation(user, self.organization)
        self.authenticate("salma", "salma")
        for url in ("/my", "/my/home", "/my/account", "/my/addresses", "/my/security"):
            self.assertEqual(self.url_open(url).status_code, 200, url)
        event = self.env["calendar.event"].create(
            {
                "name": "Meeting", "start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:00:00",
                "partner_ids": [(6, 0, (user.partner_id | self.user_hub.partner_id).ids)],
            }
        )  # fmt: skip
        attendee = event.attendee_ids.filtered(lambda one: one.partner_id == user.partner_id)
        self.env.flush_all()
        page = self.url_open(f"/calendar/meeting/view?token={attendee.access_token}&id={event.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Meeting", page.text)

"""A person's own pages, what she does there, and the way into her account."""

from datetime import timedelta

from odoo import Command, fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import BeneficiaryCommon

PASSWORD = "a long word 7"
PAGES = ("/my/file", "/my/file/appointments", "/my/file/consents", "/my/file/readings", "/my/file/phone")
POSTS = ("/my/file/phone", "/my/file/phone/keep", "/my/file/language", "/my/file/copy", "/my/file/consents/withdraw")


class OwnFileCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(
            phone="0661000001", birthdate="1990-05-04", user_id=cls.user_counsellor.id, note="A note of staff"
        )
        cls.account = cls._give_account(cls.person, "own_amina")

    @classmethod
    def _give_account(cls, person, login):
        group = cls.env.ref("base.group_portal")
        return cls.env["res.users"].create(
            {
                "partner_id": person.partner_id.id, "login": login, "password": PASSWORD, "lang": "en_US",
                "group_ids": [Command.set(group.ids)],
            }
        )  # fmt: skip

    @classmethod
    def _appoint(cls, person, days=3, **values):
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=days)
        return cls.env["calendar.event"].create(
            {
                "hub_beneficiary_id": person.id, "start": start, "stop": start + timedelta(hours=1), "name": "x",
                "user_id": cls.user_counsellor.id, **values,
            }
        )  # fmt: skip

    def _own(self, account=None):
        account = account or self.account
        return self.env["hub.beneficiary"].with_user(account)._get_own_files(account)


@tagged("post_install", "-at_install")
class TestOwnFile(OwnFileCommon, TransactionCase):
    def test_her_file_is_open_to_her_account_and_no_program_reads_it(self):
        self.assertEqual(self._own(), self.person)
        with self.assertRaises(AccessError):
            self.person.with_user(self.account).read(["ref"])
        stranger = self._create_user("own_stranger", "base.group_portal")
        self.assertFalse(self._own(stranger))
        self.assertFalse(self._own(self.user_counsellor), "staff have no page of their own")

    def test_the_reason_is_told_in_words(self):
        ground = self.env["hub.ground"]
        self.assertEqual([role for role, _r, _w in ground._explain(self.person, self.account)], ["self"])
        self.person.portal_closed = True
        self.assertEqual(ground._explain(self.person, self.account), [])

    def test_a_merged_file_is_read_by_either_account_as_one(self):
        other = self._create_beneficiary("Aamina", phone="0661000002")
        second = self._give_account(other, "own_amina_2")
        self._appoint(self.person)
        other.write({"merged_into_id": self.person.id, "root_id": self.person.id})
        for account in (self.account, second):
            self.assertEqual(self._own(account), self.person | other)
            self.assertEqual(self._own(account)._get_roots(), self.person)
            self.assertEqual(len(self._own(account)._get_own_appointments()), 1)
        other.write({"merged_into_id": False, "root_id": other.id})
        self.assertEqual(self._own(second), other)
        self.assertFalse(self._own(second)._get_own_appointments())

    def test_a_file_that_becomes_restricted_closes_until_somebody_opens_it(self):
        self.person.is_restricted = True
        self.assertFalse(self._own())
        self.person.with_user(self.user_counsellor).action_open_portal()
        self.assertEqual(self._own(), self.person)
        self.person.write({"is_restricted": True, "city": "Fès"})
        self.assertEqual(self._own(), self.person, "it was restricted already")
        born_closed = self._create_beneficiary("Secret", is_restricted=True)
        self.assertTrue(born_closed.portal_closed)

    def test_one_closed_file_closes_all_of_its_person(self):
        hidden = self._create_beneficiary("Hidden", is_restricted=True)
        hidden.write({"merged_into_id": self.person.id, "root_id": self.person.id})
        self.assertFalse(self._own())
        self.assertTrue(self.person.is_portal_closed)
        self.person.action_open_portal()
        self.assertEqual(self._own(), self.person | hidden)

    def test_an_update_closes_the_restricted_files_of_before_and_no_others(self):
        closed = self._create_beneficiary("Secret", is_restricted=True)
        opened = self._create_beneficiary("Opened", is_restricted=True)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET portal_closed = NULL WHERE id IN %s", [(closed.id, self.person.id)]
        )
        opened.action_open_portal()
        for _run in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "post")
            self.assertEqual((closed | opened | self.person).mapped("portal_closed"), [True, False, False])

    def test_closing_hides_the_services_too(self):
        service = self.env.ref("hub_core.service_reception")
        self.env["hub.service.delivery"].create(
            {
                "service_id": service.id, "partner_id": self.person.partner_id.id, "date": "2026-05-04",
                "res_model": "hub.beneficiary", "res_id": self.person.id,
            }
        )  # fmt: skip
        lines = self.env["hub.service.delivery"].with_user(self.account)
        self.assertEqual(lines.search_count([]), 1)
        self.person.action_close_portal()
        self.assertEqual(lines.search_count([]), 0)

    def test_who_left_keeps_her_file_and_nobody_reads_that_of_somebody_who_died(self):
        self.person.action_register()
        self.person.action_exit("completed")
        self.assertEqual(self._own(), self.person)
        self.person.action_register()
        self.person.action_exit("deceased")
        self.assertFalse(self._own())

    def test_an_anonymous_file_has_no_page_and_keeps_nothing_that_she_asked_for(self):
        self.person._propose_phone("0662000009")
        self.person._ask_for_copy()
        self.person._anonymise(close_open=True)
        self.assertFalse(self._own())
        self.assertFalse(self.person.phone_proposed or self.person.phone_proposed_at or self.person.copy_asked_at)
        with self.assertRaises(UserError):
            self.person._verify_may_have_account()

    def test_an_archived_file_has_no_page(self):
        self.person.active = False
        self.assertFalse(self._own())

    def test_pages_cost_as_many_queries_for_many_records_as_for_few(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people = self._own()
            people._get_own_appointments().mapped("start")
            [(one._get_told_title(), one._get_told_state()) for one in people._get_own_requests()]
            people._get_own_documents()
            people._get_own_consents()
            return self.env.cr.sql_log_count - before

        self._appoint(self.person)
        self._create_request(self.person)
        cost()
        few = cost()
        for day in range(5):
            self._appoint(self.person, day + 4)
            self._create_request(self.person)
        self.assertLessEqual(cost(), few)

    # a copy of the file
    def test_who_asks_for_a_copy_is_noted_once_and_her_counsellor_is_asked(self):
        self.person._ask_for_copy()
        activity = self.person.activity_ids
        self.assertEqual(activity.user_id, self.user_counsellor)
        self.assertNotIn("Amina", activity.summary)
        with self.assertRaisesRegex(UserError, "asked for a copy already"):
            self.person._ask_for_copy()
        reports = self.env["ir.actions.report"].with_user(self.user_counsellor)
        reports._render_qweb_pdf("hub_beneficiary.document_copy", self.person.ids)
        self.assertFalse(self.person.copy_asked_at)
        self.assertTrue(self.person.copy_given_at)
        self.assertFalse(self.person.activity_ids)

    def test_about_a_restricted_file_only_who_may_open_it_is_asked(self):
        self.person.write({"is_restricted": True, "user_id": False})
        self.person.invalidate_recordset()
        self.person.write({"user_id": self.other_counsellor.id})
        self.assertEqual(self.person._get_answering_user(), self.other_counsellor)
        self.person.sudo().user_id = False
        user = self.person._get_answering_user()
        self.assertTrue(not user or self.person.with_user(user).has_access("write"))

    # her telephone
    def test_a_new_number_counts_once_it_is_confirmed_and_moves_the_login(self):
        self.account.login = "0661000001"
        self.person._propose_phone("06 62 00 00 09")
        self.assertEqual(self.person.phone_e164, "+212661000001")
        self.assertEqual(self.person.activity_ids.user_id, self.user_counsellor)
        link = self.person._get_signed_links("phone")
        message = self.env["hub.phone.message"].search([("link_id", "=", link.id)])
        self.assertEqual(message.phone, "+212662000009")
        self.assertNotIn("Amina", message.body)
        self.person._act_on_link(link, {"answer": "mine"})
        self.assertEqual(self.person.phone_e164, "+212662000009")
        self.assertEqual(self.account.login, "+212662000009")
        self.assertFalse(self.person.phone_proposed)
        self.assertFalse(self.person.activity_ids)

    def test_whose_number_it_is_not_says_so_and_nothing_changes(self):
        self.person._propose_phone("0662000009")
        self.person._act_on_link(self.person._get_signed_links("phone"), {"answer": "not_mine"})
        self.assertEqual(self.person.phone_e164, "+212661000001")
        self.assertFalse(self.person.phone_proposed)

    def test_no_message_goes_to_a_number_that_others_use(self):
        self.person._propose_phone("0662000009", shared=True)
        self.assertFalse(self.person._get_signed_links("phone"))
        with self.assertRaises(UserError):
            self.person.action_send_phone_confirmation()
        self.person.with_user(self.user_counsellor).action_confirm_phone()
        self.assertTrue(self.person.phone_shared)

    def test_the_login_stays_where_somebody_else_logs_in_with_the_new_number(self):
        self.account.login = "0661000001"
        self._create_user("0662000009", "base.group_portal", name="Brother")
        self.person._propose_phone("0662000009")
        self.person.with_user(self.user_counsellor).action_confirm_phone()
        self.assertEqual(self.account.login, "+212661000001")

    def test_a_number_that_is_none_is_named(self):
        with self.assertRaisesRegex(UserError, "12"):
            self.person._propose_phone("12")
        with self.assertRaisesRegex(UserError, "already"):
            self.person._propose_phone("06 61 00 00 01")

    # consents
    def test_a_consent_taken_back_is_a_new_line(self):
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, "date": "2026-01-05"})
        consents = self._own()._get_own_consents()
        self.assertTrue(all(one["can_withdraw"] for one in consents))
        before = len(self.person.consent_ids)
        self.person._withdraw_own_consent([one["id"] for one in consents])
        self.assertEqual(len(self.person.consent_ids), before + 1)
        self.env.invalidate_all()
        self.assertFalse(any(one["can_withdraw"] for one in self._own()._get_own_consents()))
        self.assertEqual(self.person.consent_state, "refused")

    def test_who_takes_back_one_purpose_says_nothing_of_the_others(self):
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, "date": "2026-01-05"})
        first, *others = self._own()._get_own_consents()
        self.person._withdraw_own_consent([first["id"]])
        self.env.invalidate_all()
        states = {one["id"]: one["state"] for one in self._own()._get_own_consents()}
        self.assertEqual(states, {first["id"]: "refused", **{one["id"]: "granted" for one in others}})

    def test_her_last_word_counts_on_whichever_file_it_stands(self):
        other = self._create_beneficiary("Aamina")
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, "date": "2026-01-05"})
        self.env["hub.consent"].create({"beneficiary_id": other.id, "date": "2026-02-05", "decision": "refused"})
        other.write({"merged_into_id": self.person.id, "root_id": self.person.id})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual({one["state"] for one in self._own()._get_own_consents()}, {"refused"})

    def test_what_was_passed_on_is_told_to_her_and_stands_in_the_copy(self):
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, "date": "2026-01-05"})
        self.person.action_register()
        organization = self._create_organization("Association Amal")
        (purpose,) = self.env["hub.consent.purpose"].search([("code", "=", "partners")])
        purpose.recipient_ids = [Command.clear()]
        names = purpose.field_ids.mapped("code")[:1]
        self.person._disclose(purpose.code, organization, names, "letter")
        (told,) = self._own()._get_own_disclosures()
        self.assertEqual(told["name"], "Association Amal")
        self.assertEqual(self.person._get_copy_disclosures(self.person)[2][0][1], "Association Amal")

    def test_what_a_guardian_said_is_not_the_childs_to_take_back(self):
        self.person.birthdate = fields.Date.today() - timedelta(days=15 * 365)
        guardian = {"given_by": "guardian", "guardian_name": "Her mother"}
        self.env["hub.consent"].create({"beneficiary_id": self.person.id, **guardian})
        consents = self._own()._get_own_consents()
        self.assertTrue(consents)
        self.assertFalse(any(one["can_withdraw"] for one in consents))
        self.person.birthdate = "1990-05-04"
        self.assertTrue(all(one["can_withdraw"] for one in self._own()._get_own_consents()), "she is of age now")


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
        self.env["hub.consent"].create(
            {"beneficiary_id": self.newcomer.id, "given_by": "guardian", "guardian_name": "Her mother"}
        )
        self.assertTrue(self._give())

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

"""Which file a person reads in the portal, and what she decides about it."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import BeneficiaryCommon

PASSWORD = "a long word 7"


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
        def read_pages():
            people = self._own()
            people._get_own_appointments().mapped("start")
            [(one._get_told_title(), one._get_told_state()) for one in people._get_own_requests()]
            people._get_own_documents()
            people._get_own_consents()

        self._appoint(self.person)
        self._create_request(self.person)
        self._list_queries(read_pages)  # fills the caches of the registry
        few = self._list_queries(read_pages)
        for day in range(5):
            self._appoint(self.person, day + 4)
            self._create_request(self.person)
        self._assert_no_more_queries(self._list_queries(read_pages), few)

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

    def test_staff_are_asked_in_their_own_language_whatever_the_visitor_reads(self):
        self.user_counsellor.lang = "fr_FR"
        self.person.with_context(lang="ar_MA")._ask_for_copy()
        asked, reader = self.person.activity_ids.summary, self.env["res.lang"].with_context(lang="fr_FR")
        self.assertEqual(asked, reader.env._("Copy of the file asked for"))
        self.assertNotEqual(asked, "Copy of the file asked for")

    def test_about_a_restricted_file_only_who_may_open_it_is_asked(self):
        self.person.write({"is_restricted": True, "user_id": False})
        self.person.invalidate_recordset()
        self.person.write({"user_id": self.other_counsellor.id})
        self.assertEqual(self.person._get_responsibles()[self.person].user, self.other_counsellor)
        self.person.sudo().user_id = False
        user = self.person._get_responsibles()[self.person].user
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

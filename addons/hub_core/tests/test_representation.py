from datetime import timedelta

import psycopg2
from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import HubCommon


class TestRepresentation(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._create_organization("Association Amal")
        cls.other_organization = cls._create_organization("Association Nour")
        cls.user_salma = cls._create_user("salma@example.org", "base.group_portal", name="Salma Idrissi")
        cls.user_karim = cls._create_user("+212699000001", "base.group_portal", name="Karim Tazi")
        cls.representations = cls.env["hub.representation"]

    def invite(self, user=None, organization=None, **values):
        values = {"name": "Houda Benali", "phone": "06 98 34 56 78", **values}
        name = values.pop("name")
        roles = self.representations.with_user(user or self.user_hub)
        return roles._invite(organization or self.organization, name, **values).with_env(self.env)

    def messages_of(self, role):
        return self.env["hub.phone.message"].search([("res_model", "=", role._name), ("res_id", "=", role.id)])

    # inviting

    def test_staff_invite_by_telephone_and_by_mail_with_one_link(self):
        role = self.invite(email="Houda@Example.org", lang="ar_MA")
        self.assertEqual((role.state, role.phone, role.email), ("pending", "+212698345678", "houda@example.org"))
        self.assertFalse(role.partner_id, "nobody is looked up, nothing is made before she accepts")
        self.assertEqual(role.invited_by_id, self.user_hub)
        link = role._get_signed_links("representation")
        self.assertEqual((len(link), link.max_uses), (1, 1))
        message = self.messages_of(role)
        self.assertEqual((message.state, message.phone), ("draft", "+212698345678"))
        mail = self.env["mail.mail"].search([("email_to", "=", "houda@example.org")], limit=1, order="id desc")
        self.assertIn(f"{link.url}?lang=ar", mail.body_html)
        self.assertIn(f"{link.url}?lang=ar", message.text)

    def test_bad_input_gets_a_sentence_that_names_the_field(self):
        for values, field in (
            ({"name": " 12 "}, "Name"),
            ({"name": None}, "Name"),
            ({"phone": "06 12"}, "Telephone"),
            ({"phone": None}, "Telephone"),
            ({"phone": None, "email": "houda"}, "E-mail"),
        ):
            with self.assertRaisesRegex(ValidationError, f"^{field}:"):
                self.invite(**values)
        with self.assertRaisesRegex(ValidationError, "Organisation: “Salma Idrissi”"):
            self.invite(organization=self.user_salma.partner_id)

    def test_who_has_been_invited_is_not_invited_twice(self):
        self.invite()
        with self.assertRaisesRegex(UserError, "Houda Benali has been invited already"):
            self.invite(name="houda benali", phone="+212698345678")
        self.assertTrue(self.invite(name="Her sister"), "two may share a telephone")
        self.assertTrue(self.invite(organization=self.other_organization))

    def test_who_acts_for_it_is_not_invited_again(self):
        self._create_representation(self.user_salma, self.organization)
        with self.assertRaisesRegex(UserError, "acts for the organisation already"):
            self.user_salma.partner_id.phone = "0698345678"
            self.invite(partner=self.user_salma.partner_id)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_one_role_of_a_person_in_an_organisation(self):
        self._create_representation(self.user_salma, self.organization)
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self._create_representation(self.user_salma, self.organization)
        self._create_representation(self.user_salma, self.other_organization)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_state_that_contradicts_the_answer(self):
        role = self.invite()
        for column, value in (
            ("state", "active"),
            ("offer_state", "accepted"),
            ("ended_at", "2026-01-01"),
            ("state", None),
        ):
            with self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
                self.cr.execute(f"UPDATE hub_representation SET {column} = %s WHERE id = %s", [value, role.id])
        active = self._create_representation(self.user_salma, self.organization)
        with self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
            self.cr.execute("UPDATE hub_representation SET partner_id = NULL WHERE id = %s", [active.id])

    def test_nobody_types_the_outcome_of_an_invitation(self):
        role = self.invite()
        mine = role.with_user(self.user_admin)
        for values in ({"state": "active"}, {"offer_state": "accepted"}, {"partner_id": self.user_salma.partner_id.id}):
            with self.assertRaises(AccessError):
                mine.write(values)
        mine.write({"role": "manager", "phone": "0699 00 00 09"})
        self.assertEqual(role.phone, "+212699000009")
        with self.assertRaises(AccessError):
            self.representations.with_user(self.user_admin).create(
                {"organization_id": self.organization.id, "name": "X"}
            )

    def test_an_invitation_of_a_contact_goes_to_her_own_telephone_alone(self):
        person = self._create_person_partner("Amina Alaoui", phone="+212661112233")
        role = self.invite(partner=person, phone="0699999999", email="stranger@example.org", name="Stranger")
        self.assertEqual((role.name, role.phone, role.email), ("Amina Alaoui", "+212661112233", False))
        self.assertEqual(role.partner_id, person)
        nobody = self.env["res.partner"].create({"name": "Without a way"})
        with self.assertRaisesRegex(ValidationError, "Without a way needs"):
            self.invite(partner=nobody)

    def test_the_dialog_proposes_who_has_an_account_with_this_number(self):
        wizard = Form(
            self.env["hub.representation.invite"]
            .with_user(self.user_hub)
            .with_context(default_organization_id=self.organization.id)
        )
        self.assertEqual(wizard.role, "manager", "the first one invites the others")
        wizard.name = "Karim"
        wizard.phone = "06 99 00 00 01"
        self.assertEqual(wizard.known_partner_id.with_env(self.env), self.user_karim.partner_id)
        wizard.partner_id = self.user_karim.partner_id
        self.assertFalse(wizard.known_partner_id)
        self.user_karim.partner_id.phone = "+212699000001"
        wizard = wizard.save()
        action = wizard.action_invite()
        self.assertEqual(action["res_model"], "hub.phone.message")
        role = self.representations.search([("organization_id", "=", self.organization.id)])
        self.assertEqual((role.partner_id, role.state), (self.user_karim.partner_id, "pending"))

    def test_staff_need_no_role(self):
        wizard = self.env["hub.representation.invite"].with_user(self.user_hub)
        wizard = wizard.create({"organization_id": self.organization.id, "partner_id": self.user_manager.partner_id.id})
        with self.assertRaisesRegex(ValidationError, "works at the hub"):
            wizard.action_invite()

    # by representatives

    def test_a_manager_invites_for_her_organisation_and_for_no_other(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        role = self.invite(self.user_salma)
        self.assertEqual(role.invited_by_id, self.user_salma)
        with self.assertRaises(AccessError):
            self.invite(self.user_salma, self.other_organization)
        with self.assertRaises(AccessError):
            self.invite(self.user_karim, name="By a stranger")
        self._create_representation(self.user_karim, self.organization)
        with self.assertRaises(AccessError):
            self.invite(self.user_karim, name="By a delegate")

    def test_a_visitor_who_invites_does_not_learn_whether_the_hub_knows_the_person(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        self._create_person_partner("Amina Alaoui", phone="+212661112233")
        answers = set()
        for number, name in (("0699000001", "Known account"), ("0661112233", "Received"), ("0661999999", "Unknown")):
            role = self.invite(self.user_salma, name=name, phone=number, email="salma@example.org")
            seen = role.with_user(self.user_salma).read()[0]
            answers.add(str([(key, bool(value)) for key, value in sorted(seen.items())]))
            with self.assertRaises(AccessError):
                self.messages_of(role).with_user(self.user_salma).read(["text"])
            with self.assertRaises(AccessError):
                role._get_signed_links().with_user(self.user_salma).read(["url"])
        self.assertEqual(len(answers), 1)
        mails = self.env["mail.mail"].search([("email_to", "=", "salma@example.org")])
        self.assertFalse(mails, "the link goes to the number alone: else she opens its page herself")

    def test_a_visitor_invites_by_mail_where_there_is_no_number(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        self.invite(self.user_salma, phone="", email="houda@example.org")
        self.assertTrue(self.env["mail.mail"].search([("email_to", "=", "houda@example.org")]))

    def test_a_visitor_never_invites_by_a_contact(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        with self.assertRaises(ValueError):
            self.invite(self.user_salma, partner=self.user_karim.partner_id)

    def test_an_organisation_invites_a_limited_number_a_day(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        for number in range(20):
            self.invite(self.user_salma, name=f"Person {number}x")
        with self.assertRaisesRegex(UserError, "20 invitations today"):
            self.invite(self.user_salma, name="One more")
        self.assertTrue(self.invite(name="By staff"))

    def test_a_manager_sends_the_link_again_and_the_earlier_one_is_dead(self):
        self._create_representation(self.user_salma, self.organization, "manager")
        role = self.invite(self.user_salma)
        mine = role.with_user(self.user_salma)
        first = role._get_signed_links("representation")
        mine._invite_again_from_portal()
        second = role._get_signed_links("representation")
        self.assertEqual((first.state, second.state), ("revoked", "active"))
        self.assertEqual(len(self.messages_of(role)), 1, "what carries a dead link is of no use")
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            mine._invite_again_from_portal()
            self.assertEqual((role.state, role._is_offer_over()), ("pending", False))
        role._accept_as(self.user_karim)
        with self.assertRaisesRegex(UserError, "has answered"):
            mine._invite_again_from_portal()

    def test_a_manager_ends_roles_of_her_organisation_alone(self):
        own = self._create_representation(self.user_salma, self.organization, "manager")
        colleague = self._create_representation(self.user_karim, self.organization)
        elsewhere = self._create_representation(self.user_karim, self.other_organization)
        colleague.with_user(self.user_salma)._end_from_portal()
        self.assertEqual((colleague.state, colleague.end_reason), ("ended", "Ended by Salma Idrissi"))
        with self.assertRaises(AccessError):
            elsewhere.with_user(self.user_salma)._end_from_portal()
        with self.assertRaises(AccessError):
            own.with_user(self.user_karim)._end_from_portal()
        elsewhere.with_user(self.user_karim)._end_from_portal("I have moved")
        self.assertEqual(elsewhere.state, "ended", "a delegate ends her own role")

    def test_the_last_who_may_invite_is_ended_by_the_hub_alone(self):
        own = self._create_representation(self.user_salma, self.organization, "manager")
        with self.assertRaisesRegex(UserError, "last person who may invite"):
            own.with_user(self.user_salma)._end_from_portal()
        second = self._create_representation(self.user_karim, self.organization, "manager")
        own.with_user(self.user_salma)._end_from_portal()
        self.assertEqual((own.state, second.state), ("ended", "active"))
        wizard = self.env["hub.representation.end"].with_user(self.user_hub)
        wizard.create({"representation_ids": second.ids, "reason": "New committee"}).action_end()
        self.assertEqual((second.state, second.end_reason), ("ended", "New committee"))

    # accepting

    def test_accepting_makes_the_role_active_from_that_day(self):
        role = self.invite()
        role.with_user(self.user_salma).sudo()._accept_as(self.user_salma)
        self.assertEqual((role.state, role.partner_id), ("active", self.user_salma.partner_id))
        self.assertEqual(role.date_start, fields.Date.today())
        self.assertEqual(role.name, "Salma Idrissi", "her colleagues see under whose name she accepted")
        self.assertIn("Salma Idrissi acts for it since", self.organization.message_ids[:1].body)

    def test_an_answer_is_given_once(self):
        role = self.invite()
        role._accept_as(self.user_salma)
        with self.assertRaises(UserError):
            role._accept_as(self.user_salma)
        with self.assertRaises(UserError):
            role._decline_offer()

    def test_an_invitation_whose_time_is_over_cannot_be_accepted(self):
        role = self.invite()
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            with self.assertRaisesRegex(UserError, "time to answer is over"), self.cr.savepoint():
                role._accept_as(self.user_salma)
            self.env.invalidate_all()
            role._expire_offer()
            self.assertEqual(role.state, "ended")
            role.with_user(self.user_hub).action_invite_again()
            self.assertEqual(role.state, "pending")
            role._accept_as(self.user_salma)
            self.assertEqual(role.state, "active")

    def test_the_invitation_of_a_contact_is_accepted_by_her_account_alone(self):
        self.user_karim.partner_id.phone = "+212699000001"
        role = self.invite(partner=self.user_karim.partner_id)
        with self.assertRaisesRegex(UserError, "for another account"):
            role._accept_as(self.user_salma)
        role._accept_as(self.user_karim)
        self.assertEqual(role.state, "active")

    def test_staff_do_not_become_representatives_by_accident(self):
        role = self.invite()
        with self.assertRaises(UserError):
            role._accept_as(self.user_hub)

    def test_a_chatter_that_all_employees_read_does_not_tell_whom_the_hub_receives(self):
        person = self._create_person_partner("Zineb Ouazzani", phone="+212661112233")
        user = self._create_user("zineb", "base.group_portal", partner_id=person.id, name="Zineb Ouazzani")
        role = self.invite(partner=person)
        role._accept_as(user)
        role._end("Moved")
        told = " ".join(self.organization.message_ids.mapped("body"))
        self.assertIn("A person received by the hub", told)
        self.assertNotIn("Zineb", told)

    # ending

    def test_ending_a_role_closes_its_link_and_says_why(self):
        role = self.invite()
        link = role._get_signed_links("representation")
        role._end("Invited by mistake")
        self.assertEqual((role.state, role.offer_state, role.end_reason), ("ended", "withdrawn", "Invited by mistake"))
        self.assertEqual(link.state, "revoked")

    def test_an_organisation_that_is_archived_has_nobody_who_acts_for_it(self):
        active = self._create_representation(self.user_salma, self.organization)
        pending = self.invite()
        self.organization.action_archive()
        self.assertEqual((active.state, pending.state), ("ended", "ended"))

    def test_visitors_follow_nothing_so_that_no_mail_comes_after_the_end(self):
        role = self._create_representation(self.user_salma, self.organization)
        person = self.user_salma.partner_id
        for record in (role, self.organization, person):
            self.assertFalse(record.with_user(self.user_salma).message_subscribe(person.ids))
            self.assertNotIn(person, record.message_partner_ids)

    def test_who_has_left_follows_the_organisation_no_more(self):
        role = self._create_representation(self.user_salma, self.organization)
        self.organization.message_subscribe(self.user_salma.partner_id.ids)  # as staff may
        role._end("Left")
        self.assertNotIn(self.user_salma.partner_id, self.organization.message_partner_ids)

    def test_roles_whose_last_day_is_over_end_by_themselves(self):
        role = self._create_representation(self.user_salma, self.organization, date_end=fields.Date.today())
        self._keep_one_transaction()
        self.representations._cron_end_representations()
        self.assertEqual(role.state, "active")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.representations._cron_end_representations()
        self.assertEqual((role.state, role.end_reason), ("ended", "Its last day was over"))

    # access again

    def test_staff_give_a_link_for_a_new_password_and_that_is_never_forgotten(self):
        role = self._create_representation(self.user_karim, self.organization)
        action = role.with_user(self.user_hub).action_new_access_link()
        message = self.env["hub.phone.message"].browse(action["res_id"])
        self.assertEqual(message.phone, "+212699000001", "it goes to the number that is the login")
        link = message.link_id
        self.assertEqual((link.purpose, link.max_uses), ("access", 1))
        self.assertLessEqual(link.expires_at, fields.Datetime.now() + timedelta(hours=24))
        log = self.env["hub.access.log"].search([("user_id", "=", self.user_hub.id), ("how", "=", "access")])
        self.assertEqual((log.user_id, log.res_id), (self.user_hub, self.user_karim.partner_id.id))
        self.assertIn("gave a link", self.user_karim.partner_id.message_ids[:1].body)

    def test_access_links_are_for_accounts_of_the_portal_and_from_people_of_the_hub(self):
        with self.assertRaisesRegex(UserError, "no account in the portal, or works at the hub"):
            self.user_manager.partner_id.with_user(self.user_hub).action_hub_access_link()
        for user in (self.user_internal, self.user_portal, self.user_auditor):
            with self.assertRaises(AccessError):
                self.user_karim.partner_id.with_user(user).action_hub_access_link()

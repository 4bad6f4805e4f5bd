import psycopg2
from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .common import HubCommon


class TestPartnerRule(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_person_partner("Zineb Ouazzani", city="Témara", email="zineb@example.org")
        cls.organization = cls._create_organization("Association Ouazzani", city="Témara")
        cls.seeing = cls.user_hub | cls.user_manager | cls.user_admin | cls.user_auditor
        cls.user_public = cls.env.ref("base.public_user")

    def partners(self, user):
        return self.env["res.partner"].with_user(user)

    def test_the_roles_of_the_hub_see_who_is_received(self):
        for user in self.seeing:
            self.assertEqual(self.partners(user).search([("name", "=", "Zineb Ouazzani")]), self.person, user.login)
            self.assertEqual(self.person.with_user(user).read(["name"])[0]["name"], "Zineb Ouazzani")

    def test_nobody_else_finds_reads_or_guesses_them(self):
        domains = (
            [("name", "=", "Zineb Ouazzani")],
            [("email", "=", "zineb@example.org")],
            [("is_beneficiary", "=", True)],
            [("id", "in", self.person.ids)],
        )
        for domain in domains:
            self.assertFalse(self.partners(self.user_internal).search(domain), domain)
            self.assertEqual(self.partners(self.user_internal).search_count(domain), 0, domain)
        for user in (self.user_internal, self.user_portal, self.user_public):
            with self.assertRaises(AccessError):
                self.person.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                self.person.with_user(user).web_read({"display_name": {}, "email": {}})

    def test_names_typed_into_a_field_suggest_nobody_received(self):
        found = dict(self.partners(self.user_internal).name_search("Ouazzani"))
        self.assertEqual(set(found), {self.organization.id})
        found = dict(self.partners(self.user_hub).name_search("Ouazzani"))
        self.assertEqual(set(found), {self.organization.id, self.person.id})

    def test_groups_and_their_counts_leave_them_out(self):
        domain = [("city", "=", "Témara")]
        groups = self.partners(self.user_internal)._read_group(domain, ["city"], ["__count"])
        self.assertEqual(groups, [("Témara", 1)])
        groups = self.partners(self.user_hub)._read_group(domain, ["city"], ["__count"])
        self.assertEqual(groups, [("Témara", 2)])
        groups = self.partners(self.user_internal)._read_group([], ["is_beneficiary"], ["__count"])
        self.assertEqual([value for value, _count in groups], [False])

    def test_suggestions_of_mentions_and_chats_leave_them_out(self):
        self._create_user("zineb", "base.group_portal", partner_id=self.person.id, name="Zineb Ouazzani")
        for method in ("get_mention_suggestions", "search_for_channel_invite"):
            found = str(getattr(self.partners(self.user_internal), method)("Zineb"))
            self.assertNotIn("Zineb", found, method)

    def test_followers_are_seen_like_partners(self):
        self.organization.message_subscribe(partner_ids=self.person.ids)
        domain = [("res_model", "=", "res.partner"), ("res_id", "=", self.organization.id)]
        for user, number in ((self.user_internal, 0), (self.user_hub, 1), (self.user_auditor, 1)):
            self.env.invalidate_all()  # each request has a cache of its own
            followers = (
                self.env["mail.followers"].with_user(user).search([*domain, ("partner_id", "=", self.person.id)])
            )
            self.assertEqual(len(followers), number, user.login)
            organization = self.organization.with_user(user)
            self.assertEqual(self.person in organization.message_partner_ids, bool(number), user.login)
            self.assertNotIn("Zineb" if not number else "nobody", str(organization.message_get_followers()))

    def test_a_user_of_a_hub_person_is_as_hidden_as_the_person(self):
        user = self._create_user("zineb", "base.group_portal", partner_id=self.person.id, name="Zineb Ouazzani")
        self.assertFalse(self.env["res.users"].with_user(self.user_internal).search([("id", "=", user.id)]))
        self.assertTrue(self.env["res.users"].with_user(self.user_hub).search([("id", "=", user.id)]))

    def test_a_person_received_sees_herself(self):
        user = self._create_user("zineb", "base.group_portal", partner_id=self.person.id, name="Zineb Ouazzani")
        other = self._create_person_partner("Autre Ouazzani")
        self.assertEqual(self.person.with_user(user).read(["name"])[0]["name"], "Zineb Ouazzani")
        with self.assertRaises(AccessError):
            other.with_user(user).read(["name"])

    @mute_logger("odoo.sql_db")
    def test_a_person_received_is_no_contact_of_an_organisation(self):
        with self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
            self.person.parent_id = self.organization
            self.env.flush_all()
        self.env.invalidate_all()
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.organization.id})
        with self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
            contact.is_beneficiary = True
            self.env.flush_all()

    def test_nobody_is_a_contact_below_a_person_received(self):
        with self.assertRaisesRegex(ValidationError, "Her brother"):
            self.env["res.partner"].create({"name": "Her brother", "parent_id": self.person.id})
        parent = self.env["res.partner"].create({"name": "Mother", "child_ids": [Command.create({"name": "Child"})]})
        with self.assertRaisesRegex(ValidationError, "Child"):
            parent.is_beneficiary = True

    def test_records_that_name_a_person_received_are_hidden_with_her(self):
        start = "2026-03-02 09:00:00"
        event = self.env["calendar.event"].create({"name": "Visit", "start": start, "stop": start})
        attendee = self.env["calendar.attendee"].create({"event_id": event.id, "partner_id": self.person.id})
        bank = self.env["res.partner.bank"].create({"acc_number": "011 810", "partner_id": self.person.id})
        channel = self.env["discuss.channel"].create({"name": "Talk"})
        channel._add_members(partners=self.person | self.user_internal.partner_id)
        message = self.organization.message_post(body="Hello", partner_ids=self.person.ids)
        records = (
            attendee,
            bank,
            channel.channel_member_ids.filtered(lambda member: member.partner_id == self.person),
            message.notification_ids.filtered(lambda notification: notification.res_partner_id == self.person),
        )
        for record in records:
            self.assertEqual(len(record), 1, record)
            model = record.browse()
            domain = [("id", "=", record.id)]
            self.assertFalse(model.with_user(self.user_internal).search(domain), record)
            self.assertTrue(model.with_user(self.user_hub).search(domain), record)
        others = channel.channel_member_ids.with_user(self.user_internal).search([("channel_id", "=", channel.id)])
        self.assertIn(self.user_internal.partner_id, others.partner_id)

    def test_a_right_from_elsewhere_does_not_open_them(self):
        self.user_internal.group_ids += self.env.ref("base.group_partner_manager") + self.env.ref("base.group_system")
        self.assertFalse(self.partners(self.user_internal).search([("id", "=", self.person.id)]))
        with self.assertRaises(AccessError):
            self.person.with_user(self.user_internal).write({"is_beneficiary": False})
        with self.assertRaises(AccessError):
            self.partners(self.user_internal).create({"name": "X", "is_beneficiary": True})

    def test_a_role_given_or_taken_counts_at_once(self):
        self.assertFalse(self.partners(self.user_internal).search([("id", "=", self.person.id)]))
        group = self.env.ref("hub_core.group_hub_user")
        self.user_internal.group_ids += group
        self.assertTrue(self.partners(self.user_internal).search([("id", "=", self.person.id)]))
        group.write({"user_ids": [Command.unlink(self.user_internal.id)]})
        self.assertFalse(self.partners(self.user_internal).search([("id", "=", self.person.id)]))

    def test_a_user_given_another_partner_sees_that_one_at_once(self):
        user = self._create_user("other", "base.group_user")
        self.assertFalse(self.partners(user).search([("id", "=", self.person.id)]))
        user.partner_id = self.person
        self.assertEqual(self.partners(user).search([("is_beneficiary", "=", True)]), self.person)

    def test_a_copy_of_a_person_is_no_person_received(self):
        self.assertFalse(self.person.copy().is_beneficiary)

    def test_the_rule_stands_on_one_indexed_column(self):
        domain = self.user_internal._get_hub_partner_domain()
        self.assertEqual({leaf[0] for leaf in domain if not isinstance(leaf, str)}, {"is_beneficiary", "id"})

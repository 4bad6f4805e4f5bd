from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .fake_models import FakePhoneProvider
from .test_signed_link import LinkCommon

NUMBER = "+212612345678"


class PhoneCommon(LinkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakePhoneProvider)
        cls.messages = cls.env["hub.phone.message"]
        cls.person.phone = "06 12 34 56 78"

    def prepare(self, to=None, body="Good morning", link=None):
        return self.messages._prepare_for(self.record, to or self.person, body, link)

    def use_provider(self, name):
        self.env["ir.config_parameter"].set_param("hub_core.phone_provider", name)
        FakePhoneProvider.outbox.clear()


class TestPhoneMessage(PhoneCommon):
    def test_a_number_in_any_usual_writing_is_one_number(self):
        for written in ("0612345678", "06 12 34 56 78", "06.12.34.56.78", "+212 612-345678", "00212612345678"):
            with self.subTest(written=written):
                self.assertEqual(self.prepare(written).phone, NUMBER)
        self.assertEqual(self.prepare("+33 6 12 34 56 78").phone, "+33612345678")

    def test_a_bad_number_is_named_with_how_to_write_it(self):
        self.person.phone = "12 34"
        with self.assertRaisesRegex(ValidationError, "Telephone: “12 34” of Amina Alaoui .* like 0612345678"):
            self.prepare()
        with self.assertRaisesRegex(ValidationError, "Telephone: “call me” .* like 0612345678"):
            self.prepare("call me")
        self.person.phone = False
        with self.assertRaisesRegex(ValidationError, "Telephone: Amina Alaoui has no number yet"):
            self.prepare()

    def test_whatsapp_and_sms_open_with_the_message_in_any_script(self):
        text = "مرحبا & bonjour: 50 % + 1?\n#hub"
        message = self.prepare(body=text)
        for url, key in ((message.whatsapp_url, "text"), (message.sms_url, "body")):
            self.assertEqual(parse_qs(urlsplit(url).query, keep_blank_values=True), {key: [text]})
            self.assertNotIn("+ 1", url)
        self.assertTrue(message.whatsapp_url.startswith("https://wa.me/212612345678?text="))
        self.assertTrue(message.sms_url.startswith("sms:+212612345678?body="))

    def test_the_link_stands_where_the_text_wants_it_or_at_its_end(self):
        link = self.issue(partner=self.person)
        for body in ("Answer here: {link} Thank you", f"Answer here: {link.url} Thank you"):
            message = self.prepare(body=body, link=link)
            self.assertEqual(message.text, f"Answer here: {link.url} Thank you")
            self.assertNotIn(link.token, message.body, "the address is not stored")
        self.assertEqual(self.prepare(body="Answer here:", link=link).text, f"Answer here:\n{link.url}")

    def test_a_list_of_messages_asks_about_all_records_at_once(self):
        records = self.env["hub.test.linked"].create([{"name": f"Record {number}"} for number in range(12)])
        for record in records:
            self.messages._prepare_for(record, self.person, "Good morning", self.links._issue(record, "view"))
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        names = ["record_name", "is_ready", "whatsapp_url"]

        def read(count):
            rows = self.messages.with_user(self.user_manager).search_read(domain, names, limit=count, load=None)
            self.assertEqual([bool(row["is_ready"] and row["record_name"]) for row in rows], [True] * count)

        self._assert_constant(read, few=2, many=12)

    def test_staff_say_that_they_have_sent_it(self):
        message = self.prepare(link=self.issue())
        message.with_user(self.user_manager).action_mark_sent()
        self.assertRecordValues(
            message, [{"state": "sent", "provider": "staff", "sent_by_id": self.user_manager.id, "is_ready": False}]
        )
        self.assertTrue(message.sent_at)
        sent_at = message.sent_at = message.sent_at - timedelta(hours=1)
        message.with_user(self.user_admin).action_mark_sent()
        self.assertEqual((message.sent_at, message.sent_by_id), (sent_at, self.user_manager), "sent once")

    def test_what_was_sent_no_longer_shows_its_link(self):
        link = self.issue()
        message = self.prepare(link=link)
        message.action_mark_sent()
        self.assertNotIn(link.token, message.text)
        self.assertFalse(message.whatsapp_url or message.sms_url or message.address)

    def test_a_message_whose_link_is_closed_is_not_sent(self):
        link = self.issue()
        message = self.prepare(link=link)
        self.assertTrue(message.is_ready)
        link._revoke()
        self.assertFalse(message.is_ready)
        self.assertFalse(message.whatsapp_url)

    def test_the_link_is_shown_to_whom_may_change_the_record_alone(self):
        link = self.issue()
        message = self.prepare(link=link)
        self.assertIn(link.token, message.with_user(self.user_manager).text)
        for user in (self.user_hub, self.user_auditor):
            mine = message.with_user(user)
            self.assertNotIn(link.token, mine.text)
            self.assertFalse(mine.whatsapp_url or mine.sms_url or mine.address)
            with self.assertRaisesRegex(UserError, "Only who may change the record"):
                mine.action_mark_sent()
            with self.assertRaisesRegex(UserError, "Only who may change the record"):
                mine.action_send()

    def test_messages_are_seen_by_whom_may_read_the_record(self):
        message = self.prepare()
        secret = self.env["hub.test.linked"].create({"name": "Hidden"})
        hidden = self.messages._prepare_for(secret, NUMBER, "x")
        rule = {"name": "Hidden", "model_id": self.env["ir.model"]._get_id("hub.test.linked")}
        self.env["ir.rule"].create({**rule, "domain_force": "[('name', '!=', 'Hidden')]"})
        mine = self.messages.with_user(self.user_hub)
        self.assertEqual(mine.search([("id", "in", (message | hidden).ids)]), message)
        self.assertEqual(mine.search_count([("id", "=", hidden.id)]), 0)
        self.assertFalse(mine.formatted_read_group([("id", "=", hidden.id)], ["phone"], ["__count"]))
        with self.assertRaises(AccessError):
            hidden.with_user(self.user_hub).read(["body"])
        for user in (self.user_internal, self.user_portal):
            with self.assertRaises(AccessError):
                self.messages.with_user(user).search([])

    def test_a_message_that_was_sent_is_sent_again_as_a_new_one(self):
        message = self.prepare(link=self.issue())
        message.action_mark_sent()
        action = message.with_user(self.user_manager).action_repeat()
        again = self.messages.browse(action["res_id"])
        self.assertEqual((again.state, again.body, message.state), ("draft", message.body, "sent"))
        self.assertTrue(again.is_ready)

    def test_with_staff_as_provider_nothing_leaves_by_itself(self):
        message = self.prepare()
        message._send()
        self.assertEqual((message.state, message.is_automatic), ("draft", False))

    def test_a_provider_gets_what_is_to_be_sent(self):
        self.use_provider("outbox")
        link = self.issue()
        message = self.prepare(link=link)
        message.with_user(self.user_manager).action_send()
        self.assertEqual(FakePhoneProvider.outbox, [(NUMBER, f"Good morning\n{link.url}")])
        self.assertEqual((message.state, message.provider, message.sent_by_id), ("sent", "outbox", self.user_manager))
        message._send()
        self.assertEqual(len(FakePhoneProvider.outbox), 1, "sent once")

    def test_one_failure_does_not_lose_the_others(self):
        self.use_provider("outbox")
        numbers = ("0612345671", "0612345679", "0612345670", "0612345672")
        messages = self.messages.union(*(self.prepare(number) for number in numbers))
        messages._send()
        self.assertEqual(messages.mapped("state"), ["sent", "failed", "failed", "sent"])
        self.assertEqual(
            messages.mapped("failure"), [False, "The number is not in service.", "no answer from the gateway", False]
        )
        self.assertEqual(len(FakePhoneProvider.outbox), 2)

    def test_a_failed_message_says_why_and_can_still_be_sent(self):
        self.use_provider("outbox")
        message = self.prepare("0612345679")
        action = message.action_send()
        self.assertEqual(action["res_id"], message.id, "the dialog stays open")
        message.action_mark_sent()
        self.assertEqual((message.state, message.failure), ("sent", False))

    def test_an_unknown_provider_is_named_with_those_that_are_known(self):
        self.use_provider("pigeon")
        with self.assertRaisesRegex(UserError, "“pigeon”.*hub_core.phone_provider.*outbox, staff"):
            self.prepare()._send()

    def test_who_wants_no_messages_gets_none(self):
        may = type(self.messages)._may_message
        self.patch(type(self.messages), "_may_message", lambda *_args: (False, "Amina wants no messages."))
        with self.assertRaisesRegex(UserError, "Amina wants no messages"):
            self.prepare()
        self.patch(type(self.messages), "_may_message", may)
        message = self.prepare()
        self.patch(type(self.messages), "_may_message", lambda *_args: (False, "Amina wants no messages."))
        with self.assertRaisesRegex(UserError, "Amina wants no messages"):
            message._send()

    @mute_logger("odoo.sql_db")
    def test_the_database_takes_no_other_writing_of_a_number(self):
        message = self.prepare()
        for values in ("phone = '0612345678'", "state = 'sent'"):
            with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                self.env.cr.execute(f"UPDATE hub_phone_message SET {values} WHERE id = %s", [message.id])

    @mute_logger("odoo.models.unlink")
    def test_old_messages_are_removed(self):
        old, new = self.prepare(), self.prepare()
        year_ago = fields.Datetime.now() - timedelta(days=370)
        self.env.cr.execute("UPDATE hub_phone_message SET create_date = %s WHERE id = %s", [year_ago, old.id])
        self.messages._gc_old_messages()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())

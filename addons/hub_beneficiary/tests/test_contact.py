from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.mail.tests.common import MailCase
from odoo.exceptions import UserError


class TestContact(MailCase, BeneficiaryCommon):
    """What people asked for is kept by every way in which the suite writes to somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
        cls.amina = cls._create_beneficiary(email="amina@example.com", phone="0612345678")
        cls.sara = cls._create_beneficiary("Sara", email="sara@example.com")
        cls.partner = cls.amina.partner_id
        cls.request_ = cls._create_request(cls.amina)

    def _get_mails(self):
        """Mails to Amina that would leave."""
        mails = self.env["mail.mail"].sudo().search([("state", "!=", "cancel")])
        return mails.filtered(
            lambda mail: self.partner in mail.recipient_ids or "amina@example.com" in (mail.email_to or "")
        )

    def _get_notes(self, record):
        return record.message_ids.filtered(lambda message: "An e-mail was not sent" in (message.body or ""))

    def _post(self, partners=None):
        with self.mock_mail_gateway():
            self.request_.message_post(
                body="Come tomorrow", partner_ids=(partners or self.partner).ids, subtype_xmlid="mail.mt_comment"
            )

    # ------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------
    def test_each_wish_has_its_sentence(self):
        refusal = self.partner._get_contact_refusal
        self.assertFalse(refusal("email"))
        self.assertFalse(refusal("message"))
        cases = [
            ({"leave_no_message": True}, ("email", "message"), "no message be left"),
            ({"phone_shared": True}, ("message",), "shared with others"),
            ({"preferred_channel": "whatsapp"}, (), "where to begin, and no refusal of the others"),
            ({"preferred_channel": "visit"}, (), "the same"),
            ({"email": False}, ("email",), "no e-mail address"),
        ]
        for values, channels, sentence in cases:
            with self.subTest(values=values):
                before = {name: self.amina[name] for name in values}
                self.amina.write(values)
                for channel in ("email", "message"):
                    if channel in channels:
                        self.assertRegex(refusal(channel), sentence)
                    else:
                        self.assertFalse(refusal(channel))
                self.amina.write(before)

    def test_what_she_asked_for_on_a_merged_file_holds_for_all(self):
        self.sara.leave_no_message = True
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET merged_into_id = %s, root_id = %s WHERE id = %s",
            [self.amina.id, self.amina.id, self.sara.id],
        )
        self.env.invalidate_all()
        self.assertTrue(self.partner._get_contact_refusal("email"))

    def test_many_recipients_cost_the_queries_of_few(self):
        people = self.env["hub.beneficiary"].create(
            [{"given_name": f"P{number}", "email": f"p{number}@example.com"} for number in range(20)]
        )
        people[0].leave_no_message = True

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            withheld = some.partner_id._get_withheld_emails()
            self.assertEqual(list(withheld), [people[0].partner_id])
            return self.env.cr.sql_log_count - before

        count(people)
        self.assertEqual(count(people), count(people[:2]))

    def test_who_has_died_is_not_written_to(self):
        self.amina.action_register()
        self.amina.write({"state": "exited", "exit_reason": "deceased"})
        self.assertIn("no longer be reached", self.partner._get_contact_refusal("email"))

    def test_offers_need_a_consent_to_be_contacted(self):
        self.assertIn("did not agree", self.partner._get_contact_refusal("email", "contact"))
        self.env["hub.consent"].create({"beneficiary_id": self.amina.id})
        self.assertFalse(self.partner._get_contact_refusal("email", "contact"))

    # ------------------------------------------------------------
    # The ways
    # ------------------------------------------------------------
    def test_a_notification_goes_out_when_nothing_speaks_against_it(self):
        self._post()
        self.assertTrue(self._mails)
        self.assertFalse(self._get_notes(self.request_))

    def test_a_notification_is_withheld_and_staff_are_told_once(self):
        self.amina.leave_no_message = True
        for _time in ("first", "second"):
            self._post(self.partner | self.sara.partner_id)
            self.assertEqual({mail["email_to"][0] for mail in self._mails}, {'"Sara Alaoui" <sara@example.com>'})
        self.assertFalse(self._get_mails())
        self.assertEqual(len(self._get_notes(self.request_)), 1)
        self.assertNotIn("Amina", self._get_notes(self.request_).body)

    def test_followers_are_withheld(self):
        self.amina.leave_no_message = True
        self.request_.message_subscribe(self.partner.ids)
        with self.mock_mail_gateway():
            self.request_.message_post(body="News", subtype_xmlid="mail.mt_comment")
        self.assertFalse(self._mails)

    def test_a_template_is_withheld(self):
        template = self.env["mail.template"].create(
            {
                "name": "Walk", "model_id": self.env["ir.model"]._get_id("crm.lead"), "subject": "Offer",
                "body_html": "<p>Come</p>", "email_to": "amina@example.com", "partner_to": str(self.partner.id),
                "use_default_to": False,
                "email_cc": "sara@example.com",
            }
        )  # fmt: skip
        self.amina.leave_no_message = True
        with self.mock_mail_gateway():
            template.send_mail(self.request_.id, force_send=True)
        self.assertEqual(
            {address for mail in self._mails for address in mail["email_to"]} - {"sara@example.com"}, set()
        )
        self.assertTrue(self._get_notes(self.request_))

    def test_what_waited_in_the_queue_is_asked_again(self):
        mail = self.env["mail.mail"].create({"subject": "Walk", "body_html": "x", "email_to": "amina@example.com"})
        self.assertEqual(mail.state, "outgoing")
        self.amina.leave_no_message = True
        with self.mock_mail_gateway():
            mail.send()
        self.assertFalse(self._mails)
        self.assertEqual(mail.state, "cancel")
        self.assertIn("no message be left", mail.failure_reason)
        self.assertEqual(len(self._get_notes(self.amina)), 1, "a mail about no record is told on the file")

    def test_an_address_that_somebody_else_has_too_is_written_to(self):
        self.amina.leave_no_message = True
        self._create_organization(email="amina@example.com")
        mail = self.env["mail.mail"].create({"subject": "Walk", "body_html": "x", "email_to": "amina@example.com"})
        self.assertEqual(mail.state, "outgoing")

    def test_the_composer_is_withheld(self):
        self.amina.leave_no_message = True
        composer = self.env["mail.compose.message"].create(
            {
                "composition_mode": "mass_mail", "model": "crm.lead", "res_ids": repr(self.request_.ids),
                "subject": "Offer", "body": "<p>Come</p>", "partner_ids": [(6, 0, self.partner.ids)],
            }
        )  # fmt: skip
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertFalse(self._get_mails())

    def test_a_shared_page_is_withheld(self):
        self.amina.leave_no_message = True
        program = self._create_program()
        with self.mock_mail_gateway():
            program.message_notify(partner_ids=self.partner.ids, body="See this", subject="Shared")
        self.assertFalse(self._mails)
        self.assertEqual(len(self._get_notes(program)), 1)

    def test_the_calendar_invites_and_reminds_nobody_who_is_not_to_be_written_to(self):
        event = self.env["calendar.event"].create(
            {"name": "Meeting", "start": "2030-01-01 09:00", "stop": "2030-01-01 10:00"}
        )
        attendee = self.env["calendar.attendee"].create({"event_id": event.id, "partner_id": self.partner.id})
        self.amina.leave_no_message = True
        for xml_id in ("calendar.calendar_template_meeting_invitation", "calendar.calendar_template_meeting_reminder"):
            with self.subTest(template=xml_id), self.mock_mail_gateway():
                attendee._notify_attendees(self.env.ref(xml_id), force_send=True)
            self.assertFalse(self._mails)

    def test_a_new_password_is_withheld(self):
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "login": "amina@example.com",
                    "partner_id": self.partner.id,
                    "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                }
            )
        )
        self.amina.leave_no_message = True
        with self.mock_mail_gateway():
            user._action_reset_password(signup_type="reset")
        self.assertFalse(self._mails)
        self.assertEqual(len(self._get_notes(self.amina)), 1)

    def test_a_message_to_a_telephone_is_refused(self):
        messages = self.env["hub.phone.message"]
        self.amina.phone_shared = True
        with self.assertRaisesRegex(UserError, "shared with others"):
            messages._prepare_for(self.request_, self.partner, "Hello")

    def test_a_text_message_is_withheld(self):
        if "sms.sms" not in self.env:
            self.skipTest("Odoo's SMS is not installed")
        self.env["hub.outgoing"]._register_hook()
        self.amina.leave_no_message = True
        message = self.env["sms.sms"].create({"partner_id": self.partner.id, "number": "+212612345678", "body": "x"})
        message.send(unlink_sent=False)
        self.assertEqual((message.state, message.failure_type), ("canceled", "sms_optout"))
        self.assertTrue(self.amina.message_ids.filtered(lambda one: "text message was not sent" in (one.body or "")))

from datetime import timedelta

from odoo import fields
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, UserError


class TestWaysOfOdoo(BeneficiaryCommon):
    """What Odoo itself offers to write and to share keeps to what people asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(email="amina@example.org", phone="0661223344", leave_no_message=True)
        cls.request = cls._create_request(cls.person)
        cls.outside = cls.env["res.partner"].create({"name": "Outside", "email": "outside@example.org"})

    def _get_mails_to(self, partner):
        mails = self.env["mail.mail"].search([])
        return mails.filtered(lambda mail: partner in mail.recipient_ids or partner.email in (mail.email_to or ""))

    def test_the_reminder_of_a_meeting_is_not_sent_to_who_wants_no_message(self):
        alarm = self.env.ref("calendar.alarm_mail_1")
        start = fields.Datetime.now() + timedelta(minutes=alarm.duration_minutes, seconds=-30)
        event = self.env["calendar.event"].create(
            {
                "name": "Meeting", "start": start, "stop": start + timedelta(hours=1), "alarm_ids": [(6, 0, alarm.ids)],
                "partner_ids": [(6, 0, self.outside.ids)],
            }
        )  # fmt: skip
        self.env.flush_all()
        # As an invitation of before the rule that people are not invited.
        self.env.cr.execute(
            "INSERT INTO calendar_attendee (event_id, partner_id, state) VALUES (%s, %s, 'accepted')",
            [event.id, self.person.partner_id.id],
        )
        self.env.invalidate_all()
        before = self.env["mail.mail"].search([])
        self.env["calendar.alarm_manager"].with_context(
            lastcall=fields.Datetime.now() - timedelta(hours=1)
        )._send_reminder()
        sent = self.env["mail.mail"].search([]) - before
        self.assertIn(self.outside, sent.recipient_ids)
        self.assertNotIn(self.person.partner_id, sent.filtered(lambda mail: mail.state != "cancel").recipient_ids)

    def _share(self, record, user):
        """Odoo's dialog that sends a link to a record: for models that have a page in the portal of Odoo's making."""
        values = {"res_model": record._name, "res_id": record.id, "partner_ids": [(6, 0, self.outside.ids)]}
        self.env["portal.share"].with_user(user).create(values).action_send_mail()

    def test_the_sharing_of_odoo_sends_nothing_of_a_person(self):
        records = (self.person, self.request)
        for record in records:
            for user in (self.user_reception, self.user_counsellor, self.user_internal):
                with self.subTest(model=record._name, user=user.login), self.assertRaises(AccessError):
                    self._share(record, user)
        self.user_counsellor.group_ids += self.env.ref("base.group_partner_manager")
        for record in records:
            self.assertNotIsInstance(record, self.registry["portal.mixin"], "no link of Odoo's making opens it")
            with self.assertRaises(AttributeError), self.env.cr.savepoint():
                self._share(record, self.user_counsellor)
        self.assertFalse(self._get_mails_to(self.outside))
        self.assertFalse(self.env["mail.message"].search([("partner_ids", "in", self.outside.ids)]))

    def test_the_desk_grants_nothing_for_a_child_without_a_guardian(self):
        child = self._create_beneficiary("Ziad", birthdate=fields.Date.today() - timedelta(days=3650))
        desk = self.env["hub.desk"].with_user(self.user_reception)
        desk._record_consent(child.with_user(self.user_reception), "granted")
        self.assertFalse(child.consent_ids)
        self.assertEqual(child.consent_state, "unknown")
        self.assertTrue(child.activity_ids, "it is asked for later, of her guardian")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["hub.consent"].with_user(self.user_reception).create(
                {"beneficiary_id": child.id, "decision": "granted", "method": "oral"}
            )
            self.env.flush_all()

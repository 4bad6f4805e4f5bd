from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.mail.tests.common import MailCase


class TestMailed(MailCase, BeneficiaryCommon):
    """A mail about a file names nobody: it would pass a name on past the one door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary("Zoubidaxa", "Benqarqachi <b>", name_ar="زبيدكسا")
        cls.outside = cls.env["res.partner"].create({"name": "A shelter", "email": "shelter@example.com"})
        cls.user_counsellor.notification_type = "email"
        cls.user_counsellor.email = "counsellor@hub.example"

    def _check(self, record):
        mails = self._new_mails
        self.assertTrue(mails, "a mail leaves")
        for mail in mails:
            said = f"{mail.subject} {mail.body_html} {mail.headers} {mail.reply_to}"
            for word in ("Zoubidaxa", "Benqarqachi", "زبيدكسا"):
                self.assertNotIn(word, said)
            self.assertIn(record.ref, mail.subject)

    def test_a_message_to_others_says_the_reference(self):
        household = self._create_household(self.person, name="Benqarqachi")
        for record in (self.person, household):
            with self.subTest(record=record), self.mock_mail_gateway():
                record.with_user(self.user_reception).message_post(
                    body="Please call us", partner_ids=self.outside.ids, subtype_xmlid="mail.mt_comment"
                )
                self._check(record)

    def test_who_is_assigned_a_file_or_an_activity_reads_the_reference(self):
        mine = self.person.with_user(self.user_reception)
        with self.mock_mail_gateway():
            mine.with_context(tracking_disable=False).write({"user_id": self.user_counsellor.id})
            self.flush_tracking()
            self._check(self.person)
        with self.mock_mail_gateway():
            mine.activity_schedule("mail.mail_activity_data_todo", summary="Call", user_id=self.user_counsellor.id)
            self._check(self.person)

    def test_what_somebody_writes_stays_as_it_is_written(self):
        with self.mock_mail_gateway():
            self.person.message_post(
                body="Zoubidaxa will come", partner_ids=self.outside.ids, subtype_xmlid="mail.mt_comment"
            )
        self.assertIn("Zoubidaxa will come", self._new_mails.body_html)

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon
from odoo.fields import Command


@freeze_time("2026-09-01 10:00:00")
class TestReferralMail(ReferralCommon):
    """Who acts for an organisation is told that there is something to read, and nothing of the person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.role.write({"email": "rep@example.org", "lang": "fr_FR"})

    def setUp(self):
        super().setUp()
        self._keep_one_transaction()
        self.env["mail.mail"].search([]).unlink()

    def _get_mails(self):
        return self.env["mail.mail"].search([], order="id")

    def test_a_new_referral_a_reminder_and_its_end_are_told(self):
        referral = self._create_referral(urgency="urgent")
        (sent,) = self._get_mails()
        self.assertEqual(sent.email_to, "rep@example.org")
        self.assertIn(referral.ref, sent.subject)
        self.assertIn(f"/my/organisation/{self.organization.id}/referrals/{referral.id}", sent.body_html)
        self.assertIn(self.need.with_context(lang="fr_FR").name, sent.body_html)
        with freeze_time("2026-09-09"):
            for _night in range(2):
                self.env["hub.referral"]._cron_remind()
        self.assertEqual(len(self._get_mails()), 2, "one reminder")
        referral.action_revoke()
        self.assertEqual(len(self._get_mails()), 3)
        self.assertNotIn(self.need.with_context(lang="fr_FR").name, self._get_mails()[-1].body_html)

    def test_nothing_tells_who_the_person_is(self):
        referral = self._create_referral(note="She is afraid of her brother")
        with freeze_time("2026-09-09"):
            self.env["hub.referral"]._cron_remind()
        self._decide(self.person, "withdrawn")
        mails = self._get_mails()
        self.assertEqual(len(mails), 3)
        for mail in mails:
            text = f"{mail.subject} {mail.body_html} {mail.email_from} {mail.reply_to}"
            for secret in ("Zahra", "Secretwali", "0612121212", referral.initials, self.person.ref, "afraid"):
                self.assertNotIn(secret, text)
            self.assertFalse(mail.model and mail.res_id, "it hangs on nothing that is hers")

    def test_it_is_written_in_the_language_of_who_reads_it(self):
        self.env["hub.need.type"].browse(self.need.id).with_context(lang="fr_FR").name = "Aide sociale XYZ"
        self._create_referral()
        self.assertIn("Aide sociale XYZ", self._get_mails().body_html)

    def test_with_an_address_staff_need_not_telephone_and_without_one_they_are_shown_the_message(self):
        need = self.env.ref("hub_beneficiary.need_employment")
        self.assertIs(self._create_referral(sent=False).with_user(self.user_counsellor).action_send(), True)
        self.role.email = False
        referral = self._create_referral(sent=False, need_type_id=need.id).with_user(self.user_counsellor)
        self.assertEqual(referral.action_send()["res_model"], "hub.phone.message")
        action = referral.action_revoke()
        message = self.env["hub.phone.message"].browse(action["res_id"])
        self.assertIn(referral.ref, message.body)
        self.assertNotIn("{link}", message.body)
        self.assertEqual(len(self._get_mails()), 1)

    def test_only_roles_in_force_are_told(self):
        other = self._create_user("rep_two", "base.group_portal")
        role = self._create_representation(other, self.organization, email="two@example.org")
        role._end("Left")
        self._create_representation(
            self._create_user("rep_three", "base.group_portal"),
            self._create_organization("Another"),
            email="three@example.org",
        )
        self._create_referral()
        self.assertEqual(self._get_mails().mapped("email_to"), ["rep@example.org"])

    def test_who_is_meant_herself_is_not_told_what_her_colleagues_read(self):
        self.person.partner_id.user_ids = [Command.clear()]
        herself = self._create_user("herself", "base.group_portal", partner_id=self.person.partner_id.id)
        self._create_representation(herself, self.organization, email="herself@example.org")
        self._create_referral()
        self.assertEqual(self._get_mails().mapped("email_to"), ["rep@example.org"])

    def test_the_history_says_who_was_told_and_names_nobody_whom_the_hub_receives(self):
        received = self._create_beneficiary("Received", "Verysecret")
        user = self._create_user("received", "base.group_portal", partner_id=received.partner_id.id)
        self._create_representation(user, self.organization, email="received@example.org", name="Received Verysecret")
        referral = self._create_referral()
        told = "".join(referral.message_ids.mapped("body"))
        self.assertIn("Rep Of It", told)
        self.assertNotIn("Verysecret", told)

    def test_what_comes_from_an_organisation_is_no_mail_to_it(self):
        self._refer_in()
        self.assertFalse(self._get_mails())

"""What a person writes is kept and sent as by the hub: no text beside her authorship says who she is."""

from .common import BeneficiaryCommon

NAME, EMAIL = "Zineb", "zineb@hers.example"


class TestSender(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(NAME, email=EMAIL)
        cls.company = cls.env["res.partner"].create({"name": "A company", "is_company": True})
        cls.env.company.email = "contact@hub.example"

    def _post(self, author=None, **kwargs):
        return self.company.message_post(body="x", author_id=(author or self.person.partner_id).id, **kwargs)

    def _assert_hidden(self, message):
        self.assertEqual(message.email_from, self.env.company.email_formatted)
        for word in (NAME, EMAIL):
            self.assertNotIn(word, f"{message.email_from} {message.reply_to}")
            found = self.env["mail.message"].search_count(
                [("id", "=", message.id), "|", ("email_from", "ilike", word), ("reply_to", "ilike", word)]
            )
            self.assertFalse(found)

    def test_a_message_of_a_person_is_from_the_hub(self):
        message = self._post()
        self._assert_hidden(message)
        self.assertEqual(message.author_id, self.person.partner_id)

    def test_an_address_that_was_given_is_not_kept_either(self):
        self._assert_hidden(self._post(email_from=f'"{NAME}" <{EMAIL}>'))
        self._assert_hidden(self._post(email_from="another@hers.example", reply_to=f"{NAME} <{EMAIL}>"))

    def test_an_alias_for_answers_stays_without_her_name(self):
        message = self._post(reply_to=f"{NAME} <answers@hub.example>")
        self.assertIn("answers@hub.example", message.reply_to)
        self._assert_hidden(message)

    def test_what_she_wrote_before_the_hub_received_her_is_from_the_hub_too(self):
        partner = self.env["res.partner"].create({"name": NAME, "email": EMAIL})
        message = self._post(partner)
        self.assertIn(EMAIL, message.email_from)
        self._create_beneficiary(NAME, partner_id=partner.id)
        self._assert_hidden(message)

    def test_a_message_that_becomes_hers_is_from_the_hub(self):
        message = self._post(self.user_counsellor.partner_id)
        message.write({"author_id": self.person.partner_id.id, "email_from": EMAIL})
        self._assert_hidden(message)

    def test_the_mail_that_tells_others_of_it_does_not_name_her(self):
        other = self.env["res.partner"].create({"name": "Somebody", "email": "somebody@else.example"})
        mail = self.env["mail.mail"].search([("mail_message_id", "=", self._post(partner_ids=other.ids).id)])
        for sent in mail._prepare_outgoing_list():
            self.assertNotIn(EMAIL, str(sent))
        self._assert_hidden(mail.mail_message_id)

    def test_the_mails_of_staff_are_theirs(self):
        message = self._post(self.user_counsellor.partner_id)
        self.assertEqual(message.email_from, self.user_counsellor.email_formatted)

    def test_the_update_withholds_the_senders_of_before_and_may_run_twice(self):
        hers, of_staff = self._post(), self._post(self.user_counsellor.partner_id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET email_from = %s, reply_to = %s WHERE id = %s",
            [f'"{NAME}" <{EMAIL}>', f"{NAME} <{EMAIL}>", hers.id],
        )
        self.env.invalidate_all()
        self.assertIn(EMAIL, hers.email_from)
        for _time in range(2):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "post")
            self._assert_hidden(hers)
            self.assertEqual(of_staff.email_from, self.user_counsellor.email_formatted)

from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError
from odoo.fields import Command


class TestPrivacyLookup(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_admin.group_ids += cls.env.ref("base.group_system")
        cls.user_technician = cls._create_user("hub_technician", "base.group_system")
        cls.person = cls._create_beneficiary(
            "Zoubidaxa",
            "Benqarqachi",
            name_ar="زبيدكسا",
            phone="0600991177",
            identity_ids=[Command.create({"type": "passport", "number": "XQ991177"})],
        )
        cls.request = cls._create_request(cls.person)

    def _look_up(self, user=None, **values):
        wizard = self.env["privacy.lookup.wizard"].with_user(user or self.user_admin).create(values)
        wizard.action_lookup()
        return {(line.res_model, line.res_id): line for line in wizard.line_ids}

    def test_a_person_is_found_without_an_e_mail_address(self):
        for values in (
            {"name": "Zoubidaxa Benqarqachi"},
            {"name": "زبيدكسا"},
            {"hub_text": "06 00 99 11 77"},
            {"hub_text": "xq-991177"},
            {"hub_text": self.person.ref},
        ):
            with self.subTest(values=values):
                found = self._look_up(**values)
                for record in (self.person, self.person.partner_id, self.request, self.person.identity_ids):
                    self.assertIn((record._name, record.id), found)

    def test_nothing_asked_is_a_sentence(self):
        with self.assertRaisesRegex(UserError, "whom to look for"):
            self._look_up(name=" ")

    def test_who_does_not_see_the_file_does_not_learn_that_there_is_one(self):
        found = self._look_up(self.user_technician, name="Zoubidaxa Benqarqachi", hub_text="0600991177")
        self.assertFalse({key for key in found if key[0] in ("res.partner", "hub.beneficiary", "crm.lead")})

    def test_a_message_that_everybody_reads_is_listed(self):
        company = self.env["res.partner"].create({"name": "A company", "is_company": True})
        self.person.email = "zoubidaxa@mail.example"
        message = company.message_post(body="Good morning", author_id=self.person.partner_id.id)
        found = self._look_up(self.user_technician, email="zoubidaxa@mail.example")
        self.assertIn(("mail.message", message.id), found)

    def test_what_belongs_to_a_file_is_not_deleted_from_the_list(self):
        found = self._look_up(hub_text=self.person.ref)
        for record in (self.person, self.person.partner_id, self.request, self.person.identity_ids):
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "Propose to make anonymous"):
                found[record._name, record.id].action_unlink()
        self.assertTrue(self.request.exists())

    def test_a_look_up_without_an_address_is_logged(self):
        other = self.env["res.partner"].create({"name": "Zoubidaxa Benqarqachi", "is_company": True})
        found = self._look_up(name="Zoubidaxa Benqarqachi")
        found["res.partner", other.id].action_unlink()
        self.assertFalse(other.exists())
        self.env.flush_all()  # the log is written with what was done
        log = self.env["privacy.log"].search([], order="id desc", limit=1)
        self.assertEqual(log.anonymized_email, "–")
        self.assertNotIn("oubidaxa", log.anonymized_name)

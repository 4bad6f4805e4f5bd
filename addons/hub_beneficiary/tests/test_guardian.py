"""What a guardian reads and takes back in her account, and what she does not."""

from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from .test_own_file import OwnFileCommon


@tagged("post_install", "-at_install")
class TestGuardian(OwnFileCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls._create_beneficiary(
            "Younes", "Verysecret", birthdate=fields.Date.today() - timedelta(days=12 * 365), note="Secret note"
        )
        cls.child.action_register()
        cls.partners = cls.env.ref("hub_beneficiary.purpose_partners")
        cls.said = cls._answer(cls.person)

    @classmethod
    def _answer(cls, guardian, decision="granted", **values):
        return cls.env["hub.consent"].create(
            {
                "beneficiary_id": cls.child.id,
                "decision": decision,
                "scope": "purposes",
                "purpose_ids": [(6, 0, cls.partners.ids)],
                "given_by": "guardian",
                "guardian_id": guardian.id if guardian else False,
                "guardian_name": "A guardian",
                **values,
            }
        )

    def _guarded(self, account=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return list(self.env["hub.beneficiary"]._get_guarded(account or self.account))

    def _post(self, child=None, purpose=None):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "child": (child or self.child).id,
            "purpose": (purpose or self.partners).id,
        }
        answer = self.url_open("/my/children/withdraw", data=data, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def test_she_reads_her_own_word_and_nothing_of_the_childs_file(self):
        self.authenticate("own_amina", "a long word 7")
        page = self.url_open("/my/children").text
        self.assertIn("Younes", page)
        self.assertIn(self.partners.name, page)
        for secret in ("Verysecret", "Secret note", str(self.child.birthdate.year)):
            self.assertNotIn(secret, page.partition("hub_portal")[2].partition("</main>")[0])
        own = self.env["hub.beneficiary"]._get_own_files(self.account)
        self.assertEqual(own, self.person, "the child's file is not hers")
        how = self.env["hub.access.log"]._get_readings(self.child).mapped("how")
        self.assertIn("portal", how)
        self.assertIn("/my/children", [card["url"] for card in self.env["hub.ground"]._get_home_cards(self.account)])

    def test_she_takes_back_what_she_allowed_and_the_line_says_who_spoke(self):
        self.authenticate("own_amina", "a long word 7")
        self.assertEqual(self._post().status_code, 303)
        (line,) = self.child.consent_ids - self.said
        self.assertEqual(
            (line.decision, line.given_by, line.guardian_id, line.method, line.purpose_ids),
            ("withdrawn", "guardian", self.person, "portal", self.partners),
        )
        self.assertEqual(self.child._get_purpose_state("partners"), "refused")
        self.assertEqual(self._post().status_code, 404, "there is nothing left to take back")

    def test_an_outbound_referral_ends_with_it(self):
        organization = self._create_organization("Maison")
        referral = self.env["hub.referral"].create(
            {
                "beneficiary_id": self.child.id,
                "organization_id": organization.id,
                "need_type_id": self.env.ref("hub_beneficiary.need_social_help").id,
                "user_id": self.user_counsellor.id,
            }
        )
        referral.action_send()
        self.env["hub.beneficiary"]._withdraw_as_guardian(self.account, self.child.id, self.partners.id)
        self.assertEqual(referral.state, "revoked")

    def test_it_ends_when_the_child_is_of_age(self):
        self.assertEqual(self._guarded(), [self.child])
        self.child.birthdate = fields.Date.today() - timedelta(days=19 * 365)
        self.assertFalse(self._guarded())

    def test_it_ends_when_somebody_else_answers(self):
        other = self._create_beneficiary("Other", "Guardian")
        self._answer(other)
        self.assertFalse(self._guarded())
        account = self._give_account(other, "other_guardian")
        self.assertEqual(self._guarded(account), [self.child])

    def test_a_name_alone_opens_nothing(self):
        self._answer(None, guardian_name=self.person.name)
        self.assertFalse(self._guarded())

    def test_a_child_whose_file_is_restricted_or_closed_in_the_portal_is_shown_to_nobody(self):
        for values in ({"portal_closed": True}, {"is_restricted": True}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.child.write(values)
                self.assertFalse(self._guarded())
                savepoint.rollback()
                self.env.invalidate_all()
        self.person.portal_closed = True
        self.assertFalse(self._guarded(), "nor to whose own file is closed")

    def test_neither_strangers_nor_staff_nor_the_child_take_back_her_word(self):
        stranger = self._create_user("a_stranger", "base.group_portal")
        people = self.env["hub.beneficiary"]
        for user in (stranger, self.user_counsellor):
            self.assertFalse(people._withdraw_as_guardian(user, self.child.id, self.partners.id))
        other = self._create_beneficiary("Another", birthdate=self.child.birthdate)
        self.assertFalse(people._withdraw_as_guardian(self.account, other.id, self.partners.id))

    def test_the_reason_is_told_in_words(self):
        ground = self.env["hub.ground"]
        self.assertEqual([role for role, _r, _w in ground._explain(self.said, self.account)], ["guardian"])
        self.assertFalse(ground._explain(self.child, self.account))

    def test_what_she_said_on_a_merged_file_is_hers_on_the_main_one(self):
        main = self._create_beneficiary("Younes", birthdate=self.child.birthdate)
        main.action_register()
        self.child._merge_into(main, "Same child")
        self.assertEqual(self._guarded(), [main])

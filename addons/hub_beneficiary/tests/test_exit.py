from ast import literal_eval
from datetime import datetime, timedelta

from lxml import etree
from odoo import fields
from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon
from odoo.exceptions import UserError
from odoo.fields import Command


class TestExit(ReferralCommon):
    """Who leaves leaves nothing open in silence: it ends with a reason, or the file says that it goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.referral = cls._create_referral()
        cls.enrolment = cls.env["hub.enrolment"].create(
            {"beneficiary_id": cls.person.id, "program_id": cls._create_program(state="active").id}
        )
        cls.request = cls._create_request(cls.person)
        tomorrow = datetime.now().replace(microsecond=0) + timedelta(days=1)
        cls.appointment = cls.env["calendar.event"].create(
            {
                "name": "x",
                "hub_beneficiary_id": cls.person.id,
                "user_id": cls.other_counsellor.id,
                "start": tomorrow,
                "stop": tomorrow + timedelta(hours=1),
            }
        )

    def _open(self, people=None, reason="lost_contact", **values):
        wizard = self.env["hub.exit.wizard"].with_user(self.user_counsellor)
        people = people or self.person
        return wizard.create({"beneficiary_ids": [Command.set(people.ids)], "reason": reason, **values})

    def _get_history(self, record):
        return "".join(record.message_ids.mapped("body"))

    def test_the_dialog_says_what_is_open(self):
        wizard = self._open()
        self.assertEqual(wizard.referral_ids, self.referral)
        self.assertEqual(wizard.enrolment_ids, self.enrolment)
        self.assertEqual(wizard.request_ids, self.request)
        self.assertEqual(wizard.appointment_ids, self.appointment)
        self.assertEqual((wizard.referral_reason, wizard.enrolment_reason), ("Lost contact", "lost_contact"))

    def test_each_kind_ends_with_its_reason(self):
        self._open(request_reason="Nobody answers").action_exit()
        self.assertEqual((self.referral.state, self.referral.revoke_reason), ("revoked", "Lost contact"))
        self.assertEqual((self.enrolment.state, self.enrolment.outcome), ("ended", "lost_contact"))
        self.assertEqual(self.request.stage_code, "closed")
        self.assertIn("Nobody answers", self._get_history(self.request))
        self.assertFalse(self.appointment.active)
        self.assertEqual(self.person.state, "exited")
        self.assertNotIn("this goes on", self._get_history(self.person))

    def test_what_goes_on_is_written_in_the_file_and_found_by_a_filter(self):
        self._open(end_referral=False, end_appointment=False).action_exit()
        self.assertEqual((self.referral.state, self.appointment.active), ("sent", True))
        self.assertEqual(self.request.stage_code, "closed")
        self.assertRegex(self._get_history(self.person), r"Open referrals \(1\).*Appointments to come \(1\)")
        arch = etree.fromstring(self.env["hub.beneficiary"].get_view(view_type="search")["arch"])
        domain = literal_eval(arch.xpath("//filter[@name='left_open']")[0].get("domain"))
        people = self.env["hub.beneficiary"].with_user(self.user_counsellor)
        self.assertIn(self.person, people.search(domain))
        self.referral.action_revoke("x")
        self.appointment.active = False
        self.assertNotIn(self.person, people.search(domain))

    def test_whatever_way_she_leaves_the_file_says_what_goes_on(self):
        self.person.action_exit("completed")
        self.assertIn("Open requests (1)", self._get_history(self.person))

    def test_a_reason_that_is_missing_is_asked_for_by_name_and_nothing_ends(self):
        with self.assertRaisesRegex(UserError, "Open referrals.*Open requests"):
            self._open(referral_reason=" ", request_reason=False).action_exit()
        self.assertEqual((self.referral.state, self.person.state), ("sent", "active"))

    def test_what_hangs_on_a_merged_file_ends_too(self):
        other = self._create_beneficiary("Zahra", "Other")
        other.action_register()
        self.person._merge_into(other, "Same card")
        wizard = self._open(other, "deceased")
        self.assertEqual(wizard.referral_ids, self.referral)
        wizard.action_exit()
        self.assertEqual((self.referral.state, self.enrolment.outcome), ("revoked", "other"))

    def test_drafts_go_and_what_came_to_the_hub_is_answered(self):
        need = self.env.ref("hub_beneficiary.need_employment")
        draft = self._create_referral(sent=False, need_type_id=need.id)
        waiting, accepted = self._refer_in(), self._refer_in(name="Other")
        for one in (waiting, accepted):
            one.beneficiary_id = self.person
        accepted.action_accept()
        self._open().action_exit()
        self.assertFalse(draft.exists())
        self.assertEqual((waiting.state, waiting.decline_reason), ("declined", "other"))
        self.assertEqual((accepted.state, accepted.outcome_note), ("not_served", "Lost contact"))

    def test_what_is_closed_to_her_is_counted_and_not_named(self):
        closed = self._create_beneficiary("Closed", "File", is_restricted=True, user_id=self.other_counsellor.id)
        closed.action_register()
        self._create_request(closed)
        closed._merge_into(self.person, "Same card")
        wizard = self._open()
        self.assertEqual(wizard.request_ids, self.request)
        wizard.action_exit()
        self.assertIn("Open requests (1)", self._get_history(self.person))
        (said,) = self.person.message_ids.filtered(lambda message: "this goes on" in (message.body or ""))
        self.assertNotIn(closed.ref, said.body)

    def test_who_has_nothing_open_leaves_as_before(self):
        other = self._create_beneficiary("Nothing", "Open")
        other.action_register()
        wizard = self._open(other)
        self.assertFalse(wizard.referral_ids | self.env["hub.referral"])
        wizard.action_exit()
        self.assertEqual((other.state, other.exited_on), ("exited", fields.Date.context_today(other)))

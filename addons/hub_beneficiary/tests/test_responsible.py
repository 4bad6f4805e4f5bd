from datetime import timedelta

from odoo import fields
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon


class TestResponsible(BeneficiaryCommon):
    """What has to be done for a person reaches somebody who was named for it, or says that nobody was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(state="registered")
        cls.team = cls.env.ref("hub_beneficiary.team_hub")
        cls.team.user_id = False
        cls.program = cls._create_program(state="active", manager_id=cls.user_manager.id)

    def _get(self, person=None):
        person = person or self.person
        return person._get_responsibles()[person]

    def _enrol(self, **values):
        return self.env["hub.enrolment"].create(
            {"beneficiary_id": self.person.id, "program_id": self.program.id, "user_id": False, **values}
        )

    def test_her_counsellor_comes_first(self):
        self.person.user_id = self.user_counsellor
        self._enrol(user_id=self.other_counsellor.id)
        self.team.user_id = self.user_reception
        self.assertEqual(self._get(), (self.user_counsellor, ""))

    def test_then_who_follows_her_in_a_programme_then_who_answers_for_it(self):
        self.team.user_id = self.user_reception
        enrolment = self._enrol(user_id=self.other_counsellor.id)
        self.assertEqual(self._get(), (self.other_counsellor, ""))
        enrolment.user_id = False
        self.assertEqual(self._get(), (self.user_manager, ""))
        enrolment.action_end("completed")
        self.assertEqual(self._get(), (self.user_reception, ""), "who leads the reception")

    def test_where_nobody_was_named_a_manager_is_told_that_it_is_so(self):
        user, note = self._get()
        self.assertTrue(user.has_group("hub_core.group_program_manager"))
        self.assertIn("Nobody follows this file", note)
        self.person._ask_for_copy()
        self.assertIn("Nobody follows this file", self.person.activity_ids.note)

    def test_whoever_has_left_or_may_not_open_the_file_is_passed_over(self):
        self.person.user_id = self.user_counsellor
        self.team.user_id = self.user_reception
        self.user_counsellor.active = False
        self.assertEqual(self._get().user, self.user_reception)
        self.person.sudo().write({"is_restricted": True, "user_id": False})
        self.assertTrue(self._get().user.has_group("hub_core.group_program_manager"))

    def test_an_enrolment_on_a_merged_file_is_hers(self):
        other = self._create_beneficiary("Aminata", state="registered")
        self._enrol(user_id=self.other_counsellor.id)
        self.person._merge_into(other, "Same card")
        self.assertEqual(self._get(other).user, self.other_counsellor)

    def test_a_reminder_goes_to_who_leads_the_reception_and_the_list_shows_who_has_no_counsellor(self):
        self._keep_one_transaction()
        self.team.user_id = self.user_reception
        self.env["hub.beneficiary.identity"].create(
            {
                "beneficiary_id": self.person.id,
                "type": "residence_card",
                "number": "R1",
                "expires_on": fields.Date.today() + timedelta(days=50),
            }
        )
        self.env["hub.beneficiary.identity"]._cron_remind_expiry()
        self.assertEqual(self.person.activity_ids.user_id, self.user_reception)
        self.assertFalse(self.person.activity_ids.note)
        unassigned = [("user_id", "=", False), ("activity_ids", "!=", False)]
        self.assertIn(self.person, self.env["hub.beneficiary"].with_user(self.user_reception).search(unassigned))
        self.person.user_id = self.user_counsellor
        self.assertNotIn(self.person, self.env["hub.beneficiary"].search(unassigned))

    def test_what_nobody_follows_of_an_organisation_goes_to_who_leads_the_reception(self):
        referral = self.env["hub.referral"].create(
            {
                "direction": "inbound",
                "organization_id": self._create_organization("Amal").id,
                "need_type_id": self.env.ref("hub_beneficiary.need_employment").id,
                "user_id": False,
            }
        )
        self.team.user_id = self.user_reception
        self.assertEqual(referral._get_responsible(), (self.user_reception, ""))
        self.team.user_id = False
        self.assertIn("Nobody follows", referral._get_responsible().note)

    def test_many_people_cost_the_queries_of_few(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(40)])

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._get_responsibles()
            return self.env.cr.sql_log_count - before

        cost(people[:2])
        self.assertLessEqual(cost(people), cost(people[:2]))

    def test_the_administrator_says_who_leads_the_reception(self):
        admin = self._create_user("hub_adm", "hub_core.group_hub_admin")
        self.team.with_user(admin).user_id = self.user_reception
        self.assertEqual(self.env["hub.beneficiary"]._get_reception_responsible().user, self.user_reception)

from datetime import date

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError


@freeze_time("2026-11-24 10:00:00")
class TestRetention(BeneficiaryCommon):
    """A rule proposes; it never cleans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.retention.rule"].search([]).active = False
        cls.rule = cls.env["hub.retention.rule"].create({"name": "Left", "state": "exited", "months": 24})
        cls.old = cls._create_old("Amina")

    def setUp(self):
        super().setUp()
        self._keep_one_transaction()

    @classmethod
    def _create_old(cls, name, day="2024-01-10", reason="completed"):
        """A person who left long ago, and with whom nothing happened since."""
        person = cls._create_beneficiary(name)
        person.action_register()
        person.write({"state": "exited", "exit_reason": reason, "exited_on": day, "reception_date": day})
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE hub_beneficiary SET create_date = %s WHERE id = %s", [day, person.id])
        cls.env.invalidate_all()
        return person

    def _run(self):
        self.env["hub.retention.rule"]._cron_propose()
        return self.env["hub.retention.proposal"].search([("rule_id", "=", self.rule.id)])

    def test_a_file_whose_time_is_over_is_proposed_with_its_reason(self):
        proposal = self._run()
        self.assertEqual((proposal.beneficiary_id, proposal.state, proposal.rule_id), (self.old, "proposed", self.rule))
        self.assertEqual(str(proposal.last_activity_on), "2024-01-10")
        self.assertEqual(self.old.state, "exited")

    def test_who_left_has_left_on_that_day_also_when_the_reason_is_corrected(self):
        self.old.write({"state": "exited", "exit_reason": "transferred"})
        self.assertEqual(str(self.old.exited_on), "2024-01-10")
        here = self._create_beneficiary("Karim")
        here.action_register()
        (self.old | here).write({"state": "exited", "exit_reason": "completed"})
        self.assertEqual(list(map(str, (self.old | here).mapped("exited_on"))), ["2024-01-10", "2026-11-24"])
        here.action_register()
        self.assertFalse(here.exited_on)

    def test_a_second_run_proposes_nothing_again(self):
        self._run()
        self.assertEqual(len(self._run()), 1)

    def test_any_activity_keeps_a_file(self):
        def request(person):
            self._create_request(person, received_on="2025-06-01").action_close()

        def consent(person):
            self.env["hub.consent"].create({"beneficiary_id": person.id, "date": "2025-06-01"})

        def appointment(person):
            self.env["calendar.event"].create(
                {"hub_beneficiary_id": person.id, "start": "2025-06-01 09:00:00", "stop": "2025-06-01 10:00:00"}
            )

        for act in (request, consent, appointment):
            with self.subTest(act=act.__name__):
                person = self._create_old(act.__name__)
                act(person)
                self.env.flush_all()
                self.env.cr.execute("UPDATE crm_lead SET create_date = '2024-01-01'")
                self.assertNotIn(person, self._run().beneficiary_id)

    def test_a_rule_for_a_reason_of_leaving_takes_no_other(self):
        self.rule.exit_reason = "deceased"
        deceased = self._create_old("Omar", reason="deceased")
        self.assertEqual(self._run().beneficiary_id, deceased)

    def test_who_comes_back_is_no_longer_proposed(self):
        proposal = self._run()
        self.old.action_register()
        self._run()
        self.assertEqual(proposal.state, "withdrawn")

    def test_what_happened_since_the_proposal_stops_the_decision(self):
        proposal = self._run()
        self.env["hub.consent"].create({"beneficiary_id": self.old.id})
        with self.assertRaisesRegex(UserError, "since it was proposed"):
            proposal.with_user(self.user_admin)._confirm()

    def test_a_kept_file_is_proposed_again_after_its_day(self):
        proposal = self._run()
        proposal.with_user(self.user_manager)._keep(date(2027, 1, 31), "A claim")
        self._run()
        self.assertEqual(proposal.state, "kept")
        with freeze_time("2027-02-01 10:00:00"):
            self._run()
        self.assertEqual((proposal.state, proposal.decided_by_id.id), ("proposed", False))

    def test_one_administrator_confirms_what_a_rule_proposed(self):
        self._run().with_user(self.user_admin)._confirm()
        self.assertEqual(self.old.state, "anonymised")

    def test_a_merged_file_is_judged_by_all_files_of_the_person(self):
        other = self._create_old("Amina", day="2025-09-01")
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET merged_into_id = %s, root_id = %s WHERE id = %s",
            [self.old.id, self.old.id, other.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self._run())

    def test_a_rule_costs_the_same_for_many_files(self):
        self._list_queries(self._run)  # fills the caches of the registry
        self._create_old("Person")
        one = self._list_queries(self._run)
        for number in range(10):
            self._create_old(f"Person {number}")
        self._assert_no_more_queries(self._list_queries(self._run), one)

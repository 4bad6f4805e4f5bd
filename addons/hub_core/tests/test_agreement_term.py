from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .test_agreement import PDF, AgreementCommon


@freeze_time("2026-03-10 10:00:00")
class TestAgreementTerm(AgreementCommon):
    def _in_force_on(self, day):
        return self.env["hub.agreement"].search([("partner_id", "=", self.organization.id), ("in_force_on", "=", day)])

    def test_which_agreements_are_in_force_on_a_day(self):
        agreement = self._create_active()
        self._create_agreement(name="Draft of the same dates")
        for day, expected in (("2025-12-31", 0), ("2026-01-01", 1), ("2026-12-31", 1), ("2027-01-01", 0)):
            self.assertEqual(len(self._in_force_on(day)), expected, day)
        agreement._terminate(date(2026, 3, 1), "Moved away")
        self.assertEqual(self._in_force_on("2026-02-28"), agreement)
        self.assertFalse(self._in_force_on("2026-03-01"))
        self.assertEqual(agreement.state, "terminated")

    def test_in_force_today_is_searched_both_ways(self):
        agreement = self._create_active()
        draft = self._create_agreement()
        both = [("id", "in", (agreement | draft).ids)]
        search = self.env["hub.agreement"].search
        self.assertEqual(search([*both, ("is_in_force", "=", True)]), agreement)
        self.assertEqual(search([*both, ("is_in_force", "=", False)]), draft)
        self.assertEqual(search([*both, ("is_in_force", "!=", True)]), draft)

    def test_it_expires_the_night_after_its_last_day(self):
        agreement = self._create_active(date_end="2026-04-30")
        with freeze_time("2026-04-30 23:30:00"):  # the first of May in Rabat
            self._night()
            self.assertEqual(agreement.state, "expired")

    def test_it_does_not_expire_on_its_last_day(self):
        agreement = self._create_active()
        with freeze_time("2026-12-31 12:00:00"):
            self._night()
            self.assertEqual(agreement.state, "active")

    def test_a_tacit_renewal_begins_another_term_as_long_as_the_first(self):
        agreement = self._create_active(renewal="tacit", date_start="2026-01-01", date_end="2026-02-28")
        with freeze_time("2026-03-02 12:00:00"):
            self._night()
        self.assertEqual((agreement.state, str(agreement.date_end)), ("active", "2026-04-30"))
        self.assertIn("tacitly renewed", "".join(agreement.message_ids.mapped("body")))
        with freeze_time("2026-12-24 12:00:00"):  # the nights between were missed
            self._night()
        self.assertEqual(str(agreement.date_end), "2026-12-31")

    def test_a_notice_ends_it_on_its_day(self):
        agreement = self._create_active(renewal="tacit")
        agreement._terminate(date(2026, 9, 1), "No more rooms")
        self.assertEqual(agreement.state, "active")
        self.assertTrue(agreement.is_in_force)
        with freeze_time("2026-08-31 12:00:00"):
            self._night()
            self.assertEqual(agreement.state, "active")
        with freeze_time("2026-09-01 12:00:00"):
            self._night()
            self.assertEqual(agreement.state, "terminated")
            self.assertFalse(agreement.is_in_force)

    def test_a_notice_is_withdrawn_before_its_day(self):
        agreement = self._create_active()
        agreement._terminate(date(2026, 9, 1), "No more rooms")
        agreement.with_user(self.user_manager).action_withdraw_notice()
        self.assertFalse(agreement.terminated_on)

    def test_it_ends_neither_before_it_starts_nor_after_its_term(self):
        agreement = self._create_active()
        for day in (date(2025, 12, 31), date(2027, 1, 1)):
            with self._refused(UserError, "Convention Amal can be terminated from"):
                agreement._terminate(day, "x")

    def test_the_wizard_asks_from_when_and_why(self):
        agreement = self._create_active()
        action = agreement.with_user(self.user_manager).action_open_termination()
        wizard = Form(self.env[action["res_model"]].with_user(self.user_manager).with_context(**action["context"]))
        wizard.reason = "Dissolved"
        wizard.save().action_terminate()
        self.assertEqual((agreement.state, agreement.termination_reason), ("terminated", "Dissolved"))

    def test_the_responsible_is_reminded_once_for_each_end(self):
        agreement = self._create_active()
        with freeze_time("2026-10-31 12:00:00"):
            self._night()
            self.assertFalse(agreement.activity_ids)
        with freeze_time("2026-11-01 12:00:00"):
            self._night()
            activity = agreement.activity_ids
            self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.user_hub, "2026-12-31"))
            activity.unlink()
            self._night()
            self.assertFalse(agreement.activity_ids, "who deleted it is not asked again")

    def test_a_tacit_renewal_reminds_before_the_notice_and_for_each_term(self):
        agreement = self._create_active(renewal="tacit", notice_days=30)
        with freeze_time("2026-10-02 12:00:00"):
            self._night()
            self.assertEqual(str(agreement.activity_ids.date_deadline), "2026-12-01")
        with freeze_time("2027-01-01 12:00:00"):
            self._night()
            self.assertFalse(agreement.activity_ids, "the term for which it asked has begun")
        with freeze_time("2027-10-02 12:00:00"):
            self._night()
            self.assertEqual(str(agreement.activity_ids.date_deadline), "2027-12-01")

    def test_nobody_is_reminded_of_what_is_renewed_or_ended(self):
        renewed = self._create_active()
        renewed.action_renew()
        ended = self._create_active()
        ended._terminate(date(2026, 12, 31), "Dissolved")
        with freeze_time("2026-12-01 12:00:00"):
            self._night()
        self.assertFalse((renewed | ended).activity_ids)

    def test_when_the_responsible_has_left_somebody_else_is_reminded(self):
        program = self._create_program(manager_id=self.user_manager.id)
        agreement = self._create_active(program_id=program.id)
        alone = self._create_active()
        self.user_hub.active = False
        with freeze_time("2026-12-01 12:00:00"):
            self._night()
        self.assertEqual(agreement.activity_ids.user_id, self.user_manager)
        self.assertTrue(alone.activity_ids.user_id.has_group("hub_core.group_program_manager"))

    def test_a_renewal_follows_with_the_same_parties_and_as_long_a_term(self):
        agreement = self._create_active(
            party_ids=[Command.create({"partner_id": self.organization.id, "signatory_name": "Mme Alami"})]
        )
        renewal = self.env["hub.agreement"].browse(agreement.with_user(self.user_hub).action_renew()["res_id"])
        self.assertEqual(renewal.previous_id, agreement)
        self.assertEqual((str(renewal.date_start), str(renewal.date_end)), ("2027-01-01", "2027-12-31"))
        self.assertEqual(renewal.party_ids.partner_id, agreement.party_ids.partner_id)
        self.assertIn("Mme Alami", renewal.party_ids.mapped("signatory_name"))
        self.assertFalse(renewal.party_ids.filtered("signed_on"))
        self.assertFalse(renewal.document)
        self.assertEqual(renewal.state, "draft")
        with self._refused(UserError, "already renewed by"):
            agreement.action_renew()

    def test_what_has_no_end_or_is_not_in_force_is_not_renewed(self):
        for agreement in (self._create_active(date_end=False), self._create_agreement()):
            with self._refused(UserError, "Convention Amal"):
                agreement.action_renew()

    def test_a_tacit_agreement_that_another_follows_expires(self):
        agreement = self._create_active(renewal="tacit")
        renewal = self.env["hub.agreement"].browse(agreement.action_renew()["res_id"])
        renewal.document = PDF
        renewal.action_send_for_signature()
        renewal.party_ids.write({"signed_on": "2026-03-01"})
        renewal.action_activate()
        with freeze_time("2027-01-01 12:00:00"):
            self._night()
        self.assertEqual((agreement.state, renewal.state), ("expired", "active"))

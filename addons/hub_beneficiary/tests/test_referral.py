from datetime import date, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon
from odoo.exceptions import AccessError, UserError, ValidationError

NOW = "2026-09-01 10:00:00"


@freeze_time(NOW)
class TestReferral(ReferralCommon):
    def test_a_referral_goes_from_draft_to_its_end(self):
        referral = self._create_referral(sent=False)
        self.assertEqual(referral.state, "draft")
        referral.action_send()
        self.assertEqual((referral.state, referral.initials), ("sent", "Z. S."))
        for state in ("acknowledged", "waitlisted", "accepted", "served", "closed"):
            referral.state = state
        self.assertEqual((referral.state, referral.outcome), ("closed", "served"))

    def test_each_step_that_is_not_drawn_is_refused_with_where_it_stands(self):
        transitions = self.env["hub.referral"]._TRANSITIONS
        referral = self._create_referral()
        for state in transitions.keys() - set(transitions["sent"]):
            with self.subTest(state=state), self.assertRaisesRegex(UserError, f"{referral.ref} is “Sent”"):
                referral.write({"state": state})

    def test_all_that_cannot_take_a_step_are_named(self):
        one = self._create_referral()
        other = self._create_referral(need_type_id=self.env.ref("hub_beneficiary.need_employment").id)
        with self.assertRaises(UserError) as refused:
            (one | other).action_close()
        self.assertIn(one.ref, str(refused.exception))
        self.assertIn(other.ref, str(refused.exception))

    def test_a_referral_begins_as_a_draft(self):
        with self.assertRaisesRegex(UserError, "begins as a draft"):
            self._create_referral(sent=False, state="accepted")

    def test_nobody_is_sent_without_agreement(self):
        other = self._create_beneficiary("Hind", "Refuse")
        other.action_register()
        draft = self._create_referral(other, sent=False)
        with self.assertRaises(UserError):
            draft.action_send()
        self._decide(other, "refused")
        with self.assertRaises(UserError):
            draft.action_send()
        self.assertEqual(draft.state, "draft")

    def test_no_door_goes_around_her_agreement(self):
        other = self._create_beneficiary("Hind", "Refuse")
        other.action_register()
        draft = self._create_referral(other, sent=False)
        with self.assertRaises(UserError):
            draft.with_user(self.user_counsellor).write({"state": "sent"})
        self.assertEqual(draft.state, "draft")

    def test_what_follows_from_steps_is_not_written_by_hand(self):
        referral = self._create_referral().with_user(self.user_counsellor)
        for vals in (
            {"accepted_on": "2020-01-01"},
            {"due_on": False},
            {"state": "accepted", "accepted_on": "2020-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "not written by hand"):
                referral.write(vals)
        with self.assertRaisesRegex(UserError, "not written by hand"):
            self.env["hub.referral"].with_user(self.user_counsellor).create(
                {
                    "beneficiary_id": self.person.id,
                    "organization_id": self.organization.id,
                    "need_type_id": self.env.ref("hub_beneficiary.need_employment").id,
                    "accepted_on": "2020-01-01",
                }
            )

    def test_staff_write_down_whom_an_organisation_refers_on_the_telephone(self):
        request = self._create_request(contact_name="Hind Inconnue")
        values = {
            "direction": "inbound",
            "organization_id": self.organization.id,
            "need_type_id": self.need.id,
            "request_id": request.id,
        }
        referral = self.env["hub.referral"].with_user(self.user_reception).create(values)
        with self.assertRaisesRegex(UserError, "on which day"):
            referral.action_send()
        referral.consent_given_on = "2026-08-31"
        referral.action_send()
        self.assertEqual((referral.state, referral.initials), ("sent", "H. I."))

    def test_something_is_told_once_accepted(self):
        draft = self._create_referral(sent=False, shared_field_ids=[(5,)])
        with self.assertRaisesRegex(UserError, "choose what the organisation is told"):
            draft.action_send()

    def test_the_hub_refers_nobody_to_itself(self):
        with self.assertRaisesRegex(ValidationError, "refers nobody to itself"):
            self._create_referral(organization=self.env.company.partner_id)

    def test_people_are_not_referred_to_a_person(self):
        with self.assertRaisesRegex(ValidationError, "not by a person"):
            self._create_referral(organization=self.person.partner_id)

    def test_nobody_is_referred_to_the_same_place_twice_at_once(self):
        self._create_referral()
        with self._refused_by_database("hub.referral", "already referred to this organisation"):
            self._create_referral(sent=False)

    def test_what_was_sent_does_not_change(self):
        referral = self._create_referral()
        other = self._create_organization("Autre association")
        for vals in (
            {"organization_id": other.id},
            {"note": "More"},
            {"shared_field_ids": [(5,)]},
            {"beneficiary_id": self._create_beneficiary("Hind", "Autre").id},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "were sent as they are"):
                referral.write(vals)

    def test_only_a_draft_is_deleted(self):
        referral, draft = (
            self._create_referral(),
            self._create_referral(sent=False, need_type_id=self.env.ref("hub_beneficiary.need_employment").id),
        )
        with self.assertRaisesRegex(UserError, "Only a draft"):
            referral.with_user(self.user_manager).unlink()
        draft.with_user(self.user_manager).unlink()

    def test_no_name_stands_in_a_referral(self):
        referral = self._create_referral()
        values = str(referral.read([name for name, field in referral._fields.items() if field.store and field.type in
                                    ("char", "text")]))  # fmt: skip
        self.assertNotIn("Secretwali", values + referral.display_name)
        self.assertNotIn("Secretwali", str(referral.message_ids.mapped("body")))

    def test_initials_of_a_name_in_arabic_alone(self):
        person = self._create_beneficiary(False, False, name_ar="زهراء العلوي")
        person.action_register()
        self._decide(person, "granted")
        self.assertEqual(self._create_referral(person).initials, "ز. ا.")

    # the ledger

    def test_who_was_accepted_was_referred(self):
        referral = self._create_referral()
        self.assertFalse(self._get_deliveries(referral))
        referral.action_accept()
        line = self._get_deliveries(referral)
        self.assertEqual(line.service_id, self.env.ref("hub_core.service_external_referral"))
        self.assertEqual((line.partner_id, line.date), (self.person.partner_id, date(2026, 9, 1)))
        referral.write({"state": "no_show"})
        referral.action_close()
        self.assertEqual(self._get_deliveries(referral), line, "the hub's own service was done")

    def test_what_was_withdrawn_counts_for_nothing(self):
        referral = self._create_referral()
        referral.action_accept()
        referral.action_revoke()
        self.assertFalse(self._get_deliveries(referral))

    def test_who_came_from_an_organisation_is_no_referral_to_one(self):
        referral = self._refer_in()
        referral.request_id.beneficiary_id = self.person
        referral.action_accept()
        self.assertFalse(self._get_deliveries(referral))

    # days and reminders

    def test_the_more_urgent_the_sooner_an_answer_is_due(self):
        days = {}
        for urgency in ("normal", "urgent", "immediate"):
            need = self.env["hub.need.type"].create({"name": urgency, "code": f"t_{urgency}"})
            referral = self._create_referral(urgency=urgency, need_type_id=need.id)
            days[urgency] = (referral.due_on - fields.Date.today()).days
        self.assertEqual(days, {"normal": 7, "urgent": 2, "immediate": 1})

    def test_to_have_received_it_is_no_answer(self):
        referral = self._create_referral()
        due = referral.due_on
        with freeze_time("2026-09-03"):
            referral.state = "acknowledged"
        self.assertEqual(referral.due_on, due)

    def test_days_are_a_setting(self):
        self.env["ir.config_parameter"].set_param("hub_beneficiary.referral_days_normal", "3/9")
        referral = self._create_referral()
        self.assertEqual(referral.due_on, date(2026, 9, 4))
        referral.action_accept()
        self.assertEqual(referral.due_on, date(2026, 9, 10))

    def test_who_follows_a_late_referral_is_reminded_once(self):
        self._keep_one_transaction()
        referral = self._create_referral()
        self.env["hub.referral"]._cron_remind()
        self.assertFalse(referral.activity_ids, "the day is not over")
        with freeze_time("2026-09-09"):
            referral.invalidate_recordset(["is_late"])
            self.assertTrue(referral.is_late)
            for _night in range(3):
                self.env["hub.referral"]._cron_remind()
            self.assertEqual(referral.activity_ids.user_id, self.user_counsellor)
            self.assertEqual(len(referral.activity_ids), 1)
            self.assertNotIn("Secretwali", referral.activity_ids.summary)
            referral.action_accept()
            self.assertFalse(referral.activity_ids, "answered")
        with freeze_time("2026-11-01"):
            self.env["hub.referral"]._cron_remind()
        self.assertEqual(len(referral.activity_ids), 1, "what became of it was not said either")

    def test_late_ones_are_searched(self):
        referral = self._create_referral()
        with freeze_time("2026-09-09"):
            self.assertIn(referral, self.env["hub.referral"].search([("is_late", "=", True)]))
            self.assertNotIn(referral, self.env["hub.referral"].search([("is_late", "=", False)]))

    # consent

    def test_who_agrees_for_others_only_ends_what_is_under_way(self):
        referral = self._create_referral()
        self._decide(self.person, recipient_ids=(self._create_organization("Other") | self.organization).ids)
        self.assertEqual(referral.state, "sent")
        self._decide(self.person, recipient_ids=self._create_organization("Third").ids)
        self.assertEqual(referral.state, "revoked")

    def test_who_withdraws_her_consent_ends_what_is_under_way(self):
        referral = self._create_referral()
        referral.action_tell_organization()
        self._decide(self.person, "withdrawn")
        self.assertEqual(referral.state, "revoked")
        self.assertFalse(referral._get_signed_links("referral"))
        self.assertEqual(len(referral.activity_ids), 1, "somebody tells the organisation")

    def test_each_reading_of_the_person_is_a_disclosure(self):
        referral = self._create_referral()
        self.assertEqual(referral.sudo()._get_details(), [])
        referral.action_accept()
        self.assertIn("Zahra Secretwali", [text for _label, text, _code in referral.sudo()._get_details()])
        logged = self.env["hub.disclosure"].search([("res_model", "=", "hub.referral"), ("res_id", "=", referral.id)])
        self.assertEqual(len(logged), 1)
        self.assertEqual(logged.recipient_id, self.organization)

    def test_the_person_reads_to_whom_she_was_referred(self):
        referral = self._create_referral()
        self._create_referral(sent=False, need_type_id=self.env.ref("hub_beneficiary.need_employment").id)
        (line,) = self.person.sudo()._get_own_referrals()
        self.assertEqual((line["name"], line["state"]), ("Maison de quartier", "Sent"))
        referral.action_accept()
        (line,) = self.person.sudo()._get_own_referrals()
        self.assertEqual(line["state"], "Accepted")

    # requests

    def test_what_the_hub_does_with_the_request_is_told_to_who_referred(self):
        referral = self._refer_in()
        request = referral.request_id
        self.assertEqual((request.entry_channel, request.stage_code), ("referral", "welcome"))
        self.assertFalse(referral.beneficiary_id)
        request.with_user(self.user_reception).action_take()
        self.assertEqual(referral.state, "acknowledged")
        request.beneficiary_id = self.person
        self.assertEqual(referral.beneficiary_id, self.person)
        request.with_user(self.user_counsellor).action_orient(self.service_employment)
        self.assertEqual(referral.state, "accepted")
        request.action_close()
        self.assertEqual(referral.state, "served")

    def test_who_is_not_eligible_was_declined(self):
        referral = self._refer_in()
        referral.request_id.beneficiary_id = self.person
        referral.request_id.action_orient(self.env["hub.service"], outcome="not_eligible")
        self.assertEqual((referral.state, referral.decline_reason), ("declined", "not_eligible"))

    def test_what_an_organisation_writes_makes_nobody(self):
        people = self.env["hub.beneficiary"].with_context(active_test=False)
        before, partners = people.search_count([]), self.env["res.partner"].search_count([])
        known = self._refer_in(name="Zahra Secretwali", phone="0612121212")
        unknown = self._refer_in()
        self.assertEqual((people.search_count([]), self.env["res.partner"].search_count([])), (before, partners))
        self.assertEqual(
            {**known._get_portal_line(), "id": 0, "ref": "", "title": ""},
            {**unknown._get_portal_line(), "id": 0, "ref": "", "title": ""},
        )

    def test_the_first_answer_of_a_request_says_by_whom_it_came(self):
        referral = self._refer_in()
        self.assertEqual(referral.request_id.hub_inbound_id, referral)

    # who

    def test_the_referral_of_a_restricted_file_is_closed_with_it(self):
        referral = self._create_referral()
        self.person.write({"is_restricted": True, "user_id": self.user_counsellor.id})
        self.assertEqual(referral.with_user(self.user_counsellor).ref, referral.ref)
        referral.invalidate_recordset()
        with self.assertRaises(AccessError):
            referral.with_user(self.other_counsellor).read(["initials"])

    def test_staff_record_what_an_organisation_says_on_the_telephone(self):
        referral = self._create_referral()
        wizard = self.env["hub.referral.answer"].with_user(self.user_counsellor)
        wizard = wizard.with_context(default_referral_id=referral.id)
        self.assertEqual(wizard.new({}).possible, "acknowledged,waitlisted,accepted,declined")
        with self.assertRaisesRegex(UserError, "why"):
            wizard.create({"step": "declined"}).action_answer()
        wizard.create({"step": "declined", "reason": "full", "answered_by": "Mme Directrice"}).action_answer()
        self.assertEqual((referral.state, referral.answered_by), ("declined", "Mme Directrice"))

    def test_lists_ask_the_database_as_often_for_many_as_for_few(self):
        needs = self.env["hub.need.type"].create([{"name": f"N{n}", "code": f"t_n{n}"} for n in range(12)])
        referrals = self.env["hub.referral"].browse()
        for need in needs:
            referrals |= self._create_referral(need_type_id=need.id)

        self._assert_constant(lambda count: referrals[:count].sudo()._get_portal_lines(), few=2, many=12)

    def test_a_late_answer_on_the_waiting_list_is_due_later(self):
        referral = self._create_referral()
        referral.action_waitlist()
        self.assertEqual(referral.due_on, fields.Date.today() + timedelta(days=30))

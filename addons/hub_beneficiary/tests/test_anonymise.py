from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError

from .anonymise_common import EMAIL, FAMILY, GIVEN, AnonymiseCommon


@freeze_time("2026-11-24 10:00:00")
class TestAnonymise(AnonymiseCommon):
    """What is left of a person who was made anonymous."""

    def test_no_column_of_the_database_holds_her_name_number_or_address_any_more(self):
        before = {(table, column) for table, column, _id in self._find_traces()}
        for place in (
            ("res_partner", "name"),
            ("res_users", "login"),
            ("hub_consent", "guardian_name"),
            ("mail_message", "body"),
            ("mail_tracking_value", "old_value_char"),
            ("hub_register_import_line", "cells"),
            ("hub_phone_message", "body"),
            ("ir_attachment", "index_content"),
        ):
            self.assertIn(place, before, "the test would not see what is left there")
        self.person._anonymise()
        self.assertEqual(self._find_traces(), [])

    def test_what_is_counted_stays_as_it_was(self):
        lines = self.env["hub.service.delivery"].search([("partner_id", "=", self.person.partner_id.id)])
        names = ["date", "service_id", "dim_sex", "dim_age", "dim_age_band", "dim_nationality_id", "dim_household_id"]
        before = lines.read([*names, "dim_category_ids"])
        self.assertTrue(lines)
        self.person._anonymise()
        lines._freeze_anew()
        self.assertEqual(lines.read([*names, "dim_category_ids"]), before)
        self.assertEqual(
            (self.person.sex, self.person.nationality_id.code, self.person.exit_reason), ("female", "SN", "completed")
        )
        self.assertEqual(str(self.person.birthdate), "1990-01-01")
        self.assertEqual(str(self.person.arrival_date), "2019-01-01")
        self.assertTrue(self.person.category_line_ids)
        self.assertEqual(self.person.display_name, self.person.ref)

    def test_what_others_wrote_elsewhere_stays(self):
        other = self._create_beneficiary("Sara")
        message = other.message_post(body="Sara came with a neighbour")
        hers = other.message_post(body="From her", author_id=self.person.partner_id.id, email_from=f"{GIVEN} <{EMAIL}>")
        self.person._anonymise()
        self.assertIn("neighbour", message.body)
        self.assertIn("From her", hers.body)
        self.assertFalse(hers.email_from)
        self.assertEqual(hers.author_id.name, self.person.ref)

    def test_a_change_logged_on_another_record_shows_the_reference(self):
        other = self._create_beneficiary("Sara")
        request = self._create_request(other).with_context(tracking_disable=False, mail_notrack=False)
        self.flush_tracking()
        request.beneficiary_id = self.person
        self.flush_tracking()
        request.beneficiary_id = other
        self.flush_tracking()
        values = self.env["mail.tracking.value"].search(
            [("mail_message_id.model", "=", "crm.lead"), ("mail_message_id.res_id", "=", request.id)], order="id"
        )
        self.assertEqual(values[-1].old_value_char, self.person.name)
        self.person._anonymise()
        self.assertEqual(values[-1].old_value_char, self.person.ref)
        self.assertEqual(values[-1].new_value_char, other.name)

    def test_a_household_with_others_keeps_its_name(self):
        other = self._create_beneficiary("Sara", FAMILY)
        self.env["hub.household.member"].create({"household_id": self.household.id, "beneficiary_id": other.id})
        self.person._anonymise()
        self.assertEqual(self.household.name, FAMILY)
        other.action_register()
        other.action_exit("completed")
        other._anonymise()
        self.assertFalse(self.household.name)

    def test_a_second_time_changes_nothing(self):
        self.person._anonymise()
        stamp = self.person.write_date
        self.assertFalse(self.person._anonymise())
        self.assertEqual(self.person.write_date, stamp)

    def test_the_whole_cluster_goes_together(self):
        twin = self._create_beneficiary(GIVEN, FAMILY, note=GIVEN)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET merged_into_id = %s, root_id = %s WHERE id = %s",
            [self.person.id, self.person.id, twin.id],
        )
        self.env["hub.beneficiary.merge"].create(
            {"beneficiary_id": twin.id, "other_id": self.person.id, "action": "merge", "reason": f"Both are {GIVEN}"}
        )
        self.env.invalidate_all()
        people = twin._anonymise()
        self.assertEqual(people, self.person + twin)
        self.assertEqual(self._find_traces(), [])

    def test_a_restricted_file_goes_whoever_confirms(self):
        self.person.is_restricted = True
        self._propose().with_user(self.user_admin)._confirm()
        self.assertEqual(self.person.state, "anonymised")

    def test_what_goes_on_stands_in_the_way_all_of_it_named(self):
        self.request.action_reopen()
        event = self.env["calendar.event"].create(
            {
                "hub_beneficiary_id": self.person.id,
                "start": fields.Datetime.now() + timedelta(days=1),
                "stop": fields.Datetime.now() + timedelta(days=1, hours=1),
            }
        )
        with self.assertRaisesRegex(UserError, r"requests \(1\).*Appointments to come \(1\)"):
            self.person._anonymise()
        self.assertEqual(self.person.given_name, GIVEN)
        self.person._anonymise(close_open=True)
        self.assertEqual(self.request.stage_code, "closed")
        self.assertFalse(event.active)
        self.assertEqual(self.person.state, "anonymised")

    def test_open_referrals_and_enrolments_end_and_hold_no_word_of_her(self):
        program = self._create_program(state="active")
        need = self.env["hub.need.type"].search([], limit=1)
        common = {"beneficiary_id": self.person.id, "need_type_id": need.id}
        referral = self.env["hub.referral"].create(
            {**common, "organization_id": self._create_organization().id, "note": f"{GIVEN} needs help"}
        )
        sent = self.env["hub.referral"].create(
            {**common, "organization_id": self._create_organization("Other").id, "note": f"About {GIVEN}"}
        )
        sent.write({"state": "sent", "sent_at": fields.Datetime.now()})
        enrolment = self.env["hub.enrolment"].create(
            {"beneficiary_id": self.person.id, "program_id": program.id, "note": f"{GIVEN} takes part"}
        )
        with self.assertRaisesRegex(UserError, r"referrals \(2\).*enrolments \(1\)"):
            self.person._anonymise()
        self.person._anonymise(close_open=True)
        self.assertFalse(referral.exists())
        self.assertEqual((sent.state, enrolment.state, enrolment.outcome), ("revoked", "ended", "left"))
        self.assertEqual(self._find_traces(), [])

    def test_who_works_here_is_not_made_anonymous(self):
        person = self._create_beneficiary("Staff", partner_id=self.user_counsellor.partner_id.id)
        with self.assertRaisesRegex(UserError, "work here"):
            person._anonymise(close_open=True)

    def test_her_account_is_closed(self):
        self.person._anonymise()
        self.assertFalse(self.user_person.active)
        self.assertEqual(self.user_person.login, f"anonymised-{self.user_person.id}")
        self.assertEqual(self.person.partner_id.name, self.person.ref)
        self.assertFalse(self.person.partner_id.active)

    def test_links_to_her_open_nothing_any_more(self):
        link = self.env["hub.signed.link"]._issue(self.person.partner_id, "access", partner=self.person.partner_id)
        self.person._anonymise()
        self.assertEqual(link.state, "revoked")

    def test_a_row_of_a_register_is_not_imported_again(self):
        self.person._anonymise()
        self.assertEqual(self.row.receipt, "0" * 64)
        self.assertFalse(self.row.cells)
        self.assertFalse(self.row.import_id.file)

    def test_the_log_of_readings_says_who_did_it(self):
        self._propose().with_user(self.user_admin)._confirm()
        log = self.env["hub.access.log"].search([("res_id", "=", self.person.id), ("how", "=", "anonymised")])
        self.assertEqual((log.user_id, log.reference), (self.user_admin, self.person.ref))

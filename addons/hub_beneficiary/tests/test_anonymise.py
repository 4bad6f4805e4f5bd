import base64
from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.models.hub_beneficiary_anonymise import is_anonymising
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.hub_core.tools import cleaning
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

#: Nobody else in any database is called so.
GIVEN, FAMILY, ARABIC = "Zoubidaxa", "Benqarqachi", "زبيدكسا"
PHONE, EMAIL, NUMBER = "0600991177", "zoubidaxa@example.net", "XQ991177"
TRACES = (GIVEN, FAMILY, ARABIC, "600991177", EMAIL, NUMBER)
#: (table, column) → why a name may stand there after all.
ALLOWED = {
    ("hub_complaint", "*"): "a complaint hangs on nobody's file, and is made anonymous by a time of its own",
    ("mail_message", "body"): "what others wrote on other people's records is theirs",
}
TYPES = ("text", "character varying", "json", "jsonb")


@freeze_time("2026-11-24 10:00:00")
class AnonymiseCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_full_file()
        cls.env.flush_all()

    @classmethod
    def _create_full_file(cls):
        """A person about whom everything is on file, of which nothing goes on any more."""
        person = cls._create_beneficiary(
            GIVEN, FAMILY, name_ar=ARABIC, phone=PHONE, email=EMAIL, birthdate="1991-07-23", sex="female",
            note=f"Call {GIVEN}", spoken_languages=f"{GIVEN} speaks", phone_owner=f"Brother of {GIVEN}",
            nationality_id=cls.env.ref("base.sn").id, city=f"Douar {FAMILY}", arrival_date="2019-05-06",
            user_id=cls.user_counsellor.id,
            identity_ids=[Command.create({"type": "passport", "number": NUMBER})],
            category_line_ids=[
                Command.create(
                    {"category_id": cls.env.ref("hub_beneficiary.category_youth").id, "evidence": f"Card of {GIVEN}"}
                )
            ],
            consent_ids=[
                Command.create(
                    {"given_by": "guardian", "guardian_name": f"Mother {FAMILY}", "note": f"Signed by {GIVEN}"}
                )
            ],
        )  # fmt: skip
        cls.household = cls._create_household(person, name=FAMILY, street=f"At {FAMILY}")
        cls.request = cls._create_request(
            person, received_on="2026-01-05", hub_note=f"{GIVEN} asks", contact_name=GIVEN, phone=PHONE
        )
        cls.env["calendar.event"].create(
            {
                "hub_beneficiary_id": person.id,
                "start": "2026-02-01 09:00:00",
                "stop": "2026-02-01 10:00:00",
                "description": f"With {GIVEN}",
            }
        )
        person.action_register()
        person.message_post(body=f"{GIVEN} telephoned", subject=GIVEN)
        person.activity_schedule("mail.mail_activity_data_todo", note=f"Ask {GIVEN}", user_id=cls.user_counsellor.id)
        cls.request.message_post(body=f"On {FAMILY}", author_id=person.partner_id.id, email_from=f"{GIVEN} <{EMAIL}>")
        for record in (person, person.partner_id, cls.request):
            cls.env["ir.attachment"].create(
                {"name": f"{GIVEN}.txt", "raw": b"file of Zoubidaxa", "res_model": record._name, "res_id": record.id}
            )
        cls.env["hub.phone.message"]._prepare_for(cls.request, person.partner_id, f"Hello {GIVEN}")._mark_sent("staff")
        cls._add_register_row(person)
        cls._add_account(person)
        person = person.with_context(tracking_disable=False, mail_notrack=False)
        person.given_name = "Another"
        cls.flush_tracking()
        person.given_name = GIVEN
        cls.flush_tracking()
        cls.request.action_close()
        person.action_exit("completed")
        return person

    @classmethod
    def flush_tracking(cls):
        """Write down the changes, as the end of a transaction does."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    @classmethod
    def _add_register_row(cls, person):
        register = cls.env["hub.register.import"].create(
            {"file": base64.b64encode(f"Nom\n{GIVEN}".encode()), "filename": "register.csv"}
        )
        register.column_ids.write({"sample": GIVEN})
        cls.row = cls.env["hub.register.import.line"].create(
            {
                "import_id": register.id,
                "row": 2,
                "name": GIVEN,
                "details": PHONE,
                "message": f"As {FAMILY}",
                "cells": [GIVEN, PHONE],
                "outcome": "new",
                "state": "done",
                "beneficiary_id": person.id,
                "receipt": "0" * 64,
            }
        )

    @classmethod
    def _add_account(cls, person):
        cls.user_person = cls._create_user(
            EMAIL, "base.group_portal", partner_id=person.partner_id.id, name=person.name, signature=f"<p>{GIVEN}</p>"
        )

    def _find_traces(self, traces=TRACES):
        """``[(table, column, id)]`` where one of these words stands, in any text or JSON column of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT c.table_name, array_agg(c.column_name::text)
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema AND t.table_type = 'BASE TABLE' AND c.data_type IN %s
             GROUP BY c.table_name
            """,
            [TYPES],
        )
        found = []
        for table, columns in self.env.cr.fetchall():
            for column in columns:
                query = SQL(
                    "SELECT %s, id FROM %s AS one WHERE %s ILIKE ANY(%s)",
                    column,
                    SQL.identifier(table),
                    SQL("%s::text", SQL.identifier(column)),
                    [f"%{trace}%" for trace in traces] + [f"%{self._escape(ARABIC)}%"],
                ) if self._has_id(table) else SQL(
                    "SELECT %s, 0 FROM %s WHERE %s ILIKE ANY(%s)",
                    column,
                    SQL.identifier(table),
                    SQL("%s::text", SQL.identifier(column)),
                    [f"%{trace}%" for trace in traces],
                )  # fmt: skip
                found += [(table, name, id_) for name, id_ in self.env.execute_query(query)]
        return found

    @staticmethod
    def _escape(text):
        """As plain JSON writes it; the backslashes doubled for LIKE."""
        return "".join(f"\\\\u{ord(char):04x}" for char in text)

    def _has_id(self, table):
        self.env.cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'", [table]
        )
        return bool(self.env.cr.fetchone())

    def _propose(self, person=None, user=None, ground="asked"):
        return (
            self.env["hub.retention.proposal"]
            .with_user(user or self.user_manager)
            .create({"beneficiary_id": (person or self.person).id, "ground": ground})
        )


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


@freeze_time("2026-11-24 10:00:00")
class TestAnonymousFile(AnonymiseCommon):
    """There is no way back, and nothing is added."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person._anonymise()

    def test_nothing_is_written_in_an_anonymous_file(self):
        for vals in ({"given_name": "Amina"}, {"state": "registered"}, {"active": True}, {"note": "She came"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, self.person.ref):
                self.person.write(vals)

    def test_nothing_is_added_to_an_anonymous_file(self):
        person = {"beneficiary_id": self.person.id}
        rows = {
            "hub.consent": {},
            "hub.beneficiary.identity": {"type": "passport", "number": "NEW1"},
            "hub.beneficiary.category.line": {
                "category_id": self.env.ref("hub_beneficiary.category_regular_migrant").id
            },
            "hub.household.member": {"household_id": self._create_household().id},
            "crm.lead": {"is_hub_request": True},
        }
        for model, vals in rows.items():
            with self.subTest(model=model), self.assertRaisesRegex(ValidationError, "made anonymous"):
                self.env[model].create({**person, **vals})

    def test_the_database_keeps_a_name_out_of_an_anonymous_file(self):
        for column in ("given_name", "name_ar", "phone_e164", "note"):
            with (
                self.subTest(column=column),
                self._refused_by_database("hub.beneficiary", "An anonymous file holds no name"),
            ):
                self.env.cr.execute(
                    SQL("UPDATE hub_beneficiary SET %s = 'x' WHERE id = %s", SQL.identifier(column), self.person.id)
                )

    def test_nobody_makes_a_file_anonymous_by_its_status(self):
        other = self._create_beneficiary("Sara")
        with self.assertRaisesRegex(UserError, "by a proposal"):
            other.with_user(self.user_admin).write({"state": "anonymised"})
        with self.assertRaises(UserError):
            other.with_context(hub_anonymising=True).write({"state": "anonymised"})
        self.assertFalse(is_anonymising())

    def test_an_anonymous_file_is_in_no_list_and_no_search(self):
        people = self.env["hub.beneficiary"]
        self.assertNotIn(self.person, people.search([]))
        self.assertFalse(people.with_context(active_test=False).search([("display_name", "ilike", GIVEN)]))


class TestAppendOnlyCleaning(BeneficiaryCommon):
    """An append-only line can be emptied of a name while a person is made anonymous, and never be changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls._create_beneficiary(
            consent_ids=[Command.create({"given_by": "guardian", "guardian_name": "Mother", "note": "Paper 7"})]
        )
        cls.consent = person.consent_ids
        cls.env.flush_all()

    def _update(self, assignment):
        self.env.cr.execute(f"UPDATE hub_consent SET {assignment} WHERE id = %s", [self.consent.id])

    def _refused(self, assignment):
        with (
            self.subTest(assignment=assignment),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "never changed"),
            self.env.cr.savepoint(),
        ):
            self._update(assignment)

    def test_outside_nothing_is_emptied(self):
        self._refused("note = NULL")
        self._refused("guardian_name = '***'")

    def test_inside_only_free_text_is_emptied_and_nothing_rewritten(self):
        with cleaning(self.env.cr):
            self._refused("decision = 'refused'")
            self._refused("note = 'Another paper'")
            self._refused("guardian_name = 'Father'")
            self._refused("note = NULL, date = '2020-01-01'")
            self._update("note = NULL, guardian_name = '***'")
        self._refused("note = NULL")

    def test_inside_no_line_is_deleted(self):
        with (
            cleaning(self.env.cr),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "nor deleted"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM hub_consent WHERE id = %s", [self.consent.id])

    def test_an_error_inside_leaves_the_door_closed(self):
        with self.assertRaises(ZeroDivisionError), cleaning(self.env.cr):
            raise ZeroDivisionError
        self._refused("note = NULL")


@freeze_time("2026-11-24 10:00:00")
class TestAnonymiseTakesTwo(AnonymiseCommon):
    def _open_wizard(self, proposal, user=None):
        wizard = self.env["hub.anonymise.wizard"].with_user(user or self.user_admin)
        return wizard.create({"proposal_ids": [Command.set(proposal.ids)]})

    def test_a_manager_proposes_and_an_administrator_types_the_reference(self):
        propose = self.env["hub.anonymise.propose"].with_user(self.user_manager)
        propose.create({"beneficiary_ids": [Command.set(self.person.ids)], "ground": "asked"}).action_propose()
        wizard = self._open_wizard(self.person.retention_proposal_ids)
        self.assertIn("Passport" if False else "Identity document", wizard.preview)
        with self.assertRaisesRegex(UserError, self.person.ref):
            wizard.action_confirm()
        wizard.confirmation = self.person.ref.lower()
        wizard.action_confirm()
        self.assertEqual(self.person.state, "anonymised")
        self.assertEqual(self.person.retention_proposal_ids.state, "done")
        self.assertEqual(self._find_traces(), [])

    def test_who_proposes_does_not_confirm(self):
        proposal = self._propose(user=self.user_admin)
        with self.assertRaisesRegex(UserError, "somebody else"):
            proposal._confirm()
        with self._refused_by_database("hub.retention.proposal", "somebody else does"):
            proposal.sudo().write({"state": "done", "decided_by_id": self.user_admin.id})

    def test_a_manager_does_not_confirm(self):
        proposal = self._propose(user=self.user_admin)
        with self.assertRaises(AccessError):
            proposal.with_user(self.user_manager)._confirm()
        with self.assertRaises(AccessError):
            self._open_wizard(proposal, self.user_manager)

    def test_nobody_sends_another_proposer_or_a_decision(self):
        proposal = (
            self.env["hub.retention.proposal"]
            .with_user(self.user_manager)
            .create(
                {
                    "beneficiary_id": self.person.id,
                    "ground": "asked",
                    "proposed_by_id": self.user_hub.id,
                    "state": "done",
                    "decided_by_id": self.user_admin.id,
                }
            )
        )
        self.assertEqual((proposal.proposed_by_id, proposal.state), (self.user_manager, "proposed"))
        with self.assertRaises(AccessError):
            proposal.write({"state": "done"})

    def test_a_file_is_proposed_once(self):
        self._propose()
        with self._refused_by_database("hub.retention.proposal", "proposed already"):
            self._propose()

    def test_a_kept_file_says_until_when_and_why(self):
        proposal = self._propose()
        with self.assertRaisesRegex(UserError, "a day to come"):
            proposal._keep(fields.Date.to_date("2026-11-24"), "A claim")
        proposal._keep(fields.Date.to_date("2027-11-24"), "A claim")
        self.assertEqual((proposal.state, proposal.decided_by_id), ("kept", self.user_manager))

    def test_several_people_are_confirmed_by_their_number(self):
        other = self._create_beneficiary("Sara")
        proposals = self._propose() | self._propose(other)
        wizard = self._open_wizard(proposals)
        self.assertEqual(wizard.expected, "2")
        wizard.confirmation = "2"
        wizard.action_confirm()
        self.assertEqual((self.person + other).mapped("state"), ["anonymised", "anonymised"])

    def test_the_preview_is_counted_in_the_same_queries_for_many_rows(self):
        self._list_queries(self.person._get_anonymise_preview)  # fills the caches of the registry
        before = self._list_queries(self.person._get_anonymise_preview)
        for number in range(5):
            self.person.message_post(body=f"Again {number}")
            self._create_request(self.person, received_on=f"2026-03-0{number + 1}").action_close()
        self._assert_no_more_queries(self._list_queries(self.person._get_anonymise_preview), before, slack=2)

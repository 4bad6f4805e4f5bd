from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.models.hub_beneficiary_anonymise import is_anonymising
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.hub_core.tools import cleaning
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from .anonymise_common import GIVEN, AnonymiseCommon


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

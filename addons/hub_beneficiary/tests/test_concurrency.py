from datetime import timedelta

from odoo import fields
from odoo.addons.hub_beneficiary.tests.race_common import RaceCase
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged
from psycopg2 import errors


@tagged("post_install", "-at_install")
class TestConcurrency(RaceCase):
    """Two members of staff at once, each on a connection of her own: one of them wins."""

    def test_two_heads_of_one_household(self):
        people = self._create_people("Race One", "Race Two")
        household = self._commit("hub.household", {"name": "Race"})

        def join(person):
            return lambda env: env["hub.household.member"].create(
                {"household_id": household, "beneficiary_id": person, "role": "head", "is_primary": False}
            )

        error = self._race(join(people[0]), join(people[1]))
        self.assertIsInstance(error, errors.ExclusionViolation)
        self.assertEqual(error.diag.constraint_name, "hub_household_member_head_overlap")
        with self._cursor() as env:
            self.assertEqual(env["hub.household"].browse(household).head_id.id, people[0])

    def test_two_main_households_of_one_person(self):
        (person,) = self._create_people("Race Three")
        households = [self._commit("hub.household", {"name": name}) for name in ("Race A", "Race B")]

        def join(household):
            return lambda env: env["hub.household.member"].create({"household_id": household, "beneficiary_id": person})

        error = self._race(join(households[0]), join(households[1]))
        self.assertIsInstance(error, errors.ExclusionViolation)
        self.assertEqual(error.diag.constraint_name, "hub_household_member_main_overlap")

    def test_two_overlapping_stays_in_one_household(self):
        (person,) = self._create_people("Race Nine")
        household = self._commit("hub.household", {"name": "Race"})

        def live(start, end):
            vals = {"household_id": household, "beneficiary_id": person, "is_primary": False}
            return lambda env: env["hub.household.member"].create({**vals, "date_start": start, "date_end": end})

        error = self._race(live("2026-01-01", "2026-06-01"), live("2026-05-01", "2026-09-01"))
        self.assertIsInstance(error, errors.ExclusionViolation)
        self.assertEqual(error.diag.constraint_name, "hub_household_member_member_overlap")

    def test_two_households_found_to_be_each_other_s_family(self):
        one, two = [self._commit("hub.household", {"name": name}) for name in ("Race C", "Race D")]

        def merge(source, target):
            return lambda env: env["hub.household"].browse(source)._merge_into(env["hub.household"].browse(target))

        error = self._race(merge(one, two), merge(two, one))
        self.assertIsInstance(error, UserError)
        with self._cursor() as env:
            households = env["hub.household"].browse([one, two])
            self.assertEqual(households.root_id, households[1])
            households[:1]._undo_merge()

    def test_two_renewals_of_one_document(self):
        (person,) = self._create_people("Race Ten")
        card = {"beneficiary_id": person, "type": "residence_card"}
        permit = self._commit("hub.beneficiary.identity", {**card, "number": "RACE-P1"})

        def renew(number):
            return lambda env: env["hub.beneficiary.identity"].create({**card, "number": number, "renews_id": permit})

        error = self._race(renew("RACE-P2"), renew("RACE-P3"))
        self.assertIsInstance(error, UserError)
        self.assertIn("Residence card RACE-P1", str(error))
        with self._cursor() as env:
            self.assertEqual(env["hub.beneficiary.identity"].browse(permit).renewal_ids.number, "RACE-P2")
            env["hub.beneficiary.identity"].browse(permit).renewal_ids.unlink()

    def test_two_crons_remind_once(self):
        (person,) = self._create_people("Race Eleven")
        expires_on = fields.Date.today() + timedelta(days=80)
        permit = self._commit(
            "hub.beneficiary.identity",
            {"beneficiary_id": person, "type": "residence_card", "number": "RACE-P4", "expires_on": expires_on},
        )

        def remind(env):
            today = fields.Date.today()
            permits = env["hub.beneficiary.identity"]
            due = permits.search(permits._get_reminder_domain(today) & Domain("id", "=", permit))
            due.try_lock_for_update(allow_referencing=True)._remind(today)

        self._race(remind, remind)
        with self._cursor() as env:
            self.assertEqual(env["mail.activity"].search_count([("hub_identity_id", "=", permit)]), 1)
            remind(env)
            self.assertEqual(env["mail.activity"].search_count([("hub_identity_id", "=", permit)]), 1)

    def test_two_administrators_make_one_file_anonymous(self):
        (person,) = self._create_people("Race Privacy")

        def anonymise(env):
            env["hub.beneficiary"].browse(person)._anonymise()

        error = self._race(anonymise, anonymise)
        self.assertIsInstance(error, UserError)
        with self._cursor() as env:
            self.assertEqual(env["hub.beneficiary"].browse(person).state, "anonymised")

    def test_nothing_comes_to_a_file_that_becomes_anonymous_meanwhile(self):
        (person,) = self._create_people("Race Erased")

        def anonymise(env):
            env["hub.beneficiary"].browse(person)._anonymise()

        def ask(env):
            request = env["crm.lead"].create(
                {"is_hub_request": True, "beneficiary_id": person, "hub_note": "Race Erased asks"}
            )
            self.cleanups.append(("crm.lead", request.ids))

        # The server tries again what the database could not put in order, and then reads that the file is anonymous.
        self.assertIsInstance(self._race(anonymise, ask), errors.SerializationFailure)
        with self._cursor() as env:
            self.assertFalse(env["crm.lead"].search_count([("beneficiary_id", "=", person)]))

    def test_a_file_to_which_something_comes_is_not_made_anonymous_meanwhile(self):
        (person,) = self._create_people("Race Asked")
        request = []

        def ask(env):
            request.append(env["crm.lead"].create({"is_hub_request": True, "beneficiary_id": person}).id)
            self.cleanups.append(("crm.lead", request))

        error = self._race(ask, lambda env: env["hub.beneficiary"].browse(person)._anonymise())
        self.assertIsInstance(error, UserError)

    def test_one_document_on_two_files(self):
        people = self._create_people("Race Four", "Race Five")

        def record(person):
            return lambda env: env["hub.beneficiary.identity"].create(
                {"beneficiary_id": person, "type": "cin", "number": "RACE-0001"}
            )

        error = self._race(record(people[0]), record(people[1]))
        self.assertIsInstance(error, errors.UniqueViolation)
        self.assertEqual(error.diag.constraint_name, "hub_beneficiary_identity_number_uniq")

    def test_two_files_of_one_contact(self):
        with self._cursor() as env:
            partner = env["res.partner"].create({"name": "Race Six", "is_beneficiary": True}).id

        def open_file(env):
            person = env["hub.beneficiary"].create({"given_name": "Race Six", "partner_id": partner})
            self.cleanups.append(("hub.beneficiary", person.ids))

        error = self._race(open_file, open_file)
        self.assertIsInstance(error, errors.UniqueViolation)
        self.assertEqual(error.diag.constraint_name, "hub_beneficiary_partner_uniq")

    def test_two_counsellors_take_one_request(self):
        (person,) = self._create_people("Race Seven")
        request = self._commit("crm.lead", {"is_hub_request": True, "beneficiary_id": person})

        def take(env):
            env["crm.lead"].browse(request).action_take()

        error = self._race(take, take)
        self.assertIsInstance(error, UserError)
        self.assertIn("Somebody is already with them", str(error))
        with self._cursor() as env:
            self.assertEqual(env["crm.lead"].browse(request).stage_code, "interview")

    def test_references_are_given_once(self):
        references = []

        def create(env):
            person = env["hub.beneficiary"].create({"given_name": "Race Eight"})
            self.cleanups.append(("hub.beneficiary", person.ids))
            references.append(person.ref)

        self.assertIsNone(self._race(create, create))
        self.assertEqual(len(set(references)), 2)

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, mute_logger
from psycopg2 import Error


@freeze_time("2026-11-23")
class TestDisclosure(BeneficiaryCommon):
    """Data of a person leave by one door, on her last word about the purpose, and every time is written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(state="registered", birthdate="1990-05-02", phone="0612345678")
        cls.partners = cls.env.ref("hub_beneficiary.purpose_partners")
        cls.contact = cls.env.ref("hub_beneficiary.purpose_contact")
        cls.amal = cls._create_organization()
        cls.other = cls._create_organization("Association Nour")

    def _decide(self, decision="granted", person=None, **values):
        return self.env["hub.consent"].create(
            {"beneficiary_id": (person or self.amina).id, "decision": decision, **values}
        )

    def _refusal(self, recipient=None, names=("name",), person=None):
        may, sentence = (person or self.amina)._may_disclose("partners", recipient or self.amal, names)
        self.assertEqual(may, not sentence)
        return sentence

    def test_what_goes_out_is_what_was_asked_for_and_is_logged_without_values(self):
        consent = self._decide()
        person = self.amina.with_user(self.user_reception)
        values = person._disclose("partners", self.amal, ["name", "phone"], "sheet", self.amina)
        self.assertEqual(values, {"name": "Amina Alaoui", "phone": self.amina.phone})
        line = self.env["hub.disclosure"].search([("beneficiary_id", "=", self.amina.id)])
        self.assertEqual((line.consent_id, line.recipient_id, line.user_id), (consent, self.amal, self.user_reception))
        self.assertEqual(set(line.field_ids.mapped("code")), {"name", "phone"})
        self.assertEqual((line.how, line.res_model, line.res_id), ("sheet", "hub.beneficiary", self.amina.id))

    def test_without_a_word_nothing_goes_out(self):
        with self.assertRaisesRegex(UserError, "was not asked yet"):
            self.amina._disclose("partners", self.amal, ["name"], "sheet")
        self.assertFalse(self.env["hub.disclosure"].search([("beneficiary_id", "=", self.amina.id)]))

    def test_a_withdrawal_stops_the_next_disclosure(self):
        self._decide()
        self.assertFalse(self._refusal())
        self.amina._withdraw_consent(self.partners)
        self.assertIn("withdrew the consent", self._refusal())
        self.assertEqual(self.amina._get_purpose_state("contact"), "granted", "the other purposes stay")
        self.amina._withdraw_consent()
        self.assertEqual(self.amina._get_purpose_state("contact"), "refused")

    def test_what_is_not_ticked_is_refused(self):
        self._decide(purpose_ids=[(6, 0, self.contact.ids)])
        self.assertIn("refused", self._refusal())
        self._decide(scope="purposes", purpose_ids=[(6, 0, self.partners.ids)])
        self.assertFalse(self._refusal())

    def test_a_consent_ends_on_its_day(self):
        self._decide(date="2026-11-01", expires_on="2026-11-23")
        self.assertFalse(self._refusal())
        with freeze_time("2026-11-24"):
            self.assertIn("ended on", self._refusal())

    def test_only_to_the_organisations_that_she_named(self):
        self._decide(recipient_ids=[(6, 0, self.other.ids)])
        self.assertIn("Association Nour only", self._refusal())
        self.assertFalse(self._refusal(self.other))

    def test_only_organisations_and_only_what_the_purpose_allows(self):
        self._decide()
        self.assertIn("not an organisation", self._refusal(self.amina.partner_id))
        self.assertIn("may not be passed on: Categories", self._refusal(names=["name", "categories"]))
        self.assertIn("no parts of a file: iban", self._refusal(names=["iban"]))
        self.assertIn("Choose what", self._refusal(names=[]))

    def test_every_reason_is_told_at_once(self):
        self.assertEqual(len(self._refusal(self.amina.partner_id, ["iban"]).splitlines()), 3)

    def test_the_last_word_counts_on_whichever_file_it_is(self):
        twin = self._create_beneficiary("Aminata", state="registered")
        self._decide(date="2026-11-01")
        self._decide("withdrawn", person=twin, date="2026-11-20")
        self.assertFalse(self._refusal())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET merged_into_id = %s, root_id = %s WHERE id = %s",
            [self.amina.id, self.amina.id, twin.id],
        )
        self.env.invalidate_all()
        self.assertIn("withdrew", self._refusal())

    def test_a_child_needs_a_guardian_and_her_own_word_when_of_age(self):
        child = self._create_beneficiary("Lina", state="registered", birthdate="2009-01-10")
        with self.assertRaisesRegex(ValidationError, "is a child"):
            self._decide(person=child)
        with self.assertRaisesRegex(ValidationError, "own guardian"):
            self._decide(person=child, given_by="guardian", guardian_id=child.id)
        self._decide(person=child, given_by="guardian", guardian_id=self.amina.id)
        self.assertFalse(self._refusal(person=child))
        with freeze_time("2027-01-10"):
            self.assertIn("of age now", self._refusal(person=child))
        self.assertTrue(self._decide("refused", person=child), "her no is heard")

    def test_a_register_does_not_say_who_agreed_for_a_child(self):
        child = self._create_beneficiary("Lina", state="registered", birthdate="2012-01-10")
        self._decide(person=child, method="import")
        self.assertIn("a guardian has to agree", self._refusal(person=child))

    def test_the_database_keeps_the_log(self):
        self._decide()
        self.amina._disclose("partners", self.amal, ["name"], "sheet")
        self.env.flush_all()
        for table in (
            "hub_disclosure",
            "hub_disclosure_hub_disclosure_field_rel",
            "hub_consent_hub_consent_purpose_rel",
        ):
            query = SQL("DELETE FROM %s", SQL.identifier(table))
            with (
                self.subTest(table=table),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_a_purpose_that_somebody_answered_to_stays(self):
        self._decide()
        with self.assertRaisesRegex(UserError, "Archive them"):
            self.partners.unlink()

    def test_states_of_many_people_cost_one_query(self):
        people = self.amina | self._create_beneficiary("Sara") | self._create_beneficiary("Omar")
        self._decide()
        self.env.flush_all()
        with self.assertQueryCount(1):
            words = self.env["hub.consent"]._get_words(people)
        self.assertEqual({person for person, _purpose in words}, {self.amina.id})

    # ------------------------------------------------------------
    # Names
    # ------------------------------------------------------------
    def test_names_are_cleaned_whichever_way_they_come(self):
        person = self._create_beneficiary("  \u202eSa\x07ra\u200f ", "Ben\n  Ali")
        self.assertEqual((person.given_name, person.family_name), ("Sara", "Ben Ali"))
        person.write({"name_ar": "\u200fسارة\u202c"})
        self.assertEqual(person.name_ar, "سارة")

    def test_a_name_of_ten_thousand_letters_is_refused_with_its_field(self):
        with self.assertRaisesRegex(ValidationError, "Given name: .* too many"):
            self._create_beneficiary("a" * 10_000)
        with self._refused_by_database("hub.beneficiary", "at most"):
            self.env.cr.execute("UPDATE hub_beneficiary SET given_name = repeat('a', 5000)")

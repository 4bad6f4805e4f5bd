from odoo.addons.hub_beneficiary.tests.race_common import RaceCase
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL
from psycopg2 import errors

LOST = (UserError, errors.SerializationFailure, errors.LockNotAvailable)
WRITTEN = (
    "hub_disclosure_hub_disclosure_field_rel",
    "hub_disclosure",
    "hub_consent_hub_consent_purpose_rel",
    "hub_consent",
)


@tagged("post_install", "-at_install")
class TestConsentRace(RaceCase):
    """A withdrawal and a disclosure at the same moment: one of them is first, and the other knows it."""

    def setUp(self):
        super().setUp()
        self.partner = self._commit("res.partner", {"name": "Maison des rivales", "is_company": True})
        self.person = self._commit("hub.beneficiary", {"given_name": "Rivale", "family_name": "Consent"})
        with self._cursor() as env:
            env["hub.beneficiary"].browse(self.person).action_register()
            env["hub.consent"].create({"beneficiary_id": self.person})

    def _clean(self):
        """What nobody deletes is deleted here, with the guard of its tables put aside for a moment."""
        with self._cursor() as env:
            for table in WRITTEN:
                guards = SQL.identifier(table)
                owner = SQL("SELECT id FROM hub_consent WHERE beneficiary_id = %s", self.person)
                column = {
                    "hub_disclosure_hub_disclosure_field_rel": SQL(
                        "hub_disclosure_id IN (SELECT id FROM hub_disclosure WHERE beneficiary_id = %s)", self.person
                    ),
                    "hub_consent_hub_consent_purpose_rel": SQL("hub_consent_id IN (%s)", owner),
                }.get(table, SQL("beneficiary_id = %s", self.person))
                env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", guards))
                env.cr.execute(SQL("DELETE FROM %s WHERE %s", guards, column))
                env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", guards))
        return super()._clean()

    def _disclose(self, env):
        person, partner = env["hub.beneficiary"].browse(self.person), env["res.partner"].browse(self.partner)
        person._disclose("partners", partner, ["name"], "sheet")

    def _withdraw(self, env):
        env["hub.beneficiary"].browse(self.person)._withdraw_consent()

    def _count(self):
        with self._cursor() as env:
            return env["hub.disclosure"].search_count([("beneficiary_id", "=", self.person)])

    def test_nothing_goes_out_beside_a_withdrawal(self):
        error = self._race(self._withdraw, self._disclose)
        self.assertIsInstance(error, LOST)
        self.assertEqual(self._count(), 0)
        with self.assertRaisesRegex(UserError, "withdrew the consent"), self._cursor() as env:
            self._disclose(env)

    def test_a_withdrawal_beside_a_disclosure_comes_after_it(self):
        error = self._race(self._disclose, self._withdraw)
        if error:  # refused for the moment: written at the next try
            self.assertIsInstance(error, LOST)
            with self._cursor() as env:
                self._withdraw(env)
        self.assertEqual(self._count(), 1)
        with self.assertRaisesRegex(UserError, "withdrew the consent"), self._cursor() as env:
            self._disclose(env)

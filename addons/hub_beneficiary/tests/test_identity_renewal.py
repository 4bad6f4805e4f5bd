from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import ValidationError
from odoo.fields import Date


@freeze_time("2026-11-23")
class TestIdentityRenewal(BeneficiaryCommon):
    """A permit, its receipt, the next permit: one chain."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(nationality_id=cls.env.ref("base.sn").id)
        cls.permit = cls._create_identity(number="P1", expires_on="2026-12-01")

    @classmethod
    def _create_identity(cls, type="residence_card", number="X", **values):
        return cls.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": cls.amina.id, "type": type, "number": number, **values}
        )

    def test_a_receipt_follows_its_permit_and_the_next_permit_the_receipt(self):
        action = self.permit.with_context(renew_with="receipt").action_renew()
        self.assertEqual(action["context"]["default_type"], "receipt")
        receipt = self._create_identity("receipt", "R1", renews_id=self.permit.id)
        self.assertEqual(receipt.receipt_for, "renewal")
        self.assertTrue(self.permit.is_renewed)
        action = receipt.action_renew()
        self.assertEqual(action["context"]["default_type"], "residence_card")
        self.assertEqual(self.permit.action_renew()["context"]["default_renews_id"], receipt.id, "the end of the chain")
        renewed = self.env["hub.beneficiary.identity"].search([("is_renewed", "=", True)])
        self.assertIn(self.permit, renewed)
        self.assertNotIn(receipt, renewed)

    def test_a_receipt_without_its_permit_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "needs the permit that it renews.*Receipt of application R1"):
            self._create_identity("receipt", "R1")

    def test_a_receipt_may_stand_for_a_first_application(self):
        self.assertFalse(self._create_identity("receipt", "R1", receipt_for="first").renews_id)

    def test_a_receipt_for_a_renewal_names_the_permit_also_for_the_database(self):
        with self._refused_by_database("hub.beneficiary.identity", "needs the permit that it renews"):
            self._create_identity("receipt", "R1", receipt_for="first").receipt_for = "renewal"

    def test_what_is_no_receipt_is_for_nothing(self):
        with self._refused_by_database("hub.beneficiary.identity", "no other document does"):
            self.permit.receipt_for = "first"

    def test_a_register_s_receipt_is_to_be_clarified(self):
        identities = self.env["hub.beneficiary.identity"].with_context(hub_receipt_to_clarify=True)
        receipt = identities.create({"beneficiary_id": self.amina.id, "type": "receipt", "number": "R1"})
        self.assertEqual(receipt.receipt_for, "unknown")

    def test_a_document_is_renewed_once(self):
        self._create_identity(number="P2", renews_id=self.permit.id)
        with self._refused_by_database("hub.beneficiary.identity", "renewed already"):
            self._create_identity(number="P3", renews_id=self.permit.id)

    def test_a_renewal_that_was_a_mistake_leaves_its_place(self):
        self._create_identity(number="P2", renews_id=self.permit.id).active = False
        self.assertFalse(self.permit.is_renewed)
        self.assertTrue(self._create_identity(number="P3", renews_id=self.permit.id))

    def test_a_chain_has_no_circle(self):
        second = self._create_identity(number="P2", renews_id=self.permit.id)
        third = self._create_identity(number="P3", renews_id=second.id)
        with self.assertRaisesRegex(ValidationError, "in a circle"):
            self.permit.renews_id = third

    def test_who_checked_a_document_is_kept(self):
        permit = self.permit.with_user(self.user_reception)
        permit.verification = "seen"
        self.assertEqual((permit.verified_by_id, permit.verified_on), (self.user_reception, Date.to_date("2026-11-23")))
        permit.verification = "unverified"
        self.assertFalse(permit.verified_by_id or permit.verified_on)

    def test_the_update_settles_chains_of_before(self):
        second = self._create_identity(number="P2", renews_id=self.permit.id)
        third = self._create_identity(number="P3")
        loop = self._create_identity(number="P4")
        loop_end = self._create_identity(number="P5", renews_id=loop.id)
        receipt = self._create_identity("receipt", "R1", receipt_for="first")
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX hub_beneficiary_identity_renewed_once")
        self.env.cr.execute(
            "ALTER TABLE hub_beneficiary_identity DROP CONSTRAINT hub_beneficiary_identity_receipt_explained"
        )
        for sql, params in (
            ("UPDATE hub_beneficiary_identity SET renews_id = %s WHERE id = %s", [self.permit.id, third.id]),
            ("UPDATE hub_beneficiary_identity SET renews_id = %s WHERE id = %s", [loop_end.id, loop.id]),
            ("UPDATE hub_beneficiary_identity SET receipt_for = NULL WHERE id = %s", [receipt.id]),
        ):
            self.env.cr.execute(sql, params)
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "pre")
            self.assertEqual(second.renews_id, self.permit)
            self.assertEqual(third.renews_id, second)
            self.assertEqual((loop | loop_end).mapped("renews_id"), loop)
            self.assertEqual(receipt.receipt_for, "unknown")

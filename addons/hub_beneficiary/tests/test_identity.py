from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import ValidationError


@freeze_time("2026-11-23")
class TestIdentity(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(nationality_id=cls.env.ref("base.sn").id)
        cls.sara = cls._create_beneficiary("Sara")

    def _create_identity(self, beneficiary=None, type="cin", number="AB 123.456", **values):
        return self.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": (beneficiary or self.amina).id, "type": type, "number": number, **values}
        )

    def test_a_number_is_the_same_in_any_writing(self):
        self.assertEqual(self._create_identity().number_normalized, "AB123456")
        self.assertEqual(self._create_identity(type="other", number="ab-١٢٣").number_normalized, "AB123")

    def test_moroccan_documents_are_moroccan_and_a_passport_is_of_the_nationality(self):
        self.assertEqual(self._create_identity(type="residence_card").country_id, self.env.ref("base.ma"))
        self.assertEqual(self._create_identity(type="passport").country_id, self.env.ref("base.sn"))

    def test_a_document_is_recorded_once_whoever_holds_it(self):
        self._create_identity()
        with self._refused_by_database("hub.beneficiary.identity", "already recorded"):
            self._create_identity(self.sara, number="ab-123456")
        self._create_identity(self.sara, type="passport", number="AB123456")

    def test_a_document_without_a_country_is_recorded_once_too(self):
        self._create_identity(self.sara, type="passport", number="X1")
        with self._refused_by_database("hub.beneficiary.identity", "already recorded"):
            self._create_identity(self.sara, type="passport", number="x 1")

    def test_an_archived_document_leaves_its_number_free(self):
        self._create_identity().active = False
        self.assertTrue(self._create_identity(self.sara))

    def test_a_number_has_a_letter_or_a_digit(self):
        with self._refused_by_database("hub.beneficiary.identity", "at least one letter or digit"):
            self._create_identity(number=" -- ")

    def test_a_document_does_not_expire_before_it_is_issued(self):
        with self._refused_by_database("hub.beneficiary.identity", "before it is issued"):
            self._create_identity(issued_on="2026-01-02", expires_on="2026-01-01")

    def test_a_receipt_renews_a_document_of_the_same_person(self):
        permit = self._create_identity(type="residence_card")
        receipt = self._create_identity(type="receipt", number="R1", renews_id=permit.id)
        self.assertEqual(receipt.renews_id, permit)
        with self.assertRaisesRegex(ValidationError, "same person"), self.env.cr.savepoint():
            self._create_identity(self.sara, type="receipt", number="R2", renews_id=receipt.id)
        with self._refused_by_database("hub.beneficiary.identity", "does not renew itself"):
            permit.renews_id = permit

    def test_expired_is_since_the_day_after(self):
        today = self._create_identity(expires_on="2026-11-23")
        yesterday = self._create_identity(number="B2", expires_on="2026-11-22")
        endless = self._create_identity(number="C3")
        all_three = today | yesterday | endless
        self.assertEqual(all_three.filtered("is_expired"), yesterday)
        identities = self.env["hub.beneficiary.identity"]
        self.assertEqual(all_three & identities.search([("is_expired", "=", True)]), yesterday)
        self.assertEqual(all_three & identities.search([("is_expired", "=", False)]), today | endless)

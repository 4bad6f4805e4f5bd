from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.tools import SQL


class TestMigrationConsent(BeneficiaryCommon):
    """What people decided before keeps its meaning."""

    def test_lines_of_before_answer_the_whole_notice_and_notices_are_in_force(self):
        amina = self._create_beneficiary(state="registered")
        contact = self.env.ref("hub_beneficiary.purpose_contact")
        consent = self.env["hub.consent"].create({"beneficiary_id": amina.id, "purpose_ids": [(6, 0, contact.ids)]})
        notice = consent.notice_id
        self.env.flush_all()
        for table, column in (("hub_consent", "scope"), ("hub_privacy_notice", "state")):
            names = SQL.identifier(table), SQL.identifier(column)
            self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN %s", *names))
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", stage="pre")
            self.assertEqual((consent.scope, notice.state), ("whole", "published"))
            self.assertEqual(self.env["hub.privacy.notice"]._get_current(), notice)
            self.assertEqual(amina.consent_state, "granted")
            self.assertEqual(amina._get_purpose_state("contact"), "granted")
            self.assertEqual(amina._get_purpose_state("partners"), "refused")

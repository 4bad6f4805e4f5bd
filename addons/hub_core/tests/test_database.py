from odoo.tests import TransactionCase
from odoo.tools import SQL

HUB_MODELS = (
    "hub.access.log",
    "hub.complaint",
    "hub.indicator",
    "hub.indicator.target",
    "hub.open.day",
    "hub.agreement",
    "hub.agreement.party",
    "hub.organization.kind",
    "hub.phone.message",
    "hub.program",
    "hub.representation",
    "hub.service",
    "hub.service.delivery",
    "hub.signed.link",
)
#: Indexes that a million deliveries need, with their columns.
INDEXES = {
    "hub_service_delivery_partner_date_idx": "(partner_id, date)",
    "hub_service_delivery_service_date_idx": "(service_id, date)",
    "hub_service_delivery_program_date_idx": "(program_id, date) WHERE (program_id IS NOT NULL)",
    "hub_service_delivery_date_idx": "(date DESC, id DESC)",
    "hub_service_delivery_source_uniq": "(res_model, res_id, service_id, partner_id)",
    "hub_signed_link_record_idx": "(res_model, res_id, purpose)",
    "hub_phone_message_record_idx": "(res_model, res_id)",
    "hub_access_log_record_idx": "(model, res_id, date)",
    "res_partner__is_beneficiary_index": "(is_beneficiary)",
}


class TestDatabase(TransactionCase):
    def test_every_constraint_that_a_model_declares_is_in_the_database(self):
        declared = {
            table_object.full_name(self.env[name])
            for name in HUB_MODELS
            for table_object in self.env[name]._table_objects.values()
        }
        rows = self.env.execute_query(
            SQL(
                """SELECT conname FROM pg_constraint WHERE conname IN %s
                   UNION SELECT indexname FROM pg_indexes WHERE indexname IN %s""",
                tuple(declared),
                tuple(declared),
            )
        )
        self.assertGreater(len(declared), 12)
        self.assertEqual(declared - {name for (name,) in rows}, set())

    def test_the_indexes_of_the_ledger_are_on_the_right_columns(self):
        rows = dict(
            self.env.execute_query(
                SQL("SELECT indexname, indexdef FROM pg_indexes WHERE indexname IN %s", tuple(INDEXES))
            )
        )
        self.assertEqual(set(rows), set(INDEXES))
        for name, columns in INDEXES.items():
            self.assertIn(columns, rows[name])

    def test_codes_are_unique_among_archived_records_too(self):
        for name in ("hub.indicator", "hub.organization.kind", "hub.program", "hub.service"):
            definition = self.env.execute_query(
                SQL("SELECT indexdef FROM pg_indexes WHERE indexname = %s", f"{self.env[name]._table}_code_uniq")
            )[0][0]
            self.assertTrue(definition.startswith("CREATE UNIQUE INDEX") and definition.endswith("(code)"), definition)

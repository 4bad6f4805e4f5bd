from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.tools import SQL

#: Columns that the first part of the update makes and fills, and those that the second part fills.
MADE = {
    "hub_beneficiary": "root_id",
    "hub_consent": "scope",
    "hub_privacy_notice": "state",
    "hub_beneficiary_identity": "receipt_for",
}
FILLED = ("portal_closed", "exited_on")
#: What nobody may find changed, from the words of the person to the figures of the funders.
KEPT = {
    "people": "SELECT id, partner_id, ref, given_name, family_name, name_ar, name, sex, birthdate, birthdate_precision,"
    " nationality_id, phone_e164, phone_shared, leave_no_message, state, exit_reason, active, is_restricted, note,"
    " write_date FROM hub_beneficiary",
    "contacts": "SELECT id, name, phone, email, city FROM res_partner",
    "documents": "SELECT id, beneficiary_id, type, number, number_normalized, issued_on, expires_on, active"
    " FROM hub_beneficiary_identity",
    "consents": "SELECT id, beneficiary_id, date, decision, method, notice_id, given_by FROM hub_consent",
    "purposes": "SELECT * FROM hub_consent_hub_consent_purpose_rel",
    "requests": "SELECT id, beneficiary_id, received_on, oriented_on, stage_id FROM crm_lead WHERE is_hub_request",
    "households": "SELECT id, ref, active FROM hub_household",
    "stays": "SELECT id, household_id, beneficiary_id, role, is_head, is_primary, date_start, date_end"
    " FROM hub_household_member",
    "categories": "SELECT id, beneficiary_id, category_id, date_from, date_to FROM hub_beneficiary_category_line",
    "appointments": "SELECT id, hub_beneficiary_id, name, start FROM calendar_event",
    "ledger": "SELECT id, service_id, partner_id, date, quantity, res_model, res_id, dim_sex, dim_age_band,"
    " dim_household_id FROM hub_service_delivery",
    "log": "SELECT id, user_id, date, how, model, res_id FROM hub_access_log",
    "messages": "SELECT id, model, res_id, body FROM mail_message WHERE model LIKE 'hub.%%'",
}


@freeze_time("2026-11-23")
class TestMigrationKept(BeneficiaryCommon):
    """A database of before loses nothing by the update, and doing it twice changes nothing more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["hub.beneficiary"].create(
            [
                {
                    "given_name": f"Person {number}",
                    "family_name": ("Alaoui", "Diallo", "Idrissi")[number % 3],
                    "name_ar": "أمينة" if number % 2 else False,
                    "sex": ("female", "male", "other", "undisclosed")[number % 4],
                    "birthdate": f"{1970 + number}-01-01",
                    "phone": f"0661{number:06}",
                    "note": "She asked for a room.\nTwice.",
                    "is_restricted": number == 5,
                    "leave_no_message": number == 6,
                }
                for number in range(12)
            ]
        )
        people.action_register()
        people[9].write({"state": "exited", "exit_reason": "completed", "exited_on": "2026-05-04"})
        people[10].active = False
        cls.people = people
        category = cls.env["hub.beneficiary.category"].search([], limit=1)
        cls.env["hub.beneficiary.category.line"].create({"beneficiary_id": people[3].id, "category_id": category.id})
        cls._create_household(people[0], people[1])
        cls._create_household(people[2])
        for number, person in enumerate(people[:8]):
            cls._create_request(person, received_on=f"2026-0{number + 1}-04")
            cls.env["hub.consent"].create(
                {"beneficiary_id": person.id, "decision": ("granted", "refused")[number % 2], "method": "oral"}
            )
            cls.env["hub.beneficiary.identity"].create(
                {"beneficiary_id": person.id, "type": "residence_card", "number": f"R{number}"}
            )
        cls.env["calendar.event"].create(
            {"hub_beneficiary_id": people[0].id, "start": "2026-11-24 09:00:00", "stop": "2026-11-24 10:00:00"}
        )
        people[0].message_post(body="She comes back on Monday.")
        cls.env["hub.access.log"]._log(people[0], "form")

    def _make_old(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET write_date = '2026-05-04 10:00:00', name_keys = ' old ' WHERE id IN %s",
            [self.people._ids],
        )
        for table, column in MADE.items():
            self.env.cr.execute(
                SQL("ALTER TABLE %s DROP COLUMN %s CASCADE", SQL.identifier(table), SQL.identifier(column))
            )
        for column in FILLED:
            self.env.cr.execute(SQL("UPDATE hub_beneficiary SET %s = NULL", SQL.identifier(column)))
        self.env.ref("hub_beneficiary.purpose_partners").field_ids = False
        self.env.flush_all()
        self.env.invalidate_all()

    def _read(self):
        self.env.flush_all()
        return {name: sorted(self.env.execute_query(SQL(query)), key=repr) for name, query in KEPT.items()}

    def _tell(self):
        """What people read: figures, last words and who is in which household."""
        self.env.invalidate_all()
        people = self.people.with_context(active_test=False)
        return [
            [
                person.display_name,
                person.consent_state,
                person._get_purpose_state("partners"),
                person.household_id,
                person.request_count,
                person.delivery_count,
                person.identity_ids.ids,
                person.root_id,
                person.stay_answer,
            ]
            for person in people
        ]

    def test_all_that_was_there_is_there_and_reads_the_same_also_after_a_second_run(self):
        fields = self.env.ref("hub_beneficiary.purpose_partners").field_ids
        keys, told = self.people.mapped("name_keys"), self._tell()
        self._make_old()
        kept = self._read()
        self.assertEqual([name for name, rows in kept.items() if not rows], [], "each of them has rows to lose")
        for run in ("first", "second"):
            for stage in ("pre", "post"):
                self._run_migration("hub_beneficiary", "19.0.1.2.0", stage)
            with self.subTest(run=run):
                for name, rows in self._read().items():
                    self.assertEqual(rows, kept[name], name)
                self.assertEqual(self._tell(), told)
                self.assertEqual(self.people.mapped("name_keys"), keys)
                self.assertEqual(self.people.mapped("root_id"), self.people)
                self.assertEqual(self.people.filtered("portal_closed"), self.people[5])
                self.assertEqual(self.people.filtered("exited_on"), self.people[9])
                self.assertEqual(str(self.people[9].exited_on), "2026-05-04", "the day of the last change")
                self.assertEqual(self.env.ref("hub_beneficiary.purpose_partners").field_ids, fields)

    def test_what_somebody_has_decided_since_is_not_filled_again(self):
        purpose = self.env.ref("hub_beneficiary.purpose_partners")
        purpose.field_ids = purpose.field_ids[:2]
        self.people[9].exited_on = "2026-03-01"
        self._run_migration("hub_beneficiary", "19.0.1.2.0", "post")
        self.assertEqual((len(purpose.field_ids), str(self.people[9].exited_on)), (2, "2026-03-01"))

    def test_indexes_of_before_are_gone(self):
        indexes = {
            "hub_beneficiary__ref_index": "hub_beneficiary (ref)",
            "hub_beneficiary__name_folded_index": "hub_beneficiary (name_folded)",
            "hub_beneficiary_identity__renews_id_index": "hub_beneficiary_identity (renews_id)",
        }
        for name, columns in indexes.items():
            self.env.cr.execute(f"DROP INDEX IF EXISTS {name}")
            self.env.cr.execute(f"CREATE INDEX {name} ON {columns}")
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "pre")
            self.env.cr.execute("SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)", [list(indexes)])
            self.assertFalse(self.env.cr.fetchall())

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.tools import SQL


class TestPerformance(BeneficiaryCommon):
    """As many queries for many people as for few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls.env.ref("hub_beneficiary.privacy_notice_reception_1")

    def _prepare_people(self, count, name="Person"):
        return [
            {"given_name": f"{name} {index}", "family_name": "Batch", "phone": f"06{index:08}", "sex": "female"}
            for index in range(count)
        ]

    def test_creating_people(self):
        people = self.env["hub.beneficiary"].with_context(tracking_disable=True)

        def create(count):
            people.create(self._prepare_people(count))

        self._assert_constant(create, slack=2)

    def test_reading_a_list_of_people(self):
        people = self.env["hub.beneficiary"].create(self._prepare_people(60))
        self.env["hub.consent"].create([{"beneficiary_id": person.id} for person in people])
        for person in people[:30]:
            self._create_household(person)
        names = ("name", "phone", "age_text", "category_ids", "household_id", "consent_state", "request_count")
        spec = {name: {} for name in names} | {"user_id": {"fields": {"display_name": {}}}}

        def read(count):
            self.env.invalidate_all()
            people[:count].with_user(self.user_reception).web_read(spec)

        self._assert_constant(read)

    def test_receiving_many_requests(self):
        people = self.env["hub.beneficiary"].create(self._prepare_people(60))

        def receive(count):
            self.env["crm.lead"].with_context(tracking_disable=True).create(
                [
                    {"is_hub_request": True, "beneficiary_id": person.id, "received_on": "2020-01-01"}
                    for person in people[:count]
                ]
            )

        self._assert_constant(receive, slack=2)

    def test_orienting_many_requests(self):
        people = self.env["hub.beneficiary"].create(self._prepare_people(140))
        requests = self.env["crm.lead"].create(
            [{"is_hub_request": True, "beneficiary_id": person.id} for person in people]
        )
        rest = [requests]

        def orient(count):
            now, rest[0] = rest[0][:count], rest[0][count:]
            now.with_context(tracking_disable=True).action_orient(self.service_employment)

        self._assert_constant(orient, slack=2)

    def _get_plan(self, query):
        """How PostgreSQL answers where reading all rows is no way."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        return "\n".join(row for (row,) in self.env.execute_query(SQL("EXPLAIN %s", query)))

    def test_a_search_by_name_phone_or_reference_uses_indexes_alone(self):
        self.env["hub.beneficiary"].create(self._prepare_people(50))
        people = self.env["hub.beneficiary"].with_user(self.user_reception)
        for text, index in (
            ("Fatima Alaoui", "name_folded_trigram"),
            ("فاطمة", "name_keys_trigram"),
            ("0661223344", ""),  # one of the two of the phone
            ("HUB-00012", "_ref_index"),
        ):
            with self.subTest(text):
                plan = self._get_plan(people._search([("display_name", "ilike", text)]).select())
                self.assertIn(f"hub_beneficiary_{index}", plan)
                self.assertNotIn("Seq Scan", plan)
                self.assertNotIn("SubPlan", plan)

    def test_a_contact_is_found_by_indexes_alone(self):
        contacts = self.env["res.partner"].with_user(self.user_reception)
        contacts.sudo().create([{"name": f"Contact {number}"} for number in range(50)])
        self.env.cr.execute("SET LOCAL enable_indexscan = off")  # one that sorts reads every contact
        for text in ("Fatima Alaoui", "خديجة", "person@example.org"):
            with self.subTest(text):
                plan = self._get_plan(contacts._search([("display_name", "ilike", text)]).select())
                for name in ("complete_name_part", "email_part", "ref_part", "vat_part", "_name_ar_index"):
                    self.assertIn(f"res_partner_{name}", plan)
                self.assertNotIn("Seq Scan on res_partner", plan)

    def test_the_rule_of_restricted_files_uses_its_index(self):
        self.env["hub.beneficiary"].create(self._prepare_people(50))
        requests = self.env["crm.lead"].with_user(self.user_reception)
        self.assertIn(
            "hub_beneficiary_restricted_idx", self._get_plan(requests._search([("is_hub_request", "=", True)]).select())
        )

    def test_saving_a_person_asks_little_more_than_saving_a_contact(self):
        people = self.env["hub.beneficiary"].with_user(self.user_reception)

        def save(given_name):
            people.create({"given_name": given_name, "family_name": "Batch", "phone": "0612345678"})

        save("First")
        contact = self._list_queries(lambda: self.env["res.partner"].create({"name": "Batch", "phone": "0612345678"}))
        self._assert_no_more_queries(self._list_queries(lambda: save("Second")), contact, slack=5)

    def test_what_happens_with_a_person_is_on_the_file_and_not_on_the_contact(self):
        # As it is outside of tests, which track nothing.
        people = self.env(user=self.user_reception, context={})["hub.beneficiary"]
        person = people.create({"given_name": "Amina", "phone": "0612345678"})
        self.assertEqual(person.phone_e164, "+212612345678")
        self.assertTrue(person.message_ids)
        self.assertTrue(person.message_follower_ids)
        self.assertFalse(person.partner_id.message_ids)
        self.assertFalse(person.partner_id.message_follower_ids)

    def test_a_phone_is_normalised_once(self):
        people = self.env["hub.beneficiary"]
        with patch.object(
            type(people), "_normalize_phone", autospec=True, side_effect=lambda _self, text: text
        ) as read:
            people.create([{"given_name": name, "phone": "+212612345678"} for name in ("Amina", "Salma")])
            self.env.flush_all()
        self.assertEqual(read.call_count, 2)

    def test_a_phone_given_by_the_screen_is_normalised(self):
        person = self.env["hub.beneficiary"].with_context(default_phone="0612345678").create({"given_name": "Amina"})
        self.assertEqual(person.phone_e164, "+212612345678")

    def test_the_form_and_its_timeline(self):
        people = self.env["hub.beneficiary"].create(self._prepare_people(1))
        form = self.env["hub.beneficiary"].get_view(view_type="form")["arch"]
        names = [name for name in people._fields if f'name="{name}"' in form]
        line = {"beneficiary_id": people.id, "is_hub_request": True, "received_on": "2020-01-01"}

        def open_form(count):
            missing = count - len(people.request_ids)
            self.env["crm.lead"].create([line] * missing)
            self.env["hub.consent"].create([{"beneficiary_id": people.id}] * missing)
            person = people.with_user(self.user_counsellor)
            return self._list_queries(lambda: (person.web_read({name: {} for name in names}), person.get_timeline()))

        open_form(3)
        few = open_form(3)
        open_form(40)
        self._assert_no_more_queries(open_form(40), few)

    def test_the_days_desk(self):
        people = self.env["hub.beneficiary"].create(self._prepare_people(12))
        desk = self.env["hub.desk"].with_user(self.user_counsellor)
        people.user_id = self.user_counsellor
        people.action_register()

        def open_day(count):
            waiting = (
                people[:count] - self.env["crm.lead"].search([("beneficiary_id", "in", people.ids)]).beneficiary_id
            )
            for person in waiting:
                desk.start_request(person.id, [])
                person.activity_schedule("mail.mail_activity_data_todo", user_id=self.user_counsellor.id)
            return self._list_queries(desk.get_day)

        open_day(3)
        few = open_day(3)
        open_day(12)
        self._assert_no_more_queries(open_day(12), few)

    def test_the_days_desk_with_appointments_public_requests_and_pairs(self):
        people = self.env["hub.beneficiary"].create([vals for vals in self._prepare_people(10) for _twice in range(2)])
        people.action_register()
        desk = self.env["hub.desk"].with_user(self.user_counsellor)
        now = fields.Datetime.now()

        def open_day(first, last):
            """With a pair, an appointment and a request of the public form more for each number."""
            for number in range(first, last):
                one, other = people[2 * number : 2 * number + 2]
                self.env["calendar.event"].create(
                    {
                        "name": one.ref,
                        "hub_beneficiary_id": one.id,
                        "start": now,
                        "stop": now + timedelta(minutes=30),
                        "user_id": self.user_counsellor.id,
                    }
                )
                self._create_request(phone=f"06990000{number:02}", contact_name=f"Somebody {number}")
                self.env["hub.duplicate.pair"]._propose_for(one | other)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            day = desk.get_day()
            return self.env.cr.sql_log_count - before, day

        open_day(0, 3)
        few, _day = open_day(0, 0)
        open_day(3, 10)
        many, day = open_day(0, 0)
        for panel in ("appointments", "triage", "duplicates"):
            self.assertTrue(day[panel]["rows"], panel)
        self.assertLessEqual(many, few)

    def test_duplicates_while_typing(self):
        self.env["hub.beneficiary"].create(self._prepare_people(30, name="Salma"))
        people = self.env["hub.beneficiary"].with_user(self.user_reception)
        people.find_duplicates({"given_name": "Salma", "family_name": "Batch"}, limit=20)
        self._assert_constant(
            lambda count: people.find_duplicates({"given_name": "Salma", "family_name": "Batch"}, limit=count),
            few=1,
            many=20,
        )

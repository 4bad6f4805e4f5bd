from datetime import date, datetime

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form


@freeze_time("2026-11-23 09:00:00")
class TestRequest(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(state="registered")

    def test_the_title_is_a_reference_and_a_need_never_a_name(self):
        request = self._create_request(self.amina, needs="employment orientation")
        title = f"{self.amina.ref} · Employment, Orientation"
        self.assertEqual(request.with_context(lang="en_US").display_name, title)
        self.assertTrue(request.name.startswith(self.amina.ref))
        request.write({"name": "Amina Alaoui"})
        self.assertNotIn("Amina", request.name)
        nobody = self._create_request(None, contact_name="Amina Alaoui", phone="0612345678")
        self.assertNotIn("Amina", nobody.name)
        nobody.beneficiary_id = self.amina
        self.assertTrue(nobody.name.startswith(self.amina.ref))

    def test_the_title_is_read_in_the_language_of_the_reader(self):
        request = self._create_request(self.amina)
        need = self.env.ref("hub_beneficiary.need_employment")
        need.with_context(lang="fr_FR").name = "Emploi"
        self.assertEqual(request.with_context(lang="fr_FR").display_name, f"{self.amina.ref} · Emploi")
        self.assertEqual(request.with_context(lang="en_US").display_name, f"{self.amina.ref} · Employment")

    def test_a_request_has_a_person_and_no_contact(self):
        request = self._create_request(self.amina)
        self.assertFalse(request.partner_id)
        self.assertFalse(request.contact_name)
        self.assertFalse(request.phone)
        self.assertFalse(request.message_partner_ids & self.amina.partner_id)
        with self._refused_by_database("crm.lead", "not to a contact"):
            request.partner_id = self.amina.partner_id
        with self._refused_by_database("crm.lead", "not to a contact"):
            request.email_from = "amina@example.org"

    def test_a_request_begins_at_the_welcome_with_nobody_assigned(self):
        request = self._create_request(self.amina)
        self.assertEqual(request.stage_code, "welcome")
        self.assertFalse(request.user_id)
        self.assertEqual(request.team_id, self.env.ref("hub_beneficiary.team_hub"))

    def test_whoever_takes_a_request_has_it_and_it_leaves_the_queue(self):
        request = self._create_request(self.amina, arrived_at=datetime(2026, 11, 23, 8, 0))
        request.with_user(self.user_counsellor).action_take()
        self.assertEqual(request.stage_code, "interview")
        self.assertEqual(request.user_id, self.user_counsellor)
        self.assertFalse(request.arrived_at)
        self.assertEqual(request.received_on, date(2026, 11, 23))

    def test_a_request_that_somebody_took_is_not_taken_again(self):
        request = self._create_request(self.amina)
        request.with_user(self.user_counsellor).action_take()
        with self.assertRaisesRegex(UserError, "Somebody is already with them"):
            request.with_user(self.other_counsellor).action_take()
        self.assertEqual(request.user_id, self.user_counsellor)

    def test_an_orientation_dates_the_request_and_makes_the_person_active(self):
        request = self._create_request(self.amina)
        request.with_user(self.user_counsellor).action_orient(self.service_employment, note="Ask for Mr Idrissi")
        self.assertEqual(request.stage_code, "oriented")
        self.assertEqual(request.orientation_outcome, "employment_desk")
        self.assertEqual(request.orientation_service_id, self.service_employment)
        self.assertEqual(request.orientation_note, "Ask for Mr Idrissi")
        self.assertEqual(request.oriented_on, date(2026, 11, 23))
        self.assertEqual(request.received_on, date(2026, 11, 23))
        self.assertEqual(request.user_id, self.user_counsellor)
        self.assertEqual(self.amina.state, "active")

    def test_the_outcome_follows_the_service(self):
        for xml_id, outcome in (
            ("service_employment_desk", "employment_desk"),
            ("service_incubator", "incubator"),
            ("service_training", "training"),
            ("service_external_referral", "referral"),
        ):
            with self.subTest(outcome=outcome):
                request = self._create_request(self.amina)
                request.action_orient(self.env.ref(f"hub_core.{xml_id}"))
                self.assertEqual(request.orientation_outcome, outcome)

    def test_an_orientation_needs_a_person_and_a_service(self):
        with self.assertRaisesRegex(UserError, "who the person is"):
            self._create_request(None).action_orient(self.service_employment)
        with self.assertRaisesRegex(UserError, "Choose the service"):
            self._create_request(self.amina).action_orient(self.env["hub.service"])

    def test_the_wizard_suggests_by_need_and_orients(self):
        for needs, xml_id in (
            ("employment", "service_employment_desk"),
            ("computer_course", "service_training"),
            ("enterprise", "service_incubator"),
            ("computer_course employment", "service_employment_desk"),
        ):
            with self.subTest(needs=needs):
                request = self._create_request(self.amina, needs=needs).with_user(self.user_counsellor)
                context = request.action_open_orientation()["context"]
                form = Form(self.env["hub.orientation.wizard"].with_user(self.user_counsellor).with_context(**context))
                self.assertEqual(form.service_id, self.env.ref(f"hub_core.{xml_id}"))
                form.save().action_orient()
                self.assertEqual(request.orientation_service_id, self.env.ref(f"hub_core.{xml_id}"))

    def test_the_wizard_says_that_a_person_is_not_eligible(self):
        request = self._create_request(self.amina)
        form = Form(self.env["hub.orientation.wizard"].with_context(default_request_id=request.id))
        form.not_eligible = True
        form.save().action_orient()
        self.assertEqual(request.orientation_outcome, "not_eligible")
        self.assertFalse(request.orientation_service_id)

    def test_steps_follow_their_table(self):
        stages = {code: self.env.ref(f"hub_beneficiary.stage_{code}") for code in self.env["crm.lead"]._TRANSITIONS}
        for origin, allowed in self.env["crm.lead"]._TRANSITIONS.items():
            for target in stages.keys() - {origin}:
                request = self._create_request(self.amina, stage_id=stages[origin].id, orientation_outcome="referral")
                with self.subTest(origin=origin, target=target):
                    if target in allowed:
                        request.write({"stage_id": stages[target].id})
                        self.assertEqual(request.stage_code, target)
                    else:
                        with self.assertRaisesRegex(UserError, self.amina.ref):
                            request.write({"stage_id": stages[target].id})

    def test_moving_the_card_receives_the_person_and_orients_nobody(self):
        request = self._create_request(self.amina, arrived_at=datetime(2026, 11, 23, 8, 0))
        request = request.with_user(self.user_counsellor)
        request.stage_id = self.env.ref("hub_beneficiary.stage_interview")
        self.assertEqual((request.user_id, request.received_on), (self.user_counsellor, date(2026, 11, 23)))
        self.assertFalse(request.arrived_at)
        with self.assertRaisesRegex(UserError, "say to what"):
            request.stage_id = self.env.ref("hub_beneficiary.stage_oriented")

    def test_the_history_of_a_request_speaks_of_a_request(self):
        logged = {"tracking_disable": False, "mail_create_nolog": False, "mail_notrack": False}
        request = (
            self.env["crm.lead"]
            .with_context(**logged)
            .create({"is_hub_request": True, "beneficiary_id": self.amina.id})
        )
        request.action_take()
        self.env.flush_all()
        self.cr.precommit.run()
        messages = request.message_ids
        self.assertIn("Request opened", "".join(messages.mapped("body")))
        subtypes = messages.subtype_id.filtered(lambda subtype: subtype.res_model == "crm.lead")
        self.assertFalse(subtypes)

    def test_a_closed_request_has_a_date_until_it_is_reopened(self):
        request = self._create_request(self.amina, arrived_at=datetime(2026, 11, 23, 8, 0))
        request.action_close()
        self.assertEqual(request.hub_closed_on, date(2026, 11, 23))
        self.assertFalse(request.arrived_at)
        self.assertTrue(request.active)
        request.action_reopen()
        self.assertFalse(request.hub_closed_on)

    def test_steps_of_sales_are_none_of_a_request(self):
        with self.assertRaises(UserError):
            self._create_request(self.amina).stage_id = self.env.ref("crm.stage_lead1")
        lead = self.env["crm.lead"].create({"name": "A sale"})
        with self.assertRaisesRegex(ValidationError, "stages of their own"):
            lead.stage_id = self.env.ref("hub_beneficiary.stage_interview")

    def test_nobody_is_received_or_oriented_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "not in the future"):
            self._create_request(self.amina, received_on="2026-11-24")

    def test_the_database_keeps_requests_and_sales_apart(self):
        request = self._create_request(self.amina)
        nobody = self._create_request(None)
        lead = self.env["crm.lead"].create({"name": "A sale"})
        for sentence, change in (
            ("A request to the hub stays one", lambda: nobody.write({"type": "opportunity"})),
            ("A request to the hub stays one", lambda: lead.write({"type": "hub_request"})),
            ("Only a request to the hub has a person", lambda: lead.write({"beneficiary_id": self.amina.id})),
            ("An orientation has an outcome", lambda: request.write({"oriented_on": "2026-11-23"})),
        ):
            with self.subTest(sentence=sentence), self._refused_by_database("crm.lead", sentence):
                change()
        with self._refused_by_database("crm.stage", "one stage of each kind"):
            self.env["crm.stage"].create({"name": "Twice", "hub_code": "welcome"})

    def test_the_form_of_reception_makes_a_request(self):
        leads = self.env["crm.lead"].with_user(self.user_reception).with_context(default_is_hub_request=True)
        form = Form(leads, view="hub_beneficiary.request_view_form")
        form.beneficiary_id = self.amina
        form.need_type_ids.add(self.env.ref("hub_beneficiary.need_internship"))
        request = form.save()
        self.assertTrue(request.is_hub_request)
        self.assertEqual(request.type, "hub_request")

    def test_the_columns_of_the_kanban_are_the_steps_of_a_request(self):
        domain = [("is_hub_request", "=", True)]
        stages = self.env["crm.lead"]._read_group_stage_ids(self.env["crm.stage"], domain)
        self.assertEqual(stages.mapped("hub_code"), ["welcome", "interview", "oriented", "follow_up", "closed"])
        sales = self.env["crm.lead"]._read_group_stage_ids(self.env["crm.stage"], [("type", "=", "opportunity")])
        self.assertTrue(sales)
        self.assertFalse(sales.filtered("hub_code"))

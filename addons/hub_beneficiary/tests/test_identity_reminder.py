from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon

TYPE = "hub_beneficiary.mail_activity_type_expiry"


class TestIdentityReminder(BeneficiaryCommon):
    """One activity at 90, 60 and 30 days before a document ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.beneficiary.identity"].search([]).active = False
        cls.amina = cls._create_beneficiary(user_id=cls.user_counsellor.id)
        cls.permit = cls._create_identity("P1", "2027-03-01")

    def setUp(self):
        super().setUp()
        self._keep_one_transaction()

    @classmethod
    def _create_identity(cls, number, expires_on, person=None, **values):
        return cls.env["hub.beneficiary.identity"].create(
            {
                "beneficiary_id": (person or cls.amina).id,
                "type": "residence_card",
                "number": number,
                "expires_on": expires_on,
                **values,
            }
        )

    def _run(self, day):
        with freeze_time(day):
            self.env["hub.beneficiary.identity"]._cron_remind_expiry()
        return self._get_reminders()

    def _get_reminders(self):
        activity_type = self.env.ref(TYPE)
        return self.env["mail.activity"].search([("activity_type_id", "=", activity_type.id)])

    def test_each_stage_reminds_once(self):
        days = {
            "2026-11-30": 0,
            "2026-12-01": 1,
            "2026-12-02": 1,
            "2026-12-31": 2,
            "2027-01-29": 2,
            "2027-01-30": 3,
            "2027-02-28": 3,
            "2027-03-10": 3,
        }
        for day, count in days.items():
            for _run in ("first", "again"):
                self.assertEqual(len(self._run(day)), count, day)

    def test_a_document_that_is_recorded_late_reminds_of_its_stage_alone(self):
        self.assertEqual(len(self._run("2027-02-20")), 1)
        self.assertEqual(self.permit.reminder_days, 30)

    def test_an_expired_document_reminds_of_nothing(self):
        self.assertFalse(self._run("2027-03-02"))

    def test_the_counsellor_is_told_without_a_name_or_a_number(self):
        activity = self._run("2026-12-01")
        self.assertEqual(activity.user_id, self.user_counsellor)
        self.assertEqual((activity.res_model, activity.res_id), ("hub.beneficiary", self.amina.id))
        self.assertEqual(activity.summary, "Residence card ends on 03/01/2027")

    def test_a_person_without_a_counsellor_is_somebody_s_care(self):
        self.amina.user_id = False
        user = self._run("2026-12-01").user_id
        self.assertTrue(user.has_group("hub_core.group_program_manager"))

    def test_a_renewal_takes_back_what_is_open_and_ends_the_reminders(self):
        self._run("2026-12-01")
        self._create_identity("P2", "2032-03-01", renews_id=self.permit.id)
        self.assertFalse(self._get_reminders())
        self.assertFalse(self._run("2027-02-20"))

    def test_another_date_begins_anew(self):
        self._run("2027-02-20")
        self.permit.expires_on = "2027-09-01"
        self.assertFalse(self._get_reminders())
        self.assertEqual(len(self._run("2027-06-10")), 1)

    def test_the_same_date_again_changes_nothing(self):
        self._run("2027-02-20")
        self.permit.expires_on = "2027-03-01"
        self.assertEqual(len(self._run("2027-02-21")), 1)

    def test_who_left_is_reminded_of_nothing(self):
        self._run("2026-12-01")
        self.amina.action_register()
        self.amina.action_exit("transferred")
        self.assertFalse(self._get_reminders())
        self.assertFalse(self._run("2027-02-20"))

    def test_an_archived_document_reminds_of_nothing(self):
        self._run("2026-12-01")
        self.permit.active = False
        self.assertFalse(self._get_reminders())
        self.assertFalse(self._run("2027-02-20"))

    def test_a_national_card_reminds_of_nothing(self):
        self._create_identity("C1", "2027-03-01", type="cin")
        self.assertEqual(len(self._run("2026-12-01")), 1)

    def test_many_reminders_cost_the_queries_of_few(self):
        people = self.env["hub.beneficiary"].create(
            [{"given_name": f"P{number}", "user_id": self.user_counsellor.id} for number in range(42)]
        )
        for number, person in enumerate(people):
            self._create_identity(f"M{number}", "2027-06-01" if number < 2 else "2027-09-01", person)
        self.permit.active = False
        few = self._list_queries(lambda: self.assertEqual(len(self._run("2027-05-20")), 2))
        many = self._list_queries(lambda: self.assertEqual(len(self._run("2027-08-20")), 42))
        self._assert_no_more_queries(many, few, slack=2)

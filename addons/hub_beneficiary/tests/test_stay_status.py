from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command, Date
from odoo.tests import Form


@freeze_time("2026-11-23")
class TestStayStatus(BeneficiaryCommon):
    """ "Regular on that day?", answered with its reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(nationality_id=cls.env.ref("base.sn").id)

    def _create_identity(self, type, number, person=None, **values):
        return self.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": (person or self.amina).id, "type": type, "number": number, **values}
        )

    def _ask(self, day, person=None):
        return (person or self.amina)._get_stay_status(Date.to_date(day))

    def test_a_permit_answers_for_its_days(self):
        permit = self._create_identity("residence_card", "P1", issued_on="2025-01-01", expires_on="2026-11-01")
        status = self._ask("2026-11-01")
        self.assertEqual((status.regular, status.code, status.document), (True, "permit", permit))
        self.assertEqual(status.reason, "Residence card P1, valid until 01/11/2026.")
        status = self._ask("2026-11-02")
        self.assertIs(status.regular, False)
        self.assertIn("ended on 01/11/2026, and no paper covers 02/11/2026", status.reason)
        self.assertIs(self._ask("2024-12-31").regular, None)

    def test_expired_is_not_irregular_while_the_receipt_runs(self):
        permit = self._create_identity("residence_card", "P1", expires_on="2026-11-01")
        receipt = self._create_identity(
            "receipt", "R1", renews_id=permit.id, issued_on="2026-10-20", expires_on="2027-01-20"
        )
        status = self._ask("2026-11-23")
        self.assertEqual((status.regular, status.document), (True, receipt))
        self.assertIs(self._ask("2027-01-21").regular, False)

    def test_a_moroccan_needs_no_permit(self):
        self.amina.nationality_id = self.env.ref("base.ma")
        self.assertEqual(self._ask("2026-11-23")[:2], (True, "national"))

    def test_what_is_not_known_is_said_to_be_so(self):
        self.assertEqual(self._ask("2026-11-23")[:2], (None, "no_paper"))
        permit = self._create_identity("residence_card", "P1", expires_on="2027-01-01", verification="doubtful")
        self.assertEqual(self._ask("2026-11-23")[:2], (None, "doubtful"))
        permit.active = False
        self.assertEqual(self._ask("2026-11-23")[:2], (None, "no_paper"))
        self.amina.birthdate = "2015-01-01"
        self.assertEqual(self._ask("2026-11-23")[:2], (None, "minor"))

    def test_the_form_and_the_question_give_the_same_answer(self):
        self._create_identity("residence_card", "P1", expires_on="2026-11-01")
        self.assertEqual(self.amina.stay_answer, "no")
        question = (
            self.env["hub.stay.question"]
            .with_user(self.user_reception)
            .create({"beneficiary_ids": [Command.set(self.amina.ids)]})
        )
        self.assertIn(self.amina.stay_reason, str(question.answers))
        question.day = "2026-10-01"
        self.assertIn("valid until", str(question.answers))

    def test_who_looks_at_the_answers_is_logged_though_the_dialog_is_never_saved(self):
        questions = self.env["hub.stay.question"].with_user(self.user_reception)
        form = Form(questions.with_context(default_beneficiary_ids=self.amina.ids))
        self.assertIn("ask for them", form.answers)
        log = self.env["hub.access.log"].search([("model", "=", "hub.beneficiary")], order="id desc", limit=1)
        self.assertEqual((log.user_id, log.res_id), (self.user_reception, self.amina.id))

    def test_every_answer_has_its_sentence(self):
        permit = self._create_identity("residence_card", "P1", issued_on="2026-01-01", expires_on="2026-11-01")
        codes = "national permit receipt_renewal receipt_first expired doubtful receipt_unknown receipt_endless"
        for code in [*codes.split(), "not_yet", "minor", "no_paper"]:
            answer = type("Answer", (), {"code": code})
            self.assertTrue(self.amina._get_stay_reason(Date.today(), answer, permit))

    def test_many_answers_cost_the_queries_of_few(self):
        people = self.env["hub.beneficiary"].create([{"given_name": f"P{number}"} for number in range(50)])
        for number, person in enumerate(people):
            self._create_identity("residence_card", f"M{number}", person, expires_on="2027-01-01")

        def answer(count):
            some = people[:count]
            self.assertEqual(list(some._get_stay_statuses(Date.to_date("2026-11-23"))), list(some))

        self._assert_constant(answer, few=2, many=50)
        self.assertLessEqual(len(self._list_queries(lambda: answer(2))), 12)

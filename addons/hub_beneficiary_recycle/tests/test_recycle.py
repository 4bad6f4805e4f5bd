from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import ValidationError


class TestRecycle(BeneficiaryCommon):
    """No rule of recycling deletes or archives a person, or what tells of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(phone="0661223344")
        cls.request = cls._create_request(cls.person)
        cls.event = cls.env["calendar.event"].create(
            {"hub_beneficiary_id": cls.person.id, "start": "2026-11-24 09:00:00", "stop": "2026-11-24 10:00:00"}
        )
        cls.message = cls.person.message_post(body="She came.")
        cls.other = cls.env["res.partner"].create({"name": "Printer of leaflets"})
        cls.about = cls.person.partner_id + cls.other

    def _create_rule(self, model, **values):
        return self.env["data_recycle.model"].create(
            {"name": model, "res_model_id": self.env["ir.model"]._get_id(model), "recycle_mode": "automatic", **values}
        )

    def test_no_rule_names_a_model_of_the_hub(self):
        for model in ("hub.beneficiary", "hub.beneficiary.identity", "hub.consent", "hub.service.delivery"):
            with self.subTest(model), self.assertRaisesRegex(ValidationError, "not recycled"):
                self._create_rule(model)

    def test_rules_on_other_models_leave_out_what_is_about_people(self):
        for action in ("archive", "unlink"):
            for model, record in (
                ("crm.lead", self.request),
                ("calendar.event", self.event),
                ("res.partner", self.person.partner_id),
            ):
                with self.subTest(model=model, action=action):
                    rule = self._create_rule(model, recycle_action=action, domain=str([("id", "in", record.ids)]))
                    rule._recycle_records()
                    self.assertTrue(record.exists().active)
                    self.assertFalse(self.env["data_recycle.record"].search([("recycle_model_id", "=", rule.id)]))
        rule = self._create_rule("mail.message", recycle_action="unlink", domain=str([("id", "=", self.message.id)]))
        rule._recycle_records()
        self.assertTrue(self.message.exists())

    def test_whatever_is_about_nobody_is_recycled_as_before(self):
        self._create_rule("res.partner", domain=str([("id", "in", self.about.ids)]))._recycle_records()
        self.assertEqual(self.about.exists(), self.person.partner_id)

    def test_rules_and_lists_of_before_harm_nobody(self):
        rule = self._create_rule("res.partner", recycle_mode="manual", domain=str([("id", "=", self.other.id)]))
        rule._recycle_records()
        waiting = self.env["data_recycle.record"].search([("recycle_model_id", "=", rule.id)])
        self.assertEqual(waiting.res_id, self.other.id)
        self.other.is_beneficiary = True  # received since
        waiting.action_validate()
        self.assertTrue(self.other.exists())
        old = self._create_rule("res.partner", domain="[]")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE data_recycle_model SET res_model_id = %s, res_model_name = 'hub.beneficiary' WHERE id = %s",
            [self.env["ir.model"]._get_id("hub.beneficiary"), old.id],
        )
        self.env.invalidate_all()
        old._recycle_records()
        self.assertTrue(self.person.exists().active)

from odoo import fields, models


class HubBeneficiary(models.Model):
    """Programmes in which a person takes part, and organisations to which she was referred."""

    _inherit = "hub.beneficiary"

    enrolment_ids = fields.One2many("hub.enrolment", "beneficiary_id", "Programmes")
    enrolment_count = fields.Integer("Number of programmes", compute="_compute_enrolment_count")
    referral_ids = fields.One2many("hub.referral", "beneficiary_id", "Referrals")
    referral_count = fields.Integer("Number of referrals", compute="_compute_referral_count")

    def _compute_enrolment_count(self):
        self._count_parts("hub.enrolment", "enrolment_count")

    def _compute_referral_count(self):
        self._count_parts("hub.referral", "referral_count")

    def _count_parts(self, model, name):
        counts = dict(
            self.env[model]._read_group([("beneficiary_id", "in", self.ids)], ["beneficiary_id"], ["__count"])
        )
        for person in self:
            person[name] = counts.get(person, 0)

    def action_open_enrolments(self):
        return self._open_parts("hub_beneficiary.hub_enrolment_action")

    def action_open_referrals(self):
        return self._open_parts("hub_beneficiary.hub_referral_action")

    def _open_parts(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        domain = [("beneficiary_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {"default_beneficiary_id": self[:1].id}, "path": False}

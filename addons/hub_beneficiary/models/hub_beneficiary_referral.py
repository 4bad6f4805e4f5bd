from collections import Counter

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
        """What hangs on any file of a person stands on her main one."""
        rows = self.env[model]._read_group(
            [("beneficiary_id.root_id", "in", self._get_roots().ids)], ["beneficiary_id"], ["__count"]
        )
        counts = Counter()
        for beneficiary, count in rows:
            counts[beneficiary._get_roots()] += count
        for person in self:
            person[name] = counts[person._get_roots()]

    def action_open_enrolments(self):
        return self._open_parts("hub_beneficiary.hub_enrolment_action")

    def action_open_referrals(self):
        return self._open_parts("hub_beneficiary.hub_referral_action")

    def _open_parts(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        domain = [("beneficiary_id.root_id", "in", self._get_roots().ids)]
        return {
            **action,
            "domain": domain,
            "context": {"default_beneficiary_id": self._get_roots()[:1].id},
            "path": False,
        }

from odoo import api, fields, models

from ..tools.values import normalize_phone

#: What the hub's own steps on a request say to the organisation that referred the person: stage → step.
STEPS = {"interview": "acknowledged", "oriented": "accepted", "closed": "served"}


class CrmLead(models.Model):
    """A request and the referrals that come with it: the one by which it came, those that it led to."""

    _inherit = "crm.lead"

    hub_referral_ids = fields.One2many("hub.referral", "request_id", "Referrals")
    hub_referral_count = fields.Integer("Number of referrals", compute="_compute_hub_referral_count")
    hub_inbound_id = fields.Many2one("hub.referral", "Referred by", compute="_compute_hub_inbound_id")

    def _compute_hub_referral_count(self):
        domain = [("request_id", "in", self.ids)]
        counts = dict(self.env["hub.referral"]._read_group(domain, ["request_id"], ["__count"]))
        for request in self:
            request.hub_referral_count = counts.get(request, 0)

    @api.depends("hub_referral_ids.direction")
    def _compute_hub_inbound_id(self):
        for request in self:
            request.hub_inbound_id = request.hub_referral_ids.filtered(lambda one: one.direction == "inbound")[:1]

    def write(self, vals):
        result = super().write(vals)
        if "stage_id" in vals:
            self._tell_who_referred()
        return result

    def _tell_who_referred(self):
        """The organisation follows what the hub does with the request, without more work for anybody."""
        # sudo: whoever moves the request tells it.
        for request in self.filtered("is_hub_request").sudo():
            referral = request.hub_referral_ids.filtered(lambda one: one.direction == "inbound")
            step = STEPS.get(request.stage_code)
            if step == "accepted" and request.orientation_outcome == "not_eligible":
                step = "declined"
            if referral and step in referral._TRANSITIONS[referral.state]:
                reason = {"decline_reason": "not_eligible"} if step == "declined" else {}
                referral.write({"state": step, **reason})

    def action_refer(self):
        """A referral of this request's person to an organisation."""
        self.ensure_one()
        self._verify_person()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New referral"),
            "res_model": "hub.referral",
            "view_mode": "form",
            "context": {
                "default_beneficiary_id": self.beneficiary_id.id,
                "default_request_id": self.id,
                "default_need_type_id": self.need_type_ids[:1].id,
                "default_program_id": self.program_id.id,
                "default_urgency": self.urgency or "normal",
            },
        }

    def action_open_referrals(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_referral_action")
        return {**action, "domain": [("request_id", "in", self.ids)], "context": {}, "path": False}

    @api.model
    def _create_referred_request(self, values):
        """A request for triage by what an organisation wrote: nobody is looked up, created or written to."""
        quiet = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True, mail_notrack=True)
        return quiet.create(
            {
                "is_hub_request": True,
                "entry_channel": "referral",
                "contact_name": values["name"],
                "phone": normalize_phone(values["phone"]),
                "hub_note": values["note"] or False,
                "urgency": "normal" if values["urgency"] == "normal" else "urgent",
                "need_type_ids": values["need"].ids,
                "user_id": False,
            }
        )

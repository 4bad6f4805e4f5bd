from odoo import api, fields, models


class HubPhoneMessage(models.Model):
    """People say whether and how they may be reached, and every message keeps to it."""

    _inherit = "hub.phone.message"

    @api.model
    def _may_message(self, partner):
        refusal = partner and partner._get_contact_refusal("message")
        if refusal:
            return False, refusal
        return super()._may_message(partner)

    def _mark_sent(self, provider):
        result = super()._mark_sent(provider)
        # sudo: for a colleague's appointment, too.
        events = self.env["calendar.event"].sudo()
        events = events.browse(self.filtered(lambda message: message.res_model == events._name).mapped("res_id"))
        events.exists().filtered("is_hub_appointment").write({"hub_told_at": fields.Datetime.now()})
        return result

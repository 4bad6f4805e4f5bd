from odoo import api, fields, models


class HubPhoneMessage(models.Model):
    """People say whether and how they may be reached, and every message keeps to it."""

    _inherit = "hub.phone.message"

    @api.model
    def _may_message(self, partner):
        # sudo: what she asked for holds for those as well who do not see her file.
        person = partner.sudo().with_context(active_test=False).hub_beneficiary_ids[:1]
        if person.leave_no_message:
            return False, self.env._(
                "%(person)s asked that no message be left. Tell her or him in person.", person=partner.display_name
            )
        if person.phone_shared:
            return False, self.env._(
                "The telephone of %(person)s is shared with others, who would read the message. Call, and speak only "
                "to her or him.",
                person=partner.display_name,
            )
        return super()._may_message(partner)

    def _mark_sent(self, provider):
        result = super()._mark_sent(provider)
        # sudo: for a colleague's appointment, too.
        events = self.env["calendar.event"].sudo()
        events = events.browse(self.filtered(lambda message: message.res_model == events._name).mapped("res_id"))
        events.exists().filtered("is_hub_appointment").write({"hub_told_at": fields.Datetime.now()})
        return result

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CalendarEvent(models.Model):
    """An appointment with a person: titled with her reference, private, and no mail to her.

    Invitations carry names to calendars, attendees and inboxes; so the person is
    ``hub_beneficiary_id`` and never an attendee.
    """

    _inherit = "calendar.event"

    hub_beneficiary_id = fields.Many2one("hub.beneficiary", "Person", index="btree_not_null", ondelete="restrict")
    hub_request_id = fields.Many2one(
        "crm.lead",
        "Request",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_hub_request', '=', True), ('beneficiary_id', '=', hub_beneficiary_id)]",
    )
    is_hub_appointment = fields.Boolean(
        "Appointment of the hub", compute="_compute_is_hub_appointment", store=True, precompute=True, index=True
    )

    _hub_private = models.Constraint(
        "CHECK (hub_beneficiary_id IS NULL OR privacy = 'private')", "An appointment with a person is private."
    )

    @api.depends("hub_beneficiary_id")
    def _compute_is_hub_appointment(self):
        for event in self:
            event.is_hub_appointment = bool(event.hub_beneficiary_id)

    @api.constrains("hub_beneficiary_id", "partner_ids")
    def _check_no_beneficiary_invited(self):
        # sudo: whoever invites may not see who is received.
        wrong = self.sudo().filtered(
            lambda event: event.hub_beneficiary_id and event.partner_ids.filtered("is_beneficiary")
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "A person is not invited by the calendar, her name would leave with it: %(appointments)s. "
                    "Tell her by the channel she prefers.",
                    appointments=", ".join(wrong.hub_beneficiary_id.mapped("ref")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_hub_beneficiary_id")
        return super().create([self._prepare_hub_vals(vals, default) for vals in vals_list])

    def write(self, vals):
        if vals.get("hub_beneficiary_id"):
            return super().write(self._prepare_hub_vals(vals))
        if {"name", "privacy"} & vals.keys():
            appointments = self.filtered("is_hub_appointment")
            if appointments and "hub_beneficiary_id" not in vals:
                kept = {name: value for name, value in vals.items() if name not in ("name", "privacy")}
                super(CalendarEvent, appointments).write(kept)
                return super(CalendarEvent, self - appointments).write(vals) if self - appointments else True
        return super().write(vals)

    def _prepare_hub_vals(self, vals, default=None):
        """``vals`` with the title and privacy that an appointment with a person has."""
        beneficiary_id = vals.get("hub_beneficiary_id", default)
        if not beneficiary_id:
            return vals
        # sudo: the reference is the one thing that everybody with the appointment may know.
        reference = self.env["hub.beneficiary"].sudo().browse(beneficiary_id).ref
        return {**vals, "name": reference, "privacy": "private"}

    def _check_private_event_conditions(self):
        # The hub's own rules say who sees its appointments; to them they are not "Busy".
        if self.sudo().is_hub_appointment and self.env.user._can_see_hub_requests():
            return False
        return super()._check_private_event_conditions()

    @api.model
    def _get_public_fields(self):
        return super()._get_public_fields() | {"is_hub_appointment"}

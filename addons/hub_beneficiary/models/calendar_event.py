from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_list

#: Fields of an appointment that nobody chooses.
FIXED_FIELDS = frozenset({"name", "privacy"})


class CalendarEvent(models.Model):
    """An appointment with a person: titled with her reference, private, and no mail to her.

    Invitations carry names to calendars, attendees and inboxes; so the person is
    ``hub_beneficiary_id`` and never an attendee. Core lets nobody but who takes part write a
    private event; the hub's staff also keep each other's appointments, with whoever's file is
    open to them.
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
        # Any meeting: its guests are read by every employee.
        wrong = self.sudo().filtered(lambda event: event.partner_ids.filtered("is_beneficiary"))
        if wrong:
            raise ValidationError(
                self.env._(
                    "A person is not invited by the calendar, her name would leave with it: %(appointments)s. "
                    "Tell her by the channel she prefers.",
                    appointments=format_list(
                        self.env, [event.hub_beneficiary_id.ref or event.name or "–" for event in wrong]
                    ),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_hub_beneficiary_id")
        people = [vals.get("hub_beneficiary_id", default) for vals in vals_list]
        if not any(people):
            return super().create(vals_list)
        self._verify_people(filter(None, people))
        for vals, person in zip(vals_list, people, strict=True):
            if person:
                self._verify_own_vals(vals)
        vals_list = [
            self._prepare_appointment_vals(vals, person) if person else vals
            for vals, person in zip(vals_list, people, strict=True)
        ]
        # sudo: for a colleague too, see above.
        maker = self.sudo() if all(people) else self
        return super(CalendarEvent, maker).create(vals_list).with_env(self.env)

    def write(self, vals):
        if vals.get("hub_beneficiary_id"):
            self._verify_people([vals["hub_beneficiary_id"]])
            vals = {**vals, **self._prepare_appointment_vals({}, vals["hub_beneficiary_id"])}
        # sudo: which of them are appointments does not depend on who asks.
        appointments = self.browse(self.sudo().filtered("is_hub_appointment").ids)
        if not appointments or self.env.su:
            return super().write(self._without_fixed(vals) if appointments == self and self else vals)
        self._verify_own_vals(vals)
        appointments.check_access("read")
        self._verify_people(appointments.sudo().hub_beneficiary_id.ids)
        # sudo: for a colleague too, see above.
        super(CalendarEvent, appointments.sudo()).write(self._without_fixed(vals))
        others = self - appointments
        return super(CalendarEvent, others).write(vals) if others else True

    @api.model
    def _without_fixed(self, vals):
        if "hub_beneficiary_id" in vals:
            return vals
        return {name: value for name, value in vals.items() if name not in FIXED_FIELDS}

    @api.model
    def _verify_people(self, ids):
        """Raise unless the current user may work on the files of these people."""
        self.env["hub.beneficiary"].browse(set(ids)).check_access("write")

    @api.model
    def _verify_own_vals(self, vals):
        """Raise when these values would do something to another record than the appointment, on which they are
        written past the rights: what a command creates or changes elsewhere, and the documents that it hangs on."""
        if self.env.su:
            return
        self._verify_named_open([vals])
        self._verify_document_open(vals)
        refused = [name for name in vals if name in self._fields and not self._is_own_value(name, vals[name])]
        if refused:
            labels = [self._fields[name]._description_string(self.env) for name in refused]
            raise AccessError(
                self.env._(
                    "With an appointment nothing else is written, what it names is chosen from what is there: "
                    "%(fields)s.",
                    fields=format_list(self.env, labels),
                )
            )

    @api.model
    def _verify_document_open(self, vals):
        """Raise unless the document on which Odoo plans an activity for this appointment is open to the user."""
        names = ("res_model", "res_model_id", "res_id")
        if not any(vals.get(name) for name in names):
            vals = {**self.default_get(names), **vals}
        # sudo: users may not read the list of models.
        model = vals.get("res_model") or self.env["ir.model"].sudo().browse(vals.get("res_model_id")).model
        if model in self.env and vals.get("res_id"):
            self.env[model].browse(vals["res_id"]).exists().check_access("read")

    @api.model
    def _is_own_value(self, name, value):
        """Whether ``value`` of the field ``name`` touches the appointment alone."""
        if name == "recurrence_id" or self._fields[name].type == "one2many":
            return not value
        if self._fields[name].type != "many2many" or not value:
            return True
        chosen = (Command.LINK, Command.UNLINK, Command.SET, Command.CLEAR)
        return all(isinstance(command, int) or command[0] in chosen for command in value)

    @api.model
    def _prepare_appointment_vals(self, vals, beneficiary_id):
        """``vals`` with the title, the privacy and the attendee that an appointment has."""
        # sudo: the reference is the one thing that everybody with the appointment may know.
        reference = self.env["hub.beneficiary"].sudo().browse(beneficiary_id).ref
        fixed = {"name": reference, "privacy": "private"}
        if vals.get("user_id") and "partner_ids" not in vals:
            user = self.env["res.users"].sudo().browse(vals["user_id"])  # same reason
            fixed["partner_ids"] = [Command.set(user.partner_id.ids)]
        return {**vals, **fixed}

    def _check_access(self, operation):
        """Whoever may work on a person's file may write the appointments with her, a colleague's too."""
        if operation != "write" or self.env.su or not self:
            return super()._check_access(operation)
        # sudo: which of them are appointments does not depend on who asks.
        appointments = self.browse(self.sudo().filtered("is_hub_appointment").ids)
        others = self - appointments
        refused = self.browse()
        if others and (result := super(CalendarEvent, others)._check_access(operation)):
            refused |= result[0]
        people = self.env["hub.beneficiary"]
        readable = appointments._filtered_access("read") if people.has_access("write") else self.browse()
        # sudo: whoever reads an appointment may not read whose it is; her own rights on the file decide.
        open_people = readable.sudo().hub_beneficiary_id.sudo(False)._filtered_access("write")
        refused |= appointments - readable.filtered(lambda event: event.sudo().hub_beneficiary_id in open_people)
        if not refused:
            return None
        return refused, lambda: self.env["ir.rule"]._make_access_error(operation, refused)

    def _check_private_event_conditions(self):
        # The hub's own rules say who sees its appointments; to them they are not "Busy".
        if self.sudo().is_hub_appointment and self.env.user._can_see_hub_requests():
            return False
        return super()._check_private_event_conditions()

    @api.model
    def _get_public_fields(self):
        return super()._get_public_fields() | {"is_hub_appointment"}

    @api.model
    def _get_default_privacy_domain(self):
        domain = Domain(super()._get_default_privacy_domain())
        if self.env.user._can_see_hub_requests():
            domain |= Domain("is_hub_appointment", "=", True)
        return domain

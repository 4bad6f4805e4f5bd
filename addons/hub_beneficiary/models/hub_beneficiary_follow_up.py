from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HubBeneficiary(models.Model):
    """What happens to a person's file, and what her form opens.

    States::

        draft ──register──▶ registered ──activate──▶ active
          │                   │    ▲                   │
          │                   │    └──re-admit──┐      │
          │                   └─────exit─────▶ exited ◀┘
          │                                     │
          └───────anonymise──▶ anonymised ◀─────┘      the end: see hub_beneficiary_anonymise.py
    """

    # One file for each of its concerns.
    _inherit = "hub.beneficiary"

    _TRANSITIONS = {
        "draft": {"registered", "anonymised"},
        "registered": {"active", "exited"},
        "active": {"exited"},
        "exited": {"registered", "anonymised"},
        "anonymised": set(),
    }

    def write(self, vals):
        if vals.get("is_restricted") and "user_id" not in vals and not self.env.su:
            # A restricted file is open to its counsellor: whoever closes one that has none answers for it.
            self.filtered(lambda person: not person.user_id).user_id = self.env.user
        return super().write(vals)

    def _verify_transition(self, state):
        """Raise unless every person of ``self`` may go to ``state``."""
        refused = self.filtered(
            lambda beneficiary: (
                state and state != beneficiary.state and state not in self._TRANSITIONS[beneficiary.state]
            )
        )
        if refused:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "These files cannot become “%(state)s”: %(people)s.",
                    state=labels.get(state, state),
                    people=", ".join(
                        f"{beneficiary.display_name} ({labels[beneficiary.state]})" for beneficiary in refused
                    ),
                )
            )

    def action_register(self):
        """A draft becomes a registered person, received today unless a date says otherwise."""
        self.write({"state": "registered", "exit_reason": False})
        self.filtered(lambda beneficiary: not beneficiary.reception_date).write(
            {"reception_date": fields.Date.context_today(self)}
        )
        return True

    def action_activate(self):
        return self.write({"state": "active"})

    def _become_active(self):
        """Whoever gets more than a reception is active, and registered before that."""
        self.filtered(lambda beneficiary: beneficiary.state in ("draft", "exited")).action_register()
        self.filtered(lambda beneficiary: beneficiary.state == "registered").action_activate()

    def action_exit(self, reason):
        """The person leaves for ``reason``, a key of ``EXIT_REASONS``."""
        if not reason:
            raise UserError(self.env._("Say why the person leaves."))
        return self.write({"state": "exited", "exit_reason": reason})

    def action_open_exit_wizard(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The person leaves"),
            "res_model": "hub.exit.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_beneficiary_ids": [Command.set(self.ids)]},
        }

    def action_open_requests(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.request_action")
        action["domain"] = [("is_hub_request", "=", True), ("beneficiary_id", "in", self.ids)]
        action["context"] = {"default_is_hub_request": True, "default_beneficiary_id": self[:1].id}
        return action

    def action_new_request(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New request"),
            "res_model": "crm.lead",
            "view_mode": "form",
            "views": [(self.env.ref("hub_beneficiary.request_view_form").id, "form")],
            "context": {"default_is_hub_request": True, "default_beneficiary_id": self.id},
        }

    def action_open_deliveries(self):
        return self.partner_id.action_open_hub_deliveries()

    def action_schedule_appointment(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appointment"),
            "res_model": "calendar.event",
            "view_mode": "form",
            "views": [(self.env.ref("hub_beneficiary.appointment_view_form").id, "form")],
            "target": "new",
            "context": {
                "default_hub_beneficiary_id": self.id,
                "default_name": self.ref,
                "default_privacy": "private",
                "default_partner_ids": [Command.set(self.env.user.partner_id.ids)],
            },
        }

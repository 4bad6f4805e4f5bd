from odoo import models
from odoo.exceptions import UserError


class HubHouseholdMember(models.Model):
    """A dependant without a file becomes a person with one; her stay in the household goes on."""

    _inherit = "hub.household.member"

    _STUB_FIELDS = ("stub_given_name", "stub_family_name", "stub_sex", "stub_birthdate", "stub_year_only")

    def action_add_dependant(self):
        """Somebody who lives in a household and whom the hub has not received: a name, until she gets a file.

        The button stands below the list of members, so there is no record yet: the household is in the context.
        """
        household = self.env["hub.household"].browse(self.env.context.get("household_id") or [])
        if not household:
            raise UserError(self.env._("Save the household first, with its head."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dependant without a file"),
            "res_model": "hub.household.member",
            "view_mode": "form",
            "views": [(self.env.ref("hub_beneficiary.hub_household_member_view_form_stub").id, "form")],
            "target": "new",
            "context": {
                "default_household_id": household.id,
                "default_role": "child",
                "default_dependant_of_id": household.head_id.id,
            },
        }

    def _prepare_file_vals(self):
        """The file of a dependant, as far as the household knows."""
        self.ensure_one()
        vals = {
            "given_name": self.stub_given_name,
            "family_name": self.stub_family_name,
            "sex": self.stub_sex,
            "birthdate": self.stub_birthdate,
        }
        if self.stub_birthdate and self.stub_year_only:
            vals["birthdate_precision"] = "year"
        return vals

    def _get_file(self, person=None):
        """The file that this dependant has from now on: ``person``'s, or a new one."""
        self.ensure_one()
        self._lock_or_explain()
        if not self.is_stub:
            raise UserError(self.env._("%(person)s has a file already.", person=self.display_name))
        person = person or self.env["hub.beneficiary"].create(self._prepare_file_vals())
        settled = bool(person._get_main_stay())
        self.write(
            {
                "beneficiary_id": person.id,
                "is_primary": self.is_primary and not settled,
                **dict.fromkeys(self._STUB_FIELDS, False),
            }
        )
        return person

    def action_open_file_wizard(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open a file"),
            "res_model": "hub.household.file",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

#: What in models of Odoo is about a person.
ABOUT_PEOPLE = {
    "calendar.event": Domain("is_hub_appointment", "=", True),
    "crm.lead": Domain("is_hub_request", "=", True),
    "ir.attachment": Domain("res_model", "=like", "hub.%"),
    "mail.activity": Domain("res_model", "=like", "hub.%"),
    "mail.message": Domain("model", "=like", "hub.%"),
    "res.partner": Domain("is_beneficiary", "=", True),
    "res.users": Domain("partner_id.is_beneficiary", "=", True),
}


class DataRecycleModel(models.Model):
    """Files of people end by the rules of retention and by two people, never by a rule of recycling."""

    _inherit = "data_recycle.model"

    @api.constrains("res_model_id")
    def _check_not_about_people(self):
        wrong = self.filtered(lambda rule: rule._is_of_hub(rule.res_model_name))
        if wrong:
            raise ValidationError(
                self.env._(
                    "What the hub keeps about people is not recycled: rules of retention propose files, and people "
                    "confirm that they become anonymous. Choose another model than %(models)s.",
                    models=format_list(self.env, wrong.mapped("res_model_id.name")),
                )
            )

    @api.model
    def _is_of_hub(self, model_name):
        return (model_name or "").startswith("hub.")

    @api.model
    def _get_recyclable(self, model_name, ids):
        """Those of the ids that no rule about people keeps out."""
        if self._is_of_hub(model_name):
            return set()
        records = self.env[model_name].with_context(active_test=False)
        about = ABOUT_PEOPLE.get(model_name)
        # sudo: as recycling itself; whoever presses the button may not see who is received.
        return set(ids) - set(records.sudo().search(about & Domain("id", "in", list(ids))).ids) if about else set(ids)

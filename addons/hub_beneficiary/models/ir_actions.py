from odoo import api, models

SALES_GROUP = "sales_team.group_sale_salesman"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Requests are leads to Odoo: who sells nothing is not offered to lose, merge or enrich them."""
        bindings = super().get_bindings(model_name)
        if model_name != "crm.lead" or self.env.user.has_group(SALES_GROUP):
            return bindings
        ours = self._get_hub_action_ids()
        return {
            kind: kept
            for kind, actions in bindings.items()
            if (kept := [action for action in actions if action["id"] in ours])
        }

    @api.model
    def _get_hub_action_ids(self):
        # sudo: which addon an action is from is not for everybody to read.
        data = self.env["ir.model.data"].sudo()
        return set(data.search([("model", "=like", "ir.actions.%"), ("module", "=like", "hub_%")]).mapped("res_id"))

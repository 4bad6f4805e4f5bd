from odoo import api, fields, models


class ResCountryState(models.Model):
    _inherit = "res.country.state"

    _rec_names_search = ["name", "name_ar", "code"]

    name_ar = fields.Char(string="Arabic name", help="Shown instead of the name to those who read Arabic.")

    @api.depends("name_ar")
    @api.depends_context("lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        if not (self.env.lang or "").startswith("ar"):
            return
        for state in self.filtered("name_ar"):
            state.display_name = state.display_name.replace(state.name, state.name_ar, 1)

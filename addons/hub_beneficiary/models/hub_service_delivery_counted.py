from odoo import api, fields, models
from odoo.fields import Domain

#: What is counted once → the field that says as what, and the model in which files and families point at each other.
COUNTED = {
    "partner_id": ("counted_partner_id", "hub.beneficiary"),
    "dim_household_id": ("counted_household_id", "hub.household"),
}


class HubServiceDelivery(models.Model):
    """As whom the ledger counts a recipient: what indicators count, a list can be grouped by.

    Not stored: a merge changes no line of the ledger, and neither does undoing it.
    """

    _inherit = "hub.service.delivery"

    counted_partner_id = fields.Many2one(
        "res.partner", "Person", compute="_compute_counted", search="_search_counted_partner_id"
    )
    counted_household_id = fields.Many2one(
        "hub.household", "Counted as", compute="_compute_counted", search="_search_counted_household_id"
    )

    @api.depends("partner_id", "dim_household_id")
    def _compute_counted(self):
        # sudo: which lines are one person is told to all who read the ledger; names follow the reader's rights.
        merged = self.env["hub.beneficiary"].sudo().with_context(active_test=False)
        files = merged.search([("partner_id", "in", self.partner_id.ids), ("merged_into_id", "!=", False)])
        mains = {file.partner_id.id: file.root_id.partner_id.id for file in files}
        for line in self:
            line.counted_partner_id = mains.get(line.partner_id.id, line.partner_id.id)
            line.counted_household_id = line.dim_household_id.sudo().root_id.id

    def _search_counted_partner_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as for computing it.
        people = self.env["hub.beneficiary"].sudo().with_context(active_test=False)
        mains = people.search([("partner_id", "in", list(value)), ("merged_into_id", "=", False)])
        merged = people.search([("partner_id", "in", list(value)), ("merged_into_id", "!=", False)])
        partners = {*value, *mains._get_clusters().partner_id.ids} - set(merged.partner_id.ids)
        return Domain("partner_id", "in", list(partners))

    def _search_counted_household_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        families = Domain("dim_household_id.root_id", "in", [key for key in value if key])
        return families if all(value) else families | Domain("dim_household_id", "=", False)

    def _field_to_sql(self, alias, field_expr, query=None):
        for name, (counted, _model) in COUNTED.items():
            if field_expr == counted and query is not None and alias == query.table:
                return self._get_distinct_sql(name, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _get_distinct_group(self, name):
        """Where nothing was merged the column itself says it."""
        counted, model = COUNTED.get(name, (None, None))
        # sudo: whether there is any, and nothing of it.
        if counted and self.env[model].sudo().search_count([("merged_into_id", "!=", False)], limit=1):
            return counted
        return super()._get_distinct_group(name)

from odoo import fields, models
from odoo.tools import SQL


class HubServiceDelivery(models.Model):
    _inherit = "hub.service.delivery"

    _indicator_distinct_fields = ("dim_household_id",)
    _indicator_dimensions = ("dim_category_ids",)
    _indicator_path_fields = ("dim_category_ids",)

    dim_category_ids = fields.Many2many(
        "hub.beneficiary.category",
        "hub_service_delivery_category_rel",
        string="Categories",
        readonly=True,
        help="The recipient's categories on the day of the service. They overlap, so they do not add up.",
    )
    dim_household_id = fields.Many2one(
        "hub.household",
        string="Household",
        readonly=True,
        ondelete="restrict",
        help="The recipient's main household on the day of the service; empty is none or unknown.",
    )

    # Of a million lines, those of a household: families are counted by it.
    _dim_household_idx = models.Index("(dim_household_id, date) WHERE dim_household_id IS NOT NULL")

    def _get_distinct_sql(self, name, query):
        """A person with several files is one, and so is a family found twice: what counts them counts their roots."""
        if name == "partner_id":
            return self._get_distinct_person_sql(query)
        if name != "dim_household_id":
            return super()._get_distinct_sql(name, query)
        self.env["hub.household"].flush_model(["root_id"])
        household = query.left_join(query.table, name, "hub_household", "id", name)
        return SQL("COALESCE(%s, %s)", SQL.identifier(household, "root_id"), SQL.identifier(query.table, name))

    def _get_distinct_person_sql(self, query):
        """The contact of a recipient's main file; of organisations and of files that are not merged, the recipient.

        Only the merged files are joined: they are few, and a million lines look them up in a hash.
        """
        self.env["hub.beneficiary"].flush_model(["partner_id", "merged_into_id", "root_id"])
        alias = query.make_alias(query.table, "merged_file")
        merged = SQL(
            """(
                SELECT file.partner_id AS own_id, main.partner_id AS main_id
                  FROM hub_beneficiary file JOIN hub_beneficiary main ON main.id = file.root_id
                 WHERE file.merged_into_id IS NOT NULL
            )"""
        )
        recipient = SQL.identifier(query.table, "partner_id")
        query.add_join("LEFT JOIN", alias, merged, SQL("%s = %s", SQL.identifier(alias, "own_id"), recipient))
        return SQL("COALESCE(%s, %s)", SQL.identifier(alias, "main_id"), recipient)

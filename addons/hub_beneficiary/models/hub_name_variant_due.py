from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.names import word_keys


class HubNameVariant(models.Model):
    """What a change of the table sets going: the people who may bear the name are compared anew, at once and in
    batches, and who made the change sees how many are left."""

    _inherit = "hub.name.variant"

    due_count = fields.Integer("People to compare", compute="_compute_due", groups="hub_core.group_hub_admin")
    due_text = fields.Char("Under way", compute="_compute_due", groups="hub_core.group_hub_admin")

    @api.depends("spelling_ids.is_due", "spelling_ids.done_id")
    def _compute_due(self):
        # sudo: numbers of spellings, which belong to nobody.
        counts = self._count_due(self.sudo().spelling_ids)
        for variant in self:
            variant.due_count = counts.get(variant.id, 0)
            variant.due_text = self._get_due_text(variant.due_count) if variant.due_count else False

    @api.model
    def _get_due_text(self, count):
        if count == 1:
            return self.env._("1 person is being compared anew")
        return self.env._("%(count)s people are being compared anew", count=count)

    @api.model
    def _count_due(self, spellings):
        """``{name's id: people who may bear one of its spellings and wait}``, in one query."""
        due = spellings.filtered("is_due")
        if not due:
            return {}
        self.env["hub.beneficiary"].flush_model(["name_keys", "active", "merged_into_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT due.variant_id, COUNT(DISTINCT file.id)
                  FROM (VALUES %s) AS due (variant_id, done_id, keys)
                  JOIN hub_beneficiary file
                    ON string_to_array(btrim(file.name_keys), ' ') && due.keys AND file.id > due.done_id
                   AND file.active AND file.merged_into_id IS NULL
                 GROUP BY due.variant_id
                """,
                SQL(", ").join(
                    SQL("(%s, %s, %s::text[])", row.variant_id.id or 0, row.done_id, sorted(word_keys(row.folded)))
                    for row in due
                ),
            )
        )
        return dict(rows)

    @api.model
    def _start_renewing(self):
        """After a change: the job begins now, and whoever made the change is told for how many people."""
        if not self.env.registry.ready:
            return  # an installation compares nobody
        # sudo: whoever edits the table starts the job; scheduled actions are the administrator's.
        self.env.ref("hub_beneficiary.ir_cron_name_keys").sudo()._trigger()
        count = sum(self._count_due(self.env["hub.name.spelling"].sudo().search([("is_due", "=", True)])).values())
        if count:
            self.env.user._bus_send("simple_notification", {"type": "info", "message": self._get_due_text(count)})

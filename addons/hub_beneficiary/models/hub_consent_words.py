from odoo import api, fields, models
from odoo.fields import Command


class HubConsent(models.Model):
    """Who answers, and by which notice."""

    _inherit = "hub.consent"

    is_child = fields.Boolean(compute="_compute_is_child", export_string_translation=False)

    @api.depends("beneficiary_id", "date")
    def _compute_is_child(self):
        for consent in self:
            consent.is_child = bool(
                consent.beneficiary_id and consent.date and consent.beneficiary_id._is_minor_on(consent.date)
            )

    @api.onchange("scope", "notice_id")
    def _onchange_scope(self):
        """An answer to some purposes begins with none ticked; one to the whole notice with all of it."""
        self.purpose_ids = [Command.set([] if self.scope == "purposes" else self.notice_id.purpose_ids.ids)]

    @api.model
    def _get_older_notice_ids(self, people):
        return {person_id for (person_id,) in self.env.execute_query(self._get_older_notice_query(people))}

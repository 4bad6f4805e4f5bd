from odoo import models


class CrmActivityReport(models.Model):
    _inherit = "crm.activity.report"

    def _where(self):
        # What was done about a person's request is no sales activity.
        return super()._where() + " AND l.type <> 'hub_request'"

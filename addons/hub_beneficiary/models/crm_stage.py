from odoo import fields, models

STAGE_CODES = [
    ("welcome", "Welcome"),
    ("interview", "Interview"),
    ("oriented", "Oriented"),
    ("follow_up", "In follow-up"),
    ("closed", "Closed"),
]


class CrmStage(models.Model):
    _inherit = "crm.stage"

    hub_code = fields.Selection(
        STAGE_CODES, "Stage of a request", readonly=True, help="Set on the stages of the hub's requests alone."
    )

    _hub_code_uniq = models.UniqueIndex(
        "(hub_code) WHERE hub_code IS NOT NULL", "Requests have one stage of each kind."
    )

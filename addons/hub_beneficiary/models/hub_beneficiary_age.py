from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.ages import age_on


class HubBeneficiary(models.Model):
    """How old a person is: never stored, as it follows the clock."""

    _inherit = "hub.beneficiary"

    age = fields.Integer(compute="_compute_age", search="_search_age", help="0 when the birth date is unknown, too.")
    age_text = fields.Char("Age today", compute="_compute_age")

    @api.depends("birthdate", "birthdate_precision")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for beneficiary in self:
            age = beneficiary._get_age(today)
            beneficiary.age = age or 0
            about = "" if beneficiary.birthdate_precision == "day" else "≈ "
            beneficiary.age_text = False if age is None else f"{about}{age}"

    def _search_age(self, operator, value):
        if operator not in ("=", "<", "<=", ">", ">=") or isinstance(value, bool) or value is None:
            return NotImplemented
        today = fields.Date.context_today(self)
        # Of age n: born on or before today - n years, and after today - (n + 1) years.
        youngest = today - relativedelta(years=value)
        oldest = today - relativedelta(years=value + 1) + relativedelta(days=1)
        domains = {
            "=": Domain("birthdate", "<=", youngest) & Domain("birthdate", ">=", oldest),
            "<": Domain("birthdate", ">", youngest),
            "<=": Domain("birthdate", ">=", oldest),
            ">": Domain("birthdate", "<", oldest),
            ">=": Domain("birthdate", "<=", youngest),
        }
        return domains[operator]

    def _get_age(self, date):
        """Age in full years at ``date``, or None when unknown; a year alone counts from its middle."""
        self.ensure_one()
        return age_on(self.birthdate, self.birthdate_precision, date)

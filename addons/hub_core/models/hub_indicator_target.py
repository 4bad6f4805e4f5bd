from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import pace_of

#: What a figure says when it cannot be counted.
NO_FIGURE = {
    "value": 0.0,
    "expected": 0.0,
    "share": 0.0,
    "elapsed": 0.0,
    "pace": False,
    "gap": 0.0,
    "days_left": 0,
    "projected": None,
}


class HubIndicatorTarget(models.Model):
    """What a programme promised for an indicator over some time."""

    _name = "hub.indicator.target"
    _description = "Target"
    _inherit = ["mail.thread"]
    _order = "program_id, sequence, date_from, id"

    program_id = fields.Many2one("hub.program", string="Programme", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one("hub.indicator", required=True, index=True, ondelete="restrict")
    sequence = fields.Integer(default=10)
    # what was promised
    target = fields.Float(required=True, digits=(16, 2), tracking=True, help="The figure at the end of the period.")
    baseline = fields.Float(
        required=True,
        default=0.0,
        digits=(16, 2),
        tracking=True,
        help="What it was before the period. It is shown beside the figure and not counted in it.",
    )
    unit = fields.Char(related="indicator_id.unit")
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="The first day that counts; the programme's first day, unless you say otherwise.",
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="The last day that counts; the programme's last day, unless you say otherwise.",
    )
    scope = fields.Selection(
        [("program", "This programme's records"), ("hub", "All that the hub did")],
        required=True,
        default="program",
        tracking=True,
        help="Records that say this programme, or those of all programmes and of none.",
    )
    # what became of it
    value = fields.Float(string="Today", compute="_compute_figures", digits=(16, 2), help="Counted now.")
    expected = fields.Float(
        string="Expected today",
        compute="_compute_figures",
        digits=(16, 2),
        help="What it would be when every day brought the same: the share of the days that are over, of the target.",
    )
    share = fields.Float(string="Share of the target", compute="_compute_figures")
    pace = fields.Selection(
        [
            ("upcoming", "Not begun"),
            ("on_track", "On track"),
            ("late", "Late"),
            ("reached", "Reached"),
            ("missed", "Not reached"),
        ],
        compute="_compute_figures",
        search="_search_pace",
        help="The figure of today beside the one expected today.",
    )
    problem = fields.Char(compute="_compute_figures", help="Why the figure cannot be counted.")

    _target_uniq = models.UniqueIndex(
        "(program_id, indicator_id, date_from, date_to)",
        "This programme has a target for this indicator and period already.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A target's period cannot end before it starts."
    )
    _target_positive = models.Constraint("CHECK (target > 0)", "A target must be above zero.")
    _baseline_not_negative = models.Constraint("CHECK (baseline >= 0)", "A baseline cannot be below zero.")

    @api.depends("program_id")
    def _compute_dates(self):
        for target in self:
            target.date_from = target.date_from or target.program_id.date_start
            target.date_to = target.date_to or target.program_id.date_end

    @api.depends("indicator_id", "program_id", "date_from", "date_to", "target", "scope")
    def _compute_figures(self):
        figures = self._get_values()
        for target in self:
            values = figures.get(target, {**NO_FIGURE, "problem": False})
            for name in ("value", "expected", "share", "pace", "problem"):
                target[name] = values[name]

    def _search_pace(self, operator, value):
        if operator != "in":
            return NotImplemented
        targets = self.search_fetch([], ["program_id", "indicator_id"])
        values = targets._get_values()
        return [("id", "in", targets.filtered(lambda target: values[target]["pace"] in value).ids)]

    @api.depends("indicator_id", "program_id")
    def _compute_display_name(self):
        for target in self:
            target.display_name = f"{target.indicator_id.name or ''} · {target.program_id.name or ''}".strip(" ·")

    def action_open_records(self):
        return self._get_records_action()

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------
    def _get_values(self):
        """What each of these targets came to by today.

        :return: {target: {"value", "expected", "share", "elapsed", "pace", "gap", "days_left",
            "projected", "problem"}}; a problem is a sentence, and then there is no pace
        """
        # In a form a target is asked for its figure before it is saved, and before it is complete.
        complete = self.filtered(
            lambda target: target.indicator_id and target.date_from and target.date_to and target.target > 0
        )
        figures = self.env["hub.indicator"]._count(complete)
        today = fields.Date.context_today(self)
        return {
            target: target._prepare_values(figures[target], today)
            if target in figures
            else {**NO_FIGURE, "problem": target.indicator_id._find_problem()}
            for target in complete
        }

    def _prepare_values(self, value, today):
        indicator = self.indicator_id
        pace = pace_of(
            value,
            self.target,
            (self.date_from, self.date_to),
            today,
            direction=indicator.direction,
            whole=indicator._is_whole(),
        )
        return {"value": value, "problem": False, **pace._asdict(), "pace": pace.state}

    def _get_period_domain(self):
        """Records of the indicator's source that count for this target, the indicator's own conditions aside."""
        date_field = self.indicator_id.date_field
        domain = Domain(date_field, ">=", self.date_from) & Domain(date_field, "<=", self.date_to)
        program_field = self.env[self.indicator_id.model_name]._indicator_program_field
        if self.scope == "program" and program_field:
            domain &= Domain(program_field, "=", self.program_id._origin.id)
        return domain

    # ------------------------------------------------------------
    # The records behind a figure
    # ------------------------------------------------------------
    def _get_records_action(self, condition=Domain.TRUE, title=""):
        """The list of the records that were counted, with the reader's own rights."""
        self.ensure_one()
        indicator = self.indicator_id
        if problem := indicator._find_problem():
            raise UserError(problem)
        domain = indicator._get_domain() & self._get_period_domain() & condition
        context = {"active_test": False}
        if indicator.measure == "distinct":
            # As many groups as the figure says: one for each person.
            domain &= Domain(indicator.measure_field, "!=", False)
            source = self.env[indicator.model_name]
            context["group_by"] = [source._get_distinct_group(indicator.measure_field)]
        return {
            "type": "ir.actions.act_window",
            "name": " · ".join(filter(None, [indicator.name, title])),
            "res_model": indicator.model_name,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": context,
        }

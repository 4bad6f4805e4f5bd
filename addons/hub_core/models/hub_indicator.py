from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from .hub_indicator_source import HubIndicatorSource


class HubIndicator(models.Model):
    """What is counted, and how: records of a source, a domain, a date and a measure.

    The figure of a period is always counted anew from the records (see ``hub_indicator_count``).
    Nothing is typed, so that whoever doubts a figure can open what is behind it.
    """

    _name = "hub.indicator"
    _description = "Indicator"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, copy=False, help="Short name for imports and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    # what it says
    level = fields.Selection(
        [("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")],
        string="Result level",
        required=True,
        default="output",
        help="Output: what the hub did. Outcome: what changed for people by it. Impact: what changed around them.",
    )
    unit = fields.Char(required=True, translate=True, help="In what it is counted: people, families, hours …")
    direction = fields.Selection(
        [("up", "To reach"), ("down", "Not to exceed")],
        required=True,
        default="up",
        help="Whether its target is to be reached, or is a limit.",
    )
    definition = fields.Text(
        translate=True, tracking=True, help="In words that a funder understands: who or what counts, and when."
    )
    # how it is counted
    model_name = fields.Selection(
        "_selection_model_name",
        string="Records",
        required=True,
        default="hub.service.delivery",
        tracking=True,
        help="The kind of records that are counted.",
    )
    domain = fields.Char(
        string="Which of them",
        required=True,
        default="[]",
        tracking=True,
        help="Only records that meet these conditions are counted. The period of a target is added to them.",
    )
    date_field = fields.Selection(
        "_selection_date_field",
        string="Date",
        compute="_compute_date_field",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="The date by which a record falls into a period.",
    )
    measure = fields.Selection(
        [("count", "Number of records"), ("sum", "Sum"), ("distinct", "Number of different")],
        required=True,
        default="count",
        tracking=True,
        help="Different people: somebody who was received ten times is one person.",
    )
    measure_field = fields.Selection(
        "_selection_measure_field",
        string="Of",
        tracking=True,
        help="What is added up, or of what the different ones are counted.",
    )
    aggregation = fields.Selection(
        [("sum", "Sum"), ("last", "Last"), ("mean", "Mean"), ("distinct", "Counted anew")],
        string="Over several periods",
        compute="_compute_aggregation",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="How figures of several periods make one. Different people are always counted anew: "
        "who came in two years is one person.",
    )
    dimensions = fields.Char(
        string="Splits",
        help="Names of the fields by which the figure may be split, comma separated. Empty offers all that its "
        "records know.",
    )
    # where it is promised
    target_ids = fields.One2many("hub.indicator.target", "indicator_id", string="Targets")
    target_count = fields.Integer(compute="_compute_target_count")
    problem = fields.Char(compute="_compute_problem", help="Why it cannot be counted.")
    has_source = fields.Boolean(compute="_compute_problem")

    _code_uniq = models.UniqueIndex("(code)", "Another indicator has this code.")
    _measure_field_given = models.Constraint(
        "CHECK ((measure = 'count') = (measure_field IS NULL))",
        "A sum and a number of different ones say of what, a number of records does not.",
    )
    _distinct_is_counted_anew = models.Constraint(
        "CHECK ((measure = 'distinct') = (aggregation = 'distinct'))",
        "Different ones are counted anew over several periods, and nothing else is.",
    )

    # ------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------
    @api.model
    def _get_sources(self):
        """Models that may be counted, by name."""
        return {
            name: self.env[name]
            for name, model in sorted(self.env.registry.items())
            if issubclass(model, HubIndicatorSource) and not model._abstract
        }

    def _selection_model_name(self):
        models = self.env["ir.model"]
        return [(name, models._get(name).name or source._description) for name, source in self._get_sources().items()]

    def _selection_date_field(self):
        return self._get_field_choices("_indicator_date_fields")

    def _selection_measure_field(self):
        return self._get_field_choices("_indicator_distinct_fields", "_indicator_sum_fields")

    @api.model
    def _get_field_choices(self, *attributes):
        """Names and labels of the fields that any source gives for a purpose; constraints say which source."""
        return list(
            {
                name: source._fields[name]._description_string(self.env)
                for source in self._get_sources().values()
                for attribute in attributes
                for name in source._get_indicator_names(attribute)
            }.items()
        )

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------
    @api.depends("model_name")
    def _compute_date_field(self):
        sources = self._get_sources()
        for indicator in self:
            source = sources.get(indicator.model_name)
            names = () if source is None else source._get_indicator_names("_indicator_date_fields")
            if indicator.date_field not in names:
                indicator.date_field = names[0] if names else indicator.date_field or "date"

    @api.depends("measure")
    def _compute_aggregation(self):
        for indicator in self:
            if indicator.measure == "distinct":
                indicator.aggregation = "distinct"
            elif indicator.aggregation in (False, "distinct"):
                indicator.aggregation = "sum"

    @api.depends("target_ids")
    def _compute_target_count(self):
        counts = dict(
            self.env["hub.indicator.target"]._read_group(
                [("indicator_id", "in", self.ids)], ["indicator_id"], ["__count"]
            )
        )
        for indicator in self:
            indicator.target_count = counts.get(indicator, 0)

    @api.depends("name", "model_name", "domain", "date_field", "measure", "measure_field", "dimensions")
    def _compute_problem(self):
        sources = self._get_sources()
        for indicator in self:
            indicator.problem = indicator._find_problem()
            indicator.has_source = indicator.model_name in sources

    @api.onchange("measure")
    def _onchange_measure(self):
        if self.measure == "count":
            self.measure_field = False

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------
    @api.constrains("model_name", "domain", "date_field", "measure", "measure_field", "dimensions")
    def _check_countable(self):
        problems = [problem for indicator in self if (problem := indicator._find_problem())]
        if problems:
            raise ValidationError("\n".join(problems))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        promised = self.filtered("target_ids")
        if promised:
            raise UserError(
                self.env._(
                    "These indicators have targets and cannot be deleted. Archive them instead: %(names)s",
                    names=format_list(self.env, promised.mapped("name")),
                )
            )

    def action_open_targets(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_indicator_target_action")
        return {
            **action,
            "domain": [("indicator_id", "in", self.ids)],
            "context": {"default_indicator_id": self.id if len(self) == 1 else False},
        }

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class HubIndicator(models.Model):
    """Counting: one statement for each source model, however many figures are asked for."""

    _inherit = "hub.indicator"

    @api.model
    def _count(self, targets):
        """The figures of these targets.

        :return: {target: number}; a target whose indicator cannot be counted is not in it
        """
        domains = {}
        for indicator in targets.indicator_id:
            if not indicator._find_problem():
                domains[indicator] = indicator._get_domain()
        selects = defaultdict(list)
        for number, target in enumerate(targets):
            indicator = target.indicator_id
            if indicator in domains:
                query = indicator._get_query(domains[indicator] & target._get_period_domain())
                row = query.select(SQL("%s", number), indicator._get_measure_sql(query))
                selects[indicator.model_name].append(SQL("(%s)", row))
        return {
            targets[number]: figure
            for statement in selects.values()
            for number, figure in self.env.execute_query(SQL(" UNION ALL ").join(statement))
        }

    def _get_query(self, domain):
        """The records that meet a domain, archived ones too: what was done stays done."""
        # sudo: a figure is the same for everybody who may see it.
        source = self.env[self.model_name].sudo().with_context(active_test=False)
        return source._search(domain, active_test=False)

    def _get_measure_sql(self, query):
        # sudo: figures count all rows; who may open the records behind them is asked there.
        source = self.env[self.model_name].sudo()
        if self.measure == "count":
            return SQL("COUNT(*)")
        if self.measure == "sum":
            # Money and quantities have two decimals; as a float it is what Odoo's own sums are.
            field = source._field_to_sql(query.table, self.measure_field, query)
            return SQL("COALESCE(SUM(%s), 0)::float8", field)
        return SQL("COUNT(DISTINCT %s)", source._get_distinct_sql(self.measure_field, query))

    def _is_whole(self):
        """Whether its figures are whole numbers."""
        return self.measure != "sum" or self._get_measure_field_type() == "integer"

    def _get_measure_field_type(self):
        source = self._get_sources().get(self.model_name)
        field = source is not None and source._fields.get(self.measure_field or "")
        return field.type if field else ""

    # ------------------------------------------------------------
    # Splits
    # ------------------------------------------------------------
    def _get_dimensions(self):
        """Fields by which the figure may be split, with their labels in the reader's language."""
        source = self._get_sources().get(self.model_name)
        if source is None:
            return {}
        known = source._get_indicator_names("_indicator_dimensions")
        chosen = self._get_dimension_names() or known
        # Of people alone, the kind of recipient says nothing.
        fixed = {leaf.field_expr for leaf in self._get_domain().iter_conditions() if leaf.operator == "="}
        return {
            name: source._fields[name]._description_string(self.env)
            for name in known
            if name in chosen and name not in fixed
        }

    def _count_by(self, dimension, domain):
        """The figure for each value of a dimension, and in all, in one statement.

        :return: {key: number}, the total; the key None is "unknown"
        """
        domain = self._get_domain() & domain
        query, whole = self._get_query(domain), self._get_query(domain)
        key = self._get_dimension_sql(dimension, query)
        query.groupby = key
        rows = self.env.execute_query(
            SQL(
                "(%s) UNION ALL (%s)",
                query.select(SQL("FALSE"), key, self._get_measure_sql(query)),
                whole.select(SQL("TRUE"), SQL("NULL"), self._get_measure_sql(whole)),
            )
        )
        total = next(figure for is_total, _key, figure in rows if is_total)
        return {value: figure for is_total, value, figure in rows if not is_total}, total

    def _get_dimension_sql(self, dimension, query):
        # sudo: figures count all rows; who may open the records behind them is asked there.
        source = self.env[self.model_name].sudo()
        field = source._fields[dimension]
        if field.type != "many2many":
            return source._field_to_sql(query.table, dimension, query)
        alias = query.left_join(query.table, "id", field.relation, field.column1, dimension)
        return SQL.identifier(alias, field.column2)

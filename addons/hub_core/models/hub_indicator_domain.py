from ast import literal_eval

from odoo import models
from odoo.fields import Domain
from odoo.tools import OrderedSet

from .hub_indicator_source import HubIndicatorSource

NUMBERS = ("integer", "float", "monetary", "many2one_reference")
#: Of the database's whole numbers.
LARGEST = 2**31 - 1
NESTED = ("any", "not any")
SETS = ("in", "not in")
EQUAL = ("=", "!=")
ORDER = (">", ">=", "<", "<=")
ORDERED = ("integer", "float", "monetary", "date", "datetime")
LIKE = ("like", "ilike", "=like", "=ilike", "not like", "not ilike", "not =like", "not =ilike")
TEXTS = ("char", "text", "html")


class HubIndicator(models.Model):
    """Whether an indicator can be counted; if not, a sentence that says where it is wrong and what to do."""

    _inherit = "hub.indicator"

    def _find_problem(self):
        """The first thing that keeps the indicator from being counted, in a sentence; or None.

        The same for an indicator that is being saved and for one whose model or field went away with
        an addon later.
        """
        self.ensure_one()
        source = self._get_sources().get(self.model_name)
        if source is None:
            return self._explain(
                "model_name",
                self.env._(
                    "%(model)s cannot be counted. Choose other records, or install the addon that they come from.",
                    model=self.model_name,
                ),
            )
        return (
            self._find_field_problem("date_field", source, source._get_indicator_names("_indicator_date_fields"))
            or self._find_measure_problem(source)
            or self._find_dimension_problem(source)
            or self._find_domain_problem(source)
        )

    def _explain(self, field_name, sentence):
        return self.env._(
            "Indicator “%(indicator)s”, %(field)s: %(sentence)s",
            indicator=self.name,
            field=self._fields[field_name]._description_string(self.env),
            sentence=sentence,
        )

    def _find_field_problem(self, field_name, source, allowed):
        name = self[field_name]
        if name in allowed:
            return None
        labels = ", ".join(source._fields[one]._description_string(self.env) for one in allowed)
        if not name:
            return self._explain(field_name, self.env._("Choose one of: %(allowed)s", allowed=labels))
        return self._explain(
            field_name,
            self.env._(
                "“%(name)s” cannot be used for these records. Choose one of: %(allowed)s", name=name, allowed=labels
            ),
        )

    def _find_measure_problem(self, source):
        if self.measure == "count":
            if self.measure_field:
                return self._explain("measure_field", self.env._("A number of records needs no field: leave it empty."))
            return None
        attribute = {"sum": "_indicator_sum_fields", "distinct": "_indicator_distinct_fields"}[self.measure]
        return self._find_field_problem("measure_field", source, source._get_indicator_names(attribute))

    def _find_dimension_problem(self, source):
        known = source._get_indicator_names("_indicator_dimensions")
        unknown = [name for name in self._get_dimension_names() if name not in known]
        if not unknown:
            return None
        return self._explain(
            "dimensions",
            self.env._(
                "These records cannot be split by %(names)s. Choose from: %(allowed)s",
                names=", ".join(unknown),
                allowed=", ".join(known),
            ),
        )

    def _get_dimension_names(self):
        return [name.strip() for name in (self.dimensions or "").split(",") if name.strip()]

    # ------------------------------------------------------------
    # The domain
    # ------------------------------------------------------------
    def _get_domain(self):
        """The conditions, as somebody wrote them; they hold constants only.

        :raise ValueError: when they are no conditions
        """
        try:
            value = literal_eval((self.domain or "[]").strip())
            return Domain(list(value))
        except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ValueError(str(error)) from error

    def _find_domain_problem(self, source):
        """Every condition is on a stored field of the source, or one step behind a relation that it opens.

        Figures are counted past the reader's rights, so a longer path would be a way to ask about anything.
        """
        try:
            domain = self._get_domain()
            for condition in domain.iter_conditions():
                if sentence := self._find_condition_problem(source, condition):
                    return self._explain("domain", sentence)
            # sudo: it is checked as it will be counted.
            domain.validate(source.sudo())
        except (ValueError, TypeError, AssertionError, NotImplementedError):
            return self._explain(
                "domain",
                self.env._(
                    "These are no conditions that can be counted: %(domain)s. Write a list such as "
                    "[('quantity', '>', 1)] with values only, no variables.",
                    domain=self.domain,
                ),
            )
        return None

    def _find_condition_problem(self, source, condition):
        first, _dot, rest = condition.field_expr.partition(".")
        if problem := self._find_path_problem(source, first, condition.field_expr):
            return problem
        field = source._fields[first]
        if condition.operator in NESTED:
            nested = Domain(condition.value).iter_conditions()
            paths = [(inner.field_expr, inner) for inner in nested]
        elif rest:
            paths = [(rest, condition)]
        else:
            return self._find_value_problem(field, condition)
        if first not in self._get_path_fields(source):
            return self._not_openable(source, condition.field_expr)
        comodel = self.env[field.comodel_name]
        for path, inner in paths:
            problem = self._find_path_problem(comodel, path, f"{first}.{path}")
            if not problem and inner.operator in NESTED:
                problem = self._not_openable(comodel, f"{first}.{path}")
            if problem := problem or self._find_value_problem(comodel._fields[path], inner):
                return problem
        return None

    def _find_path_problem(self, model, name, path):
        if "." in name:
            return self._not_openable(model, path)
        field = model._fields.get(name)
        if field is None:
            return self.env._(
                "%(model)s has no field “%(path)s”. Correct its name, or install the addon that it comes from.",
                model=model._description,
                path=path,
            )
        if field.groups or not (field.store or self._is_opened_by(field, model)):
            return self._not_openable(model, path)
        return None

    def _is_opened_by(self, field, model):
        """A related field is the same as its path."""
        first, _dot, rest = (field.related or "").partition(".")
        return first in self._get_path_fields(model) and rest and "." not in rest

    def _get_path_fields(self, model):
        """Relations that a source opens to conditions; what is no source opens none."""
        is_source = isinstance(model, HubIndicatorSource)
        return model._get_indicator_names("_indicator_path_fields") if is_source else ()

    def _not_openable(self, model, path):
        return self.env._(
            "“%(path)s” of %(model)s cannot be a condition. Use a stored field of the records that everybody may "
            "read, or one behind: %(allowed)s",
            path=path,
            model=model._description,
            allowed=", ".join(self._get_path_fields(model)) or self.env._("nothing"),
        )

    def _find_value_problem(self, field, condition):
        """A value that no record can have makes a figure of 0 that nobody notices, or none at all."""
        several = isinstance(condition.value, list | tuple | set | OrderedSet)
        values = list(condition.value) if several else [condition.value]
        wrong = [value for value in values if not self._is_possible(field, condition.operator, value)]
        if not wrong and several == (condition.operator in SETS):
            return None
        keys = field.get_values(self.env) if field.type == "selection" else []
        return self.env._(
            "“%(field)s” %(operator)s %(value)s is not possible. %(allowed)s",
            field=condition.field_expr,
            operator=condition.operator,
            value=repr(wrong[0] if wrong else condition.value),
            allowed=", ".join(keys) or self.env._("Choose another operator or value."),
        )

    def _is_possible(self, field, operator, value):
        if operator in LIKE:
            return field.type in TEXTS and isinstance(value, str) and "\0" not in value
        if operator in ORDER:
            return field.type in ORDERED and value not in (False, None) and self._is_of_type(field, value)
        return operator in EQUAL + SETS and (value is False or value is None or self._is_of_type(field, value))

    def _is_of_type(self, field, value):
        """Whether a record may have this value. Relations go by id: a text would be searched in all that finds them."""
        if field.type == "boolean":
            return value is True
        if field.type == "selection":
            return value in field.get_values(self.env)
        if field.type in NUMBERS or field.relational:
            return type(value) in (int, float) and abs(value) <= LARGEST
        return isinstance(value, str) and "\0" not in value

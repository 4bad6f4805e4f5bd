from odoo import models


class HubIndicatorSource(models.AbstractModel):
    """Marks a model whose records an indicator may count, and says what of them.

    Figures are the same for everybody who may see the promise, so they are counted past the
    reader's own rights. A model without this mark is never counted: an indicator must not tell
    anything about complaints or salaries. An addon that extends a source gives the names that it
    adds; those of all addons together count.
    """

    _name = "hub.indicator.source"
    _description = "Source of indicators"

    #: Stored dates by which a record falls into a period; the first is proposed.
    _indicator_date_fields: tuple[str, ...] = ()
    #: Stored many2one or integer fields whose different values can be counted.
    _indicator_distinct_fields: tuple[str, ...] = ()
    #: Stored numbers that can be added up.
    _indicator_sum_fields: tuple[str, ...] = ()
    #: Fields by which a figure is split: selection and many2one (they add up), many2many (they overlap).
    _indicator_dimensions: tuple[str, ...] = ()
    #: Relations through which a domain may look one field further, such as a service's code.
    _indicator_path_fields: tuple[str, ...] = ()
    #: The programme that a record counts for, when it has one.
    _indicator_program_field: str | None = None

    @classmethod
    def _get_indicator_names(cls, attribute):
        """What the model and each addon that extends it give by one of the attributes above, the model's first."""
        given = [vars(part).get(attribute, ()) for part in reversed(cls.__mro__)]
        return tuple(dict.fromkeys(name for names in given for name in names))

    def _get_distinct_sql(self, name, query):
        """Hook: what is counted when different values of a field are: two that are the same in truth count once."""
        return self._field_to_sql(query.table, name, query)

    def _get_distinct_group(self, name):
        """Hook: the field by which the records behind such a figure are grouped, as many groups as it says."""
        return name

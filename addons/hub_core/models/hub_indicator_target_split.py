from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

UNKNOWN = "unknown"


class HubIndicatorTarget(models.Model):
    """The figure of a target by sex, age band, nationality …"""

    _inherit = "hub.indicator.target"

    def _get_split(self, dimension):
        """``{key: figure}`` and the total; no key is "unknown"."""
        self._verify_dimension(dimension)
        return self.indicator_id._count_by(dimension, self._get_period_domain())

    def _verify_dimension(self, dimension):
        self.ensure_one()
        if problem := self.indicator_id._find_problem():
            raise UserError(problem)
        if dimension not in self.indicator_id._get_dimensions():
            raise UserError(
                self.env._(
                    "“%(indicator)s” is not split by that. Load the page again.", indicator=self.indicator_id.name
                )
            )

    def _get_source_field(self, name):
        return self.env[self.indicator_id.model_name]._fields[name]

    def _get_split_labels(self, dimension, figures):
        """Keys and labels of the rows: in the order of a selection, else the largest first; unknown last."""
        field = self._get_source_field(dimension)
        if field.type == "selection":
            labels = [
                (key, label)
                for key, label in field._description_selection(self.env)
                if key != UNKNOWN and figures.get(key)
            ]
            known_as = UNKNOWN if UNKNOWN in field.get_values(self.env) else None
        else:
            # sudo: a figure and what it is called are the same for everybody.
            records = self.env[field.comodel_name].sudo().browse(key for key in figures if key)
            labels = [(record.id, record.display_name) for record in records]
            labels.sort(key=lambda pair: (-figures[pair[0]], pair[1]))
            known_as = None
        unknown = self.env._("None") if field.type == "many2many" else self.env._("Unknown")
        return [*labels, (known_as, unknown)]

    def _get_split_domain(self, dimension, key):
        self._verify_dimension(dimension)
        return Domain(dimension, "in", [key])

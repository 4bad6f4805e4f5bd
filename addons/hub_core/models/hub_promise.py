from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import elapsed_share


class HubPromise(models.AbstractModel):
    """What the page "The promise" asks, each in one call.

    No model of its own and no rights of its own: targets are read under those of the user, their
    figures are the same for everybody, and the records behind a figure open for those who may.
    """

    _name = "hub.promise"
    _description = "The promise"

    @api.model
    def get_page(self, program_id=False):
        """Everything on the page of a programme, in a constant number of queries.

        :param program_id: the programme asked for; another is shown when it is gone
        """
        self.env["hub.indicator.target"].check_access("read")
        programs = self.env["hub.program"].search_fetch([], ["name", "state"])
        counts = dict(
            self.env["hub.indicator.target"]._read_group(
                [("program_id", "in", programs.ids), ("indicator_id.active", "=", True)], ["program_id"], ["__count"]
            )
        )
        program = self._choose_program(programs, counts, program_id)
        targets = self.env["hub.indicator.target"].search(
            [("program_id", "=", program.id), ("indicator_id.active", "=", True)]
        )
        values = targets._get_values()
        return {
            "programs": [{"id": one.id, "name": one.name, "targets": counts.get(one, 0)} for one in programs],
            "program": self._prepare_program(program) if program else False,
            "targets": [self._prepare_target(target, values[target]) for target in targets],
            "can_edit": self.env["hub.indicator.target"].has_access("create"),
        }

    def _choose_program(self, programs, counts, program_id):
        """The one asked for; else a running one with targets, the latest with targets, the latest."""
        asked = programs.filtered(lambda program: program.id == program_id)
        promised = programs.filtered(counts.get)
        running = promised.filtered(lambda program: program.state == "active")
        return (asked or running or promised or programs)[:1]

    def _prepare_program(self, program):
        start, end = program.date_start, program.date_end
        today = fields.Date.context_today(self)
        state = dict(program._fields["state"]._description_selection(self.env))[program.state]
        return {
            "id": program.id,
            "name": program.name,
            "state": program.state,
            "state_name": state,
            "date_start": fields.Date.to_string(start),
            "date_end": fields.Date.to_string(end),
            "elapsed": elapsed_share(start, end, today) if start and end else False,
            "days_left": max((end - today).days + 1, 0) if end else False,
            "funders": program.funder_ids.mapped("name"),
        }

    def _prepare_target(self, target, values):
        indicator = target.indicator_id
        whole_program = (target.date_from, target.date_to) == (target.program_id.date_start, target.program_id.date_end)
        return {
            **values,
            "id": target.id,
            "name": indicator.name,
            "unit": indicator.unit,
            "level": self._label(indicator, "level"),
            "direction": indicator.direction,
            "whole": indicator._is_whole(),
            "target": target.target,
            "baseline": target.baseline,
            "date_from": fields.Date.to_string(target.date_from),
            "date_to": fields.Date.to_string(target.date_to),
            "own_period": not whole_program,
            "dimensions": [] if values["problem"] else list(indicator._get_dimensions().items()),
            "how": {} if values["problem"] else self._explain(target),
        }

    def _explain(self, target):
        """How the figure is made, in words; the page adds the conditions in words of its own."""
        indicator = target.indicator_id
        domain = indicator._get_domain()
        return {
            "definition": indicator.definition or "",
            "records": self._label(indicator, "model_name"),
            "measure": self._label(indicator, "measure"),
            "of": self._label(indicator, "measure_field"),
            "date": self._label(indicator, "date_field"),
            "scope": self._label(target, "scope"),
            "model": indicator.model_name,
            "domain": [] if domain.is_true() else list(domain),
        }

    def _label(self, record, name):
        """What a selection says in the reader's language."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    # ------------------------------------------------------------
    # Splits and records
    # ------------------------------------------------------------
    @api.model
    def get_split(self, target_id, dimension):
        """A figure by one dimension: rows that can be opened, and the total in which everybody counts once."""
        target = self._browse_checked(target_id)
        figures, total = target._get_split(dimension)
        field = target._get_source_field(dimension)
        return {
            "rows": [
                {"key": key or False, "label": label, "value": figures.get(key, 0)}
                for key, label in target._get_split_labels(dimension, figures)
            ],
            "total": total,
            "overlapping": field.type == "many2many",
            "more": sum(figures.values()) - total,
        }

    @api.model
    def get_records_action(self, target_id, dimension=False, key=False, label=""):
        """The records behind a figure, or behind one row of its split."""
        target = self._browse_checked(target_id)
        condition = target._get_split_domain(dimension, key) if dimension else Domain.TRUE
        return target._get_records_action(condition, label)

    def _browse_checked(self, target_id):
        target = self.env["hub.indicator.target"].browse(target_id)
        target.check_access("read")
        return target

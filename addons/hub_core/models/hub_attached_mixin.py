from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class HubAttachedMixin(models.AbstractModel):
    """What hangs on a record of any model by ``res_model`` and ``res_id``: its rights follow that record's.

    Whoever may read the record reads what hangs on it; any change takes the right to write the record.
    The model's own access rights come first, as everywhere.
    """

    _name = "hub.attached.mixin"
    _description = "Attached to a record"

    def _get_main_record(self):
        """The record that this hangs on; nothing where it is gone."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists()

    def _get_main_records(self):
        """``{part: its record}``, with one query for each model; a part whose record is gone is not in it."""
        result = {}
        for model, parts in self.grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(parts.mapped("res_id"))).exists()
                by_id = {record.id: record for record in records}
                result.update({part: by_id[part.res_id] for part in parts if part.res_id in by_id})
        return result

    def _filtered_by_main_record(self, operation):
        """Those whose record the user may read, or write: one question for each model."""
        result = self.browse()
        # sudo: only to learn which records to ask.
        for model, parts in self.sudo().grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(parts.mapped("res_id"))).exists()
                allowed = set(records._filtered_access(operation)._ids)
                result |= parts.filtered(lambda part, allowed=allowed: part.res_id in allowed)
        return result

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        refused = result[0] if result else self.browse()
        asked = self - refused
        closed = asked - asked._filtered_by_main_record("read" if operation == "read" else "write")
        if not closed:
            return result
        forbidden = refused | closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_open_record_domain()
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    @api.model
    def _get_open_record_domain(self):
        """Parts of records that the user may read: one subquery for each model that has any."""
        result = Domain.FALSE
        for model in self._get_main_models():
            records = self.env.get(model)
            if records is not None and records.has_access("read"):
                open_records = records.with_context(active_test=False)._search(Domain.TRUE)
                result |= Domain("res_model", "=", model) & Domain("res_id", "in", open_records)
        return result

    @api.model
    def _get_main_models(self):
        """Names of the models on which anything hangs: from one to the next in the index, however long the table is."""
        self.flush_model(["res_model"])
        query = SQL(
            """
            WITH RECURSIVE model(name) AS (
                (SELECT res_model FROM %(table)s ORDER BY res_model LIMIT 1)
                UNION ALL
                SELECT (SELECT res_model FROM %(table)s WHERE res_model > model.name ORDER BY res_model LIMIT 1)
                  FROM model WHERE model.name IS NOT NULL
            )
            SELECT name FROM model WHERE name IS NOT NULL
            """,
            table=SQL.identifier(self._table),
        )
        return [name for (name,) in self.env.execute_query(query)]

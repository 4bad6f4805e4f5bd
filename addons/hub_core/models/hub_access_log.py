from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from psycopg2.extras import Json

from ..tools import make_append_only

#: Looking at the same file again within this time is one reading, not two.
SAME_READING = timedelta(minutes=10)


class HubAccessLog(models.Model):
    """Who read what about whom. Rows are added and never change: the database refuses it.

    A row never holds a name: the log outlives the anonymisation of the file that it tells about.
    """

    _name = "hub.access.log"
    _description = "Access log"
    _order = "date desc, id desc"
    _rec_name = "reference"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    how = fields.Selection(
        [
            ("form", "Opened"),
            ("export", "Exported"),
            ("report", "Printed"),
            ("portal", "Portal"),
            ("access", "Gave an access link"),
            ("search", "Read in bulk"),
            ("officer", "Made a complaints officer"),
            ("no_officer", "Complaints officer no more"),
            ("restricted", "Restricted the file"),
            ("unrestricted", "Opened the file to reception"),
            ("assigned", "Changed who sees the restricted file"),
            ("anonymised", "Made anonymous"),
            ("paused", "Logging in paused"),
            ("resumed", "Allowed logging in again"),
        ],
        required=True,
        readonly=True,
        help="Bulk is a list far longer than a page of the screen, or one with more than lists show: a program.",
    )
    model = fields.Char(required=True, readonly=True)
    model_name = fields.Char(string="Kind of record", compute="_compute_model_name")
    res_id = fields.Many2oneReference(
        string="Record",
        model_field="model",
        readonly=True,
        help="The record that was read; empty when there were several.",
    )
    reference = fields.Char(readonly=True, help="The reference of the record, never a person's name.")
    record_count = fields.Integer(string="Records", required=True, readonly=True, help="How many were read at once.")
    res_ids = fields.Json(string="All records", readonly=True)

    is_outside_hours = fields.Boolean(
        "Outside office hours", compute="_compute_is_outside_hours", search="_search_is_outside_hours"
    )
    is_many = fields.Boolean(
        "Many that day",
        compute="_compute_is_many",
        search="_search_is_many",
        help="The same user read an unusual number of records on that day.",
    )

    _user_date_idx = models.Index("(user_id, date)")
    _record_idx = models.Index("(model, res_id, date)")
    _date_idx = models.Index("(date DESC, id DESC)")
    _res_ids_idx = models.Index("USING gin (res_ids jsonb_path_ops) WHERE res_ids IS NOT NULL")

    def init(self):
        result = super().init()
        make_append_only(self.env.cr, self._table)
        return result

    @api.depends("model")
    def _compute_model_name(self):
        for log in self:
            # sudo: the auditor may not read the technical settings. A model that has gone keeps its technical name.
            log.model_name = self.env["ir.model"].sudo()._get(log.model).name or log.model

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The access log cannot be deleted."))

    @api.model
    def _log(self, records, how, once=False):
        """Add one row that says that the current user has read ``records``.

        :param once: of one record, not again for the pages that she opens in the time of one reading; a form opened
            is always that
        """
        if not records:
            return
        if self.env.cr.readonly:
            # What is read must be logged, also when the request reads from a replica.
            with self.env.registry.cursor() as cr:
                cr.execute(self._get_insert_query(records, how, once))
        else:
            self.env.cr.execute(self._get_insert_query(records, how, once))
        self.invalidate_model(flush=False)

    @api.model
    def _get_insert_query(self, records, how, once=False):
        single = len(records) == 1
        now = fields.Datetime.now()
        values = SQL(
            "%s::int, %s::timestamp, %s, %s, %s::int, %s, %s::int, %s::jsonb",
            self.env.uid,
            now,
            how,
            records._name,
            records.id if single else None,
            self._get_reference(records) if single else None,
            len(records),
            None if single else Json(records.ids),
        )
        known = SQL("FALSE")
        if single and (once or how == "form"):
            known = SQL(
                """EXISTS (SELECT FROM hub_access_log
                            WHERE model = %s AND res_id = %s AND user_id = %s AND how = %s AND date > %s)""",
                records._name,
                records.id,
                self.env.uid,
                how,
                now - SAME_READING,
            )
        return SQL(
            """INSERT INTO hub_access_log (user_id, date, how, model, res_id, reference, record_count, res_ids)
               SELECT %s WHERE NOT %s""",
            values,
            known,
        )

    @api.model
    def _get_reference(self, record):
        known = hasattr(record, "_get_access_reference")
        return record._get_access_reference() if known else f"{record._name},{record.id}"

    @api.model
    def _get_readings(self, record):
        """Rows that tell of this record, alone or among others."""
        query = SQL(
            """SELECT id FROM hub_access_log
                WHERE model = %s AND (res_id = %s OR res_ids @> %s::jsonb) ORDER BY date DESC, id DESC""",
            record._name,
            record.id,
            Json([record.id]),
        )
        return self.browse(row[0] for row in self.env.execute_query(query))

    def action_open_record(self):
        """What was read: a form, or the list of all that went out together."""
        self.ensure_one()
        records = self.env[self.model].browse([self.res_id] if self.res_id else self.res_ids or ()).exists()
        if len(records) == 1:
            return records.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Records read"),
            "res_model": self.model,
            "view_mode": "list,form",
            "domain": [("id", "in", records.ids)],
        }

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Parameters, and what holds without them: days of the week from Monday (1), first hour and hour of closing,
#: and from how many records that one user reads on one day it is unusual.
OFFICE_DAYS, OFFICE_HOURS, MANY = "12345", "8-19", 60
#: How far back days are counted: a look at months costs the same when the log is ten years old.
LOOK_BACK = timedelta(days=92)


class HubAccessLog(models.Model):
    # One file for each of its concerns: what in the log deserves a second look.
    _inherit = "hub.access.log"

    @api.model
    def _get_parameter(self, name, default):
        # sudo: what is usual is a system parameter.
        return self.env["ir.config_parameter"].sudo().get_param(f"hub_core.{name}") or default

    @api.model
    def _get_office_hours(self):
        """Days of the week, first hour, hour of closing, zone."""
        first, _dash, last = self._get_parameter("office_hours", OFFICE_HOURS).partition("-")
        days = {int(day) for day in self._get_parameter("office_days", OFFICE_DAYS) if day.isdigit()}
        return days, int(first), int(last), self.env.company._get_hub_zone()

    @api.depends("date")
    def _compute_is_outside_hours(self):
        days, first, last, zone = self._get_office_hours()
        for log in self:
            local = fields.Datetime.context_timestamp(log.with_context(tz=zone), log.date)
            log.is_outside_hours = local.isoweekday() not in days or not first <= local.hour < last

    def _search_is_outside_hours(self, operator, value):
        if operator != "in":
            return NotImplemented
        days, first, last, _zone = self._get_office_hours()
        outside = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(EXTRACT(ISODOW FROM %(local)s)::int <> ALL(%(days)s) OR EXTRACT(HOUR FROM %(local)s) < %(first)s"
                " OR EXTRACT(HOUR FROM %(local)s) >= %(last)s)",
                local=model._get_local_time_sql(SQL.identifier(alias, "date")),
                days=list(days),
                first=first,
                last=last,
            ),
            predicate=lambda log: log.is_outside_hours,
        )
        return outside if True in value else ~outside

    @api.depends("user_id", "date", "record_count")
    def _compute_is_many(self):
        many = self.search([("id", "in", self.ids), ("is_many", "=", True)])
        for log in self:
            log.is_many = log in many

    def _search_is_many(self, operator, value):
        if operator != "in":
            return NotImplemented
        query = SQL(
            """(SELECT user_id, %(local)s::date FROM hub_access_log WHERE date > %(since)s
                 GROUP BY 1, 2 HAVING sum(record_count) >= %(many)s)""",
            local=self._get_local_time_sql(SQL.identifier("date")),
            since=fields.Datetime.now() - LOOK_BACK,
            many=int(self._get_parameter("many_records", MANY)),
        )
        many = Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "(%s, %s::date) IN %s",
                SQL.identifier(alias, "user_id"),
                model._get_local_time_sql(SQL.identifier(alias, "date")),
                query,
            ),
            predicate=lambda log: log.is_many,
        )
        return many if True in value else ~many

    @api.model
    def _get_local_time_sql(self, column):
        """The hub's time of a stored one, which is UTC."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)", column, self._get_office_hours()[3])

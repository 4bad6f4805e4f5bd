from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import wall_clock
from .res_company import DEFAULT_ZONE


class HubWallClockMixin(models.AbstractModel):
    """Something that takes place at a time of the clock on the wall.

    ``local_date``, ``local_time`` and ``tz`` are what was agreed, and what people search and group by;
    ``start`` and ``stop`` (UTC) follow from them and serve to compare with other instants. When a
    zone's data change – Morocco left UTC+1 for good on 2026-09-20, and said so a few weeks before –
    nine o'clock stays nine o'clock: ``_rederive_utc`` moves the instants.

    - A time that the clock shows twice, when it is put back, means the first one.
    - A time that it never shows, when it is put forward, means as long after the change as was written.
    - ``duration`` is time that elapses: two hours across a change are two hours of work.
    """

    _name = "hub.wall.clock.mixin"
    _description = "Local date and time"

    local_date = fields.Date(string="Date", required=True, index=True)
    local_time = fields.Float(string="Time", required=True, default=9.0, help="On the clock of the place.")
    duration = fields.Float(
        required=True, default=1.0, help="In hours that go by, also in a night in which the clock is moved."
    )
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        required=True,
        default=lambda self: self._get_default_zone(),
        help="Whose clock the time is read from.",
    )
    start = fields.Datetime(
        string="Starts", compute="_compute_utc", store=True, precompute=True, required=True, index=True
    )
    stop = fields.Datetime(string="Ends", compute="_compute_utc", store=True, precompute=True, required=True)
    start_local = fields.Datetime(
        compute="_compute_local",
        inverse="_inverse_start_local",
        help="For programs: what the clock of the place shows. A screen would take it for UTC.",
    )
    stop_local = fields.Datetime(
        compute="_compute_local",
        help="For programs: what the clock of the place shows. A screen would take it for UTC.",
    )

    _local_date_possible = models.Constraint(
        "CHECK (local_date BETWEEN '1970-01-01' AND '2099-12-31')",
        "The date must lie between 1970 and 2099.",
    )
    _local_time_of_a_day = models.Constraint(
        "CHECK (local_time >= 0 AND local_time < 24)",
        "The time must lie between 00:00 and 23:59.",
    )
    _duration_possible = models.Constraint(
        "CHECK (duration > 0 AND duration <= 744 AND start < stop)",
        "The duration must be a minute at least and 31 days at most.",
    )

    @api.model
    def _get_default_zone(self):
        return self.env.company._get_hub_zone()

    @api.depends("local_date", "local_time", "duration", "tz")
    def _compute_utc(self):
        for record in self:
            record.start, record.stop = record._derive_utc()

    @api.depends("start", "stop", "tz")
    def _compute_local(self):
        for record in self:
            zone = record.tz or DEFAULT_ZONE
            record.start_local = record.start and wall_clock.to_local(record.start, zone)
            record.stop_local = record.stop and wall_clock.to_local(record.stop, zone)

    def _inverse_start_local(self):
        for record in self.filtered("start_local"):
            local = record.start_local
            record.write({"local_date": local.date(), "local_time": wall_clock.clock_hours(local)})

    def _derive_utc(self):
        """Start and stop in UTC by what pytz knows today; nothing while a form has no date yet."""
        self.ensure_one()
        if not self.local_date or not self.tz:
            return False, False
        if not wall_clock.is_zone(self.tz):  # an import; Odoo checks choices only on writing
            raise ValidationError(self.env._("“%(zone)s” is not a time zone.", zone=self.tz))
        # The database refuses a day outside, with a sentence; until then it must not break the arithmetic.
        day = min(max(self.local_date, wall_clock.FIRST_DAY), wall_clock.LAST_DAY)
        start = wall_clock.to_utc(wall_clock.clock_time(day, self.local_time), self.tz)
        return start, start + wall_clock.elapsed(min(max(self.duration, 0), 744))

    @api.model
    def _find_clock_changes(self, from_day=None):
        """Records on or after a day (today) whose instants no longer follow from their wall clock.

        :return: ``{record: ((old start, old stop), (new start, new stop))}``
        """
        # sudo: whoever brings new zone data, all records follow them. Archived ones, too.
        future = Domain("local_date", ">=", from_day or fields.Date.context_today(self))
        records = self.sudo().with_context(active_test=False).search(future, order="local_date, id")
        moved = {}
        for record in records:
            old, new = (record.start, record.stop), record._derive_utc()
            if old != new:
                moved[record] = (old, new)
        return moved

    @api.model
    def _rederive_utc(self, from_day=None):
        """Make instants follow new zone data. What lies before ``from_day`` (today) has taken place and stays.

        No scheduled action calls this: whoever brings a new pytz does (a migration script, a shell), and
        looks at what moved – rooms may clash that did not before.

        :return: see ``_find_clock_changes``
        """
        moved = self._find_clock_changes(from_day)
        # sudo: a zone whose clock is moved moves all, whoever updates.
        records = self.sudo().browse(record.id for record in moved)
        for name in ("start", "stop"):
            self.env.add_to_compute(self._fields[name], records)
        records.flush_recordset(["start", "stop"])
        return moved

    @api.model
    def _rederive_utc_everywhere(self, from_day=None):
        """``_rederive_utc`` of each model that has a wall clock: ``{model name: what moved}``."""
        return {model._name: model._rederive_utc(from_day) for model in self._get_wall_clock_models()}

    @api.model
    def _get_wall_clock_models(self):
        names = sorted(self.env.registry.descendants(["hub.wall.clock.mixin"], "_inherit"))
        return [self.env[name] for name in names if not self.env[name]._abstract]

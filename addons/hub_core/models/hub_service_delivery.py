from datetime import timedelta

from odoo import api, fields, models

from ..tools import AGE_BANDS
from ..tools.wall_clock import to_local

#: The hour on the hub's clock from which nobody is received any more: what is frozen then is the day's.
EVENING = 20
#: Parameter: the last day whose lines were frozen in its evening or later.
FROZEN_PARAMETER = "hub_core.ledger_frozen_until"


class HubServiceDelivery(models.Model):
    """The service ledger: one line for each thing done for somebody.

    Nobody types lines. A document posts them by inheriting ``hub.delivery.source``, and they
    follow it. The ``dim_*`` fields are as they were on the day of the service, in its evening.
    """

    _name = "hub.service.delivery"
    _description = "Service delivered"
    _inherit = ["hub.ground.mixin", "hub.indicator.source"]
    _order = "date desc, id desc"

    _ground_paths = {"self": "partner_id", "representation": "partner_id"}
    _indicator_date_fields = ("date",)
    _indicator_distinct_fields = ("partner_id",)
    _indicator_sum_fields = ("quantity", "value_in_kind")
    _indicator_dimensions = ("dim_sex", "dim_age_band", "dim_nationality_id", "dim_region_id", "dim_kind")
    _indicator_path_fields = ("service_id", "program_id")
    _indicator_program_field = "program_id"

    # what
    service_id = fields.Many2one(
        "hub.service", required=True, readonly=True, ondelete="restrict", help="What was done."
    )
    service_category = fields.Selection(
        related="service_id.category", string="Kind of service", help="The part of the hub that did it."
    )
    date = fields.Date(required=True, readonly=True, help="The day on which it was done.")
    quantity = fields.Float(
        required=True, readonly=True, default=1.0, digits=(12, 2), help="How many units were done, see Unit."
    )
    # Editable to the ORM alone, so that the unit that posting gives is not computed a second time.
    unit = fields.Selection(
        "_selection_unit",
        compute="_compute_unit",
        store=True,
        precompute=True,
        readonly=False,
        help="In what the service is counted: session, hour, day, service.",
    )
    value_in_kind = fields.Monetary(
        string="Value in kind",
        readonly=True,
        help="What it would have cost its recipient: the quantity at the value of one unit on that day.",
    )
    currency_id = fields.Many2one(
        "res.currency", readonly=True, ondelete="restrict", help="The currency of the value in kind."
    )
    # who
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The person or organisation for whom it was done.",
    )
    user_id = fields.Many2one(
        "res.users", string="Done by", readonly=True, ondelete="restrict", help="The member of staff who did it."
    )
    # for whom it counts
    program_id = fields.Many2one(
        "hub.program",
        string="Programme",
        readonly=True,
        ondelete="restrict",
        help="The programme whose results it counts in.",
    )
    funder_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who paid for it, when one funder did.",
    )
    # where it comes from
    res_model = fields.Char(string="Source model", required=True, readonly=True, help="The kind of its document.")
    res_id = fields.Many2oneReference(
        string="Source",
        model_field="res_model",
        required=True,
        readonly=True,
        help="The document that the line follows.",
    )
    # as it was on that day
    dim_sex = fields.Selection(
        [
            ("female", "Female"),
            ("male", "Male"),
            ("other", "Other"),
            ("undisclosed", "Undisclosed"),
            ("unknown", "Unknown"),
        ],
        string="Sex",
        required=True,
        readonly=True,
        default="unknown",
        help="The recipient's sex on the day of the service; unknown for organisations.",
    )
    dim_age = fields.Integer(
        string="Age",
        readonly=True,
        aggregator=None,
        help="The recipient's age in years on the day of the service; says nothing when the age band is unknown.",
    )
    dim_age_band = fields.Selection(
        "_selection_age_band",
        string="Age band",
        required=True,
        readonly=True,
        default="unknown",
        help="The recipient's age band on the day of the service; unknown for organisations.",
    )
    dim_nationality_id = fields.Many2one(
        "res.country",
        string="Nationality",
        readonly=True,
        ondelete="restrict",
        help="The recipient's nationality on the day of the service; empty is unknown.",
    )
    dim_region_id = fields.Many2one(
        "res.country.state",
        string="Region",
        readonly=True,
        ondelete="restrict",
        help="The recipient's region on the day of the service; empty is unknown.",
    )
    dim_kind = fields.Selection(
        [
            ("person", "Person"),
            ("association", "Association"),
            ("employer", "Employer"),
            ("institution", "Institution"),
            ("funder", "Funder"),
            ("cooperative", "Cooperative"),
            ("school", "School"),
            ("other", "Other organisation"),
            ("unknown", "Unknown"),
        ],
        string="Kind of recipient",
        required=True,
        readonly=True,
        default="unknown",
        help="A person, or the first kind of the organisation, on the day of the service.",
    )

    _source_uniq = models.UniqueIndex(
        "(res_model, res_id, service_id, partner_id)",
        "This document has posted this service for this recipient already.",
    )
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity of a delivery must be above zero.")
    # Sized for a million lines: the timeline of a recipient, reports by period, service or programme.
    _date_idx = models.Index("(date DESC, id DESC)")
    _partner_date_idx = models.Index("(partner_id, date)")
    _service_date_idx = models.Index("(service_id, date)")
    _program_date_idx = models.Index("(program_id, date) WHERE program_id IS NOT NULL")

    def _selection_age_band(self):
        labels = {
            "0_14": self.env._("0 to 14"),
            "15_17": self.env._("15 to 17"),
            "18_24": self.env._("18 to 24"),
            "25_35": self.env._("25 to 35"),
            "36_59": self.env._("36 to 59"),
            "60_plus": self.env._("60 and over"),
        }
        return [(key, labels[key]) for key, _lowest in AGE_BANDS] + [("unknown", self.env._("Unknown"))]

    def _selection_unit(self):
        return self.env["hub.service"]._fields["unit"]._description_selection(self.env)

    @api.depends("service_id.unit")
    def _compute_unit(self):
        for delivery in self:
            delivery.unit = delivery.service_id.unit

    def _compute_display_name(self):
        for delivery in self:
            # Never the recipient's name: the label shows up where the recipient may not.
            day = fields.Date.to_string(delivery.date) or ""
            delivery.display_name = f"{delivery.service_id.display_name or ''} {day}".strip()

    @api.model
    def _cron_freeze_days(self):
        """Freeze the lines of each day that has not seen its evening, by what is known now; one day at a time.

        Who is received at nine is asked for her age and her family at ten: until a day is over, its
        lines are of the people as they are known in its evening. Older ones stay as they are. Which
        day was the last is noted when it is done: an evening that was missed is made up for, whether
        the server was off or the job failed, and a run by hand in the morning closes no day.
        """
        now = to_local(fields.Datetime.now(), self.env.company._get_hub_zone())
        today = now.date()
        over = today if now.hour >= EVENING else today - timedelta(days=1)
        first = self._get_first_open_day(today)
        days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        # sudo: the ledger and the settings are the system's.
        ledger = self.sudo()
        ledger.env["ir.cron"]._commit_progress(remaining=len(days))
        for day in days:
            ledger.search([("date", "=", day)])._freeze_anew()
            if day <= over:
                ledger.env["ir.config_parameter"].set_param(FROZEN_PARAMETER, fields.Date.to_string(day))
            if not ledger.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _get_first_open_day(self, today):
        """The day after the last one that was frozen in its evening; today where that was today, or never."""
        # sudo: a setting of the system.
        last = fields.Date.to_date(self.env["ir.config_parameter"].sudo().get_param(FROZEN_PARAMETER))
        return min(last + timedelta(days=1), today) if last else today

    def _freeze_anew(self):
        dimensions = self.env["res.partner"]._get_hub_dimensions({(line.partner_id.id, line.date) for line in self})
        for line in self:
            known = dimensions[line.partner_id.id, line.date]
            changes = {name: value for name, value in known.items() if not line._is_frozen_as(name, value)}
            if changes:
                line.write(changes)

    def _is_frozen_as(self, name, value):
        field = self._fields[name]
        if field.type == "many2many":
            [(_set, _zero, ids)] = value
            return set(self[name].ids) == set(ids)
        return field.convert_to_write(self[name], self) == value

    def action_open_source(self):
        """The form of the document behind the line, for those who may read it."""
        self.ensure_one()
        source = self.env[self.res_model].browse(self.res_id)
        source.check_access("read")
        return source.get_formview_action()

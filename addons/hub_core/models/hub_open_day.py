from dataclasses import replace
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools import wall_clock
from ..tools.document import long_date, long_day


class HubOpenDay(models.Model):
    """The hub opens its doors: draft → published → cancelled (→ published again).

    What is published has a public page, a poster and an entry for calendars; a draft has none of them.
    """

    _name = "hub.open.day"
    _description = "Open day"
    _inherit = ["hub.wall.clock.mixin", "hub.ics.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "local_date desc, local_time, id desc"

    _TRANSITIONS = {"draft": ("published",), "published": ("cancelled",), "cancelled": ("published",)}

    name = fields.Char(required=True, translate=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("cancelled", "Cancelled")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    # when
    local_date = fields.Date(tracking=True)
    local_time = fields.Float(tracking=True)
    duration = fields.Float(tracking=True, default=3.0)
    # where
    place = fields.Char(required=True, tracking=True, default=lambda self: self._get_default_place())
    # what
    description = fields.Text(
        string="What visitors find", translate=True, help="Shown on the public page and on the poster."
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user, tracking=True, ondelete="restrict"
    )
    public_url = fields.Char(
        string="Public page", compute="_compute_public_url", help="What the poster's code leads to."
    )
    is_over = fields.Boolean(compute="_compute_is_over", search="_search_is_over")

    @api.model
    def _get_default_place(self):
        return self.env.company._get_hub_place()

    @api.depends("state")
    def _compute_public_url(self):
        for day in self:
            public = day.id and day.state != "draft"
            day.public_url = f"{day.get_base_url()}{day._get_public_path()}" if public else False

    @api.depends("stop")
    def _compute_is_over(self):
        now = fields.Datetime.now()
        for day in self:
            day.is_over = bool(day.stop) and day.stop < now

    @api.model
    def _search_is_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("stop", "<", fields.Datetime.now()) if True in value else Domain("stop", ">=", fields.Datetime.now())
        )

    @api.depends("name", "local_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            words = [day.name, long_date(day.local_date, self.env.lang or "en_US")]
            day.display_name = " · ".join(filter(None, words))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        announced = self.filtered(lambda day: day.state != "draft")
        if announced:
            raise UserError(
                self.env._(
                    "People have these open days in their calendars, so they cannot be deleted. Cancel them instead: "
                    "%(names)s",
                    names=format_list(self.env, announced.mapped("display_name")),
                )
            )

    def action_publish(self):
        self._set_state("published")

    def action_cancel(self):
        self._set_state("cancelled")

    def action_open_public_page(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self._get_public_path(), "target": "new"}

    def _get_lock_sentence(self, names):
        return self.env._("Somebody is changing them at this moment: %(names)s", names=names)

    def _set_state(self, state):
        self._lock_or_explain()
        refused = self.filtered(lambda day: state not in self._TRANSITIONS[day.state])
        if refused:
            raise UserError(
                self.env._(
                    "These open days cannot go to that status: %(names)s",
                    names=format_list(self.env, refused.mapped("display_name")),
                )
            )
        over = self.filtered("is_over")
        if over and state == "published":
            raise UserError(
                self.env._(
                    "Choose a day to come first; these are over: %(names)s",
                    names=format_list(self.env, over.mapped("display_name")),
                )
            )
        self.write({"state": state})

    # ------------------------------------------------------------------ what the public sees
    @api.model
    def _get_public_domain(self):
        """What has a page: what was published; what was cancelled, until its hour has passed."""
        return Domain("state", "=", "published") | Domain("state", "=", "cancelled") & Domain("is_over", "=", False)

    @api.model
    def _get_next(self, limit=None):
        """The open days to come, cancelled ones too: who has heard of one looks here."""
        domain = self._get_public_domain() & Domain("is_over", "=", False)
        return self.search(domain, order="start, id", limit=limit)

    def _get_public_path(self):
        self.ensure_one()
        return f"/hub/open-day/{self.id}"

    def _get_day_words(self):
        self.ensure_one()
        return long_day(self.local_date, self.env.lang or "en_US")

    def _get_hours(self):
        """From and to, as the clock of the place shows them: ("09:00", "12:00")."""
        self.ensure_one()
        return tuple(wall_clock.to_local(instant, self.tz).strftime("%H:%M") for instant in (self.start, self.stop))

    def _get_last_day_words(self):
        """In words, where it ends on another day than it starts."""
        self.ensure_one()
        last = self.stop_local.date()
        return long_day(last, self.env.lang or "en_US") if last != self.local_date else ""

    def _get_share_text(self, url):
        """What a visitor sends to a friend: one line that needs no opening to be understood."""
        start, _stop = self._get_hours()
        return " – ".join([self.name, self._get_day_words(), start, self.place, url])

    def _get_share_links(self, url):
        text = quote(self._get_share_text(url), safe="")
        return {"whatsapp": f"https://wa.me/?text={text}", "sms": f"sms:?&body={text}"}

    # ------------------------------------------------------------------ calendars
    def _get_ics_facts(self):
        if self.state == "draft":
            return ()  # nobody has it yet
        return (*super()._get_ics_facts(), self.place, self.state)

    def _get_ics_event(self):
        return replace(
            super()._get_ics_event(),
            summary=self.name,
            location=self.place,
            description=self.description or "",
            url=self.public_url or "",
            status="CANCELLED" if self.state == "cancelled" else "CONFIRMED",
        )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class HubProgram(models.Model):
    """A promise to funders over some time: draft → active → closed (→ active again)."""

    _name = "hub.program"
    _description = "Programme"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"

    _TRANSITIONS = {"draft": ("active",), "active": ("closed",), "closed": ("active",)}

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, copy=False, help="Short name for imports and reports.")
    description = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    # who
    manager_id = fields.Many2one("res.users", default=lambda self: self.env.user, tracking=True, ondelete="restrict")
    funder_ids = fields.Many2many("res.partner", "hub_program_funder_rel", "program_id", "partner_id", string="Funders")
    # when
    date_start = fields.Date(string="Start date", tracking=True)
    date_end = fields.Date(string="End date", tracking=True)
    # what
    service_ids = fields.Many2many(
        "hub.service", "hub_program_service_rel", "program_id", "service_id", string="Services"
    )
    delivery_count = fields.Integer(
        string="Deliveries",
        compute="_compute_delivery_count",
        groups="hub_core.group_hub_user,hub_core.group_auditor",  # who may read the ledger
    )
    target_ids = fields.One2many(
        "hub.indicator.target",
        "program_id",
        string="Targets",
        groups="hub_core.group_hub_user,hub_core.group_auditor",  # who may read targets
    )

    _code_uniq = models.UniqueIndex("(code)", "Another programme has this code.")
    _dates_in_order = models.Constraint(
        "CHECK (date_start IS NULL OR date_end IS NULL OR date_start <= date_end)",
        "A programme cannot end before it starts.",
    )

    @api.depends_context("uid")
    def _compute_delivery_count(self):
        counts = dict(
            self.env["hub.service.delivery"]._read_group([("program_id", "in", self.ids)], ["program_id"], ["__count"])
        )
        for program in self:
            program.delivery_count = counts.get(program, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        started = self.filtered(lambda program: program.state != "draft")
        if started:
            raise UserError(
                self.env._(
                    "Only a draft programme can be deleted. Close these instead: %(names)s",
                    names=format_list(self.env, started.mapped("name")),
                )
            )

    def action_activate(self):
        self._set_state("active")

    def action_close(self):
        self._set_state("closed")

    def action_open_deliveries(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_service_delivery_action")
        return {**action, "domain": [("program_id", "in", self.ids)], "context": {}}

    def action_open_promise(self):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("hub_core.hub_promise_action")
        return {**action, "context": {"program_id": self.id}}

    def _set_state(self, state):
        refused = self.filtered(lambda program: state not in self._TRANSITIONS[program.state])
        if refused:
            raise UserError(
                self.env._(
                    "These programmes cannot go to that status: %(names)s",
                    names=format_list(self.env, refused.mapped("name")),
                )
            )
        self.write({"state": state})

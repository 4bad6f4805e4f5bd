from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

REQUEST_TYPE = "hub_request"
OUTCOME_BY_CATEGORY = {"employment": "employment_desk", "incubation": "incubator", "training": "training"}


class CrmLead(models.Model):
    """A request: what a person asks of the hub, from the welcome to the end of its follow-up.

    Stages (``stage_code``)::

        welcome ──take──▶ interview ──orient──▶ oriented ──▶ follow_up
           │                 │  ▲                  │  │          │
           └─────────────────┴──┼─────close────────┴──┼──────────┤
                                └──orient again───────┘          ▼
                              interview ◀──reopen── closed ◀─────┘

    A request is a lead of a type of its own, so that what CRM does with leads and opportunities
    leaves it alone. Its title is a reference and a need, never a person's name, and it has no
    ``partner_id``: the person is ``beneficiary_id``, behind her file's own rights.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "hub.delivery.source"]

    _TRANSITIONS = {
        "welcome": {"interview", "closed"},
        "interview": {"welcome", "oriented", "closed"},
        "oriented": {"interview", "follow_up", "closed"},
        "follow_up": {"interview", "oriented", "closed"},
        "closed": {"interview"},
    }
    _delivery_trigger_fields = frozenset(
        {"beneficiary_id", "received_on", "oriented_on", "orientation_outcome", "program_id", "stage_id", "user_id"}
    )

    type = fields.Selection(selection_add=[(REQUEST_TYPE, "Request")], ondelete={REQUEST_TYPE: "cascade"})
    is_hub_request = fields.Boolean("Request to the hub", index=True, readonly=True)
    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person", index="btree_not_null", ondelete="restrict", tracking=True
    )
    beneficiary_ref = fields.Char(related="beneficiary_id.ref", string="Person's reference")
    need_type_ids = fields.Many2many("hub.need.type", string="Needs")
    entry_channel = fields.Selection(
        [
            ("walk_in", "Came in person"),
            ("phone", "Phone"),
            ("register", "Register"),
            ("public_form", "Public form"),
            ("referral", "Referred by a partner"),
            ("event", "Event"),
            ("other", "Other"),
        ],
        "Came by",
    )
    urgency = fields.Selection([("normal", "Normal"), ("urgent", "Urgent")], default="normal")
    arrived_at = fields.Datetime(
        "Waiting since", index="btree_not_null", help="Set while the person waits at the desk."
    )
    received_on = fields.Date(
        "Received on", index="btree_not_null", help="The day of the reception that the ledger counts."
    )
    program_id = fields.Many2one("hub.program", "Programme", ondelete="restrict", index="btree_not_null")
    stage_code = fields.Selection(related="stage_id.hub_code", string="Step", store=True, index=True)
    hub_note = fields.Text("What the person asks for")

    # orientation
    orientation_service_id = fields.Many2one("hub.service", "Oriented to", tracking=True, ondelete="restrict")
    orientation_outcome = fields.Selection(
        [
            ("employment_desk", "Employment desk"),
            ("incubator", "Incubator"),
            ("training", "Training"),
            ("referral", "Referral"),
            ("not_eligible", "Not eligible"),
        ],
        "Outcome",
        tracking=True,
    )
    orientation_note = fields.Text("Note for the letter")
    oriented_on = fields.Date("Oriented on", tracking=True)
    hub_closed_on = fields.Date("Closed on", readonly=True)

    _hub_type = models.Constraint(
        "CHECK (COALESCE(is_hub_request, FALSE) = (type = 'hub_request'))",
        "A request to the hub stays one, and a sales lead does not become one.",
    )
    _hub_no_partner = models.Constraint(
        # Without an e-mail CRM has nothing to look for contacts and duplicates with.
        "CHECK (type <> 'hub_request' OR (partner_id IS NULL AND COALESCE(email_from, '') = ''))",
        "A request belongs to a person's file, not to a contact or an e-mail address: choose the person.",
    )
    _beneficiary_hub_only = models.Constraint(
        "CHECK (beneficiary_id IS NULL OR type = 'hub_request')", "Only a request to the hub has a person."
    )
    _hub_oriented = models.Constraint(
        "CHECK (oriented_on IS NULL OR orientation_outcome IS NOT NULL)", "An orientation has an outcome: choose one."
    )
    _hub_queue_idx = models.Index("(arrived_at) WHERE arrived_at IS NOT NULL AND stage_code = 'welcome'")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------
    @api.depends("is_hub_request", "beneficiary_id.ref", "need_type_ids")
    def _compute_name(self):
        requests = self.filtered("is_hub_request")
        # The stored title is in one language, whoever saves it; display_name follows the reader.
        lang = self.env.company.partner_id.lang or self.env.lang
        for request in requests:
            request.name = request.with_context(lang=lang)._get_request_title()
        return super(CrmLead, self - requests)._compute_name()

    @api.depends("is_hub_request", "beneficiary_id.ref", "need_type_ids.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        requests = self.filtered("is_hub_request")
        for request in requests:
            request.display_name = request._get_request_title()
        return super(CrmLead, self - requests)._compute_display_name()

    def _get_request_title(self):
        """Reference and need: "HUB-00001 · Employment"."""
        self.ensure_one()
        # sudo: who sees the request sees the reference of its person, and nothing else of her.
        reference = self.sudo().beneficiary_id.ref or self.env._("New request")
        needs = ", ".join(name for name in self.need_type_ids.mapped("name") if name)
        return f"{reference} · {needs}" if needs else reference

    def _compute_team_id(self):
        requests = self.filtered("is_hub_request")
        if requests:
            requests.team_id = self._get_hub_record_id("hub_beneficiary.team_hub")
        return super(CrmLead, self - requests)._compute_team_id()

    def _compute_stage_id(self):
        requests = self.filtered("is_hub_request")
        requests.filtered(lambda request: not request.stage_id.hub_code).stage_id = self._get_hub_stage("welcome")
        return super(CrmLead, self - requests)._compute_stage_id()

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        asked = any(
            condition.field_expr == "is_hub_request" and condition.value
            for condition in Domain(domain).iter_conditions()
        )
        if asked or self.env.context.get("default_is_hub_request"):
            return stages.search([("hub_code", "!=", False)])
        return super()._read_group_stage_ids(stages, domain)

    @api.model
    def _get_hub_stage(self, code):
        return self.env["crm.stage"].browse(self._get_hub_record_id(f"hub_beneficiary.stage_{code}"))

    @api.model
    def _get_hub_record_id(self, xmlid):
        """The id behind an XML id, cached: ``env.ref`` asks the database for each request anew."""
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True)

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    @api.constrains("received_on", "oriented_on")
    def _check_hub_dates(self):
        today = fields.Date.context_today(self)
        late = self.filtered(
            lambda request: max(filter(None, (request.received_on, request.oriented_on)), default=today) > today
        )
        if late:
            raise ValidationError(
                self.env._(
                    "A person is received and oriented today or before, not in the future: %(requests)s.",
                    requests=", ".join(late.mapped("display_name")),
                )
            )

    @api.constrains("stage_id", "type")
    def _check_hub_stage(self):
        wrong = self.filtered(lambda lead: lead.is_hub_request != bool(lead.stage_id.hub_code))
        if wrong:
            raise ValidationError(
                self.env._(
                    "Requests and sales leads have stages of their own: %(names)s.",
                    names=", ".join(wrong.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("default_is_hub_request"):
            values.update(self._prepare_request_vals({}))
            values = {name: value for name, value in values.items() if name in fields_list}
        return values

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_is_hub_request")
        vals_list = [
            {**vals, **self._prepare_request_vals(vals)}
            if vals.get("is_hub_request", default) or vals.get("type") == REQUEST_TYPE
            else vals
            for vals in vals_list
        ]
        leads = super().create(vals_list)
        self.env.add_to_compute(self._fields["name"], leads.filtered("is_hub_request"))
        return leads

    @api.model
    def _prepare_request_vals(self, vals):
        """What makes a lead a request, over ``vals``."""
        stage = self.env["crm.stage"].browse(vals.get("stage_id"))
        return {
            "is_hub_request": True,
            "type": REQUEST_TYPE,
            "team_id": self._get_hub_record_id("hub_beneficiary.team_hub"),
            "stage_id": (stage if stage.hub_code else self._get_hub_stage("welcome")).id,
            "user_id": vals.get("user_id", False),
            "name": "/",
            "probability": 0,
        }

    def write(self, vals):
        requests = self.filtered("is_hub_request")
        if not requests:
            return super().write(vals)
        if requests == self:
            vals = {name: value for name, value in vals.items() if name != "name"}  # it follows person and needs
        if "stage_id" not in vals:
            return super().write(vals)
        code = self.env["crm.stage"].browse(vals["stage_id"]).hub_code
        waiting = requests.filtered(lambda request: request.stage_code == "welcome")
        vals = {**vals, **requests._prepare_stage_vals(code, vals.get("orientation_outcome"))}
        result = super().write(vals)
        if code == "interview":  # by the button or by moving the card
            waiting._receive()
        return result

    def _prepare_stage_vals(self, code, outcome=None):
        """Verify the move of these requests to the stage ``code``; what it changes besides."""
        moving = self.filtered(lambda request: request.stage_code != code)
        if code == "oriented" and not outcome:
            unoriented = moving.filtered(lambda request: not request.orientation_outcome)
            if unoriented:
                raise UserError(
                    self.env._(
                        "Press “Orient” and say to what: %(requests)s.",
                        requests=", ".join(unoriented.mapped("display_name")),
                    )
                )
        refused = moving.filtered(lambda request: code not in self._TRANSITIONS.get(request.stage_code, ()))
        if refused:
            labels = dict(self._fields["stage_code"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "These requests cannot go to “%(stage)s”: %(requests)s.",
                    stage=labels.get(code, code),
                    requests=", ".join(f"{request.display_name} ({labels[request.stage_code]})" for request in refused),
                )
            )
        if not moving:
            return {}
        vals = {"hub_closed_on": fields.Date.context_today(self) if code == "closed" else False}
        if code != "welcome":
            vals["arrived_at"] = False
        return vals

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def _get_lock_sentence(self, names):
        return self.env._("Somebody is already with them: %(requests)s.", requests=names)

    def action_take(self):
        """I receive these people now: the requests are mine and leave the queue."""
        self._lock_or_explain()
        taken = self.filtered(lambda request: request.stage_code != "welcome")
        if taken:
            raise UserError(
                self.env._(
                    "Somebody is already with them: %(requests)s.",
                    requests=", ".join(f"{request.display_name} ({request.user_id.name or '–'})" for request in taken),
                )
            )
        return self.write({"user_id": self.env.uid, "stage_id": self._get_hub_stage("interview").id})

    def _receive(self):
        """Who is interviewed or oriented was received: by me, today, unless the request says otherwise."""
        self.filtered(lambda request: not request.user_id).write({"user_id": self.env.uid})
        self.filtered(lambda request: request.beneficiary_id and not request.received_on).write(
            {"received_on": fields.Date.context_today(self)}
        )

    def action_open_orientation(self):
        self.ensure_one()
        self._verify_person()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orient"),
            "res_model": "hub.orientation.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_id": self.id},
        }

    def action_orient(self, service, note=None, outcome=None):
        """Orient the persons of these requests to ``service``, today.

        :param service: a hub.service, empty only when ``outcome`` is "not_eligible"
        :param note: what the orientation letter says besides
        :param outcome: one of ``orientation_outcome``; from the service when not given
        """
        self._verify_person()
        outcome = outcome or OUTCOME_BY_CATEGORY.get(service.category, "referral" if service else None)
        if not outcome:
            raise UserError(self.env._("Choose the service to which the person is oriented."))
        self._lock_or_explain()
        self._receive()
        # Who comes straight from the welcome, or is oriented anew, has had an interview.
        self.filtered(lambda request: request.stage_code in ("welcome", "closed")).write(
            {"stage_id": self._get_hub_stage("interview").id}
        )
        vals = {
            "orientation_service_id": service.id if service else False,
            "orientation_outcome": outcome,
            "orientation_note": note or False,
            "oriented_on": fields.Date.context_today(self),
            "stage_id": self._get_hub_stage("oriented").id,
        }
        self.write(vals)
        self.beneficiary_id._become_active()
        return True

    def _verify_person(self):
        nameless = self.filtered(lambda request: not request.beneficiary_id)
        if nameless:
            raise UserError(
                self.env._(
                    "First say who the person is, found or new: %(requests)s.",
                    requests=", ".join(nameless.mapped("display_name")),
                )
            )

    def action_follow_up(self):
        return self.write({"stage_id": self._get_hub_stage("follow_up").id})

    def action_close(self):
        return self.write({"stage_id": self._get_hub_stage("closed").id})

    def action_reopen(self):
        return self.write({"stage_id": self._get_hub_stage("interview").id})

    def get_formview_id(self, access_uid=None):
        if self and all(self.mapped("is_hub_request")):
            return self.env.ref("hub_beneficiary.request_view_form").id
        return super().get_formview_id(access_uid=access_uid)

    def action_open_beneficiary(self):
        self.ensure_one()
        return self.beneficiary_id.get_formview_action()

    def action_schedule_appointment(self):
        self.ensure_one()
        self._verify_person()
        action = self.beneficiary_id.action_schedule_appointment()
        action["context"]["default_hub_request_id"] = self.id
        return action

    # ------------------------------------------------------------
    # Ledger
    # ------------------------------------------------------------
    def _get_delivery_vals_list(self):
        if not self.is_hub_request or not self.beneficiary_id:
            return []
        common = {
            "partner_id": self.beneficiary_id.partner_id.id,
            "program_id": self.program_id.id,
            "user_id": self.user_id.id,
        }
        vals_list = []
        if self.received_on:
            service_id = self._get_hub_record_id("hub_core.service_reception")
            vals_list.append({**common, "service_id": service_id, "date": self.received_on})
        # Whoever is not eligible was received and heard, not oriented.
        if self.oriented_on and self.orientation_outcome != "not_eligible":
            service_id = self._get_hub_record_id("hub_core.service_orientation")
            vals_list.append({**common, "service_id": service_id, "date": self.oriented_on})
        return vals_list

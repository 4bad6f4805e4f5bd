from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

CONFIRMS = "hub_core.group_hub_admin"
DECIDES = "hub_core.group_program_manager"


class HubRetentionProposal(models.Model):
    """Somebody, or a rule, proposes to make a person's file anonymous; somebody else decides.

    States::

        proposed ──confirm──▶ done            by an administrator, never by who proposed it
         │  ▲  │
         │  │  └──withdraw──▶ withdrawn       or when the person comes back
        keep │
         ▼  │ the day is over
         kept

    What nobody can undo takes two.
    """

    _name = "hub.retention.proposal"
    _description = "Proposal to make a file anonymous"
    _order = "proposed_on, id"
    _rec_name = "ref"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, ondelete="restrict", index=True)
    ref = fields.Char(related="beneficiary_id.ref", string="Reference")
    ground = fields.Selection(
        [
            ("retention", "The time of keeping is over"),
            ("asked", "The person asks for it"),
            ("deceased", "The person has died"),
            ("mistake", "Recorded by mistake"),
        ],
        "Why",
        required=True,
        readonly=True,
    )
    rule_id = fields.Many2one("hub.retention.rule", readonly=True, ondelete="set null", index="btree_not_null")
    last_activity_on = fields.Date("Last activity", readonly=True)
    note = fields.Text("Remark", readonly=True, help="Goes with the file: it is emptied when that becomes anonymous.")
    proposed_by_id = fields.Many2one(
        "res.users",
        "Proposed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    proposed_on = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("proposed", "To decide"), ("kept", "Kept"), ("done", "Made anonymous"), ("withdrawn", "Withdrawn")],
        "Status",
        required=True,
        readonly=True,
        default="proposed",
        index=True,
    )
    kept_until = fields.Date("Kept until", readonly=True)
    keep_reason = fields.Text("Why it is kept", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_on = fields.Date(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(beneficiary_id) WHERE state IN ('proposed', 'kept')", "It was proposed already to make this file anonymous."
    )
    _takes_two = models.Constraint(
        "CHECK (state <> 'done' OR (decided_by_id IS NOT NULL AND decided_by_id <> proposed_by_id))",
        "Who proposed to make a file anonymous does not confirm it: somebody else does.",
    )
    _kept_for_a_reason = models.Constraint(
        "CHECK (state <> 'kept' OR (kept_until IS NOT NULL AND COALESCE(btrim(keep_reason), '') <> ''))",
        "Say until when the file is kept, and why.",
    )

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._prepare_typed_vals(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _prepare_typed_vals(self, vals):
        """Of what somebody sends, what is hers to say; that she proposes it is not."""
        return {name: vals[name] for name in ("beneficiary_id", "ground", "note") if name in vals}

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A proposal changes by its buttons alone."))
        return super().write(vals)

    @api.constrains("beneficiary_id")
    def _check_main_file(self):
        # sudo: a rule proposes, whoever's turn it is; only that the file is merged is asked.
        merged = self.sudo().beneficiary_id.filtered("merged_into_id")
        if merged:
            raise UserError(
                self.env._(
                    "Propose the main file of these, which are merged: %(people)s.",
                    people=format_list(self.env, merged.mapped("ref")),
                )
            )

    # ------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------
    def action_open_person(self):
        self.ensure_one()
        return self.beneficiary_id.get_formview_action()

    def action_open_confirm(self):
        """What would become of what, before somebody confirms."""
        return self._get_dialog_action("hub.anonymise.wizard", self.env._("Make anonymous"))

    def action_open_keep(self):
        return self._get_dialog_action("hub.retention.keep", self.env._("Keep the files"))

    def _get_dialog_action(self, model, name):
        self._verify_open()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_proposal_ids": self.ids},
        }

    def _verify_open(self):
        closed = self.filtered(lambda proposal: proposal.state not in ("proposed", "kept"))
        if closed:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "There is nothing to decide any more: %(proposals)s.",
                    proposals=format_list(self.env, [f"{one.ref} ({labels[one.state]})" for one in closed]),
                )
            )

    def _decide(self, group, vals):
        """One of the decisions, by somebody who may see the files and decide."""
        self.check_access("read")
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("This is not yours to decide: ask an administrator of the hub."))
        self._lock_or_explain()
        self.invalidate_recordset()
        self._verify_open()
        # sudo: proposals are nobody's to write but by these doors.
        self.sudo().write({"decided_by_id": self.env.uid, "decided_on": fields.Date.context_today(self), **vals})

    def action_withdraw(self):
        """One of those who propose and decide takes it back."""
        self._decide(DECIDES, {"state": "withdrawn"})

    def _keep(self, until, reason):
        """The files stay until a day, for a reason; then they are proposed again."""
        if until <= fields.Date.context_today(self):
            raise UserError(self.env._("Files are kept until a day to come: choose a later one."))
        self._decide(DECIDES, {"state": "kept", "kept_until": until, "keep_reason": reason})

    def _confirm(self, close_open=False):
        """Make the files anonymous: nobody can undo it."""
        self._verify_takes_two()
        self._decide(CONFIRMS, {"state": "done", "keep_reason": False})
        self._verify_still_over()
        people = self.beneficiary_id._anonymise(close_open)
        # sudo: what else was proposed about files of these people has no object any more.
        others = self.sudo().search(
            [("beneficiary_id", "in", people.ids), ("state", "in", ("proposed", "kept")), ("id", "not in", self.ids)]
        )
        others.write({"state": "withdrawn", "decided_on": fields.Date.context_today(self)})
        return people

    def _verify_takes_two(self):
        own = self.filtered(lambda proposal: proposal.proposed_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "You proposed these yourself, somebody else confirms them, since nobody can undo it: %(people)s.",
                    people=format_list(self.env, own.mapped("ref")),
                )
            )

    def _verify_still_over(self):
        """A file proposed by a rule is still one whose time is over, on the day of the decision."""
        back = self._get_back()
        if back:
            raise UserError(
                self.env._(
                    "Something has happened with these people since it was proposed, withdraw the proposals: "
                    "%(people)s.",
                    people=format_list(self.env, back.mapped("ref")),
                )
            )

    def _get_back(self):
        """Those proposed by a rule that would not propose them today; one query for each rule."""
        back = self.browse()
        for rule, proposals in self.grouped("rule_id").items():
            if rule:
                # sudo: whether a time is over does not depend on who asks.
                over = rule.sudo()._filter_overdue(proposals.sudo().beneficiary_id.ids)
                back |= proposals.filtered(lambda one, over=over: one.sudo().beneficiary_id.id not in over)
        return back

    # ------------------------------------------------------------
    # Nightly
    # ------------------------------------------------------------
    @api.model
    def _review(self):
        """Propose again what was kept until yesterday; take back what is no longer so."""
        today = fields.Date.context_today(self)
        kept = self.search([("state", "=", "kept"), ("kept_until", "<", today)])
        kept.write({"state": "proposed", "proposed_on": today, "decided_by_id": False, "decided_on": False})
        self.search([("state", "=", "proposed"), ("rule_id", "!=", False)])._get_back().write(
            {"state": "withdrawn", "decided_on": today}
        )

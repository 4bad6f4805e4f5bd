from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list


class HubAnonymisePropose(models.TransientModel):
    _name = "hub.anonymise.propose"
    _description = "Proposing to make files anonymous"

    beneficiary_ids = fields.Many2many("hub.beneficiary", string="People", required=True, readonly=True)
    ground = fields.Selection(
        [
            ("asked", "The person asks for it"),
            ("deceased", "The person has died"),
            ("mistake", "Recorded by mistake"),
        ],
        "Why",
        required=True,
        default="asked",
    )
    note = fields.Text("Remark")

    def action_propose(self):
        """One proposal for each person; somebody else decides."""
        # Roots: all files of a person go together.
        people = self.beneficiary_ids._get_roots()
        known = self.env["hub.retention.proposal"].search(
            [("beneficiary_id", "in", people.ids), ("state", "in", ("proposed", "kept"))]
        )
        if known:
            raise UserError(
                self.env._(
                    "These were proposed already: %(people)s.", people=format_list(self.env, known.mapped("ref"))
                )
            )
        self.env["hub.retention.proposal"].create(
            [{"beneficiary_id": person.id, "ground": self.ground, "note": self.note} for person in people]
        )
        return {"type": "ir.actions.act_window_close"}


class HubRetentionKeep(models.TransientModel):
    _name = "hub.retention.keep"
    _description = "Keeping files for a while"

    proposal_ids = fields.Many2many("hub.retention.proposal", string="Files", required=True, readonly=True)
    until = fields.Date("Keep until", required=True)
    reason = fields.Text("Why", required=True)

    def action_keep(self):
        self.proposal_ids._keep(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}


class HubAnonymiseWizard(models.TransientModel):
    """What would become of what; then somebody types the reference, since nobody can undo it."""

    _name = "hub.anonymise.wizard"
    _description = "Making files anonymous"

    proposal_ids = fields.Many2many("hub.retention.proposal", string="Proposals", required=True, readonly=True)
    file_count = fields.Integer("Files", compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    has_open = fields.Boolean(compute="_compute_preview")
    close_open = fields.Boolean("End what can be ended")
    expected = fields.Char(compute="_compute_expected")
    confirmation = fields.Char("Type it to confirm")

    @api.depends("proposal_ids")
    def _compute_expected(self):
        """Of one person her reference; of several how many they are."""
        for wizard in self:
            proposals = wizard.proposal_ids
            wizard.expected = proposals.ref if len(proposals) == 1 else str(len(proposals))

    @api.depends("proposal_ids")
    def _compute_preview(self):
        for wizard in self:
            wizard._verify_may_preview()
            people = wizard.proposal_ids.beneficiary_id
            found, parts = people._get_anonymise_preview()
            wizard.file_count = len(people._get_anonymise_cluster())
            wizard.has_open = bool(found)
            values = {"open": found, "gone": self._sum_up(parts, "delete"), "emptied": self._sum_up(parts, "clean")}
            values["kept"] = [part for part in parts if part.how == "keep"]
            wizard.preview = self.env["ir.qweb"]._render("hub_beneficiary.anonymise_preview", values)

    def _verify_may_preview(self):
        """How many records there are of somebody is for who may decide on her file."""
        if not self.env.user.has_group("hub_core.group_program_manager"):
            raise AccessError(self.env._("This is not yours to decide: ask an administrator of the hub."))
        self.proposal_ids.check_access("read")
        self.proposal_ids.beneficiary_id.check_access("read")

    @api.model
    def _sum_up(self, parts, how):
        """``[(label, count, why)]``: of several places with one name, their sum."""
        rows = {}
        for part in parts:
            if part.how == how:
                count, why = rows.get(part.label, (0, ""))
                rows[part.label] = (count + part.count, why or part.why)
        return [(label, *row) for label, row in rows.items()]

    def action_confirm(self):
        """The files become anonymous, for good."""
        self.ensure_one()
        if (self.confirmation or "").strip().upper() != (self.expected or "").upper():
            raise UserError(self.env._("Type “%(expected)s” to confirm: nobody can undo this.", expected=self.expected))
        self.proposal_ids._confirm(self.close_open)
        return {"type": "ir.actions.act_window_close"}

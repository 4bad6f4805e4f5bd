from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.hub_register_messages import reasons


class HubDuplicateDecision(models.TransientModel):
    """What somebody says of two files, and why."""

    _name = "hub.duplicate.decision"
    _description = "Decision on two files, being made"

    action = fields.Selection(
        [
            ("same", "Same person"),
            ("different", "Not the same person"),
            ("undo", "Undo the merging"),
            ("reopen", "Reopen the decision"),
        ],
        required=True,
        readonly=True,
        default="same",
    )
    pair_id = fields.Many2one("hub.duplicate.pair", readonly=True, ondelete="cascade")
    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person's file", required=True, readonly=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        "hub.beneficiary", "Other file", ondelete="cascade", domain="[('id', '!=', beneficiary_id)]"
    )
    main = fields.Selection(
        "_selection_main",
        "Main file",
        compute="_compute_main",
        store=True,
        readonly=False,
        help="The file on which the person is worked with from now on. The other keeps all that it has.",
    )
    two_accounts = fields.Boolean(compute="_compute_two_accounts")
    account = fields.Selection(
        "_selection_account",
        "Account that stays",
        help="Both have an account in the portal. The other account is closed until the merging is undone.",
    )
    reason = fields.Char(help="What shows it: the same card, the person herself, two of her papers.")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    reason_text = fields.Char("Why", compute="_compute_reason_text")
    against_text = fields.Char("Against it", compute="_compute_reason_text")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    two_families = fields.Boolean(compute="_compute_two_families")
    same_family = fields.Boolean(
        "Their households are one family",
        help="Two households of one person are often one family found twice: it is counted once from now on.",
    )
    joined_family = fields.Char(compute="_compute_joined_family")
    undo_family = fields.Boolean(
        "Two families again",
        default=True,
        help="The merging had joined their households to one family. Nothing else of the family changes.",
    )
    closed_account = fields.Boolean(compute="_compute_joined_family")

    def _selection_main(self):
        return [("beneficiary", self.env._("The first one")), ("other", self.env._("The other one"))]

    def _selection_account(self):
        return [("beneficiary", self.env._("That of the first one")), ("other", self.env._("That of the other one"))]

    @api.depends("beneficiary_id", "other_id")
    def _compute_main(self):
        """Proposed: who has not left, then the file with more requests, then the older one."""
        for wizard in self:
            first, other = wizard.beneficiary_id._get_roots(), wizard.other_id._get_roots()
            keys = [(file.state != "exited", file.request_count, -file._origin.id) for file in (first, other) if file]
            wizard.main = "other" if len(keys) == 2 and keys[1] > keys[0] else "beneficiary"

    @api.depends("beneficiary_id", "other_id")
    def _compute_comparison(self):
        for wizard in self:
            first, other = wizard.beneficiary_id._origin, wizard.other_id._origin
            wizard.comparison = first._render_comparison(other) if first and other and first != other else False

    @api.depends("beneficiary_id", "other_id")
    def _compute_reason_text(self):
        """What the search makes of two files that somebody chose herself: a wrong line of the list is seen here."""
        for wizard in self:
            first, other = wizard.beneficiary_id._origin, wizard.other_id._origin
            said, against = [], []
            if first and other and first != other:
                said, against = reasons(self.env, first._compare_files(other))
                said = said or [self.env._("Nothing on the two files agrees.")]
            wizard.reason_text = format_list(self.env, said, "unit") if said else False
            wizard.against_text = format_list(self.env, against, "unit") if against else False

    @api.depends("beneficiary_id", "other_id", "action")
    def _compute_two_families(self):
        """Both live in a main household, and nobody has said yet that these are one family."""
        for wizard in self:
            people = (wizard.beneficiary_id | wizard.other_id)._origin._get_roots()
            wizard.two_families = wizard.action == "same" and len(people.household_id.root_id) > 1

    @api.depends("beneficiary_id", "other_id", "action")
    def _compute_two_accounts(self):
        for wizard in self:
            people = (wizard.beneficiary_id | wizard.other_id)._origin
            wizard.two_accounts = wizard.action == "same" and len(people._get_portal_accounts()) > 1

    @api.depends("beneficiary_id", "action")
    def _compute_joined_family(self):
        """What else the merge did that undoing it takes back."""
        for wizard in self:
            file = wizard.beneficiary_id._origin
            line = self.env["hub.beneficiary.merge"]
            if wizard.action == "undo" and file.merged_into_id:
                line = file._get_merge_line()
            joined = file._get_joined_household(line)
            wizard.joined_family = " · ".join((joined | line.family_id).mapped("ref")) if joined else False
            wizard.closed_account = bool(line.closed_user_ids)

    @api.depends_context("uid")
    def _compute_can_decide(self):
        self.can_decide = self.env["hub.beneficiary"]._can_decide_duplicates()

    @api.model
    def _get_action(self, title, **values):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _verify_files(self):
        if not self.other_id:
            raise UserError(self.env._("Choose the other file."))
        files = self.beneficiary_id | self.other_id
        (files | files._get_roots()).check_access("read")
        self.beneficiary_id._verify_not_itself(self.other_id)

    def action_apply(self):
        self.ensure_one()
        self._verify_files()
        return getattr(self, f"_apply_{self.action}")()

    def action_propose(self):
        """Who may not decide puts the pair into the queue of those who do."""
        self.ensure_one()
        self._verify_files()
        first, other = self.beneficiary_id._get_roots(), self.other_id._get_roots()
        if first == other:
            raise UserError(
                self.env._("These are files of one person already: %(files)s.", files=(first | other)._format_refs())
            )
        self.env["hub.duplicate.pair"]._propose([(first.id, other.id, first._compare_files(other))], "staff")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("A counsellor will decide."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _apply_same(self):
        files = self.beneficiary_id | self.other_id
        target = self.other_id if self.main == "other" else self.beneficiary_id
        choices = {
            "keeps_account": {"beneficiary": self.beneficiary_id, "other": self.other_id}.get(self.account),
            "same_family": self.same_family and self.two_families,
        }
        if self.pair_id:
            root = self.pair_id._decide_same(target, self.reason, **choices)
        else:
            root = (files - target)._merge_into(target, self.reason, **choices)
        if self.pair_id and self.env.context.get("hub_queue"):
            return self.pair_id._open_next()
        return root.get_formview_action()

    def _apply_different(self):
        self.pair_id._decide_different(self.reason)
        return self.pair_id._open_next()

    def _apply_reopen(self):
        self.pair_id._reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _apply_undo(self):
        keeps = bool(self.joined_family) and not self.undo_family
        return self.beneficiary_id._undo_merge(self.reason, keeps).get_formview_action()

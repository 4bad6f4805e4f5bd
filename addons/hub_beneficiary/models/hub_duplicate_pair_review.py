from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools.matching import Verdict
from .hub_beneficiary_merging import UNMERGEABLE
from .hub_register_messages import reasons

#: Files that one step of the nightly search compares with all others.
BATCH = 200
#: A change is dated when its transaction begins: one that was still going on when a search ended is met by the next.
OVERLAP = timedelta(hours=2)
#: Parameter: up to which change and file the nightly search has come.
SEARCHED_PARAMETER = "hub_beneficiary.duplicates_searched"


class HubDuplicatePair(models.Model):
    """The queue of those who decide, and the nightly search that fills it."""

    _inherit = "hub.duplicate.pair"

    reason_text = fields.Char("Why", compute="_compute_reason_text")
    against_text = fields.Char("Against it", compute="_compute_reason_text")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_reopen = fields.Boolean(compute="_compute_can_decide")

    @api.depends("agreements", "contradictions")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for pair in self:
            verdict = Verdict(
                pair.outcome or "new", pair.score, tuple(pair.agreements or ()), tuple(pair.contradictions or ())
            )
            said, against = reasons(self.env, verdict)
            pair.reason_text = format_list(self.env, said, "unit") if said else False
            pair.against_text = format_list(self.env, against, "unit") if against else False

    @api.depends("beneficiary_id", "other_id")
    @api.depends_context("uid", "lang")
    def _compute_comparison(self):
        for pair in self:
            pair.comparison = pair.beneficiary_id._render_comparison(pair.other_id)

    @api.depends_context("uid")
    def _compute_can_decide(self):
        manager = self.env.user.has_group("hub_core.group_program_manager")
        can = self.env["hub.beneficiary"]._can_decide_duplicates()
        for pair in self:
            pair.can_decide = can and pair.decision == "pending"
            pair.can_reopen = manager and pair.decision == "different"

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------
    def action_same(self):
        return self._open_decision("same", self.env._("Same person"))

    def action_different(self):
        return self._open_decision("different", self.env._("Not the same person"))

    def action_reopen(self):
        return self._open_decision("reopen", self.env._("Reopen the decision"))

    def action_later(self):
        """To the end of the queue, and on with the next."""
        self.ensure_one()
        self.beneficiary_id._verify_may_decide()
        self.check_access("read")
        # sudo: when it was put off, and nothing else.
        self.sudo().postponed_at = fields.Datetime.now()
        return self._open_next()

    def _open_decision(self, action, title):
        self.ensure_one()
        return self.env["hub.duplicate.decision"]._get_action(
            title,
            action=action,
            pair_id=self.id,
            beneficiary_id=self.beneficiary_id.id,
            other_id=self.other_id.id,
        )

    def _open_next(self):
        """The form of the next pair, or the queue, which says that nothing is left."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_duplicate_pair_action")
        following = self.search([("decision", "=", "pending"), ("id", "not in", self.ids)], limit=1)
        if following:
            action.update(res_id=following.id, views=[(False, "form")], path=False)
        return {**action, "target": "main"}

    # ------------------------------------------------------------
    # Nightly search
    # ------------------------------------------------------------
    @api.model
    def _cron_propose(self):
        """Compare the files that are new or changed since the last time with all others, some at a time."""
        # sudo: the search is the system's; who sees a pair is asked when somebody opens the queue.
        pairs = self.sudo()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=pairs._count_unsearched())
        while files := pairs._get_unsearched(BATCH):
            pairs._propose_for(files)
            pairs._remember_searched(files[-1].write_date, files[-1].id)
            if not cron._commit_progress(len(files)):
                return
        overlap = fields.Datetime.now() - OVERLAP
        if not pairs._get_searched() or pairs._get_searched()[0] > overlap:
            pairs._remember_searched(overlap, 0)

    @api.model
    def _propose_for(self, people):
        """Compare these files with all others; archived ones and those that nobody merges are left out."""
        files = people.filtered(lambda file: file.active and not file.merged_into_id and file.state not in UNMERGEABLE)
        self._propose(self.env["hub.beneficiary"]._get_match_batch(files.ids))

    @api.model
    def _remember_searched(self, moment, id_):
        self.env["ir.config_parameter"].set_param(SEARCHED_PARAMETER, f"{moment.isoformat()} {id_}")

    @api.model
    def _get_searched(self):
        """The moment and the id up to which files were compared, or nothing."""
        searched = self.env["ir.config_parameter"].get_param(SEARCHED_PARAMETER)
        if not searched:
            return ()
        moment, id_ = searched.split(" ")
        return datetime.fromisoformat(moment), int(id_)

    @api.model
    def _get_unsearched_domain(self):
        domain = Domain("merged_into_id", "=", False) & Domain("state", "not in", UNMERGEABLE)
        if not self._get_searched():
            return domain
        moment, id_ = self._get_searched()
        after = Domain("write_date", ">", moment) | (Domain("write_date", "=", moment) & Domain("id", ">", id_))
        return domain & after

    @api.model
    def _get_unsearched(self, limit):
        return (
            # sudo: the nightly search looks at all files; who may see a pair is the rule's to say.
            self.env["hub.beneficiary"]
            .sudo()
            .search(self._get_unsearched_domain(), order="write_date, id", limit=limit)
        )

    @api.model
    def _count_unsearched(self):
        # sudo: a number, which names nobody.
        return self.env["hub.beneficiary"].sudo().search_count(self._get_unsearched_domain())

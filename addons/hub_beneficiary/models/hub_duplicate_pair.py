from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

UNDECIDED = {"decision": "pending", "decided_by_id": False, "decided_on": False, "reason": False}


class HubDuplicatePair(models.Model):
    """Two files that may be of one person, and what somebody decided.

    States of ``decision``::

        pending ──same person──▶ same ──undo──▶ pending
           │
           └──not the same──▶ different            permanent; a manager reopens it with a reason
    """

    _name = "hub.duplicate.pair"
    _description = "Possible duplicate"
    _order = "postponed_at NULLS FIRST, score desc, id"

    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person's file", required=True, readonly=True, ondelete="cascade", index=True
    )
    other_id = fields.Many2one(
        "hub.beneficiary", "Other file", required=True, readonly=True, ondelete="cascade", index=True
    )
    score = fields.Integer(readonly=True, aggregator=None)
    outcome = fields.Selection([("same", "Same"), ("maybe", "Maybe")], "Proposed as", readonly=True)
    agreements = fields.Json(readonly=True)
    contradictions = fields.Json(readonly=True)
    origin = fields.Selection(
        [("batch", "Nightly search"), ("staff", "Staff"), ("import", "Register")],
        "Proposed by",
        required=True,
        readonly=True,
        default="batch",
    )
    decision = fields.Selection(
        [("pending", "To decide"), ("same", "Same person"), ("different", "Not the same person")],
        required=True,
        readonly=True,
        default="pending",
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime("Decided on", readonly=True)
    reason = fields.Char(readonly=True)
    postponed_at = fields.Datetime("Put off", readonly=True)

    _ordered = models.Constraint("CHECK (beneficiary_id < other_id)", "A pair is of two files, the older one first.")
    _pair_uniq = models.UniqueIndex("(beneficiary_id, other_id)", "These two files are a pair already.")
    _decided = models.Constraint(
        "CHECK ((decision = 'pending') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_on IS NULL))",
        "A decision says who made it, and when.",
    )
    _queue_idx = models.Index("(postponed_at NULLS FIRST, score DESC, id) WHERE decision = 'pending'")
    _different_idx = models.Index("(beneficiary_id, other_id) WHERE decision = 'different'")

    @api.depends("beneficiary_id", "other_id")
    def _compute_display_name(self):
        for pair in self:
            # References alone: a label is seen where the file is not.
            files = pair.sudo()
            pair.display_name = f"{files.beneficiary_id.ref} · {files.other_id.ref}"

    def write(self, vals):
        # The rights say so already; a decision is a method, which writes as superuser.
        if not self.env.su:
            raise AccessError(self.env._("A decision on two files is made by its buttons."))
        return super().write(vals)

    # ------------------------------------------------------------
    # What others ask
    # ------------------------------------------------------------
    @api.model
    def _get_different_ids(self, people):
        """``{person's id: ids of the files of people who were said not to be her}``, in one query.

        On all files of both: what was said of a file holds for those merged into it, and for that it is merged into.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT asked.id, theirs.id
                  FROM hub_beneficiary asked
                  JOIN hub_beneficiary own ON own.root_id = asked.root_id
                  JOIN LATERAL (
                        SELECT other_id AS id FROM hub_duplicate_pair
                         WHERE decision = 'different' AND beneficiary_id = own.id
                         UNION ALL
                        SELECT beneficiary_id FROM hub_duplicate_pair
                         WHERE decision = 'different' AND other_id = own.id
                       ) said ON TRUE
                  JOIN hub_beneficiary named ON named.id = said.id
                  JOIN hub_beneficiary theirs ON theirs.root_id = named.root_id
                 WHERE asked.id = ANY(%s)
                """,
                list(people.ids),
            )
        )
        result = {id_: set() for id_ in people.ids}
        for id_, other in rows:
            result[id_].add(other)
        return result

    @api.model
    def _verify_not_different(self, root, merged):
        """Raise when somebody has said that one of ``merged`` is not the person of ``root``."""
        different = self._get_different_ids(root)[root.id]
        refused = merged.filtered(lambda file: file.id in different)
        if refused:
            raise UserError(
                self.env._(
                    "It was decided that %(file)s is not the person of %(others)s. A programme manager may reopen "
                    "that decision.",
                    file=root.ref,
                    others=refused._format_refs(),
                )
            )

    # ------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------
    @api.model
    def _propose(self, triples, origin="batch"):
        """Pairs to decide on, of triples of two ids and a verdict; those that are decided stay decided.

        :return: the new pairs
        """
        people = self.env["hub.beneficiary"].with_context(active_test=False)
        files = people.browse({id_ for one, two, _verdict in triples for id_ in (one, two)})
        different = self._get_different_ids(files)
        wanted = {}
        for one, two, verdict in triples:
            roots = people.browse((one, two))._get_roots().sorted("id")
            if len(roots) == 2 and two not in different[one]:
                wanted.setdefault(roots._ids, verdict)
        known = {
            (pair.beneficiary_id.id, pair.other_id.id)
            # sudo: pairs with a closed file are known, too, whoever proposes.
            for pair in self.sudo().search([("beneficiary_id", "in", [one for one, _two in wanted])])
        }
        # sudo: pairs are proposed by methods, nobody writes them.
        return self.sudo().create(
            [
                {
                    "beneficiary_id": one,
                    "other_id": two,
                    "score": verdict.score,
                    "outcome": verdict.outcome if verdict.outcome in ("same", "maybe") else False,
                    "agreements": list(verdict.agreements),
                    "contradictions": list(verdict.contradictions),
                    "origin": origin,
                }
                for (one, two), verdict in wanted.items()
                if (one, two) not in known
            ]
        )

    # ------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------
    def _decide_same(self, root, reason, **choices):
        """These two are one person, whose main file is ``root``; ``choices`` as of ``_merge_into``."""
        self.ensure_one()
        self._lock_undecided()
        return ((self.beneficiary_id | self.other_id) - root)._merge_into(root, reason, self, **choices)

    def _decide_different(self, reason):
        """These two are not the same person, and nobody asks again."""
        people = self.beneficiary_id | self.other_id
        reason = people._read_reason(reason)
        people._verify_may_decide()
        people.check_access("write")
        self._lock_undecided()
        for pair in self:
            self.env["hub.beneficiary.merge"]._note("different", pair.beneficiary_id, pair.other_id, reason)
        return self._decide("different", reason)

    def _reopen(self, reason):
        """A manager says that a decision may have been wrong."""
        if not (self.env.su or self.env.user.has_group("hub_core.group_program_manager")):
            raise AccessError(self.env._("“Not the same person” is reopened by a programme manager."))
        people = self.beneficiary_id | self.other_id
        reason = people._read_reason(reason)
        people.check_access("write")
        self._lock_or_explain()
        for pair in self.filtered(lambda pair: pair.decision == "different"):
            self.env["hub.beneficiary.merge"]._note("reopen", pair.beneficiary_id, pair.other_id, reason)
            pair.sudo().write(UNDECIDED)  # sudo: as for all decisions
        return True

    def _lock_undecided(self):
        self._lock_or_explain()
        self.invalidate_recordset(["decision"])
        decided = self.filtered(lambda pair: pair.decision != "pending")
        if decided:
            raise UserError(
                self.env._("Somebody has decided already: %(pairs)s.", pairs=", ".join(decided.mapped("display_name")))
            )

    def _decide(self, decision, reason):
        # sudo: the rights are those of the decision, verified before.
        return self.sudo().write(
            {
                "decision": decision,
                "reason": reason,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _after_merged(self, root, reason):
        """What waited for a decision between two files of one person has been decided."""
        # sudo: also pairs that the user does not see, of files that are one person now.
        files = root.sudo()._get_clusters()
        inside = self.sudo().search(
            [("beneficiary_id", "in", files.ids), ("other_id", "in", files.ids), ("decision", "=", "pending")]
        )
        inside._decide("same", reason)

    def _after_undone(self, file, other):
        """What was decided by a merge that is undone waits for a decision again."""
        # sudo: all files of both, also one that is closed to whoever undoes.
        mine, theirs = file.sudo()._get_clusters().ids, other.sudo()._get_clusters().ids
        between = Domain("beneficiary_id", "in", mine) & Domain("other_id", "in", theirs)
        between |= Domain("beneficiary_id", "in", theirs) & Domain("other_id", "in", mine)
        # sudo: as for merging.
        self.sudo().search(between & Domain("decision", "=", "same")).write(UNDECIDED)

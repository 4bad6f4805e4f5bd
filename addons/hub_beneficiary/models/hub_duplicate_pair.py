from odoo import api, fields, models


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
        "hub.beneficiary", "File", required=True, readonly=True, ondelete="cascade", index=True
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
    _queue_idx = models.Index("(score DESC, id) WHERE decision = 'pending'")
    _different_idx = models.Index("(beneficiary_id, other_id) WHERE decision = 'different'")

    @api.model
    def _get_different_ids(self, people):
        """``{person's id: ids of the files of people who were said not to be her}``, in one query."""
        return {id_: set() for id_ in people.ids}

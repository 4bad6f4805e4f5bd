from odoo import api, fields, models
from odoo.addons.hub_core.tools import make_append_only
from odoo.exceptions import UserError


class HubBeneficiaryMerge(models.Model):
    """What was decided about two files, one line for each decision: nothing is ever taken back in silence."""

    _name = "hub.beneficiary.merge"
    _description = "Decision on two files"
    _order = "id desc"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person's file", required=True, ondelete="restrict", index=True)
    other_id = fields.Many2one("hub.beneficiary", "Other file", required=True, ondelete="restrict", index=True)
    action = fields.Selection(
        [
            ("merge", "Merged"),
            ("undo", "Merge undone"),
            ("different", "Not the same person"),
            ("reopen", "Decision reopened"),
        ],
        required=True,
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Decided by", required=True, ondelete="restrict", default=lambda self: self.env.user
    )
    reason = fields.Char(required=True)
    # What this merge did besides pointing, and what undoing it restores: this, and nothing else.
    closed_user_ids = fields.Many2many(
        "res.users",
        "hub_beneficiary_merge_account_rel",
        string="Account closed by it",
        ondelete="restrict",
        context={"active_test": False},
        help="Of two accounts in the portal one stays; the other one is closed until the merging is undone.",
    )
    household_id = fields.Many2one("hub.household", "Household joined by it", ondelete="restrict")
    family_id = fields.Many2one("hub.household", "Counted with", ondelete="restrict")

    _family_of_household = models.Constraint(
        "CHECK ((household_id IS NULL) = (family_id IS NULL))", "A household is joined to another one."
    )
    _two_files = models.Constraint("CHECK (beneficiary_id <> other_id)", "A decision is on two different files.")
    _reason_given = models.Constraint("CHECK (reason ~ '[^[:space:]]')", "Say why.")

    def init(self):
        """What is decided stays written: not even SQL changes or removes a line."""
        result = super().init()
        make_append_only(self.env.cr, self._table, self._append_only_cleanable)
        return result

    @api.depends("action", "beneficiary_id", "other_id")
    def _compute_display_name(self):
        labels = dict(self._fields["action"]._description_selection(self.env))
        for line in self:
            # References alone: a label is seen where the file is not.
            files = line.sudo()
            line.display_name = f"{labels.get(line.action)}: {files.beneficiary_id.ref} · {files.other_id.ref}"

    @api.model
    def _note(self, action, files, other, reason, effects=None):
        """One line for each of ``files``.

        :param effects: ``{file: values of what was done besides}``
        """
        # sudo: written by decisions alone, whose rights were verified; nobody types lines.
        return self.sudo().create(
            [
                {
                    "action": action,
                    "beneficiary_id": file.id,
                    "other_id": other.id,
                    "reason": reason,
                    "user_id": self.env.uid,
                    **(effects or {}).get(file, {}),
                }
                for file in files
            ]
        )

    def write(self, vals):
        if self:
            raise UserError(self.env._("What was decided on two files is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was decided on two files is never deleted."))

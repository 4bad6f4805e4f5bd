from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list


class HubHousehold(models.Model):
    """The same family found twice: one household points at the other, and nothing moves.

    Both keep their members, their stays and what was counted of them. Whatever counts families counts
    their roots, so the family is one; undoing takes the pointer away again.
    """

    _inherit = "hub.household"

    merged_into_id = fields.Many2one(
        "hub.household",
        "Same family as",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        tracking=True,
        help="The household under which this family is counted.",
    )
    root_id = fields.Many2one(
        "hub.household",
        "Counted as",
        compute="_compute_root_id",
        store=True,
        recursive=True,
        index=True,
        ondelete="set null",
        help="The household itself, or the one that it is the same family as.",
    )
    merged_ids = fields.One2many("hub.household", "merged_into_id", "Same family")

    _follows = frozenset({"merged_into_id", "root_id"})

    _merged_into_another = models.Constraint(
        "CHECK (merged_into_id <> id)", "A household is not the same family as itself: choose another one."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._verify_not_by_hand(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._verify_not_by_hand(vals, ("ref",))
        return super().write(vals)

    @api.depends("merged_into_id.root_id")
    def _compute_root_id(self):
        for household in self:
            household.root_id = household.merged_into_id.root_id or household

    @api.constrains("merged_into_id")
    def _check_merged_without_cycle(self):
        if self._has_cycle("merged_into_id"):
            raise ValidationError(
                self.env._(
                    "These households would point at each other in a circle: %(households)s. Undo one of them first.",
                    households=format_list(self.env, self.mapped("display_name")),
                )
            )

    def action_open_same_family(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Same family as…"),
            "res_model": "hub.household.family",
            "view_mode": "form",
            "target": "new",
            "context": {"default_household_id": self.id},
        }

    def action_undo_merge(self):
        self._undo_merge()
        return True

    def _merge_into(self, target, reason=""):
        """These households are the family of ``target``: it is counted once from now on.

        :return: the household under which the family is counted
        """
        for household in (self | target).sorted("id"):
            household._lock_or_explain()
        self.invalidate_recordset(["merged_into_id", "root_id"])
        root = target.root_id
        merged = self.filtered(lambda household: household.root_id != root)
        # sudo: the pointer, whoever of the staff has found the family twice.
        merged.root_id.sudo().write({"merged_into_id": root.id})
        merged._note_family(self.env._("The same family: %(households)s, counted once."), root, reason)
        return root

    def _undo_merge(self, reason=""):
        """These households are families of their own again."""
        self._lock_or_explain()
        single = self.filtered(lambda household: not household.merged_into_id)
        if single:
            raise UserError(
                self.env._(
                    "These households are no part of another family: %(households)s.",
                    households=format_list(self.env, single.mapped("display_name")),
                )
            )
        roots = {household: household.merged_into_id for household in self}
        self.check_access("write")
        # sudo: as for merging.
        self.sudo().write({"merged_into_id": False})
        for household, root in roots.items():
            household._note_family(self.env._("Not the same family after all: %(households)s."), root, reason)
        return self

    def _note_family(self, sentence, root, reason):
        """Both histories tell what was decided, and why."""
        if not self:
            return
        households = self | root
        sentence = sentence % {"households": format_list(self.env, households.mapped("ref"))}
        for household in households:
            household.message_post(body=" ".join(filter(None, [sentence, reason])))

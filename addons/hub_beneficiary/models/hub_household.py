from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HubHousehold(models.Model):
    """People who live together. Never ``parent_id``: a household is not a company."""

    _name = "hub.household"
    _description = "Household"
    _inherit = ["hub.mailed.mixin", "mail.thread"]
    _order = "id desc"
    _rec_names_search = ["ref", "name"]

    ref = fields.Char("Reference", required=True, readonly=True, copy=False, default="/", index=True)
    name = fields.Char(help="How the desk calls it, for instance the family's name.")
    member_ids = fields.One2many("hub.household.member", "household_id", "Members")
    present_ids = fields.One2many(
        "hub.household.member", "household_id", "Lives here now", domain=[("date_end", "=", False)]
    )
    past_ids = fields.One2many(
        "hub.household.member", "household_id", "Lived here before", domain=[("date_end", "!=", False)]
    )
    family_member_ids = fields.One2many(
        "hub.household.member",
        string="In the same family's other households",
        compute="_compute_members",
        export_string_translation=False,
    )
    head_id = fields.Many2one("hub.beneficiary", compute="_compute_members", search="_search_head_id")
    member_count = fields.Integer("People", compute="_compute_members")
    street = fields.Char("Address")
    city = fields.Char()
    state_id = fields.Many2one("res.country.state", "Region", domain="[('country_id.code', '=', 'MA')]")
    note = fields.Text("Notes")
    active = fields.Boolean(default=True)

    _ref_uniq = models.Constraint("UNIQUE (ref)", "This reference is already given to another household.")

    @api.depends("member_ids.is_head", "member_ids.date_end", "member_ids.beneficiary_id", "merged_ids.member_ids")
    def _compute_members(self):
        """Who is present, in the household and in those found to be the same family."""
        families = self.search([("root_id", "in", self._origin.ids)]) | self._origin
        # Of a list that shows both, each is asked: the one that points is elsewhere to its root all the same.
        elsewhere = families.filtered(lambda household: household.root_id != household).grouped("root_id")
        # All at once: a household's own members would be read for themselves.
        (families | self).member_ids.beneficiary_id.filtered("id").fetch(["root_id"])
        for household in self:
            others = elsewhere.get(household._origin, families.browse())
            present = household.member_ids.filtered(lambda member: not member.date_end)
            household.head_id = present.filtered("is_head")[:1].beneficiary_id
            present |= others.member_ids.filtered(lambda member: not member.date_end)
            household.member_count = len(present.beneficiary_id.root_id) + len(present.filtered("is_stub"))
            household.family_member_ids = others.member_ids

    def _search_head_id(self, operator, value):
        if operator not in ("in", "any", "ilike"):
            return NotImplemented
        head = Domain("is_head", "=", True) & Domain("date_end", "=", False)
        if operator == "in" and not any(value):
            return ~Domain("member_ids", "any", head)
        return Domain("member_ids", "any", head & Domain("beneficiary_id", operator, value))

    @api.depends("ref", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """The ledger shows its readers in which household somebody was counted; a family's name is
        for those to whom households are open, the others read its reference."""
        named = set(self.sudo(False)._filtered_access("read")._ids)
        for household in self:
            name = household.name if household.id in named else False
            household.display_name = f"{household.ref} {name}" if name else household.ref

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("ref", "/") == "/":
                # sudo: reading a sequence's settings is not for everybody.
                vals["ref"] = self.env["ir.sequence"].sudo().next_by_code("hub.household")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        # sudo: what was counted stays counted, whoever may see it.
        deliveries = self.env["hub.service.delivery"].sudo()
        counted = deliveries._read_group([("dim_household_id", "in", self.ids)], ["dim_household_id"])
        if counted:
            raise UserError(
                self.env._(
                    "These households are counted in services of the hub and cannot be deleted. Archive them instead: "
                    "%(households)s.",
                    households=", ".join(household.display_name for (household,) in counted),
                )
            )

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ADULT_AGE = 18


class HubHouseholdMember(models.Model):
    """A person's stay in a household; leaving and coming back make two of them."""

    _name = "hub.household.member"
    _description = "Member of a household"
    _order = "household_id, is_head desc, date_start, id"
    _rec_name = "beneficiary_id"

    household_id = fields.Many2one("hub.household", required=True, ondelete="cascade", index=True)
    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, ondelete="restrict", index=True)
    role = fields.Selection(
        [
            ("head", "Head"),
            ("spouse", "Spouse"),
            ("child", "Child"),
            ("parent", "Parent"),
            ("sibling", "Brother or sister"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    is_head = fields.Boolean(
        "Head of household", compute="_compute_is_head", store=True, readonly=False, precompute=True
    )
    is_primary = fields.Boolean("Main household", default=True, help="Where the person is counted.")
    date_start = fields.Date("Since", required=True, default=fields.Date.context_today)
    date_end = fields.Date("Until")
    end_reason = fields.Char("Reason for leaving")

    _open_head_uniq = models.UniqueIndex(
        "(household_id) WHERE is_head AND date_end IS NULL",
        "A household has one head at a time: end the present head's time first.",
    )
    _open_primary_uniq = models.UniqueIndex(
        "(beneficiary_id) WHERE is_primary AND date_end IS NULL",
        "A person has one main household at a time: end the present one first.",
    )
    _open_member_uniq = models.UniqueIndex(
        "(household_id, beneficiary_id) WHERE date_end IS NULL",
        "The person is already a member of this household.",
    )
    _period_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "A stay in a household cannot end before it begins: correct the dates."
    )
    _role_head = models.Constraint(
        "CHECK (role <> 'head' OR is_head)", "Who has the role “Head” is the head of the household."
    )

    @api.depends("role")
    def _compute_is_head(self):
        for member in self:
            member.is_head = member.role == "head"

    @api.constrains("is_head", "beneficiary_id", "date_start")
    def _check_head_of_age(self):
        children = self.filtered("is_head").filtered(
            lambda member: (age := member.beneficiary_id._get_age(member.date_start)) is not None and age < ADULT_AGE
        )
        if children:
            raise ValidationError(
                self.env._(
                    "A child cannot be the head of a household: %(people)s. Choose an adult or correct the birth date.",
                    people=", ".join(children.beneficiary_id.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        # Who leaves and who comes in the same save: the end is written before the new beginning.
        self.flush_model()
        return super().create(vals_list)

    def action_leave(self):
        """The person leaves the household today."""
        return self.filtered(lambda member: not member.date_end).write({"date_end": fields.Date.context_today(self)})

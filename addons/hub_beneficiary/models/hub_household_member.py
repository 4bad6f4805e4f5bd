from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL, format_date, format_list

from ..tools.ages import ADULT_AGE
from .hub_beneficiary import SEX

#: Half-open: on the day of a move a person leaves one household and joins another. Numbers as ranges of one,
#: so that no extension of PostgreSQL is needed to compare them in the same index (ADR 0017).
_PERIOD = "daterange(date_start, date_end) WITH &&"
_SAME_HOUSEHOLD = "int4range(household_id, household_id, '[]') WITH &&"
_SAME_PERSON = "int4range(beneficiary_id, beneficiary_id, '[]') WITH &&"
_ON_FILE = "beneficiary_id IS NOT NULL"
_LATER = "DEFERRABLE INITIALLY DEFERRED"


class HubHouseholdMember(models.Model):
    """A person's stay in a household; leaving and coming back make two of them.

    A stay is present while it has no end; both dates are facts, so neither is in the future. No two stays
    of one person in one household overlap, no two main households of one person, no two heads of one
    household: the database refuses it, and the check below says which stays they are.

    A dependant of whom nothing is on file yet stands here by name (a stub) until she gets a file.
    """

    _name = "hub.household.member"
    _description = "Member of a household"
    _order = "household_id, is_head desc, date_start, id"
    _rec_names_search = ["beneficiary_id", "stub_given_name", "stub_family_name"]

    household_id = fields.Many2one("hub.household", required=True, ondelete="cascade", index=True)
    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", ondelete="restrict", index=True)
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
    end_kind = fields.Selection(
        [
            ("moved", "Moved"),
            ("married", "Married"),
            ("separated", "Separated"),
            ("deceased", "Died"),
            ("role", "Role changed"),
        ],
        "Ended because",
    )
    end_reason = fields.Char("Reason for leaving")

    # a dependant without a file
    is_stub = fields.Boolean("Without a file", compute="_compute_is_stub", search="_search_is_stub")
    dependant_of_id = fields.Many2one(
        "hub.beneficiary",
        "Dependant of",
        ondelete="restrict",
        index="btree_not_null",
        help="Who answers for this dependant, and told the hub of her.",
    )
    stub_given_name = fields.Char("Given name")
    stub_family_name = fields.Char("Family name")
    stub_name = fields.Char("Name without a file", compute="_compute_stub_name")
    stub_sex = fields.Selection(SEX, "Sex")
    stub_birthdate = fields.Date("Birth date")
    stub_year_only = fields.Boolean("Only the year is known")

    _member_overlap = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_HOUSEHOLD}, {_SAME_PERSON}, {_PERIOD}) WHERE ({_ON_FILE}) {_LATER}",
        "The person is in this household already at that time: end that stay first, or correct the dates.",
    )
    _main_overlap = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_PERSON}, {_PERIOD}) WHERE (is_primary AND {_ON_FILE}) {_LATER}",
        "A person has one main household at a time: end the present one first.",
    )
    _head_overlap = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_HOUSEHOLD}, {_PERIOD}) WHERE (is_head) {_LATER}",
        "A household has one head at a time: end the present head's time first.",
    )
    _period_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "A stay in a household cannot end before it begins: correct the dates."
    )
    _end_explained = models.Constraint(
        "CHECK (date_end IS NOT NULL OR end_kind IS NULL)",
        "Only a stay that has ended says why it ended: enter the day, or take the reason away.",
    )
    _role_head = models.Constraint(
        "CHECK (role <> 'head' OR is_head)", "Who has the role “Head” is the head of the household."
    )
    _head_on_file = models.Constraint(
        "CHECK (NOT is_head OR beneficiary_id IS NOT NULL)",
        "The head of a household is a person with a file: open one first.",
    )
    _somebody = models.Constraint(
        """CHECK (beneficiary_id IS NOT NULL OR (
            dependant_of_id IS NOT NULL
            AND COALESCE(stub_given_name, '') || COALESCE(stub_family_name, '') ~ '[^[:space:]]'
        ))""",
        "A member of a household is a person with a file, or a dependant with a name and somebody who answers for her.",
    )
    _name_once = models.Constraint(
        """CHECK (beneficiary_id IS NULL
            OR COALESCE(stub_given_name, stub_family_name, stub_sex, stub_birthdate::text) IS NULL)""",
        "Who has a file has her name there, and not in the household, too.",
    )
    _present_idx = models.Index("(household_id) WHERE date_end IS NULL")

    @api.depends("role")
    def _compute_is_head(self):
        for member in self:
            member.is_head = member.role == "head"

    @api.depends("beneficiary_id")
    def _compute_is_stub(self):
        for member in self:
            member.is_stub = not member.beneficiary_id

    def _search_is_stub(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("beneficiary_id", "=" if True in value else "!=", False)]

    @api.depends("stub_given_name", "stub_family_name")
    def _compute_stub_name(self):
        for member in self:
            member.stub_name = " ".join(filter(None, [member.stub_given_name, member.stub_family_name]))

    @api.depends("beneficiary_id", "stub_name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A name is for those to whom the file is open; the others read which household it is."""
        open_ids = set(self.sudo(False)._filtered_access("read")._ids)
        for member in self:
            if member.id in open_ids or not member.id:
                member.display_name = member.beneficiary_id.display_name or member.stub_name
            else:
                member.display_name = member.household_id.ref

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
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

    @api.constrains("date_start", "date_end", "stub_birthdate")
    def _check_dates_not_in_the_future(self):
        today = fields.Date.context_today(self)
        late = self.filtered(
            lambda member: any(
                day and day > today for day in (member.date_start, member.date_end, member.stub_birthdate)
            )
        )
        if late:
            raise ValidationError(
                self.env._(
                    "A stay in a household has begun, or ended, by today: correct the dates of %(people)s.",
                    people=format_list(self.env, late.mapped("display_name")),
                )
            )

    @api.constrains("household_id", "beneficiary_id", "is_primary", "is_head", "date_start", "date_end")
    def _check_overlap(self):
        """Name the stays that overlap, all at once; then let the database judge, which sees what others do."""
        self.flush_model()
        clashes = self.env.execute_query(self._get_overlap_query())
        if clashes:
            sentences = [self._get_overlap_sentence(*clash) for clash in clashes]
            sentences.append(self.env._("End the earlier one first, or correct the dates."))
            raise ValidationError("\n".join(dict.fromkeys(sentences)))
        names = SQL(", ").join(
            SQL.identifier(f"{self._table}_{name}") for name in ("member_overlap", "main_overlap", "head_overlap")
        )
        self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", names))
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", names))

    def _get_overlap_query(self):
        """(kind, earlier stay, later stay) of the stays among these that overlap with any other."""
        kinds = [
            ("member", SQL("other.household_id = stay.household_id AND other.beneficiary_id = stay.beneficiary_id")),
            ("main", SQL("other.beneficiary_id = stay.beneficiary_id AND other.is_primary AND stay.is_primary")),
            ("head", SQL("other.household_id = stay.household_id AND other.is_head AND stay.is_head")),
        ]
        selects = [
            SQL(
                """
                SELECT DISTINCT ON (least(stay.id, other.id), greatest(stay.id, other.id)) %s,
                       CASE WHEN (stay.date_start, stay.id) < (other.date_start, other.id)
                            THEN stay.id ELSE other.id END,
                       CASE WHEN (stay.date_start, stay.id) < (other.date_start, other.id)
                            THEN other.id ELSE stay.id END
                  FROM hub_household_member stay
                  JOIN hub_household_member other ON other.id <> stay.id AND %s
                   AND daterange(other.date_start, other.date_end) && daterange(stay.date_start, stay.date_end)
                 WHERE stay.id = ANY(%s)
                """,
                kind,
                condition,
                list(self._ids),
            )
            for kind, condition in kinds
        ]
        return SQL(" UNION ALL ").join(SQL("(%s)", select) for select in selects)

    def _get_overlap_sentence(self, kind, first_id, second_id):
        """What is wrong with two stays, in words; a stay of a closed file is told without its name."""
        # sudo: the rule holds for those too who do not see the other stay; they read no name of it.
        first, second = self.sudo().browse([first_id, second_id])
        words = {
            "person": first.sudo(False).display_name,
            "other_person": second.sudo(False).display_name,
            "household": first.household_id.ref,
            "other_household": second.household_id.ref,
            "stay": first._get_period_words(),
            "other_stay": second._get_period_words(),
        }
        if kind == "member":
            return self.env._("%(person)s is twice in %(household)s: %(stay)s, and %(other_stay)s.", **words)
        if kind == "main":
            return self.env._(
                "%(person)s has two main households at a time: %(household)s %(stay)s, and %(other_household)s "
                "%(other_stay)s.",
                **words,
            )
        return self.env._(
            "%(household)s has two heads at a time: %(person)s %(stay)s, and %(other_person)s %(other_stay)s.", **words
        )

    def _get_period_words(self):
        words = {"start": format_date(self.env, self.date_start), "end": format_date(self.env, self.date_end)}
        if self.date_end:
            return self.env._("from %(start)s until %(end)s", **words)
        return self.env._("since %(start)s", **words)

    # ------------------------------------------------------------
    # Create, leave
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        # Who leaves and who comes in the same save: the end is written before the new beginning.
        self.flush_model()
        return super().create(vals_list)

    def write(self, vals):
        if "role" in vals and "is_head" not in vals:
            # Not by its compute, later: what this breaks is told now, and to who did it.
            vals = {**vals, "is_head": vals["role"] == "head"}
        return super().write(vals)

    def action_leave(self):
        """Ask when and why they leave, and who heads the household then."""
        present = self.filtered(lambda member: not member.date_end)
        return self.env["hub.household.change"]._open(
            "leave", default_household_id=present.household_id[:1].id, default_member_ids=[Command.set(present.ids)]
        )

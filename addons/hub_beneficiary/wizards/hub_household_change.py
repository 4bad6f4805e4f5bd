from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

KINDS = [
    ("join", "Somebody joins or comes back"),
    ("leave", "Somebody leaves"),
    ("head", "Another head"),
    ("separate", "Separation"),
    ("marry", "Marriage"),
]
ROLES = [
    ("spouse", "Spouse"),
    ("child", "Child"),
    ("parent", "Parent"),
    ("sibling", "Brother or sister"),
    ("other", "Other"),
]


class HubHouseholdChange(models.TransientModel):
    """A change of a household, asked in the words of whoever tells of it.

    One dialog for all kinds: each shows what it needs, proposes who heads the household that is left, and
    says in a sentence what is going to be written.
    """

    _name = "hub.household.change"
    _description = "Change of a household"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, "What happened", required=True, default="leave", readonly=True)
    household_id = fields.Many2one("hub.household", required=True, ondelete="cascade")
    day = fields.Date("On", required=True, default=fields.Date.context_today, help="The day on which it happened.")
    reason = fields.Char("Note", help="Kept with the stays that end.")

    # who leaves, or founds a household of their own
    present_ids = fields.Many2many(
        "hub.household.member", compute="_compute_present_ids", export_string_translation=False
    )
    member_ids = fields.Many2many(
        "hub.household.member",
        "hub_household_change_member_rel",
        string="Who leaves",
        domain="[('id', 'in', present_ids)]",
    )
    end_kind = fields.Selection(
        [("moved", "Moved"), ("married", "Married"), ("separated", "Separated")], "Why", default="moved"
    )
    new_head_id = fields.Many2one(
        "hub.household.member",
        "Head of the new household",
        domain="[('id', 'in', member_ids)]",
        compute="_compute_new_head_id",
        store=True,
        readonly=False,
        ondelete="cascade",
    )

    # who comes
    person_id = fields.Many2one("hub.beneficiary", "Who comes", ondelete="cascade")
    role = fields.Selection(ROLES, "As", compute="_compute_role", store=True, readonly=False)
    companion_ids = fields.Many2many(
        "hub.household.member",
        "hub_household_change_companion_rel",
        string="Who comes along",
        domain="[('id', 'in', may_come_ids)]",
        help="Others of the household that is left, children above all. They keep their roles.",
    )
    may_come_ids = fields.Many2many("hub.household.member", compute="_compute_left", export_string_translation=False)

    # who heads what is left
    candidate_ids = fields.Many2many("hub.household.member", compute="_compute_left", export_string_translation=False)
    successor_id = fields.Many2one(
        "hub.household.member",
        "Its new head",
        domain="[('id', 'in', candidate_ids)]",
        compute="_compute_successor_id",
        store=True,
        readonly=False,
        ondelete="cascade",
    )
    former_role = fields.Selection(ROLES, "The former head stays as", default="other")
    sentence = fields.Text("What will be written", compute="_compute_sentence")

    @api.model
    def _open(self, kind, **defaults):
        """The dialog for a kind of change."""
        titles = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, **defaults},
        }

    # ------------------------------------------------------------
    # Who is meant
    # ------------------------------------------------------------
    def _get_leaving(self):
        """The stays that end."""
        if self.kind in ("join", "marry"):
            return (self.person_id._get_main_stay() | self.companion_ids)._origin
        return self.member_ids._origin

    def _get_left_household(self):
        """The household that loses somebody."""
        if self.kind in ("join", "marry"):
            return self.person_id._get_main_stay().household_id
        return self.household_id

    def _get_candidates(self):
        """Who may head the household that loses its head, the proposed one first; nobody when it keeps its head."""
        household = self._get_left_household()
        head = household._get_present_members().filtered("is_head")
        gone = head if self.kind == "head" else self._get_leaving()
        loses_head = self.kind == "head" or (head and head <= gone)
        return household._get_head_candidates(gone) if loses_head else household.member_ids.browse()

    @api.depends("household_id")
    def _compute_present_ids(self):
        for change in self:
            change.present_ids = change.household_id._get_present_members()

    @api.depends("kind", "household_id", "member_ids", "person_id", "companion_ids")
    def _compute_left(self):
        for change in self:
            stay = change.person_id._get_main_stay()
            change.may_come_ids = stay.household_id._get_present_members() - stay
            change.candidate_ids = change._get_candidates()

    @api.depends("kind", "household_id", "member_ids", "person_id", "companion_ids")
    def _compute_successor_id(self):
        for change in self:
            candidates = change._get_candidates()
            if change.successor_id._origin not in candidates:
                change.successor_id = candidates[:1]

    @api.depends("member_ids", "day")
    def _compute_new_head_id(self):
        for change in self:
            leaving, day = change.member_ids._origin, change.day or fields.Date.context_today(change)
            if change.new_head_id._origin not in leaving:
                adults = leaving.filtered(lambda member, day=day: member._may_be_head(day))
                change.new_head_id = adults.sorted(lambda member: member._get_birthdate_key())[:1]

    @api.depends("kind", "person_id", "household_id")
    def _compute_role(self):
        """Who marries comes as spouse; who comes back, in the role of last time."""
        for change in self:
            former = change._get_former_stay()
            if change.kind == "marry":
                change.role = "spouse"
            elif former and former.role != "head":
                change.role = former.role
            else:
                change.role = change.role or "other"

    def _get_former_stay(self):
        """The last stay of who comes in the household where she comes."""
        stays = self.person_id.member_ids.filtered(lambda stay: stay.household_id == self.household_id)
        return stays.sorted("date_start")[-1:]

    # ------------------------------------------------------------
    # What will be written
    # ------------------------------------------------------------
    @api.depends("kind", "household_id", "day", "member_ids", "person_id", "role", "successor_id", "new_head_id")
    @api.depends("companion_ids")
    def _compute_sentence(self):
        for change in self:
            change.sentence = "\n".join(change._get_sentences())

    def _get_sentences(self):
        words = self._get_words()
        sentences = {
            "leave": lambda: (
                self.member_ids and self.env._("On %(day)s these leave %(household)s: %(people)s.", **words)
            ),
            "separate": lambda: (
                self.member_ids and self.env._("A new household begins on %(day)s: %(people)s.", **words)
            ),
            "head": lambda: self.successor_id and self.env._("%(head)s heads %(household)s from %(day)s on.", **words),
        }.get(self.kind, lambda: self._get_arrival_sentence(words))
        after = self.kind != "head" and self._get_head_sentence(words)
        return [sentence for sentence in (sentences(), after) if sentence]

    def _get_words(self):
        return {
            "day": format_date(self.env, self.day) or "",
            "household": self.household_id.display_name or "",
            "left": self._get_left_household().display_name or "",
            "people": format_list(self.env, self.member_ids.mapped("display_name")),
            "person": self.person_id.display_name or "",
            "companions": format_list(self.env, self.companion_ids.mapped("display_name")),
            "head": self.successor_id.display_name or "",
            "new_head": self.new_head_id.display_name or "",
        }

    def _get_arrival_sentence(self, words):
        if not self.person_id or not self.household_id:
            return False
        if self._get_left_household() and self.companion_ids:
            return self.env._("%(person)s, with %(companions)s, moves from %(left)s to %(household)s.", **words)
        if self._get_left_household():
            return self.env._("%(person)s moves from %(left)s to %(household)s.", **words)
        former = self._get_former_stay()
        if former:
            before = format_date(self.env, former.date_end)
            return self.env._(
                "%(person)s comes back to %(household)s, which she left on %(before)s.", before=before, **words
            )
        return self.env._("%(person)s lives in %(household)s from %(day)s on.", **words)

    def _get_head_sentence(self, words):
        household = self._get_left_household()
        head = household._get_present_members().filtered("is_head")
        if not head or not head <= self._get_leaving():
            return False
        if self.successor_id:
            return self.env._("%(head)s heads %(left)s from then on.", **words)
        if household._get_present_members() - self._get_leaving():
            return self.env._("Nobody of age is left to head %(left)s: it stays without a head.", **words)
        return self.env._("Nobody is left in %(left)s.", **words)

    # ------------------------------------------------------------
    # Writing it
    # ------------------------------------------------------------
    def action_apply(self):
        """Do what the sentence says, and show the household."""
        self.ensure_one()
        self._verify_complete()
        household = getattr(self, f"_apply_{self.kind}")()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hub.household",
            "res_id": household.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _verify_complete(self):
        if self.kind in ("leave", "separate") and not self.member_ids:
            raise UserError(self.env._("Say who leaves."))
        if self.kind in ("join", "marry") and not self.person_id:
            raise UserError(self.env._("Say who comes. Whoever has no file yet needs one first."))
        if self._get_candidates() and not self.successor_id:
            raise UserError(
                self.env._(
                    "%(household)s loses its head: choose who heads it from then on.",
                    household=self._get_left_household().display_name,
                )
            )

    def _apply_leave(self):
        self.household_id._lock_or_explain()
        self.member_ids._end(self.day, self.end_kind or "moved", self.reason, self.successor_id)
        return self.household_id

    def _apply_head(self):
        self.household_id._appoint_head(self.successor_id, self.day, self.former_role or "other")
        return self.household_id

    def _apply_separate(self):
        return self.household_id._separate(self.member_ids, self.new_head_id, self.day, self.reason, self.successor_id)

    def _apply_join(self):
        return self._receive("moved")

    def _apply_marry(self):
        return self._receive("married")

    def _receive(self, kind):
        main = self.person_id._get_main_stay()
        roles = {(main or self.person_id): self.role or "other"}
        roles.update({stay: stay._get_role_beside_new_head() for stay in self.companion_ids._origin})
        self.household_id._receive(roles, self.day, kind, self.reason, self.successor_id)
        return self.household_id

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..tools.ages import ADULT_AGE
from . import hub_household_member  # noqa: F401 (extended below, and made before)


class HubHousehold(models.Model):
    """What happens to a household: somebody joins or comes back, leaves, heads it, separates, marries.

    Each is a change of stays on a day: nothing is overwritten, so who lived where can be told for any day.
    """

    _inherit = "hub.household"

    def _get_present_members(self):
        return self.member_ids.filtered(lambda member: not member.date_end)

    def _get_head_candidates(self, leaving=None):
        """Who may head the household when ``leaving`` are gone: the eldest first, then those of unknown age."""
        today = fields.Date.context_today(self)
        present = self._get_present_members()
        if leaving:
            present -= leaving
        adults = present.filtered(lambda member: member._may_be_head(today))
        return adults.sorted(lambda member: (not member.beneficiary_id.birthdate, member._get_birthdate_key()))

    def _appoint_head(self, member, day, former_role="other"):
        """``member`` heads the household from ``day`` on; who did until then stays in ``former_role``."""
        self.ensure_one()
        self._lock_or_explain()
        if member not in self._get_present_members():
            raise UserError(
                self.env._(
                    "%(person)s does not live in %(household)s: only a member of a household can be its head.",
                    person=member.display_name,
                    household=self.ref,
                )
            )
        former = self._get_present_members().filtered("is_head")
        if former != member:
            if former:
                former._change_role(former_role, day)
            member = member._change_role("head", day)
            self._note_change(self.env._("New head"), member, day)
        return member

    def _receive(self, roles, day, kind="moved", reason=False, successors=()):
        """People come to live here: whoever has another main household leaves that one.

        :param roles: {person or stay: role}; a stay is moved as it is, also that of a dependant without a file
        :param successors: stays of those who head the left households from then on
        :return: the new stays
        """
        self.ensure_one()
        stays = self.env["hub.household.member"]
        for newcomer in roles:
            stays |= newcomer if newcomer._name == stays._name else newcomer._get_main_stay()
        (self | stays.household_id)._lock_or_explain()
        here = stays.filtered(lambda stay: stay.household_id == self)
        if here:
            raise UserError(
                self.env._(
                    "Already living in %(household)s: %(people)s.",
                    household=self.ref,
                    people=format_list(self.env, here.mapped("display_name")),
                )
            )
        stays._end(day, kind, reason, successors)
        joined = stays.create([self._prepare_stay_vals(newcomer, role, day) for newcomer, role in roles.items()])
        self._note_change(self.env._("Joined"), joined, day)
        return joined

    def _prepare_stay_vals(self, newcomer, role, day):
        vals = {"household_id": self.id, "role": role, "is_head": role == "head", "date_start": day}
        if newcomer._name == "hub.beneficiary":
            return {**vals, "beneficiary_id": newcomer.id}
        return {**newcomer._prepare_copy_vals(), **vals}

    def _separate(self, leaving, head, day, reason=False, successor=None):
        """``leaving`` found a household of their own with ``head`` (one of them).

        :return: the new household
        """
        self.ensure_one()
        if head not in leaving:
            raise UserError(self.env._("The head of the new household is one of those who leave: choose her."))
        if leaving >= self._get_present_members():
            raise UserError(
                self.env._("Nobody would be left in %(household)s: that is no separation.", household=self.ref)
            )
        household = self._found(head.beneficiary_id)
        roles = {stay: "head" if stay == head else stay._get_role_beside_new_head() for stay in leaving}
        household._receive(roles, day, "separated", reason, successor or ())
        return household

    def _found(self, head):
        """A new household, called by the family name of its head; where it is the family will say."""
        return self.create({"name": head.family_name or head.name})

    def action_change(self):
        """Open the dialog for the change that the button names."""
        self.ensure_one()
        kind = self.env.context.get("change") or "leave"
        return self.env["hub.household.change"]._open(kind, default_household_id=self.id)

    def _note_change(self, what, members, day):
        """The household's own history; by reference, for a name stands in the person's file alone."""
        for household, stays in members.grouped("household_id").items():
            people = [stay.beneficiary_id.ref or self.env._("a dependant without a file") for stay in stays]
            household.message_post(
                body=self.env._(
                    "%(what)s on %(day)s: %(people)s.",
                    what=what,
                    day=format_date(self.env, day),
                    people=format_list(self.env, people),
                )
            )


class HubHouseholdMember(models.Model):
    """How a stay ends, and how another one follows it."""

    _inherit = "hub.household.member"

    def _may_be_head(self, day):
        """On file, and not known to be a child."""
        self.ensure_one()
        person = self.beneficiary_id
        age = person._get_age(day) if person else 0
        return age is None or age >= ADULT_AGE

    def _get_birthdate_key(self):
        return (self.beneficiary_id.birthdate or fields.Date.today(), self.date_start, self.id)

    def _get_role_beside_new_head(self):
        """A child stays a child; who was head, spouse or parent of another head is something to be told."""
        return "child" if self.role == "child" else "other"

    def _end(self, day, kind, reason=False, successors=()):
        """These stays end on ``day``; ``successors`` (stays that go on) head the households without a head."""
        self._verify_begun_by(day)
        heads = self.filtered("is_head")
        self.write({"date_end": day, "end_kind": kind, "end_reason": reason})
        if self:
            self.household_id._note_change(self.env._("Left"), self, day)
        for successor in successors:
            if successor.household_id in heads.household_id and successor not in self:
                successor.household_id._appoint_head(successor, day)

    def _verify_begun_by(self, day):
        late = self.filtered(lambda stay: stay.date_start > day)
        if late:
            raise UserError(
                self.env._(
                    "On %(day)s these stays had not begun yet: %(stays)s. Choose a later day.",
                    day=format_date(self.env, day),
                    stays=format_list(
                        self.env, [f"{stay.display_name} ({format_date(self.env, stay.date_start)})" for stay in late]
                    ),
                )
            )

    def _change_role(self, role, day):
        """The person's stay goes on in another role from ``day`` on."""
        self.ensure_one()
        if self.date_start == day:
            self.write({"role": role, "is_head": role == "head"})
            return self
        self._verify_begun_by(day)
        vals = {**self._prepare_copy_vals(), "role": role, "is_head": role == "head", "date_start": day}
        self.write({"date_end": day, "end_kind": "role"})
        return self.create(vals)

    def _prepare_copy_vals(self):
        """What a stay that follows this one begins with."""
        return {
            "household_id": self.household_id.id,
            "beneficiary_id": self.beneficiary_id.id,
            "is_primary": self.is_primary,
            "dependant_of_id": self.dependant_of_id.id,
            "stub_given_name": self.stub_given_name,
            "stub_family_name": self.stub_family_name,
            "stub_sex": self.stub_sex,
            "stub_birthdate": self.stub_birthdate,
            "stub_year_only": self.stub_year_only,
        }


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    def _get_main_stay(self):
        """The present stays in these people's main households."""
        return self.member_ids.filtered(lambda member: member.is_primary and not member.date_end)

    def _leave_households(self, day, kind, successors=()):
        """Whoever died lives nowhere any more."""
        # sudo: the household loses its member, whoever records the death.
        present = self.sudo().member_ids.filtered(lambda member: not member.date_end)
        begun = present.filtered(lambda member: member.date_start <= day)
        begun._end(day, kind, successors=successors)
        for stay in present - begun:  # what she joined after that day was written down by mistake, and lasted no time
            stay._end(stay.date_start, kind, successors=successors)

    def action_exit(self, reason):
        result = super().action_exit(reason)
        if reason == "deceased":
            self._leave_households(fields.Date.context_today(self), "deceased")
        return result

    def action_join_household(self):
        self.ensure_one()
        return self.env["hub.household.change"]._open("join", default_person_id=self.id)

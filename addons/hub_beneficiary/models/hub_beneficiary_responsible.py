from typing import Any, NamedTuple

from odoo import api, models


class Responsible(NamedTuple):
    """Who is told; and, where nobody was named, a note that says why it is she."""

    user: Any
    note: str = ""


class HubBeneficiary(models.Model):
    """Who is told what has to be done for a person: documents that end, a copy asked for, a referral that is late.

    Her counsellor; else who follows her in a programme, or answers for it; else who leads the reception
    (Configuration › Lead of the reception). Where nobody was named a programme manager is told, and told that it is
    so: what lands with somebody by chance is done by nobody.
    """

    _inherit = "hub.beneficiary"

    def _get_responsibles(self):
        """``{person: Responsible}``, in a number of queries that does not grow with the people."""
        # sudo: who answers for a file does not depend on who asks.
        people = self.sudo()
        followers = people.filtered(lambda person: not person.user_id)._get_programme_followers()
        lead, managers = self._get_reception_lead(), self._get_managers()
        result = {}
        for person in people:
            named = (person.user_id, *followers.get(person.root_id, ()), lead)
            user = next((user for user in named if person._is_worked_on_by(user)), None)
            if user:
                result[person] = Responsible(user)
            else:
                result[person] = self._get_by_chance(managers.filtered(person._is_worked_on_by)[:1])
        return result

    @api.model
    def _get_reception_responsible(self):
        """Who is told of what is about nobody with a file yet."""
        lead = self._get_reception_lead()
        return Responsible(lead) if lead else self._get_by_chance(self._get_managers()[:1])

    @api.model
    def _get_reception_lead(self):
        # sudo: a setting.
        user = self.env.ref("hub_beneficiary.team_hub").sudo().user_id
        return user if user.active and not user.share else user.browse()

    @api.model
    def _get_managers(self):
        # sudo: who has which role is not for everybody to read.
        managers = self.env.ref("hub_core.group_program_manager").sudo().all_user_ids
        return managers.filtered(lambda user: user.active and not user.share).sorted("id")

    @api.model
    def _get_by_chance(self, user):
        reader = self.with_context(lang=user.lang or self.env.lang)
        note = reader.env._(
            "Nobody follows this file: choose its counsellor. You are told as a programme manager, since nobody is "
            "named who leads the reception (Configuration, Lead of the reception)."
        )
        return Responsible(user or self.env["res.users"], note)

    def _get_programme_followers(self):
        """``{main file: users}`` who follow its person in a programme today, or answer for that programme."""
        enrolments = self.env["hub.enrolment"].search(
            [("beneficiary_id.root_id", "in", self.root_id.ids), ("state", "=", "open")]
        )
        followers = {}
        for enrolment in enrolments:
            followers.setdefault(enrolment.beneficiary_id.root_id, []).extend(
                [enrolment.user_id, enrolment.program_id.manager_id]
            )
        return followers

    def _is_worked_on_by(self, user):
        """Whether this user may work on the file now, of her role and of the file alone: many are asked at once."""
        return (
            user.active
            and not user.share
            and user.has_group("hub_beneficiary.group_reception")
            and (not self.is_restricted or user == self.user_id or user._can_see_restricted_files())
        )

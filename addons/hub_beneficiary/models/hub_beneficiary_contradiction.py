from odoo import api, fields, models
from odoo.tools import format_list


class HubBeneficiary(models.Model):
    """What several files of one person say differently: shown before they are merged, and until somebody mends it."""

    _inherit = "hub.beneficiary"

    file_count = fields.Integer("Files", compute="_compute_file_count")
    contradiction_text = fields.Text("The files do not agree", compute="_compute_contradiction_text")

    @api.depends("root_id", "cluster_ids.root_id")
    def _compute_file_count(self):
        counts = {}
        if self.ids:
            counts = dict(
                self.with_context(active_test=False)._read_group(
                    [("root_id", "in", self._origin._get_roots().ids)], ["root_id"], ["__count"]
                )
            )
        for person in self:
            person.file_count = counts.get(person.root_id._origin, 1)

    @api.depends("root_id", "merged_into_id")
    def _compute_contradiction_text(self):
        for person in self:
            alone = not person._origin.id or person.merged_into_id or person.file_count < 2
            found = [] if alone else person._get_clusters()._get_contradictions()
            person.contradiction_text = "\n".join(found) or False

    def _get_contradictions(self):
        """Sentences on what these files say of one person that cannot all be true."""
        return [
            *self._get_birth_contradictions(),
            *self._get_value_contradictions(),
            *self._get_document_contradictions(),
            *self._get_household_contradictions(),
            *self._get_state_contradictions(),
        ]

    def _get_birth_contradictions(self):
        exact = self.filtered(lambda file: file.birthdate_precision == "day")
        if len(set(exact.mapped("birthdate"))) < 2:
            return []
        births = [f"{file._get_birth_text()} ({file.ref})" for file in exact]
        return [self.env._("Different birth dates: %(births)s.", births=format_list(self.env, births, "unit"))]

    def _get_value_contradictions(self):
        sentences = {
            "sex": self.env._("Different sexes: %(values)s."),
            "nationality_id": self.env._("Different nationalities: %(values)s."),
        }
        result = []
        for name, sentence in sentences.items():
            said = self.filtered(lambda file, name=name: file[name] and (name != "sex" or file.sex != "undisclosed"))
            if len({file[name] for file in said}) > 1:
                labels = dict(self._fields[name]._description_selection(self.env)) if name == "sex" else {}
                values = [f"{labels.get(file[name]) or file[name].display_name} ({file.ref})" for file in said]
                result.append(sentence % {"values": format_list(self.env, values, "unit")})
        return result

    def _get_document_contradictions(self):
        labels = dict(self.env["hub.beneficiary.identity"]._fields["type"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        valid = self.identity_ids.filtered(lambda paper: not paper.expires_on or paper.expires_on >= today)
        return [
            self.env._(
                "Two valid documents of a kind, %(kind)s: %(numbers)s.",
                kind=labels[kind],
                numbers=format_list(
                    self.env, [f"{paper.number} ({paper.beneficiary_id.ref})" for paper in papers], "unit"
                ),
            )
            for kind, papers in valid.grouped("type").items()
            if len(papers.beneficiary_id) > 1 and len(set(papers.mapped("number_normalized"))) > 1
        ]

    def _get_household_contradictions(self):
        stays = self.member_ids.filtered(lambda stay: stay.is_primary and not stay.date_end)
        if len(stays.household_id.root_id) < 2:
            return []
        homes = [f"{stay.household_id.ref} ({stay.beneficiary_id.ref})" for stay in stays]
        return [
            self.env._(
                "Two main households at once: %(households)s. Say which she has left, or that they are one family.",
                households=format_list(self.env, homes, "unit"),
            )
        ]

    def _get_state_contradictions(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        consents = dict(self._fields["consent_state"]._description_selection(self.env))
        result = []
        if "exited" in set(self.mapped("state")) and set(self.mapped("state")) != {"exited"}:
            states = [f"{labels[file.state]} ({file.ref})" for file in self]
            result.append(
                self.env._(
                    "One file says that the person has left: %(states)s.",
                    states=format_list(self.env, states, "unit"),
                )
            )
        latest = self.env["hub.consent"]._get_latest(self)
        words = [(file, latest[file.id].state) for file in self if file.id in latest]
        if len({state for _file, state in words}) > 1:
            said = [f"{consents[state]} ({file.ref})" for file, state in words]
            result.append(
                self.env._(
                    "Different consents, the last one counts: %(consents)s.",
                    consents=format_list(self.env, said, "unit"),
                )
            )
        return result

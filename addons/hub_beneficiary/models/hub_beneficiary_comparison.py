from odoo import models
from odoo.tools import format_date


class HubBeneficiary(models.Model):
    """Two files side by side, for who decides whether they are of one person."""

    _inherit = "hub.beneficiary"

    def _render_comparison(self, other):
        """A table of both files in the reader's language, what differs marked; logged as a reading of both."""
        self.ensure_one()
        files = self | other
        files.check_access("read")
        for file in files:
            file._log_hub_access("form")
        return self.env["ir.qweb"]._render(
            "hub_beneficiary.duplicate_comparison",
            {
                "files": files,
                "rows": self._get_comparison_rows(other),
                "contradictions": files._get_clusters()._get_contradictions(),
            },
        )

    def _get_comparison_rows(self, other):
        left, right = self._get_comparison_values(), other._get_comparison_values()
        return [
            {
                "label": label,
                "values": [mine, right[label]],
                "differs": bool(mine and right[label] and mine != right[label]),
            }
            for label, mine in left.items()
            if mine or right[label]
        ]

    def _get_comparison_values(self):
        """``{label: value}`` of what tells one person from another."""
        label = self._get_field_label
        selections = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("sex", "state", "consent_state")
        }
        kinds = dict(self.env["hub.beneficiary.identity"]._fields["type"]._description_selection(self.env))
        papers = [f"{kinds[paper.type]} {paper.number}" for paper in self.identity_ids]
        return {
            label("given_name"): self.given_name or "",
            label("family_name"): self.family_name or "",
            label("name_ar"): self.name_ar or "",
            label("birthdate"): self._get_birth_text(),
            label("sex"): selections["sex"].get(self.sex, ""),
            label("nationality_id"): self.nationality_id.name or "",
            label("phone"): self.phone or "",
            label("phone_owner"): self.phone_owner or "",
            label("email"): self.email or "",
            label("identity_ids"): ", ".join(sorted(papers)),
            label("city"): self.city or "",
            label("household_id"): self.household_id.display_name or "",
            label("user_id"): self.user_id.name or "",
            label("reception_date"): format_date(self.env, self.reception_date) if self.reception_date else "",
            label("state"): selections["state"].get(self.state, ""),
            label("consent_state"): selections["consent_state"].get(self.consent_state, ""),
            label("request_count"): str(self.request_count),
            label("delivery_count"): str(self.delivery_count),
        }

    def _get_field_label(self, name):
        return self._fields[name]._description_string(self.env)

    def action_same_person(self):
        """Say that this file and another, to be chosen, are of one person."""
        self.ensure_one()
        return self.env["hub.duplicate.decision"]._get_action(
            self.env._("Same person as another file"), action="same", beneficiary_id=self.root_id.id
        )

    def action_undo_merge(self):
        self.ensure_one()
        return self.env["hub.duplicate.decision"]._get_action(
            self.env._("Undo the merging"),
            action="undo",
            beneficiary_id=self.id,
            other_id=self.merged_into_id.id,
        )

    def action_open_decisions(self):
        """What was decided about her files."""
        self.ensure_one()
        files = self._get_clusters()
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_beneficiary_merge_action")
        domain = ["|", ("beneficiary_id", "in", files.ids), ("other_id", "in", files.ids)]
        return {**action, "domain": domain, "path": False}

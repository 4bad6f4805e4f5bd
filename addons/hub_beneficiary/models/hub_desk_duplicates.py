from odoo import api, models

#: More than these nobody reads at a desk; whoever is meant is among the best.
SHOWN = 5
#: Pairs of files to decide on are work for a quiet moment: the day shows the first of them.
PAIRS_SHOWN = 3
#: A name of fewer letters is only begun.
SHORTEST_NAME = 3


class HubDesk(models.AbstractModel):
    """A new person at the desk may be known already: shown while her data are typed, asked before they are saved."""

    _inherit = "hub.desk"

    @api.model
    @api.readonly
    def find_duplicates(self, vals):
        """The people whom the new person's data may mean, as ``hub.beneficiary.find_duplicates`` gives them.

        :param vals: what is typed so far, as for ``create_person``; what cannot be read yet counts as not typed
        """
        self._verify_desk()
        person_vals, _errors = self._read_person(vals)
        return self._find_duplicates(person_vals)

    def _find_duplicates(self, person_vals):
        letters = sum(
            letter.isalpha()
            for name in ("given_name", "family_name", "name_ar")
            for letter in person_vals.get(name) or ""
        )
        if letters < SHORTEST_NAME and not person_vals.get("phone"):
            return []
        return self.env["hub.beneficiary"].find_duplicates(person_vals, limit=SHOWN)

    def _get_unseen_duplicates(self, vals, person_vals):
        """Those of whom the user has not said yet that they are somebody else."""
        aside = set(vals.get("aside") or ())
        return [person for person in self._find_duplicates(person_vals) if person["id"] not in aside]

    # ------------------------------------------------------------
    # Pairs that wait for a decision, for who decides
    # ------------------------------------------------------------
    @api.model
    def get_day(self):
        return {**super().get_day(), "duplicates": self._get_pairs()}

    def _get_pairs(self):
        if not self.env["hub.beneficiary"]._can_decide_duplicates():
            return {"count": 0, "rows": []}
        pairs = self.env["hub.duplicate.pair"].search(self._get_pair_domain(), limit=PAIRS_SHOWN)
        rows = [
            {
                "pair_id": pair.id,
                "reasons": pair.reason_text or "",
                "files": [self._prepare_name_row(file) for file in (pair.beneficiary_id, pair.other_id)],
            }
            for pair in pairs
        ]
        return {"count": self.env["hub.duplicate.pair"].search_count(self._get_pair_domain()), "rows": rows}

    def _get_pair_domain(self):
        return [("decision", "=", "pending")]

    def _get_panels(self):
        name = self.env._("Possible duplicates")
        return {**super()._get_panels(), "duplicates": ("hub.duplicate.pair", name, self._get_pair_domain())}

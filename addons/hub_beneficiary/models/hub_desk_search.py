from odoo import api, models
from odoo.fields import Domain

from ..tools.found import Known, rank, read_query
from ..tools.names import is_arabic
from .hub_beneficiary_identity import IDENTITY_TYPES

#: The database proposes at most this many people of each kind of match; ranking does the rest.
CANDIDATES = 80
SEARCH_LIMIT = 10


class HubDesk(models.AbstractModel):
    """Search first: who of the known people may be the one at the desk, and why."""

    _inherit = "hub.desk"

    @api.model
    def search_people(self, text, limit=SEARCH_LIMIT):
        """Ranked rows of the people that ``text`` may mean, each with the reasons in words.

        A name in either script and any spelling, also while it is typed; a phone in any writing; a
        document's number; a reference.
        """
        self._verify_desk()
        query = read_query(text)
        limit = max(1, min(int(limit), SEARCH_LIMIT))
        if len(query.text) < 2 and not query.ref:
            return []
        people = self._search_candidates(query)
        ranked = self._rank_people(query, people)[:limit]
        shown = people.browse(person.id for person, _found in ranked).with_prefetch()
        waiting = self._get_waiting(shown)
        return [
            {
                **self._prepare_person_row(person),
                "reasons": self._get_reasons(found, query),
                "exact": found.score >= 90,
                "waiting_since": self._format_time(waiting.get(person.id)),
            }
            for person, (_person, found) in zip(shown, ranked, strict=True)
        ]

    def _search_candidates(self, query):
        """Whole numbers, then names as written, then all else: what is exact is never cut off."""
        people = self.env["hub.beneficiary"]
        exact = Domain.FALSE
        if query.ref:
            exact |= Domain("ref", "=", f"HUB-{query.ref:05d}")
        if query.phone:
            exact |= Domain("phone_e164", "=", query.phone)
        if len(query.document) >= 4:
            exact |= people._get_document_domain("=", query.document)
        domains = [exact, people._get_text_domain(query.text)]
        if query.words:
            domains.insert(1, people._get_folded_domain(query.text))
        found = [people.search(domain, limit=CANDIDATES) for domain in domains if not domain.is_false()]
        return people.union(*found)

    def _rank_people(self, query, people):
        documents = self._get_document_numbers(query, people)
        ranked = []
        for person in people:
            number = "".join(letter for letter in person.ref or "" if letter.isdigit())
            known = Known(
                number=int(number or 0),
                names=tuple(filter(None, (person.given_name, person.family_name, person.name_ar))),
                phone=person.phone_e164 or "",
                documents=tuple(documents.get(person.id, ())),
            )
            found = rank(query, known)
            if found.score:
                ranked.append((person, found))
        return sorted(ranked, key=lambda pair: (-pair[1].score, -pair[0].id))

    def _get_document_numbers(self, query, people):
        if len(query.document) < 4:
            return {}
        identities = self.env["hub.beneficiary.identity"].search_fetch(
            [("beneficiary_id", "in", people.ids), ("number_normalized", "=like", f"{query.document}%")],
            ["beneficiary_id", "type", "number_normalized"],
        )
        documents = {}
        for identity in identities:
            documents.setdefault(identity.beneficiary_id.id, []).append((identity.type, identity.number_normalized))
        return documents

    def _get_waiting(self, people):
        requests = self.env["crm.lead"].search_fetch(
            [*self._get_queue_domain(), ("beneficiary_id", "in", people.ids)], ["beneficiary_id", "arrived_at"]
        )
        return {request.beneficiary_id.id: request.arrived_at for request in requests}

    def _get_reasons(self, found, query):
        script = self.env._("in Latin letters") if is_arabic(query.text) else self.env._("in Arabic letters")
        kinds = dict(self.env["hub.beneficiary.identity"]._fields["type"]._description_selection(self.env))
        kind = kinds.get(found.document) or dict(IDENTITY_TYPES).get(found.document, "")
        words = {
            "ref": self.env._("Same reference"),
            "ref_part": self.env._("Part of the reference"),
            "document": self.env._("Same document: %(document)s", document=kind),
            "document_begins": self.env._("Document begins so: %(document)s", document=kind),
            "phone": self.env._("Same phone"),
            "phone_part": self.env._("Part of the phone number"),
            "name": self.env._("Same name"),
            "name_begins": self.env._("Name begins so"),
            "name_part": self.env._("Part of the name"),
            "name_other_script": self.env._("Sounds the same, %(script)s", script=script),
            "name_sound": self.env._("Sounds alike"),
        }
        return [words[reason] for reason in found.reasons]

from odoo import api, models
from odoo.tools import format_date

from ..tools.matching import compare
from ..tools.placing import Index
from .hub_register_messages import reasons

#: No screen shows more people who may be the one that is typed.
MAX_DUPLICATES = 20


class HubBeneficiary(models.Model):
    """Who is on file twice: asked while typing, by the nightly batch, and before a merge."""

    _inherit = "hub.beneficiary"

    @api.model
    @api.readonly
    def find_duplicates(self, vals, exclude_id=None, limit=5):
        """The people on file whom a description may speak of, those that the caller may see, best first.

        Called while somebody types: what cannot be read of ``vals`` is left out, never refused.

        :param vals: values as of ``create``; ``documents`` are pairs of type and number besides
        :param exclude_id: the file that is being typed in itself: neither it nor who was said not to be her is told
        :param limit: at most so many, and never more than 20
        :return: dicts of ``id``, ``ref``, ``name``, ``name_ar``, ``birth`` (in words), ``outcome`` (same, maybe, or
            new when only the name agrees), ``score`` of 0 to 100, ``reasons`` and ``contradictions`` in words
        """
        self.check_access("read")
        ranked = self._rank_candidates([vals])[0]
        if exclude_id:
            file = self.browse(exclude_id).exists()
            never = file._get_different_ids().get(file.id, set()) | set(file._get_roots().ids)
            ranked = [match for match in ranked if match[0] not in never]
        ranked = ranked[: max(1, min(int(limit), MAX_DUPLICATES))]
        people = self.browse([id_ for id_, _verdict in ranked])
        return [person._prepare_duplicate(verdict) for person, (_id, verdict) in zip(people, ranked, strict=True)]

    def _prepare_duplicate(self, verdict):
        self.ensure_one()
        said, against = reasons(self.env, verdict)
        return {
            "id": self.id,
            "ref": self.ref,
            "name": self.name,
            "name_ar": self.name_ar or "",
            "birth": self._get_birth_text(),
            "outcome": verdict.outcome,
            "score": verdict.score,
            "reasons": said,
            "contradictions": against,
        }

    def _get_birth_text(self):
        """The birth date as exactly as it is known, or nothing."""
        self.ensure_one()
        if not self.birthdate:
            return ""
        if self.birthdate_precision == "day":
            return format_date(self.env, self.birthdate)
        if self.birthdate_precision == "month":
            return format_date(self.env, self.birthdate, date_format="MM/yyyy")
        return f"{'≈ ' if self.birthdate_precision == 'estimated' else ''}{self.birthdate.year}"

    def _compare_files(self, other):
        """How two files relate, as ``tools.matching.Verdict``."""
        self.ensure_one()
        other.ensure_one()
        (self | other).check_access("read")
        people = {person.key: person for person in self._get_persons(self | other)}
        return compare(people[self.id], people[other.id], self.env["hub.name.variant"]._get_table())

    @api.model
    def _get_match_batch(self, ids):
        """The main files that may be one of ``ids``: triples of the smaller id, the larger one, and the verdict.

        For the nightly batch: a constant number of queries whatever the number of ``ids``, at most 50 files looked
        at for each of them. Each pair comes once, also when both files are among ``ids``.
        """
        people = self._get_persons(self.browse(ids))
        index = Index(self.env["hub.name.variant"]._get_table())
        for person in self._get_match_people(people):
            index.add(person)
        different = self.browse(ids)._get_different_ids()
        found = {}
        for person in people:
            for other, verdict in index.matches(person):
                if other.root != person.root and other.key not in different.get(person.key, ()):
                    found.setdefault((min(person.root, other.root), max(person.root, other.root)), verdict)
        return [(*pair, verdict) for pair, verdict in sorted(found.items())]

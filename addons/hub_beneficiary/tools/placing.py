"""People looked up among many: by blocks, at most 50 of them compared, one of them decided on. No ORM."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable

from .matching import MAX_CANDIDATES, Person, Verdict, blocks, compare, name_blocks
from .variants import NO_VARIANTS, Variants


class Index:
    """People to be found by their blocks.

    >>> index = Index()
    >>> index.add(Person.build("Aicha", "Tazi", key=1, phone="+2126"))
    >>> [(found.key, verdict.outcome) for found, verdict in index.matches(Person.build("Aicha", "TAZI", phone="+2126"))]
    [(1, 'maybe')]
    """

    def __init__(self, variants: Variants = NO_VARIANTS) -> None:
        self.variants = variants
        self._blocks: defaultdict[str, list[Person]] = defaultdict(list)

    def add(self, person: Person) -> None:
        for block in blocks(person, self.variants) | name_blocks(person, self.variants):
            self._blocks[block].append(person)

    def candidates(self, person: Person, by_name: bool = False) -> list[Person]:
        """At most 50 people that share a block, most shared blocks first, oldest first among equals.

        With ``by_name`` two keys of the name are enough.
        """
        shared: Counter[Person] = Counter()
        wanted = blocks(person, self.variants) | (name_blocks(person, self.variants) if by_name else set())
        for block in sorted(wanted):
            shared.update(self._blocks.get(block, ()))
        return [found for found, _count in shared.most_common(MAX_CANDIDATES)]

    def matches(self, person: Person) -> list[tuple[Person, Verdict]]:
        """Those who are the same or maybe, best first."""
        judged = ((found, compare(person, found, self.variants)) for found in self.candidates(person))
        order = {"same": 0, "maybe": 1}
        kept = [(found, verdict) for found, verdict in judged if verdict.outcome in order]
        return sorted(kept, key=lambda match: (order[match[1].outcome], -match[1].score))


def decide(matches: list[tuple[Hashable, Verdict]]) -> tuple[Hashable | None, Verdict | None]:
    """The one that a person is, or may be: two different ones of whom each seems to be her are only *maybe*.

    >>> same, other = Verdict("same", 60, ("name", "birth")), Verdict("same", 60, ("name", "birth"))
    >>> decide([(1, same), (2, other)])[1].outcome, decide([(1, same), (1, other)])[1].outcome, decide([])
    ('maybe', 'same', (None, None))
    """
    if not matches:
        return None, None
    key, verdict = matches[0]
    if verdict.outcome == "same" and "document" not in verdict.agreements:
        rivals = {other for other, judged in matches[1:] if judged.outcome == "same"} - {key}
        if rivals:
            return key, Verdict("maybe", verdict.score, verdict.agreements, (*verdict.contradictions, "rival"))
    return key, verdict


def place(people: Iterable[Person], index: Index, above: bool = True) -> dict[Hashable, tuple[Hashable, Verdict]]:
    """For each of these people who is on file, or with ``above`` stands above her, or may: who that is, and why.

    >>> rows = [Person.build("Aicha", "Tazi", key=row, phone="+2126", email="a@example.org") for row in (1, 2)]
    >>> {key: (root, verdict.outcome) for key, (root, verdict) in place(rows, Index()).items()}
    {2: (1, 'maybe')}
    """
    roots: dict[Hashable, Hashable] = {}
    placed = {}
    for person in people:
        matches = [(roots.get(found.key, found.root or found.key), verdict) for found, verdict in index.matches(person)]
        root, verdict = decide(matches)
        if verdict:
            placed[person.key] = root, verdict
        roots[person.key] = root if verdict and verdict.outcome == "same" else person.key
        if above:
            index.add(person)
    return placed


def place_without_names(people: Iterable[Person]) -> dict[Hashable, Hashable]:
    """What a search finds that reads no names: the same document, telephone and birth date, or e-mail. A baseline.

    >>> place_without_names([Person.build(key=row, email="a@example.org") for row in (1, 2)])
    {2: 1}
    """
    first: dict[tuple, Hashable] = {}
    found: dict[Hashable, Hashable] = {}
    for person in people:
        marks = [("document", document.type, document.number) for document in person.documents]
        marks += [("e-mail", person.email)] if person.email else []
        marks += [("phone", person.phone, person.birthdate)] if person.phone and person.birthdate else []
        root = next((first[mark] for mark in marks if mark in first), None)
        if root:
            found[person.key] = root
        for mark in marks:
            first.setdefault(mark, root or person.key)
    return found

"""Whether two records speak of one person, explained. No ORM.

*same* needs two independent agreements and no contradiction; what chance, a family or a shared telephone explains
as well is *maybe*; the rest is *new*. Twins share a birth date, a family name and a telephone; a son can bear his
father's name and use his telephone; a number is given to the next customer: none of these is ever *same*.

A name is *firm* when it is as written (or in a spelling that the table knows), or when it is the same but for what no
clerk is sure of, or the same in the other script, or its given name is, and sex and nationality are known and the same:
brothers and twins differ in the given name, and what only sounds alike may be a brother (``certainty``).

==================================================  ========
agreement, without contradiction                    outcome
==================================================  ========
document and name, or document, given name and      same
birth date
firm name and birth date, with telephone, e-mail    same
or the same sex and nationality
firm name, birth year, and telephone or e-mail      same
firm name, day and month exchanged, and e-mail      same
name by its sound and birth date                    maybe
name and telephone; name and e-mail                 maybe
name and birth year                                 maybe
given name, birth date and telephone                maybe
document alone; anything with contradiction         maybe
==================================================  ========

A document one letter off is an error of writing where a firm name and the birth date agree, and another document
elsewhere: twins hold neighbouring numbers. An estimated birth agrees with three years around it, and is never *same*.
"""

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations

from .married import own_names
from .name_match import NEAR, PART, SCRIPT, SOUND, WRITTEN, compare_names
from .names import name_words
from .values import normalize_document
from .variants import NO_VARIANTS, Variants

#: At most so many candidates are looked at for one person, those that share most blocks first.
MAX_CANDIDATES = 50

#: What says of two whole names that they may be one.
NAMED = {"name", "name_script", "name_sound", "name_near"}
#: What each agreement and contradiction weighs; the sum, between 0 and 100, only ranks candidates.
WEIGHTS = {
    **{
        "document": 50,
        "birth": 30,
        "name": 30,
        "name_script": 27,
        "name_sound": 22,
        "name_near": 18,
        "email": 18,
        "phone": 15,
        "document_near": 15,
    },
    **{"birth_swapped": 15, "birth_year": 10, "birth_about": 6, "given_name": 8, "name_part": 4},
    **{"!birth": -20, "!sex": -20, "!document": -15, "!nationality": -5},
}


@dataclass(frozen=True)
class Document:
    """An identity document: its type, its number, normalised, and until when it is valid."""

    type: str
    number: str
    expires: datetime.date | None = None


@dataclass(frozen=True)
class Person:
    """What is compared of a person. Names are folded; ``key`` is the caller's own, ``root`` of her main file."""

    key: Hashable = None
    given: str = ""
    family: str = ""
    name_ar: str = ""
    birthdate: datetime.date | None = None
    precision: str = "unknown"
    sex: str | None = None
    nationality: str | None = None
    phone: str | None = None
    email: str | None = None
    documents: tuple[Document, ...] = ()
    received: datetime.date | None = None
    root: Hashable = None

    @classmethod
    def build(cls, given="", family="", name_ar="", documents: Iterable[tuple] = (), **values) -> "Person":
        """A person out of names as written and documents as (type, number, expires).

        >>> Person.build("Aïcha", "EL IDRISSI", documents=[("cin", "ab 12", None)]).documents
        (Document(type='cin', number='AB12', expires=None),)
        """
        normalised = ((kind, normalize_document(number), expires) for kind, number, expires in documents)
        given, family, name_ar = own_names(given, family, name_ar)
        return cls(
            given=given,
            family=family,
            name_ar=name_ar,
            documents=tuple(Document(*document) for document in normalised if document[0] and document[1]),
            **{name: value or None for name, value in values.items() if name != "precision"},
            precision=values.get("precision") or "unknown",
        )

    @property
    def exact_birth(self) -> bool:
        """Whether the day of birth says something: the 1st of January is what is written when only a year is known."""
        return bool(self.birthdate and self.precision == "day" and (self.birthdate.month, self.birthdate.day) != (1, 1))


@dataclass(frozen=True)
class Verdict:
    """same, maybe or new; a score to rank by; the codes of what agrees and of what contradicts."""

    outcome: str
    score: int
    agreements: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


def compare_births(left: Person, right: Person) -> str:
    """How two births relate: equal, swapped (day and month), year (all that is known agrees), about, differs, unknown.

    >>> day = lambda *date: Person(birthdate=datetime.date(*date), precision="day")
    >>> compare_births(day(1986, 11, 10), day(1986, 10, 11)), compare_births(day(1986, 1, 1), day(1986, 10, 11))
    ('swapped', 'year')
    >>> compare_births(day(1986, 11, 10), day(1986, 11, 10)), compare_births(day(1986, 11, 10), day(1986, 11, 9))
    ('equal', 'differs')
    >>> compare_births(day(1986, 11, 10), Person()), compare_births(day(1986, 1, 1), day(1986, 1, 1))
    ('unknown', 'year')
    """
    mine, other = left.birthdate, right.birthdate
    if not mine or not other or "unknown" in (left.precision, right.precision):
        return "unknown"
    if left.exact_birth and right.exact_birth:
        if mine == other:
            return "equal"
        swapped = mine.year == other.year and (mine.day, mine.month) == (other.month, other.day)
        return "swapped" if swapped else "differs"
    if "estimated" in (left.precision, right.precision):
        return "about" if abs(mine.year - other.year) <= 3 else "differs"
    if "month" in (left.precision, right.precision) and "year" not in (left.precision, right.precision):
        return "year" if (mine.year, mine.month) == (other.year, other.month) else "differs"
    return "year" if mine.year == other.year else "differs"


def compare_documents(left: Person, right: Person) -> str:
    """How the documents relate: equal, near (one letter off), other (two valid ones of a type), unknown.

    >>> one = Person.build(documents=[("cin", "AB356601", None)])
    >>> compare_documents(one, Person.build(documents=[("cin", "ab-356601", None)]))
    'equal'
    >>> compare_documents(one, Person.build(documents=[("cin", "AB356610", None)]))
    'near'
    >>> compare_documents(one, Person.build(documents=[("cin", "Z9", None)]))
    'other'
    >>> compare_documents(one, Person.build(documents=[("passport", "AB356601", None)]))
    'unknown'
    """
    relation = "unknown"
    later = max((day for day in (left.received, right.received) if day), default=None)
    for mine in left.documents:
        for other in right.documents:
            if mine.type != other.type or mine.type == "other":
                continue
            if mine.number == other.number:
                return "equal"
            if is_near(mine.number, other.number):
                relation = "near"
            elif relation == "unknown" and _valid(mine, later) and _valid(other, later):
                relation = "other"
    return relation


def _valid(document: Document, day: datetime.date | None) -> bool:
    return not (document.expires and day) or document.expires >= day


def is_near(left: str, right: str) -> bool:
    """Whether one letter was mistyped, left out, added, or two neighbours exchanged.

    >>> is_near("P6056726", "P6056762"), is_near("AB1", "AB2"), is_near("S618042", "S763705"), is_near("A1", "B2")
    (True, True, False, False)
    """
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 3:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    mine, other = left[start:], right[start:]
    if mine[1:] == other[1:] or mine[1:] == other or mine == other[1:]:
        return True
    return mine[:2] == other[:2][::-1] and mine[2:] == other[2:]


def compare(left: Person, right: Person, variants: Variants = NO_VARIANTS) -> Verdict:
    """Compare two people, with the spellings of names that the table knows.

    >>> aicha = dict(given="Aicha", family="Tazi", birthdate=datetime.date(1996, 6, 2), precision="day")
    >>> aicha |= {"sex": "female", "nationality": "MA"}
    >>> compare(Person.build(**aicha), Person.build(**{**aicha, "given": "TAZI", "family": "Aïcha"})).outcome
    'same'
    >>> compare(Person.build(**aicha), Person.build(**{**aicha, "given": "Salma"}, phone="+212600000000")).outcome
    'new'
    >>> compare(Person.build(**aicha), Person.build(**{**aicha, "sex": "male"}))
    Verdict(outcome='maybe', score=40, agreements=('name', 'birth'), contradictions=('sex',))
    """
    name = compare_names((left.given, left.family, left.name_ar), (right.given, right.family, right.name_ar), variants)
    birth, document = compare_births(left, right), compare_documents(left, right)
    agreements = [
        code
        for code, true in (
            ("document", document == "equal"),
            ("document_near", document == "near"),
            ("name", name.level == WRITTEN),
            ("name_script", name.level == SCRIPT),
            (
                "given_name",
                name.given >= (SCRIPT if name.level == SOUND else SOUND) and name.level in {0, PART, SOUND},
            ),
            ("name_sound", name.level == SOUND),
            ("name_near", name.level == NEAR),
            ("name_part", name.level == PART and name.given < SOUND),
            ("birth", birth == "equal"),
            ("birth_swapped", birth == "swapped"),
            ("birth_year", birth == "year"),
            ("birth_about", birth == "about"),
            ("phone", bool(left.phone and left.phone == right.phone)),
            ("email", bool(left.email and left.email == right.email)),
        )
        if true
    ]
    contradictions = [
        code
        for code, true in (
            ("birth", birth == "differs"),
            ("sex", {left.sex, right.sex} == {"female", "male"}),
            ("document", document == "other"),
        )
        if true
    ]
    return _judge(agreements, contradictions, left, right, name.certain)


def _judge(agreements: list[str], contradictions: list[str], left: Person, right: Person, certain: bool) -> Verdict:
    weak = ["nationality"] if left.nationality and right.nationality and left.nationality != right.nationality else []
    score = sum(WEIGHTS[code] for code in agreements) + sum(WEIGHTS[f"!{code}"] for code in contradictions + weak)
    agree = set(agreements)
    alike = bool(left.sex and left.sex == right.sex and left.nationality and left.nationality == right.nationality)
    if not contradictions and _is_same(agree, alike, certain, bool(weak)):
        outcome = "same"
    elif _is_maybe(agree, set(contradictions)):
        outcome = "maybe"
    else:
        outcome = "new"
    return Verdict(outcome, max(0, min(100, score)), tuple(agreements), tuple(contradictions))


def _is_same(agree: set[str], alike: bool, certain: bool, other_nationality: bool) -> bool:
    named = bool(agree & NAMED)
    if "document" in agree:
        return named or agree >= {"given_name", "birth"}
    firm = (certain and "name" in agree) or (
        alike and bool(agree & {"name", "name_script"} or agree >= {"name_sound", "given_name"})
    )
    if other_nationality or not firm:
        return False
    more = bool(agree & {"phone", "email"})
    if "birth" in agree:
        # A name and a birth date alone: nothing known of her may be missing.
        return alike or more or "document_near" in agree
    if "document_near" in agree:
        return False
    return ("birth_year" in agree and more) or agree >= {"birth_swapped", "email"}


def _is_maybe(agree: set[str], contradictions: set[str]) -> bool:
    if "document" in agree:
        return True
    reached = bool(agree & {"phone", "email"})
    if not agree & NAMED:
        few = len(contradictions) < 2 and "birth" in agree
        return few and ("document_near" in agree or ("given_name" in agree and reached))
    if agree & {"birth", "birth_swapped"}:
        return "sex" not in contradictions or reached or bool(agree & {"document_near", "name"})
    if len(contradictions) > 1:
        return False
    if "birth" in contradictions:
        # of two birth dates, a father and his son rather than an error: only the very name is worth a look
        return bool(agree & {"name", "name_script"} and reached) or "document_near" in agree
    return reached or bool(agree & {"birth_year", "birth_about", "document_near"})


def blocks(person: Person, variants: Variants = NO_VARIANTS) -> set[str]:
    """The strings of which two people who are compared share at least one.

    >>> year = {"birthdate": datetime.date(1996, 1, 1), "precision": "year"}
    >>> sorted(blocks(Person.build("Aicha", "Tazi", phone="+2126", **year)))
    ['n:1996:ac:tz', 'p:+2126']
    """
    found = {f"d:{document.type}:{document.number}" for document in person.documents}
    found |= {f"{kind}:{value}" for kind, value in (("p", person.phone), ("e", person.email)) if value}
    birth = person.birthdate
    if birth and person.exact_birth:
        found.add(f"b:{birth}")
        if birth.day <= 12:
            found.add(f"b:{birth.replace(month=birth.day, day=birth.month)}")
    if birth and person.precision != "unknown":
        found |= {f"n:{birth.year}:{one}:{two}" for one, two in key_pairs(person, variants)}
    return found


def name_blocks(person: Person, variants: Variants = NO_VARIANTS) -> set[str]:
    """Blocks of the name alone."""
    return {f"k:{one}:{two}" for one, two in key_pairs(person, variants)}


def key_pairs(person: Person, variants: Variants = NO_VARIANTS) -> set[tuple[str, str]]:
    """Pairs of name keys of two different words, in order.

    >>> sorted(key_pairs(Person.build("Loubna", "Berrada")))
    [('brd', 'lbn')]
    """
    pairs = set()
    for words in (name_words(f"{person.given} {person.family}"), name_words(person.name_ar)):
        for one, two in combinations([variants.keys(word) for word in words[:6]], 2):
            pairs |= {(min(a, b), max(a, b)) for a in one for b in two}
    return pairs

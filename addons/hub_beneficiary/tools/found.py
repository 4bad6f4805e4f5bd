"""Why a person answers to what was typed at the desk, and how well. No ORM.

The database proposes; this module ranks and explains. A reason is a short code that the caller turns into
words in the reader's language.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from .names import clean, fold, is_arabic, name_words, word_keys
from .values import normalize_document, normalize_phone

#: Best first. A whole number is one person; a name rarely is.
SCORES = {
    "ref": 100,
    "document": 95,
    "phone": 90,
    "name": 80,
    "name_begins": 70,
    "name_part": 55,
    "name_other_script": 50,
    "name_sound": 45,
    "document_begins": 40,
    "phone_part": 40,
    "ref_part": 20,
}
_REF = re.compile(r"(?:hub)?[\s-]*0*(\d{1,9})", re.IGNORECASE)
#: How far one typed word agrees with a word of the name, worst first.
_LEVELS = ("name_sound", "name_other_script", "name_part", "name_begins", "name")


@dataclass(frozen=True)
class Query:
    """What was typed, read as each thing it may be.

    >>> query = read_query(" 06 61-22 33 44 ")
    >>> query.phone, query.digits, query.words
    ('+212661223344', '0661223344', ())
    >>> read_query("hub-12").ref, read_query("HUB-00012").ref, read_query("Aïcha").ref
    (12, 12, None)
    >>> read_query("Aïcha  EL Fassi").words
    ('aicha', 'el', 'fassi')
    """

    text: str
    words: tuple[str, ...] = ()
    ref: int | None = None
    digits: str = ""
    phone: str | None = None
    document: str = ""

    @cached_property
    def arabic(self) -> bool:
        return is_arabic(self.text)

    @cached_property
    def keys(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The words that carry a name, with their consonant keys: articles gone, particles glued."""
        return tuple((word, frozenset(word_keys(word))) for word in name_words(self.text))


@dataclass(frozen=True)
class Known:
    """What the register knows of one person, as far as a search compares it."""

    number: int = 0
    names: tuple[str, ...] = ()
    phone: str = ""
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """A rank, and the codes of the reasons, best first; ``document`` is the type of the one that matched."""

    score: int = 0
    reasons: tuple[str, ...] = field(default=())
    document: str = ""


def read_query(text: object) -> Query:
    """Read what was typed, once for all candidates."""
    text = clean(text)
    folded = fold(text)
    document = normalize_document(text)
    has_letter = any(letter.isalpha() for letter in folded)
    ref = _REF.fullmatch(folded.replace(" ", "-"))
    return Query(
        text=text,
        words=tuple(folded.split()) if has_letter else (),
        ref=int(ref[1]) if ref else None,
        digits="" if has_letter else "".join(letter for letter in folded if letter.isdigit()),
        phone=normalize_phone(text),
        document=document if any(letter.isdigit() for letter in document) else "",
    )


def rank(query: Query, known: Known) -> Found:
    """How well ``known`` answers to ``query``, and why.

    >>> aicha = Known(7, ("Aïcha", "Traoré", "عائشة تراوري"), "+212661223344", (("passport", "AB123456"),))
    >>> def why(text):
    ...     found = rank(read_query(text), aicha)
    ...     return found.reasons or found.score
    >>> why("HUB-00007"), why("ab 123-456"), why("0661 22 33 44"), why("3344")
    (('ref',), ('document',), ('phone',), ('phone_part',))
    >>> why("traore aicha"), why("aich"), why("عائشة"), why("aysha traori")
    (('name',), ('name_begins',), ('name',), ('name_sound',))
    >>> why("aicha diallo"), why("x")
    (0, 0)
    >>> rank(read_query("محمد"), Known(names=("Mohamed",))).reasons
    ('name_other_script',)
    """
    document = _document(query, known)
    reasons = [_reference(query, known), document[0], _phone(query, known), _name(query, known)]
    reasons = [reason for reason in reasons if reason]
    reasons.sort(key=SCORES.__getitem__, reverse=True)
    if not reasons:
        return Found()
    return Found(SCORES[reasons[0]] + len(reasons) - 1, tuple(reasons), document[1])


def _reference(query: Query, known: Known) -> str:
    if query.ref is None or not known.number:
        return ""
    if query.ref == known.number:
        return "ref"
    return "ref_part" if str(query.ref) in str(known.number) else ""


def _document(query: Query, known: Known) -> tuple[str, str]:
    if len(query.document) >= 4:
        for kind, number in known.documents:
            if number == query.document:
                return "document", kind
        for kind, number in known.documents:
            if number.startswith(query.document):
                return "document_begins", kind
    return "", ""


def _phone(query: Query, known: Known) -> str:
    if not known.phone or len(query.digits) < 4:
        return ""
    if query.phone == known.phone:
        return "phone"
    # The national prefix 0 and the international one are two writings of one beginning.
    return "phone_part" if query.digits.removeprefix("00").lstrip("0") in known.phone else ""


def _name(query: Query, known: Known) -> str:
    """The weakest of the words typed: each must be somewhere in the name."""
    written = [fold(name) for name in known.names]
    plain = {word for name in written for word in name.split()}
    if query.words and (levels := [_written(word, plain) for word in query.words]) and all(levels):
        return min(levels, key=_LEVELS.index)
    glued = {word for name in known.names for word in name_words(name)}
    levels = [_heard(word, keys, glued) for word, keys in query.keys]
    return min(levels, key=_LEVELS.index) if query.words and levels and all(levels) else ""


def _written(word: str, name: set[str]) -> str:
    if word in name:
        return "name"
    if any(other.startswith(word) for other in name):
        return "name_begins"
    return "name_part" if len(word) > 2 and any(word in other for other in name) else ""


def _heard(word: str, keys: frozenset[str], name: set[str]) -> str:
    """By sound: the same key, or the beginning of one while the word is being typed."""
    if written := _written(word, name):
        return written
    best = ""
    for other in name:
        others = word_keys(other)
        if keys & others or any(mine == theirs[: len(mine)] for mine in keys for theirs in others):
            if is_arabic(word) == is_arabic(other):
                return "name_sound"
            best = "name_other_script"
    return best

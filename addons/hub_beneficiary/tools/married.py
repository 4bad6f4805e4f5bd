"""Names with somebody else's in them: "Salma Tazi épouse Mohamed Berrada", "خديجة زوجة محمد العلوي". No ORM.

The rule, for a woman or a man, wife or widow:

* one name after the word is a family name that she may go by: it is compared beside her own;
* several are the whole name of whom she married: nothing of it is hers;
* "née" leads back to her own name.

Where nothing else is known of her, she is compared by what is written.
"""

from collections.abc import Sequence

from .names import MARRIED_TO, clean, fold, name_words

_BORN = {"nee", "ne"}
#: What people write around the words, not in them.
_AROUND = " ,;:/-–()[]"


def split_spouse(text: object) -> tuple[str, str]:
    """A name as written, as her own and what says whom she married, with its word.

    >>> split_spouse("TAZI Salma ép. Mohamed BERRADA"), split_spouse("Salma Tazi")
    (('TAZI Salma', 'ép. Mohamed BERRADA'), ('Salma Tazi', ''))
    >>> split_spouse("Koné (veuve de Moussa Bah)"), split_spouse("Tazi ép.Berrada"), split_spouse("Bah née Koné")
    (('Koné', 'veuve de Moussa Bah'), ('Tazi', 'ép. Berrada'), ('Bah née Koné', ''))
    >>> split_spouse("Épouse Mohamed Berrada née Tazi")
    ('née Tazi', 'Épouse Mohamed Berrada')
    >>> split_spouse("خديجة زوجة محمد العلوي") == ("خديجة", "زوجة محمد العلوي")
    True
    """
    written = clean(text)
    if MARRIED_TO.isdisjoint(fold(written).split()):
        return written, ""
    parts: tuple[list[str], list[str]] = ([], [])
    side = 0
    for word in _apart(written):
        first = (fold(word).split() or [""])[0]
        side = 1 if first in MARRIED_TO else 0 if first in _BORN else side
        parts[side].append(word)
    own, spouse = (" ".join(words).strip(_AROUND) for words in parts)
    return own, spouse


def _apart(written: str) -> list[str]:
    """The words as written, with "ép.Berrada" as two."""
    words = []
    for word in written.split():
        first, point, rest = word.partition(".")
        glued = point and rest and fold(first) in MARRIED_TO
        words += [f"{first}.", rest] if glued else [word]
    return words


def is_whole_name(spouse: str) -> bool:
    """Whether what follows the word is a whole name, and so somebody else's; one name may be hers by marriage.

    >>> [is_whole_name(text) for text in ("ép. Mohamed Berrada", "épouse El Idrissi", "veuve Ben Ali", "ép.", "")]
    [True, False, False, False, False]
    """
    words = [word for word in fold(spouse).split() if word not in MARRIED_TO]
    return len(words) > 1 and len(name_words(" ".join(words))) > 1


def own_names(*texts: object) -> tuple[str, ...]:
    """The folded names of one person, without those of whom she married: given name, family name, others.

    >>> own_names("Salma", "Tazi épouse Mohamed Berrada"), own_names("Salma ép. Berrada", "Tazi", "")
    (('salma', 'tazi'), ('salma', 'tazi berrada', ''))
    >>> own_names("Salma", "Tazi épouse Berrada"), own_names("", "Veuve Moussa Bah")
    (('salma', 'tazi berrada'), ('', 'veuve moussa bah'))
    >>> own_names("خديجة زوجة محمد العلوي") == (fold("خديجة"),)
    True
    """
    folded = tuple(map(fold, texts))
    if all(MARRIED_TO.isdisjoint(text.split()) for text in folded):
        return folded
    parts = [split_spouse(text) for text in texts]
    own = [fold(name) for name, _spouse in parts]
    for place, (_name, spouse) in enumerate(parts):
        if spouse and not is_whole_name(spouse):
            # by marriage nobody gets a given name
            after = 1 if not place and len(own) > 1 else place
            own[after] = _join(own[after], spouse)
    return tuple(own) if any(own) else folded


def _join(own: str, spouse: str) -> str:
    return " ".join([own, *(word for word in fold(spouse).split() if word not in MARRIED_TO)]).strip()


def read_names(names: Sequence[str]) -> tuple[list[str], str]:
    """Given name, family name and others as written, and what is known besides: "épouse Mohamed Berrada".

    A married name of one word stays with the family name, as her papers say it.

    >>> read_names(["Salma", "TAZI ép. Mohamed BERRADA"]), read_names(["Salma épouse Berrada", "Tazi"])
    ((['Salma', 'TAZI'], 'ép. Mohamed BERRADA'), (['Salma', 'Tazi épouse Berrada'], ''))
    >>> read_names(["", "Veuve Moussa Bah"]), read_names(["Salma", "Tazi"])
    ((['', 'Veuve Moussa Bah'], ''), (['Salma', 'Tazi'], ''))
    """
    parts = [split_spouse(name) for name in names]
    own = [name for name, _spouse in parts]
    if not any(own):
        return list(names), ""
    besides = []
    for place, (name, spouse) in enumerate(parts):
        if is_whole_name(spouse):
            besides.append(spouse)
        elif spouse and not place and len(own) > 1:
            own[1] = f"{own[1]} {spouse}".strip()
        elif spouse:
            own[place] = names[place] if name else spouse
    return own, ", ".join(besides)

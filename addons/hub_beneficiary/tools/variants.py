"""The table of spellings, as a value. No ORM.

Whoever matches passes one along; without it only the sound of a name counts. A table never changes: an edited one is
another value, so that whatever was remembered of the old one is not asked again.
"""

import re
from collections.abc import Iterable, Mapping

from .married import own_names
from .names import fold, name_words, word_keys

_SEPARATORS = re.compile(r"[,;،؛\n]+")


class Variants:
    """Which name a folded word is a spelling of.

    >>> table = Variants.of({7: "Diallo, Jallow, ديالو", 8: "Hassan, El Hassan", 9: "Hussein, Houcine"})
    >>> table.group("jallow") == table.group(fold("ديالو")) == "=7="
    True
    >>> table.group("hassan") == table.group("houcine"), table.group("tazi")
    (False, '')
    """

    def __init__(self, groups: Mapping[str, str] | None = None) -> None:
        self._groups = dict(groups or {})
        heard: dict[str, set[str]] = {}
        for word, group in self._groups.items():
            heard[group] = heard[group] & word_keys(word) if group in heard else word_keys(word)
        self._unlike = {group for group, keys in heard.items() if not keys}

    def __len__(self) -> int:
        return len(self._groups)

    @classmethod
    def of(cls, names: Mapping[object, str]) -> "Variants":
        """A table out of number of a name → its spellings, with commas between."""
        return cls(
            {word: group_key(number) for number, text in names.items() for word in filter(None, map(glue, split(text)))}
        )

    def group(self, word: str) -> str:
        """The key of the name that a folded word is a spelling of, or nothing."""
        return self._groups.get(word, "")

    def keys(self, word: str) -> set[str]:
        """The blocking keys of a folded word: its sounds, and its name where the spellings have no sound in common.

        >>> sorted(Variants.of({7: "Bob, Robert", 8: "Diallo, Jallow"}).keys("bob"))
        ['=7=', 'bb']
        """
        group = self.group(word)
        return word_keys(word) | {group} if group in self._unlike else word_keys(word)


def group_key(number: object) -> str:
    """The blocking key of a name of the table; no sound looks like it."""
    return f"={number}="


def split(text: str) -> Iterable[str]:
    """The spellings of a text.

    >>> list(split("Mohammed, Med ،محمد"))
    ['Mohammed', 'Med', 'محمد']
    """
    return filter(None, map(str.strip, _SEPARATORS.split(text or "")))


def glue(spelling: str) -> str:
    """A spelling as words of names are compared, or nothing when it is several names or none.

    >>> glue("El Hassan"), glue("Fatima-Zahra"), glue("Marie Claire"), glue("?")
    ('hassan', 'fatimazahra', '', '')
    """
    words = name_words(fold(spelling))
    return words[0] if len(words) == 1 else ""


def name_keys(variants: Variants, *texts: object) -> set[str]:
    """The keys of a whole name, however many texts it is kept in: given name, family name, Arabic name.

    >>> sorted(name_keys(NO_VARIANTS, "Khadija", "Ould Ahmed") & name_keys(NO_VARIANTS, "خديجة ولد أحمد"))
    ['ahmd', 'hmd', 'kdj', 'ldhmd']
    >>> sorted(name_keys(NO_VARIANTS, "Salma", "Tazi épouse Mohamed Berrada"))
    ['slm', 'tz']
    """
    return {key for text in own_names(*texts) for word in name_words(text) for key in variants.keys(word)}


#: No table: only sounds.
NO_VARIANTS = Variants()

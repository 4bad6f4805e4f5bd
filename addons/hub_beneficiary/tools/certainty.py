"""Whether two words are surely one given name. No ORM.

Twins share everything but the given name, and their parents like names that sound alike: Lena and Lana, Bassem and
Bassam, Jean and Jeanne, سامر and سمير. What sounds the same is therefore not yet the same *name*; this module says when
the writing leaves no doubt.
"""

import re
from functools import lru_cache

from .names import fold, is_arabic, latin_sounds, skeleton, sounds  # noqa: F401 (the examples fold)
from .variants import NO_VARIANTS, Variants

#: No; yes if both are of one sex (a last "e" makes Jeanne of Jean); yes.
DOUBTFUL, FOR_ONE_SEX, CERTAIN = range(3)

_STRICT_LETTERS = str.maketrans({"q": "k", "x": "ks", "y": "i"})
#: With so many consonants two names of one sound are one name, whatever vowels a clerk heard.
_MANY_CONSONANTS = 4
#: What an Arabic letter becomes in Latin sounds. A first long vowel may be any; short vowels are not written.
_LATIN_OF_ARABIC = {
    **{"ب": "b", "ت": "t", "ث": "[ts]", "ط": "t", "ج": "[jgk]", "ح": "h", "خ": "[kh]", "ق": "[kg]", "ك": "[kg]"},
    **{"د": "d", "ذ": "[dz]", "ض": "d", "ر": "r", "ز": "z", "ظ": "[zd]", "س": "s", "ص": "s", "ش": "c", "غ": "[gk]"},
    **{"ف": "f", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ا": "a+", "و": "(?:w|[ou]+)", "ي": "[ie]+"},
    **{"ع": "[aeiou]*"},
}
_SHORT_VOWEL = "([aeiou]{0,2})"


def certainty(left: str, right: str, variants: Variants = NO_VARIANTS) -> int:
    """Whether two folded words are surely one given name: 0 no, 1 if both are of one sex, 2 yes.

    >>> [certainty(*pair.split("/")) for pair in ("ana/anna", "jean/jeanne", "lena/lana", "louis/lois", "papa/baba")]
    [1, 1, 0, 0, 0]
    >>> certainty("abderrahmane", "abdarrahman"), certainty("salma", "salma")
    (1, 2)
    >>> table = Variants.of({1: "Selma, Salma"})
    >>> certainty("selma", "salma", table), certainty("selma", "salma")
    (2, 0)
    >>> certainty("souleymane", fold("سليمان")), certainty("lina", fold("لينا")), certainty("lana", fold("لينا"))
    (1, 1, 0)
    """
    return _certainty(*sorted((left, right), key=lambda word: (is_arabic(word), word)), variants)


@lru_cache(maxsize=100_000)
def _certainty(left: str, right: str, variants: Variants) -> int:
    mine = variants.group(left)
    if left == right or (mine and mine == variants.group(right)):
        return CERTAIN
    if mine and variants.group(right):
        return DOUBTFUL
    if is_arabic(left) != is_arabic(right):
        # of a short name that the table knows, it knows the spellings: Amer is not عمر
        known = bool(mine or variants.group(right)) and len(skeleton(sounds(right))) < _MANY_CONSONANTS
        return FOR_ONE_SEX if not known and _is_written(left, right) else DOUBTFUL
    if is_arabic(left):
        return FOR_ONE_SEX if _strict_arabic(left) == _strict_arabic(right) else DOUBTFUL
    many = min(len(skeleton(sounds(word))) for word in (left, right)) >= _MANY_CONSONANTS
    same = sounds(left) == sounds(right) if many else _strict_latin(left) == _strict_latin(right)
    return FOR_ONE_SEX if same else DOUBTFUL


def _strict_latin(word: str) -> str:
    """Latin letters that no clerk takes for one another; five vowels.

    >>> _strict_latin("youssoufe"), _strict_latin("cheikh"), _strict_latin("vera"), _strict_latin("eve")
    ('iusuf', 'ceik', 'vera', 'eve')
    """
    heard = re.sub(r"(.)\1+", r"\1", latin_sounds(word, _STRICT_LETTERS))
    heard = heard[:-1] if len(heard) > 3 and heard.endswith("e") else heard
    return heard[:-1] if len(heard) > 2 and heard.endswith("h") else heard


def _strict_arabic(word: str) -> str:
    """Arabic letters but for the ones that a keyboard exchanges.

    >>> _strict_arabic(fold("رحمة")) == _strict_arabic(fold("رحمت")), _strict_arabic("نور") == _strict_arabic("نوره")
    (False, False)
    """
    return re.sub(r"(.)\1+", r"\1", word.replace("ظ", "ض"))


def _is_written(latin: str, arabic: str) -> bool:
    """Whether a Latin word is an Arabic one letter by letter, and the short vowels added to it tell no other name.

    Samir is not سامر (its long i is not there) and not surely سمر (whose i is short): one e goes unwritten without a
    doubt, or one a where no long vowel is written (Bassam is not باسم), and nearly anything in a long word.

    >>> [_is_written(latin, fold("سامر")) for latin in ("samer", "samir", "samira")]
    [True, False, False]
    >>> [_is_written(*pair) for pair in (("souleymane", "سليمان"), ("hassan", "حسين"), ("amina", "امين"))]
    [True, False, False]
    """
    match = _pattern(arabic).fullmatch(re.sub(r"(.)\1+", r"\1", latin_sounds(latin)))
    if not match:
        return False
    *inner, last = match.groups()
    if last not in {"", "e"}:
        return False
    if len(skeleton(sounds(arabic))) >= _MANY_CONSONANTS:
        # but Mahmoud is not محمد
        return not set("".join(inner[1:])) & {"o", "u"}
    short = "".join(inner)
    if arabic[0] in "اع":
        # Amer is not عمر: what its first letter sounds like is not written
        return not short
    return short in {"", "e"} or (short == "a" and not re.search("[اوي]", arabic[1:-1]))


@lru_cache(maxsize=20_000)
def _pattern(arabic: str) -> re.Pattern[str]:
    feminine = arabic.endswith("ه") and len(arabic) > 2
    letters = arabic[:-1] if feminine else arabic
    parts = []
    for place, letter in enumerate(letters):
        last = place == len(letters) - 1 and not feminine
        if not place and letter in "اعي":
            parts.append("[aeiou]+" if letter != "ي" else "i[aeiou]*?")
        elif last and letter == "ي":
            parts.append("(?:[ie]+|a)" if len(letters) > 3 else "[ie]+")
        else:
            parts.append(_LATIN_OF_ARABIC.get(letter, re.escape(letter)))
    return re.compile(_SHORT_VOWEL.join(parts) + ("ah?()" if feminine else _SHORT_VOWEL))

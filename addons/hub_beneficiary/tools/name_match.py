"""How far two names agree, looked at word by word. No ORM."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .certainty import CERTAIN, DOUBTFUL, certainty
from .names import fold, is_arabic, name_words, skeleton, sounds, word_keys  # noqa: F401 (the examples fold)
from .variants import NO_VARIANTS, Variants

_VOWELS = "aeiou"
_ONE_SOUND = str.maketrans({"z": "s", "w": "u"})
_OPEN_ENDS = set("aiouyاويه")
#: How far two words, or two names, agree.
NO, PART, NEAR, SOUND, SCRIPT, WRITTEN = range(6)


@dataclass(frozen=True)
class NameMatch:
    """How far two names agree: ``level`` 0 (not), 1 (partly), 2 (nearly), 3 (by sound), 4 (other script), 5 (written).

    ``given`` is how far the given names do: twins and brothers differ in it alone. What is not surely one given name
    agrees by sound at most; ``certain`` says whether it is one even of two sexes.
    """

    level: int = NO
    given: int = NO
    certain: bool = False


def word_agreement(left: str, right: str, variants: Variants = NO_VARIANTS) -> int:
    """How far two folded words agree, 0 to 5: not, the same consonants, a slip of the pen or an initial, the sound,
    the same in the other script, as written.

    >>> word_agreement("youssef", "yusuf"), word_agreement("karim", "karima"), word_agreement("hassan", "houcine")
    (3, 1, 1)
    >>> word_agreement("omar", fold("عمر")), word_agreement("noureddine", *name_words("نور الدين"))
    (4, 4)
    >>> word_agreement("mohamed", fold("محمد")), word_agreement("salma", "loubna")
    (4, 0)
    >>> word_agreement("karim", fold("كريمة")), word_agreement("karim", fold("كريم"))
    (3, 4)
    >>> word_agreement(fold("حسن"), fold("حسين")), word_agreement("m", "moussa"), word_agreement("m", "salma")
    (1, 2, 0)
    >>> word_agreement("girard", "girart"), word_agreement("kone", "konate"), word_agreement("heba", "hiba")
    (2, 2, 3)

    Spellings that the table knows are one name or two, whatever they sound like.

    >>> table = Variants.of({1: "Hassan, Lahcen, حسن", 2: "Hussein, Lhoussain, حسين", 3: "Diallo, Jallow"})
    >>> word_agreement("diallo", "jallow", table), word_agreement("hussein", fold("حسن"), table)
    (5, 1)
    """
    return _word_agreement(*sorted((left, right)), variants)


@lru_cache(maxsize=200_000)
def _word_agreement(left: str, right: str, variants: Variants) -> int:
    if left == right:
        return WRITTEN
    mine, other = variants.group(left), variants.group(right)
    if mine and mine == other:
        return WRITTEN
    keyed = bool(word_keys(left) & word_keys(right))
    if mine and other:
        return PART if keyed else NO
    if min(len(left), len(right)) == 1:
        return NEAR if left[:1] == right[:1] or sounds(left)[:1] == sounds(right)[:1] != "" else NO
    return _heard_agreement(left, right, keyed)


def _heard_agreement(left: str, right: str, keyed: bool) -> int:
    """How far two different words agree that the table does not know; ``keyed``: they have consonants in common."""
    heard = sounds(left), sounds(right)
    if heard[0] == heard[1]:
        return WRITTEN
    if is_arabic(left) != is_arabic(right):
        return _agreement_across(*sorted((left, right), key=is_arabic)) if keyed else NO
    if is_arabic(left):
        return _agreement_in_arabic(*heard) if keyed else NO
    return _agreement_in_latin(left, right, keyed)


def _agreement_in_latin(left: str, right: str, keyed: bool) -> int:
    heard = sounds(left), sounds(right)
    if {f"{heard[0]}a", f"{heard[1]}a"} & set(heard):
        # Karim and Karima
        return PART
    if _sound_alike(left, right) or (keyed and SequenceMatcher(None, *heard).ratio() > 0.75):
        return SOUND
    if min(len(left), len(right)) >= 3 and SequenceMatcher(None, left, right).ratio() > 0.76:
        return NEAR
    return PART if keyed else NO


def _sound_alike(left: str, right: str) -> bool:
    """Whether all that differs is an h at the end, a z for an s, a w for an "ou", an "e" for an a (Selma) or an i.

    >>> _sound_alike("ba", "bah"), _sound_alike("heba", "hiba"), _sound_alike("reyez", "reyes")
    (True, True, True)
    """
    readings = ((left, right), (left.replace("e", "i"), right), (left, right.replace("e", "i")))
    heard = [[sounds(word).rstrip("h").translate(_ONE_SOUND) for word in reading] for reading in readings]
    return any(one == other for one, other in heard)


def _agreement_across(latin: str, arabic: str) -> int:
    """Across scripts short vowels are unwritten on one side: all that one writes must be in the other, in order.

    It is the same name when nothing else differs: the consonants are the same, and both end in a vowel or neither (an
    "e" may be mute). An "e" is written as a long i in names that are not Arabic.
    """
    written = _bare(arabic)
    readings = [_bare(latin), _bare(re.sub("e$", "i", latin)), _bare(latin.replace("e", "i"))]
    fits = [_is_within(reading, written) for reading in readings]
    alike = skeleton(readings[0]).lstrip("a") == skeleton(written).lstrip("a")
    if any(fits[:2]) and alike and (latin.endswith("e") or (latin[-1] in _OPEN_ENDS) == (arabic[-1] in _OPEN_ENDS)):
        return SCRIPT
    return SOUND if any(fits) or (alike and len(skeleton(written)) >= 4) else PART


def _bare(word: str) -> str:
    """What is compared of a word across scripts: its sounds, any first vowel as "a", without the last one."""
    heard = sounds(word).replace("w", "u").replace("g", "k").rstrip(_VOWELS)
    return re.sub(r"^[aiu]+(?=[^aiu])", "a", heard)


def _agreement_in_arabic(left: str, right: str) -> int:
    """Long vowels tell Arabic names apart (Hassan, Hussein); long foreign names are written with and without them."""
    alike = skeleton(left) == skeleton(right) and len(skeleton(left)) >= 3 and min(len(left), len(right)) >= 5
    return SOUND if alike and (_is_within(left, right) or left.rstrip(_VOWELS) == right.rstrip(_VOWELS)) else PART


def _is_within(left: str, right: str) -> bool:
    shorter, longer = sorted((left, right), key=len)
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


def compare_names(
    left: tuple[str, str, str], right: tuple[str, str, str], variants: Variants = NO_VARIANTS
) -> NameMatch:
    """Compare two people's (given name, family name, Arabic name), each folded; swapped names are seen.

    >>> compare_names(("youssef", "traore", ""), ("traore", "yusuf", "")).level
    3
    >>> compare_names(("loubna", "traore", ""), ("", "", fold("لبنى تراوري"))).level
    3
    >>> compare_names(("lina", "traore", ""), ("", "", fold("لينا تراوري"))).level
    4
    >>> [compare_names((one, "tazi", ""), ("lana", "tazi", "")).level for one in ("lana", "lena")]
    [5, 3]
    >>> compare_names(("mariam", "camara", ""), ("mariam", "benali", ""))
    NameMatch(level=1, given=5, certain=False)
    >>> compare_names(("hassan", "tazi", ""), ("houcine", "tazi", "")).level
    1
    >>> compare_names(("salma", "tazi", ""), ("loubna", "berrada", "")).level
    0

    A married name may stand beside the other one, or alone; a second given name that only one side has may be
    another child's.

    >>> compare_names(("salma", "tazi epouse berrada", ""), ("salma", "berrada", ""))
    NameMatch(level=5, given=5, certain=True)
    >>> compare_names(("mohamed amine", "tazi", ""), ("mohamed", "tazi", ""))
    NameMatch(level=2, given=2, certain=False)
    """
    best = NameMatch()
    for mine, mine_given in _readings(left):
        for other, other_given in _readings(right):
            match = _compare_words(mine, other, mine_given, other_given, variants=variants)
            if (match.level, match.given, match.certain) > (best.level, best.given, best.certain):
                best = match
    return best


def _readings(person: tuple[str, str, str]) -> list[tuple[tuple[str, ...], int]]:
    """The ways to read a name: its words, and how many of them are the given name (0: not said)."""
    given, family, arabic = person
    first, last, whole = (tuple(name_words(text)) if text else () for text in (given, family, arabic))
    return [reading for reading in ((first + last, len(first) if last else 0), (whole, 0)) if reading[0]]


def _compare_words(left: tuple[str, ...], right: tuple[str, ...], *given: int, variants: Variants) -> NameMatch:
    left, right = _join(left, right), _join(right, left)
    left_given, right_given = given
    if len(left) > len(right):
        left, right, left_given, right_given = right, left, right_given, left_given
    free = list(range(len(right)))
    levels: list[int] = []
    places: list[int] = []
    for word in left:
        level, place = max(((word_agreement(word, right[place], variants), -place) for place in free), default=(0, 0))
        levels.append(level)
        places.append(-place if level else -1)
        if level:
            free.remove(-place)
    if len(left) < 2 or min(levels) < NEAR:
        first = word_agreement(left[0], right[0], variants)
        level = PART if any(level >= SOUND for level in levels) else NO
        return NameMatch(level, first if first >= SOUND else NO)
    if _lacks_given(right_given, free, places):
        return NameMatch(NEAR, NEAR)
    sure = [certainty(word, right[place], variants) for word, place in zip(left, places, strict=True)]
    surely = _given_level(sure, places, left_given, right_given)
    highest = SOUND if surely == DOUBTFUL else WRITTEN
    given = _given_level(levels, places, left_given, right_given)
    return NameMatch(min(*levels, highest), min(given, highest), surely == CERTAIN)


def _join(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Words with two neighbours glued where the other name has them in one.

    >>> _join(("helene", "le", "gall"), ("helene", "legall"))
    ('helene', 'legall')
    """
    for place in range(len(words) - 1):
        if words[place] + words[place + 1] in others:
            return (*words[:place], words[place] + words[place + 1], *words[place + 2 :])
    return words


def _given_level(levels: list[int], places: list[int], left_given: int, right_given: int) -> int:
    """How far the words of the given name agree; where it is not said which they are, how far all do."""
    if left_given and right_given:
        own = [place < right_given for place in places[:left_given]]
        return min(levels[:left_given]) if all(own) else min(levels)
    if left_given and places[0] == 0:
        return min(levels[:left_given])
    if right_given and places[0] == 0:
        return min(level for level, place in zip(levels, places, strict=True) if place < right_given)
    return min(levels)


def _lacks_given(right_given: int, free: list[int], places: list[int]) -> bool:
    """Whether what only the longer name has may be a second given name, or the shorter name that of a father."""
    if not free:
        return False
    if places[0] != 0:
        return True
    # Of a whole name in one, what stands between the first and the last one may be either.
    return any(place < (right_given or max(places)) for place in free)

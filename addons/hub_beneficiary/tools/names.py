"""Names across scripts and spellings, without the ORM.

Three forms of one name, from the most to the least faithful:

* :func:`clean` – what is stored: no direction marks, no control characters;
* :func:`fold` – what a search compares: lower case, no accents, one Arabic alphabet;
* :func:`word_keys` – what blocking compares: the consonants of a word that survive writing it in Arabic or Latin
  letters, particles glued or removed; of a whole name :func:`.variants.name_keys`.

A key says "worth a look", never "the same": ``name_match.compare_names`` looks closer.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

#: A longer name is no name: what lies beyond is cut (a pasted page, an attack).
MAX_NAME = 200

_APOSTROPHES = "'’‘`´ʼʿʾ"

#: Letters that several writers use for one sound, and the Persian forms that keyboards produce.
_ARABIC_FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "گ": "ك",
        "ڭ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "چ": "ش",
        "ء": "",
        "ـ": "",
    }
)
_LATIN_FOLD = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

_ARTICLES = {"el", "al", "l", "at", "ال"}
#: Particles that belong to the word after them: "Ben Ali" and "Benali" are one name.
_PREFIXES = {
    *(
        "ben",
        "bin",
        "ibn",
        "bent",
        "bint",
        "bou",
        "bel",
        "beni",
        "ould",
        "oulad",
        "ait",
        "abd",
        "abdel",
        "abdul",
        "abdoul",
    ),
    *("abdou", "abou", "abu", "n", "m", "d", "o", "sidi"),
    *("le", "la", "les", "de", "du", "des", "dela", "del", "della", "da", "dos", "van", "von", "mac", "mc"),
    *("saint", "sainte", "san", "santa"),
    *("بن", "ابن", "بنت", "بو", "ابو", "ولد", "ايت", "عبد", "اولاد"),
}
#: Particles that belong to the word before them: "Nour Eddine".
_SUFFIXES = {"eddine", "edine", "din", "dine", "allah", "ullah", "الدين", "الله"}
#: What stands before the name of whom somebody married; see ``married``.
MARRIED_TO = frozenset(
    {
        *("epouse", "epse", "ep", "epoux", "veuve", "vve", "veuf", "femme", "wife", "widow", "husband"),
        *("حرم", "زوجه", "زوج", "ارمله", "ارمل"),
    }
)
#: What stands between two names of one person, or before them, and is no name.
_TITLES = {*MARRIED_TO, *("nee", "ne", "mme", "mlle", "mr", "dit", "dite", "المدعو", "المدعوه")}
_COMPOUNDS = {
    *(("fatima", "zahra"), ("fatima", "zohra"), ("fatima", "ezzahra"), ("fatima", "ezzohra")),
    *(("فاطمه", "زهرا"), ("فاطمه", "زهره")),
}
_SHORT_FORMS = {"med": "mohamed", "mhd": "mohamed", "md": "mohamed", "moh": "mohamed", "ma": "maria"}

_LATIN_GROUPS = (
    ("tch", "c"),
    ("sch", "c"),
    ("kh", "k"),
    ("gh", "g"),
    ("ch", "c"),
    ("sh", "c"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "j"),
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ow", "u"),
    ("ee", "i"),
)
_LATIN_LETTERS = str.maketrans({"q": "k", "v": "f", "p": "b", "x": "ks", "y": "i", "é": "e"})
_ARABIC_SOUNDS = {
    **{"ب": "b", "ت": "t", "ث": "t", "ط": "t", "ج": "j", "ح": "h", "ه": "h", "خ": "k", "ق": "k", "ك": "k"},
    **{"د": "d", "ذ": "d", "ض": "d", "ر": "r", "ز": "z", "ظ": "z", "س": "s", "ص": "s", "ش": "c", "غ": "g"},
    **{"ف": "f", "ل": "l", "م": "m", "ن": "n", "ا": "a", "ع": "a", "و": "u", "ي": "i"},
}
_VOWELS = "aeiou"


def clean(text: object, limit: int = MAX_NAME) -> str:
    """What is stored of a name: one line, no direction marks, no control characters, at most ``limit`` letters.

    >>> clean("  A\\u200f\\u202ebd\\x00el   Kader\\n ")
    'Abdel Kader'
    >>> clean(None)
    ''
    """
    if not text:
        return ""
    kept = []
    for letter in unicodedata.normalize("NFC", str(text)[: limit * 4]):
        category = unicodedata.category(letter)
        if category in {"Zs", "Zl", "Zp"} or letter in "\t\n\r\v\f":
            kept.append(" ")
        elif category not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            kept.append(letter)
    return " ".join("".join(kept).split())[:limit].strip()


def fold(text: object) -> str:
    """What a search compares: lower case, without accents, points of vocalisation or punctuation.

    >>> fold("N’DIAYE-Traoré")
    'ndiaye traore'
    >>> fold("فاطِمة الزّهراء") == fold("فاطمه الزهرا")
    True
    >>> fold("أحمد") == fold("احمد")
    True
    """
    return _fold(text if isinstance(text, str) else clean(text)) if text else ""


@lru_cache(maxsize=50_000)
def _fold(text: str) -> str:
    """Names come again and again: folding them is most of what a check for duplicates costs."""
    decomposed = unicodedata.normalize("NFKD", clean(text).translate(_ARABIC_FOLD)).lower().translate(_LATIN_FOLD)
    letters = []
    for letter in decomposed:
        category = unicodedata.category(letter)
        if category[0] in "LN":
            letters.append(str(unicodedata.digit(letter)) if category == "Nd" else letter)
        elif category != "Mn" and letter not in _APOSTROPHES:
            letters.append(" ")
    return " ".join("".join(letters).translate(_ARABIC_FOLD).split())


def is_arabic(text: str) -> bool:
    """Whether the first letter of a text is Arabic.

    >>> is_arabic("محمد"), is_arabic("Mohamed"), is_arabic("")
    (True, False, False)
    """
    for letter in text:
        if letter.isalpha():
            return "\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff"
    return False


def name_words(text: object) -> list[str]:
    """The words of a name, articles removed and particles glued to the word they belong to.

    >>> name_words("El Idrissi"), name_words("BEN ALI"), name_words("N DIAYE"), name_words("Fatima Zahra")
    (['idrissi'], ['benali'], ['ndiaye'], ['fatimazahra'])
    >>> name_words("عبد القادر ولد أحمد") == ["عبدالقادر", "ولداحمد"]
    True
    >>> name_words("Tazi épouse Berrada")
    ['tazi', 'berrada']
    """
    return list(_words(fold(text)))


@lru_cache(maxsize=50_000)
def _words(folded: str) -> tuple[str, ...]:
    words: list[str] = []
    pending = ""
    said = folded.split()
    for word in [word for word in said if word not in _TITLES] or said:
        if word in _SUFFIXES and words and not pending:
            words[-1] += word.removeprefix("ال")
        elif word in _PREFIXES:
            pending += word
        elif word in _ARTICLES:
            # "Abd el Kader": the article inside a glued name is part of it
            pending += word if pending else ""
        else:
            whole = pending + (word if pending else _without_article(word))
            words.append(_SHORT_FORMS.get(whole, whole))
            pending = ""
        if len(words) > 1 and (words[-2], words[-1]) in _COMPOUNDS:
            words[-2:] = [words[-2].removesuffix("ه") + words[-1]]
    if pending:
        words.append(pending)
    return tuple(words) or tuple(folded.split())


def _without_article(word: str) -> str:
    """The word without an article glued to it, or the word itself.

    >>> [_without_article(word) for word in ("elmasri", "attazi", "elodie", "التازي", "ali", "الي")]
    ['masri', 'tazi', 'elodie', 'تازي', 'ali', 'الي']
    """
    if word.startswith("ال"):
        return word[2:] if len(word) > 4 else word
    if len(word) > 5:
        if word[:2] in {"el", "al"} and word[2] not in "laeiou":
            return word[2:]
        if word[0] in "ae" and word[1] == word[2] and word[1] in "tsnrdz":
            return word[2:]
    return word


def sounds(word: str) -> str:
    """A folded word as Latin sounds, vowels in three classes (a, i, u), no doubled letter.

    >>> sounds("lahcen"), sounds("houcine"), sounds("youssef"), sounds("jallow"), sounds("chaimae")
    ('lahsan', 'husin', 'iusaf', 'jalu', 'caima')
    >>> sounds("محمد"), sounds("بشري"), sounds("خديجه")
    ('mhmd', 'bcri', 'kdij')
    """
    if is_arabic(word):
        # the final mark of the feminine is a vowel that Latin writes "a"
        body = word[:-1] if word.endswith("ه") and len(word) > 2 else word
        heard = "".join(_ARABIC_SOUNDS.get(letter, letter if letter.isdigit() else "") for letter in body)
        # a first ya is a consonant: Yamani, Yahya
        heard = re.sub(r"^i(?=[^aiu])", "ia", heard)
    else:
        heard = latin_sounds(word)
    heard = re.sub(r"(.)\1+", r"\1", heard)
    if len(heard) > 3 and heard.endswith("e"):
        heard = heard[:-1]
    return re.sub(r"(.)\1+", r"\1", heard.replace("e", "a").replace("o", "u"))


def latin_sounds(word: str, letters: Mapping[int, str] = _LATIN_LETTERS) -> str:
    """Latin letters as sounds; groups are capitals meanwhile, so that "ch" is not taken for a hard c.

    >>> latin_sounds("cheikh"), latin_sounds("paul")
    ('ceik', 'baul')
    """
    heard = re.sub(r"^rh(?=[aeiouy])", "gh", word)
    for group, sound in _LATIN_GROUPS:
        heard = heard.replace(group, sound.upper())
    heard = re.sub(r"c(?=[eiyI])", "s", heard).replace("c", "k")
    heard = re.sub(r"g(?=[eiy])", "j", heard)
    heard = re.sub(r"w(?![aeiouyIU])", "u", heard)
    return heard.translate(letters).lower()


def word_keys(word: str) -> set[str]:
    """The consonant keys of one folded word: few, so that a spelling or the other script still meets it.

    >>> word_keys("mohammed") == word_keys(fold("محمد"))
    True
    >>> word_keys("diallo") & word_keys("jallow") & word_keys(fold("ديالو"))
    {'jl'}
    >>> sorted(word_keys("ouldahmed") & word_keys(fold("أحمد")))
    ['ahmd', 'hmd']
    >>> word_keys("hawa") & word_keys(fold("حواء"))
    {'hw'}
    >>> sorted(word_keys("lahcen") & word_keys("hassan"))
    ['hsn']
    """
    return set(_word_keys(word))


@lru_cache(maxsize=50_000)
def _word_keys(word: str) -> frozenset[str]:
    keys: set[str] = set()
    for variant in _variants(word):
        bones = skeleton(variant)
        bare = bones.lstrip("a")
        if len(bare) >= 3 or bones == bare:
            keys.add(bare)
        if bones != bare and len(bare) < 4:
            keys.add(bones)
    return frozenset(key for key in keys if len(key) >= 2)


def _variants(word: str) -> set[str]:
    """Readings of one word as sounds: with and without what writers add or leave out."""
    heard = sounds(word)
    variants = {heard}
    if re.search(r"di[au]", heard):
        variants.add(re.sub(r"di(?=[au])", "j", heard))
    if heard.startswith("w"):
        variants.add("u" + heard[1:])
    if heard.startswith("lh"):
        variants.add(heard[1:])
    if re.match(r"l[aiu]h", heard):
        variants.add(heard[2:])
    for prefix in ("uld", "fatima", "ftm", "fatm"):
        if heard.startswith(prefix) and len(heard) > len(prefix) + 2:
            variants.add(heard[len(prefix) :])
    if word.endswith("اه"):
        variants.add(heard + "t")
    # a hard g is written with the Arabic k, and with a g of its own
    variants |= {variant.replace("g", "k") for variant in variants if "g" in variant}
    between = r"u(?=[ai])" if is_arabic(word) else r"(?<=.)u(?=[ai])"
    return variants | {re.sub(between, "w", variant) for variant in variants}


def skeleton(heard: str) -> str:
    """The consonants of a word as heard; a first vowel stays as "a", a first y as "i".

    >>> skeleton("iusaf"), skeleton("hawa"), skeleton("amin"), skeleton("traur")
    ('isf', 'hw', 'amn', 'trr')
    """
    first = ""
    if heard[:1] == "i" and heard[1:2] in set(_VOWELS):
        first = "i"
    elif heard[:1] in set(_VOWELS):
        first = "a"
    rest = re.sub(r"[aeiou]", "", heard)
    if rest.endswith("h") and len(rest) > 2:
        rest = rest[:-1]
    return first + rest

"""Registers of other people than those of the reception register, with what is true of each row. No ORM.

``generate(origin, seed)`` gives rows in the meanings of ``tools/register_columns``: people received once, people who
return under another spelling, script, order, date or telephone, and people who are easily taken for one another.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from .register_names import ORIGINS, TWINS, Origin

RETURNS = (
    *("again", "spelling", "other_script", "other_script_phone", "swapped", "married", "maiden", "initial"),
    *("year_only", "first_of_january", "day_month", "document_typo", "document_only", "email", "half_name"),
)
OTHERS = (
    *("twins", "sibling", "father_and_son", "same_name_and_year", "same_name_and_birth", "phone_given_on"),
    *("family_phone", "namesake_in_family"),
)


@dataclass
class Truth:
    """A row of a generated register: the person, why she stands there, what is right to say, and the cells."""

    person: int
    kind: str
    expected: str
    cells: dict[str, str]


@dataclass
class _Life:
    number: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    sex: str
    birth: datetime.date
    phone: str
    document: tuple[str, str]
    email: str
    nationality: str


class _Writer:
    def __init__(self, origin: Origin, seed: int) -> None:
        self.random = random.Random(f"{origin.code}-{seed}")
        self.origin = origin
        self.count = 0
        # No two people share a whole name and a day by chance: nothing would tell them apart.
        self.days = self.random.sample(range(364 * 43), 5000)

    # ------------------------------------------------------------
    # People
    # ------------------------------------------------------------
    def live(self, **known) -> _Life:
        self.count += 1
        sex = known.get("sex") or self.random.choice(("F", "M"))
        life = {
            "number": self.count,
            "given": self.given(sex),
            "family": self.random.choice(self.origin.families),
            "sex": sex,
            "birth": self.day(),
            "phone": self.phone(),
            "document": self.document(),
            "email": f"q{self.count}@example.org",
            "nationality": self.origin.nationality,
        }
        return _Life(**{**life, **known})

    def given(self, sex: str) -> tuple[str, ...]:
        return self.random.choice(self.origin.women if sex == "F" else self.origin.men)

    def day(self) -> datetime.date:
        return datetime.date(1960, 1, 2) + datetime.timedelta(days=self.days.pop())

    def phone(self) -> str:
        return f"06{self.random.randrange(10**8):08d}"

    def document(self) -> tuple[str, str]:
        kind, letter = self.random.choice((("Passeport", "P"), ("Récépissé", "R"), ("Carte de résidence", "S")))
        return kind, f"{letter}{self.random.randrange(10**7):07d}"

    # ------------------------------------------------------------
    # How they are written down
    # ------------------------------------------------------------
    def spell(self, names: tuple[str, ...]) -> str:
        latin = [name for name in names if name.isascii() or not _arabic(name)]
        name = self.random.choice(latin or names)
        return name.upper() if self.random.random() < 0.2 else name

    def arabic(self, life: _Life) -> str:
        words = [next((name for name in names if _arabic(name)), "") for names in (life.given, life.family)]
        return " ".join(words) if all(words) else ""

    def cells(self, life: _Life, *without: str, **other: str) -> dict[str, str]:
        cells = {
            "given_name": self.spell(life.given),
            "family_name": self.spell(life.family),
            "sex": life.sex,
            "birthdate": f"{life.birth:%d/%m/%Y}",
            "nationality": life.nationality,
            "phone": life.phone,
            "received_on": "01/06/2022",
        }
        if "document" not in without and self.random.random() < 0.7:
            cells.update(document_type=life.document[0], document_number=life.document[1])
        if "email" not in without and self.random.random() < 0.3:
            cells["email"] = life.email
        cells.update(other)
        return {name: value for name, value in cells.items() if name not in without}

    # ------------------------------------------------------------
    # People who return: (cells of the first time, cells of the second)
    # ------------------------------------------------------------
    def returning(self, kind: str) -> Iterator[Truth]:
        life = self.live(sex="F") if kind in {"married", "maiden"} else self.live()
        first = self.cells(life)
        new = {"phone": self.phone()}
        again = getattr(self, f"_{kind}")(life, first, new)
        yield Truth(life.number, kind, "new", first)
        yield Truth(life.number, kind, "same_or_maybe", again)

    def _again(self, life, first, new):
        return {**first, **new, "received_on": "03/09/2022"}

    def _spelling(self, life, first, new):
        return self.cells(life, "document", "email", **new)

    def _other_script(self, life, first, new):
        name = self.arabic(life)
        names = ("given_name", "family_name") if name else ()
        return self.cells(life, "document", "email", *names, name_ar=name, **new)

    def _other_script_phone(self, life, first, new):
        name = self.arabic(life)
        names = ("given_name", "family_name") if name else ()
        return self.cells(life, "document", "email", *names, name_ar=name, birthdate=str(life.birth.year))

    def _swapped(self, life, first, new):
        cells = self.cells(life, "document", "email", **new)
        return {**cells, "given_name": cells["family_name"], "family_name": cells["given_name"]}

    def _married(self, life, first, new):
        husband = self.spell(self.random.choice(self.origin.families))
        return self.cells(life, "document", **new, family_name=f"{first['family_name']} épouse {husband}")

    def _maiden(self, life, first, new):
        husband = self.spell(self.random.choice(self.origin.families))
        return self.cells(life, "document", **new, family_name=f"{husband} née {first['family_name']}")

    def _initial(self, life, first, new):
        return self.cells(life, "document", given_name=f"{first['given_name'][0]}.")

    def _year_only(self, life, first, new):
        return self.cells(life, "document", "email", birthdate=str(life.birth.year))

    def _first_of_january(self, life, first, new):
        return self.cells(life, "document", "email", birthdate=f"01/01/{life.birth.year}")

    def _day_month(self, life, first, new):
        life.birth = life.birth.replace(day=1 + self.random.randrange(12))
        first["birthdate"] = f"{life.birth:%d/%m/%Y}"
        return self.cells(life, "document", "email", **new, birthdate=f"{life.birth:%m/%d/%Y}")

    def _document_typo(self, life, first, new):
        first.update(document_type=life.document[0], document_number=life.document[1])
        number = list(life.document[1])
        place = self.random.randrange(1, len(number) - 1)
        if self.random.random() < 0.5:
            number[place] = str((int(number[place]) + 1 + self.random.randrange(8)) % 10)
        else:
            number[place], number[place + 1] = number[place + 1], number[place]
        return self.cells(life, "email", **new, document_type=life.document[0], document_number="".join(number))

    def _document_only(self, life, first, new):
        first.update(document_type=life.document[0], document_number=life.document[1])
        known = {"document_type": life.document[0], "document_number": life.document[1]}
        return self.cells(life, "birthdate", "email", **new, **known)

    def _email(self, life, first, new):
        first["email"] = life.email
        return self.cells(life, "document", **new, email=life.email, birthdate=str(life.birth.year))

    def _half_name(self, life, first, new):
        """The second given name is left out."""
        first["given_name"] = f"{first['given_name']} {self.spell(self.given(life.sex))}"
        return self.cells(life, "document", "email", **new)

    # ------------------------------------------------------------
    # People who are taken for one another
    # ------------------------------------------------------------
    def alike(self, kind: str) -> Iterator[Truth]:
        one = self.live()
        other = self.live(**getattr(self, f"_like_{kind}")(one))
        if kind == "same_name_and_birth":
            # two people who hold valid documents of one kind at once
            other.document = one.document[0], f"X{self.random.randrange(10**7):07d}"
        full = kind == "same_name_and_birth"
        documents = [
            {"document_type": life.document[0], "document_number": life.document[1]} if full else {}
            for life in (one, other)
        ]
        year = {"birthdate": str(one.birth.year)} if kind == "same_name_and_year" else {}
        yield Truth(one.number, kind, "new", self.cells(one, **documents[0]))
        yield Truth(other.number, kind, "new_or_maybe", self.cells(other, **documents[1], **year))

    def _like_twins(self, one):
        pairs = [pair for pair in TWINS.get(self.origin.code, ()) if pair[0] == one.sex]
        if pairs and self.random.random() < 0.5:
            _sex, one.given, given = self.random.choice(pairs)
        else:
            given = self.another(one)
        # neighbouring numbers of one kind
        document = one.document[0], f"{one.document[1][:-1]}{(int(one.document[1][-1]) + 1) % 10}"
        return {
            **{"sex": one.sex, "given": given, "family": one.family, "birth": one.birth, "phone": one.phone},
            **{"document": document, "email": one.email},
        }

    def another(self, one: _Life) -> tuple[str, ...]:
        return self.random.choice(
            [given for given in (self.origin.women if one.sex == "F" else self.origin.men) if given != one.given]
        )

    def _like_sibling(self, one):
        return {"sex": one.sex, "given": self.another(one), "family": one.family, "phone": one.phone}

    def _like_father_and_son(self, one):
        birth = one.birth.replace(year=one.birth.year - 22 - self.random.randrange(15), day=min(one.birth.day, 28))
        same = {"given": one.given, "family": one.family, "phone": one.phone, "sex": one.sex}
        return {**same, "birth": birth, "document": self.document()}

    def _like_namesake_in_family(self, one):
        same = {"given": one.given, "family": one.family, "phone": one.phone, "sex": one.sex}
        return {**same, "birth": one.birth + datetime.timedelta(days=3 + self.random.randrange(1500))}

    def _like_same_name_and_year(self, one):
        return {"given": one.given, "family": one.family, "sex": one.sex, "birth": one.birth.replace(month=5, day=3)}

    def _like_same_name_and_birth(self, one):
        return {"given": one.given, "family": one.family, "sex": one.sex, "birth": one.birth}

    def _like_phone_given_on(self, one):
        return {"phone": one.phone}

    def _like_family_phone(self, one):
        return {"phone": one.phone, "family": one.family, "sex": "F" if one.sex == "M" else "M"}


def generate(code: str, seed: int, singles: int = 250, each: int = 6) -> list[Truth]:
    """A register of one origin, in a random order that keeps whoever returns below her first row."""
    writer = _Writer(ORIGINS[code], seed)
    groups = [
        [Truth(life.number, "single", "new", writer.cells(life))] for life in (writer.live() for _ in range(singles))
    ]
    groups += [list(writer.returning(kind)) for kind in RETURNS for _ in range(each)]
    groups += [list(writer.alike(kind)) for kind in OTHERS for _ in range(each)]
    placed = [(writer.random.random() + place, row) for group in groups for place, row in enumerate(group)]
    return [row for _place, row in sorted(placed, key=lambda pair: pair[0])]


def _arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)

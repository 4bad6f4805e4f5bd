"""One row of a register, read: its values, and what is wrong with which cell. No ORM."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from .married import read_names, split_spouse
from .matching import Person
from .names import clean, fold, is_arabic
from .values import ReadDate, normalize_document, normalize_phone, plain_text, read_birth, read_date, read_email
from .words import read_country, read_word

#: Cell and problem that keep a row out. Everything else only costs the value.
FATAL = {
    ("name", "no_name"),
    ("birthdate", "impossible"),
    ("birthdate", "in_future"),
    ("birthdate", "after_reception"),
    ("nationality", "unknown_country"),
    ("received_on", "in_future"),
    ("received_on", "impossible"),
}
#: No hub receives anybody before there were hubs; a typing error, not history.
FIRST_RECEPTION = datetime.date(1950, 1, 1)
CHILD_AGE = 18
#: Documents that the country of residence gives; a passport is given by the country of the holder.
LOCAL_DOCUMENTS = {"cin", "residence_card", "registration_card", "receipt"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with the cell of one column: a code (see the caller's sentences), and what stood there."""

    column: str
    code: str
    written: str = ""

    @property
    def fatal(self) -> bool:
        return (self.column, self.code) in FATAL


@dataclass
class Row:
    """The values of a row; what could not be read is empty and has a problem."""

    given_name: str = ""
    family_name: str = ""
    name_ar: str = ""
    sex: str | None = None
    birth: ReadDate = field(default_factory=ReadDate)
    nationality: str | None = None
    document_type: str | None = None
    document_number: str = ""
    document_expires: datetime.date | None = None
    phone: str | None = None
    email: str | None = None
    city: str = ""
    region: str = ""
    received_on: datetime.date | None = None
    category: str | None = None
    household: str = ""
    role: str | None = None
    need: str | None = None
    orientation: str | None = None
    consent: str | None = None
    remark: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.given_name} {self.family_name}".strip() or self.name_ar

    @property
    def failed(self) -> bool:
        return any(problem.fatal for problem in self.problems)

    @property
    def is_child(self) -> bool:
        """Whether the person was a child when received (unknown birth: no); a year alone counts from its middle."""
        born, day = self.birth.date, self.received_on
        if not born or not day:
            return False
        if self.birth.precision in {"year", "estimated"}:
            born = born.replace(month=7, day=1)
        elif self.birth.precision == "month":
            born = born.replace(day=15)
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < CHILD_AGE

    def person(self, key) -> Person:
        """What is compared of the row."""
        return Person.build(
            self.given_name,
            self.family_name,
            self.name_ar,
            [(self.document_type, self.document_number, self.document_expires)],
            key=key,
            birthdate=self.birth.date,
            precision=self.birth.precision,
            sex=self.sex,
            nationality=self.nationality,
            phone=self.phone,
            email=self.email,
            received=self.received_on,
        )


@dataclass(frozen=True)
class Lookups:
    """What only the database knows: folded word → code, for countries, categories, needs and regions."""

    countries: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


def fingerprint(cells: Mapping[str, object]) -> str:
    """A digest of what a row says, its running number apart: the same row in another file has the same.

    >>> one, other = {"number": 1, "given_name": "Aicha"}, {"number": 9, "given_name": "Aicha ", "sex": ""}
    >>> fingerprint(one) == fingerprint(other)
    True
    """
    said = {name: plain_text(value) for name, value in cells.items() if name != "number" and plain_text(value)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read_row(cells: Mapping[str, object], today: datetime.date, lookups: Lookups = Lookups()) -> Row:
    """Read the cells of a row (meaning of the column → value).

    >>> today = datetime.date(2024, 1, 1)
    >>> row = read_row({"given_name": "Aicha", "phone": "06 12", "sex": "3", "received_on": "1/2/2021"}, today)
    >>> [(problem.column, problem.code) for problem in row.problems], row.failed
    ([('sex', 'unknown_word'), ('phone', 'unreadable')], False)
    >>> [problem.code for problem in read_row({"family_name": " ? ", "birthdate": "1815"}, today).problems]
    ['no_name', 'impossible']
    """
    row = Row(remark=plain_text(cells.get("remark")))
    _read_names(row, cells)
    _read_reception(row, cells, today)
    _read_identity(row, cells, today, lookups)
    _read_document(row, cells)
    _read_contact(row, cells, lookups)
    _read_request(row, cells, lookups)
    return row


def _note(row: Row, cells: Mapping[str, object], column: str, code: str | None) -> None:
    if code:
        row.problems.append(Problem(column, code, clean(plain_text(cells.get(column)), 60)))


def _read_names(row: Row, cells: Mapping[str, object]) -> None:
    columns = ("given_name", "family_name", "name_ar")
    (row.given_name, row.family_name, row.name_ar), besides = read_names([clean(cells.get(name)) for name in columns])
    full = clean(cells.get("full_name"))
    if full and not (row.given_name or row.family_name):
        if is_arabic(full):
            (own,), spouse = read_names([full])
            row.name_ar = row.name_ar or own
        else:
            row.given_name, row.family_name, spouse = split_full_name(full)
        besides = ", ".join(filter(None, [besides, spouse]))
    if is_arabic(row.given_name or row.family_name) and not row.name_ar:
        row.name_ar = f"{row.given_name} {row.family_name}".strip()
        row.given_name = row.family_name = ""
    row.remark = "\n".join(filter(None, [row.remark, besides]))
    if not any(letter.isalpha() for letter in row.given_name + row.family_name + row.name_ar):
        row.problems.append(Problem("name", "no_name"))


def split_full_name(full: str) -> tuple[str, str, str]:
    """A whole name as (given, family, what is known besides); who she married is no part of hers.

    >>> split_full_name("TAZI Salma épouse BERRADA Mohamed"), split_full_name("Salma TAZI ép. BERRADA")
    (('Salma', 'TAZI', 'épouse BERRADA Mohamed'), ('Salma', 'TAZI ép. BERRADA', ''))
    >>> split_full_name("Veuve Moussa Bah"), split_full_name("Salma Tazi")
    (('Veuve', 'Moussa Bah', ''), ('Salma', 'Tazi', ''))
    """
    own, spouse = split_spouse(full)
    if not spouse or not own:
        return *split_name(full), ""
    given, family = split_name(own)
    (given, family), besides = read_names([given, f"{family} {spouse}".strip()])
    return given, family, besides


def split_name(full: str) -> tuple[str, str]:
    """A whole name as (given, family): capitals are the family's, else the first word is the given name.

    >>> split_name("EL IDRISSI Fatima Zahra"), split_name("Aicha Ait Taleb"), split_name("Aicha")
    (('Fatima Zahra', 'EL IDRISSI'), ('Aicha', 'Ait Taleb'), ('Aicha', ''))
    """
    words = full.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    return words[0], " ".join(words[1:])


def _read_reception(row: Row, cells: Mapping[str, object], today: datetime.date) -> None:
    received = read_date(cells.get("received_on"))
    problem = received.problem or ("unreadable" if received.date and received.precision != "day" else None)
    if received.date and received.date > today:
        problem = "in_future"
    elif received.date and received.date < FIRST_RECEPTION:
        problem = "impossible"
    _note(row, cells, "received_on", problem)
    row.received_on = None if problem else received.date


def _read_identity(row: Row, cells: Mapping[str, object], today: datetime.date, lookups: Lookups) -> None:
    row.sex, problem = read_word("sex", cells.get("sex"))
    _note(row, cells, "sex", problem)
    row.birth = read_birth(cells.get("birthdate"), today)
    if row.birth.date and row.received_on and row.birth.date > row.received_on:
        row.birth = ReadDate(problem="after_reception")
    _note(row, cells, "birthdate", row.birth.problem)
    row.nationality, problem = read_country(cells.get("nationality"), lookups.countries)
    _note(row, cells, "nationality", problem)


def _read_document(row: Row, cells: Mapping[str, object]) -> None:
    row.document_number = clean(plain_text(cells.get("document_number")), 40)
    row.document_type, problem = read_word("document_type", cells.get("document_type"))
    _note(row, cells, "document_type", problem)
    if not normalize_document(row.document_number):
        row.document_number = ""
    elif not row.document_type:
        row.document_type = "other"
    expires = read_date(cells.get("document_expires"))
    problem = expires.problem
    if expires.date and (expires.precision != "day" or not 1950 <= expires.date.year <= 2150):
        problem = "unreadable"
    if expires.date and row.birth.date and expires.date < row.birth.date:
        problem = "before_birth"
    _note(row, cells, "document_expires", problem)
    row.document_expires = None if problem else expires.date


def _read_contact(row: Row, cells: Mapping[str, object], lookups: Lookups) -> None:
    row.phone = normalize_phone(cells.get("phone"))
    if not row.phone and clean(cells.get("phone")):
        _note(row, cells, "phone", "unreadable")
    row.email, problem = read_email(cells.get("email"))
    _note(row, cells, "email", problem)
    row.city = clean(cells.get("city"), 100)
    row.region, problem = lookups.regions.get(fold(cells.get("region")), ""), None
    if clean(cells.get("region")) and not row.region:
        _note(row, cells, "region", "unknown_word")


def _read_request(row: Row, cells: Mapping[str, object], lookups: Lookups) -> None:
    for column, extra in (
        ("category", lookups.categories),
        ("need", lookups.needs),
        ("orientation", {}),
        ("consent", {}),
        ("role", {}),
    ):
        code, problem = read_word(column, cells.get(column), extra)
        setattr(row, column, code)
        _note(row, cells, column, problem)
    row.household = clean(plain_text(cells.get("household")), 60)

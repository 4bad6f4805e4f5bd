"""What people write into the cells of a register, read as values. No ORM.

A reader never raises and never guesses: it returns the value, or None and a *problem*, a short code that the
caller turns into a sentence in the reader's language. An empty cell is no problem.
"""

import datetime
import re
from dataclasses import dataclass

from .names import clean, fold

#: Day 0 of the serial numbers that spreadsheets store dates in (with their leap year 1900 that never was).
EXCEL_EPOCH = datetime.date(1899, 12, 30)
#: Nobody alive was born earlier, and no register speaks of a later year.
FIRST_YEAR, LAST_YEAR = 1000, 2200
OLDEST_BIRTH_YEAR = 1900
#: A remark is plain text of any sense, but not of any length.
MAX_TEXT = 50_000

_UNKNOWN_WORDS = {
    *(
        "",
        "inconnu",
        "inconnue",
        "unknown",
        "nd",
        "na",
        "n a",
        "ne sait pas",
        "non connu",
        "non connue",
        "sans",
        "aucun",
    ),
    *("غير معروف", "مجهول", "لا يعرف"),
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_ABOUT = re.compile(r"^(?:vers|env|environ|circa|ca|about|around|approx|~|حوالي|نحو)\W*(\d{4})$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})(?: [\d:.]+)?$")
_MONTH = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{4})$")


@dataclass(frozen=True)
class ReadDate:
    """A date as a cell gives it: precision day, month, year, estimated or unknown; and what was wrong."""

    date: datetime.date | None = None
    precision: str = "unknown"
    problem: str | None = None


def read_date(value: object) -> ReadDate:
    """A date out of a cell: a date, a serial number, a year, or text in the writings that registers hold.

    >>> read_date("31/12/1990").date, read_date("1990-12-31").date, read_date(33238).date
    (datetime.date(1990, 12, 31), datetime.date(1990, 12, 31), datetime.date(1990, 12, 31))
    >>> read_date("1988"), read_date(1988.0).precision, read_date("vers 1988").precision
    (ReadDate(date=datetime.date(1988, 1, 1), precision='year', problem=None), 'year', 'estimated')
    >>> read_date("31/02/1990").problem, read_date("?"), read_date("hier").problem
    ('no_such_day', ReadDate(date=None, precision='unknown', problem=None), 'unreadable')
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return ReadDate(value, "day")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _date_of_number(float(value))
    return _date_of_text(clean(value))


def _date_of_text(written: str) -> ReadDate:
    # the digits of other scripts are digits; the marks between them matter here
    text = "".join(fold(letter) if letter.isdigit() else letter for letter in written).lower()
    if not re.search(r"\w", text) or fold(text) in _UNKNOWN_WORDS:
        return ReadDate()
    if re.fullmatch(r"\d{4,5}(\.\d+)?", text):
        return _date_of_number(float(text))
    about = _ABOUT.match(text)
    if about:
        return _date_of_parts(int(about[1]), 1, 1, "estimated")
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        match = pattern.match(text)
        if match:
            return _date_of_parts(*(int(match[place]) for place in order))
    month = _MONTH.match(text)
    return _date_of_parts(int(month[2]), int(month[1]), 1, "month") if month else ReadDate(problem="unreadable")


def _date_of_number(number: float) -> ReadDate:
    """A bare number: a year if it can be one, else a spreadsheet's serial day."""
    if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR:
        return _date_of_parts(int(number), 1, 1, "year")
    if LAST_YEAR < number < 110_000:
        return ReadDate(EXCEL_EPOCH + datetime.timedelta(days=int(number)), "day")
    return ReadDate(problem="unreadable")


def _date_of_parts(year: int, month: int, day: int, precision: str = "day") -> ReadDate:
    try:
        return ReadDate(datetime.date(year, month, day), precision)
    except ValueError:
        return ReadDate(problem="no_such_day")


def read_birth(value: object, today: datetime.date) -> ReadDate:
    """A birth date; ``impossible`` and ``in_future`` are errors of the row, ``unreadable`` and ``no_such_day`` are not.

    >>> today = datetime.date(2021, 6, 1)
    >>> read_birth("01/01/1815", today).problem, read_birth("01/01/2031", today).problem
    ('impossible', 'in_future')
    >>> read_birth("2021", today).problem, read_birth("2022", today).problem
    (None, 'in_future')
    """
    read = read_date(value)
    if read.date and read.date.year < OLDEST_BIRTH_YEAR:
        return ReadDate(problem="impossible")
    if read.date and read.date > today:
        return ReadDate(problem="in_future")
    return read


def normalize_phone(value: object, prefix: str = "212") -> str | None:
    """A telephone number as +<country><number>, whatever its writing; None when it cannot be one.

    Without a country prefix it is a number of the country ``prefix``: in Morocco 0 and nine digits.

    >>> {normalize_phone(text) for text in ("06-23-28-90-78", "+212 623 28 90 78", "00212623289078", "٠٦٢٣٢٨٩٠٧٨")}
    {'+212623289078'}
    >>> normalize_phone(623289078.0), normalize_phone("+33 6 12 34 56 78"), normalize_phone("+212 (0)623289078")
    ('+212623289078', '+33612345678', '+212623289078')
    >>> normalize_phone("06 12"), normalize_phone("none"), normalize_phone("+2126")
    (None, None, None)
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean(value)
    first = re.split(r"[/;,]| ou | et ", text)[0]
    digits = "".join(letter for letter in fold(first) if letter.isdigit())
    if re.search(r"[^\W\d_]", first):
        return None
    if first.lstrip().startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith(prefix) and len(digits) == len(prefix) + 9:
        number = digits
    elif len(digits) == 10 and digits[0] == "0":
        number = prefix + digits[1:]
    elif len(digits) == 9 and digits[0] in "5678":
        number = prefix + digits
    else:
        return None
    if number.startswith(prefix + "0"):
        number = prefix + number[len(prefix) + 1 :]
    if number.startswith(prefix) and len(number) != len(prefix) + 9:
        return None
    return f"+{number}" if 8 <= len(number) <= 15 else None


def read_email(value: object) -> tuple[str | None, str | None]:
    """An e-mail address, lower case.

    >>> read_email(" Aicha@Example.org "), read_email("not-an-address@"), read_email("")
    (('aicha@example.org', None), (None, 'unreadable'), (None, None))
    """
    text = clean(value)
    if not text:
        return None, None
    return (text.lower(), None) if _EMAIL.fullmatch(text) else (None, "unreadable")


def normalize_document(value: object) -> str:
    """The number of a document as it is compared: capital letters and digits only.

    >>> normalize_document(" ab-356 608 "), normalize_document(356608.0)
    ('AB356608', '356608')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(letter for letter in fold(value).upper() if letter.isalnum())


def plain_text(value: object, limit: int = MAX_TEXT) -> str:
    """A remark as it was written; only what a database cannot keep goes, and what lies beyond ``limit``.

    >>> plain_text('=HYPERLINK("http://x","y")\\x00'), plain_text("a\\u200fb") == "a\\u200fb", plain_text(None)
    ('=HYPERLINK("http://x","y")', True, '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)[:limit].replace("\r\n", "\n").replace("\r", "\n")
    kept = (letter for letter in text if letter >= " " or letter in "\n\t")
    return "".join(kept).encode("utf-8", "ignore").decode().strip()

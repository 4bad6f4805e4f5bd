"""Read a register out of an .xlsx or .csv file: its headings and its rows, with their own numbers. No ORM."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

import openpyxl

from .names import clean
from .register_columns import NAME_COLUMNS, recognise_all

#: Headings are looked for in the first rows; above them stand titles.
HEADER_DEPTH = 30
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_BYTES = 25 * 1024 * 1024
#: A small file that unpacks to more than this is an attack, not a register.
MAX_UNPACKED = 400 * 1024 * 1024

_DELIMITERS = ";,\t|"
_ARABIC_RUN = re.compile(r"[\u0621-\u064a]{2,}")


class RegisterError(Exception):
    """The file cannot be read; ``code`` says why: empty, too_big, protected, old_format, broken, no_rows, …"""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass
class RegisterRow:
    """One row: ``number`` is what the spreadsheet shows beside it (1-based), ``cells`` are its values."""

    number: int
    cells: list[object]


@dataclass
class Register:
    """A register: its headings, which row they stand in, what is recognised (0-based column → meaning), its rows."""

    headings: list[str]
    header_row: int
    columns: dict[int, str]
    rows: list[RegisterRow] = field(default_factory=list)


def read_register(content: bytes) -> Register:
    """Read a register; the kind of file is told by its first bytes, never by its name.

    >>> register = read_register("Nom;Prénom;Né le\\n\\nBERRADA;Loubna;1979\\n".encode("cp1256"))
    >>> register.header_row, register.columns
    (1, {0: 'family_name', 1: 'given_name', 2: 'birthdate'})
    >>> [(row.number, row.cells) for row in register.rows]
    [(3, ['BERRADA', 'Loubna', '1979'])]
    >>> read_register(b"PK\\x03\\x04 and nothing more")
    Traceback (most recent call last):
    ...
    odoo.addons.hub_beneficiary.tools.register_reader.RegisterError: ('broken', '')
    """
    if not content or not content.strip():
        raise RegisterError("empty")
    if len(content) > MAX_BYTES:
        raise RegisterError("too_big", str(MAX_BYTES // (1024 * 1024)))
    if content.startswith(b"PK"):
        return _best(_xlsx_sheets(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise RegisterError("protected" if encrypted else "old_format")
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RegisterError("not_a_table")
    return _best([_csv_rows(decode(content))])


def _best(sheets: Iterable[list[list[object]]]) -> Register:
    """The sheet in which most headings are recognised."""
    registers = [_find_register(rows) for rows in sheets if any(map(_filled, rows))]
    if not registers:
        raise RegisterError("empty")
    best = max(registers, key=lambda register: len(register.columns))
    if not best.rows:
        raise RegisterError("no_rows", str(best.header_row))
    if len(best.rows) > MAX_ROWS:
        raise RegisterError("too_many_rows", str(MAX_ROWS))
    return best


def _find_register(rows: list[list[object]]) -> Register:
    """Headings are the row with most recognised cells; without any, the first row that is mostly short texts."""
    recognised = [recognise_all(row) for row in rows[:HEADER_DEPTH]]
    place = max(range(len(recognised)), key=lambda index: (len(recognised[index]), -index))
    columns = recognised[place]
    if len(columns) < 2 and not (len(columns) == 1 and set(columns.values()) & set(NAME_COLUMNS)):
        widths = [sum(isinstance(cell, str) and 0 < len(cell) < 60 for cell in row) for row in rows[:HEADER_DEPTH]]
        place = next((index for index, width in enumerate(widths) if width >= max(widths) / 2), 0)
        columns = recognised[place]
    number_column = next((column for column, meaning in columns.items() if meaning == "number"), None)
    return Register(
        headings=[clean(cell) for cell in rows[place]],
        header_row=place + 1,
        columns=columns,
        rows=[
            RegisterRow(number, cells)
            for number, cells in enumerate(rows[place + 1 :], start=place + 2)
            # numbers that were written beforehand are no row
            if any(_has(cell) for column, cell in enumerate(cells) if column != number_column)
        ],
    )


def _has(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _filled(row: list[object]) -> bool:
    return any(map(_has, row))


def _xlsx_sheets(content: bytes) -> list[list[list[object]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise RegisterError("too_big", str(MAX_BYTES // (1024 * 1024)))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets, has_formula = [], False
        for sheet in book.worksheets:
            rows, formula = _sheet_rows(sheet)
            sheets.append(rows)
            has_formula = has_formula or formula
        book.close()
        if has_formula:
            _use_results(content, sheets)
    except RegisterError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise RegisterError("broken") from error
    return sheets


def _sheet_rows(sheet) -> tuple[list[list[object]], bool]:
    """All rows of a sheet, row n at place n - 1, and whether a cell is a formula."""
    # the size that a file claims is often wrong
    sheet.reset_dimensions()
    rows: list[list[object]] = []
    formula = False
    for cells in sheet.iter_rows(max_col=MAX_COLUMNS):
        values = [cell.value for cell in cells]
        while values and not _has(values[-1]):
            values.pop()
        rows.append(values)
        formula = formula or any(getattr(cell, "data_type", "") == "f" for cell in cells)
        if len(rows) > MAX_ROWS + HEADER_DEPTH:
            raise RegisterError("too_many_rows", str(MAX_ROWS))
    return rows, formula


def _use_results(content: bytes, sheets: list[list[list[object]]]) -> None:
    """Put the results that the spreadsheet stored in the place of its formulas; one without stays text."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet, rows in zip(book.worksheets, sheets, strict=False):
        results, _formula = _sheet_rows(sheet)
        for cells, values in zip(rows, results, strict=False):
            for column, value in enumerate(values[: len(cells)]):
                if value is not None:
                    cells[column] = value
                elif cells[column] is not None:
                    cells[column] = str(cells[column])
    book.close()


def decode(content: bytes) -> str:
    """The text of a .csv, in UTF-8, UTF-16, or the code pages of Arabic and French Windows.

    >>> decode("محمد;É".encode("utf-8-sig")), decode("محمد é".encode("cp1256")), decode("TRAORÉ".encode("cp1252"))
    ('محمد;É', 'محمد é', 'TRAORÉ')
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # both pages hold the small French letters at one place; Arabic letters come in words
        arabic = content.decode("cp1256", "replace")
        return arabic if _ARABIC_RUN.search(arabic) else content.decode("cp1252", "replace")


def _csv_rows(text: str) -> list[list[object]]:
    """The records of a .csv by the delimiter that gives most recognised headings, then most columns."""

    def merit(delimiter: str) -> tuple[int, int]:
        head = _records(text[:200_000], delimiter, HEADER_DEPTH)
        return max((len(recognise_all(row)) for row in head), default=0), max(map(len, head), default=0)

    rows = _records(text, max(_DELIMITERS, key=merit), MAX_ROWS + HEADER_DEPTH + 1)
    if max(map(len, rows), default=0) < 2 and not any(recognise_all(row) for row in rows[:HEADER_DEPTH]):
        raise RegisterError("not_a_table")
    return rows


def _records(text: str, delimiter: str, limit: int) -> list[list[object]]:
    rows: list[list[object]] = []
    csv.field_size_limit(10_000_000)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(record[:MAX_COLUMNS]))
            if len(rows) >= limit:
                break
    except csv.Error as error:
        raise RegisterError("broken") from error
    return rows

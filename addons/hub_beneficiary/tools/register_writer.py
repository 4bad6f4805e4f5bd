"""Write rows into an .xlsx in which nothing is a formula. No ORM."""

import datetime
import io

import xlsxwriter

MAX_CELL = 32_000


def write_table(title: str, headings: list[str], rows: list[list[object]], right_to_left: bool = False) -> bytes:
    """An .xlsx of one sheet with a frozen, bold heading; numbers and dates stay what they are, all else is text.

    >>> import openpyxl
    >>> book = openpyxl.load_workbook(io.BytesIO(write_table("t", ["Nom"], [["=1+1"], [7]])))
    >>> [(cell.value, cell.data_type) for cell in book.active["A"]]
    [('Nom', 's'), ('=1+1', 's'), (7, 'n')]
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd/mm/yyyy"})
    if right_to_left:
        sheet.right_to_left()
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date | datetime.datetime):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value)[:MAX_CELL])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(headings) - 1, 0), 18)
    book.close()
    return stream.getvalue()

"""Tables as Excel files: text stays text, and nothing is lost in silence.

No cell is ever a formula or a link, whatever it begins with. A table with more rows than a sheet of
Excel has goes on in a further sheet. Texts that are longer than a cell of Excel are cut, and
control characters replaced; then a last sheet says so.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pandas as pd

from analysis.faults import InputError, missing
from analysis.output.formats.cells import Cell, Prepared, prepare
from analysis.wording import terminal_width

MOST_ROWS = 1_048_576  # of a sheet of Excel, with the row of names
MOST_COLUMNS = 16_384
LONGEST = 32_767  # UTF-16 code units in a cell
LONGEST_NAME = 31  # characters in the name of a sheet
RESERVED = "history"  # a name that Excel keeps for itself
NOTES = "about this file"  # no table has a name with blanks

NO_TIME = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the files hold no present time
MEASURED = 200  # rows that decide how wide the columns are
NARROWEST, WIDEST = 8, 60  # characters


def write_xlsx(name: str, table: pd.DataFrame) -> bytes:
    """Write a table as an Excel file, the same bytes each time.

    Args:
        name: the name of the table.
        table: the table.

    Raises:
        InputError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        fault = missing(f"{name}.xlsx", "no XlsxWriter to write it", "office")
        raise InputError([fault]) from error
    prepared = prepare(name, table, longest=LONGEST, measure=count_units)
    notes = list(prepared.notes)
    if len(prepared.columns) > MOST_COLUMNS:
        n = len(prepared.columns)
        notes.append(f"The first {MOST_COLUMNS:,} of {n:,} columns; {name}.csv has all of them.")
    pages = split_rows(len(prepared.rows), MOST_ROWS - 1)
    if len(pages) > 1:
        notes.append(f"The rows go on in further sheets: {len(pages)} in all.")
    file = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        book.set_properties({"title": name, "created": NO_TIME})
        bold = book.add_format({"bold": True, "bottom": 1})
        for number, (first, last) in enumerate(pages, start=1):
            sheet = book.add_worksheet(name_sheet(name, number))
            _fill_sheet(sheet, prepared, first, last, bold)
        if notes:
            sheet = book.add_worksheet(NOTES)
            sheet.set_column(0, 0, 100)
            for row, note in enumerate(notes):
                sheet.write_string(row, 0, note)
    return file.getvalue()


def _fill_sheet(
    sheet: Any,
    prepared: Prepared,
    first: int,
    last: int,
    bold: Any,
) -> None:
    """Write the names of the columns and the rows from `first` to `last` to a sheet."""
    columns = prepared.columns[:MOST_COLUMNS]
    for number, width in enumerate(_measure(prepared)):
        sheet.set_column(number, number, width)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, bold)
    for row in range(first, last):
        for number, cell in enumerate(prepared.rows[row][:MOST_COLUMNS]):
            _write(sheet, row - first + 1, number, cell)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, max(1, last - first), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    """Write a cell by its own type: the library would guess."""
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _measure(prepared: Prepared) -> list[int]:
    """Measure how wide the columns are, by their names and their first rows."""
    widths = []
    for number, column in enumerate(prepared.columns[:MOST_COLUMNS]):
        cells = [str(row[number] or "")[:WIDEST] for row in prepared.rows[:MEASURED]]
        longest = max(map(terminal_width, [column[:WIDEST], *cells]))
        widths.append(min(WIDEST, max(NARROWEST, longest + 2)))
    return widths


def count_units(text: str) -> int:
    """Count the UTF-16 code units of a text, as Excel does.

    >>> count_units("a"), count_units("😀")
    (1, 2)
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def split_rows(n_rows: int, most: int) -> list[tuple[int, int]]:
    """Divide rows among sheets; there is one sheet, even without rows.

    >>> split_rows(5, 2), split_rows(0, 2)
    ([(0, 2), (2, 4), (4, 5)], [(0, 0)])
    """
    firsts = range(0, max(1, n_rows), most)
    return [(first, min(first + most, n_rows)) for first in firsts]


def name_sheet(name: str, number: int) -> str:
    """Name a sheet after its table, within what Excel allows.

    >>> name_sheet("shares", 1), name_sheet("shares", 2), name_sheet("History", 1)
    ('shares', 'shares (2)', 'History_')
    """
    ending = "" if number == 1 else f" ({number})"
    if name.lower() == RESERVED:
        name += "_"
    return name[: LONGEST_NAME - len(ending)] + ending

"""Tables as spreadsheets: one sheet of an `.xlsx` file. The file is read as a whole."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from analysis.faults import Fault, InputError, LeftOut, Report
from analysis.reading.table_files import Row, cell_text, names_column
from analysis.reading.zip_files import BROKEN, open_zip
from analysis.wording import pluralize

Rows = list[Row[list[str]]]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EMPTY_FORMULA = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the rows of the first sheet that has the column, its header first.

    If no sheet has the column, the first sheet is read. Other sheets, and formulas without a value,
    are left out and listed in the report.

    Raises:
        InputError: if the file cannot be read.
    """
    data = handle.read()
    try:
        n_formulas = _count_empty_formulas(data)
        sheets = _read_sheets(data)
    except BROKEN as error:
        found = f"a file that cannot be read ({error})"
        expected = "a spreadsheet (.xlsx): save it again in that format, without a password"
        raise InputError([Fault(file, found, expected)]) from None
    chosen = _choose_sheet(sheets, column)
    for name, rows in sheets.items():
        if name != chosen:
            what = f"the sheet {name!r} ({pluralize(len(rows), 'row')})"
            report.leave_out(LeftOut(file, what))
    if n_formulas:
        advice = "save the file in a spreadsheet program"
        what = f"{pluralize(n_formulas, 'formula')} without a value ({advice})"
        report.leave_out(LeftOut(file, what))
    yield from _padded(sheets.get(chosen, []))


def _read_sheets(data: bytes) -> dict[str, Rows]:
    """Return the rows of each sheet, without blank rows and blank cells at the end of a row."""
    from openpyxl import load_workbook  # slow to import

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets: dict[str, Rows] = {}
    for sheet in workbook.worksheets:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_text_of_cell(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                sheets.setdefault(sheet.title, []).append(Row(number, cells))
    return sheets


def _text_of_cell(value: object) -> str:
    """Write a cell as text; line ends become LF, as in other formats."""
    if not isinstance(value, str):
        return cell_text(value)
    return unescape(value).replace("\r\n", "\n").replace("\r", "\n")


def unescape(cell: str) -> str:
    r"""Replace what spreadsheet programs write for characters that XML does not keep.

    `_x000D_` is a carriage return; `_x005F_` is the underscore before what is no such code.

    >>> unescape("one_x000D_\ntwo_x005F_x000D_")
    'one\r\ntwo_x000D_'
    """
    if "_x" not in cell:
        return cell
    units = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), cell)
    try:  # a character beyond U+FFFF is two codes
        return units.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return cell


def _choose_sheet(sheets: dict[str, Rows], column: str) -> str:
    """Return the first sheet that has the column, or else the first sheet; "" if all are blank."""
    for name, rows in sheets.items():
        header = rows[0].cells
        if any(names_column(cell, column) for cell in header):
            return name
    return next(iter(sheets), "")


def _padded(rows: Rows) -> Iterator[Row[list[str]]]:
    """Yield the rows with blank cells added, so that each is at least as long as the header."""
    for number, cells in rows:
        n_missing = len(rows[0].cells) - len(cells)
        yield Row(number, cells + [""] * n_missing)


def _count_empty_formulas(data: bytes) -> int:
    """Count the formulas without a value, which only a spreadsheet program can compute."""
    count = 0
    with open_zip(data) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                count += len(_EMPTY_FORMULA.findall(archive.read(name)))
    return count

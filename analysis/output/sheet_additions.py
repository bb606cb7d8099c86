"""Add rows at the end of a sheet that somebody may have filled in, and change nothing else.

The bytes of a CSV file stay as they are, and rows follow in the same dialect. An XLSX file has to
be written anew; it is refused if it holds what would be lost. The result is read back: a file whose
earlier rows would read differently is not written.
"""

import csv
import re
import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.coding.coding_files import THEMES_NAME
from analysis.coding.sheet_cells import guard, reads_as, unguard
from analysis.coding.sheet_files import is_sheet, name_column
from analysis.coding.sheet_form import theme_columns
from analysis.faults import Fault, InputError, Report
from analysis.measures.carried import KEY
from analysis.output.coding_sheets import add_choices, escape, write_row
from analysis.reading.formats.csv import find_delimiter
from analysis.reading.table_files import read_table

BY_HAND = "a sheet that rows can be added to; save it anew as .xlsx, or as CSV in UTF-8"

# Parts of an XLSX file that would be lost.
_LOST = re.compile(
    r"xl/(media|charts|drawings|externalLinks|pivotTables|threadedComments)/[^/]+|xl/vbaProject\.bin"
)
_KEPT = re.compile(r"xl/drawings/(vmlDrawing|commentsDrawing)\d*\.vml")  # belongs to comments
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def missing_rows(data: bytes, file: str, sheet: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a sheet whose sentences a file lacks.

    Args:
        data: the bytes of the file.
        file: what messages call it; its ending tells the format.
        sheet: the rows that the file should have (`analysis.tables.SHEET`).

    Raises:
        InputError: the file cannot be read, or is no sheet.
    """
    table = _read(data, file)
    there = set(zip(table["doc_id"].str.strip(), table["sent_id"].map(_as_number), strict=True))
    is_there = [
        key in there for key in zip(sheet["doc_id"], sheet["sent_id"].map(str), strict=True)
    ]
    return sheet[[not found for found in is_there]].reset_index(drop=True)


def add_rows(data: bytes, file: str, sheet: pd.DataFrame) -> bytes:
    """Return a file with further rows at its end.

    Args:
        data: the bytes of the file.
        file: what messages call it; its ending tells the format.
        sheet: the rows to add (`analysis.tables.SHEET`).

    Raises:
        InputError: the file cannot be read, is no sheet, or cannot take rows without a loss.
    """
    before = _read(data, file)
    rows = sheet.to_dict("records")
    if file.lower().endswith(".xlsx"):
        content = _add_to_xlsx(data, file, rows)
    elif file.lower().endswith(".csv"):
        content = _add_to_csv(data, file, rows)
    else:
        raise InputError([Fault(file, "a file with tabs, which has no quotes", BY_HAND)])
    if not _is_same(before, _read(content, file), sheet):
        raise InputError([Fault(file, "cells that would read differently", BY_HAND)])
    return content


def _read(data: bytes, file: str) -> pd.DataFrame:
    """Read the cells of a sheet, with its columns as sheets name them."""
    report = Report()
    table, _ = read_table(data, file, KEY, "", report)
    report.raise_errors()
    if not is_sheet(table):
        expected = "a sheet with a row per sentence, as `workbook sample` makes it"
        raise InputError([Fault(file, "a list with a row per theme", expected)])
    table = table.map(unguard).rename(columns=name_column)
    if "sentence" not in table:
        raise InputError([Fault(file, "no column 'sentence'", "that column", line=1)])
    return table.loc[:, ~table.columns.duplicated()]


def _as_number(cell: str) -> str:
    return cell.strip().removesuffix(".0")


def _is_same(before: pd.DataFrame, after: pd.DataFrame, sheet: pd.DataFrame) -> bool:
    """Whether the earlier rows read as they did, and the further ones are there."""
    n = len(before)
    if len(after) != n + len(sheet) or list(after.columns) != list(before.columns):
        return False
    old = after.iloc[:n].reset_index(drop=True)
    new = after.iloc[n:]
    texts = zip(new["sentence"], sheet["sentence"], strict=True)
    return (
        old.equals(before.reset_index(drop=True))
        and new["doc_id"].tolist() == sheet["doc_id"].tolist()
        and new["sent_id"].tolist() == sheet["sent_id"].map(str).tolist()
        and all(reads_as(cell, text) for cell, text in texts)
    )


# -- CSV -------------------------------------------------------------------------------------------


def _add_to_csv(data: bytes, file: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Fault(file, "a file that is not UTF-8", BY_HAND)]) from None
    stated = _SEP_LINE.match(text)
    header = next(line for line in text[stated.end() if stated else 0 :].splitlines() if line)
    delimiter = stated[1] if stated else find_delimiter(header, KEY[0], file)
    columns = [name_column(name) for name in next(csv.reader([header], delimiter=delimiter))]
    line_end = "\r\n" if "\r\n" in text else "\n"
    added = StringIO(newline="")
    if text and not text.endswith("\n"):
        added.write(line_end)
    writer = csv.writer(added, delimiter=delimiter, lineterminator=line_end)
    for row in rows:
        writer.writerow([guard(str(row.get(name, ""))) for name in columns])
    return data + added.getvalue().encode("utf-8", "surrogatepass")


# -- XLSX ------------------------------------------------------------------------------------------


def _add_to_xlsx(data: bytes, file: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    _refuse_losses(data, file)
    with warnings.catch_warnings(record=True):  # of lists to choose from, which are made anew
        book = load_workbook(BytesIO(data), rich_text=True)
    _escape_again(book)
    page, top, columns = _find_page(book)
    last = _last_row(page)
    for at, row in enumerate(rows, start=last + 1):
        write_row(page, at, columns, row)
    if THEMES_NAME in book.sheetnames and top == 1:
        _drop_choices(page, columns)
        n_choices = _last_row(book[THEMES_NAME]) - 1
        add_choices(page, columns, last + len(rows), n_choices)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _refuse_losses(data: bytes, file: str) -> None:
    """Refuse a file with parts that the library does not write again."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.namelist()
    except BadZipFile:
        raise InputError([Fault(file, "a file that is no spreadsheet", BY_HAND)]) from None
    lost = [name for name in parts if _LOST.fullmatch(name) and not _KEPT.fullmatch(name)]
    if lost:
        found = f"{lost[0]}, which would be lost if rows were added"
        expected = "a sheet without pictures, charts or macros"
        raise InputError([Fault(file, found, expected)])


def _escape_again(book: Workbook) -> None:
    """Escape what looks like the code of a character; the library read it as Excel shows it."""
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "s" and isinstance(cell.value, str):
                    written = escape(cell.value)
                    if written != cell.value:
                        cell.value = written
                        cell.data_type = "s"


def _find_page(book: Workbook) -> tuple[Worksheet, int, list[str]]:
    """Return the sheet to fill in, the row of its header, and its columns."""
    for page in book.worksheets:
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in row):
                columns = [name_column(str(cell)) if cell is not None else "" for cell in row]
                if KEY[0] in columns:
                    return page, number, columns
                break
    raise AssertionError("a sheet that was read has a header")


def _last_row(page: Worksheet) -> int:
    """Return the last row with a value."""
    for number in range(page.max_row, 0, -1):
        if any(cell.value not in (None, "") for cell in page[number]):
            return number
    return 0


def _drop_choices(page: Worksheet, columns: Sequence[str]) -> None:
    """Take off the lists to choose from; those of all rows are added anew."""
    own = [name for name in columns if name == "unsure" or theme_columns([name])]
    numbers = {list(columns).index(name) + 1 for name in own}
    rules = page.data_validations.dataValidation
    page.data_validations.dataValidation = [
        rule
        for rule in rules
        if not all(set(range(area.min_col, area.max_col + 1)) <= numbers for area in rule.sqref)
    ]

"""Read tables of texts, and tables of metadata, in any of the table formats.

Every cell is read as text and holds what the file holds: `007` and `NA` stay, a blank cell is
`""`, true is `true`. A number of a spreadsheet is written without needless zeros, a date as
`2024-03-05`, a nested value as JSON.
"""

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar

import pandas as pd

from analysis.faults import Fault, InputError, LeftOut, Report, similar_first
from analysis.reading.formats import TABLE_READERS, table_reader_for
from analysis.tables import TEXT
from analysis.wording import pluralize

TABLE_ENDINGS = tuple(TABLE_READERS)
MOST_FAULTS = 1000  # of one table
MOST_LINES = 10  # that a message lists
HINT = ", or the name of another in study.yaml (`text: …`)"

Cells = TypeVar("Cells", list[str], dict[str, str])


class Row(NamedTuple, Generic[Cells]):
    """One row of a table.

    Attributes:
        line: its line in the file; in a spreadsheet or a Parquet file the number of the row.
        cells: its cells, in the order of the header. In a format without a header, the cells by
            column.
    """

    line: int
    cells: Cells


def rows_of_texts(
    handle: BinaryIO,
    file: str,
    text_column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[dict[str, str]]]:
    r"""Yield the rows of a table that have a text, with their cells by column.

    The table may be of any length, because one row is read at a time (of an .xlsx file, all of it).

    Args:
        handle: the file.
        file: what messages call it. Its ending tells the format.
        text_column: the column that holds the text.
        encoding: the encoding that is stated for the file, or "".
        report: collects, after the last row, what was left out, and a warning of it.

    Raises:
        InputError: after the last row, with all faults of the table (at most `MOST_FAULTS`): a
            column missing, repeated or without a name, a row of the wrong length, no row with a
            text. At once if the file cannot be read.

    >>> file = io.BytesIO(b"year,text\n007,One.\nNA,\n")
    >>> list(rows_of_texts(file, "a.csv", "text", "", Report()))
    [Row(line=2, cells={'year': '007', 'text': 'One.'})]
    """
    own = Report()
    if file.lower().endswith(".jsonl"):
        rows = _rows_of_objects(handle, file, text_column, encoding, own)
    else:
        rows = _rows_by_column(handle, file, text_column, encoding, own)
    found = False
    blank: list[int] = []
    for row in rows:
        if row.cells.get(text_column, "").strip():
            found = True
            yield row
        else:
            blank.append(row.line)
    if not found and not own.errors:
        own.error(Fault(file, "no row with a text", "one text per row", key=text_column))
    own.raise_errors()
    _report_left_out(file, own.left_out, blank, report)


def _report_left_out(
    file: str,
    by_reader: list[LeftOut],
    blank: list[int],
    report: Report,
) -> None:
    """List what the reader left out and the rows without a text, and warn of both."""
    report.leave_out(*by_reader)
    for line in blank:
        report.leave_out(LeftOut(file, "a row without a text", line))
    phrases = [row.what for row in by_reader]
    if blank:
        numbers = ", ".join(map(str, blank[:MOST_LINES]))
        if len(blank) > MOST_LINES:
            numbers += ", …"
        noun = "line" if len(blank) == 1 else "lines"
        phrases.append(f"{pluralize(len(blank), 'row')} without a text ({noun} {numbers})")
    if phrases:
        report.warn(Fault(file, ", ".join(phrases), "texts; these are left out"))


def read_table(
    data: bytes,
    file: str,
    needed: list[str],
    encoding: str,
    report: Report,
) -> tuple[pd.DataFrame, list[str]]:
    """Read a .csv, .tsv or .xlsx table as a frame of text, indexed by line (or row) in the file.

    Args:
        data: the bytes of the file.
        file: what messages call it. Its ending tells the format.
        needed: the columns that the table must have.
        encoding: the encoding that is stated for the file, or "".
        report: collects the faults: a needed column is missing, a name is repeated or blank, a row
            is longer or shorter than the header. The frame lacks repeated columns and such rows.

    Returns:
        The frame, and what was left out of the file, one phrase each.

    Raises:
        InputError: if the file cannot be read, or is empty.
    """
    own = Report()
    rows = _rows_below_header(io.BytesIO(data), file, needed, encoding, "", own)
    header = next(rows).cells
    lines = []
    cells = []
    for row in rows:
        lines.append(row.line)
        cells.append(row.cells)
    report.error(*own.errors)
    table = pd.DataFrame(cells, index=lines, columns=header, dtype=TEXT)
    is_repeated = table.columns.duplicated()
    return table.loc[:, ~is_repeated], [row.what for row in own.left_out]


def _rows_by_column(
    handle: BinaryIO,
    file: str,
    text_column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[dict[str, str]]]:
    """Yield the rows of a table with a header, with their cells by column."""
    rows = _rows_below_header(handle, file, [text_column], encoding, HINT, report)
    header = next(rows).cells
    for line, cells in rows:
        yield Row(line, dict(zip(header, cells, strict=True)))


def _rows_below_header(
    handle: BinaryIO,
    file: str,
    needed: list[str],
    encoding: str,
    hint: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the header, with names as they are needed, then the rows of the same length.

    Faults of the header and rows of the wrong length go to the report.
    """
    read = table_reader_for(Path(file).suffix.lower())
    rows = read(handle, file, needed[0], encoding, report)
    top = next(rows, Row(0, []))
    if not top.cells:
        noun = "column" if len(needed) == 1 else "columns"
        raise InputError([Fault(file, "an empty table", f"the {noun} {', '.join(needed)}")])
    header = _needed_names(top.cells, needed)
    report.error(*_header_faults(header, file, needed, hint, top.line))
    yield Row(top.line, header)
    for row in rows:
        if len(row.cells) == len(header):
            yield row
        elif len(report.errors) < MOST_FAULTS:
            found = pluralize(len(row.cells), "cell")
            expected = f"{len(header)}, as in the header"
            report.error(Fault(file, found, expected, line=row.line))


def _rows_of_objects(
    handle: BinaryIO,
    file: str,
    text_column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[dict[str, str]]]:
    """Yield the rows of a table without a header: its columns are the keys of all its rows."""
    read = table_reader_for(Path(file).suffix.lower())
    names: dict[tuple[str, ...], list[str]] = {}  # keys of a row -> names of its columns
    for line, cells in read(handle, file, text_column, encoding, report):
        keys = tuple(cells)
        if keys not in names:
            names[keys] = _needed_names(keys, [text_column])
        yield Row(line, dict(zip(names[keys], cells.values(), strict=True)))
    if not report.errors:
        every_key = dict.fromkeys(chain.from_iterable(names))
        header = _needed_names(every_key, [text_column])
        report.error(*_header_faults(header, file, [text_column], HINT, 0))


def _needed_names(header: Iterable[str], needed: list[str]) -> list[str]:
    """Return the column names without spaces around them; `Text` becomes `text` if that is needed.

    >>> _needed_names([" Text", "year"], ["text"])
    ['text', 'year']
    """
    names = [name.strip() for name in header]
    by_lower_case = {name.lower(): name for name in needed if name not in names}
    return [by_lower_case.get(name.lower(), name) for name in names]


def _header_faults(
    header: list[str],
    file: str,
    needed: list[str],
    hint: str,
    line: int,
) -> list[Fault]:
    """Return the faults of a header: columns that are missing, repeated or without a name."""
    lacking = [name for name in needed if name not in header]
    has_other_delimiter = len(header) == 1 and bool(set(header[0]) & set("|\t,;"))
    if lacking and has_other_delimiter:
        expected = "commas between the columns (tabs in a .tsv file)"
        return [Fault(file, f"one column, {header[0]!r}", expected, line=line)]
    faults = []
    for name in lacking:
        found = f"no column {name!r} among {similar_first(name, header)}"
        faults.append(Fault(file, found, f"that column{hint}", line=line))
    for name, n in Counter(header).items():
        if n > 1 and name:
            found = f"the column {name!r} more than once"
            faults.append(Fault(file, found, "each column once", line=line))
    if "" in header:
        faults.append(Fault(file, "a column without a name", "a name", line=line))
    return faults


def cell_text(value: object) -> str:
    """Write the value of a cell as text.

    >>> [cell_text(value) for value in (None, 2019.0, 0.5, True, datetime(2024, 3, 5), ["a", 1])]
    ['', '2019', '0.5', 'true', '2024-03-05', '["a", 1]']
    """
    if value is None or value != value:  # NaN differs from itself
        return ""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        case datetime() if value.time() == time() and not value.tzinfo:
            return str(value.date())
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case bytes():
            return value.decode()
    return str(value)

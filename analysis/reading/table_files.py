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
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar
from unicodedata import normalize

import pandas as pd

from analysis.faults import (
    Alike,
    Fault,
    InputError,
    LeftOut,
    Report,
    list_names,
    raise_all,
    similar_first,
)
from analysis.reading.formats import TABLE_READERS, table_reader_for
from analysis.tables import TEXT
from analysis.wording import pluralize

TABLE_ENDINGS = tuple(TABLE_READERS)
MOST_LINES = 10  # that a message lists
MOST_COLUMNS = 5_000
LONGEST_TEXT = 10_000_000  # characters in a cell: as many as in 10 long novels
# Blank cells that make the rows of a table as long as its header. More are hardly meant.
MOST_ADDED = 20_000_000
QUOTED = (".csv", ".tsv")
QUOTES = "; a cell with a delimiter in it needs quotes"
LOWEST_HEADER = 10  # rows below the first in which a header is looked for, for a message
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
        InputError: after the last row, with all faults of the table: a column missing or repeated,
            rows of the wrong length, no row with a text. At once if the file cannot be read, or if
            its header is not at the top.

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
        text = row.cells.get(text_column, "")
        if len(text) > LONGEST_TEXT:
            raise InputError([_long_text_fault(file, row.line)])
        if text.strip():
            found = True
            yield row
        else:
            blank.append(row.line)
    if not found and not own.errors:
        own.error(Fault(file, "no row with a text", "one text per row", key=text_column))
    own.raise_errors()
    report.warn(*own.warnings)
    _report_left_out(file, own.left_out, blank, report)


def _long_text_fault(file: str, line: int) -> Fault:
    found = f"a cell of more than {LONGEST_TEXT:,} characters"
    return Fault(file, found, "one text per row, or a file of its own for such a text", line=line)


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
        report: collects the faults: a needed column is missing, a name is repeated, a row is longer
            or shorter than the header. The frame lacks repeated columns and such rows.

    Returns:
        The frame, and what was left out of the file, one phrase each.

    Raises:
        InputError: if the file cannot be read, or is empty.
    """
    own = Report()
    rows = _rows_below_header(io.BytesIO(data), file, needed, encoding, "", own)
    top = next(rows)
    header = top.cells
    lines = []
    cells = []
    for row in rows:
        lines.append(row.line)
        cells.append(row.cells)
    table = pd.DataFrame(cells, index=lines, columns=header, dtype=TEXT)
    table = table.loc[:, ~table.columns.duplicated()]
    unnamed = _unnamed_columns(header)
    is_filled = (table[unnamed] != "").any()
    report.error(*own.errors)
    report.warn(*_unnamed_faults(file, is_filled[is_filled].index, top.line))
    table = table.drop(columns=is_filled[~is_filled].index)
    return table, [row.what for row in own.left_out]


def _rows_by_column(
    handle: BinaryIO,
    file: str,
    text_column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[dict[str, str]]]:
    """Yield the rows of a table with a header, with their cells by column.

    A column without a name is called by its number, such as `(1)`; blank cells in it are dropped.
    """
    rows = _rows_below_header(handle, file, [text_column], encoding, HINT, report)
    top = next(rows)
    header = top.cells
    unnamed = _unnamed_columns(header)
    filled: dict[str, None] = {}
    for line, values in rows:
        cells = dict(zip(header, values, strict=True))
        for name in unnamed:
            if cells[name].strip():
                filled[name] = None
            else:
                del cells[name]
        yield Row(line, cells)
    report.warn(*_unnamed_faults(file, filled, top.line))


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
    raise_all(_many_columns(len(top.cells), file, top.line))
    header = _number_unnamed(_needed_names(top.cells, needed))
    if needed[0] not in header:
        first = list(islice(rows, LOWEST_HEADER))
        raise_all(_low_header_faults(first, file, needed[0], top.line))
        rows = chain(first, rows)
    report.error(*_header_faults(header, file, needed, hint, top.line))
    yield Row(top.line, header)
    yield from _rows_of_length(len(header), rows, file, report)


def _many_columns(n: int, file: str, line: int) -> list[Fault]:
    """Return a fault if a table has too many columns, else none."""
    if n <= MOST_COLUMNS:
        return []
    expected = f"at most {MOST_COLUMNS:,}: delete those that are not needed"
    return [Fault(file, f"{n:,} columns", expected, line=line)]


def _sparse_fault(n: int, file: str) -> Fault:
    found = f"a table of {n:,} columns with hardly a cell filled"
    return Fault(file, found, "only the columns that are needed")


def _low_header_faults(
    rows: list[Row[list[str]]], file: str, needed: str, top: int
) -> Iterator[Fault]:
    """Yield a fault if the header is not in the first row, but one of these rows."""
    for row in rows:
        if any(names_column(cell, needed) for cell in row.cells):
            found = f"the header in line {row.line}"
            expected = "the header at the top: delete what is above it"
            yield Fault(file, found, expected, line=top)
            return


def _rows_of_length(
    n: int, rows: Iterable[Row[list[str]]], file: str, report: Report
) -> Iterator[Row[list[str]]]:
    """Yield the rows of `n` cells; report the others.

    In some tables, every row ends in a delimiter. The blank cells after it are dropped if that
    is so in every row. In a single row the delimiter may be a comma of the text.
    """
    too_long = Alike("rows that are longer than the header")
    too_short = Alike("rows that are shorter than the header")
    all_long = True
    blank_beyond = Alike(too_long.noun)
    for line, cells in rows:
        if len(cells) == n:
            all_long = False
            yield Row(line, cells)
        elif len(cells) < n:
            too_short.add(_length_fault(n, cells, file, line))
        elif any(cell.strip() for cell in reversed(cells[n:])):
            too_long.add(_length_fault(n, cells, file, line))
        else:
            blank_beyond.add(_length_fault(n, cells, file, line))
            yield Row(line, cells[:n])
    if not all_long:
        too_long.merge(blank_beyond)
    report.error(*too_long.summed_up(), *too_short.summed_up())


def _length_fault(n: int, cells: list[str], file: str, line: int) -> Fault:
    """Make the fault of a row that is longer or shorter than the `n` cells of the header."""
    may_lack_quotes = len(cells) > n and Path(file).suffix.lower() in QUOTED
    hint = QUOTES if may_lack_quotes else ""
    return Fault(file, pluralize(len(cells), "cell"), f"{n}, as in the header{hint}", line=line)


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
    columns: set[str] = set()
    n_added = 0
    for line, cells in read(handle, file, text_column, encoding, report):
        keys = tuple(cells)
        if keys not in names:
            names[keys] = _needed_names(keys, [text_column])
            columns.update(keys)
            raise_all(_many_columns(len(columns), file, line))
        n_added += len(columns) - len(keys)
        if n_added > MOST_ADDED:
            raise InputError([_sparse_fault(len(columns), file)])
        yield Row(line, dict(zip(names[keys], cells.values(), strict=True)))
    if not report.errors:
        every_key = dict.fromkeys(chain.from_iterable(names))
        header = _needed_names(every_key, [text_column])
        report.error(*_header_faults(header, file, [text_column], HINT, 0))


def _needed_names(header: Iterable[str], needed: list[str]) -> list[str]:
    """Return the column names without spaces around them; `Text` becomes `text` if that is needed.

    Letters with accents are composed (NFC), as they are in `study.yaml`.

    >>> _needed_names([" Text", "year"], ["text"])
    ['text', 'year']
    """
    names = [normalize("NFC", name).strip() for name in header]
    by_lower_case = {name.lower(): name for name in needed if name not in names}
    return [by_lower_case.get(name.lower(), name) for name in names]


def _number_unnamed(header: list[str]) -> list[str]:
    """Call a column without a name by its number.

    >>> _number_unnamed(["", "text"])
    ['(1)', 'text']
    """
    return [name or f"({number})" for number, name in enumerate(header, start=1)]


def _unnamed_columns(header: list[str]) -> list[str]:
    """List the columns that are called by their numbers."""
    return [name for number, name in enumerate(header, start=1) if name == f"({number})"]


def _unnamed_faults(file: str, names: Iterable[str], line: int) -> list[Fault]:
    """Return a fault if there are columns without a name, else none."""
    names = list(names)
    if not names:
        return []
    expected = f"a name for every column; here it is called {list_names(names)}"
    return [Fault(file, "a column without a name", expected, line=line)]


def names_column(cell: str, column: str) -> bool:
    """Whether a cell of a header is the name of a column, but for its case and blanks around it."""
    return normalize("NFC", cell).strip().lower() == column.lower()


def _header_faults(
    header: list[str],
    file: str,
    needed: list[str],
    hint: str,
    line: int,
) -> list[Fault]:
    """Return the faults of a header: columns that are missing, repeated or without a name."""
    lacking = [name for name in needed if name not in header]
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

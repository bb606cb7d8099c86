"""Tables as text: `.csv` and `.tsv`, with commas, semicolons, tabs or bars between the columns.

The format `.tsv` has no quoting: each line is a row, and a quotation mark is a character like any
other. Some programs quote cells all the same, so that these can hold line ends. Such a file is
recognized by a header with a name in quotes, or by lines that differ in their number of tabs.
"""

import csv
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO

from analysis.faults import Alike, Fault, InputError, Report
from analysis.reading.encodings import CHUNK, codec_of, decode_lines, open_lines
from analysis.reading.signatures import refuse_binary_formats
from analysis.reading.table_files import LONGEST_TEXT, Row, names_column

DELIMITERS = ",;\t|"  # the likeliest first
LONGEST_HEADER = 100  # lines: a quoted name can hold line ends
LONGEST_QUOTE = 40  # characters of a cell that a message quotes
TAB = "\t"
NO_TABS = "lines with as many tabs each as the header, or a table that is saved as .csv"
WITHOUT_QUOTES = (
    "cells without quotes, because in a .tsv file they belong to the text; if a program put them "
    "there, rename the file to .csv, so that they are dropped"
)

# A cell that a program has put in quotes.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
# The line that Excel writes to name the delimiter: `sep=;`.
_SEP_LINE = re.compile(r'"?sep=([^"\n])"?[,;\t|]*\n?', re.IGNORECASE)


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the rows that are not blank, the header first, each with the number of its first line.

    The delimiter is the one that a line `sep=` names, or else the one that fits the header (see
    `find_delimiter`).

    Raises:
        InputError: for a row whose quotes are wrong, for bytes that cannot be decoded, and for a
            file of another format.
    """
    refuse_binary_formats(handle, file)
    has_quotes = not is_tsv(file) or _is_quoted_tsv(handle, file, encoding)
    text = decode_lines(handle, file, encoding)
    top = next(text, "")
    n_before = 0  # lines above the header
    stated = _SEP_LINE.fullmatch(top)
    if stated:
        n_before = 1
        delimiter = stated[1]
        lines: Iterator[str] = text
    else:
        header = _read_header(chain([top], text), has_quotes)
        delimiter = find_delimiter("".join(header), column, file)
        lines = chain(header, text)
    has_quotes = has_quotes or delimiter != TAB
    rows = _rows(lines, delimiter, has_quotes, file, n_before)
    filled = (row for row in rows if any(cell.strip() for cell in row.cells))
    if not is_tsv(file):
        yield from filled
    elif has_quotes:
        yield from _refuse_tabs(filled, file)
    else:
        yield from _warn_of_quotes(filled, file, report)


def is_tsv(file: str) -> bool:
    """Whether the name of a file says that it is a table with tabs, which has no quoting."""
    return file.lower().endswith(".tsv")


def _is_quoted_tsv(handle: BinaryIO, file: str, encoding: str) -> bool:
    """Whether a program quoted cells of a `.tsv` file, so that a line need not be a row."""
    chunks = iter(partial(handle.read, CHUNK), b"")
    codec = codec_of(chunks, encoding)
    handle.seek(0)
    text = open_lines(handle, file, codec)
    filled = (line for line in text if line.strip())
    try:
        header = next(filled, "").removeprefix("\ufeff").strip("\n")
        n_tabs = header.count(TAB)
        if any(_QUOTED.fullmatch(name) for name in header.split(TAB)):
            return True
        return any(line.count(TAB) != n_tabs for line in filled)
    except UnicodeDecodeError:
        return False  # the error is reported when the rows are read
    finally:
        handle.seek(0)


def _refuse_tabs(rows: Iterator[Row[list[str]]], file: str) -> Iterator[Row[list[str]]]:
    """Yield the rows; a tab in a cell is an error, because then stray quotes may have joined rows.

    Raises:
        InputError: for the first such cell.
    """
    for row in rows:
        if any(TAB in cell for cell in row.cells):
            found = "a tab between quotes, which may have made one row of several"
            raise InputError([Fault(file, found, NO_TABS, line=row.line)])
        yield row


def _warn_of_quotes(
    rows: Iterator[Row[list[str]]],
    file: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the rows; warn at the end of cells that a program seems to have put in quotes."""
    quoted = Alike("cells in quotes", "a cell in quotes ({})")
    for row in rows:
        for cell in row.cells:
            if cell.startswith('"') and _QUOTED.fullmatch(cell):
                found = cell if len(cell) <= LONGEST_QUOTE else f"{cell[:LONGEST_QUOTE]}…"
                quoted.add(Fault(file, found, WITHOUT_QUOTES, line=row.line))
        yield row
    report.warn(*quoted.summed_up())


def _rows(
    lines: Iterator[str], delimiter: str, has_quotes: bool, file: str, n_before: int
) -> Iterator[Row[list[str]]]:
    csv.field_size_limit(LONGEST_TEXT)
    if has_quotes:
        reader = csv.reader(lines, strict=True, delimiter=delimiter)
    else:
        reader = csv.reader(lines, strict=True, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    line = n_before + 1
    try:
        for cells in reader:
            yield Row(line, cells)
            line = n_before + reader.line_num + 1
    except csv.Error as error:
        found = f"a row that cannot be read ({error})"
        expected = "a closing quote for every quoted cell"
        raise InputError([Fault(file, found, expected, line=line)]) from None


def _read_header(lines: Iterator[str], has_quotes: bool) -> list[str]:
    """Return the blank lines at the top and the lines of the header: its quotes are closed."""
    header: list[str] = []
    for line in lines:
        header.append(line)
        joined = "".join(header)
        is_closed = not has_quotes or joined.count('"') % 2 == 0
        if (joined.strip() and is_closed) or len(header) == LONGEST_HEADER:
            break
    return header


def find_delimiter(header: str, column: str, file: str = "") -> str:
    """Find what separates the columns: what gives the header the column that is needed.

    Where no delimiter or several do that, it is the one that gives the most columns.

    Args:
        header: the text of the header.
        column: a column that the table needs.
        file: the name of the file; in a `.tsv` file the tab comes first.

    >>> find_delimiter('id;post, cleaned;"text"', "text")
    ';'
    """
    delimiters = DELIMITERS
    if is_tsv(file):
        delimiters = "\t" + DELIMITERS.replace("\t", "")

    def fit(delimiter: str) -> tuple[bool, int]:
        names = _split_header(header, delimiter)
        has_column = any(names_column(name, column) for name in names)
        return has_column, len(names)

    return max(delimiters, key=fit)  # the first of equals


def _split_header(header: str, delimiter: str) -> list[str]:
    lines = header.strip("\n").splitlines(keepends=True)
    try:
        return next(csv.reader(lines, strict=True, delimiter=delimiter), [])
    except csv.Error:
        return []

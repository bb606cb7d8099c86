"""Tables as text: `.csv` and `.tsv`, with commas, semicolons, tabs or bars between the columns."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from analysis.faults import Fault, InputError, Report
from analysis.reading.encodings import decode_lines
from analysis.reading.signatures import refuse_binary_formats
from analysis.reading.table_files import Row, names_column

LONGEST_CELL = 2**31 - 1  # characters; the csv module itself allows 131,072
DELIMITERS = ",;\t|"  # the likeliest first
LONGEST_HEADER = 100  # lines: a quoted name can hold line ends

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
    text = decode_lines(handle, file, encoding)
    top = next(text, "")
    n_before = 0  # lines above the header
    stated = _SEP_LINE.fullmatch(top)
    if stated:
        n_before = 1
        delimiter = stated[1]
        lines: Iterator[str] = text
    else:
        header = _read_header(chain([top], text))
        delimiter = find_delimiter("".join(header), column, file)
        lines = chain(header, text)
    for number, cells in _rows(lines, delimiter, file, n_before):
        if any(cell.strip() for cell in cells):
            yield Row(number, cells)


def _rows(
    lines: Iterator[str], delimiter: str, file: str, n_before: int
) -> Iterator[Row[list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    line = n_before + 1
    try:
        for cells in reader:
            yield Row(line, cells)
            line = n_before + reader.line_num + 1
    except csv.Error as error:
        found = f"a row that cannot be read ({error})"
        expected = "a closing quote for every quoted cell"
        raise InputError([Fault(file, found, expected, line=line)]) from None


def _read_header(lines: Iterator[str]) -> list[str]:
    """Return the blank lines at the top and the lines of the header: its quotes are closed."""
    header: list[str] = []
    for line in lines:
        header.append(line)
        joined = "".join(header)
        is_closed = joined.count('"') % 2 == 0
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
    if file.lower().endswith(".tsv"):
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

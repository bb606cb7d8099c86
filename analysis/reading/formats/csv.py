"""Tables as text: `.csv`, with commas or semicolons between the columns, and `.tsv`, with tabs."""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from analysis.faults import Fault, InputError, Report
from analysis.reading.encodings import decode_lines
from analysis.reading.table_files import Row

LONGEST_CELL = 2**31 - 1  # characters; the csv module itself allows 131,072


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the rows that are not blank, the header first, each with the number of its first line.

    Raises:
        InputError: for a row whose quotes are wrong, and for bytes that cannot be decoded.
    """
    text = decode_lines(handle, file, encoding)
    top = next(text, "")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(chain([top], text), strict=True, delimiter=_delimiter(top, file))
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        found = f"a row that cannot be read ({error})"
        expected = "a closing quote for every quoted cell"
        raise InputError([Fault(file, found, expected, line=line)]) from None


def _delimiter(header: str, file: str) -> str:
    if file.lower().endswith(".tsv"):
        return "\t"
    return ";" if ";" in header and "," not in header else ","

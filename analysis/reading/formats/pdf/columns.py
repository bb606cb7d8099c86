"""The columns of the pages, the notes at their foot, and the type of the body of the text."""

import re
from collections import Counter
from typing import NamedTuple

from analysis.reading.formats.pdf.lines import Line

LARGER = 1.08  # times the size of the body: a heading
SMALLER = 0.92  # times the size of the body: a footnote

_NOTE = re.compile(r"[\d*†‡§¹²³⁰⁴-⁹]")  # a note begins with a number or a symbol


class HeadingStyle(NamedTuple):
    """The type in which headings are set; the greater of two styles is of a higher level."""

    size: float
    bold: bool


class BodyType(NamedTuple):
    """The type of most letters of a text."""

    size: float
    bold: bool

    def heading_style(self, line: Line) -> HeadingStyle | None:
        """Return the type of a line that may be a heading; None if it is set like the body."""
        is_larger = line.size > LARGER * self.size
        is_bolder = line.bold and not self.bold
        if is_larger or (is_bolder and line.size > SMALLER * self.size):
            return HeadingStyle(line.size, line.bold)
        return None


def find_body_type(lines: list[Line]) -> BodyType:
    """Find the size of most letters, and whether most letters are bold."""
    letters_of_size: Counter[float] = Counter()
    n_bold = 0
    for line in lines:
        letters_of_size[line.size] += len(line.text)
        if line.bold:
            n_bold += len(line.text)
    if not letters_of_size:
        return BodyType(0, False)
    (size, _), *_ = letters_of_size.most_common(1)
    return BodyType(size, 2 * n_bold > letters_of_size.total())


def split_columns(lines: list[Line]) -> list[list[Line]]:
    """Split lines into columns, each of which goes from top to bottom.

    A column begins on a new page, and with a line that is higher than the one before it.
    """
    columns: list[list[Line]] = []
    above = None
    for line in lines:
        if above is None or _begins_column(line, above):
            columns.append([])
        columns[-1].append(line)
        above = line
    return columns


def _begins_column(line: Line, above: Line) -> bool:
    if line.page != above.page:
        return True
    return line.base > above.base + above.size


def remove_notes(column: list[Line], body: BodyType) -> tuple[list[Line], int]:
    """Return a column without the notes at its foot, and the number of those notes.

    Notes are set in smaller type than the body; the first one begins with a number or a symbol.
    """
    start = len(column)
    while start and column[start - 1].size < SMALLER * body.size:
        start -= 1
    if start == 0:
        return column, 0  # the whole column is in small type, so it is no note
    while start < len(column) and not _NOTE.match(column[start].text):
        start += 1
    starts_of_notes = [line for line in column[start:] if _NOTE.match(line.text)]
    return column[:start], len(starts_of_notes)

"""The columns of the pages, the type in which most of the text is set, and the notes at the foot of a column."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from analysis.reading.formats.pdf.lines import Line

LARGER = 1.08  # times the size of the body: a heading
SMALLER = 0.92  # times the size of the body: a footnote

_NOTE = re.compile(r"[\d*†‡§¹²³⁰⁴-⁹]")  # the number or symbol with which a note begins


class HeadingStyle(NamedTuple):
    """The type of a heading; of two headings, the one with the greater style is higher."""

    size: float
    bold: bool


class BodyType(NamedTuple):
    """The type of most letters of a text."""

    size: float
    bold: bool

    def heading_style(self, line: Line) -> HeadingStyle | None:
        """The type of a line that may be a heading; None where it is set like the body."""
        is_larger = line.size > LARGER * self.size
        is_bolder = line.bold and not self.bold
        if is_larger or (is_bolder and line.size > SMALLER * self.size):
            return HeadingStyle(line.size, line.bold)
        return None


def body_type(lines: list[Line]) -> BodyType:
    """The size of most letters, and whether most letters are bold."""
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
    """The columns, each read from top to bottom.

    A column begins on a new page, and with a line that is higher than the one before it.
    """
    columns: list[list[Line]] = [lines[:1]] if lines else []
    for above, line in pairwise(lines):
        if above.page != line.page or line.base > above.base + above.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def remove_notes(column: list[Line], body: BodyType) -> tuple[list[Line], int]:
    """A column without the notes at its foot, and how many there are.

    Notes are set in smaller type than the body; the first one begins with a number or a symbol.
    """
    start = len(column)
    while start and column[start - 1].size < SMALLER * body.size:
        start -= 1
    if start == 0:
        return column, 0  # the whole column is small: a text of its own
    while start < len(column) and not _NOTE.match(column[start].text):
        start += 1
    n_notes = sum(1 for line in column[start:] if _NOTE.match(line.text))
    return column[:start], n_notes

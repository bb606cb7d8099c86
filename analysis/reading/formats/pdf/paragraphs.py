"""From lines to paragraphs, by how the lines are placed in relation to each other.

A paragraph begins after a wide gap, at an indent, with a list item, and after a line that ends a sentence although the
next word would have fitted in. Over a page break it continues, unless a sentence ends there and either the line was
short or the next one is indented.

Short lines that end no sentence, and lines with wide blanks inside that follow one another, are rows: of a table, or of
a list without bullets.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import mode
from typing import NamedTuple

import regex

from analysis.reading.formats.pdf.columns import LARGER, BodyType
from analysis.reading.formats.pdf.lines import BULLET_CHARACTER, DIVIDED, Line
from analysis.reading.formats.pdf.words import is_wide

WIDE_LETTERS = 0.8  # of their size: as wide is the average letter of a row; in text it is 0.5, for capitals 0.75
WIDEST_STEP = 2.4  # times the size of the letters: the distance between lines in double spacing
WIDE_GAP = 1.35  # times the usual distance between lines: a new paragraph
HEADING_STEP = (
    1.3  # times the size of its letters: the usual distance between the lines of a heading
)
SHORT_LINE = (
    0.6  # of the width of its column: a line as short may end a paragraph without ending a sentence
)
NEAR = 4  # lines above and below that show how wide a column is
INDENT = 0.7  # times the size of the body: less is no indent
TOLERANCE = 2  # points: lines that begin as near to each other begin at the same position
BLANK = 0.8  # times the size of the letters: the room that a blank, and a bit more, takes

ITEM_MARKER = re.compile(r"(?:[-–*]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_SENTENCE_ENDS = regex.compile(
    r"[\p{Sentence_Terminal}…:;][\p{Pe}\p{Pf}\p{Quotation_Mark}\d¹²³⁰⁴-⁹]*$"
)
_GOES_ON = re.compile(rf"[,(‐–—{DIVIDED}-]$")


class _Start(Enum):
    """What begins with a line."""

    NOTHING = "nothing: the line continues the group"
    GROUP = "a paragraph, a list item or a heading"
    ROW = "a row, after another one"


class _Edges(NamedTuple):
    """Where the lines of a column begin and end, near one of its lines."""

    left: float
    right: float


@dataclass
class Group:
    """The lines of one paragraph, list item, heading or row."""

    lines: list[Line]
    follows_row: bool = False  # it is a row, and so is the group before it


def group_lines(columns: list[list[Line]], body: BodyType) -> list[Group]:
    """The lines that belong together, in reading order."""
    step = _usual_step(columns, body)
    groups: list[Group] = []
    for column in columns:
        left = _usual_left(column)
        for number, line in enumerate(column):
            near = column[max(0, number - NEAR) : number + NEAR]
            edges = _Edges(left, right=max(each.right for each in near))
            start = _Start.GROUP
            if groups:
                start = _Comparison(line, groups[-1].lines, edges, body, step).start()
            if start != _Start.NOTHING:
                groups.append(Group([], follows_row=start == _Start.ROW))
            groups[-1].lines.append(line)
    return groups


def _usual_step(columns: list[list[Line]], body: BodyType) -> float:
    """The most frequent distance between two lines of the body, to half a point."""
    steps: list[float] = []
    for column in columns:
        for above, line in pairwise(column):
            if above.size == line.size == body.size:
                steps.append(round(2 * (above.base - line.base)) / 2)
    return min(mode(steps or [0]), WIDEST_STEP * body.size)


def _usual_left(column: list[Line]) -> float:
    """Where most lines begin, to a point; of positions that are equally frequent, the leftmost."""
    return mode(sorted(round(line.left) for line in column))


class _Comparison:
    """A line beside the group of lines before it."""

    def __init__(
        self, line: Line, group: list[Line], edges: _Edges, body: BodyType, step: float
    ) -> None:
        self.line = line
        self.first = group[0]
        self.above = group[-1]
        self.edges = edges
        self.body = body
        self.step = step
        self.style = body.heading_style(line)
        self.ends_sentence = bool(_SENTENCE_ENDS.search(self.above.text))

    def start(self) -> _Start:
        """What begins with the line."""
        if self._are_rows():
            return _Start.ROW
        if self._is_other_kind():
            return _Start.GROUP
        if self.above.page != self.line.page or self.above.base < self.line.base:
            return self._start_of_column()
        if self._is_after_gap() or self._is_shifted():
            return _Start.GROUP
        if self._continues():
            return _Start.NOTHING
        if self.ends_sentence:
            return _Start.GROUP
        return _Start.ROW if self._is_above_short() else _Start.NOTHING

    def _are_rows(self) -> bool:
        return is_row(self.line) and is_row(self.above) and self.above.page == self.line.page

    def _is_other_kind(self) -> bool:
        """Whether the type changes, or a list item begins."""
        text = self.line.text
        if self.style != self.body.heading_style(self.above) or BULLET_CHARACTER.match(text):
            return True
        return self.ends_sentence and bool(ITEM_MARKER.match(text))

    def _start_of_column(self) -> _Start:
        """What begins with the first line of a page or column."""
        if abs(self.line.size - self.above.size) > (LARGER - 1) * self.body.size:
            return _Start.GROUP
        if not self.ends_sentence or self._is_lower_case():
            return _Start.NOTHING
        # How far the line above could have gone, if its column is as wide as this line.
        right = self.above.left + self.line.right - self.line.left
        if self._is_indented() or self._had_room(right):
            return _Start.GROUP
        return _Start.NOTHING

    def _is_after_gap(self) -> bool:
        usual = HEADING_STEP * self.line.size if self.style else self.step
        return self.above.base - self.line.base > WIDE_GAP * usual

    def _is_shifted(self) -> bool:
        """Whether the line begins left of the list item before it, or is indented where no line above is."""
        if is_item(self.first):
            return self.line.left < self.first.left - TOLERANCE
        return self._is_indented() and self.above.left < self.edges.left + TOLERANCE

    def _continues(self) -> bool:
        if self._is_hanging() or self._is_lower_case() or self.style:
            return True
        return not self._had_room(self.edges.right)

    def _is_hanging(self) -> bool:
        """Whether the line is set below the text of a list item, right of its bullet or number."""
        is_right_of_item = self.line.left > self.first.left + TOLERANCE
        return is_item(self.first) and is_right_of_item and not is_item(self.line)

    def _is_indented(self) -> bool:
        return self.line.left > self.edges.left + INDENT * self.body.size

    def _is_lower_case(self) -> bool:
        return self.line.text[0].islower()

    def _had_room(self, right: float) -> bool:
        """Whether the first word of the line would have fitted above, so that the line above was ended on purpose."""
        share = len(self.line.text.split()[0]) / len(self.line.text)
        word = share * (self.line.right - self.line.left)
        return self.above.right + word + BLANK * self.line.size < right

    def _is_above_short(self) -> bool:
        """Whether the line above is short, and does not end as if more were to follow."""
        width = self.edges.right - self.edges.left
        is_short = self.above.right < self.edges.left + SHORT_LINE * width
        return is_short and not _GOES_ON.search(self.above.text)


def is_item(line: Line) -> bool:
    """Whether a line begins with a bullet, a dash, or the number or letter of a list item."""
    return bool(BULLET_CHARACTER.match(line.text) or ITEM_MARKER.match(line.text))


def is_row(line: Line) -> bool:
    """Whether a line is far wider than its letters, as wide blanks separate the cells of a table."""
    n_letters = len(line.text) + sum(1 for character in line.text if is_wide(character))
    return line.right - line.left > WIDE_LETTERS * line.size * n_letters

"""From lines to paragraphs, by how the lines are placed in relation to each other.

A paragraph begins after a wide gap, at an indent, with a list item, and after a line that ends a
sentence although the next word would have fitted in. Over a page break it continues, unless a
sentence ends there and either the line was short or the next one is indented.

The rows of a table, or of a list without bullets, are lines of two kinds: short lines that do not
end a sentence, and neighbouring lines with wide blanks inside.
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

# Times the size of a letter: its average width in a row. It is 0.5 in text, 0.75 in capitals.
WIDE_LETTERS = 0.8
WIDEST_STEP = 2.4  # times the size of the letters: the distance between lines in double spacing
WIDE_GAP = 1.35  # times the usual distance between lines: a new paragraph
HEADING_STEP = 1.3  # times the size of its letters: the usual distance of a heading's lines
SHORT_LINE = 0.6  # of the width of its column: a shorter line may be a row
NEAR = 4  # lines above and below that show how wide a column is
INDENT = 0.7  # times the size of the body: the smallest indent
TOLERANCE = 2  # points: lines that begin closer to each other begin at the same position
BLANK = 0.8  # times the size of the letters: the room for a blank and a little more

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
    """Group lines that belong together, in reading order."""
    step = _find_usual_step(columns, body)
    groups: list[Group] = []
    for column in columns:
        left = _find_usual_left(column)
        for number, line in enumerate(column):
            first_near = max(0, number - NEAR)
            near = column[first_near : number + NEAR]
            right = max(each.right for each in near)
            start = _Start.GROUP
            if groups:
                before = groups[-1].lines
                comparison = _Comparison(line, before, _Edges(left, right), body, step)
                start = comparison.start()
            if start != _Start.NOTHING:
                follows_row = start == _Start.ROW
                groups.append(Group([], follows_row))
            groups[-1].lines.append(line)
    return groups


def _find_usual_step(columns: list[list[Line]], body: BodyType) -> float:
    """Return the most frequent distance between two lines of the body, to half a point."""
    steps: list[float] = []
    for column in columns:
        for above, line in pairwise(column):
            if above.size == line.size == body.size:
                half_points = round(2 * (above.base - line.base))
                steps.append(half_points / 2)
    usual = mode(steps) if steps else 0
    return min(usual, WIDEST_STEP * body.size)


def _find_usual_left(column: list[Line]) -> float:
    """Return where most lines begin, to a point; the leftmost of equally frequent positions."""
    positions = [round(line.left) for line in column]
    return mode(sorted(positions))


class _Comparison:
    """One line, compared with the group of lines before it."""

    def __init__(
        self,
        line: Line,
        group: list[Line],
        edges: _Edges,
        body: BodyType,
        step: float,
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
        """Return what begins with the line."""
        if self._are_rows():
            return _Start.ROW
        if self._is_other_kind():
            return _Start.GROUP
        if self._is_in_new_column():
            return self._start_of_column()
        if self._is_after_gap() or self._is_shifted():
            return _Start.GROUP
        if self._continues():
            return _Start.NOTHING
        if self.ends_sentence:
            return _Start.GROUP
        return _Start.ROW if self._is_above_short() else _Start.NOTHING

    def _are_rows(self) -> bool:
        if self.above.page != self.line.page:
            return False
        return is_row(self.line) and is_row(self.above)

    def _is_in_new_column(self) -> bool:
        if self.above.page != self.line.page:
            return True
        return self.above.base < self.line.base

    def _is_other_kind(self) -> bool:
        """Whether the type changes, or a list item begins."""
        if self.style != self.body.heading_style(self.above):
            return True
        if BULLET_CHARACTER.match(self.line.text):
            return True
        return self.ends_sentence and bool(ITEM_MARKER.match(self.line.text))

    def _start_of_column(self) -> _Start:
        """Return what begins with the line, which is the first one of a page or column."""
        difference = abs(self.line.size - self.above.size)
        if difference > (LARGER - 1) * self.body.size:
            return _Start.GROUP
        if not self.ends_sentence or self._is_lower_case():
            return _Start.NOTHING
        # How far the line above could have gone, if its column is as wide as this line.
        line = self.line
        right = self.above.left + line.right - line.left
        if self._is_indented() or self._had_room(right):
            return _Start.GROUP
        return _Start.NOTHING

    def _is_after_gap(self) -> bool:
        usual = self.step
        if self.style:
            usual = HEADING_STEP * self.line.size
        step = self.above.base - self.line.base
        return step > WIDE_GAP * usual

    def _is_shifted(self) -> bool:
        """Whether the line begins left of the list item before it, or has an indent of its own."""
        if is_item(self.first):
            return self.line.left < self.first.left - TOLERANCE
        is_above_flush = self.above.left < self.edges.left + TOLERANCE
        return is_above_flush and self._is_indented()

    def _continues(self) -> bool:
        if self._is_hanging() or self._is_lower_case() or self.style:
            return True
        return not self._had_room(self.edges.right)

    def _is_hanging(self) -> bool:
        """Whether the line is set below the text of a list item, right of its bullet or number."""
        if self.line.left <= self.first.left + TOLERANCE:
            return False
        return is_item(self.first) and not is_item(self.line)

    def _is_indented(self) -> bool:
        indent = INDENT * self.body.size
        return self.line.left > self.edges.left + indent

    def _is_lower_case(self) -> bool:
        return self.line.text[0].islower()

    def _had_room(self, right: float) -> bool:
        """Whether the first word would have fitted in above, so that the break is on purpose."""
        line = self.line
        first_word, *_ = line.text.split()
        share = len(first_word) / len(line.text)
        width = share * (line.right - line.left)
        return self.above.right + width + BLANK * line.size < right

    def _is_above_short(self) -> bool:
        """Whether the line above is short and does not end as if more would follow."""
        edges = self.edges
        short = SHORT_LINE * (edges.right - edges.left)
        if self.above.right >= edges.left + short:
            return False
        return not _GOES_ON.search(self.above.text)


def is_item(line: Line) -> bool:
    """Whether a line begins with a bullet, a dash, or the number or letter of a list item."""
    start = BULLET_CHARACTER.match(line.text) or ITEM_MARKER.match(line.text)
    return start is not None


def is_row(line: Line) -> bool:
    """Whether a line is much wider than its letters, as the cells of a table are far apart."""
    n_wide = 0 if line.text.isascii() else sum(map(is_wide, line.text))
    if n_wide and " " not in line.text:
        return False  # Chinese that fills its line, its letters set apart
    n_letters = len(line.text) + n_wide  # a wide one takes the room of two
    width = line.right - line.left
    return width > WIDE_LETTERS * line.size * n_letters

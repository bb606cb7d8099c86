"""Numbers in the margin that count the lines of a page, as in bills, poems and transcripts.

They count every line, or every second, third, fifth or tenth one. What tells them from other
numbers is their place: they are above one another, in a strip of the page that holds nothing else,
and as far apart as the lines that they count. The numbers of paragraphs, of list items and of the
rows of a table are not, and so they are kept.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median, mode
from typing import NamedTuple

from analysis.reading.formats.pdf.characters import Characters
from analysis.reading.formats.pdf.words import is_wide

UNITS = (1, 2, 3, 4, 5, 10)  # lines from one number to the next
FEWEST = 2  # numbers on a page; one more if they count every line
REGULAR = 0.6  # of the numbers, at least, are as far from the next one as the lines they count
SAME_STEP = 0.08  # the share by which the distance of two lines may differ from the usual one
GRID = 10  # as many numbers on a page may have distances of their own, if all are the same
SAME_GRID = 0.02
GAP = 0.5  # times the size of the letters: numbers are farther from the lines that they count
CROSSING = 0.1  # of the lines, at most, reach into the strip: a title, a running header
MOST_CROSSING = 2  # lines may reach into the strip on any page
RUNNING_ON = 0.2  # of the lines of running text, at least, begin inside a sentence
FEWEST_LETTERS = 15  # in the usual line of running text; a wide letter counts twice

LINE_ENDS = "\r\n"
LONGEST = 4  # digits in a number

_DIGITS = re.compile(r"\d+")
_LINE = re.compile(r"[^\r\n]+")


class Piece(NamedTuple):
    """A number, or what is written before, between or after the numbers of a line."""

    text: str
    start: int  # its first offset
    left: float
    right: float
    base: float
    size: float

    @property
    def offsets(self) -> range:
        """The offsets of its characters."""
        return range(self.start, self.start + len(self.text))


class Strip(NamedTuple):
    """Numbers of one page that are above one another, from the highest."""

    numbers: list[Piece]
    left: float
    right: float
    unit: int  # how many lines there are from one number to the next

    def holds(self, piece: Piece) -> bool:
        """Whether a part of the piece is above or below the numbers."""
        return piece.left < self.right and self.left < piece.right


def find_strips(characters: Characters) -> list[Strip]:
    """Find the strips of a page whose numbers count its lines."""
    numbers = _find_numbers(characters)
    strips = [_make_strip(stack) for stack in _stack(numbers)]
    likely = [strip for strip in strips if len(strip.numbers) >= FEWEST + (strip.unit == 1)]
    if not likely:
        return []  # as on most pages
    text = _find_text(characters, numbers)
    return [strip for strip in likely if _is_empty(strip, text) and _counts_lines(strip, text)]


def find_line_numbers(strips: Iterable[Strip], characters: Characters) -> list[Piece]:
    """Find the numbers of a page that are in strips found on any page."""
    numbers = _find_numbers(characters)
    text = _find_text(characters, numbers)
    empty = [strip for strip in strips if _is_empty(strip, text)]
    found = []
    for number in numbers:
        units = {strip.unit for strip in empty if strip.holds(number)}
        if any(int(number.text) % unit == 0 for unit in units):
            found.append(number)
    return found


# -- numbers and the text around them ------------------------------------------------------------


def _find_numbers(characters: Characters) -> list[Piece]:
    numbers: list[Piece] = []
    for match in _DIGITS.finditer(characters.text):
        start, end = match.span()
        if not _is_at_edge(characters.text, start, end):
            continue
        if characters.are_level(start, end - 1):
            numbers.append(_measure(characters, start, end))
        else:  # pdfium joined the numbers of several lines
            numbers += _split_digits(characters, start, end)
    return [number for number in numbers if len(number.text) <= LONGEST]


def _is_at_edge(text: str, start: int, end: int) -> bool:
    """Whether digits are alone at the start or end of a line, or after a drop cap."""
    after = text[end : end + 1]
    if after.strip():
        return False  # such as `1.`
    before = text[max(0, start - 2) : start].rjust(2, "\n")
    if before[1] in LINE_ENDS:
        return True
    if before[1].isalpha() and before[0] in LINE_ENDS:  # a drop cap
        return True
    return after in LINE_ENDS and before[1].isspace()


def _split_digits(characters: Characters, start: int, end: int) -> list[Piece]:
    """Split digits where the next one is on another line."""
    numbers = []
    first = start
    for offset in range(start + 1, end + 1):
        if offset == end or not characters.are_level(offset - 1, offset):
            numbers.append(_measure(characters, first, offset))
            first = offset
    return numbers


def _find_text(characters: Characters, numbers: list[Piece]) -> list[Piece]:
    """Find what is written beside the numbers of a page, line by line."""
    text = list(characters.text)
    for number in numbers:
        for offset in number.offsets:
            text[offset] = "\n"
    pieces = []
    for line in _LINE.finditer("".join(text)):
        offsets = characters.visible(*line.span())
        if offsets:
            pieces.append(_measure(characters, offsets[0], offsets[-1] + 1))
    return pieces


def _measure(characters: Characters, start: int, end: int) -> Piece:
    first = characters.origin(start)
    last = characters.origin(end - 1)
    return Piece(
        text=characters.text[start:end],
        start=start,
        left=min(first.x, last.x),
        right=max(characters.right_edge(start), characters.right_edge(end - 1)),
        base=first.y,
        size=characters.size(start),
    )


def _stack(numbers: list[Piece]) -> list[list[Piece]]:
    """Group the numbers that are above one another."""
    stacks: list[list[Piece]] = []
    right = 0.0
    for number in sorted(numbers, key=lambda number: number.left):
        if not stacks or number.left >= right:
            stacks.append([])
            right = number.right
        right = max(right, number.right)
        stacks[-1].append(number)
    return stacks


def _make_strip(stack: list[Piece]) -> Strip:
    """Keep the numbers that grow by the same unit from one to the next."""
    ordered = sorted(stack, key=lambda number: -number.base)
    pairs = list(pairwise(ordered))
    growths = Counter(_growth(upper, lower) for upper, lower in pairs)
    unit = max(UNITS, key=growths.__getitem__)
    numbers: list[Piece] = []
    for upper, lower in pairs:
        if _growth(upper, lower) == unit:
            if upper not in numbers[-1:]:
                numbers.append(upper)
            numbers.append(lower)
    left = min((number.left for number in numbers), default=0.0)
    right = max((number.right for number in numbers), default=0.0)
    return Strip(numbers, left, right, unit)


def _growth(upper: Piece, lower: Piece) -> int:
    """Return by how much a number is larger than the one above it."""
    return int(lower.text) - int(upper.text)


# -- what tells the numbers of lines from others -------------------------------------------------


def _is_empty(strip: Strip, text: list[Piece]) -> bool:
    """Whether a strip of the page holds its numbers and next to nothing else."""
    n_crossing = sum(map(strip.holds, text))
    return n_crossing <= max(MOST_CROSSING, CROSSING * len(text))


def _counts_lines(strip: Strip, text: list[Piece]) -> bool:
    """Whether the numbers of a strip are as far apart as the lines that they count."""
    if not _is_apart(strip, text) or (strip.unit == 1 and not _is_running_text(text)):
        return False
    pairs = list(pairwise(strip.numbers))
    step = _find_usual_step(text)
    bases = _find_bases(text)
    n_regular = 0
    for upper, lower in pairs:
        n_lines = _growth(upper, lower)
        distance = upper.base - lower.base
        is_regular = abs(distance - n_lines * step) <= SAME_STEP * n_lines * step
        n_between = sum(1 for base in bases if lower.base - 1 < base < upper.base - 1)
        n_regular += is_regular or n_between == n_lines
    return n_regular >= REGULAR * len(pairs) or _is_grid(pairs)


def _is_apart(strip: Strip, text: list[Piece]) -> bool:
    """Whether most numbers are farther from the line beside them than words are."""
    n_near = 0
    for number in strip.numbers:
        beside = [piece for piece in text if abs(piece.base - number.base) < number.size / 2]
        gaps = [_measure_gap(number, piece) for piece in beside]
        nearest = min(gaps, default=number.size)
        n_near += nearest < GAP * number.size
    return 2 * n_near < len(strip.numbers)


def _measure_gap(number: Piece, piece: Piece) -> float:
    """Return the distance between a number and what is written to its left or right."""
    return max(piece.left - number.right, number.left - piece.right)


def _is_running_text(text: list[Piece]) -> bool:
    """Whether the lines are long enough for running text, and sentences go on over their ends."""
    lengths = []
    n_running_on = 0
    for line in text:
        lengths.append(len(line.text) + sum(map(is_wide, line.text)))
        first = line.text[0]
        n_running_on += first.isalpha() and not first.isupper()
    return median(lengths) >= FEWEST_LETTERS and n_running_on >= RUNNING_ON * len(text)


def _find_usual_step(text: list[Piece]) -> float:
    """Return the most frequent distance of two lines, to half a point; 0 if there is one line."""
    steps = []
    for above, line in pairwise(text):
        if above.base - line.base > line.size / 2:
            half_points = round(2 * (above.base - line.base))
            steps.append(half_points / 2)
    return mode(steps) if steps else 0.0


def _find_bases(text: list[Piece]) -> list[float]:
    """Return the baselines of a page from the highest; a raised number has none of its own."""
    bases: list[float] = []
    for piece in sorted(text, key=lambda piece: -piece.base):
        if not bases or bases[-1] - piece.base > piece.size / 2:
            bases.append(piece.base)
    return bases


def _is_grid(pairs: list[tuple[Piece, Piece]]) -> bool:
    """Whether all of many numbers have the same distance, as on the paper of law courts."""
    if len(pairs) < GRID:
        return False
    distances = [upper.base - lower.base for upper, lower in pairs]
    usual = median(distances)
    return all(abs(distance - usual) <= SAME_GRID * usual for distance in distances)

"""The characters of a page: what pdfium knows about each, and where it is on the upright page.

Offsets count the characters of a page from 0. Lengths and positions are in points, from the lower
left corner of the page as its text is read. Most text of a page may run upwards or downwards, as
on a page that a viewer turns: then positions are turned as well.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import islice
from math import hypot, pi
from typing import Any, NamedTuple

from pypdfium2 import raw

from analysis.reading.layout_writer import SUPERSCRIPT_DIGITS
from analysis.reading.zip_files import TooLarge

DIVIDED = "\x02"  # what pdfium reads for the hyphen of a word that is divided at the end of a line
RAISED = 0.85  # times the size of the character before it: a superscript digit is smaller
SAME_BASELINE = 1  # points: baselines that are closer to each other are one
MOST_CHARACTERS = 200_000  # of a page: the largest posters have fewer
PROBES = 40  # characters of a page that show which way its text runs

_BOLD = re.compile(rb"bold|black|heavy|demi|medi\b|cmbx|sfbx", re.IGNORECASE)
_VISIBLE = re.compile(rf"[^\s\x00-{DIVIDED}]")

Page = Any  # pypdfium2.PdfPage
TextPage = Any  # pypdfium2.PdfTextPage


class Position(NamedTuple):
    """A point of a page."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle of a page."""

    left: float
    bottom: float
    right: float
    top: float


class Characters:
    """The characters of a page, and what pdfium knows about each.

    Attributes:
        text: the characters. pdfium adds blanks and line ends where it finds gaps.
        box: the edges of the page.
    """

    def __init__(self, page: Page) -> None:
        self._text_page, self._quarter_turns = _open_upright(page)
        if self._text_page.count_chars() > MOST_CHARACTERS:
            raise TooLarge(f"a page of more than {MOST_CHARACTERS:,} characters")
        read_code = partial(raw.FPDFText_GetUnicode, self._text_page.raw)
        codes = map(read_code, range(self._text_page.count_chars()))
        self.text = "".join(map(chr, codes))
        self.box = self.turn_box(page.get_bbox())

    def hide(self, offsets: Iterable[int]) -> None:
        """Put line ends in the place of characters that do not belong to the text."""
        text = list(self.text)
        for offset in offsets:
            text[offset] = "\n"
        self.text = "".join(text)

    def turn(self, x: float, y: float) -> Position:
        """Return where a point of the page is once its text is upright."""
        if self._quarter_turns == 0:
            return Position(x, y)
        if self._quarter_turns == 1:
            return Position(-y, x)
        if self._quarter_turns == 2:
            return Position(-x, -y)
        return Position(y, -x)

    def turn_box(self, box: tuple[float, float, float, float]) -> Box:
        """Return where a rectangle of the page is once its text is upright."""
        left, bottom, right, top = box
        if self._quarter_turns == 0:
            return Box(left, bottom, right, top)
        corner = self.turn(left, bottom)
        other = self.turn(right, top)
        return Box(
            min(corner.x, other.x),
            min(corner.y, other.y),
            max(corner.x, other.x),
            max(corner.y, other.y),
        )

    def origin(self, offset: int) -> Position:
        """Return where a character begins on its baseline."""
        x = ctypes.c_double()
        y = ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._text_page, offset, x, y)
        return self.turn(x.value, y.value)

    def are_level(self, offset: int, other: int) -> bool:
        """Whether two characters have the same baseline."""
        if offset == other:
            return True
        return abs(self.origin(offset).y - self.origin(other).y) < SAME_BASELINE

    def right_edge(self, offset: int) -> float:
        """Return where a character ends, including the space that its font leaves after it."""
        box = self._text_page.get_charbox(offset, loose=True)
        return self.turn_box(box).right

    def size(self, offset: int) -> float:
        """Return the size of a character on the page."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text_page, offset, matrix)
        scale = hypot(matrix.c, matrix.d)
        return raw.FPDFText_GetFontSize(self._text_page, offset) * scale

    def font(self, offset: int) -> bytes:
        """Return the name of the font of a character."""
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text_page, offset, name, 128, flags)
        return name.value

    def is_bold(self, offset: int) -> bool:
        """Whether the name of its font says that a character is bold."""
        return bool(_BOLD.search(self.font(offset)))

    def is_added(self, offset: int) -> bool:
        """Whether pdfium added a blank or a line end that the file does not hold."""
        return raw.FPDFText_IsGenerated(self._text_page, offset) == 1

    def is_unmapped(self, offset: int) -> bool:
        """Whether the file draws a character without stating which letter it is."""
        return raw.FPDFText_HasUnicodeMapError(self._text_page, offset) == 1

    def visible(self, start: int, end: int) -> list[int]:
        """Return the offsets of the characters that are visible on the page."""
        return [match.start() for match in _VISIBLE.finditer(self.text, start, end)]

    def in_reading_order(self, line_start: int, word: re.Match[str]) -> str:
        """Turn round a word of a right-to-left script that is stored from left to right."""
        first = self.origin(line_start + word.start())
        last = self.origin(line_start + word.end() - 1)
        letters = word[0]
        return letters[::-1] if first.x < last.x else letters

    def with_superscript(self, line_start: int, digits: re.Match[str]) -> str:
        """Raise digits that are smaller and higher than the character before them."""
        offset = line_start + digits.start()
        before = offset - 1
        if self.size(offset) >= RAISED * self.size(before):
            return digits[0]
        if self.origin(offset).y <= self.origin(before).y:
            return digits[0]
        return digits[0].translate(SUPERSCRIPT_DIGITS)


def _open_upright(page: Page) -> tuple[TextPage, int]:
    """Open the text of a page, turned so that most of its text is upright.

    Returns:
        The text, and by how many quarters of a turn it runs clockwise on the page as stored.
    """
    text_page = page.get_textpage()
    quarter_turns = _find_quarter_turns(text_page)
    upright = -90 * quarter_turns % 360
    if page.get_rotation() != upright:
        page.set_rotation(upright)  # pdfium finds lines and blanks on the page as it is shown
        text_page = page.get_textpage()
    return text_page, quarter_turns


def _find_quarter_turns(text_page: TextPage) -> int:
    """Return which way most characters run: to the right (0), down (1), left (2) or up (3)."""
    n_characters = text_page.count_chars()
    stride = max(1, n_characters // PROBES)
    offsets = islice(range(0, n_characters, stride), PROBES)
    turns: Counter[int] = Counter()
    for offset in offsets:
        angle = raw.FPDFText_GetCharAngle(text_page, offset)  # in radians, clockwise; -1: unknown
        if angle >= 0:
            turns[round(angle / (pi / 2)) % 4] += 1
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)

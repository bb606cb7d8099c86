"""From characters to lines: what a PDF says about its characters, and the lines they form.

Lines come in the order of the file, which goes column by column in what word processors, browsers
and LaTeX write. Offsets count the characters of a page from 0; lengths and positions are in points,
from the lower left corner.
"""

import ctypes
import re
from collections.abc import Iterator
from functools import partial
from math import hypot
from statistics import median
from typing import Any, NamedTuple

from pypdfium2 import raw

from analysis.reading.layout_writer import SUPERSCRIPT_DIGITS

DIVIDED = "\x02"  # what pdfium reads for the hyphen of a word that is divided at the end of a line
DRAWN_BULLET = "• "
LARGEST_BULLET = 10  # points: a drawn shape that is as wide is no bullet
RAISED = 0.85  # times the size of the character before it: a superscript digit is smaller
# The control characters for which fonts of TeX hold ligatures.
TEX_LIGATURES = {
    0x0B: "ff",
    0x0C: "fi",
    0x0E: "ffi",
    0x1B: "ff",
    0x1C: "fi",
    0x1D: "fl",
    0x1E: "ffi",
    0x1F: "ffl",
}

# A bullet. Private characters, the bullets of symbol fonts, count only if a blank follows.
BULLET_CHARACTER = re.compile(r"[•●▪■◦‣⁃∙·\uf0b7\uf0a7]\s*|[\ue000-\uf0ff]\s+")
_LINE = re.compile(rf"[^\r\n{DIVIDED}]*[^\s{DIVIDED}]{DIVIDED}?")
_NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TEX_BULLET = re.compile(r"^[\x01-\x1f\x7f-\x9f]\s+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_NOTE_NUMBER = re.compile(r"(?<=[^\s\d])\d{1,3}(?!\d)")
_BOLD = re.compile(rb"bold|black|heavy|demi|medi\b|cmbx|sfbx", re.IGNORECASE)

_Page = Any  # pypdfium2.PdfPage
_TextPage = Any  # pypdfium2.PdfTextPage


class Line(NamedTuple):
    """One line of a page."""

    text: str  # ends in DIVIDED where a word is divided there
    page: int  # its number, from 0
    height: float  # of the baseline, as a share of the height of the page
    left: float
    right: float
    base: float  # of the baseline
    size: float  # of its letters, to a tenth of a point
    bold: bool


class Position(NamedTuple):
    """A point of a page."""

    x: float
    y: float


class PageLines(NamedTuple):
    """The lines of a page, and how many characters the file draws without stating the letter."""

    lines: list[Line]
    unreadable: int


def read_lines(page: _Page, number: int) -> PageLines:
    """Read the lines of a page in the order of the file."""
    characters = Characters(page.get_textpage())
    bullets = list(_find_bullets(page))
    lines = []
    unreadable = 0
    for match in _LINE.finditer(characters.text):
        text, count = _NO_LETTER.subn("", _read_text(characters, match))
        unreadable += count
        text = text.strip()
        offsets = _find_visible(characters.text, *match.span())
        if text and offsets:
            line = _measure(text, offsets, characters, page, number)
            line = _add_bullet(line, bullets)
            is_divided = match[0].endswith(DIVIDED)
            lines.append(_finish(line, is_divided))
    return PageLines(_merge_lines(lines), unreadable)


class Characters:
    """The characters of a page, and what pdfium knows about each."""

    def __init__(self, page: _TextPage) -> None:
        self.page = page
        offsets = range(page.count_chars())
        codes = [raw.FPDFText_GetUnicode(page, offset) for offset in offsets]
        self.text = "".join(map(chr, codes))

    def origin(self, offset: int) -> Position:
        """Return where a character begins on its baseline."""
        x = ctypes.c_double()
        y = ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.page, offset, x, y)
        return Position(x.value, y.value)

    def right_edge(self, offset: int) -> float:
        """Return where a character ends, including the space that its font leaves after it."""
        box = self.page.get_charbox(offset, loose=True)
        return box[2]

    def size(self, offset: int) -> float:
        """Return the size of a character on the page."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.page, offset, matrix)
        scale = hypot(matrix.c, matrix.d)
        return raw.FPDFText_GetFontSize(self.page, offset) * scale

    def is_bold(self, offset: int) -> bool:
        """Whether the name of its font says that a character is bold."""
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.page, offset, name, 128, flags)
        return bool(_BOLD.search(name.value))

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


# -- text ----------------------------------------------------------------------------------------


def _read_text(characters: Characters, line: re.Match[str]) -> str:
    """Return the text of a line in reading order, with raised digits, ligatures and bullets."""
    start = line.start()
    text = line[0].rstrip(DIVIDED)
    text = _RIGHT_TO_LEFT.sub(partial(characters.in_reading_order, start), text)
    text = _NOTE_NUMBER.sub(partial(characters.with_superscript, start), text)
    text = _join_surrogates(text.translate(TEX_LIGATURES))
    return _TEX_BULLET.sub(DRAWN_BULLET, text)


def _join_surrogates(text: str) -> str:
    """Join the two halves (surrogates) that pdfium gives for a character beyond U+FFFF."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _find_visible(text: str, start: int, end: int) -> list[int]:
    """Return the offsets of the characters that are visible on the page."""
    offsets = []
    for offset in range(start, end):
        character = text[offset]
        if character > DIVIDED and not character.isspace():
            offsets.append(offset)
    return offsets


# -- positions -----------------------------------------------------------------------------------


def _measure(
    text: str,
    offsets: list[int],
    characters: Characters,
    page: _Page,
    number: int,
) -> Line:
    """Find the position and the type of a line from its first, middle and last character."""
    west, bottom, east, top = page.get_bbox()
    first = offsets[0]
    middle = offsets[len(offsets) // 2]
    last = offsets[-1]
    probes = [first, middle, last]
    origins = [characters.origin(offset) for offset in probes]
    base = median(origin.y for origin in origins)
    left = min(origins[0].x, origins[-1].x)
    right = max(characters.right_edge(first), characters.right_edge(last))
    page_height = (top - bottom) or 1
    n_right_to_left = sum(map(len, _RIGHT_TO_LEFT.findall(text)))
    if 2 * n_right_to_left > len(offsets):  # mirrored, so that a line begins at its left
        left, right = west + east - right, west + east - left
    return Line(
        text=text,
        page=number,
        height=(base - bottom) / page_height,
        left=left,
        right=right,
        base=base,
        size=median(map(characters.size, probes)),
        bold=all(map(characters.is_bold, probes)),
    )


def _find_bullets(page: _Page) -> Iterator[Position]:
    """Yield left edge and middle of each small square or disc: browsers draw bullets that way."""
    shapes = page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=1)
    for shape in shapes:
        west, south, east, north = shape.get_bounds()
        width = east - west
        height = north - south
        if 0.7 * height < width < min(1.4 * height, LARGEST_BULLET):
            yield Position(west, (south + north) / 2)


def _add_bullet(line: Line, bullets: list[Position]) -> Line:
    """Put a bullet before the text of a line if one is drawn there."""
    near = [bullet.x for bullet in bullets if _is_before(bullet, line)]
    if not near or BULLET_CHARACTER.match(line.text):
        return line
    text = DRAWN_BULLET + line.text
    return line._replace(text=text, left=max(near))


def _is_before(bullet: Position, line: Line) -> bool:
    """Whether a bullet is left of a line, close to it and between its baseline and its top."""
    if not bullet.x < line.left < bullet.x + 2.5 * line.size:
        return False
    height = (bullet.y - line.base) / line.size
    return -0.1 < height < 0.8


def _finish(line: Line, is_divided: bool) -> Line:
    text = line.text + DIVIDED if is_divided else line.text
    size = round(line.size, 1)
    return line._replace(text=text, size=size)


def _merge_lines(lines: list[Line]) -> list[Line]:
    """Merge the segments into which pdfium splits a line, as at the raised number of a note."""
    merged: list[Line] = []
    for line in lines:
        if merged and _continues(merged[-1], line):
            merged[-1] = _merge(merged[-1], line)
        else:
            merged.append(line)
    return merged


def _measure_gap(before: Line, line: Line) -> float:
    """Return the gap between two segments of a line, as a share of the size of the letters."""
    size = line.size or 1
    return (line.left - before.right) / size


def _continues(before: Line, line: Line) -> bool:
    if before.text.endswith(DIVIDED):
        return False
    rise = abs(line.base - before.base)
    return rise < line.size / 2 and _measure_gap(before, line) > -0.2


def _merge(before: Line, line: Line) -> Line:
    blank = " " if _measure_gap(before, line) > 0.15 else ""
    return before._replace(
        text=before.text + blank + line.text,
        right=line.right,
        bold=before.bold and line.bold,
    )

"""From characters to lines: what a page of a PDF says about its characters, and the lines that they form.

Lines come in the order of the file, which goes column by column in what word processors, browsers and LaTeX write.
Offsets count the characters of a page from 0; lengths and positions are in points, from the lower left corner.
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
LARGEST_BULLET = 10  # points: no bullet that a page draws is as wide
RAISED = 0.85  # of the size of the character before it: a superscript digit is smaller than that
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

# A bullet; private characters, which are the bullets of symbol fonts, only where a blank follows.
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


class PageLines(NamedTuple):
    """The lines of a page, and the number of its characters for which the file states no letter."""

    lines: list[Line]
    unreadable: int


def read_lines(page: _Page, number: int) -> PageLines:
    """Read the lines of a page in the order of the file."""
    characters = Characters(page.get_textpage())
    bullets = list(_drawn_bullets(page))
    lines = []
    unreadable = 0
    for match in _LINE.finditer(characters.text):
        text, count = _NO_LETTER.subn("", _line_text(characters, match))
        unreadable += count
        text = text.strip()
        offsets = _visible_offsets(characters.text, *match.span())
        if text and offsets:
            line = _measure(text, offsets, characters, page, number)
            line = _add_bullet(line, bullets)
            lines.append(_finish(line, divided=match[0].endswith(DIVIDED)))
    return PageLines(_merge_lines(lines), unreadable)


class Characters:
    """The characters of a page, and what pdfium knows about each."""

    def __init__(self, page: _TextPage) -> None:
        self.page = page
        codes = [raw.FPDFText_GetUnicode(page, offset) for offset in range(page.count_chars())]
        self.text = "".join(map(chr, codes))

    def origin(self, offset: int) -> tuple[float, float]:
        """Where a character begins on its baseline."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.page, offset, x, y)
        return x.value, y.value

    def right_edge(self, offset: int) -> float:
        """Where a character ends, with the blank that belongs to it."""
        _, _, right, _ = self.page.get_charbox(offset, loose=True)
        return right

    def size(self, offset: int) -> float:
        """The size of a character on the page."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.page, offset, matrix)
        return raw.FPDFText_GetFontSize(self.page, offset) * hypot(matrix.c, matrix.d)

    def is_bold(self, offset: int) -> bool:
        """Whether the name of its font says that a character is bold."""
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self.page, offset, name, 128, ctypes.c_int())
        return bool(_BOLD.search(name.value))

    def in_reading_order(self, line_start: int, word: re.Match[str]) -> str:
        """A word of a script that runs from right to left, turned round where it is stored from left to right."""
        first_x, _ = self.origin(line_start + word.start())
        last_x, _ = self.origin(line_start + word.end() - 1)
        return word[0][::-1] if first_x < last_x else word[0]

    def with_superscript(self, line_start: int, digits: re.Match[str]) -> str:
        """Digits, as superscript ones where they are smaller and higher than the character before them."""
        offset = line_start + digits.start()
        is_smaller = self.size(offset) < RAISED * self.size(offset - 1)
        if is_smaller and self.origin(offset)[1] > self.origin(offset - 1)[1]:
            return digits[0].translate(SUPERSCRIPT_DIGITS)
        return digits[0]


# -- text ----------------------------------------------------------------------------------------


def _line_text(characters: Characters, line: re.Match[str]) -> str:
    """The text of a line in reading order, with superscript digits, ligatures and bullets as letters."""
    start = line.start()
    text = line[0].rstrip(DIVIDED)
    text = _RIGHT_TO_LEFT.sub(partial(characters.in_reading_order, start), text)
    text = _NOTE_NUMBER.sub(partial(characters.with_superscript, start), text)
    text = _join_surrogates(text.translate(TEX_LIGATURES))
    return _TEX_BULLET.sub(DRAWN_BULLET, text)


def _join_surrogates(text: str) -> str:
    """Pdfium gives a character beyond U+FFFF as two; here they become one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _visible_offsets(text: str, start: int, end: int) -> list[int]:
    """The offsets of the characters that are seen on the page."""
    return [
        offset
        for offset in range(start, end)
        if text[offset] > DIVIDED and not text[offset].isspace()
    ]


# -- positions -----------------------------------------------------------------------------------


def _measure(
    text: str, offsets: list[int], characters: Characters, page: _Page, number: int
) -> Line:
    """Say where a line is, and in which type, by its first, middle and last character."""
    west, bottom, east, top = page.get_bbox()
    first, last = offsets[0], offsets[-1]
    probes = [first, offsets[len(offsets) // 2], last]
    base = median(characters.origin(offset)[1] for offset in probes)
    left = min(characters.origin(first)[0], characters.origin(last)[0])
    right = max(characters.right_edge(first), characters.right_edge(last))
    n_right_to_left = sum(map(len, _RIGHT_TO_LEFT.findall(text)))
    if 2 * n_right_to_left > len(offsets):  # measured as in a mirror: the start is at the left
        left, right = west + east - right, west + east - left
    return Line(
        text=text,
        page=number,
        height=(base - bottom) / ((top - bottom) or 1),
        left=left,
        right=right,
        base=base,
        size=median(map(characters.size, probes)),
        bold=all(map(characters.is_bold, probes)),
    )


def _drawn_bullets(page: _Page) -> Iterator[tuple[float, float]]:
    """Left edge and middle of the small squares and discs that a page draws, as browsers draw bullets."""
    for shape in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        west, south, east, north = shape.get_bounds()
        width, height = east - west, north - south
        if 0.7 * height < width < min(1.4 * height, LARGEST_BULLET):
            yield west, (south + north) / 2


def _add_bullet(line: Line, bullets: list[tuple[float, float]]) -> Line:
    """Begin the line with the bullet that is drawn before it, if there is one."""
    near = [
        x
        for x, y in bullets
        if x < line.left < x + 2.5 * line.size and -0.1 < (y - line.base) / line.size < 0.8
    ]
    if not near or BULLET_CHARACTER.match(line.text):
        return line
    return line._replace(text=DRAWN_BULLET + line.text, left=max(near))


def _finish(line: Line, *, divided: bool) -> Line:
    text = line.text + DIVIDED if divided else line.text
    return line._replace(text=text, size=round(line.size, 1))


def _merge_lines(lines: list[Line]) -> list[Line]:
    """Merge what pdfium parts on one baseline, such as a line and the raised number of a note in it."""
    merged: list[Line] = []
    for line in lines:
        if merged and _continues(merged[-1], line):
            merged[-1] = _merge(merged[-1], line)
        else:
            merged.append(line)
    return merged


def _gap(before: Line, line: Line) -> float:
    """The blank between two segments of a line, as a share of the size of the letters."""
    return (line.left - before.right) / (line.size or 1)


def _continues(before: Line, line: Line) -> bool:
    is_level = abs(line.base - before.base) < line.size / 2
    is_divided = before.text.endswith(DIVIDED)
    return is_level and not is_divided and _gap(before, line) > -0.2


def _merge(before: Line, line: Line) -> Line:
    blank = " " if _gap(before, line) > 0.15 else ""
    return before._replace(
        text=before.text + blank + line.text,
        right=line.right,
        bold=before.bold and line.bold,
    )

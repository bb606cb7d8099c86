"""From characters to lines: what a PDF says about its characters, and the lines they form.

Lines come in the order of the file, which goes column by column in what word processors, browsers
and LaTeX write. Offsets, lengths and positions are those of `characters`.
"""

import re
from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import NamedTuple

from pypdfium2 import raw

from analysis.reading.formats.pdf.characters import DIVIDED, Characters, Page, Position
from analysis.reading.formats.pdf.words import are_unspaced

DRAWN_BULLET = "• "
LARGEST_BULLET = 10  # points: a drawn shape that is as wide is no bullet
LARGE = 1.6  # times the size of the next letter: a drop cap is at least as large
UNMAPPED = 0.2  # of the characters of a line
CELL_GAP = 2  # times the size of the letters: Chinese characters so far apart are in two cells
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
_LINE = re.compile(rf"(?<![^\S\r\n])(?:[^\S\r\n]*+[^\s{DIVIDED}]++)+{DIVIDED}?")
# Characters that are no letters. A private character at the start of a line can be a bullet.
_NO_LETTER = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]"
    r"|(?<!^)[\ue000-\uf8ff]|^[\ue000-\uf8ff](?!\s)"
    r"|[\U000f0000-\U0010ffff]|\(cid:\d+\)"
)
_TEX_BULLET = re.compile(r"^[\x01-\x1f\x7f-\x9f]\s+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
# Blanks between characters that can be Chinese or Japanese.
_BLANKS = re.compile(r"(?<=[\u2000-\uffff]) +(?=[\u2000-\uffff])")
_INITIAL = re.compile(r"(\W?[^\W\d_])\s*\w")  # a drop cap and the letter after it
_NOTE_NUMBER = re.compile(r"(?<=[^\s\d])\d{1,3}(?!\d)")


class Unmapped(NamedTuple):
    """A text whose font does not state which letters it draws, with blanks for what is no letter.

    The letters are those of the same numbers, and they are right in some files only.
    """

    font: bytes
    text: str


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
    unmapped: Unmapped | None = None  # if the font does not state which letters the line has


class PageLines(NamedTuple):
    """The lines of a page, not yet merged, and what is not in them.

    Attributes:
        lines: the lines.
        unreadable: how many characters cannot be read.
        line_numbers: the numbers in the margin, which count the lines.
    """

    lines: list[Line]
    unreadable: int
    line_numbers: tuple[str, ...] = ()


def read_lines(characters: Characters, page: Page, number: int) -> PageLines:
    """Read the lines of a page in the order of the file."""
    bullets = list(_find_bullets(page, characters))
    lines = []
    unreadable = 0
    for match in _find_lines(characters):
        text = _read_text(characters, match)
        if not _is_plain(text):
            text, count = _NO_LETTER.subn("", text)
            unreadable += count
        text = text.strip()
        offsets = characters.visible(*match.span())
        if text and offsets:
            line = _measure(text, offsets, characters, number)
            line = _add_bullet(line, bullets)
            is_divided = match[0].endswith(DIVIDED)
            line = line._replace(unmapped=_find_unmapped(match[0], offsets, characters))
            lines.append(_finish(line, is_divided))
    return PageLines(lines, unreadable)


def _find_lines(characters: Characters) -> Iterator[re.Match[str]]:
    """Yield the lines of a page; a drop cap that pdfium joins to a line is a line of its own."""
    for match in _LINE.finditer(characters.text):
        end = _find_end_of_drop_cap(characters, match)
        if not end:
            yield match
            continue
        parts = [(match.start(), end), (end, match.end())]
        yield from filter(None, (_LINE.match(characters.text, *part) for part in parts))


def _find_end_of_drop_cap(characters: Characters, line: re.Match[str]) -> int:
    """Return the offset after a letter at the start of a line that is much larger; 0 if none is."""
    start = _INITIAL.match(line[0])
    if start is None or start[1].islower():
        return 0
    end = line.start() + start.end(1)
    after = line.start() + start.end() - 1
    is_large = characters.size(end - 1) >= LARGE * characters.size(after)
    return end if is_large else 0


# -- text ----------------------------------------------------------------------------------------


def _read_text(characters: Characters, line: re.Match[str]) -> str:
    """Return the text of a line in reading order, with raised digits, ligatures and bullets."""
    start = line.start()
    text = line[0].rstrip(DIVIDED)
    if _is_plain(text):
        return _NOTE_NUMBER.sub(partial(characters.with_superscript, start), text)
    text = _RIGHT_TO_LEFT.sub(partial(characters.in_reading_order, start), text)
    text = _NOTE_NUMBER.sub(partial(characters.with_superscript, start), text)
    text = _BLANKS.sub(partial(_without_added, characters, start), text)
    text = _join_surrogates(text.translate(TEX_LIGATURES))
    return _TEX_BULLET.sub(DRAWN_BULLET, text)


def _is_plain(text: str) -> bool:
    """Whether a text has nothing but blanks and the letters, digits and punctuation of ASCII."""
    return text.isascii() and text.isprintable() and "(cid:" not in text


def _without_added(characters: Characters, line_start: int, blanks: re.Match[str]) -> str:
    """Remove the blanks that pdfium added between two Chinese or Japanese characters."""
    before = _join_surrogates(blanks.string[: blanks.start()][-2:])[-1]
    after = _join_surrogates(blanks.string[blanks.end() :][:2])[0]
    start = line_start + blanks.start()
    end = line_start + blanks.end()
    gap = characters.origin(end).x - characters.right_edge(start - 1)
    if not are_unspaced(before, after) or gap > CELL_GAP * characters.size(end):
        return blanks[0]
    kept = ""
    for offset in range(start, end):
        if not characters.is_added(offset):
            kept += " "
    return kept


def _join_surrogates(text: str) -> str:
    """Join the two halves (surrogates) that pdfium gives for a character beyond U+FFFF."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _find_unmapped(text: str, offsets: list[int], characters: Characters) -> Unmapped | None:
    """Return what the file does not state of a line, if that is a considerable part of it."""
    probes = {offsets[0], offsets[len(offsets) // 2]}
    if not any(map(characters.is_unmapped, probes)):
        return None  # as in nearly all files
    unmapped = list(filter(characters.is_unmapped, offsets))
    if len(unmapped) < UNMAPPED * len(offsets):
        return None
    letters = _NO_LETTER.sub(" ", _join_surrogates(text.translate(TEX_LIGATURES)))
    return Unmapped(characters.font(unmapped[0]), letters)


# -- positions -----------------------------------------------------------------------------------


def _measure(
    text: str,
    offsets: list[int],
    characters: Characters,
    number: int,
) -> Line:
    """Find the position and the type of a line from its first, middle and last character."""
    west, bottom, east, top = characters.box
    first = offsets[0]
    middle = offsets[len(offsets) // 2]
    last = offsets[-1]
    probes = [first, middle, last]
    origins = [characters.origin(offset) for offset in probes]
    base = median(origin.y for origin in origins)
    left = min(origins[0].x, origins[-1].x)
    right = max(characters.right_edge(first), characters.right_edge(last))
    page_height = (top - bottom) or 1
    if _is_right_to_left(text):  # mirrored, so that a line begins at its left
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


def _is_right_to_left(text: str) -> bool:
    n_right_to_left = sum(map(len, _RIGHT_TO_LEFT.findall(text)))
    n_visible = len(text) - text.count(" ")
    return 2 * n_right_to_left > n_visible


def _find_bullets(page: Page, characters: Characters) -> Iterator[Position]:
    """Yield left edge and middle of each small square or disc: browsers draw bullets that way."""
    shapes = page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=1)
    for shape in shapes:
        west, south, east, north = characters.turn_box(shape.get_bounds())
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


def merge_lines(lines: list[Line]) -> list[Line]:
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
    if before.text.endswith(DIVIDED) or before.size >= LARGE * line.size:
        return False  # a divided word, or a drop cap
    rise = abs(line.base - before.base)
    return rise < line.size / 2 and _measure_gap(before, line) > -0.2


def _merge(before: Line, line: Line) -> Line:
    gap = _measure_gap(before, line)
    is_unspaced = gap < CELL_GAP and are_unspaced(before.text[-1], line.text[0])
    blank = " " if gap > 0.15 and not is_unspaced else ""
    return before._replace(
        text=before.text + blank + line.text,
        right=line.right,
        bold=before.bold and line.bold,
    )

r"""Texts out of PDF files: lines from where their characters stand, paragraphs from how the lines stand to each other.

A PDF knows characters and places, no paragraphs. Lines come in the order of the file, which goes column by column in
what word processors, browsers and LaTeX write; a file that stores two columns line by line is read across them.

- A paragraph begins after a wide gap, at an indent, with a list item, and after a line that ends a sentence and had
  room for the next word; over a page break it goes on, unless a sentence ends there and the line was short or the next
  is indented. Short lines that end no sentence, and lines one below the other that wide blanks part, are rows (of a
  table, a list without marks): each is a list item. A small square or disc drawn before a line is a bullet.
- A heading is a group of at most 20 words in larger type than most letters, or in bold type where most are not; no
  sentence ends inside it; in larger type alone it ends in no full stop.
- A word divided at the end of a line is joined, if it goes on with a small letter; the hyphen stays where the word with
  it, or both of its parts and not the whole, stand elsewhere in the text.
- Left out and named are page numbers, lines at the head or foot of a third of the pages (and at least two; figures
  aside), footnotes (smaller type at the foot, beginning with a mark), dotted lines of a table of contents, and
  characters for which the file states no letter (but for the ligatures and bullets of TeX).
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import partial, reduce
from itertools import groupby, pairwise
from math import hypot
from statistics import median, mode
from typing import NamedTuple

import regex

from analysis.faults import Fault, InputError
from analysis.reading.layout_writer import ITEM, SUPERSCRIPT, Block, ExtractedText, text_of
from analysis.wording import pluralize

MARGIN = 0.15  # of the height of a page: where running headers and footers and page numbers stand
REPEATS = 1 / 3  # of the pages
LARGER, SMALLER = 1.08, 0.92  # of the size of most letters: headings, footnotes
WIDE_LETTERS = 0.8  # of their size, on average: a row, for letters and their blanks take half of it, capitals 0.75
DOT = 10  # points: no drawn bullet is as wide
WIDEST = 2.4  # times the size of the letters: lines of double spacing
WIDE_GAP = 1.35  # of the usual distance between lines
SHORT_LINE = 0.6  # of the width of its column: it may end a paragraph without ending a sentence
NEAR = 4  # lines above and below that say how wide a column is
HEADING_WORDS = 20
DIVIDED = "\x02"  # pdfium's sign for the hyphen at the end of a line
TEX = dict(
    zip(
        b"\x0b\x0c\x0e\x1b\x1c\x1d\x1e\x1f",
        ["ff", "fi", "ffi", "ff", "fi", "fl", "ffi", "ffl"],
        strict=True,
    )
)
AND = {"and", "or", "und", "oder", "et", "ou", "y", "o", "e"}  # after pre- (and post-)

_NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_FIGURES = re.compile(r"(?<=[^\s\d])\d{1,3}(?!\d)")
_TEX_BULLET = re.compile(r"^[\x01-\x1f\x7f-\x9f]\s+")
_LINE = re.compile(rf"[^\r\n{DIVIDED}]*[^\s{DIVIDED}]{DIVIDED}?")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page\s+)?(?:\d{1,4}|[ivxlc]+)(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:\.\s?){5,}\s*\w+$")  # dots that lead to the number of a page
_NOTE = re.compile(r"[\d*†‡§¹²³⁰⁴-⁹]")
_BULLET = re.compile(r"[•●▪■◦‣⁃∙·\uf0b7\uf0a7]\s*|[\ue000-\uf0ff]\s+")  # of symbol fonts, too
_MARKER = re.compile(r"(?:[-–*]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_TWO_SENTENCES = regex.compile(r"\p{Ll}{4}\.\s+\p{L}|。.")
_SENTENCE_ENDS = regex.compile(
    r"[\p{Sentence_Terminal}…:;][\p{Pe}\p{Pf}\p{Quotation_Mark}\d¹²³⁰⁴-⁹]*$"
)
_GOES_ON = re.compile(rf"[,(‐–—{DIVIDED}-]$")
_BOLD = re.compile(rb"bold|black|heavy|demi|medi\b|cmbx|sfbx", re.IGNORECASE)


class Line(NamedTuple):
    """A line of one page; places and sizes in points, from the lower left corner."""

    text: str
    page: int
    height: float  # of its base line, as a share of the page's
    left: float
    right: float
    base: float
    size: float
    bold: bool


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """The text of a PDF that has a text layer."""
    import pypdfium2
    from pypdfium2 import raw

    left: Counter[str] = Counter()
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = [_whole(_lines(page, number, left)) for number, page in enumerate(pdf)]
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        found = (
            "a PDF with a password" if locked else f"a file that cannot be read as a PDF: {error}"
        )
        expected = "one without: print it to a new PDF" if locked else "a whole PDF"
        raise InputError([Fault(file, found, expected)]) from None
    if not any(pages):
        expected = "one with text: run text recognition (OCR) first"
        raise InputError([Fault(file, "a PDF of pictures, without a text layer", expected)])
    if blank := sum(not page for page in pages):
        left[f"{pluralize(blank, 'page')} without text (pictures, or blank)"] = 1
    lines = _without_margins([line for page in pages for line in page], len(pages), left)
    return text_of(_Layout(lines, left).blocks(), left)


# -- lines ---------------------------------------------------------------------------------------------------------


def _lines(page, number: int, left: Counter[str]) -> Iterator[Line]:
    """The lines of a page in the order of the file."""
    signs = _Signs(page.get_textpage())
    west, bottom, east, top = page.get_bbox()
    dots = list(_dots(page))
    for match in _LINE.finditer(signs.text):
        places = [
            at
            for at in range(*match.span())
            if signs.text[at] > DIVIDED and not signs.text[at].isspace()
        ]
        right_to_left = _RIGHT_TO_LEFT.sub(
            partial(signs.in_order, match.start()), match[0].rstrip(DIVIDED)
        )
        raised = _FIGURES.sub(partial(signs.raised, match.start()), right_to_left)
        letters = (
            raised.translate(TEX)
            .encode("utf-16-le", "surrogatepass")
            .decode("utf-16-le", "surrogatepass")
        )
        text, unreadable = _NO_LETTER.subn("", _TEX_BULLET.sub("• ", letters))
        left["unreadable character"] += unreadable
        if places and (text := text.strip()):
            probes = [places[0], places[len(places) // 2], places[-1]]
            base, size = (
                median(signs.origin(at)[1] for at in probes),
                median(map(signs.size, probes)),
            )
            left_edge = min(signs.origin(places[0])[0], signs.origin(places[-1])[0])
            right_edge = max(
                signs.page.get_charbox(at, loose=True)[2] for at in (places[0], places[-1])
            )
            if 2 * sum(map(len, _RIGHT_TO_LEFT.findall(text))) > len(places):  # seen in a mirror
                left_edge, right_edge = west + east - right_edge, west + east - left_edge
            near = [
                x
                for x, y in dots
                if x < left_edge < x + 2.5 * size and -0.1 < (y - base) / size < 0.8
            ]
            if near and not _BULLET.match(text):
                text, left_edge = "• " + text, max(near)
            text += DIVIDED * match[0].endswith(DIVIDED)
            height, bold = (base - bottom) / ((top - bottom) or 1), all(map(signs.is_bold, probes))
            yield Line(text, number, height, left_edge, right_edge, base, round(size, 1), bold)


def _dots(page) -> Iterator[tuple[float, float]]:
    """Left edge and middle of the small squares and discs that a page draws, as browsers draw bullets."""
    from pypdfium2 import raw

    for shape in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        west, south, east, north = shape.get_bounds()
        if 0.7 * (north - south) < east - west < min(1.4 * (north - south), DOT):
            yield west, (south + north) / 2


class _Signs:
    """The characters of a page, and what pdfium says of each."""

    def __init__(self, page):
        from pypdfium2 import raw

        self.page, self.raw = page, raw
        self.text = "".join(
            [chr(raw.FPDFText_GetUnicode(page, at)) for at in range(page.count_chars())]
        )

    def origin(self, at: int) -> tuple[float, float]:
        """Where it stands on its base line, in points."""
        x, y = ctypes.c_double(), ctypes.c_double()
        self.raw.FPDFText_GetCharOrigin(self.page, at, x, y)
        return x.value, y.value

    def size(self, at: int) -> float:
        """Its size on the page, in points."""
        matrix = self.raw.FS_MATRIX()
        self.raw.FPDFText_GetMatrix(self.page, at, matrix)
        return self.raw.FPDFText_GetFontSize(self.page, at) * hypot(matrix.c, matrix.d)

    def is_bold(self, at: int) -> bool:
        name = ctypes.create_string_buffer(128)
        self.raw.FPDFText_GetFontInfo(self.page, at, name, 128, ctypes.c_int())
        return bool(_BOLD.search(name.value))

    def in_order(self, start: int, word: re.Match) -> str:
        """A word of a script that runs from right to left; the other way round, where it is stored as it is seen."""
        as_seen = self.origin(start + word.start())[0] < self.origin(start + word.end() - 1)[0]
        return word[0][::-1] if as_seen else word[0]

    def raised(self, start: int, figures: re.Match) -> str:
        """Figures; as superscript signs, where they are smaller than the sign before them and stand higher."""
        at = start + figures.start()
        raised = (
            self.size(at) < 0.85 * self.size(at - 1) and self.origin(at)[1] > self.origin(at - 1)[1]
        )
        return figures[0].translate(SUPERSCRIPT) if raised else figures[0]


def _whole(lines: Iterator[Line]) -> list[Line]:
    """Lines of which pdfium made two, such as at the raised mark of a note, as one."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else line
        gap = (line.left - before.right) / (line.size or 1)
        if (
            whole
            and gap > -0.2
            and abs(line.base - before.base) < line.size / 2
            and before.text[-1] != DIVIDED
        ):
            text = before.text + " " * (gap > 0.15) + line.text
            whole[-1] = before._replace(text=text, right=line.right, bold=before.bold and line.bold)
        else:
            whole.append(line)
    return whole


def _without_margins(lines: list[Line], n_pages: int, left: Counter[str]) -> list[Line]:
    """The lines without page numbers and without what the heads or feet of the pages repeat."""
    margins: dict[
        tuple[str, bool], list[Line]
    ] = {}  # by their text without figures, and whether at the head
    for _, page in groupby(lines, lambda line: line.page):
        page = dict.fromkeys(page)
        bases = sorted({round(line.base) for line in page})
        for line in page:
            head, foot = line.height > 1 - MARGIN, line.height < MARGIN
            if (head and round(line.base) in bases[-2:]) or (
                foot and round(line.base) in bases[:2]
            ):
                margins.setdefault((re.sub(r"\d+", "#", line.text), head), []).append(line)
    gone = {line for line in lines if _CONTENTS.search(line.text)}
    left.update({"table-of-contents line": len(gone), "page number": 0})
    for (_, head), alike in margins.items():
        n, numbers = (
            len({line.page for line in alike}),
            {line for line in alike if _PAGE_NUMBER.fullmatch(line.text)},
        )
        left["page number"] += len(numbers)
        gone |= numbers
        if n >= max(2, REPEATS * n_pages) and (
            running := [line for line in alike if line not in numbers]
        ):
            left[
                f"running {'header' if head else 'footer'} {running[0].text!r} (on {pluralize(n, 'page')})"
            ] = 1
            gone |= set(running)
    return [line for line in lines if line not in gone]


# -- paragraphs ----------------------------------------------------------------------------------------------------


class _Layout:
    """How the lines of one document usually stand."""

    def __init__(self, lines: list[Line], left: Counter[str]):
        sizes = Counter(line.size for line in lines for _ in line.text)
        self.size = max(sizes, key=sizes.get, default=0)
        self.bold = sum(len(line.text) for line in lines if line.bold) > sizes.total() / 2
        self.columns = [self.without_notes(column, left) for column in _columns(lines)]
        pairs = [pair for column in self.columns for pair in pairwise(column)]
        steps = [
            round(2 * (a.base - b.base)) / 2 for a, b in pairs if a.size == b.size == self.size
        ]
        self.step = min(mode(steps or [0]), WIDEST * self.size)
        text = " ".join(line.text for column in self.columns for line in column).lower()
        self.words = set(
            re.findall(r"\w+(?:-\w+)*", re.sub(rf"\w+[-‐{DIVIDED}] \w+", " ", text))
        )  # but divided ones

    def without_notes(self, column: list[Line], left: Counter[str]) -> list[Line]:
        """A column without the smaller type at its foot, from the first line that begins with the mark of a note."""
        end = len(column)
        while end and column[end - 1].size < SMALLER * self.size:
            end -= 1
        note = next(
            (at for at in range(end, len(column)) if end and _NOTE.match(column[at].text)),
            len(column),
        )
        left["footnote"] += sum(bool(_NOTE.match(line.text)) for line in column[note:])
        return column[:note]

    def style(self, line: Line) -> tuple[float, bool] | None:
        """Size and weight of a line that may be a heading, None for all others."""
        larger, bold = line.size > LARGER * self.size, line.bold and not self.bold
        return (
            (line.size, line.bold) if larger or (bold and line.size > SMALLER * self.size) else None
        )

    def blocks(self) -> list[Block]:
        found = self.groups()
        rows = {near for n, (_, row) in enumerate(found) if row for near in (n - 1, n)}
        headings = {
            n for n, (lines, _) in enumerate(found) if n not in rows and self.is_heading(lines)
        }
        styles = {self.style(found[n][0][0]) for n in headings}
        levels = {
            style: "#" * min(n, 6) + " " for n, style in enumerate(sorted(styles, reverse=True), 1)
        }
        blocks = []
        for n, (lines, _) in enumerate(found):
            text = reduce(self.join, (line.text for line in lines)).replace(DIVIDED, "-")
            mark = ITEM if n in rows else ""
            if n in headings:
                mark = levels[self.style(lines[0])]
            elif marked := _BULLET.match(text) or _MARKER.match(text):
                text, mark = text[marked.end() :], marked[0] if marked.re is _MARKER else ITEM
            blocks.append(Block(text, mark))
        return blocks

    def is_heading(self, lines: list[Line]) -> bool:
        text = " ".join(line.text for line in lines)
        if self.style(lines[0]) is None or len(text.split()) > HEADING_WORDS or _BULLET.match(text):
            return False
        return not _TWO_SENTENCES.search(text) and (
            lines[0].bold or text.rstrip('"”’)')[-1:] not in ".。"
        )

    def groups(self) -> list[tuple[list[Line], bool]]:
        """The lines of each paragraph, list item and heading, and whether they are a row that follows another."""
        groups: list[tuple[list[Line], bool]] = []
        for column in self.columns:
            left = mode(
                sorted(round(line.left) for line in column)
            )  # of places as frequent, the first
            for at, line in enumerate(column):
                right = max(near.right for near in column[max(0, at - NEAR) : at + NEAR])
                if new := self.begins(line, groups[-1][0], left, right) if groups else "new":
                    groups.append(([], new == "row"))
                groups[-1][0].append(line)
        return groups

    def begins(self, line: Line, group: list[Line], left: float, right: float) -> str:
        """What begins with `line`, which comes after the lines of `group`: a `new` group, a `row`, nothing (`""`)."""
        first, above = group[0], group[-1]
        ends, goes_on = bool(_SENTENCE_ENDS.search(above.text)), line.text[0].islower()
        if _is_row(line) and _is_row(above) and above.page == line.page:
            return "row"
        if (
            self.style(line) != self.style(above)
            or _BULLET.match(line.text)
            or (ends and _MARKER.match(line.text))
        ):
            return "new"
        indented = line.left > left + 0.7 * self.size
        if above.page != line.page or above.base < line.base:
            short = _has_room(above, line, above.left + line.right - line.left)
            other = abs(line.size - above.size) > (LARGER - 1) * self.size
            return "new" if other or (ends and not goes_on and (indented or short)) else ""
        if above.base - line.base > WIDE_GAP * (1.3 * line.size if self.style(line) else self.step):
            return "new"
        if line.left < first.left - 2 if _is_item(first) else indented and above.left < left + 2:
            return "new"
        hanging = _is_item(first) and line.left > first.left + 2 and not _is_item(line)
        if hanging or goes_on or self.style(line) or not _has_room(above, line, right):
            return ""
        short = above.right < left + SHORT_LINE * (right - left) and not _GOES_ON.search(above.text)
        return "new" if ends else "row" if short else ""

    def join(self, text: str, more: str) -> str:
        if text[-1] not in f"-‐{DIVIDED}" or not text[-2:-1].isalnum():
            wide = {
                unicodedata.east_asian_width(text[-1]),
                unicodedata.east_asian_width(more[0]),
            } <= {"W", "F"}
            return text + ("" if wide else " ") + more
        before, after = re.search(r"\w+$", text[:-1])[0], re.match(r"\w*", more)[0]
        if after in AND:
            return text[:-1] + "- " + more
        return (
            text[:-1]
            + ("" if more[0].islower() and self.is_divided(before.lower(), after.lower()) else "-")
            + more
        )

    def is_divided(self, before: str, after: str) -> bool:
        """Whether a hyphen at the end of a line divides a word, or joins two: by what stands undivided elsewhere."""
        compound = f"{before}-{after}" in self.words or {before, after} <= self.words
        return (
            len(before) > 1 and before.isalpha() and (before + after in self.words or not compound)
        )


def _columns(lines: list[Line]) -> list[list[Line]]:
    """The lines from top to bottom: a new page, or a line that stands higher than the one before, begins a column."""
    begun = [
        above.page != line.page or line.base > above.base + above.size
        for above, line in pairwise(lines)
    ]
    starts = [0, *(at for at, begins in enumerate(begun, 1) if begins), len(lines)]
    return [lines[start:end] for start, end in pairwise(starts) if start < end]


def _has_room(above: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line had room in the line above, so that the line was ended on purpose."""
    word = len(line.text.split()[0]) / len(line.text) * (line.right - line.left)
    return above.right + word + 0.8 * line.size < right


def _is_item(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _MARKER.match(line.text))


def _is_row(line: Line) -> bool:
    """Whether a line is far wider than its letters, for wide blanks part the cells of a table."""
    letters = len(line.text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in line.text)
    return line.right - line.left > WIDE_LETTERS * line.size * letters

"""Find the layout of a text: blocks of lines, headings, paragraphs and list items.

Nothing is copied: everything is a span of the text, in code points from 0, with the end excluded.

- Blank lines separate blocks. A Markdown heading also separates the lines above it from those
  below.
- A block of long lines has one paragraph per line. Any other block is hard-wrapped: it is one
  paragraph, unless the text has no blank lines; then its short lines end paragraphs.
- A list item includes the lines below it, up to the next item or the end of its paragraph.
- Headings at the end of a text have nothing below them, so they are ordinary paragraphs.
"""

import re
from functools import cached_property
from itertools import groupby
from statistics import median
from typing import NamedTuple

import regex

from analysis.languages import ENGLISH, UNSPACED

# Which headings of a text count: those that the layout suggests and those that are marked, or only
# those that are marked, or none.
GUESSED = "guessed"
MARKED = "marked"
NO_HEADINGS = "none"
HEADINGS = (GUESSED, MARKED, NO_HEADINGS)

LONG_LINE = 130  # characters; if the median line of a block is longer, each line is a paragraph
SHORT_LINE = 0.7  # of the median line; a shorter line can end a paragraph if no line is blank
PROSE_LINE = 40  # characters; a line as long as this is prose and may continue on the next line
HEADING_WORDS = 12
HEADING_CHARS = 100
HEADING_CHARS_UNSPACED = 30  # in languages that write no spaces between words

# Parts of patterns. Spaces are written as `[ ]`, so that they also count in verbose patterns.
# The number of a list item or section: 2, 2.1, b, iv or IV.
ITEM_NUMBER = r"(?:\d+(?:\.\d+)*|[^\W\d_]|[ivxlcdm]+|[IVXLCDM]+)"
# A reference mark: [6], [6, 7], [6–8], [a] or [note 3].
REFERENCE_MARK = r"\[(?:\d{1,4}(?:[,–-][ ]?\d{1,4})*|[a-z]|(?:note|nb)[ ]\d{1,3})\]"

# The beginning of a Markdown heading.
_MARKDOWN_PREFIX = re.compile(r"#{1,6}\s+")

# The beginning of a numbered line: `2.`, `b)` or `(iv)`, and a space.
_NUMBERED = re.compile(rf"(?:{ITEM_NUMBER}[.)]|\({ITEM_NUMBER}\))\s")

# The beginning of a list item: a bullet or a number.
_LIST_ITEM = re.compile(rf"[-*•–]\s|{_NUMBERED.pattern}")

# A letter with a full stop, which may be the initial of a name.
_INITIAL = re.compile(r"[^\W\d_]\.\s")

# Markdown images: ![caption](file).
_IMAGES = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")

# What may follow the last character that counts: reference marks, closing brackets, emphasis.
_TRAILING_MARKUP = regex.compile(
    rf"""(?V1)
    (?:
        {REFERENCE_MARK}
      | [\p{{Pe}}--\p{{Quotation_Mark}}]  # a closing bracket that is not a quotation mark
      | [*_\s¹²³⁰⁴-⁹]
    )+$
    """,
    regex.VERBOSE,
)

# Punctuation at the end of a line: the line is no heading.
_TERMINAL_PUNCTUATION = regex.compile(r"[\p{Terminal_Punctuation}\p{Quotation_Mark}\p{Pf}…]$")

# The end of a sentence at the end of a line, with or without closing marks.
_SENTENCE_END = regex.compile(
    rf"""
    [\p{{Sentence_Terminal}}…]
    [\p{{Pe}}\p{{Pf}}\p{{Quotation_Mark}}*_]*
    (?:\s?{REFERENCE_MARK})*
    $
    """,
    regex.VERBOSE,
)

_OPENING_BRACKET = regex.compile(r"\p{Ps}")
_CLOSING_BRACKET = regex.compile(r"\p{Pe}")

Span = tuple[int, int]


class Paragraph(NamedTuple):
    """A paragraph or a heading.

    Attributes:
        heading: whether it is a heading.
        spans: the lines, joined where they are hard-wrapped; a list item begins a new span.
            No sentence crosses the end of a span.
    """

    heading: bool
    spans: list[Span]


def split_paragraphs(text: str, language: str = ENGLISH) -> list[Paragraph]:
    r"""Split a text into headings and paragraphs, which together hold all of it but white space.

    >>> for paragraph in split_paragraphs("Aims\n\nOne line\nand one more.\n\n- Item.\n- Item."):
    ...     print(paragraph)
    Paragraph(heading=True, spans=[(0, 4)])
    Paragraph(heading=False, spans=[(6, 28)])
    Paragraph(heading=False, spans=[(30, 37), (38, 45)])
    """
    if "\n" not in text:  # a single line is never a heading, because nothing follows it
        return [Paragraph(False, block) for block in _blocks(text)]
    return _Layout(text, language).paragraphs()


def is_heading(line: str, language: str = ENGLISH, *, numbered: bool = False) -> bool:
    """Whether a line between blank lines is a heading, without looking for Markdown.

    A line that begins with a number or letter, such as `1.`, can be a heading only if `numbered`.

    >>> [is_heading(line) for line in ["Aims and means", "They ended.", "![Aims](aims.png)"]]
    [True, False, False]
    >>> is_heading("1. Aims"), is_heading("1. Aims", numbered=True)
    (False, True)
    """
    if _is_too_long(line, language):
        return False
    if not _has_letter(line) or _in_brackets(line) or _IMAGES.fullmatch(line):
        return False
    if _LIST_ITEM.match(line) and not numbered:
        return False
    return not _ends_in_punctuation(line)


def heading_text(line: str) -> str:
    """Remove the `#` of a Markdown heading; return any other line unchanged.

    >>> heading_text("## Aims and means ##"), heading_text("#1 of all")
    ('Aims and means', '#1 of all')
    """
    if not _is_markdown_heading(line):
        return line
    without_closing = line.rstrip("#")
    if without_closing[-1].isspace():  # otherwise the `#` belongs to the last word, as in C#
        line = without_closing
    return _MARKDOWN_PREFIX.sub("", line, count=1).rstrip()


class _Layout:
    """The blocks of one text, and the paragraphs and headings in them."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.blocks = _blocks(text)

    def paragraphs(self) -> list[Paragraph]:
        """All headings and paragraphs of the text, in order."""
        paragraphs: list[Paragraph] = []
        for block in self.blocks:
            paragraphs += self._block_paragraphs(block)
        return _without_final_headings(paragraphs)

    def _block_paragraphs(self, block: list[Span]) -> list[Paragraph]:
        start, end = block[0]
        between_blank_lines = len(block) == 1
        if between_blank_lines and end - start > HEADING_CHARS and self.text[start] != "#":
            return [Paragraph(False, block)]  # too long for a heading, as most lines are
        paragraphs: list[Paragraph] = []
        for is_markdown, group in groupby(block, self._is_markdown_line):
            lines = list(group)
            if is_markdown:
                paragraphs += [Paragraph(True, [line]) for line in lines]
            elif between_blank_lines:
                paragraphs += self._paragraph_per_line(lines)
            else:
                paragraphs += self._paragraphs_of_lines(lines)
        return paragraphs

    def _is_markdown_line(self, line: Span) -> bool:
        start, end = line
        if self.text[start] != "#":
            return False
        return _is_markdown_heading(self.text[start:end])

    def _paragraphs_of_lines(self, lines: list[Span]) -> list[Paragraph]:
        median_length = median(end - start for start, end in lines)
        if median_length > LONG_LINE:
            return self._paragraph_per_line(lines)
        return self._wrapped_paragraphs(lines, median_length)

    def _paragraph_per_line(self, lines: list[Span]) -> list[Paragraph]:
        return [Paragraph(self._is_heading_line(line), [line]) for line in lines]

    def _is_heading_line(self, line: Span) -> bool:
        start, end = line
        text = self.text[start:end]
        numbered = line in self._numbered_headings
        return is_heading(text, self.language, numbered=numbered)

    def _wrapped_paragraphs(self, lines: list[Span], median_length: float) -> list[Paragraph]:
        """Join hard-wrapped lines into one paragraph, or several if the text has no blank lines."""
        items = _item_starts(self.text, lines)
        no_blank_lines = len(self.blocks) == 1
        paragraphs: list[Paragraph] = []
        spans: list[Span] = []
        for number, (start, end) in enumerate(lines):
            begins_item = number in items
            if begins_item or not spans:
                spans.append((start, end))
            else:
                spans[-1] = (spans[-1][0], end)
            is_short = end - start < SHORT_LINE * median_length
            may_end_paragraph = no_blank_lines and is_short and not begins_item
            if may_end_paragraph and _SENTENCE_END.search(self.text, start, end):
                paragraphs.append(Paragraph(False, spans))
                spans = []
        if spans:
            paragraphs.append(Paragraph(False, spans))
        return paragraphs

    def _is_item_line(self, line: Span) -> bool:
        return bool(_LIST_ITEM.match(self.text, *line))

    @cached_property
    def _numbered_headings(self) -> set[Span]:
        """Numbered lines that may be headings, because no list item is next to them."""
        lines = [line for block in self.blocks for line in block]
        found = set()
        for number, line in enumerate(lines):
            if not _NUMBERED.match(self.text, *line):
                continue
            above = lines[max(0, number - 1) : number]  # none above the first line
            below = lines[number + 1 : number + 2]
            if not any(self._is_item_line(neighbour) for neighbour in above + below):
                found.add(line)
        return found


def _blocks(text: str) -> list[list[Span]]:
    """Group the lines that no blank line separates, each without white space at its ends."""
    blocks: list[list[Span]] = []
    block: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            indent = len(line) - len(line.lstrip())
            start = offset + indent
            block.append((start, start + len(bare)))
        elif block:
            blocks.append(block)
            block = []
        offset += len(line) + 1
    if block:
        blocks.append(block)
    return blocks


def _without_final_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Turn the headings at the end of a text into paragraphs."""
    end = len(paragraphs)
    while end and paragraphs[end - 1].heading:
        end -= 1
    final = [Paragraph(False, heading.spans) for heading in paragraphs[end:]]
    return paragraphs[:end] + final


def _item_starts(text: str, lines: list[Span]) -> set[int]:
    """Numbers of the hard-wrapped lines that begin a list item."""
    items = [number for number, line in enumerate(lines) if _LIST_ITEM.match(text, *line)]
    if len(items) == 1 and _begins_with_name(text, lines, items[0]):
        return set()
    return set(items)


def _begins_with_name(text: str, lines: list[Span], number: int) -> bool:
    """Whether a line begins with an initial because a name was wrapped (`… said` / `J. Orr …`)."""
    if number == 0 or not _INITIAL.match(text, *lines[number]):
        return False
    start, end = lines[number - 1]
    is_prose = end - start >= PROSE_LINE
    return is_prose and not _ends_in_punctuation(text[end - PROSE_LINE : end])


def _is_markdown_heading(line: str) -> bool:
    return bool(_MARKDOWN_PREFIX.match(line)) and _has_letter(line)


def _is_too_long(line: str, language: str) -> bool:
    """Whether a line is too long for a heading."""
    max_chars = HEADING_CHARS_UNSPACED if language in UNSPACED else HEADING_CHARS
    return len(line) > max_chars or len(line.split()) > HEADING_WORDS


def _has_letter(line: str) -> bool:
    return any(map(str.isalpha, line))


def _ends_in_punctuation(line: str) -> bool:
    """Whether a line ends in punctuation, apart from reference marks, brackets and emphasis.

    >>> [_ends_in_punctuation(line) for line in ["They ended.*", "Aims [6]", "(Aims)"]]
    [True, False, False]
    """
    bare = _TRAILING_MARKUP.sub("", line)
    return bool(_TERMINAL_PUNCTUATION.search(bare))


def _in_brackets(line: str) -> bool:
    """Whether the bracket that opens a line closes at its end, leaving emphasis aside.

    >>> [_in_brackets(line) for line in ["(Own report)", "(a) and (b)", "*[Own (report)]*"]]
    [True, False, True]
    """
    bare = line.strip("*_")
    if not _OPENING_BRACKET.match(bare):
        return False
    if not _CLOSING_BRACKET.match(bare[-1]):
        return False
    depth = 0
    for position, character in enumerate(bare):
        if _OPENING_BRACKET.match(character):
            depth += 1
        elif _CLOSING_BRACKET.match(character):
            depth -= 1
        if depth == 0:
            return position == len(bare) - 1
    return False

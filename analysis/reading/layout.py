"""Find the layout of a text: blocks of lines, headings, paragraphs and list items.

Nothing is copied: everything is a span of the text, in code points from 0, with the end excluded.

- Blank lines separate blocks. A Markdown heading also separates the lines above it from those
  below.
- A block of long lines has one paragraph per line. Any other block is hard-wrapped: it is one
  paragraph, unless the text has no blank lines; then its short lines end paragraphs.
- A list item includes the lines below it, up to the next item or the end of its paragraph.
- A line that `headings` takes for a heading is not one in the middle of running text.
- A paragraph that begins with a small letter continues the one above it, if that has no end.
- A turn of speech begins a paragraph, and its label is not a paragraph of its own (see `turns`).
- Headings at the end of a text have nothing below them, so they are ordinary paragraphs.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from statistics import median
from typing import NamedTuple

from analysis.languages import ENGLISH, WITHOUT_STOPS
from analysis.reading.headings import (
    HEADING_CHARS,
    ends_in_punctuation,
    is_heading,
    is_markdown_heading,
    is_too_long,
)
from analysis.reading.line_patterns import (
    CLAUSE_END,
    LIST_ITEM,
    NUMBERED,
    SENTENCE_END,
    begins_small,
)
from analysis.reading.turns import find_turns

# Which headings of a text count: those that the layout suggests and those that are marked, or only
# those that are marked, or none.
GUESSED = "guessed"
MARKED = "marked"
NO_HEADINGS = "none"
HEADINGS = (GUESSED, MARKED, NO_HEADINGS)

LONG_LINE = 130  # characters; if the median line of a block is longer, each line is a paragraph
SHORT_LINE = 0.7  # of the median line; a shorter line can end a paragraph if no line is blank
TAIL = 200  # characters; fewer marks than that follow final punctuation
PROSE_LINE = 40  # characters; a line as long as this is prose and may continue on the next line

# A letter with a full stop, which may be the initial of a name.
_INITIAL = re.compile(r"[^\W\d_]\.\s")

Span = tuple[int, int]


class Paragraph(NamedTuple):
    """A paragraph or a heading.

    Attributes:
        heading: whether it is a heading.
        spans: the lines, joined where they are hard-wrapped; a list item begins a new span.
            No sentence crosses the end of a span.
        speaker: who speaks, in a text with turns of speech; "" elsewhere.
        label_end: where the label ends, if the paragraph begins a turn; else 0.
    """

    heading: bool
    spans: list[Span]
    speaker: str = ""
    label_end: int = 0


def split_paragraphs(
    text: str,
    language: str = ENGLISH,
    headings: str = GUESSED,
) -> list[Paragraph]:
    r"""Split a text into headings and paragraphs, which together hold all of it but white space.

    Args:
        text: the text.
        language: the primary tag of its language.
        headings: which headings count, one of `HEADINGS`.

    >>> for paragraph in split_paragraphs("Aims\n\nOne line\nand one more.\n\n- Item.\n- Item."):
    ...     print(paragraph.heading, paragraph.spans)
    True [(0, 4)]
    False [(6, 28)]
    False [(30, 37), (38, 45)]
    >>> [paragraph] = split_paragraphs("The two-\n\nstate solution remains.")
    >>> paragraph.spans
    [(0, 33)]
    >>> paragraphs = split_paragraphs("Ada: Why?\n\nBen: No.\n\nNot now.\n\nAda: When?")
    >>> [paragraph.speaker for paragraph in paragraphs]
    ['Ada', 'Ben', 'Ben', 'Ada']
    """
    if "\n" not in text:  # a single line is never a heading, because nothing follows it
        return [Paragraph(False, block) for block in _blocks(text)]
    return _Layout(text, language, headings).paragraphs()


def has_turns(text: str) -> bool:
    r"""Whether a text is a transcript: whether it has turns of speech.

    >>> has_turns("Ada: Why?\nBen: No.\nAda: When?"), has_turns("Ada: Why?")
    (True, False)
    """
    return bool(find_turns(text, _blocks(text)).begins)


class _Layout:
    """The blocks of one text, and the paragraphs and headings in them."""

    def __init__(
        self,
        text: str,
        language: str,
        headings: str,
    ) -> None:
        self.text = text
        self.language = language
        self.headings = headings
        self.blocks = _blocks(text)
        self.turns = find_turns(text, self.blocks)

    def paragraphs(self) -> list[Paragraph]:
        """All headings and paragraphs of the text, in order."""
        parts: list[Paragraph] = []
        for block in self.blocks:
            parts += self._block_paragraphs(block)
        paragraphs = _without_final_headings(self._in_context(parts))
        if self.turns.begins:
            return list(self._with_speakers(paragraphs))
        return paragraphs

    def _with_speakers(self, paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
        """Name the speaker of each paragraph: that of the last turn, if no heading ended it."""
        speaker = ""
        for paragraph in paragraphs:
            start, _ = paragraph.spans[0]
            label = self.turns.begins.get(start)
            if label:
                speaker = label.speaker
            elif paragraph.heading:
                speaker = ""
            label_end = label.end if label else 0
            yield paragraph._replace(speaker=speaker, label_end=label_end)

    # -- paragraphs in their context ---------------------------------------------------------------

    def _in_context(self, parts: list[Paragraph]) -> list[Paragraph]:
        """Join paragraphs that one sentence runs through, and drop headings in running text."""
        paragraphs: list[Paragraph] = []
        for number, part in enumerate(parts):
            above = paragraphs[-1] if paragraphs else None
            below = parts[number + 1] if number + 1 < len(parts) else None
            if above and self._continues(above, part):
                paragraphs[-1] = _join(above, part)
            elif part.heading and self._is_in_running_text(above, part, below):
                paragraphs.append(Paragraph(False, part.spans))
            else:
                paragraphs.append(part)
        return paragraphs

    def _continues(self, above: Paragraph, part: Paragraph) -> bool:
        """Whether a paragraph continues the one above.

        It does if a sentence runs through both, over a blank line, or if the one above is nothing
        but the label of a turn.
        """
        if above.heading:
            return False
        if self._is_label(above):
            return self._is_speech(part)
        if not self._begins_small(part):
            return False
        end_above = above.spans[-1][1]
        start, _ = part.spans[0]
        if self.text.count("\n", end_above, start) < 2:  # no blank line between them
            return False
        tail = self._tail(above)
        is_rule = not any(map(str.isalnum, tail))  # such as * * *
        return not is_rule and not CLAUSE_END.search(tail)

    def _tail(self, part: Paragraph) -> str:
        """The last characters of a paragraph, by which its end is judged."""
        start, end = part.spans[-1]
        return self.text[max(start, end - TAIL) : end]

    def _is_label(self, part: Paragraph) -> bool:
        """Whether a paragraph is nothing but the label of a turn."""
        start, end = part.spans[-1]
        label = self.turns.begins.get(start)
        return label is not None and label.end == end

    def _is_speech(self, part: Paragraph) -> bool:
        """Whether a paragraph below a label can be its speech."""
        start, _ = part.spans[0]
        if start in self.turns.labelled or LIST_ITEM.match(self.text, start):
            return False
        return not self._is_marked_heading(part)

    def _is_marked_heading(self, part: Paragraph) -> bool:
        return part.heading and self._is_markdown_line(part.spans[0])

    def _is_in_running_text(
        self,
        above: Paragraph | None,
        part: Paragraph,
        below: Paragraph | None,
    ) -> bool:
        """Whether a line that looks like a heading has running text above or below it."""
        if self._is_marked_heading(part):
            return False
        if below and self._begins_small(below):
            return True
        return above is not None and self._runs_on(above)

    def _runs_on(self, above: Paragraph) -> bool:
        """Whether a paragraph is too long for a heading, and has no final punctuation."""
        if above.heading or self.language in WITHOUT_STOPS:
            return False
        start, end = above.spans[-1]
        beginning = self.text[start : min(end, start + HEADING_CHARS + 1)]
        if not is_too_long(beginning, self.language) or self._is_item_line((start, end)):
            return False
        return not SENTENCE_END.search(self._tail(above))

    def _begins_small(self, part: Paragraph) -> bool:
        """Whether a paragraph begins with a small letter, and not with an item or a label."""
        start, _ = part.spans[0]
        if not begins_small(self.text, start) or start in self.turns.labelled:
            return False
        return not LIST_ITEM.match(self.text, start)

    # -- the paragraphs of a block -----------------------------------------------------------------

    def _block_paragraphs(self, block: list[Span]) -> list[Paragraph]:
        start, end = block[0]
        between_blank_lines = len(block) == 1
        if between_blank_lines and end - start > HEADING_CHARS and self.text[start] != "#":
            return [Paragraph(False, block)]  # too long for a heading, as most lines are
        paragraphs: list[Paragraph] = []
        for is_markdown, group in groupby(block, self._is_markdown_line):
            lines = list(group)
            if is_markdown:
                counts = self.headings != NO_HEADINGS
                paragraphs += [Paragraph(counts, [line]) for line in lines]
            elif between_blank_lines:
                paragraphs += self._paragraph_per_line(lines)
            else:
                paragraphs += self._paragraphs_of_lines(lines)
        return paragraphs

    def _is_markdown_line(self, line: Span) -> bool:
        start, end = line
        if self.text[start] != "#":
            return False
        return is_markdown_heading(self.text[start:end])

    def _paragraphs_of_lines(self, lines: list[Span]) -> list[Paragraph]:
        median_length = median(end - start for start, end in lines)
        paragraphs: list[Paragraph] = []
        for turn in self._split_at_turns(lines):
            if median_length > LONG_LINE:
                paragraphs += self._paragraph_per_line(turn)
            else:
                paragraphs += self._wrapped_paragraphs(turn, median_length)
        return paragraphs

    def _split_at_turns(self, lines: list[Span]) -> Iterator[list[Span]]:
        """Yield the lines of each turn."""
        first = 0
        for number, (start, _) in enumerate(lines):
            if number and start in self.turns.begins:
                yield lines[first:number]
                first = number
        yield lines[first:]

    def _paragraph_per_line(self, lines: list[Span]) -> list[Paragraph]:
        return [Paragraph(self._may_be_heading(line), [line]) for line in lines]

    def _may_be_heading(self, line: Span) -> bool:
        start, end = line
        if self.headings != GUESSED or start in self.turns.labelled:
            return False
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
            if may_end_paragraph and SENTENCE_END.search(self.text, start, end):
                paragraphs.append(Paragraph(False, spans))
                spans = []
        if spans:
            paragraphs.append(Paragraph(False, spans))
        return paragraphs

    def _is_item_line(self, line: Span) -> bool:
        return bool(LIST_ITEM.match(self.text, *line))

    @cached_property
    def _numbered_headings(self) -> set[Span]:
        """Numbered lines that may be headings, because no list item is next to them."""
        lines = [line for block in self.blocks for line in block]
        found = set()
        for number, line in enumerate(lines):
            if not NUMBERED.match(self.text, *line):
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


def _join(above: Paragraph, below: Paragraph) -> Paragraph:
    """Make one paragraph of two; the last span of the first one goes on in the second one."""
    start, _ = above.spans[-1]
    _, end = below.spans[0]
    spans = [*above.spans[:-1], (start, end), *below.spans[1:]]
    return Paragraph(False, spans)


def _without_final_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Turn the headings at the end of a text into paragraphs."""
    end = len(paragraphs)
    while end and paragraphs[end - 1].heading:
        end -= 1
    final = [Paragraph(False, heading.spans) for heading in paragraphs[end:]]
    return paragraphs[:end] + final


def _item_starts(text: str, lines: list[Span]) -> set[int]:
    """Numbers of the hard-wrapped lines that begin a list item."""
    items = [number for number, line in enumerate(lines) if LIST_ITEM.match(text, *line)]
    if len(items) == 1 and _begins_with_name(text, lines, items[0]):
        return set()
    return set(items)


def _begins_with_name(text: str, lines: list[Span], number: int) -> bool:
    """Whether a line begins with an initial because a name was wrapped (`… said` / `J. Orr …`)."""
    if number == 0 or not _INITIAL.match(text, *lines[number]):
        return False
    start, end = lines[number - 1]
    is_prose = end - start >= PROSE_LINE
    return is_prose and not ends_in_punctuation(text[end - PROSE_LINE : end])

"""From texts to parts: lines make blocks, blocks make headings and paragraphs.

Everything is a span of the text (code points from 0, half-open), never a copy. Where the rules of the corner cases lie:

- a run of lines between blank lines is a block; a Markdown heading cuts a block in two;
- a list item takes in the lines below it up to the next item or the end of its block; where every line of a block is a
  paragraph, so is every item;
- a letter with a full stop that begins one line only, in the middle of running lines (`… said` / `J. Smith`), is the
  initial of a name, no item;
- headings at the end of a text are paragraphs like any other, each line one.
"""

import re
from itertools import groupby
from statistics import median
from typing import NamedTuple

import regex

from analysis.languages import ENGLISH, UNSPACED

LONG_LINE = 130  # characters: a block whose median line is longer has one paragraph a line
SHORT_LINE = 0.7  # of the median line: such a line ends a paragraph where a text has no blank lines
PROSE_LINE = 40  # characters: a line that long is running text and may go on in the next one
HEADING_WORDS = 12
HEADING_CHARS = 100
HEADING_CHARS_UNSPACED = 30
NUMBER = r"(?:\d+(?:\.\d+)*|[^\W\d_]|[ivxlcdm]+|[IVXLCDM]+)"
REFERENCE = r"\[(?:\d{1,4}(?:[,–-] ?\d{1,4})*|[a-z]|(?:note|nb) \d{1,3})\]"

Span = tuple[int, int]


class Part(NamedTuple):
    """A heading or a paragraph: the spans in which its sentences lie, none of which crosses a span's end."""

    heading: bool
    spans: list[Span]


_MARKDOWN = re.compile(r"#{1,6}\s+")
_NUMBERED = re.compile(rf"(?:{NUMBER}[.)]|\({NUMBER}\))\s")
_ITEM = re.compile(rf"[-*•–]\s|{_NUMBERED.pattern}")
_INITIAL = re.compile(r"[^\W\d_]\.\s")
_PICTURES = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")
_TAIL = regex.compile(rf"(?V1)(?:{REFERENCE}|[\p{{Pe}}--\p{{Quotation_Mark}}]|[*_\s¹²³⁰⁴-⁹])+$")
_NO_HEADING = regex.compile(r"[\p{Terminal_Punctuation}\p{Quotation_Mark}\p{Pf}…]$")
_ENDS = regex.compile(
    rf"[\p{{Sentence_Terminal}}…][\p{{Pe}}\p{{Pf}}\p{{Quotation_Mark}}*_]*(?:\s?{REFERENCE})*$"
)
_OPEN, _SHUT = regex.compile(r"\p{Ps}"), regex.compile(r"\p{Pe}")


def split_parts(text: str, language: str = "en") -> list[Part]:
    r"""Headings and paragraphs of a text, in order; together they hold every character that is no blank.

    >>> for part in split_parts("Aims\n\nOne line\nand one more.\n\n- Item.\n- Item."):
    ...     print(part)
    Part(heading=True, spans=[(0, 4)])
    Part(heading=False, spans=[(6, 28)])
    Part(heading=False, spans=[(30, 37), (38, 45)])
    """
    runs = _runs(text)
    if "\n" not in text:  # never a heading
        return [Part(False, run) for run in runs]
    parts, numbers = [], None
    for run in runs:
        (start, end), alone = run[0], len(run) == 1
        if alone and end - start > HEADING_CHARS and text[start] != "#":  # as most are
            parts.append(Part(False, run))
            continue
        if numbers is None:
            numbers = _section_numbers(text, [span for run in runs for span in run])
        for heading, lines in groupby(
            run, lambda line: text[line[0]] == "#" and _is_markdown(text[slice(*line)])
        ):
            if heading:
                parts += [Part(True, [line]) for line in lines]
            else:
                parts += _block_parts(
                    text, [*lines], language, numbers, alone=alone, whole=len(runs) == 1
                )
    last = len(parts)
    while last and parts[last - 1].heading:
        last -= 1
    return parts[:last] + [Part(False, part.spans) for part in parts[last:]]


def _runs(text: str) -> list[list[Span]]:
    """The lines that stand together between blank lines, without the blanks at their ends."""
    runs: list[list[Span]] = [[]]
    at = 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = at if len(bare) == len(line) else at + line.index(bare)
            runs[-1].append((start, start + len(bare)))
        elif runs[-1]:
            runs.append([])
        at += len(line) + 1
    return [run for run in runs if run]


def _block_parts(
    text: str, block: list[Span], language: str, numbers: set[Span], *, alone: bool, whole: bool
) -> list[Part]:
    """The parts of one block; `alone`: it is one line between blank lines; `whole`: the text has no blank lines."""
    middle = 0 if alone else median(end - start for start, end in block)
    if alone or middle > LONG_LINE:
        return [
            Part(is_heading(text[slice(*line)], language, numbered=line in numbers), [line])
            for line in block
        ]
    items = _item_starts(text, block)
    parts = [Part(False, [])]
    for i, (start, end) in enumerate(block):
        spans = parts[-1].spans
        if i in items or not spans:
            spans.append((start, end))
        else:
            spans[-1] = spans[-1][0], end
        short = end - start < SHORT_LINE * middle and i not in items
        if whole and short and _ENDS.search(text, start, end):
            parts.append(Part(False, []))
    return [part for part in parts if part.spans]


def _item_starts(text: str, block: list[Span]) -> set[int]:
    """Which lines of a hard-wrapped block begin a list item."""
    found = [i for i, line in enumerate(block) if _ITEM.match(text, *line)]
    if len(found) == 1 and (i := found[0]):
        start, end = block[i - 1]
        goes_on = not _NO_HEADING.search(_TAIL.sub("", text[end - PROSE_LINE : end]))
        if end - start >= PROSE_LINE and goes_on and _INITIAL.match(text, *block[i]):
            return set()  # running lines
    return set(found)


def _section_numbers(text: str, lines: list[Span]) -> set[Span]:
    """The numbered lines that may be headings: neither the line above nor the line below is a list item."""
    return {
        line
        for i, line in enumerate(lines)
        if _NUMBERED.match(text, *line)
        and not any(
            _ITEM.match(text, *other) for other in lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]
        )
    }


def _is_markdown(line: str) -> bool:
    return bool(_MARKDOWN.match(line)) and any(map(str.isalpha, line))


def is_heading(line: str, language: str = ENGLISH, *, numbered: bool = False) -> bool:
    """Whether a line that stands alone and has no Markdown mark is a heading; `numbered`: a number may begin it.

    >>> [is_heading(line) for line in ["Aims and means", "1. Aims", "They ended.", "![Aims](aims.png)"]]
    [True, False, False, False]
    """
    limit = HEADING_CHARS_UNSPACED if language in UNSPACED else HEADING_CHARS
    if len(line) > limit or len(line.split()) > HEADING_WORDS:
        return False
    if not any(map(str.isalpha, line)) or _in_brackets(line) or _PICTURES.fullmatch(line):
        return False
    return (numbered or not _ITEM.match(line)) and not _NO_HEADING.search(_TAIL.sub("", line))


def _in_brackets(heading: str) -> bool:
    """Whether the bracket that opens the line closes at its end.

    >>> [_in_brackets(line) for line in ["(Own report)", "(a) and (b)", "*[Own (report)]*"]]
    [True, False, True]
    """
    bare = heading.strip("*_")
    if not bare or not _OPEN.match(bare) or not _SHUT.match(bare[-1]):
        return False
    depth = 0
    for at, sign in enumerate(bare):
        depth += bool(_OPEN.match(sign)) - bool(_SHUT.match(sign))
        if depth == 0:
            return at == len(bare) - 1
    return False


def heading_text(line: str) -> str:
    """A Markdown heading without its marks, any other line as it is.

    >>> heading_text("## Aims and means ##"), heading_text("#1 of all")
    ('Aims and means', '#1 of all')
    """
    if not _is_markdown(line):
        return line
    bare = line.rstrip("#")
    return _MARKDOWN.sub("", bare if bare[-1].isspace() else line, count=1).rstrip()

"""The margins of the pages: page numbers, running headers and footers, and the lines of a table of contents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from analysis.reading.formats.pdf.lines import Line
from analysis.wording import pluralize

MARGIN = 0.15  # of the height of a page: the head and the foot are no higher
MARGIN_LINES = 2  # as many baselines, at most, belong to the head or the foot of a page
REPEATED = 1 / 3  # of the pages: a line in the margin of as many is a running one

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page\s+)?(?:\d{1,4}|[ivxlc]+)(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_CONTENTS_LINE = re.compile(r"(?:\.\s?){5,}\s*\w+$")  # dots that lead to the number of a page
_DIGITS = re.compile(r"\d+")


class _Margin(NamedTuple):
    """What a line in a margin has in common with those of other pages."""

    text: str  # with # for each number
    is_head: bool


def remove_margins(lines: list[Line], n_pages: int) -> tuple[list[Line], Counter[str]]:
    """The lines that belong to the text, and a count of what is left out.

    Left out are page numbers, lines of a table of contents, and lines that are the same, but for their numbers, at the
    head or the foot of a third of the pages, and of two at least.
    """
    contents = {line for line in lines if _CONTENTS_LINE.search(line.text)}
    gone = set(contents)
    n_numbers = 0
    running_lines = []
    for margin, alike in _group_margins(lines).items():
        numbers = {line for line in alike if _PAGE_NUMBER.fullmatch(line.text)}
        gone |= numbers
        n_numbers += len(numbers)
        running = [line for line in alike if line not in numbers]
        on_pages = len({line.page for line in alike})
        if running and on_pages >= max(2, REPEATED * n_pages):
            gone.update(running)
            running_lines.append(_describe(margin, running[0].text, on_pages))
    left_out = Counter({"table-of-contents line": len(contents), "page number": n_numbers})
    left_out.update(running_lines)
    return [line for line in lines if line not in gone], left_out


def _group_margins(lines: list[Line]) -> dict[_Margin, list[Line]]:
    """The lines in the margins of all pages, those that are alike together."""
    margins: dict[_Margin, list[Line]] = defaultdict(list)
    for _, page in groupby(lines, lambda line: line.page):
        for line, is_head in _margin_lines(list(dict.fromkeys(page))):
            margins[_Margin(_DIGITS.sub("#", line.text), is_head)].append(line)
    return margins


def _margin_lines(page: list[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines at the head and the foot of a page, and whether each is at the head."""
    bases = sorted({round(line.base) for line in page})
    highest, lowest = bases[-MARGIN_LINES:], bases[:MARGIN_LINES]
    for line in page:
        is_head = line.height > 1 - MARGIN
        is_foot = line.height < MARGIN
        base = round(line.base)
        if (is_head and base in highest) or (is_foot and base in lowest):
            yield line, is_head


def _describe(margin: _Margin, text: str, on_pages: int) -> str:
    kind = "header" if margin.is_head else "footer"
    return f"running {kind} {text!r} (on {pluralize(on_pages, 'page')})"

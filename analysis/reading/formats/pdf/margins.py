"""What does not belong to the text: page numbers, running headers and footers, contents lines."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from analysis.reading.formats.pdf.lines import Line
from analysis.reading.omissions import Tally
from analysis.wording import pluralize

MARGIN = 0.15  # the share of the height of a page that is its head, and likewise its foot
MARGIN_LINES = 2  # the most baselines in the head, and likewise in the foot
REPEATED = 1 / 3  # of the pages: a running header or footer is on at least as many

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page\s+)?(?:\d{1,4}|[ivxlc]+)(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
# Dots that lead to the number of a page.
_CONTENTS_LINE = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){5,}+\s*+\w+$")
_DIGITS = re.compile(r"\d+")


class _Margin(NamedTuple):
    """What the same header or footer has in common on all pages."""

    text: str  # with # for each number
    is_head: bool


def remove_margins(lines: list[Line], n_pages: int) -> tuple[list[Line], Tally]:
    """Return the lines that belong to the text, and a count of what is left out.

    Left out are:

    - page numbers;
    - the lines of a table of contents;
    - running headers and footers. These are lines at the head or foot of a page that occur, with
      other numbers at most, on at least two pages and on at least a third of all pages.
    """
    contents = {line for line in lines if _CONTENTS_LINE.search(line.text)}
    gone = set(contents)
    left_out = Tally()
    for line in contents:
        left_out.add("table-of-contents line", line.text)
    running_lines = Tally()
    for margin, alike in _group_margins(lines).items():
        numbers = {line for line in alike if _PAGE_NUMBER.fullmatch(line.text)}
        gone |= numbers
        for line in numbers:
            left_out.add("page number", line.text)
        running = [line for line in alike if line not in numbers]
        on_pages = len({line.page for line in alike})
        if running and on_pages >= max(2, REPEATED * n_pages):
            gone.update(running)
            what = _describe(margin, running[0].text, on_pages)
            running_lines.add(what, "\n".join(line.text for line in running))
    left_out.update(running_lines)
    return [line for line in lines if line not in gone], left_out


def _group_margins(lines: list[Line]) -> dict[_Margin, list[Line]]:
    """Group the lines in the margins of all pages by what they have in common."""
    margins: dict[_Margin, list[Line]] = defaultdict(list)
    for _, page in groupby(lines, lambda line: line.page):
        lines_once = list(dict.fromkeys(page))
        for line, is_head in _find_margin_lines(lines_once):
            text = _DIGITS.sub("#", line.text)
            margins[_Margin(text, is_head)].append(line)
    return margins


def _find_margin_lines(page: list[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines at the head and the foot of a page, and whether each is at the head."""
    bases = sorted({round(line.base) for line in page})
    highest = bases[-MARGIN_LINES:]
    lowest = bases[:MARGIN_LINES]
    for line in page:
        base = round(line.base)
        if line.height > 1 - MARGIN and base in highest:
            yield line, True
        elif line.height < MARGIN and base in lowest:
            yield line, False


def _describe(margin: _Margin, text: str, on_pages: int) -> str:
    kind = "header" if margin.is_head else "footer"
    return f"running {kind} {text!r} (on {pluralize(on_pages, 'page')})"

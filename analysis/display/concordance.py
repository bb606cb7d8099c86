"""A concordance laid out for reading: the matches below one another, their context on both sides.

Texts that run from right to left keep their direction: what stands before the match is then on its
right. Each line is laid out by itself, so that texts of both directions can be mixed.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.display.html import isolate, write_div, write_paragraph
from analysis.wording import (
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT,
    escape_html,
    one_line,
    pluralize,
    shorten,
    terminal_width,
)

COLUMNS = 36  # of a terminal, for the context on each side
PLACE = 24  # of a terminal, for the name of the text

_TABLE = "table-layout: auto; border-collapse: collapse; width: 100%; margin: 0; font-size: 90%"
_CELL = "padding: 1px 0; white-space: nowrap; vertical-align: baseline; background: none"
_SIDE = f"{_CELL}; max-width: 0; width: 45%; overflow: hidden"
_FAINT = "color: var(--jp-ui-font-color2, #616161)"
_NUMBER = f"{_CELL}; padding-right: 8px; text-align: right; {_FAINT}"
_TEXT = (
    f"{_CELL}; padding-left: 8px; text-align: left; max-width: 10em; overflow: hidden; "
    f"text-overflow: ellipsis; {_FAINT}"
)
_GROUP = f"{_CELL}; padding-top: 8px; text-align: left"


def write_concordance(
    lines: pd.DataFrame,
    caption: list[str],
    more: str,
    sizes: dict[str, int],
) -> str:
    """Write lines as HTML.

    Args:
        lines: the lines to show.
        caption: sentences that stand above them.
        more: what is said of the lines that are not shown; `""` if all are.
        sizes: the number of lines in each group, those that are not shown included; empty if the
            lines are not grouped.
    """
    html = [write_paragraph(sentence) for sentence in caption]
    if len(lines):
        html += [f'<table style="{_TABLE}"><tbody>', *_write_rows(lines, sizes), "</tbody></table>"]
    if more:
        html.append(write_paragraph(more))
    return write_div(html)


def _write_rows(lines: pd.DataFrame, sizes: dict[str, int]) -> Iterator[str]:
    group = None
    for line in lines.itertuples():
        if sizes and line.group != group:
            group = line.group
            name = f"<strong>{isolate(_name_group(group))}</strong>"
            n = pluralize(sizes[group], "line")
            yield f'<tr><td colspan="5" style="{_GROUP}">{name}: {n}</td></tr>'
        yield _write_row(line)


def _write_row(line: Any) -> str:
    """Write a line: what stands before the match on one side, the match and the rest on the other.

    In texts that run from right to left, the two sides change places. The line begins with its
    number and ends with the name of its text and the number of its sentence.
    """
    direction = direction_of(f"{line.left}{line.match}{line.right}")
    before = escape_html(line.left)
    rest = f"<mark>{escape_html(line.match)}</mark>{escape_html(line.right)}"
    sides = [before, rest] if direction == "ltr" else [rest, before]
    left = _write_side(sides[0], direction, "flex-end")
    right = _write_side(sides[1], direction, "flex-start")
    title = escape_html(f"{line.doc_id}, sentence {line.sent_id}")
    text = isolate(line.doc_id)
    return (
        f'<tr><td style="{_NUMBER}">{line.line}</td>'
        f'<td style="{_SIDE}">{left}</td><td style="{_SIDE}">{right}</td>'
        f'<td style="{_TEXT}" title="{title}">{text}</td>'
        f'<td style="{_NUMBER}; padding-left: 8px" title="{title}">{line.sent_id}</td></tr>'
    )


def _write_side(html: str, direction: str, where: str) -> str:
    """Write one side of a line; what does not fit is cut off at its outer end.

    Args:
        html: what stands there.
        direction: its direction, `ltr` or `rtl`.
        where: its inner end, as a value of `justify-content`.
    """
    # The outer element runs from left to right in any case, so that its ends are left and right.
    box = f"display: flex; justify-content: {where}; overflow: hidden"
    inner = f'<span dir="{direction}" style="white-space: pre">{html}</span>'
    return f'<div dir="ltr" style="{box}">{inner}</div>'


def isolated(text: str) -> str:
    """Keep text that runs from right to left from changing the order of the words around it.

    Unicode's isolates do in plain text what `<bdi>` does in HTML.
    """
    return f"\u2068{text}\u2069" if direction_of(text) == "rtl" else text


def direction_of(text: str) -> str:
    r"""Return the direction of most letters of a text: `ltr` or `rtl`.

    >>> direction_of("12 rights"), direction_of("GDP \u062d\u0642\u0648\u0642")
    ('ltr', 'rtl')
    """
    balance = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in LEFT_TO_RIGHT:
            balance += 1
        elif kind in RIGHT_TO_LEFT:
            balance -= 1
    return "rtl" if balance < 0 else "ltr"


# -- plain text ----------------------------------------------------------------------------------


def print_concordance(
    lines: pd.DataFrame,
    caption: list[str],
    more: str,
    sizes: dict[str, int],
) -> str:
    """Write lines as plain text; the arguments are those of `write_concordance`.

    The columns are aligned by the width that characters have in a terminal.
    """
    rows = [one_line(sentence) for sentence in caption]
    if len(lines):
        rows += ["", *_print_rows(lines, sizes)]
    if more:
        rows += ["", more]
    return "\n".join(rows)


def _print_rows(lines: pd.DataFrame, sizes: dict[str, int]) -> Iterator[str]:
    numbers = max(len(str(number)) for number in lines["line"])
    matches = max(terminal_width(one_line(match)) for match in lines["match"])
    group = None
    for line in lines.itertuples():
        if sizes and line.group != group:
            group = line.group
            yield f"{one_line(_name_group(group))}: {pluralize(sizes[group], 'line')}"
        left = _fit(one_line(line.left), at_end=True)
        right = _fit(one_line(line.right), at_end=False)
        match = one_line(line.match)
        space = " " * (matches - terminal_width(match))
        place = f"{shorten(one_line(line.doc_id), PLACE)}, {line.sent_id}"
        yield f"{line.line:>{numbers}}  {left}⟦{match}⟧{right}{space}  {place}"


def _fit(text: str, *, at_end: bool) -> str:
    """Cut a context, or fill it up with spaces, to the width of its column."""
    width = 0
    kept = []
    for character in reversed(text) if at_end else text:
        width += terminal_width(character)
        if width > COLUMNS:
            width -= terminal_width(character)
            break
        kept.append(character)
    space = " " * (COLUMNS - width)
    return space + "".join(reversed(kept)) if at_end else "".join(kept) + space


def _name_group(group: str) -> str:
    """Return the name of a group, also of that without a name."""
    return group or "(nothing)"

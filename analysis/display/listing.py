"""Lay out a table for reading: no cell is cut off, and text is on the side where it begins."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_float_dtype, is_numeric_dtype

from analysis.display.html import NO_MATHS, write_paragraph
from analysis.wording import escape_html, one_line, pluralize, text_align

MISSING = "–"
NO_ROWS = "no rows"

# Characters up to which a cell stays on one line. Otherwise a wide column beside it would break it
# at every space.
SHORT = 24


def listing(frame: pd.DataFrame, *columns: str, limit: int = 40) -> "Listing":
    """Lay out the first rows of a table, with the named columns or with all.

    >>> listing(pd.DataFrame({"theme": ["topic", "tone"], "share": [0.25, None]}), limit=1)
    theme share
    topic  0.25
    and 1 more row
    """
    chosen = frame[list(columns)] if columns else frame
    return Listing(chosen, limit)


@dataclass(frozen=True, repr=False, eq=False)
class Listing:
    """The first rows of a table, as HTML in a notebook or as plain text.

    It says how many more rows there are. A float has two decimals, a date has no midnight, a
    missing value is `–`, and a count (a column `n_…`) has commas. The table itself stays as it is.

    Attributes:
        frame: the table, all rows of it.
        limit: the most rows to show.
    """

    frame: pd.DataFrame
    limit: int

    def __repr__(self) -> str:
        shown = self.frame.head(self.limit)
        text = NO_ROWS
        if len(shown):
            cells = {name: map(one_line, write_cells(shown[name])) for name in shown}
            text = pd.DataFrame(cells).to_string(index=False)
        return "\n".join([text, *self._say_more()])

    def _repr_html_(self) -> str:
        shown = self.frame.head(self.limit)
        table = "\n".join(["<table>", *_write_rows(shown), "</table>"])
        more = "".join(map(write_paragraph, self._say_more()))
        return f'<div class="{NO_MATHS}">{table}{more}</div>'

    def _say_more(self) -> list[str]:
        """Say how many rows are not shown; no line if all are."""
        n_more = len(self.frame) - self.limit
        if n_more <= 0:
            return []
        return [f"and {pluralize(n_more, 'more row')}"]


def write_cells(column: pd.Series) -> list[str]:
    """Write the values of a column as text."""
    is_count = is_numeric_dtype(column) and str(column.name).startswith("n_")
    template = "," if is_count else ""
    if is_float_dtype(column):
        template += ".2f"
    cells = []
    for value in column:
        cell = MISSING if pd.isna(value) else format(value, template)
        if is_datetime64_any_dtype(column):
            cell = cell.removesuffix(" 00:00:00")
        cells.append(cell)
    return cells


def _write_rows(frame: pd.DataFrame) -> Iterator[str]:
    """Write the head and the rows of an HTML table."""
    head = []
    columns = []
    for name in frame:
        is_number = is_numeric_dtype(frame[name])
        head.append(_write_cell("th", str(name), is_number))
        cells = [_write_cell("td", cell, is_number) for cell in write_cells(frame[name])]
        columns.append(cells)
    yield f"<thead><tr>{''.join(head)}</tr></thead>"
    yield "<tbody>"
    if frame.empty:
        columns = [[_write_cell("td", NO_ROWS)]]
    for row in zip(*columns, strict=True):
        yield f"<tr>{''.join(row)}</tr>"
    yield "</tbody>"


def _write_cell(tag: str, text: str, is_number: bool = False) -> str:
    style = "text-align: right" if is_number else f"text-align: {text_align(text)}"
    if len(text) <= SHORT:
        style += "; white-space: nowrap"
    return f'<{tag} style="{style}" dir="auto">{escape_html(text)}</{tag}>'

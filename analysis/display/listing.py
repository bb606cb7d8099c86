"""Lay out a table for reading: no cell is cut off, and text is on the side where it begins."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_float_dtype, is_numeric_dtype

from analysis import messages
from analysis.display.html import NO_MATHS, write_paragraph
from analysis.wording import escape_html, one_line, pluralize, text_align

MISSING = "–"
NO_ROWS = "no rows"

# Characters up to which a cell stays on one line. Otherwise a wide column beside it would break it
# at every space.
SHORT = 24


# What the name of a column says about its numbers.
SHARE = re.compile(r"(^|_)share($|_)|^corrected$|^trend_(first|last)$")
LIMIT = re.compile(r"^(low|high)$")  # beside a column `share`, these are its interval
POINTS = re.compile(r"^(difference|change|trend)(_rest)?(_low|_high)?$")
CHANCE = re.compile(r"^p$|_p$|^p_adjusted$")
EFFECT = re.compile(r"^effect($|_)")
LEAST_CHANCE = 0.001


def listing(frame: pd.DataFrame, *columns: str, limit: int = 40) -> "Listing":
    """Lay out the first rows of a table, with the named columns or with all.

    >>> listing(pd.DataFrame({"theme": ["topic", "tone"], "share": [0.25, None]}), limit=1)
    theme share
    topic 25.0%
    and 1 more row
    """
    chosen = frame[list(columns)] if columns else frame
    return Listing(chosen, limit)


@dataclass(frozen=True, repr=False, eq=False)
class Listing:
    """The first rows of a table, as HTML in a notebook or as plain text.

    It says how many more rows there are. A share is a percentage, a difference, change or trend of
    shares is in percentage points (`pp`), and a chance below 0.001 (`p`) is `<0.001`. Any other
    float has two decimals, a date has no midnight, a missing value is `–`, and a count (a column
    `n_…`) has commas. The table itself stays as it is.

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
            cells = {name: map(one_line, _write_column(shown, name)) for name in shown}
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


@dataclass(frozen=True)
class Format:
    """How the numbers of a column are shown.

    Attributes:
        write: write a value.
        unit: what stands behind a number: `%`, `pp` or nothing.
        factor: what a number as it is shown is divided by to be the value.
    """

    write: Callable[[Any], str]
    unit: str = ""
    factor: int = 1

    def write_cells(self, column: pd.Series) -> list[str]:
        """Write the values of a column as text."""
        return [MISSING if pd.isna(value) else self.write(value) for value in column]


def choose_format(column: pd.Series, beside: Iterable[str]) -> Format:
    """Choose how to show a column by its name and its type.

    Args:
        column: the column, with its name.
        beside: the names of all columns of its table: beside shares, `low` and `high` are shares.

    >>> low = pd.Series([0.125], name="low")
    >>> choose_format(low, ["share", "low"]).write(0.125), choose_format(low, ["low"]).write(0.125)
    ('12.5%', '0.12')
    """
    named = _choose_by_name(column, "share" in beside) if is_float_dtype(column) else None
    return named or Format(_write_by_type(column))


def _write_by_type(column: pd.Series) -> Callable[[Any], str]:
    """Choose how to write the values of a column by its type."""
    if is_datetime64_any_dtype(column):
        return _write_date
    is_count = is_numeric_dtype(column) and str(column.name).startswith("n_")
    template = "," if is_count else ""
    if is_float_dtype(column):
        template += ".2f"
    return f"{{:{template}}}".format


def _choose_by_name(column: pd.Series, has_share: bool) -> Format | None:
    """Choose how to show a column of numbers by its name; None if it does not say."""
    name = str(column.name)
    if has_share and LIMIT.search(name):
        name = "share"
    for pattern, chosen in FORMATS.items():
        if pattern.search(name) and _fits(column):
            return chosen
    return Format(_write_effect) if EFFECT.search(name) else None


def _fits(column: pd.Series) -> bool:
    """Whether all numbers of a column could be shares or chances, or differences of such."""
    return bool(column.dropna().abs().le(1).all())


def _write_date(value: Any) -> str:
    return str(value).removesuffix(" 00:00:00")


def _write_share(value: float) -> str:
    return messages.percent(value, 1)


def _write_points(value: float) -> str:
    """Write a difference of shares in percentage points, with two digits where it is small."""
    points = 100 * value
    digits = 1 if round(abs(points), 2) >= 1 else 2
    return f"{round(points, digits) + 0.0:.{digits}f} pp"


def _write_chance(value: float) -> str:
    return f"<{LEAST_CHANCE}" if value < LEAST_CHANCE else f"{value:.3f}"


def _write_effect(value: float) -> str:
    """Write a number with two decimals, or with two digits where it is small."""
    return f"{value:.2f}" if round(abs(value), 2) >= 0.1 else f"{value:.2g}"


FORMATS = {
    SHARE: Format(_write_share, "%", 100),
    POINTS: Format(_write_points, "pp", 100),
    CHANCE: Format(_write_chance),
}


def _write_column(frame: pd.DataFrame, name: Hashable) -> list[str]:
    return choose_format(frame[name], frame).write_cells(frame[name])


def _write_rows(frame: pd.DataFrame) -> Iterator[str]:
    """Write the head and the rows of an HTML table."""
    head = []
    columns = []
    for name in frame:
        is_number = is_numeric_dtype(frame[name])
        head.append(_write_cell("th", str(name), is_number))
        cells = [_write_cell("td", cell, is_number) for cell in _write_column(frame, name)]
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

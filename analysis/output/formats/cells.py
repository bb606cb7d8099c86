"""Cells of exported tables: what a format can hold of them, and notes on what it cannot.

XML, and so Excel and Word, cannot hold most control characters. They are shown as U+FFFD, counted,
and the count is noted in the file; the same is done in LaTeX. What is cut is marked where it was
cut, and noted. Nothing is changed in CSV, which the notes name.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TypeAlias

import pandas as pd

from analysis.tables import without_family_columns
from analysis.wording import pluralize

Cell: TypeAlias = "str | int | float | bool | None"

# Characters that XML 1.0 cannot hold, and the other control characters.
CANNOT_BE_HELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SUBSTITUTE = "\ufffd"
LINE_END = re.compile("\r\n?")
LARGEST_EXACT = 2**53  # a float holds every whole number up to this one
NARROWEST = 8  # characters of a column that has to give way
PADDING = 2  # characters between two columns
DIGITS = 4  # significant digits of numbers that are for reading


@dataclass(frozen=True)
class Prepared:
    """A table as a format shows it.

    Attributes:
        columns: the names of the columns.
        rows: the cells of each row; None is an empty cell.
        notes: sentences on what differs from the CSV file.
    """

    columns: list[str]
    rows: list[tuple[Cell, ...]]
    notes: list[str]


def to_frame(table: pd.DataFrame) -> pd.DataFrame:
    """Return what is exported of a table: its index if it has a name, and no family columns.

    The columns that `with_families` adds for charts are left out, because `themes` repeats them.
    """
    is_named = any(name is not None for name in table.index.names)
    frame = table.reset_index() if is_named else table
    return without_family_columns(frame)


def prepare(
    name: str,
    table: pd.DataFrame,
    *,
    longest: int,
    measure: Callable[[str], int] = len,
    most_rows: int | None = None,
) -> Prepared:
    """Prepare the cells of a table for a format.

    Args:
        name: the name of the table, whose CSV file the notes name.
        table: the table.
        longest: the length of the longest text that a cell may hold.
        measure: how lengths are measured.
        most_rows: the number of rows that are shown; None for all of them.
    """
    frame = to_frame(table)
    notes = []
    if most_rows is not None and len(frame) > most_rows:
        notes.append(f"The first {most_rows:,} of {len(frame):,} rows; {name}.csv has all of them.")
        frame = frame.head(most_rows)
    n_replaced = 0
    n_cut = 0
    columns = []
    for position in range(frame.shape[1]):
        cells = _list_cells(frame.iloc[:, position])
        held = [_hold(cell) for cell in cells]
        n_replaced += sum(map(_count_odd, cells))
        short = [_cut(cell, longest, measure, name) for cell in held]
        n_cut += sum(one is not other for one, other in zip(short, held, strict=True))
        columns.append(short)
    names = [str(_cut(_hold(str(column)), longest, measure, name)) for column in frame.columns]
    n_replaced += sum(_count_odd(str(column)) for column in frame.columns)
    if n_replaced:
        characters = pluralize(n_replaced, "character")
        shown = "is" if n_replaced == 1 else "are"
        notes.append(f"{characters} that this format cannot hold {shown} shown as {SUBSTITUTE}.")
    if n_cut:
        are = "cell is" if n_cut == 1 else "cells are"
        notes.append(f"{n_cut:,} {are} cut; {name}.csv has the whole text.")
    rows = list(zip(*columns, strict=True)) if columns else []
    return Prepared(names, rows, notes)


def _list_cells(column: pd.Series) -> list[Cell]:
    """Return the cells of a column: a number, a truth value, text, or None if it is missing."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype(str).mask(column.isna())
    return [_to_cell(value) for value in column.astype(object)]


def _to_cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool":  # numpy's own
        return bool(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return None if math.isnan(number) else number
    return str(value)


def _count_odd(cell: Cell) -> int:
    return len(CANNOT_BE_HELD.findall(cell)) if isinstance(cell, str) else 0


def _hold(cell: Cell) -> Cell:
    """Return a cell without what XML cannot hold; an odd number becomes its text."""
    if isinstance(cell, str):
        text = LINE_END.sub("\n", cell) if "\r" in cell else cell
        return CANNOT_BE_HELD.sub(SUBSTITUTE, text)
    if isinstance(cell, int) and abs(cell) > LARGEST_EXACT:
        return str(cell)
    if isinstance(cell, float) and math.isinf(cell):
        return str(cell)
    return cell


def _cut(
    cell: Cell,
    longest: int,
    measure: Callable[[str], int],
    name: str,
) -> Cell:
    """Cut a text that is too long, and say so where it is cut."""
    if not isinstance(cell, str) or measure(cell) <= longest:
        return cell
    mark = f" … (cut here; {len(cell):,} characters in all: see {name}.csv)"
    kept = cell[: longest - len(mark)]
    while measure(kept) > longest - len(mark):
        kept = kept[: -max(1, (measure(kept) - longest + len(mark)) // 2)]
    return kept + mark


# -- for reading -----------------------------------------------------------------------------------


def show(cell: Cell) -> str:
    """Write a cell for a reader: white space as single blanks, numbers with four digits.

    >>> show(0.123456), show(1234.56), show(12), show(1e-12), show(2.0), show(None)
    ('0.1235', '1235', '12', '1e-12', '2', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return show_number(cell)
    if isinstance(cell, str):
        return " ".join(cell.split())
    return str(cell)


def show_number(number: float) -> str:
    """Write a number with four significant digits, and never less than its whole digits.

    >>> show_number(123456.7), show_number(-0.00001234567)
    ('123457', '-1.235e-05')
    """
    if abs(number) >= 10**DIGITS and number < LARGEST_EXACT:
        return f"{number:.0f}"
    return f"{number:.{DIGITS}g}"


def list_texts(prepared: Prepared) -> list[list[str]]:
    """List the texts of each column, its name first."""
    columns = []
    for number, name in enumerate(prepared.columns):
        cells = [show(row[number]) for row in prepared.rows]
        columns.append([" ".join(name.split()), *cells])
    return columns


def is_numeric(cells: list[Cell]) -> bool:
    """Whether the cells of a column are numbers, as far as they are filled."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(
        isinstance(cell, int | float) and not isinstance(cell, bool) for cell in filled
    )


def share_width(columns: list[list[str]], capacity: int) -> list[float]:
    """Divide the width of a page among columns, by what they need; the parts add up to 1.

    If they need more than there is, the widest give way first.

    Args:
        columns: the texts of each column.
        capacity: how many characters fit beside one another.

    >>> share_width([["aa", "b"], ["a longer text"]], 16)
    [0.25, 0.75]
    """
    needs = [max(map(len, column)) + PADDING for column in columns]
    widest = next(
        (
            width
            for width in range(max(needs, default=0), NARROWEST, -1)
            if sum(min(need, width) for need in needs) <= capacity
        ),
        NARROWEST,
    )
    needs = [min(need, widest) for need in needs]
    return [need / sum(needs) for need in needs]

"""Cells with a count in them, shaded by its size, and tables of such cells."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.layout import (
    ROOM,
    Box,
    Margins,
    draw_block,
    height_of,
    label_rows,
    lay_out_rows,
    new_sheet,
)
from analysis.charts.style import SMALL, SOFT, ink_on
from analysis.charts.wrapping import clean, widest, width_of, wrap

# Inches.
WIDEST = 1.25  # of a column
HORIZONTAL_FROM = 0.75  # width of a column from which its label is written horizontally
LINE = 0.13  # height of a line of a label
VERTICAL_LABEL = 1.7  # length at which a vertical label wraps
GAP = (0.02, 0.02)  # on every side of a cell


def draw_table(
    ax: Axes | None,
    title: str,
    caption: str,
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    cells: pd.DataFrame,
) -> Axes:
    """Draw a table of counts.

    Args:
        rows: themes, from top to bottom.
        columns: `label` and `n` of each column, from left to right.
        cells: `row` and `column` (their index), `n`, `fill` (a colour) and `name`.
    """
    laid, left = lay_out_rows(rows)
    room = ROOM - left
    width = min(WIDEST, room / len(columns))
    horizontal = width >= HORIZONTAL_FROM
    labels = _column_labels(columns, width, horizontal)
    margins = Margins(
        left=left,
        right=room - width * len(columns),
        top=_label_height(labels, horizontal) + 0.1,
    )
    ax = new_sheet(ax, title, caption, height_of(laid), margins)
    edges = laid["colour"]
    for cell in cells.itertuples():
        row = laid.loc[cell.row]
        x = columns.index.get_loc(cell.column) * width
        box = Box(x, row["y"] - row["height"] / 2, width, row["height"])
        draw_cell(ax, cell.n, cell.name, cell.fill, edges[cell.row], box)
    ax.set_xlim(0, width * len(columns))
    ax.xaxis.tick_top()
    ax.set_xticks(
        [width * (at + 0.5) for at in range(len(columns))],
        ["\n".join(lines) for lines in labels],
        va="bottom",
        linespacing=1.1,
        rotation=0 if horizontal else 90,
    )
    label_rows(ax, laid, left)
    return ax


def draw_cell(ax: Axes, n: int, name: str, fill: str, edge: str, box: Box) -> None:
    """Draw one cell with its count; a count of 0 has no fill and no edge."""
    ink = SOFT
    if n:
        draw_block(ax, clean(name), fill, box, GAP, edgecolor=edge, linewidth=0.8)
        ink = ink_on(fill)
    words = f"{n:,}"
    size = SMALL * min(1, (box.width - 0.06) / width_of(words, SMALL))
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    ax.text(*middle, words, ha="center", va="center_baseline", size=size, color=ink)


def _column_labels(columns: pd.DataFrame, width: float, horizontal: bool) -> list[list[str]]:
    """The lines of each column's label, the last with its n."""
    if horizontal:
        room, limit = width - 0.08, 6
    else:
        room, limit = VERTICAL_LABEL, max(1, int(width / LINE) - 1)
    labels = []
    for column in columns.itertuples():
        lines = wrap(column.label, room, SMALL, limit)
        labels.append([*lines, f"n = {column.n:,}"])
    return labels


def _label_height(labels: list[list[str]], horizontal: bool) -> float:
    if horizontal:
        return LINE * max(len(lines) for lines in labels)
    return max(widest(lines, SMALL) for lines in labels)

"""Draw cells that show a count, tables of such cells, and marks in their corners."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.layout import (
    ROW,
    Box,
    Margins,
    draw_block,
    inner_width,
    label_rows,
    lay_out_rows,
    make_sheet,
    measure_height,
)
from analysis.charts.style import INK, SMALL, SOFT, choose_ink
from analysis.charts.wrapping import clean, measure_widest, measure_width, wrap

# Inches.
WIDEST = 1.25  # of a column
HORIZONTAL_FROM = 0.75  # the least width of a column with a horizontal label
LINE = 0.13  # the height of a line of a label
VERTICAL_LABEL = 1.7  # the length at which a vertical label wraps
MARK = 5.5  # points; a mark in the corner of a cell
GAP = (0.02, 0.02)  # on every side of a cell


def draw_table(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    columns: pd.DataFrame,
    cells: pd.DataFrame,
    least: float = ROW,
) -> Axes:
    """Draw a table of cells with words in them.

    Args:
        themes: the rows from top to bottom, indexed by `row`.
        columns: `label` and `n` of the columns from left to right, indexed by `column`.
        cells: `row`, `column`, `words`, `name`, `fill` and `edge` (colours; `""` for none) and,
            optionally, `association` (see `draw_marks`).
        least: the least height of a row in inches.
    """
    rows, left = lay_out_rows(themes, least)
    room = inner_width() - left
    width = min(WIDEST, room / len(columns))
    is_horizontal = width >= HORIZONTAL_FROM
    labels = _wrap_labels(columns, width, is_horizontal)
    margins = Margins(
        left=left,
        right=room - width * len(columns),
        top=_measure_labels(labels, is_horizontal) + 0.1,
    )
    ax = make_sheet(ax, title, caption, measure_height(rows), margins)
    boxes = []
    for cell in cells.itertuples():
        row = rows.loc[cell.row]
        x = columns.index.get_loc(cell.column) * width
        box = Box(x, row["y"] - row["height"] / 2, width, row["height"])
        draw_cell(ax, cell.words, cell.name, cell.fill, cell.edge, box)
        boxes.append(box)
    if "association" in cells:
        draw_marks(ax, boxes, cells["association"])
    ax.set_xlim(0, width * len(columns))
    ax.xaxis.tick_top()
    ax.set_xticks(
        [width * (at + 0.5) for at in range(len(columns))],
        ["\n".join(lines) for lines in labels],
        va="bottom",
        linespacing=1.1,
        rotation=0 if is_horizontal else 90,
    )
    label_rows(ax, rows, left)
    return ax


def draw_cell(
    ax: Axes,
    words: str,
    name: str,
    fill: str,
    edge: str,
    box: Box,
) -> None:
    """Draw a cell with words in it; without a fill there is no rectangle, and the words are soft.

    The first line is in the usual size, further lines are smaller.
    """
    ink = SOFT
    if fill:
        style = {"edgecolor": edge, "linewidth": 0.8} if edge else {}
        draw_block(ax, clean(name), fill, box, GAP, **style)
        ink = choose_ink(fill)
    lines = words.split("\n")
    room = box.width - 0.06
    step = box.height / (len(lines) + 0.4)
    for at, line in enumerate(lines):
        usual = SMALL if at == 0 else SMALL - 1
        ax.text(
            box.x + box.width / 2,
            box.y + box.height / 2 + step * (at - (len(lines) - 1) / 2),
            line,
            ha="center",
            va="center_baseline",
            size=usual * min(1, room / measure_width(line, usual)),
            color=ink,
        )


def draw_marks(ax: Axes, boxes: list[Box], associations: Iterable[str]) -> None:
    """Mark cells in the upper right corner: ▲ for "more" than expected, ▼ for "less"."""
    corners: dict[str, list[tuple[float, float]]] = {"more": [], "less": []}
    for box, association in zip(boxes, associations, strict=True):
        if association:
            corners[association].append((box.x + box.width - 0.065, box.y + 0.06))
    for association, marker in (("more", "^"), ("less", "v")):
        if corners[association]:
            x, y = zip(*corners[association], strict=True)
            name = f"{association} often than expected"
            ax.scatter(
                x, y, s=MARK**2, marker=marker, color=INK, linewidths=0, label=name, zorder=3
            )


def _wrap_labels(columns: pd.DataFrame, width: float, is_horizontal: bool) -> list[list[str]]:
    """Wrap the label of each column, and add its `n`: below it, or behind it where it is upright.

    In upright labels, an `n` on a line of its own would lie between two narrow columns.
    """
    labels = []
    for column in columns.itertuples():
        n = f"n = {column.n:,}"
        if is_horizontal:
            labels.append([*wrap(column.label, width - 0.08, SMALL, 6), n])
        else:
            limit = max(1, int(width / LINE))
            lines = wrap(column.label, VERTICAL_LABEL, SMALL, limit)
            labels.append([*lines[:-1], f"{''.join(lines[-1:])} ({n})"])
    return labels


def _measure_labels(labels: list[list[str]], is_horizontal: bool) -> float:
    """Measure the height of the labels of columns, in inches."""
    if is_horizontal:
        return LINE * max(len(lines) for lines in labels)
    return max(measure_widest(lines, SMALL) for lines in labels)

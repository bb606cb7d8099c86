"""Draw cells that show a count, tables of such cells, and marks in their corners."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

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
from analysis.charts.marks import link
from analysis.charts.style import INK, SMALL, SOFT, choose_ink
from analysis.charts.wrapping import POINTS, clean, keep_left_to_right, measure_widest, wrap
from analysis.messages import number, say

# Inches.
WIDEST = 1.25  # of a column
HORIZONTAL_FROM = 0.75  # the least width of a column with a horizontal label
LINE = 0.13  # the height of a line of a label
VERTICAL_LABEL = 1.7  # the length at which a vertical label wraps
MOST_APART = 0.15  # the lines in a cell
PADDING = 0.06  # on both sides of the words in a cell
GAP = (0.02, 0.02)  # on every side of a cell

LEAST_SIZE = 6.0  # points; words that do not fit in this size are left out
SMALLER = 1.0  # points; how much smaller the second line of a cell is
MARK = 5.5  # points; a mark in the corner of a cell
MARK_SHARE = 0.2  # the most of the side of a cell that a mark takes
WHITE = "#ffffff"

# The marks of a cell: the sign that is drawn, and whether it is filled.
MARKERS = {
    "more": ("^", True),
    "less": ("v", True),
    "more alone": ("^", False),
    "less alone": ("v", False),
}


def draw_table(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    columns: pd.DataFrame,
    cells: pd.DataFrame,
    least: float = ROW,
    subtitle: str = "",
) -> Axes:
    """Draw a table of cells with words in them.

    Args:
        ax: axes to draw in, if not in a new figure.
        title: the heading of the picture.
        caption: the sentences below the picture.
        themes: the rows from top to bottom, indexed by `row`.
        columns: `label` and `n` of the columns from left to right, indexed by `column`.
        cells: `row`, `column` and the columns that `draw_cells` needs.
        least: the least height of a row in inches.
        subtitle: what is drawn, below the title.
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
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    boxes = []
    for cell in cells.itertuples():
        row = rows.loc[cell.row]
        x = columns.index.get_loc(cell.column) * width
        boxes.append(Box(x, row["y"] - row["height"] / 2, width, row["height"]))
    draw_cells(ax, cells, boxes)
    ax.set_xlim(0, width * len(columns))
    ax.xaxis.tick_top()
    ax.set_xticks(
        [width * (at + 0.5) for at in range(len(columns))],
        ["\n".join(map(keep_left_to_right, lines)) for lines in labels],
        va="bottom",
        linespacing=1.1,
        rotation=0 if is_horizontal else 90,
    )
    label_rows(ax, rows, left)
    return ax


def measure_column(themes: pd.DataFrame, n_columns: int, least: float = ROW) -> float:
    """Measure the width in inches of the columns that `draw_table` would draw."""
    _, left = lay_out_rows(themes, least)
    return min(WIDEST, (inner_width() - left) / n_columns)


def draw_cells(ax: Axes, cells: pd.DataFrame, boxes: list[Box]) -> None:
    """Draw cells into boxes, all with words of the same size.

    A cell without a fill has no rectangle, unless it is a link, and its words are soft.

    Args:
        ax: axes that count inches.
        cells: `words`, `name`, `fill` and `edge` (colours; `""` for none). Optional are `mark` (see
            `draw_marks`), and for cells that link to their sentences `where`, `says` and `n`, as
            `analysis.charts.marks.link` takes them.
        boxes: where each cell is.
    """
    if not boxes:
        return
    room = min(box.width for box in boxes)
    size, written = _fit_words(cells["words"], room)
    are_links = "where" in cells
    for cell, words, box in zip(cells.itertuples(), written, boxes, strict=True):
        block = _draw_block(ax, cell.name, cell.fill, cell.edge, box, are_links)
        _write_words(ax, words, cell.fill, box, size)
        if block is not None and are_links:
            link(block, cell.where, cell.says, cell.n)
    if "mark" in cells:
        draw_marks(ax, boxes, cells["mark"])


def say_unwritten(words: Iterable[str], room: float) -> str:
    """Say how many cells of some width lack their words, which would be too small to read.

    >>> say_unwritten(["7", "1,204"], 0.2)
    '1 of 2 cells is too narrow for its number, which the CSV file has.'
    """
    _, written = _fit_words(words, room)
    n_missing = written.count("")
    if not n_missing:
        return ""
    cells = say("{k} of {n} cells", k=number(n_missing), n=number(len(written)))
    if n_missing == 1:
        return say("{cells} is too narrow for its number, which the CSV file has.", cells=cells)
    return say("{cells} are too narrow for their numbers, which the CSV file has.", cells=cells)


def _fit_words(words: Iterable[str], room: float) -> tuple[float, list[str]]:
    """Find the one size in which the words of cells fit, and leave out those that do not.

    >>> _fit_words(["7", "12"], 0.5), _fit_words(["7", "1,204"], 0.2)
    ((7.5, ['7', '12']), (6.0, ['7', '']))
    """
    written = list(words)
    widths = [_measure_words(text) for text in written]
    inside = room - PADDING
    size = SMALL * min(1, inside / max(widths, default=1))
    if size >= LEAST_SIZE:
        return size, written
    fits = [width * LEAST_SIZE / SMALL <= inside for width in widths]
    written = [text if is_fitting else "" for text, is_fitting in zip(written, fits, strict=True)]
    return LEAST_SIZE, written


def _measure_words(words: str) -> float:
    """Measure the widest line of a cell in its usual size."""
    return max(0.01, measure_widest(words.split("\n"), SMALL))


def _draw_block(
    ax: Axes, name: str, fill: str, edge: str, box: Box, is_link: bool
) -> Rectangle | None:
    """Draw the rectangle of a cell; without a fill, a link has a white one, and others none."""
    if not fill and not is_link:
        return None
    style = {"edgecolor": edge, "linewidth": 0.8} if fill and edge else {}
    return draw_block(ax, clean(name), fill or WHITE, box, GAP, **style)


def _write_words(ax: Axes, words: str, fill: str, box: Box, size: float) -> None:
    """Write words into a cell, soft ones if it has no fill; the first line is the largest."""
    lines = words.split("\n") if words else []
    step = min(MOST_APART, box.height / (len(lines) + 0.4))
    for at, line in enumerate(lines):
        ax.text(
            box.x + box.width / 2,
            box.y + box.height / 2 + step * (at - (len(lines) - 1) / 2),
            line,
            ha="center",
            va="center_baseline",
            size=size if at == 0 else max(LEAST_SIZE, size - SMALLER),
            color=choose_ink(fill) if fill else SOFT,
        )


def draw_marks(ax: Axes, boxes: list[Box], marks: Iterable[str]) -> None:
    """Mark cells in the upper right corner: ▲ for "more" than expected, ▼ for "less".

    The marks "more alone" and "less alone" are hollow: △ and ▽.
    """
    corners: dict[str, list[tuple[float, float]]] = {mark: [] for mark in MARKERS}
    side = min(min(box.width, box.height) for box in boxes)
    size = min(MARK, MARK_SHARE * side * POINTS)
    inset = GAP[0] + 0.6 * size / POINTS  # of the middle of a mark
    for box, mark in zip(boxes, marks, strict=True):
        if mark:
            corners[mark].append((box.x + box.width - inset, box.y + inset))
    for mark, (marker, is_filled) in MARKERS.items():
        if not corners[mark]:
            continue
        x, y = zip(*corners[mark], strict=True)
        association, _, alone = mark.partition(" ")
        name = f"{association} often than expected{', by itself' if alone else ''}"
        ax.scatter(
            x,
            y,
            s=size**2,
            marker=marker,
            facecolors=INK if is_filled else WHITE,
            edgecolors=INK,
            linewidths=0 if is_filled else 0.6,
            label=name,
            zorder=3,
        )


def _wrap_labels(columns: pd.DataFrame, width: float, is_horizontal: bool) -> list[list[str]]:
    """Wrap the label of each column, and add its `n`: below it, or behind it where it is upright.

    In upright labels, an `n` on a line of its own would lie between two narrow columns.
    """
    labels = []
    for column in columns.itertuples():
        n = f"n = {number(column.n)}"
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

"""The sheet that a chart is drawn on: sizes in inches, axes under a title and above a caption, labelled rows."""

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from analysis.charts.chart import Chart
from analysis.charts.style import DPI, SIZE, SMALL, SOFT
from analysis.charts.wrapping import POINTS, clean, keep_left_to_right, shorten, widest, wrap

# Inches.
WIDTH = 7.0  # of every figure
EDGE = 0.15  # between the edge of a figure and what is drawn in it
ROOM = WIDTH - 2 * EDGE  # between the edges
LABEL = 1.95  # where the label of a row wraps, at about 28 letters
ROW = 0.235  # the least height of a row
HEADING = 0.34  # the height of a heading above rows

TITLE_SIZE = 12  # points
HEADING_SIZE = 9
LABEL_LINES = 3
ROUND = [1, 2, 5, 10]  # ticks are multiples of these and their powers of ten


class Margins(NamedTuple):
    """Inches around the axes: for the labels of rows at the left, of columns at the top, and so on."""

    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


class Box(NamedTuple):
    """A rectangle in the units of the axes; `y` is its upper edge."""

    x: float
    y: float
    width: float
    height: float


NO_MARGINS = Margins()


# -- the sheet ---------------------------------------------------------------------------------------


def new_sheet(
    ax: Axes | None, title: str, caption: str, height: float, margins: Margins = NO_MARGINS
) -> Axes:
    """Axes of `height` inches, whose y axis counts inches downwards from 0.

    They lie in a new figure under a title and above a caption. If axes are given, these are used; they get the title,
    and no caption.
    """
    if ax is None:
        ax = _new_figure(title, caption, height, margins)
    else:
        ax.set_title(clean(title), loc="left", parse_math=False)
        # Tick labels keep the style in which the axes were made until the axes are cleared.
        ax.xaxis.clear()
        ax.yaxis.clear()
    remove_frame(ax)
    ax.set_ylim(height, 0)
    return ax


def _new_figure(title: str, caption: str, height: float, margins: Margins) -> Axes:
    title_lines = wrap(title, ROOM, TITLE_SIZE)
    caption_lines = wrap(caption, ROOM, SMALL)
    head = 0.3 + 0.2 * len(title_lines)
    foot = 0.3 + 0.14 * len(caption_lines)
    total = head + margins.top + height + margins.bottom + foot
    width = ROOM - margins.left - margins.right
    figure = Figure(figsize=(WIDTH, total), dpi=DPI)
    figure.suptitle(
        "\n".join(map(keep_left_to_right, title_lines)),
        x=EDGE / WIDTH,
        y=1 - EDGE / total,
        ha="left",
        va="top",
        size=TITLE_SIZE,
    )
    figure.text(
        EDGE / WIDTH,
        EDGE / total,
        "\n".join(map(keep_left_to_right, caption_lines)),
        va="bottom",
        size=SMALL,
        color=SOFT,
        linespacing=1.25,
    )
    left = EDGE + margins.left
    bottom = foot + margins.bottom
    return figure.add_axes((left / WIDTH, bottom / total, width / WIDTH, height / total))


def remove_frame(ax: Axes) -> None:
    """Take the frame and all ticks off some axes."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xticks=[], yticks=[])


def figure_of(ax: Axes) -> Figure:
    """The figure that some axes lie in."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError(
            "found axes that were removed from their figure; expected axes of a figure"
        )
    return figure


def empty_chart(
    ax: Axes | None, title: str, message: str, data: pd.DataFrame, caption: str
) -> Chart:
    """A chart with nothing to draw: the picture says so in words."""
    ax = new_sheet(ax, title, caption, height=0.8)
    ax.set_xlim(0, 1)
    ax.text(0.5, 0.4, message, ha="center", va="center", size=10, color=SOFT)
    return Chart(title, figure_of(ax), data, caption, f"{message} {caption}")


# -- rows --------------------------------------------------------------------------------------------


def lay_out_rows(themes: pd.DataFrame, least: float = ROW) -> tuple[pd.DataFrame, float]:
    """Lay out rows from the top, each as high as its label needs, under headings where a family begins.

    Returns:
        The rows with `words` (the wrapped label), `heading` (`""` except where a family begins), and, in inches, `y`
        (the middle), `height` and `bottom`; and the room in inches that the labels need at the left.
    """
    wrapped = [wrap(label, LABEL, SIZE, LABEL_LINES) for label in themes["label"]]
    family_begins = themes["family"] != themes["family"].shift()
    heading = themes["family_label"].where(family_begins, "")
    heights = [max(least, 0.08 + 0.135 * len(lines)) for lines in wrapped]
    height = pd.Series(heights, themes.index)
    bottom = (height + HEADING * (heading != "")).cumsum()
    left = max(widest(lines, SIZE) for lines in wrapped) + 0.12
    rows = themes.assign(
        words=["\n".join(lines) for lines in wrapped],
        heading=heading,
        y=bottom - height / 2,
        height=height,
        bottom=bottom,
    )
    return rows, left


def height_of(rows: pd.DataFrame) -> float:
    """The height in inches of all rows."""
    return rows["bottom"].iloc[-1]


def label_rows(ax: Axes, rows: pd.DataFrame, left: float) -> None:
    """Write the labels of rows beside the axes, and the headings above them."""
    ax.set_yticks(rows["y"], rows["words"], linespacing=1.05)
    for row in rows[rows["heading"] != ""].itertuples():
        words = keep_left_to_right(shorten(row.heading, ROOM - EDGE, HEADING_SIZE))
        y = row.bottom - row.height - 0.14
        text = write_beside(ax, words, (0, y), (-POINTS * left, 0))
        text.set(size=HEADING_SIZE, va="center", annotation_clip=False)


# -- marks -------------------------------------------------------------------------------------------


def write_beside(
    ax: Axes,
    words: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    **style: Any,
) -> Annotation:
    """Write words at a fraction of the width of the axes and a value of the y axis, shifted by an offset in points."""
    return ax.annotate(words, at, offset, ("axes fraction", "data"), "offset points", **style)


def draw_block(
    ax: Axes, name: str, colour: str, box: Box, gap: tuple[float, float], **style: Any
) -> None:
    """Draw a rectangle that is smaller than its box by a gap (across, down) on every side."""
    across, down = gap
    corner = (box.x + across, box.y + down)
    width = box.width - 2 * across
    height = box.height - 2 * down
    style = {"linewidth": 0, **style}
    block = Rectangle(corner, width, height, facecolor=colour, label=name, **style)
    ax.add_patch(block)


def count_ticks(largest: int, about: int, first: int = 0) -> tuple[list[int], list[str]]:
    """Ticks of an axis that counts, at round numbers from 0 on, and their labels.

    With `first=1` the axis numbers things: it begins with 1 and names the last thing, too.

    >>> count_ticks(3, 4)[0], count_ticks(45, 10, first=1)[0], count_ticks(1700, 4, first=1)[1]
    ([0, 1, 2, 3], [1, 5, 10, 15, 20, 25, 30, 35, 40, 45], ['1', '500', '1,000', '1,700'])
    """
    locator = MaxNLocator(about, steps=ROUND, integer=True)
    numbers = [int(number) for number in locator.tick_values(0, largest)]
    if first:
        room = numbers[1] / 2  # so that the last label does not touch the one before it
        ticks = {first, largest}
    else:
        room = 0
        ticks = {0}
    ticks |= {number for number in numbers if first < number <= largest - room}
    return sorted(ticks), [f"{tick:,}" for tick in sorted(ticks)]


def keep_largest(counted: pd.DataFrame, limit: int) -> pd.DataFrame:
    """The rows with the highest `n`, in the order given; all rows if there are no more than `limit`.

    Among equals the first are kept. If rows are left out, so are all with 0: some of them would tell nothing.
    """
    if len(counted) <= limit:
        return counted
    ranks = counted["n"].rank(method="first", ascending=False)
    return counted[(ranks <= limit) & (counted["n"] > 0)]

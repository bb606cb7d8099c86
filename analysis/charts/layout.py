"""Lay out a chart in inches: axes between a title and a caption, and rows with labels."""

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from analysis.charts.chart import Chart
from analysis.charts.style import DPI, INK, SIZE, SMALL, SOFT, look
from analysis.charts.wrapping import (
    POINTS,
    clean,
    keep_left_to_right,
    measure_widest,
    shorten,
    wrap,
)
from analysis.picture_parts import CAPTION_ID, MESSAGE_ID

# Inches.
EDGE = 0.15  # the empty edge of a figure
LABEL = 1.95  # the width at which the label of a row wraps, after about 28 letters
LABEL_SHARE = 0.36  # of the room in a narrow figure
ROW = 0.235  # the least height of a row
HEADING = 0.34  # the height of a heading above rows

LABEL_LINES = 3
TITLE_LINES = 4
SUBTITLE_LINES = 3
CAPTION_LINES = 40
TITLE_SIZE = 12  # points
NARROW_TITLE_SIZE = 10  # in a column of a journal
WIDE = 5.0  # inches; narrower pictures have smaller titles
TITLE_LINE = 0.2 / TITLE_SIZE  # inches from one line to the next, per point
SUBTITLE_SIZE = 9
HEADING_SIZE = 9
MESSAGE_SIZE = 10
ROUND = [1, 2, 5, 10]  # the steps between ticks, times a power of ten


class Margins(NamedTuple):
    """Inches around the axes for labels and ticks."""

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


# -- the sheet -------------------------------------------------------------------------------------


def inner_width() -> float:
    """Return the width of a figure inside its edges, in inches."""
    return look().width - 2 * EDGE


def make_sheet(
    ax: Axes | None,
    title: str,
    caption: str,
    height: float,
    margins: Margins = NO_MARGINS,
    subtitle: str = "",
) -> Axes:
    """Make axes that are `height` inches high; the y axis counts inches downwards from 0.

    The axes are in a new figure, between the title with the subtitle and the caption. If `ax` is
    given, it is used instead, with the title but without the subtitle and the caption.
    """
    if ax is None:
        ax = _make_figure(title, subtitle, caption, height, margins)
    else:
        ax.set_title(clean(title), loc="left", parse_math=False)
        # Until axes are cleared, their ticks keep the style in which the axes were made.
        ax.xaxis.clear()
        ax.yaxis.clear()
    remove_frame(ax)
    ax.set_ylim(height, 0)
    return ax


def _make_figure(
    title: str,
    subtitle: str,
    caption: str,
    height: float,
    margins: Margins,
) -> Axes:
    chosen = look()
    size = TITLE_SIZE if chosen.width > WIDE else NARROW_TITLE_SIZE
    line = TITLE_LINE * size
    title_lines = wrap(title, inner_width(), size, TITLE_LINES) if chosen.titles else []
    subtitle_lines = []
    if subtitle and chosen.titles:
        subtitle_lines = wrap(subtitle, inner_width(), SUBTITLE_SIZE, SUBTITLE_LINES)
    caption_lines = wrap(caption, inner_width(), SMALL, CAPTION_LINES) if chosen.captions else []
    head = EDGE + line * len(title_lines) + 0.165 * len(subtitle_lines) + 0.15 * chosen.titles
    foot = EDGE + 0.14 * len(caption_lines) + 0.15 * chosen.captions
    total = head + margins.top + height + margins.bottom + foot
    figure = Figure(figsize=(chosen.width, total), dpi=DPI)
    if title_lines:
        _write_title(figure, title_lines, total - EDGE, size)
    if subtitle_lines:
        top = total - EDGE - line * len(title_lines) - 0.03
        _write_title(figure, subtitle_lines, top, SUBTITLE_SIZE, color=SOFT)
    if caption_lines:
        figure.text(
            EDGE / chosen.width,
            EDGE / total,
            _join_lines(caption_lines),
            va="bottom",
            size=SMALL,
            color=SOFT,
            linespacing=1.25,
            gid=CAPTION_ID,
        )
    left = EDGE + margins.left
    bottom = foot + margins.bottom
    width = inner_width() - margins.left - margins.right
    box = (left / chosen.width, bottom / total, width / chosen.width, height / total)
    return figure.add_axes(box)


def _write_title(
    figure: Figure, lines: list[str], top: float, size: float, color: str = INK
) -> None:
    """Write lines at the left edge of a figure, below `top` inches."""
    width, total = figure.get_size_inches()
    figure.text(
        EDGE / width,
        top / total,
        _join_lines(lines),
        ha="left",
        va="top",
        size=size,
        color=color,
        linespacing=1.15,
    )


def _join_lines(lines: list[str]) -> str:
    return "\n".join(map(keep_left_to_right, lines))


def remove_frame(ax: Axes) -> None:
    """Remove the frame and all ticks of some axes."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xticks=[], yticks=[])


def find_figure(ax: Axes) -> Figure:
    """Find the figure that contains the axes."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("found axes without a figure; expected axes of a figure")
    return figure


def make_empty_chart(
    ax: Axes | None,
    title: str,
    message: str,
    data: pd.DataFrame,
    caption: str,
    subtitle: str = "",
) -> Chart:
    """Make a chart with a message instead of a drawing."""
    ax = make_sheet(ax, title, caption, height=0.8, subtitle=subtitle)
    ax.set_xlim(0, 1)
    lines = wrap(message, inner_width(), MESSAGE_SIZE)
    text = _join_lines(lines)
    middle = ax.text(0.5, 0.4, text, ha="center", va="center", size=MESSAGE_SIZE, color=SOFT)
    middle.set_gid(MESSAGE_ID)
    alt = f"{message} {caption}"
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


# -- rows ------------------------------------------------------------------------------------------


def keep_largest(counted: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Keep the `limit` rows with the highest `n`, in the order given.

    On a tie the first rows are kept. If any row is left out, so are all rows with `n` 0, because a
    choice among them would be arbitrary.
    """
    if len(counted) <= limit:
        return counted
    ranks = counted["n"].rank(method="first", ascending=False)
    is_kept = (ranks <= limit) & (counted["n"] > 0)
    return counted[is_kept]


def lay_out_rows(
    themes: pd.DataFrame,
    least: float = ROW,
    label: float | None = None,
) -> tuple[pd.DataFrame, float]:
    """Lay out rows from the top, with a heading above each family.

    Args:
        themes: `label`, `family`, `family_label`.
        least: the least height of a row in inches; long labels need more.
        label: the width in inches at which a label wraps; by default the usual one, which is less
            in a narrow figure.

    Returns:
        The rows, and the width of their labels in inches. The rows have the columns `words` (the
        wrapped label), `heading` (`""` if no family begins there) and, in inches, `y` (the middle
        of the row), `height` and `bottom`.
    """
    width = min(LABEL, LABEL_SHARE * inner_width()) if label is None else label
    wrapped = [wrap(words, width, SIZE, LABEL_LINES) for words in themes["label"]]
    heights = [_measure_row(len(lines), least) for lines in wrapped]
    height = pd.Series(heights, themes.index)
    begins_family = themes["family"] != themes["family"].shift()
    heading = themes["family_label"].where(begins_family, "")
    has_heading = heading != ""
    bottom = (height + HEADING * has_heading).cumsum()
    rows = themes.assign(
        words=["\n".join(lines) for lines in wrapped],
        heading=heading,
        y=bottom - height / 2,
        height=height,
        bottom=bottom,
    )
    left = max(measure_widest(lines, SIZE) for lines in wrapped) + 0.12
    return rows, left


def _measure_row(n_lines: int, least: float) -> float:
    """Measure the height of a row in inches: one line fits into the least height."""
    return least if n_lines <= 1 else max(least, 0.08 + 0.135 * n_lines)


def measure_height(rows: pd.DataFrame) -> float:
    """Measure the height of all rows together, in inches."""
    return rows["bottom"].iloc[-1]


def label_rows(
    ax: Axes, rows: pd.DataFrame, left: float, *, headings_cover_lines: bool = False
) -> None:
    """Write the labels of rows beside the axes, and the headings above them.

    A long heading reaches into the axes. It can cover lines that would run through its words.
    """
    ax.set_yticks(rows["y"], rows["words"], linespacing=1.05, va="center")
    with_heading = rows[rows["heading"] != ""]
    for row in with_heading.itertuples():
        heading = keep_left_to_right(shorten(row.heading, inner_width() - EDGE, HEADING_SIZE))
        y = row.bottom - row.height - 0.14
        text = write_beside(ax, heading, (0, y), (-POINTS * left, 0))
        text.set(size=HEADING_SIZE, va="center", annotation_clip=False)
        if headings_cover_lines:
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0})


# -- marks -----------------------------------------------------------------------------------------


def write_beside(
    ax: Axes,
    words: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    **style: Any,
) -> Annotation:
    """Write words at the left (x is 0) or right (x is 1) edge of axes, shifted by some points."""
    return ax.annotate(
        words,
        at,
        offset,
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        **style,
    )


def draw_block(
    ax: Axes,
    name: str,
    colour: str,
    box: Box,
    gap: tuple[float, float],
    **style: Any,
) -> Rectangle:
    """Draw a rectangle into a box, with a gap (horizontal, vertical) on every side."""
    across, down = gap
    corner = (box.x + across, box.y + down)
    width = box.width - 2 * across
    height = box.height - 2 * down
    style = {"linewidth": 0, **style}
    block = Rectangle(corner, width, height, facecolor=colour, label=name, **style)
    ax.add_patch(block)
    return block


def make_count_ticks(
    largest: int,
    about: int,
    first: int = 0,
) -> tuple[list[int], list[str]]:
    """Make about `about` ticks with labels, at round numbers, for an axis of counts.

    With `first=1` the axis starts at 1, and its largest number gets a tick, too.

    >>> make_count_ticks(3, 4)[0]
    [0, 1, 2, 3]
    >>> make_count_ticks(1700, 4, first=1)
    ([1, 500, 1000, 1700], ['1', '500', '1,000', '1,700'])
    """
    locator = MaxNLocator(about, steps=ROUND, integer=True)
    numbers = [int(number) for number in locator.tick_values(0, largest)]
    if first:
        room = numbers[1] / 2  # so that the last two labels do not touch
        ticks = {first, largest}
    else:
        room = 0
        ticks = {0}
    ticks |= {number for number in numbers if first < number <= largest - room}
    in_order = sorted(ticks)
    return in_order, [f"{tick:,}" for tick in in_order]

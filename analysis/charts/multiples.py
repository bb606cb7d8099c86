"""Small multiples: one panel per theme, all on the same axes. Charts of groups and of time share it."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.families import counted_themes
from analysis.charts.layout import (
    ROOM,
    ROUND,
    Margins,
    figure_of,
    keep_largest,
    new_sheet,
    remove_frame,
)
from analysis.charts.style import SIZE
from analysis.charts.wrapping import wrap

PANELS = 9  # the most themes that have a panel; the data hold all
ACROSS = 3  # panels side by side
GAP = 0.22  # inches between panels
LINE = 0.14  # inches of a line of a panel's title, and of the gap above it
ABOVE_STRIP = 0.18  # inches
NONE_OCCURS = "No theme occurs in these sentences."


class Panels(NamedTuple):
    """Axes of the themes, axes of the strip below each column of them, and their width in inches."""

    themes: list[Axes]
    strips: list[Axes]
    width: float


def themes_with_panels(shares: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The coded themes with the sentences that carry each, `n`; and those of them that have a panel."""
    themes = counted_themes(shares, shares.groupby("theme")["n_sentences_hit"].sum())
    return themes, keep_largest(themes[themes["n"] > 0], PANELS)


def new_panels(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    height: float,
    left: float,
    strip: float = 0.0,
) -> Panels:
    """A figure with axes of `height` inches for each theme, under its label.

    With `strip` there are axes of that height below each column of panels, too. `left` is room for labels.
    """
    across = min(ACROSS, len(themes))
    width = (ROOM - left - GAP * (across - 1)) / across
    titles = [wrap(label, width, SIZE, 2) for label in themes["label"]]
    heads, heights = [], []  # of each row of axes
    for first in range(0, len(titles), across):
        n_lines = max(len(lines) for lines in titles[first : first + across])
        heads.append(LINE + LINE * n_lines)
        heights.append(height)
    cells = [(at % across, at // across) for at in range(len(titles))]
    if strip:
        cells += [(column, len(heads)) for column in range(across)]
        heads.append(ABOVE_STRIP)
        heights.append(strip)
    bottoms = np.cumsum(np.add(heads, heights))
    margins = Margins(left=left, bottom=0.2 if strip else 0.36)
    sheet = new_sheet(None, title, caption, bottoms[-1], margins)
    axes = []
    for column, row in cells:
        axes.append(_add_axes(sheet, column * (width + GAP), bottoms[row], width, heights[row]))
    sheet.remove()
    themes_axes, strips = axes[: len(titles)], axes[len(titles) :]
    for ax, lines in zip(themes_axes, titles, strict=True):
        ax.set_title("\n".join(lines), loc="left", size=SIZE, pad=3, linespacing=1.05)
    return Panels(themes_axes, strips, width)


def _add_axes(sheet: Axes, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes to the figure of a sheet; places are in inches from its upper left corner."""
    sheet_box = sheet.get_position()
    figure = figure_of(sheet)
    figure_width, figure_height = figure.get_size_inches()
    box = (
        sheet_box.x0 + left / figure_width,
        sheet_box.y1 - bottom / figure_height,
        width / figure_width,
        height / figure_height,
    )
    ax = figure.add_axes(box)
    remove_frame(ax)
    ax.set_axisbelow(True)
    return ax


def share_ticks(largest: float, labelled: bool) -> tuple[list[float], list[str]]:
    """Ticks of an axis of shares, round numbers up to the largest share, with their labels in percent or without any.

    >>> share_ticks(0.45, labelled=True)
    ([0.0, 0.2, 0.4], ['0 %', '20 %', '40 %'])
    """
    candidates = MaxNLocator(3, steps=ROUND).tick_values(0, largest)
    ticks = [float(tick) for tick in candidates if tick <= largest]
    labels = [f"{100 * tick:.3g} %" if labelled else "" for tick in ticks]
    return ticks, labels

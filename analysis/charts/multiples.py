"""Make small multiples for groups and for time: one panel per theme, all with the same axes."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    ROOM,
    ROUND,
    Margins,
    find_figure,
    keep_largest,
    make_sheet,
    remove_frame,
)
from analysis.charts.style import SIZE
from analysis.charts.wrapping import wrap

PANELS = 9  # the most themes with a panel; `data` contains all
ACROSS = 3  # panels side by side
GAP = 0.22  # inches between panels
LINE = 0.14  # inches; the height of a line of a panel's title, and of the gap above it
ABOVE_STRIP = 0.18  # inches
NONE_OCCURS = "No theme occurs in these sentences."


class Panels(NamedTuple):
    """The axes of a figure: one panel per theme, perhaps with a strip below each column."""

    panels: list[Axes]
    strips: list[Axes]
    width: float  # inches, of each


def choose_themes(shares: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the coded themes, with `n`, their sentences in all groups; choose those to draw."""
    counts = shares.groupby("theme")["n_sentences_hit"].sum()
    themes = read_counted_themes(shares, counts)
    occurring = themes[themes["n"] > 0]
    return themes, keep_largest(occurring, PANELS)


def make_panels(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    height: float,
    left: float,
    strip: float = 0.0,
) -> Panels:
    """Make a figure with one panel for each theme, under its label.

    Args:
        title: the heading of the figure.
        caption: the sentences below the panels.
        themes: `label` of each theme.
        height: the height of a panel in inches.
        left: the width of the labels at the left in inches.
        strip: the height of the strip below each column of panels in inches; 0 for no strip.
    """
    across = min(ACROSS, len(themes))
    width = (ROOM - left - GAP * (across - 1)) / across
    titles = [wrap(label, width, SIZE, 2) for label in themes["label"]]
    heads, heights = _measure_rows(titles, across, height)
    if strip:
        heads.append(ABOVE_STRIP)
        heights.append(strip)
    bottoms = np.cumsum(np.add(heads, heights))
    below = 0.2 if strip else 0.36
    margins = Margins(left=left, bottom=below)
    sheet = make_sheet(None, title, caption, bottoms[-1], margins)

    def add_axes(row: int, column: int) -> Axes:
        x = column * (width + GAP)
        return _add_axes(sheet, x, bottoms[row], width, heights[row])

    panels = []
    for at, lines in enumerate(titles):
        ax = add_axes(row=at // across, column=at % across)
        ax.set_title("\n".join(lines), loc="left", size=SIZE, pad=3, linespacing=1.05)
        panels.append(ax)
    strips = []
    if strip:
        strips = [add_axes(row=-1, column=column) for column in range(across)]
    sheet.remove()
    return Panels(panels, strips, width)


def _measure_rows(
    titles: list[list[str]],
    across: int,
    height: float,
) -> tuple[list[float], list[float]]:
    """Measure the rows of panels in inches: the titles above each row, and the panels in it."""
    heads = []
    for first in range(0, len(titles), across):
        in_row = titles[first : first + across]
        n_lines = max(len(lines) for lines in in_row)
        heads.append(LINE + LINE * n_lines)
    return heads, [height] * len(heads)


def _add_axes(
    sheet: Axes,
    left: float,
    bottom: float,
    width: float,
    height: float,
) -> Axes:
    """Add axes to the figure of a sheet, in inches from the sheet's upper left corner."""
    figure = find_figure(sheet)
    figure_width, figure_height = figure.get_size_inches()
    corner = sheet.get_position()
    box = (
        corner.x0 + left / figure_width,
        corner.y1 - bottom / figure_height,
        width / figure_width,
        height / figure_height,
    )
    ax = figure.add_axes(box)
    remove_frame(ax)
    ax.set_axisbelow(True)
    return ax


def make_share_ticks(largest: float, is_labelled: bool) -> tuple[list[float], list[str]]:
    """Make ticks at round shares up to the largest, with labels in percent or with empty labels.

    >>> make_share_ticks(0.45, is_labelled=True)
    ([0.0, 0.2, 0.4], ['0 %', '20 %', '40 %'])
    """
    locator = MaxNLocator(3, steps=ROUND)
    ticks = [float(tick) for tick in locator.tick_values(0, largest) if tick <= largest]
    if is_labelled:
        return ticks, [f"{100 * tick:.3g} %" for tick in ticks]
    return ticks, [""] * len(ticks)

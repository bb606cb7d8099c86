"""Make small multiples for groups and for time: one panel per theme.

Panels have the same scale, unless one theme dwarfs the others: then each has its own, and says so.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.captions import say_shown
from analysis.charts.families import has_family_columns, read_counted_themes
from analysis.charts.layout import (
    ROUND,
    Margins,
    find_figure,
    inner_width,
    make_sheet,
    remove_frame,
)
from analysis.charts.style import INK, SIZE, SMALL, SOFT
from analysis.charts.wrapping import measure_width, wrap
from analysis.messages import percent

PANELS = 9  # the most themes with a panel; `data` contains all
ACROSS = 3  # panels side by side
DWARFED = 3  # times: if the scales that panels need differ by more, each panel has its own
LONGEST = 2  # times the largest value: intervals that reach further are cut
GAP = 0.22  # inches between panels
LINE = 0.14  # inches; the height of a line of a panel's title, and of the gap above it
ABOVE_STRIP = 0.18  # inches
# The line at the share in all groups, or in all periods.
OF_ALL: dict[str, Any] = {
    "color": INK,
    "linewidth": 0.8,
    "linestyle": (0, (3, 2)),
    "zorder": 1.5,
}


class Panels(NamedTuple):
    """The axes of a figure: one panel per theme, perhaps with a strip below each column."""

    panels: list[Axes]
    strips: list[Axes]
    width: float  # inches, of each


def choose_themes(shares: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the coded themes, with `n`, their sentences in all groups; choose those to draw.

    Returns:
        The themes; and at most `most` of those that occur, in the order of their `theme_rank`.
    """
    of_theme = shares.groupby("theme")
    ranks = of_theme["theme_rank"].max()
    if has_family_columns(shares):  # a heading is drawn if `study.yaml` names it
        shares = shares.assign(coded=shares["coded"] | (shares["theme_rank"] > 0))
    themes = read_counted_themes(shares, of_theme["n_sentences_hit"].sum())
    rank = themes.index.map(ranks).astype("int64")
    themes = themes.assign(rank=rank)
    drawable = themes[(themes["n"] > 0) & (themes["rank"] > 0)]
    return themes, drawable.sort_values("rank", kind="stable").head(most)


def say_chosen(shown: pd.DataFrame, themes: pd.DataFrame, data: pd.DataFrame) -> str:
    """Say how many of the themes the chart shows, and which; `""` if it shows all.

    Args:
        shown: the themes that are drawn.
        themes: all themes, as from `choose_themes`.
        data: one row per group and theme, as for `choose_themes`.
    """
    occurring = themes[themes["n"] > 0]
    n_drawable = (occurring["rank"] > 0).sum()
    are_named = n_drawable < len(occurring)
    if len(shown) == len(occurring):
        which = "those that occur"
    elif are_named and len(shown) == n_drawable:
        which = "those that `study.yaml` names"
    elif are_named:
        which = "the first ones that `study.yaml` names"
    elif data["strength"].notna().any():
        which = "those that differ most relative to their intervals"
    elif data["n_more"].abs().gt(0).any():
        which = "those that differ by the most sentences"
    else:
        which = "those with the most sentences"
    return say_shown(shown, themes, "themes", which)


def find_scales(
    drawn: pd.DataFrame,
    value: str,
    limits: tuple[str, str],
    longest: float = LONGEST,
    dwarfed: float = DWARFED,
) -> pd.Series:
    """Find the end of the scale of each panel, by theme: it holds all values, and most intervals.

    A few texts have an interval so wide that the others could not be told apart beside it.

    Args:
        drawn: one row per group and theme: `theme`, the value and, perhaps, its limits.
        value: the column of values.
        limits: the columns of lower and upper limits.
        longest: how many times the largest value a limit can be and still have its place.
        dwarfed: how many times the largest scale can be the smallest, if all are to be alike.

    >>> themes = pd.DataFrame({"theme": ["a", "b"], "share": [0.4, 0.1], "high": [0.9, 0.15]})
    >>> find_scales(themes, "share", ("low", "high")).tolist()
    [0.8, 0.15]
    """
    values = drawn[value].abs().groupby(drawn["theme"]).max()
    ends = [drawn[limit].abs() for limit in limits if limit in drawn]
    furthest = pd.concat(ends, axis=1).max(axis=1) if ends else drawn[value].abs()
    reach = furthest.groupby(drawn["theme"]).max().fillna(0)
    largest = reach.clip(lower=values, upper=longest * values)
    if largest.max() > dwarfed * largest.min():
        return largest
    return pd.Series(largest.max(), largest.index)


def explain_cuts(drawn: pd.DataFrame, scales: pd.Series, limits: tuple[str, str]) -> str:
    """Explain the arrows at intervals that reach beyond the scale, if there are any."""
    end = drawn["theme"].map(scales)
    for limit in limits:
        if limit in drawn and drawn[limit].abs().gt(end).any():
            return "An arrow marks an interval that goes on beyond the scale."
    return ""


def has_own_scales(scales: pd.Series) -> bool:
    """Tell whether the scales of the panels differ."""
    return len(set(scales)) > 1


def explain_scales(scales: pd.Series) -> str:
    """Say that each panel has its own scale; `""` if all have the same."""
    if not has_own_scales(scales):
        return ""
    return "Scales differ: each panel ends at the number at its upper right."


def make_panels(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    height: float,
    left: float,
    strip: float = 0.0,
    *,
    across: int = ACROSS,
    all_labelled: bool = False,
    room_below: float = 0.0,
    notes: list[str] | None = None,
) -> Panels:
    """Make a figure with one panel for each theme, under its label.

    Args:
        title: the heading of the figure.
        caption: the sentences below the panels.
        themes: `label` of each theme.
        height: the height of a panel in inches.
        left: the width of the labels at the left in inches.
        strip: the height of the strip below each column of panels in inches; 0 for no strip.
        across: the most panels side by side.
        all_labelled: whether every panel has labels at its left, not only the first of each row.
        room_below: inches for ticks between a panel and the one below it.
        notes: what to write at the right, above each panel.
    """
    across = min(across, len(themes))
    notes = notes or [""] * len(themes)
    n_labelled = across if all_labelled else 1
    width = (inner_width() - left * n_labelled - GAP * (across - 1)) / across
    step = width + GAP + (left if all_labelled else 0)
    titles = []
    for label, note in zip(themes["label"], notes, strict=True):
        room_of_note = measure_width(note, SMALL) + 0.1 if note else 0
        titles.append(wrap(label, width - room_of_note, SIZE, 3 if note else 2))
    heads, heights = _measure_rows(titles, across, height)
    heads[1:] = [head + room_below for head in heads[1:]]
    if strip:
        heads.append(ABOVE_STRIP)
        heights.append(strip)
    bottoms = np.cumsum(np.add(heads, heights))
    below = 0.2 if strip else 0.36
    margins = Margins(left=left, bottom=below)
    sheet = make_sheet(None, title, caption, bottoms[-1], margins)

    def add_axes(row: int, column: int) -> Axes:
        return _add_axes(sheet, column * step, bottoms[row], width, heights[row])

    panels = []
    for at, (lines, note) in enumerate(zip(titles, notes, strict=True)):
        ax = add_axes(row=at // across, column=at % across)
        ax.set_title("\n".join(lines), loc="left", size=SIZE, pad=3, linespacing=1.05)
        if note:
            _write_note(ax, note)
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


def _write_note(ax: Axes, note: str) -> None:
    """Write a note at the right, above axes."""
    ax.annotate(
        note,
        (1, 1),
        (0, 3),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        size=SMALL,
        color=SOFT,
    )


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
    ([0.0, 0.2, 0.4], ['0%', '20%', '40%'])
    """
    locator = MaxNLocator(3, steps=ROUND)
    ticks = [float(tick) for tick in locator.tick_values(0, largest) if tick <= largest]
    if is_labelled:
        return ticks, [percent(tick) for tick in ticks]
    return ticks, [""] * len(ticks)


def note_scales(scales: pd.Series, ends: list[str]) -> list[str]:
    """Write where the scale of each panel ends; `""` if all panels have the same."""
    if not has_own_scales(scales):
        return [""] * len(scales)
    return [f"to {end}" for end in ends]

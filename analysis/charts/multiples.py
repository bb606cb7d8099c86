"""Make small multiples for groups and for time: one panel per theme, each with its own scale."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.captions import (
    LEAST_CARRYING,
    explain_intervals,
    join_sentences,
    say_shown,
    say_units,
)
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
from analysis.charts.wrapping import POINTS, keep_left_to_right, measure_widest, wrap
from analysis.messages import number, out_of, percent, say

LONGEST = 2  # times the largest value: intervals that reach further are cut
TITLE_LINES = 3

# Inches.
GAP = 0.22  # between panels
LINE = 0.14  # the height of a line of a panel's title, and of the gap above it
ABOVE_STRIP = 0.3
BELOW = 0.36  # room for the ticks of the lowest panels, and for what they count
BELOW_STRIP = 0.2
BETWEEN_TICKS = 0.1

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


# -- which themes ----------------------------------------------------------------------------------


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
        which = say("those that occur")
    elif are_named and len(shown) == n_drawable:
        which = say("those that `study.yaml` names")
    elif are_named:
        which = say("the first ones that `study.yaml` names")
    elif data["strength"].notna().any():
        which = say("those that differ most relative to their intervals")
    elif data["n_more"].abs().gt(0).any():
        which = say("those that differ by the most sentences")
    else:
        which = say("those with the most sentences")
    return say_shown(shown, themes, "themes", which)


# -- words -----------------------------------------------------------------------------------------


def say_mark(theme: str, group: str, n_hit: int, n: int) -> str:
    """Say what a bar or dot counts.

    >>> say_mark("Aid", "France", 12, 96)
    'Aid, France: 12 of 96 sentences (12.5%)'
    """
    words = say(
        "{theme}, {group}: {sentences}",
        theme=theme,
        group=group,
        sentences=out_of(n_hit, n, "sentence"),
    )
    return f"{words} ({percent(n_hit / n, 1)})" if n else words


def explain_limits(rows: pd.DataFrame) -> str:
    """Say in one sentence what the intervals of groups rest on, or why there are none.

    Args:
        rows: the rows that can have an interval; the result is `""` if they lack the columns of
            intervals.
    """
    if "low" not in rows or rows["low"].isna().all():
        return explain_intervals(rows)
    known = rows[rows["low"].notna()]
    unit = known["resampled"].iloc[0]
    units = say_units(unit)
    is_rough = known["n_carrying"].between(1, LEAST_CARRYING - 1)
    said = say("Intervals: 95%, by bootstrap-t over {units}", units=units)
    if known["share"].isin([0, 1]).any():
        said += say(", at shares of 0 and 100% by Wilson’s formula")
    if len(known) < len(rows):
        said += say("; none for fewer than five {units}", units=units)
    if is_rough.any():
        k, n = number(is_rough.sum()), number(len(known))
        said += say(
            "; {k} of {n} are rough (fewer than ten {units} carry the theme)", k=k, n=n, units=units
        )
    return join_sentences(f"{said}.", say_one_text(unit))


def say_one_text(unit: str) -> str:
    """Say that paragraphs or sections of one text are no sample of others."""
    return "" if unit == "texts" else say("One text is a sample of nothing but itself.")


# -- scales ----------------------------------------------------------------------------------------


def find_scales(
    drawn: pd.DataFrame,
    value: str,
    limits: tuple[str, str],
    longest: float = LONGEST,
) -> pd.Series:
    """Find the end of the scale of each panel, by theme: it holds all values, and most intervals.

    A few texts have an interval so wide that the others could not be told apart beside it.

    Args:
        drawn: one row per group and theme: `theme`, the value and, perhaps, its limits.
        value: the column of values.
        limits: the columns of lower and upper limits.
        longest: how many times the largest value a limit can be and still have its place.

    >>> themes = pd.DataFrame({"theme": ["a", "b"], "share": [0.4, 0.1], "high": [0.9, 0.15]})
    >>> find_scales(themes, "share", ("low", "high")).tolist()
    [0.8, 0.15]
    """
    values = drawn[value].abs().groupby(drawn["theme"]).max()
    ends = [drawn[limit].abs() for limit in limits if limit in drawn]
    furthest = pd.concat(ends, axis=1).max(axis=1) if ends else drawn[value].abs()
    reach = furthest.groupby(drawn["theme"]).max().fillna(0)
    return reach.clip(lower=values, upper=longest * values)


def explain_scales(scales: pd.Series) -> str:
    """Say that each panel has its own scale; `""` if there is one."""
    return say("Each panel has its own scale.") if len(scales) > 1 else ""


def explain_cuts(drawn: pd.DataFrame, scales: pd.Series, limits: tuple[str, str]) -> str:
    """Explain the arrows at intervals that reach beyond the scale, if there are any."""
    end = drawn["theme"].map(scales)
    for limit in limits:
        if limit in drawn and drawn[limit].abs().gt(end).any():
            return say("Arrow: the interval goes on.")
    return ""


def make_share_ticks(largest: float, room: float = np.inf) -> tuple[list[float], list[str]]:
    """Make ticks at round shares up to the largest, with labels in percent.

    Args:
        largest: the share at the end of the axis.
        room: inches; there are fewer ticks where their labels would touch.

    >>> make_share_ticks(0.45)
    ([0.0, 0.2, 0.4], ['0%', '20%', '40%'])
    >>> make_share_ticks(0.45, room=0.7)
    ([0.0, 0.4], ['0%', '40%'])
    """
    for about in (3, 2):
        locator = MaxNLocator(about, steps=ROUND)
        ticks = [float(tick) for tick in locator.tick_values(0, largest) if tick <= largest]
        labels = [percent(tick) for tick in ticks]
        if are_apart(ticks, labels, largest, room):
            return ticks, labels
    end = round_down(largest)
    return [0.0, end], [percent(0), percent(end)]


def are_apart(ticks: list[float], labels: list[str], span: float, room: float) -> bool:
    """Whether ticks can be told apart: at least two, and their labels do not touch.

    Args:
        ticks: their places, at equal distances.
        labels: what stands there.
        span: what the axis spans, in its units.
        room: its length in inches.
    """
    if len(ticks) < 2:
        return False
    return room * (ticks[1] - ticks[0]) / span > measure_widest(labels, SMALL) + BETWEEN_TICKS


def round_down(value: float) -> float:
    """Keep the first digit of a number above 0.

    >>> round_down(0.456), round_down(0.0097)
    (0.4, 0.009)
    """
    unit = 10.0 ** np.floor(np.log10(value))
    return float(np.round(np.floor(value / unit) * unit, 12))


# -- axes ------------------------------------------------------------------------------------------


def make_panels(
    words: tuple[str, str, str],
    themes: pd.DataFrame,
    height: float,
    left: float,
    *,
    across: int,
    strip: float = 0.0,
    room_below: float = 0.0,
    notes: list[str] | None = None,
) -> Panels:
    """Make a figure with one panel for each theme, under its label.

    Args:
        words: title, subtitle and caption of the figure.
        themes: `label` of each theme.
        height: the height of a panel in inches.
        left: the width of the labels at the left of a panel in inches.
        across: the most panels side by side.
        strip: the height of the strip below each column of panels in inches; 0 for no strip.
        room_below: inches for ticks between a panel and the one below it.
        notes: what to write in a line below the label of each theme.
    """
    title, subtitle, caption = words
    across = min(across, len(themes))
    notes = notes or [""] * len(themes)
    width = measure_panel(across) - left
    titles = [wrap(label, left + width, SIZE, TITLE_LINES) for label in themes["label"]]
    heads, heights = _measure_rows(titles, notes, across, height)
    heads[1:] = [head + room_below for head in heads[1:]]
    if strip:
        heads.append(ABOVE_STRIP)
        heights.append(strip)
    bottoms = np.cumsum(np.add(heads, heights))
    margins = Margins(bottom=BELOW_STRIP if strip else BELOW)
    sheet = make_sheet(None, title, caption, bottoms[-1], margins, subtitle)

    def add_axes(row: int, column: int) -> Axes:
        at = left + column * (left + width + GAP)
        return place_axes(sheet, at, bottoms[row], width, heights[row])

    panels = []
    for at, (lines, note) in enumerate(zip(titles, notes, strict=True)):
        ax = add_axes(row=at // across, column=at % across)
        first = at - at % across
        _write_head(ax, lines, note, left, has_room=any(notes[first : first + across]))
        panels.append(ax)
    strips = []
    if strip:
        strips = [add_axes(row=-1, column=column) for column in range(across)]
    sheet.remove()
    return Panels(panels, strips, width)


def measure_panel(across: int) -> float:
    """Measure the width of a panel with its labels, in inches, if there are so many in a row."""
    return (inner_width() - GAP * (across - 1)) / across


def _measure_rows(
    titles: list[list[str]],
    notes: list[str],
    across: int,
    height: float,
) -> tuple[list[float], list[float]]:
    """Measure the rows of panels in inches: the titles above each row, and the panels in it."""
    heads = []
    for first in range(0, len(titles), across):
        last = first + across
        n_lines = max(map(len, titles[first:last]))
        heads.append(LINE * (1 + n_lines + any(notes[first:last])))
    return heads, [height] * len(heads)


def _write_head(ax: Axes, lines: list[str], note: str, left: float, has_room: bool) -> None:
    """Write the label of a theme above its panel, and a note below the label.

    With `has_room`, there is a line for notes in this row of panels.
    """
    pad = 3 + POINTS * LINE * has_room
    title = ax.set_title(
        "\n".join(map(keep_left_to_right, lines)), loc="left", size=SIZE, pad=pad, linespacing=1.05
    )
    width = ax.get_position().width * find_figure(ax).get_size_inches()[0]
    title.set_x(-left / width)
    if note:
        ax.annotate(
            note,
            (0, 1),
            (-POINTS * left, 3),
            xycoords="axes fraction",
            textcoords="offset points",
            size=SMALL,
            color=SOFT,
        )


def place_axes(
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

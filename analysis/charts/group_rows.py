"""Lay out panels whose rows are groups: in each panel, the groups are sorted by its own values."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.layout import (
    inner_width,
    label_rows,
    lay_out_rows,
    measure_height,
    write_beside,
)
from analysis.charts.multiples import make_panels, measure_panel, say_mark
from analysis.charts.style import SIZE, SMALL, SOFT, at_most, tint
from analysis.charts.wrapping import clean, measure_widest, squeeze
from analysis.messages import name_group, number, say
from analysis.selection import Where
from analysis.tables import GROUP_SHARES, RANKED

MOST_PANELS = 8
MANY = 20  # groups; with more, rows are closer together, and each name is on one line
FAINT_STRENGTH = 0.35  # the strength of the colour of a group that does not stand out

# Inches.
ROW = 0.2
CLOSE_ROW = 0.16
WIDE = 5.0  # with more room than that, two panels stand side by side
NAME = 1.95  # the width at which the name of a group wraps
NAME_SHARE = 0.37  # of a narrow panel
TALLEST = 9.5  # of all panels together, if that is more than one row of them
HEAD = 0.45  # between a panel and the one above it
TICKS = 0.14  # the height of labels of ticks
BESIDE = 0.1  # between the longest bar and the numbers

Mark = tuple[Where, str, int]
NEEDED = [*GROUP_SHARES.columns, *RANKED, "n_groups"]


class GroupPanel(NamedTuple):
    """The panel of one theme, and its rows.

    Attributes:
        ax: the axes.
        rows: one row per group, with `y` in inches, `name`, `colour`, and what its mark counts:
            `where` and `says`.
        colour: the colour of the theme.
        room: the width that is left of the numbers at the right, in inches.
        share: the same as a share of the width of the axes.
        is_lowest: whether it is the lowest of its column.
    """

    ax: Axes
    rows: pd.DataFrame
    colour: str
    room: float
    share: float
    is_lowest: bool


def count_across() -> int:
    """Count the panels that fit side by side."""
    return 2 if inner_width() > WIDE else 1


def count_panels(names: Sequence[str]) -> int:
    """Count the panels that fit on a page: fewer, the more groups there are.

    Args:
        names: of the groups.
    """
    if not len(names):
        return MOST_PANELS
    rows, _ = _lay_out(pd.DataFrame({"name": names}), count_across())
    n_rows = int(TALLEST / (HEAD + measure_height(rows)))
    return min(MOST_PANELS, count_across() * max(1, n_rows))


def _lay_out(rows: pd.DataFrame, across: int) -> tuple[pd.DataFrame, float]:
    """Lay out the rows of a panel, and measure the width of their names, in inches."""
    is_close = len(rows) > at_most(MANY)
    width = min(NAME, NAME_SHARE * measure_panel(across))
    labels = [squeeze(name, width, SIZE) if is_close else name for name in rows["name"]]
    rows = rows.assign(label=labels, family="", family_label="")
    return lay_out_rows(rows, CLOSE_ROW if is_close else ROW, width)


def make_group_panels(
    words: tuple[str, str, str],
    themes: pd.DataFrame,
    data: pd.DataFrame,
    *,
    by: str,
    value: str,
) -> list[GroupPanel]:
    """Make a panel for each theme, with its groups from the largest value to the smallest.

    At the right of each panel stand the sentences that carry the theme, of those of the group.

    Args:
        words: title, subtitle and caption of the figure.
        themes: the themes to draw: `label`, `colour`.
        data: the shares of these themes, one row per group and theme.
        by: the column that names the group.
        value: the column to sort by.
    """
    across = min(count_across(), len(themes))
    rows_of = {}
    for theme in themes.index:
        rows = _sort_groups(data[data["theme"] == theme], by, value)
        rows_of[theme], left = _lay_out(rows, across)
    height = max(measure_height(rows) for rows in rows_of.values())
    panels, _, width = make_panels(words, themes, height, left, across=across, room_below=TICKS)
    room = width - measure_widest(_list_counts(data), SMALL) - BESIDE
    made = []
    for at, (ax, theme) in enumerate(zip(panels, themes.itertuples(), strict=True)):
        rows = rows_of[theme.Index]
        rows = rows.assign(
            colour=_choose_colours(rows, theme.colour),
            where=_select(rows, by),
            says=_say_marks(rows, theme.label),
        )
        ax.set_ylim(height, 0)
        label_rows(ax, rows, left)
        _write_counts(ax, rows)
        is_lowest = at + across >= len(panels)
        made.append(GroupPanel(ax, rows, theme.colour, room, room / width, is_lowest))
    return made


def _sort_groups(rows: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Sort the groups by a column, largest first; those without a value and those pooled last."""
    rows = rows.assign(is_pooled=rows["n_groups"] > 1)
    rows = rows.sort_values(
        ["is_pooled", value],
        ascending=[True, False],
        kind="stable",
        na_position="last",
    )
    names = [say_group(name, n) for name, n in zip(rows[by], rows["n_groups"], strict=True)]
    return rows.assign(name=names)


def say_group(name: str, n_groups: int) -> str:
    """Say the name of a group, or how many were pooled in it."""
    return say("{n} others", n=number(n_groups)) if n_groups > 1 else clean(name_group(name))


def _choose_colours(rows: pd.DataFrame, colour: str) -> list[str]:
    """Give groups that stand out the full colour; all, if nothing was compared."""
    if rows["strength"].isna().all():
        return [colour] * len(rows)
    faint = tint(colour, FAINT_STRENGTH)
    return [colour if stands_out else faint for stands_out in rows["stands_out"]]


def _select(rows: pd.DataFrame, by: str) -> list[Where]:
    """Select the sentences of each row; those of pooled groups are in none of the others."""
    shown = rows.loc[~rows["is_pooled"], by].tolist()
    where: list[Where] = []
    for theme, name, is_pooled in zip(rows["theme"], rows[by], rows["is_pooled"], strict=True):
        of_group: Where = {f"{by}!": shown} if is_pooled else {by: name}
        where.append({"theme": theme, **of_group})
    return where


def _say_marks(rows: pd.DataFrame, theme: str) -> list[str]:
    counted = zip(rows["name"], rows["n_sentences_hit"], rows["n_sentences"], strict=True)
    return [say_mark(theme, name, n_hit, n) for name, n_hit, n in counted]


def list_marks(rows: pd.DataFrame) -> list[Mark]:
    """List what the marks of rows of a panel count, as `link_points` takes it."""
    return list(zip(rows["where"], rows["says"], rows["n_sentences_hit"], strict=True))


def _list_counts(rows: pd.DataFrame) -> list[str]:
    pairs = zip(rows["n_sentences_hit"], rows["n_sentences"], strict=True)
    return [say("{k} of {n}", k=number(k), n=number(n)) for k, n in pairs]


def _write_counts(ax: Axes, rows: pd.DataFrame) -> None:
    for y, counted in zip(rows["y"], _list_counts(rows), strict=True):
        text = write_beside(ax, counted, (1, y), (0, 0), ha="right")
        text.set(size=SMALL, color=SOFT, va="center_baseline")


def draw_intervals(
    ax: Axes,
    rows: pd.DataFrame,
    limits: tuple[str, str],
    scale: float,
    colour: str,
) -> None:
    """Draw the interval of each row as a line, where there is one.

    A line that would go on beyond the scale, on either side of 0, is cut and ends in an arrow.
    """
    low, high = limits
    if low not in rows or rows[low].isna().all():
        return
    y = rows["y"].to_numpy()
    ends = rows[[low, high]].clip(-scale, scale).to_numpy()
    gap = np.full(len(rows), np.nan)
    x = np.column_stack([ends, gap]).ravel()
    style: dict[str, Any] = {"color": colour, "solid_capstyle": "butt"}
    ax.plot(x, y.repeat(3), linewidth=1, label=say("95% intervals"), **style)
    cuts = ((">", rows[high] > scale, scale), ("<", rows[low] < -scale, -scale))
    for marker, is_cut, end in cuts:
        if is_cut.any():
            n_cut = is_cut.sum()
            style = {"color": colour, "linestyle": "None", "marker": marker, "markersize": 3.5}
            ax.plot([end] * n_cut, y[is_cut.to_numpy()], label=say("goes on"), **style)

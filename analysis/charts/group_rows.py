"""Lay out panels whose rows are groups: in each panel, the groups are sorted by its own values."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences
from analysis.charts.layout import (
    label_rows,
    lay_out_rows,
    measure_height,
    write_beside,
)
from analysis.charts.multiples import make_panels
from analysis.charts.style import SIZE, SMALL, SOFT, tint
from analysis.charts.wrapping import clean, measure_widest, squeeze
from analysis.clearest import find_clearness
from analysis.tables import GROUP_SHARES, RANKED
from analysis.wording import pluralize

ACROSS = 2
MOST_PANELS = 8
MANY = 20  # groups; with more, rows are closer together
UNCERTAIN = 0.35  # the strength of the colour of a group whose interval includes 0

# Inches.
ROW = 0.2
CLOSE_ROW = 0.16
NAME = 1.3  # the width at which the name of a group wraps, if there are two panels side by side
WIDE_NAME = 1.95
TALLEST = 9.5  # of all panels together, if that is more than one row of them
HEAD = 0.45  # between a panel and the one above it
TICKS = 0.14  # the height of labels of ticks

NEEDED = [*GROUP_SHARES.columns, *RANKED, "n_groups"]


class GroupPanel(NamedTuple):
    """The panel of one theme, and its rows: one per group, with `y` in inches and `colour`."""

    ax: Axes
    rows: pd.DataFrame
    is_lowest: bool  # in its column


def count_panels(n_groups: int) -> int:
    """Count the panels that fit on a page: fewer, the more groups there are."""
    height = HEAD + n_groups * _row_height(n_groups)
    return min(MOST_PANELS, ACROSS * max(1, int(TALLEST / height)))


def _row_height(n_groups: int) -> float:
    return ROW if n_groups <= MANY else CLOSE_ROW


def make_group_panels(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    data: pd.DataFrame,
    *,
    by: str,
    value: str,
    notes: list[str],
) -> tuple[list[GroupPanel], float]:
    """Make a panel for each theme, with its groups from the largest value to the smallest.

    At the right of each panel stand the sentences that carry the theme, of those of the group.

    Args:
        title: the heading of the figure.
        caption: the sentences below the panels.
        themes: the themes to draw: `label`, `colour`.
        data: the shares of these themes, one row per group and theme.
        by: the column that names the group.
        value: the column to sort by.
        notes: what to write at the right, above each panel.

    Returns:
        The panels; and the share of their width that is left of the numbers.
    """
    rows_of = {theme: _sort_groups(data, theme, by, value) for theme in themes.index}
    laid_out = {}
    name_width = NAME if len(themes) > 1 else WIDE_NAME
    for theme, rows in rows_of.items():
        height = _row_height(len(rows))
        laid_out[theme], left = lay_out_rows(rows, height, name_width)
    height = max(measure_height(rows) for rows in laid_out.values())
    panels, _, width = make_panels(
        title,
        caption,
        themes,
        height,
        left,
        across=ACROSS,
        all_labelled=True,
        room_below=TICKS if any(notes) else 0,
        notes=notes,
    )
    room = _measure_counts(data)
    made = []
    for at, theme in enumerate(themes.itertuples()):
        rows = laid_out[theme.Index]
        rows = rows.assign(colour=_choose_colours(rows, theme.colour))
        ax = panels[at]
        ax.set_ylim(height, 0)
        label_rows(ax, rows, left)
        _write_counts(ax, rows)
        made.append(GroupPanel(ax, rows, is_lowest=at + ACROSS >= len(panels)))
    return made, 1 - room / width


def _sort_groups(data: pd.DataFrame, theme: str, by: str, value: str) -> pd.DataFrame:
    """Sort the groups by a column, largest first; those without a value and those pooled last."""
    rows = data[data["theme"] == theme]
    rows = rows.assign(is_pooled=rows["n_groups"] > 1)
    rows = rows.sort_values(
        ["is_pooled", value],
        ascending=[True, False],
        kind="stable",
        na_position="last",
    )
    names = rows[by]
    if len(rows) > MANY:  # on one line each
        names = names.map(lambda name: squeeze(name, NAME, SIZE))
    return rows.assign(label=names, family="", family_label="")


def _choose_colours(rows: pd.DataFrame, colour: str) -> list[str]:
    """Give groups that differ for certain the full colour; all, if there are no intervals."""
    if rows["strength"].isna().all():
        return [colour] * len(rows)
    return [colour if strength > 1 else tint(colour, UNCERTAIN) for strength in rows["strength"]]


def _list_counts(rows: pd.DataFrame) -> list[str]:
    pairs = zip(rows["n_sentences_hit"], rows["n_sentences"], strict=True)
    return [f"{k:,} of {n:,}" for k, n in pairs]


def _measure_counts(data: pd.DataFrame) -> float:
    return measure_widest(_list_counts(data), SMALL) + 0.1


def _write_counts(ax: Axes, rows: pd.DataFrame) -> None:
    for y, count in zip(rows["y"], _list_counts(rows), strict=True):
        text = write_beside(ax, count, (1, y), (0, 0), ha="right")
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
    ax.plot(x, y.repeat(3), linewidth=1, label="95% intervals", **style)
    cuts = ((">", rows[high] > scale, scale), ("<", rows[low] < -scale, -scale))
    for marker, is_cut, end in cuts:
        if is_cut.any():
            n_cut = is_cut.sum()
            style = {"color": colour, "linestyle": "None", "marker": marker, "markersize": 3.5}
            ax.plot([end] * n_cut, y[is_cut.to_numpy()], label="goes on", **style)


# -- words -----------------------------------------------------------------------------------------


def say_basis(data: pd.DataFrame, by: str) -> tuple[str, str]:
    """Say n, and n with the column that makes the groups."""
    groups = data.drop_duplicates(by)
    n_sentences = pluralize(groups["n_sentences"].sum(), "sentence")
    n_groups = pluralize(groups["n_groups"].sum(), "group")
    n = f"n = {n_sentences} in {n_groups}"
    return n, f"{n} (by {clean(by)})."


def explain_others(data: pd.DataFrame, by: str) -> str:
    """Explain the row that combines several groups, if any."""
    n_groups = data.drop_duplicates(by)["n_groups"]
    n_others = max(n_groups, default=1)
    if n_others == 1:
        return ""
    n_shown = len(n_groups) - 1
    return (
        f"The chart shows the {n_shown} groups with the most sentences; “{n_others} others” are"
        " counted together as one group."
    )


def explain_colours(data: pd.DataFrame) -> str:
    """Explain the full colours, if there are intervals, and count what stands out."""
    n = data["strength"].notna().sum()
    if not n:
        return ""
    stands_out = data["stands_out"].sum()
    verb = "stands" if stands_out == 1 else "stand"
    return (
        "Full colour: the interval of the group’s difference from all groups excludes 0. As the"
        f" largest of {data['n_compared'].max():,} comparisons, {stands_out or 'none'} {verb} out."
    )


def find_strongest(drawn: pd.DataFrame) -> pd.Series | None:
    """Find the row of the strongest difference that stands out; None if none does."""
    standing_out = drawn[drawn["stands_out"]]
    if standing_out.empty:
        return None
    return standing_out.loc[find_clearness(standing_out)["difference"].idxmax()]


def say_that_none_differs(shares: pd.DataFrame, by: str) -> str:
    """Say that no group differs clearly, if all were compared and none does; `""` otherwise."""
    n_compared = shares["n_compared"].max()
    if not n_compared or shares["stands_out"].any():
        return ""
    return f"No theme differs clearly by {clean(by).replace('_', ' ')}"


def say_parts_of_text(by: str) -> str:
    """Say that the groups are parts of one text, if they are sections or paragraphs."""
    if by not in ("section", "paragraph"):
        return ""
    return join_sentences(
        f"The groups are the {by}s of one text,",
        "which is a sample of nothing but itself.",
    )

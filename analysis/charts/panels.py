"""Draw the share of each theme in groups of texts, as panels of bars."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, say_count, say_shown
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    find_figure,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    measure_height,
    write_beside,
)
from analysis.charts.multiples import (
    ACROSS,
    NONE_OCCURS,
    choose_themes,
    make_panels,
    make_share_ticks,
)
from analysis.charts.style import FAINT, INK, SMALL, SOFT, house_style
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.tables import SHARES, without_family_columns
from analysis.wording import pluralize

# Inches.
BAR = 0.12
ROW = 0.2
HEAD = -0.09  # y of the word above the column of numbers

DASHED: dict[str, Any] = {
    "color": INK,
    "linewidth": 0.8,
    "linestyle": (0, (3, 2)),
    "zorder": 1.5,
}
ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


@house_style()
def shares_by_group(shares: pd.DataFrame, by: str) -> Chart:
    """Draw the share of each theme in groups of texts: one panel per theme, one bar per group.

    Args:
        shares: one row per group and theme, as from `analysis.measures.groups.top_groups`. Groups
            are drawn from top to bottom in the order given.
        by: the column that holds the groups.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *SHARES.columns, "share_of_all", "n_more", "n_groups"])
    themes, shown = choose_themes(shares)
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    groups = shares.drop_duplicates(by)

    title = f"Themes by {clean(by).replace('_', ' ')}"
    n_sentences = pluralize(groups["n_sentences"].sum(), "sentence")
    n_groups = pluralize(groups["n_groups"].sum(), "group")
    n = f"n = {n_sentences} in {n_groups}"
    basis = f"{n} (by {clean(by)})."
    if shown.empty:
        return make_empty_chart(None, title, NONE_OCCURS, data, basis)
    largest_difference = _say_largest_difference(data, by)
    caption = join_sentences(
        basis,
        "A bar is the share of a group's sentences that carry the theme; the number at its end"
        " counts them, n counts all sentences of the group, and the dashed line is the share in all"
        " groups together.",
        largest_difference,
        _explain_others(groups["n_groups"]),
        explain_all(shown),
        say_shown(shown, themes, "themes"),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = join_sentences(
        f"Bars of shares by group, one panel for each of {n_panels}. {n}.",
        largest_difference,
    )
    ax = _draw_groups(title, caption, shown, groups, data[data["shown"]], by)
    return Chart(title, find_figure(ax), data, caption, alt)


def _say_largest_difference(data: pd.DataFrame, by: str) -> str:
    """Name the group and theme that differ most from all groups; `""` if by under a sentence."""
    is_one_group = data["n_groups"] == 1
    difference = data["n_more"].abs().where(is_one_group)
    row = data.loc[difference.idxmax()]
    n_more = round(row["n_more"])
    if not n_more:
        return ""
    where = f"{clean(row['label'])} in “{clean(row[by])}”"
    count = say_count(row["n_sentences_hit"], row["n_sentences"])
    direction = "more" if n_more > 0 else "fewer"
    return (
        f"Largest difference: {where}, {count}, {abs(n_more):,} {direction} than the share in all"
        " groups would give."
    )


def _explain_others(n_groups: pd.Series) -> str:
    """Explain the row that combines several groups, if any; `n_groups` counts those of each row."""
    n_others = n_groups.max()
    if n_others == 1:
        return ""
    n_shown = len(n_groups) - 1
    return (
        f"The chart shows the {n_shown} groups with the most sentences; “{n_others} others” are"
        " counted together as one group."
    )


def _draw_groups(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    groups: pd.DataFrame,
    data: pd.DataFrame,
    by: str,
) -> Axes:
    groups = groups.set_index(by, drop=False)
    names = groups[by].tolist()
    groups = groups.assign(label=names, family_label="", family="")
    rows, left = lay_out_rows(groups, ROW)
    height = measure_height(rows)
    sizes = [f"{n:,}" for n in rows["n_sentences"]]
    room_of_sizes = measure_widest(sizes, SMALL) + 0.1
    panels, _, width = make_panels(title, caption, themes, height, left + room_of_sizes)
    counts = [f"{count:,}" for count in data["n_sentences_hit"]]
    room_of_counts = measure_widest(counts, SMALL) + 0.1
    largest = data["share"].max()
    end = largest * width / (width - room_of_counts)
    for at, theme in enumerate(themes.itertuples()):
        ax = panels[at]
        of_theme = data[data["theme"] == theme.Index]
        shares = of_theme.set_index(by).loc[rows.index]
        _draw_bars(ax, rows["y"], shares, theme.colour)
        is_lowest = at + ACROSS >= len(panels)
        ax.set(xlim=(0, end), ylim=(height, 0))
        ax.set_xticks(*make_share_ticks(largest, is_lowest))
        ax.grid(axis="x", color=FAINT)
        if at % ACROSS == 0:
            ax.tick_params(axis="y", pad=3.5 + POINTS * room_of_sizes)
            label_rows(ax, rows, left)
            _write_sizes(ax, rows["y"], sizes)
            ax.set_xlabel("share of sentences" if is_lowest else "", loc="left")
    return panels[0]


def _draw_bars(ax: Axes, y: pd.Series, shares: pd.DataFrame, colour: str) -> None:
    bars = ax.barh(
        y,
        shares["share"].fillna(0),
        height=BAR,
        color=colour,
        label=[clean(group) for group in shares.index],
    )
    counts = [f"{count:,}" for count in shares["n_sentences_hit"]]
    ax.bar_label(bars, counts, padding=3, size=SMALL, color=SOFT, bbox=ON_WHITE)
    share_of_all = shares["share_of_all"].iloc[0]
    ax.axvline(share_of_all, **DASHED, label="all groups")


def _write_sizes(ax: Axes, y: pd.Series, sizes: list[str]) -> None:
    """Write the sentences of each group as a column of numbers between its name and its bar."""
    for at, size in zip([HEAD, *y], ["n", *sizes], strict=True):
        text = write_beside(ax, size, (0, at), (-5, 0), ha="right")
        text.set(size=SMALL, color=SOFT, va="center_baseline")

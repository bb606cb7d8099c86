"""Panels: the share of each theme in groups of texts."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import count_of, explain_all, join_sentences, say_shown
from analysis.charts.chart import Chart
from analysis.charts.families import drop_family_columns
from analysis.charts.layout import (
    empty_chart,
    figure_of,
    height_of,
    label_rows,
    lay_out_rows,
    write_beside,
)
from analysis.charts.multiples import (
    ACROSS,
    NONE_OCCURS,
    new_panels,
    share_ticks,
    themes_with_panels,
)
from analysis.charts.style import FAINT, INK, SMALL, SOFT, house_style
from analysis.charts.wrapping import POINTS, clean, widest
from analysis.tables import SHARES
from analysis.wording import pluralize

# Inches.
BAR = 0.12
ROW = 0.2
HEAD = -0.09  # the y of the head of the column of numbers, above the first row

BROKEN: dict[str, Any] = {"color": INK, "linewidth": 0.8, "linestyle": (0, (3, 2)), "zorder": 1.5}
BACKGROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


@house_style()
def shares_by_group(shares: pd.DataFrame, by: str) -> Chart:
    """Draw the share of each group's sentences in which a theme occurs: one panel per theme, one bar per group.

    Args:
        shares: as from `analysis.measures.groups.top_groups`; groups are drawn from top to bottom in the order given.
            The family columns are optional.
        by: the name of the column with the groups.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *SHARES.columns, "share_of_all", "n_more", "n_groups"])
    themes, shown = themes_with_panels(shares)
    data = shares[shares["theme"].isin(themes.index)]
    data = drop_family_columns(data).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    groups = shares.drop_duplicates(by)

    title = f"Themes by {clean(by).replace('_', ' ')}"
    n_sentences = pluralize(groups["n_sentences"].sum(), "sentence")
    n_groups = pluralize(groups["n_groups"].sum(), "group")
    n = f"n = {n_sentences} in {n_groups}"
    basis = f"{n} (by {clean(by)})."
    if shown.empty:
        return empty_chart(None, title, NONE_OCCURS, data, basis)
    furthest = _say_furthest(data, by)
    caption = join_sentences(
        basis,
        "A bar is the share of a group's n sentences in which the theme occurs, the number at its end counts them; the "
        "broken line is the share in all groups together.",
        furthest,
        _explain_others(groups["n_groups"]),
        explain_all(shown),
        say_shown(shown, themes, "themes"),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = join_sentences(f"Bars of shares by group, a panel for each of {n_panels}. {n}.", furthest)
    ax = _draw_groups(title, caption, shown, groups, data[data["shown"]], by)
    return Chart(title, figure_of(ax), data, caption, alt)


def _say_furthest(data: pd.DataFrame, by: str) -> str:
    """The group and theme that differ most from all groups; `""` if none differs by a sentence."""
    is_one_group = data["n_groups"] == 1
    distance = data["n_more"].abs().where(is_one_group)
    row = data.loc[distance.idxmax()]
    n_more = round(row["n_more"])
    if not n_more:
        return ""
    where = f"{clean(row['label'])} in “{clean(row[by])}”"
    count = count_of(row["n_sentences_hit"], row["n_sentences"])
    difference = f"{abs(n_more):,} {'more' if n_more > 0 else 'fewer'}"
    return f"Furthest from all: {where}: {count}, {difference} than with the share in all groups."


def _explain_others(n_groups: pd.Series) -> str:
    """A sentence on the row that holds several groups, if there is one; `n_groups` counts the groups of each row."""
    others = n_groups.max()
    if others == 1:
        return ""
    return (
        f"Shown are the {len(n_groups) - 1} groups with the most sentences; “{others} others” are counted "
        "together, as one group."
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
    groups = groups.assign(label=groups[by].tolist(), family_label="", family="")
    rows, left = lay_out_rows(groups, ROW)
    sizes = [f"{n:,}" for n in rows["n_sentences"]]
    room_of_sizes = widest(sizes, SMALL) + 0.1
    height = height_of(rows)
    panels = new_panels(title, caption, themes, height, left + room_of_sizes)
    largest = data["share"].max()
    counts = [f"{count:,}" for count in data["n_sentences_hit"]]
    room_of_counts = widest(counts, SMALL) + 0.1
    end = largest * panels.width / (panels.width - room_of_counts)
    for at, theme in enumerate(themes.itertuples()):
        ax = panels.themes[at]
        shares = data[data["theme"] == theme.Index].set_index(by).loc[rows.index]
        _draw_bars(ax, rows["y"], shares, theme.colour)
        ax.set(xlim=(0, end), ylim=(height, 0))
        is_lowest = at + ACROSS >= len(themes)
        ax.set_xticks(*share_ticks(largest, labelled=is_lowest))
        ax.grid(axis="x", color=FAINT)
        if at % ACROSS == 0:
            ax.tick_params(axis="y", pad=3.5 + POINTS * room_of_sizes)
            label_rows(ax, rows, left)
            _write_sizes(ax, rows["y"], sizes)
            ax.set_xlabel("share of sentences" if is_lowest else "", loc="left")
    return panels.themes[0]


def _draw_bars(ax: Axes, y: pd.Series, shares: pd.DataFrame, colour: str) -> None:
    names = [clean(group) for group in shares.index]
    counts = [f"{count:,}" for count in shares["n_sentences_hit"]]
    bars = ax.barh(y, shares["share"].fillna(0), height=BAR, color=colour, label=names)
    ax.bar_label(bars, counts, padding=3, size=SMALL, color=SOFT, bbox=BACKGROUND)
    ax.axvline(shares["share_of_all"].iloc[0], **BROKEN, label="all groups")


def _write_sizes(ax: Axes, y: pd.Series, sizes: list[str]) -> None:
    """Write the sentences of each group as a column of numbers between its name and its bar."""
    for at, size in zip([HEAD, *y], ["n", *sizes], strict=True):
        text = write_beside(ax, size, (0, at), (-5, 0), ha="right")
        text.set(size=SMALL, color=SOFT, va="center_baseline")

"""Shares of three leaf themes in three groups of texts and over four years, and what tests read off the panels."""

import numpy as np
import pandas as pd
from tiny import codebook

from analysis.charts import shares_by_group, shares_over_time
from analysis.charts.chart import Chart
from analysis.measures.groups import top_groups
from analysis.measures.ranking import rank_differences
from analysis.wording import UNSTATED

LABELS = {
    "topic": "Topics",
    "topic/water": "Clean water",
    "topic/roads": "Roads",
    "actor": "Actors",
    "actor/school": "School",
}
THEMES = pd.DataFrame(LABELS.items(), columns=["theme", "label"])
WATER, ROADS, SCHOOL = "topic/water", "topic/roads", "actor/school"

# By group its number of sentences, and in how many of them each leaf theme occurs.
OUTLETS = {
    "Post": (10, {WATER: 5, SCHOOL: 1}),
    "News": (4, {WATER: 1}),
    UNSTATED: (2, {SCHOOL: 1}),
}
YEARS = {
    "1990": (40, {WATER: 10}),
    "1991": (0, {}),
    "1992": (10, {WATER: 5, SCHOOL: 1}),
    "1993": (20, {WATER: 0}),
    UNSTATED: (3, {WATER: 3}),
}


def shares(groups=OUTLETS, by="outlet", labels=LABELS):
    """A table as from `group_shares`, without family columns."""
    rows = []
    for name, (n, found) in groups.items():
        for theme, label in labels.items():
            below = [count for leaf, count in found.items() if f"{leaf}/".startswith(f"{theme}/")]
            rows.append((name, theme, label, sum(below), n))
    table = pd.DataFrame(rows, columns=[by, "theme", "label", "n_sentences_hit", "n_sentences"])
    k, n = table["n_sentences_hit"], table["n_sentences"]
    n_all = max(1, sum(n for n, _ in groups.values()))
    share_of_all = table.groupby("theme")["n_sentences_hit"].transform("sum") / n_all
    return table.assign(
        n_hits=k,
        share=k / n.where(n > 0),
        n_documents=(n > 0).astype(int),
        share_of_all=share_of_all,
        n_more=k - n * share_of_all,
    )


def ranked(table, by="outlet", themes=()):
    """A table with the ranks and family columns that measures add; leaf themes have patterns."""
    return rank_differences(table, make_codebook(table), by, themes)


def make_codebook(table):
    ids = list(table["theme"].unique())
    return codebook({theme: [] if any_below(theme, ids) else ["x"] for theme in ids})


def any_below(theme, ids):
    return any(other.startswith(f"{theme}/") for other in ids)


def with_intervals(table, halves=0.02, by="outlet"):
    """The table with intervals of a width that tests choose, in place of those of real draws.

    Args:
        table: as from `shares`.
        halves: half the width of each interval: one number, or a series as long as the table.
        by: the column of groups; periods have changes, too.
    """
    share = table["share"]
    difference = share - table["share_of_all"]
    columns = {"low": (share - halves).clip(lower=0), "high": share + halves}
    named = {"difference": difference}
    if by == "period":
        named["change"] = table.groupby("theme")["share"].diff()
    for name, value in named.items():
        columns |= {name: value, f"{name}_low": value - halves, f"{name}_high": value + halves}
        z = 2 * value / halves
        columns |= {f"{name}_z": z, f"{name}_p": np.where(z.abs() > 3.5, 0.01, 0.5)}
    columns["n_compared"] = len(table)
    return table.assign(**columns, resampled="texts", n_resampled=30, n_carrying=12)


def by_group(table=None, limit=12, themes=(), **options):
    table = shares() if table is None else table
    groups = top_groups(table, "outlet", limit)
    return shares_by_group(ranked(groups, themes=themes), "outlet", **options)


def over_time(periods=YEARS, **options):
    table = ranked(shares(periods, "period"), "period")
    return shares_over_time(table.assign(dated_by="year"), **options)


def titles(chart: Chart) -> list[str]:
    written = [ax.get_title("left").replace("\n", " ") for ax in chart.figure.axes]
    return [title for title in written if title]


def panel(chart: Chart, title: str):
    return next(ax for ax in chart.figure.axes if ax.get_title("left") == title)


def line(ax, at=0) -> list[float | None]:
    """The heights of a line's points, None where there is none."""
    return [None if np.isnan(y) else round(float(y), 6) for y in ax.lines[at].get_ydata()]

"""Draw the share of each theme in groups of texts, as panels of bars."""

import pandas as pd

from analysis.charts.captions import say_each, say_part, say_sentences
from analysis.charts.chart import Chart
from analysis.charts.group_charts import Way, make_group_chart
from analysis.charts.group_rows import MOST_PANELS, GroupPanel, draw_intervals
from analysis.charts.marks import link
from analysis.charts.multiples import LONGEST, OF_ALL, make_share_ticks
from analysis.charts.style import INK, Width, draws
from analysis.messages import say

BAR = 0.12  # inches
LIMITS = ("low", "high")


@draws
def shares_by_group(
    shares: pd.DataFrame,
    by: str,
    *,
    title: str | None = None,
    width: Width = None,
) -> Chart:
    """Draw the share of each theme in groups of texts: one panel per theme, one bar per group.

    The themes are those with the lowest `theme_rank`. In each panel the groups are sorted by share.

    Args:
        shares: one row per group and theme, as from `Study.largest_groups`, or from
            `analysis.measures.groups.top_groups` and `analysis.measures.ranking.rank_differences`.
        by: the column that holds the groups.
        title: the heading of the picture; by default it names the share that stands out most.
        width: the width of the picture, as for `charts.style`.

    Raises:
        InputError: a column is missing.
    """
    return make_group_chart(BARS, shares, by, title)


def _say_title(column: str) -> str:
    return say("Themes by {column}", column=column)


def _say_subtitle(was_compared: bool) -> str:
    what = say("Share of a group’s sentences that carry the theme; dashed: all groups together")
    return f"{what}{say('; full colour: stands out')}" if was_compared else what


def _say_finding(theme: str, groups: str, rows: pd.DataFrame, of_theme: pd.DataFrame) -> str:
    say_share = say_sentences if len(rows) == 1 else say_part
    pairs = zip(rows["n_sentences_hit"], rows["n_sentences"], strict=True)
    return say(
        "{theme} in {groups}: {shares}, {of_all} in all groups",
        theme=theme,
        groups=groups,
        shares=say_each([say_share(k, n) for k, n in pairs]),
        of_all=say_part(of_theme["n_sentences_hit"].sum(), of_theme["n_sentences"].sum()),
    )


def _say_alt(themes: str) -> str:
    return say("Bars of shares by group, one panel for each of {themes}.", themes=themes)


def _draw_bars(panel: GroupPanel, scale: float) -> None:
    ax, rows = panel.ax, panel.rows
    bars = ax.barh(
        rows["y"],
        rows["share"].fillna(0),
        height=BAR,
        color=rows["colour"],
        edgecolor=panel.colour,
        linewidth=0.6,
        label=rows["name"],
    )
    for bar, row in zip(bars, rows.itertuples(), strict=True):
        link(bar, row.where, row.says, row.n_sentences_hit)
    draw_intervals(ax, rows, LIMITS, scale, INK)
    ax.axvline(rows["share_of_all"].iloc[0], **OF_ALL, label=say("all groups"))
    ax.set_xlim(0, scale / panel.share)
    ax.set_xticks(*make_share_ticks(scale, panel.room))


BARS = Way(
    value="share",
    limits=LIMITS,
    longest=LONGEST,
    most=MOST_PANELS,
    title=_say_title,
    subtitle=_say_subtitle,
    finding=_say_finding,
    alt=_say_alt,
    draw=_draw_bars,
    axis=lambda: say("share of sentences"),
)

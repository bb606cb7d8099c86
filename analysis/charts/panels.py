"""Draw the share of each theme in groups of texts, as panels of bars."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    say_count,
    say_none_in_these,
    say_part,
    say_sentences,
)
from analysis.charts.chart import Chart
from analysis.charts.group_rows import (
    NEEDED,
    GroupPanel,
    count_panels,
    draw_intervals,
    explain_colours,
    explain_others,
    find_strongest,
    make_group_panels,
    say_basis,
    say_parts_of_text,
    say_that_none_differs,
)
from analysis.charts.layout import find_figure, make_empty_chart
from analysis.charts.multiples import (
    OF_ALL,
    choose_themes,
    explain_cuts,
    explain_scales,
    find_scales,
    has_own_scales,
    make_share_ticks,
    note_scales,
    say_chosen,
)
from analysis.charts.style import FAINT, INK, draws
from analysis.charts.wrapping import clean
from analysis.clearest import find_clearness
from analysis.messages import percent
from analysis.tables import SHARES, without_family_columns
from analysis.wording import pluralize

BAR = 0.12  # inches
LIMITS = ("low", "high")


@draws
def shares_by_group(shares: pd.DataFrame, by: str) -> Chart:
    """Draw the share of each theme in groups of texts: one panel per theme, one bar per group.

    The themes are those with the lowest `theme_rank`. In each panel the groups are sorted by share.

    Args:
        shares: one row per group and theme, as from `Study.largest_groups`, or from
            `analysis.measures.groups.top_groups` and `analysis.measures.ranking.rank_differences`.
        by: the column that holds the groups.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *NEEDED])
    n_groups = shares[by].nunique()
    themes, shown = choose_themes(shares, count_panels(n_groups))
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    drawn = data[data["shown"]]
    n, basis = say_basis(shares, by)
    neutral = f"Themes by {clean(by).replace('_', ' ')}"
    if shown.empty:
        return make_empty_chart(None, neutral, say_none_in_these(), data, basis)
    title = _say_finding(drawn, by) or say_that_none_differs(shares, by) or neutral
    scales = find_scales(drawn, "share", LIMITS).loc[shown.index]
    largest_difference = _say_largest_difference(drawn, by)
    caption = join_sentences(
        basis,
        "A bar is the share of a group’s sentences that carry the theme; the numbers at the right"
        " count these sentences, and the dashed line is the share in all groups together.",
        explain_scales(scales),
        explain_intervals(drawn[drawn["n_groups"] == 1], "A line"),
        explain_cuts(drawn, scales, LIMITS),
        explain_colours(data),
        largest_difference,
        say_parts_of_text(by),
        explain_others(shares, by),
        explain_all(shown),
        say_chosen(shown, themes, data),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = join_sentences(
        f"Bars of shares by group, one panel for each of {n_panels}. {n}.",
        largest_difference,
    )
    ax = _draw_groups(title, caption, shown, drawn, by, scales)
    return Chart(title, find_figure(ax), data, caption, alt)


def _say_finding(drawn: pd.DataFrame, by: str) -> str:
    """Say the share that stands out most; `""` if none does."""
    row = find_strongest(drawn)
    if row is None:
        return ""
    of_theme = drawn[drawn["theme"] == row["theme"]]
    share = say_sentences(row["n_sentences_hit"], row["n_sentences"])
    of_all = say_part(of_theme["n_sentences_hit"].sum(), of_theme["n_sentences"].sum())
    return f"{clean(row['label'])} in “{clean(row[by])}”: {share}, {of_all} in all groups"


def _say_largest_difference(drawn: pd.DataFrame, by: str) -> str:
    """Name the group and theme that differ most from all groups; `""` if by under a sentence."""
    compared = drawn[(drawn["n_groups"] == 1) & drawn["n_more"].abs().ge(0.5)]
    if compared.empty:
        return ""
    clearness = find_clearness(compared)["difference"]
    keys = pd.DataFrame(
        {
            "first": compared["stands_out"],
            "clearness": clearness.fillna(-1.0),
            "n_more": compared["n_more"].abs(),
        }
    )
    row = compared.loc[keys.sort_values(["first", "clearness", "n_more"], kind="stable").index[-1]]
    where = f"{clean(row['label'])} in “{clean(row[by])}”"
    count = say_count(row["n_sentences_hit"], row["n_sentences"])
    n_more = round(row["n_more"])
    direction = "more" if n_more > 0 else "fewer"
    return (
        f"Clearest difference: {where}, {count}, {abs(n_more):,} {direction} than the share in all"
        " groups would give."
    )


def _draw_groups(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    drawn: pd.DataFrame,
    by: str,
    scales: pd.Series,
) -> Axes:
    notes = note_scales(scales, [percent(scale) for scale in scales])
    panels, room = make_group_panels(
        title, caption, themes, drawn, by=by, value="share", notes=notes
    )
    for panel, scale, colour in zip(panels, scales, themes["colour"], strict=True):
        _draw_bars(panel, by, scale, colour)
        panel.ax.set_xlim(0, scale / room)
        is_labelled = has_own_scales(scales) or panel.is_lowest
        panel.ax.set_xticks(*make_share_ticks(scale, is_labelled))
        panel.ax.grid(axis="x", color=FAINT)
        panel.ax.set_xlabel("share of sentences" if panel.is_lowest else "", loc="left")
    return panels[0].ax


def _draw_bars(panel: GroupPanel, by: str, scale: float, colour: str) -> None:
    ax, rows = panel.ax, panel.rows
    ax.barh(
        rows["y"],
        rows["share"].fillna(0),
        height=BAR,
        color=rows["colour"],
        edgecolor=colour,
        linewidth=0.6,
        label=[clean(group) for group in rows[by]],
    )
    draw_intervals(ax, rows, LIMITS, scale, INK)
    ax.axvline(rows["share_of_all"].iloc[0], **OF_ALL, label="all groups")

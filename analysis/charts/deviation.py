"""Draw how far the groups of texts lie from all groups together, with intervals."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    say_none_in_these,
)
from analysis.charts.chart import Chart
from analysis.charts.group_rows import (
    NEEDED,
    GroupPanel,
    count_panels,
    draw_intervals,
    explain_others,
    find_strongest,
    make_group_panels,
    say_basis,
    say_parts_of_text,
    say_that_none_differs,
)
from analysis.charts.layout import ROUND, find_figure, make_empty_chart
from analysis.charts.multiples import (
    choose_themes,
    explain_cuts,
    explain_scales,
    find_scales,
    has_own_scales,
    note_scales,
    say_chosen,
)
from analysis.charts.style import FAINT, INK, draws
from analysis.charts.wrapping import clean
from analysis.faults import Fault, Nearest, raise_all
from analysis.messages import bare_percent, percent
from analysis.tables import SHARES, without_family_columns
from analysis.wording import pluralize

MOST_PANELS = 4
LONGEST = 4  # times the largest difference: intervals that reach further are cut
DOT: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linestyle": "None", "zorder": 3}
LIMITS = ("difference_low", "difference_high")


@draws
def deviation(shares: pd.DataFrame, by: str, theme: str | None = None) -> Chart:
    """Draw the difference of each group’s share from the share in all groups, one dot per group.

    Args:
        shares: one row per group and theme, as for `shares_by_group`.
        by: the column that holds the groups.
        theme: the id of the theme to draw; by default, the four with the lowest `theme_rank`.

    Raises:
        InputError: a column is missing, or there is no such theme.
    """
    SHARES.need(shares, [by, *NEEDED, "difference", *LIMITS])
    if theme is not None:
        shares = _only(shares, theme)
    n_panels = min(MOST_PANELS, count_panels(shares[by].nunique()))
    themes, shown = choose_themes(shares, n_panels)
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    drawn = data[data["shown"]]
    n, basis = say_basis(shares, by)
    neutral = f"Differences from all groups, by {clean(by).replace('_', ' ')}"
    if shown.empty:
        return make_empty_chart(None, neutral, say_none_in_these(), data, basis)
    finding = _say_finding(drawn, by)
    title = finding or say_that_none_differs(shares, by) or neutral
    scales = find_scales(drawn, "difference", LIMITS, LONGEST).loc[shown.index]
    caption = join_sentences(
        basis,
        "A dot is a group’s share of sentences with the theme minus the share in all groups"
        " together, in percentage points; the numbers at the right count the group’s sentences.",
        explain_scales(scales),
        explain_intervals(drawn[drawn["n_groups"] == 1], "A line"),
        explain_cuts(drawn, scales, LIMITS),
        _explain_hollow(drawn),
        say_parts_of_text(by),
        explain_others(shares, by),
        explain_all(shown),
        "" if theme else say_chosen(shown, themes, data),
    )
    panels = pluralize(len(shown), "theme")
    alt = join_sentences(
        f"Dots: differences from all groups, one panel for each of {panels}. {n}.",
        f"{finding}." if finding else "",
    )
    ax = _draw_deviations(title, caption, shown, drawn, by, scales)
    return Chart(title, find_figure(ax), data, caption, alt)


def _only(shares: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Keep the rows of a theme, as the only one to draw."""
    rows = shares[shares["theme"] == theme]
    if rows.empty:
        expected = Nearest(shares["theme"])
        raise_all([Fault("deviation, theme", f"{theme!r}", expected(theme))])
    return rows.assign(theme_rank=1)


def _say_finding(drawn: pd.DataFrame, by: str) -> str:
    """Say the difference that stands out most; `""` if none does."""
    row = find_strongest(drawn)
    if row is None:
        return ""
    direction = "above" if row["difference"] > 0 else "below"
    points = bare_percent(abs(row["difference"]))
    return (
        f"{clean(row['label'])} in “{clean(row[by])}”: {points} percentage points {direction}"
        " all groups"
    )


def _explain_hollow(drawn: pd.DataFrame) -> str:
    if drawn["strength"].isna().all():
        return "Without intervals, none of these differences is established."
    if drawn["strength"].gt(1).all():
        return ""
    return "Hollow: the interval includes 0, or there is none; the group may not differ at all."


def _draw_deviations(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    drawn: pd.DataFrame,
    by: str,
    scales: pd.Series,
) -> Axes:
    ends = [f"±{percent(scale).removesuffix(' %')}" for scale in scales]
    panels, room = make_group_panels(
        title,
        caption,
        themes,
        drawn,
        by=by,
        value="difference",
        notes=note_scales(scales, ends),
    )
    for panel, scale, colour in zip(panels, scales, themes["colour"], strict=True):
        _draw_dots(panel, scale, colour)
        end = 1.08 * scale or 1.0
        panel.ax.set_xlim(-end, -end + 2 * end / room)
        is_labelled = has_own_scales(scales) or panel.is_lowest
        panel.ax.set_xticks(*_make_point_ticks(end, is_labelled))
        panel.ax.grid(axis="x", color=FAINT)
        panel.ax.set_xlabel("percentage points" if panel.is_lowest else "", loc="left")
    return panels[0].ax


def _draw_dots(panel: GroupPanel, scale: float, colour: str) -> None:
    ax, rows = panel.ax, panel.rows
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1.5, label="all groups")
    draw_intervals(ax, rows, LIMITS, scale, colour)
    is_certain = rows["strength"] > 1
    kinds = (
        ("interval excludes 0", rows[is_certain], colour),
        ("not certain", rows[~is_certain], "white"),
    )
    for label, dots, fill in kinds:
        if not dots.empty:
            x, y = dots["difference"], dots["y"]
            ax.plot(x, y, color=colour, markerfacecolor=fill, label=label, **DOT)


def _make_point_ticks(end: float, is_labelled: bool) -> tuple[list[float], list[str]]:
    """Make ticks at round numbers of percentage points, with their sign.

    >>> _make_point_ticks(0.06, is_labelled=True)
    ([-0.05, 0.0, 0.05], ['−5', '0', '+5'])
    """
    locator = MaxNLocator(4, steps=ROUND, symmetric=True)
    values = locator.tick_values(-100 * end, 100 * end)
    points = [round(float(point), 6) for point in values if abs(point) <= 100 * end]
    ticks = [point / 100 for point in points]
    if not is_labelled:
        return ticks, [""] * len(ticks)
    return ticks, [f"{point:+.3g}".replace("-", "−") if point else "0" for point in points]

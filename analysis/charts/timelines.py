"""Draw the share of each theme over time."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    list_themes,
    say_none_in_these,
    say_part,
    say_sentences,
)
from analysis.charts.chart import Chart
from analysis.charts.layout import find_figure, make_empty_chart
from analysis.charts.multiples import (
    ACROSS,
    OF_ALL,
    PANELS,
    choose_themes,
    explain_cuts,
    explain_scales,
    find_scales,
    has_own_scales,
    make_panels,
    make_share_ticks,
    note_scales,
    say_chosen,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, draws, tint
from analysis.charts.wrapping import clean, measure_width
from analysis.clearest import find_clearest
from analysis.messages import percent
from analysis.tables import GROUP_SHARES, RANKED, SHARES, without_family_columns
from analysis.wording import UNSTATED, pluralize

FEW = 20  # sentences; points of periods with fewer are hollow
DENSE = 120  # if there are more periods, the bars that count sentences touch
MOST_BARS = 2000  # if there are more periods, those without sentences have no bar

LIMITS = ("low", "high")
UNLIKE = 2  # how many times the largest share can be the smallest, if panels have one scale
UNCERTAIN = 0.5  # the strength of the colour of intervals

# Inches.
PLOT = 0.8  # the height of a panel
STRIP = 0.3  # the height of the bars below the panels
LEFT = 0.5

# The number of periods from one label to the next: for months, parts of a year.
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@draws
def shares_over_time(shares: pd.DataFrame) -> Chart:
    """Draw the share of each theme over time: one panel per theme, one point per period.

    The themes are those with the lowest `theme_rank`.

    Args:
        shares: one row per period and theme, as from `Study.shares_over_time`, or from
            `analysis.measures.time` and `analysis.measures.ranking.rank_differences`. It has every
            period, in order; a period without texts becomes a gap.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, ["period", *GROUP_SHARES.columns, *RANKED])
    is_dated = shares["period"] != UNSTATED
    dated = shares[is_dated]
    themes, shown = choose_themes(dated, PANELS)
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    has_panel = data["theme"].isin(shown.index)
    data = data.assign(shown=has_panel & (data["period"] != UNSTATED))
    periods = dated.drop_duplicates("period").set_index("period")
    sizes = periods["n_sentences"]

    drawn = data[data["shown"]]
    neutral = "Themes over time"
    n_sentences = pluralize(sizes.sum(), "sentence")
    n_texts = pluralize(periods["n_documents"].sum(), "text")
    n = f"n = {n_sentences} in {n_texts}"
    basis = f"{n}{_say_span(sizes.index)}."
    if shown.empty:
        return make_empty_chart(None, neutral, say_none_in_these(), data, basis)
    finding = _say_finding(dated[dated["theme"].isin(shown.index)])
    title = finding or _say_that_none_changes(dated) or neutral
    most_often = f"Most often: {list_themes(themes)}."
    scales = find_scales(drawn, "share", LIMITS, dwarfed=UNLIKE).loc[shown.index]
    caption = join_sentences(
        basis,
        "A point is the share of a period’s sentences that carry the theme, the dashed line the"
        " share in all periods; the bars at the bottom count all sentences of the period (at most"
        f" {sizes.max():,}).",
        explain_scales(scales),
        explain_intervals(drawn[drawn["n_sentences"] > 0], "A line"),
        explain_cuts(drawn, scales, LIMITS),
        _explain_hollow(sizes),
        _explain_grey(sizes),
        _list_trends(drawn),
        most_often,
        explain_all(shown),
        say_chosen(shown, themes, data),
        _say_undated(shares[~is_dated]),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = join_sentences(
        f"Lines over time, one panel for each of {n_panels}. {n}.",
        f"{finding}." if finding else "",
        most_often,
    )
    ax = _draw_time(title, caption, shown, sizes, drawn, scales)
    return Chart(title, find_figure(ax), data, caption, alt)


def _say_finding(dated: pd.DataFrame) -> str:
    """Say the period, change or trend that stands out most; `""` if none does."""
    clearest = find_clearest(dated)
    if clearest is None or not clearest.stands_out:
        return ""
    row, before = clearest.row, clearest.before
    if before is not None:
        verb = "rose" if row[clearest.what] > 0 else "fell"
        ends = [_say_end(before), _say_end(row)]
        if clearest.what == "trend":
            points = _say_points(abs(row["trend"]))
            line = f"on a line from {percent(row['trend_first'])} to {percent(row['trend_last'])}"
            return f"{clean(row['label'])} {verb} by {points} points a period, {line}"
        return f"{clean(row['label'])} {verb} from {ends[0]} to {ends[1]}"
    share = say_sentences(row["n_sentences_hit"], row["n_sentences"])
    of_all = percent(row["share_of_all"])
    return f"{clean(row['label'])} in {row['period']}: {share}, {of_all} in all periods"


def _say_end(row: pd.Series) -> str:
    return f"{say_part(row['n_sentences_hit'], row['n_sentences'])} in {row['period']}"


def _say_points(slope: float) -> str:
    """Say a slope in percentage points, with two significant digits."""
    points = 100 * slope
    digits = 1 if abs(points) >= 1 else 2
    return f"{points:.{digits}f}".replace("-", "−")


def _say_that_none_changes(dated: pd.DataFrame) -> str:
    """Say that no theme changes clearly, if all were compared and none does; `""` otherwise."""
    columns = ["stands_out", "change_stands_out", "trend_stands_out"]
    if dated.empty or not dated["n_compared"].max() or dated[columns].any(axis=None):
        return ""
    return "No theme changes clearly over time"


def _list_trends(drawn: pd.DataFrame) -> str:
    """List the trends that stand out, in percentage points; `""` if none does."""
    clear = drawn[drawn["trend_stands_out"]].drop_duplicates("theme")
    if clear.empty:
        return ""
    trends = []
    for _, row in clear.iterrows():
        low, high = _say_points(row["trend_low"]), _say_points(row["trend_high"])
        trends.append(f"{clean(row['label'])} {_say_points(row['trend'])} ({low} to {high})")
    return f"Trends that stand out, in percentage points a period: {'; '.join(trends)}."


def _say_span(periods: pd.Index) -> str:
    """Say the first and the last period, with a comma before them, to continue a sentence."""
    if periods.empty:
        return ""
    ends = dict.fromkeys([periods[0], periods[-1]])
    return f", {' to '.join(ends)}"


def _explain_hollow(sizes: pd.Series) -> str:
    if not sizes.between(1, FEW - 1).any():
        return ""
    return f"Hollow: fewer than {FEW} sentences."


def _explain_grey(sizes: pd.Series) -> str:
    if sizes.all():
        return ""
    return "Grey: no text of that time."


def _say_undated(undated: pd.DataFrame) -> str:
    if undated.empty:
        return ""
    n_sentences = pluralize(undated["n_sentences"].max(), "sentence")
    return f"Not drawn: {n_sentences} of texts without a date."


def _draw_time(
    title: str,
    caption: str,
    themes: pd.DataFrame,
    sizes: pd.Series,
    data: pd.DataFrame,
    scales: pd.Series,
) -> Axes:
    is_each_own = has_own_scales(scales)
    panels, strips, width = make_panels(
        title,
        caption,
        themes,
        PLOT,
        LEFT,
        STRIP,
        all_labelled=is_each_own,
        notes=note_scales(scales, [percent(scale) for scale in scales]),
    )
    for at, theme in enumerate(themes.itertuples()):
        ax = panels[at]
        scale = scales.loc[theme.Index]
        of_theme = data[data["theme"] == theme.Index].set_index("period").loc[sizes.index]
        _draw_intervals(ax, of_theme, scale, theme.colour)
        _draw_line(ax, of_theme["share"], sizes, clean(theme.label), theme.colour)
        ax.axhline(of_theme["share_of_all"].iloc[0], **OF_ALL, label="all periods")
        is_labelled = is_each_own or at % ACROSS == 0
        ax.set_ylim(0, 1.05 * scale)
        ax.set_yticks(*make_share_ticks(scale, is_labelled), size=SMALL)
        ax.grid(axis="y", color=FAINT)
    for at, ax in enumerate(strips):
        _draw_strip(ax, sizes, is_labelled=at == 0)
        ax.set_xticks(*_make_period_ticks(sizes.index, width))
    middle = (len(sizes) - 1) / 2
    room = max(len(sizes), 6) / 2 + 0.1
    for ax in (*panels, *strips):
        _shade_gaps(ax, sizes)
        ax.set_xlim(middle - room, middle + room)
    return panels[0]


def _draw_intervals(ax: Axes, shares: pd.DataFrame, scale: float, colour: str) -> None:
    """Draw the interval of each period as a line, where there is one; it is cut at the scale."""
    if "low" not in shares or shares["low"].isna().all():
        return
    gap = np.full(len(shares), np.nan)
    x = np.arange(len(shares)).repeat(3)
    y = np.column_stack([shares["low"], shares["high"].clip(upper=scale), gap]).ravel()
    style: dict[str, Any] = {"color": tint(colour, UNCERTAIN), "clip_on": False}
    ax.plot(x, y, linewidth=1.5, label="95% intervals", solid_capstyle="butt", **style)
    cut = np.flatnonzero(shares["high"] > scale)
    if len(cut):
        style |= {"linestyle": "None", "marker": "^", "markersize": 3.5}
        ax.plot(cut, [scale] * len(cut), label="goes on", **style)


def _draw_line(
    ax: Axes,
    shares: pd.Series,
    sizes: pd.Series,
    label: str,
    colour: str,
) -> None:
    """Draw the shares as a line with points; points of few sentences are hollow."""
    x = np.arange(len(sizes))
    style: dict[str, Any] = {
        "color": colour,
        "marker": "o",
        "markersize": 3 if len(sizes) <= 40 else 2,
        "linewidth": 1,
        "clip_on": False,
    }
    ax.plot(x, shares, label=label, **style)
    style |= {"linestyle": "None", "markerfacecolor": "white"}
    of_few = shares.where(sizes < FEW)
    ax.plot(x, of_few, label=f"of fewer than {FEW}", **style)


def _draw_strip(ax: Axes, sizes: pd.Series, is_labelled: bool) -> None:
    """Draw the number of sentences of each period as bars, with one tick at the largest number."""
    x = np.arange(len(sizes)) if len(sizes) <= MOST_BARS else np.flatnonzero(sizes)
    drawn = sizes.iloc[x]
    is_dense = len(sizes) > DENSE
    bars = ax.bar(x, drawn, width=1 if is_dense else 0.8, color=NEUTRAL, label=drawn.index)
    for bar in bars if is_dense else ():
        # Rounded to whole pixels, narrow bars would run together and leave gaps elsewhere.
        bar.set_snap(False)
    largest = sizes.max()
    label = f"{largest:,}" if is_labelled else ""
    ax.set_ylim(0, largest)
    ax.set_yticks([largest], [label], size=SMALL)


def _shade_gaps(ax: Axes, sizes: pd.Series) -> None:
    """Shade each run of periods without a text."""
    empty = pd.Series(np.flatnonzero(sizes == 0))
    begins_run = empty.diff() != 1
    runs = empty.groupby(begins_run.cumsum())
    for start, end in runs.agg(["min", "max"]).to_numpy():
        ax.axvspan(
            start - 0.5,
            end + 0.5,
            color=FAINT,
            linewidth=0,
            zorder=0,
            label="no text",
        )


def _make_period_ticks(periods: pd.Index, width: float) -> tuple[list[int], list[str]]:
    """Make as many ticks as fit, at round years or at months that divide a year evenly."""
    names = periods
    steps: tuple[int, ...] = STEPS
    n_dashes = periods[0].count("-", 1)  # without the minus of a year before Christ
    if n_dashes == 2:  # days
        names = periods.str[5:]
        first = 0
    elif n_dashes == 1:  # months
        steps = MONTH_STEPS
        first = int(periods[0][-2:]) - 1
    else:
        first = int(periods[0])
    room = measure_width(names[-1], SMALL) + 0.05
    least = len(names) * room / width
    step = next(step for step in steps if step >= least)
    ticks = [at for at in range(len(names)) if (first + at) % step == 0]
    return ticks, [names[at] for at in ticks]

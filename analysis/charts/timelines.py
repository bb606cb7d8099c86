"""Draw the share of each theme over time."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_themes,
    say_none_in_these,
    say_part,
    say_sentences,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.events import Placed, draw_events, list_events, place_events
from analysis.charts.layout import find_figure, inner_width, make_empty_chart
from analysis.charts.marks import link, link_points
from analysis.charts.multiples import (
    LONGEST,
    OF_ALL,
    choose_themes,
    explain_cuts,
    explain_limits,
    explain_scales,
    find_scales,
    make_panels,
    make_share_ticks,
    say_chosen,
    say_mark,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, SOFT, Width, at_most, draws, tint
from analysis.charts.wrapping import clean, measure_widest, measure_width
from analysis.clearest import find_clearest
from analysis.messages import count, decimal, number, percent, say
from analysis.tables import GROUP_SHARES, RANKED, SHARES, without_family_columns
from analysis.wording import UNSTATED

PANELS = 9  # the most themes with a panel; `data` contains all
FEW = 20  # sentences; points of periods with fewer are hollow
DENSE = 120  # if there are more periods, the bars that count sentences touch
MOST_BARS = 2000  # if there are more periods, those without sentences have no bar
FEWEST_SHOWN = 6  # periods on the x axis
MOST_TICKS = 5
LIMITS = ("low", "high")
BAND = 0.25  # the strength of the colour of intervals

# Inches.
PLOT = 0.8  # the height of a panel
STRIP = 0.3  # the height of the bars below the panels
WIDE = 5.0  # with more room than that, three panels stand side by side, otherwise two

# The number of periods from one label to the next: for months, parts of a year.
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@draws
def shares_over_time(
    shares: pd.DataFrame,
    *,
    events: Mapping[str, str] | None = None,
    title: str | None = None,
    width: Width = None,
) -> Chart:
    """Draw the share of each theme over time: one panel per theme, one point per period.

    The themes are those with the lowest `theme_rank`.

    Args:
        shares: one row per period and theme, as from `Study.shares_over_time`, or from
            `analysis.measures.time` and `analysis.measures.ranking.rank_differences`. It has every
            period, in order; a period without texts becomes a gap.
        events: what to mark by a line, by its day, month or year, as `events:` in `study.yaml`.
        title: the heading of the picture; by default it names what changes most clearly.
        width: the width of the picture, as for `charts.style`.

    Raises:
        InputError: a column is missing, or an event has no date.

    """
    SHARES.need(shares, ["period", "dated_by", *GROUP_SHARES.columns, *RANKED])
    is_dated = shares["period"] != UNSTATED
    dated = shares[is_dated]
    themes, shown = choose_themes(dated, at_most(PANELS))
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    has_panel = data["theme"].isin(shown.index)
    data = data.assign(shown=has_panel & (data["period"] != UNSTATED))
    periods = dated.drop_duplicates("period").set_index("period")
    sizes = periods["n_sentences"]
    drawn = data[data["shown"]]
    placed = place_events(events or {}, list(sizes.index))
    n = say(
        "n = {sentences} in {texts}",
        sentences=count(sizes.sum(), "sentence"),
        texts=count(periods["n_documents"].sum(), "text"),
    )
    basis = f"{n}{_say_span(sizes.index)}."
    subtitle = _say_subtitle(drawn)
    finding = _say_finding(dated[dated["theme"].isin(shown.index)])
    if title is None:
        title = finding or _say_that_none_changes(dated) or say("Themes over time")
    if shown.empty:
        return make_empty_chart(None, title, say_none_in_these(), data, basis, subtitle)
    scales = find_scales(drawn, "share", LIMITS, LONGEST).loc[shown.index]
    caption = join_sentences(
        basis,
        explain_scales(scales),
        explain_limits(drawn[drawn["n_sentences"] > 0]),
        explain_cuts(drawn, scales, LIMITS),
        _explain_hollow(sizes),
        _explain_grey(sizes),
        _explain_trends(drawn),
        explain_all(shown),
        say_chosen(shown, themes, data),
        _say_undated(shares[~is_dated]),
        list_events(placed),
    )
    alt = join_sentences(
        say(
            "Lines over time, one panel for each of {themes}. {n}.",
            themes=count(len(shown), "theme"),
            n=n,
        ),
        f"{finding}." if finding else "",
        say("Most often: {themes}.", themes=list_themes(themes)),
    )
    ax = _draw_time((title, subtitle, caption), shown, sizes, drawn, scales, placed)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


# -- words -----------------------------------------------------------------------------------------


def _say_subtitle(drawn: pd.DataFrame) -> str:
    if "low" in drawn and drawn["low"].notna().any():
        return say(
            "Share of each period’s sentences that carry the theme; band: 95% interval; dashed: all"
            " periods"
        )
    return say("Share of each period’s sentences that carry the theme; dashed: all periods")


def _say_finding(dated: pd.DataFrame) -> str:
    """Say the period, change or trend that stands out most; `""` if none does."""
    clearest = find_clearest(dated)
    if clearest is None or not clearest.stands_out:
        return ""
    row, before = clearest.row, clearest.before
    theme = shorten_label(row["label"])
    if before is None:
        return say(
            "{theme} in {period}: {share}, {of_all} in all periods",
            theme=theme,
            period=row["period"],
            share=say_sentences(row["n_sentences_hit"], row["n_sentences"]),
            of_all=percent(row["share_of_all"]),
        )
    if clearest.what == "trend":
        return _say_slope(row, theme)
    start, end = _say_end(before), _say_end(row)
    if row["change"] > 0:
        return say("{theme} rose from {start} to {end}", theme=theme, start=start, end=end)
    return say("{theme} fell from {start} to {end}", theme=theme, start=start, end=end)


def _say_slope(row: pd.Series, theme: str) -> str:
    points = _say_points(abs(row["trend"]))
    start, end = percent(row["trend_first"]), percent(row["trend_last"])
    if row["trend"] > 0:
        return say(
            "{theme} rose by {points} points a period, on a line from {start} to {end}",
            theme=theme,
            points=points,
            start=start,
            end=end,
        )
    return say(
        "{theme} fell by {points} points a period, on a line from {start} to {end}",
        theme=theme,
        points=points,
        start=start,
        end=end,
    )


def _say_end(row: pd.Series) -> str:
    part = say_part(row["n_sentences_hit"], row["n_sentences"])
    return say("{part} in {period}", part=part, period=row["period"])


def _say_points(slope: float) -> str:
    """Say a slope in percentage points, with two significant digits."""
    points = 100 * slope
    return decimal(points, 1 if abs(points) >= 1 else 2).replace("-", "−")


def _say_that_none_changes(dated: pd.DataFrame) -> str:
    """Say that no theme changes clearly, if all were compared and none does; `""` otherwise."""
    columns = ["stands_out", "change_stands_out", "trend_stands_out"]
    if dated.empty or not dated["n_compared"].max() or dated[columns].any(axis=None):
        return ""
    return say("No theme changes clearly over time")


def _say_trend(of_theme: pd.DataFrame) -> str:
    """Say the trend of a theme with its interval, if it stands out; `""` otherwise."""
    if not of_theme["trend_stands_out"].any():
        return ""
    row = of_theme[of_theme["trend_stands_out"]].iloc[0]
    sign = "+" if row["trend"] > 0 else ""
    low, high = _say_points(row["trend_low"]), _say_points(row["trend_high"])
    return f"{sign}{_say_points(row['trend'])} ({say('{low} to {high}', low=low, high=high)})"


def _explain_trends(drawn: pd.DataFrame) -> str:
    if not drawn["trend_stands_out"].any():
        return ""
    return say("Below a label: a trend that stands out, in points a period, with its interval.")


def _say_span(periods: pd.Index) -> str:
    """Say the first and the last period, with a comma before them, to continue a sentence."""
    if periods.empty:
        return ""
    if len(periods) == 1:
        return f", {periods[0]}"
    return f", {say('{low} to {high}', low=periods[0], high=periods[-1])}"


def _explain_hollow(sizes: pd.Series) -> str:
    if not sizes.between(1, FEW - 1).any():
        return ""
    return say("Hollow: fewer than {n}.", n=count(FEW, "sentence"))


def _explain_grey(sizes: pd.Series) -> str:
    return "" if sizes.all() else say("Grey: no text of that time.")


def _say_undated(undated: pd.DataFrame) -> str:
    if undated.empty:
        return ""
    n = count(undated["n_sentences"].max(), "sentence")
    return say("Not drawn: {n} of texts without a date.", n=n)


# -- marks -----------------------------------------------------------------------------------------


def _draw_time(
    words: tuple[str, str, str],
    themes: pd.DataFrame,
    sizes: pd.Series,
    data: pd.DataFrame,
    scales: pd.Series,
    events: list[Placed],
) -> Axes:
    ticks = {theme: make_share_ticks(scale) for theme, scale in scales.items()}
    count_ticks = _make_count_ticks(sizes)
    labels = [label for _, of_panel in [*ticks.values(), count_ticks] for label in of_panel]
    rows_of = {
        theme: data[data["theme"] == theme].set_index("period").loc[sizes.index]
        for theme in themes.index
    }
    panels, strips, width = make_panels(
        words,
        themes,
        PLOT,
        measure_widest(labels, SMALL) + 0.08,
        across=3 if inner_width() > WIDE else 2,
        strip=STRIP,
        notes=[_say_trend(rows) for rows in rows_of.values()],
    )
    for ax, theme in zip(panels, themes.itertuples(), strict=True):
        scale, rows = scales.loc[theme.Index], rows_of[theme.Index]
        _draw_intervals(ax, rows, scale, theme.colour)
        _draw_line(ax, rows, clean(theme.label), theme.colour)
        ax.axhline(rows["share_of_all"].iloc[0], **OF_ALL, label=say("all periods"))
        ax.set_ylim(0, 1.05 * scale)
        ax.set_yticks(*ticks[theme.Index], size=SMALL)
        ax.grid(axis="y", color=FAINT)
    dated_by = data["dated_by"].iloc[0]
    for at, ax in enumerate(strips):
        _draw_strip(ax, sizes, dated_by)
        ax.set_yticks(count_ticks[0], count_ticks[1] if at == 0 else [""] * len(count_ticks[0]))
        ax.tick_params(axis="y", labelsize=SMALL)
        ax.set_xticks(*_make_period_ticks(sizes.index, width))
    _write_above(strips[0], say("Sentences of each period"))
    middle = (len(sizes) - 1) / 2
    room = _count_shown(sizes.index) / 2
    for ax in (*panels, *strips):
        _shade_gaps(ax, sizes)
        ax.set_xlim(middle - room, middle + room)
    for ax in panels:
        draw_events(ax, events, width)
    return panels[0]


def _draw_intervals(ax: Axes, rows: pd.DataFrame, scale: float, colour: str) -> None:
    """Draw the intervals as a band, where there are any; it is cut at the scale.

    A period between two without an interval has a line instead, as a band needs two.
    """
    if "low" not in rows or rows["low"].isna().all():
        return
    x = np.arange(len(rows))
    low, high = rows["low"].to_numpy(), rows["high"].clip(upper=scale).to_numpy()
    is_known = ~np.isnan(low)
    label = say("95% intervals")
    style: dict[str, Any] = {"color": tint(colour, BAND), "clip_on": False, "zorder": 1}
    beside = np.concatenate([[False], is_known, [False]])
    is_in_band = is_known & (beside[:-2] | beside[2:])
    if is_in_band.any():
        ax.fill_between(x, low, high, where=is_in_band, linewidth=0, label=label, **style)
    alone = np.flatnonzero(is_known & ~is_in_band)
    if len(alone):
        gap = np.full(len(alone), np.nan)
        y = np.column_stack([low[alone], high[alone], gap]).ravel()
        ax.plot(alone.repeat(3), y, linewidth=3, label=label, solid_capstyle="butt", **style)
    cut = np.flatnonzero(rows["high"] > scale)
    if len(cut):
        style |= {"color": colour, "linestyle": "None", "marker": "^", "markersize": 3.5}
        ax.plot(cut, [scale] * len(cut), label=say("goes on"), **style)


def _draw_line(ax: Axes, rows: pd.DataFrame, label: str, colour: str) -> None:
    """Draw the shares as a line with points; points of few sentences are hollow."""
    ax.plot(
        np.arange(len(rows)),
        rows["share"],
        label=label,
        color=colour,
        linewidth=1,
        clip_on=False,
        zorder=2,
    )
    size = 9 if len(rows) <= 40 else 4
    rows = rows.assign(x=np.arange(len(rows)))
    known = rows[rows["share"].notna()]
    is_few = known["n_sentences"] < FEW
    few = say("of fewer than {n}", n=number(FEW))
    for name, points, fill in ((label, known[~is_few], colour), (few, known[is_few], "white")):
        if points.empty:
            continue
        drawn = ax.scatter(
            points["x"],
            points["share"],
            s=size,
            facecolors=fill,
            edgecolors=colour,
            linewidths=1,
            clip_on=False,
            zorder=3,
            label=name,
        )
        link_points(
            drawn,
            [
                (
                    {"theme": row.theme, row.dated_by: row.Index},
                    say_mark(label, row.Index, row.n_sentences_hit, row.n_sentences),
                    row.n_sentences_hit,
                )
                for row in points.itertuples()
            ],
        )


def _draw_strip(ax: Axes, sizes: pd.Series, dated_by: str) -> None:
    """Draw the number of sentences of each period as bars."""
    x = np.arange(len(sizes)) if len(sizes) <= MOST_BARS else np.flatnonzero(sizes)
    drawn = sizes.iloc[x]
    is_dense = len(sizes) > DENSE
    bars = ax.bar(x, drawn, width=1 if is_dense else 0.8, color=NEUTRAL, label=drawn.index)
    for bar, (period, n) in zip(bars, drawn.items(), strict=True):
        if is_dense:
            # Rounded to whole pixels, narrow bars would run together and leave gaps elsewhere.
            bar.set_snap(False)
        if n:
            words = say("{period}: {n}", period=period, n=count(n, "sentence"))
            link(bar, {dated_by: str(period)}, words, n)
    ax.set_ylim(0, sizes.max())


def _make_count_ticks(sizes: pd.Series) -> tuple[list[int], list[str]]:
    """Make ticks at 0 and at the largest number of sentences."""
    ticks = [0, int(sizes.max())]
    return ticks, [number(tick) for tick in ticks]


def _write_above(ax: Axes, words: str) -> None:
    """Write what the bars of a strip count above it."""
    ax.annotate(
        words,
        (0, 1),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        size=SMALL,
        color=SOFT,
        annotation_clip=False,
    )


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
            label=say("no text"),
        )


def _count_shown(periods: pd.Index) -> float:
    """Count the periods for which the x axis has room: with few, they stand close together."""
    return max(len(periods), FEWEST_SHOWN) + 0.2


def _make_period_ticks(periods: pd.Index, width: float) -> tuple[list[int], list[str]]:
    """Make at most five ticks that fit, at round years or at months that divide a year evenly."""
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
    room = measure_width(names[-1], SMALL) + 0.08
    least = max(_count_shown(names) * room / width, len(names) / MOST_TICKS)
    for step in steps:
        ticks = [at for at in range(len(names)) if (first + at) % step == 0]
        if step >= least or len(ticks) < 2:
            break
    return ticks, [names[at] for at in ticks]

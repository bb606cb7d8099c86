"""Intervals: how much wider they are if texts, not sentences, are taken for the sample."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    say_counted,
    say_none_occurs,
    say_shown,
    say_units,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.coded import draw_coded, explain_coded, has_coded
from analysis.charts.families import read_counted_themes
from analysis.charts.family_rows import keep_families, say_which
from analysis.charts.layout import (
    ROUND,
    Margins,
    find_figure,
    inner_width,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.marks import link_points
from analysis.charts.style import FAINT, GREY, INK, SMALL, SOFT, Width, at_most, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.messages import bare_percent, count, decimal, number, percent, say
from analysis.selection import Where
from analysis.tables import INTERVALS, without_family_columns

ROWS = 20  # the most themes in a picture; `data` contains all
RING = 38  # square points; it can be seen around the dot of the share
AS_WIDE = (0.95, 1.05)  # times; intervals are about as wide

# Inches.
BOTTOM = 0.32  # room for the ticks
TOP = 0.22  # room for the words above the columns of numbers
OFFSET = 0.035  # from the middle of a row up to the naive interval, and down to the other
HEAD = -0.08  # y of the words above the columns of numbers
GAP = 0.16  # between the columns of numbers
WIDE = 5.0  # a figure with less room has no column of naive intervals


@draws
def intervals(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw the interval of each share twice: by sentences, which is naive, and by texts.

    If the table has what a reader coded, that is a white dot.

    Args:
        table: one row per theme, as from `analysis.measures.naive.compare_intervals`.
        title: the heading of the picture; by default it says how much wider those by texts are.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    INTERVALS.need(table)
    counts = table.set_index("theme")["n_sentences_hit"]
    themes = read_counted_themes(table, counts)
    rows = table.set_index("theme").drop(columns="label")
    themes = themes.join(without_family_columns(rows.reset_index()).set_index("theme"))
    compared = themes[themes["times_as_wide"].notna()]
    occurring = compared[compared["n"] > 0]
    largest = keep_families(occurring, ROWS)
    shown = keep_families(largest, at_most(ROWS))
    data = without_family_columns(table).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    n_sentences = count(max(table["n_sentences"], default=0), "sentence")
    basis = say("n = {n}.", n=n_sentences)
    if shown.empty:
        neutral = title or say("Intervals by sentences and by texts")
        message = say("There are no intervals to compare.")
        reason = explain_intervals(themes) if compared.empty else say_none_occurs()
        return make_empty_chart(ax, neutral, message, data, join_sentences(basis, reason))
    unit = shown["resampled"].iloc[0]
    finding = _say_finding(largest, unit)
    title = finding if title is None else title
    caption = join_sentences(
        basis,
        say(
            "A grey line is the naive interval (Wilson's), as if every sentence were independent of"
            " all others; but sentences of one {unit} are alike.",
            unit=say_units(unit, 1),
        ),
        explain_intervals(shown, mark="A coloured line"),
        explain_coded(table),
        _say_median(largest, shown),
        _name_widest(shown),
        explain_all(shown),
        say_shown(shown, occurring, "themes that occur", say_which(shown, occurring)),
    )
    alt = say(
        "Pairs of intervals of the shares of {themes}. {finding}.",
        themes=count(len(shown), "theme"),
        finding=finding,
    )
    subtitle = _make_subtitle(table, unit)
    ax = _draw_intervals(ax, title, subtitle, caption, shown, unit)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _say_finding(shown: pd.DataFrame, unit: str) -> str:
    """Say how much wider the intervals are that do not take sentences for the sample."""
    least, most = AS_WIDE
    if least <= shown["times_as_wide"].median() < most:
        return say("By {units}, intervals are about as wide as by sentences", units=say_units(unit))
    return say(
        "By {units}, intervals are {times} times as wide as by sentences",
        units=say_units(unit),
        times=_say_times(shown),
    )


def _say_times(shown: pd.DataFrame) -> str:
    return decimal(shown["times_as_wide"].median())


def _say_median(largest: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Say the median, which is the same where a picture has room for fewer of the themes."""
    times = _say_times(largest)
    if len(shown) == len(largest):
        return say("The median of the themes shown: {times} times as wide.", times=times)
    return say(
        "The median of the {n} themes with the most sentences: {times} times as wide.",
        n=number(len(largest)),
        times=times,
    )


def _make_subtitle(table: pd.DataFrame, unit: str) -> str:
    """Say what is drawn."""
    drawn = say(
        "Share of the sentences (dot), with its interval by sentences (above) and by {units}"
        " (below)",
        units=say_units(unit),
    )
    return say("{drawn}; white dot: as a reader coded", drawn=drawn) if has_coded(table) else drawn


def _name_widest(shown: pd.DataFrame) -> str:
    widest = shown.loc[shown["times_as_wide"].idxmax()]
    return say(
        "The naive interval is most misleading for {theme} ({share} of the sentences): naively"
        " {naive}, by {units} {limits}.",
        theme=shorten_label(widest["label"]),
        share=percent(widest["share"], 1),
        naive=_say_limits(widest["naive_low"], widest["naive_high"]),
        units=say_units(widest["resampled"]),
        limits=_say_limits(widest["low"], widest["high"]),
    )


def _say_limits(low: float, high: float) -> str:
    return say("{least} to {most}", least=bare_percent(low, 1), most=percent(high, 1))


def _draw_intervals(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
    unit: str,
) -> Axes:
    rows, left = lay_out_rows(themes)
    columns = {say("by {units}", units=say_units(unit)): _list_limits(rows, "low", "high")}
    if inner_width() >= WIDE:
        columns = {say("naive"): _list_limits(rows, "naive_low", "naive_high"), **columns}
    widths = [measure_widest([head, *words], SMALL) + GAP for head, words in columns.items()]
    margins = Margins(left=left, right=sum(widths), top=TOP, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    for row in rows.itertuples():
        name = clean(row.label)
        _draw_line(ax, (row.naive_low, row.naive_high), row.y - OFFSET, GREY, f"naive: {name}")
        _draw_line(ax, (row.low, row.high), row.y + OFFSET, row.colour, f"by {unit}: {name}")
    _draw_shares(ax, rows)
    for at, (head, words) in enumerate(columns.items()):
        right = sum(widths[: at + 1])
        _write_number(ax, head, HEAD, right, SOFT)
        for text, y in zip(words, rows["y"], strict=True):
            _write_number(ax, text, y, right, INK)
    largest = rows[["high", "naive_high", *_coded_column(rows)]].max(axis=None)
    ax.set_xlim(0, largest)
    ax.set_xticks(*_make_ticks(largest))
    ax.grid(axis="x", color=FAINT)
    ax.set_axisbelow(True)
    label_rows(ax, rows, left)
    return ax


def _make_ticks(largest: float) -> tuple[list[float], list[str]]:
    """Make five ticks at most, at round shares; three in a narrow figure."""
    locator = MaxNLocator(4 if inner_width() >= WIDE else 2, steps=ROUND)
    ticks = [float(tick) for tick in locator.tick_values(0, largest) if tick <= largest]
    return ticks, [percent(tick) for tick in ticks]


def _draw_shares(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the shares as dots that link to their sentences, and what a reader coded."""
    if has_coded(rows):
        draw_coded(ax, rows, RING)
    dots = ax.scatter(rows["share"], rows["y"], s=14, color=INK, zorder=5, label="share")
    marks: list[tuple[Where, str, int]] = []
    for row in rows.itertuples():
        sentences = say_counted(row.n_sentences_hit, row.n_sentences)
        words = say("{theme}: {sentences}", theme=row.label, sentences=sentences)
        marks.append(({"theme": row.Index}, words, row.n_sentences_hit))
    link_points(dots, marks)


def _coded_column(rows: pd.DataFrame) -> list[str]:
    return ["share_coded"] if has_coded(rows) else []


def _list_limits(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    return [_say_limits(*limits) for limits in zip(rows[low], rows[high], strict=True)]


def _draw_line(ax: Axes, ends: tuple[float, float], y: float, colour: str, name: str) -> None:
    ax.plot(ends, (y, y), color=colour, linewidth=2.6, solid_capstyle="butt", label=name)


def _write_number(ax: Axes, text: str, y: float, right: float, colour: str) -> None:
    """Write a number that ends `right` inches behind the axes."""
    number = write_beside(ax, text, (1, y), (POINTS * right, 0), va="center", ha="right")
    number.set(size=SMALL, color=colour, annotation_clip=False)

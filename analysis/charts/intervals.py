"""Intervals: how much wider they are if texts, not sentences, are taken for the sample."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    say_shown,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    Margins,
    find_figure,
    keep_largest,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.multiples import make_share_ticks
from analysis.charts.style import FAINT, GREY, INK, SMALL, SOFT, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.messages import bare_percent, percent
from analysis.tables import INTERVALS, without_family_columns
from analysis.wording import pluralize

ROWS = 20  # the most themes in a picture; `data` contains all
NO_INTERVALS = "There are no intervals to compare."

# Inches.
BOTTOM = 0.32  # room for the ticks
TOP = 0.22  # room for the words above the columns of numbers
OFFSET = 0.035  # from the middle of a row up to the naive interval, and down to the other
HEAD = -0.08  # y of the words above the columns of numbers
GAP = 0.16  # between the columns of numbers


@draws
def intervals(table: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw the interval of each share twice: by sentences, which is naive, and by texts.

    Args:
        table: one row per theme, as from `analysis.measures.naive.compare_intervals`.
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
    shown = keep_largest(occurring, ROWS)
    data = without_family_columns(table).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    n_sentences = pluralize(max(table["n_sentences"], default=0), "sentence")
    basis = f"n = {n_sentences}."
    if shown.empty:
        title = "Intervals by sentences and by texts"
        reason = explain_intervals(themes) if compared.empty else "None of these themes occurs."
        return make_empty_chart(ax, title, NO_INTERVALS, data, join_sentences(basis, reason))
    unit = shown["resampled"].iloc[0]
    times = f"{shown['times_as_wide'].median():.1f} times as wide as by sentences"
    title = f"By {unit}, intervals are {times}"
    caption = join_sentences(
        basis,
        "A grey line is the naive interval (Wilson's), as if every sentence were independent of"
        f" all others; but sentences of one {unit.removesuffix('s')} are alike.",
        explain_intervals(shown, mark="A coloured line"),
        f"The title gives the median of the themes shown. {_name_widest(shown)}",
        explain_all(shown),
        say_shown(shown, occurring, "themes that occur"),
    )
    alt = f"Pairs of intervals of the shares of {pluralize(len(shown), 'theme')}. {title}."
    ax = _draw_intervals(ax, title, caption, shown, unit)
    return Chart(title, find_figure(ax), data, caption, alt)


def _name_widest(shown: pd.DataFrame) -> str:
    widest = shown.loc[shown["times_as_wide"].idxmax()]
    naive = _say_limits(widest["naive_low"], widest["naive_high"])
    return (
        f"The naive interval is most misleading for {shorten_label(widest['label'])}"
        f" ({percent(widest['share'], 1)} of the sentences): naively {naive},"
        f" by {widest['resampled']} {_say_limits(widest['low'], widest['high'])}."
    )


def _say_limits(low: float, high: float) -> str:
    return f"{bare_percent(low, 1)} to {percent(high, 1)}"


def _draw_intervals(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    unit: str,
) -> Axes:
    rows, left = lay_out_rows(themes)
    columns = {
        "naive": _list_limits(rows, "naive_low", "naive_high"),
        f"by {unit}": _list_limits(rows, "low", "high"),
    }
    widths = [measure_widest([head, *words], SMALL) + GAP for head, words in columns.items()]
    margins = Margins(left=left, right=sum(widths), top=TOP, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins)
    for row in rows.itertuples():
        name = clean(row.label)
        _draw_line(ax, (row.naive_low, row.naive_high), row.y - OFFSET, GREY, f"naive: {name}")
        _draw_line(ax, (row.low, row.high), row.y + OFFSET, row.colour, f"by {unit}: {name}")
    ax.scatter(rows["share"], rows["y"], s=14, color=INK, zorder=3, label="share")
    for at, (head, words) in enumerate(columns.items()):
        right = sum(widths[: at + 1])
        _write_number(ax, head, HEAD, right, SOFT)
        for text, y in zip(words, rows["y"], strict=True):
            _write_number(ax, text, y, right, INK)
    largest = max(rows["high"].max(), rows["naive_high"].max())
    ax.set_xlim(0, largest)
    ax.set_xticks(*make_share_ticks(largest, is_labelled=True))
    ax.grid(axis="x", color=FAINT)
    ax.set_axisbelow(True)
    label_rows(ax, rows, left)
    return ax


def _list_limits(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    return [_say_limits(*limits) for limits in zip(rows[low], rows[high], strict=True)]


def _draw_line(ax: Axes, ends: tuple[float, float], y: float, colour: str, name: str) -> None:
    ax.plot(ends, (y, y), color=colour, linewidth=2.6, solid_capstyle="butt", label=name)


def _write_number(ax: Axes, text: str, y: float, right: float, colour: str) -> None:
    """Write a number that ends `right` inches behind the axes."""
    number = write_beside(ax, text, (1, y), (POINTS * right, 0), va="center", ha="right")
    number.set(size=SMALL, color=colour, annotation_clip=False)

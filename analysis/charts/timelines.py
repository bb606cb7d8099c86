"""Draw the share of each theme over time."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, list_themes, say_shown
from analysis.charts.chart import Chart
from analysis.charts.layout import find_figure, make_empty_chart
from analysis.charts.multiples import (
    ACROSS,
    NONE_OCCURS,
    choose_themes,
    make_panels,
    make_share_ticks,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, house_style
from analysis.charts.wrapping import clean, measure_width
from analysis.tables import SHARES, without_family_columns
from analysis.wording import UNSTATED, pluralize

FEW = 20  # sentences; points of periods with fewer are hollow
MOST_BARS = 2000  # if there are more periods, those without sentences have no bar

# Inches.
PLOT = 0.8  # the height of a panel
STRIP = 0.3  # the height of the bars below the panels
LEFT = 0.5

# The number of periods from one label to the next: for months, parts of a year.
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@house_style()
def shares_over_time(shares: pd.DataFrame) -> Chart:
    """Draw the share of each theme over time: one panel per theme, one point per period.

    Args:
        shares: one row per period and theme, as from `analysis.measures.time`. It has every
            period, in order; a period without texts becomes a gap.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, ["period", *SHARES.columns, "n_documents"])
    is_dated = shares["period"] != UNSTATED
    dated = shares[is_dated]
    themes, shown = choose_themes(dated)
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    has_panel = data["theme"].isin(shown.index)
    data = data.assign(shown=has_panel & (data["period"] != UNSTATED))
    periods = dated.drop_duplicates("period").set_index("period")
    sizes = periods["n_sentences"]

    title = "Themes over time"
    n_sentences = pluralize(sizes.sum(), "sentence")
    n_texts = pluralize(periods["n_documents"].sum(), "text")
    n = f"n = {n_sentences} in {n_texts}"
    basis = f"{n}{_say_span(sizes.index)}."
    if shown.empty:
        return make_empty_chart(None, title, NONE_OCCURS, data, basis)
    most_often = f"Most often: {list_themes(themes)}."
    caption = join_sentences(
        basis,
        "A point is the share of a period's sentences that carry the theme; the bars at the bottom"
        f" count all sentences of the period (at most {sizes.max():,}).",
        _explain_hollow(sizes),
        _explain_grey(sizes),
        most_often,
        explain_all(shown),
        say_shown(shown, themes, "themes"),
        _say_undated(shares[~is_dated]),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = f"Lines over time, one panel for each of {n_panels}. {n}. {most_often}"
    ax = _draw_time(title, caption, shown, sizes, data[data["shown"]])
    return Chart(title, find_figure(ax), data, caption, alt)


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
) -> Axes:
    panels, strips, width = make_panels(title, caption, themes, PLOT, LEFT, STRIP)
    largest = data["share"].max()
    for at, theme in enumerate(themes.itertuples()):
        ax = panels[at]
        of_theme = data[data["theme"] == theme.Index]
        shares = of_theme.set_index("period")["share"].loc[sizes.index]
        _draw_line(ax, shares, sizes, clean(theme.label), theme.colour)
        is_first_column = at % ACROSS == 0
        ax.set_ylim(0, 1.05 * largest)
        ax.set_yticks(*make_share_ticks(largest, is_first_column), size=SMALL)
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
    ax.bar(x, drawn, width=0.8, color=NEUTRAL, label=drawn.index)
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

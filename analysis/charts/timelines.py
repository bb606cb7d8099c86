"""Timelines: the share of each theme over time."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, list_themes, say_shown
from analysis.charts.chart import Chart
from analysis.charts.families import drop_family_columns
from analysis.charts.layout import empty_chart, figure_of
from analysis.charts.multiples import (
    ACROSS,
    NONE_OCCURS,
    new_panels,
    share_ticks,
    themes_with_panels,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, house_style
from analysis.charts.wrapping import clean, width_of
from analysis.tables import SHARES
from analysis.wording import UNSTATED, pluralize

FEW = 20  # sentences of a period below which its points are hollow

# Inches.
PLOT = 0.8  # the height of a panel
STRIP = 0.3  # the height of the bars below the panels
LEFT = 0.5

# How many periods lie between two labels of the axis: months by parts of a year, all else by round numbers.
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@house_style()
def shares_over_time(shares: pd.DataFrame) -> Chart:
    """Draw the share of each period's sentences in which a theme occurs: one panel per theme, one point per period.

    Args:
        shares: as from `analysis.measures.time.shares_over_time`: every period, in order; one without texts is a gap.
            The family columns are optional.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, ["period", *SHARES.columns, "n_documents"])
    is_dated = shares["period"] != UNSTATED
    dated = shares[is_dated]
    themes, shown = themes_with_panels(dated)
    data = shares[shares["theme"].isin(themes.index)]
    data = drop_family_columns(data).reset_index(drop=True)
    data["shown"] = data["theme"].isin(shown.index) & (data["period"] != UNSTATED)
    periods = dated.drop_duplicates("period").set_index("period")[["n_sentences", "n_documents"]]

    title = "Themes over time"
    n_sentences, n_documents = periods.sum()
    n = f"n = {pluralize(n_sentences, 'sentence')} in {pluralize(n_documents, 'text')}"
    basis = f"{n}{_say_span(periods.index)}."
    if shown.empty:
        return empty_chart(None, title, NONE_OCCURS, data, basis)
    most_often = list_themes(themes)
    sizes = periods["n_sentences"]
    caption = join_sentences(
        basis,
        "A point is the share of a period's sentences in which the theme occurs; the bars at the bottom count all its "
        f"sentences (at most {sizes.max():,}).",
        _explain_hollow(sizes),
        _explain_grey(sizes),
        f"Most often: {most_often}.",
        explain_all(shown),
        say_shown(shown, themes, "themes"),
        _say_undated(shares[~is_dated]),
    )
    n_panels = pluralize(len(shown), "theme")
    alt = f"Lines over time, a panel for each of {n_panels}. {n}. Most often: {most_often}."
    ax = _draw_time(title, caption, shown, sizes, data[data["shown"]])
    return Chart(title, figure_of(ax), data, caption, alt)


def _say_span(periods: pd.Index) -> str:
    """The first and the last period, after a comma."""
    if periods.empty:
        return ""
    ends = dict.fromkeys([periods[0], periods[-1]])
    return f", {' to '.join(ends)}"


def _explain_hollow(sizes: pd.Series) -> str:
    has_few = sizes.between(1, FEW - 1).any()
    return f"Hollow: fewer than {FEW} sentences." if has_few else ""


def _explain_grey(sizes: pd.Series) -> str:
    return "" if sizes.all() else "Grey: no text of that time."


def _say_undated(shares: pd.DataFrame) -> str:
    if shares.empty:
        return ""
    n = shares["n_sentences"].max()
    return f"Not drawn: {pluralize(n, 'sentence')} of texts without a date."


def _draw_time(
    title: str, caption: str, themes: pd.DataFrame, sizes: pd.Series, data: pd.DataFrame
) -> Axes:
    panels = new_panels(title, caption, themes, PLOT, LEFT, STRIP)
    largest = data["share"].max()
    for at, theme in enumerate(themes.itertuples()):
        ax = panels.themes[at]
        shares = data[data["theme"] == theme.Index].set_index("period")["share"]
        _draw_line(ax, shares.loc[sizes.index], sizes, clean(theme.label), theme.colour)
        is_first_column = at % ACROSS == 0
        ax.set_ylim(0, 1.05 * largest)
        ax.set_yticks(*share_ticks(largest, labelled=is_first_column), size=SMALL)
        ax.grid(axis="y", color=FAINT)
    for at, ax in enumerate(panels.strips):
        _draw_strip(ax, sizes, labelled=at == 0)
        ax.set_xticks(*_period_ticks(sizes.index, panels.width))
    middle = (len(sizes) - 1) / 2
    room = max(len(sizes), 6) / 2 + 0.1
    for ax in (*panels.themes, *panels.strips):
        _shade_gaps(ax, sizes)
        ax.set_xlim(middle - room, middle + room)
    return panels.themes[0]


def _draw_line(ax: Axes, shares: pd.Series, sizes: pd.Series, label: str, colour: str) -> None:
    """Draw the shares as a line of points, and hollow points where there are few sentences."""
    x = np.arange(len(sizes))
    style: dict[str, Any] = {
        "color": colour,
        "marker": "o",
        "markersize": 3 if len(sizes) <= 40 else 2,
        "linewidth": 1,
        "clip_on": False,
    }
    hollow = style | {"linestyle": "None", "markerfacecolor": "white"}
    ax.plot(x, shares, label=label, **style)
    ax.plot(x, shares.where(sizes < FEW), label=f"of fewer than {FEW}", **hollow)


def _draw_strip(ax: Axes, sizes: pd.Series, labelled: bool) -> None:
    """Draw the sentences of each period as bars, with one tick at the largest."""
    largest = sizes.max()
    ax.bar(np.arange(len(sizes)), sizes, width=0.8, color=NEUTRAL, label=sizes.index)
    ax.set_ylim(0, largest)
    ax.set_yticks([largest], [f"{largest:,}" if labelled else ""], size=SMALL)


def _shade_gaps(ax: Axes, sizes: pd.Series) -> None:
    """Shade each run of periods without a text."""
    empty = pd.Series(np.flatnonzero(sizes == 0))
    run = empty.diff().ne(1).cumsum()
    for start, end in empty.groupby(run).agg(["min", "max"]).to_numpy():
        ax.axvspan(start - 0.5, end + 0.5, color=FAINT, linewidth=0, zorder=0, label="no text")


def _period_ticks(periods: pd.Index, width: float) -> tuple[list[int], list[str]]:
    """Positions and labels of as many periods as there is room for: round years, or months that divide a year."""
    n_dashes = periods[0].count("-", 1)  # behind the sign of a year before Christ
    is_monthly, is_daily = n_dashes == 1, n_dashes == 2
    names = periods.str[5:] if is_daily else periods
    if is_daily:
        number_of_first = 0
    elif is_monthly:
        number_of_first = int(periods[0][-2:]) - 1
    else:
        number_of_first = int(periods[0])
    width_of_name = width_of(names[-1], SMALL) + 0.05
    least = len(names) * width_of_name / width
    step = next(step for step in (MONTH_STEPS if is_monthly else STEPS) if step >= least)
    at_steps = [at for at in range(len(names)) if (number_of_first + at) % step == 0]
    return at_steps, [names[at] for at in at_steps]

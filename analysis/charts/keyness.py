"""Draw the terms that stand out: how many times as frequent they are, with intervals."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    HEADING_SIZE,
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
from analysis.charts.style import INK, NEUTRAL, PALETTE, SIZE, SMALL, SOFT, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest, shorten
from analysis.tables import KEYNESS
from analysis.wording import pluralize

COLUMNS = ["term", "n_target", "expected", "g2", "p_adjusted", "log_ratio", "low", "high"]
ROWS = 20  # the most terms in a picture; `data` contains all
NAMED = 3  # the most terms that the title names
CHANCE = 0.05  # the highest adjusted p of a term that stands out
ONE_TEXT = PALETTE[1]

# Inches.
BOTTOM = 0.42
GAP = 0.18  # between two columns of numbers
TICK_GAP = 0.12  # between the labels of two ticks
ABOVE = 0.13  # from the middle of a heading to the row below it

LEAST_EXPECTED = 0.1  # a lower count is written as `< 0.1`
ROUNDED_FROM = 9.95


@draws
def keyness(
    table: pd.DataFrame,
    *,
    where: str = "in the target",
    against: str = "all others",
    ax: Axes | None = None,
) -> Chart:
    """Draw the terms that stand out, with the interval of their log ratio, in two groups.

    A row is a term that is more frequent in the target, or rarer there. Its dot shows how many
    times as frequent it is, its line the 95% interval. The numbers are its count, the count
    expected, and the texts in which it occurs. The dot of a term that occurs in one text only is
    hollow: such a term characterizes that text, not the target.

    Args:
        table: one row per term, as from `keyness`, `distinctive_terms`, `collocates` or
            `keyness_against_english`.
        where: where the terms are frequent or rare, such as `in 2020`.
        against: what that is compared with, such as `2019`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    KEYNESS.need(table, [*COLUMNS, "n_texts"])
    noun = "phrase" if table["term"].str.contains(" ").any() else "word"
    terms = _read_terms(table)
    outstanding = terms[terms["p_adjusted"] < CHANCE]
    strongest = outstanding.head(ROWS)
    is_more = strongest["g2"] > 0
    shown = pd.concat([strongest[is_more], strongest[~is_more]])
    data = table.assign(shown=table["term"].isin(shown["term"]))
    title = _say_title(shown, noun, clean(where))
    n_terms = pluralize(len(table), f"different {noun}")
    basis = f"n = {n_terms}, {clean(where)} compared with {clean(against)}."
    if shown.empty:
        caption = join_sentences(basis, _say_why_none(table, noun))
        message = f"No {noun} stands out."
        return make_empty_chart(ax, title, message, data, caption)
    caption = join_sentences(
        basis,
        f"Dot: how many times as frequent the {noun} is; line: 95% interval, too narrow for a"
        f" {noun} that few texts repeat, because it treats all occurrences as independent.",
        _explain_zeros(shown),
        _explain_spread(shown),
        _explain_one_text(shown, noun),
        _say_not_compared(table, noun),
        _say_shown(len(shown), len(outstanding), noun),
    )
    named = ", ".join(shown["label"].map(shorten_label))
    alt = f"{title}. A dot and an interval for each of {pluralize(len(shown), noun)}: {named}."
    ax = _draw(ax, title, caption, shown, clean(where))
    return Chart(title, find_figure(ax), data, caption, alt)


# -- terms ---------------------------------------------------------------------------------------


def _read_terms(table: pd.DataFrame) -> pd.DataFrame:
    """Add `label`, `texts` (on the side where the term is more frequent) and `is_of_one_text`."""
    n_texts = table["n_texts"]
    if "n_texts_target" in table:
        is_more = table["g2"] > 0
        n_texts = table["n_texts_target"].where(is_more, table["n_texts_reference"])
        most = table["n_texts_target"].max(), table["n_texts_reference"].max()
        has_several = pd.Series(np.where(is_more, *most), table.index) > 1
    else:
        has_several = pd.Series(n_texts.max() > 1, table.index)
    strength = table["g2"].abs().sort_values(ascending=False, kind="stable")
    terms = table.assign(
        label=table["term"].map(clean),
        texts=n_texts,
        # Where a side has one text only, all its terms are of one text, and that says nothing.
        is_of_one_text=(n_texts == 1) & has_several,
    )
    return terms.loc[strength.index]


def _say_title(shown: pd.DataFrame, noun: str, where: str) -> str:
    """Name the strongest terms, but none of one text only."""
    if shown.empty:
        return f"No {noun} stands out {where}"
    common = shown[~shown["is_of_one_text"]]
    for is_side, what in ((common["g2"] > 0, "stand out"), (common["g2"] < 0, "are rarer")):
        labels = common.loc[is_side, "label"].head(NAMED)
        if len(labels):
            return f"{noun.capitalize()}s that {what} {where}: {', '.join(map(_quote, labels))}"
    return f"Only {noun}s of a single text stand out {where}"


def _quote(label: str) -> str:
    return f"“{shorten_label(label)}”"


def _say_why_none(table: pd.DataFrame, noun: str) -> str:
    if table.empty:
        return ""
    if table["g2"].isna().all():
        return "There is nothing to compare with."
    return (
        f"With so many {noun}s compared, every difference could be chance (adjusted p ≥ {CHANCE})."
    )


def _explain_zeros(shown: pd.DataFrame) -> str:
    if "n_reference" not in shown or (shown[["n_target", "n_reference"]] > 0).all(axis=None):
        return ""
    return "Where a count is 0, 0.5 is added to both."


def _explain_spread(shown: pd.DataFrame) -> str:
    if not _has_spread(shown):
        return ""
    spread = "DPnorm is 0 if they share it evenly, near 1 if it is in one only"
    if "n_texts_target" not in shown:
        return f"{spread.replace('they', 'the texts')}."
    return f"Texts are those of the side where it is more frequent; {spread}."


def _explain_one_text(shown: pd.DataFrame, noun: str) -> str:
    n = int(shown["is_of_one_text"].sum())
    if n == 0:
        return ""
    return (
        f"Hollow dot, {pluralize(n, noun)}: it occurs in one text only, and says something about"
        " that text alone."
    )


def _say_not_compared(table: pd.DataFrame, noun: str) -> str:
    n = int(table["g2"].isna().sum())
    if n == 0:
        return ""
    return f"Not compared: {pluralize(n, noun)} for which the reference gives no frequency."


def _say_shown(n_shown: int, n_outstanding: int, noun: str) -> str:
    if n_shown == n_outstanding:
        return ""
    return (
        f"The chart shows the {n_shown} strongest of {pluralize(n_outstanding, noun)} that stand"
        " out; its CSV file holds all."
    )


# -- the drawing ---------------------------------------------------------------------------------


def _draw(ax: Axes | None, title: str, caption: str, shown: pd.DataFrame, where: str) -> Axes:
    columns = _write_numbers(shown)
    widths = [measure_widest([name, *cells], SIZE) + GAP for name, cells in columns.items()]
    is_more = shown["g2"] > 0
    family = pd.Series(np.where(is_more, f"More frequent {where}", f"Rarer {where}"), shown.index)
    room = inner_width() - sum(widths)
    headings = [shorten(heading, room, HEADING_SIZE) for heading in family]
    terms = shown.assign(family=family, family_label=headings)
    rows, left = lay_out_rows(terms)
    margins = Margins(left=left, right=sum(widths), bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins)
    _scale(ax, rows, room - left)
    for _, block in rows.groupby("family", sort=False):
        begin = block["bottom"].iloc[0] - block["height"].iloc[0]
        end = block["bottom"].iloc[-1]
        ax.plot([0, 0], [begin, end], color=SOFT, linewidth=0.6, label="equally frequent")
    for row in rows.itertuples():
        _draw_row(ax, row)
    right = 0.0
    for (name, cells), width in zip(columns.items(), widths, strict=True):
        right += width
        _write_column(ax, name, cells, rows, right)
    label_rows(ax, rows, left)
    return ax


def _scale(ax: Axes, rows: pd.DataFrame, inches: float) -> None:
    """Scale the x axis to the intervals, with as many ticks as fit into a width."""
    lowest = min(rows["low"].min(), -1)
    highest = max(rows["high"].max(), 1)
    edge = 0.03 * (highest - lowest)
    ax.set_xlim(lowest - edge, highest + edge)
    whole = range(int(np.ceil(lowest)), int(np.floor(highest)) + 1)
    widest = measure_widest(map(_name_ratio, whole), SMALL) + TICK_GAP
    step = int(np.ceil(widest * (highest - lowest + 2 * edge) / inches))
    ticks = [tick for tick in whole if tick % step == 0]
    ax.set_xticks(ticks, [_name_ratio(tick) for tick in ticks])
    ax.set_xlabel("times as frequent")


def _name_ratio(log_ratio: int) -> str:
    """Write a power of two: `4×`, `1×` or `1/4×`."""
    return f"{2**log_ratio:,}×" if log_ratio >= 0 else f"1/{2**-log_ratio:,}×"


def _draw_row(ax: Axes, row: Any) -> None:
    colour = ONE_TEXT if row.is_of_one_text else NEUTRAL
    ax.plot([row.low, row.high], [row.y, row.y], color=colour, linewidth=1.4, label=row.label)
    ax.scatter(
        [row.log_ratio],
        [row.y],
        s=26,
        facecolor="white" if row.is_of_one_text else colour,
        edgecolor=colour,
        linewidth=1.4,
        zorder=3,
        label=row.label,
    )


def _write_numbers(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Write the columns of numbers beside the rows, by their headings."""
    columns = {
        "count": [f"{n:,}" for n in rows["n_target"]],
        "expected": [_write_expected(n) for n in rows["expected"]],
        "texts": [f"{n:,}" for n in rows["texts"]],
    }
    if _has_spread(rows):
        spread = ["–" if np.isnan(value) else f"{value:.2f}" for value in rows["dp_norm"]]
        columns["DPnorm"] = spread
    return columns


def _has_spread(terms: pd.DataFrame) -> bool:
    return "dp_norm" in terms and bool(terms["dp_norm"].notna().any())


def _write_expected(n: float) -> str:
    if n < LEAST_EXPECTED:
        return "< 0.1"
    return f"{n:.1f}" if n < ROUNDED_FROM else f"{n:,.0f}"


def _write_column(ax: Axes, name: str, cells: list[str], rows: pd.DataFrame, right: float) -> None:
    """Write numbers flush right, `right` inches beside the axes, with a heading above them."""
    shift = (POINTS * right, 0)
    first = rows["y"].iloc[0] - rows["height"].iloc[0] / 2
    heading = write_beside(ax, name, (1, first - ABOVE), shift, ha="right", va="center")
    heading.set(size=SMALL, color=SOFT, annotation_clip=False)
    for words, row in zip(cells, rows.itertuples(), strict=True):
        colour = ONE_TEXT if name == "texts" and row.is_of_one_text else INK
        text = write_beside(ax, words, (1, row.y), shift, ha="right")
        text.set(size=SIZE, va="center", color=colour, annotation_clip=False)

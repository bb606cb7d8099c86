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
from analysis.charts.marks import link_points
from analysis.charts.style import INK, NEUTRAL, PALETTE, SIZE, SMALL, SOFT, Width, at_most, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest, shorten
from analysis.messages import count, decimal, name_group, name_of, number, quote, say
from analysis.selection import read_where
from analysis.tables import KEYNESS

COLUMNS = ["term", "n_target", "expected", "g2", "p_adjusted", "log_ratio", "low", "high"]
ROWS = 20  # the most terms in a picture; `data` contains all
NAMED = 3  # the most terms that the title names
SPREAD = "DPnorm"
CHANCE = 0.05  # the highest adjusted p of a term that stands out
ONE_TEXT = PALETTE[1]

# Inches.
BOTTOM = 0.42
GAP = 0.18  # between two columns of numbers
TICK_GAP = 0.12  # between the labels of two ticks
MOST_TICKS = 5
WIDE = 5.0  # a figure with less room has only the counts and the texts beside the rows
ABOVE = 0.13  # from the middle of a heading to the row below it

LEAST_EXPECTED = 0.1  # a lower count is written as `< 0.1`
ROUNDED_FROM = 9.95


@draws
def keyness(
    table: pd.DataFrame,
    *,
    where: str | None = None,
    against: str | None = None,
    part: str | None = None,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw the terms that stand out, with the interval of their log ratio, in two groups.

    A row is a term that is more frequent in the target, or rarer there. Its dot shows how many
    times as frequent it is, its line the 95% interval. The numbers are its count, the count
    expected, and the texts in which it occurs. The dot of a term that occurs in one text only is
    hollow: such a term characterizes that text, not the target. If the table says which sentences
    the target is, the dot leads to those with the term.

    Args:
        table: one row per term, as from `keyness`, `distinctive_terms`, `collocates` or
            `keyness_against_english`.
        where: where the terms are frequent or rare, such as `in 2020`.
        against: what that is compared with, such as `2019`.
        part: the name of the part of a study, instead of `where`.
        title: the heading of the picture; by default it names the strongest terms.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    KEYNESS.need(table, [*COLUMNS, "n_texts"])
    noun = "phrase" if table["term"].str.contains(" ").any() else "word"
    where = _say_where(where, part)
    against = _say_against(against, part)
    terms = _read_terms(table)
    outstanding = terms[terms["p_adjusted"] < CHANCE]
    strongest = outstanding.head(at_most(ROWS))
    is_more = strongest["g2"] > 0
    shown = pd.concat([strongest[is_more], strongest[~is_more]])
    data = table.assign(shown=table["term"].isin(shown["term"]))
    finding = _say_title(shown, noun, where)
    title = finding if title is None else title
    n_terms = count(len(table), f"different {noun}")
    basis = say(
        "n = {n_terms}, {where} compared with {against}.",
        n_terms=n_terms,
        where=where,
        against=against,
    )
    if shown.empty:
        caption = join_sentences(basis, _say_why_none(table, noun))
        message = say("No {noun} stands out.", noun=name_of(noun, 1))
        return make_empty_chart(ax, title, message, data, caption)
    subtitle = say(
        "{nouns} {where} compared with {against}: how many times as frequent, with 95% interval",
        nouns=_capitalize(name_of(noun, 2)),
        where=where,
        against=against,
    )
    caption = join_sentences(
        basis,
        say(
            "Dot: how many times as frequent the {noun} is; line: 95% interval, too narrow for a"
            " {noun} that few texts repeat, because it treats all occurrences as independent.",
            noun=name_of(noun, 1),
        ),
        _explain_zeros(shown),
        _explain_spread(shown),
        _explain_one_text(shown, noun),
        _say_not_compared(table, noun),
        _say_shown(len(shown), len(outstanding), noun),
    )
    alt = say(
        "{finding}. A dot and an interval for each of {n_shown}: {terms}.",
        finding=finding,
        n_shown=count(len(shown), noun),
        terms=", ".join(shown["label"].map(shorten_label)),
    )
    ax = _draw(ax, title, subtitle, caption, shown, where)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _say_where(where: str | None, part: str | None) -> str:
    if where is not None:
        return clean(where)
    if part is None:
        return say("in the target")
    return say("in {part}", part=quote(clean(name_group(part))))


def _say_against(against: str | None, part: str | None) -> str:
    if against is not None:
        return clean(against)
    return say("all others") if part is None else say("all other parts")


def _capitalize(words: str) -> str:
    return words[:1].upper() + words[1:]


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
        return say("No {noun} stands out {where}", noun=name_of(noun, 1), where=where)
    nouns = name_of(noun, 2)
    common = shown[~shown["is_of_one_text"]]
    more = _list_strongest(common[common["g2"] > 0])
    if more:
        return say(
            "{nouns} that stand out {where}: {terms}",
            nouns=_capitalize(nouns),
            where=where,
            terms=more,
        )
    rarer = _list_strongest(common[common["g2"] < 0])
    if rarer:
        return say(
            "{nouns} that are rarer {where}: {terms}",
            nouns=_capitalize(nouns),
            where=where,
            terms=rarer,
        )
    return say("Only {nouns} of a single text stand out {where}", nouns=nouns, where=where)


def _list_strongest(terms: pd.DataFrame) -> str:
    return ", ".join(quote(shorten_label(label)) for label in terms["label"].head(NAMED))


def _say_why_none(table: pd.DataFrame, noun: str) -> str:
    if table.empty:
        return ""
    if table["g2"].isna().all():
        return say("There is nothing to compare with.")
    return say(
        "With so many {nouns} compared, every difference could be chance (adjusted p ≥ {chance}).",
        nouns=name_of(noun, 2),
        chance=decimal(CHANCE, 2),
    )


def _explain_zeros(shown: pd.DataFrame) -> str:
    if "n_reference" not in shown or (shown[["n_target", "n_reference"]] > 0).all(axis=None):
        return ""
    return say("Where a count is 0, 0.5 is added to both.")


def _explain_spread(shown: pd.DataFrame) -> str:
    if not _shows_spread(shown):
        return ""
    if "n_texts_target" not in shown:
        return say("DPnorm is 0 if the texts share it evenly, near 1 if it is in one only.")
    return say(
        "Texts are those of the side where it is more frequent; DPnorm is 0 if they share it"
        " evenly, near 1 if it is in one only."
    )


def _explain_one_text(shown: pd.DataFrame, noun: str) -> str:
    n = int(shown["is_of_one_text"].sum())
    if n == 0:
        return ""
    return say(
        "Hollow dot, {n_terms}: it occurs in one text only, and says something about that text"
        " alone.",
        n_terms=count(n, noun),
    )


def _say_not_compared(table: pd.DataFrame, noun: str) -> str:
    n = int(table["g2"].isna().sum())
    if n == 0:
        return ""
    return say(
        "Not compared: {n_terms} for which the reference gives no frequency.",
        n_terms=count(n, noun),
    )


def _say_shown(n_shown: int, n_outstanding: int, noun: str) -> str:
    if n_shown == n_outstanding:
        return ""
    return say(
        "The chart shows the {k} strongest of {n_terms} that stand out; its CSV file holds all.",
        k=number(n_shown),
        n_terms=count(n_outstanding, noun),
    )


# -- the drawing ---------------------------------------------------------------------------------


def _draw(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    shown: pd.DataFrame,
    where: str,
) -> Axes:
    columns = _write_numbers(shown)
    widths = [measure_widest([name, *cells], SIZE) + GAP for name, cells in columns.items()]
    is_more = shown["g2"] > 0
    directions = say("More frequent {where}", where=where), say("Rarer {where}", where=where)
    family = pd.Series(np.where(is_more, *directions), shown.index)
    room = inner_width() - sum(widths)
    headings = [shorten(heading, room, HEADING_SIZE) for heading in family]
    terms = shown.assign(family=family, family_label=headings)
    rows, left = lay_out_rows(terms)
    margins = Margins(left=left, right=sum(widths), bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    _scale(ax, rows, room - left)
    for _, block in rows.groupby("family", sort=False):
        begin = block["bottom"].iloc[0] - block["height"].iloc[0]
        end = block["bottom"].iloc[-1]
        ax.plot([0, 0], [begin, end], color=SOFT, linewidth=0.6, label="equally frequent")
    for row in rows.itertuples():
        _draw_row(ax, row, where)
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
    step = max(step, int(np.ceil(len(whole) / MOST_TICKS)))
    ticks = [tick for tick in whole if tick % step == 0]
    ax.set_xticks(ticks, [_name_ratio(tick) for tick in ticks])
    ax.set_xlabel(say("times as frequent"))


def _name_ratio(log_ratio: int) -> str:
    """Write a power of two: `4×`, `1×` or `1/4×`."""
    return f"{number(2**log_ratio)}×" if log_ratio >= 0 else f"1/{number(2**-log_ratio)}×"


def _draw_row(ax: Axes, row: Any, where: str) -> None:
    colour = ONE_TEXT if row.is_of_one_text else NEUTRAL
    ax.plot([row.low, row.high], [row.y, row.y], color=colour, linewidth=1.4, label=row.label)
    dot = ax.scatter(
        [row.log_ratio],
        [row.y],
        s=26,
        facecolor="white" if row.is_of_one_text else colour,
        edgecolor=colour,
        linewidth=1.4,
        zorder=3,
        label=row.label,
    )
    n = getattr(row, "n_sentences_target", 0)
    if n and hasattr(row, "target"):
        words = say(
            "{term} {where}: {times}, in {sentences}",
            term=quote(row.label),
            where=where,
            times=count(int(row.n_target), "occurrence"),
            sentences=count(n, "sentence"),
        )
        link_points(dot, [({**read_where(row.target), "word": row.term}, words, n)])


def _write_numbers(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Write the columns of numbers beside the rows, by their headings."""
    columns = {
        say("count"): list(map(number, rows["n_target"])),
        say("expected"): list(map(_write_expected, rows["expected"])),
        say("texts"): list(map(number, rows["texts"])),
    }
    if inner_width() < WIDE:
        del columns[say("expected")]
    elif _shows_spread(rows):
        columns[SPREAD] = [
            "–" if np.isnan(value) else decimal(value, 2) for value in rows["dp_norm"]
        ]
    return columns


def _shows_spread(terms: pd.DataFrame) -> bool:
    return inner_width() >= WIDE and _has_spread(terms)


def _has_spread(terms: pd.DataFrame) -> bool:
    return "dp_norm" in terms and bool(terms["dp_norm"].notna().any())


def _write_expected(n: float) -> str:
    if n < LEAST_EXPECTED:
        return f"< {decimal(LEAST_EXPECTED)}"
    return decimal(n) if n < ROUNDED_FROM else number(n)


def _write_column(ax: Axes, name: str, cells: list[str], rows: pd.DataFrame, right: float) -> None:
    """Write numbers flush right, `right` inches beside the axes, with a heading above them."""
    shift = (POINTS * right, 0)
    first = rows["y"].iloc[0] - rows["height"].iloc[0] / 2
    heading = write_beside(ax, name, (1, first - ABOVE), shift, ha="right", va="center")
    heading.set(size=SMALL, color=SOFT, annotation_clip=False)
    for words, row in zip(cells, rows.itertuples(), strict=True):
        colour = ONE_TEXT if name == say("texts") and row.is_of_one_text else INK
        text = write_beside(ax, words, (1, row.y), shift, ha="right")
        text.set(size=SIZE, va="center", color=colour, annotation_clip=False)

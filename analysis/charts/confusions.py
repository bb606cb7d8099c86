"""Which themes coders confuse: bars of the sentences in which one took the place of another."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences, say_counted, say_shown, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    Margins,
    find_figure,
    inner_width,
    label_rows,
    lay_out_rows,
    make_count_ticks,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.style import (
    FAINT,
    INK,
    NEUTRAL,
    SIZE,
    SMALL,
    SOFT,
    Width,
    at_most,
    draws,
    tint,
)
from analysis.charts.wrapping import POINTS, clean, measure_widest, squeeze
from analysis.messages import count, number, quote, say
from analysis.tables import CONFUSIONS, TEXT

ROWS = 15  # the most pairs in a picture; `data` contains all
OFTEN = 2  # sentences; pairs that are confused less often are drawn only if there are no others
BAR = 0.15  # inches
LINE = 0.1  # inches from the middle of a bar to either end of the line on it
FILL = tint(NEUTRAL, 0.5)
KEPT = "\u00a0"  # a blank at which a label does not break
WIDE = 5.0  # inches; a figure with less room has no column of sentences that coders agree on

# Inches.
TOP = 0.24  # room for the words above the column of numbers
BOTTOM = 0.2  # room for the ticks
HEAD = -0.08  # y of the words above the column of numbers
GAP = 0.16
LABEL = 3.2  # the width at which the names of a pair wrap
LABEL_SHARE = 0.5  # of the room in a narrow figure
OR = 0.25  # room for the word between the two themes


@draws
def confusions(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw in how many sentences coders confuse two themes, the most frequent pair first.

    A short line on each bar is what chance alone would give. Beside the bar are the sentences in
    which coders agree on either theme.

    Args:
        table: one row per pair of themes, as from `analysis.coding.confusions`.
        title: the heading of the picture; by default it names the pair confused most often.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    CONFUSIONS.need(table)
    often = table[table["n_confused"] >= OFTEN]
    shown = (table if often.empty else often).head(at_most(ROWS))
    data = table.reset_index(drop=True)
    data = data.assign(shown=data.index < len(shown))
    n = int(table["n_units"].max()) if len(table) else 0
    finding = _say_finding(table, n)
    title = finding if title is None else title
    if table.empty:
        message = say("No two themes are confused in a sentence that two coders read.")
        return make_empty_chart(ax, title, message, data, say("n = 0 pairs of themes."))
    basis = say(
        "n = {sentences} that two coders or more read. Confused at least once: {pairs}.",
        sentences=count(n, "sentence"),
        pairs=count(len(table), "pair of themes"),
    )
    subtitle = say("Sentences to which one coder gave the one theme, and another coder the other")
    caption = join_sentences(
        basis,
        say(
            "Two themes are confused in a sentence if one coder gave it the first and not the"
            " second, and another the second and not the first; a sentence with several themes can"
            " count for several pairs. The short line is the number to expect by chance: if"
            " differences on the one theme had nothing to do with those on the other."
        ),
        _explain_agreed(),
        say_shown(_counted(shown), _counted(table), say("pairs of themes"), _say_which()),
    )
    alt = say(
        "Bars: in how many sentences coders confuse two themes ({pairs}). {finding}.",
        pairs=count(len(shown), "pair of themes"),
        finding=finding,
    )
    ax = _draw(ax, title, subtitle, caption, shown)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


# -- words -----------------------------------------------------------------------------------------


def _say_finding(table: pd.DataFrame, n: int) -> str:
    """Name the pair that is confused most often."""
    if table.empty:
        return say("Which themes coders confuse")
    most = int(table["n_confused"].max())
    first = table[table["n_confused"] == most]
    if most < OFTEN:
        return say("Coders confuse no two themes more than once")
    sentences = say_counted(most, n)
    if len(first) > 1:
        pairs = count(len(first), "pair of themes")
        return say(
            "{pairs} are confused most: in {sentences} each", pairs=pairs, sentences=sentences
        )
    a, b = (quote(shorten_label(first[name].iloc[0])) for name in ("label_a", "label_b"))
    if len(table) == 1:
        return say("{a} and {b} are confused in {sentences}", a=a, b=b, sentences=sentences)
    return say("{a} and {b} are confused most: in {sentences}", a=a, b=b, sentences=sentences)


def _explain_agreed() -> str:
    if inner_width() < WIDE:
        return ""
    return say(
        "“Agreed” counts the sentences to which two coders or more gave the first theme, and those"
        " to which they gave the second."
    )


def _counted(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(n=table["n_confused"])


def _say_which() -> str:
    return say("those that are confused most")


# -- drawing ---------------------------------------------------------------------------------------


def _draw(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    pairs: pd.DataFrame,
) -> Axes:
    label = min(LABEL, LABEL_SHARE * inner_width())
    rows, left = lay_out_rows(_name_pairs(pairs, label), label=label)
    rows["words"] = rows["words"].str.replace(KEPT, " ")
    counts = rows["n_confused"].map(number).tolist()
    head, agreed = say("agreed"), _write_agreed(rows)
    beside = measure_widest([head, *agreed], SMALL) + GAP if inner_width() >= WIDE else 0.0
    margins = Margins(left=left, right=beside, top=TOP if beside else 0.0, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    ax.barh(rows["y"], rows["n_confused"], height=BAR, color=FILL, label="confused")
    for row in rows.itertuples():
        ends = (row.y - LINE, row.y + LINE)
        name = f"expected: {clean(row.label)}"
        ax.plot((row.expected, row.expected), ends, color=INK, linewidth=1.4, label=name)
    largest = rows[["n_confused", "expected"]].max(axis=1)
    for words, end, y in zip(counts, largest, rows["y"], strict=True):
        ax.annotate(words, (end, y), (5, 0), textcoords="offset points", va="center")
    if beside:
        for words, y in zip([head, *agreed], [HEAD, *rows["y"]], strict=True):
            colour = SOFT if y == HEAD else INK
            text = write_beside(ax, words, (1, y), (POINTS * beside, 0), va="center", ha="right")
            text.set(size=SMALL, color=colour, annotation_clip=False)
    room = inner_width() - left - beside
    ax.set_xlim(0, largest.max() * room / (room - measure_widest(counts, SIZE) - 0.1))
    ticks, written = make_count_ticks(int(rows["n_confused"].max()), 4)
    ax.set_xticks(ticks, written)
    ax.grid(axis="x", color=FAINT)
    ax.set_axisbelow(True)
    label_rows(ax, rows, left)
    return ax


def _name_pairs(pairs: pd.DataFrame, width: float) -> pd.DataFrame:
    """Name each pair on one line or, if it is long, on two; there are no headings of families."""
    names = []
    for labels in zip(pairs["label_a"], pairs["label_b"], strict=True):
        a, b = (squeeze(label, width - OR, SIZE).replace(" ", KEPT) for label in labels)
        names.append(say("{a} or {b}", a=a, b=b))
    labels = pd.Series(names, pairs.index, dtype=TEXT)
    return pairs.assign(label=labels, family="", family_label="")


def _write_agreed(rows: pd.DataFrame) -> list[str]:
    """Write in how many sentences coders agree on the first theme of a pair, and on the second."""
    sides = zip(rows["n_agreed_a"], rows["n_agreed_b"], strict=True)
    return [say("{a} and {b}", a=number(a), b=number(b)) for a, b in sides]

"""Draw pairs of themes as a matrix: in the same sentence, and in one sentence and the next."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.associations import (
    WHITE,
    choose_themes,
    explain_marks,
    list_clearest,
    read_pairs,
    say_by_codebook,
    shade_association,
    write_count,
)
from analysis.charts.captions import explain_all, join_sentences, list_largest, say_shown
from analysis.charts.cells import draw_cell, draw_marks, draw_table
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    LABEL,
    Box,
    find_figure,
    inner_width,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, draws
from analysis.charts.wrapping import wrap
from analysis.tables import SEQUENCES, standing_out
from analysis.wording import pluralize

ROWS = 20  # the most themes in a picture; `data` contains all
WHICH = "those of the clearest pairs and those with the most sentences"
SHADED_FROM = 3  # sentences that are observed or expected
EXPLAIN_AMONG = (
    "Two themes of different families are compared among the sentences that name some theme of both"
    " families, all others among all sentences."
)
SIDE = 0.36  # inches; the side of the largest cell


# -- in the same sentence --------------------------------------------------------------------------


@draws
def cooccurrence(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw which themes occur together, as a triangle of counts shaded by association.

    A cell counts the sentences that carry both the theme at the right end of its row and the theme
    at the top of its column. The cells on the diagonal count all sentences of one theme. A theme
    and its own subthemes make no pair.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = read_pairs(pairs)
    occurring = themes[themes["n"] > 0]
    shown = choose_themes(occurring, pairs, ROWS)
    pairs["shown"] = pairs["theme_a"].isin(shown.index) & pairs["theme_b"].isin(shown.index)
    data = pairs.drop(columns="name")

    n = max(pairs["n_sentences"], default=0)
    basis = f"n = {pluralize(n, 'sentence')}." if len(pairs) else "n = 0 pairs of themes."
    largest = list_largest(pairs["name"], pairs["n_both"])
    title = _title_pairs(pairs)
    if not largest:
        message = "No two themes occur in the same sentence."
        return make_empty_chart(ax, title, message, data, basis)
    most_often = f"Most often together: {largest}."
    clearest = list_clearest(pairs, "n_both")
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name both the theme at the end of its row and the theme"
        " at the top of its column; a grey cell counts all sentences of one theme.",
        explain_marks(pairs, "the two were independent"),
        EXPLAIN_AMONG if "among_n" in pairs else "",
        say_by_codebook(pairs),
        most_often,
        f"Most clearly more often than expected: {clearest}." if clearest else "",
        explain_all(shown, " and makes no pair with them"),
        say_shown(shown, occurring, "themes that occur", WHICH),
        _say_absent(len(themes) - len(occurring)),
    )
    alt = f"Triangle of counts: sentences that name both of two themes; n = {n}. {most_often}"
    ax = _draw_triangle(ax, title, caption, shown, pairs[pairs["shown"]])
    return Chart(title, find_figure(ax), data, caption, alt)


def _title_pairs(pairs: pd.DataFrame) -> str:
    """Say how many pairs stand out, leaving out those that the codebook makes meet."""
    title = "Themes named in the same sentence"
    own = pairs[~pairs["by_codebook"]]
    counts = own.loc[standing_out(own), "association"].value_counts()
    if counts.empty and own["association"].any():
        return f"{title}: no pair is clear among {len(own):,}"
    found: list[str] = []
    for association in ("more", "less"):
        n = counts.get(association, 0)
        if n:
            counted = f"{n:,}" if found else pluralize(n, "pair")
            found.append(f"{counted} {association} often")
    return f"{title}: {', '.join(found)} than expected" if found else title


def _say_absent(n_absent: int) -> str:
    if not n_absent:
        return ""
    return (
        f"Left out: {pluralize(n_absent, 'theme')} that never occur{'s' if n_absent == 1 else ''}."
    )


def _draw_triangle(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    pairs: pd.DataFrame,
) -> Axes:
    side = min(SIDE, (inner_width() - LABEL) / len(themes))
    ax = make_sheet(ax, title, caption, side * len(themes))
    ax.set_xlim(0, inner_width())
    boxes = []
    for pair in pairs.itertuples():
        a = themes.index.get_loc(pair.theme_a)
        b = themes.index.get_loc(pair.theme_b)
        box = Box(min(a, b) * side, max(a, b) * side, side, side)
        fill, edge = _colour_cell(pair.association, pair.log_odds, pair.n_both, pair.expected)
        count = write_count(pair.n_both, pair.by_codebook)
        draw_cell(ax, count, pair.name, fill, edge, box)
        boxes.append(box)
    draw_marks(ax, boxes, pairs["association"])
    for at, theme in enumerate(themes.itertuples()):
        box = Box(at * side, at * side, side, side)
        draw_cell(ax, write_count(theme.n), theme.label, FAINT, "", box)
        _label_row(ax, theme.label, box)
    return ax


def _colour_cell(
    association: str, log_odds: float, observed: int, expected: float
) -> tuple[str, str]:
    """Choose the fill of a cell, and its edge, which only a clear association has.

    The log odds of one or two sentences say next to nothing, so they are not shaded.
    """
    if max(observed, expected) < SHADED_FROM:
        return WHITE, ""
    return shade_association(association, log_odds), NEUTRAL if association else ""


def _label_row(ax: Axes, label: str, last_cell: Box) -> None:
    """Write the label of a row of a triangle to the right of its last cell."""
    left = last_cell.x + last_cell.width
    middle = last_cell.y + last_cell.height / 2
    room = min(inner_width() - left, 1.5 * LABEL) - 0.1
    words = "\n".join(wrap(label, room, SMALL, 2))
    ax.text(left + 0.07, middle, words, va="center", size=SMALL, linespacing=0.95)


# -- in one sentence and the next ------------------------------------------------------------------


@draws
def sequences(sequences: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw which theme follows which in the next sentence, as a matrix shaded by association.

    A cell counts the sentences that carry the theme of its row and whose next sentence carries the
    theme of its column.

    Args:
        sequences: one row per ordered pair of themes, as from `analysis.measures.sequences`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = read_pairs(sequences, SEQUENCES, between=", then ")
    n_first = pairs.drop_duplicates("theme_a").set_index("theme_a")["n_a"]
    n_then = pairs.drop_duplicates("theme_b").set_index("theme_b")["n_b"]
    themes = themes.assign(n=np.maximum(n_first, n_then).reindex(themes.index))
    occurring = themes[themes["n"] > 0]
    shown = choose_themes(occurring, pairs, ROWS)
    pairs["shown"] = pairs["theme_a"].isin(shown.index) & pairs["theme_b"].isin(shown.index)
    data = pairs.drop(columns="name")

    n = max(pairs["n_steps"], default=0)
    basis = f"n = {pluralize(n, 'pair')} of consecutive sentences of the same text."
    title = _title_sequences(pairs)
    largest = list_largest(pairs["name"], pairs["n_followed"])
    if not largest:
        message = "No theme follows another in the next sentence."
        return make_empty_chart(ax, title, message, data, basis)
    most_often = f"Most often: {largest}."
    clearest = list_clearest(pairs, "n_followed")
    caption = join_sentences(
        basis,
        "A cell counts the sentences with the theme of its row that are followed by a sentence with"
        " the theme of its column. Beside a row, n counts the sentences that another one follows;"
        " above a column, those that follow another one.",
        explain_marks(pairs, "the sentences of each text were in random order"),
        most_often,
        f"Most clearly more often than expected: {clearest}." if clearest else "",
        explain_all(shown, " and makes no pair with them"),
        say_shown(shown, occurring, "themes that occur", WHICH),
    )
    alt = f"Matrix of counts: which theme follows which in the next sentence; n = {n}. {most_often}"
    labels = shown["label"] + " (n = " + n_first[shown.index].map("{:,}".format) + ")"
    columns = shown.assign(n=n_then[shown.index])
    cells = _make_cells(pairs[pairs["shown"]])
    ax = draw_table(ax, title, caption, shown.assign(label=labels), columns, cells)
    return Chart(title, find_figure(ax), data, caption, alt)


def _title_sequences(pairs: pd.DataFrame) -> str:
    """Say which theme most clearly follows which, if any does."""
    title = "What follows what"
    marked = pairs[pairs["association"] == "more"]
    clear = marked[standing_out(marked)]
    if clear.empty and len(marked):
        return f"{title}: no sequence is clear among {len(pairs):,}"
    other = clear[clear["theme_a"] != clear["theme_b"]]
    if len(other):
        top = other.loc[other["low"].idxmax()]
        count = f"{top['n_followed']:,} times, {top['expected']:,.1f} expected"
        return f"{title}: {top['name']} ({count})"
    if len(clear):
        carry = "carries" if len(clear) == 1 else "carry"
        return f"{title}: {pluralize(len(clear), 'theme')} {carry} over more often than expected"
    return title


def _make_cells(pairs: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of a matrix of sequences."""
    numbers = pairs[["association", "log_odds", "n_followed", "expected"]]
    colours = [_colour_cell(*row) for row in numbers.itertuples(index=False)]
    fills, edges = zip(*colours, strict=True)
    cells = {
        "row": pairs["theme_a"],
        "column": pairs["theme_b"],
        "words": pairs["n_followed"].map(write_count),
        "name": pairs["name"],
        "fill": fills,
        "edge": edges,
        "association": pairs["association"],
    }
    return pd.DataFrame(cells)

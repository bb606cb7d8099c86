"""Draw pairs of themes as a matrix: in the same sentence, and in one sentence and the next."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.associations import (
    choose_marks,
    choose_themes,
    explain_among,
    explain_marks,
    find_clear,
    read_pairs,
    say_by_codebook,
    say_clearest,
    say_expected,
    shade_association,
    write_counts,
)
from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_largest,
    say_counted,
    say_shown,
    shorten_label,
)
from analysis.charts.cells import (
    LEAST_SIZE,
    PADDING,
    WHITE,
    draw_cells,
    draw_table,
    measure_column,
    say_unwritten,
)
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    LABEL,
    LABEL_SHARE,
    Box,
    find_figure,
    inner_width,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.style import FAINT, NEUTRAL, SMALL, Width, at_most, draws
from analysis.charts.wrapping import keep_left_to_right, measure_width, wrap
from analysis.messages import count, decimal, number, quote, say
from analysis.tables import PAIRS, SEQUENCES, Table, standing_out

ROWS = 20  # the most themes in a picture; `data` contains all
SHADED_FROM = 3  # sentences that are observed or expected
SIDE = 0.36  # inches; the side of the largest cell
LEAST_SIDE = 0.24  # of the smallest; large counts need more, and so leave room for fewer themes


class _Matrix(NamedTuple):
    """Pairs of themes, and the themes of the picture.

    Attributes:
        pairs: with a `name`, and with `shown`.
        themes: those that occur.
        shown: those in the picture.
        n_absent: how many others occur nowhere.
        observed: the column of `pairs` with the counts.
        second: the key of a selection for the second theme of a pair.
    """

    pairs: pd.DataFrame
    themes: pd.DataFrame
    shown: pd.DataFrame
    n_absent: int
    observed: str
    second: str


class _Words(NamedTuple):
    """What is said of a matrix.

    Attributes:
        title: what is found.
        subtitle: what is drawn.
        basis: what n is.
        empty: what an empty picture says.
        cell: what a cell counts.
        chance: the condition under which the expected counts hold, after "if".
        rule: among which sentences pairs are compared, if not among all.
        kind: what the picture is, for those who cannot see it.
    """

    title: str
    subtitle: str
    basis: str
    empty: str
    cell: str
    chance: str
    rule: str
    kind: str


class _Drawing(NamedTuple):
    """How the cells of a matrix are drawn, and how wide they are in inches."""

    draw: Callable[[Axes | None, _Words, str, _Matrix, pd.DataFrame], Axes]
    cells: pd.DataFrame
    side: float


@draws
def cooccurrence(
    pairs: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw which themes occur together, as a triangle of counts shaded by association.

    A cell counts the sentences that carry both the theme at the right end of its row and the theme
    at the top of its column. The cells on the diagonal count all sentences of one theme. A theme
    and its own subthemes make no pair.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence`.
        title: the heading of the picture; by default it says how many pairs stand out, and which
            one most clearly.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    matrix = _read_matrix(pairs, PAIRS, observed="n_both", second="also")
    n = max(pairs["n_sentences"], default=0)
    words = _Words(
        title=_title_pairs(matrix.pairs) if title is None else title,
        subtitle=say(
            "Sentences that carry both themes, of {n}; {key}",
            n=number(n),
            key=_say_key(matrix.pairs),
        ),
        basis=_say_basis(n) if len(pairs) else say("n = 0 pairs of themes."),
        empty=say("No two themes occur in the same sentence."),
        cell=say(
            "A cell counts the sentences that carry both the theme at the end of its row and the"
            " theme at the top of its column; a grey cell counts all sentences of one theme."
        ),
        chance=say("the two were independent"),
        rule=explain_among(matrix.pairs),
        kind=say("Triangle of counts: sentences that carry both of two themes."),
    )
    cells = pd.concat([_make_cells(matrix), _make_diagonal(matrix.shown, n)])
    drawing = _Drawing(_draw_triangle, cells, _measure_side(len(matrix.shown)))
    return _make_chart(ax, words, matrix, drawing)


@draws
def sequences(
    sequences: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw which theme follows which in the next sentence, as a matrix shaded by association.

    A cell counts the sentences that carry the theme of its row and whose next sentence carries the
    theme of its column.

    Args:
        sequences: one row per ordered pair of themes, as from `analysis.measures.sequences`.
        title: the heading of the picture; by default it says which theme most clearly follows
            which.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    matrix = _read_matrix(sequences, SEQUENCES, observed="n_followed", second="then")
    n_steps = count(max(sequences["n_steps"], default=0), "pair")
    words = _Words(
        title=_title_sequences(matrix.pairs) if title is None else title,
        subtitle=say(
            "Sentences with the theme of the row, followed by one with the theme of the column;"
            " {key}",
            key=_say_key(matrix.pairs),
        ),
        basis=say("n = {pairs} of consecutive sentences of the same text.", pairs=n_steps),
        empty=say("No theme follows another in the next sentence."),
        cell=say(
            "Beside a row, n counts the sentences that another one follows; above a column, those"
            " that follow another one."
        ),
        chance=say("the sentences of each text were in random order"),
        rule="",
        kind=say("Matrix of counts: which theme follows which in the next sentence."),
    )
    side = 0.0
    if len(matrix.shown):
        side = measure_column(_label_rows(matrix), len(matrix.shown))
    drawing = _Drawing(_draw_square, _make_cells(matrix), side)
    return _make_chart(ax, words, matrix, drawing)


# -- what both share -------------------------------------------------------------------------------


def _read_matrix(table: pd.DataFrame, kind: Table, observed: str, second: str) -> _Matrix:
    themes, pairs = read_pairs(table, kind, in_order=second == "then")
    n_first = pairs.groupby("theme_a")["n_a"].first()
    n_second = pairs.groupby("theme_b")["n_b"].first()
    both = pd.concat([n_first, n_second], axis=1).reindex(themes.index)
    themes = themes.assign(n=both.max(axis=1).astype("int64"))
    occurring = themes[themes["n"] > 0]
    largest = max(pairs[observed].max(), themes["n"].max()) if len(pairs) else 0
    shown = choose_themes(occurring, pairs, _count_rows(largest))
    is_shown = pairs["theme_a"].isin(shown.index) & pairs["theme_b"].isin(shown.index)
    n_absent = len(themes) - len(occurring)
    return _Matrix(pairs.assign(shown=is_shown), occurring, shown, n_absent, observed, second)


def _count_rows(largest: int) -> int:
    """Count the themes that fit into a picture of the current width, with their counts.

    Args:
        largest: the largest count.
    """
    room = inner_width() - min(LABEL, LABEL_SHARE * inner_width()) - 0.12
    for_counts = measure_width(number(largest), LEAST_SIZE) + PADDING
    side = min(max(LEAST_SIDE, for_counts), SIDE)
    return at_most(min(ROWS, int(room / side)))


def _make_chart(ax: Axes | None, words: _Words, matrix: _Matrix, drawing: _Drawing) -> Chart:
    pairs = matrix.pairs
    data = pairs.drop(columns="name")
    largest = list_largest(pairs["name"], pairs[matrix.observed])
    if not largest:
        return make_empty_chart(ax, words.title, words.empty, data, words.basis)
    most_often = say("Most often: {pairs}.", pairs=largest)
    caption = join_sentences(
        words.basis,
        words.cell,
        explain_marks(pairs, words.chance, further=words.rule),
        say_by_codebook(pairs),
        most_often,
        say_clearest(pairs, matrix.observed),
        explain_all(matrix.shown, say(" and makes no pair with them")),
        _say_shown(matrix),
        say_unwritten(drawing.cells["words"], drawing.side),
    )
    alt = join_sentences(words.kind, words.basis, most_often)
    ax = drawing.draw(ax, words, caption, matrix, drawing.cells)
    return Chart(words.title, find_figure(ax), data, caption, alt, words.subtitle)


def _make_cells(matrix: _Matrix) -> pd.DataFrame:
    """Make a cell of each pair of the picture."""
    pairs = matrix.pairs[matrix.pairs["shown"]]
    observed = pairs[matrix.observed]
    numbers = zip(pairs["name"], observed, pairs["expected"], strict=True)
    sides = zip(pairs["theme_a"], pairs["theme_b"], strict=True)
    cells = {
        "row": pairs["theme_a"],
        "column": pairs["theme_b"],
        "words": write_counts(pairs, matrix.observed),
        "name": pairs["name"],
        "fill": [
            _shade_cell(*row)
            for row in zip(
                pairs["association"], pairs["log_odds"], observed, pairs["expected"], strict=True
            )
        ],
        "edge": np.where(pairs["association"] != "", NEUTRAL, ""),
        "mark": choose_marks(pairs),
        "where": [{"theme": a, matrix.second: b} for a, b in sides],
        "says": [say_expected(*each) for each in numbers],
        "n": observed,
    }
    return pd.DataFrame(cells)


def _shade_cell(association: str, log_odds: float, observed: int, expected: float) -> str:
    """Choose the fill of a cell.

    The log odds of one or two sentences say next to nothing, so they are not shaded.
    """
    if max(observed, expected) < SHADED_FROM:
        return WHITE
    return shade_association(association, log_odds)


def _say_basis(n: int) -> str:
    return say("n = {n}.", n=count(n, "sentence"))


def _say_key(pairs: pd.DataFrame) -> str:
    """Say what the colours mean, and the marks if there are any."""
    if standing_out(pairs).any():
        return say("teal and ▲: more than expected, brown and ▼: fewer")
    if pairs["association"].any():
        return say("teal and △: more than expected, brown and ▽: fewer")
    return say("teal: more than expected, brown: fewer")


def _say_shown(matrix: _Matrix) -> str:
    """Say which themes the picture leaves out."""
    which = say("those of the clearest pairs and those with the most sentences")
    shown = say_shown(matrix.shown, matrix.themes, "themes that occur", which)
    if not matrix.n_absent:
        return shown
    absent = count(matrix.n_absent, "theme")
    return join_sentences(shown, say("Left out: {themes} without a sentence.", themes=absent))


# -- in the same sentence --------------------------------------------------------------------------


def _title_pairs(pairs: pd.DataFrame) -> str:
    """Say how many pairs stand out, leaving out those that the codebook makes meet."""
    more, fewer = find_clear(pairs, "more"), find_clear(pairs, "less")
    if more.empty and fewer.empty:
        own = pairs[~pairs["by_codebook"]]
        if not own["association"].any():
            return say("Themes in the same sentence")
        return say("Themes in the same sentence: no pair is clear among {n}", n=number(len(own)))
    if more.empty:
        return _say_fewer(fewer)
    if fewer.empty:
        return _say_more(more)
    return say("{more}; fewer: {pairs}", more=_say_more(more), pairs=count(len(fewer), "pair"))


def _say_more(clear: pd.DataFrame) -> str:
    a, b = _name_first(clear)
    if len(clear) == 1:
        return say("{a} and {b} share more sentences than expected", a=a, b=b)
    return say(
        "{pairs} share more sentences than expected, most clearly {a} and {b}",
        pairs=count(len(clear), "pair of themes"),
        a=a,
        b=b,
    )


def _say_fewer(clear: pd.DataFrame) -> str:
    a, b = _name_first(clear)
    if len(clear) == 1:
        return say("{a} and {b} share fewer sentences than expected", a=a, b=b)
    return say(
        "{pairs} share fewer sentences than expected, most clearly {a} and {b}",
        pairs=count(len(clear), "pair of themes"),
        a=a,
        b=b,
    )


def _name_first(pairs: pd.DataFrame) -> tuple[str, str]:
    """Name the two themes of the first pair."""
    first = pairs.iloc[0]
    return quote(shorten_label(first["label_a"])), quote(shorten_label(first["label_b"]))


def _make_diagonal(themes: pd.DataFrame, n: int) -> pd.DataFrame:
    """Make a cell of each theme, which counts all its sentences."""
    cells = {
        "row": themes.index,
        "column": themes.index,
        "words": themes["n"].map(number),
        "name": themes["label"],
        "fill": FAINT,
        "edge": "",
        "mark": "",
        "where": [{"theme": theme} for theme in themes.index],
        "says": [
            say("{theme}: {sentences}", theme=theme.label, sentences=say_counted(theme.n, n))
            for theme in themes.itertuples()
        ],
        "n": themes["n"],
    }
    return pd.DataFrame(cells)


def _measure_side(n: int) -> float:
    """Measure the side of the cells of a triangle in inches, which leaves room for a label."""
    room = inner_width() - min(LABEL, LABEL_SHARE * inner_width())
    return min(SIDE, room / max(n, 1))


def _draw_triangle(
    ax: Axes | None, words: _Words, caption: str, matrix: _Matrix, cells: pd.DataFrame
) -> Axes:
    themes = matrix.shown
    side = _measure_side(len(themes))
    ax = make_sheet(ax, words.title, caption, side * len(themes), subtitle=words.subtitle)
    ax.set_xlim(0, inner_width())
    places = zip(
        themes.index.get_indexer(cells["row"]),
        themes.index.get_indexer(cells["column"]),
        strict=True,
    )
    boxes = [Box(min(a, b) * side, max(a, b) * side, side, side) for a, b in places]
    draw_cells(ax, cells, boxes)
    for at, label in enumerate(themes["label"]):
        _label_row(ax, label, Box(at * side, at * side, side, side))
    return ax


def _label_row(ax: Axes, label: str, last_cell: Box) -> None:
    """Write the label of a row of a triangle to the right of its last cell."""
    left = last_cell.x + last_cell.width + 0.07
    middle = last_cell.y + last_cell.height / 2
    lines = wrap(label, inner_width() - left, SMALL, 2)
    words = "\n".join(map(keep_left_to_right, lines))
    ax.text(left, middle, words, va="center", size=SMALL, linespacing=0.95)


# -- in one sentence and the next ------------------------------------------------------------------


def _title_sequences(pairs: pd.DataFrame) -> str:
    """Say which theme most clearly follows which, if any does."""
    clear = find_clear(pairs, "more")
    if clear.empty:
        if (pairs["association"] == "more").any():
            n = number(len(pairs))
            return say("Which theme follows which: no sequence is clear among {n}", n=n)
        return say("Which theme follows which")
    other = clear[clear["theme_a"] != clear["theme_b"]]
    if len(other):
        a, b = _name_first(other)
        first = other.iloc[0]
        return say(
            "{a} is followed by {b} {n} times, {expected} expected",
            a=a,
            b=b,
            n=number(first["n_followed"]),
            expected=decimal(first["expected"]),
        )
    if len(clear) == 1:
        theme, _ = _name_first(clear)
        return say("{theme} carries over to the next sentence more than expected", theme=theme)
    themes = count(len(clear), "theme")
    return say("{themes} carry over to the next sentence more than expected", themes=themes)


def _label_rows(matrix: _Matrix) -> pd.DataFrame:
    """Write the n of each row of a table of sequences into its label."""
    n_first = matrix.pairs.groupby("theme_a")["n_a"].first()[matrix.shown.index]
    labelled = zip(matrix.shown["label"], n_first, strict=True)
    labels = [say("{label} (n = {n})", label=label, n=number(n)) for label, n in labelled]
    return matrix.shown.assign(label=labels)


def _draw_square(
    ax: Axes | None, words: _Words, caption: str, matrix: _Matrix, cells: pd.DataFrame
) -> Axes:
    n_second = matrix.pairs.groupby("theme_b")["n_b"].first()[matrix.shown.index]
    columns = matrix.shown.assign(n=n_second)
    rows = _label_rows(matrix)
    return draw_table(ax, words.title, caption, rows, columns, cells, subtitle=words.subtitle)

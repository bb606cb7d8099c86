"""Draw a table of one family of themes by another, which is read by rows."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.associations import (
    choose_marks,
    explain_marks,
    find_clear,
    read_pairs,
    say_by_codebook,
    write_counts,
)
from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_largest,
    say_counted,
    say_part,
    say_sentences,
    say_shown,
    shorten_label,
)
from analysis.charts.cells import WHITE, draw_table, measure_column, say_unwritten
from analysis.charts.chart import Chart
from analysis.charts.grids import shade_by
from analysis.charts.layout import (
    LABEL,
    LABEL_SHARE,
    find_figure,
    inner_width,
    keep_largest,
    make_empty_chart,
)
from analysis.charts.style import NEUTRAL, Width, at_most, draws
from analysis.messages import count, number, percent, quote, say
from analysis.tables import CROSSED, standing_out

ROWS = 20  # the most rows in a picture; `data` contains all
COLUMNS = 12
LEAST_COLUMN = 0.32  # inches
ROW = 0.34  # inches, for two lines in a cell
SHADED_FROM = 5  # sentences of a row: the shares of fewer are not shaded
ALL = ""  # the last row, which no theme can have as its id


@draws
def cross_table(
    pairs: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw how many sentences of each theme of one family carry each theme of another.

    A cell gives the count and the share of the row; it is shaded by the share. The last row gives
    the shares of all sentences with any theme of the rows' family, with which those of a row
    compare. A mark, which only pairs that are clear among all have, compares the sentences that
    carry some theme of both families.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.crossed.cross_families`;
            `theme_a` becomes the rows, `theme_b` the columns.
        title: the heading of the picture; by default it names the cell that differs most clearly.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = read_pairs(pairs, CROSSED)
    all_rows = themes[themes.index.isin(pairs["theme_a"])]
    all_columns = themes[themes.index.isin(pairs["theme_b"])]
    rows = keep_largest(all_rows, at_most(ROWS))
    columns = keep_largest(all_columns, _count_columns())
    pairs["shown"] = pairs["theme_a"].isin(rows.index) & pairs["theme_b"].isin(columns.index)
    data = pairs.drop(columns="name")

    if title is None:
        title = _make_title(pairs, all_rows, all_columns)
    if pairs.empty:
        message = say("The codebook lacks one of the two families.")
        return make_empty_chart(ax, title, message, data, say("n = 0 pairs of themes."))
    n_rows = max(pairs["n_rows"])
    basis = say(
        "n = {n}, of which {k} carry a theme of the rows.",
        n=count(max(pairs["n_sentences"]), "sentence"),
        k=number(n_rows),
    )
    largest = list_largest(pairs["name"], pairs["n_both"])
    if not largest:
        return make_empty_chart(ax, title, say("No sentence carries both."), data, basis)
    most_often = say("Most often: {pairs}.", pairs=largest)
    labelled = _label_rows(rows, n_rows)
    shown = pairs[pairs["shown"]]
    cells = pd.concat([_make_cells(shown), _make_last_row(shown, columns)])
    caption = join_sentences(
        basis,
        say(
            "A cell counts the sentences that carry both themes, whoever is meant, and gives their"
            " share of the row’s n; it is shaded by the share, except where n is below {least}.",
            least=SHADED_FROM,
        ),
        explain_marks(pairs, _say_compared(pairs), shaded=False),
        say_by_codebook(pairs),
        most_often,
        explain_all(pd.concat([rows, columns])),
        say_shown(rows, all_rows, "rows"),
        say_shown(columns, all_columns, "columns"),
        say_unwritten(cells["words"], measure_column(labelled, len(columns), ROW)),
    )
    kind = say("Table of counts and shares of rows: sentences that carry both themes.")
    alt = join_sentences(kind, basis, most_often)
    subtitle = _make_subtitle(pairs, _name_table(all_rows, all_columns), title)
    ax = draw_table(ax, title, caption, labelled, columns, cells, ROW, subtitle)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _count_columns() -> int:
    """Count the columns that fit into a picture of the current width."""
    room = inner_width() - min(LABEL, LABEL_SHARE * inner_width()) - 0.12
    return min(COLUMNS, int(room / LEAST_COLUMN))


def _make_title(pairs: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    """Say which cell most clearly differs, and from what; or what the table is of.

    It is compared with the row that has clearly less, or else with all rows.
    """
    more, less = find_clear(pairs, "more"), find_clear(pairs, "less")
    if more.empty and less.empty:
        return _name_table(rows, columns)
    top = (less if more.empty else more).iloc[0]
    share = say_sentences(top["n_both"], top["n_a"])
    column, row = _quote(top["label_b"]), _quote(top["label_a"])
    others = less[less["theme_b"] == top["theme_b"]]
    if more.empty or others.empty:
        return say(
            "{column} in {share} with {row}, in {against} with any of them",
            column=column,
            share=share,
            row=row,
            against=say_part(top["n_rows_b"], top["n_rows"]),
        )
    other = others.loc[others["share"].idxmin()]
    return say(
        "{column} in {share} with {row}, in {against} with {other}",
        column=column,
        share=share,
        row=row,
        against=say_part(other["n_both"], other["n_a"]),
        other=_quote(other["label_a"]),
    )


def _make_subtitle(pairs: pd.DataFrame, table: str, title: str) -> str:
    """Say what is drawn, and what the marks mean if there are any."""
    drawn = say("Sentences that carry both themes, shaded by their share of the row")
    if title != table:
        drawn = f"{table}. {drawn}"
    if not standing_out(pairs).any():
        return drawn
    key = say("▲ more, ▼ fewer than expected")
    return say("{first}; {second}", first=drawn, second=key)


def _say_compared(pairs: pd.DataFrame) -> str:
    return say(
        "the two were independent among the {n} that carry a theme of both families",
        n=count(max(pairs["among_n"]), "sentence"),
    )


def _quote(label: str) -> str:
    return quote(shorten_label(label))


def _name_table(rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    families = [*rows["family_label"][:1], *columns["family_label"][:1]]
    if len(families) == 2 and all(families):
        return say("{rows} by {columns}", rows=families[0], columns=families[1])
    return say("Themes by themes")


def _label_rows(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """Write the n of each row into its label, and add the row of all that carry any of them."""
    labelled = [*zip(rows["label"], rows["n"], strict=True), (say("Any of them"), n)]
    labels = [say("{label} (n = {n})", label=label, n=number(k)) for label, k in labelled]
    columns = {"label": labels, "family": "", "family_label": ""}
    return pd.DataFrame(columns, index=[*rows.index, ALL])


def _make_cells(pairs: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of a table of pairs, shaded by the share of the row."""
    is_large = pairs["n_a"] >= SHADED_FROM
    fill = pd.Series(shade_by(pairs["share"].where(is_large), [NEUTRAL] * len(pairs)))
    is_white = ~is_large & (pairs["n_both"] > 0)
    counts = write_counts(pairs, "n_both")
    numbers = zip(counts, pairs["n_both"], pairs["n_a"], strict=True)
    said = zip(pairs["name"], pairs["n_both"], pairs["n_a"], strict=True)
    sides = zip(pairs["theme_a"], pairs["theme_b"], strict=True)
    marks = choose_marks(pairs)
    cells = {
        "row": pairs["theme_a"],
        "column": pairs["theme_b"],
        "words": [_write_cell(*each) for each in numbers],
        "fill": fill.mask(is_white.to_numpy(), WHITE).to_numpy(),
        "edge": NEUTRAL,
        "name": pairs["name"],
        "mark": ["" if mark.endswith("alone") else mark for mark in marks],
        "where": [{"theme": a, "also": b} for a, b in sides],
        "says": [_say_cell(*each) for each in said],
        "n": pairs["n_both"],
    }
    return pd.DataFrame(cells)


def _make_last_row(pairs: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of the sentences with any theme of the rows, which have no fill."""
    n = max(pairs["n_rows"])
    rows = pairs["rows"].iloc[0]
    counts = pairs.drop_duplicates("theme_b").set_index("theme_b")["n_rows_b"][columns.index]
    names = [say("{theme} with any of them", theme=label) for label in columns["label"]]
    cells = {
        "row": ALL,
        "column": columns.index,
        "words": [_write_cell(number(k), k, n) for k in counts],
        "fill": "",
        "edge": "",
        "name": names,
        "mark": "",
        "where": [{"theme": rows, "also": theme} for theme in columns.index],
        "says": [_say_cell(name, k, n) for name, k in zip(names, counts, strict=True)],
        "n": counts.to_numpy(),
    }
    return pd.DataFrame(cells)


def _write_cell(counted: str, n_both: int, n: int) -> str:
    """Write the count and, on the next line, its share of the row."""
    return f"{counted}\n{percent(n_both / n, 0)}" if n else counted


def _say_cell(name: str, n_both: int, n: int) -> str:
    return say("{theme}: {sentences}", theme=name, sentences=say_counted(n_both, n))

"""Draw a table of one family of themes by another, which is read by rows."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.associations import (
    WHITE,
    explain_marks,
    read_pairs,
    say_by_codebook,
    write_count,
)
from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_largest,
    say_count,
    say_shown,
    shorten_label,
)
from analysis.charts.cells import draw_table
from analysis.charts.chart import Chart
from analysis.charts.grids import shade_by
from analysis.charts.layout import find_figure, keep_largest, make_empty_chart
from analysis.charts.style import NEUTRAL, draws
from analysis.messages import percent
from analysis.tables import CROSSED, standing_out
from analysis.wording import pluralize

ROWS = 20  # the most rows in a picture; `data` contains all
COLUMNS = 12
ROW = 0.34  # inches, for two lines in a cell
SHADED_FROM = 5  # sentences of a row: the shares of fewer are not shaded
ALL = ""  # the last row, which no theme can have as its id


@draws
def cross_table(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw how many sentences of each theme of one family carry each theme of another.

    A cell gives the count and the share of the row; it is shaded by the share. The last row gives
    the shares of all sentences with any theme of the rows' family, with which those of a row
    compare. A mark compares the sentences that carry some theme of both families.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.crossed.cross_families`;
            `theme_a` becomes the rows, `theme_b` the columns.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = read_pairs(pairs, CROSSED)
    all_rows = themes[themes.index.isin(pairs["theme_a"])]
    all_columns = themes[themes.index.isin(pairs["theme_b"])]
    rows = keep_largest(all_rows, ROWS)
    columns = keep_largest(all_columns, COLUMNS)
    pairs["shown"] = pairs["theme_a"].isin(rows.index) & pairs["theme_b"].isin(columns.index)
    data = pairs.drop(columns="name")

    title = _make_title(pairs, all_rows, all_columns)
    if pairs.empty:
        message = "The codebook lacks one of the two families."
        return make_empty_chart(ax, title, message, data, "n = 0 pairs of themes.")
    n = max(pairs["n_sentences"])
    n_rows = max(pairs["n_rows"])
    basis = f"n = {pluralize(n, 'sentence')}, of which {n_rows:,} name a theme of the rows."
    largest = list_largest(pairs["name"], pairs["n_both"])
    if not largest:
        return make_empty_chart(ax, title, "No sentence names both.", data, basis)
    most_often = f"Most often together: {largest}."
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name both themes, whoever is meant, and gives their share"
        " of the row's n; it is shaded by the share, except where n is below"
        f" {SHADED_FROM}.",
        explain_marks(pairs, _say_compared(pairs), shaded=False),
        say_by_codebook(pairs),
        most_often,
        explain_all(pd.concat([rows, columns])),
        say_shown(rows, all_rows, "rows"),
        say_shown(columns, all_columns, "columns"),
    )
    alt = f"Table of counts and row shares: sentences that name both; n = {n}. {most_often}"
    shown = pairs[pairs["shown"]]
    cells = pd.concat([_make_cells(shown), _make_last_row(shown, columns)])
    ax = draw_table(ax, title, caption, _label_rows(rows, n_rows), columns, cells, ROW)
    return Chart(title, find_figure(ax), data, caption, alt)


def _make_title(pairs: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    """Say which cell most clearly differs, and from what; or what the table is of.

    It is compared with the row that has clearly less, or else with all rows.
    """
    clear = pairs[standing_out(pairs) & ~pairs["by_codebook"]]
    if clear.empty:
        return _name_table(rows, columns)
    distance = clear[["low", "high"]].abs().min(axis=1)
    more = clear["association"] == "more"
    top = clear.loc[distance[more].idxmax() if more.any() else distance.idxmax()]
    in_column = clear["theme_b"] == top["theme_b"]
    others = clear[in_column & (clear["association"] == "less") & more.any()]
    if others.empty:
        against = _say_share(top["n_rows_b"], top["n_rows"], "with any of them")
    else:
        other = others.loc[others["share"].idxmin()]
        against = _say_share(other["n_both"], other["n_a"], f"with {_quote(other['label_a'])}")
    count = _say_share(top["n_both"], top["n_a"], f"sentences with {_quote(top['label_a'])}")
    return f"{_quote(top['label_b'])} in {count}, in {against}"


def _say_compared(pairs: pd.DataFrame) -> str:
    n = max(pairs["among_n"])
    return f"the two were independent among the {n:,} sentences that name a theme of both families"


def _quote(label: str) -> str:
    return f"“{shorten_label(label)}”"


def _say_share(k: int, n: int, of_what: str) -> str:
    """Say "k of n", and the percentage after what is counted if n is large enough."""
    count, bracket, percent = say_count(k, n).partition(" (")
    return f"{count} {of_what}{bracket}{percent}"


def _name_table(rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    families = [*rows["family_label"][:1], *columns["family_label"][:1]]
    has_both_names = len(families) == 2 and all(families)
    subject = " by ".join(families) if has_both_names else "Themes by themes"
    return f"{subject}: sentences that name both"


def _label_rows(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """Write the n of each row into its label, and add the row of all that name any of them."""
    labels = [f"{theme.label} (n = {theme.n:,})" for theme in rows.itertuples()]
    rows = rows.assign(label=labels, family="", family_label="")
    last = pd.DataFrame(
        {"label": f"Any of them (n = {n:,})", "family": "", "family_label": ""}, index=[ALL]
    )
    columns = list(last)
    return pd.concat([rows[columns], last])


def _make_cells(pairs: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of a table of pairs, shaded by the share of the row."""
    is_large = pairs["n_a"] >= SHADED_FROM
    fill = pd.Series(shade_by(pairs["share"].where(is_large), [NEUTRAL] * len(pairs)))
    is_white = ~is_large & (pairs["n_both"] > 0)
    numbers = zip(pairs["n_both"], pairs["n_a"], pairs["by_codebook"], strict=True)
    cells = {
        "row": pairs["theme_a"],
        "column": pairs["theme_b"],
        "words": [_write_cell(*each) for each in numbers],
        "fill": fill.mask(is_white.to_numpy(), WHITE).to_numpy(),
        "edge": NEUTRAL,
        "name": pairs["name"],
        "association": pairs["association"],
    }
    return pd.DataFrame(cells)


def _make_last_row(pairs: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of the sentences with any theme of the rows, which have no fill."""
    n = max(pairs["n_rows"])
    counts = pairs.drop_duplicates("theme_b").set_index("theme_b")["n_rows_b"]
    cells = {
        "row": ALL,
        "column": columns.index,
        "words": [_write_cell(count, n) for count in counts[columns.index]],
        "fill": "",
        "edge": "",
        "name": columns["label"] + " with any of them",
        "association": "",
    }
    return pd.DataFrame(cells)


def _write_cell(n_both: int, n: int, by_codebook: bool = False) -> str:
    """Write the count and, on the next line, its share of the row."""
    count = write_count(n_both, by_codebook)
    return f"{count}\n{percent(n_both / n, 0)}" if n else count

"""Draw tables of counts: themes by group, one family of themes by another, pairs of themes."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_largest,
    say_count,
    say_shown,
    shorten_label,
)
from analysis.charts.cells import draw_cell, draw_table
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes, stack_pairs
from analysis.charts.layout import (
    LABEL,
    ROOM,
    Box,
    find_figure,
    keep_largest,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.style import NEUTRAL, SMALL, house_style, shade
from analysis.charts.wrapping import clean, wrap
from analysis.tables import PAIRS, SHARES, TEXT, without_family_columns
from analysis.wording import UNSTATED, pluralize

ROWS = 20  # the most rows in a picture; `data` contains all
COLUMNS = 12
SIDE = 0.36  # inches; the side of the largest cell of a triangle
BEFORE_FIRST = "(before the first heading)"
MISSING = "(missing)"
NONE_OCCURS = "None of these themes occurs."


# -- themes by group -------------------------------------------------------------------------------


@house_style()
def section_heatmap(
    shares: pd.DataFrame,
    by: str = "section",
    *,
    ax: Axes | None = None,
) -> Chart:
    """Draw a table of how many sentences of each group carry each theme, shaded by share.

    Args:
        shares: one row per group and theme, as from `theme_shares` by one column. The groups become
            columns in the order given; if they are too many, only those with the most sentences
            are shown.
        by: the column that holds the groups.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *SHARES.columns])
    counts = shares.groupby("theme")["n_sentences_hit"].sum()
    themes = read_counted_themes(shares, counts)
    data = _name_groups(shares[shares["theme"].isin(themes.index)], by)
    groups = _count_groups(data)
    rows = keep_largest(themes, ROWS)
    columns = keep_largest(groups, COLUMNS)
    in_rows = data["theme"].isin(rows.index)
    in_columns = data["group"].isin(columns.index)
    data["shown"] = in_rows & in_columns

    title = f"Themes by {'text' if by == 'doc_id' else by.replace('_', ' ')}"
    n_sentences = pluralize(groups["n"].sum(), "sentence")
    n_groups = pluralize(len(groups), "group")
    basis = f"n = {n_sentences} in {n_groups} (by {clean(by)})."
    if not themes["n"].any():
        return make_empty_chart(ax, title, NONE_OCCURS, data, basis)
    cells = _shade_groups(data[data["shown"]], rows)
    highest = f"Highest count: {_say_highest(cells)}."
    caption = join_sentences(
        basis,
        "A cell counts the sentences of its group that carry the theme; it is shaded by their"
        " share of the group.",
        highest,
        explain_all(rows),
        say_shown(rows, themes, "themes"),
        say_shown(columns, groups, "groups"),
    )
    n_themes = pluralize(len(themes), "theme")
    alt = f"Table of counts: {n_themes} in {n_groups}, n = {n_sentences}. {highest}"
    ax = draw_table(ax, title, caption, rows, columns, cells)
    return Chart(title, find_figure(ax), data, caption, alt)


def _name_groups(shares: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add the column `group`: the name of the group in the picture."""
    names = [_name_group(value, by) for value in shares[by]]
    data = without_family_columns(shares).reset_index(drop=True)
    data["group"] = pd.Series(names, dtype=TEXT)
    return data


def _name_group(value: object, by: str) -> str:
    if pd.isna(value):
        return MISSING
    without_midnight = str(value).removesuffix(" 00:00:00")
    if without_midnight:
        return without_midnight
    return BEFORE_FIRST if by == "section" else UNSTATED


def _count_groups(data: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences of each group: `label` and `n`, indexed by group."""
    groups = data.drop_duplicates("group").set_index("group", drop=False)
    return groups[["group", "n_sentences"]].set_axis(["label", "n"], axis=1)


def _shade_groups(data: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of a table of groups, shaded by the share of the theme in the group."""
    labels = data["theme"].map(themes["label"])
    colours = data["theme"].map(themes["colour"])
    cells = {
        "row": data["theme"],
        "column": data["group"],
        "n": data["n_sentences_hit"],
        "fill": _shade_by(data["share"], colours),
        "name": labels + " in “" + data["group"] + "”",
        "n_sentences": data["n_sentences"],
    }
    return pd.DataFrame(cells)


def _say_highest(cells: pd.DataFrame) -> str:
    cell = cells.loc[cells["n"].idxmax()]
    count = say_count(cell["n"], cell["n_sentences"])
    return f"{cell['name']}, {count}"


def _shade_by(values: pd.Series, colours: pd.Series) -> list[str]:
    """Shade each colour by its value; the largest value makes the darkest shade."""
    shares = (values / values.max()).fillna(0)
    return [shade(colour, share) for colour, share in zip(colours, shares, strict=True)]


# -- pairs of themes -------------------------------------------------------------------------------


@house_style()
def cooccurrence(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences two themes occur together, as a triangle of counts.

    A cell counts the sentences that carry both the theme at the right end of its row and the theme
    at the top of its column. The cells on the diagonal count all sentences of one theme. A theme
    and its own subthemes make no pair.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = _read_pairs(pairs)
    occurring = themes[themes["n"] > 0]
    shown = keep_largest(occurring, ROWS)
    pairs["shown"] = pairs["theme_a"].isin(shown.index) & pairs["theme_b"].isin(shown.index)
    data = pairs.drop(columns="name")

    title = "Themes named in the same sentence"
    n = max(pairs["n_sentences"], default=0)
    basis = f"n = {pluralize(n, 'sentence')}."
    largest = list_largest(pairs["name"], pairs["n_both"])
    if not largest:
        message = "No two themes occur in the same sentence."
        return make_empty_chart(ax, title, message, data, basis)
    most_often = f"Most often together: {largest}."
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name both the theme at the end of its row and the theme"
        " at the top of its column; a coloured cell counts all sentences of one theme.",
        most_often,
        explain_all(shown, " and makes no pair with them"),
        say_shown(shown, occurring, "themes that occur"),
        _say_absent(len(themes) - len(occurring)),
    )
    alt = f"Triangle of counts: sentences that name both of two themes; n = {n}. {most_often}"
    ax = _draw_triangle(ax, title, caption, shown, pairs[pairs["shown"]])
    return Chart(title, find_figure(ax), data, caption, alt)


@house_style()
def cross_table(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw a table of how many sentences carry a theme of one family and a theme of another.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence.cross`; `theme_a`
            becomes the rows, `theme_b` the columns.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = _read_pairs(pairs)
    all_rows = themes[themes.index.isin(pairs["theme_a"])]
    all_columns = themes[themes.index.isin(pairs["theme_b"])]
    rows = keep_largest(all_rows, ROWS)
    columns = keep_largest(all_columns, COLUMNS)
    pairs["shown"] = pairs["theme_a"].isin(rows.index) & pairs["theme_b"].isin(columns.index)
    data = pairs.drop(columns="name")

    title = _make_title(all_rows, all_columns)
    if pairs.empty:
        message = "The codebook lacks one of the two families."
        return make_empty_chart(ax, title, message, data, "n = 0 pairs of themes.")
    n = max(pairs["n_sentences"])
    basis = f"n = {pluralize(n, 'sentence')}."
    largest = list_largest(pairs["name"], pairs["n_both"])
    if not largest:
        return make_empty_chart(ax, title, "No sentence names both.", data, basis)
    most_often = f"Most often together: {largest}."
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name both themes, whoever is meant; n counts all"
        " sentences of one theme.",
        most_often,
        explain_all(pd.concat([rows, columns])),
        say_shown(rows, all_rows, "rows"),
        say_shown(columns, all_columns, "columns"),
    )
    alt = f"Table of counts: sentences that name both themes; n = {n}. {most_often}"
    cells = _shade_pairs(pairs[pairs["shown"]])
    labels = [f"{theme.label} (n = {theme.n:,})" for theme in rows.itertuples()]
    rows = rows.assign(label=labels, family_label="", colour=NEUTRAL)
    ax = draw_table(ax, title, caption, rows, columns, cells)
    return Chart(title, find_figure(ax), data, caption, alt)


def _read_pairs(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a table of pairs into its themes, with counts `n`, and its pairs, with a `name`."""
    PAIRS.need(pairs)
    table = stack_pairs(pairs)
    counts = table.set_index("theme")["n"]
    themes = read_counted_themes(table, counts, all_coded=True)
    labels = themes["label"].map(shorten_label)
    names = pairs["theme_a"].map(labels) + " with " + pairs["theme_b"].map(labels)
    named = without_family_columns(pairs).assign(name=names)
    return themes, named.reset_index(drop=True)


def _say_absent(n_absent: int) -> str:
    if not n_absent:
        return ""
    return f"Left out: {pluralize(n_absent, 'theme')} without a sentence."


def _make_title(rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    families = [*rows["family_label"][:1], *columns["family_label"][:1]]
    has_both_names = len(families) == 2 and all(families)
    subject = " by ".join(families) if has_both_names else "Themes by themes"
    return f"{subject}: sentences that name both"


def _shade_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Make the cells of a table of pairs, shaded by their counts."""
    colours = pd.Series(NEUTRAL, pairs.index)
    cells = {
        "row": pairs["theme_a"],
        "column": pairs["theme_b"],
        "n": pairs["n_both"],
        "fill": _shade_by(pairs["n_both"], colours),
        "name": pairs["name"],
    }
    return pd.DataFrame(cells)


def _draw_triangle(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    pairs: pd.DataFrame,
) -> Axes:
    side = min(SIDE, (ROOM - LABEL) / len(themes))
    ax = make_sheet(ax, title, caption, side * len(themes))
    ax.set_xlim(0, ROOM)
    for cell in _shade_pairs(pairs).itertuples():
        a = themes.index.get_loc(cell.row)
        b = themes.index.get_loc(cell.column)
        box = Box(min(a, b) * side, max(a, b) * side, side, side)
        draw_cell(ax, cell.n, cell.name, cell.fill, NEUTRAL, box)
    for at, theme in enumerate(themes.itertuples()):
        box = Box(at * side, at * side, side, side)
        draw_cell(ax, theme.n, theme.label, theme.colour, theme.colour, box)
        _label_row(ax, theme.label, box)
    return ax


def _label_row(ax: Axes, label: str, last_cell: Box) -> None:
    """Write the label of a row of a triangle to the right of its last cell."""
    left = last_cell.x + last_cell.width
    middle = last_cell.y + last_cell.height / 2
    room = min(ROOM - left, 1.5 * LABEL) - 0.1
    words = "\n".join(wrap(label, room, SMALL, 2))
    ax.text(left + 0.07, middle, words, va="center", size=SMALL, linespacing=0.95)

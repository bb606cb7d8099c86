"""Tables of counts: themes by group, the themes of one family by those of another, and all pairs of themes."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    brief,
    count_of,
    explain_all,
    join_sentences,
    list_largest,
    say_shown,
)
from analysis.charts.cells import draw_cell, draw_table
from analysis.charts.chart import Chart
from analysis.charts.families import counted_themes, drop_family_columns, themes_of_pairs
from analysis.charts.layout import LABEL, ROOM, Box, empty_chart, figure_of, keep_largest, new_sheet
from analysis.charts.style import NEUTRAL, SMALL, house_style, shade
from analysis.charts.wrapping import clean, wrap
from analysis.tables import PAIRS, SHARES, TEXT
from analysis.wording import UNSTATED, pluralize

ROWS = 20  # the most rows that a picture shows; the data hold all
COLUMNS = 12
SIDE = 0.36  # inches: the largest cell of a triangle
BEFORE_FIRST = "(before the first heading)"
MISSING = "(missing)"


# -- themes by group ---------------------------------------------------------------------------------


@house_style()
def section_heatmap(shares: pd.DataFrame, by: str = "section", *, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences of each group each theme occurs: a table of counts, shaded by share.

    Args:
        shares: as from `theme_shares` by one column; its groups become columns in the order given. If there are too
            many, those with the most sentences are shown. The family columns are optional.
        by: the name of the column with the groups.
        ax: axes to draw in, otherwise a new figure.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *SHARES.columns])
    themes = counted_themes(shares, shares.groupby("theme")["n_sentences_hit"].sum())
    data = _data_by_group(shares[shares["theme"].isin(themes.index)], by)
    groups = data.drop_duplicates("group").set_index("group", drop=False)
    groups = groups[["group", "n_sentences"]].set_axis(["label", "n"], axis=1)
    rows = keep_largest(themes, ROWS)
    columns = keep_largest(groups, COLUMNS)
    data["shown"] = data["theme"].isin(rows.index) & data["group"].isin(columns.index)

    title = f"Themes by {'text' if by == 'doc_id' else by.replace('_', ' ')}"
    n = pluralize(groups["n"].sum(), "sentence")
    n_groups = pluralize(len(groups), "group")
    basis = f"n = {n} in {n_groups} (by {clean(by)})."
    if not themes["n"].any():
        return empty_chart(ax, title, "None of these themes occurs.", data, basis)
    cells = _cells_by_group(data[data["shown"]], rows)
    highest = _say_highest(cells)
    caption = join_sentences(
        basis,
        "A cell counts the sentences of its group in which the theme occurs, and is the darker, the larger their share "
        f"of the group. Highest count: {highest}.",
        explain_all(rows),
        say_shown(rows, themes, "themes"),
        say_shown(columns, groups, "groups"),
    )
    n_themes = pluralize(len(themes), "theme")
    alt = f"Table of counts: {n_themes} in {n_groups}, n = {n}. Highest: {highest}."
    ax = draw_table(ax, title, caption, rows, columns, cells)
    return Chart(title, figure_of(ax), data, caption, alt)


def _data_by_group(shares: pd.DataFrame, by: str) -> pd.DataFrame:
    """The shares with a column `group`: the name of the group as the picture writes it."""
    names = [_group_name(value, by) for value in shares[by]]
    data = drop_family_columns(shares).reset_index(drop=True)
    data["group"] = pd.Series(names, dtype=TEXT)
    return data


def _group_name(value: object, by: str) -> str:
    if pd.isna(value):
        return MISSING
    blank = BEFORE_FIRST if by == "section" else UNSTATED
    return str(value).removesuffix(" 00:00:00") or blank


def _cells_by_group(data: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    strength = data["share"] / data["share"].max()
    colours = data["theme"].map(themes["colour"])
    return pd.DataFrame(
        {
            "row": data["theme"],
            "column": data["group"],
            "n": data["n_sentences_hit"],
            "fill": _shades(colours, strength),
            "name": data["theme"].map(themes["label"]) + " in “" + data["group"] + "”",
            "n_sentences": data["n_sentences"],
        }
    )


def _say_highest(cells: pd.DataFrame) -> str:
    peak = cells.loc[cells["n"].idxmax()]
    return f"{peak['name']}, {count_of(peak['n'], peak['n_sentences'])}"


def _shades(colours: pd.Series, strengths: pd.Series) -> list[str]:
    pairs = zip(colours, strengths.fillna(0), strict=True)
    return [shade(colour, strength) for colour, strength in pairs]


# -- pairs of themes ---------------------------------------------------------------------------------


@house_style()
def cooccurrence(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences two themes both occur: a triangle, with each theme's own count on its edge.

    A count belongs to the theme at the right end of its row and to the theme at the top of its column. A theme and its
    own subtheme make no pair.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence`; the family columns are optional.
        ax: axes to draw in, otherwise a new figure.

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
    most_often = list_largest(pairs["name"], pairs["n_both"])
    if not most_often:
        message = "No two themes occur in the same sentence."
        return empty_chart(ax, title, message, data, basis)
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name two themes: the one at the end of its row and the one at the top end of "
        f"its column; the coloured cells count a theme's own sentences. Most often together: {most_often}.",
        explain_all(shown, ", and makes no pair with them"),
        say_shown(shown, occurring, "themes that occur"),
        _say_absent(len(themes) - len(occurring)),
    )
    alt = f"Triangle of counts of sentences that name both of two themes; n = {n}. Most: {most_often}."
    ax = _draw_triangle(ax, title, caption, shown, pairs[pairs["shown"]])
    return Chart(title, figure_of(ax), data, caption, alt)


@house_style()
def cross_table(pairs: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences a theme of one family and a theme of another both occur: a table, shaded by count.

    Args:
        pairs: as from `analysis.measures.cooccurrence.cross`: `theme_a` makes the rows, `theme_b` the columns. The
            family columns are optional.
        ax: axes to draw in, otherwise a new figure.

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

    title = _title_of_cross(all_rows, all_columns)
    if pairs.empty:
        message = "The codebook lacks one of the two families."
        return empty_chart(ax, title, message, data, "n = 0 pairs of themes.")
    n = max(pairs["n_sentences"])
    basis = f"n = {pluralize(n, 'sentence')}."
    most_often = list_largest(pairs["name"], pairs["n_both"])
    if not most_often:
        return empty_chart(ax, title, "No sentence names both.", data, basis)
    caption = join_sentences(
        basis,
        "A cell counts the sentences that name both, whoever is meant; n counts a theme's own sentences. Most often "
        f"together: {most_often}.",
        explain_all(pd.concat([rows, columns])),
        say_shown(rows, all_rows, "rows"),
        say_shown(columns, all_columns, "columns"),
    )
    alt = f"Table of counts of sentences that name both; n = {n}. Most: {most_often}."
    cells = _cells_of_pairs(pairs[pairs["shown"]])
    labels = [f"{theme.label} (n = {theme.n:,})" for theme in rows.itertuples()]
    rows = rows.assign(label=labels, family_label="", colour=NEUTRAL)
    ax = draw_table(ax, title, caption, rows, columns, cells)
    return Chart(title, figure_of(ax), data, caption, alt)


def _read_pairs(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The themes in the pairs with their own counts, `n`; and the pairs with a `name`, without family columns."""
    PAIRS.need(pairs)
    table = themes_of_pairs(pairs)
    themes = counted_themes(table, table.set_index("theme")["n"], all_coded=True)
    brief_labels = themes["label"].map(brief)
    names = pairs["theme_a"].map(brief_labels) + " with " + pairs["theme_b"].map(brief_labels)
    pairs = drop_family_columns(pairs.assign(name=names))
    return themes, pairs.reset_index(drop=True)


def _say_absent(n_absent: int) -> str:
    if not n_absent:
        return ""
    return f"{pluralize(n_absent, 'theme')} without a sentence left out."


def _title_of_cross(rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    families = [*rows["family_label"][:1], *columns["family_label"][:1]]
    both_named = len(families) == 2 and all(families)
    subject = " by ".join(families) if both_named else "Themes by themes"
    return f"{subject}: sentences that name both"


def _cells_of_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    strength = pairs["n_both"] / pairs["n_both"].max()
    neutral = pd.Series(NEUTRAL, pairs.index)
    return pd.DataFrame(
        {
            "row": pairs["theme_a"],
            "column": pairs["theme_b"],
            "n": pairs["n_both"],
            "fill": _shades(neutral, strength),
            "name": pairs["name"],
        }
    )


def _draw_triangle(
    ax: Axes | None, title: str, caption: str, themes: pd.DataFrame, pairs: pd.DataFrame
) -> Axes:
    side = min(SIDE, (ROOM - LABEL) / len(themes))
    ax = new_sheet(ax, title, caption, side * len(themes))
    ax.set_xlim(0, ROOM)
    for cell in _cells_of_pairs(pairs).itertuples():
        places = (themes.index.get_loc(cell.row), themes.index.get_loc(cell.column))
        box = Box(min(places) * side, max(places) * side, side, side)
        draw_cell(ax, cell.n, cell.name, cell.fill, NEUTRAL, box)
    for at, theme in enumerate(themes.itertuples()):
        box = Box(at * side, at * side, side, side)
        draw_cell(ax, theme.n, theme.label, theme.colour, theme.colour, box)
        _label_row(ax, theme.label, box)
    return ax


def _label_row(ax: Axes, label: str, last_cell: Box) -> None:
    """Write the label of a row of a triangle behind its last cell."""
    left = last_cell.x + last_cell.width
    middle = last_cell.y + last_cell.height / 2
    room = min(ROOM - left, 1.5 * LABEL) - 0.1
    words = "\n".join(wrap(label, room, SMALL, 2))
    ax.text(left + 0.07, middle, words, va="center", size=SMALL, linespacing=0.95)

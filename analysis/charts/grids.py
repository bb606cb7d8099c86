"""Draw a table of counts: themes by group, such as by section."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    say_count,
    say_none_occurs,
    say_shown,
)
from analysis.charts.cells import draw_table
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    find_figure,
    keep_largest,
    make_empty_chart,
)
from analysis.charts.style import draws, shade
from analysis.charts.wrapping import clean
from analysis.tables import SHARES, TEXT, without_family_columns
from analysis.wording import BEFORE_FIRST, UNSTATED, pluralize

ROWS = 20  # the most rows in a picture; `data` contains all
COLUMNS = 12
SIDE = 0.36  # inches; the side of the largest cell of a triangle
MISSING = "(missing)"


@draws
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
        return make_empty_chart(ax, title, say_none_occurs(), data, basis)
    if by == "section" and groups.index.tolist() == [BEFORE_FIRST]:
        return make_empty_chart(ax, title, "No text has a heading.", data, basis)
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
        "words": data["n_sentences_hit"].map("{:,}".format),
        "fill": shade_by(data["share"], colours),
        "edge": colours,
        "name": labels + " in “" + data["group"] + "”",
        "n_sentences": data["n_sentences"],
    }
    return pd.DataFrame(cells)


def _say_highest(cells: pd.DataFrame) -> str:
    cell = cells.loc[cells["n"].idxmax()]
    count = say_count(cell["n"], cell["n_sentences"])
    return f"{cell['name']}, {count}"


def shade_by(values: pd.Series, colours: Iterable[str]) -> list[str]:
    """Shade each colour by its value; the largest value makes the darkest shade, 0 makes none."""
    shares = (values / values.max()).fillna(0)
    pairs = zip(colours, shares, strict=True)
    return [shade(colour, share) if share else "" for colour, share in pairs]

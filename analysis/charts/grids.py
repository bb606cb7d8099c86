"""Draw a table of counts: themes by group, such as by section."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    say_counted,
    say_none_occurs,
    say_shown,
)
from analysis.charts.cells import draw_table, measure_column, say_unwritten
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.family_rows import keep_families, say_which
from analysis.charts.layout import (
    LABEL_SHARE,
    find_figure,
    inner_width,
    keep_largest,
    make_empty_chart,
)
from analysis.charts.style import Width, at_most, draws, shade
from analysis.charts.wrapping import clean
from analysis.messages import count, name_group, number, quote, say
from analysis.selection import Where
from analysis.tables import SHARES, TEXT, without_family_columns
from analysis.wording import BEFORE_FIRST, UNSTATED

ROWS = 20  # the most rows in a picture; `data` contains all
COLUMNS = 12
NARROWEST = 0.24  # inches, of a column
MISSING = "(missing)"


@draws
def section_heatmap(
    shares: pd.DataFrame,
    by: str = "section",
    *,
    n_texts: int = 1,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw a table of how many sentences of each group carry each theme, shaded by share.

    Of several texts, only sections that recur are drawn: those of the same name in at least two. If
    most sentences are in no such section, the chart says so.

    Args:
        shares: one row per group and theme, as from `theme_shares` or `group_shares` by one column.
            The groups become columns in the order given; if they are too many, only those with the
            most sentences are shown.
        by: the column that holds the groups.
        n_texts: the number of texts; which sections recur is known if the table has `n_documents`.
        title: the heading of the picture; by default it names the highest count.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *SHARES.columns])
    counts = shares.groupby("theme")["n_sentences_hit"].sum()
    themes = read_counted_themes(shares, counts)
    data = _name_groups(shares[shares["theme"].isin(themes.index)], by)
    groups = _count_groups(data)
    n_sentences = count(groups["n"].sum(), "sentence")
    n_groups = count(len(groups), "group")
    column = clean(by).replace("_", " ")
    basis = say("n = {n} in {groups} (by {column}).", n=n_sentences, groups=n_groups, column=column)
    neutral = say("Themes by {column}", column=say("text") if by == "doc_id" else column)
    subtitle = say("How many sentences of each group carry each theme")
    are_named = data["group"] != BEFORE_FIRST
    if by == "section" and n_texts > 1 and "n_documents" in shares:
        recurs = shares.groupby(by, sort=False)["n_documents"].max().reindex(groups.index) > 1
        groups = groups[recurs & (groups.index != BEFORE_FIRST)]
    n_drawn = groups["n"].sum()
    rows = keep_families(themes, at_most(ROWS))
    columns = keep_largest(groups, _count_columns())
    data = data[[by, *SHARES.columns, "group"]]
    data["shown"] = data["theme"].isin(rows.index) & data["group"].isin(columns.index)

    if not themes["n"].any():
        return make_empty_chart(ax, title or neutral, say_none_occurs(), data, basis)
    if by == "section" and not are_named.any():
        message = say("No text has a heading.")
        return make_empty_chart(ax, title or neutral, message, data.assign(shown=False), basis)
    if 2 * n_drawn < _count_groups(data)["n"].sum():
        message = say("Most sentences are in no section that recurs.")
        return make_empty_chart(ax, title or neutral, message, data.assign(shown=False), basis)
    cells = _make_cells(data[data["shown"]], rows, by)
    highest = _say_highest(cells)
    caption = join_sentences(
        basis,
        say(
            "A cell counts the sentences of its group that carry the theme; it is shaded by their"
            " share of the group."
        ),
        say("Highest count: {highest}.", highest=highest) if highest and title else "",
        explain_all(rows),
        say_shown(rows, themes, "themes", say_which(rows, themes)),
        say_shown(columns, groups, "groups"),
        say_unwritten(cells["words"], measure_column(rows, len(columns))),
    )
    table = say(
        "Table of counts: {themes} in {groups}, n = {n}.",
        themes=count(len(themes), "theme"),
        groups=n_groups,
        n=n_sentences,
    )
    title = title or highest or neutral
    ax = draw_table(ax, title, caption, rows, columns, cells, subtitle=subtitle)
    return Chart(title, find_figure(ax), data, caption, f"{table} {title}.", subtitle)


def _count_columns() -> int:
    """Count the columns that fit beside the labels of the rows."""
    return min(COLUMNS, int((1 - LABEL_SHARE) * inner_width() / NARROWEST))


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


def _say_group(name: str) -> str:
    """Say the name of a group, or that its value is missing."""
    return say("(missing)") if name == MISSING else name_group(name)


def _count_groups(data: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences of each group: `label` and `n`, indexed by group."""
    groups = data.drop_duplicates("group").set_index("group", drop=False)
    named = groups[["group", "n_sentences"]].set_axis(["label", "n"], axis=1)
    return named.assign(label=named["label"].map(_say_group))


def _make_cells(data: pd.DataFrame, themes: pd.DataFrame, by: str) -> pd.DataFrame:
    """Make the cells of a table of groups, shaded by the share of the theme in the group."""
    labels = data["theme"].map(themes["label"])
    colours = data["theme"].map(themes["colour"])
    names = [_name_cell(*pair) for pair in zip(labels, data["group"], strict=True)]
    pairs = list(zip(data["n_sentences_hit"], data["n_sentences"], strict=True))
    counted = [say_counted(*pair) for pair in pairs]
    cells = {
        "row": data["theme"],
        "column": data["group"],
        "n": data["n_sentences_hit"],
        "words": data["n_sentences_hit"].map(number),
        "fill": shade_by(data["share"], colours),
        "edge": colours,
        "name": names,
        "where": [_select_cell(row, by) for row in data.itertuples()],
        "says": [
            say("{theme}: {sentences}", theme=name, sentences=words)
            for name, words in zip(names, counted, strict=True)
        ],
    }
    return pd.DataFrame(cells)


def _name_cell(label: str, group: str) -> str:
    return say("{theme} in {group}", theme=label, group=quote(_say_group(group)))


def _select_cell(row: Any, by: str) -> Where:
    group = UNSTATED if row.group == MISSING else row.group
    return {"theme": row.theme, by: group}


def _say_highest(cells: pd.DataFrame) -> str:
    """Say what the cell with the highest count shows; `""` if all are 0."""
    return cells["says"][cells["n"].idxmax()] if cells["n"].any() else ""


def shade_by(values: pd.Series, colours: Iterable[str]) -> list[str]:
    """Shade each colour by its value; the largest value makes the darkest shade, 0 makes none."""
    shares = (values / values.max()).fillna(0)
    pairs = zip(colours, shares, strict=True)
    return [shade(colour, share) if share else "" for colour, share in pairs]

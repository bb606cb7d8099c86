"""Bars: in how many sentences each theme occurs."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import count_of, explain_all, join_sentences, list_themes, say_shown
from analysis.charts.chart import Chart
from analysis.charts.families import counted_themes, drop_family_columns
from analysis.charts.layout import (
    ROOM,
    Margins,
    empty_chart,
    figure_of,
    height_of,
    keep_largest,
    label_rows,
    lay_out_rows,
    new_sheet,
)
from analysis.charts.style import SIZE, house_style
from analysis.charts.wrapping import clean, widest
from analysis.faults import Fault, raise_all
from analysis.tables import SHARES, TEXT
from analysis.wording import pluralize

ROWS = 20  # the most themes that a picture shows; the data hold all
NAMED = 8  # themes left out of a picture, up to which its caption names them
BAR = 0.15  # inches


@house_style()
def prevalence(
    shares: pd.DataFrame,
    *,
    title: str = "Sentences in which each theme occurs",
    ax: Axes | None = None,
) -> Chart:
    """Draw in how many sentences each theme occurs: bars under the root of their family, with its own count.

    Args:
        shares: as from `theme_shares` with `by=None`, one row per theme; the family columns are optional.
        title: the heading of the picture.
        ax: axes to draw in, otherwise a new figure.

    Raises:
        InputError: a column is missing, or a theme has several rows.
    """
    SHARES.need(shares)
    _need_one_group(shares)
    n = max(shares["n_sentences"], default=0)
    counts = shares.set_index("theme")["n_sentences_hit"]
    themes = counted_themes(shares, counts)
    themes = themes.sort_values(["family_order", "n"], ascending=[True, False], kind="stable")
    shown = keep_largest(themes, ROWS)
    left_out = themes[~themes.index.isin(shown.index)]
    data = _data(shares, themes["family"])
    data = data.assign(shown=~data["theme"].isin(left_out.index))

    sentences = pluralize(n, "sentence")
    n_themes = pluralize(len(themes), "theme")
    basis = f"n = {sentences}; one sentence can hold several themes."
    if themes.empty:
        return empty_chart(ax, title, "The codebook has no such themes.", data, "n = 0 themes.")
    if not themes["n"].any():
        caption = f"{basis} {n_themes} looked for, none found."
        return empty_chart(ax, title, "None of these themes occurs.", data, caption)
    most_often = list_themes(themes)
    caption = join_sentences(
        basis,
        f"Most often: {most_often}.",
        _explain_headings(themes),
        explain_all(shown),
        say_shown(shown, themes, "themes"),
        _name_left_out(left_out),
    )
    alt = f"Bars of how many of {sentences} each of {n_themes} occurs in. Most: {most_often}."
    shown = shown.assign(family_label=_headings(shown, counts, n))
    ax = _draw_bars(ax, title, caption, shown, n)
    return Chart(title, figure_of(ax), data, caption, alt)


def _need_one_group(shares: pd.DataFrame) -> None:
    repeated = shares.loc[shares["theme"].duplicated(), "theme"].unique()
    expected = "one, of one group, as with by=None"
    raise_all(Fault("table shares", f"several rows of {theme!r}", expected) for theme in repeated)


def _data(shares: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """The shares of the themes drawn, family by family, each after the row of its root, with the id of the `family`.

    `families` holds the family of each theme, indexed by theme.
    """
    family_of = {}
    for root, themes in families.groupby(families, sort=False).groups.items():
        for theme in (root, *themes):
            family_of[theme] = root
    shares = drop_family_columns(shares).set_index("theme")
    in_order = [theme for theme in family_of if theme in shares.index]
    family = pd.Series([family_of[theme] for theme in in_order], dtype=TEXT)
    return shares.loc[in_order].reset_index().assign(family=family)


def _headings(themes: pd.DataFrame, counts: pd.Series, n: int) -> pd.Series:
    """The heading of each theme's family: the label of its root, and the count if the table has one."""
    headings = []
    for theme in themes.itertuples():
        heading = theme.family_label
        if theme.family in counts:
            heading += f": {count_of(counts[theme.family], n)} sentences"
        headings.append(heading)
    return pd.Series(headings, themes.index, TEXT)


def _explain_headings(themes: pd.DataFrame) -> str:
    if not themes["family"].any():
        return ""
    return "A heading counts the sentences with any theme below it."


def _name_left_out(left_out: pd.DataFrame) -> str:
    n_occurring = (left_out["n"] > 0).sum()
    if not 0 < n_occurring <= NAMED:
        return ""
    return f"Not shown: {list_themes(left_out, NAMED)}."


def _draw_bars(ax: Axes | None, title: str, caption: str, themes: pd.DataFrame, n: int) -> Axes:
    rows, left = lay_out_rows(themes)
    ax = new_sheet(ax, title, caption, height_of(rows), Margins(left=left))
    names = rows["label"].map(clean)
    counts = [count_of(count, n) for count in rows["n"]]
    bars = ax.barh(rows["y"], rows["n"], height=BAR, color=rows["colour"], label=names)
    ax.bar_label(bars, counts, padding=4)
    room = ROOM - left
    room_of_bars = room - widest(counts, SIZE) - 0.1
    ax.set_xlim(0, rows["n"].max() * room / room_of_bars)
    label_rows(ax, rows, left)
    return ax

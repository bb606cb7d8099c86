"""Bars: in how many sentences each theme occurs."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    list_themes,
    say_count,
    say_sentences,
    say_shown,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    ROOM,
    Margins,
    find_figure,
    keep_largest,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
)
from analysis.charts.style import INK, SIZE, house_style
from analysis.charts.wrapping import clean, measure_widest
from analysis.faults import Fault, raise_all
from analysis.tables import SHARES, TEXT, without_family_columns
from analysis.wording import pluralize

ROWS = 20  # the most themes in a picture; `data` contains all
NAMED = 8  # the most themes that the caption lists as not shown
BAR = 0.15  # inches
LINE: dict[str, Any] = {"color": INK, "linewidth": 0.9, "solid_capstyle": "butt"}
NEUTRAL_TITLE = "Sentences in which each theme occurs"
NO_THEMES = "The codebook has no such themes."
NONE_OCCURS = "None of these themes occurs."


@house_style()
def prevalence(
    shares: pd.DataFrame,
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw in how many sentences each theme occurs, as bars.

    Above the bars of a family is a heading: the label of its root theme, and the root's count. If
    the table has the intervals of the shares, each is a thin line on its bar.

    Args:
        shares: one row per theme, as from `theme_shares` with `by=None`.
        title: the heading of the picture; by default it names the most frequent theme drawn.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing, or a theme has several rows.
    """
    SHARES.need(shares)
    _check_one_group(shares)
    n = max(shares["n_sentences"], default=0)
    counts = shares.set_index("theme")["n_sentences_hit"]
    themes = read_counted_themes(shares, counts)
    themes = themes.sort_values(
        ["family_order", "n"],
        ascending=[True, False],
        kind="stable",
    )
    shown = keep_largest(themes, ROWS)
    left_out = themes[~themes.index.isin(shown.index)]
    data = _sort_by_family(shares, themes["family"])
    data = data.assign(shown=~data["theme"].isin(left_out.index))

    if title is None:
        title = _make_title(shown, n)
    if themes.empty:
        return make_empty_chart(ax, title, NO_THEMES, data, "n = 0 themes.")
    n_sentences = pluralize(n, "sentence")
    n_themes = pluralize(len(themes), "theme")
    basis = f"n = {n_sentences}; a sentence can carry several themes."
    if not themes["n"].any():
        caption = f"{basis} Searched for: {n_themes}. Found: none."
        return make_empty_chart(ax, title, NONE_OCCURS, data, caption)
    most_often = f"Most often: {list_themes(themes)}."
    caption = join_sentences(
        basis,
        most_often,
        _explain_headings(themes),
        explain_intervals(_rows_of(shares, shown)),
        explain_all(shown),
        say_shown(shown, themes, "themes"),
        _name_left_out(left_out),
    )
    alt = f"Bars: in how many of {n_sentences} each of {n_themes} occurs. {most_often}"
    headings = _count_in_headings(shown, counts, n)
    bars = _with_ends(shown.assign(family_label=headings), shares, n)
    ax = _draw_bars(ax, title, caption, bars, n)
    return Chart(title, find_figure(ax), data, caption, alt)


def _make_title(themes: pd.DataFrame, n: int) -> str:
    """Say which of the themes (`label`, `n`) is the most frequent, and how frequent it is.

    >>> themes = pd.DataFrame({"label": ["Aid", "Debt", "Sea"], "n": [11, 3, 11]})
    >>> _make_title(themes[:2], 17)
    '“Aid” in 11 of 17 sentences'
    >>> _make_title(themes, 17)
    '“Aid” and “Sea” in 11 of 17 sentences each'
    >>> _make_title(themes.assign(n=0), 17)
    'Sentences in which each theme occurs'
    """
    most = int(themes["n"].max()) if len(themes) else 0
    if most == 0:
        return NEUTRAL_TITLE
    names = [f"“{shorten_label(label)}”" for label in themes.loc[themes["n"] == most, "label"]]
    if len(names) == 1:
        return f"{names[0]} in {say_sentences(most, n)}"
    named = " and ".join(names) if len(names) == 2 else f"{len(names)} themes"
    return f"{named} in {say_sentences(most, n)} each"


def _check_one_group(shares: pd.DataFrame) -> None:
    is_repeated = shares["theme"].duplicated()
    faults = []
    for theme in shares.loc[is_repeated, "theme"].unique():
        found = f"several rows of {theme!r}"
        faults.append(Fault("table shares", found, "one, of one group, as with by=None"))
    raise_all(faults)


def _sort_by_family(shares: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """Sort the shares by family, with the root first, and add the id of the `family`.

    Themes that are neither drawn nor roots are left out. `families` is indexed by theme.
    """
    family_of: dict[str, str] = {}
    for family in families.unique():
        family_of[family] = family
        for theme in families.index[families == family]:
            family_of[theme] = family
    table = without_family_columns(shares).set_index("theme")
    themes = [theme for theme in family_of if theme in table.index]
    data = table.loc[themes].reset_index()
    family = [family_of[theme] for theme in themes]
    return data.assign(family=pd.Series(family, dtype=TEXT))


def _rows_of(shares: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Select the rows of the themes shown, with the labels that the chart gives them."""
    rows = shares.set_index("theme").loc[shown.index]
    return rows.assign(label=shown["label"])


def _with_ends(themes: pd.DataFrame, shares: pd.DataFrame, n: int) -> pd.DataFrame:
    """Add the ends of the intervals in sentences, `low` and `high`; NaN where there is none."""
    rows = shares.set_index("theme").reindex(columns=["low", "high"])
    return themes.join(n * rows.loc[themes.index].astype(float))


def _count_in_headings(themes: pd.DataFrame, counts: pd.Series, n: int) -> list[str]:
    """Make the heading of each theme: the label of its root, with the root's count if known."""
    headings = []
    for theme in themes.itertuples():
        heading = theme.family_label
        if theme.family in counts:
            count = say_count(counts[theme.family], n)
            heading = f"{heading}: {count} sentences"
        headings.append(heading)
    return headings


def _explain_headings(themes: pd.DataFrame) -> str:
    if not themes["family"].any():
        return ""
    return "A heading counts the sentences with any theme below it."


def _name_left_out(left_out: pd.DataFrame) -> str:
    n_occurring = (left_out["n"] > 0).sum()
    if not 0 < n_occurring <= NAMED:
        return ""
    return f"Not shown: {list_themes(left_out, NAMED)}."


def _draw_bars(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    n: int,
) -> Axes:
    rows, left = lay_out_rows(themes)
    ax = make_sheet(ax, title, caption, measure_height(rows), Margins(left=left))
    ax.barh(
        rows["y"],
        rows["n"],
        height=BAR,
        color=rows["colour"],
        label=rows["label"].map(clean),
    )
    for row in rows.dropna(subset="low").itertuples():
        ax.plot(
            [row.low, row.high], [row.y, row.y], label=f"interval of {clean(row.label)}", **LINE
        )
    counts = [say_count(count, n) for count in rows["n"]]
    ends = rows[["n", "high"]].max(axis=1)
    for words, end, y in zip(counts, ends, rows["y"], strict=True):
        ax.annotate(words, (end, y), (4, 0), textcoords="offset points", va="center")
    room = ROOM - left
    room_of_bars = room - measure_widest(counts, SIZE) - 0.1
    ax.set_xlim(0, ends.max() * room / room_of_bars)
    label_rows(ax, rows, left)
    return ax

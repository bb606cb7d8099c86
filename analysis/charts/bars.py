"""Bars: in how many sentences each theme occurs."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    PERCENT_ABOVE,
    explain_all,
    explain_intervals,
    join_sentences,
    list_themes,
    say_count,
    say_counted,
    say_most_frequent,
    say_none_occurs,
    say_shown,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.coded import draw_coded, explain_coded, has_coded
from analysis.charts.families import read_counted_themes
from analysis.charts.family_rows import keep_families, say_which
from analysis.charts.layout import (
    EDGE,
    HEADING_SIZE,
    Margins,
    find_figure,
    inner_width,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
)
from analysis.charts.marks import link
from analysis.charts.style import INK, SIZE, Width, at_most, draws
from analysis.charts.wrapping import clean, measure_widest, measure_width, squeeze
from analysis.faults import Fault, raise_all
from analysis.messages import count, join, number, percent, quote, say
from analysis.tables import SHARES, TEXT, without_family_columns

ROWS = 20  # the most themes in a picture; `data` contains all
FAR = 2  # times as frequent as the rarest theme that a title names is the most frequent one
MOST_RAREST = 2  # themes that are equally rare, and are named
NAMED = 8  # the most themes that the caption lists as not shown
BAR = 0.15  # inches
BESIDE = 5  # points from the end of a bar to its number
LINE: dict[str, Any] = {"color": INK, "linewidth": 0.9, "solid_capstyle": "butt"}


@draws
def prevalence(
    shares: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw in how many sentences each theme occurs, as bars.

    Above the bars of a family is a heading: the label of its root theme, and the root's count. If
    the table has the intervals of the shares, each is a thin line on its bar. If it has what a
    reader coded, that is a dot.

    Args:
        shares: one row per theme, as from `theme_shares` with `by=None`.
        title: the heading of the picture; by default it names the most frequent theme drawn.
        width: the width of the picture, as for `charts.style`.
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
    shown = keep_families(themes, at_most(ROWS))
    left_out = themes[~themes.index.isin(shown.index)]
    data = _sort_by_family(shares, themes["family"])
    data = data.assign(shown=~data["theme"].isin(left_out.index))

    if title is None:
        title = _make_title(shown, n)
    subtitle = _make_subtitle(shares, n)
    if themes.empty:
        message = say("The codebook has no such themes.")
        return make_empty_chart(ax, title, message, data, f"n = {count(0, 'theme')}.")
    n_sentences = count(n, "sentence")
    n_themes = count(len(themes), "theme")
    basis = say("n = {n}; a sentence can carry several themes.", n=n_sentences)
    if not themes["n"].any():
        searched = say("Searched for: {n}. Found: none.", n=n_themes)
        message = say_none_occurs()
        return make_empty_chart(ax, title, message, data, f"{basis} {searched}")
    most_often = say("Most often: {themes}.", themes=list_themes(themes))
    caption = join_sentences(
        basis,
        most_often,
        _explain_headings(themes),
        explain_intervals(_rows_of(shares, shown)),
        explain_coded(shares),
        explain_all(shown),
        say_shown(shown, themes, "themes", say_which(shown, themes)),
        _name_left_out(left_out),
    )
    bars_of = say(
        "Bars: in how many of {n} each of {themes} occurs.", n=n_sentences, themes=n_themes
    )
    alt = f"{bars_of} {most_often}"
    headings = _count_in_headings(shown, counts, n)
    bars = _with_ends(shown.assign(family_label=headings), shares, n)
    ax = _draw_bars(ax, title, subtitle, caption, bars, n)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _make_title(shown: pd.DataFrame, n: int) -> str:
    """Name the most frequent theme, and the rarest of its family if it is far rarer."""
    title = say_most_frequent(shown, n)
    first = shown[(shown["n"] == shown["n"].max()) & (shown["n"] > 0)]
    if len(first) != 1:
        return title
    most, family = first["n"].iloc[0], first["family"].iloc[0]
    relatives = shown[(shown["family"] == family) & (shown["n"] > 0)]
    rarest = relatives[relatives["n"] == relatives["n"].min()]
    few = rarest["n"].iloc[0]
    if most < FAR * few or len(rarest) > MOST_RAREST:
        return title
    names = join([quote(shorten_label(label)) for label in rarest["label"]])
    share = number(few) if n <= PERCENT_ABOVE else percent(few / n)
    if len(rarest) == 1:
        return say("{title}, {others} in {share}", title=title, others=names, share=share)
    return say("{title}, {others} in {share} each", title=title, others=names, share=share)


def _make_subtitle(shares: pd.DataFrame, n: int) -> str:
    """Say what is drawn."""
    if has_coded(shares):
        return say(
            "Bars: sentences in which each theme occurs, of {n}; dots: as a reader coded them",
            n=number(n),
        )
    return say("Sentences in which each theme occurs, of {n}", n=count(n, "sentence"))


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
    """Add what else is drawn, in sentences; NaN where there is none.

    These are the ends of the interval, `low` and `high`, and the reader's value, `share_coded`,
    with the counts that it comes from.
    """
    rows = shares.set_index("theme").loc[themes.index]
    ends = rows.reindex(columns=["low", "high", "share_coded"]).astype(float)
    return themes.join(n * ends).join(rows.reindex(columns=["n_coded", "n_read"]))


def _count_in_headings(themes: pd.DataFrame, counts: pd.Series, n: int) -> list[str]:
    """Make the heading of each theme: the label of its root, with the root's count if known."""
    headings = []
    for theme in themes.itertuples():
        heading = theme.family_label
        if theme.family in counts:
            heading = _write_heading(heading, counts[theme.family], n)
        headings.append(heading)
    return headings


def _write_heading(label: str, k: int, n: int) -> str:
    """Write the label of a root and its count, of which a long label takes nothing away."""
    room = inner_width() - EDGE
    heading = say("{theme}: {sentences}", theme=label, sentences=say_counted(k, n))
    if measure_width(heading, HEADING_SIZE) <= room:
        return heading
    counted = _write_count(k, n)
    count_alone = say("{theme}: {sentences}", theme="", sentences=counted)
    room_left = room - measure_width(count_alone, HEADING_SIZE)
    short = squeeze(label, room_left, HEADING_SIZE)
    return say("{theme}: {sentences}", theme=short, sentences=counted)


def _explain_headings(themes: pd.DataFrame) -> str:
    if not themes["family"].any():
        return ""
    return say("A heading counts the sentences with any theme below it.")


def _name_left_out(left_out: pd.DataFrame) -> str:
    n_occurring = (left_out["n"] > 0).sum()
    if not 0 < n_occurring <= NAMED:
        return ""
    return say("Not shown: {themes}.", themes=list_themes(left_out, NAMED))


def _write_count(k: int, n: int) -> str:
    """Write the count of a bar; of many sentences, whose number the subtitle gives, its share.

    >>> _write_count(3, 17), _write_count(120, 1204)
    ('3 of 17', '120 (10.0%)')
    """
    if n <= PERCENT_ABOVE:
        return say_count(k, n)
    return f"{number(k)} ({percent(k / n, 1)})"


def _draw_bars(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
    n: int,
) -> Axes:
    rows, left = lay_out_rows(themes)
    ax = make_sheet(ax, title, caption, measure_height(rows), Margins(left=left), subtitle)
    bars = ax.barh(
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
    draw_coded(ax, rows)
    counts = [_write_count(counted, n) for counted in rows["n"]]
    for bar, row in zip(bars, rows.itertuples(), strict=True):
        words = say("{theme}: {sentences}", theme=row.label, sentences=say_counted(row.n, n))
        link(bar, {"theme": row.Index}, words, row.n)
    ends = rows[["n", "high", "share_coded"]].max(axis=1)
    for words, end, y in zip(counts, ends, rows["y"], strict=True):
        ax.annotate(words, (end, y), (BESIDE, 0), textcoords="offset points", va="center")
    room = inner_width() - left
    room_of_bars = room - measure_widest(counts, SIZE) - 0.1
    ax.set_xlim(0, ends.max() * room / room_of_bars)
    label_rows(ax, rows, left)
    return ax

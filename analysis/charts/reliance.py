"""What themes rest on: how much of each theme is left without each of its patterns."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    Margins,
    find_figure,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.style import FAINT, INK, SMALL, draws
from analysis.charts.wrapping import clean, keep_left_to_right, measure_width, squeeze
from analysis.tables import RELIANCE, without_family_columns
from analysis.wording import pluralize

ROWS = 15  # the most themes in a picture; `data` contains all
FEWEST = 5  # sentences; themes with fewer are not judged
NEUTRAL_TITLE = "What is left of each theme without one of its patterns"
NONE_JUDGED = f"No theme has {FEWEST} sentences or more."
TICKS = {0: "0%", 0.25: "25%", 0.5: "50%", 0.75: "75%", 1: "100%"}

# Inches.
RIGHT = 2.3
TOP = 0.05
BOTTOM = 0.42
LONGEST_PATTERN = 1.1

ON_LINE: dict[str, Any] = {"edgecolors": "white", "linewidths": 0.6}


@draws
def reliance(table: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw how much of each theme is left without each of its patterns.

    Each theme has a line with a dot for each pattern that carries it. The large dot is the pattern
    without which the fewest sentences are left. Themes that rest on one pattern most come first,
    and those that have only one pattern come last.

    Args:
        table: one row per theme and pattern, as from `analysis.measures.reliance`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    RELIANCE.need(table)
    judged = table[table["n_sentences_hit"] >= FEWEST]
    themes = _rank_themes(judged)
    shown = themes.head(ROWS)
    rank = pd.Series(range(len(themes)), themes.index)
    data = judged.assign(shown=judged["theme"].isin(shown.index))
    data = data.sort_values("theme", key=lambda theme: theme.map(rank), kind="stable")
    data = without_family_columns(data).reset_index(drop=True)
    n_carried = table.loc[table["n_sentences_hit"] > 0, "theme"].nunique()
    n_sentences = pluralize(max(table["n_sentences"], default=0), "sentence")
    basis = f"n = {n_sentences}; {pluralize(n_carried, 'theme')} found."
    if themes.empty:
        return make_empty_chart(ax, NEUTRAL_TITLE, NONE_JUDGED, data, basis)

    title = _say_what_is_found(themes)
    caption = join_sentences(
        basis,
        "A dot is the share of a theme’s sentences that is left without one of its patterns"
        " (another pattern may then match the same words); the large dot is for the pattern named."
        " A theme rests on a pattern that alone finds more than half of its sentences, unless that"
        " is no surprise: it is a word of the label, or one of two that find about as much.",
        _count_single(themes),
        _say_left_out(themes, shown, n_carried),
        explain_all(shown),
    )
    alt = (
        f"Dots on lines: what is left of {pluralize(len(shown), 'theme')} without each pattern."
        f" {title}."
    )
    ax = _draw(ax, title, caption, shown, data)
    return Chart(title, find_figure(ax), data, caption, alt)


def _rank_themes(judged: pd.DataFrame) -> pd.DataFrame:
    """Make one row per theme, with the pattern that it rests on most; the rows to draw come first.

    Further columns: `pattern`, `n_only`, `n_without`, `n_sentences_hit`, `share_only`, `left`
    (`n_without` / `n_sentences_hit`) and `is_single` (whether the theme has only one pattern).
    """
    worst = judged.sort_values("n_only", ascending=False, kind="stable").drop_duplicates("theme")
    worst = worst.set_index("theme")
    themes = read_counted_themes(judged, worst["n_only"], all_coded=True)
    columns = ["pattern", "n_only", "n_without", "n_sentences_hit", "share_only", "rests"]
    themes = themes.join(worst[columns])
    n_patterns = themes.index.map(judged["theme"].value_counts())
    themes = themes.assign(
        left=themes["n_without"] / themes["n_sentences_hit"],
        is_single=n_patterns == 1,
    )
    return themes.sort_values(
        ["is_single", "rests", "share_only", "n_sentences_hit"],
        ascending=[True, False, False, False],
        kind="stable",
    )


# -- words -----------------------------------------------------------------------------------------


def _say_what_is_found(themes: pd.DataFrame) -> str:
    several = themes[~themes["is_single"]]
    if several.empty:
        return NEUTRAL_TITLE
    resting = several[several["rests"]]
    if resting.empty:
        return "No theme with several patterns rests on one of them"
    worst = resting.iloc[0]
    name = f"“{shorten_label(worst['label'])}”"
    without = f"without “{_shorten_pattern(worst['pattern'])}”"
    are = "is" if worst["n_without"] == 1 else "are"
    left = f"{_say_left(worst)} sentences"
    of_theme = f"{left} with {name}"
    if len(resting) == 1:
        return f"{name} rests on one pattern: {without}, {left} {are} left"
    n_resting = f"{len(resting)} of {pluralize(len(several), 'theme')} with several patterns"
    return f"{n_resting} rest on one: {without}, {of_theme} {are} left"


def _say_left(theme: pd.Series) -> str:
    """Say how many of the sentences of a theme are left."""
    return f"{theme['n_without']:,} of {theme['n_sentences_hit']:,}"


def _shorten_pattern(pattern: str) -> str:
    return squeeze(pattern, LONGEST_PATTERN, SMALL)


def _count_single(themes: pd.DataFrame) -> str:
    n = int(themes["is_single"].sum())
    if n == 0:
        return ""
    have = "has" if n == 1 else "have"
    return f"{pluralize(n, 'theme')} {have} only one pattern, and must rest on it."


def _say_left_out(themes: pd.DataFrame, shown: pd.DataFrame, n_carried: int) -> str:
    n_few = n_carried - len(themes)
    parts = []
    if n_few:
        are = "is" if n_few == 1 else "are"
        themes_of_few = f"{pluralize(n_few, 'theme')} with fewer than {FEWEST} sentences"
        parts.append(f"{themes_of_few} {are} not judged.")
    if len(shown) < len(themes):
        parts.append(
            f"The chart shows {len(shown)} of {len(themes):,} themes, those that rest on one"
            " pattern most; its CSV file holds all."
        )
    return " ".join(parts)


def _tell_apart(themes: pd.DataFrame) -> pd.DataFrame:
    """Add the label of the family to labels that occur twice, and draw no headings of families."""
    is_twice = themes["label"].duplicated(keep=False) & (themes["family_label"] != "")
    longer = themes["label"] + " (" + themes["family_label"] + ")"
    label = themes["label"].mask(is_twice, longer)
    return themes.assign(label=label, family="", family_label="")


# -- drawing ---------------------------------------------------------------------------------------


def _draw(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    data: pd.DataFrame,
) -> Axes:
    rows, left = lay_out_rows(_tell_apart(themes))
    margins = Margins(left=left, right=RIGHT, top=TOP, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins)
    left_of = data["n_without"] / data["n_sentences_hit"]
    # A `not` pattern can void the pattern that is left out, but not the one in its place. Then
    # there are more sentences without it than with it.
    furthest = max(1, left_of[data["shown"]].max())
    ax.set_xlim(-0.02, furthest + 0.02)
    ax.set_xticks(list(TICKS), list(TICKS.values()))
    ax.set_xlabel("share of the theme’s sentences that is left")
    for tick, name in TICKS.items():
        ax.axvline(tick, color=FAINT, linewidth=0.8, zorder=0, label=name)
    for row in rows.itertuples():
        is_own = (data["theme"] == row.Index) & (data["n_found"] > 0)
        others = left_of[is_own & (data["pattern"] != row.pattern)]
        _draw_theme(ax, row, others)
    for row in rows.itertuples():
        words = _say_beside(row)
        write_beside(ax, words, (1, row.y), (8, 0), va="center", size=SMALL, color=INK)
    label_rows(ax, rows, left)
    return ax


def _draw_theme(ax: Axes, row: Any, others: pd.Series) -> None:
    """Draw the line of a theme, and a dot on it for each pattern."""
    name = clean(row.label)
    start = min(row.left, 1)
    ax.plot([start, 1], [row.y, row.y], color=row.colour, linewidth=2, zorder=1, label=name)
    if len(others):
        y = [row.y] * len(others)
        ax.scatter(others, y, s=16, color=row.colour, zorder=2, label=name, **ON_LINE)
    ax.scatter([row.left], [row.y], s=52, color=row.colour, zorder=3, label=name, **ON_LINE)


def _say_beside(row: Any) -> str:
    """Say what is left of a theme, and without which pattern."""
    count = f"{row.n_without:,} of {row.n_sentences_hit:,} without "
    ending = " (its only one)" if row.is_single else ""
    inches = RIGHT - 0.15 - measure_width(count + "“”" + ending, SMALL)
    pattern = squeeze(row.pattern, inches, SMALL)
    return keep_left_to_right(f"{count}“{pattern}”{ending}")

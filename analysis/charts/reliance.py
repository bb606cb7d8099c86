"""What themes rest on: how much of each theme is left without each of its patterns."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, say_shown, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    ROW,
    Margins,
    find_figure,
    inner_width,
    label_rows,
    lay_out_rows,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.marks import link_points
from analysis.charts.style import FAINT, INK, SMALL, Width, at_most, draws
from analysis.charts.wrapping import clean, keep_left_to_right, measure_width, squeeze, wrap
from analysis.messages import count, number, out_of, percent, quote, say
from analysis.selection import Where
from analysis.tables import RELIANCE, without_family_columns

ROWS = 15  # the most themes in a picture; `data` contains all
FEWEST = 5  # sentences; themes with fewer are not judged
TICKS = (0, 0.25, 0.5, 0.75, 1)
FEW_TICKS = (0, 0.5, 1)  # in a narrow figure

# Inches.
RIGHT = 2.3
NARROW_RIGHT = 1.2
WIDE = 5.0  # a figure with less room has the words beside a row on several lines
MOST_LINES = 3
SEVERAL_LINES = 0.4  # the least height of a row with several lines
TOP = 0.05
BOTTOM = 0.42
LONGEST_PATTERN = 1.1

ON_LINE: dict[str, Any] = {"edgecolors": "white", "linewidths": 0.6, "clip_on": False}


@draws
def reliance(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw how much of each theme is left without each of its patterns.

    Each theme has a line with a dot for each pattern that carries it. The large dot is the pattern
    without which the fewest sentences are left. Themes that rest on one pattern most come first,
    and those that have only one pattern come last.

    Args:
        table: one row per theme and pattern, as from `analysis.measures.reliance`.
        title: the heading of the picture; by default it says which theme rests on one pattern.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    RELIANCE.need(table)
    judged = table[table["n_sentences_hit"] >= FEWEST]
    themes = _rank_themes(judged)
    shown = themes.head(at_most(ROWS))
    rank = pd.Series(range(len(themes)), themes.index)
    data = judged.assign(shown=judged["theme"].isin(shown.index))
    data = data.sort_values("theme", key=lambda theme: theme.map(rank), kind="stable")
    data = without_family_columns(data).reset_index(drop=True)
    n_carried = table.loc[table["n_sentences_hit"] > 0, "theme"].nunique()
    basis = say(
        "n = {n_sentences}; {n_themes} found.",
        n_sentences=count(max(table["n_sentences"], default=0), "sentence"),
        n_themes=count(n_carried, "theme"),
    )
    if themes.empty:
        message = say("No theme has {least} sentences or more.", least=number(FEWEST))
        return make_empty_chart(ax, title or _say_neutrally(), message, data, basis)

    finding = _say_what_is_found(themes)
    title = finding if title is None else title
    subtitle = say("Share of a theme’s sentences that is left without one of its patterns")
    caption = join_sentences(
        basis,
        say(
            "A dot is the share of a theme’s sentences that is left without one of its patterns"
            " (another pattern may then match the same words); the large dot is for the pattern"
            " named."
        ),
        say(
            "A theme rests on a pattern that alone finds more than half of its sentences, unless"
            " that is no surprise: it is a word of the label, or one of two that find about as"
            " much."
        ),
        _count_single(themes),
        _say_left_out(themes, shown, n_carried),
        explain_all(shown),
    )
    alt = say(
        "Dots on lines: what is left of {themes} without each pattern. {finding}.",
        themes=count(len(shown), "theme"),
        finding=finding,
    )
    ax = _draw(ax, title, subtitle, caption, shown, data)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


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


def _say_neutrally() -> str:
    return say("What is left of each theme without one of its patterns")


def _say_what_is_found(themes: pd.DataFrame) -> str:
    several = themes[~themes["is_single"]]
    if several.empty:
        return _say_neutrally()
    resting = several[several["rests"]]
    if resting.empty:
        return say("No theme rests unexpectedly on one of its patterns")
    worst = resting.iloc[0]
    theme = quote(shorten_label(worst["label"]))
    pattern = quote(squeeze(worst["pattern"], LONGEST_PATTERN, SMALL))
    left = out_of(worst["n_without"], worst["n_sentences_hit"], "sentence")
    named = {"theme": theme, "pattern": pattern, "left": left}
    is_one = worst["n_without"] == 1
    if len(resting) == 1 and is_one:
        return say("{theme} rests on one pattern: without {pattern}, {left} is left", **named)
    if len(resting) == 1:
        return say("{theme} rests on one pattern: without {pattern}, {left} are left", **named)
    named |= {"k": number(len(resting)), "themes": count(len(several), "theme")}
    if is_one:
        return say(
            "{k} of {themes} with several patterns rest on one: without {pattern}, {left} with"
            " {theme} is left",
            **named,
        )
    return say(
        "{k} of {themes} with several patterns rest on one: without {pattern}, {left} with"
        " {theme} are left",
        **named,
    )


def _count_single(themes: pd.DataFrame) -> str:
    n = int(themes["is_single"].sum())
    if n == 0:
        return ""
    named = count(n, "theme")
    if n == 1:
        return say("{themes} has only one pattern, and must rest on it.", themes=named)
    return say("{themes} have only one pattern, and must rest on it.", themes=named)


def _say_left_out(themes: pd.DataFrame, shown: pd.DataFrame, n_carried: int) -> str:
    n_few = n_carried - len(themes)
    not_judged = ""
    named = {"themes": count(n_few, "theme"), "least": number(FEWEST)}
    if n_few == 1:
        not_judged = say("{themes} with fewer than {least} sentences is not judged.", **named)
    elif n_few:
        not_judged = say("{themes} with fewer than {least} sentences are not judged.", **named)
    which = say("those that rest on one pattern most")
    return join_sentences(not_judged, say_shown(shown, themes, "themes", which))


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
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
    data: pd.DataFrame,
) -> Axes:
    is_wide = inner_width() >= WIDE
    right = RIGHT if is_wide else NARROW_RIGHT
    rows, left = lay_out_rows(_tell_apart(themes), ROW if is_wide else SEVERAL_LINES)
    margins = Margins(left=left, right=right, top=TOP, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    patterns = data.assign(left=data["n_without"] / data["n_sentences_hit"])
    # A `not` pattern can void the pattern that is left out, but not the one in its place. Then
    # there are more sentences without it than with it.
    furthest = max(1, patterns.loc[patterns["shown"], "left"].max())
    ax.set_xlim(-0.02, furthest + 0.02)
    ticks = list(TICKS if is_wide else FEW_TICKS)
    ax.set_xticks(ticks, [percent(tick) for tick in ticks])
    ax.set_xlabel(say("share that is left"))
    for tick in ticks:
        ax.axvline(tick, color=FAINT, linewidth=0.8, zorder=0, label=percent(tick))
    for row in rows.itertuples():
        own = patterns[(patterns["theme"] == row.Index) & (patterns["n_found"] > 0)]
        _draw_theme(ax, row, own)
    for row in rows.itertuples():
        words = _say_beside(row, right, is_wide)
        write_beside(ax, words, (1, row.y), (8, 0), va="center", size=SMALL, color=INK)
    label_rows(ax, rows, left)
    return ax


def _draw_theme(ax: Axes, row: Any, patterns: pd.DataFrame) -> None:
    """Draw the line of a theme, and a dot on it for each pattern that finds something."""
    name = clean(row.label)
    start = min(row.left, 1)
    ax.plot([start, 1], [row.y, row.y], color=row.colour, linewidth=2, zorder=1, label=name)
    is_main = patterns["pattern"] == row.pattern
    for own, size, zorder in ((patterns[~is_main], 16, 2), (patterns[is_main], 52, 3)):
        if len(own):
            y = [row.y] * len(own)
            dots = ax.scatter(
                own["left"], y, s=size, color=row.colour, zorder=zorder, label=name, **ON_LINE
            )
            link_points(dots, [_make_mark(row.label, pattern) for pattern in own.itertuples()])


def _make_mark(label: str, pattern: Any) -> tuple[Where, str, int]:
    """Lead from a dot to the sentences that its pattern finds."""
    words = say(
        "{theme}: {pattern} finds {found}; without it, {left} of the {n}",
        theme=label,
        pattern=quote(pattern.pattern),
        found=out_of(pattern.n_found, pattern.n_sentences_hit, "sentence"),
        left=number(pattern.n_without),
        n=number(pattern.n_sentences_hit),
    )
    return {"theme": pattern.theme, "pattern": pattern.pattern}, words, pattern.n_found


def _say_beside(row: Any, right: float, is_wide: bool) -> str:
    """Say what is left of a theme, and without which pattern."""
    left = say("{k} of {n}", k=number(row.n_without), n=number(row.n_sentences_hit))
    template = say("{left} without {pattern}", left=left, pattern=quote("{}"))
    if row.is_single:
        template += f" {say('(its only one)')}"
    inches = right - 0.15
    if is_wide:
        return _fit_pattern(row.pattern, template, inches)
    pattern = _fit_pattern(row.pattern, quote("{}"), inches)
    words = template.replace(quote("{}"), pattern.replace(" ", "\u00a0"))
    return "\n".join(wrap(words, inches, SMALL, MOST_LINES)).replace("\u00a0", " ")


def _fit_pattern(pattern: str, template: str, inches: float) -> str:
    """Write a pattern into words, as much of it as fits."""
    before, _, after = template.partition("{}")
    room = inches - measure_width(before + after, SMALL)
    return keep_left_to_right(before + squeeze(pattern, room, SMALL) + after)

"""How far coders agree: alpha of each theme with its interval, and how often it was given."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, say_shown, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.family_rows import keep_families, say_which
from analysis.charts.layout import (
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
from analysis.charts.style import FAINT, GREY, INK, SMALL, SOFT, Width, at_most, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.messages import count, decimal, number, out_of, quote, say
from analysis.tables import AGREEMENT, LEAST_ALPHA, LEAST_CODED, RELIABLE_ALPHA

ROWS = 20  # the most themes in a picture; `data` contains all
WIDE = 5.0  # inches; a figure with less room has no column of intervals

# Inches.
TOP = 0.24  # room for the words above the columns of numbers, and for those of the marks
BOTTOM = 0.2  # room for the ticks
HEAD = -0.08  # y of the words above the columns of numbers
GAP = 0.16  # between the columns of numbers


@draws
def agreement(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw how far coders agree on each theme: Krippendorff's alpha with its interval.

    Two lines mark what Krippendorff asks for: 0.667 for tentative conclusions, 0.8 for firm ones.
    Themes that are too rare to say anything are grey. Themes that no coder gave are left out.

    Args:
        table: one row per theme, and `""` for all, as from `analysis.agreement`.
        title: the heading of the picture; by default it says for how many themes agreement is high
            enough.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    AGREEMENT.need(table)
    is_theme = table["theme"] != ""
    counts = table.set_index("theme")["n_coded"]
    themes = read_counted_themes(table[is_theme], counts, all_coded=True)
    columns = table.set_index("theme")[["alpha", "low", "high"]]
    themes = themes.join(columns)
    given = themes[themes["n"] > 0].sort_values(
        ["family_order", "alpha"], ascending=[True, False], kind="stable"
    )
    shown = _choose_themes(given)
    data = table.assign(shown=table["theme"].isin(["", *shown.index])).reset_index(drop=True)
    n = int(table.loc[is_theme, "n_units"].max()) if is_theme.any() else 0
    n_coders = int(table["n_coders"].max()) if len(table) else 0
    basis = _say_basis(n, n_coders)
    finding = _say_finding(given)
    title = finding if title is None else title
    if given.empty:
        return make_empty_chart(ax, title, _say_why_empty(n, n_coders), data, basis)
    drawn = pd.concat([_row_of_all(table, shown), shown])
    subtitle = _say_what_is_drawn(drawn)
    caption = join_sentences(
        basis,
        say(
            "Alpha is 1 if coders agree everywhere, and 0 if they agree no more often than by"
            " chance."
        ),
        _explain_line(drawn),
        say("“Coded” counts the sentences to which any coder gave the theme."),
        _explain_finding(given),
        _explain_rare(given, shown),
        _explain_no_interval(shown),
        _explain_sums(given, shown),
        _say_shown(_leave_out_sums(shown), _leave_out_sums(given)),
        _say_never_given(themes[themes["n"] == 0]),
    )
    alt = _say_alt(drawn, count(len(shown), "theme"), finding)
    ax = _draw(ax, title, subtitle, caption, drawn)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _choose_themes(given: pd.DataFrame) -> pd.DataFrame:
    """Choose the themes that fit; if not all do, those that have subthemes give way to others."""
    most = at_most(ROWS)
    return given if len(given) <= most else keep_families(_leave_out_sums(given), most)


# -- words -----------------------------------------------------------------------------------------


def _say_basis(n: int, n_coders: int) -> str:
    sentences = count(n, "sentence")
    if n_coders <= 2:
        return say("n = {sentences} that two coders read.", sentences=sentences)
    coders = count(n_coders, "coder")
    return say(
        "n = {sentences} that at least two of {coders} read.", sentences=sentences, coders=coders
    )


def _say_finding(themes: pd.DataFrame) -> str:
    """Say for how many themes agreement is clearly high enough, or too low, by the interval."""
    themes = _leave_out_sums(themes)
    if themes["low"].isna().all():
        return _say_without_intervals(themes)
    n = len(themes)
    high = int((themes["low"] > LEAST_ALPHA).sum())
    low = int((themes["high"] < LEAST_ALPHA).sum())
    if n == 1:
        return _say_of_one(quote(shorten_label(themes["label"].iloc[0])), high, low)
    named = {
        "high": out_of(high, n, "theme"),
        "low": number(low),
        "themes": count(n, "theme"),
    }
    if high == n:
        return say("Agreement is high enough for each of the {themes}", **named)
    if low == n:
        return say("Agreement is too low for each of the {themes}", **named)
    if high and low:
        return say("Agreement is high enough for {high}, and too low for {low}", **named)
    if high:
        return say("Agreement is clearly high enough for {themes}", themes=named["high"])
    if low:
        themes_too_low = out_of(low, n, "theme")
        return say("Agreement is clearly too low for {themes}", themes=themes_too_low)
    return say("Whether agreement is high enough is unclear for each of the {themes}", **named)


def _leave_out_sums(themes: pd.DataFrame) -> pd.DataFrame:
    """Leave out themes that have subthemes, which would count these twice, if there are others."""
    has_subthemes = themes["has_subthemes"]
    return themes if has_subthemes.all() else themes[~has_subthemes]


def _say_without_intervals(themes: pd.DataFrame) -> str:
    if len(themes) and (themes["n"] < LEAST_CODED).all():
        return say("No theme is frequent enough to say how well coders agree")
    return say("How far coders agree")


def _say_of_one(theme: str, high: int, low: int) -> str:
    if high:
        return say("Agreement on {theme} is high enough", theme=theme)
    if low:
        return say("Agreement on {theme} is too low", theme=theme)
    return say("Whether agreement on {theme} is high enough is unclear", theme=theme)


def _say_why_empty(n: int, n_coders: int) -> str:
    if n:
        return say("No coder gave any theme.")
    if n_coders > 1:
        return say("No sentence was read by two coders.")
    return say("There are no two coders to compare.")


def _say_what_is_drawn(drawn: pd.DataFrame) -> str:
    lines = {"least": _write_tick(LEAST_ALPHA), "reliable": _write_tick(RELIABLE_ALPHA)}
    if drawn["low"].isna().all():
        return say("Krippendorff’s alpha; lines at {least} and {reliable}", **lines)
    return say(
        "Krippendorff’s alpha with its 95% interval; lines at {least} and {reliable}", **lines
    )


def _say_alt(drawn: pd.DataFrame, themes: str, finding: str) -> str:
    named = {"themes": themes, "finding": finding}
    if drawn["low"].isna().all():
        return say("Points: alpha of {themes}. {finding}.", **named)
    return say("Points with lines: alpha of {themes}, with its interval. {finding}.", **named)


def _explain_line(drawn: pd.DataFrame) -> str:
    """Say what the lines of intervals are, if there are any."""
    if drawn["low"].isna().all():
        return ""
    return say(
        "A thick line is its 95% interval: how far alpha might differ with another draw of"
        " sentences."
    )


def _explain_sums(given: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Say what “(all)” means, and that these rows are not counted."""
    explained = explain_all(shown)
    if not explained or given["has_subthemes"].all():
        return explained
    return join_sentences(explained, say("These rows are not counted as themes."))


def _explain_finding(themes: pd.DataFrame) -> str:
    if themes["low"].isna().all():
        return ""
    return say(
        "Krippendorff (2004) asks for {reliable}, or for {least} if conclusions are tentative."
        " Agreement is high enough if the whole interval lies above {least}, and too low if it lies"
        " below.",
        least=_write_tick(LEAST_ALPHA),
        reliable=_write_tick(RELIABLE_ALPHA),
    )


def _explain_rare(given: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Say how many themes are too rare, and that they are grey if the picture has some of them."""
    counted = _leave_out_sums(given)
    n = int((counted["n"] < LEAST_CODED).sum())
    if not n:
        return ""
    rare = say(
        "Too rare to say how well coders agree (coded in fewer than {least} sentences): {themes}.",
        least=number(LEAST_CODED),
        themes=out_of(n, len(counted), "theme"),
    )
    is_drawn = bool((shown["n"] < LEAST_CODED).any())
    return join_sentences(rare, say("They are grey.") if is_drawn else "")


def _explain_no_interval(shown: pd.DataFrame) -> str:
    is_frequent = shown["n"] >= LEAST_CODED
    if not (is_frequent & shown["low"].isna()).any():
        return ""
    return say(
        "There is no interval if fewer than {least} sentences lack the theme, or if none was"
        " computed.",
        least=number(LEAST_CODED),
    )


def _say_shown(shown: pd.DataFrame, given: pd.DataFrame) -> str:
    return say_shown(shown, given, say("themes that were given"), say_which(shown, given))


def _say_never_given(themes: pd.DataFrame) -> str:
    """Say how many themes no coder gave."""
    if themes.empty:
        return ""
    n = len(_leave_out_sums(themes))
    return say("Left out: {themes} that no coder gave.", themes=count(n, "theme"))


def _write(value: float) -> str:
    """Write a coefficient.

    >>> _write(0.5), _write(-0.25)
    ('0.50', '−0.25')
    """
    return decimal(round(value, 2) + 0.0, 2).replace("-", "−")


# -- drawing ---------------------------------------------------------------------------------------


def _row_of_all(table: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Make the row of all themes; there is none if the table has none, or one theme only."""
    row = table[table["theme"] == ""].set_index("theme").rename(columns={"n_coded": "n"})
    if len(shown) == 1:
        row = row.head(0)
    blank = {"family": "", "family_label": "", "colour": INK}
    return row.assign(**blank).reindex(columns=shown.columns)


def _draw(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
) -> Axes:
    rows, left = lay_out_rows(themes)
    columns = _write_columns(rows)
    widths = [measure_widest([head, *words], SMALL) + GAP for head, words in columns.items()]
    margins = Margins(left=left, right=sum(widths), top=TOP, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    _draw_scale(ax, rows)
    for row in rows.itertuples():
        _draw_alpha(ax, row)
    for at, (head, words) in enumerate(columns.items()):
        right = sum(widths[: at + 1])
        _write_number(ax, head, HEAD, right, SOFT)
        for text, row in zip(words, rows.itertuples(), strict=True):
            _write_number(ax, text, row.y, right, SOFT if np.isnan(row.low) else INK)
    label_rows(ax, rows, left, headings_cover_lines=True)
    for label, is_rare in zip(ax.get_yticklabels(), rows["low"].isna(), strict=True):
        label.set_color(SOFT if is_rare else INK)
    return ax


def _write_columns(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Write what is beside each row, by the words above the column."""
    known = rows["alpha"].notna()
    alphas = [
        _write(alpha) if has else "–" for alpha, has in zip(rows["alpha"], known, strict=True)
    ]
    columns = {say("alpha"): alphas}
    if inner_width() >= WIDE:
        columns[say("95% interval")] = [_say_limits(row) for row in rows.itertuples()]
    is_theme = rows.index != ""  # of all themes, units are sentences x themes
    columns[say("coded")] = [
        number(n) if has else "" for n, has in zip(rows["n"], is_theme, strict=True)
    ]
    return columns


def _say_limits(row: Any) -> str:
    if not np.isnan(row.low):
        return say("{least} to {most}", least=_write(row.low), most=_write(row.high))
    return say("too rare") if row.n < LEAST_CODED else say("no interval")


def _draw_scale(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the axis from 0, or from below it, to 1, and the two marks."""
    lowest = rows[["alpha", "low"]].min(axis=None)
    start = min(0.0, np.floor(5 * lowest) / 5)
    ax.set_xlim(start - 0.02, 1.02)
    step = 0.5 if inner_width() < WIDE or start < -0.5 else 0.2
    ticks = [float(tick) for tick in np.arange(round(start / step), 1 / step + 0.5) * step]
    ax.set_xticks(ticks, [_write_tick(tick) for tick in ticks])
    ax.grid(axis="x", color=FAINT)
    ax.set_axisbelow(True)
    for value, side in ((LEAST_ALPHA, "right"), (RELIABLE_ALPHA, "left")):
        words = _write_tick(value)
        ax.axvline(value, color=SOFT, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1, label=words)
        text = ax.annotate(
            words, (value, 0), (0, 4), textcoords="offset points", ha=side, va="bottom"
        )
        text.set(size=SMALL, color=SOFT, annotation_clip=False)


def _write_tick(value: float) -> str:
    digits = 3 if value == LEAST_ALPHA else 1
    return decimal(value + 0.0, digits).replace("-", "−")


def _draw_alpha(ax: Axes, row: Any) -> None:
    """Draw a point at alpha on the line of its interval; a hollow grey point if it has none."""
    name = clean(row.label)
    if np.isnan(row.alpha):
        return
    if np.isnan(row.low):
        ax.scatter(row.alpha, row.y, s=18, facecolor="white", edgecolor=GREY, zorder=3, label=name)
        return
    line = {"color": row.colour, "linewidth": 2.6, "solid_capstyle": "butt", "zorder": 2}
    ax.plot((row.low, row.high), (row.y, row.y), label=name, **line)
    ax.scatter(row.alpha, row.y, s=18, color=INK, zorder=3, label=name)


def _write_number(ax: Axes, text: str, y: float, right: float, colour: str) -> None:
    """Write a number that ends `right` inches behind the axes."""
    number = write_beside(ax, text, (1, y), (POINTS * right, 0), va="center", ha="right")
    number.set(size=SMALL, color=colour, annotation_clip=False)

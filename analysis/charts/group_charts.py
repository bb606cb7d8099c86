"""Charts of groups: one panel per theme, one row per group. What a mark shows can differ."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_themes,
    say_none_in_these,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.group_rows import NEEDED, GroupPanel, count_panels, make_group_panels
from analysis.charts.layout import find_figure, make_empty_chart
from analysis.charts.multiples import (
    choose_themes,
    explain_cuts,
    explain_limits,
    explain_scales,
    find_scales,
    say_chosen,
    say_one_text,
)
from analysis.charts.style import FAINT, at_most
from analysis.charts.wrapping import clean
from analysis.clearest import find_clearness
from analysis.messages import count, join, name_group, number, quote, say
from analysis.tables import SHARES, without_family_columns

MOST_NAMED = 3  # groups that a title names
PARTS = ("section", "paragraph")  # of one text


@dataclass(frozen=True)
class Way:
    """A way to draw groups.

    Attributes:
        value: the column that is drawn, and by which the groups of a panel are sorted.
        limits: the columns of its interval.
        longest: as for `find_scales`.
        most: the most panels.
        title: says, by the name of the column, what is drawn if nothing stands out.
        subtitle: says what a mark is, and how one that stands out looks.
        finding: says what stands out, by the theme, the groups, their rows, and all rows of the
            theme.
        alt: says, by the number of panels, what is drawn.
        draw: draws the marks of a panel up to the end of its scale, and its axis.
        axis: says what the axis counts.
    """

    value: str
    limits: tuple[str, str]
    longest: float
    most: int
    title: Callable[[str], str]
    subtitle: Callable[[bool], str]
    finding: Callable[[str, str, pd.DataFrame, pd.DataFrame], str]
    alt: Callable[[str], str]
    draw: Callable[[GroupPanel, float], None]
    axis: Callable[[], str]


def make_group_chart(way: Way, shares: pd.DataFrame, by: str, title: str | None) -> Chart:
    """Draw groups in the given way: the themes with the lowest `theme_rank`, a panel for each.

    Args:
        way: how to draw them.
        shares: one row per group and theme.
        by: the column that holds the groups.
        title: the heading of the picture; by default, what stands out most.

    Raises:
        InputError: a column is missing.
    """
    SHARES.need(shares, [by, *NEEDED])
    themes, shown = choose_themes(shares, at_most(min(way.most, count_panels(shares[by].unique()))))
    data = shares[shares["theme"].isin(themes.index)]
    data = without_family_columns(data).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    drawn = data[data["shown"]]
    n = _say_n(shares, by)
    basis = say("{n}, by {column}.", n=n, column=_name(by))
    subtitle = way.subtitle(drawn["strength"].notna().any())
    finding = _say_finding(way, drawn, by)
    if title is None:
        title = finding or _say_that_none_differs(shares, by) or way.title(_name(by))
    if shown.empty:
        return make_empty_chart(None, title, say_none_in_these(), data, basis, subtitle)
    scales = find_scales(drawn, way.value, way.limits, way.longest).loc[shown.index]
    caption = join_sentences(
        basis,
        explain_scales(scales),
        explain_limits(drawn[drawn["n_groups"] == 1]),
        explain_cuts(drawn, scales, way.limits),
        _count_standing_out(data),
        _say_parts_of_text(drawn, by),
        _explain_others(shares, by),
        explain_all(shown),
        say_chosen(shown, themes, data) if len(themes) > 1 else "",
    )
    alt = join_sentences(
        f"{way.alt(count(len(shown), 'theme'))} {n}.",
        f"{finding}." if finding else "",
        say("Most often: {themes}.", themes=list_themes(themes)),
    )
    words = (title, subtitle, caption)
    panels = make_group_panels(words, shown, drawn, by=by, value=way.value)
    for panel, scale in zip(panels, scales, strict=True):
        way.draw(panel, scale)
        panel.ax.grid(axis="x", color=FAINT)
        panel.ax.set_xlabel(way.axis() if panel.is_lowest else "", loc="left")
    return Chart(title, find_figure(panels[0].ax), data, caption, alt, subtitle)


def _name(by: str) -> str:
    return clean(by).replace("_", " ")


def _say_finding(way: Way, drawn: pd.DataFrame, by: str) -> str:
    """Say the difference that stands out most; `""` if none does.

    A few groups that stand out by the same theme, on the same side, are named together.
    """
    standing_out = drawn[drawn["stands_out"]]
    if standing_out.empty:
        return ""
    row = standing_out.loc[find_clearness(standing_out)["difference"].idxmax()]
    of_theme = drawn[drawn["theme"] == row["theme"]]
    is_beside = (of_theme["difference"] > 0) == (row["difference"] > 0)
    rows = of_theme[of_theme["stands_out"] & is_beside].sort_values("share", ascending=False)
    if len(rows) > MOST_NAMED:
        rows = row.to_frame().T
    groups = join([quote(shorten_label(name_group(name))) for name in rows[by]])
    return way.finding(shorten_label(row["label"]), groups, rows, of_theme)


def _say_that_none_differs(shares: pd.DataFrame, by: str) -> str:
    """Say that no group differs clearly, if all were compared and none does; `""` otherwise."""
    if shares.empty or not shares["n_compared"].max() or shares["stands_out"].any():
        return ""
    return say("No theme differs clearly by {column}", column=_name(by))


def _say_n(shares: pd.DataFrame, by: str) -> str:
    groups = shares.drop_duplicates(by)
    n_sentences = count(groups["n_sentences"].sum(), "sentence")
    n_groups = count(groups["n_groups"].sum(), "group")
    return say("n = {sentences} in {groups}", sentences=n_sentences, groups=n_groups)


def _count_standing_out(data: pd.DataFrame) -> str:
    """Count what stands out of all comparisons; `""` if nothing was compared."""
    n = data["n_compared"].max()
    if data["strength"].isna().all() or not n:
        return ""
    return say(
        "Stands out: would be rare even as the largest of {n} (here {k}).",
        n=count(n, "comparison"),
        k=number(data["stands_out"].sum()),
    )


def _say_parts_of_text(drawn: pd.DataFrame, by: str) -> str:
    """Say that the groups are parts of one text, where the intervals do not."""
    has_intervals = "low" in drawn and drawn["low"].notna().any()
    return "" if has_intervals or by not in PARTS else say_one_text("paragraphs")


def _explain_others(shares: pd.DataFrame, by: str) -> str:
    """Explain the row that combines several groups, if any."""
    n_groups = shares.drop_duplicates(by)["n_groups"]
    if max(n_groups, default=1) == 1:
        return ""
    return say(
        "Shown are the {n} groups with the most sentences; all others are one row.",
        n=number(len(n_groups) - 1),
    )

"""Corrected shares: what the patterns found, and what people would have coded."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    say_counted,
    say_shown,
    shorten_label,
)
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
from analysis.charts.marks import link
from analysis.charts.style import (
    GREY,
    INK,
    SMALL,
    SOFT,
    Width,
    at_most,
    draws,
    tint,
)
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.messages import bare_percent, count, name_group, number, out_of, percent, quote, say
from analysis.selection import Where
from analysis.tables import CORRECTED, TEXT, without_family_columns

UNSTATED = "(not stated)"  # the group of sentences without a value
ROWS = 20  # the most rows in a picture; `data` contains all
MOST_GROUPS = 10  # in a picture
OUTSIDE = 0.05  # of the 95 % intervals leave out what is true
STRENGTH = 0.45  # of the colour of a bar, which lies below the interval
LINE: dict[str, Any] = {"color": INK, "linewidth": 1.4, "solid_capstyle": "butt"}

# Inches.
BAR = 0.15
TOP = 0.22  # room for the words above the columns of numbers
HEAD = -0.08  # y of these words
GAP = 0.16  # between the columns of numbers
WIDE = 5.0  # a figure with less room gives the interval in no column


@draws
def corrected(
    table: pd.DataFrame,
    by: str | None = None,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw the share of sentences in which patterns found a theme, and the corrected share.

    The share of hits is a bar; the corrected share is a dot on it, with its 95 % interval as a
    line. Where too few sentences were coded by hand, the bar is grey, and “too few” stands beside
    it. With groups, each theme has a row for each of the largest groups.

    Args:
        table: one row per theme, or per group and theme, as from `corrected_shares`. If the groups
            are periods, `dated_by` names the column that dates the texts.
        by: the column that names the groups, if there are any.
        title: the heading of the picture; by default it names the theme that changes most.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    CORRECTED.need(table, groups=[by] if by else [])
    n_hit = (table["share"] * table["n_sentences"]).fillna(0).round().astype("int64")
    rows = table.assign(n_sentences_hit=n_hit).reset_index(drop=True)
    themes = _read_themes(rows, by)
    occurring = themes[themes["is_drawn"]]
    groups = _choose_groups(rows, by)
    shown = _choose_themes(occurring, len(groups))
    drawn = _make_rows(rows, shown, by, groups)
    is_drawn = rows.index.isin(drawn["row"])
    is_known = rows["corrected"].notna() & rows["theme"].isin(themes.index)
    data = without_family_columns(rows.drop(columns="n_sentences_hit")).assign(shown=is_drawn)
    basis = _say_basis(rows, by)
    if not (is_known & is_drawn).any():
        neutral = title or say("Shares of hits, and corrected shares")
        message = say("Too few sentences were coded by hand to correct a share.")
        if table["n_sample"].max() == 0:
            message = say(
                "No random sample of the sentences was coded by hand to correct shares by."
            )
        return make_empty_chart(ax, neutral, message, data, basis)
    finding = _say_finding(rows[is_known & is_drawn], by)
    title = finding if title is None else title
    caption = join_sentences(
        basis,
        say(
            "Corrected is the share of sentences that a person would have coded, estimated from all"
            " hits and the coded sample together; a line is its 95% interval."
        ),
        _count_changed(rows[is_known], by),
        _explain_too_few(drawn),
        explain_all(shown),
        _say_groups(rows, groups, by),
        say_shown(shown, occurring, "themes that occur", say_which(shown, occurring)),
    )
    alt = say(
        "Bars: shares of sentences with a hit; dots: corrected shares, of {themes}. {finding}.",
        themes=count(len(shown), "theme"),
        finding=finding,
    )
    subtitle = say(
        "Bars: sentences in which the patterns found the theme; dots: corrected shares, with 95%"
        " intervals"
    )
    ax = _draw(ax, (title, subtitle, caption), drawn)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


# -- what is drawn ---------------------------------------------------------------------------------


def _read_themes(rows: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Read the coded themes, with `n` and whether something of them can be drawn."""
    counts = rows.groupby("theme")["n_sentences_hit"].sum()
    themes = read_counted_themes(rows, counts)
    most = rows.groupby("theme")["corrected"].max()
    is_drawn = (themes["n"] > 0) | (themes.index.map(most) > 0)
    return themes.assign(is_drawn=is_drawn)


def _choose_groups(rows: pd.DataFrame, by: str | None) -> list[Any]:
    """Choose the groups with the most sentences, in the order of the table; none without `by`."""
    if by is None:
        return []
    sizes = rows.drop_duplicates(by).set_index(by)["n_sentences"]
    largest = sizes.nlargest(min(MOST_GROUPS, at_most(ROWS))).index
    return [name for name in sizes.index if name in largest]


def _choose_themes(themes: pd.DataFrame, n_groups: int) -> pd.DataFrame:
    most = max(1, at_most(ROWS) // max(1, n_groups))
    return keep_families(themes, most)


def _make_rows(
    rows: pd.DataFrame,
    shown: pd.DataFrame,
    by: str | None,
    groups: list[Any],
) -> pd.DataFrame:
    """Make the rows of the picture: one per theme, or per theme and group below its heading."""
    numbers = ["row", "n_sentences", "n_sentences_hit", "share", "corrected", "low", "high"]
    numbered = rows.assign(row=rows.index)
    if by is None:
        drawn = shown.join(numbered.set_index("theme")[numbers]).reset_index()
        where: list[Where] = [{"theme": theme} for theme in drawn["theme"]]
        return drawn.assign(where=where, says=drawn["label"])
    of_groups = numbered[numbered[by].isin(groups)]
    themes = shown.drop(columns=["family", "family_label"]).rename(columns={"label": "says"})
    drawn = of_groups[["theme", by, *numbers]].merge(themes, left_on="theme", right_index=True)
    order = {theme: n for n, theme in enumerate(shown.index)}
    drawn = drawn.sort_values("theme", key=lambda names: names.map(order), kind="stable")
    values = [_name(value) for value in drawn[by]]
    column = str(rows["dated_by"].iloc[0]) if "dated_by" in rows else by
    where = [
        {"theme": theme, column: value} for theme, value in zip(drawn["theme"], values, strict=True)
    ]
    names = [clean(name_group(value)) for value in values]
    says = [
        say("{theme}, {group}", theme=theme, group=name)
        for theme, name in zip(drawn["says"], names, strict=True)
    ]
    label = pd.Series(names, drawn.index, dtype=TEXT)
    family = {"family": drawn["theme"], "family_label": drawn["says"]}
    return drawn.assign(label=label, where=where, **family).assign(says=says)


def _name(value: Any) -> str:
    """Name the group of a value."""
    return UNSTATED if pd.isna(value) or value == "" else str(value)


# -- words -----------------------------------------------------------------------------------------


def _say_basis(rows: pd.DataFrame, by: str | None) -> str:
    """Say how many sentences there are, and how many of them were drawn and coded."""
    if rows.empty:
        return say("n = {n}.", n=count(0, "sentence"))
    groups = rows.drop_duplicates(by) if by else rows.head(1)
    n, n_coded = groups[["n_sentences", "n_sample"]].sum()
    sentences = count(int(n), "sentence")
    if n_coded == 0:
        return say("n = {n}.", n=sentences)
    if by is None:
        return say("n = {n}, of which {k} were coded by hand.", n=sentences, k=number(int(n_coded)))
    return say(
        "n = {n} in {groups}; {k} of the sentences were coded by hand.",
        n=sentences,
        groups=count(len(groups), "group"),
        k=number(int(n_coded)),
    )


def _find_changed(known: pd.DataFrame) -> pd.DataFrame:
    """Find the corrected shares whose interval leaves out the share of hits."""
    return known[(known["share"] < known["low"]) | (known["share"] > known["high"])]


def _say_finding(known: pd.DataFrame, by: str | None) -> str:
    """Name the share that changes most, of those that surely change."""
    changed = _find_changed(known)
    if changed.empty:
        return say("No corrected share shown differs clearly from the share of hits")
    row = changed.loc[(changed["corrected"] - changed["share"]).abs().idxmax()]
    theme = quote(shorten_label(row["label"]))
    if by is not None:
        group = clean(name_group(_name(row[by])))
        theme = say("{theme}, {group}", theme=theme, group=group)
    return say(
        "{theme}: {corrected} of the sentences once corrected, {share} by the hits",
        theme=theme,
        corrected=percent(row["corrected"], 1),
        share=percent(row["share"], 1),
    )


def _count_changed(known: pd.DataFrame, by: str | None) -> str:
    """Say how often the share of hits lies outside the interval, and how often by chance."""
    n_changed = len(_find_changed(known))
    noun = "case" if by else "theme"
    if not n_changed:
        return say(
            "The share of hits lies within the interval for {cases}.",
            cases=out_of(len(known), len(known), noun),
        )
    outside = say(
        "The share of hits lies outside the interval for {cases}.",
        cases=out_of(n_changed, len(known), noun),
    )
    by_chance = round(OUTSIDE * len(known))
    if by_chance < 1:
        return outside
    chance = say(
        "Even if all shares of hits were right, this would be so for about {n}.",
        n=number(by_chance),
    )
    return join_sentences(outside, chance)


def _explain_too_few(drawn: pd.DataFrame) -> str:
    if drawn["corrected"].notna().all():
        return ""
    return say("Where a bar is grey, too few sentences were coded by hand.")


def _say_groups(rows: pd.DataFrame, groups: list[Any], by: str | None) -> str:
    """Say that only the largest groups are shown; `""` if all are."""
    n = rows[by].nunique(dropna=False) if by else 0
    if n <= len(groups):
        return ""
    return say(
        "The chart shows the {k} largest of {groups}.",
        k=number(len(groups)),
        groups=count(n, "group"),
    )


def _say_limits(low: float, high: float) -> str:
    if pd.isna(low):
        return ""
    return say("{least} to {most}", least=bare_percent(low, 1), most=percent(high, 1))


# -- drawing ---------------------------------------------------------------------------------------


def _draw(ax: Axes | None, words: tuple[str, str, str], drawn: pd.DataFrame) -> Axes:
    title, subtitle, caption = words
    rows, left = lay_out_rows(drawn)
    columns = _list_columns(rows)
    widths = [measure_widest([head, *texts], SMALL) + GAP for head, texts in columns.items()]
    margins = Margins(left=left, right=sum(widths), top=TOP)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    is_known = rows["corrected"].notna()
    full = rows["colour"].where(is_known, GREY)
    bars = ax.barh(
        rows["y"],
        rows["share"].fillna(0),
        height=BAR,
        color=[tint(colour, STRENGTH) for colour in full],
        label=rows["says"].map(clean),
    )
    for bar, row in zip(bars, rows.itertuples(), strict=True):
        sentences = say_counted(row.n_sentences_hit, row.n_sentences)
        words_of_bar = say("{theme}: {sentences}", theme=row.says, sentences=sentences)
        link(bar, row.where, words_of_bar, row.n_sentences_hit)
    known = rows[is_known]
    for row in known.itertuples():
        name = f"interval of {clean(row.says)}"
        ax.plot([row.low, row.high], [row.y, row.y], label=name, **LINE)
    ax.scatter(
        known["corrected"],
        known["y"],
        s=16,
        color=INK,
        zorder=5,
        clip_on=False,  # at 0, half of it would be cut
        label=say("corrected share"),
    )
    for at, (head, texts) in enumerate(columns.items()):
        right = sum(widths[: at + 1])
        _write_number(ax, head, HEAD, right, SOFT)
        for text, y, is_there in zip(texts, rows["y"], is_known, strict=True):
            _write_number(ax, text, y, right, INK if is_there else SOFT)
    ax.set_xlim(0, rows[["share", "high"]].max(axis=None))
    label_rows(ax, rows, left)
    return ax


def _list_columns(rows: pd.DataFrame) -> dict[str, list[str]]:
    """List the numbers beside the bars: of the hits, corrected, and its interval."""
    too_few = say("too few")
    columns = {
        say("hits"): [_say_percent(share) for share in rows["share"]],
        say("corrected"): [_say_percent(share) or too_few for share in rows["corrected"]],
    }
    if inner_width() >= WIDE:
        limits = zip(rows["low"], rows["high"], strict=True)
        columns[say("95% interval")] = [_say_limits(*pair) for pair in limits]
    return columns


def _say_percent(share: float) -> str:
    return "" if pd.isna(share) else percent(share, 1)


def _write_number(ax: Axes, text: str, y: float, right: float, colour: str) -> None:
    """Write a number that ends `right` inches behind the axes."""
    written = write_beside(ax, text, (1, y), (POINTS * right, 0), va="center", ha="right")
    written.set(size=SMALL, color=colour, annotation_clip=False)

"""Charts of counts in cells: themes by group, themes with themes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .chart import SOFT, Chart, in_house_style
from .chart_layout import (
    EDGE,
    LABEL,
    NEUTRAL,
    SMALL,
    WIDTH,
    Families,
    Rows,
    families_of,
    ink_on,
    nothing,
    rows,
    sheet,
    ticks,
    tint,
    top_of,
)
from .chart_words import beyond, clean, count_of, counted, leading, width_of, wrap
from .tables import SHARES, TEXT, Table

ROWS, COLUMNS = 20, 12  # the most that a picture shows; the data hold all
NONE_OCCURS = "No theme occurs in these sentences."
NO_PAIR = "No two themes occur in the same sentence."

PAIRS = Table(
    "pairs",
    "one pair of leaf themes",
    ("theme_a", "theme_b"),
    {
        "theme_a": TEXT,
        "label_a": TEXT,
        "theme_b": TEXT,
        "label_b": TEXT,
        "n_a": "int64",
        "n_b": "int64",
        "n_both": "int64",
        "n_sentences": "int64",
    },
)


@in_house_style
def section_heatmap(
    shares_by: pd.DataFrame, by: str = "section", *, themes: pd.DataFrame | None = None, ax: Axes | None = None
) -> Chart:
    """Draw in how many sentences of each group each leaf theme occurs: a table of counts, shaded by share.

    `shares_by` is `theme_shares` by one column; its groups stand from left to right in the order given.
    """
    SHARES.need(shares_by, [by, *SHARES.columns])
    kin = families_of(themes, shares_by)
    data = shares_by[shares_by["theme"].isin(kin.leaves)].reset_index(drop=True)
    data["group"] = pd.Series([_group_name(value, by) for value in data[by]], dtype=TEXT)
    groups = data.drop_duplicates("group")
    n_by = dict(zip(groups["group"], groups["n_sentences"].tolist(), strict=True))
    sums = data.groupby("theme", sort=False)["n_sentences_hit"].sum()
    order, columns = kin.sort(sums[top_of(sums, ROWS)].index), list(n_by)[:COLUMNS]
    data["shown"] = data["theme"].isin(order) & data["group"].isin(columns)
    title, n = f"Themes by {'text' if by == 'doc_id' else by.replace('_', ' ')}", sum(n_by.values())
    caption = f"n = {counted(n, 'sentence')} in {counted(len(n_by), 'group')} (by {clean(by)})."
    if not sums.any():
        return nothing(ax, title, NONE_OCCURS, data, caption)
    peak = data.loc[data["n_sentences_hit"].idxmax()]
    highest = f"{peak['label']} in “{peak['group']}” ({count_of(peak['n_sentences_hit'], peak['n_sentences'])})"
    caption += f" A cell counts the sentences of its group in which the theme occurs, and is the darker, the larger \
their share of the group. Highest count: {highest}."
    caption += beyond(len(order), len(sums), "themes") + beyond(len(columns), len(n_by), "groups", "the first ones")
    lay = rows([kin.leaves[theme] for theme in order], map(kin.of, order), kin.labels)
    cells = data[data["shown"]].assign(
        row=lambda f: f["theme"].map(order.index),
        column=lambda f: f["group"].map(columns.index),
        count=lambda f: f["n_sentences_hit"],
        strength=lambda f: f["share"] / f["share"].max(),
        colour=lambda f: f["theme"].map(kin.colour),
        name=lambda f: f["label"] + " in “" + f["group"] + "”",
    )
    figure = _grid(ax, title, caption, lay, [(name, n_by[name]) for name in columns], cells)
    alt = f"Table of counts: {counted(len(sums), 'theme')} in {counted(len(n_by), 'group')}, "
    alt += f"n = {counted(n, 'sentence')}. Highest: {highest}."
    return Chart(title, figure, data, caption, alt)


def _group_name(value: object, by: str) -> str:
    if pd.isna(value):
        return "(missing)"
    if value == "":
        return "(before the first heading)" if by == "section" else "(not stated)"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _grid(ax, title: str, caption: str, lay: Rows, names: list[tuple[str, int]], cells: pd.DataFrame):
    """A table of counts: `cells` has row and column (positions), count, strength (0 to 1), colour, name."""
    room = WIDTH - 2 * EDGE - lay.margin
    wide = min(1.25, room / len(names))
    wrapped, top, turned = _column_labels(names, wide)
    ax = sheet(ax, title, caption, height=lay.height, left=lay.margin, right=room - wide * len(names), top=top)
    for cell in cells.itertuples():
        high = lay.heights[cell.row]
        box = (cell.column * wide, lay.centres[cell.row] - high / 2, wide, high)
        _cell(ax, cell.count, cell.name, cell.colour, cell.strength, box)
    ax.set_xlim(0, wide * len(names))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ticks(ax.xaxis, wide * (np.arange(len(names)) + 0.5), wrapped, **turned)
    lay.draw(ax)
    return ax.figure


def _column_labels(names: list[tuple[str, int]], wide: float) -> tuple[list[str], float, dict]:
    """Labels over columns, with their height in inches: lying where the columns are wide, else upright."""
    lying = wide >= 0.75
    across, lines = (wide - 0.08, 6) if lying else (1.7, max(1, int(wide / 0.13) - 1))
    wrapped = ["\n".join([*wrap(name, across, SMALL, lines), f"n = {n:,}"]) for name, n in names]
    each = [label.split("\n") for label in wrapped]
    height = max(map(len, each)) * 0.13 if lying else max(width_of(line, SMALL) for label in each for line in label)
    turned = {"va": "bottom", "rotation": 0 if lying else 90, "linespacing": 1.1, "size": SMALL}
    return wrapped, height + 0.1, turned


def _cell(ax, count: int, name: str, colour: str, strength: float | None, box: tuple) -> None:
    """One cell with its count: a shade with an edge of the full colour (all of it for None); of 0 only the number."""
    x, y, wide, high = box
    ink = SOFT
    if count:
        fill, gap = colour if strength is None else tint(colour, 0.15 + 0.55 * strength), 0.02
        mark = Rectangle((x + gap, y + gap), wide - 2 * gap, high - 2 * gap, label=clean(name))
        ax.add_patch(mark).set(facecolor=fill, edgecolor=colour, linewidth=0.8)
        ink = ink_on(fill)
    words = f"{count:,}"
    size = SMALL * min(1, (wide - 0.06) / width_of(words, SMALL))
    ax.text(x + wide / 2, y + high / 2, words, ha="center", va="center_baseline", size=size, color=ink)


@in_house_style
def cooccurrence(pairs: pd.DataFrame, *, themes: pd.DataFrame | None = None, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences two leaf themes both occur: a triangle, with each theme's own count on its edge.

    A count belongs to the theme at the right end of its row and to the theme at the top of its column.
    """
    PAIRS.need(pairs)
    kin = families_of(themes, _side(pairs, "a"), _side(pairs, "b"))
    n_of = pd.concat([_side(pairs, "a"), _side(pairs, "b")]).drop_duplicates("theme").set_index("theme")["n"]
    occurring = n_of[n_of > 0]
    order = kin.sort(occurring[top_of(occurring, ROWS)].index)
    data = pairs.assign(shown=pairs["theme_a"].isin(order) & pairs["theme_b"].isin(order)).reset_index(drop=True)
    title = "Themes named in the same sentence"
    caption = f"n = {counted(_sentences(pairs), 'sentence')}."
    if not data["n_both"].any():
        return nothing(ax, title, NO_PAIR, data, caption)
    most = _leading_pairs(data)
    caption += f" A cell counts the sentences that name both the theme at the end of its row and the theme at the top \
of its column; the coloured cells count a theme's own sentences. Most often together: {most}."
    caption += beyond(len(order), len(occurring), "themes that occur")
    if len(occurring) < len(n_of):
        caption += f" {counted(len(n_of) - len(occurring), 'theme')} left out: none occurs."
    figure = _triangle(ax, title, caption, order, n_of, data[data["shown"]], kin)
    alt = f"Triangle of counts of sentences that name both of two themes; n = {_sentences(pairs)}. Most: {most}."
    return Chart(title, figure, data, caption, alt)


def _side(pairs: pd.DataFrame, side: str) -> pd.DataFrame:
    """The themes on one side of the pairs: theme, label, n."""
    columns = {f"theme_{side}": "theme", f"label_{side}": "label", f"n_{side}": "n"}
    return pairs[list(columns)].rename(columns=columns).drop_duplicates("theme")


def _sentences(pairs: pd.DataFrame) -> int:
    return int(pairs["n_sentences"].max()) if len(pairs) else 0


def _leading_pairs(pairs: pd.DataFrame) -> str:
    return leading(pairs["label_a"] + " with " + pairs["label_b"], pairs["n_both"])


def _triangle(ax, title: str, caption: str, order: list[str], n_of: pd.Series, pairs: pd.DataFrame, kin: Families):
    room = WIDTH - 2 * EDGE
    side = min(0.36, (room - LABEL) / len(order))
    ax = sheet(ax, title, caption, height=side * len(order))
    ax.set_xlim(0, room)
    place = {theme: at for at, theme in enumerate(order)}
    for pair in pairs.assign(strength=pairs["n_both"] / pairs["n_both"].max()).itertuples():
        column, row = sorted((place[pair.theme_a], place[pair.theme_b]))
        name = f"{pair.label_a} with {pair.label_b}"
        _cell(ax, pair.n_both, name, NEUTRAL, pair.strength, (column * side, row * side, side, side))
    for at, theme in enumerate(order):
        _cell(ax, n_of[theme], kin.leaves[theme], kin.colour(theme), None, (at * side, at * side, side, side))
        lines = wrap(kin.leaves[theme], min(room - (at + 1) * side, 1.5 * LABEL) - 0.1, SMALL, 2)
        x, y = (at + 1) * side + 0.07, (at + 0.5) * side
        ax.text(x, y, "\n".join(lines), va="center", size=SMALL, linespacing=0.95)
    return ax.figure


@in_house_style
def cross_table(pairs: pd.DataFrame, *, themes: pd.DataFrame | None = None, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences a theme of one root and a theme of another both occur, as a table of counts.

    `pairs` is what `cross` gives: `theme_a` makes the rows, `theme_b` the columns.
    """
    PAIRS.need(pairs)
    kin = families_of(themes, _side(pairs, "a"), _side(pairs, "b"))
    sides = [_side(pairs, "a"), _side(pairs, "b")]
    down, across = (list(s[top_of(s["n"], limit)]["theme"]) for s, limit in zip(sides, (ROWS, COLUMNS), strict=True))
    data = pairs.assign(shown=pairs["theme_a"].isin(down) & pairs["theme_b"].isin(across)).reset_index(drop=True)
    names = [kin.labels.get(s["theme"].iloc[0].partition("/")[0], "") if len(s) else "" for s in sides]
    title = " by ".join(names) if all(names) else "Themes by themes"
    title += ": sentences that name both"
    caption = f"n = {counted(_sentences(pairs), 'sentence')}."
    if not data["n_both"].any():
        return nothing(ax, title, NO_PAIR, data, caption)
    most = _leading_pairs(data)
    caption += f" A cell counts the sentences that name both, whoever says so of whom; n counts a theme's own \
sentences. Most often together: {most}."
    caption += beyond(len(down), len(sides[0]), "rows") + beyond(len(across), len(sides[1]), "columns")
    n_of = pd.concat(sides).drop_duplicates("theme").set_index("theme")["n"]
    lay = rows([f"{kin.leaves[theme]} (n={n_of[theme]:,})" for theme in down], down, {})
    cells = data[data["shown"]].assign(
        row=lambda f: f["theme_a"].map(down.index),
        column=lambda f: f["theme_b"].map(across.index),
        count=lambda f: f["n_both"],
        strength=lambda f: f["n_both"] / f["n_both"].max(),
        colour=NEUTRAL,
        name=lambda f: f["label_a"] + " with " + f["label_b"],
    )
    figure = _grid(ax, title, caption, lay, [(kin.leaves[t], n_of[t]) for t in across], cells)
    alt = f"Table of counts of sentences that name both; n = {_sentences(pairs)}. Most: {most}."
    return Chart(title, figure, data, caption, alt)

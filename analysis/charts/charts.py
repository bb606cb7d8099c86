"""The charts: one finished summary in, one `Chart` out. No arithmetic here beyond sorting and laying out.

Themes stand under the root of their path, their family; roots that are leaves themselves belong to no family and share
one colour. `themes`, wherever it can be given, is what `Codebook.families` gives: with it a family has the same colour,
label and place in every chart, whatever part of a summary is drawn, and themes that have both patterns of their own and
themes below them are drawn from shares too. Charts of the text itself (`charts_of_text`) are offered here too.
"""

import pandas as pd

from analysis.charts import layout
from analysis.charts.chart import FAINT, SIZE, SMALL, SOFT, Chart, house_style
from analysis.charts.text import reading_map as reading_map
from analysis.charts.text import sentence_lengths as sentence_lengths
from analysis.faults import Fault, raise_all
from analysis.tables import PAIRS, POSITIONS, SHARES, TEXT
from analysis.wording import pluralize

ROWS, COLUMNS = 20, 12  # the most that a picture shows; the data hold all
VECTORS = (
    20_000  # marks: svg and pdf hold more of them as one picture, or they would be of a hundred MB
)
NAMED = 8  # themes that a picture does not show, up to which its caption names them
NONE_OCCURS = "None of these themes occurs."
LINES = "Each text has its own line within a lane, the first text at the top, and runs from left to right."


@house_style()
def prevalence(
    shares, *, themes=None, title="Sentences in which each theme occurs", ax=None
) -> Chart:
    """Draw in how many sentences each theme occurs: bars grouped under their root, whose own count heads them.

    `shares` is `theme_shares` of one group (by=None). Raises `InputError` where a theme has several rows.
    """
    SHARES.need(shares)
    several, one = (
        shares.loc[shares["theme"].duplicated(), "theme"].unique(),
        "one, of one group, as with by=None",
    )
    raise_all(Fault("table shares", f"several rows of {theme!r}", one) for theme in several)
    counts, n = shares.set_index("theme")["n_sentences_hit"], max(shares["n_sentences"], default=0)
    leaves = layout.leaves(counts, themes, shares).sort_values(
        ["number", "n"], ascending=[True, False], kind="stable"
    )
    shown = layout.most(leaves, ROWS)
    hidden = leaves[~leaves.index.isin(shown.index)]
    data = _with_roots(shares, leaves["family"]).assign(
        shown=lambda data: ~data["theme"].isin(hidden.index)
    )
    of, n_themes = pluralize(n, "sentence"), pluralize(len(leaves), "theme")
    caption = f"n = {of}; one sentence can hold several themes."
    if leaves.empty:
        return layout.nothing(ax, title, "The codebook has no such themes.", data, "n = 0 themes.")
    if not leaves["n"].any():
        return layout.nothing(
            ax, title, NONE_OCCURS, data, f"{caption} {n_themes} looked for, none found."
        )
    top = layout.leading(leaves["label"].map(layout.brief), leaves["n"])
    heading = (
        " A heading counts the sentences with any theme below it." if leaves["family"].any() else ""
    )
    caption += f" Most often: {top}.{heading}{layout.of_whole(shown)}{layout.beyond(shown, leaves, 'themes')}"
    if 0 < hidden["n"].gt(0).sum() <= NAMED:
        caption += (
            f" Not shown: {layout.leading(hidden['label'].map(layout.brief), hidden['n'], NAMED)}."
        )
    alt = f"Bars of how many of {of} each of {n_themes} occurs in. Most: {top}."
    return Chart(title, _bars(ax, title, caption, shown, counts, n), data, caption, alt)


def _with_roots(shares: pd.DataFrame, families: pd.Series) -> pd.DataFrame:
    """The shares of themes, whose `families` these are, in their order; those of a family's root before them."""
    known, groups = set(shares["theme"]), families.groupby(families, sort=False).groups
    order = {
        theme: root for root, below in groups.items() for theme in (root, *below) if theme in known
    }
    data = shares.set_index("theme").loc[list(order)].reset_index()
    return data.assign(family=pd.Series(order.values(), dtype=TEXT))


def _bars(ax, title: str, caption: str, leaves: pd.DataFrame, counts: pd.Series, n: int):
    heads = {
        root: f": {layout.count_of(counts[root], n)} sentences"
        for root in leaves["family"]
        if root in counts
    }
    heading = leaves["heading"] + leaves["family"].map(heads).astype(TEXT).fillna("")
    laid, left = layout.rows(leaves.assign(heading=heading))
    ax = layout.sheet(ax, title, caption, laid["bottom"].iloc[-1], left=left)
    names, words = laid["label"].map(layout.clean), [layout.count_of(k, n) for k in laid["n"]]
    ax.bar_label(
        ax.barh(laid["y"], laid["n"], height=0.15, color=laid["colour"], label=names),
        words,
        padding=4,
    )
    room = layout.ROOM - left
    ax.set_xlim(
        0,
        laid["n"].max() * room / (room - max(layout.width_of(word, SIZE) for word in words) - 0.1),
    )
    layout.label_rows(ax, laid, left)
    return ax.figure


@house_style()
def section_heatmap(shares_by, by="section", *, themes=None, ax=None) -> Chart:
    """Draw in how many sentences of each group each theme occurs: a table of counts, shaded by share.

    `shares_by` is `theme_shares` by one column; its groups stand from left to right in the order given: of many those
    with the most sentences.
    """
    SHARES.need(shares_by, [by, *SHARES.columns])
    leaves = layout.leaves(shares_by.groupby("theme")["n_sentences_hit"].sum(), themes, shares_by)
    data = shares_by[shares_by["theme"].isin(leaves.index)].reset_index(drop=True)
    data["group"] = pd.Series([_group_name(value, by) for value in data[by]], dtype=TEXT)
    groups = data.drop_duplicates("group").set_index("group", drop=False)[["group", "n_sentences"]]
    groups = groups.set_axis(["label", "n"], axis=1)
    down, across = layout.most(leaves, ROWS), layout.most(groups, COLUMNS)
    data["shown"] = data["theme"].isin(down.index) & data["group"].isin(across.index)
    title = f"Themes by {'text' if by == 'doc_id' else by.replace('_', ' ')}"
    n, in_groups = pluralize(groups["n"].sum(), "sentence"), f"in {pluralize(len(groups), 'group')}"
    caption = f"n = {n} {in_groups} (by {layout.clean(by)})."
    if not leaves["n"].any():
        return layout.nothing(ax, title, NONE_OCCURS, data, caption)
    cells = data.assign(name=data["theme"].map(leaves["label"]) + " in “" + data["group"] + "”")[
        data["shown"]
    ]
    peak = cells.loc[cells["n_sentences_hit"].idxmax()]
    highest = f"{peak['name']}, {layout.count_of(peak['n_sentences_hit'], peak['n_sentences'])}"
    caption += f" A cell counts the sentences of its group in which the theme occurs, and is the darker, the larger \
their share of the group. Highest count: {highest}.{layout.of_whole(down)}{layout.beyond(down, leaves, 'themes')}\
{layout.beyond(across, groups, 'groups')}"
    cells = cells[["theme", "group", "n_sentences_hit", "share", "name"]]
    alt = f"Table of counts: {pluralize(len(leaves), 'theme')} {in_groups}, n = {n}. Highest: {highest}."
    return Chart(title, _grid(ax, title, caption, down, across, cells), data, caption, alt)


def _group_name(value: object, by: str) -> str:
    blank = "(before the first heading)" if by == "section" else "(not stated)"
    return "(missing)" if pd.isna(value) else str(value).removesuffix(" 00:00:00") or blank


def _grid(
    ax, title: str, caption: str, down: pd.DataFrame, across: pd.DataFrame, cells: pd.DataFrame
):
    """A table of counts, rows `down` by columns `across`; a cell has their keys, a count, its shade, a name."""
    laid, left = layout.rows(down)
    room = layout.ROOM - left
    wide = min(1.25, room / len(across))
    labels, top, turned = _column_labels(across, wide)
    right = room - wide * len(across)
    ax = layout.sheet(ax, title, caption, laid["bottom"].iloc[-1], left=left, right=right, top=top)
    strengths = cells.iloc[:, 3] / cells.iloc[:, 3].max()
    for (theme, column, count, _, name), strength in zip(
        cells.itertuples(index=False), strengths, strict=True
    ):
        row, x = laid.loc[theme], across.index.get_loc(column) * wide
        _cell(
            ax,
            count,
            name,
            row["colour"],
            strength,
            (x, row["y"] - row["high"] / 2, wide, row["high"]),
        )
    ax.set_xlim(0, wide * len(across))
    ax.xaxis.tick_top()
    ax.set_xticks(
        [wide * (at + 0.5) for at in range(len(across))],
        labels,
        va="bottom",
        linespacing=1.1,
        **turned,
    )
    layout.label_rows(ax, laid, left)
    return ax.figure


def _column_labels(across: pd.DataFrame, wide: float) -> tuple[list[str], float, dict]:
    """Labels over columns, with their height in inches: lying where the columns are wide, else upright."""
    lying = wide >= 0.75
    room, lines = (wide - 0.08, 6) if lying else (1.7, max(1, int(wide / 0.13) - 1))
    labels = [
        [*layout.wrap(name, room, SMALL, lines), f"n = {n:,}"]
        for name, n in across[["label", "n"]].to_numpy()
    ]
    longest = max(layout.width_of(line, SMALL) for label in labels for line in label)
    high = 0.13 * max(map(len, labels)) if lying else longest
    return ["\n".join(label) for label in labels], high + 0.1, {"rotation": 0 if lying else 90}


def _cell(ax, count: int, name: str, colour: str, strength: float | None, box: tuple) -> None:
    """One cell with its count: a shade with an edge of the full colour (all of it for None); of 0 only the number."""
    x, y, wide, high = box
    ink = SOFT
    if count:
        fill = colour if strength is None else layout.tint(colour, 0.15 + 0.55 * strength)
        layout.block(
            ax, layout.clean(name), fill, box, (0.02, 0.02), edgecolor=colour, linewidth=0.8
        )
        ink = layout.ink_on(fill)
    words = f"{count:,}"
    size = SMALL * min(1, (wide - 0.06) / layout.width_of(words, SMALL))
    ax.text(
        x + wide / 2, y + high / 2, words, ha="center", va="center_baseline", size=size, color=ink
    )


@house_style()
def dispersion(positions, *, themes=None, title="Where each theme occurs", ax=None) -> Chart:
    """Draw where each theme occurs: a lane a theme, a mark a sentence.

    From left to right stand the sentences of one text by their number, or of many texts by their place between start
    (0) and end (1); then every text has its own line within the lane, the first text at the top.
    """
    POSITIONS.need(positions)
    leaves = layout.leaves(positions.groupby("theme").size(), themes, positions.assign(coded=True))
    shown = layout.most(leaves, ROWS)
    data = positions.assign(shown=positions["theme"].isin(shown.index)).reset_index(drop=True)
    if positions.empty:
        return layout.nothing(ax, title, NONE_OCCURS, data, "n = 0 sentences with a theme.")
    n_texts, n_sentences = positions["doc_id"].nunique(), positions["n_sentences"].max()
    n = f"{n_texts:,} texts with a theme" if n_texts > 1 else pluralize(n_sentences, "sentence")
    reading = LINES if n_texts > 1 else f"Text: {layout.clean(positions['doc_id'].iloc[0])}."
    top = layout.leading(leaves["label"].map(layout.brief), leaves["n"])
    caption = (
        f"n = {n}. {reading} A mark is a sentence in which the theme occurs; their number stands at the right. \
Most often: {top}.{layout.of_whole(shown)}{layout.beyond(shown, leaves, 'themes that occur')}"
    )
    alt = f"A lane for each of {pluralize(len(leaves), 'theme')}, marks where it occurs; n = {n}. Most: {top}."
    return Chart(title, _lanes(ax, title, caption, shown, data[data["shown"]]), data, caption, alt)


def _lanes(ax, title: str, caption: str, leaves: pd.DataFrame, marks: pd.DataFrame):
    n, n_texts = marks["n_sentences"].max(), marks["doc_id"].nunique()
    many = n_texts > 1
    laid, left = layout.rows(leaves, 0.34 if many else 0.235)
    line = (
        pd.factorize(marks["doc_id"])[0] + 0.5
    ) / n_texts - 0.5  # the middle of the text's own part of the lane
    start, end = (0, 1) if many else (0.5, n + 0.5)
    right = max(layout.width_of(f"{k:,}", SIZE) for k in leaves["n"]) + 0.1
    ax = layout.sheet(
        ax, title, caption, laid["bottom"].iloc[-1], left=left, right=right, bottom=0.42
    )
    for leaf in laid.itertuples():
        here, label, tall = (
            marks["theme"] == leaf.Index,
            layout.clean(leaf.label),
            min(leaf.high, 0.36) - 0.07,
        )
        band = (start, leaf.y - leaf.high / 2, end - start, leaf.high)
        layout.block(ax, f"lane {label}", FAINT, band, (0, 0.035), zorder=0)
        if many:
            tick = max(
                1.4, 72 * tall / n_texts - 1, min(3, (900 / leaves["n"].max()) ** 0.5)
            )  # points
            look = {
                "s": tick**2,
                "marker": "|",
                "linewidths": min(1.5, tick / 2),
                "color": leaf.colour,
            }
            look |= {"rasterized": len(marks) > VECTORS}
            ax.scatter(marks["position"][here], leaf.y + line[here] * tall, label=label, **look)
        else:  # a mark fills most of its sentence's slot: about 4.4 inches are shared by all
            look = {
                "linelengths": tall,
                "linewidths": min(12, max(0.9, 0.75 * 72 * 4.4 / n)),
                "colors": leaf.colour,
            }
            ax.eventplot(marks["sent_id"][here], lineoffsets=leaf.y, label=label, **look)
        ax.annotate(
            f"{leaf.n:,}",
            (1, leaf.y),
            (5, 0),
            ("axes fraction", "data"),
            "offset points",
            va="center",
        )
    ax.set(
        xlim=(start, end), xlabel="from the start to the end of each text" if many else "sentence"
    )
    ax.set_xticks(
        *(([0, 0.5, 1], ["start", "middle", "end"]) if many else layout.steps(n, 10, first=1))
    )
    layout.label_rows(ax, laid, left)
    return ax.figure


def _paired(
    pairs: pd.DataFrame, themes: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame, str, int]:
    """The themes in pairs with their counts; the pairs, with a name each; those with most sentences, in words; n."""
    pairs, columns = PAIRS.need(pairs).reset_index(drop=True), ["theme", "label", "n"]
    sides = [
        pairs[[f"{name}_{side}" for name in columns]].set_axis(columns, axis=1) for side in "ab"
    ]
    both = pd.concat(sides).drop_duplicates("theme").assign(coded=True)
    leaves = layout.leaves(both.set_index("theme")["n"], themes, both)
    brief = leaves["label"].map(layout.brief)
    names = pairs["theme_a"].map(brief) + " with " + pairs["theme_b"].map(brief)
    top = layout.leading(names, pairs["n_both"])
    return leaves, pairs.assign(name=names), top, max(pairs["n_sentences"], default=0)


@house_style()
def cooccurrence(pairs, *, themes=None, ax=None) -> Chart:
    """Draw in how many sentences two themes both occur: a triangle, with each theme's own count on its edge.

    A count belongs to the theme at the right end of its row and to the theme at the top of its column; a theme and one
    below it have none.
    """
    leaves, pairs, top, n = _paired(pairs, themes)
    occurring = leaves[leaves["n"] > 0]
    order = layout.most(occurring, ROWS)
    pairs["shown"] = pairs["theme_a"].isin(order.index) & pairs["theme_b"].isin(order.index)
    data, title = pairs.drop(columns="name"), "Themes named in the same sentence"
    caption = f"n = {pluralize(n, 'sentence')}."
    if not top:
        return layout.nothing(ax, title, "No two themes occur in the same sentence.", data, caption)
    caption += f" A cell counts the sentences that name two themes: the one at the end of its row \
and the one at the top end of its column; the coloured cells count a theme's own sentences. Most often together: {top}."
    caption += layout.of_whole(order, ", and makes no pair with them")
    caption += layout.beyond(order, occurring, "themes that occur")
    if absent := len(leaves) - len(occurring):
        caption += f" {pluralize(absent, 'theme')} without a sentence left out."
    alt = f"Triangle of counts of sentences that name both of two themes; n = {n}. Most: {top}."
    return Chart(
        title, _triangle(ax, title, caption, order, pairs[pairs["shown"]]), data, caption, alt
    )


def _triangle(ax, title: str, caption: str, leaves: pd.DataFrame, pairs: pd.DataFrame):
    side, place = min(0.36, (layout.ROOM - layout.LABEL) / len(leaves)), leaves.index.get_loc
    ax = layout.sheet(ax, title, caption, side * len(leaves))
    ax.set_xlim(0, layout.ROOM)
    for pair in pairs.assign(strength=pairs["n_both"] / pairs["n_both"].max()).itertuples():
        column, row = sorted((place(pair.theme_a), place(pair.theme_b)))
        _cell(
            ax,
            pair.n_both,
            pair.name,
            layout.NEUTRAL,
            pair.strength,
            (column * side, row * side, side, side),
        )
    for at, leaf in enumerate(leaves.itertuples()):
        _cell(ax, leaf.n, leaf.label, leaf.colour, None, (at * side, at * side, side, side))
        room = min(layout.ROOM - (at + 1) * side, 1.5 * layout.LABEL) - 0.1
        words = "\n".join(layout.wrap(leaf.label, room, SMALL, 2))
        ax.text(
            (at + 1) * side + 0.07,
            (at + 0.5) * side,
            words,
            va="center",
            size=SMALL,
            linespacing=0.95,
        )
    return ax.figure


@house_style()
def cross_table(pairs, *, themes=None, ax=None) -> Chart:
    """Draw in how many sentences a theme of one family and a theme of another both occur, as a table of counts.

    `pairs` is what `cross` gives: `theme_a` makes the rows, `theme_b` the columns.
    """
    leaves, pairs, top, n = _paired(pairs, themes)
    a, b = (leaves[leaves.index.isin(pairs[side])] for side in ("theme_a", "theme_b"))
    down, across = layout.most(a, ROWS), layout.most(b, COLUMNS)
    pairs["shown"] = pairs["theme_a"].isin(down.index) & pairs["theme_b"].isin(across.index)
    data, roots = pairs.drop(columns="name"), [*a["heading"][:1], *b["heading"][:1]]
    title = f"{' by '.join(roots) if len(roots) == 2 and all(roots) else 'Themes by themes'}: sentences that name both"
    if pairs.empty:
        return layout.nothing(
            ax, title, "The codebook lacks one of the two families.", data, "n = 0 pairs of themes."
        )
    caption = f"n = {pluralize(n, 'sentence')}."
    if not top:
        return layout.nothing(ax, title, "No sentence names both.", data, caption)
    caption += (
        f" A cell counts the sentences that name both, whoever is meant; n counts a theme's own \
sentences. Most often together: {top}.{layout.of_whole(pd.concat([down, across]))}\
{layout.beyond(down, a, 'rows')}{layout.beyond(across, b, 'columns')}"
    )
    cells = pairs.loc[pairs["shown"], ["theme_a", "theme_b", "n_both", "n_both", "name"]]
    labels = [f"{leaf.label} (n = {leaf.n:,})" for leaf in down.itertuples()]
    down = down.assign(label=labels, heading="", colour=layout.NEUTRAL)
    alt = f"Table of counts of sentences that name both; n = {n}. Most: {top}."
    return Chart(title, _grid(ax, title, caption, down, across, cells), data, caption, alt)

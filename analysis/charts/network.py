"""Draw themes as a network: a line joins two themes that clearly go together."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.associations import (
    COLOURS,
    explain_among,
    find_clear,
    read_pairs,
    say_clearest,
    say_clusters,
    say_expected,
)
from analysis.charts.captions import explain_all, join_sentences, say_counted, shorten_label
from analysis.charts.cells import WHITE
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    Box,
    draw_block,
    find_figure,
    inner_width,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.marks import link
from analysis.charts.style import NEUTRAL, SMALL, SOFT, Width, draws, tint
from analysis.charts.wrapping import (
    clean,
    keep_left_to_right,
    measure_widest,
    measure_width,
    shorten,
    wrap,
)
from analysis.messages import count, number, quote, say
from analysis.tables import TEXT, standing_out

LINKS = 3  # the clearest links that a theme keeps
MOST_LINKS = 70  # in a picture

# Inches.
LABEL = 1.25  # the width at which the label of a theme wraps
LABEL_LINES = 3
LINE = 0.135  # the height of a line of a label
PADDING = 0.06  # around a label, inside its box
APART = 0.09  # the least space between two boxes
OFF_LINE = 0.03  # the space between a box and a line that is not its own, where there is room
LEGEND = 0.2  # the height of a line of the legend
SHORTEST, TALLEST = 1.4, 9.0  # the height of a network
PER_THEME = 0.17  # how much taller it is for each theme
WIDE = 6.9  # in narrower pictures, it is taller instead

THINNEST, THICKEST = 0.7, 2.8  # points: lines of log odds 0 and STRONGEST
STRONGEST = 3.0

# A family has a sign as well as a colour. The last one is that of all further families.
SIGNS = "●■◆★○□◇☆"

# The layout. Positions are rounded after every few steps, so that they cannot drift apart between
# machines whose last digits differ.
SEED = 1
SIDES = ("theme_a", "theme_b")
ROUNDS = 12
STEPS = 10
HELD = 0.03  # the pull between any two themes, which keeps separate parts together
PUSHES = 400  # the most rounds in which boxes that overlap are pushed apart
CLEARINGS = 250  # the rounds in which boxes are also pushed off the lines of others


class _Boxes(NamedTuple):
    """The boxes of themes, in inches: `x`, `y` (the middle), `width` and `height`."""

    x: np.ndarray
    y: np.ndarray
    width: np.ndarray
    height: np.ndarray


@draws
def theme_network(
    pairs: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw the themes that clearly go together as a network.

    A line joins two themes that are named in the same sentence clearly more often than expected
    (`association` is "more"); for two themes of different families, among the sentences that name
    some theme of both families as well. Only the backbone is drawn: each theme keeps the three
    lines whose intervals lie furthest above 0, and a line is drawn if either of its themes keeps
    it. A line is grey if it does not stand out among all pairs, and dashed if the two themes share
    words, so that the codebook itself makes them co-occur.

    Args:
        pairs: one row per pair of themes, as from `analysis.measures.cooccurrence`.
        title: the heading of the picture; by default it names the clearest line.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    themes, pairs = read_pairs(pairs)
    clear = pairs[pairs["association"] == "more"]
    links = _choose_links(clear)
    pairs["shown"] = pairs.index.isin(links.index)
    data = pairs.drop(columns="name")

    n = max(pairs["n_sentences"], default=0)
    basis = say("n = {n}.", n=count(n, "sentence"))
    if title is None:
        title = _make_title(links)
    if links.empty:
        message = say("No two themes clearly go together.")
        return make_empty_chart(ax, title, message, data, join_sentences(basis, _say_why(pairs)))
    is_linked = themes.index.isin(links["theme_a"]) | themes.index.isin(links["theme_b"])
    shown = _add_signs(themes[is_linked], n)
    clearest = say_clearest(pairs, "n_both")
    caption = join_sentences(
        basis,
        _explain_lines(pairs, clear, links),
        _explain_grey(links, len(pairs)),
        _explain_dashes(links),
        say(
            "The number in a box counts the sentences that carry the theme; the position of a box"
            " means nothing by itself."
        ),
        clearest,
        explain_all(shown),
        _say_unlinked(len(themes) - len(shown)),
    )
    kind = say(
        "Network of {themes} and {lines}.",
        themes=count(len(shown), "theme"),
        lines=count(len(links), "line"),
    )
    alt = join_sentences(kind, basis, clearest)
    subtitle = say(
        "Lines join themes that meet in more sentences than expected; in brackets, all sentences"
    )
    ax = _draw_network(ax, title, subtitle, caption, shown, links)
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _add_signs(themes: pd.DataFrame, n: int) -> pd.DataFrame:
    """Add the `sign` of the family of each theme, and what its box `says`."""
    families = themes["family"].where(themes["family_label"] != "").dropna().unique()
    sign_of = {}
    if len(families) > 1:
        sign_of = {family: SIGNS[min(at, len(SIGNS) - 1)] for at, family in enumerate(families)}
    said = [
        say("{theme}: {sentences}", theme=theme.label, sentences=say_counted(theme.n, n))
        for theme in themes.itertuples()
    ]
    signs = [sign_of.get(family, "") for family in themes["family"]]
    return themes.assign(sign=pd.Series(signs, themes.index, dtype=TEXT), says=said)


def _choose_links(clear: pd.DataFrame) -> pd.DataFrame:
    """Choose the pairs that are among the `LINKS` clearest of either theme."""
    ranked = clear.sort_values("low", ascending=False, kind="stable")
    kept: dict[str, int] = {}
    chosen = []
    for pair in ranked.itertuples():
        is_kept = False
        for theme in (pair.theme_a, pair.theme_b):
            rank = kept.get(theme, 0)
            is_kept |= rank < LINKS
            kept[theme] = rank + 1
        if is_kept:
            chosen.append(pair.Index)
    return ranked.loc[chosen[:MOST_LINKS]]


# -- words -----------------------------------------------------------------------------------------


def _make_title(links: pd.DataFrame) -> str:
    """Name the clearest link that is not the codebook's doing."""
    found = find_clear(links, "more")
    if found.empty:
        if (~links["by_codebook"]).any():
            return say("Themes that go together: no pair is clear among all")
        return say("Themes that go together")
    top = found.iloc[0]
    return say(
        "{a} and {b} most clearly go together",
        a=quote(shorten_label(top["label_a"])),
        b=quote(shorten_label(top["label_b"])),
    )


def _explain_lines(pairs: pd.DataFrame, clear: pd.DataFrame, links: pd.DataFrame) -> str:
    rule = say(
        "A line joins two themes that are in the same sentence more often than expected if they"
        " were independent: the 95% interval of the log odds (by {clusters}) lies above 0, and at"
        " least three sentences carry both.",
        clusters=say_clusters(pairs),
    )
    kept = ""
    if len(links) < len(clear):
        kept = say(
            "There are {pairs} of this kind; each theme keeps its {kept} clearest, which leaves"
            " {lines}.",
            pairs=count(len(clear), "pair"),
            kept=LINKS,
            lines=count(len(links), "line"),
        )
    thicker = say("The thicker the line, the larger the log odds.")
    return join_sentences(rule, explain_among(pairs), thicker, kept)


def _explain_grey(links: pd.DataFrame, n_pairs: int) -> str:
    """Say what a line is that does not stand out among all pairs."""
    if standing_out(links).all():
        return ""
    return say(
        "A grey line is clear by itself, but not among all {pairs} that were compared: chance alone"
        " makes some such lines.",
        pairs=count(n_pairs, "pair"),
    )


def _explain_dashes(links: pd.DataFrame) -> str:
    if not links["by_codebook"].any():
        return ""
    return say(
        "A dashed line: the two themes share a pattern or find the same words, so that the codebook"
        " itself makes them co-occur."
    )


def _say_why(pairs: pd.DataFrame) -> str:
    """Say why there is no line."""
    if pairs.empty:
        return ""
    if pairs["n_clusters"].iloc[0] < 5:
        return say(
            "It takes five texts, or five paragraphs of a single text, to say so (here:"
            " {clusters}).",
            clusters=say_clusters(pairs),
        )
    return say(
        "A line would join two themes that at least three sentences carry together, and whose 95%"
        " interval of the log odds (by {clusters}) lies above 0.",
        clusters=say_clusters(pairs),
    )


def _say_unlinked(n: int) -> str:
    return say("Left out: {themes} without a line.", themes=count(n, "theme")) if n else ""


# -- where boxes stand -----------------------------------------------------------------------------


def _arrange(themes: pd.Index, links: pd.DataFrame) -> np.ndarray:
    """Place themes so that linked ones are close together: one row per theme, `x` and `y`."""
    import networkx as nx  # here, because it takes a while and only this chart needs it

    graph = nx.complete_graph(themes)
    nx.set_edge_attributes(graph, HELD, "weight")
    graph.add_edges_from(zip(links["theme_a"], links["theme_b"], strict=True), weight=1)
    angles = 2 * np.pi * np.arange(len(themes)) / len(themes)
    circle = np.column_stack([np.cos(angles), np.sin(angles)]) / 2
    places = dict(zip(themes, circle.round(4), strict=True))
    for _ in range(ROUNDS):
        moved = nx.spring_layout(graph, pos=places, iterations=STEPS, seed=SEED, scale=None)
        places = {theme: place.round(4) for theme, place in moved.items()}
    return np.array([places[theme] for theme in themes])


def _place_boxes(
    labels: list[list[str]], places: np.ndarray, ends: np.ndarray
) -> tuple[_Boxes, float]:
    """Give each theme a box for its label, and find a height at which no two boxes overlap.

    Args:
        labels: the lines of each label.
        places: one row per theme, `x` and `y`, as from `_arrange`.
        ends: one row per link: the positions of its two themes.
    """
    width = np.array([measure_widest(lines, SMALL) for lines in labels]) + 2 * PADDING
    height = np.array([LINE * len(lines) for lines in labels]) + 2 * PADDING
    narrowness = max(1, WIDE / inner_width())
    tall = min(narrowness * max(SHORTEST, PER_THEME * len(labels) + 0.5), TALLEST)
    while True:
        x = _stretch(places[:, 0], width, inner_width())
        y = _stretch(places[:, 1], height, tall)
        boxes = _push_apart(_Boxes(x, y, width, height), ends, tall)
        if tall > 10 * TALLEST or not _find_overlaps(boxes)[0].any():
            return boxes, tall
        tall *= 1.1


def _stretch(places: np.ndarray, sizes: np.ndarray, room: float) -> np.ndarray:
    """Stretch places over the room, so that every box lies inside."""
    span = np.ptp(places)
    share = (places - places.min()) / span if span else np.full(len(places), 0.5)
    return sizes / 2 + share * (room - sizes)


def _push_apart(boxes: _Boxes, ends: np.ndarray, tall: float) -> _Boxes:
    """Push boxes that overlap apart, step by step, and for a while off the lines of others, too."""
    for at in range(CLEARINGS + PUSHES):
        across, down = _find_overlaps(boxes)
        by_x = across <= down  # the axis on which they overlap less
        move_x = _move(boxes.x, np.where(by_x, across, 0))
        move_y = _move(boxes.y, np.where(by_x, 0, down))
        if at < CLEARINGS:
            off_x, off_y = _move_off_lines(boxes, ends)
            move_x, move_y = move_x + off_x, move_y + off_y
        if not move_x.any() and not move_y.any():
            return boxes
        x = np.clip(boxes.x + move_x, boxes.width / 2, inner_width() - boxes.width / 2)
        y = np.clip(boxes.y + move_y, boxes.height / 2, tall - boxes.height / 2)
        boxes = boxes._replace(x=x.round(3), y=y.round(3))
    return boxes


def _move_off_lines(boxes: _Boxes, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Say how far each box moves, so that no line of other themes runs behind it."""
    first, second = ends.T
    start = np.column_stack([boxes.x[first], boxes.y[first]])
    along = np.column_stack([boxes.x[second], boxes.y[second]]) - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 0.01)
    along = along / length[:, None]
    to_box = np.stack([boxes.x, boxes.y], axis=1)[:, None, :] - start[None, :, :]
    reach = (to_box * along).sum(axis=2)  # boxes x lines: how far along the line the box is
    beside = to_box[:, :, 1] * along[:, 0] - to_box[:, :, 0] * along[:, 1]  # and how far beside it
    half = boxes.width[:, None] * np.abs(along[:, 1]) + boxes.height[:, None] * np.abs(along[:, 0])
    missing = half / 2 + OFF_LINE - np.abs(beside)
    number = np.arange(len(boxes.x))[:, None]
    is_own = (number == first) | (number == second)
    is_behind = (missing > 0) & (reach > 0) & (reach < length) & ~is_own
    step = np.where(is_behind, np.where(beside < 0, -1, 1) * missing, 0) / 4
    return -(step * along[:, 1]).sum(axis=1), (step * along[:, 0]).sum(axis=1)


def _find_overlaps(boxes: _Boxes) -> tuple[np.ndarray, np.ndarray]:
    """Measure by how much each two boxes overlap across and down; 0 if they do not."""
    overlaps = []
    for middle, size in ((boxes.x, boxes.width), (boxes.y, boxes.height)):
        distance = np.abs(middle[:, None] - middle[None, :])
        overlaps.append((size[:, None] + size[None, :]) / 2 + APART - distance)
    touches = (overlaps[0] > 0.002) & (overlaps[1] > 0.002)  # positions have three digits
    np.fill_diagonal(touches, False)
    return np.where(touches, overlaps[0], 0), np.where(touches, overlaps[1], 0)


def _move(middle: np.ndarray, overlap: np.ndarray) -> np.ndarray:
    """Say how far each box moves: away from those that it overlaps, by half of the overlap."""
    side = np.sign(middle[:, None] - middle[None, :])
    in_order = np.sign(np.arange(len(middle))[:, None] - np.arange(len(middle))[None, :])
    side = np.where(side == 0, in_order, side)
    return (side * overlap).sum(axis=1) / 2 * 0.7


# -- drawing ---------------------------------------------------------------------------------------


def _draw_network(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
    links: pd.DataFrame,
) -> Axes:
    labels = [
        wrap(f"{theme.sign} {theme.label} ({number(theme.n)})", LABEL, SMALL, LABEL_LINES)
        for theme in themes.itertuples()
    ]
    ends = np.column_stack([themes.index.get_indexer(links[side]) for side in SIDES])
    boxes, tall = _place_boxes(labels, _arrange(themes.index, links), ends)
    legend = _lay_out_legend(themes)
    top = max((y for _, y, _, _ in legend), default=-LEGEND) + LEGEND * 1.7 if legend else 0.0
    ax = make_sheet(ax, title, caption, top + tall, subtitle=subtitle)
    ax.set_xlim(0, inner_width())
    for x, y, name, colour in legend:
        draw_block(ax, f"family {clean(name)}", colour, Box(x, y + 0.05, 0.1, 0.1), (0, 0))
        shown = keep_left_to_right(clean(name))
        ax.text(x + 0.15, y + 0.1, shown, va="center", size=SMALL, color=SOFT)
    place = {
        theme: (x, top + y) for theme, x, y in zip(themes.index, boxes.x, boxes.y, strict=True)
    }
    drawn = links.assign(is_grey=~standing_out(links))
    for pair in drawn[::-1].itertuples():  # the clearest are drawn last
        (x_a, y_a), (x_b, y_b) = place[pair.theme_a], place[pair.theme_b]
        share = min(max(pair.log_odds, 0) / STRONGEST, 1)
        (line,) = ax.plot(
            [x_a, x_b],
            [y_a, y_b],
            color=tint(NEUTRAL, 0.5) if pair.is_grey else tint(COLOURS["more"], 0.45 + 0.3 * share),
            linewidth=THINNEST + (THICKEST - THINNEST) * share,
            linestyle="--" if pair.by_codebook else "-",
            label=f"{pair.name}, {number(pair.n_both)}",
            zorder=1,
        )
        words = say_expected(pair.name, pair.n_both, pair.expected)
        link(line, {"theme": pair.theme_a, "also": pair.theme_b}, words, pair.n_both)
    for at, theme in enumerate(themes.itertuples()):
        width, height = boxes.width[at], boxes.height[at]
        box = Box(boxes.x[at] - width / 2, top + boxes.y[at] - height / 2, width, height)
        style = {"edgecolor": theme.colour, "linewidth": 1.1, "zorder": 2, "clip_on": False}
        block = draw_block(ax, clean(theme.label), WHITE, box, (0, 0), **style)
        link(block, {"theme": theme.Index}, theme.says, theme.n)
        ax.text(
            boxes.x[at],
            top + boxes.y[at],
            "\n".join(map(keep_left_to_right, labels[at])),
            ha="center",
            va="center",
            size=SMALL,
            linespacing=1.1,
            zorder=3,
        )
    return ax


def _lay_out_legend(themes: pd.DataFrame) -> list[tuple[float, float, str, str]]:
    """Lay out the names of families in lines: `x`, `y`, name, colour; none for one family."""
    families = themes[themes["sign"] != ""].drop_duplicates("family")
    placed = []
    x = y = 0.0
    for family in families.itertuples():
        room = inner_width() - 0.35
        name = f"{family.sign} {shorten(family.family_label, room - 0.15, SMALL)}"
        width = measure_width(name, SMALL) + 0.35
        if x and x + width > inner_width():
            x = 0.0
            y += LEGEND
        placed.append((x, y, name, family.colour))
        x += width
    return placed

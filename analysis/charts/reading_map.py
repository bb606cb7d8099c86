"""The reading map: one text, line by line as it is read, with the themes of each sentence."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import brief, join_sentences, say_shown
from analysis.charts.chart import Chart
from analysis.charts.families import drop_family_columns, root_colours
from analysis.charts.layout import (
    ROOM,
    Box,
    Margins,
    draw_block,
    empty_chart,
    figure_of,
    keep_largest,
    new_sheet,
)
from analysis.charts.style import FAINT, SIZE, SMALL, SOFT, house_style, ink_on
from analysis.charts.wrapping import clean, shorten, squeeze, widest
from analysis.tables import BLOCKS
from analysis.wording import pluralize

LANES = 8  # the most root themes that a map shows
TALLEST = 15.0  # inches of text that it shows
LINES = 14  # lines that a text is laid out in, if they do not become too short
SHORTEST = 100  # words in a line
ROOMY = 160  # words in a line up to which blocks are large enough for labels

# Inches.
ROOMY_LANE = 0.185
NARROW_LANE = 0.11
NUMBERS = 0.16  # above the lanes of a line, for the numbers of the sentences
AROUND = 0.24  # above and below the lanes of a line together
HEADING = 0.27
GAP = 0.015  # at both sides of a block
LANE_NAME = 1.4  # of the longest name of a lane

PARAGRAPH = 0.015  # of a line: the space between two paragraphs


class Lines(NamedTuple):
    """How a text is laid out: words in a line, the height of a lane in inches, whether blocks have labels."""

    n_words: int
    lane: float
    roomy: bool


@house_style()
def reading_map(blocks: pd.DataFrame, *, n_texts: int = 1, ax: Axes | None = None) -> Chart:
    """Draw one text as it is read: one block per sentence, as wide as its words, with a lane for each root theme.

    A lane is filled where a theme below its root occurs, and labelled with the most frequent one.

    Args:
        blocks: one row per sentence and root, as from `analysis.measures.reading_map`; the family columns are optional.
        n_texts: the number of texts that this one was chosen from, as the one with most hits; the caption says so.
        ax: axes to draw in, otherwise a new figure.

    Raises:
        InputError: a column is missing.
    """
    BLOCKS.need(blocks)
    sentences = blocks.drop_duplicates("sent_id")
    hits = blocks[blocks["n_hits"] > 0]
    roots = _roots(blocks)
    lanes = keep_largest(roots, LANES)
    n_words = int(sentences["n_words"].sum())
    lines = _choose_lines(n_words)
    flow = _flow(sentences, lines, len(lanes))
    data = drop_family_columns(blocks).reset_index(drop=True)
    data = data.assign(shown=data["sent_id"].isin(flow.index) & data["root"].isin(lanes.index))

    title = "The text, sentence by sentence"
    n = pluralize(len(sentences), "sentence")
    basis = f"{_say_text(sentences, n_texts)}n = {n}, {n_words:,} words."
    if hits.empty:
        return empty_chart(ax, title, "No theme occurs in this text.", data, basis)
    counts = ", ".join(f"{brief(root.label)} ({root.n:,})" for root in lanes.itertuples())
    caption = join_sentences(
        basis,
        f"A block is a sentence, as wide as its words; a lane is filled where its themes occur{_explain_labels(lines)}.",
        f"Sentences with: {counts}.",
        say_shown(flow, sentences, "sentences", "the first ones"),
        say_shown(lanes, roots, "lanes"),
    )
    labels = ", ".join(roots["label"])
    alt = (
        f"Map of the text's {n} in reading order, with a lane each for {labels}. "
        f"Sentences with: {counts}."
    )
    drawn = data[data["shown"] & (data["n_hits"] > 0)]
    ax = _draw_map(ax, title, caption, flow, lines, lanes, drawn)
    return Chart(title, figure_of(ax), data, caption, alt)


def _roots(blocks: pd.DataFrame) -> pd.DataFrame:
    """One row per root, indexed by it: `label`, `n` (sentences with a hit) and `colour`, missing if there is no hit."""
    roots = blocks.drop_duplicates("root").set_index("root")
    n = blocks.loc[blocks["n_hits"] > 0, "root"].value_counts()
    return pd.DataFrame(
        {
            "label": roots["root_label"],
            "n": n.reindex(roots.index, fill_value=0),
            "colour": root_colours(blocks).reindex(roots.index),
        }
    )


def _choose_lines(n_words: int) -> Lines:
    in_line = max(SHORTEST, -(-n_words // LINES))
    roomy = in_line <= ROOMY
    return Lines(in_line, ROOMY_LANE if roomy else NARROW_LANE, roomy)


def _say_text(sentences: pd.DataFrame, n_texts: int) -> str:
    if sentences.empty:
        return ""
    text = f"Text: {clean(sentences['doc_id'].iloc[0])};"
    if n_texts > 1:
        text += f" of {n_texts:,} texts the one with most hits,"
    return f"{text} "


def _explain_labels(lines: Lines) -> str:
    if not lines.roomy:
        return ""
    return ", labelled with its most frequent theme (of equals, the first in the codebook)"


# -- layout ------------------------------------------------------------------------------------------


def _flow(sentences: pd.DataFrame, lines: Lines, n_lanes: int) -> pd.DataFrame:
    """Set the sentences in lines, as in a text, as many as there is room for.

    One row per sentence, indexed by `sent_id`: `x` and `width` in words, `y` (the top of the line) in inches, and
    `heading`, which is `""` except where a section begins.
    """
    step = AROUND + lines.lane * n_lanes
    places: list[tuple[int, float, float, float, str]] = []
    x = 0.0
    y = -step
    section = None
    paragraph = None
    for sentence in sentences.itertuples():
        width = float(min(max(sentence.n_words, 1), lines.n_words))
        begins_section = sentence.section != section
        heading = sentence.section if begins_section else ""
        if not begins_section and sentence.paragraph != paragraph:
            x += PARAGRAPH * lines.n_words
        if begins_section or x + width > lines.n_words:
            x = 0.0
            y += step
            if heading:
                y += HEADING
        if y + step > TALLEST and places:
            break
        places.append((sentence.sent_id, x, width, y, heading))
        x += width
        section = sentence.section
        paragraph = sentence.paragraph
    columns = ["sent_id", "x", "width", "y", "heading"]
    return pd.DataFrame(places, columns=columns).set_index("sent_id")


def _draw_map(
    ax: Axes | None,
    title: str,
    caption: str,
    flow: pd.DataFrame,
    lines: Lines,
    lanes: pd.DataFrame,
    hits: pd.DataFrame,
) -> Axes:
    names = [squeeze(label, LANE_NAME, SMALL) for label in lanes["label"]]
    left = widest(names, SMALL) + 0.1
    height = flow["y"].max() + AROUND + lines.lane * len(lanes)
    ax = new_sheet(ax, title, caption, height, Margins(left=left))
    ax.set_xlim(0, lines.n_words)
    width = ROOM - left
    inch = lines.n_words / width  # in words, the unit of the x axis
    lanes = lanes.assign(name=names, down=NUMBERS + lines.lane * np.arange(len(lanes)))
    flow = flow.assign(gap=np.minimum(GAP * inch, flow["width"] / 5))
    _write_headings(ax, flow, width)
    _name_lanes(ax, flow, lanes, lines, inch)
    _draw_sentences(ax, flow, lines, len(lanes), inch)
    _draw_hits(ax, hits.join(flow, on="sent_id"), lanes, lines, inch)
    return ax


def _write_headings(ax: Axes, flow: pd.DataFrame, width: float) -> None:
    for sentence in flow[flow["heading"] != ""].itertuples():
        words = shorten(sentence.heading, width, SIZE)
        ax.text(0, sentence.y - 0.14, words, va="center")


def _name_lanes(
    ax: Axes, flow: pd.DataFrame, lanes: pd.DataFrame, lines: Lines, inch: float
) -> None:
    """Write the names of the lanes at the left of every line."""
    size = SMALL if lines.roomy else 6
    for top in flow["y"].unique():
        for lane in lanes.itertuples():
            middle = top + lane.down + lines.lane / 2
            place = (-0.06 * inch, middle)
            ax.text(*place, lane.name, ha="right", va="center", size=size, color=SOFT)


def _draw_sentences(ax: Axes, flow: pd.DataFrame, lines: Lines, n_lanes: int, inch: float) -> None:
    """Draw the block of every sentence, and its number: of the first in a line only, if there is little room."""
    for sentence in flow.itertuples():
        box = Box(sentence.x, sentence.y + NUMBERS, sentence.width, lines.lane * n_lanes)
        draw_block(ax, f"sentence {sentence.Index}", FAINT, box, (sentence.gap, 0.01))
        if lines.roomy or sentence.x == 0:
            place = (sentence.x + 0.03 * inch, sentence.y + 0.09)
            ax.text(*place, f"{sentence.Index:,}", va="center", size=6.5, color=SOFT)


def _draw_hits(
    ax: Axes, hits: pd.DataFrame, lanes: pd.DataFrame, lines: Lines, inch: float
) -> None:
    """Fill the lanes where their themes occur, and label them if there is room."""
    hits = hits.join(lanes[["colour", "down"]], on="root")
    for hit in hits.itertuples():
        name = f"sentence {hit.sent_id}, {clean(hit.root_label)}: {clean(hit.label)}"
        box = Box(hit.x, hit.y + hit.down, hit.width, lines.lane)
        draw_block(ax, name, hit.colour, box, (hit.gap, 0.01))
        if lines.roomy:
            label = shorten(hit.label, hit.width / inch - 0.1, 7)
            place = (hit.x + 0.05 * inch, box.y + lines.lane / 2)
            ink = ink_on(hit.colour)
            ax.text(*place, label, va="center_baseline", size=7, color=ink)

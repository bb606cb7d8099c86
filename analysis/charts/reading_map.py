"""Draw the reading map: one text in reading order, with the themes of each sentence."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences, say_shown, shorten_label
from analysis.charts.chart import Chart
from analysis.charts.families import find_root_colours
from analysis.charts.layout import (
    Box,
    Margins,
    draw_block,
    find_figure,
    inner_width,
    keep_largest,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.style import FAINT, SIZE, SMALL, SOFT, choose_ink, draws
from analysis.charts.wrapping import clean, measure_widest, shorten, squeeze
from analysis.tables import BLOCKS, without_family_columns
from analysis.wording import pluralize

LANES = 8  # the most root themes that a map shows
MOST_SENTENCES = 1000  # that a map shows; more would be too narrow to be told apart
TALLEST = 15.0  # the greatest height of a map, in inches
LINES = 14  # the number of lines of a text, unless they would be too short
SHORTEST = 100  # the fewest words in a line
ROOMY = 160  # the most words in a line for which blocks have room for labels

# Inches.
ROOMY_LANE = 0.185
NARROW_LANE = 0.11
NUMBERS = 0.16  # above the lanes of a line, for the numbers of the sentences
AROUND = 0.24  # the space above and below the lanes of a line, together
HEADING = 0.27
GAP = 0.015  # on both sides of a block
LANE_NAME = 1.4  # the greatest width of the name of a lane

PARAGRAPH = 0.015  # the space between two paragraphs, as a share of the line


class Lines(NamedTuple):
    """The lines in which a text is drawn."""

    n_words: int  # in a line
    lane: float  # inches, the height of a lane
    is_roomy: bool  # whether blocks have labels


@draws
def reading_map(
    blocks: pd.DataFrame,
    *,
    n_texts: int = 1,
    ax: Axes | None = None,
) -> Chart:
    """Draw one text in reading order: one block per sentence, with one lane per root theme.

    The width of a block is the number of words in its sentence. A lane is filled where themes below
    its root occur, and labelled with the most frequent of them.

    Args:
        blocks: one row per sentence and root, as from `analysis.measures.reading_map`.
        n_texts: the number of texts from which this one was chosen, because it has the most hits;
            the caption says so.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    BLOCKS.need(blocks)
    sentences = blocks.drop_duplicates("sent_id")
    n_words = int(sentences["n_words"].sum())
    roots = _read_roots(blocks)
    lanes = keep_largest(roots, LANES)
    first = sentences.head(MOST_SENTENCES)
    lines = _choose_lines(int(first["n_words"].sum()))
    placed = _set_lines(first, lines, len(lanes))
    data = without_family_columns(blocks).reset_index(drop=True)
    is_placed = data["sent_id"].isin(placed.index)
    data = data.assign(shown=is_placed & data["root"].isin(lanes.index))

    title = "The text, sentence by sentence"
    n_sentences = pluralize(len(sentences), "sentence")
    basis = f"{_say_text(sentences, n_texts)}n = {n_sentences}, {n_words:,} words."
    has_hits = data["n_hits"] > 0
    if not has_hits.any():
        message = "No theme occurs in this text."
        return make_empty_chart(ax, title, message, data, basis)
    counts = [f"{shorten_label(root.label)} ({root.n:,})" for root in lanes.itertuples()]
    per_lane = f"Sentences with a theme of each lane: {', '.join(counts)}."
    caption = join_sentences(
        basis,
        "A block is a sentence, and its width is its number of words; a lane is filled where one of"
        f" its themes occurs{_explain_labels(lines)}.",
        per_lane,
        say_shown(placed, sentences, "sentences", "the first ones"),
        say_shown(lanes, roots, "lanes"),
    )
    labels = ", ".join(roots["label"])
    alt = (
        f"Map of the {n_sentences} of the text in reading order, with one lane each for {labels}."
        f" {per_lane}"
    )
    ax = _draw_map(ax, title, caption, placed, lines, lanes, data[data["shown"] & has_hits])
    return Chart(title, find_figure(ax), data, caption, alt)


def _read_roots(blocks: pd.DataFrame) -> pd.DataFrame:
    """Read the root themes: `label`, `n` (sentences with a hit) and `colour`, indexed by root."""
    roots = blocks.drop_duplicates("root").set_index("root")
    hits = blocks[blocks["n_hits"] > 0]
    counts = hits["root"].value_counts()
    columns = {
        "label": roots["root_label"],
        "n": counts.reindex(roots.index, fill_value=0),
        "colour": find_root_colours(blocks).reindex(roots.index),
    }
    return pd.DataFrame(columns)


def _choose_lines(n_words: int) -> Lines:
    n_in_line = max(SHORTEST, math.ceil(n_words / LINES))
    is_roomy = n_in_line <= ROOMY
    lane = ROOMY_LANE if is_roomy else NARROW_LANE
    return Lines(n_in_line, lane, is_roomy)


def _say_text(sentences: pd.DataFrame, n_texts: int) -> str:
    if sentences.empty:
        return ""
    text = f"Text: {clean(sentences['doc_id'].iloc[0])}"
    if n_texts > 1:
        text += f" (of {n_texts:,} texts, the one with the most hits)"
    return f"{text}; "


def _explain_labels(lines: Lines) -> str:
    if not lines.is_roomy:
        return ""
    return ", and labelled with the most frequent one (on a tie, the first in the codebook)"


# -- layout ----------------------------------------------------------------------------------------


def _set_lines(sentences: pd.DataFrame, lines: Lines, n_lanes: int) -> pd.DataFrame:
    """Place the sentences in lines, as on a page, until the room is used up.

    Returns one row per sentence, indexed by `sent_id`: `x` and `width` in words, `y` (the top of
    its line) in inches, and `heading`, which is `""` unless the sentence begins a section.
    """
    step = AROUND + lines.lane * n_lanes
    x = 0.0
    y = -step
    section = None
    paragraph = None
    placed: list[tuple[int, float, float, float, str]] = []
    for sentence in sentences.itertuples():
        width = float(min(max(sentence.n_words, 1), lines.n_words))
        begins_section = sentence.section != section
        begins_paragraph = sentence.paragraph != paragraph
        heading = sentence.section if begins_section else ""
        if begins_paragraph and not begins_section:
            x += PARAGRAPH * lines.n_words
        if begins_section or x + width > lines.n_words:
            x = 0.0
            y += step
            if heading:
                y += HEADING
        if y + step > TALLEST and placed:
            break
        placed.append((sentence.sent_id, x, width, y, heading))
        x += width
        section = sentence.section
        paragraph = sentence.paragraph
    columns = ["sent_id", "x", "width", "y", "heading"]
    return pd.DataFrame(placed, columns=columns).set_index("sent_id")


# -- drawing ---------------------------------------------------------------------------------------


def _draw_map(
    ax: Axes | None,
    title: str,
    caption: str,
    placed: pd.DataFrame,
    lines: Lines,
    lanes: pd.DataFrame,
    hits: pd.DataFrame,
) -> Axes:
    names = [squeeze(label, LANE_NAME, SMALL) for label in lanes["label"]]
    left = measure_widest(names, SMALL) + 0.1
    height = placed["y"].max() + AROUND + lines.lane * len(lanes)
    ax = make_sheet(ax, title, caption, height, Margins(left=left))
    ax.set_xlim(0, lines.n_words)
    width = inner_width() - left
    inch = lines.n_words / width  # the width of an inch in words, the unit of the x axis
    down = NUMBERS + lines.lane * np.arange(len(lanes))
    lanes = lanes.assign(name=names, down=down)
    gap = np.minimum(GAP * inch, placed["width"] / 5)
    placed = placed.assign(gap=gap)
    _write_headings(ax, placed, width)
    _name_lanes(ax, placed, lanes, lines, inch)
    _draw_sentences(ax, placed, lines, len(lanes), inch)
    placed_hits = hits.join(placed, on="sent_id").join(lanes[["colour", "down"]], on="root")
    _draw_hits(ax, placed_hits, lines, inch)
    return ax


def _write_headings(ax: Axes, placed: pd.DataFrame, width: float) -> None:
    with_heading = placed[placed["heading"] != ""]
    for sentence in with_heading.itertuples():
        words = shorten(sentence.heading, width, SIZE)
        ax.text(0, sentence.y - 0.14, words, va="center")


def _name_lanes(
    ax: Axes,
    placed: pd.DataFrame,
    lanes: pd.DataFrame,
    lines: Lines,
    inch: float,
) -> None:
    """Write the names of the lanes to the left of every line."""
    for top in placed["y"].unique():
        for lane in lanes.itertuples():
            ax.text(
                -0.06 * inch,
                top + lane.down + lines.lane / 2,
                lane.name,
                ha="right",
                va="center",
                size=SMALL if lines.is_roomy else 6,
                color=SOFT,
            )


def _draw_sentences(
    ax: Axes,
    placed: pd.DataFrame,
    lines: Lines,
    n_lanes: int,
    inch: float,
) -> None:
    """Draw the block of every sentence with its number; narrow lines number the first one only."""
    height = lines.lane * n_lanes
    for sentence in placed.itertuples():
        number = sentence.Index
        box = Box(sentence.x, sentence.y + NUMBERS, sentence.width, height)
        draw_block(ax, f"sentence {number}", FAINT, box, (sentence.gap, 0.01))
        is_first_in_line = sentence.x == 0
        if lines.is_roomy or is_first_in_line:
            ax.text(
                sentence.x + 0.03 * inch,
                sentence.y + 0.09,
                f"{number:,}",
                va="center",
                size=6.5,
                color=SOFT,
            )


def _draw_hits(ax: Axes, hits: pd.DataFrame, lines: Lines, inch: float) -> None:
    """Fill the lanes where their themes occur, with labels if there is room."""
    for hit in hits.itertuples():
        root = clean(hit.root_label)
        name = f"sentence {hit.sent_id}, {root}: {clean(hit.label)}"
        box = Box(hit.x, hit.y + hit.down, hit.width, lines.lane)
        draw_block(ax, name, hit.colour, box, (hit.gap, 0.01))
        if lines.is_roomy:
            room = hit.width / inch - 0.1
            ax.text(
                hit.x + 0.05 * inch,
                box.y + lines.lane / 2,
                shorten(hit.label, room, 7),
                va="center_baseline",
                size=7,
                color=choose_ink(hit.colour),
            )

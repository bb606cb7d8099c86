"""Draw the reading map: one text in reading order, with the themes of each sentence."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    join_sentences,
    list_themes,
    say_most_frequent,
    say_shown,
)
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
from analysis.charts.marks import link
from analysis.charts.style import FAINT, SIZE, SMALL, SOFT, Width, choose_ink, draws, look
from analysis.charts.wrapping import (
    clean,
    keep_left_to_right,
    measure_widest,
    shorten,
    squeeze,
    wrap,
)
from analysis.messages import count, number, say
from analysis.tables import BLOCKS, without_family_columns

LANES = 8  # the most root themes that a map shows
MOST_SENTENCES = 1000  # that a map shows; more would be too narrow to be told apart
TALLEST = 15.0  # the greatest height of a map, in inches
LINES = 14  # the number of lines of a text on a page, unless they would be too short
DENSE = 17.0  # the fewest words in an inch of a line
DENSEST = 24.0  # the same in a narrow picture, where a line should hold two sentences
SHORTEST = 60.0  # the fewest words in a line, if it is not too dense
ROOMY = 28.0  # the most words in an inch for which blocks have room for labels
LABEL = 7  # points: the label of a block
LABEL_LINES = 3

# Inches.
PAGE = 5.8  # the length of a line on a page
LABEL_LINE = 0.115
ROOMY_LANE = 0.185  # with one line of words
NARROW_LANE = 0.11
NUMBERS = 0.16  # above the lanes of a line, for the numbers of the sentences
AROUND = 0.24  # the space above and below the lanes of a line, together
HEADING = 0.27
GAP = 0.015  # on both sides of a block
LANE_NAME = 1.4  # the greatest width of the name of a lane
NAME_SHARE = 0.28  # of a narrow picture

PARAGRAPH = 0.015  # the space between two paragraphs, as a share of the line


class Lines(NamedTuple):
    """The lines in which a text is drawn."""

    n_words: float  # in a line
    length: float  # inches
    lane: float  # inches, the least height of a lane
    is_roomy: bool  # whether blocks have labels

    @property
    def inch(self) -> float:
        """An inch in words, the unit of the x axis."""
        return self.n_words / self.length


class Layout(NamedTuple):
    """Where everything is.

    Attributes:
        sentences: indexed by `sent_id`: `line`, and in words `x`, `width` and `gap`; `heading` is
            `""` unless the sentence begins a section.
        hits: one row per filled lane of a sentence, with the columns of the sentence, and `words`:
            the label, wrapped.
        heights: the height in inches of each lane (columns, by root) of each line (rows).
        top: the top of the lanes of each line, in inches.
        bottom: where each line ends.
    """

    sentences: pd.DataFrame
    hits: pd.DataFrame
    heights: pd.DataFrame
    top: pd.Series
    bottom: pd.Series

    def find_lane(self, line: int, root: str) -> tuple[float, float]:
        """Return the upper edge and the height of a lane."""
        heights = self.heights.loc[line]
        above = heights.cumsum() - heights
        return self.top[line] + above[root], heights[root]


@draws
def reading_map(
    blocks: pd.DataFrame,
    *,
    n_texts: int = 1,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw one text in reading order: one block per sentence, with one lane per root theme.

    The width of a block is the number of words in its sentence. A lane is filled where themes below
    its root occur, and labelled with the most frequent of them; hovering names them all.

    Args:
        blocks: one row per sentence and root, as from `analysis.measures.reading_map`.
        n_texts: the number of texts in the study. If there are several and none was chosen, the
            chart says how to choose one.
        title: the heading of the picture; by default it names the most frequent theme.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    BLOCKS.need(blocks)
    sentences = blocks.drop_duplicates("sent_id")
    roots = _read_roots(blocks)
    lanes = keep_largest(roots, LANES)
    first = sentences.head(MOST_SENTENCES)
    names = _name_lanes(lanes)
    left = max((measure_widest(lines, SMALL) for lines in names), default=0) + 0.1
    lines = _choose_lines(int(first["n_words"].sum()), inner_width() - left)
    data = without_family_columns(blocks).reset_index(drop=True).assign(shown=False)
    has_hits = data["n_hits"] > 0

    neutral = say("The text, sentence by sentence")
    subtitle = say("The themes of each sentence, in the order of the text")
    basis = _say_basis(sentences, n_texts)
    if sentences.empty and n_texts > 1:
        message = say("A reading map shows one text.")
        ask = say(
            'Of {texts}, choose one by its name: study.reading_map("...").',
            texts=count(n_texts, "text"),
        )
        return make_empty_chart(ax, title or neutral, message, data, f"{ask} {basis}")
    if not has_hits.any():
        message = say("No theme occurs in this text.")
        return make_empty_chart(ax, title or neutral, message, data, basis)
    if title is None:
        title = _make_title(data[has_hits & data["root"].isin(lanes.index)], len(sentences))
    is_in_lanes = data["root"].isin(lanes.index)
    layout = _lay_out(first, data[has_hits & is_in_lanes], lanes, lines)
    placed = layout.sentences
    data = data.assign(shown=data["sent_id"].isin(placed.index) & is_in_lanes)
    per_lane = say("Sentences with a theme of each lane: {lanes}.", lanes=list_themes(lanes, LANES))
    caption = join_sentences(
        basis,
        _explain_blocks(lines),
        per_lane,
        say_shown(placed, sentences, "sentences", say("the first ones")),
        say_shown(lanes, roots, "lanes"),
    )
    map_of = say(
        "Map of the {sentences} of the text in reading order, with one lane each for {lanes}.",
        sentences=count(len(sentences), "sentence"),
        lanes=", ".join(roots["label"]),
    )
    height = layout.bottom.iloc[-1]
    ax = make_sheet(ax, title, caption, height, Margins(left=left), subtitle)
    ax.set_xlim(0, lines.n_words)
    _write_headings(ax, layout, lines)
    _write_names(ax, layout, names, lines)
    _draw_sentences(ax, layout, data, lines)
    _draw_hits(ax, layout, lanes, lines)
    return Chart(title, find_figure(ax), data, caption, f"{map_of} {per_lane}", subtitle)


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


def _name_lanes(lanes: pd.DataFrame) -> list[list[str]]:
    """Wrap the name of each lane to two lines, the second of which shows how a long one ends."""
    room = min(LANE_NAME, NAME_SHARE * inner_width())
    names = []
    for label in lanes["label"]:
        lines = wrap(label, room, SMALL, 2)
        is_whole = " ".join(lines) == clean(label)
        names.append(lines if is_whole else [squeeze(label, room, SMALL)])
    return names


def _choose_lines(n_words: int, length: float) -> Lines:
    n_lines = LINES * max(1.0, PAGE / length)
    shortest = max(DENSE * length, min(SHORTEST, DENSEST * length))
    n_in_line = max(shortest, math.ceil(n_words / n_lines))
    is_roomy = n_in_line <= ROOMY * length
    lane = ROOMY_LANE if is_roomy else NARROW_LANE
    return Lines(n_in_line, length, lane, is_roomy)


def _make_title(hits: pd.DataFrame, n: int) -> str:
    """Say in how many sentences the most frequent theme occurs.

    Args:
        hits: the blocks with a hit.
        n: the number of sentences.
    """
    labels = _list_themes(hits).str.split("; ")
    counts = hits.assign(label=labels).explode("label").groupby(["root", "label"]).size()
    return say_most_frequent(counts.reset_index(name="n"), n)


def _say_basis(sentences: pd.DataFrame, n_texts: int) -> str:
    n = say(
        "n = {sentences}, {words}.",
        sentences=count(len(sentences), "sentence"),
        words=count(int(sentences["n_words"].sum()), "word"),
    )
    if sentences.empty:
        return n
    name = clean(sentences["doc_id"].iloc[0])
    if n_texts > 1:
        texts = count(n_texts, "text")
        return f"{say('Text: {name} (one of {texts}).', name=name, texts=texts)} {n}"
    return f"{say('Text: {name}.', name=name)} {n}"


def _explain_blocks(lines: Lines) -> str:
    blocks = say(
        "A block is a sentence, and its width is its number of words; a lane is filled where one of"
        " its themes occurs."
    )
    if not lines.is_roomy:
        return blocks
    labels = say("Its label is the most frequent one (on a tie, the first in the codebook).")
    return f"{blocks} {labels}"


# -- layout ----------------------------------------------------------------------------------------


def _lay_out(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    lanes: pd.DataFrame,
    lines: Lines,
) -> Layout:
    """Place the sentences and their hits, until the room is used up."""
    placed = _set_lines(sentences, lines)
    placed["gap"] = np.minimum(GAP * lines.inch, placed["width"] / 5)
    hits = hits.join(placed.drop(columns="heading"), on="sent_id", how="inner")
    hits["words"] = _wrap_labels(hits, lines)
    heights = _measure_lanes(hits, int(placed["line"].max()), lanes, lines)
    begins_section = placed.groupby("line")["heading"].first() != ""
    of_lanes = heights.sum(axis=1)
    bottom = (AROUND + of_lanes + HEADING * begins_section).cumsum()
    fits = (bottom <= TALLEST * look().share_of_rows) | (bottom.index == 0)
    placed = placed[placed["line"].map(fits).astype(bool)]
    return Layout(
        sentences=placed,
        hits=hits[hits["sent_id"].isin(placed.index)],
        heights=heights[fits],
        top=(bottom - AROUND - of_lanes + NUMBERS)[fits],
        bottom=bottom[fits],
    )


def _set_lines(sentences: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    """Put the sentences into lines, as on a page: `line`, `x`, `width` and `heading`."""
    line = -1
    x = 0.0
    section = None
    paragraph = None
    placed: list[tuple[int, int, float, float, str]] = []
    for sentence in sentences.itertuples():
        width = float(min(max(sentence.n_words, 1), lines.n_words))
        begins_section = sentence.section != section
        if sentence.paragraph != paragraph and not begins_section:
            x += PARAGRAPH * lines.n_words
        if begins_section or x + width > lines.n_words:
            x = 0.0
            line += 1
        heading = sentence.section if begins_section else ""
        placed.append((sentence.sent_id, line, x, width, heading))
        x += width
        section = sentence.section
        paragraph = sentence.paragraph
    columns = ["sent_id", "line", "x", "width", "heading"]
    return pd.DataFrame(placed, columns=columns).set_index("sent_id")


def _wrap_labels(hits: pd.DataFrame, lines: Lines) -> list[str]:
    """Wrap the label of each block to its width; it is cut only where three lines are too few."""
    words = []
    for hit in hits.itertuples():
        room = hit.width / lines.inch - 0.1
        words.append(_wrap_label(hit.label, room) if lines.is_roomy else "")
    return words


def _wrap_label(label: str, room: float) -> str:
    """Wrap a label without breaking a word, or else shorten it.

    >>> _wrap_label("Rights of vulnerable groups", 0.6).splitlines()
    ['Rights of', 'vulnerable', 'groups']
    >>> _wrap_label("Rights of vulnerable groups", 0.3)
    'Rig…'
    """
    if room <= 0:
        return ""
    wrapped = wrap(label, room, LABEL, LABEL_LINES)
    is_whole = " ".join(wrapped) == clean(label)
    return "\n".join(wrapped) if is_whole else shorten(label, room, LABEL)


def _measure_lanes(
    hits: pd.DataFrame,
    last: int,
    lanes: pd.DataFrame,
    lines: Lines,
) -> pd.DataFrame:
    """Measure the lanes of each line in inches: a lane is as high as its longest label needs."""
    more = hits.assign(more=hits["words"].str.count("\n").astype(float))
    most = more.pivot_table("more", index="line", columns="root", aggfunc="max")
    extra = most.reindex(index=range(last + 1), columns=lanes.index).fillna(0.0)
    return lines.lane + LABEL_LINE * extra


# -- drawing ---------------------------------------------------------------------------------------


def _write_headings(ax: Axes, layout: Layout, lines: Lines) -> None:
    with_heading = layout.sentences[layout.sentences["heading"] != ""]
    for sentence in with_heading.itertuples():
        words = shorten(sentence.heading, lines.length, SIZE)
        y = layout.top[sentence.line] - NUMBERS - 0.14
        ax.text(0, y, keep_left_to_right(words), va="center")


def _write_names(ax: Axes, layout: Layout, names: list[list[str]], lines: Lines) -> None:
    """Write the names of the lanes to the left of every line; a low lane has room for one line."""
    for line in layout.top.index:
        for root, name in zip(layout.heights, names, strict=True):
            top, height = layout.find_lane(line, root)
            is_low = height < ROOMY_LANE + LABEL_LINE / 2 and len(name) > 1
            room = max(measure_widest(name, SMALL), 0.3)
            written = [squeeze(" ".join(name), room, 6)] if is_low else name
            ax.text(
                -0.06 * lines.inch,
                top + height / 2,
                "\n".join(map(keep_left_to_right, written)),
                ha="right",
                va="center",
                size=SMALL if lines.is_roomy and not is_low else 6,
                color=SOFT,
                linespacing=1.0,
            )


def _draw_sentences(ax: Axes, layout: Layout, data: pd.DataFrame, lines: Lines) -> None:
    """Draw the block of every sentence with its number; narrow lines number the first one only."""
    has_labels = data[data["n_hits"] > 0]
    themes = _list_themes(has_labels).groupby(has_labels["sent_id"]).agg("; ".join)
    doc_id = data["doc_id"].iloc[0]
    height = layout.heights.sum(axis=1)
    for sentence in layout.sentences.itertuples():
        sent_id = sentence.Index
        top = layout.top[sentence.line]
        box = Box(sentence.x, top, sentence.width, height[sentence.line])
        draw_block(ax, f"sentence {sent_id}", FAINT, box, (sentence.gap, 0.01))
        carried = themes.get(sent_id, say("no theme"))
        words = say("Sentence {k}: {themes}", k=number(sent_id), themes=carried)
        link(ax.patches[-1], {"doc_id": doc_id, "sent_id": str(sent_id)}, words, 1)
        is_first_in_line = sentence.x == 0
        if lines.is_roomy or is_first_in_line:
            ax.text(
                sentence.x + 0.03 * lines.inch,
                top - NUMBERS + 0.09,
                number(sent_id),
                va="center",
                size=6.5,
                color=SOFT,
            )


def _list_themes(data: pd.DataFrame) -> pd.Series:
    """List the themes of each block: all of its family or, if not known, the leading one."""
    return data["labels"] if "labels" in data else data["label"]


def _draw_hits(ax: Axes, layout: Layout, lanes: pd.DataFrame, lines: Lines) -> None:
    """Fill the lanes where their themes occur, with labels if there is room."""
    hits = layout.hits
    for hit, themes in zip(hits.itertuples(), _list_themes(hits), strict=True):
        top, height = layout.find_lane(hit.line, hit.root)
        colour = lanes["colour"][hit.root]
        family = clean(hit.root_label)
        box = Box(hit.x, top, hit.width, height)
        draw_block(
            ax, f"sentence {hit.sent_id}, {family}: {clean(themes)}", colour, box, (hit.gap, 0.01)
        )
        # All themes of the lane, as the words name them.
        where = {"theme": hit.root, "doc_id": hit.doc_id, "sent_id": str(hit.sent_id)}
        words = say(
            "Sentence {k}, {family}: {themes}",
            k=number(hit.sent_id),
            family=family,
            themes=themes,
        )
        link(ax.patches[-1], where, words, 1)
        if hit.words:
            ax.text(
                hit.x + 0.05 * lines.inch,
                top + height / 2,
                "\n".join(map(keep_left_to_right, hit.words.split("\n"))),
                va="center_baseline" if "\n" not in hit.words else "center",
                size=LABEL,
                color=choose_ink(colour),
                linespacing=1.05,
            )

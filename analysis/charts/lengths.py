"""Lengths: how many words the sentences have."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from analysis.charts.captions import join_sentences
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    ROOM,
    Margins,
    count_ticks,
    empty_chart,
    figure_of,
    new_sheet,
    write_beside,
)
from analysis.charts.style import INK, NEUTRAL, SMALL, SOFT, house_style
from analysis.charts.wrapping import clean, wrap
from analysis.tables import SENTENCES
from analysis.wording import pluralize

COLUMNS = ["doc_id", "sent_id", "section", "n_words"]
BARS = 1000  # sentences above which lengths are drawn as a histogram
NUMBERED = 30  # sentences up to which a bar has its number written above it
BIN = 5  # words
BINS = 20  # the last one is open: from 95 words on
OPEN = -1  # `words_to` of the last bin

# Inches.
HEIGHT = 2.4
LEFT = 0.5
RIGHT = 0.8
BOTTOM = 0.42

DASHED: dict[str, Any] = {
    "color": INK,
    "linewidth": 0.9,
    "linestyle": (0, (4, 2)),
    "label": "median",
}


@house_style()
def sentence_lengths(sentences: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw how many words the sentences have.

    One text is drawn sentence by sentence: `data` has one row per sentence. Of many texts, or a book, the picture shows
    how often each length occurs: `data` has one row per range of lengths, with `words_from`, `words_to` (the last range
    is open: -1) and `n_sentences`.

    Args:
        sentences: as from `split_sentences`.
        ax: axes to draw in, otherwise a new figure.

    Raises:
        InputError: a column is missing.
    """
    SENTENCES.need(sentences, COLUMNS)
    data = sentences[COLUMNS].reset_index(drop=True)
    if data.empty:
        title = "Words in each sentence"
        return empty_chart(ax, title, "There are no sentences.", data, "n = 0 sentences.")
    n_words = data["n_words"]
    median = float(n_words.median())
    n = _say_n(data)
    summary = (
        f"The median is {median:g} words, the shortest sentence has {n_words.min():,}, "
        f"the longest {n_words.max():,}."
    )
    n_texts = data["doc_id"].nunique()
    if n_texts == 1 and len(data) <= BARS:
        title = "Words in each sentence"
        text = clean(data["doc_id"].iloc[0])
        explanation = f"Text: {text}; {n}. A bar is a sentence, in reading order."
        caption = join_sentences(explanation, summary)
        ax = _draw_sentences(ax, title, caption, data, median)
    else:
        title = "How long the sentences are"
        explanation = f"{n}. A bar counts the sentences of so many words."
        caption = join_sentences(explanation, summary)
        data = _count_ranges(n_words)
        ax = _draw_ranges(ax, title, caption, data, median)
    alt = f"{title}: {n}. {summary}"
    return Chart(title, figure_of(ax), data, caption, alt)


def _say_n(sentences: pd.DataFrame) -> str:
    n = f"n = {pluralize(len(sentences), 'sentence')}"
    n_texts = sentences["doc_id"].nunique()
    if n_texts > 1:
        n += f" in {n_texts:,} texts"
    return n


def _count_ranges(n_words: pd.Series) -> pd.DataFrame:
    bins = (n_words // BIN).clip(upper=BINS - 1)
    low = BIN * np.arange(bins.max() + 1)
    is_last = low == BIN * (BINS - 1)
    high = np.where(is_last, OPEN, low + BIN - 1)
    return pd.DataFrame({"words_from": low, "words_to": high, "n_sentences": np.bincount(bins)})


# -- one text ----------------------------------------------------------------------------------------


def _draw_sentences(
    ax: Axes | None, title: str, caption: str, sentences: pd.DataFrame, median: float
) -> Axes:
    n = len(sentences)
    slots = max(n, 10)
    sections = _wrap_sections(sentences["section"], (ROOM - LEFT - RIGHT) / slots)
    top = 0.1 + 0.13 * max(len(lines) for lines in sections.values())
    ax = new_sheet(ax, title, caption, HEIGHT, Margins(LEFT, RIGHT, top, BOTTOM))
    for start, lines in sections.items():
        _write_section(ax, start, "\n".join(lines))
    names = [f"sentence {sent_id}" for sent_id in sentences["sent_id"]]
    _scale_to(ax, sentences["n_words"])
    bars = ax.bar(range(1, n + 1), sentences["n_words"], width=0.78, color=NEUTRAL, label=names)
    if n <= NUMBERED:
        _number_bars(ax, bars, sentences["n_words"])
    ax.set(xlim=(0.5, slots + 0.5), xlabel="sentence", ylabel="words")
    ax.set_xticks(*count_ticks(n, 10, first=1))
    ax.axhline(median, **DASHED)
    write_beside(ax, f"median {median:g}", (1, median), (5, 0), va="center")
    return ax


def _wrap_sections(sections: pd.Series, inches: float) -> dict[int, list[str]]:
    """The lines of each section's heading, by the position of its first sentence; a sentence takes `inches`."""
    starts = np.flatnonzero(sections != sections.shift()).tolist()
    headings = {}
    for start, end in pairwise([*starts, len(sections)]):
        width = (end - start) * inches
        heading = sections[start] if width > 0.5 else ""
        headings[start] = wrap(heading, width - 0.1, SMALL, 4)
    return headings


def _write_section(ax: Axes, start: int, heading: str) -> None:
    """Write a heading above the bars of its section, and draw a line between this section and the one before."""
    place = (start + 0.55, 1.03)
    ax.annotate(heading, place, xycoords=("data", "axes fraction"), size=SMALL, va="bottom")
    if start:
        ax.axvline(start + 0.5, color=SOFT, linewidth=0.6, label="a section begins")


# -- many texts --------------------------------------------------------------------------------------


def _draw_ranges(
    ax: Axes | None, title: str, caption: str, ranges: pd.DataFrame, median: float
) -> Axes:
    ax = new_sheet(ax, title, caption, HEIGHT, Margins(left=LEFT, top=0.2, bottom=BOTTOM))
    low = ranges["words_from"]
    names = []
    ticks = []
    for words_from, words_to in zip(low, ranges["words_to"], strict=True):
        is_open = words_to == OPEN
        names.append(
            f"{words_from} and more words" if is_open else f"{words_from} to {words_to} words"
        )
        ticks.append(f"{words_from}+" if is_open else f"{words_from}–{words_to}")
    _scale_to(ax, ranges["n_sentences"])
    width = 0.92 * BIN
    bars = ax.bar(low, ranges["n_sentences"], width, align="edge", color=NEUTRAL, label=names)
    _number_bars(ax, bars, ranges["n_sentences"])
    ax.set(xlim=(0, low.max() + BIN), xlabel="words in the sentence", ylabel="sentences")
    ax.set_xticks(low + width / 2, ticks)
    at = min(median, low.max()) + 0.46
    ax.axvline(at, **DASHED)
    place = (at, 1.02)
    ax.annotate(f"median {median:g}", place, xycoords=("data", "axes fraction"), ha="center")
    return ax


# -- both --------------------------------------------------------------------------------------------


def _scale_to(ax: Axes, counts: pd.Series) -> None:
    """Scale the y axis from 0 to a little above the highest bar."""
    highest = max(int(counts.max()), 1)
    ax.set_ylim(0, 1.1 * highest)
    ax.set_yticks(*count_ticks(highest, 4), size=SMALL)


def _number_bars(ax: Axes, bars: BarContainer, counts: pd.Series) -> None:
    """Write the count above each bar, on white, so that the line of the median does not cross it."""
    background = {"facecolor": "white", "edgecolor": "none", "pad": 2.6}
    numbers = [f"{count:,}" for count in counts]
    ax.bar_label(bars, numbers, padding=3, size=SMALL, color=SOFT, bbox=background)

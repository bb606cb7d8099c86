"""Draw how many words the sentences have."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from analysis.charts.captions import join_sentences
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    Margins,
    find_figure,
    inner_width,
    make_count_ticks,
    make_empty_chart,
    make_sheet,
    write_beside,
)
from analysis.charts.style import INK, NEUTRAL, SMALL, SOFT, draws
from analysis.charts.wrapping import clean, wrap
from analysis.tables import SENTENCES
from analysis.wording import pluralize

COLUMNS = ["doc_id", "sent_id", "section", "n_words"]
BARS = 1000  # the most sentences that get a bar each
NUMBERED = 30  # the most bars with their count above them
SLOTS = 10  # the x axis has room for at least so many sentences
BIN = 5  # words
BINS = 20  # the last one is open-ended: 95 words or more
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
ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 2.6}


@draws
def sentence_lengths(sentences: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw how many words the sentences have.

    For one text, each sentence is a bar. For many texts or a very long one, each bar counts the
    sentences in a range of lengths, the first of which begins at the shortest sentence. Then `data`
    has one row per range: `words_from`, `words_to` (-1 for the last range, which is open-ended) and
    `n_sentences`.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    SENTENCES.need(sentences, COLUMNS)
    data = sentences[COLUMNS].reset_index(drop=True)
    if data.empty:
        title = "Words in each sentence"
        message = "There are no sentences."
        return make_empty_chart(ax, title, message, data, "n = 0 sentences.")
    n_words = data["n_words"]
    n_texts = data["doc_id"].nunique()
    median = float(n_words.median())
    n = f"n = {pluralize(len(data), 'sentence')}"
    if n_texts > 1:
        n += f" in {n_texts:,} texts"
    summary = (
        f"The median is {median:g} words; the shortest sentence has {n_words.min():,}, the longest"
        f" {n_words.max():,}."
    )
    if n_texts == 1 and len(data) <= BARS:
        title = "Words in each sentence"
        text = f"Text: {clean(data['doc_id'].iloc[0])}"
        explanation = f"{text}; {n}. A bar is a sentence, in reading order."
        caption = join_sentences(explanation, summary)
        ax = _draw_sentences(ax, title, caption, data, median)
    else:
        title = "How long the sentences are"
        explanation = f"{n}. A bar counts the sentences in its range of lengths."
        caption = join_sentences(explanation, summary)
        data = _count_ranges(n_words)
        ax = _draw_ranges(ax, title, caption, data, median)
    alt = f"{title}: {n}. {summary}"
    return Chart(title, find_figure(ax), data, caption, alt)


def _count_ranges(n_words: pd.Series) -> pd.DataFrame:
    """Count the sentences in ranges of five words; the first begins at the shortest sentence.

    >>> _count_ranges(pd.Series([4, 4, 11])).to_numpy().tolist()
    [[4, 4, 2], [5, 9, 0], [10, 14, 1]]
    """
    bins = (n_words // BIN).clip(upper=BINS - 1)
    first = int(bins.min())
    words_from = BIN * np.arange(first, bins.max() + 1)
    is_last = words_from == BIN * (BINS - 1)
    ranges = {
        "words_from": words_from.clip(min=n_words.min() if first < BINS - 1 else 0),
        "words_to": np.where(is_last, OPEN, words_from + BIN - 1),
        "n_sentences": np.bincount(bins)[first:],
    }
    return pd.DataFrame(ranges)


# -- one text --------------------------------------------------------------------------------------


def _draw_sentences(
    ax: Axes | None,
    title: str,
    caption: str,
    sentences: pd.DataFrame,
    median: float,
) -> Axes:
    n = len(sentences)
    n_words = sentences["n_words"]
    slots = max(n, SLOTS)
    sections = _wrap_sections(sentences["section"], (inner_width() - LEFT - RIGHT) / slots)
    top = 0.1 + 0.13 * max(len(lines) for lines in sections.values())
    margins = Margins(LEFT, RIGHT, top, BOTTOM)
    ax = make_sheet(ax, title, caption, HEIGHT, margins)
    for start, lines in sections.items():
        _write_section(ax, start, "\n".join(lines))
    _scale_to(ax, n_words)
    bars = ax.bar(
        range(1, n + 1),
        n_words,
        width=0.78,
        color=NEUTRAL,
        label=[f"sentence {sent_id}" for sent_id in sentences["sent_id"]],
    )
    if n <= NUMBERED:
        _number_bars(ax, bars, n_words)
    ax.set(xlim=(0.5, slots + 0.5), xlabel="sentence", ylabel="words")
    ax.set_xticks(*make_count_ticks(n, 10, first=1))
    ax.axhline(median, **DASHED)
    write_beside(ax, f"median {median:g}", (1, median), (5, 0), va="center")
    return ax


def _wrap_sections(sections: pd.Series, inches: float) -> dict[int, list[str]]:
    """Wrap the heading of each section to the width of its sentences; each is `inches` wide.

    The keys are the positions of the first sentences of the sections.
    """
    begins_section = sections != sections.shift()
    starts = np.flatnonzero(begins_section).tolist()
    wrapped = {}
    for start, end in pairwise([*starts, len(sections)]):
        width = (end - start) * inches
        heading = sections[start] if width > 0.5 else ""
        wrapped[start] = wrap(heading, width - 0.1, SMALL, 4)
    return wrapped


def _write_section(ax: Axes, start: int, heading: str) -> None:
    """Write a heading above the bars of its section, with a line between two sections."""
    ax.annotate(
        heading,
        (start + 0.55, 1.03),
        xycoords=("data", "axes fraction"),
        size=SMALL,
        va="bottom",
    )
    if start:
        ax.axvline(start + 0.5, color=SOFT, linewidth=0.6, label="a section begins")


# -- many texts ------------------------------------------------------------------------------------


def _draw_ranges(
    ax: Axes | None,
    title: str,
    caption: str,
    ranges: pd.DataFrame,
    median: float,
) -> Axes:
    margins = Margins(left=LEFT, top=0.2, bottom=BOTTOM)
    ax = make_sheet(ax, title, caption, HEIGHT, margins)
    low = BIN * (ranges["words_from"] // BIN)
    _scale_to(ax, ranges["n_sentences"])
    width = 0.92 * BIN
    bars = ax.bar(
        low,
        ranges["n_sentences"],
        width,
        align="edge",
        color=NEUTRAL,
        label=_name_ranges(ranges, "{} to {} words", "{} and more words", "{} words"),
    )
    _number_bars(ax, bars, ranges["n_sentences"])
    ax.set(xlim=(low.min(), low.max() + BIN), xlabel="words in the sentence", ylabel="sentences")
    ax.set_xticks(low + width / 2, _name_ranges(ranges, "{}–{}", "{}+", "{}"))
    at = min(median, int(low.max())) + 0.46
    ax.axvline(at, **DASHED)
    ax.annotate(
        f"median {median:g}",
        (at, 1.02),
        xycoords=("data", "axes fraction"),
        ha="center",
    )
    return ax


def _name_ranges(ranges: pd.DataFrame, closed: str, open_ended: str, single: str) -> list[str]:
    """Name the ranges by templates: for closed ranges, the open-ended one, and a single length."""
    names = []
    for row in ranges.itertuples():
        template = open_ended if row.words_to == OPEN else closed
        if row.words_from == row.words_to:
            template = single
        names.append(template.format(row.words_from, row.words_to))
    return names


# -- both ------------------------------------------------------------------------------------------


def _scale_to(ax: Axes, counts: pd.Series) -> None:
    """Scale the y axis from 0 to a little above the highest bar."""
    highest = max(int(counts.max()), 1)
    ax.set_ylim(0, 1.1 * highest)
    ax.set_yticks(*make_count_ticks(highest, 4), size=SMALL)


def _number_bars(ax: Axes, bars: BarContainer, counts: pd.Series) -> None:
    """Write the count above each bar, on white, so that the median line hides none."""
    numbers = [f"{count:,}" for count in counts]
    ax.bar_label(bars, numbers, padding=3, size=SMALL, color=SOFT, bbox=ON_WHITE)

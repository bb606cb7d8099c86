"""Draw how many words the sentences have, as a histogram."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences, say_counted
from analysis.charts.chart import Chart
from analysis.charts.layout import (
    Margins,
    find_figure,
    inner_width,
    make_count_ticks,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.marks import link
from analysis.charts.style import FAINT, INK, NEUTRAL, SMALL, SOFT, Width, draws, tint
from analysis.charts.wrapping import clean, measure_widest, measure_width
from analysis.messages import count, decimal, number, say
from analysis.tables import SENTENCES

COLUMNS = ["doc_id", "sent_id", "n_words"]
BIN = 5  # words
BINS = 20  # the last one is open-ended: 95 words or more
OPEN = -1  # `words_to` of the last bin
TICKS = 5  # the most on an axis
FILL = tint(NEUTRAL, 0.72)  # light enough for the line of the median

# Inches.
HEIGHT = 2.2
RIGHT = 0.2
TOP = 0.2
BOTTOM = 0.42

DASHED: dict[str, Any] = {
    "color": INK,
    "linewidth": 0.9,
    "linestyle": (0, (4, 2)),
    "label": "median",
}


@draws
def sentence_lengths(
    sentences: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw how many words the sentences have: a bar counts the sentences in a range of lengths.

    The first range begins at the shortest sentence. `data` has one row per range: `words_from`,
    `words_to` (-1 for the last range, which is open-ended) and `n_sentences`.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        title: the heading of the picture; by default it gives the median.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    SENTENCES.need(sentences, COLUMNS)
    n_words = sentences["n_words"]
    subtitle = say("Sentences by their number of words")
    if sentences.empty:
        message = say("There are no sentences.")
        basis = f"n = {count(0, 'sentence')}."
        title = subtitle if title is None else title
        return make_empty_chart(ax, title, message, sentences[COLUMNS], basis)
    ranges = _count_ranges(n_words)
    median = float(n_words.median())
    if title is None:
        title = say("The median sentence has {words}", words=_say_words(median))
    basis = _say_basis(sentences["doc_id"], len(sentences))
    extremes = say(
        "The shortest sentence has {least}, the longest {most}.",
        least=count(int(n_words.min()), "word"),
        most=number(n_words.max()),
    )
    bars = say("A bar counts the sentences in a range of lengths; the dashed line is the median.")
    caption = join_sentences(basis, bars, extremes)
    alt = join_sentences(f"{subtitle}: {title}.", basis, extremes)
    ax = _draw_ranges(ax, title, subtitle, caption, ranges, n_words, median)
    return Chart(title, find_figure(ax), ranges, caption, alt, subtitle)


def _say_words(median: float) -> str:
    if median.is_integer():
        return count(int(median), "word")
    return say("{n} words", n=decimal(median))


def _say_basis(doc_ids: pd.Series, n: int) -> str:
    n_sentences = count(n, "sentence")
    n_texts = doc_ids.nunique()
    if n_texts == 1:
        return say("Text: {name}; n = {n}.", name=clean(doc_ids.iloc[0]), n=n_sentences)
    return say("n = {n} in {texts}.", n=n_sentences, texts=count(n_texts, "text"))


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


def _draw_ranges(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    ranges: pd.DataFrame,
    n_words: pd.Series,
    median: float,
) -> Axes:
    highest = int(ranges["n_sentences"].max())
    counts, labels = make_count_ticks(highest, TICKS - 1)
    left = measure_widest(labels, SMALL) + 0.3
    margins = Margins(left, RIGHT, TOP, BOTTOM)
    ax = make_sheet(ax, title, caption, HEIGHT, margins, subtitle)
    starts = BIN * (ranges["words_from"] // BIN)
    names = _name_ranges(ranges)
    bars = ax.bar(starts, ranges["n_sentences"], 0.92 * BIN, align="edge", color=FILL, label=names)
    longest = int(n_words.max())
    for bar, row, name in zip(bars, ranges.itertuples(), names, strict=True):
        if row.n_sentences:
            last = longest if row.words_to == OPEN else row.words_to
            sentences = say_counted(row.n_sentences, len(n_words))
            words = say("{range}: {sentences}", range=name, sentences=sentences)
            link(bar, {"n_words": f"{row.words_from}-{last}"}, words, row.n_sentences)
    end = int(starts.max()) + BIN
    ax.set(xlim=(starts.min(), end), ylim=(0, 1.05 * highest))
    ax.set_xlabel(say("words in the sentence"))
    ax.set_ylabel(say("sentences"))
    ax.set_yticks(counts, labels, size=SMALL)
    ax.set_xticks(*_make_ticks(ranges))
    ax.grid(axis="y", color=FAINT)
    ax.set_axisbelow(True)
    at = min(median, end - BIN) + 0.46
    ax.axvline(at, **DASHED)
    share = (at - starts.min()) / (end - starts.min())
    _name_median(ax, at, share, inner_width() - left - RIGHT, median)
    return ax


def _name_median(ax: Axes, at: float, share: float, room: float, median: float) -> None:
    """Name the median above its line, which is at a share of the width; no edge cuts it off."""
    words = say("median {n}", n=decimal(median, 0 if median.is_integer() else 1))
    half = measure_width(words, SMALL) / 2 / room
    side = "left" if share < half else "right" if share > 1 - half else "center"
    ax.annotate(
        words,
        (at, 1.02),
        xycoords=("data", "axes fraction"),
        ha=side,
        size=SMALL,
        color=SOFT,
    )


def _make_ticks(ranges: pd.DataFrame) -> tuple[list[int], list[str]]:
    """Make at most five ticks: round lengths, at the edges of bars, and the open end.

    >>> _make_ticks(_count_ranges(pd.Series([4, 38])))
    ([0, 10, 20, 30, 40], ['0', '10', '20', '30', '40'])
    """
    first, last = BIN * (ranges["words_from"].iloc[[0, -1]] // BIN)
    is_open = ranges["words_to"].iloc[-1] == OPEN
    most = TICKS - 1 if is_open else TICKS
    step = BIN
    while len(range(-(-first // step) * step, last + 1, step)) > most:
        step += BIN
    ticks = list(range(-(-first // step) * step, last + 1, step))
    end = last + BIN  # the right edge of the last bar
    if end % step == 0 and len(ticks) < most and not is_open:
        ticks.append(end)
    labels = [number(tick) for tick in ticks]
    if is_open:
        ticks = [tick for tick in ticks if tick < last - step / 2]
        labels = [*labels[: len(ticks)], say("{n} or more", n=number(last))]
        ticks = [*ticks, last]
    return ticks, labels


def _name_ranges(ranges: pd.DataFrame) -> list[str]:
    names = []
    for row in ranges.itertuples():
        least = number(row.words_from)
        if row.words_to == OPEN:
            names.append(say("{n} and more words", n=least))
        elif row.words_from == row.words_to:
            names.append(count(row.words_from, "word"))
        else:
            names.append(say("{least} to {most} words", least=least, most=number(row.words_to)))
    return names

"""Charts of the text itself: its sentences in reading order, with the themes in them, and how long they are."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from .chart import FAINT, INK, SOFT, Chart, in_house_style
from .chart_layout import (
    EDGE,
    NEUTRAL,
    SMALL,
    WIDTH,
    Families,
    families_of,
    ink_on,
    nothing,
    sheet,
    steps,
    ticks,
    top_of,
)
from .chart_words import beyond, clean, counted, leading, shorten, width_of, wrap
from .tables import SENTENCES, TEXT, Table

LANES, TALLEST = 8, 15.0  # the most root themes, and inches of text, that a reading map shows
BARS = 1000  # sentences, above which lengths are drawn as a histogram
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps the median's line out of the numbers
BIN, BINS = 5, 20  # words; the last of the bins is open

BLOCKS = Table(
    "blocks",
    "one sentence of one text x one root theme",
    ("sent_id", "root"),
    {
        "doc_id": TEXT,
        "sent_id": "int64",
        "section": TEXT,
        "paragraph": "int64",
        "n_words": "int64",
        "root": TEXT,
        "root_label": TEXT,
        "theme": TEXT,
        "label": TEXT,
        "n_hits": "int64",
    },
)


# The reading map ------------------------------------------------------------------------------------------------------


@in_house_style
def reading_map(
    blocks: pd.DataFrame, *, themes: pd.DataFrame | None = None, n_texts: int = 1, ax: Axes | None = None
) -> Chart:
    """Draw one text as it is read, line by line: a block a sentence, as wide as its words, and a lane a root theme.

    A block is filled where the root occurs, and labelled with the leading theme within it. `n_texts` above 1 makes the
    caption say that, of so many texts, this is the one with most hits.
    """
    BLOCKS.need(blocks)
    sentences, hits = blocks.drop_duplicates("sent_id"), blocks[blocks["n_hits"] > 0]
    labels = blocks.drop_duplicates("root").set_index("root")["root_label"]
    sums = hits["root"].value_counts().reindex(labels.index, fill_value=0)
    lanes = labels[top_of(sums, LANES)]
    flow = _flow(sentences, len(lanes))
    data = blocks.assign(shown=blocks["sent_id"].isin(flow.place) & blocks["root"].isin(lanes.index))
    title, caption = "The text, sentence by sentence", _map_words(sentences, n_texts)
    if hits.empty:
        return nothing(ax, title, "No theme occurs in this text.", data, caption)
    most = leading(labels, sums)
    named = ", labelled with the theme that leads there" if flow.roomy else ""
    caption += f" A block is a sentence, as wide as its words; a lane is filled where its themes occur{named}. \
Sentences with: {most}.{beyond(len(flow.place), len(sentences), 'sentences', 'the first ones')}"
    caption += beyond(len(lanes), len(labels), "lanes")
    roots = blocks[["root", "root_label"]].set_axis(["theme", "label"], axis="columns")
    kin = families_of(themes, roots, hits)
    figure = _draw_map(ax, title, caption, flow, lanes, data[data["shown"]], kin)
    alt = f"Map of the text's {counted(len(sentences), 'sentence')} in reading order, with a lane each for \
{', '.join(labels)}. Sentences with: {most}."
    return Chart(title, figure, data.reset_index(drop=True), caption, alt)


def _map_words(sentences: pd.DataFrame, n_texts: int) -> str:
    if sentences.empty:
        return "n = 0 sentences."
    words = int(sentences["n_words"].sum())
    one = f" of {n_texts:,} texts the one with most hits," if n_texts > 1 else ""
    return (
        f"Text: {clean(sentences['doc_id'].iloc[0])};{one} n = {counted(len(sentences), 'sentence')}, {words:,} words."
    )


@dataclass(frozen=True)
class Flow:
    """Sentences in lines as in a text: x and width in words, y (the line's top) in inches from the top."""

    place: dict[int, tuple[float, float, float]]  # sent_id: x, width, y
    headings: list[tuple[float, str]]
    height: float
    words: int  # that fit a line
    roomy: bool  # whether blocks are large enough for labels

    @property
    def lane(self) -> float:
        """The height of a lane in inches."""
        return 0.185 if self.roomy else 0.11


def _flow(sentences: pd.DataFrame, lanes: int) -> Flow:
    words = max(100, -(-int(sentences["n_words"].sum()) // 14))
    flow = Flow({}, [], 0.0, words, words <= 160)
    step, x, y, before = 0.24 + lanes * flow.lane, 0.0, -np.inf, None
    for one in sentences.itertuples():
        wide = float(min(max(one.n_words, 1), words))
        x += 0.015 * words * (before is not None and one.paragraph != before.paragraph)
        if before is None or one.section != before.section:
            top = max(y + step, 0.0)
            x, y = 0.0, top + 0.27 * (one.section != "")
        elif x + wide > words:
            x, y = 0.0, y + step
        if y + step > TALLEST and before is not None:
            break
        if x == 0 and one.section and (before is None or one.section != before.section):
            flow.headings.append((y - 0.14, one.section))
        flow.place[one.sent_id] = (x, wide, y)
        x, before = x + wide, one
    return replace(flow, height=max(y_ + step for _, _, y_ in flow.place.values()) if flow.place else 0.0)


def _draw_map(ax, title: str, caption: str, flow: Flow, lanes: pd.Series, blocks: pd.DataFrame, kin: Families):
    names = [shorten(clean(label), 1.4, SMALL) for label in lanes]
    margin = max(width_of(name, SMALL) for name in names) + 0.1
    ax = sheet(ax, title, caption, height=flow.height, left=margin)
    ax.set_xlim(0, flow.words)
    inch = flow.words / (WIDTH - 2 * EDGE - margin)
    for y, heading in flow.headings:
        words = shorten(clean(heading), WIDTH - 2 * EDGE - margin, 8.5)
        ax.text(0, y, words, va="center", size=8.5)
    lane_y = {root: 0.16 + at * flow.lane for at, root in enumerate(lanes.index)}
    lines = sorted({y for _, _, y in flow.place.values()})
    for y in lines:
        for name, down in zip(names, lane_y.values(), strict=True):
            at = (-0.06 * inch, y + down + flow.lane / 2)
            ax.text(*at, name, ha="right", va="center", size=SMALL if flow.roomy else 6, color=SOFT)
    for number, (x, wide, y) in flow.place.items():
        _block(ax, f"sentence {number}", FAINT, (x, y + 0.16, wide, flow.lane * len(lanes)), inch)
        if flow.roomy or x == 0:
            ax.text(x + 0.03 * inch, y + 0.09, f"{number:,}", va="center", size=6.5, color=SOFT)
    for one in blocks[blocks["n_hits"] > 0].itertuples():
        x, wide, y = flow.place[one.sent_id]
        box = (x, y + lane_y[one.root], wide, flow.lane)
        colour = kin.colour(one.root)
        _block(ax, f"sentence {one.sent_id}, {clean(one.root_label)}: {clean(one.label)}", colour, box, inch)
        if flow.roomy:
            words = shorten(clean(one.label), wide / inch - 0.1, 7)
            middle = y + lane_y[one.root] + flow.lane / 2
            ax.text(x + 0.05 * inch, middle, words, va="center_baseline", size=7, color=ink_on(colour))
    return ax.figure


def _block(ax, name: str, colour: str, box: tuple[float, float, float, float], inch: float) -> None:
    x, y, wide, high = box
    gap = min(0.015 * inch, wide / 5)
    mark = Rectangle((x + gap, y + 0.01), wide - 2 * gap, high - 0.02, facecolor=colour, linewidth=0, label=name)
    ax.add_patch(mark)


# The lengths of sentences ---------------------------------------------------------------------------------------------


@in_house_style
def sentence_lengths(sentences: pd.DataFrame, *, ax: Axes | None = None) -> Chart:
    """Draw how many words the sentences have: one by one in one text; in many, or in a book, how often each length.

    `data` is then one row a sentence, or one row a range of lengths: `words_from`, `words_to` (the last one open: -1).
    """
    SENTENCES.need(sentences, ["doc_id", "sent_id", "section", "n_words"])
    n, n_texts = len(sentences), sentences["doc_id"].nunique()
    columns = sentences[["doc_id", "sent_id", "section", "n_words"]].reset_index(drop=True)
    if not n:
        return nothing(ax, "Words in each sentence", "There are no sentences.", columns, "n = 0 sentences.")
    median = float(sentences["n_words"].median())
    shortest, longest = sentences["n_words"].min(), sentences["n_words"].max()
    said = f"The median is {median:g} words, the shortest sentence has {shortest:,}, the longest {longest:,}."
    of = f"n = {counted(n, 'sentence')}" + (f" in {n_texts:,} texts" if n_texts > 1 else "")
    if n_texts == 1 and n <= BARS:
        title, data, figure = "Words in each sentence", columns, _draw_lengths
        reading = f"Text: {clean(sentences['doc_id'].iloc[0])}; {of}. A bar is a sentence, in reading order."
    else:
        title, data, figure = "How long the sentences are", _ranges(sentences["n_words"]), _draw_ranges
        reading = f"{of}. A bar counts the sentences of so many words."
    caption = f"{reading} {said}"
    return Chart(title, figure(ax, title, caption, data, median), data, caption, f"{title}: {of}. {said}")


def _ranges(n_words: pd.Series) -> pd.DataFrame:
    top = min(BINS - 1, int(n_words.max()) // BIN)
    counts = np.bincount(np.minimum(n_words // BIN, top), minlength=top + 1)
    low = BIN * np.arange(top + 1)
    high = np.where(low == BIN * (BINS - 1), -1, low + BIN - 1)
    return pd.DataFrame({"words_from": low, "words_to": high, "n_sentences": counts})


def _draw_lengths(ax, title: str, caption: str, data: pd.DataFrame, median: float):
    n, room = len(data), WIDTH - 2 * EDGE - 0.5 - 0.8
    runs = [(start, end, _over(name, room * (end - start) / max(n, 10))) for start, end, name in _runs(data["section"])]
    top = 0.1 + 0.13 * max(len(lines) for _, _, lines in runs)
    ax = sheet(ax, title, caption, height=2.4, left=0.5, right=0.8, top=top, bottom=0.42)
    bars = ax.bar(np.arange(1, n + 1), data["n_words"], width=0.78, color=NEUTRAL)
    for bar, number in zip(bars, data["sent_id"], strict=True):
        bar.set_label(f"sentence {number}")
    for start, _, lines in runs:
        ax.annotate("\n".join(lines), (start + 0.55, 1.03), xycoords=("data", "axes fraction"), size=SMALL, va="bottom")
        if start:
            ax.axvline(start + 0.5, color=SOFT, linewidth=0.6, label="a section begins")
    _count_up(ax, int(data["n_words"].max()), "words")
    if n <= 30:
        ax.bar_label(bars, padding=2, size=SMALL, color=SOFT, bbox=CLEAR)
    ax.set(xlim=(0.5, max(n, 10) + 0.5), xlabel="sentence")
    ticks(ax.xaxis, steps(n), [f"{number:,}" for number in steps(n)])
    ax.axhline(median, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), label="median")
    ax.annotate(f"median {median:g}", (1, median), (5, 0), ("axes fraction", "data"), "offset points", va="center")
    return ax.figure


def _runs(sections: pd.Series) -> list[tuple[int, int, str]]:
    """Start, end and name of each run of sentences with one section; positions count from 0."""
    starts = np.flatnonzero(sections != sections.shift()).tolist()
    return [(start, end, sections.iloc[start]) for start, end in pairwise([*starts, len(sections)])]


def _over(section: str, room: float) -> list[str]:
    """A section's name over its sentences, where there is room for it."""
    return wrap(section, room - 0.1, SMALL, 4) if section and room > 0.5 else [""]


def _draw_ranges(ax, title: str, caption: str, data: pd.DataFrame, median: float):
    ax = sheet(ax, title, caption, height=2.4, left=0.5, top=0.2, bottom=0.42)
    low = data["words_from"]
    bars = ax.bar(low, data["n_sentences"], width=BIN * 0.92, align="edge", color=NEUTRAL)
    names = [f"{a} to {b}" if b >= 0 else f"{a} and more" for a, b in zip(low, data["words_to"], strict=True)]
    for bar, name in zip(bars, names, strict=True):
        bar.set_label(f"{name} words")
    _count_up(ax, int(data["n_sentences"].max()), "sentences")
    ax.bar_label(bars, [f"{count:,}" for count in data["n_sentences"]], padding=2, size=SMALL, color=SOFT, bbox=CLEAR)
    ax.set(xlim=(0, low.max() + BIN), xlabel="words in the sentence")
    ticks(ax.xaxis, low + 0.46 * BIN, [name.replace(" to ", "–").replace(" and more", "+") for name in names])
    at = min(median, low.max()) + 0.46
    ax.axvline(at, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), label="median")
    ax.annotate(f"median {median:g}", (at, 1.02), (0, 0), ("data", "axes fraction"), "offset points", ha="center")
    return ax.figure


def _count_up(ax, most: int, what: str) -> None:
    """A y axis that counts upwards from 0, with room above the highest bar."""
    ax.set(ylim=(0, max(most, 1) * 1.1), ylabel=what)
    at = [int(tick) for tick in MaxNLocator(4, integer=True).tick_values(0, max(most, 1)) if tick <= most]
    ticks(ax.yaxis, at, [f"{tick:,}" for tick in at], size=SMALL)

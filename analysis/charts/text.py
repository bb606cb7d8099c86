"""Charts of the text itself: its sentences in reading order, with the themes in them, and how long they are."""

from itertools import pairwise, product

import numpy as np
import pandas as pd

from analysis.charts import layout
from analysis.charts.chart import FAINT, INK, SIZE, SMALL, SOFT, Chart, house_style
from analysis.tables import BLOCKS, SENTENCES
from analysis.wording import pluralize

LANES, TALLEST = 8, 15.0  # the most root themes, and inches of text, that a reading map shows
ROOMY = 160  # words in a line of it, up to which blocks are large enough for labels
BARS = 1000  # sentences, above which lengths are drawn as a histogram
BIN, BINS = 5, 20  # words; the last of the bins is open


@house_style()
def reading_map(blocks, *, themes=None, n_texts=1, ax=None) -> Chart:
    """Draw one text as it is read, line by line: a block a sentence, as wide as its words, and a lane a root theme.

    A block is filled where the root occurs, and labelled with the leading theme within it. `n_texts` above 1 makes the
    caption say that, of so many texts, this is the one with most hits.
    """
    BLOCKS.need(blocks)
    sentences, hits = blocks.drop_duplicates("sent_id"), blocks[blocks["n_hits"] > 0]
    roots = blocks.drop_duplicates("root")[["root", "root_label"]].set_axis(
        ["theme", "label"], axis=1
    )
    kin, roots = (
        layout.families(themes, roots.assign(root=roots["theme"]), hits),
        roots.set_index("theme"),
    )
    roots["n"] = hits["root"].value_counts().reindex(roots.index, fill_value=0)
    roots["colour"] = roots.index.map(dict(zip(kin["root"], kin["colour"], strict=True)))
    lanes, n_words = layout.most(roots, LANES), int(sentences["n_words"].sum())
    words = max(100, -(-n_words // 14))  # in a line
    lane = 0.185 if words <= ROOMY else 0.11  # inches
    flow = _flow(sentences, words, lane * len(lanes))
    data = blocks.assign(
        shown=blocks["sent_id"].isin(flow.index) & blocks["root"].isin(lanes.index)
    )
    data, n = data.reset_index(drop=True), pluralize(len(sentences), "sentence")
    one = f" of {n_texts:,} texts the one with most hits," if n_texts > 1 else ""
    text = f"Text: {layout.clean(sentences['doc_id'].iloc[0])};{one} " if len(sentences) else ""
    title, caption = "The text, sentence by sentence", f"{text}n = {n}, {n_words:,} words."
    if hits.empty:
        return layout.nothing(ax, title, "No theme occurs in this text.", data, caption)
    of_roots = ", ".join(f"{layout.brief(root.label)} ({root.n:,})" for root in lanes.itertuples())
    named = ", labelled with its most frequent theme (of equals, the first in the codebook)"
    caption += (
        f" A block is a sentence, as wide as its words; a lane is filled where its themes occur\
{named if words <= ROOMY else ''}. Sentences with: {of_roots}."
    )
    caption += layout.beyond(flow, sentences, "sentences", "the first ones")
    caption += layout.beyond(lanes, roots, "lanes")
    figure = _draw_map(
        ax, title, caption, flow, words, lanes, lane, data[data["shown"] & (data["n_hits"] > 0)]
    )
    alt = f"Map of the text's {n} in reading order, with a lane each for {', '.join(roots['label'])}. "
    return Chart(title, figure, data, caption, f"{alt}Sentences with: {of_roots}.")


def _flow(sentences: pd.DataFrame, words: int, high: float) -> pd.DataFrame:
    """The sentences that there is room for, in lines of so many words, as in a text: indexed by `sent_id`.

    `x` and `wide` are in words, `y` is the line's top in inches; `heading` is blank but where a section begins.
    """
    places, step = [], 0.24 + high
    x, y, before = 0.0, -step, None
    for one in sentences.itertuples():
        begins = before is None or one.section != before.section
        wide, heading = float(min(max(one.n_words, 1), words)), one.section if begins else ""
        x += 0.015 * words * (not begins and one.paragraph != before.paragraph)
        if begins or x + wide > words:
            x, y = 0.0, y + step + 0.27 * (heading != "")
        if y + step > TALLEST and places:
            break
        places.append((one.sent_id, x, wide, y, heading))
        x, before = x + wide, one
    return pd.DataFrame(places, columns=["sent_id", "x", "wide", "y", "heading"]).set_index(
        "sent_id"
    )


def _draw_map(
    ax,
    title: str,
    caption: str,
    flow,
    words: int,
    lanes: pd.DataFrame,
    lane: float,
    hits: pd.DataFrame,
):
    names, roomy = [layout.squeeze(label, 1.4, SMALL) for label in lanes["label"]], words <= ROOMY
    left = max(layout.width_of(name, SMALL) for name in names) + 0.1
    ax = layout.sheet(ax, title, caption, flow["y"].max() + 0.24 + lane * len(lanes), left=left)
    ax.set_xlim(0, words)
    inch = words / (layout.ROOM - left)
    lanes = lanes.assign(name=names, down=0.16 + lane * np.arange(len(lanes)))
    flow = flow.assign(gap=np.minimum(0.015 * inch, flow["wide"] / 5))
    for one in flow[flow["heading"] != ""].itertuples():
        ax.text(0, one.y - 0.14, layout.shorten(one.heading, layout.ROOM - left, SIZE), va="center")
    for y, row in product(flow["y"].unique(), lanes.itertuples()):
        look = {"ha": "right", "va": "center", "size": SMALL if roomy else 6, "color": SOFT}
        ax.text(-0.06 * inch, y + row.down + lane / 2, row.name, **look)
    for one in flow.itertuples():
        box = (one.x, one.y + 0.16, one.wide, lane * len(lanes))
        layout.block(ax, f"sentence {one.Index}", FAINT, box, (one.gap, 0.01))
        if roomy or one.x == 0:
            ax.text(
                one.x + 0.03 * inch,
                one.y + 0.09,
                f"{one.Index:,}",
                va="center",
                size=6.5,
                color=SOFT,
            )
    for one in (
        hits.join(flow, on="sent_id").join(lanes[["colour", "down"]], on="root").itertuples()
    ):
        y, name = (
            one.y + one.down,
            f"sentence {one.sent_id}, {layout.clean(one.root_label)}: {layout.clean(one.label)}",
        )
        layout.block(ax, name, one.colour, (one.x, y, one.wide, lane), (one.gap, 0.01))
        if roomy:
            label, ink = (
                layout.shorten(one.label, one.wide / inch - 0.1, 7),
                layout.ink_on(one.colour),
            )
            ax.text(
                one.x + 0.05 * inch, y + lane / 2, label, va="center_baseline", size=7, color=ink
            )
    return ax.figure


@house_style()
def sentence_lengths(sentences, *, ax=None) -> Chart:
    """Draw how many words the sentences have: one by one in one text; in many, or in a book, how often each length.

    `data` is then one row a sentence, or one row a range of lengths: `words_from`, `words_to` (the last one open: -1).
    """
    columns = ["doc_id", "sent_id", "section", "n_words"]
    data = SENTENCES.need(sentences, columns)[columns].reset_index(drop=True)
    if data.empty:
        return layout.nothing(
            ax, "Words in each sentence", "There are no sentences.", data, "n = 0 sentences."
        )
    n, n_texts, n_words = len(data), data["doc_id"].nunique(), data["n_words"]
    median, low, high = float(n_words.median()), n_words.min(), n_words.max()
    said = (
        f"The median is {median:g} words, the shortest sentence has {low:,}, the longest {high:,}."
    )
    of = f"n = {pluralize(n, 'sentence')}" + (f" in {n_texts:,} texts" if n_texts > 1 else "")
    if n_texts == 1 and n <= BARS:
        title, draw = "Words in each sentence", _draw_lengths
        caption = f"Text: {layout.clean(data['doc_id'].iloc[0])}; {of}. A bar is a sentence, in reading order. {said}"
    else:
        title, draw, data = "How long the sentences are", _draw_ranges, _ranges(n_words)
        caption = f"{of}. A bar counts the sentences of so many words. {said}"
    return Chart(
        title, draw(ax, title, caption, data, median), data, caption, f"{title}: {of}. {said}"
    )


def _ranges(n_words: pd.Series) -> pd.DataFrame:
    bins = (n_words // BIN).clip(upper=BINS - 1)
    low = BIN * np.arange(bins.max() + 1)
    high = np.where(low == BIN * (BINS - 1), -1, low + BIN - 1)
    return pd.DataFrame({"words_from": low, "words_to": high, "n_sentences": np.bincount(bins)})


def _draw_lengths(ax, title: str, caption: str, data: pd.DataFrame, median: float):
    n, text = len(data), data["section"]
    inches = (layout.ROOM - 0.5 - 0.8) / max(n, 10)  # of a bar
    starts = np.flatnonzero(text != text.shift()).tolist()
    runs = {start: (end - start) * inches for start, end in pairwise([*starts, n])}
    names = {
        at: layout.wrap(text[at] if wide > 0.5 else "", wide - 0.1, SMALL, 4)
        for at, wide in runs.items()
    }
    top = 0.1 + 0.13 * max(map(len, names.values()))
    ax = layout.sheet(ax, title, caption, 2.4, left=0.5, right=0.8, top=top, bottom=0.42)
    for start, lines in names.items():
        ax.annotate(
            "\n".join(lines),
            (start + 0.55, 1.03),
            xycoords=("data", "axes fraction"),
            size=SMALL,
            va="bottom",
        )
        if start:
            ax.axvline(start + 0.5, color=SOFT, linewidth=0.6, label="a section begins")
    _bars(
        ax,
        range(1, n + 1),
        data["n_words"],
        [f"sentence {at}" for at in data["sent_id"]],
        n <= 30,
        width=0.78,
    )
    ax.set(xlim=(0.5, max(n, 10) + 0.5), xlabel="sentence", ylabel="words")
    ax.set_xticks(*layout.steps(n, 10, first=1))
    ax.axhline(median, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), label="median")
    ax.annotate(
        f"median {median:g}",
        (1, median),
        (5, 0),
        ("axes fraction", "data"),
        "offset points",
        va="center",
    )
    return ax.figure


def _draw_ranges(ax, title: str, caption: str, data: pd.DataFrame, median: float):
    ax = layout.sheet(ax, title, caption, 2.4, left=0.5, top=0.2, bottom=0.42)
    low = data["words_from"]
    names = [
        f"{a} to {b}" if b >= 0 else f"{a} and more"
        for a, b in zip(low, data["words_to"], strict=True)
    ]
    _bars(
        ax,
        low,
        data["n_sentences"],
        [f"{name} words" for name in names],
        width=0.92 * BIN,
        align="edge",
    )
    ax.set(xlim=(0, low.max() + BIN), xlabel="words in the sentence", ylabel="sentences")
    ax.set_xticks(
        low + 0.46 * BIN, [name.replace(" to ", "–").replace(" and more", "+") for name in names]
    )
    at = min(median, low.max()) + 0.46
    ax.axvline(at, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), label="median")
    ax.annotate(f"median {median:g}", (at, 1.02), xycoords=("data", "axes fraction"), ha="center")
    return ax.figure


def _bars(ax, x, counts: pd.Series, names: list[str], numbers: bool = True, **place) -> None:
    """Bars upwards from 0, with room above the highest; their numbers on white, before the median's line."""
    most = max(int(counts.max()), 1)
    ax.set_ylim(0, 1.1 * most)
    ax.set_yticks(*layout.steps(most, 4), size=SMALL)
    bars = ax.bar(x, counts, color=layout.NEUTRAL, label=names, **place)
    if numbers:
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 2.6}
        ax.bar_label(
            bars, [f"{count:,}" for count in counts], padding=3, size=SMALL, color=SOFT, bbox=ground
        )

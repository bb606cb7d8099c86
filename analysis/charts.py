"""The charts: one finished summary in, one `Chart` out. No arithmetic here beyond sorting and laying out.

Leaf themes stand under the root of their path, their family; roots that are leaves themselves belong to no family
and share one colour. `themes`, wherever it can be given, is the codebook's table of themes: with it a family has the
same colour, label and place in every chart, whatever part of a summary is drawn. Charts of the text itself are in
`charts_of_text`, and are offered here too.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .chart import FAINT, Chart, in_house_style
from .chart_layout import EDGE, SIZE, WIDTH, Families, Rows, families_of, nothing, rows, sheet, steps, ticks, top_of
from .chart_words import beyond, clean, count_of, counted, leading, width_of
from .charts_of_counts import NONE_OCCURS, ROWS, cooccurrence, cross_table, section_heatmap
from .charts_of_text import reading_map, sentence_lengths
from .faults import Fault, raise_all
from .tables import SHARES, TEXT, Table

__all__ = [
    "cooccurrence",
    "cross_table",
    "dispersion",
    "prevalence",
    "reading_map",
    "section_heatmap",
    "sentence_lengths",
]


POSITIONS = Table(
    "positions",
    "one sentence x one leaf theme that occurs in it",
    ("doc_id", "sent_id", "theme"),
    {
        "doc_id": TEXT,
        "sent_id": "int64",
        "theme": TEXT,
        "label": TEXT,
        "n_hits": "int64",
        "n_sentences": "int64",
        "position": "float64",
    },
)


@in_house_style
def prevalence(shares: pd.DataFrame, *, themes: pd.DataFrame | None = None, ax: Axes | None = None) -> Chart:
    """Draw in how many sentences each leaf theme occurs: bars grouped under their root, whose own count heads them.

    `shares` is `theme_shares` of one group (by=None). Raises `InputError` where a theme has several rows.
    """
    SHARES.need(shares)
    _need_one_row_each(shares)
    kin = families_of(themes, shares)
    data = _ranked(shares, kin)
    leaves = data[data["theme"].isin(kin.leaves)]
    n = int(shares["n_sentences"].max()) if len(shares) else 0
    title = "Sentences in which each theme occurs"
    caption = f"n = {counted(n, 'sentence')}; one sentence can hold several themes."
    if not leaves["n_sentences_hit"].any():
        caption += f" {counted(len(leaves), 'theme')} looked for, none found."
        return nothing(ax, title, NONE_OCCURS, data, caption)
    most = leading(leaves["label"], leaves["n_sentences_hit"])
    families_said = " A heading counts the sentences with any theme below it." if kin.labels else ""
    caption += f" Most often: {most}.{families_said}{beyond(leaves['shown'].sum(), len(leaves), 'themes')}"
    totals = data[data["theme"].isin(kin.labels)]
    said = (f"{count_of(k, n)} sentences" for k in totals["n_sentences_hit"])
    heads = {root: f"{kin.labels[root]}: {words}" for root, words in zip(totals["theme"], said, strict=True)}
    figure = _bars(ax, title, caption, leaves[leaves["shown"]], kin, heads)
    alt = (
        f"Bars of how many of {counted(n, 'sentence')} each of {counted(len(leaves), 'theme')} occurs in. Most: {most}."
    )
    return Chart(title, figure, data, caption, alt)


def _need_one_row_each(shares: pd.DataFrame) -> None:
    several = shares.loc[shares["theme"].duplicated(), "theme"].unique()
    expected = "one, of one group, as with by=None"
    raise_all(Fault("table shares", f"several rows of {theme!r}", expected) for theme in several)


def _ranked(shares: pd.DataFrame, kin: Families) -> pd.DataFrame:
    """Roots and leaves by family, a root before its leaves, leaves with more sentences first; which are shown."""
    data = shares[shares["theme"].isin({*kin.leaves, *kin.labels})]
    leaf = data["theme"].isin(kin.leaves)
    shown = ~leaf | top_of(data["n_sentences_hit"].where(leaf, -1), ROWS)
    data = data.assign(family=data["theme"].map(kin.of).astype(TEXT), shown=shown, _leaf=leaf)
    data["_at"] = data["family"].map(list(kin.colours).index).astype("int64")
    data = data.sort_values(["_at", "_leaf", "n_sentences_hit"], ascending=[True, True, False], kind="stable")
    return data.drop(columns=["_at", "_leaf"]).reset_index(drop=True)


def _bars(ax, title: str, caption: str, drawn: pd.DataFrame, kin: Families, heads: dict[str, str]):
    lay = rows(drawn["label"], drawn["family"], heads)
    words = [count_of(k, n) for k, n in zip(drawn["n_sentences_hit"], drawn["n_sentences"], strict=True)]
    ax = sheet(ax, title, caption, height=lay.height, left=lay.margin)
    bars = ax.barh(lay.centres, drawn["n_sentences_hit"].tolist(), height=0.15)
    for bar, theme, label in zip(bars, drawn["theme"], drawn["label"], strict=True):
        bar.set(label=clean(label), facecolor=kin.colour(theme))
    ax.bar_label(bars, labels=words, padding=4)
    whole = WIDTH - 2 * EDGE - lay.margin
    for_bars = whole - max(width_of(word, SIZE) for word in words) - 0.1
    ax.set_xlim(0, drawn["n_sentences_hit"].max() * whole / for_bars)
    lay.draw(ax)
    return ax.figure


@in_house_style
def dispersion(positions: pd.DataFrame, *, themes: pd.DataFrame | None = None, ax: Axes | None = None) -> Chart:
    """Draw where each leaf theme occurs: a lane a theme, a mark a sentence.

    From left to right stand the sentences of one text by their number, or of many texts by their place between start
    (0) and end (1); then every text has its own line within the lane, the first text at the top.
    """
    POSITIONS.need(positions)
    kin = families_of(themes, positions)
    sums = positions.groupby("theme", sort=False).size()
    order = kin.sort(sums[top_of(sums, ROWS)].index)
    data = positions.assign(shown=positions["theme"].isin(order)).reset_index(drop=True)
    n_texts = positions["doc_id"].nunique()
    title = "Where each theme occurs in the text" + ("s" if n_texts > 1 else "")
    if positions.empty:
        return nothing(ax, title, NONE_OCCURS, data, "n = 0 sentences with a theme.")
    most = leading([kin.leaves[theme] for theme in sums.index], sums)
    n = f"{n_texts:,} texts with a theme" if n_texts > 1 else counted(int(positions["n_sentences"].max()), "sentence")
    reading = MANY_TEXTS if n_texts > 1 else f"Text: {clean(positions['doc_id'].iloc[0])}. "
    caption = f"n = {n}. {reading}A mark is a sentence in which the theme occurs; their number stands at the right. \
Most often: {most}.{beyond(len(order), len(sums), 'themes that occur')}"
    lay = rows([kin.leaves[t] for t in order], map(kin.of, order), kin.labels, 0.34 if n_texts > 1 else 0.235)
    figure = _lanes(ax, title, caption, lay, order, data[data["shown"]], kin)
    alt = f"A lane for each of {counted(len(sums), 'theme')}, marks where it occurs; n = {n}. Most: {most}."
    return Chart(title, figure, data, caption, alt)


MANY_TEXTS = "Each text has its own line within a lane, the first text at the top, and runs from left to right. "


def _lanes(ax, title: str, caption: str, lay: Rows, order: list[str], marks: pd.DataFrame, kin: Families):
    texts, _ = pd.factorize(marks["doc_id"])
    many = texts.max() > 0
    marks = marks.assign(line=texts / max(texts.max(), 1))
    n = int(marks["n_sentences"].max())
    sums = marks["theme"].value_counts()
    words = [f"{sums[theme]:,}" for theme in order]
    room = max(width_of(word, SIZE) for word in words) + 0.1
    ax = sheet(ax, title, caption, height=lay.height, left=lay.margin, right=room, bottom=0.42)
    left, right = (0, 1) if many else (0.5, n + 0.5)
    draw = _draw_texts if many else _draw_text
    for theme, y, high, word in zip(order, lay.centres, lay.heights, words, strict=True):
        band = Rectangle((left, y - high / 2 + 0.035), right - left, high - 0.07, facecolor=FAINT, linewidth=0)
        ax.add_patch(band).set(label=f"lane {clean(kin.leaves[theme])}", zorder=0)
        drawn = draw(ax, marks[marks["theme"] == theme], y, min(high, 0.36) - 0.07, kin.colour(theme))
        drawn.set_label(clean(kin.leaves[theme]))
        ax.annotate(word, (1, y), (5, 0), ("axes fraction", "data"), "offset points", va="center")
    ax.set(xlim=(left, right), xlabel="from the start to the end of each text" if many else "sentence")
    at = [0, 0.5, 1] if many else steps(n)
    ticks(ax.xaxis, at, ["start", "middle", "end"] if many else [f"{number:,}" for number in at])
    lay.draw(ax)
    return ax.figure


def _draw_text(ax, marks: pd.DataFrame, y: float, high: float, colour: str):
    slot = 72 * 4.4 / marks["n_sentences"].iloc[0]  # points, about; a mark fills most of its sentence's slot
    width = min(12, max(0.9, 0.75 * slot))
    return ax.eventplot(marks["sent_id"], lineoffsets=y, linelengths=high, linewidths=width, colors=colour)[0]


def _draw_texts(ax, marks: pd.DataFrame, y: float, high: float, colour: str):
    return ax.scatter(marks["position"], y + (marks["line"] - 0.5) * high, s=2.5, color=colour, linewidths=0)

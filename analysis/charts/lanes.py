"""Draw lanes that show where in the texts each theme occurs."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import Collection

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_themes,
    say_none_occurs,
    say_sentences,
    say_shown,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.family_rows import keep_families, say_which
from analysis.charts.layout import (
    Box,
    Margins,
    draw_block,
    find_figure,
    inner_width,
    label_rows,
    lay_out_rows,
    make_count_ticks,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.marks import link, link_points
from analysis.charts.style import FAINT, SIZE, Width, at_most, draws
from analysis.charts.tenths import shares_by_tenth
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.messages import count, number, quote, say
from analysis.selection import Where
from analysis.tables import POSITIONS, without_family_columns

ROWS = 20  # the most themes in a picture; `data` contains all
NAMED = 9  # the most texts that the link of a count names; with more, it leads to all texts

# The most marks that SVG and PDF contain as shapes. More become pixels, or a file takes 100 MB.
VECTORS = 20_000
LINKS = 5_000  # the most marks that are links; of more, only the counts are

# Inches.
LANE = 0.235  # the least height of a lane with one text
LANE_OF_MANY = 0.34  # the least height of a lane with many texts, one line per text
TALLEST = 0.36  # the height of a lane beyond which its marks grow no taller


@draws
def dispersion_plot(
    positions: pd.DataFrame,
    *,
    title: str | None = None,
    width: Width = None,
    ax: Axes | None = None,
) -> Chart:
    """Draw where each theme occurs: one lane per theme, one mark per sentence.

    For one text, the x axis counts its sentences. For several texts, it runs from the start to the
    end of each; every text has a line of its own in the lane, and the first is at the top. Of a
    table of tenths, as `Study.through_texts` makes it of many texts, `shares_by_tenth` is drawn.

    Args:
        positions: one row per sentence and theme, as from `analysis.measures.positions`.
        title: the heading of the picture; by default it names the most frequent theme.
        width: the width of the picture, as for `charts.style`.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    if "tenth" in positions:
        return shares_by_tenth(positions, title=title)
    POSITIONS.need(positions)
    counts = positions.groupby("theme").size()
    themes = read_counted_themes(positions, counts, all_coded=True)
    shown = keep_families(themes, at_most(ROWS))
    data = without_family_columns(positions).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))

    if positions.empty:
        title = say("No theme occurs in the texts") if title is None else title
        caption = f"n = {count(0, 'sentence')}."
        return make_empty_chart(ax, title, say_none_occurs(), data, caption)
    if title is None:
        title = _make_title(positions, shown)
    subtitle = _say_what_is_drawn(positions)
    n = _say_n(positions)
    most_often = say("Most often: {themes}.", themes=list_themes(themes))
    caption = join_sentences(
        f"{n}.",
        _explain_lines(positions),
        say("A mark is a sentence that carries the theme; the number on the right counts them."),
        most_often,
        explain_all(shown),
        say_shown(shown, themes, "themes that occur", say_which(shown, themes)),
    )
    n_themes = count(len(themes), "theme")
    lanes = say(
        "One lane for each of {themes}, with marks where it occurs; {n}.", themes=n_themes, n=n
    )
    alt = join_sentences(lanes, most_often)
    ax = _draw_lanes(ax, title, subtitle, caption, shown, data[data["shown"]])
    return Chart(title, find_figure(ax), data, caption, alt, subtitle)


def _make_title(positions: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Say in how many sentences the most frequent theme occurs and, of one text, in which part."""
    theme = themes["n"].idxmax()
    of_theme = positions[positions["theme"] == theme]
    name = quote(shorten_label(themes["label"][theme]))
    sentences = count(len(of_theme), "sentence")
    n_texts = positions["doc_id"].nunique()
    if n_texts > 1:
        texts = count(n_texts, "text")
        return say(
            "{theme} in {sentences} of {texts}", theme=name, sentences=sentences, texts=texts
        )
    n = int(of_theme["n_sentences"].iloc[0])
    if len(of_theme) == 1:
        return say("{theme} in {sentences}", theme=name, sentences=say_sentences(1, n))
    return say(
        "{theme} in {sentences}, from sentence {first} to {last} of {n}",
        theme=name,
        sentences=sentences,
        first=number(of_theme["sent_id"].min()),
        last=number(of_theme["sent_id"].max()),
        n=number(n),
    )


def _say_what_is_drawn(positions: pd.DataFrame) -> str:
    n_texts = positions["doc_id"].nunique()
    if n_texts > 1:
        return say("Each sentence that carries a theme, from the start to the end of each text")
    return say("Each sentence that carries a theme, from the start to the end of the text")


def _say_n(positions: pd.DataFrame) -> str:
    n_texts = positions["doc_id"].nunique()
    if n_texts > 1:
        return say("n = {texts} with a theme", texts=count(n_texts, "text"))
    return f"n = {count(positions['n_sentences'].max(), 'sentence')}"


def _explain_lines(positions: pd.DataFrame) -> str:
    doc_ids = positions["doc_id"].unique()
    if len(doc_ids) == 1:
        return say("Text: {name}.", name=clean(doc_ids[0]))
    return say("Within a lane each text has its own line; the first text is at the top.")


def _draw_lanes(
    ax: Axes | None,
    title: str,
    subtitle: str,
    caption: str,
    themes: pd.DataFrame,
    marks: pd.DataFrame,
) -> Axes:
    doc_ids = marks["doc_id"].unique()
    n_sentences = marks["n_sentences"].max()
    has_many = len(doc_ids) > 1
    rows, left = lay_out_rows(themes, LANE_OF_MANY if has_many else LANE)
    counts = [number(n) for n in rows["n"]]
    right = measure_widest(counts, SIZE) + 0.1
    margins = Margins(left=left, right=right, bottom=0.42)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins, subtitle)
    start, end = (0, 1) if has_many else (0.5, n_sentences + 0.5)
    texts = {"doc_id": doc_ids.tolist()} if len(doc_ids) <= NAMED else {}
    for row, counted in zip(rows.itertuples(), counts, strict=True):
        top = row.y - row.height / 2
        lane = Box(start, top, end - start, row.height)
        draw_block(ax, f"lane {clean(row.label)}", FAINT, lane, (0, 0.035), zorder=0)
        text = write_beside(ax, counted, (1, row.y), (5, 0), va="center")
        sentences = count(row.n, "sentence")
        words = say("{theme}: {sentences}", theme=row.label, sentences=sentences)
        link(text, {"theme": row.Index, **texts}, words, row.n)
    if has_many:
        _mark_texts(ax, rows, marks)
        ax.set_xlabel(say("from the start to the end of each text"))
        ax.set_xticks([0, 0.5, 1], [say("start"), say("middle"), say("end")])
    else:
        _mark_sentences(ax, rows, marks, inner_width() - left - right)
        ax.set_xlabel(say("sentence"))
        ax.set_xticks(*make_count_ticks(n_sentences, 5 if n_sentences <= 5 else 4, first=1))
    ax.set_xlim(start, end)
    label_rows(ax, rows, left)
    return ax


def _link_marks(drawn: Collection, label: str, marks: pd.DataFrame) -> None:
    """Link each mark of a lane to its sentence."""
    links: list[tuple[Where, str, int]] = []
    for mark in marks.itertuples():
        where = {"theme": mark.theme, "doc_id": mark.doc_id, "sent_id": str(mark.sent_id)}
        words = say(
            "{theme}, sentence {k} of {n} of {name}",
            theme=label,
            k=number(mark.sent_id),
            n=number(mark.n_sentences),
            name=mark.doc_id,
        )
        links.append((where, words, 1))
    link_points(drawn, links)


def _mark_sentences(
    ax: Axes,
    rows: pd.DataFrame,
    marks: pd.DataFrame,
    room: float,
) -> None:
    """Mark the sentences of one text; a mark takes three quarters of its sentence's width.

    All sentences together have `room` inches.
    """
    width = 0.75 * POINTS * room / marks["n_sentences"].max()
    for row in rows.itertuples():
        of_theme = marks[marks["theme"] == row.Index]
        ax.eventplot(
            of_theme["sent_id"],
            lineoffsets=row.y,
            linelengths=_choose_height(row.height),
            linewidths=min(12, max(0.9, width)),
            colors=row.colour,
            label=clean(row.label),
            rasterized=len(marks) > VECTORS,
        )
        if len(marks) <= LINKS:
            _link_marks(ax.collections[-1], row.label, of_theme)


def _mark_texts(
    ax: Axes,
    rows: pd.DataFrame,
    marks: pd.DataFrame,
) -> None:
    """Mark the sentences of many texts, each text on its own line."""
    numbers, doc_ids = pd.factorize(marks["doc_id"])
    n_texts = len(doc_ids)
    lines = (numbers + 0.5) / n_texts - 0.5  # from -0.5 at the top of the lane to 0.5
    largest = min(3, (900 / rows["n"].max()) ** 0.5)
    for row in rows.itertuples():
        of_theme = (marks["theme"] == row.Index).to_numpy()
        height = _choose_height(row.height)
        size = max(1.4, POINTS * height / n_texts - 1, largest)  # points
        drawn = ax.scatter(
            marks["position"][of_theme],
            row.y + lines[of_theme] * height,
            s=size**2,
            marker="|",
            linewidths=min(1.5, size / 2),
            color=row.colour,
            label=clean(row.label),
            rasterized=len(marks) > VECTORS,
        )
        if len(marks) <= LINKS:
            _link_marks(drawn, row.label, marks[of_theme])


def _choose_height(lane: float) -> float:
    """Choose the height of a mark for one text, or of all lines together for many texts."""
    return min(lane, TALLEST) - 0.07

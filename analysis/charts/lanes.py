"""Draw lanes that show where in the texts each theme occurs."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    join_sentences,
    list_themes,
    say_none_occurs,
    say_shown,
)
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    Box,
    Margins,
    draw_block,
    find_figure,
    keep_largest,
    label_rows,
    lay_out_rows,
    make_count_ticks,
    make_empty_chart,
    make_sheet,
    measure_height,
    write_beside,
)
from analysis.charts.style import FAINT, SIZE, draws
from analysis.charts.wrapping import POINTS, clean, measure_widest
from analysis.tables import POSITIONS, without_family_columns
from analysis.wording import pluralize

ROWS = 20  # the most themes in a picture; `data` contains all

# The most marks that SVG and PDF contain as shapes. More become pixels, or a file takes 100 MB.
VECTORS = 20_000

# Inches.
LANE = 0.235  # the least height of a lane with one text
LANE_OF_MANY = 0.34  # the least height of a lane with many texts, one line per text
TALLEST = 0.36  # the height of a lane beyond which its marks grow no taller
PLOT = 4.4  # roughly the width of all sentences of one text together


@draws
def dispersion_plot(
    positions: pd.DataFrame,
    *,
    title: str = "Where each theme occurs",
    ax: Axes | None = None,
) -> Chart:
    """Draw where each theme occurs: one lane per theme, one mark per sentence.

    For one text, the x axis counts its sentences. For many texts, it runs from the start (0) to the
    end (1) of each; every text has a line of its own in the lane, and the first is at the top.

    Args:
        positions: one row per sentence and theme, as from `analysis.measures.positions`.
        title: the heading of the picture.
        ax: axes to draw in, instead of a new figure.

    Raises:
        InputError: a column is missing.
    """
    POSITIONS.need(positions)
    counts = positions.groupby("theme").size()
    themes = read_counted_themes(positions, counts, all_coded=True)
    shown = keep_largest(themes, ROWS)
    data = without_family_columns(positions).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))

    if positions.empty:
        caption = "n = 0 sentences with a theme."
        return make_empty_chart(ax, title, say_none_occurs(), data, caption)
    n = f"n = {_say_n(positions)}"
    most_often = f"Most often: {list_themes(themes)}."
    caption = join_sentences(
        f"{n}.",
        _explain_lines(positions),
        "A mark is a sentence that carries the theme; the number on the right counts them.",
        most_often,
        explain_all(shown),
        say_shown(shown, themes, "themes that occur"),
    )
    n_themes = pluralize(len(themes), "theme")
    alt = f"One lane for each of {n_themes}, with marks where it occurs; {n}. {most_often}"
    ax = _draw_lanes(ax, title, caption, shown, data[data["shown"]])
    return Chart(title, find_figure(ax), data, caption, alt)


def _say_n(positions: pd.DataFrame) -> str:
    n_texts = positions["doc_id"].nunique()
    if n_texts > 1:
        return f"{n_texts:,} texts with a theme"
    return pluralize(positions["n_sentences"].max(), "sentence")


def _explain_lines(positions: pd.DataFrame) -> str:
    doc_ids = positions["doc_id"].unique()
    if len(doc_ids) == 1:
        return f"Text: {clean(doc_ids[0])}."
    return (
        "Within a lane each text has its own line, which runs from left to right; the first text is"
        " at the top."
    )


def _draw_lanes(
    ax: Axes | None,
    title: str,
    caption: str,
    themes: pd.DataFrame,
    marks: pd.DataFrame,
) -> Axes:
    n_texts = marks["doc_id"].nunique()
    n_sentences = marks["n_sentences"].max()
    has_many = n_texts > 1
    rows, left = lay_out_rows(themes, LANE_OF_MANY if has_many else LANE)
    counts = [f"{n:,}" for n in rows["n"]]
    right = measure_widest(counts, SIZE) + 0.1
    margins = Margins(left=left, right=right, bottom=0.42)
    ax = make_sheet(ax, title, caption, measure_height(rows), margins)
    start, end = (0, 1) if has_many else (0.5, n_sentences + 0.5)
    for row, count in zip(rows.itertuples(), counts, strict=True):
        top = row.y - row.height / 2
        lane = Box(start, top, end - start, row.height)
        draw_block(ax, f"lane {clean(row.label)}", FAINT, lane, (0, 0.035), zorder=0)
        write_beside(ax, count, (1, row.y), (5, 0), va="center")
    if has_many:
        _mark_texts(ax, rows, marks)
        ax.set_xlabel("from the start to the end of each text")
        ax.set_xticks([0, 0.5, 1], ["start", "middle", "end"])
    else:
        _mark_sentences(ax, rows, marks, n_sentences)
        ax.set_xlabel("sentence")
        ax.set_xticks(*make_count_ticks(n_sentences, 10, first=1))
    ax.set_xlim(start, end)
    label_rows(ax, rows, left)
    return ax


def _mark_sentences(
    ax: Axes,
    rows: pd.DataFrame,
    marks: pd.DataFrame,
    n_sentences: int,
) -> None:
    """Mark the sentences of one text; a mark takes three quarters of its sentence's width."""
    width = 0.75 * POINTS * PLOT / n_sentences
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
        ax.scatter(
            marks["position"][of_theme],
            row.y + lines[of_theme] * height,
            s=size**2,
            marker="|",
            linewidths=min(1.5, size / 2),
            color=row.colour,
            label=clean(row.label),
            rasterized=len(marks) > VECTORS,
        )


def _choose_height(lane: float) -> float:
    """Choose the height of a mark for one text, or of all lines together for many texts."""
    return min(lane, TALLEST) - 0.07

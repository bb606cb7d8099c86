"""Lanes: where in the texts each theme occurs."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import explain_all, join_sentences, list_themes, say_shown
from analysis.charts.chart import Chart
from analysis.charts.families import counted_themes, drop_family_columns
from analysis.charts.layout import (
    Box,
    Margins,
    count_ticks,
    draw_block,
    empty_chart,
    figure_of,
    height_of,
    keep_largest,
    label_rows,
    lay_out_rows,
    new_sheet,
    write_beside,
)
from analysis.charts.style import FAINT, SIZE, house_style
from analysis.charts.wrapping import POINTS, clean, widest
from analysis.tables import POSITIONS
from analysis.wording import pluralize

ROWS = 20  # the most themes that a picture shows; the data hold all
VECTORS = 20_000  # marks above which SVG and PDF hold them as pixels: as shapes they would take a hundred MB

# Inches.
LANE = 0.235  # the least height of a lane for one text
LANE_OF_MANY = 0.34  # and for many texts, each with a line of its own in the lane
TALLEST = 0.36  # of the marks in a lane and the gap around them
PLOT = 4.4  # the width that the marks of one text share, roughly


@house_style()
def dispersion_plot(
    positions: pd.DataFrame,
    *,
    title: str = "Where each theme occurs",
    ax: Axes | None = None,
) -> Chart:
    """Draw where each theme occurs: one lane per theme, one mark per sentence.

    The x axis is the number of the sentence if there is one text. If there are many, it runs from the start (0) to the
    end (1) of each text, and every text has a line of its own within the lane, the first text at the top.

    Args:
        positions: one row per sentence and theme, as from `analysis.measures.positions`; the family columns are
            optional.
        title: the heading of the picture.
        ax: axes to draw in, otherwise a new figure.

    Raises:
        InputError: a column is missing.
    """
    POSITIONS.need(positions)
    counts = positions.groupby("theme").size()
    themes = counted_themes(positions, counts, all_coded=True)
    shown = keep_largest(themes, ROWS)
    data = drop_family_columns(positions).reset_index(drop=True)
    data = data.assign(shown=data["theme"].isin(shown.index))
    if positions.empty:
        caption = "n = 0 sentences with a theme."
        return empty_chart(ax, title, "None of these themes occurs.", data, caption)
    n = _say_n(positions)
    most_often = list_themes(themes)
    caption = join_sentences(
        f"n = {n}.",
        _explain_lanes(positions),
        f"A mark is a sentence in which the theme occurs; their number stands at the right. Most often: {most_often}.",
        explain_all(shown),
        say_shown(shown, themes, "themes that occur"),
    )
    n_themes = pluralize(len(themes), "theme")
    alt = f"A lane for each of {n_themes}, marks where it occurs; n = {n}. Most: {most_often}."
    ax = _draw_lanes(ax, title, caption, shown, data[data["shown"]])
    return Chart(title, figure_of(ax), data, caption, alt)


def _say_n(positions: pd.DataFrame) -> str:
    n_texts = positions["doc_id"].nunique()
    if n_texts > 1:
        return f"{n_texts:,} texts with a theme"
    return pluralize(positions["n_sentences"].max(), "sentence")


def _explain_lanes(positions: pd.DataFrame) -> str:
    doc_ids = positions["doc_id"].unique()
    if len(doc_ids) > 1:
        return "Each text has its own line within a lane, the first text at the top, and runs from left to right."
    return f"Text: {clean(doc_ids[0])}."


def _draw_lanes(
    ax: Axes | None, title: str, caption: str, themes: pd.DataFrame, marks: pd.DataFrame
) -> Axes:
    n_texts = marks["doc_id"].nunique()
    of_many = n_texts > 1
    n_sentences = marks["n_sentences"].max()
    rows, left = lay_out_rows(themes, LANE_OF_MANY if of_many else LANE)
    counts = [f"{n:,}" for n in rows["n"]]
    margins = Margins(left=left, right=widest(counts, SIZE) + 0.1, bottom=0.42)
    ax = new_sheet(ax, title, caption, height_of(rows), margins)
    start, end = (0, 1) if of_many else (0.5, n_sentences + 0.5)
    for row, count in zip(rows.itertuples(), counts, strict=True):
        lane = Box(start, row.y - row.height / 2, end - start, row.height)
        draw_block(ax, f"lane {clean(row.label)}", FAINT, lane, (0, 0.035), zorder=0)
        write_beside(ax, count, (1, row.y), (5, 0), va="center")
    if of_many:
        _mark_places(ax, rows, marks)
        ax.set_xlabel("from the start to the end of each text")
        ax.set_xticks([0, 0.5, 1], ["start", "middle", "end"])
    else:
        _mark_sentences(ax, rows, marks, n_sentences)
        ax.set_xlabel("sentence")
        ax.set_xticks(*count_ticks(n_sentences, 10, first=1))
    ax.set_xlim(start, end)
    label_rows(ax, rows, left)
    return ax


def _mark_sentences(ax: Axes, rows: pd.DataFrame, marks: pd.DataFrame, n_sentences: int) -> None:
    """Mark the sentences of one text; a mark fills three quarters of the room that its sentence has."""
    width = 0.75 * POINTS * PLOT / n_sentences
    for row in rows.itertuples():
        of_theme = marks[marks["theme"] == row.Index]
        ax.eventplot(
            of_theme["sent_id"],
            lineoffsets=row.y,
            linelengths=_height_of_marks(row.height),
            linewidths=min(12, max(0.9, width)),
            colors=row.colour,
            label=clean(row.label),
        )


def _mark_places(ax: Axes, rows: pd.DataFrame, marks: pd.DataFrame) -> None:
    """Mark the sentences of many texts, each text on a line of its own."""
    numbers, doc_ids = pd.factorize(marks["doc_id"])
    lines = (numbers + 0.5) / len(
        doc_ids
    ) - 0.5  # of the height of the marks, from the middle of the lane
    largest = min(3, (900 / rows["n"].max()) ** 0.5)
    for row in rows.itertuples():
        of_theme = (marks["theme"] == row.Index).to_numpy()
        height = _height_of_marks(row.height)
        size = max(1.4, POINTS * height / len(doc_ids) - 1, largest)  # points
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


def _height_of_marks(lane: float) -> float:
    return min(lane, TALLEST) - 0.07

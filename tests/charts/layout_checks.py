"""What is wrong with the layout of a picture: text that is cut, too small, or over other text."""

import itertools
from collections.abc import Iterator

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

LEAST = 6  # points
SLACK = 0.8  # points; boxes of text have some air on every side


def find_faults(figure: Figure) -> list[str]:
    """Say what is wrong with the texts of a figure."""
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    written = [(text, box) for text in _list_texts(figure) if (box := _find_box(text, canvas))]
    inside = figure.bbox
    faults = []
    for text, box in written:
        if text.get_fontsize() < LEAST:
            faults.append(f"{text.get_fontsize():g} points: {_name(text)}")
        is_inside = box.x0 >= inside.x0 and box.x1 <= inside.x1
        if not (is_inside and box.y0 >= inside.y0 and box.y1 <= inside.y1):
            faults.append(f"outside the picture: {_name(text)}")
    for (text, box), (other, other_box) in itertools.combinations(written, 2):
        if box.overlaps(other_box):
            faults.append(f"over one another: {_name(text)} and {_name(other)}")
    return faults


def _name(text: Text) -> str:
    return repr(text.get_text().replace("\n", " ")[:40])


def _list_texts(figure: Figure) -> Iterator[Text]:
    """Yield every text of a figure that could be drawn."""
    yield from figure.texts
    for legend in figure.legends:
        yield from legend.get_texts()
    for ax in figure.axes:
        yield from (ax.title, ax._left_title, ax._right_title, *ax.texts)
        for axis in (ax.xaxis, ax.yaxis):
            yield axis.label
            yield from _list_tick_labels(axis)
        if ax.get_legend():
            yield from ax.get_legend().get_texts()


def _list_tick_labels(axis: Axis) -> Iterator[Text]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-6 * (high - low)
    for at, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
        if low - slack <= at <= high + slack:
            yield label


def _find_box(text: Text, canvas: FigureCanvasAgg) -> Bbox | None:
    """Find the box of a text in pixels, without the air around it; None if it is not drawn."""
    if not text.get_visible() or not text.get_text().strip():
        return None
    if isinstance(text, Annotation) and not np.isfinite(text.get_window_extent().bounds).all():
        return None
    box = Text.get_window_extent(text, canvas.get_renderer())
    slack = SLACK * canvas.figure.dpi / 72
    return box.padded(-slack)

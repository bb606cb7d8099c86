"""List everything in a picture as lines of text, for tests and readers to compare."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.collections import EventCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text
from numpy.typing import ArrayLike

LISTED = 300  # the most artists, and the most numbers of one artist, that are listed


def read_facts(figure: Figure) -> Iterator[str]:
    """Read a figure line by line.

    The title comes first, then each panel with its title, axes, bars, points, lines and texts, and
    then all texts around the panels. Numbers have six significant digits, colours are hexadecimal.
    """
    written = [_join_lines(text.get_text()) for text in figure.texts]  # the title, the caption
    yield from written[:1]
    for ax in figure.axes:
        yield from _read_axes(ax)
    yield from written


def _read_axes(ax: Axes) -> Iterator[str]:
    title = ax.get_title("left")
    if title:
        yield _join_lines(f"title: {title}")
    yield from _read_axis(ax.xaxis)
    yield from _read_axis(ax.yaxis)
    for artists in (ax.patches, ax.collections, ax.lines, ax.texts):
        facts = [_join_lines(_read_artist(artist)) for artist in artists]
        yield from _limit(facts)


def _read_axis(axis: XAxis | YAxis) -> Iterator[str]:
    name = axis.axis_name  # x or y
    label = axis.get_label_text()
    if label:
        yield _join_lines(f"{name} axis: {label}")
    ticks = []
    for tick_label, location in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True):
        ticks.append(f"{tick_label.get_text()} at {location:.6g}")
    if ticks:
        yield _join_lines(f"{name} ticks: {'; '.join(ticks)}")


def _read_artist(artist: Artist) -> str:
    match artist:
        case Text():
            return _read_text(artist)
        case Rectangle():
            return _read_bar(artist)
        case EventCollection():
            colour = _write_first_colour(artist.get_edgecolor())
            return _write_numbers("marks", artist, artist.get_positions(), colour)
        case PathCollection():
            colour = _write_first_colour(artist.get_facecolor())
            return _write_numbers("points", artist, artist.get_offsets(), colour)
        case PolyCollection():
            colour = _write_first_colour(artist.get_facecolor())
            vertices = [path.vertices for path in artist.get_paths()]
            return _write_numbers("band", artist, np.concatenate(vertices), colour)
        case Line2D():
            colour = to_hex(artist.get_color())
            kind = "dashed line" if artist.is_dashed() else "line"
            return _write_numbers(kind, artist, artist.get_xydata(), colour)
    raise TypeError(f"no chart draws a {type(artist).__name__}")


def _read_text(text: Text) -> str:
    x, y = text.xy if isinstance(text, Annotation) else text.get_position()
    return f"text: {text.get_text()} at {x:.6g}, {y:.6g} {to_hex(text.get_color())}"


def _read_bar(bar: Rectangle) -> str:
    x, y = bar.get_xy()
    right = x + bar.get_width()
    end = y + bar.get_height()
    colours = to_hex(bar.get_facecolor())
    edge = to_rgba(bar.get_edgecolor())
    is_visible = edge[-1] > 0 and bar.get_linewidth() > 0
    if is_visible:
        colours += f" edge {to_hex(edge)}"
    return f"bar: {bar.get_label()}: x {x:.6g} to {right:.6g}, y {y:.6g} to {end:.6g} {colours}"


def _write_numbers(kind: str, artist: Artist, numbers: ArrayLike, colour: str) -> str:
    written = [f"{number:.6g}" for number in np.ravel(numbers)]
    listed = ", ".join(_limit(written))
    return f"{kind}: {artist.get_label()}: {listed} {colour}"


def _write_first_colour(colours: Any) -> str:
    return to_hex(colours[0])


def _limit(items: list[str]) -> list[str]:
    """Keep the first items, and add a checksum of the others."""
    if len(items) <= LISTED:
        return items
    rest = items[LISTED:]
    checksum = hashlib.sha256("\n".join(rest).encode()).hexdigest()[:12]
    return [*items[:LISTED], f"and {len(rest)} more ({checksum})"]


def _join_lines(text: str) -> str:
    return text.replace("\n", " ")

"""A chart: the picture, the numbers in it, its words, and the one style that all pictures are drawn and saved in.

Nothing here knows a theme or a table. A `Chart` renders to the same bytes on any machine, because it draws and saves
inside the house style whatever a user's matplotlibrc says, and never through pyplot.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps
from io import BytesIO

import pandas as pd
from matplotlib import style
from matplotlib.artist import Artist
from matplotlib.collections import EventCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

INK, SOFT, FAINT = "#222222", "#5c5c5c", "#ececec"  # text, text of less weight, ground without meaning

# The second font, which comes with matplotlib, draws a box for every letter that DejaVu Sans lacks: without it
# matplotlib warns, and with a font of the machine the bytes would differ from machine to machine.
FONTS = ["DejaVu Sans", "Last Resort High-Efficiency"]
STYLE = {
    "font.family": FONTS,
    "font.size": 8.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": SOFT,
    "axes.labelsize": 8,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 8.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "research-workbook",
    "pdf.fonttype": 42,
}
DPI = 96  # a reader's pixels an inch; a PNG has twice as many, for sharp screens
UNDATED = {  # what would differ from one run or machine to the next
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}
LISTED, NUMBERS = 300, 100  # artists of one kind, and numbers of one artist, that the facts list one by one


@dataclass(frozen=True, eq=False)
class Chart:
    """One picture and its words: `data` has the numbers drawn, `caption` says n, `alt` stands in for the picture.

    Where `data` can have more rows than the picture shows, its column `shown` tells them apart, and the caption says
    so. In a notebook it shows the picture, with `alt` in the output's metadata, and the `facts` as plain text.
    """

    title: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt: str

    @property
    def facts(self) -> str:
        """What is drawn, read off the picture's artists: the same text on every machine."""
        with house_style():
            return "\n".join(_figure_facts(self.figure))

    def render(self, format: str) -> bytes:
        """Give the picture as `png`, `svg` or `pdf`: the same bytes every time and on every machine."""
        if format not in UNDATED:
            raise ValueError(f"found {format!r}; expected one of {', '.join(map(repr, UNDATED))}")
        with house_style(), BytesIO() as file:
            self.figure.savefig(file, format=format, dpi=2 * DPI, facecolor="white", metadata=UNDATED[format])
            return file.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        width, height = (round(inches * DPI) for inches in self.figure.get_size_inches())
        image = b64encode(self.render("png")).decode("ascii")
        shown = {"alt": self.alt, "width": width, "height": height}
        return {"image/png": image, "text/plain": self.facts}, {"image/png": shown}


def house_style():
    """A context in which matplotlib draws in the house style, and in nothing of the user's."""
    return style.context(["default", STYLE])


def in_house_style(draw):
    """Decorate a function that draws: it draws in the house style."""

    @wraps(draw)
    def styled(*args, **kwargs):
        with house_style():
            return draw(*args, **kwargs)

    return styled


def _figure_facts(figure: Figure) -> Iterator[str]:
    title = figure.get_suptitle()
    yield from filter(None, [_flat(title)])
    for ax in figure.axes:
        yield from (f"title: {title}" for loc in ("left", "center") if (title := _flat(ax.get_title(loc))))
        for name, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
            if label := _flat(axis.get_label_text()):
                yield f"{name} axis: {label}"
            if ticked := list(zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)):
                yield f"{name} ticks: " + "; ".join(f"{_flat(t.get_text())} at {at:.6g}" for t, at in ticked)
        for artists in (ax.patches, ax.collections, ax.lines, ax.texts):
            yield from _digest([_artist_facts(artist) for artist in artists])
    yield from (_flat(text.get_text()) for text in figure.texts if text.get_text() != title)


def _artist_facts(artist: Artist) -> str:
    name = _flat(str(artist.get_label()))
    if isinstance(artist, Text):
        x, y = artist.xy if isinstance(artist, Annotation) else artist.get_position()
        return f"text: {_flat(artist.get_text())} at {x:.6g}, {y:.6g} {to_hex(artist.get_color())}"
    if isinstance(artist, EventCollection):
        return f"marks: {name}: {_numbers(artist.get_positions())} {to_hex(artist.get_edgecolor()[0])}"
    if isinstance(artist, PathCollection):
        return f"points: {name}: {_numbers(artist.get_offsets().ravel())} {to_hex(artist.get_facecolor()[0])}"
    if hasattr(artist, "get_xydata"):
        return f"line: {name}: {_numbers(artist.get_xydata().ravel())} {to_hex(artist.get_color())}"
    return f"bar: {name}: {_rectangle_facts(artist)}"


def _rectangle_facts(bar) -> str:
    edge = f" edge {to_hex(bar.get_edgecolor())}" if bar.get_edgecolor()[3] and bar.get_linewidth() else ""
    x, y = (f"{a:.6g} to {a + b:.6g}" for a, b in ((bar.get_x(), bar.get_width()), (bar.get_y(), bar.get_height())))
    return f"x {x}, y {y} {to_hex(bar.get_facecolor())}{edge}"


def _numbers(values) -> str:
    return ", ".join(_digest([f"{value:.6g}" for value in values], NUMBERS))


def _digest(items: list[str], most: int = LISTED) -> list[str]:
    """The items; of very many the first ones, and a checksum that any change in the others changes."""
    if len(items) <= most:
        return items
    rest = hashlib.sha256("\n".join(items[most:]).encode()).hexdigest()[:12]
    return [*items[:most], f"and {len(items) - most} more ({rest})"]


def _flat(text: str) -> str:
    return text.replace("\n", " ")

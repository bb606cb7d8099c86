"""A chart: the picture, the numbers in it, its words, and the one style that all pictures are drawn and saved in.

Nothing here knows a theme or a table. A `Chart` renders to the same bytes on any machine, because it draws and saves
inside the house style whatever a user's matplotlibrc says, and never through pyplot.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.artist import Artist
from matplotlib.collections import EventCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

INK, SOFT, FAINT = (
    "#222222",
    "#5c5c5c",
    "#ececec",
)  # text, text of less weight, ground without meaning
DPI = 96  # a reader's pixels an inch; a PNG has twice as many, for sharp screens
SIZE, SMALL = 8.5, 7.5  # points: labels of rows; labels of columns, captions
LISTED = 300  # artists, and numbers of one artist, that the facts list one by one

# The second font, which lies beside this file, draws Chinese, Japanese and Korean. The last, which like the first comes
# with matplotlib, draws a box for every letter that both lack: without it matplotlib warns, and with a font of the
# machine the bytes would differ from machine to machine.
FONTS = ["DejaVu Sans", "Droid Sans Fallback", "Last Resort High-Efficiency"]
fontManager.addfont(Path(__file__).with_name("fonts") / "DroidSansFallback.ttf")
STYLE = {"font.family": FONTS, "font.size": SIZE, "text.color": INK, "text.parse_math": False}
STYLE |= {"axes.labelcolor": SOFT, "axes.labelsize": 8, "xtick.color": INK, "ytick.color": INK}
STYLE |= {"xtick.labelsize": SMALL, "ytick.labelsize": SIZE}
STYLE |= {"svg.fonttype": "none", "svg.hashsalt": "research-workbook", "pdf.fonttype": 42}
# The formats, and what would differ in them from one run or machine to the next: it is left out.
UNDATED = {
    "png": ["Software"],
    "svg": ["Date", "Creator"],
    "pdf": ["CreationDate", "Producer", "Creator"],
}


def house_style():
    """A context, and a decorator, in which matplotlib draws in the house style, and in nothing of the user's."""
    return style.context(["default", STYLE])


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
    @house_style()
    def facts(self) -> str:
        """What is drawn, read off the picture's artists: the same text on every machine."""
        return "\n".join(_figure_facts(self.figure))

    @house_style()
    def render(self, format: str) -> bytes:
        """Give the picture as `png`, `svg` or `pdf`: the same bytes every time and on every machine."""
        if format not in UNDATED:
            raise ValueError(f"found {format!r}; expected one of {', '.join(map(repr, UNDATED))}")
        file, nothing = BytesIO(), dict.fromkeys(UNDATED[format])
        self.figure.savefig(file, format=format, dpi=2 * DPI, facecolor="white", metadata=nothing)
        return file.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        width, height = (round(inches * DPI) for inches in self.figure.get_size_inches())
        image = b64encode(self.render("png")).decode("ascii")
        shown = {"alt": self.alt, "width": width, "height": height}
        return {"image/png": image, "text/plain": self.facts}, {"image/png": shown}


def _figure_facts(figure: Figure) -> Iterator[str]:
    words = [text.get_text().replace("\n", " ") for text in figure.texts]  # the title, the caption
    yield from words[:1]
    for ax in figure.axes:
        facts = {"title": ax.get_title("left")}
        for axis in (ax.xaxis, ax.yaxis):
            ticks = zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
            facts[f"{axis.axis_name} axis"] = axis.get_label_text()
            facts[f"{axis.axis_name} ticks"] = "; ".join(
                f"{label.get_text()} at {at:.6g}" for label, at in ticks
            )
        yield from (f"{name}: {fact}".replace("\n", " ") for name, fact in facts.items() if fact)
        for artists in (ax.patches, ax.collections, ax.lines, ax.texts):
            yield from _digest([_artist_facts(artist).replace("\n", " ") for artist in artists])
    yield from words


def _artist_facts(artist: Artist) -> str:
    name = artist.get_label()
    match artist:
        case Text():
            x, y = artist.xy if isinstance(artist, Annotation) else artist.get_position()
            return f"text: {artist.get_text()} at {x:.6g}, {y:.6g} {to_hex(artist.get_color())}"
        case Rectangle():
            (x, y), colours = artist.get_xy(), [to_hex(artist.get_facecolor())]
            if artist.get_edgecolor()[3] and artist.get_linewidth():
                colours.append(f"edge {to_hex(artist.get_edgecolor())}")
            box = f"x {x:.6g} to {x + artist.get_width():.6g}, y {y:.6g} to {y + artist.get_height():.6g}"
            return f"bar: {name}: {box} {' '.join(colours)}"
        case EventCollection():
            kind, numbers, colour = "marks", artist.get_positions(), artist.get_edgecolor()[0]
        case PathCollection():
            kind, numbers, colour = (
                "points",
                artist.get_offsets().ravel(),
                artist.get_facecolor()[0],
            )
        case Line2D():
            kind, numbers, colour = "line", artist.get_xydata().ravel(), artist.get_color()
    return f"{kind}: {name}: {', '.join(_digest([f'{number:.6g}' for number in numbers]))} {to_hex(colour)}"


def _digest(items: list[str]) -> list[str]:
    """The items; of very many the first ones, and a checksum that any change in the others changes."""
    if len(items) <= LISTED:
        return items
    rest = hashlib.sha256("\n".join(items[LISTED:]).encode()).hexdigest()[:12]
    return [*items[:LISTED], f"and {len(items) - LISTED} more ({rest})"]

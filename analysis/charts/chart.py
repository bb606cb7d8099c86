"""A chart: the picture, the numbers in it, and its words. Nothing here knows a theme or a table."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.facts import figure_facts
from analysis.charts.style import DPI, house_style

# The formats, and the metadata of each that would differ from one run or machine to the next: they are left out.
UNSTABLE = {
    "png": ["Software"],
    "svg": ["Date", "Creator"],
    "pdf": ["CreationDate", "Producer", "Creator"],
}

# The bytes of each figure by format, until the figure changes: a notebook shows a chart and then exports it.
_RENDERED: WeakKeyDictionary[Figure, dict[str, bytes]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Chart:
    """One picture and its words. In a notebook it shows the picture, with the `facts` as plain text.

    A chart is drawn in the house style and never through pyplot, so that it renders to the same bytes on every machine.

    Attributes:
        title: the heading of the picture.
        figure: the picture, a matplotlib figure.
        data: the numbers drawn; where it can have more rows than the picture shows, the column `shown` tells which.
        caption: the sentences below the picture; they state n, and what the picture leaves out.
        alt: a text in place of the picture, for a reader who cannot see it.
    """

    title: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt: str

    @property
    def facts(self) -> str:
        """What is drawn, read off the picture's artists, one per line: the same text on every machine."""
        changed = self.figure.stale
        with house_style():
            facts = "\n".join(figure_facts(self.figure))
        self.figure.stale = changed  # reading the labels of ticks updates them, and changes nothing
        return facts

    def render(self, format: str) -> bytes:
        """Give the picture as `png`, `svg` or `pdf`: the same bytes every time and on every machine.

        A figure is rendered once per format, and again only if it has changed since.
        """
        if format not in UNSTABLE:
            raise ValueError(f"found {format!r}; expected one of {', '.join(map(repr, UNSTABLE))}")
        if self.figure.stale:  # so matplotlib marks a figure that changed since it was drawn
            _RENDERED[self.figure] = {}
        rendered = _RENDERED.setdefault(self.figure, {})
        if format not in rendered:
            rendered[format] = _render(self.figure, format)
        return rendered[format]

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        width, height = self.figure.get_size_inches()
        shown = {
            "alt": self.alt,
            "width": round(width * DPI),
            "height": round(height * DPI),
        }
        data = {
            "image/png": b64encode(self.render("png")).decode("ascii"),
            "text/plain": self.facts,
        }
        return data, {"image/png": shown}


@house_style()
def _render(figure: Figure, format: str) -> bytes:
    file = BytesIO()
    metadata = dict.fromkeys(UNSTABLE[format])
    figure.savefig(file, format=format, dpi=2 * DPI, facecolor="white", metadata=metadata)
    figure.stale = (
        False  # savefig sets and resets the size of the pixels, which marks the figure as changed
    )
    return file.getvalue()

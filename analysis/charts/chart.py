"""A chart: a picture, the numbers in it, and its words, whatever it shows."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from os import PathLike
from pathlib import Path
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.figure import Figure

from analysis.atomic import write_atomic
from analysis.charts.facts import read_facts
from analysis.charts.marks import read_marks
from analysis.charts.style import DPI, PRINTED, house_style
from analysis.faults import Fault, InputError, nearest
from analysis.tables import TEXT

# The formats, and the metadata left out of each, because they differ between runs or machines.
UNSTABLE_METADATA = {
    "png": ["Software"],
    "svg": ["Date", "Creator"],
    "pdf": ["CreationDate", "Producer", "Creator"],
}

# The bytes of each figure by format, kept until the figure changes: a notebook shows a chart, then
# exports it. They belong to the figure, on which several charts can be drawn.
_rendered: WeakKeyDictionary[Figure, dict[str, bytes]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture and its words.

    Pictures are drawn in the house style and without pyplot, so they are the same on every machine.
    A notebook displays the picture, with the `facts` as plain text.

    Attributes:
        title: the heading of the picture.
        figure: the picture.
        data: the numbers that were drawn. If the picture cannot show all rows, the column `shown`
            is True for the rows that it shows.
        caption: the sentences below the picture. They give n and what the picture leaves out.
        alt: a description of the picture for readers who cannot see it.
        subtitle: what is drawn, below the title.
    """

    title: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt: str
    subtitle: str = ""

    @property
    def marks(self) -> pd.DataFrame:
        """The parts of the picture that count sentences.

        One row per mark: `where` (which sentences, see `analysis.selection`), `words` (what it
        shows) and `n` (how many sentences).
        """
        marks = [(mark.where, mark.words, mark.n) for mark in read_marks(self.figure)]
        table = pd.DataFrame(marks, columns=["where", "words", "n"])
        return table.astype({"where": TEXT, "words": TEXT, "n": "int64"})

    @property
    def facts(self) -> str:
        """Everything in the picture as lines of text, the same on every machine."""
        changed = self.figure.stale
        with house_style():
            facts = "\n".join(read_facts(self.figure))
        # Reading tick labels marks the figure as changed, although it looks the same.
        self.figure.stale = changed
        return facts

    def render(self, format: str) -> bytes:
        """Render the picture as `png`, `svg` or `pdf`, with the same bytes on every machine.

        A figure is rendered once per format, and again only if it has changed.

        Raises:
            ValueError: the format is another one.
        """
        if format not in UNSTABLE_METADATA:
            choices = ", ".join(map(repr, UNSTABLE_METADATA))
            raise ValueError(f"found {format!r}; expected one of {choices}")
        if self.figure.stale:  # changed since it was last drawn
            _rendered[self.figure] = {}
        rendered = _rendered.setdefault(self.figure, {})
        if format not in rendered:
            rendered[format] = _render(self.figure, format)
        return rendered[format]

    def save(self, path: str | PathLike[str], *, replace: bool = False) -> None:
        """Save the picture as a file: `png`, `svg` or `pdf`, by the ending of its name.

        Args:
            path: the file, relative to the working folder.
            replace: whether a file of that name may be replaced. One that holds the same picture
                needs no permission.

        Raises:
            InputError: the ending is another one, or there is a file that may not be replaced.
        """
        target = Path(path)
        kind = target.suffix.lower().removeprefix(".")
        if kind not in UNSTABLE_METADATA:
            endings = [f".{format}" for format in UNSTABLE_METADATA]
            raise InputError([Fault(str(path), "the ending of no picture", nearest(kind, endings))])
        picture = self.render(kind)
        if target.exists() and not replace:
            if target.is_file() and target.read_bytes() == picture:
                return
            found = "something of that name that is not this picture"
            raise InputError([Fault(str(path), found, "a new name, or `replace=True`")])
        write_atomic(target, picture)

    def _repr_mimebundle_(
        self,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
    ) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        width, height = self.figure.get_size_inches()
        metadata = {
            "alt": self.alt,
            "width": round(width * DPI),
            "height": round(height * DPI),
        }
        data = {
            "image/png": b64encode(self.render("png")).decode("ascii"),
            "text/plain": self.facts,
        }
        return data, {"image/png": metadata}


@house_style()
def _render(figure: Figure, format: str) -> bytes:
    file = BytesIO()
    figure.savefig(
        file,
        format=format,
        dpi=PRINTED,
        facecolor="white",
        metadata=dict.fromkeys(UNSTABLE_METADATA[format]),
    )
    # Saving changes the size of a pixel for a moment, which marks the figure as changed.
    figure.stale = False
    return file.getvalue()

"""Marks: what a part of a picture counts, so that a reader can go and read these sentences.

In an exported SVG each mark is a link into the report beside the charts. The report and JupyterLab
show the sentences that it counts.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure

from analysis.charts.wrapping import clean
from analysis.selection import Where, write_where

REPORT = "../report.html"  # as it lies beside the folder of the charts

_marks: WeakKeyDictionary[Figure, list["Mark"]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Mark:
    """A part of a picture that counts sentences.

    Attributes:
        where: which sentences, as `write_where` writes it.
        words: what it shows, such as "Aid, France: 12 of 96 sentences (12.5%)".
        n: the number of these sentences.
    """

    where: str
    words: str
    n: int


def link(artist: Artist, where: Where, words: str, n: int) -> None:
    """Link a bar, a cell or a text of a picture to the sentences that it counts.

    Args:
        artist: a part of a figure.
        where: which sentences, as for `analysis.measures.selected.select_sentences`.
        words: what hovering shows.
        n: the number of these sentences.
    """
    mark = _remember(artist, where, words, n)
    artist.set_url(f"{REPORT}#{mark.where}")


def link_points(points: Collection, marks: list[tuple[Where, str, int]]) -> None:
    """Link each point of a scatter to the sentences that it counts, as `link` does."""
    remembered = [_remember(points, *mark) for mark in marks]
    points.set_urls([f"{REPORT}#{mark.where}" for mark in remembered])


def read_marks(figure: Figure) -> list[Mark]:
    """Return the marks of a figure in the order in which they were drawn."""
    return list(_marks.get(figure, []))


def _remember(artist: Artist, where: Where, words: str, n: int) -> Mark:
    figure = artist.get_figure(root=True)
    if figure is None:
        raise ValueError("found an artist without a figure; expected one that was drawn")
    mark = Mark(write_where(where), clean(words), int(n))
    _marks.setdefault(figure, []).append(mark)
    return mark

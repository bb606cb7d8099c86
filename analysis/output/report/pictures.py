"""The charts that the notebooks made, read from their files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from analysis.output.report.svg import NotDrawable, is_message, list_links, parse_svg

FOLDER = "charts/"
SVG = ".svg"

# The order of the charts in a report, by how their names begin, under headings. What a study's own
# notebooks draw comes last.
GROUPS = (
    ("Themes", ("theme-prevalence", "leading-themes", "corrected", "intervals")),
    ("Who is named, and in what tone", ("actors", "tones")),
    ("Where themes occur, and with which others", ("reading-map", "theme", "structure")),
    ("Groups of texts, and time", ("by-", "corrected-by-", "deviation", "over-time", "trend")),
    ("Words", ("words", "keyness")),
    ("How far the counts can be relied on", ("reliance", "agreement", "confusions")),
    ("The texts", ("sentence",)),
)
OTHERS = "Further charts"
# Charts that show again a part of another one: beside it they are no news.
REPEATS = {"leading-themes": "theme-prevalence"}


@dataclass(frozen=True)
class Mark:
    """What a bar, cell, dot or block of a chart shows.

    Attributes:
        where: the selection of its sentences, as `analysis.selection` writes it.
        words: what it shows, in words.
        n: the number of sentences that it counts.
    """

    where: str
    words: str
    n: int


@dataclass(frozen=True)
class Picture:
    """One chart.

    Attributes:
        name: the name of its files.
        title: what it finds.
        subtitle: what it draws; `""` if the title says so.
        caption: the sentences below it.
        alt: a description for readers who cannot see it.
        size: the bytes of the picture.
        root: the picture; None if it cannot be shown in a page.
        marks: what its marks show, by selection.
        is_empty: whether it says in words why nothing is drawn.
    """

    name: str
    title: str
    subtitle: str
    caption: str
    alt: str
    size: int
    root: etree._Element | None
    marks: dict[str, Mark] = field(default_factory=dict)
    is_empty: bool = False


def read_pictures(files: Mapping[str, Path]) -> dict[str, list[Picture]]:
    """Read all charts.

    Args:
        files: the paths of files by their names in the exports, such as `charts/bars.svg`.

    Returns:
        The charts below their headings, in the order of a report.
    """
    names = [
        name.removeprefix(FOLDER).removesuffix(SVG)
        for name in files
        if name.startswith(FOLDER) and name.endswith(SVG)
    ]
    headings = [*(heading for heading, _ in GROUPS), OTHERS]
    grouped: dict[str, list[Picture]] = {heading: [] for heading in headings}
    for heading, _, name in sorted(map(_find_place, names), key=lambda place: place[1:]):
        grouped[heading].append(_read_picture(name, files))
    return {heading: pictures for heading, pictures in grouped.items() if pictures}


def leave_out_repeats(groups: Mapping[str, list[Picture]]) -> dict[str, list[Picture]]:
    """Leave out the charts that show again what another chart of the page shows."""
    names = {picture.name for group in groups.values() for picture in group}
    repeats = {name for name, shown in REPEATS.items() if shown in names}
    kept = {
        heading: [picture for picture in group if picture.name not in repeats]
        for heading, group in groups.items()
    }
    return {heading: group for heading, group in kept.items() if group}


def _find_place(name: str) -> tuple[str, int, str]:
    """Find the heading of a chart, its position below it, and return its name with both."""
    position = 0
    best = (OTHERS, sum(len(beginnings) for _, beginnings in GROUPS), name)
    longest = 0
    for heading, beginnings in GROUPS:
        for beginning in beginnings:
            if name.startswith(beginning) and len(beginning) > longest:
                best = (heading, position, name)
                longest = len(beginning)
            position += 1
    return best


def _read_picture(name: str, files: Mapping[str, Path]) -> Picture:
    content = files[f"{FOLDER}{name}{SVG}"].read_bytes()
    note = _read_note(files.get(f"{FOLDER}{name}.json"))
    root: etree._Element | None
    try:
        root = parse_svg(content)
    except NotDrawable:
        root = None
    marks = {mark.where: mark for mark in _read_marks(note)}
    for where in list_links(root) if root is not None else ():
        marks.setdefault(where, Mark(where, where, -1))
    said = {key: str(note.get(key, "")) for key in ("title", "subtitle", "caption", "alt")}
    said["title"] = said["title"] or name
    is_empty = root is not None and not marks and is_message(root)
    return Picture(name, **said, size=len(content), root=root, marks=marks, is_empty=is_empty)


def _read_note(path: Path | None) -> dict:
    """Read what a chart says of itself; nothing if there is no such file."""
    if path is None:
        return {}
    note = json.loads(path.read_bytes())
    return note if isinstance(note, dict) else {}


def _read_marks(note: dict) -> Iterator[Mark]:
    marks = note.get("marks", [])
    for mark in marks if isinstance(marks, list) else ():
        where = str(mark["where"])
        yield Mark(where, str(mark["words"]), int(mark["n"]))


def all_marks(pictures: Iterable[Picture]) -> dict[str, Mark]:
    """Return the marks of all charts by selection; of several, the first."""
    marks: dict[str, Mark] = {}
    for picture in pictures:
        for where, mark in picture.marks.items():
            marks.setdefault(where, mark)
    return marks

"""All charts of a run together: the contact sheet, and a Word document with titles and captions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.charts.contact_sheet import SheetPicture, make_contact_sheet
from analysis.output.formats.word import Picture, write_charts

CONTACT_SHEET = "contact-sheet.pdf"
WORD_CHARTS = "charts/charts.docx"
NEEDED = ("json", "pdf", "png")


@dataclass(frozen=True)
class ExportedChart:
    """A chart among the files of a run.

    Attributes:
        name: the name of its files.
        title: its title.
        caption: the sentences below it.
        alt: its description for readers who cannot see it.
        files: its files, by their endings.
    """

    name: str
    title: str
    caption: str
    alt: str
    files: dict[str, Path]


def list_charts(files: Mapping[str, Path]) -> list[ExportedChart]:
    """List the charts among files, sorted by name.

    Args:
        files: files by their names in the exports.
    """
    endings: dict[str, dict[str, Path]] = {}
    for file, path in files.items():
        name = PurePosixPath(file)
        if name.parent == PurePosixPath("charts"):
            endings.setdefault(name.stem, {})[name.suffix.removeprefix(".")] = path
    return [
        _read_chart(name, paths)
        for name, paths in sorted(endings.items())
        if all(ending in paths for ending in NEEDED)
    ]


def _read_chart(name: str, files: dict[str, Path]) -> ExportedChart:
    note = json.loads(files["json"].read_bytes())
    return ExportedChart(name, note["title"], note["caption"], note["alt"], files)


def make_sheets(
    charts: Sequence[ExportedChart],
    heading: str,
    formats: Sequence[str],
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that show all charts together; none if there are no charts.

    Args:
        charts: the charts, as from `list_charts`.
        heading: the name of the study.
        formats: the further formats of the run; with `docx`, there is a Word document of charts.
    """
    if not charts:
        return
    placed = [
        SheetPicture(chart.name, chart.title, chart.files["pdf"].read_bytes()) for chart in charts
    ]
    yield CONTACT_SHEET, make_contact_sheet(placed, heading)
    if "docx" in formats:
        pictures = (
            Picture(chart.title, chart.caption, chart.alt, chart.files["png"].read_bytes())
            for chart in charts
        )
        yield WORD_CHARTS, write_charts(pictures)

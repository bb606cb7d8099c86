"""What makes a folder of exports ready to be published: how to cite it, and what every file is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.output.citation import CITATION, make_citation
from analysis.output.crate import CRATE, Contents, make_crate
from analysis.output.sheets import list_charts
from analysis.printing import say_on_stderr
from analysis.provenance import commit_day
from analysis.reading.settings import FILE, read_settings


def cite_study(study: str | Path) -> Iterator[tuple[str, bytes]]:
    """Yield `CITATION.cff`, if the study states its title and authors."""
    citation = make_citation(read_settings(study))
    if citation is not None:
        yield CITATION, citation


def describe_exports(
    study: str | Path,
    name: str,
    sources: dict,
    files: Mapping[str, Path],
    *,
    has_history: bool,
) -> Iterator[tuple[str, bytes]]:
    """Yield `ro-crate-metadata.json`, which describes all other files of the exports.

    A crate needs a date. Without one (`date:` in `study.yaml`, else the day of the commit) there is
    no crate, and a line says so.

    Args:
        study: the study's folder, or its only file.
        name: the name of the study's folder.
        sources: what the exports are made from.
        files: the files of the exports, by their names.
        has_history: whether the exports hold the tables of earlier runs.
    """
    settings = read_settings(study)
    described = {file: path for file, path in files.items() if file != CRATE}
    date = settings.date or commit_day()
    if not date:
        say_on_stderr(f"not made: {CRATE}, which needs a date (`date:` in {FILE})")
        return
    charts = list_charts(described)
    contents = Contents(name, settings, sources, described, charts, date, has_history)
    yield CRATE, make_crate(contents)

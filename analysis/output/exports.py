"""Write charts and tables to files, with a record of what they were made from.

All files of a call are written, or none of them. The same texts, codebook, parameters, versions
and commit give the same bytes, because no file holds the present time.
"""

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from analysis.atomic import to_json
from analysis.codebook.model import Codebook
from analysis.faults import Fault, raise_all
from analysis.locks import exclusive
from analysis.output.folder import PATIENCE, write_files
from analysis.output.formats import FORMATS, check_formats
from analysis.output.formats.cells import to_frame
from analysis.output.sources import ASKED, REDIRECT, folder_and_sources, summarize_texts
from analysis.paths import relative_path

__all__ = ["REDIRECT", "Exported", "export", "to_csv"]

IMAGES = ("png", "svg", "pdf")
NAME = re.compile(r"[A-Za-z0-9_-]+")


class Source(Protocol):
    """The parts of a study that `export` uses."""

    @property
    def path(self) -> str | Path:
        """The study folder, relative to the working folder."""

    @property
    def documents(self) -> pd.DataFrame:
        """The texts, as from `read_documents`."""

    @property
    def codebook(self) -> Codebook:
        """The codebook, as from `read_codebook`."""


class Chart(Protocol):
    """The parts of a chart that `export` uses."""

    title: str
    subtitle: str
    caption: str
    alt: str

    @property
    def data(self) -> pd.DataFrame:
        """The numbers that are drawn."""

    @property
    def marks(self) -> pd.DataFrame:
        """The parts of the picture that count sentences: `where`, `words`, `n`."""

    def render(self, kind: str) -> bytes:
        """Return the picture as a file of a kind, such as `png`."""


@dataclass(frozen=True, repr=False)
class Exported:
    """The names of the charts and tables that were written, without paths.

    >>> Exported(("bars",), ("hits", "shares"))
    charts: bars
    tables: hits, shares
    """

    charts: tuple[str, ...]
    tables: tuple[str, ...]
    kept: tuple[str, ...] = ()  # files that were moved aside, by their new names

    def __repr__(self) -> str:
        lines = [
            f"charts: {', '.join(self.charts) or 'none'}",
            f"tables: {', '.join(self.tables) or 'none'}",
        ]
        if self.kept:
            lines.append(f"moved aside, not overwritten: {', '.join(self.kept)}")
        return "\n".join(lines)


def export(
    study: Source,
    out: str | Path,
    *,
    charts: dict[str, Chart] | None = None,
    tables: dict[str, pd.DataFrame] | None = None,
    parameters: dict[str, Any] | None = None,
    formats: Sequence[str] | None = None,
) -> Exported:
    """Write charts, tables and the record `provenance.json` to the folder of a study's exports.

    The folder is `<out>/<name of the study's folder>`. If the environment variable `WORKBOOK_OUT`
    is set, it replaces `out`; the content of the files is the same.

    Args:
        study: as from `open_study`. The `sha256` of its texts and its codebook are recorded.
        out: the folder of all exports, relative to the working folder.
        charts: the charts by name. Each becomes `charts/<name>.png`, `.svg`, `.pdf`, `.csv` (the
            numbers drawn) and `.json` (its words, its marks, and what it was made from).
        tables: the tables by name. Each becomes `tables/<name>.csv`; see `to_csv`.
        parameters: further parameters of the notebook, to be recorded.
        formats: further formats of the tables: `xlsx`, `tex`, `docx`, each as
            `tables/<name>.<format>`; by default those of `workbook run --formats`.

    Returns:
        The names of the charts and tables written, and of files that were moved aside.

    Raises:
        InputError: a name has characters other than letters, digits, - and _; the folder cannot
            take these exports (see `check_folder`); another run is writing to it; or a format is
            unknown, or needs the extra `office`.
    """
    charts, tables = charts or {}, tables or {}
    _check_names([*charts, *tables])
    asked = os.environ.get(ASKED, "") if formats is None else formats
    formats = check_formats(asked, "export" if formats is not None else ASKED)
    folder, sources = folder_and_sources(
        out, study.path, study.documents, study.codebook, parameters
    )
    with exclusive(folder, relative_path(folder, Path.cwd()), PATIENCE):
        names = _list_files(charts, tables, formats)
        contents = _make_files(charts, tables, formats, sources)
        kept = write_files(folder, sources, names, contents)
    return Exported(tuple(charts), tuple(tables), tuple(kept))


def _check_names(names: list[str]) -> None:
    expected = "letters (a to z), digits, - and _"
    wrong = [name for name in names if not NAME.fullmatch(name)]
    raise_all(Fault("export", f"the name {name!r}", expected) for name in wrong)


def _list_files(
    charts: dict[str, Chart],
    tables: dict[str, pd.DataFrame],
    formats: Sequence[str],
) -> list[str]:
    """List the names of all files before any of them is made."""
    names = [f"tables/{name}.{ending}" for name in tables for ending in ("csv", *formats)]
    for name in charts:
        names += [f"charts/{name}.{ending}" for ending in (*IMAGES, "csv", "json")]
    return names


def _make_files(
    charts: dict[str, Chart],
    tables: dict[str, pd.DataFrame],
    formats: Sequence[str],
    sources: dict,
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file. Only one at a time is in memory."""
    sources = {**sources, "texts": summarize_texts(sources["texts"])}
    for name, chart in charts.items():
        for kind in IMAGES:
            yield f"charts/{name}.{kind}", chart.render(kind)
        yield f"charts/{name}.csv", to_csv(chart.data)
        note = {
            "title": chart.title,
            "subtitle": chart.subtitle,
            "caption": chart.caption,
            "alt": chart.alt,
            "marks": chart.marks.to_dict("records"),
            "provenance": sources,
        }
        yield f"charts/{name}.json", to_json(note)
    for name, table in tables.items():
        yield f"tables/{name}.csv", to_csv(table)
        for format in formats:
            yield f"tables/{name}.{format}", FORMATS[format](name, table)


def to_csv(table: pd.DataFrame) -> bytes:
    r"""Write a table as CSV in UTF-8: lines end in LF, all text is quoted, floats keep their value.

    Cells are not escaped, even if they begin with `=`. A missing number is an empty cell. The index
    is written only if it has a name. The columns that `with_families` adds for charts are left
    out, because they repeat `themes.csv`.

    >>> to_csv(pd.DataFrame({"theme": ["NA", "007"], "share": [0.1, 0.25]}))
    b'"theme","share"\n"NA",0.1\n"007",0.25\n'
    """
    frame = to_frame(table)
    return frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").encode()

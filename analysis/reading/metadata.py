"""Metadata of texts: read from every source that states them, merged, and added as columns."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis.faults import Alike, Fault, Report, nearest
from analysis.languages import is_tag
from analysis.paths import files_named, read_bytes
from analysis.reading.settings import Settings, first_fitting
from analysis.reading.table_files import read_table
from analysis.tables import (
    DOCUMENTS,
    FAMILY_COLUMNS,
    GROUP_SHARES,
    HITS,
    PATTERNS,
    SENTENCES,
    TEXT,
    THEMES,
)

ENDINGS = (".csv", ".tsv", ".xlsx")
MOST_IDS = 5  # that a message lists

# Columns of `documents` that metadata may fill.
FROM_METADATA = ("title", "language")

# Columns that charts have beside those of `GROUP_SHARES`.
_OF_CHARTS = {"n_groups", "shown"}


def _taken_columns() -> set[str]:
    """Return the names that a metadata column cannot have: those of the workbook's own columns."""
    taken = {*_OF_CHARTS, *FAMILY_COLUMNS, *GROUP_SHARES.optional}
    for table in (DOCUMENTS, SENTENCES, THEMES, PATTERNS, HITS, GROUP_SHARES):
        taken.update(table.columns)
    return taken - set(FROM_METADATA)


TAKEN = _taken_columns()


class MetadataSource(NamedTuple):
    """What one source states about one text.

    Attributes:
        file: the source, such as `metadata.csv` or the text's own file.
        line: the line in that file; 0 if it has none.
        cells: what is stated, as written: column -> cell.
    """

    file: str
    line: int
    cells: dict[str, str]


class DocumentRow(NamedTuple):
    """One text that was read, before its metadata are added.

    Attributes:
        cells: its row of `documents`; only `doc_id` if the file could not be read.
        file: the file that holds the text, as messages call it.
        line: the line on which the text begins; 0 if it is the only text of its file.
        sources: what the file and its name state about the text.
    """

    cells: dict[str, Any]
    file: str
    line: int
    sources: list[MetadataSource]

    @property
    def doc_id(self) -> str:
        """The id of the text."""
        return self.cells["doc_id"]


def read_metadata(
    settings: Settings, doc_ids: Iterable[str], report: Report
) -> dict[str, MetadataSource]:
    """Read what `metadata.csv` (or .tsv, .xlsx) states about each text, by `doc_id`.

    It is an error if a row names a text that does not exist or that an earlier row names. Texts
    without a row give a warning. Rows about texts that `leave_out` names are ignored.
    """
    own = Report()
    unknown = Alike("rows about texts that do not exist", "the doc_id {}, which no text has")
    again = Alike("rows about a text that already has one", "the doc_id {}")
    file, rows = read_side_table(settings, "metadata", ["doc_id"], own)
    stated: dict[str, MetadataSource] = {}
    if rows is not None:
        known = {doc_id for doc_id in doc_ids if not first_fitting(settings.leave_out, doc_id)}
        for line, cells in zip(rows.index.tolist(), rows.to_dict("records"), strict=True):
            doc_id = cells.pop("doc_id")
            if first_fitting(settings.leave_out, doc_id):
                continue
            if doc_id not in known:
                near = "" if unknown.n else nearest(doc_id, known)
                unknown.add(Fault(file, repr(doc_id), near, line=line))
            elif doc_id in stated:
                found = f"{doc_id!r} again (first in line {stated[doc_id].line})"
                again.add(Fault(file, found, "one row per text", line=line))
            stated.setdefault(doc_id, MetadataSource(file, line, cells))
        own.error(*unknown.summed_up(), *again.summed_up())
        if not own.errors:
            own.warn(*_unstated(file, known, stated))
    report.add(own)
    return stated


def _unstated(file: str, known: set[str], stated: Mapping[str, MetadataSource]) -> list[Fault]:
    """Return a fault if there are texts without a row, else none."""
    lacking = sorted(known - stated.keys())
    if not lacking:
        return []
    ids = ", ".join(map(repr, lacking[:MOST_IDS]))
    if len(lacking) > MOST_IDS:
        ids += ", …"
    found = f"no row for {len(lacking)} of {len(known)} texts ({ids})"
    return [Fault(file, found, "one row per text")]


def add_metadata(
    rows: list[DocumentRow], metadata: Mapping[str, MetadataSource], report: Report
) -> pd.DataFrame:
    """Make a frame of texts with their metadata, all as text.

    A blank title does not replace the title that a text has. `language` is blank if no source
    states it. Errors are sources that disagree, and a column with a name that the workbook needs.
    If the report has any errors, the frame is empty.

    Args:
        rows: the texts. What their own `sources` state comes first.
        metadata: what a table beside the texts states, by `doc_id`.
        report: collects the errors.
    """
    stated = []
    every_source: list[MetadataSource] = []
    alike: dict[tuple[str, str], Alike] = {}  # by file and kind
    for row in rows:
        sources = list(row.sources)
        if row.doc_id in metadata:
            sources.append(metadata[row.doc_id])
        merged, faults = _merge_sources(sources)
        stated.append(merged)
        for kind, fault in faults:
            alike.setdefault((fault.file, kind), Alike(kind)).add(fault)
        every_source.extend(row.sources)
    every_source.extend(metadata.values())
    for of_kind in alike.values():
        report.error(*of_kind.summed_up())
    report.error(*_taken_faults(every_source))
    if report.errors or not rows:
        return DOCUMENTS.empty()
    documents = pd.DataFrame([row.cells for row in rows])
    columns = pd.DataFrame(stated, dtype=TEXT).fillna("")
    for column in FROM_METADATA:
        if column in columns:
            cells = columns.pop(column).str.strip()
            documents[column] = cells.where(cells != "", documents[column])
    return pd.concat([documents, columns], axis=1)


def _merge_sources(
    sources: list[MetadataSource],
) -> tuple[dict[str, str], list[tuple[str, Fault]]]:
    """Merge what several sources state about one text. A blank cell states nothing.

    Returns:
        The cells by column, and the faults, each with its kind as a noun in the plural.
    """
    faults = []
    merged: dict[str, str] = {}
    stated_by: dict[str, str] = {}  # column -> the place of the source that states it
    for file, line, cells in sources:
        for column, cell in cells.items():
            if column == "language" and cell.strip() and not is_tag(cell):
                expected = "a BCP 47 tag, such as fr or zh-Hans"
                fault = Fault(file, f"{cell!r} as language", expected, line=line)
                faults.append(("cells that name no language", fault))
            before = merged.get(column, "")
            if before and cell and normalize("NFC", cell) != normalize("NFC", before):
                expected = f"{before!r}, as {stated_by[column]} says"
                fault = Fault(file, f"{cell!r} as {column}", expected, line=line)
                faults.append((f"cells of {column!r} that another source contradicts", fault))
            if not before:
                merged[column] = cell
                stated_by[column] = Fault(file, "", "", line=line).place
    return merged, faults


def _taken_faults(sources: list[MetadataSource]) -> list[Fault]:
    """Return a fault for each column whose name the workbook needs, at the header of its file."""
    taken = set()
    for file, line, cells in sources:
        for column in TAKEN & cells.keys():
            taken.add((file, min(line, 1), column))
    faults = []
    for file, line, column in sorted(taken):
        expected = f"another name, because {column!r} is a column of the workbook's own tables"
        faults.append(Fault(file, f"the column {column!r}", expected, line=line))
    return faults


def read_side_table(
    settings: Settings,
    name: str,
    needed: list[str],
    report: Report,
) -> tuple[str, pd.DataFrame | None]:
    """Read a table that lies beside the texts, such as `metadata.csv`.

    Args:
        settings: the study.
        name: the name of the file without its ending.
        needed: the columns that the table must have.
        report: collects the faults of the table.

    Returns:
        The name of the file, and its cells as text, indexed by line; None if there is no such
        file, or if it lacks a needed column.
    """
    files = _side_files(settings, name)
    if not files:
        return f"{name}.csv", None
    file = files[0].name
    if len(files) > 1:
        report.error(Fault(file, f"{files[1].name} beside it", "only one of them"))
    with report.collecting():
        data = read_bytes(files[0], file)
        cells, _ = read_table(data, file, needed, settings.encoding_of(file), report)
        if set(needed) <= set(cells):
            if "doc_id" in cells:
                cells["doc_id"] = cells["doc_id"].str.normalize("NFC")  # as ids of texts are
            return file, cells
    return file, None


def _side_files(settings: Settings, name: str) -> list[Path]:
    """Find the tables of that name in the folder of the study and in the folder of its texts."""
    folders = [settings.folder]
    if settings.texts.is_dir() and settings.texts != settings.folder:
        folders.append(settings.texts)
    files = []
    for folder in folders:
        for path in files_named(folder, f"{name}.*"):
            if path.suffix.lower() in ENDINGS:
                files.append(path)
    return files

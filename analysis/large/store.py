"""Read back the tables that `workbook tables` wrote, or as many parts as fit into memory."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Report
from analysis.large.contents import CODEBOOK_FILES, PARTS, SHARES_FILE, name_group_file
from analysis.large.folder import Folder
from analysis.large.journal import Entry, list_columns, read_entries
from analysis.large.listed import read_listed
from analysis.large.parquet import from_parquet
from analysis.large.record import list_record_files
from analysis.measures.families import with_families
from analysis.measures.groups import export_names, group_shares
from analysis.provenance import tables_record
from analysis.reading.column_types import with_types
from analysis.tables import (
    PATTERNS,
    SENTENCES,
    SHARES,
    SPEAKER,
    STATED_SPEAKER,
    TEXT,
    THEMES,
)
from analysis.wording import pluralize

NOUNS = {"documents": "text", "sentences": "sentence", "hits": "hit"}  # what one row is
MOST = 2_000_000  # sentences and hits, for which a notebook needs about 1.6 GB


class Tables(NamedTuple):
    """The tables of all or some texts of a study, with the codebook and the settings used.

    Attributes:
        documents: one row per text that was read, without its `text`.
        sentences: the sentences of these texts.
        hits: the hits in these texts.
        shares: the shares in all texts of the study, read or not.
        codebook: the codebook.
        groups: the `groups` in `study.yaml`.
        time: the column named as `time` in `study.yaml`; "" if there is none.
        by_group: for each metadata column in `groups`, the shares of its groups in all texts.
        scope: how many texts, sentences and hits were read, in words: a line if that is all of
            them, otherwise two or three.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    hits: pd.DataFrame
    shares: pd.DataFrame
    codebook: Codebook
    groups: tuple[str, ...]
    time: str
    by_group: dict[str, pd.DataFrame]
    scope: str

    def shares_by(self, column: str) -> pd.DataFrame:
        """Return the shares by a metadata column, as from `group_shares`.

        They cover all texts if the column is in `by_group`, else the texts that were read.
        """
        if column in self.by_group:
            return with_families(self.by_group[column], self.codebook)
        return group_shares(self.sentences, self.hits, self.codebook, self.documents, column)


def read_tables(
    folder: str | PathLike[str],
    doc_ids: Iterable[str] | None = None,
    most: int = MOST,
) -> Tables:
    """Read the tables in a folder that `workbook tables` made.

    They equal the tables made from the same texts in memory, but `documents` has no `text`. If a
    text of the whole study has turns of speech, `sentences` has the column `speaker`, whichever
    texts are read.

    Args:
        folder: the folder, or its address.
        doc_ids: the texts to read. If None, evenly spaced parts are read, as many as have `most`
            sentences and hits together, but at least one.
        most: the number of sentences and hits to read if `doc_ids` is None.

    Raises:
        InputError: there are no such tables, or they are not complete.
    """
    report = Report()
    try:
        return load_tables(folder, doc_ids, most, report)
    finally:
        report.show_warnings()


def load_tables(
    folder: str | PathLike[str],
    doc_ids: Iterable[str] | None,
    most: int,
    report: Report,
) -> Tables:
    """Read tables like `read_tables`, but report warnings.

    Everything that is read is compared with what was written: the record and each entry of the
    journal have their own sha256, and they list that of each file.
    """
    home = Folder(folder)
    record = _read_complete_record(home, str(folder), report)
    damage = Report()
    entries = read_entries(home, record, damage)
    damage.raise_errors()
    wanted = None if doc_ids is None else list(doc_ids)
    chosen = entries
    if wanted is None:
        chosen = [entries[number] for number in _choose_parts(entries, most)]
    settings = record["settings"]
    columns = [name for name in list_columns(entries) if name != "text"]
    documents = _read_parts(home, "documents", chosen, wanted, columns, damage)
    sentences = _read_parts(home, "sentences", chosen, wanted, SENTENCES.optional, damage)
    hits = _read_parts(home, "hits", chosen, wanted, (), damage)
    of_all = _read_files_of_all(home, record, damage)
    damage.raise_errors()
    if record["turns"]:
        documents = documents.rename(columns={SPEAKER: STATED_SPEAKER})
    else:
        sentences = sentences.drop(columns=SPEAKER)
    of_types = Report()
    typed_documents = with_types(documents.fillna(""), settings["time"], of_types)
    of_types.raise_errors()
    parts = {"documents": typed_documents, "sentences": sentences, "hits": hits}
    by_group = _find_by_group(of_all, settings["groups"])
    n_parts = ""
    if wanted is None:
        n_parts = f"{len(chosen):,} of {len(entries):,} parts"
    return Tables(
        **parts,
        shares=SHARES.frame(of_all[SHARES_FILE]),
        codebook=_make_codebook(of_all, record["codebook"]),
        groups=tuple(settings["groups"]),
        time=settings["time"],
        by_group=by_group,
        scope=_describe_scope(parts, record["rows"], n_parts, list(by_group)),
    )


def _read_complete_record(home: Folder, shown: str, report: Report) -> dict:
    """Read the record of a run, or raise if the run did not end."""
    record = tables_record(home.path)
    if not record.get("complete"):
        found = "tables that are not complete" if record else "no tables"
        expected = "the folder of a run of `workbook tables` that has ended"
        if record:
            expected += "; run it again to continue"
        raise InputError([Fault(shown, found, expected)])
    if "files" not in record:
        found = "tables of version 0.1.0, which state no sha256"
        expected = "tables that show whether they were damaged; make them again"
        report.warn(Fault(shown, found, expected))
    return record


def _choose_parts(entries: list[Entry], most: int) -> list[int]:
    """Choose evenly spaced parts, as many as have `most` rows together, but at least one.

    Returns:
        The numbers of the parts.
    """
    sizes = []
    for entry in entries:
        rows_of = entry["rows"]
        sizes.append(rows_of["sentences"] + rows_of["hits"])
    rows = np.array(sizes)
    smallest_first = np.sort(rows).cumsum()
    n_at_most = int(np.searchsorted(smallest_first, most, side="right"))
    for n in range(n_at_most, 1, -1):
        numbers = np.linspace(0, len(entries) - 1, n).round().astype(int)
        if rows[numbers].sum() <= most:
            return numbers.tolist()
    return [0]


def _read_parts(
    home: Folder,
    name: str,
    entries: list[Entry],
    doc_ids: Collection[str] | None,
    columns: Iterable[str],
    report: Report,
) -> pd.DataFrame:
    """Read the parts of a table as one, sorted by `doc_id`.

    Args:
        home: the folder.
        name: the name of the table.
        entries: the journal's entries of the parts to read.
        doc_ids: the texts to read; None for all.
        columns: columns to add, empty, if no part that is read has them.
        report: collects the files that are missing or damaged.
    """
    empty = pd.DataFrame(columns=list(columns), dtype=TEXT)
    parts = [PARTS[name].frame(empty)]
    for entry in entries:
        for file, known in entry["files"].items():
            if file.startswith(f"{name}/"):
                part = _read_file(home, file, known, doc_ids, report)
                parts.extend([] if part is None else [part])
    table = pd.concat(parts).sort_values("doc_id", kind="stable")
    return PARTS[name].frame(table)


def _read_file(
    home: Folder,
    name: str,
    known: str | int,
    doc_ids: Collection[str] | None,
    report: Report,
) -> pd.DataFrame | None:
    """Read a file; None if it is missing or damaged, which is reported."""
    data = read_listed(home, name, known, report)
    if data is None:
        return None
    with report.collecting():
        return from_parquet(data, f"{home.path.name}/{name}", doc_ids)
    return None


def _read_files_of_all(home: Folder, record: dict, report: Report) -> dict[str, pd.DataFrame]:
    """Read the files that depend on all batches, by name."""
    needed = dict.fromkeys([SHARES_FILE, *CODEBOOK_FILES], "")
    listed = {**needed, **list_record_files(home, record)}
    tables = {}
    for name, known in listed.items():
        table = _read_file(home, name, known, None, report)
        if table is not None:
            tables[name] = table
    return tables


def _make_codebook(of_all: dict[str, pd.DataFrame], described: dict) -> Codebook:
    """Make the codebook: its tables come from their files, the rest from the record."""
    stated: dict[str, Any] = {}
    for name in {field.name for field in fields(Codebook)} & described.keys():
        value = described[name]
        stated[name] = tuple(value) if isinstance(value, list) else value
    for name, shape in zip(CODEBOOK_FILES, (THEMES, PATTERNS), strict=True):
        stated[shape.name] = shape.frame(of_all[name])
    return Codebook(**stated)


def _find_by_group(
    of_all: dict[str, pd.DataFrame], groups: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Find the shares of all texts by each of the `groups` that has a file."""
    by_group = {}
    for column, name in export_names(groups).items():
        file = name_group_file(name)
        if file in of_all:
            by_group[column] = of_all[file].astype(SHARES.columns)
    return by_group


def _describe_scope(
    parts: dict[str, pd.DataFrame],
    rows: dict[str, int],
    n_parts: str,
    columns: list[str],
) -> str:
    """Say how many texts, sentences and hits were read, and of how many.

    Args:
        parts: the tables that were read.
        rows: the number of rows of each whole table.
        n_parts: how many parts were read, if parts were chosen, else "".
        columns: the metadata columns with shares of all texts.
    """
    read = {name: len(table) for name, table in parts.items()}
    of_all = {name: pluralize(rows[name], noun) for name, noun in NOUNS.items()}
    if read == rows:
        return ", ".join(of_all.values())
    counts = [f"{read[name]:,} of {whole}" for name, whole in of_all.items()]
    where = f",\nin {n_parts} at even distances" if n_parts else ""
    bys = ", ".join(["theme", *columns])
    return (
        f"Shown: {', '.join(counts)}{where}.\n"
        f"The shares by {bys} cover all texts; everything else covers only those shown."
    )

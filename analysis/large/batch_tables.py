"""Make the tables of one batch: read, split and search its texts, count themes, write files."""

from dataclasses import astuple, dataclass
from typing import NamedTuple

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, Report
from analysis.hits.find import find_hits
from analysis.large.batches import Batch
from analysis.large.contents import name_part_file
from analysis.large.counts import count_themes, count_turns
from analysis.large.folder import Folder
from analysis.large.journal import Entry, read_entry, write_entry
from analysis.large.listed import list_files, make_room
from analysis.large.parquet import to_parquet
from analysis.reading.documents import as_documents, as_rows, read_file
from analysis.reading.exclusions import without_left_out
from analysis.reading.metadata import DocumentRow
from analysis.reading.settings import Settings
from analysis.sentences.split import split_sentences
from analysis.tables import SENTENCES, SPEAKER


@dataclass(frozen=True)
class Job:
    """What all batches of a run share.

    Attributes:
        settings: the study.
        codebook: the themes to find.
        folder: the folder for the tables.
    """

    settings: Settings
    codebook: Codebook
    folder: Folder


class BatchResult(NamedTuple):
    """The outcome of a batch.

    Attributes:
        entry: its entry in the journal; None if nothing was written.
        faults: the errors of its texts.
        moved: the new names of files that were in the way and were moved aside.
    """

    entry: Entry | None
    faults: list[Fault]
    moved: list[str]


def make_batch(job: Job, batch: Batch, only_check: bool = False) -> BatchResult:
    """Write the tables of a batch, then its entry in the journal.

    With errors in its texts, or with `only_check`, nothing is written.
    """
    report = Report()
    documents = _read_batch(job.settings, batch, report)
    if report.errors or only_check:
        return BatchResult(None, report.errors, [])
    sentences = split_sentences(documents)
    has_turns = SPEAKER in sentences
    if not has_turns:  # the files of all batches have the same columns
        sentences = SENTENCES.frame(sentences.assign(**{SPEAKER: ""}))
    hits = find_hits(sentences, job.codebook)
    tables = {
        "documents": documents.drop(columns="text"),
        "sentences": sentences,
        "hits": hits,
    }
    counts = {}
    for column in ("", *job.settings.groups):
        counts[column] = count_themes(documents, sentences, hits, job.codebook, column)
    by_speaker = SPEAKER in job.settings.groups
    parts = {name_part_file(name, batch.number): to_parquet(tables[name]) for name in tables}
    entry: Entry = {
        "fingerprint": batch.fingerprint,
        "files": list_files(parts),
        "rows": {name: len(table) for name, table in tables.items()},
        "counts": counts,
        "has_turns": has_turns,
        "turns": count_turns(sentences, hits, job.codebook) if by_speaker else {},
        "columns": list(documents),
        "warnings": [astuple(fault) for fault in report.warnings],
        "left_out": [astuple(row) for row in report.left_out],
    }
    return _write_batch(job.folder, batch.number, parts, entry)


def _read_batch(settings: Settings, batch: Batch, report: Report) -> pd.DataFrame:
    """Read a batch as `documents`.

    Metadata stay text, because the type of a column depends on all batches.
    """
    rows: list[DocumentRow] = []
    for item in batch.items:
        if item.texts is None:
            rows += read_file(settings, item.file, item.doc_id, report)
        else:
            sha256 = item.fingerprint  # of their file
            rows += as_rows(settings, item.file, item.doc_id, sha256, item.texts, report)
    rows = without_left_out(settings, rows, report)
    return as_documents(settings, rows, batch.metadata, report)


def _write_batch(folder: Folder, number: int, parts: dict[str, bytes], entry: Entry) -> BatchResult:
    """Write the files of a batch in place of those of an earlier run, and then its entry."""
    earlier = read_entry(folder, number)
    moved = make_room(folder, earlier["files"] if earlier else {}, parts)
    for name, content in parts.items():
        folder.write(name, content)
    written, moved_entry = write_entry(folder, number, entry)
    return BatchResult(written, [], moved + moved_entry)

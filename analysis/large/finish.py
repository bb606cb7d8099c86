"""Finish a run: write the shares of all texts, the codebook and the record, and report warnings."""

import hashlib
from dataclasses import replace

import pandas as pd

from analysis.faults import Fault, InputError, LeftOut, Nearest, Report
from analysis.large.batch_tables import Job
from analysis.large.contents import (
    CODEBOOK_FILES,
    SHARES_FILE,
    name_entry_file,
    name_group_file,
)
from analysis.large.counts import sum_group_shares, sum_shares
from analysis.large.folder import Folder
from analysis.large.journal import (
    Entry,
    entry_numbers,
    hash_entries,
    have_turns,
    list_columns,
    read_entry,
    sum_rows,
)
from analysis.large.listed import list_files, make_room, warn_of_moved
from analysis.large.parquet import to_parquet
from analysis.large.record import list_record_files, write_record
from analysis.measures.groups import export_names
from analysis.provenance import tables_record
from analysis.reading.documents import two_speakers_fault
from analysis.reading.exclusions import unused_globs
from analysis.reading.settings import Settings
from analysis.tables import SPEAKER, STATED_SPEAKER


def finish_run(
    job: Job,
    entries: list[Entry],
    record: dict,
    report: Report,
) -> dict[str, int]:
    """Write the files that depend on all batches, and remove batches that are no longer needed.

    The record is written last, because it says that the tables are complete.

    Args:
        job: what all batches share.
        entries: the journal's entries of all batches, in order.
        record: what the tables are made from.
        report: collects the warnings of all batches, and the texts left out.

    Returns:
        The number of rows in each of the tables `PARTS`.

    Raises:
        InputError: a metadata column `speaker` cannot be renamed beside turns of speech.
    """
    if have_turns(entries) and {SPEAKER, STATED_SPEAKER} <= set(list_columns(entries)):
        raise InputError([two_speakers_fault()])
    themes, patterns = CODEBOOK_FILES
    tables = {
        themes: job.codebook.themes,
        patterns: job.codebook.patterns,
        **_sum_all_shares(job, entries, report),
    }
    _report_findings(job.settings, entries, report)
    contents = {name: to_parquet(table) for name, table in tables.items()}
    moved = _write_files(job.folder, record, contents)
    moved += _remove_surplus(job.folder, len(entries))
    warn_of_moved(job.folder, moved, report)
    rows = sum_rows(entries)
    complete = {
        "turns": have_turns(entries),
        "texts": _hash_texts(entries),
        "rows": rows,
        "batches": len(entries),
        "journal": hash_entries(entries),
    }
    write_record(job.folder, record, list_files(contents), complete)
    return rows


def _write_files(folder: Folder, record: dict, contents: dict[str, bytes]) -> list[str]:
    """Write the files that depend on all batches in place of those of an earlier run.

    They are listed in the record before they are written, so that the next run knows them if this
    one is killed.

    Returns:
        The new names of files that were in the way and were moved aside.
    """
    earlier = list_record_files(folder, tables_record(folder.path))
    moved = make_room(folder, earlier, contents)
    write_record(folder, record, list_files(contents), None)
    for name, content in contents.items():
        folder.write(name, content)
    return moved


def _remove_surplus(folder: Folder, n_batches: int) -> list[str]:
    """Remove the batches of an earlier run that had more of them.

    Returns:
        The new names of files that were changed since, and were moved aside.
    """
    moved = []
    for number in entry_numbers(folder.sizes()):
        entry = read_entry(folder, number) if number >= n_batches else None
        if entry is not None:
            moved += make_room(folder, entry["files"], {})
            folder.remove(name_entry_file(number))
    return moved


def _hash_texts(entries: list[Entry]) -> str:
    fingerprints = "".join(entry["fingerprint"] for entry in entries)
    return hashlib.sha256(fingerprints.encode()).hexdigest()


def _sum_all_shares(
    job: Job,
    entries: list[Entry],
    report: Report,
) -> dict[str, pd.DataFrame]:
    """Sum the shares of all texts, and those by each of the `groups`; the keys are file names."""
    of_all = [entry["counts"][""] for entry in entries]
    tables = {SHARES_FILE: sum_shares(job.codebook, of_all)}
    columns = list_columns(entries)
    expected = Nearest(columns)
    for column, name in export_names(job.settings.groups).items():
        if column == SPEAKER and have_turns(entries):
            counts = [entry["turns"] for entry in entries]
            tables[name_group_file(name)] = sum_group_shares(job.codebook, counts, column)
        elif column in columns:
            counts = [entry["counts"][column] for entry in entries]
            is_time = column == job.settings.time
            table = sum_group_shares(job.codebook, counts, column, is_time=is_time)
            tables[name_group_file(name)] = table
        else:
            found = f"{column!r}, which is not a metadata column"
            report.warn(Fault("study.yaml", found, expected(column), key="groups"))
    return tables


def _report_findings(settings: Settings, entries: list[Entry], report: Report) -> None:
    """Report warnings and texts left out, each once: batches of one table may repeat them."""
    warnings: dict[Fault, None] = {}
    left_out: dict[LeftOut, None] = {}
    for entry in entries:
        for cells in entry["warnings"]:
            fault = Fault(*cells)
            warnings[replace(fault, places=tuple(fault.places))] = None  # JSON has lists only
        for cells in entry["left_out"]:
            left_out[LeftOut(*cells)] = None
    report.warn(*warnings, *unused_globs(settings, [*left_out, *report.left_out]))
    report.leave_out(*left_out)

"""Finish a run: write the shares of all texts, the codebook and the record, and report warnings."""

import hashlib
from dataclasses import replace

import pandas as pd

from analysis.atomic import to_json
from analysis.faults import Fault, InputError, LeftOut, Report, nearest
from analysis.large.batch_tables import Job
from analysis.large.contents import (
    PARTS,
    SHARES_FILE,
    is_half_written,
    is_made_by_run,
    name_entry_file,
    name_group_file,
)
from analysis.large.counts import sum_group_shares, sum_shares
from analysis.large.folder import Folder
from analysis.large.journal import Entry, have_turns, list_columns
from analysis.large.parquet import to_parquet
from analysis.measures.groups import export_names
from analysis.provenance import RECORD
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
    """Write the files that depend on all batches, and remove files that belong to no batch.

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
    tables = {
        "themes.parquet": job.codebook.themes,
        "patterns.parquet": job.codebook.patterns,
        **_sum_all_shares(job, entries, report),
    }
    for name, table in tables.items():
        job.folder.write(name, to_parquet(table))
    _report_findings(job.settings, entries, report)
    _remove_others(job.folder, entries, set(tables))
    rows = _count_rows(entries)
    complete = {
        **record,
        "turns": have_turns(entries),
        "texts": _hash_texts(entries),
        "rows": rows,
        "complete": True,
    }
    job.folder.write(RECORD, to_json(complete))
    return rows


def _count_rows(entries: list[Entry]) -> dict[str, int]:
    rows = dict.fromkeys(PARTS, 0)
    for entry in entries:
        for name in PARTS:
            rows[name] += entry["rows"][name]
    return rows


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
            report.warn(Fault("study.yaml", found, nearest(column, columns), key="groups"))
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


def _remove_others(folder: Folder, entries: list[Entry], made: set[str]) -> None:
    """Remove unfinished files, and files of an earlier run that this run did not make."""
    for number, entry in enumerate(entries):
        made.add(name_entry_file(number))
        made.update(entry["files"])
    for name in folder.sizes():
        if name not in made and (is_made_by_run(name) or is_half_written(name)):
            folder.remove(name)

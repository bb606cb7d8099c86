"""Texts of any size become Parquet tables, batch by batch.

Each batch is read, split into sentences, searched and counted; its files are written once.

    documents/part-00000.parquet …   as from `read_documents`, without `text`; metadata as text
    sentences/part-00000.parquet …   as from `split_sentences`; every part has the column `speaker`
    hits/part-00000.parquet …        as from `find_hits`
    shares.parquet                   as from `theme_shares`
    shares-by-<column>.parquet       as from `group_shares`; for each of `groups` in study.yaml
    themes.parquet patterns.parquet  the codebook; provenance.json has the rest of it
    journal/00000.json …             one entry per batch: its fingerprint, files and counts
    provenance.json                  study, settings, codebook, versions; list of files
    .lock                            while a run is at work
    <name>.kept-1 …                  files of the user that were in the way, under a new name

The parts contain the files in the order of their ids, and rows in the order of their table;
`analysis.large.store` sorts them by `doc_id`. The entry of a batch is written last, so the next run
continues where a killed run stopped. Memory must hold one batch for each worker, the longest text,
`metadata.csv`, and any .xlsx file.

Journal and record state the sha256 of the files that they list, and their own. A file that is not
listed, or was changed since, belongs to the user: it is never read, overwritten or removed. A
batch with such a file is made again. If a text changes during a run, the run ends unfinished.

A folder on this machine is locked while a run writes to it. Runs on other machines and runs that
write to the same address do not notice each other.
"""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from analysis.codebook.model import Codebook
from analysis.codebook.read import find_codebook, load_codebook
from analysis.faults import Report
from analysis.large.batch_tables import Job
from analysis.large.batches import BATCH, Scan, make_batches, scan
from analysis.large.cluster import connect_to_cluster
from analysis.large.contents import FOLDERS, PARTS, is_half_written
from analysis.large.finish import finish_run
from analysis.large.folder import Folder
from analysis.large.inputs import Inputs, note_inputs, report_changes
from analysis.large.journal import find_entry
from analysis.large.listed import make_room_for_folders, warn_of_moved
from analysis.large.parquet import to_parquet
from analysis.large.record import (
    check_folder,
    check_place,
    list_record_files,
    make_record,
    write_record,
)
from analysis.large.workers import Dispatcher, Workers, start_local_workers
from analysis.reading.documents import text_files
from analysis.reading.settings import Settings, read_settings
from analysis.wording import pluralize

StudyPath = str | os.PathLike[str]


@dataclass(frozen=True)
class Options:
    """Settings of a run that do not change its results.

    Attributes:
        scheduler: the address of a Dask scheduler, or `local`; "" to work without Dask.
        workers: the number of processes; with 0, one per core, or this process alone if there are
            only a few megabytes of text.
        batch: the size of a batch, in bytes of files or characters of a table.
        codebooks: the codebook files; they must not change during the run.
    """

    scheduler: str = ""
    workers: int = 0
    batch: int = BATCH
    codebooks: tuple[Path, ...] = ()


def run_tables(
    study: StudyPath,
    codebooks: Sequence[str],
    out: StudyPath,
    scheduler: str,
    report: Report,
) -> str:
    """Make the tables for `workbook tables`, and describe them in one line.

    Args:
        study: as for `write_tables`.
        codebooks: the codebook files; empty for the study's own codebook.
        out: as for `write_tables`.
        scheduler: as for `write_tables`.
        report: collects warnings and the texts left out.
    """
    read_settings(study)  # so that a missing study is reported before a missing codebook
    own = Report()
    files = find_codebook(study, list(codebooks))
    codebook = load_codebook(files, own)
    own.raise_errors()
    assert codebook is not None  # without errors there is one
    report.add(own)
    options = Options(scheduler, codebooks=tuple(files if isinstance(files, list) else [files]))
    made = make_tables(study, codebook, out, options, report)
    counts = [pluralize(made[name], name.removesuffix("s")) for name in PARTS]
    batches = pluralize(made["batches"], "batch", "es")
    kept = f", {made['kept']:,} of them kept" if made["kept"] else ""
    return f"made {out}: {', '.join(counts)}, in {batches}{kept}"


def write_tables(
    study: StudyPath,
    codebook: Codebook,
    out: StudyPath,
    *,
    scheduler: str = "",
    workers: int = 0,
    batch: int = BATCH,
) -> dict[str, int]:
    """Write the tables of a study of any size, or continue a run that was stopped.

    Args:
        study: the study folder, or one file, or the address of either.
        codebook: as from `read_codebook`.
        out: a new or empty folder, or its address. Or the folder of an earlier run on the same
            study, with the same settings, codebook, and versions of packages.
        scheduler: the address of a Dask scheduler, or `local`; its workers make the tables (see
            `analysis.large.cluster`). "" to work without Dask.
        workers: the number of processes; with 0, one per core, or this process alone if there are
            only a few megabytes of text. Each process starts the script anew, so the script must
            make its calls under `if __name__ == "__main__":`.
        batch: the size of a batch, in bytes of files or characters of a table.

    Returns:
        The number of `documents`, `sentences`, `hits` and `batches`, and the number of batches
        that were `kept` from an earlier run.

    Raises:
        InputError: the texts have errors (all are listed, and complete batches are kept), or
            changed during the run; `out` contains something else, or the study; its record is
            damaged; or another run on this machine is writing to it.
        OSError: a worker was killed, or a file cannot be written.
    """
    report = Report()
    try:
        return make_tables(study, codebook, out, Options(scheduler, workers, batch), report)
    finally:
        report.show_warnings()


def make_tables(
    study: StudyPath,
    codebook: Codebook,
    out: StudyPath,
    options: Options,
    report: Report,
) -> dict[str, int]:
    """Write tables like `write_tables`, but report warnings and the texts left out."""
    to_parquet(pd.DataFrame())  # raises at once if pyarrow is not installed
    job = Job(_resolve_paths(read_settings(study)), codebook, Folder(out))
    record = make_record(job, options.batch)
    check_place(job)
    check_folder(job.folder, record)  # before there is a lock file in it
    with job.folder.exclusive():
        earlier = check_folder(job.folder, record)
        try:
            return _make_all(job, options, record, earlier, report)
        finally:
            _sweep(job.folder)


def _make_all(
    job: Job,
    options: Options,
    record: dict,
    earlier: dict,
    report: Report,
) -> dict[str, int]:
    """Make all tables in a folder that is checked and locked."""
    inputs, found = _scan_texts(job.settings, options, report)
    warn_of_moved(job.folder, make_room_for_folders(job.folder, FOLDERS), report)
    write_record(job.folder, record, list_record_files(job.folder, earlier), None)
    second_pass = Report()  # its warnings are those of the scan
    batches = make_batches(job.settings, inputs.texts, found.metadata, options.batch, second_pass)
    bar = tqdm(total=found.size, unit="B", unit_scale=True, leave=False, disable=None)
    with bar, _open_workers(options, found.size) as workers:
        dispatcher = Dispatcher(job, workers, bar, report)
        for batch in batches:
            entry = find_entry(job.folder, batch)
            if entry is None:
                dispatcher.submit(batch)
            else:
                dispatcher.keep(batch, entry)
        entries = dispatcher.finish()
    changes = Report()
    changes.error(*second_pass.errors)  # of tables that changed since the scan
    report_changes(job.settings, inputs, changes)
    changes.raise_errors()
    report.warn(*changes.warnings)
    rows = finish_run(job, entries, record, report)
    return {**rows, "batches": len(entries), "kept": dispatcher.n_kept}


def _sweep(folder: Folder) -> None:
    """Remove the files that were being written by a worker, or a run, that was killed."""
    for name in folder.sizes():
        if is_half_written(name):
            folder.remove(name)


def _resolve_paths(settings: Settings) -> Settings:
    """Make the paths of a study absolute, because a worker may run in another folder."""
    return replace(
        settings,
        path=settings.path.resolve(),
        folder=settings.folder.resolve(),
        texts=settings.texts.resolve(),
    )


def _scan_texts(settings: Settings, options: Options, report: Report) -> tuple[Inputs, Scan]:
    """Find the files of a study and go through their texts once; raise if anything is wrong."""
    own = Report()
    files = text_files(settings, own)
    inputs = note_inputs(settings, files, options.codebooks)
    found = scan(settings, files, options.batch, own)
    report.warn(*own.warnings)
    report.leave_out(*own.left_out)
    own.raise_errors()
    return inputs, found


def _open_workers(options: Options, size: int) -> AbstractContextManager[Workers]:
    """Start the workers that fit the options and the size of the texts."""
    if options.scheduler:
        return connect_to_cluster(options.scheduler)
    n = options.workers
    if n == 0:
        n = 1 if size < 2 * BATCH else os.cpu_count() or 1
    return start_local_workers(n)

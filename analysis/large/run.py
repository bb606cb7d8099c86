"""Texts of any size to Parquet: read, split and searched in batches, each written whole and once, and counted.

    <out>/documents/part-00000.parquet …   as from `read_documents`, without `text`; metadata as they are written
          sentences/part-00000.parquet …   as from `split_sentences`
          hits/part-00000.parquet …        as from `find_hits`
          shares.parquet                   as from `theme_shares`
          shares-by-<column>.parquet       as from `group_shares`, by each of the `groups` of study.yaml
          themes.parquet patterns.parquet  the codebook, of which provenance.json has the rest
          journal/00000.json …             what a batch was made from, its files, its counts: written last
          provenance.json                  study, settings, codebook, versions
          .<host>-<process>.running        as long as a run is at work

The parts hold the texts by the ids of their files, rows of a table in the order of the file; `analysis.large.store` reads
them by `doc_id`. A run that was killed goes on where it stopped. What must fit into memory is a batch for each worker,
the longest text, `metadata.csv`, and any .xlsx file.
"""

import hashlib
import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis.atomic import to_json
from analysis.codebook.model import Codebook
from analysis.codebook.read import find_codebook, read_codebook
from analysis.faults import Fault, InputError, LeftOut, Report, nearest, raise_all
from analysis.hits.find import find_hits
from analysis.large.batches import BATCH, Batch, batches, look
from analysis.large.cluster import cluster
from analysis.large.folder import LOCK, Folder, exclusive, open_folder
from analysis.large.store import PARTS, to_parquet
from analysis.measures.groups import COUNTS, export_names, group_of, pool_shares
from analysis.measures.shares import theme_shares, with_share
from analysis.paths import relative_path
from analysis.provenance import RECORD, commit, versions
from analysis.reading.documents import as_documents, as_rows, read_file, text_files
from analysis.reading.metadata import typed
from analysis.reading.settings import Settings, read_settings
from analysis.sentences.split import split_sentences
from analysis.tables import SHARES, TEXT
from analysis.wording import UNSTATED, pluralize

MADE_FROM = {
    "study": "of another study",
    "settings": "made with other settings in study.yaml",
    "codebook": "made with another codebook",
    "software": "made with other versions of packages",
    "code": "made by another state of the workbook",
    "batch": "made in batches of another size",
}
PATHS = ("path", "folder", "texts")  # of a study; the rest are its settings
OWN = re.compile(
    r"(?:documents|sentences|hits)/part-\d+\.parquet|journal/\d+\.json|shares[^/]*\.parquet"
)
HALF = re.compile(
    r"(?:(?:documents|sentences|hits|journal)/)?\.[^/]+\.(?:parquet|json|running)\.\w+\.part"
)
HINT = "; name another folder with --out, or remove this one"


@dataclass(frozen=True)
class Job:
    """What all batches of a run share."""

    study: Settings
    codebook: Codebook
    folder: Folder


def run_tables(study, codebooks: Sequence[str], out, scheduler: str, report: Report) -> str:
    """Write the tables of a study as `write_tables` does, with its own codebook or those named; says in a line what."""
    read_settings(study)  # is it there?
    codebook = read_codebook(find_codebook(study, codebooks))
    made = make_tables(study, codebook, out, scheduler, 0, BATCH, report)
    counts = ", ".join(f"{made[name]:,} {name}" for name in PARTS)
    kept = f", {made['kept']:,} of them kept" if made["kept"] else ""
    return f"made {out}: {counts}, in {pluralize(made['batches'], 'batch', 'es')}{kept}"


def write_tables(
    study, codebook: Codebook, out, *, scheduler="", workers=0, batch=BATCH
) -> dict[str, int]:
    """Write the tables of a study whose texts need not fit into memory, or go on where a run before was stopped.

    Args:
        study: the study folder, or one file, or its address.
        codebook: as from `read_codebook`.
        out: a new or empty folder (or address), or that of a run on the same study, settings, codebook and versions.
        scheduler: the address of a Dask scheduler, or `local`: then its workers do the work (see `analysis.large.cluster`).
        workers: processes; 0 for one a core, and none for a few megabytes. They start the program anew: a script's own
            calls have to stand below `if __name__ == "__main__":`.
        batch: about how much text is worked on at once, in bytes of files or characters of a table.

    Returns:
        The number of `documents`, `sentences`, `hits`, `batches`, and of batches `kept` from an earlier run.

    Raises:
        InputError: with all faults of the texts (batches that are complete stay), `out` holds something else, or
            another run is at work in it.
        OSError: a worker was killed, or a file cannot be written.
    """
    report = Report()
    try:
        return make_tables(study, codebook, out, scheduler, workers, batch, report)
    finally:
        report.show_warnings()


def make_tables(
    study, codebook: Codebook, out, scheduler: str, workers: int, batch: int, report: Report
) -> dict[str, int]:
    """Do what `write_tables` says, with warnings and what was left out in the report."""
    to_parquet(pd.DataFrame())  # is pyarrow there?
    source, folder, faults = read_settings(study), open_folder(out), Report()
    job = Job(
        replace(source, **{key: getattr(source, key).resolve() for key in PATHS}), codebook, folder
    )
    record = _record(job, batch)
    with exclusive(folder):
        there = folder.sizes()
        _check(folder, record, there)
        first = Report()
        files = text_files(job.study, first)
        total, metadata = look(job.study, files, batch, first)
        report.warn(*first.warnings)
        report.leave_out(*first.left_out)
        first.raise_errors()
        folder.write(RECORD, to_json({**record, "complete": False}))
        workers = workers or (1 if total < 2 * BATCH else os.cpu_count() or 1)
        bar = tqdm(total=total, unit="B", unit_scale=True, leave=False, disable=None)
        with bar, cluster(scheduler) if scheduler else _processes(workers) as (executor, most):
            todo = batches(job.study, files, metadata, batch, faults)
            entries, kept = _do_all(job, todo, there, executor, most, bar)
        faults.raise_errors()  # of a table that was changed meanwhile
        rows = _finish(job, entries, record, report)
        return {**rows, "batches": len(entries), "kept": kept}


def _record(job: Job, batch: int) -> dict:
    """What all batches are made from, as `provenance.json` holds it."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parents[1].rglob("*.py")))
    here, there, codebook = job.study.path, job.folder.path, job.codebook
    record = {
        "study": relative_path(here, there)
        if isinstance(here, Path) and isinstance(there, Path)
        else here.as_posix(),
        "settings": {key: value for key, value in asdict(job.study).items() if key not in PATHS},
        "codebook": {
            key: value for key, value in vars(codebook).items() if key not in ("themes", "patterns")
        },
        "software": versions(),
        "code": hashlib.sha256(code).hexdigest(),
        "batch": batch,
        "git": commit(),
    }
    return json.loads(to_json(record))


def _check(folder: Folder, record: dict, there: dict[str, int]) -> None:
    """Refuse a folder that holds anything but what a run on the same has left."""
    before = json.loads(folder.read(RECORD)) if RECORD in there else record
    other = [key for key in MADE_FROM if before.get(key) != record[key]]
    raise_all(
        Fault(RECORD, f"tables {MADE_FROM[key]}", f"tables to go on with{HINT}", key=key)
        for key in other
    )
    others = [name for name in there if not HALF.fullmatch(name) and not LOCK.fullmatch(name)]
    if others and RECORD not in there:
        raise InputError(
            [Fault(str(folder.path), "a folder that has files in it", f"a new or empty one{HINT}")]
        )


# -- one batch ---------------------------------------------------------------------------------------------------------


def do_batch(job: Job, batch: Batch, only_look=False) -> dict:
    """Make the tables of a batch and its entry in the journal; returns the entry.

    Where texts have faults it is `{"faults": …}`, and nothing is written; nor is it with `only_look`.
    """
    report = Report()
    documents = _documents(job.study, batch, report)
    if report.errors or only_look:
        return {"faults": report.errors}
    sentences = split_sentences(documents)
    hits = find_hits(sentences, job.codebook)
    columns = ["", *job.study.groups]
    tables = {"documents": documents.drop(columns="text"), "sentences": sentences, "hits": hits}
    contents = {
        f"{name}/part-{batch.number:05}.parquet": to_parquet(table)
        for name, table in tables.items()
    }
    for name, content in contents.items():
        job.folder.write(name, content)
    entry = {
        "mark": batch.mark,
        "files": {name: len(content) for name, content in contents.items()},
        "rows": {name: len(table) for name, table in tables.items()},
        "counts": {
            column: _counts(column, documents, sentences, hits, job.codebook) for column in columns
        },
        "columns": list(documents),
        "said": list(map(astuple, report.warnings)),
        "left_out": list(map(astuple, report.left_out)),
    }
    job.folder.write(_journal(batch.number), json.dumps(entry, ensure_ascii=False).encode())
    return entry


def _journal(number: int) -> str:
    return f"journal/{number:05}.json"


def _documents(study: Settings, batch: Batch, report: Report) -> pd.DataFrame:
    """The batch as `documents`, its metadata as text: of which type a column is, only the cells of all batches tell."""
    rows = []
    for file, doc_id, mark, _, texts in batch.parts:
        rows += (
            read_file(study, file, doc_id, report)
            if texts is None
            else as_rows(study, file, doc_id, mark, texts, report)
        )
    return as_documents(study, rows, batch.metadata, report)


def _counts(column: str, documents, sentences, hits, codebook) -> dict[str, list[list[int]]]:
    """By value of a metadata column (of none: all under `""`) the `COUNTS`: of each, one number a theme."""
    values = documents[column] if column in documents else pd.Series("", documents.index)
    counts = {}
    for value, doc_ids in documents["doc_id"].groupby(values):
        shares = theme_shares(sentences[sentences["doc_id"].isin(doc_ids)], hits, codebook)
        shares["n_documents"] = len(doc_ids)
        counts[value] = [shares[count].tolist() for count in COUNTS]
    return counts


# -- all batches -------------------------------------------------------------------------------------------------------


def _do_all(
    job: Job, todo: Iterable[Batch], there: dict[str, int], executor: Executor, most: int, bar
) -> tuple:
    """Do the batches that are not done, at most so many at a time; after a fault only look at the rest.

    Returns the entries of all, in order, and how many of them were there.
    """
    entries, running, faults, kept = {}, {}, [], 0

    def take(done: Iterable[Future]) -> None:
        for future in done:
            number, size = running.pop(future)
            entries[number] = future.result()
            faults.extend(entries[number].get("faults", []))
            bar.update(size)

    try:
        for batch in todo:
            if entry := _kept(job.folder, batch, there):
                entries[batch.number], kept = entry, kept + 1
                bar.update(batch.size)
                continue
            running[executor.submit(do_batch, job, batch, bool(faults))] = batch.number, batch.size
            if len(running) >= most:
                take(wait(running, return_when=FIRST_COMPLETED).done)
        take(wait(running).done)
    except BrokenProcessPool:
        raise OSError(
            "a worker was killed (was there too little memory?); run it again, and it goes on"
        ) from None
    raise_all(faults)
    return [entries[number] for number in sorted(entries)], kept


def _kept(folder: Folder, batch: Batch, there: dict[str, int]) -> dict | None:
    """The entry of a batch that is done: made from the same, its files there and whole."""
    if _journal(batch.number) not in there:
        return None
    entry = json.loads(folder.read(_journal(batch.number)))
    whole = all(there.get(name) == size for name, size in entry["files"].items())
    return entry if whole and entry["mark"] == batch.mark else None


@contextmanager
def _processes(workers: int) -> Iterator[tuple[Executor, int]]:
    """Who does the work on this machine, and how many batches may be under way at once."""
    pool = (
        ProcessPoolExecutor(workers, get_context("spawn"), _begin)
        if workers > 1
        else ThreadPoolExecutor(1)
    )
    try:
        yield pool, workers + 1
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when that one is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()


def _finish(job: Job, entries: list[dict], record: dict, report: Report) -> dict[str, int]:
    """Write shares and record of a complete run, remove what is half-written or of no batch; the numbers of rows."""
    columns = dict.fromkeys(column for entry in entries for column in entry["columns"])
    counts = {column: _summed(job.codebook, entries, column) for column in ("", *job.study.groups)}
    tables = {"themes.parquet": job.codebook.themes, "patterns.parquet": job.codebook.patterns}
    tables["shares.parquet"] = SHARES.frame(with_share(counts[""][""].drop(columns="n_documents")))
    for column, name in export_names(job.study.groups).items():
        if column in columns:
            tables[f"shares-by-{name}.parquet"] = _group_shares(counts[column], column)
        else:
            report.warn(
                Fault(
                    "study.yaml", f"the column {column!r}", nearest(column, columns), key="groups"
                )
            )
    for name, table in tables.items():
        job.folder.write(name, to_parquet(table))
    for said in dict.fromkeys(tuple(said) for entry in entries for said in entry["said"]):
        report.warn(Fault(*said))
    for row in dict.fromkeys(tuple(row) for entry in entries for row in entry["left_out"]):
        report.leave_out(LeftOut(*row))
    made = {*tables, *map(_journal, range(len(entries)))}.union(
        *(entry["files"] for entry in entries)
    )
    for name in job.folder.sizes().keys() - made:
        if OWN.fullmatch(name) or HALF.fullmatch(name):
            job.folder.remove(name)
    rows = {name: sum(entry["rows"][name] for entry in entries) for name in PARTS}
    texts = hashlib.sha256("".join(entry["mark"] for entry in entries).encode()).hexdigest()
    job.folder.write(RECORD, to_json({**record, "texts": texts, "rows": rows, "complete": True}))
    return rows


def _summed(codebook: Codebook, entries: list[dict], column: str) -> dict[str, pd.DataFrame]:
    """What `_counts` says of all batches: by value, one row a theme."""
    counts = Counter()
    for entry in entries:
        counts.update({value: np.array(found) for value, found in entry["counts"][column].items()})
    themes = codebook.themes[["theme", "label"]]
    return {
        value: themes.assign(**dict(zip(COUNTS, found, strict=True)))
        for value, found in counts.items()
    }


def _group_shares(counts: dict[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """`shares-by-<column>` of all texts."""
    values = pd.DataFrame(
        {"doc_id": list(counts), column: typed(pd.Series(list(counts), dtype=TEXT))}
    )
    names = sorted(
        group_of(values.sort_values(column), column).items(), key=lambda item: item[1] == UNSTATED
    )
    return pool_shares(
        pd.concat([counts[value].assign(**{column: name}) for value, name in names]), column
    )

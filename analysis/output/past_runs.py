"""Read an earlier run from the history of a study, so that the study can be compared with it."""

import hashlib
import json
import re
import warnings
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.read import join_digests, load_codebook
from analysis.faults import Fault, InputError, Report
from analysis.measures.compare import Coded
from analysis.output.history import TABLES, PastRun, are_tables_of
from analysis.output.records import HISTORY
from analysis.paths import open_file
from analysis.provenance import RECORD, read_record
from analysis.reading.guard import describe_error
from analysis.tables import HITS, PATTERNS, SENTENCES, SHARES, TEXT, THEMES, Table
from analysis.wording import HALF_CHARACTER

# The columns that a comparison needs. Whatever else a run wrote is not read, and may be missing.
SENTENCE_COLUMNS = ["doc_id", "sent_id", "start", "end", "sentence"]
HIT_COLUMNS = ["doc_id", "sent_id", "theme", "start", "pattern"]
SHARE_COLUMNS = ["theme", "label"]

KEPT_CODEBOOK = re.compile(r"codebook(-[0-9]+)?(\.\w+)?")  # as the history names them


def read_run_record(run: PastRun) -> dict:
    """Read what a run was made from.

    Raises:
        InputError: the record is missing or damaged.
    """
    record: dict = {}
    with suppress(InputError):  # it would name the folder of the exports, and --out
        record = read_record(run.folder)
    codebook = record.get("codebook")
    texts = record.get("texts")
    is_record = isinstance(codebook, dict) and _are_texts(texts)
    if not is_record or not _can_be_written([codebook, texts]):
        raise InputError([_damaged(run.folder / RECORD, "no record of a run")])
    return record


def _are_texts(texts: object) -> bool:
    """Whether this is what a record says about texts: a list of them, or a dict of counts."""
    if isinstance(texts, list):
        return all(isinstance(text, dict) and "doc_id" in text for text in texts)
    return isinstance(texts, dict)


def _can_be_written(part: object) -> bool:
    """Whether UTF-8 can express a part of a record, as it can all that a run writes there."""
    return HALF_CHARACTER.search(json.dumps(part, ensure_ascii=False)) is None


def read_run(run: PastRun, record: dict, report: Report) -> Coded:
    """Read the texts, sentences, hits and codebook of a run.

    Args:
        run: the run.
        record: what it was made from, as from `read_run_record`.
        report: where a warning goes if the patterns of the codebook cannot be read.

    Raises:
        InputError: a file of the run is missing or damaged.
    """
    files = {name: _read_file(run.folder / name) for name in TABLES}

    def read(name: str, table: Table, columns: list[str]) -> pd.DataFrame:
        return _read_table(files[name], run.folder / name, table, columns)

    sentences = read("sentences.csv", SENTENCES, SENTENCE_COLUMNS)
    hits = read("hits.csv", HITS, HIT_COLUMNS)
    shares = read("shares.csv", SHARES, SHARE_COLUMNS)
    if not hits["theme"].isin(shares["theme"]).all():
        raise InputError([_damaged(run.folder / "shares.csv", "not every theme of hits.csv")])
    if not are_tables_of(run.name, files):  # such a change would count as one of the study
        raise InputError([_changed(run, "tables that were", TABLES)])
    return Coded(
        documents=_list_documents(record["texts"], sentences),
        sentences=sentences,
        hits=hits,
        codebook=_rebuild_codebook(run, record, shares, report),
    )


def _read_file(file: Path) -> bytes:
    """Read a file of a run, whatever its size: a run can be on many texts."""
    if not file.exists():
        raise InputError([_damaged(file, "no such file")])
    with open_file(file, _name_in_history(file)) as handle:
        return handle.read()


def _read_table(
    content: bytes,
    file: Path,
    table: Table,
    columns: list[str],
) -> pd.DataFrame:
    """Read some columns of a table that `to_csv` wrote, and check its key."""
    dtypes = {column: table.columns[column] for column in columns}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a number beyond its type is damage, too
            frame = pd.read_csv(BytesIO(content), usecols=columns, dtype=dtypes, na_filter=False)
    except Exception as error:  # pandas raises errors of several kinds on a damaged file
        reason = describe_error(error)
        raise InputError([_damaged(file, f"a file that cannot be read ({reason})")]) from None
    if frame.duplicated(list(table.key)).any():
        raise InputError([_damaged(file, "rows that occur twice")])
    return frame


def _damaged(file: Path, found: str) -> Fault:
    folder = file.parent.name
    expected = f"the file that the run wrote; delete the folder {folder} to leave this run out"
    return Fault(_name_in_history(file), found, expected)


def _changed(run: PastRun, what: str, files: Sequence[str]) -> Fault:
    found = f"{what} changed or damaged ({', '.join(files)}: another sha256)"
    expected = f"what the run wrote; delete the folder {run.name} to leave this run out"
    return Fault(f"{HISTORY}/{run.name}", found, expected)


def _name_in_history(file: Path) -> str:
    return f"{HISTORY}/{file.parent.name}/{file.name}"


def _list_documents(texts: list | dict, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the texts of a run with their `text_sha256`, or `""` if the record does not state it.

    The record of tables lists no texts, so those are listed that have sentences.
    """
    if isinstance(texts, dict):
        texts = [{"doc_id": doc_id} for doc_id in sentences["doc_id"].unique()]
    documents = pd.DataFrame(texts, columns=["doc_id", "text_sha256"], dtype=TEXT)
    return documents.fillna("")


def _rebuild_codebook(
    run: PastRun,
    record: dict,
    shares: pd.DataFrame,
    report: Report,
) -> Codebook:
    """Make the codebook of a run.

    Its themes and labels come from the run's shares, so they are right even if this version of the
    workbook reads the codebook differently. Only the patterns are read from the codebook.

    Args:
        run: the run.
        record: what it was made from.
        shares: the run's shares.
        report: where a warning goes if the patterns cannot be read.
    """
    stated = record["codebook"]
    themes = shares.assign(parent=shares["theme"].str.rpartition("/")[0])
    return Codebook(
        name=str(stated.get("name", "")),
        version=str(stated.get("version", "")),
        language="",
        themes=THEMES.frame(themes).fillna(""),
        patterns=_read_patterns(run, record, shares["theme"], report),
        sha256=str(stated.get("sha256") or ""),
    )


def _read_patterns(
    run: PastRun,
    record: dict,
    themes: pd.Series,
    report: Report,
) -> pd.DataFrame:
    """Read the patterns of the codebook that a run kept.

    If that codebook does not have exactly these themes, there are no patterns, and a warning. A run
    on tables kept no codebook: then there are no patterns either, but no warning.

    Args:
        run: the run.
        record: what it was made from.
        themes: the ids of its themes.
        report: where a warning goes.

    Raises:
        InputError: the codebook is not the one that the record states.
    """
    kept = _list_kept_codebooks(run.folder)
    if not kept:
        if isinstance(record["texts"], list):
            report.warn(_without_patterns(f"{HISTORY}/{run.name}", "no codebook"))
        return PATTERNS.empty()
    if record["codebook"].get("sha256") not in (None, _digest_codebooks(kept)):
        raise InputError([_changed(run, "a codebook that was", [file.name for file in kept])])
    codebook = load_codebook(kept, Report())
    if codebook is not None and codebook.themes["theme"].equals(themes):
        return codebook.patterns
    shown = f"{HISTORY}/{run.name}/{kept[0].name}"
    found = "a codebook that this version of the workbook reads differently than the run did"
    report.warn(_without_patterns(shown, found))
    return PATTERNS.empty()


def _without_patterns(file: str, found: str) -> Fault:
    expected = "the codebook as the run read it; without it, no theme can count as renamed"
    return Fault(file, found, expected)


def _list_kept_codebooks(folder: Path) -> list[Path]:
    """List the files of the codebook that a run kept, in the order in which they were named."""
    kept = [file for file in folder.glob("codebook*") if KEPT_CODEBOOK.fullmatch(file.name)]
    return sorted(kept, key=lambda file: (len(file.stem), file.stem))  # codebook-10 is after -9


def _digest_codebooks(files: list[Path]) -> str:
    """Compute the sha256 of a codebook as its record states it."""
    return join_digests([hashlib.sha256(_read_file(file)).hexdigest() for file in files])

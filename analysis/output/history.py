"""Keep the codebook and the tables of every run on a study that changed something; read them again.

    history/<codebook>-<texts>-<tables>/    the first 8 characters of the sha256 of each
    history/index.json                      the names of these folders, in the order of the runs

A run only adds folders to the history and names to the index. The record of the exports does not
list these files.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.atomic import to_json, write_atomic
from analysis.codebook.model import Codebook
from analysis.codebook.read import load_codebook
from analysis.faults import Fault, InputError, Report
from analysis.measures.compare import Coded
from analysis.output.sources import summarize_texts
from analysis.provenance import RECORD, read_record
from analysis.tables import HITS, PATTERNS, SENTENCES, SHARES, TEXT, THEMES, Table

TABLES = ("sentences.csv", "hits.csv", "shares.csv")
HISTORY = "history"  # the folder's name
INDEX = "index.json"

# -- to add a run ----------------------------------------------------------------------------------


def add_to_history(
    folder: Path,
    sources: dict,
    tables: dict[str, bytes],
    codebooks: list[Path],
) -> str:
    """Keep the tables of a run and what they were made from, unless the run changed nothing.

    Args:
        folder: the folder of the study's exports.
        sources: what the exports are made from.
        tables: the files of the run's tables; the keys are the names in `TABLES`.
        codebooks: the files that the codebook was read from.

    Returns:
        The name of the folder in `history/`.
    """
    history = folder / HISTORY
    name = name_run(sources, tables)
    runs = _read_index(history)
    if not (history / name).exists():
        files = {**tables, **_copy_codebooks(codebooks), RECORD: to_json(sources)}
        _write_folder(history, name, files)
    if runs[-1:] != [name]:
        write_atomic(history / INDEX, to_json({"runs": [*runs, name]}))
    return name


def name_run(sources: dict, tables: dict[str, bytes]) -> str:
    """Name a run after what it was made from and what it gave. The same name means the same run.

    Args:
        sources: what the exports are made from.
        tables: the files of the run's tables; the keys are the names in `TABLES`.
    """
    texts = summarize_texts(sources["texts"])
    parts = (
        sources["codebook"]["sha256"],
        texts.get("sha256") or texts["tables_sha256"],
        _digest(tables[name] for name in TABLES),
    )
    return "-".join(sha256[:8] for sha256 in parts)


def _digest(contents: Iterable[bytes]) -> str:
    """Compute one sha256 of several files."""
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _copy_codebooks(codebooks: list[Path]) -> dict[str, bytes]:
    """Read the codebook's files; the keys are their names in the history."""
    if len(codebooks) == 1:
        return {f"codebook{codebooks[0].suffix}": codebooks[0].read_bytes()}
    numbered = enumerate(codebooks, start=1)
    return {f"codebook-{n}{file.suffix}": file.read_bytes() for n, file in numbered}


def _write_folder(
    history: Path,
    name: str,
    files: dict[str, bytes],
) -> None:
    """Write a folder as a whole: write it under a temporary name, then rename it."""
    part = history / f".{name}.part"
    shutil.rmtree(part, ignore_errors=True)  # left by a killed run
    for file, content in files.items():
        write_atomic(part / file, content)
    part.rename(history / name)


def _read_index(history: Path) -> list[str]:
    """Read the names of the runs so far; without a readable index, list the folders by name."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        runs = json.loads((history / INDEX).read_text(encoding="utf-8"))["runs"]
        if isinstance(runs, list):
            return [name for name in runs if isinstance(name, str)]
    return sorted(path.name for path in history.glob("[!.]*-*-*") if path.is_dir())


# -- to read a run ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PastRun:
    """One run in the history of a study.

    Attributes:
        folder: its folder, which bears its name.
        number: 1 for the first run, and so on.
        n_runs: the number of runs so far.
    """

    folder: Path
    number: int
    n_runs: int

    @property
    def name(self) -> str:
        """The name of the run, from `name_run`."""
        return self.folder.name


def list_runs(folder: Path) -> list[PastRun]:
    """List the runs on a study in their order, but for those whose folder somebody has removed.

    Args:
        folder: the folder of the study's exports.
    """
    history = folder / HISTORY
    names = _read_index(history)
    numbered = enumerate(names, start=1)
    runs = [PastRun(history / name, number, len(names)) for number, name in numbered]
    return [run for run in runs if run.folder.is_dir()]


def read_run_record(run: PastRun) -> dict:
    """Read what a run was made from.

    Raises:
        InputError: the record is missing or damaged.
    """
    record = read_record(run.folder)
    codebook, texts = record.get("codebook"), record.get("texts")
    if not isinstance(codebook, dict) or not isinstance(texts, list | dict):
        raise InputError([_damaged(run.folder / RECORD, "no record of a run")])
    return record


def read_run(run: PastRun, report: Report) -> Coded:
    """Read the texts, sentences, hits and codebook of a run.

    The themes and their labels are those of the run's shares. Only their patterns are read from the
    codebook; without them no theme is known as renamed, and the report warns of it.

    Raises:
        InputError: a file of the run is missing or damaged.
    """
    record = read_run_record(run)
    sentences = _read_table(run, "sentences.csv", SENTENCES, ["sent_id", "start", "end"])
    hits = _read_table(run, "hits.csv", HITS, ["sent_id", "start", "end"])
    shares = _read_table(run, "shares.csv", SHARES, [])
    for name, table, key in (
        ("sentences.csv", sentences, SENTENCES.key),
        ("shares.csv", shares, SHARES.key),
    ):
        if table.duplicated(list(key)).any():
            raise InputError([_damaged(run.folder / name, "rows that occur twice")])
    if not hits["theme"].isin(shares["theme"]).all():
        raise InputError([_damaged(run.folder / "hits.csv", "themes that shares.csv lacks")])
    documents = _list_documents(record["texts"], sentences)
    return Coded(documents, sentences, hits, _rebuild_codebook(run, record, shares, report))


def _read_table(
    run: PastRun,
    name: str,
    table: Table,
    numbers: list[str],
) -> pd.DataFrame:
    """Read the texts and the named numbers of a table, as `to_csv` wrote them."""
    texts = [column for column, dtype in table.columns.items() if dtype == TEXT]
    dtypes = {column: table.columns[column] for column in [*texts, *numbers]}
    file = run.folder / name
    try:
        return pd.read_csv(file, usecols=list(dtypes), dtype=dtypes, na_filter=False)
    except FileNotFoundError:
        raise InputError([_damaged(file, "no such file")]) from None
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise InputError([_damaged(file, f"a file that cannot be read ({reason})")]) from None


def _damaged(file: Path, found: str) -> Fault:
    shown = "/".join(file.parts[-3:])
    expected = f"the file that the run wrote; remove the folder {file.parent.name} to do without it"
    return Fault(shown, found, expected)


def _list_documents(texts: list | dict, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the texts of a run with their `text_sha256`; `""` where the record does not say it.

    The record of tables lists no texts, so those that have sentences are listed.
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
    """Make the codebook of a run from its shares and the codebook files that it kept."""
    parent = shares["theme"].str.rpartition("/")[0]
    kept = sorted(run.folder.glob("codebook*"))
    read = load_codebook(kept, Report()) if kept else None
    patterns = PATTERNS.empty()
    if read is not None and read.themes["theme"].equals(shares["theme"]):
        patterns = read.patterns
    elif kept:
        shown = f"{HISTORY}/{run.name}/{kept[0].name}"
        found = "a codebook that this version of the workbook does not read as the run did"
        report.warn(Fault(shown, found, "that codebook; no theme is known as renamed without it"))
    stated = record["codebook"]
    return Codebook(
        name=str(stated.get("name", "")),
        version=str(stated.get("version", "")),
        language="",
        themes=THEMES.frame(shares[["theme", "label"]].assign(parent=parent)).fillna(""),
        patterns=patterns,
        sha256=str(stated.get("sha256", "")),
    )

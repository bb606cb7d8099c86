"""Keep the codebook and the tables of every run on a study that changed something.

    history/<codebook>-<texts>-<tables>/    the first 8 characters of the sha256 of each
    history/index.json                      the names of these folders, in the order of the runs

A run only adds folders to the history and names to the index, in one step with its other files.
The record of the exports does not list these files. `past_runs` reads them again.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.atomic import to_json
from analysis.output.records import HISTORY
from analysis.output.sources import summarize_texts
from analysis.provenance import RECORD

TABLES = ("sentences.csv", "hits.csv", "shares.csv")
INDEX = "index.json"


@dataclass(frozen=True)
class PastRun:
    """One run in the history of a study.

    Attributes:
        folder: the folder that holds its files. Several runs with the same results share one.
        number: 1 for the first run, and so on.
        n_runs: the number of runs in the history.
    """

    folder: Path
    number: int
    n_runs: int

    @property
    def name(self) -> str:
        """The name of the folder; see `name_run`."""
        return self.folder.name


def history_files(
    folder: Path,
    sources: dict,
    tables: dict[str, bytes],
    codebooks: list[Path],
) -> dict[str, bytes]:
    """Make the files that keep a run in the history; none if the run changed nothing.

    Args:
        folder: the folder of the study's exports.
        sources: what the exports are made from.
        tables: the files of the run's tables; the keys are the names in `TABLES`.
        codebooks: the files that the codebook was read from.

    Returns:
        The content of each file, by its name in the folder of exports.
    """
    history = folder / HISTORY
    name = name_run(sources, tables)
    runs = _read_index(history)
    files: dict[str, bytes] = {}
    if not (history / name).exists():
        kept = {**tables, **_copy_codebooks(codebooks), RECORD: to_json(sources)}
        files = {f"{HISTORY}/{name}/{file}": content for file, content in kept.items()}
    if runs[-1:] != [name]:
        files[f"{HISTORY}/{INDEX}"] = to_json({"runs": [*runs, name]})
    return files


def name_run(sources: dict, tables: dict[str, bytes]) -> str:
    """Name a run after its codebook, its texts and its tables.

    Runs have the same name if all three are the same. The arguments are those of `history_files`.
    """
    texts = summarize_texts(sources["texts"])
    parts = (
        sources["codebook"]["sha256"],
        texts.get("sha256") or texts["tables_sha256"],
        _digest(tables[name] for name in TABLES),
    )
    return "-".join(sha256[:8] for sha256 in parts)


def list_runs(folder: Path) -> list[PastRun]:
    """List the runs on a study, the first one first. A run whose folder was removed is left out.

    Args:
        folder: the folder of the study's exports.
    """
    history = folder / HISTORY
    names = _read_index(history)
    runs = []
    for number, name in enumerate(names, start=1):
        run = PastRun(history / name, number, len(names))
        if run.folder.is_dir() and run.folder.parent == history:
            runs.append(run)
    return runs


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


def _read_index(history: Path) -> list[str]:
    """Read the names of the runs so far; without a readable index, list the folders by name."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        runs = json.loads((history / INDEX).read_text(encoding="utf-8"))["runs"]
        if isinstance(runs, list):
            return [name for name in runs if isinstance(name, str)]
    return sorted(path.name for path in history.glob("[!.]*-*-*") if path.is_dir())

"""Keep the codebook and the tables of every run on a study that changed something.

    history/<codebook>-<texts>-<tables>/    the first 8 characters of the sha256 of each
    history/index.json                      the names of these folders, in the order of the runs

A run only adds folders to the history and names to the index, in one step with its other files.
The record of the exports does not list these files. `past_runs` reads them again.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.atomic import to_json
from analysis.faults import Fault, InputError
from analysis.output.records import HISTORY
from analysis.output.sources import summarize_texts
from analysis.paths import read_bytes
from analysis.printing import say_on_stderr
from analysis.provenance import RECORD
from analysis.sealed import read_object

TABLES = ("sentences.csv", "hits.csv", "shares.csv")
INDEX = "index.json"
SHORT = 8  # characters of a sha256 in the name of a run


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
    indexed = _read_index(history)
    runs = _order_by_name(history) if indexed is None else indexed
    files: dict[str, bytes] = {}
    if not (history / name).exists():
        kept = {**tables, **_copy_codebooks(codebooks), RECORD: to_json(sources)}
        files = {f"{HISTORY}/{name}/{file}": content for file, content in kept.items()}
    runs = runs if runs[-1:] == [name] else [*runs, name]
    if runs != indexed:
        files[f"{HISTORY}/{INDEX}"] = to_json({"runs": runs})
    return files


def name_run(sources: dict, tables: dict[str, bytes]) -> str:
    """Name a run after its codebook, its texts and its tables.

    Runs have the same name if all three are the same. The arguments are those of `history_files`.
    """
    texts = summarize_texts(sources["texts"])
    parts = (
        sources["codebook"]["sha256"],
        texts.get("sha256") or texts["tables_sha256"],
        _digest(tables),
    )
    return "-".join(sha256[:SHORT] for sha256 in parts)


def are_tables_of(name: str, tables: dict[str, bytes]) -> bool:
    """Tell whether tables are those that a run of this name wrote."""
    return name.rpartition("-")[2] == _digest(tables)[:SHORT]


def list_runs(folder: Path) -> list[PastRun]:
    """List the runs on a study, the first one first. A run whose folder was removed is left out.

    Args:
        folder: the folder of the study's exports.
    """
    history = folder / HISTORY
    indexed = _read_index(history)
    names = _order_by_name(history) if indexed is None else indexed
    # A name is compared with what is there: one of the index may be no name of a folder at all.
    found = {path.name for path in history.glob("*") if path.is_dir()}
    return [
        PastRun(history / name, number, len(names))
        for number, name in enumerate(names, start=1)
        if name in found
    ]


def _digest(tables: dict[str, bytes]) -> str:
    """Compute one sha256 of the tables of a run; the keys are the names in `TABLES`."""
    digests = [hashlib.sha256(tables[name]).hexdigest() for name in TABLES]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _copy_codebooks(codebooks: list[Path]) -> dict[str, bytes]:
    """Read the codebook's files; the keys are their names in the history."""
    if len(codebooks) == 1:
        return {f"codebook{codebooks[0].suffix}": codebooks[0].read_bytes()}
    numbered = enumerate(codebooks, start=1)
    return {f"codebook-{n}{file.suffix}": file.read_bytes() for n, file in numbered}


def _read_index(history: Path) -> list[str] | None:
    """Read the names of the runs so far, in their order; None if no index can be read."""
    with suppress(InputError):
        index = read_object(read_bytes(history / INDEX, INDEX)) or {}
        runs = index.get("runs")
        if isinstance(runs, list):
            return [name for name in runs if isinstance(name, str)]
    return None


def _order_by_name(history: Path) -> list[str]:
    """List the folders of the runs by name, as no index states their order; a warning says so."""
    names = sorted(path.name for path in history.glob("[!.]*-*-*") if path.is_dir())
    if names:
        file = f"{HISTORY}/{INDEX}"
        expected = "the runs in their order; they are now in that of the alphabet"
        say_on_stderr(f"warning: {Fault(file, 'no list of runs that can be read', expected)}")
    return names

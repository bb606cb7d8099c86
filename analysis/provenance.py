"""What results were made with: package versions, the commit, and the record of a folder."""

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

from analysis.faults import Fault, InputError
from analysis.paths import open_file, relative_path, to_path
from analysis.sealed import SEAL, fits, is_intact, read_object

RECORD = "provenance.json"  # marks a folder of exports, or of tables
OTHER_FOLDER = "name another folder with --out"
DISTRIBUTION = "research-workbook"

# The record of a folder of tables: its values, and further ones if the tables are complete.
TABLES_SHAPE = {
    "study": str,
    "settings": {"groups": [str], "time": str},
    "codebook": {"name": str, "version": str, "language": str, "sha256": str},
    "batch": int,
    "complete": bool,
}
COMPLETE_SHAPE = {
    "turns": bool,
    "rows": {"documents": int, "sentences": int, "hits": int},
}
NEW_KEYS = frozenset({"files", "batches", "journal", SEAL})  # that version 0.1.0 did not write
FIRST_ENTRY = ("journal", "00000.json")  # a folder with this file is one of tables
AS_WRITTEN = (
    "the record as `workbook tables` wrote it; run `workbook tables` again, into another folder"
)

CHECKOUT = Path(__file__).resolve().parents[1]


def versions() -> dict[str, str | None]:
    """Return the versions of Python, of the workbook and of the packages that it needs.

    A package that is not installed has the version None.
    """
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in [DISTRIBUTION, *_needed_packages()]:
        found[name] = _version(name)
    return found


def _needed_packages() -> list[str]:
    """List the packages that the workbook needs, without those of its extras."""
    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    needed = [line for line in lines if "extra ==" not in line]
    return sorted(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def commit(checkout: Path = CHECKOUT) -> dict[str, str | bool | None]:
    """Return the commit of the workbook, and whether tracked files differ from it.

    Both are None if the workbook is not in a checkout.
    """
    head = _git(checkout, "rev-parse", "--show-toplevel", "HEAD")
    changes = _git(checkout, "status", "--porcelain", "--untracked-files=no")
    if head is not None and changes is not None:
        top, _, sha = head.rpartition("\n")
        # An installed package may be inside a checkout of something else: its commit says nothing.
        if Path(top).resolve() == Path(checkout).resolve():
            return {"commit": sha, "dirty": bool(changes)}
    return {"commit": None, "dirty": None}


def commit_day(checkout: Path = CHECKOUT) -> str:
    """Return the day of the workbook's commit, as `2026-03-31`; "" outside a checkout."""
    made = commit(checkout)["commit"]
    day = _git(checkout, "show", "--no-patch", "--format=%cs", str(made)) if made else None
    return day or ""


def _git(folder: Path, *words: str) -> str | None:
    """Return what a git command prints; None if git is missing or refuses.

    Git's own variables are not passed on: in a hook, GIT_DIR would point it elsewhere.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    except (OSError, subprocess.CalledProcessError, UnicodeDecodeError):
        return None
    return done.stdout.strip()


def read_record(folder: str | Path) -> dict:
    """Read the `provenance.json` of a folder; empty if there is none.

    Raises:
        InputError: the file is not a record.
    """
    path = to_path(folder) / RECORD
    if not path.is_file():
        return {}
    record = read_object(path.read_bytes())
    if record is None:
        found = "a file that cannot be read as a record"
        expected = f"the record of an earlier run; {OTHER_FOLDER}"
        raise InputError([Fault(name_of_record(folder), found, expected)])
    return record


def name_of_record(folder: str | Path) -> str:
    """Return what messages call the record of a folder: its path from the working folder."""
    path = to_path(folder) / RECORD
    return str(path) if "://" in str(path) else relative_path(path, Path.cwd())


def tables_record(study: str | Path) -> dict:
    """Read and check the record of a folder made by `workbook tables`.

    Returns:
        The record, as described in `analysis.large.record`; `{}` for any other folder.

    Raises:
        InputError: the record is damaged.
    """
    folder = to_path(study)
    path = folder / RECORD
    if not path.is_file():
        return {}
    record = _read_object(path)
    is_of_tables = record is not None and "batch" in record
    if not is_of_tables and not _holds_entries(folder):
        return {}
    found = ""
    if record is None:
        found = "a file that cannot be read as a record"
    elif NEW_KEYS.intersection(record) and not is_intact(record):
        found = f"a record that was changed or damaged (its {SEAL} is not that of its content)"
    elif not _is_tables_record(record):
        found = "a record that lacks values, or has values of another type"
    if record is None or found:
        raise InputError([Fault(f"{folder.name}/{RECORD}", found, AS_WRITTEN)])
    return record


def _read_object(path: Path) -> dict | None:
    """Read a file that is a JSON object; None if it is anything else or cannot be read."""
    try:
        with open_file(path, RECORD) as file:
            return read_object(file.read())
    except (InputError, OSError):
        return None


def _is_tables_record(record: dict) -> bool:
    """Tell whether a record has the values that it needs; those of version 0.1.0 need fewer."""
    shape = dict(TABLES_SHAPE)
    if record.get("complete") is True:
        shape |= COMPLETE_SHAPE
    if NEW_KEYS.intersection(record):
        shape["files"] = {str: str}
        if record.get("complete") is True:
            shape |= {"batches": int, "journal": str}
    return fits(record, shape)


def holds_own_record(folder: Path) -> bool:
    """Whether the workbook wrote the `provenance.json` of a folder: of exports, or of tables.

    Others give their records that name too.
    """
    record = _read_object(folder / RECORD)
    if record is None or not isinstance(record.get("study"), str):
        return _holds_entries(folder)  # a damaged record of tables
    lists = (record.get("files"), record.get("earlier_files"))
    is_of_exports = all(isinstance(files, list) for files in lists)
    return is_of_exports or isinstance(record.get("batch"), int) or _holds_entries(folder)


def _holds_entries(folder: Path) -> bool:
    """Whether a folder has the journal of a run of `workbook tables`."""
    return folder.joinpath(*FIRST_ENTRY).is_file()

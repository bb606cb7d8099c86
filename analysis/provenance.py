"""What results were made with: package versions, the commit, and the record of a folder."""

import json
import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

from analysis.faults import Fault, InputError
from analysis.paths import open_file, to_path

RECORD = "provenance.json"  # marks a folder of exports, or of tables
DISTRIBUTION = "research-workbook"
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
    try:
        record = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        file = f"{Path(folder).name}/{RECORD}"
        expected = "the record of an earlier run; name another folder with --out"
        raise InputError([Fault(file, "a file that is no such record", expected)])
    return record


def tables_record(study: str | Path) -> dict:
    """Read the record of a folder made by `workbook tables`; return `{}` for any other folder."""
    if not (to_path(study) / "journal").is_dir():
        return {}
    record = read_record(study)
    return record if "batch" in record else {}


def holds_own_record(folder: Path) -> bool:
    """Whether the workbook wrote the `provenance.json` of a folder: of exports, or of tables.

    Others give their records that name too.
    """
    try:
        with open_file(folder / RECORD, RECORD) as file:
            record = json.load(file)
    except (InputError, OSError, ValueError, RecursionError):
        return False
    if not isinstance(record, dict) or not isinstance(record.get("study"), str):
        return False
    lists = (record.get("files"), record.get("earlier_files"))
    is_of_exports = all(isinstance(files, list) for files in lists)
    return is_of_exports or isinstance(record.get("batch"), int)

"""What results were made from: package versions, the commit, and the record beside them."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from analysis.faults import Fault, InputError

RECORD = "provenance.json"  # marks a folder of exports, or of tables
DISTRIBUTION = "research-workbook"
CHECKOUT = Path(__file__).resolve().parents[1]


def versions() -> dict[str, str | None]:
    """The versions of Python, of the workbook and of the packages that it asks for; None for what is not installed."""
    needed = _of_package(metadata.requires, DISTRIBUTION) or []
    names = sorted(re.match(r"[\w.-]+", line)[0] for line in needed if "extra ==" not in line)
    packages = {name: _of_package(metadata.version, name) for name in [DISTRIBUTION, *names]}
    return {"python": platform.python_version(), **packages}


def _of_package(ask: Callable, name: str):
    """What the package's metadata say; None where it is not installed."""
    try:
        return ask(name)
    except metadata.PackageNotFoundError:
        return None


def commit(checkout: Path = CHECKOUT) -> dict:
    """The commit of the workbook's checkout, and whether tracked files differ from it; None outside a checkout."""
    top, head = _git(checkout, "rev-parse", "--show-toplevel"), _git(checkout, "rev-parse", "HEAD")
    changes = _git(checkout, "status", "--porcelain", "--untracked-files=no")
    # An installed package may lie in a checkout of something else: that one's commit says nothing.
    if not top or not head or changes is None or Path(top).resolve() != Path(checkout).resolve():
        return {"commit": None, "dirty": None}
    return {"commit": head, "dirty": bool(changes)}


def _git(folder: Path, *words: str) -> str | None:
    """What git says; None where it is missing or refuses. A hook's GIT_DIR would point it elsewhere."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError, UnicodeDecodeError):
        return None


def read_record(folder: Path) -> dict:
    """The folder's `provenance.json`; empty where there is none."""
    path = Path(folder, RECORD)
    if not path.is_file():
        return {}
    with suppress(ValueError):
        if isinstance(record := json.loads(path.read_text(encoding="utf-8")), dict):
            return record
    expected = "the record of an earlier run; name another folder with --out"
    raise InputError(
        [Fault(f"{Path(folder).name}/{RECORD}", "a file that is no such record", expected)]
    )


def tables_record(study) -> dict:
    """The record of the tables, where the study is a folder that `workbook tables` has made; else empty."""
    record = read_record(study) if Path(study, "journal").is_dir() else {}
    return record if "batch" in record else {}

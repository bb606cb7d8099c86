"""Record what tables are made from, and check whether a run may continue those in a folder."""

import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path

from analysis.atomic import to_json
from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, raise_all
from analysis.large.batch_tables import Job
from analysis.large.contents import is_half_written
from analysis.large.folder import Folder
from analysis.locks import INSIDE
from analysis.paths import relative_path
from analysis.provenance import RECORD, commit, versions

PACKAGE = Path(__file__).parents[1]
# Settings that may change: where a study is, and the size of its files.
MAY_CHANGE = ("path", "folder", "texts", "largest_file")
HINT = "; name another folder with --out, or remove this one"

# Keys of the record that must be the same for all runs on a folder, and how a message describes
# the tables if one differs.
MADE_FROM = {
    "study": "of another study",
    "settings": "made with other settings in study.yaml",
    "codebook": "made with another codebook",
    "software": "made with other versions of packages",
    "code": "made by another state of the workbook",
    "batch": "made in batches of another size",
}


def make_record(job: Job, limit: int) -> dict:
    """Return what all tables of a run are made from; `limit` is the size of a batch."""
    settings = asdict(job.settings)
    for key in MAY_CHANGE:
        del settings[key]
    record = {
        "study": _find_study_path(job),
        "settings": settings,
        "codebook": _describe_codebook(job.codebook),
        "software": versions(),
        "code": _hash_code(),
        "batch": limit,
        "git": commit(),
    }
    return json.loads(to_json(record))  # so that it equals a record read from a file


def _find_study_path(job: Job) -> str:
    study = job.settings.path
    folder = job.folder.path
    if isinstance(study, Path) and isinstance(folder, Path):
        return relative_path(study, folder)
    return study.as_posix()


def _describe_codebook(codebook: Codebook) -> dict:
    """Describe the codebook without its tables, which have files of their own."""
    described = {}
    for field in fields(codebook):
        if field.name not in ("themes", "patterns"):
            described[field.name] = getattr(codebook, field.name)
    return described


def _hash_code() -> str:
    files = sorted(PACKAGE.rglob("*.py"))
    code = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(code).hexdigest()


def check_folder(folder: Folder, record: dict, names: list[str]) -> None:
    """Check that a run with this record may write to a folder.

    Args:
        folder: the folder.
        record: as from `make_record`.
        names: the names of all files in the folder.

    Raises:
        InputError: the folder contains tables made from something else, or other files.
    """
    if RECORD in names:
        earlier = json.loads(folder.read(RECORD))
        changed = [key for key in MADE_FROM if earlier.get(key) != record[key]]
        expected = f"tables to go on with{HINT}"
        raise_all(Fault(RECORD, f"tables {MADE_FROM[key]}", expected, key=key) for key in changed)
        return
    for name in names:
        if name != INSIDE and not is_half_written(name):
            found = "a folder that has files in it"
            raise InputError([Fault(str(folder.path), found, f"a new or empty one{HINT}")])

"""Record what tables are made from, and check whether a run may continue those in a folder.

The record (`provenance.json`) says from what the tables are made (`MADE_FROM`), whether they are
`complete`, and which `files` depend on all batches, with the sha256 of each. That of a complete run
also has the number of `batches`, one sha256 of their `journal`, and the number of `rows`. Its own
sha256 shows damage (see `analysis.sealed`). Version 0.1.0 recorded no sha256 and no files.
"""

import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path

from analysis.atomic import to_json
from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, raise_all
from analysis.large.batch_tables import Job
from analysis.large.contents import (
    CODEBOOK_FILES,
    SHARES_FILE,
    is_half_written,
    name_group_file,
)
from analysis.large.folder import Folder
from analysis.large.listed import Listed, list_files
from analysis.locks import INSIDE
from analysis.measures.groups import export_names
from analysis.paths import relative_path
from analysis.provenance import OTHER_FOLDER, RECORD, commit, tables_record, versions
from analysis.sealed import seal

PACKAGE = Path(__file__).parents[1]
# Settings that may change: where a study is, the size of its files, and what charts draw of it.
MAY_CHANGE = ("path", "folder", "texts", "largest_file", "themes")

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


def write_record(folder: Folder, record: dict, listed: Listed, complete: dict | None) -> None:
    """Write the record of a folder.

    Args:
        folder: the folder.
        record: as from `make_record`.
        listed: the files that depend on all batches.
        complete: further values, if the run is complete; None while it is at work.
    """
    state = {"complete": False} if complete is None else {**complete, "complete": True}
    content = {**record, "files": dict(listed), **state}
    folder.write(RECORD, to_json(seal(content)))


def list_record_files(folder: Folder, record: dict) -> Listed:
    """List the files that depend on all batches.

    A record of version 0.1.0 has no list. Such files are listed as they are now.
    """
    listed: Listed = record.get("files", {})
    if "files" not in record and record.get("complete"):
        groups = export_names(record["settings"]["groups"]).values()
        names = [SHARES_FILE, *CODEBOOK_FILES, *map(name_group_file, groups)]
        found = {name: folder.read(name) for name in names}
        listed = list_files({name: data for name, data in found.items() if data is not None})
    return listed


def check_place(job: Job) -> None:
    """Check that the tables have a folder of their own. Call it before anything is written.

    Raises:
        InputError: the folder is or contains the study or its texts, or it is a file.
    """
    shown = str(job.folder.path)
    if job.folder.is_file():
        raise InputError([Fault(shown, "a file", f"a folder for tables; {OTHER_FOLDER}")])
    for what, path in (("study", job.settings.path), ("study's texts", job.settings.texts)):
        if job.folder.holds(path):
            found = f"the folder of the {what}, or one that contains it"
            raise InputError([Fault(shown, found, f"a folder only for tables; {OTHER_FOLDER}")])


def check_folder(folder: Folder, record: dict) -> dict:
    """Check that a run with this record may write to a folder.

    Args:
        folder: the folder.
        record: as from `make_record`.

    Returns:
        The record of the earlier run in the folder; `{}` if it is new or empty.

    Raises:
        InputError: the folder contains tables made from something else, or other files, or its
            record is damaged.
    """
    earlier = tables_record(folder.path)
    if earlier:
        changed = [key for key in MADE_FROM if earlier.get(key) != record[key]]
        expected = f"tables to go on with; {OTHER_FOLDER}, or remove this one"
        raise_all(Fault(RECORD, f"tables {MADE_FROM[key]}", expected, key=key) for key in changed)
        return earlier
    for name, size in folder.sizes().items():
        is_lock = name == INSIDE and size == 0
        if not is_lock and not is_half_written(name):
            found = "a folder that has files in it, and no tables of an earlier run"
            expected = f"a new or empty folder; {OTHER_FOLDER}"
            raise InputError([Fault(str(folder.path), found, expected)])
    return {}

"""Write to the folder of one study's exports, without ever losing a file of the user.

The folder must be empty, or contain the record (`provenance.json`) of an earlier run on the same
study. The record lists the files that the workbook made there. Every other file belongs to the
user: if a new file has the same name, the user's file is renamed first.

Files are written as a set: all of them, or none (see `analysis.output.staging`). Whoever writes
must hold the lock of the folder (`analysis.locks`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from analysis.faults import Fault, InputError
from analysis.locks import INSIDE, exclusive
from analysis.output.records import (
    COMPARE,
    STAGING,
    Record,
    check_inside,
    check_new_names,
    has_record,
    read_exports_record,
)
from analysis.output.staging import commit, exists, is_staging, settle, sha256_of, stage
from analysis.paths import relative_path
from analysis.printing import say
from analysis.provenance import OTHER_FOLDER, RECORD, name_of_record

PATIENCE = 60  # seconds to wait while another run writes to the same folder


# -- whose folder it is ----------------------------------------------------------------------------


def check_folder(
    folder: Path,
    study: Path,
    texts: Path,
    made_from: dict,
) -> None:
    """Refuse a folder that cannot take these exports. Call it before anything is written.

    Args:
        folder: the folder of the study's exports.
        study: the study's folder, or its only file.
        texts: the folder of the study's texts.
        made_from: what the exports are made from.

    Raises:
        InputError: the folder is or contains the study or its texts; it contains another study's
            exports; it contains files, but no record of exports; or it would be inside a file.
    """
    shown = relative_path(folder, Path.cwd())
    _check_not_in_a_file(folder)
    for what, path in {"the study": study, "the study's texts": texts}.items():
        if path.resolve().is_relative_to(folder.resolve()):
            found = f"the folder of {what}, or one that contains it"
            raise InputError([Fault(shown, found, f"a folder only for exports; {OTHER_FOLDER}")])
    check_owner(folder, made_from)


def _check_not_in_a_file(folder: Path) -> None:
    for path in (folder, *folder.parents):
        if path.is_file():
            shown = relative_path(path, Path.cwd())
            raise InputError([Fault(shown, "a file", f"a folder; {OTHER_FOLDER}")])


def check_owner(folder: Path, made_from: dict) -> Record:
    """Refuse a folder that is not for exports of this study, and return its record.

    Raises:
        InputError: it contains another study's exports, or files but no record of exports.
    """
    record = read_exports_record(folder)
    owner = record.made_from.get("study", made_from["study"])
    is_in_exports = folder.name == COMPARE and has_record(folder.parent)
    if owner != made_from["study"]:
        origin = folder.parent if is_in_exports else folder
        found = f"exports of another study, {_name_study(owner, origin)!r}"
        expected = f"those of {_name_study(made_from['study'], origin)!r}; {OTHER_FOLDER}"
        raise InputError([Fault(name_of_record(folder), found, expected)])
    if not has_record(folder) and not is_in_exports and _holds_files(folder):
        shown = relative_path(folder, Path.cwd())
        found = f"files, and no {RECORD} that says that they are exports"
        raise InputError([Fault(shown, found, f"an empty folder, or exports; {OTHER_FOLDER}")])
    return record


def _name_study(recorded: str, folder: Path) -> str:
    """Name a study as a user would: relative to the working folder, or absolute if it is elsewhere.

    Args:
        recorded: the study in a record: relative to the folder of its exports.
        folder: this folder.
    """
    path = (folder / recorded).resolve()
    shown = relative_path(path, Path.cwd())
    return path.as_posix() if shown.startswith("..") else shown


def _holds_files(folder: Path) -> bool:
    """Whether a folder holds files other than a lock, staged files and a comparison."""
    own = [folder / INSIDE]
    if is_staging(folder / STAGING):
        own.append(folder / STAGING)
    if has_record(folder / COMPARE):
        own.append(folder / COMPARE)
    if exists(folder / RECORD):
        return True
    for path in folder.rglob("*"):
        if not path.is_dir() and not any(map(path.is_relative_to, own)):
            return True
    return False


# -- writing ---------------------------------------------------------------------------------------


def write_files(
    folder: Path,
    made_from: dict,
    names: Iterable[str],
    contents: Iterable[tuple[str, bytes]],
    *,
    unlisted: Mapping[str, bytes] | None = None,
    remove_others: bool = False,
    confirm: Callable[[], None] = lambda: None,
) -> list[str]:
    """Write files, and the record of what they were made from, all together or not at all.

    Args:
        folder: the folder of the study's exports.
        made_from: what the files are made from.
        names: the names of all files that will be written.
        contents: the name and content of each file; a generator saves memory.
        unlisted: the files of the history, which the record does not list.
        remove_others: whether to remove files of earlier runs that are not among these.
        confirm: called when all files are made. If it raises, nothing is written.

    Returns:
        The new names of the user's files that were moved aside.

    Raises:
        InputError: the folder is not for these exports (see `check_owner`).
    """
    names = frozenset(names)
    unlisted = unlisted or {}
    kept = settle(folder)  # finishes what a killed run left
    before = _with_all_sha256(folder, check_owner(folder, made_from))
    check_new_names(folder, names)
    check_inside(folder, unlisted)
    is_new = not folder.exists()
    try:
        sha256 = stage(folder, chain(contents, unlisted.items()))
        made = {name: sha256[name] for name in names}
        after = _next_record(folder, made_from, before, made, remove_others=remove_others)
        confirm()
        commit(folder, before, after)
        return kept + settle(folder)
    except BaseException:  # also if the run is interrupted
        settle(folder)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _with_all_sha256(folder: Path, record: Record) -> Record:
    """Complete the sha256 of a record: files of version 0.1.0 have none, and count as unchanged.

    The record of a killed run stays as it is: it also lists files that were never made.
    """
    if record.unfinished:
        return record
    sha256 = dict(record.sha256)
    for name in record.listed - sha256.keys():
        if Path(folder, name).is_file():
            sha256[name] = sha256_of(folder / name)
    return replace(record, sha256=sha256)


def _next_record(
    folder: Path,
    made_from: dict,
    before: Record,
    made: dict[str, str],
    *,
    remove_others: bool,
) -> Record:
    """Make the new record: which files were made, and which files of earlier runs remain.

    Files of earlier runs stay in `files` if they were made from the same inputs; otherwise they
    move to `earlier_files`.
    """
    files = frozenset(made)
    left: frozenset[str] = frozenset()
    if not remove_others:
        left = frozenset(name for name in before.listed if Path(folder, name).is_file())
    if is_same(before.made_from, made_from):
        files |= before.files & left
        # A notebook that is rerun on its own does not know which codebook file the run used.
        parameters = {**before.made_from.get("parameters", {}), **made_from["parameters"]}
        made_from = {**made_from, "parameters": parameters}
    known = {name: before.sha256[name] for name in left & before.sha256.keys()}
    return Record(made_from, files, left - files, {**known, **made})


def is_same(before: dict, made_from: dict) -> bool:
    """Whether files were made from the same inputs, whatever the parameters of a notebook.

    Args:
        before: what the files of a record were made from.
        made_from: what other files are made from.
    """
    keys = made_from.keys() - {"parameters"}
    return all(before.get(key) == made_from[key] for key in keys)


def list_remaining(folder: Path, made_from: dict) -> dict[str, Path]:
    """List the files of earlier runs that were made from the same inputs and are as they were made.

    Args:
        folder: the folder of the study's exports.
        made_from: what the files of this run are made from.
    """
    record = read_exports_record(folder)
    if not is_same(record.made_from, made_from):
        return {}
    paths = {name: folder / name for name in sorted(record.files)}
    return {
        name: path
        for name, path in paths.items()
        if path.is_file() and sha256_of(path) == record.sha256.get(name)
    }


def finish_interrupted(folder: Path) -> None:
    """Finish or remove what a killed run left. Call it before reading a folder.

    Raises:
        InputError: another run is writing to the folder.
    """
    if is_staging(folder / STAGING):
        with exclusive(folder, relative_path(folder, Path.cwd()), PATIENCE):
            say_kept(folder, settle(folder))


def say_kept(folder: Path, kept: Iterable[str]) -> None:
    """Say which files of the user were moved aside, by their new names."""
    shown = relative_path(folder, Path.cwd())
    for name in kept:
        say(f"moved aside, not overwritten: {shown}/{name}")

"""Write to the folder of one study's exports, without ever losing a file of the user.

The folder must be empty, or contain the record (`provenance.json`) of an earlier run on the same
study. The record lists the files that the workbook made there. Every other file belongs to the
user: if a new file has the same name, the user's file is renamed first.
"""

import glob
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.atomic import to_json, write_atomic
from analysis.faults import Fault, InputError
from analysis.paths import relative_path
from analysis.provenance import RECORD, read_record

OTHER_FOLDER = "name another folder with --out"
COMPARE = "compare"  # the subfolder of `workbook compare`, which has a record of its own


@dataclass(frozen=True)
class Record:
    """The content of `provenance.json`.

    Attributes:
        made_from: study, parameters, texts, codebook, versions and commit; empty without a record.
        files: names of the files made from these, relative to the folder.
        earlier_files: names of files that earlier runs made from something else.
        sha256: the sha256 of each file as it was written; records of version 0.1.0 lack it.
        unfinished: whether the run was killed while it wrote its files.
    """

    made_from: dict = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    earlier_files: frozenset[str] = frozenset()
    sha256: dict[str, str] = field(default_factory=dict)
    unfinished: bool = False

    @property
    def listed(self) -> frozenset[str]:
        """The names of all files that the workbook made in the folder."""
        return self.files | self.earlier_files

    def to_bytes(self) -> bytes:
        """Write the record as JSON."""
        listed = sorted(self.sha256.items())
        content = {
            **self.made_from,
            "files": sorted(self.files),
            "earlier_files": sorted(self.earlier_files),
            "sha256": dict(listed),
        }
        if self.unfinished:
            content["unfinished"] = True
        return to_json(content)


def read_exports_record(folder: Path) -> Record:
    """Read and check the record of a folder of exports; it is empty if there is no record.

    Raises:
        InputError: the file is not a record of exports, or lists files outside the folder.
    """
    content = read_record(folder)
    file = f"{folder.name}/{RECORD}"
    if "batch" in content:
        found = "the record of tables that `workbook tables` made"
        raise InputError([Fault(file, found, f"a folder of exports; {OTHER_FOLDER}")])
    if content and not isinstance(content.get("study"), str):
        found = "a file that is no such record"
        raise InputError([Fault(file, found, f"the record of an earlier run; {OTHER_FOLDER}")])
    files = content.pop("files", [])
    earlier = content.pop("earlier_files", [])
    sha256 = content.pop("sha256", {})
    unfinished = content.pop("unfinished", False)
    lists_are_lists = isinstance(files, list) and isinstance(earlier, list)
    parameters = content.get("parameters", {})
    if not lists_are_lists or not isinstance(sha256, dict) or not isinstance(parameters, dict):
        raise InputError([Fault(file, "no proper lists of files", f"a record; {OTHER_FOLDER}")])
    for name in [*files, *earlier]:
        _check_inside(folder, name)
    return Record(content, frozenset(files), frozenset(earlier), sha256, bool(unfinished))


def _check_inside(folder: Path, name: object) -> None:
    """Refuse a file that is outside the folder, or links to a file outside it."""
    if isinstance(name, str) and name:
        path = Path(folder, name).resolve()
        if path != folder.resolve() and path.is_relative_to(folder.resolve()):
            return
    found = f"the file {name!r}"
    raise InputError([Fault(f"{folder.name}/{RECORD}", found, "files inside the folder")])


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
    record = read_exports_record(folder)
    owner = record.made_from.get("study", made_from["study"])
    if owner != made_from["study"]:
        found = f"exports of another study, {owner!r}"
        expected = f"those of {made_from['study']!r}; {OTHER_FOLDER}"
        raise InputError([Fault(f"{folder.name}/{RECORD}", found, expected)])
    if not Path(folder, RECORD).exists() and _holds_files(folder):
        found = f"files, and no {RECORD} that says that they are exports"
        raise InputError([Fault(shown, found, f"an empty folder, or exports; {OTHER_FOLDER}")])


def _check_not_in_a_file(folder: Path) -> None:
    for path in (folder, *folder.parents):
        if path.is_file():
            shown = relative_path(path, Path.cwd())
            raise InputError([Fault(shown, "a file", f"a folder; {OTHER_FOLDER}")])


def _holds_files(folder: Path) -> bool:
    """Whether a folder holds files, other than what `workbook compare` wrote there."""
    compare = folder / COMPARE
    is_ours = (compare / RECORD).is_file()
    for path in folder.rglob("*"):
        if not path.is_dir() and not (is_ours and path.is_relative_to(compare)):
            return True
    return False


def write_files(
    folder: Path,
    made_from: dict,
    names: Iterable[str],
    contents: Iterable[tuple[str, bytes]],
    *,
    remove_others: bool = False,
) -> list[str]:
    """Write files, and the record of what they were made from.

    An unfinished record is written first, so that the next run knows which files are the workbook's
    if this one is killed.

    Args:
        folder: the folder of the study's exports.
        made_from: what the files are made from.
        names: the names of all files that will be written.
        contents: the name and content of each file; a generator saves memory.
        remove_others: whether to remove files of earlier runs that are not among these.

    Returns:
        The new names of the user's files that were moved aside.
    """
    names = frozenset(names)
    for name in names:
        _check_inside(folder, name)
    before = read_exports_record(folder)
    if before.unfinished:
        _remove_parts(folder, before)
    _begin(folder, made_from, before, names, {})
    kept: list[str] = []
    sha256: dict[str, str] = {}
    for name, content in contents:
        sha256[name] = _sha256(content)
        if _is_in_the_way(folder, name, before, sha256[name]):
            kept.append(_move_aside(folder, name))
        _begin(folder, made_from, before, names, sha256)
        write_atomic(folder / name, content)
    if remove_others:
        kept += _remove_files(folder, before, before.listed - names)
    _finish(folder, made_from, before, sha256)
    return kept


def _begin(
    folder: Path,
    made_from: dict,
    before: Record,
    names: frozenset[str],
    sha256: dict[str, str],
) -> None:
    """Record that these files are being written, and the sha256 of those written so far.

    It is recorded before each file, so that a file that the user changes is known as changed
    whenever the run is killed. The record is short, because it is written so often.
    """
    owner = {"study": made_from["study"]}
    listed = before.listed | names
    known = {**before.sha256, **sha256}
    record = Record(owner, frozenset(), listed, known, unfinished=True)
    write_atomic(folder / RECORD, record.to_bytes())


def _finish(
    folder: Path,
    made_from: dict,
    before: Record,
    sha256: dict[str, str],
) -> None:
    """Record which files were written, and which files of earlier runs remain.

    Files of earlier runs stay in `files` if they were made from the same inputs; otherwise they
    move to `earlier_files`.
    """
    files = frozenset(sha256)
    there = {name for name in before.listed if Path(folder, name).is_file()}
    known = {name: before.sha256[name] for name in there & before.sha256.keys()}
    if _is_same(before.made_from, made_from):
        files |= before.files & there
        # A notebook that is rerun on its own does not know which codebook file the run used.
        parameters = {**before.made_from.get("parameters", {}), **made_from["parameters"]}
        made_from = {**made_from, "parameters": parameters}
    earlier = frozenset(there - files)
    record = Record(made_from, files, earlier, {**known, **sha256})
    write_atomic(folder / RECORD, record.to_bytes())


def _is_same(before: dict, made_from: dict) -> bool:
    """Whether files were made from the same inputs, whatever the parameters of a notebook."""
    keys = made_from.keys() - {"parameters"}
    return all(before.get(key) == made_from[key] for key in keys)


def _is_in_the_way(
    folder: Path,
    name: str,
    before: Record,
    sha256: str,
) -> bool:
    """Whether a file of the user has this name and other content."""
    path = folder / name
    if not path.is_file():
        return path.exists()
    found = _sha256(path.read_bytes())
    return found != sha256 and not _is_ours(name, found, before)


def _is_ours(
    name: str,
    sha256: str,
    before: Record,
) -> bool:
    """Whether the record lists a file, and the file is unchanged.

    Without a sha256 in the record, the file counts as unchanged, unless a run was killed.
    """
    if name in before.sha256:
        return name in before.listed and before.sha256[name] == sha256
    return name in before.listed and not before.unfinished


def _move_aside(folder: Path, name: str) -> str:
    """Rename a file to the first free name `<name>.kept-<n>`, and return that name."""
    n = 1
    while (folder / f"{name}.kept-{n}").exists():
        n += 1
    kept = f"{name}.kept-{n}"
    Path(folder, name).rename(folder / kept)
    return kept


def _remove_files(
    folder: Path,
    before: Record,
    names: Iterable[str],
) -> list[str]:
    """Remove files of earlier runs, but move aside those that the user has changed.

    Returns the new names of the files moved aside.
    """
    kept = []
    for name in sorted(names):
        path = folder / name
        if not path.is_file():
            continue
        if _is_ours(name, _sha256(path.read_bytes()), before):
            path.unlink()
        else:
            kept.append(_move_aside(folder, name))
    return kept


def _remove_parts(folder: Path, before: Record) -> None:
    """Remove the unfinished files of a run that was killed."""
    for name in before.listed:
        path = folder / name
        for part in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
            part.unlink()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

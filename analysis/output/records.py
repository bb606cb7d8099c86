"""The record of a folder of exports (`provenance.json`): whose it is, and what was made there.

The whole record is checked before any of it is used: the type of every value, and every name. A
name must lead to a file inside the folder, because listed files are replaced and removed.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.atomic import to_json
from analysis.faults import MOST_ALIKE, Fault, InputError
from analysis.provenance import OTHER_FOLDER, RECORD, name_of_record, read_record

COMPARE = "compare"  # the subfolder of `workbook compare`, which has a record of its own
HISTORY = "history"  # the subfolder of earlier runs, which no record lists
STAGING = ".workbook-staging"  # where new files are made before they are moved into the folder

OTHERS = {RECORD, COMPARE, HISTORY, STAGING}  # names in the folder that no record may list
LONGEST_NAME = 255  # bytes of a file's name
LONGEST_SHOWN = 99  # characters of a name in a message
DEEPEST = 100  # levels of nested lists and objects
SHA256 = re.compile(r"[0-9a-f]{64}")
UNREADABLE = "a file that cannot be read as a record"


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


def has_record(folder: Path) -> bool:
    """Whether a folder has a record. It may be a record of something other than exports."""
    return Path(folder, RECORD).is_file()


def read_exports_record(folder: Path) -> Record:
    """Read and check the record of a folder of exports; it is empty if there is no record.

    Raises:
        InputError: the file is not a record of exports, or lists files outside the folder.
    """
    if not has_record(folder):
        return Record()
    return record_of(read_record(folder), folder)


def record_of(content: dict, folder: Path) -> Record:
    """Check the content of a record.

    Args:
        content: the content, as from `read_record`.
        folder: the folder that the names in it are relative to.

    Raises:
        InputError: the record is wrong; the message lists the first few reasons.
    """
    file = name_of_record(folder)
    if "batch" in content:
        found = "the record of tables that `workbook tables` made"
        raise InputError([Fault(file, found, f"a folder of exports; {OTHER_FOLDER}")])
    odd = list(_odd_values(content))
    if not odd:
        listed = [*content.get("files", []), *content.get("earlier_files", [])]
        odd = list(odd_names(folder, [*listed, *content.get("sha256", {})]))
        odd += _equal_names(listed)
    if odd:
        expected = f"the record of an earlier run; {OTHER_FOLDER}"
        raise InputError([Fault(file, "; ".join(odd[:MOST_ALIKE]), expected)])
    made_from = dict(content)
    files = frozenset(made_from.pop("files", []))
    earlier_files = frozenset(made_from.pop("earlier_files", []))
    sha256 = made_from.pop("sha256", {})
    unfinished = made_from.pop("unfinished", False)
    return Record(made_from, files, earlier_files, sha256, unfinished)


# -- what is odd -----------------------------------------------------------------------------------


def _odd_values(content: dict[str, Any]) -> Iterator[str]:
    """Yield what has the wrong type or form, as phrases."""
    if _is_deeper(content, DEEPEST):
        yield f"{UNREADABLE} (more than {DEEPEST} levels of lists)"
        return
    study = content.get("study")
    if not isinstance(study, str) or not study or "\0" in study:
        yield f"{UNREADABLE} (`study` is not a path)"
    if not isinstance(content.get("parameters", {}), dict):
        yield f"{UNREADABLE} (`parameters` has no keys)"
    if not isinstance(content.get("unfinished", False), bool):
        yield f"{UNREADABLE} (`unfinished` is neither true nor false)"
    for key in ("files", "earlier_files"):
        names = content.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            yield f"{UNREADABLE} (`{key}` is not a list of names)"
    sums = content.get("sha256", {})
    if not isinstance(sums, dict) or not all(map(_is_sha256, sums.values())):
        yield f"{UNREADABLE} (`sha256` does not give a sha256 for each name)"


def _is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects are nested in more than so many levels."""
    layer = [value]
    for _ in range(levels):
        layer = [item for outer in layer for item in _items(outer)]
        if not layer:
            return False
    return True


def _items(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def check_new_names(folder: Path, names: Iterable[str]) -> None:
    """Refuse names of files that a record could not list.

    Raises:
        InputError: a name leads outside the folder, or two names differ only in case.
    """
    names = list(names)
    odd = [*odd_names(folder, names), *_equal_names(names)]
    if odd:
        found = "; ".join(odd[:MOST_ALIKE])
        raise InputError([Fault(folder.name, found, f"other names; {OTHER_FOLDER}")])


def check_inside(folder: Path, names: Iterable[str]) -> None:
    """Refuse names that a link leads out of the folder.

    Raises:
        InputError: with the first of these names.
    """
    top = folder.resolve()
    for name in names:
        if not _is_inside(top, name):
            found = "a link that leads out of the folder of exports"
            expected = f"a file or folder in it; {OTHER_FOLDER}"
            raise InputError([Fault(f"{folder.name}/{name}", found, expected)])


def odd_names(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Yield the names that are not those of files inside the folder, as phrases."""
    top = folder.resolve()
    for name in dict.fromkeys(names):
        if not _is_proper(name) or not _is_inside(top, name):
            yield f"{_shorten(name)}, which is not the name of a file inside the folder"


def _shorten(name: str) -> str:
    return repr(name[:LONGEST_SHOWN])


def _is_proper(name: str) -> bool:
    """Whether this is a relative path of a file that a record may list."""
    try:
        encoded = os.fsencode(name)
    except UnicodeEncodeError:  # half a character
        return False
    parts = PurePosixPath(name).parts
    is_plain = "/".join(parts) == name and ".." not in parts and b"\0" not in encoded
    is_short = all(len(os.fsencode(part)) <= LONGEST_NAME for part in parts)
    return bool(parts) and is_plain and is_short and parts[0].casefold() not in OTHERS


def _is_inside(top: Path, name: str) -> bool:
    """Whether a name leads to something inside the folder, even if it goes through links."""
    try:
        path = (top / name).resolve()
    except (OSError, RuntimeError):  # links that lead to one another
        return False
    return path != top and path.is_relative_to(top)


def _equal_names(names: list[str]) -> list[str]:
    """Describe names that occur twice, or that macOS or Windows would take for the same file."""
    taken: dict[str, str] = {}
    odd = []
    for name in names:
        key = name.casefold()
        if key in taken:
            odd.append(f"{_shorten(name)}, which some systems take for {_shorten(taken[key])}")
        taken[key] = name
    return odd

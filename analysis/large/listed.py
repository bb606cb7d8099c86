"""The files of a folder that a run wrote: they are listed, and known by their content.

Every other file belongs to the user, and so does a listed one that was changed since. Such a file
is never read, overwritten or removed; if it is in the way, it is moved aside.
"""

import hashlib
from collections.abc import Iterable, Mapping

from analysis.faults import Fault, Report
from analysis.large.folder import Folder

# What is known of each listed file, by its name: its sha256; or its size in bytes, if it is a part
# of version 0.1.0.
Listed = Mapping[str, str | int]

AS_WRITTEN = "the file as `workbook tables` wrote it; run `workbook tables` again"


def list_files(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each file."""
    return {name: _sha256(content) for name, content in contents.items()}


def is_unchanged(folder: Folder, name: str, known: str | int) -> bool:
    """Tell whether a listed file is there, and is what was written."""
    content = folder.read(name)
    return content is not None and _is_as_known(content, known)


def read_listed(folder: Folder, name: str, known: str | int, report: Report) -> bytes | None:
    """Read a listed file. One that is missing or was changed is an error, and gives None."""
    content = folder.read(name)
    if content is not None and _is_as_known(content, known):
        return content
    found = "no such file"
    if content is not None and isinstance(known, str):
        both = f"its sha256 is {_sha256(content)[:16]}…, not {known[:16]}…"
        found = f"a file that was changed or damaged ({both})"
    elif content is not None:
        found = f"a file of {len(content):,} bytes, not {known:,}"
    report.error(Fault(f"{folder.path.name}/{name}", found, AS_WRITTEN))
    return None


def make_room(folder: Folder, listed: Listed, contents: Mapping[str, bytes]) -> list[str]:
    """Remove listed files, and move aside the files of the user that are in the way.

    Args:
        folder: the folder.
        listed: the files that an earlier run wrote; they are replaced or no longer needed.
        contents: the files that are written next. A file with the same content is left as it is.

    Returns:
        The new names of the files that were moved aside.
    """
    moved = []
    for name in sorted({*listed, *contents}):
        found = folder.read(name)
        if found is None and (name not in contents or folder.is_free(name)):
            continue
        if found is not None and found == contents.get(name):
            continue
        if found is not None and name in listed and _is_as_known(found, listed[name]):
            folder.remove(name)
        else:
            moved.append(folder.move_aside(name))
    return moved


def make_room_for_folders(folder: Folder, names: Iterable[str]) -> list[str]:
    """Move aside files that have the names of our folders, and return their new names."""
    return [folder.move_aside(name) for name in names if folder.read(name) is not None]


def warn_of_moved(folder: Folder, moved: list[str], report: Report) -> None:
    """Warn of files that were moved aside; `moved` has their new names."""
    found = "a file that is not as a run wrote it, and was in the way; it now has this name"
    expected = "only tables under the names of tables"
    report.warn(*[Fault(f"{folder.path.name}/{name}", found, expected) for name in moved])


def _is_as_known(content: bytes, known: str | int) -> bool:
    return known == (len(content) if isinstance(known, int) else _sha256(content))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""Write a set of files into a folder in one step, so that all of them are new or none is.

    <folder>/.workbook-staging/files/<name>       the new content of <folder>/<name>
    <folder>/.workbook-staging/provenance.json    the record that the folder will have
    <folder>/.workbook-staging/begun.json         the record that it has while files are moved

1. All files are staged. Until this has succeeded, nothing else in the folder changes.
2. `begun.json` becomes the record of the folder. From here on, the new files count.
3. The files are moved to their places, and those that are no longer made are removed.
4. The new record is moved to its place.

Steps 2 to 4 only rename and remove files within one file system, which needs no space. If the
process is killed, `settle` cleans up: before step 2 it removes what was staged; after step 2 it
finishes steps 3 and 4. If `settle` is killed, it can be called again.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.atomic import write_atomic, write_new
from analysis.output.records import HISTORY, STAGING, Record, read_exports_record
from analysis.provenance import RECORD

BEGUN = "begun.json"
FILES = "files"


# -- step 1: stage ---------------------------------------------------------------------------------


def stage(folder: Path, contents: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Write new files to the staging folder.

    Args:
        folder: the folder that they will be moved to.
        contents: the name and content of each file; a generator saves memory.

    Returns:
        The sha256 of each file.
    """
    staging = folder / STAGING
    if exists(staging):  # it is the user's: `settle` has removed the workbook's own
        move_aside(folder, STAGING)
    Path(staging, FILES).mkdir(parents=True)
    sha256 = {}
    for name, content in contents:
        sha256[name] = hashlib.sha256(content).hexdigest()
        write_new(staging / FILES / name, content)
    return sha256


# -- step 2: commit --------------------------------------------------------------------------------


def commit(folder: Path, before: Record, after: Record) -> None:
    """Make the staged files count. Only the last line changes the folder.

    Args:
        folder: the folder.
        before: the record that the folder has.
        after: the record that it will have.
    """
    staging = folder / STAGING
    owner = {"study": after.made_from["study"]}
    listed = before.listed | after.listed
    begun = Record(owner, frozenset(), listed, before.sha256, unfinished=True)
    write_atomic(staging / RECORD, after.to_bytes())
    write_atomic(staging / BEGUN, begun.to_bytes())
    Path(staging, BEGUN).replace(folder / RECORD)


# -- steps 3 and 4: move ---------------------------------------------------------------------------


def settle(folder: Path) -> list[str]:
    """Finish what a run has committed, or remove what it only staged.

    Returns:
        The new names of the user's files that were moved aside.
    """
    staging = folder / STAGING
    if not is_staging(staging):
        return []
    before = read_exports_record(folder)
    kept: list[str] = []
    if before.unfinished and Path(staging, RECORD).is_file():
        after = read_exports_record(staging)
        kept += _move_files(folder, "", before, after)
        kept += _remove_files(folder, before, after)
        Path(staging, RECORD).replace(folder / RECORD)
    shutil.rmtree(staging)
    return kept


def is_staging(staging: Path) -> bool:
    """Whether this is a staging folder: it holds nothing but what this module puts there."""
    if staging.is_symlink() or not staging.is_dir():
        return False
    ours = (FILES, RECORD, BEGUN)
    parts = tuple(f".{name}." for name in ours)  # temporary names of `write_atomic`
    names = [path.name for path in staging.iterdir()]
    return all(name in ours or name.startswith(parts) for name in names)


def _move_files(folder: Path, inner: str, before: Record, after: Record) -> Iterator[str]:
    """Move staged files to their places; a folder that is not there yet is moved as a whole.

    Args:
        folder: the folder that receives them.
        inner: the subfolder whose files are moved; "" for all of them.
        before: the record of the folder.
        after: its new record.

    Yields:
        The new names of the user's files that were moved aside.
    """
    for path in sorted(Path(folder, STAGING, FILES, inner).iterdir()):
        name = f"{inner}/{path.name}".lstrip("/")
        target = folder / name
        if path.is_dir() and target.is_dir():
            yield from _move_files(folder, name, before, after)
            continue
        if _is_in_the_way(folder, name, before, after):
            yield move_aside(folder, name)
        path.replace(target)


def _is_in_the_way(folder: Path, name: str, before: Record, after: Record) -> bool:
    """Whether something of the user's has this name and different content."""
    path = folder / name
    if not exists(path):
        return False
    if path.is_symlink() or not path.is_file():
        return True
    if name.startswith(f"{HISTORY}/"):  # its index, which only grows
        return False
    found = sha256_of(path)
    return found not in (before.sha256.get(name), after.sha256.get(name))


def _remove_files(folder: Path, before: Record, after: Record) -> Iterator[str]:
    """Remove what the new record no longer lists, but move aside what the user has changed.

    Yields the new names of the files moved aside.
    """
    for name in sorted(before.listed - after.listed):
        path = folder / name
        if not path.is_file():
            continue
        if sha256_of(path) == before.sha256.get(name):
            path.unlink()
        else:
            yield move_aside(folder, name)


# -- files -----------------------------------------------------------------------------------------


def move_aside(folder: Path, name: str) -> str:
    """Rename a file to the first free name `<name>.kept-<n>`, and return that name."""
    n = 1
    while exists(folder / f"{name}.kept-{n}"):
        n += 1
    kept = f"{name}.kept-{n}"
    Path(folder, name).rename(folder / kept)
    return kept


def exists(path: Path) -> bool:
    """Whether there is anything of this name, even a link that leads nowhere."""
    return path.is_symlink() or path.exists()


def sha256_of(path: Path) -> str:
    """Compute the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

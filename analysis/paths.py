"""Paths of this machine and addresses such as `s3://bucket/study`, treated alike."""

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from analysis.faults import Fault, InputError, missing


def to_path(path: str | os.PathLike[str]) -> Path:
    """Return a `Path`, or a `UPath` for an address; both have the same methods.

    Raises:
        InputError: an address cannot be opened, or the package that opens it is not installed.
    """
    if "://" not in str(path):
        return Path(path)
    try:
        from upath import UPath
    except ImportError:
        found = "an address, and no universal_pathlib to open it"
        raise InputError([missing(str(path), found, "dask")]) from None
    try:
        found_path: Any = UPath(path).resolve()
        found_path.fs.invalidate_cache()  # of listings: others may have written since
        found_path.exists()
    except Exception as error:  # every package behind an address raises its own kinds
        found = f"an address that cannot be used ({error})"
        raise InputError([Fault(str(path), found, "an address that fsspec can open")]) from None
    return found_path


def walk(
    top: Path, on_error: Callable[[OSError], None] | None = None
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk through a folder, of this machine or at an address, as `os.walk` does.

    Yields:
        A folder, the names of the folders in it, and the names of the files in it. If a name is
        removed from the list of folders, that folder is not entered.
    """
    if isinstance(top, Path):
        for folder, folders, names in os.walk(top, onerror=on_error):
            yield Path(folder), folders, names
        return
    for folder, folders, names in top.fs.walk(top.path, on_error=on_error):
        below = folder.removeprefix(top.path).strip("/")
        yield top / below, folders, list(filter(None, names))


def files_named(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder whose names fit a pattern such as `codebook.*`, in order."""
    _, _, names = next(walk(folder), (folder, [], []))
    return [folder / name for name in sorted(names) if fnmatch(name, pattern)]


def read_bytes(path: Path, file: str) -> bytes:
    """Read a file; `file` is what messages call it.

    Raises:
        InputError: if the file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror or error})"
        raise InputError([Fault(file, found, "a readable file")]) from None


def relative_path(path: str | os.PathLike[str], start: str | os.PathLike[str]) -> str:
    """Return a path relative to a folder, with slashes; absolute if it is on another drive.

    >>> relative_path("texts/geneva", "exports/geneva")
    '../../texts/geneva'
    """
    target = Path(path).resolve()
    origin = Path(start).resolve()
    try:
        return Path(os.path.relpath(target, origin)).as_posix()
    except ValueError:  # another drive
        return target.as_posix()

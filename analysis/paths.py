"""Paths of this machine and addresses such as `s3://bucket/study`, found, walked and read alike."""

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from analysis.faults import Fault, InputError, missing


def to_path(path) -> Path:
    """A path of this machine as a `Path`; an address, such as `s3://bucket/study`, as a `UPath`, which does the same.

    Raises `InputError` where an address needs a package that is not installed, or leads nowhere.
    """
    if "://" not in str(path):
        return Path(path)
    try:
        from upath import UPath
    except ImportError:
        raise InputError(
            [missing(str(path), "an address, and no universal_pathlib to reach it", "dask")]
        ) from None
    try:
        found = UPath(path).resolve()
        found.fs.invalidate_cache()  # of listings: others may have written since
        found.exists()
    except Exception as error:  # of what kind, only the package behind the address knows
        found = f"an address that cannot be used ({error})"
        raise InputError([Fault(str(path), found, "one that fsspec reaches")]) from None
    return found


def walk(
    top: Path, on_error: Callable | None = None
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """As `os.walk`, of a folder at an address too: folder, names of folders in it, names of files in it."""
    if isinstance(top, Path):
        yield from (
            (Path(folder), folders, names)
            for folder, folders, names in os.walk(top, onerror=on_error)
        )
        return
    for folder, folders, names in top.fs.walk(top.path, on_error=on_error):
        yield top / folder.removeprefix(top.path).strip("/"), folders, list(filter(None, names))


def files_named(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder whose names fit a pattern, such as `codebook.*`, by name."""
    _, _, names = next(walk(folder), ("", [], []))
    return [folder / name for name in sorted(names) if fnmatch(name, pattern)]


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a file; a file that cannot be read is an `InputError` that calls it `file`."""
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror or error})"
        raise InputError([Fault(file, found, "a readable file")]) from None


def relative_path(path, start) -> str:
    """`path` as seen from the folder `start`, with slashes; absolute where there is no way (another drive).

    >>> relative_path("texts/geneva", "exports/geneva")
    '../../texts/geneva'
    """
    path, start = Path(path).resolve(), Path(start).resolve()
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:
        return path.as_posix()

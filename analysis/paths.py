"""Paths of this machine and addresses such as `s3://bucket/study`, treated alike."""

import errno
import math
import os
import re
import stat
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from io import BufferedReader
from pathlib import Path
from typing import Any

from analysis.faults import Fault, InputError, cut, missing

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE  # read as a whole; `largest_file` in study.yaml changes it

# How Python represents the bytes of a name that are not UTF-8.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")

# What a path can lead to that has no bytes to read, or no end of them.
_NO_FILES = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def to_path(path: str | os.PathLike[str]) -> Path:
    """Return a `Path`, or a `UPath` for an address; both have the same methods.

    Raises:
        InputError: no file can have this path; or an address cannot be opened, or the package that
            opens it is not installed.
    """
    refuse_odd_path(str(path))
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


def refuse_odd_path(path: str) -> None:
    r"""Raise an `InputError` if a path cannot be written into a record, or no file can have it.

    >>> refuse_odd_path(os.fsdecode(b"caf\xe9.yaml"))
    Traceback (most recent call last):
    analysis.faults.InputError: caf\xe9.yaml: found a path that is not UTF-8; expected another name
    """
    shown = escape_bytes(path)
    if shown != path:
        raise InputError([Fault(shown, "a path that is not UTF-8", "another name")])
    if "\0" in path:
        raise InputError([Fault(path, "a path with NUL in it", "another name")])
    if "://" not in path and _is_too_long(path):
        found = f"a path with a name of more letters than a file can have ({len(path):,} in all)"
        raise InputError([Fault(cut(path), found, "another name")])


def _is_too_long(path: str) -> bool:
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def escape_bytes(name: str) -> str:
    r"""Write the bytes of a name that are not UTF-8 as codes, such as `caf\xe9.txt`."""
    if name.isascii():
        return name
    with_codes = _NOT_UTF8.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", name)
    return with_codes.encode("utf-8", "backslashreplace").decode()


def walk(
    top: Path, on_error: Callable[[OSError], None] | None = None
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk through a folder, of this machine or at an address, as `os.walk` does.

    Yields:
        A folder, the names of the folders in it, and the names of the files in it. If a name is
        removed from the list of folders, that folder is not entered.
    """
    if isinstance(top, Path):
        yield from _walk_here(top, on_error)
        return
    for folder, folders, names in top.fs.walk(top.path, on_error=on_error):
        below = folder.removeprefix(top.path).strip("/")
        yield top / below, folders, list(filter(None, names))


def _walk_here(
    top: Path, on_error: Callable[[OSError], None] | None
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk through a folder of this machine, however deep it is; links are not followed."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        links: set[str] = set()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    is_folder = _is_folder(entry)
                    (folders if is_folder else names).append(entry.name)
                    if is_folder and entry.is_symlink():
                        links.add(entry.name)
        except OSError as error:
            if on_error is not None:
                on_error(error)
            continue
        yield folder, folders, names
        waiting += [folder / name for name in reversed(folders) if name not in links]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle, for one
        return False


def links_in(folder: Path) -> set[str]:
    """Return the names of the links in a folder; there are none at an address."""
    if not isinstance(folder, Path):
        return set()
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries if entry.is_symlink()}


def files_named(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder whose names fit a pattern such as `codebook.*`, in order."""
    _, _, names = next(walk(folder), (folder, [], []))
    return [folder / name for name in sorted(names) if fnmatch(name, pattern)]


def open_file(path: Path, file: str) -> BufferedReader:
    """Open a file to read its bytes. What is no regular file is refused at once.

    A pipe without a writer would wait for ever, and a device such as `/dev/zero` has no end.

    Args:
        path: the file, or a link to it.
        file: what messages call it.

    Raises:
        InputError: the file cannot be opened, or it is no regular file.
    """
    try:
        if not isinstance(path, Path):
            return path.open("rb")
        kind = stat.S_IFMT(path.stat().st_mode)
        if kind in _NO_FILES:
            raise InputError([Fault(file, _NO_FILES[kind], "a regular file")])
        return open(path, "rb", opener=_open_at_once)
    except OSError as error:
        raise InputError([_unreadable(error, file)]) from None


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting, even if a pipe has just taken its place."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no such flag


def read_bytes(path: Path, file: str, most: int = LARGEST_FILE, hint: str = "") -> bytes:
    """Read a regular file as a whole.

    Args:
        path: the file, or a link to it.
        file: what messages call it.
        most: the largest size that is read, in bytes.
        hint: what else to do about a larger file, for the message.

    Raises:
        InputError: the file cannot be read, or is larger than that.
    """
    with open_file(path, file) as handle:
        try:
            size = path.stat().st_size
            if size > most:
                raise InputError([_too_large(size, most, file, hint)])
            return handle.read()
        except OSError as error:
            raise InputError([_unreadable(error, file)]) from None


def _too_large(size: int, most: int, file: str, hint: str) -> Fault:
    found = f"a file of {math.ceil(size / MEGABYTE):,} MB"
    expected = f"at most {most // MEGABYTE:,} MB{hint}"
    return Fault(file, found, expected)


def _unreadable(error: OSError, file: str) -> Fault:
    found = f"a file that cannot be read ({error.strerror or error})"
    return Fault(file, found, "a readable file")


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

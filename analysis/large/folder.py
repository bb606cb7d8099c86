"""A folder of tables, by its path or its address: files are written whole or not at all, by one run at a time."""

import os
import platform
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from analysis.atomic import write_atomic
from analysis.faults import Fault, InputError
from analysis.paths import files_named, to_path

LOCK = re.compile(r"\.(.*)-(\d+)\.running")  # host and process of a run at work in a folder


class Folder:
    """A folder of this machine. Names have slashes; a file is written whole or not at all."""

    def __init__(self, path):
        self.path = Path(path).resolve()

    def sizes(self) -> dict[str, int]:
        """Every file in it, in folders too, and how many bytes it has."""
        found = {}
        for path in self.path.rglob("*"):
            with suppress(FileNotFoundError):  # of another run, which looked in and went
                if path.is_file():
                    found[path.relative_to(self.path).as_posix()] = path.stat().st_size
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return Path(self.path, name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Write a file, or write it anew: under another name first, which is then changed."""
        write_atomic(Path(self.path, name), data)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        Path(self.path, name).unlink(missing_ok=True)


class _Remote(Folder):
    """A folder at an address (see `analysis.paths.to_path`)."""

    def __init__(self, path):
        self.path, self.files, self.top = path, path.fs, path.path
        if path.drive and not self.files.exists(
            path.drive
        ):  # to write would make a bucket of a mistyped name
            raise InputError([Fault(str(path), f"no bucket {path.drive!r}", "one that is there")])

    def sizes(self) -> dict[str, int]:
        self.files.invalidate_cache(self.top)
        found = self.files.find(self.top, detail=True)
        return {
            name.removeprefix(self.top).strip("/"): each["size"] for name, each in found.items()
        }

    def read(self, name: str) -> bytes:
        return self.files.cat_file(f"{self.top}/{name}")

    def write(self, name: str, data: bytes) -> None:
        folder, _, last = f"{self.top}/{name}".rpartition("/")
        self.files.makedirs(folder, exist_ok=True)
        self.files.pipe_file(part := f"{folder}/.{last}.{uuid4().hex}.part", data)
        self.files.mv(part, f"{folder}/{last}")

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self.files.rm_file(f"{self.top}/{name}")


def open_folder(folder) -> Folder:
    """A folder by its path, or by an address such as `s3://bucket/tables`."""
    path = to_path(folder)
    return Folder(path) if isinstance(path, Path) else _Remote(path)


@contextmanager
def exclusive(folder: Folder) -> Iterator[None]:
    """Keep a folder for this run; an `InputError` where another is at work in it, on this machine or elsewhere.

    Each run writes a file of its own first, and then looks for those of others: so of two, one sees the other at least,
    wherever the folder lies. One that was killed on this machine is none; of another machine it cannot be told.
    """
    own = f".{platform.node()}-{os.getpid()}.running"
    folder.write(own, b"")
    try:
        if own < min(others := _others(folder, own), default=""):
            time.sleep(1)  # where both began at once, the other gives way meanwhile
            others = _others(folder, own)
        if others:
            expected = f"one; if it was killed, remove {others[0]} there"
            raise InputError([Fault(str(folder.path), "another run at work in it", expected)])
        yield
    finally:
        folder.remove(own)


def _others(folder: Folder, own: str) -> list[str]:
    """The files of other runs that may be at work; those of runs that were killed on this machine are removed."""
    import psutil  # asks on every system; to send a process the signal 0 would end it on Windows

    there = [path.name for path in files_named(to_path(folder.path), "*.running")]
    runs = {
        name: match.groups() for name in there if name != own and (match := LOCK.fullmatch(name))
    }
    dead = [
        name
        for name, (host, pid) in runs.items()
        if host == platform.node() and not psutil.pid_exists(int(pid))
    ]
    for name in dead:
        folder.remove(name)
    return sorted(runs.keys() - dead)

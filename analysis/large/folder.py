"""A folder of tables, on this machine or at an address. A file is written whole or not at all."""

import os
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from analysis.faults import Fault, InputError, missing
from analysis.locks import exclusive
from analysis.paths import to_path


class Folder:
    """A folder at a path or an address such as `s3://bucket/tables`; it need not exist.

    The names of its files are relative to the folder, with slashes.

    Attributes:
        path: an absolute `Path`, or a `UPath` for an address.

    Raises:
        InputError: fsspec is not installed, the address cannot be opened, or its bucket does not
            exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            from fsspec.implementations.local import LocalFileSystem
        except ImportError:
            found = "a folder of tables, and no fsspec to open it"
            raise InputError([missing(str(path), found, "parquet")]) from None
        opened: Any = to_path(path)
        if isinstance(opened, Path):
            opened = opened.resolve()
            self._files: Any = LocalFileSystem()
            self._top = opened.as_posix()
        else:
            self._files = opened.fs
            self._top = opened.path
            _check_bucket(opened)
        self.path: Path = opened
        self._is_local = isinstance(self._files, LocalFileSystem)

    def exclusive(self) -> AbstractContextManager[None]:
        """Lock the folder until the `with` block ends.

        The lock keeps out other runs on this machine, and ends with its process. It may not keep
        out a run on another machine that shares the folder, and a folder at an address has no
        lock. In both cases, make sure that only one run writes.

        Raises:
            InputError: another run has locked the folder.
        """
        if self._is_local:
            return exclusive(Path(self._top), str(self.path), inside=True)
        return nullcontext()

    def sizes(self) -> dict[str, int]:
        """Return the size in bytes of every file, by name, including files in subfolders."""
        self._files.invalidate_cache(self._top)  # others may have written since
        found = self._files.find(self._top, detail=True)
        sizes = {}
        for path, facts in found.items():
            name = path.removeprefix(self._top).strip("/")
            sizes[name] = facts["size"]
        return sizes

    def read(self, name: str) -> bytes:
        """Read a file."""
        return self._files.cat_file(self._path_of(name))

    def write(self, name: str, data: bytes) -> None:
        """Write or replace a file as a whole: write it under a temporary name, then rename it."""
        target = self._path_of(name)
        folder, _, last = target.rpartition("/")
        part = f"{folder}/.{last}.{uuid4().hex}.part"
        self._files.makedirs(folder, exist_ok=True)
        try:
            self._files.pipe_file(part, data)
            self._move(part, target)
        except BaseException:  # also if the run is interrupted
            self._remove(part)
            raise

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        self._remove(self._path_of(name))

    def _path_of(self, name: str) -> str:
        return f"{self._top}/{name}"

    def _move(self, source: str, target: str) -> None:
        if self._is_local:
            Path(source).replace(target)  # in one step; fsspec would copy on some systems
        else:
            self._files.mv(source, target)

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(path)


def _check_bucket(path: Any) -> None:
    """Raise if the bucket of an address does not exist; writing would create it, even mistyped."""
    if path.drive and not path.fs.exists(path.drive):
        found = f"no bucket {path.drive!r}"
        raise InputError([Fault(str(path), found, "one that exists")])

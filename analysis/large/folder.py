"""A folder of tables, on this machine or at an address. A file is written whole or not at all."""

import os
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from analysis.faults import Fault, InputError, missing
from analysis.locks import exclusive
from analysis.paths import to_path
from analysis.provenance import OTHER_FOLDER


class Folder:
    """A folder at a path or an address such as `s3://bucket/tables`; it need not exist.

    The names of its files are relative to the folder, with slashes.

    Attributes:
        path: an absolute `Path`, or a `UPath` for an address.

    Raises:
        InputError: fsspec is not installed, the address cannot be opened, its bucket does not
            exist, or the path leads in a circle.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            from fsspec.implementations.local import LocalFileSystem
        except ImportError:
            found = "a folder of tables, and no fsspec to open it"
            raise InputError([missing(str(path), found, "parquet")]) from None
        opened: Any = to_path(path)
        if isinstance(opened, Path):
            opened = _resolve(opened)
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

    def holds(self, path: Path) -> bool:
        """Tell whether this is the folder, or one of the folders, that a path is in, or the path.

        It need not be written in the same way: links and letters of another case make no
        difference on this machine.
        """
        if not self._is_local:
            is_same_store = getattr(path, "fs", None) is self._files
            return is_same_store and f"{getattr(path, 'path', '')}/".startswith(f"{self._top}/")
        local = _to_local(path)
        top = Path(self._top)
        if local is None or not top.exists():
            return False
        around = (parent for parent in (local, *local.parents) if parent.exists())
        return any(parent.samefile(top) for parent in around)

    def is_file(self) -> bool:
        """Tell whether there is a file in place of this folder, or of one that it is in."""
        if not self._is_local:
            return self._files.isfile(self._top)
        top = Path(self._top)
        return any(path.exists() and not path.is_dir() for path in (top, *top.parents))

    def read(self, name: str) -> bytes | None:
        """Read a file; None if there is no file of this name."""
        path = self._path_of(name)
        if self._is_local and not Path(path).is_file():  # a pipe would be waited for
            return None
        try:
            return self._files.cat_file(path)
        except (FileNotFoundError, IsADirectoryError):
            return None

    def is_free(self, name: str) -> bool:
        """Tell whether nothing at all has this name: no file, folder or link."""
        path = self._path_of(name)
        if self._is_local:
            return not os.path.lexists(path)
        return not self._files.exists(path)

    def move_aside(self, name: str) -> str:
        """Rename a file or folder to the first free name `<name>.kept-<n>`, and return that name.

        Raises:
            InputError: it cannot be renamed.
        """
        n = 1
        while not self.is_free(f"{name}.kept-{n}"):
            n += 1
        kept = f"{name}.kept-{n}"
        try:
            self._move(self._path_of(name), self._path_of(kept))
        except (OSError, NotImplementedError) as error:
            found = f"a file that is in the way and cannot be renamed ({error})"
            expected = f"a free name; move it, or {OTHER_FOLDER}"
            raise InputError([Fault(f"{self.path.name}/{name}", found, expected)]) from None
        return kept

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


def _resolve(path: Path) -> Path:
    """Return the absolute path without links; raise if the links lead in a circle."""
    real = Path(os.path.realpath(path))
    if any(part.is_symlink() for part in (real, *real.parents)):
        raise InputError([Fault(str(path), "links that lead in a circle", "a folder")])
    return real


def _to_local(path: Path) -> Path | None:
    """Return the path on this machine; None for any other address."""
    from fsspec.implementations.local import LocalFileSystem

    if isinstance(path, Path):
        return Path(os.path.realpath(path))
    if isinstance(path.fs, LocalFileSystem):
        return Path(os.path.realpath(path.path))
    return None


def _check_bucket(path: Any) -> None:
    """Raise if the bucket of an address does not exist; writing would create it, even mistyped."""
    if path.drive and not path.fs.exists(path.drive):
        found = f"no bucket {path.drive!r}"
        raise InputError([Fault(str(path), found, "one that exists")])

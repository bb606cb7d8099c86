"""Files and folders that are written whole or not at all."""

import errno
import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from analysis.wording import HALF_CHARACTER


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file whole: first under another name beside it, then moved to its own in one step."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_new(part, content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file in one go, with the folders that it needs. If interrupted, a part remains."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with all these files, or with none of them.

    Args:
        folder: the folder, which does not exist or is empty.
        files: the name and content of each file.
    """
    folder = folder.absolute()
    new_folders = [path for path in (folder, *folder.parents) if not path.exists()]
    name = f".{folder.name}.{os.getpid()}.part"
    part = folder.with_name(name) if new_folders else folder / name
    try:
        for file, content in files.items():
            write_new(part / file, content)
        if new_folders:
            part.rename(folder)
        else:  # it cannot be replaced, because it may be the working folder
            _move_into(folder, sorted(part.iterdir()))
    finally:
        if part.exists():
            shutil.rmtree(part)
        for path in new_folders:  # those that are still empty
            with suppress(OSError):
                path.rmdir()


def _move_into(folder: Path, paths: list[Path]) -> None:
    """Move files and folders into a folder, or none of them."""
    moved: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            moved.append((path, folder / path.name))
            path.rename(folder / path.name)
    except BaseException:
        for path, target in moved:
            if target.exists():
                target.rename(path)
        raise


def write_new_files(files: Mapping[Path, bytes]) -> None:
    """Write files that do not exist yet: all of them, or none.

    All are written under other names first. Then each gets its own, which fails if somebody has
    made such a file meanwhile.

    Args:
        files: the content of each file.

    Raises:
        FileExistsError: one of them exists.
    """
    new_folders = {folder for path in files for folder in path.parents if not folder.exists()}
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    made: list[Path] = []
    try:
        for path, content in files.items():
            write_new(parts[path], content)
        for path in files:
            _rename_to_new(parts[path], path)
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
        for folder in sorted(new_folders, reverse=True):  # those that are still empty
            with suppress(OSError):
                folder.rmdir()


def _rename_to_new(path: Path, target: Path) -> None:
    """Rename a file; unlike `rename`, it never replaces another one."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        path.rename(target)


def to_json(value: object) -> bytes:
    """Write a value as indented JSON, in UTF-8.

    Half a character, as in a file name that is not UTF-8, is written as its code.

    >>> to_json({"n": 1})
    b'{\\n  "n": 1\\n}\\n'
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return (HALF_CHARACTER.sub(_to_code, text) + "\n").encode()


def _to_code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"

"""Files and folders are written whole or not at all."""

import errno
import json
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.atomic import to_json, write_atomic, write_folder, write_new_files

FILES = {"README.md": b"read", "notebooks/a.ipynb": b"{}", "study.yaml": b"texts: x"}
FULL = OSError(errno.ENOSPC, "No space left on device")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def stop(patch: pytest.MonkeyPatch, name: str, last: int, error: BaseException) -> None:
    """Let a step of `Path` fail after it has succeeded so many times; writing half of a file."""
    step, n = getattr(Path, name), 0

    def do(self, *args):
        nonlocal n
        n += 1
        if n == last + 1:
            if name == "write_bytes":
                step(self, args[0][:2])
            raise error
        return step(self, *args)

    patch.setattr(Path, name, do)


@pytest.mark.parametrize("name", ["a.txt", "new/deep/a.txt"])
def test_a_file_on_a_full_disk_is_as_it_was(tmp_path, name):
    for old in (b"old", None):
        if old is not None and name == "a.txt":
            write_atomic(tmp_path / name, old)
        before = files_of(tmp_path)
        with pytest.MonkeyPatch.context() as patch, suppress(OSError):
            stop(patch, "write_bytes", 0, FULL)
            write_atomic(tmp_path / name, b"new")
        assert files_of(tmp_path) == before


STEPS = [("write_bytes", 0), ("write_bytes", 1), ("write_bytes", 2), ("rename", 0)]
FURTHER = [("rename", 1), ("rename", 2)]  # into a folder that exists, every file is moved


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize(
    ("place", "steps"),
    [("new", STEPS), ("a b/deep/new", STEPS), ("empty", STEPS + FURTHER), (".", STEPS + FURTHER)],
)
def test_a_folder_has_all_its_files_or_none(tmp_path, monkeypatch, place, steps, error):
    Path(tmp_path, "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty" if place == "." else tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for name, last in steps:
        with pytest.MonkeyPatch.context() as patch:
            stop(patch, name, last, error)
            with pytest.raises(type(error)):
                write_folder(Path(place), FILES)
        assert sorted(tmp_path.rglob("*")) == before, (name, last)
    write_folder(Path(place), FILES)
    assert files_of(Path(place)) == FILES


def test_half_a_character_is_written_as_its_code():
    content = to_json({"path": "caf\udce9 😀"})
    assert json.loads(content.decode()) == {"path": "caf\udce9 😀"}


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize("last", [0, 1, 2])
def test_new_files_are_written_all_or_none(tmp_path, last, error):
    write_folder(tmp_path / "s", {"old.txt": b"old"})
    before = sorted(tmp_path.rglob("*"))
    new = {tmp_path / "s" / name: content for name, content in FILES.items()}
    with pytest.MonkeyPatch.context() as patch, suppress(OSError, KeyboardInterrupt):
        stop(patch, "write_bytes", last, error)
        write_new_files(new)
    assert sorted(tmp_path.rglob("*")) == before
    write_new_files(new)
    assert files_of(tmp_path / "s") == {"old.txt": b"old", **FILES}


@pytest.mark.parametrize("has_links", [True, False])
def test_new_files_never_replace_one(tmp_path, monkeypatch, has_links):
    """One that is made in the last moment stays as it is, and nothing else is written."""
    if not has_links:

        def refuse(*_):
            raise OSError(errno.EPERM, "no hard links")

        monkeypatch.setattr("os.link", refuse)
    write_folder(tmp_path / "s", {"b.txt": b"old"})
    with pytest.raises(FileExistsError):
        write_new_files({tmp_path / "s" / name: b"new" for name in ("a.txt", "b.txt", "c/d.txt")})
    assert files_of(tmp_path) == {"s/b.txt": b"old"}
    assert not (tmp_path / "s/c").exists()


def test_new_files_without_hard_links(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr("os.link", refuse)
    write_new_files({tmp_path / "a.txt": b"a"})
    assert files_of(tmp_path) == {"a.txt": b"a"}

"""A set of files is written in one step: killed or with a full disk at any step, it is whole."""

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from small_disk import run_on_small_disk

from analysis import read_documents
from analysis.atomic import write_atomic
from analysis.output.folder import check_folder, finish_interrupted, write_files
from analysis.output.records import STAGING, read_exports_record

SOURCES = {"study": "../../texts/geneva", "parameters": {}, "texts": ["old"]}
NEW_SOURCES = {**SOURCES, "texts": ["new"]}
OLD = {"tables/a.csv": b"old a", "tables/b.csv": b"old b", "charts/c.png": b"old c"}
NEW = {"tables/a.csv": b"new a", "charts/c.png": b"new c", "charts/d/d.png": b"new d"}
HISTORY = {"history/x-y-z/hits.csv": b"hits", "history/index.json": b'{"runs": ["x-y-z"]}'}
MINE = {"notes.txt": b"mine", "charts/d/e.txt": b"mine", "tables/.ipynb_checkpoints/a": b"mine"}

STEPS = ("replace", "rename", "unlink", "rmdir", "mkdir")


class Killed(BaseException):
    """The process ends here: nothing that it does afterwards happens."""


class Steps:
    """Count the steps that change a file system; stop at one of them.

    Args:
        last: the number of steps that succeed; None for all of them.
        error: what the next one raises.
        is_end: whether all steps after it fail, too.
    """

    def __init__(self, monkeypatch, last=None, error=Killed, *, is_end=True, only_writes=False):
        self.n, self._last, self._error, self._is_end = 0, last, error, is_end
        for name in () if only_writes else STEPS:
            monkeypatch.setattr(os, name, self._counted(getattr(os, name)))
        monkeypatch.setattr(Path, "write_bytes", self._counted(Path.write_bytes))

    def _counted(self, step):
        def do(*args, **options):
            is_stopped = self._last is not None and self.n >= self._last
            self.n += 1
            if is_stopped and (self._is_end or self.n == self._last + 1):
                raise self._error
            return step(*args, **options)

        return do


def write(folder: Path) -> list[str]:
    return write_files(folder, NEW_SOURCES, NEW, NEW.items(), unlisted=HISTORY, remove_others=True)


def write_in_steps(folder: Path, last=None, error=Killed, **options) -> int:
    """Write files, stop after some steps, and return the number of steps."""
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(patch, last, error, **options)
        write(folder)
    return steps.n


def make_old(folder: Path) -> None:
    write_files(folder, SOURCES, OLD, OLD.items())
    for name, content in MINE.items():
        write_atomic(folder / name, content)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "provenance.json"
    }


def fits(folder: Path) -> bool:
    """Whether the record lists what is there, and every file is as it was written."""
    record = read_exports_record(folder)
    sums = {
        name: hashlib.sha256(Path(folder, name).read_bytes()).hexdigest() for name in record.listed
    }
    return record.sha256 == sums and not record.unfinished


def assert_whole(folder: Path) -> str:
    """All files are old, or all are new, under the record that fits them; returns which."""
    found = files_of(folder)
    assert not Path(folder, STAGING).exists()
    assert fits(folder)
    texts = read_exports_record(folder).made_from["texts"]
    if texts == ["old"]:
        assert found == {**OLD, **MINE}
    else:
        assert found == {**NEW, **MINE, **HISTORY}
    return texts[0]


def copy_of(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parents[1] / name / folder.name))


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "exports" / "geneva"
    make_old(folder)
    return folder


def test_a_set_that_was_written_is_whole(old):
    assert write(old) == []
    assert assert_whole(old) == "new"


def test_killed_at_any_step_the_next_reader_finds_a_whole_set(old):
    n = write_in_steps(copy_of(old, "counted"))
    assert n > 20
    found = []
    for last in range(n):
        folder = copy_of(old, str(last))
        with pytest.raises(Killed):
            write_in_steps(folder, last)
        check_folder(folder, folder.parent / "s", folder.parent / "s", SOURCES)
        finish_interrupted(folder)
        found.append(assert_whole(folder))
    n_old = found.count("old")
    assert found == ["old"] * n_old + ["new"] * (n - n_old)  # there is one step that decides
    assert {"old", "new"} == set(found)


def test_killed_at_any_step_the_next_run_succeeds(old):
    n = write_in_steps(copy_of(old, "counted"))
    for last in range(n):
        folder = copy_of(old, str(last))
        with pytest.raises(Killed):
            write_in_steps(folder, last)
        assert write(folder) == []
        assert assert_whole(folder) == "new"


def test_killed_again_and_again_while_it_is_finished(old):
    n = write_in_steps(copy_of(old, "counted"))
    for first in range(n // 2, n, 3):
        for second in range(1, 12, 2):
            folder = copy_of(old, f"{first}-{second}")
            with pytest.raises(Killed):
                write_in_steps(folder, first)
            with pytest.MonkeyPatch.context() as patch, suppress(Killed):
                Steps(patch, second)
                finish_interrupted(folder)
            finish_interrupted(folder)
            assert_whole(folder)


def test_killed_at_any_step_of_the_first_run(tmp_path):
    n = write_in_steps(tmp_path / "counted")
    for last in range(n):
        folder = tmp_path / str(last)
        with pytest.raises(Killed):
            write_in_steps(folder, last)
        check_folder(folder, tmp_path / "s", tmp_path / "s", SOURCES)  # it counts as ours, or empty
        assert write(folder) == []
        assert files_of(folder) == {**NEW, **HISTORY}
        assert fits(folder)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.EIO, "bad disk")])
def test_interrupted_at_any_step_the_set_is_whole_at_once(old, error):
    n = write_in_steps(copy_of(old, "counted"))
    for last in range(n):
        folder = copy_of(old, str(last))
        with suppress(type(error)):
            write_in_steps(folder, last, error, is_end=False)
        assert_whole(folder)


def test_a_full_disk_at_any_write_leaves_everything_as_it_was(old):
    n = write_in_steps(copy_of(old, "counted"), only_writes=True)
    full = OSError(errno.ENOSPC, "No space left on device")
    for last in range(n):
        folder = copy_of(old, str(last))
        with pytest.raises(OSError, match="No space"):
            write_in_steps(folder, last, full, only_writes=True)
        assert assert_whole(folder) == "old"


def test_a_full_disk_in_the_first_run_leaves_no_folder(tmp_path):
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="No space"):
        write_in_steps(tmp_path / "geneva", 2, full, only_writes=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_confirmed_is_not_written(old):
    def refuse():
        raise ValueError("an input changed")

    with pytest.raises(ValueError, match="changed"):
        write_files(old, NEW_SOURCES, NEW, NEW.items(), confirm=refuse)
    assert assert_whole(old) == "old"


def test_files_of_the_user_are_moved_aside_once_however_often_a_run_is_killed(old):
    write_atomic(old / "tables/a.csv", b"with my notes")
    write_atomic(old / "tables/b.csv", b"mine, too")  # no longer made
    n = write_in_steps(copy_of(old, "counted"))
    for last in range(n):
        folder = copy_of(old, str(last))
        with pytest.raises(Killed):
            write_in_steps(folder, last)
        write(folder)
        kept = {"tables/a.csv.kept-1": b"with my notes", "tables/b.csv.kept-1": b"mine, too"}
        assert files_of(folder) == {**NEW, **MINE, **HISTORY, **kept}


def test_what_is_moved_aside_by_the_next_reader_is_said(old, capsys, monkeypatch):
    monkeypatch.chdir(old.parent)
    write_atomic(old / "tables/a.csv", b"with my notes")
    n = write_in_steps(copy_of(old, "counted"))
    said = set()
    for last in range(n):
        folder = copy_of(old, str(last))
        with pytest.raises(Killed):
            write_in_steps(folder, last)
        finish_interrupted(folder)
        said.update(capsys.readouterr().out.splitlines())
    assert {line.partition(": ")[0] for line in said} == {"moved aside, not overwritten"}
    assert all(line.endswith("/geneva/tables/a.csv.kept-1") for line in said)


# -- whose the staging folder is -------------------------------------------------------------------


def test_a_folder_of_that_name_with_other_files_is_moved_aside(old):
    write_atomic(old / STAGING / "mine.txt", b"mine")
    write(old)
    assert Path(old, f"{STAGING}.kept-1", "mine.txt").read_bytes() == b"mine"


def test_a_link_of_that_name_is_not_followed(old, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    write_atomic(elsewhere / "files" / "mine.txt", b"mine")
    Path(old, STAGING).symlink_to(elsewhere)
    write(old)
    assert files_of(elsewhere) == {"files/mine.txt": b"mine"}


@pytest.mark.parametrize("name", ["history", "tables", "charts/d"])
def test_a_folder_that_is_a_link_out_of_the_exports_is_refused(old, tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if Path(old, name).exists():
        shutil.rmtree(old / name)
    Path(old, name).symlink_to(elsewhere)
    with pytest.raises(ValueError, match="geneva"):
        write(old)
    assert list(elsewhere.iterdir()) == []


def test_a_file_of_the_user_where_a_folder_must_be(old):
    shutil.rmtree(old / "charts")
    write_atomic(old / "charts", b"mine")
    assert write(old) == ["charts.kept-1"]
    assert Path(old, "charts.kept-1").read_bytes() == b"mine"
    assert Path(old, "charts/c.png").read_bytes() == b"new c"


# -- a file system that is really full -------------------------------------------------------------

FULL = """if True:
    import json
    from pathlib import Path
    from analysis.output.folder import write_files
    from small_disk import fill, list_files, make_room

    folder = Path("exports/geneva")
    made_from = {"study": "../../texts/geneva", "parameters": {}, "texts": []}
    old = {f"tables/{n}.csv": b"o" * 20_000 for n in range(10)}
    new = {f"tables/{n}.csv": b"n" * 20_000 for n in range(20)}

    def write(files):
        write_files(folder, made_from, files, files.items(), remove_others=True)

    def assert_there(files):
        there = {name.removeprefix(f"{folder}/"): found for name, found in list_files().items()}
        record = json.loads(there.pop("provenance.json"))
        assert there == files and record["files"] == sorted(files), sorted(there)

    write(old)
    for pages in range(0, 100, 9):  # the new files take 100
        fill(pages)
        try:
            write(new)
            raise SystemExit("the disk was not full")
        except OSError as error:
            assert error.errno == 28, error
        assert_there(old)
    make_room()
    write(new)
    assert_there(new)
    """


def test_a_small_file_system_that_is_full(tmp_path):
    run_on_small_disk(FULL, tmp_path, megabytes=1)


def test_what_is_staged_is_never_read_as_texts(old):
    texts = old.parents[1] / "texts"
    write_atomic(texts / "a.txt", b"Rights.")
    n = write_in_steps(texts / "exports" / "counted" / "s")
    for last in range(0, n, 3):
        shutil.rmtree(texts / "exports", ignore_errors=True)
        with pytest.raises(Killed):
            write_in_steps(texts / "exports" / "s", last)
        assert read_documents(texts)["doc_id"].tolist() == ["a"]

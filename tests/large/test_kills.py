"""A run that is killed, finds the disk full, or whose texts change leaves nothing that is wrong."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from small_disk import run_on_small_disk
from tiny import CODEBOOK

from analysis import InputError, InputWarning, open_study, read_documents

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from large_study import files

from analysis.large.folder import Folder
from analysis.large.run import write_tables
from analysis.large.store import read_tables

OLD = "States must act."
NEW = "Nobody must act. Rights!"


class Killed(BaseException):
    """The process has ended: nothing that follows is done."""


def kill_at(n: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """End a run at the nth renaming of a file; the list has the names that were used before."""
    move, done = Folder._move, []

    def stop(self: Folder, source: str, target: str) -> None:
        if len(done) == n:
            raise Killed
        move(self, source, target)
        done.append(target)

    def skip(self: Folder, path: str) -> None:
        if len(done) < n:
            Path(path).unlink(missing_ok=True)

    monkeypatch.setattr(Folder, "_move", stop)
    monkeypatch.setattr(Folder, "_remove", skip)
    return done


def fill_disk_at(n: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the disk be full at the nth writing of a file, which then has half of its content."""
    from fsspec.implementations.local import LocalFileSystem

    write, done = LocalFileSystem.pipe_file, []

    def fail(self: LocalFileSystem, path: str, data: bytes) -> None:
        if len(done) == n:
            Path(path).write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        write(self, path, data)
        done.append(path)

    monkeypatch.setattr(LocalFileSystem, "pipe_file", fail)
    return done


@pytest.fixture
def study(write):
    """A study of two texts; its tables will be in its folder `tables`."""
    pairs = ["st/a.txt", OLD, "st/b.md", "---\nkind: x\n---\nPoverty."]
    return write("st/study.yaml", "groups: [kind]\nlanguage: en\n", *pairs) / "st"


def make(study: Path) -> dict[str, int]:
    return write_tables(study, CODEBOOK, study / "tables", batch=1)


def assert_whole_or_unfinished(out: Path, before: dict[str, list[str]]) -> None:
    """Reading gives what was there before, or says that the tables are not finished."""
    try:
        assert read_all(out) == before
    except InputError as error:
        expected = "found tables that are not complete; .*; run it again to continue"
        if (out / "provenance.json").exists():
            assert re.search(expected, str(error))
            with pytest.raises(InputError, match=expected):
                open_study(out)
        else:
            assert "found no tables" in str(error)


def read_all(out: Path) -> dict[str, list[str]]:
    tables = read_tables(out)
    names = ("documents", "sentences", "hits", "shares")
    return {name: getattr(tables, name).to_csv().splitlines() for name in names}


@pytest.mark.parametrize("interrupt", [kill_at, fill_disk_at])
@pytest.mark.parametrize("is_first", [True, False], ids=["first", "again"])
def test_at_every_file(study, monkeypatch, interrupt: Callable, is_first):
    out = study / "tables"
    before: dict[str, list[str]] = {}
    if not is_first:
        make(study)
        before = read_all(out)
        (study / "a.txt").write_text(NEW)
        (study / "c.txt").write_text("Rights.")
    doc_ids = ["a", "b"] if is_first else ["a", "b", "c"]
    n = 0
    while True:
        with monkeypatch.context() as patched:
            interrupt(n, patched)
            try:
                make(study)
                break
            except (Killed, OSError):
                pass
        assert bool(list(out.rglob("*.part"))) == (interrupt is kill_at)
        assert_whole_or_unfinished(out, before)
        assert read_documents(study)["doc_id"].tolist() == doc_ids
        n += 1
    assert n > 5
    make(study)
    write_tables(study, CODEBOOK, study.parent / "undisturbed", batch=1)
    assert read_all(out) == read_all(study.parent / "undisturbed")
    assert files(out).keys() == files(study.parent / "undisturbed").keys()


def test_from_the_same_state_at_every_rename(study, monkeypatch, tmp_path):
    """Each run begins with the same old tables, and is killed one file later than the one before."""
    make(study)
    before = read_all(study / "tables")
    (study / "a.txt").write_text(NEW)
    states = 0
    for n in range(100):
        copy = tmp_path / f"copy{n}" / "st"
        shutil.copytree(study, copy)  # copies have other times, so all batches are made again
        with monkeypatch.context() as patched:
            done = kill_at(n, patched)
            try:
                make(copy)
            except Killed:
                assert_whole_or_unfinished(copy / "tables", before)
                states += 1
        if len(done) < n:
            break
        make(copy)
        assert not list(copy.rglob("*.part"))
        assert not list(copy.rglob("*.kept-*"))
        assert "Nobody" in "".join(read_all(copy / "tables")["sentences"])
    assert states == 15  # two records, eight files of batches, four of all, and the last record


FULL = """if True:
    import shutil
    from pathlib import Path
    import test_kills as kills
    from small_disk import fill, make_room

    study, out = Path("st"), Path("st/tables")
    for pages in range(0, 100, 7):
        make_room()
        shutil.rmtree(study, ignore_errors=True)
        study.mkdir()
        (study / "a.txt").write_text(kills.OLD)
        kills.make(study)
        before = kills.read_all(out)
        for name in "abcd":
            (study / f"{name}.txt").write_text(kills.NEW)
        fill(pages)
        try:
            kills.make(study)
            break
        except OSError as error:
            assert error.errno == 28, error
        assert not list(study.rglob("*.part")) and not list(study.rglob("*.kept-*"))
        kills.assert_whole_or_unfinished(out, before)
        make_room()
        kills.make(study)
        assert "Nobody" in "".join(kills.read_all(out)["sentences"])
    assert 10 < pages < 98, pages
    """


def test_a_small_file_system_that_is_full(tmp_path):
    run_on_small_disk(FULL, tmp_path)


# -- inputs that change during the run -------------------------------------------------------------


def change_during_the_run(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    from analysis.large import workers

    make_batch = workers.make_batch

    def make_and_change(*words):
        made = make_batch(*words)
        change()
        return made

    monkeypatch.setattr(workers, "make_batch", make_and_change)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.txt", "a file that changed during the run"),
        ("study.yaml", "a file that changed during the run"),
        ("metadata.csv", "a file that changed during the run"),
    ],
)
def test_a_file_that_changes_during_the_run_is_said(study, monkeypatch, name, found):
    (study / "metadata.csv").write_text("doc_id,year\na,1\nb,2\n")
    with monkeypatch.context() as patched:
        change_during_the_run(patched, lambda: (study / name).write_text(NEW))
        with pytest.raises(InputError) as caught:
            make(study)
    assert str(caught.value) == (
        f"{name}: found {found}; "
        "expected files that do not change during a run; run it again to continue"
    )
    assert_whole_or_unfinished(study / "tables", {})


def test_a_text_that_goes_during_the_run_is_said(study, monkeypatch):
    with monkeypatch.context() as patched:
        change_during_the_run(patched, lambda: (study / "a.txt").unlink(missing_ok=True))
        with pytest.raises(InputError, match=r"a.txt: found a file that changed during the run"):
            make(study)
    assert make(study)["kept"] == 0  # the other text is now in another batch
    assert read_tables(study / "tables").documents["doc_id"].tolist() == ["b"]


def test_a_text_that_is_new_is_left_for_the_next_run(study, monkeypatch):
    """Where texts are gathered all the time, a run would never end otherwise."""
    with monkeypatch.context() as patched:
        change_during_the_run(patched, lambda: (study / "c.txt").write_text(NEW))
        with pytest.warns(
            InputWarning, match=r"c.txt: found a text that is new since the run bega"
        ):
            make(study)
    assert read_tables(study / "tables").documents["doc_id"].tolist() == ["a", "b"]
    assert make(study)["kept"] == 2


def test_after_a_change_only_that_batch_is_made_again(study, monkeypatch):
    with monkeypatch.context() as patched:
        change_during_the_run(patched, lambda: (study / "a.txt").write_text(NEW))
        with pytest.raises(InputError):
            make(study)
    assert make(study)["kept"] == 1
    assert read_tables(study / "tables").sentences["sentence"].tolist()[0] == "Nobody must act."


def test_files_beside_the_texts_may_change(study, monkeypatch):
    with monkeypatch.context() as patched:
        change_during_the_run(patched, lambda: (study / "README.md").write_text(NEW))
        make(study)


# -- signals ---------------------------------------------------------------------------------------

RUN = """
import signal
import sys
from tiny import CODEBOOK
from analysis.large.run import write_tables

def interrupt(*_):
    raise KeyboardInterrupt

if __name__ == "__main__":
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), interrupt)
    write_tables(sys.argv[1], CODEBOOK, sys.argv[2], batch=40, workers=2)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_for_all_processes_ends_them(write, name):
    """As a terminal sends it, and a system that shuts down: to the run and to its workers."""
    pairs = [part for n in range(300) for part in (f"st/{n}.txt", "States must act. " * 3)]
    folder = write("run.py", RUN, *pairs)
    here = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    command = [sys.executable, folder / "run.py", folder / "st", folder / "out"]
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stderr=subprocess.PIPE
    )
    while process.poll() is None and not list(folder.glob("out/journal/0*")):
        time.sleep(0.01)
    os.killpg(process.pid, getattr(signal, name))
    said = process.communicate(timeout=20)[1]
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in said or b"a worker was killed" in said
    assert not list(folder.rglob("*.part"))
    assert not (folder / "out/.lock").exists()
    assert_ended(process.pid)


def assert_ended(group: int) -> None:
    """No process of the group is left, at most a moment later."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left")


def test_a_run_without_interruption_says_nothing(study, recwarn):
    make(study)
    assert not [said for said in recwarn if issubclass(said.category, InputWarning)]

"""A run removes and overwrites only what a run wrote; everything else is the user's."""

import json
import os
import uuid
from pathlib import Path

import pytest
from tiny import CODEBOOK

from analysis import InputError, InputWarning, read_documents
from analysis.cli import main

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from large_study import faults, files

from analysis.large.run import write_tables
from analysis.large.store import read_tables

MINE = b"years of work"
OURS = ["provenance.json", "shares.parquet", "themes.parquet", "patterns.parquet"]


@pytest.fixture
def small(write):
    """A study of two texts in two batches."""
    return write("small/study.yaml", "language: en\ngroups: [kind]\n", *TEXTS) / "small"


TEXTS = (
    *("small/a.md", "---\nkind: x\n---\nStates must act."),
    *("small/b.md", "---\nkind: y\n---\nPoverty fell."),
)


def make(study: Path, out: Path | str) -> dict[str, int]:
    return write_tables(study, CODEBOOK, out, batch=1)


OTHERS = [
    "shares-mine.parquet",
    "shares-by-mine.parquet",
    "documents/part-77777.parquet",
    "hits/part-00002.parquet",
    "hits/.part-00000.parquet",
    "sentences/.mine.part",
    "sentences/.notes.json.3.part",
    "journal/77777.json",
    "journal/notes.json",
    "journal/99999999999.json",
    "journal/00000.json.bak",
    "notes.txt",
    "deep/er/notes.txt",
    ".ipynb_checkpoints/shares.parquet",
]


def test_files_that_no_run_wrote_stay(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    for name in OTHERS:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(MINE)
    make(small, out)
    (small / "b.md").unlink()  # fewer batches
    make(small, out)
    assert {name: files(out)[name] for name in OTHERS} == dict.fromkeys(OTHERS, MINE)
    assert read_tables(out).documents["doc_id"].tolist() == ["a"]
    assert not list(out.rglob("*.kept-*"))


@pytest.mark.parametrize(
    "name", ["hits/part-00001.parquet", "journal/00001.json", "shares.parquet", "themes.parquet"]
)
def test_a_file_that_was_changed_is_moved_aside_and_it_is_said(small, tmp_path, name):
    out = tmp_path / "out"
    make(small, out)
    before = files(out)
    for n in (1, 2):
        (out / name).write_bytes(MINE + b"!" * n)
        with pytest.warns(InputWarning, match=f"^out/{name}.kept-{n}: found a file that is not as"):
            make(small, out)
        assert (out / f"{name}.kept-{n}").read_bytes() == MINE + b"!" * n
    kept = {f"{name}.kept-{n}" for n in (1, 2)}
    assert files(out).keys() - before.keys() == kept
    assert {name: files(out)[name] for name in before} == before
    read_tables(out)


def test_what_is_in_the_way_of_a_new_file_is_moved_aside(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    (out / "documents/part-00002.parquet").write_bytes(MINE)
    (out / "sentences/part-00002.parquet/sub").mkdir(parents=True)
    (out / "journal/00002.json").write_bytes(MINE)
    (out / "hits/part-00002.parquet").symlink_to(tmp_path / "nowhere")
    (small / "c.txt").write_text("Rights.")
    with pytest.warns(InputWarning, match="and 1 more: found a file that is not as a run wrote it"):
        make(small, out)
    assert (out / "documents/part-00002.parquet.kept-1").read_bytes() == MINE
    assert (out / "journal/00002.json.kept-1").read_bytes() == MINE
    assert (out / "sentences/part-00002.parquet.kept-1/sub").is_dir()
    assert (out / "hits/part-00002.parquet.kept-1").is_symlink()
    assert len(read_tables(out).documents) == 3


def test_a_changed_file_of_a_batch_that_is_no_longer_needed_is_moved_aside(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    (out / "hits/part-00001.parquet").write_bytes(MINE)
    (small / "b.md").unlink()
    with pytest.warns(InputWarning, match="out/hits/part-00001.parquet.kept-1"):
        make(small, out)
    assert (out / "hits/part-00001.parquet.kept-1").read_bytes() == MINE
    assert sorted(path.name for path in out.glob("*/*1.*")) == ["part-00001.parquet.kept-1"]


def test_a_file_in_place_of_a_folder_is_moved_aside(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    for path in (out / "hits").iterdir():
        path.unlink()
    (out / "hits").rmdir()
    (out / "hits").write_bytes(MINE)
    with pytest.warns(InputWarning, match=r"out/hits.kept-1: found a file"):
        make(small, out)
    assert (out / "hits.kept-1").read_bytes() == MINE
    assert len(read_tables(out).hits)


@pytest.mark.parametrize(
    "name", ["deep/../../mine.parquet", "../mine.parquet", "hits/mine.parquet"]
)
def test_an_entry_that_names_other_files_removes_none(small, tmp_path, name):
    out = tmp_path / "out"
    make(small, out)
    mine = (out / name).resolve()
    mine.write_bytes(MINE)
    path = out / "journal/00001.json"
    entry = json.loads(path.read_text())
    del entry["sha256"]  # as in version 0.1.0
    path.write_text(json.dumps({**entry, "files": {name: len(MINE)}}))
    with pytest.warns(InputWarning, match="journal/00001.json.kept-1"):
        make(small, out)
    assert mine.read_bytes() == MINE


def test_it_is_the_same_at_an_address(small):
    pytest.importorskip("upath", reason="the extra `dask` is not installed")
    from upath import UPath

    out = UPath(f"memory:///{uuid.uuid4().hex}")
    make(small, str(out))
    (out / "shares-mine.parquet").write_bytes(MINE)
    (out / "hits/part-00001.parquet").write_bytes(MINE)
    with pytest.warns(InputWarning, match=r"hits/part-00001.parquet.kept-1: found a file"):
        make(small, str(out))
    assert (out / "shares-mine.parquet").read_bytes() == MINE
    assert (out / "hits/part-00001.parquet.kept-1").read_bytes() == MINE
    read_tables(str(out))


def test_a_file_that_cannot_be_moved_is_a_fault(small, tmp_path, monkeypatch):
    from analysis.large.folder import Folder

    out = tmp_path / "out"
    make(small, out)
    (out / "shares.parquet").write_bytes(MINE)
    move = Folder._move

    def refuse(self: Folder, source: str, target: str) -> None:
        if ".kept-" in target:
            raise PermissionError(13, "not allowed here")
        move(self, source, target)

    monkeypatch.setattr(Folder, "_move", refuse)
    assert faults(small, out, batch=1) == [
        "out/shares.parquet: found a file that is in the way and cannot be renamed ([Errno 13] not "
        "allowed here); expected a free name; move it, or name another folder with --out"
    ]
    assert (out / "shares.parquet").read_bytes() == MINE


# -- folders that are not ours ---------------------------------------------------------------------


@pytest.mark.parametrize("out", ["", "texts", "texts/..", "texts/deep", "../st/texts", "../link"])
def test_the_folder_of_the_study_or_of_its_texts_is_refused(write, tmp_path, out):
    study = write("st/study.yaml", "texts: texts/deep\n", "st/texts/deep/a.txt", "Poverty.") / "st"
    (tmp_path / "link").symlink_to(study)
    before = files(study)
    (fault,) = faults(study, study / out)
    assert "found the folder of the study" in fault
    assert fault.endswith("expected a folder only for tables; name another folder with --out")
    assert files(study) == before


def test_a_folder_that_holds_the_study_is_refused_even_with_a_record(small, tmp_path):
    make(small, tmp_path / "out")
    (small / "copy").mkdir()
    for name in OURS:
        (tmp_path / "out" / name).rename(tmp_path / name)
    before = files(tmp_path)
    (fault,) = faults(small, tmp_path)
    assert fault.startswith(f"{tmp_path}: found the folder of the study, or one that contains it")
    (fault,) = faults(small / "a.md", small)
    assert "found the folder of the study" in fault
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "name", ["notes.txt", "shares.parquet", "hits/part-00000.parquet", ".lock", "a/b/c.txt"]
)
def test_a_folder_with_files_and_no_record_is_refused(small, tmp_path, name):
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_bytes(MINE)
    assert faults(small, out) == [
        f"{out}: found a folder that has files in it, and no tables of an earlier run; "
        "expected a new or empty folder; name another folder with --out"
    ]
    assert files(out) == {name: MINE}


@pytest.mark.parametrize("record", [b"", b"{}", b"[1]", b"\xff", b'{"files": 5}', b"{" * 5000])
def test_a_folder_with_the_record_of_something_else_is_refused(small, tmp_path, record):
    out = tmp_path / "out"
    out.mkdir()
    (out / "provenance.json").write_bytes(record)
    (fault,) = faults(small, out)
    assert "found a folder that has files in it, and no tables of an earlier run" in fault
    assert files(out) == {"provenance.json": record}


def test_a_file_as_the_folder_is_refused(small, tmp_path, capsys):
    (tmp_path / "file").write_bytes(MINE)
    (small / "codebook.yaml").write_text("name: N\nversion: '1'\nthemes: {a: {patterns: [a]}}\n")
    for out in (tmp_path / "file", tmp_path / "file/below"):
        assert main(["tables", str(small), "--out", str(out)]) == 2
        assert "found a file; expected a folder for tables" in capsys.readouterr().err
    assert (tmp_path / "file").read_bytes() == MINE


def test_links_in_a_circle_as_the_folder(small, tmp_path, capsys):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    (small / "codebook.yaml").write_text("name: N\nversion: '1'\nthemes: {a: {patterns: [a]}}\n")
    for out in (tmp_path / "one", tmp_path / "one/below"):
        assert main(["tables", str(small), "--out", str(out)]) == 2
        found = f"{out}: found links that lead in a circle; expected a folder"
        assert found in capsys.readouterr().err


def test_a_lock_file_with_something_in_it_is_the_users(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    (out / ".lock").write_bytes(MINE)
    (fault,) = faults(small, out, batch=1)
    assert fault.endswith(
        "out/.lock: found a file that is not empty; "
        "expected no file of this name, which the lock of a run has: rename or move yours"
    )
    assert (out / ".lock").read_bytes() == MINE


def test_a_pipe_in_the_folder_is_not_waited_for(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    (out / "hits/part-00001.parquet").unlink()
    os.mkfifo(out / "hits/part-00001.parquet")
    with pytest.raises(InputError, match=r"out/hits/part-00001.parquet: found no such file"):
        read_tables(out)
    with pytest.warns(InputWarning, match="kept-1"):
        make(small, out)
    read_tables(out)


# -- folders of version 0.1.0 ----------------------------------------------------------------------


def as_in_first_version(out: Path) -> None:
    """Take away what version 0.1.0 did not write, and write what it wrote in its place."""
    for path in out.glob("journal/*.json"):
        entry = json.loads(path.read_text())
        del entry["sha256"]
        entry["files"] = {name: (out / name).stat().st_size for name in entry["files"]}
        path.write_text(json.dumps(entry))
    record = json.loads((out / "provenance.json").read_text())
    for key in ("files", "batches", "journal", "sha256"):
        del record[key]
    (out / "provenance.json").write_text(json.dumps(record))


def test_tables_of_the_first_version_are_ours(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    before = files(out)
    as_in_first_version(out)
    (out / "shares-mine.parquet").write_bytes(MINE)
    with pytest.warns(InputWarning, match=r"found tables of version 0.1.0, which state no sha256"):
        assert len(read_tables(out).documents) == 2
    (small / "b.md").unlink()
    assert make(small, out)["kept"] == 0  # a file of the same size may have changed
    assert (out / "shares-mine.parquet").read_bytes() == MINE
    assert files(out).keys() == {
        name for name in [*before, "shares-mine.parquet"] if "00001" not in name
    }


def test_a_part_of_the_first_version_that_lost_bytes_is_a_fault(small, tmp_path):
    out = tmp_path / "out"
    make(small, out)
    as_in_first_version(out)
    part = out / "hits/part-00001.parquet"
    part.write_bytes(part.read_bytes()[:-1])
    with (
        pytest.warns(InputWarning, match=r"of version 0.1.0"),
        pytest.raises(InputError, match=r"out/hits/part-00001.parquet: found a file of [\d,]+ byt"),
    ):
        read_tables(out)


def test_texts_beside_tables_are_read_as_before(small):
    """A study may hold its tables."""
    make(small, small / "tables")
    assert read_documents(small)["doc_id"].tolist() == ["a", "b"]
    assert make(small, small / "tables")["kept"] == 2

"""The folder of exports: whose it is, and that nothing of anybody's is lost there."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis import InputError
from analysis.atomic import write_atomic
from analysis.locks import exclusive
from analysis.output.folder import check_folder, write_files
from analysis.output.records import read_exports_record

SOURCES = {"study": "../../texts/geneva", "parameters": {}, "texts": []}


def write(folder, files: dict[str, bytes], **options) -> list[str]:
    return write_files(folder, SOURCES, files, files.items(), **options)


def files_of(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "provenance.json"
    }


@pytest.fixture
def exports(tmp_path):
    """A folder of exports with two tables."""
    folder = tmp_path / "exports" / "geneva"
    assert write(folder, {"tables/a.csv": b"a", "tables/b.csv": b"b"}) == []
    return folder


# -- what is refused -----------------------------------------------------------------------------------------------


def check(folder, study, texts=None) -> None:
    check_folder(Path(folder), Path(study), Path(texts or study), SOURCES)


@pytest.mark.parametrize(
    ("folder", "study", "texts", "found"),
    [
        ("s", "s", "s", "the folder of the study, or one that contains it"),
        ("s", "s/deep/s", "s/deep/s", "the study, or one that contains it"),
        ("s", "s/s.txt", "s", "the study, or one that contains it"),
        ("out/s", "s", "out/s", "the study's texts, or one that contains"),
        ("out/s", "s", "out/s/texts", "the study's texts, or one that contains"),
    ],
)
def test_a_folder_that_holds_the_study_or_its_texts_is_refused(
    tmp_path, monkeypatch, folder, study, texts, found
):
    monkeypatch.chdir(tmp_path)
    for path in (study, texts):
        Path(path).mkdir(parents=True, exist_ok=True)
    with pytest.raises(InputError, match=found) as error:
        check(folder, study, texts)
    assert "name another folder with --out" in str(error.value)


def test_a_study_that_is_reached_by_a_link_is_refused_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("s").mkdir()
    Path("exports").mkdir()
    Path("exports/s").symlink_to(tmp_path / "s")
    with pytest.raises(InputError, match="the folder of the study"):
        check("exports/s", "s")


def test_files_without_a_record_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check("exports/s", "s")  # not there yet
    Path("exports/s/tables").mkdir(parents=True)
    check("exports/s", "s")  # nothing in it
    Path("exports/s/tables/mine.csv").write_text("")
    with pytest.raises(InputError) as error:
        check("exports/s", "s")
    assert str(error.value) == (
        "exports/s: found files, and no provenance.json that says that they are exports; "
        "expected an empty folder, or exports; name another folder with --out"
    )


@pytest.mark.parametrize(
    "content",
    [
        {"files": ["../mine.txt"]},
        {"files": ["/etc/passwd"]},
        {"files": [""]},
        {"files": 5},
        {"earlier_files": [5]},
        {"sha256": []},
        {"batch": 1},
        {"study": 3},
    ],
)
def test_a_record_that_is_none_of_ours_is_refused(tmp_path, content):
    write_atomic(tmp_path / "mine.txt", b"")
    folder = tmp_path / "geneva"
    record = {"study": SOURCES["study"], **content}
    write_atomic(folder / "provenance.json", json.dumps(record).encode())
    with pytest.raises(InputError, match=r"geneva/provenance\.json: "):
        write(folder, {}, remove_others=True)
    assert (tmp_path / "mine.txt").exists()


def test_a_file_that_a_link_would_carry_outside_is_refused(tmp_path, exports):
    (tmp_path / "elsewhere").mkdir()
    (exports / "charts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="a file inside the folder"):
        write(exports, {"charts/a.png": b"x"})
    assert files_of(tmp_path / "elsewhere") == {}


# -- what is kept --------------------------------------------------------------------------------------------------


def test_what_a_run_no_longer_makes_is_removed_and_nothing_else(exports):
    write_atomic(exports / "notes.txt", b"mine")
    write_atomic(exports / "tables" / "mine.csv", b"mine")
    assert write(exports, {"tables/b.csv": b"b"}, remove_others=True) == []
    assert files_of(exports) == {
        "tables/b.csv": b"b",
        "notes.txt": b"mine",
        "tables/mine.csv": b"mine",
    }


def test_an_unlisted_file_in_the_way_is_moved_aside(exports):
    for kept in (["tables/c.csv.kept-1"], ["tables/c.csv.kept-2"]):
        write(exports, {"tables/a.csv": b"a"}, remove_others=True)  # the record knows no c
        write_atomic(exports / "tables" / "c.csv", b"mine")
        assert write(exports, {"tables/c.csv": b"c"}) == kept
    found = files_of(exports)
    assert found["tables/c.csv"] == b"c"
    assert found["tables/c.csv.kept-1"] == found["tables/c.csv.kept-2"] == b"mine"


def test_a_listed_file_that_somebody_changed_is_moved_aside(exports):
    write_atomic(exports / "tables" / "a.csv", b"with a note of mine")
    assert write(exports, {"tables/a.csv": b"new", "tables/b.csv": b"new"}) == [
        "tables/a.csv.kept-1"
    ]
    assert files_of(exports) == {
        "tables/a.csv": b"new",
        "tables/a.csv.kept-1": b"with a note of mine",
        "tables/b.csv": b"new",
    }
    assert "tables/a.csv.kept-1" not in read_exports_record(exports).listed


def test_a_changed_file_that_is_no_longer_made_is_moved_aside_too(exports):
    write_atomic(exports / "tables" / "a.csv", b"with a note of mine")
    assert write(exports, {"tables/b.csv": b"b"}, remove_others=True) == ["tables/a.csv.kept-1"]
    assert set(files_of(exports)) == {"tables/b.csv", "tables/a.csv.kept-1"}


def test_a_file_that_would_be_the_same_stays(exports):
    write_atomic(exports / "tables" / "a.csv", b"new")
    assert write(exports, {"tables/a.csv": b"new"}) == []


def test_a_folder_in_the_way_is_moved_aside(exports):
    write_atomic(exports / "tables" / "c.csv" / "mine.txt", b"mine")
    assert write(exports, {"tables/c.csv": b"c"}) == ["tables/c.csv.kept-1"]
    assert files_of(exports)["tables/c.csv.kept-1/mine.txt"] == b"mine"


def test_a_record_of_the_first_version_counts_as_ours(exports):
    path = exports / "provenance.json"
    record = json.loads(path.read_text())
    del record["sha256"]
    path.write_text(json.dumps(record))
    write_atomic(exports / "tables" / "a.csv", b"who knows")
    assert write(exports, {"tables/a.csv": b"new"}, remove_others=True) == []
    assert files_of(exports) == {"tables/a.csv": b"new"}
    sha256 = hashlib.sha256(b"new").hexdigest()
    assert read_exports_record(exports).sha256 == {"tables/a.csv": sha256}


# -- a run that was killed -----------------------------------------------------------------------------------------


def test_files_of_an_unfinished_record_are_known_but_not_what_they_were_made_from(exports):
    path = exports / "provenance.json"
    record = {**json.loads(path.read_text()), "unfinished": True}
    path.write_text(json.dumps(record))
    assert write(exports, {"tables/b.csv": b"new", "tables/c.csv": b"c"}) == []
    found = read_exports_record(exports)
    assert not found.unfinished
    assert found.listed == {"tables/a.csv", "tables/b.csv", "tables/c.csv"}


@pytest.mark.parametrize("name", ["tables/a.csv", "tables/c.csv"])
def test_what_somebody_changed_around_a_run_that_was_killed_is_moved_aside(exports, name):
    def killed_at_once():
        raise KeyboardInterrupt
        yield

    write_atomic(exports / name, b"mine")
    with pytest.raises(KeyboardInterrupt):
        write_files(exports, SOURCES, [name], killed_at_once())
    assert write(exports, {name: b"new"}) == [f"{name}.kept-1"]
    assert Path(exports, f"{name}.kept-1").read_bytes() == b"mine"


@pytest.mark.parametrize("parameters", [None, []])
def test_a_record_whose_parameters_are_lost_or_odd(exports, parameters):
    record = json.loads((exports / "provenance.json").read_bytes())
    del record["parameters"]
    if parameters is not None:
        record["parameters"] = parameters
    write_atomic(exports / "provenance.json", json.dumps(record).encode())
    if parameters is None:
        assert write(exports, {"tables/a.csv": b"new"}) == []
        return
    with pytest.raises(InputError, match="expected the record of an earlier run"):
        write(exports, {"tables/a.csv": b"new"})


# -- one run at a time ---------------------------------------------------------------------------------------------


def test_one_run_at_a_time(tmp_path):
    folder = tmp_path / "exports" / "geneva"
    with exclusive(folder, "exports/geneva"):
        with pytest.raises(InputError) as error, exclusive(folder, "exports/geneva"):
            pass
        with exclusive(tmp_path / "exports" / "other", "exports/other"):
            pass
    assert str(error.value) == (
        "exports/geneva: found a folder that another run is writing to; "
        "expected one run at a time; wait for the other"
    )
    with exclusive(folder, "exports/geneva"):
        pass
    assert list((tmp_path / "exports").iterdir()) == []  # no lock file stays


# -- make clean ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_clean_removes_only_what_is_the_workbooks_own(tmp_path):
    shutil.copy(Path(__file__).parents[2] / "Makefile", tmp_path)
    yours = [
        "exports/s/tables/hits.csv",
        "speeches/a.txt",
        "speeches 2020/.ipynb_checkpoints/b.txt",
        "speeches/__pycache__/c.txt",
        "notebooks/mine.ipynb",
        "notebooks/a b/mine.txt",
    ]
    own = [
        ".venv/lib/x.py",
        ".pytest_cache/x",
        "analysis/__pycache__/x.pyc",
        "tests/a b/__pycache__/x.pyc",
        "notebooks/.ipynb_checkpoints/x.ipynb",
    ]
    for name in [*yours, *own]:
        write_atomic(tmp_path / name, b"")
    environment = {**os.environ, "MAKEFLAGS": ""}
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, env=environment)
    assert set(files_of(tmp_path)) == {"Makefile", *yours}
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, env=environment)

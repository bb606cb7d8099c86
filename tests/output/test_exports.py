"""Exports: exact, whole, the same twice, and a record of what they were made from."""

import csv
import hashlib
import io
import json
import os
import subprocess
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import CODEBOOK

from analysis import InputError, read_documents
from analysis.atomic import write_atomic
from analysis.output import exports as room
from analysis.output.exports import export, to_csv
from analysis.provenance import commit

TABLE = pd.DataFrame({"theme": ["topic", "=1+1"], "share": [0.1, float("nan")]})


@dataclass
class Picture:
    """What `export` needs of a chart, without drawing one."""

    title: str = "A “title”"
    subtitle: str = "What is drawn"
    caption: str = "n = 2"
    alt: str = "Two bars."

    @property
    def data(self):
        return TABLE

    @property
    def marks(self):
        return pd.DataFrame({"where": ["theme=topic"], "words": ["Topic: 1 of 2"], "n": [1]})

    def render(self, kind: str) -> bytes:
        return f"a picture as {kind}".encode()


@pytest.fixture(autouse=True)
def _no_redirect(monkeypatch):
    monkeypatch.delenv(room.REDIRECT, raising=False)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "texts" / "geneva"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("States must protect rights.", encoding="utf-8")
    return folder


def opened(study, **changes):
    """A study whose codebook is a tiny one; `changes` replace columns of its texts."""
    documents = read_documents(study).assign(**changes)
    return SimpleNamespace(path=study, documents=documents, codebook=CODEBOOK)


def export_all(out, study, **more):
    return export(
        opened(study),
        out,
        charts={"bars": Picture()},
        tables={"shares": TABLE},
        **more,
    )


def files_of(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_and_record(tmp_path, study):
    made = export_all(tmp_path / "exports", study, parameters={"CODEBOOK": ""})
    assert repr(made) == "charts: bars\ntables: shares"
    files = files_of(tmp_path / "exports")
    charts = {f"geneva/charts/bars.{ending}" for ending in ("png", "svg", "pdf", "csv", "json")}
    assert set(files) == charts | {"geneva/tables/shares.csv", "geneva/provenance.json"}
    assert files["geneva/charts/bars.svg"] == b"a picture as svg"
    assert files["geneva/tables/shares.csv"] == files["geneva/charts/bars.csv"] == to_csv(TABLE)
    record = json.loads(files["geneva/provenance.json"])
    sha256 = hashlib.sha256(b"States must protect rights.").hexdigest()
    assert record["study"] == "../../texts/geneva"
    text = {"doc_id": "a", "path": "a.txt", "sha256": sha256, "text_sha256": sha256}
    assert record["texts"] == [text]
    assert record["codebook"] == {"name": "Tiny", "version": "1", "sha256": "0" * 64}
    assert record["parameters"] == {
        "STUDY": "../../../texts/geneva",  # as seen from exports/geneva/notebooks
        "OUT": "../..",
        "CODEBOOK": "",
    }
    assert record["files"] == sorted(
        name.removeprefix("geneva/") for name in set(files) - {"geneva/provenance.json"}
    )
    assert record["earlier_files"] == []
    assert record["sha256"] == {
        name: hashlib.sha256(files[f"geneva/{name}"]).hexdigest() for name in record["files"]
    }
    assert {"python", "research-workbook", "pandas", "matplotlib"} <= set(record["software"])
    note = json.loads(files["geneva/charts/bars.json"])
    assert note["marks"] == [{"where": "theme=topic", "words": "Topic: 1 of 2", "n": 1}]
    assert (note["title"], note["caption"], note["alt"]) == ("A “title”", "n = 2", "Two bars.")
    assert note["provenance"]["texts"]["n"] == 1
    assert note["provenance"]["codebook"] == record["codebook"]


def test_twice_gives_the_same_bytes_and_redirected_too(tmp_path, study, monkeypatch):
    monkeypatch.chdir(study.parent)
    export_all("../exports", "geneva")
    once = files_of(tmp_path / "exports")
    export_all("../exports", "geneva")
    assert files_of(tmp_path / "exports") == once
    monkeypatch.setenv(room.REDIRECT, str(tmp_path / "elsewhere" / "deeper"))
    export_all("../exports", "geneva")
    assert files_of(tmp_path / "elsewhere" / "deeper") == once


def test_files_of_other_calls_stay_on_record_and_apart_if_made_from_something_else(tmp_path, study):
    out = tmp_path / "exports"
    record = out / "geneva" / "provenance.json"
    export(opened(study), out, tables={"one": TABLE, "two": TABLE})
    export(opened(study), out, tables={"three": TABLE})
    assert json.loads(record.read_text())["files"] == [
        "tables/one.csv",
        "tables/three.csv",
        "tables/two.csv",
    ]
    export(opened(study, sha256="changed"), out, tables={"two": TABLE})
    assert json.loads(record.read_text())["files"] == ["tables/two.csv"]
    assert json.loads(record.read_text())["earlier_files"] == ["tables/one.csv", "tables/three.csv"]
    (out / "geneva" / "tables" / "one.csv").unlink()
    export(opened(study, sha256="changed"), out)
    assert json.loads(record.read_text())["earlier_files"] == ["tables/three.csv"]


def test_a_folder_of_another_study_is_refused(tmp_path, study, monkeypatch):
    export_all(tmp_path / "exports", study)
    before = files_of(tmp_path / "exports")
    other = tmp_path / "more" / "geneva"
    other.mkdir(parents=True)
    (other / "b.txt").write_text("Nothing here.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as error:
        export_all(tmp_path / "exports", other)
    assert str(error.value) == (
        "exports/geneva/provenance.json: found exports of another study, 'texts/geneva'; "
        "expected those of 'more/geneva'; name another folder with --out"
    )
    assert files_of(tmp_path / "exports") == before


@pytest.mark.parametrize("content", ["", "[]", '"x"', "{", "\x00"])
def test_a_record_that_is_none_is_refused(tmp_path, study, content):
    write_atomic(tmp_path / "exports" / "geneva" / "provenance.json", content.encode())
    with pytest.raises(
        InputError, match=r"geneva/provenance\.json: found a file that cannot be read as a record"
    ):
        export_all(tmp_path / "exports", study)


def test_names_are_checked_before_anything_is_written(tmp_path, study):
    with pytest.raises(InputError) as error:
        export(
            opened(study),
            tmp_path / "exports",
            tables={"../up": TABLE, "é": TABLE, "a\n": TABLE},
        )
    assert [fault.found for fault in error.value.faults] == [
        "the name '../up'",
        "the name 'é'",
        r"the name 'a\n'",
    ]
    assert not (tmp_path / "exports").exists()


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, monkeypatch):
    write_atomic(tmp_path / "a.csv", b"old")

    def fail(self, target):
        raise OSError("no space left")

    monkeypatch.setattr(type(tmp_path), "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_atomic(tmp_path / "a.csv", b"new")
    assert files_of(tmp_path) == {"a.csv": b"old"}


def git(folder, *words):
    who = {
        f"GIT_{role}_{what}": "t" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True, env=clean | who
    )


def test_the_commit_and_whether_tracked_files_differ_from_it(tmp_path, monkeypatch):
    git(tmp_path, "init", "-q")
    assert commit(tmp_path) == {"commit": None, "dirty": None}
    write_atomic(tmp_path / "inner" / "a", b"1")
    git(tmp_path, "add", "inner/a")
    git(tmp_path, "commit", "-q", "-m", "one")
    head = git(tmp_path, "rev-parse", "HEAD").stdout.strip()
    write_atomic(tmp_path / "untracked", b"")
    assert commit(tmp_path) == {"commit": head, "dirty": False}
    assert commit(tmp_path / "inner") == {"commit": None, "dirty": None}
    write_atomic(tmp_path / "inner" / "a", b"2")
    assert commit(tmp_path) == {"commit": head, "dirty": True}
    monkeypatch.setenv("PATH", "")
    assert commit(tmp_path) == {"commit": None, "dirty": None}


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\r", "a\r\nb", '"', ",", "NA", "007", "=1+1", "😀", "", "\n", " x ", "\ufeff"],
)
def test_awkward_cells_come_back(text):
    content = to_csv(pd.DataFrame({"n": [1, 2], "text": [text, text]}))
    assert content.startswith(b'"n","text"\n1,"')
    back = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert back["text"].tolist() == [text, text]


@given(
    st.lists(
        st.tuples(
            st.text(), st.floats(allow_nan=False), st.integers(-(2**63), 2**63 - 1), st.booleans()
        )
    )
)
def test_any_table_comes_back(rows):
    columns = {"te,xt": "str", "share": "float64", "n": "int64", "flag": "bool"}
    table = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    content = to_csv(table)
    back = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert list(back) == list(columns)
    assert back["te,xt"].tolist() == table["te,xt"].tolist()
    assert [float(cell) for cell in back["share"]] == table["share"].tolist()
    assert [int(cell) for cell in back["n"]] == table["n"].tolist()
    assert [cell == "True" for cell in back["flag"]] == table["flag"].tolist()
    assert [row[0] for row in csv.reader(io.StringIO(content.decode(), newline=""))][1:] == table[
        "te,xt"
    ].tolist()


def test_an_index_that_has_a_name_is_a_column():
    table = pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="theme"))
    assert to_csv(table) == b'"theme","n"\n"a",1\n'
    assert to_csv(TABLE.iloc[[1]]) == b'"theme","share"\n"=1+1",""\n'


def test_tables_in_further_formats(tmp_path, study, monkeypatch):
    export_all(tmp_path / "exports", study, formats=["tex"])
    folder = tmp_path / "exports" / "geneva"
    assert (folder / "tables" / "shares.tex").is_file()
    before = (folder / "tables" / "shares.csv").read_bytes()
    monkeypatch.setenv("WORKBOOK_FORMATS", "docx")
    export_all(tmp_path / "exports", study)  # as in a run with --formats docx
    assert (folder / "tables" / "shares.docx").is_file()
    assert (folder / "tables" / "shares.csv").read_bytes() == before == to_csv(TABLE)
    listed = json.loads((folder / "provenance.json").read_bytes())["files"]
    assert {"tables/shares.tex", "tables/shares.docx"} <= set(listed)
    with pytest.raises(
        InputError, match="found the format 'pdf'; expected one of 'docx', 'tex', 'xlsx'"
    ):
        export_all(tmp_path / "exports", study, formats=["pdf"])

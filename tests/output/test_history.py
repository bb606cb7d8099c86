"""The history of a study's exports: what it keeps, and that it only grows."""

import json
import os

import pytest

from analysis.atomic import write_atomic
from analysis.output.history import history_files, list_runs, name_run

TABLES = {"sentences.csv": b"s", "hits.csv": b"h", "shares.csv": b"1"}


def sources(codebook="c" * 64, texts="t" * 64) -> dict:
    listed = [{"doc_id": "a", "path": "a.txt", "sha256": texts}]
    return {"codebook": {"name": "Small", "sha256": codebook}, "texts": listed}


@pytest.fixture
def add(tmp_path):
    """Add a run to the history of `tmp_path/geneva`; returns the name of its folder."""
    book = tmp_path / "book.dic"
    book.write_bytes(b"%")

    def _add(shares=b"1", codebooks=(book,), **made_from):
        tables = {**TABLES, "shares.csv": shares}
        made = sources(**made_from)
        files = history_files(tmp_path / "geneva", made, tables, list(codebooks))
        for name, content in files.items():
            write_atomic(tmp_path / "geneva" / name, content)
        return name_run(made, tables)

    return _add


def runs(tmp_path) -> list[str]:
    return json.loads((tmp_path / "geneva/history/index.json").read_text())["runs"]


def test_a_run_is_kept_with_what_it_was_made_from(add, tmp_path):
    name = add()
    codebook, texts, tables = name.split("-")
    assert codebook == "cccccccc"
    assert len(texts) == len(tables) == 8
    folder = tmp_path / "geneva/history" / name
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    record = json.loads(found.pop("provenance.json"))
    assert record == sources()
    assert found == {**TABLES, "codebook.dic": b"%"}


def test_a_run_that_changed_nothing_adds_nothing(add, tmp_path):
    first, second, changed = add(), add(), add(shares=b"2")
    assert first == second != changed
    assert runs(tmp_path) == [first, changed]
    assert add() == first  # changed back: a run of its own, whose tables are there already
    assert runs(tmp_path) == [first, changed, first]
    history = tmp_path / "geneva/history"
    assert {path.name for path in history.iterdir()} == {first, changed, "index.json"}


def test_other_texts_and_another_codebook_are_other_runs(add):
    names = [add(), add(texts="u" * 64), add(codebook="d" * 64)]
    assert len(set(names)) == 3
    assert names[0].split("-")[2] == names[1].split("-")[2]


def test_several_codebooks_and_none(add, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_bytes(b"name")
    history = tmp_path / "geneva/history"
    name = add(codebooks=[tmp_path / "book.dic", other])
    assert (history / name / "codebook-1.dic").read_bytes() == b"%"
    assert (history / name / "codebook-2.yaml").read_bytes() == b"name"
    name = add(shares=b"of tables that hold their codebook", codebooks=[])
    assert not list((history / name).glob("codebook*"))


UNREADABLE = (
    "warning: history/index.json: found no list of runs that can be read; "
    "expected the runs in their order; they are now in that of the alphabet\n"
)


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"runs": 5}', "\x00", "[" * 200_000])
def test_an_index_that_cannot_be_read_is_made_anew_and_it_is_said(add, tmp_path, capsys, damage):
    first, second = add(), add(shares=b"2")
    assert capsys.readouterr() == ("", "")
    (tmp_path / "geneva/history/index.json").write_text(damage)
    third = add(shares=b"3")
    assert runs(tmp_path) == [*sorted([first, second]), third]
    assert capsys.readouterr() == ("", UNREADABLE)
    add(shares=b"4")
    assert capsys.readouterr() == ("", "")


def test_a_run_that_changed_nothing_makes_a_damaged_index_anew(add, tmp_path, capsys):
    shares = {add(shares=content): content for content in (b"1", b"2")}
    names = sorted(shares)
    (tmp_path / "geneva/history/index.json").write_text("[")
    assert [run.name for run in list_runs(tmp_path / "geneva")] == names
    assert capsys.readouterr() == ("", UNREADABLE)
    add(shares=shares[names[-1]])  # the last run, as it seems
    assert capsys.readouterr() == ("", UNREADABLE)
    assert runs(tmp_path) == names


def test_an_index_that_is_a_pipe_is_not_waited_for(add, tmp_path):
    name = add()
    index = tmp_path / "geneva/history/index.json"
    index.unlink()
    os.mkfifo(index)
    assert [run.name for run in list_runs(tmp_path / "geneva")] == [name]

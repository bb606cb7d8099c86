"""What notebooks work on: the tables of a study are the study, as far as they fit, and say how far that is."""

import hashlib
import json
from dataclasses import fields, replace

import pandas as pd
import pytest
from test_notebooks import PATHS, each, run_here

from analysis import InputError, read_codebook
from analysis.cli import main
from analysis.corpus import read_corpus
from analysis.measures.groups import group_shares
from analysis.provenance import tables_record
from analysis.tables import TEXT

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from analysis.large.run import write_tables

CODEBOOK = """\
name: Rights
version: "2"
language: en
themes:
  topic: {themes: {rights: {patterns: ["right*"], not: ["right away"]}, poverty: {patterns: [poverty]}}}
  actor: {themes: {states: {patterns: ["state*"]}}}
  tone: {patterns: [must, should]}
"""
STUDY = {
    "study.yaml": "groups: [outlet]\ntime: year\nlanguage: en\n",
    "codebook.yaml": CODEBOOK,
    "metadata.csv": "doc_id,outlet,year,note\na,Post,1999,007\nb,Post,2001,\nc,Times,1999,\nd,,2003,NA\n",
    "a.txt": "Aims\n\nStates must protect rights. Poverty fell.\n\nLater\n\nNothing here.",
    "b.txt": "States should act right away. Rights, again.",
    "c.txt": "Poverty is a matter of rights; a state must act.",
    "d.txt": "Nothing.",
}
WHOLE = "The shares by theme, outlet are of all texts, all else is of those shown."


@pytest.fixture
def study(write):
    pairs = [part for name, text in STUDY.items() for part in (f"study/{name}", text)]
    return write(*pairs) / "study"


@pytest.fixture
def tables(study, tmp_path):
    write_tables(study, read_codebook(study / "codebook.yaml"), tmp_path / "tables", batch=1)
    return tmp_path / "tables"


def assert_same_codebook(one, other) -> None:
    for field in fields(one):
        first, second = getattr(one, field.name), getattr(other, field.name)
        if isinstance(first, pd.DataFrame):
            pd.testing.assert_frame_equal(first, second)
        else:
            assert first == second


def test_the_tables_are_the_study_but_for_the_texts(study, tables):
    one, other = read_corpus(study), read_corpus(tables)
    pd.testing.assert_frame_equal(one.documents.drop(columns="text"), other.documents)
    for name in ("sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert_same_codebook(one.codebook, other.codebook)
    assert one.groups == other.groups == ("outlet",)
    assert one.time == other.time == "year"
    assert one.says == other.says == "4 texts, 7 sentences, 11 hits"
    assert (list(one.by_group), list(other.by_group)) == ([], ["outlet"])
    for column in ("outlet", "year"):
        pd.testing.assert_frame_equal(one.shares_by(column), other.shares_by(column))


def test_it_says_what_is_shown_and_the_shares_stay_those_of_all(study, tables):
    every, some = read_corpus(study), read_corpus(tables, most=8)
    assert some.documents["doc_id"].tolist() == ["a", "d"]
    assert (
        some.says
        == f"Shown: 2 of 4 texts, 4 of 7 sentences, 4 of 11 hits,\nin 2 of 4 parts at even distances.\n{WHOLE}"
    )
    pd.testing.assert_frame_equal(some.shares, every.shares)
    pd.testing.assert_frame_equal(some.shares_by("outlet"), every.shares_by("outlet"))
    made = some.sentences, some.hits, some.codebook, some.documents
    pd.testing.assert_frame_equal(some.shares_by("year"), group_shares(*made, "year"))


def test_a_codebook_comes_back_with_all_that_it_has(study, tmp_path):
    own = read_codebook(study / "codebook.yaml")
    themes = own.themes.assign(color=pd.Series(["#46AA00", *[""] * 5], dtype=TEXT))
    patterns = own.patterns.assign(weight=[0.5, *[float("nan")] * 5])
    codebook = replace(
        own,
        themes=themes,
        patterns=patterns,
        language="mul",
        notes=("one", "zwei “3”"),
        joined=True,
    )
    write_tables(study, codebook, tmp_path / "out")
    assert_same_codebook(read_corpus(tmp_path / "out").codebook, codebook)


def test_another_codebook_is_refused_and_the_same_one_is_not(study, tables, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(CODEBOOK.replace('"2"', '"3"'))
    assert read_corpus(tables, str(study / "codebook.yaml")).says == "4 texts, 7 sentences, 11 hits"
    sha256 = hashlib.sha256(CODEBOOK.encode()).hexdigest()
    with pytest.raises(InputError) as caught:
        read_corpus(tables, str(other))
    assert str(caught.value) == (
        f"{tables}: found tables made with another codebook (Rights, sha256 {sha256[:16]} …); "
        "expected that one, or none named; make other tables for another"
    )


def test_tables_that_are_not_complete_are_refused(tables):
    record = json.loads((tables / "provenance.json").read_text())
    (tables / "provenance.json").write_text(json.dumps({**record, "complete": False}))
    with pytest.raises(
        InputError, match="found tables that are not complete; expected the folder of a run of"
    ):
        read_corpus(tables)


def test_a_study_that_has_a_journal_is_no_table(study):
    (study / "journal").mkdir()
    (study / "provenance.json").write_text('{"study": "letters"}')
    assert tables_record(study) == {}


@pytest.mark.parametrize("most", [8, 1_000_000])
@each
def test_every_notebook_runs_on_tables(name, most, study, tables, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    monkeypatch.setattr(
        "analysis.corpus.read_corpus", lambda study, codebook: read_corpus(study, codebook, most)
    )
    shown = run_here(name, monkeypatch, tables, tmp_path / "out")
    assert all(
        (tmp_path / f"out/tables/charts/{chart}.svg").stat().st_size for chart in shown[-1].charts
    )
    assert shown[-1].charts
    if name == "05-groups":
        assert shown[-1].charts == ("by-outlet", "over-time")
        by_outlet = pd.read_csv(tmp_path / "out/tables/tables/shares-by-outlet.csv")
        assert by_outlet.drop_duplicates("outlet")["n_documents"].tolist() == [
            2,
            1,
            1,
        ]  # of all, however many are shown


def test_a_run_on_tables_records_what_they_were_made_from(tables, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WORKBOOK_OUT")
    monkeypatch.chdir(tmp_path)
    assert main(["run", "tables", "--only", "sentences"]) == 0
    said = capsys.readouterr()
    assert (said.out.splitlines()[-1], said.err) == ("results: exports/tables", "")
    made = json.loads((tmp_path / "exports/tables/provenance.json").read_text())
    sha256 = hashlib.sha256((tables / "provenance.json").read_bytes()).hexdigest()
    texts = {"n": 4, "shown": 4, "study": "../study", "tables_sha256": sha256}
    assert (made["study"], made["texts"]) == ("../../tables", texts)
    assert made["codebook"]["sha256"] == tables_record(tables)["codebook"]["sha256"]
    chart = json.loads((tmp_path / "exports/tables/charts/sentence-lengths.json").read_text())
    assert chart["provenance"]["texts"] == texts
    assert PATHS[0].name in {
        path.name for path in (tmp_path / "exports/tables/notebooks").iterdir()
    }


def test_check_says_that_these_are_tables(tables, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "tables"]) == 0
    assert capsys.readouterr().out == "tables: tables: 4 texts, 7 sentences, 11 hits: no faults\n"
    (tmp_path / "other.yaml").write_text(CODEBOOK + "  law: {patterns: [law]}\n")
    assert main(["check", "tables", "--codebook", "other.yaml"]) == 2
    said = capsys.readouterr().out
    assert said.startswith("severity  place")
    assert said.endswith("tables: nothing read: 1 error\n")

"""Opening a study: a folder, one file, or tables made before, read in full or in part."""

import hashlib
import json
from dataclasses import fields, replace

import pandas as pd
import pytest
from test_notebooks import each, run_here

from analysis import InputError, InputWarning, Study, charts, open_study, read_codebook
from analysis.cli import main
from analysis.measures.groups import group_shares
from analysis.provenance import tables_record
from analysis.sealed import seal
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
WHOLE = "The shares by theme, outlet cover all texts; everything else covers only those shown."


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


def test_the_repr_of_a_study_is_one_line(study):
    assert repr(open_study(study)) == (
        "study: 4 texts, 7 sentences, 11 hits; codebook: Rights, version 2"
    )


def test_each_table_is_made_once_and_kept(study):
    opened = open_study(study)
    assert opened.hits is opened.hits
    assert opened.sentences is opened.sentences


def test_one_file_is_a_study_with_a_named_codebook(study):
    opened = open_study(study / "b.txt", study / "codebook.yaml")
    assert opened.documents["doc_id"].tolist() == ["b"]
    assert opened.hits["match"].tolist() == ["States", "should", "Rights"]


def test_a_missing_study_is_refused_at_once(tmp_path):
    with pytest.raises(InputError, match="found no such folder or file"):
        open_study(tmp_path / "nowhere")


def test_a_fault_of_the_codebook_is_raised_when_the_codebook_is_asked_for(study):
    (study / "codebook.yaml").write_text(CODEBOOK + "more: 1\n")
    opened = open_study(study)
    assert len(opened.sentences) == 7
    with pytest.raises(InputError, match=r"codebook\.yaml"):
        opened.hits  # noqa: B018


def test_warnings_are_shown_when_a_table_is_made_and_kept_in_the_report(study):
    (study / "picture.png").write_bytes(b"")
    opened = open_study(study)
    with pytest.warns(InputWarning, match=r"picture\.png"):
        opened.documents  # noqa: B018
    assert [fault.file for fault in opened.report.warnings] == ["picture.png"]
    assert opened.left_out["path"].tolist() == ["picture.png"]


def test_where_keeps_some_texts_with_their_sentences_and_hits(study):
    opened = open_study(study)
    post = opened.where(outlet="Post")
    assert post.documents["doc_id"].tolist() == ["a", "b"]
    assert set(post.hits["doc_id"]) == set(post.sentences["doc_id"]) == {"a", "b"}
    assert post.where(year=[2001, 2003]).documents["doc_id"].tolist() == ["b"]
    assert len(opened.documents) == 4
    shares = opened.where(year=1999).shares().set_index("theme")
    assert shares.loc["topic/rights", ["n_sentences_hit", "n_sentences"]].tolist() == [2, 4]


def test_where_takes_any_list_of_values_and_what_is_missing(study):
    opened = open_study(study)
    for years in (range(2000, 2004), pd.Series([2001, 2003]), {2001, 2003}):
        assert opened.where(year=years).documents["doc_id"].tolist() == ["b", "d"]
    documents = opened.documents.copy()
    documents.loc[0, "year"] = pd.NA
    parts = {"documents": documents, "codebook": opened.codebook}
    part = Study(opened.path, parts=parts).where(year=None)
    assert part.documents["doc_id"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"outlets": "Post"}, "where: found no column 'outlets'; expected 'outlet'"),
        ({"outlet": "post"}, "where: found no text with outlet = 'post'; expected 'Post'"),
        (
            {"year": "1999"},
            "where: found no text with year = '1999'; expected a value of the column's type, int64",
        ),
    ],
)
def test_where_names_an_unknown_column_or_value(study, values, said):
    with pytest.raises(InputError) as caught:
        open_study(study).where(**values)
    assert str(caught.value) == said


def test_a_study_is_compared_with_the_same_texts_under_another_codebook(study, tmp_path):
    (tmp_path / "old.yaml").write_text(CODEBOOK.replace("must, should", "must"))
    now = open_study(study)
    before = now.with_codebook(tmp_path / "old.yaml")
    assert before.sentences is now.sentences
    compared = now.compare(before)
    gained = compared.themes.set_index("theme")["n_gained"]
    assert gained[gained > 0].to_dict() == {"tone": 1}
    assert compared.patterns[["pattern", "n_sentences"]].to_numpy().tolist() == [["should", 1]]
    assert before.compare(now.coded).themes["n_lost"].sum() == 1


def test_check_reads_each_part_as_far_as_the_others_allow(study):
    (study / "codebook.yaml").write_text(CODEBOOK + "more: 1\n")
    (study / "e.txt").write_bytes(b"")
    (study / "study.yaml").write_text("language: en\ngroups: [outlets]\n")
    report = Study(study).check()
    assert [fault.file for fault in report.errors] == ["e.txt", "codebook.yaml"]
    (study / "e.txt").write_text("The end.")
    report = Study(study).check()
    assert {fault.file for fault in report.errors} == {"codebook.yaml", "study.yaml"}
    assert "study.yaml, groups" in [fault.place for fault in report.errors]


def test_tables_made_before_equal_the_study_without_its_texts(study, tables):
    one, other = open_study(study), open_study(tables)
    pd.testing.assert_frame_equal(one.documents.drop(columns="text"), other.documents)
    for name in ("sentences", "hits"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    pd.testing.assert_frame_equal(one.shares(), other.shares())
    assert_same_codebook(one.codebook, other.codebook)
    assert one.settings.groups == other.settings.groups == ("outlet",)
    assert one.settings.time == other.settings.time == "year"
    assert one.scope == other.scope == "4 texts, 7 sentences, 11 hits"
    for column in ("outlet", "year"):
        pd.testing.assert_frame_equal(one.group_shares(column), other.group_shares(column))


def test_the_scope_is_stated_and_the_shares_remain_those_of_all_texts(study, tables, monkeypatch):
    every = open_study(study)
    monkeypatch.setattr("analysis.study.MOST_ROWS", 8)
    some = open_study(tables)
    assert some.documents["doc_id"].tolist() == ["a", "d"]
    assert some.scope == (
        "Shown: 2 of 4 texts, 4 of 7 sentences, 4 of 11 hits,\n"
        f"in 2 of 4 parts at even distances.\n{WHOLE}"
    )
    pd.testing.assert_frame_equal(some.shares(), every.shares())
    pd.testing.assert_frame_equal(some.group_shares("outlet"), every.group_shares("outlet"))
    made = some.sentences, some.hits, some.codebook, some.documents
    pd.testing.assert_frame_equal(some.group_shares("year"), group_shares(*made, "year"))


def test_intervals_of_tables_made_before(study, tables, monkeypatch):
    one, other = open_study(study), open_study(tables)
    pd.testing.assert_frame_equal(one.shares(draws=50), other.shares(draws=50))
    of_groups = [opened.group_shares("outlet", draws=50) for opened in (one, other)]
    pd.testing.assert_frame_equal(*of_groups)
    # Where only some of the texts were read, the shares are of all, and nothing can be resampled.
    monkeypatch.setattr("analysis.study.MOST_ROWS", 8)
    some = open_study(tables)
    shares, whole = some.shares(draws=50), one.shares(draws=50)
    assert shares["n_sentences"].equals(whole["n_sentences"])
    assert shares.columns.equals(whole.columns)
    assert set(shares["resampled"]) == {""}
    assert shares[["low", "high"]].isna().all(axis=None)
    by_group = some.group_shares("outlet", draws=50)
    assert by_group.dtypes.equals(of_groups[0].dtypes)
    assert by_group["difference"].equals(of_groups[0]["difference"])
    assert by_group["difference_low"].isna().all()


def test_measures_pass_draws_and_seed_on(study):
    opened = open_study(study)
    for draws in (0, 30):
        options = {"draws": draws, "seed": 3}
        tables = [
            opened.shares(by="section", **options),
            opened.group_shares("outlet", **options),
            opened.largest_groups("outlet", limit=1, **options),
            opened.group_differences("outlet", **options),
            opened.shares_over_time("year", **options),
        ]
        assert {"low" in table for table in tables} == {draws > 0}
    compared = opened.compare_intervals(draws=30)
    assert compared["naive_low"].notna().all()


def test_a_codebook_is_read_back_from_tables_completely(study, tmp_path):
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
    assert_same_codebook(open_study(tmp_path / "out").codebook, codebook)


def test_tables_accept_only_the_codebook_they_were_made_with(study, tables, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(CODEBOOK.replace('"2"', '"3"'))
    assert open_study(tables, study / "codebook.yaml").scope == "4 texts, 7 sentences, 11 hits"
    sha256 = hashlib.sha256(CODEBOOK.encode()).hexdigest()
    with pytest.raises(InputError) as caught:
        open_study(tables, other)
    assert str(caught.value) == (
        f"{tables}: found tables made with another codebook (Rights, sha256 {sha256[:16]} …); "
        "expected that codebook, or none named; make other tables for another codebook"
    )


def test_tables_that_are_not_complete_are_refused(tables):
    record = json.loads((tables / "provenance.json").read_text())
    (tables / "provenance.json").write_text(json.dumps(seal({**record, "complete": False})))
    with pytest.raises(
        InputError, match="found tables that are not complete; expected the folder of a run of"
    ):
        open_study(tables)


def test_a_study_with_a_folder_named_journal_is_not_taken_for_tables(study):
    (study / "journal").mkdir()
    (study / "provenance.json").write_text('{"study": "letters"}')
    assert tables_record(study) == {}


@pytest.mark.parametrize("most", [8, 1_000_000])
@each
def test_every_notebook_runs_on_tables(name, most, study, tables, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    monkeypatch.setattr("analysis.study.MOST_ROWS", most)
    shown = run_here(name, monkeypatch, tables, tmp_path / "out")
    assert all(
        (tmp_path / f"out/tables/charts/{chart}.svg").stat().st_size for chart in shown[-1].charts
    )
    assert bool(shown[-1].charts) == (name != "08-coders")  # which needs two coders
    if name == "05-groups":
        assert shown[-1].charts == ("by-outlet", "deviation-outlet", "over-time")
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
    assert "01-sentences.ipynb" in {
        path.name for path in (tmp_path / "exports/tables/notebooks").iterdir()
    }


def test_tables_that_do_not_fit_into_memory_are_not_compared(tables, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.study.MOST_ROWS", 5)
    monkeypatch.chdir(tmp_path)
    assert main(["compare", str(tables), "--out", "o"]) == 2
    said = capsys.readouterr().err
    assert "of 4 texts fit into memory; expected a study that fits into memory" in said


def test_check_reports_that_a_folder_holds_tables(tables, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "tables"]) == 0
    said = capsys.readouterr().out
    assert said.endswith("tables: tables: 4 texts, 7 sentences, 11 hits: no faults, 1 note\n")
    assert "check the study that they were" in said
    (tmp_path / "other.yaml").write_text(CODEBOOK + "  law: {patterns: [law]}\n")
    assert main(["check", "tables", "--codebook", "other.yaml"]) == 2
    said = capsys.readouterr().out
    assert said.startswith("severity  subject")
    assert "tables: nothing read: 1 error; first: tables: tables made with another codebook" in said


def test_pictures_of_a_text_of_50_000_sentences_are_small(write):
    """The notebook took 87 seconds and 1.3 GB, and its picture had 18 MB."""
    text = "States must protect rights. Poverty fell. Nothing happened.\n\n" * 16_667
    study = open_study(write("codebook.yaml", CODEBOOK, "a.txt", text))
    reading_map = charts.reading_map(study.reading_map(), n_texts=1)
    assert "The chart shows 1,000 of 50,001 sentences, the first ones" in reading_map.caption
    dispersion = charts.dispersion_plot(study.positions())
    for chart in (reading_map, dispersion):
        assert len(chart.render("svg")) < 1_000_000


def test_a_limit_is_a_whole_number_from_0_on(study):
    study = open_study(study)
    limited = {
        "near_misses": lambda: study.near_misses(limit=-1),
        "leading_themes": lambda: study.leading_themes(-1),
        "top_groups": lambda: study.largest_groups("section", 1.5),
        "evidence": lambda: study.evidence("topic", limit=-1),
        "concordance": lambda: study.concordance("right*", limit="a"),
    }
    for name, make in limited.items():
        with pytest.raises(InputError, match=f"{name}, limit: found .*; expected"):
            make()


def test_a_group_of_texts_has_a_method_of_its_own(study):
    opened = open_study(study)
    with pytest.raises(InputError) as error:
        opened.shares(by=["section", "outlet"])
    assert str(error.value) == (
        "shares, by: found the metadata column 'outlet'; "
        'expected a column of the sentences; use study.group_shares("outlet")'
    )
    columns = ", ".join(map(repr, opened.sentences.columns))
    with pytest.raises(InputError, match=f"no column 'xyz' among {columns}; "):
        opened.shares(by="xyz")

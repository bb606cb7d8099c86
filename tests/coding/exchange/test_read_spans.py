"""`codings/spans.csv` is read and checked."""

import pytest

from analysis import InputError
from analysis.study import open_study
from analysis.tables import SPANS

BOOK = 'name: B\nversion: "1"\nthemes:\n  aid: {patterns: [aid]}\n'
TEXT = "🙂 Aid helps. Debt falls."
HEAD = "doc_id,start,end,coder,theme,memo,text\n"


def study_with(write, rows: str, head: str = HEAD):
    return open_study(write("a.txt", TEXT, "codebook.yaml", BOOK, "codings/spans.csv", head + rows))


def test_spans_are_a_table(write):
    found = study_with(write, "a,2,5,Ann,aid,why?,Aid\na,0,12,Bob,aid,,\n").spans
    assert list(found) == list(SPANS.columns)
    assert found["memo"].tolist() == ["why?", ""]
    assert found["start"].tolist() == [2, 0]
    assert found.dtypes.astype(str).to_dict() == SPANS.empty().dtypes.astype(str).to_dict()


def test_memo_and_text_can_be_missing(write):
    found = study_with(write, "a,2,5,Ann,aid\n", "doc_id,start,end,coder,theme\n").spans
    assert found[["start", "memo"]].to_numpy().tolist() == [[2, ""]]


def test_a_study_without_spans_has_an_empty_table(write):
    found = open_study(write("a.txt", TEXT, "codebook.yaml", BOOK)).spans
    assert found.empty
    assert list(found) == list(SPANS.columns)


def test_spans_are_no_codings_of_a_coder(write):
    assert study_with(write, "a,2,5,Ann,aid,,\n").codings.empty


def test_spans_of_some_texts(write):
    write("b.txt", TEXT, "metadata.csv", "doc_id,kind\na,x\nb,y\n")
    study = study_with(write, "a,2,5,Ann,aid,,\nb,2,5,Ann,aid,,\n")
    assert study.where(kind="y").spans["doc_id"].tolist() == ["b"]


def test_themes_that_the_codebook_lacks_are_left_out(write):
    study = study_with(write, "a,2,5,Ann,aid,,\na,2,5,Ann,gone,,\n")
    with pytest.warns(
        UserWarning, match=r"codings/spans\.csv: found 1 theme that the codebook lacks"
    ):
        assert study.spans["theme"].tolist() == ["aid"]


FAULTS = {
    "b,2,5,Ann,aid,,": "line 2: found the doc_id 'b'; expected 'a'",
    "a,x,5,Ann,aid,,": "line 2: found 'x' to '5'; expected two whole numbers",
    "a,5,5,Ann,aid,,": "line 2: found 5 to 5 in 'a'; expected a start before the end, and an end of at most 24",
    "a,2,25,Ann,aid,,": "line 2: found 2 to 25 in 'a'",
    "a,2,5,Ann,aid,,aid": "line 2: found 'aid' from 2 to 5 of 'a'; expected 'Aid'",
    "a,2,5,,aid,,": "line 2: found a blank coder; expected a coder",
    "a,2,5,Ann,,,": "line 2: found a blank theme; expected a theme",
    "a,2,5,Ann,aid,,\na,2,5,Ann,aid,x,": "line 3: found 'aid' again by 'Ann' from 2 to 5 of 'a'; expected each span once",
}  # fmt: skip


@pytest.mark.parametrize("rows", FAULTS)
def test_faults_are_named(write, rows):
    study = study_with(write, f"{rows}\n")
    with pytest.raises(InputError) as raised:
        study.spans  # noqa: B018
    assert f"codings/spans.csv, {FAULTS[rows]}" in str(raised.value)
    assert len(study.check().errors) == 1


def test_a_missing_column_is_named(write):
    study = study_with(write, "a,2,5,Ann\n", "doc_id,start,end,coder\n")
    with pytest.raises(InputError, match=r"codings/spans\.csv, line 1: found no column 'theme'"):
        study.spans  # noqa: B018

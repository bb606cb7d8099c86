"""Memos of coders: each once, with its sentence, and from every place where one can be written."""

import pandas as pd
import pytest
import tiny

from analysis import InputError, open_study
from analysis.coding.memos import list_memos, with_memos
from analysis.tables import CODINGS, MEMOS, SPANS

SENTENCES = pd.concat(
    [
        tiny.sentences("States must protect rights.", "Poverty fell."),
        tiny.sentences("Aid came.", doc_id="b"),
    ],
    ignore_index=True,
)
PLACE = SENTENCES.set_index(["doc_id", "sent_id"])


def codings(*rows):
    return CODINGS.frame(pd.DataFrame(rows, columns=list(CODINGS.columns)))


def spans(*rows):
    return SPANS.frame(pd.DataFrame(rows, columns=list(SPANS.columns)))


def listed(*args):
    return tiny.rows(list_memos(*args), "doc_id", "sent_id", "coder", "themes", "memo")


def test_memos_on_codings_and_sentences_are_listed_in_the_order_of_the_texts():
    coded = codings(
        ("b", 1, "A", "", "which kind?"),
        ("a", 2, "B", "tone", "too soft"),
        ("a", 2, "A", "poverty", "fell by\nhow much?"),
        ("a", 1, "A", "rights", ""),
        ("a", 1, "B", "rights", "  "),
    )
    assert listed(coded, SENTENCES) == [
        ["a", 2, "A", "poverty", "fell by\nhow much?"],
        ["a", 2, "B", "tone", "too soft"],
        ["b", 1, "A", "", "which kind?"],
    ]
    first = list_memos(coded, SENTENCES).iloc[0]
    assert first["sentence"] == "Poverty fell."
    assert [first["start"], first["end"]] == PLACE.loc[("a", 2), ["start", "end"]].tolist()


def test_a_memo_that_a_sheet_repeats_for_each_theme_is_one():
    coded = codings(("a", 1, "A", "rights", "hm"), ("a", 1, "A", "tone", "hm"))
    assert listed(coded, SENTENCES) == [["a", 1, "A", "rights\ntone", "hm"]]
    coded = codings(("a", 1, "A", "rights", "hm"), ("a", 1, "A", "tone", "well"))
    assert [row[3:] for row in listed(coded, SENTENCES)] == [["rights", "hm"], ["tone", "well"]]


def test_a_memo_on_a_span_has_its_offsets_and_is_not_repeated_by_its_codings():
    start, end = PLACE.loc[("a", 1), "start"] + 7, PLACE.loc[("a", 2), "end"]
    of_spans = spans(
        ("a", start, end, "A", "rights", "over both"), ("a", start, start + 4, "B", "tone", "must")
    )
    coded = codings(
        ("a", 1, "A", "rights", "over both"),
        ("a", 2, "A", "rights", "over both"),
        ("b", 1, "A", "rights", "over both"),  # of another text, so another memo
        ("a", 2, "B", "tone", "must"),  # the span does not reach into it
    )
    table = list_memos(coded, SENTENCES, of_spans)
    assert tiny.rows(table, "doc_id", "sent_id", "coder", "memo") == [
        ["a", 1, "B", "must"],
        ["a", 1, "A", "over both"],
        ["a", 2, "B", "must"],
        ["b", 1, "A", "over both"],
    ]
    assert table["start"].tolist()[:2] == [start, start]
    assert table["end"].tolist()[:2] == [start + 4, end]


def test_a_span_between_two_sentences_goes_with_the_next():
    start = PLACE.loc[("a", 1), "end"]
    table = list_memos(CODINGS.empty(), SENTENCES, spans(("a", start, start + 1, "A", "t", "gap")))
    assert tiny.rows(table, "sent_id", "start", "memo") == [[2, start, "gap"]]


def test_nothing_noted_has_a_table_of_the_same_types():
    for of_spans in (None, SPANS.empty()):
        empty = list_memos(CODINGS.empty(), SENTENCES, of_spans)
        pd.testing.assert_frame_equal(empty, MEMOS.empty())
        assert "memos" not in with_memos(SENTENCES, empty)


def test_memos_stand_beside_sentences_with_their_coders():
    memos = list_memos(
        codings(("a", 2, "A", "tone", "one\ntwo"), ("a", 2, "B", "", "x")), SENTENCES
    )
    before = SENTENCES.copy()
    table = with_memos(SENTENCES, memos)
    assert table["memos"].tolist() == ["", "A: one two\nB: x", ""]
    assert table.columns.get_loc("memos") + 1 == table.columns.get_loc("sentence")
    assert table["memos"].dtype == "str"
    pd.testing.assert_frame_equal(SENTENCES, before)
    assert with_memos(SENTENCES[["doc_id", "sent_id"]], memos).columns[-1] == "memos"


def test_codings_without_memos_are_a_fault():
    with pytest.raises(InputError, match="found no column 'memo'"):
        list_memos(CODINGS.empty().drop(columns="memo"), SENTENCES)


# -- a study -------------------------------------------------------------------------------------

CODEBOOK = "name: T\nversion: '1'\nthemes:\n  aid: {label: Aid, patterns: [aid]}\n"
HEADER = "doc_id,sent_id,theme,memo\n"


@pytest.fixture
def study(write):
    return open_study(
        write(
            "codebook.yaml", CODEBOOK,
            "a.txt", "Aid came. Loans came.",
            "codings/A.csv", f"{HEADER}a,1,aid,as grants\na,2,,\n",
            "codings/B.csv", f'{HEADER}a,1,,"who gave it,\nand why?"\na,2,aid,loans are aid\n',
            "codings/final.csv", f"{HEADER}a,1,aid,\na,2,aid,see the handbook\n",
        )
    )  # fmt: skip


def test_memos_of_a_study_are_those_of_coders_and_of_who_settled_their_differences(study):
    assert tiny.rows(study.memos(), "sent_id", "coder", "themes", "memo") == [
        [1, "A", "aid", "as grants"],
        [1, "B", "", "who gave it,\nand why?"],
        [2, "B", "aid", "loans are aid"],
        [2, "final", "aid", "see the handbook"],
    ]


def test_memos_on_spans_of_a_study_are_among_them(study):
    folder = study.path / "codings"
    header = "doc_id,start,end,coder,theme,memo,text"
    (folder / "spans.csv").write_text(f"{header}\na,10,15,C,aid,these?,Loans\n")
    memos = open_study(study.path).memos()
    of_span = memos[memos["coder"] == "C"]
    assert tiny.rows(of_span, "sent_id", "start", "end", "memo") == [[2, 10, 15, "these?"]]


def test_evidence_and_disagreements_of_a_study_have_its_memos(study):
    assert str(study.evidence("aid")).endswith(
        "⟦Aid⟧ came.\n  Memo by A on Aid: as grants\n  Memo by B: who gave it, and why?"
    )
    assert tiny.rows(study.disagreements(), "sent_id", "who", "memos") == [
        [2, "missed by the patterns", "B: loans are aid\nfinal: see the handbook"]
    ]


def test_a_part_of_a_study_has_its_own_memos(study):
    assert len(study.where(doc_id="a").memos()) == 4

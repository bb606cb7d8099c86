"""The sentences on which coders differ: worked by hand, and what always holds of them."""

import pandas as pd
import pytest
import tiny
from coders import LETTERS, WORDS, code, many_codings
from hypothesis import given, settings

from analysis import InputError, agreement_counts
from analysis.coding.differences_of_coders import coder_differences
from analysis.tables import CODER_DIFFERENCES

SENTENCES = tiny.sentences(*[f"Sentence {n}." for n in range(1, 8)])

THREE = code(
    A=["aid", "aid", "nature/water aid", "", "nature", "aid", None],
    B=["aid", "", "nature/air aid", "", "nature/water", None, ""],
    C=[None, "", "nature/water aid", "aid", None, None, None],
)


def test_three_coders_with_gaps_worked_by_hand():
    table = coder_differences(THREE, WORDS, SENTENCES)
    assert list(table.columns) == list(CODER_DIFFERENCES.columns)
    # Sentence 3: B differs from A and from C on water and on air; all of them gave a theme below
    # nature. In 2 and in 4, one differs from the other two. All agree on sentence 1, and only one
    # of them read 6 and 7.
    assert tiny.rows(table, "sent_id", "n_coders", "n_differences", "agreed", "differing") == [
        [3, 3, 4, "aid\nnature", "nature/water\nnature/air"],
        [2, 3, 2, "", "aid"],
        [4, 3, 2, "", "aid"],
        [5, 2, 1, "nature", "nature/water"],
    ]
    assert table["given"].tolist() == [
        "A: Aid; Water\nB: Aid; Air\nC: Aid; Water",
        "A: Aid\nB: (no theme)\nC: (no theme)",
        "A: (no theme)\nB: (no theme)\nC: Aid",
        "A: Nature\nB: Water",
    ]
    assert table["further"].tolist() == [
        "A: Water\nB: Air\nC: Water",
        "A: Aid\nB: (no theme)\nC: (no theme)",
        "A: (no theme)\nB: (no theme)\nC: Aid",
        "A: –\nB: Water",
    ]
    assert table["sentence"].tolist() == [
        "Sentence 3.",
        "Sentence 2.",
        "Sentence 4.",
        "Sentence 5.",
    ]
    assert (table["memos"] == "").all()


def test_what_all_gave_is_listed_without_the_themes_above_it():
    codings = code(A=["nature/water nature", ""], B=["nature/water aid", ""])
    (row,) = coder_differences(codings, WORDS, SENTENCES).itertuples()
    assert (row.agreed, row.differing) == ("nature/water", "aid")


def test_memos_and_doubts_are_those_of_each_coder_once():
    codings = code(A=["aid nature/air"], B=[""])
    codings["memo"] = ["whose aid?\nours", "whose aid?\nours", "no aid"]
    codings["unsure"] = [True, True, False]
    (row,) = coder_differences(codings, WORDS, SENTENCES).itertuples()
    assert row.memos == "A: whose aid? ours\nB: no aid"
    assert row.unsure == "A"


def test_a_label_that_two_themes_share_is_written_as_ids():
    codebook = tiny.codebook({"a/x": ["x"], "b/x": ["x"], "b/y": ["y"]})
    (row,) = coder_differences(code(A=["a/x"], B=["b/y"]), codebook, SENTENCES).itertuples()
    assert row.given == "A: a/x\nB: Y"


def test_ties_are_in_the_order_of_the_sentences_and_only_these_are_listed():
    codings = code(A=["aid", "aid", "aid"], B=["", "", ""])
    backwards = SENTENCES.iloc[[2, 0]]
    assert coder_differences(codings, WORDS, backwards)["sent_id"].tolist() == [3, 1]


@pytest.mark.parametrize(
    "codings",
    [
        THREE.head(0),
        code(A=["aid", ""]),
        code(A=["aid"]).drop(columns="coder"),
        code(A=[""], B=[""]),
    ],
    ids=["nothing", "one coder", "no column of coders", "no theme"],
)
def test_without_a_difference_the_table_is_empty_with_the_same_types(codings):
    full = coder_differences(THREE, WORDS, SENTENCES)
    assert tiny.same_types(full, coder_differences(codings, WORDS, SENTENCES))


def test_a_theme_that_is_not_in_the_codebook_is_a_fault():
    with pytest.raises(InputError, match="the theme 'aids'; expected 'aid'"):
        coder_differences(code(A=["aids"], B=["aid"]), WORDS, SENTENCES)


@settings(max_examples=60)
@given(codings=many_codings())
def test_its_differences_are_those_of_the_counts_of_agreement(codings):
    table = coder_differences(codings, LETTERS, SENTENCES)
    counts = agreement_counts(codings, LETTERS)
    of_all = counts[counts["theme"] == ""]
    assert table["n_differences"].sum() == of_all[["n_only_a", "n_only_b"]].sum(axis=None)
    assert (table["n_differences"] > 0).all()


@settings(max_examples=40)
@given(codings=many_codings())
def test_coders_who_give_the_same_do_not_differ(codings):
    one = codings[codings["coder"] == codings["coder"].min()]
    again = [one.assign(coder=name) for name in ("A", "B", "C")]
    assert coder_differences(pd.concat(again), LETTERS, SENTENCES).empty


@settings(max_examples=40)
@given(codings=many_codings())
def test_the_names_of_coders_make_no_difference(codings):
    names = dict(zip("ABCD", "DCBA", strict=True))
    renamed = codings.assign(coder=codings["coder"].map(names))
    columns = ["sent_id", "n_coders", "n_differences", "agreed", "differing"]
    before = coder_differences(codings, LETTERS, SENTENCES)
    after = coder_differences(renamed, LETTERS, SENTENCES)
    assert tiny.rows(before, *columns) == tiny.rows(after, *columns)

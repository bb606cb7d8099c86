"""Keyness: terms of a target against a reference, by hand and against a plain count."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.faults import InputError
from analysis.measures.keyness import distinctive_terms, keyness
from analysis.tables import KEYNESS


def corpus(*texts: str) -> pd.DataFrame:
    doc_ids = [f"text-{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "sentence": list(texts)})


def test_quanteda():
    # quanteda.textstats, tests/testthat/test-textstat_keyness.R: G² of the feature b
    table = keyness(corpus("b b b b b b b a a a", "a a a a a a a b b"), [True, False])
    assert table["term"].tolist() == ["a", "b"]
    assert table["g2"].tolist() == pytest.approx([-4.5349, 4.5349], abs=5e-5)
    assert tiny.rows(table, "n_target", "n_reference", "size_target", "size_reference") == [
        [3, 7, 10, 9],
        [7, 2, 10, 9],
    ]
    assert table["expected"].tolist() == pytest.approx([100 / 19, 90 / 19])


def test_rayson_and_garside():
    # 52 of 50,000 against 57 of 75,000: the calculator at ucrel.lancs.ac.uk/llwizard.html
    texts = ["x " * 52 + "y " * 49_948, "x " * 57 + "y " * 74_943]
    row = keyness(corpus(*texts), [True, False], cells=2).set_index("term").loc["x"]
    assert row["g2"] == pytest.approx(2.6517, abs=5e-5)
    assert row["log_ratio"] == pytest.approx(0.4525, abs=5e-5)
    assert row["low"] < 0 < row["high"]


def test_terms_by_hand():
    target = tiny.SENTENCES_AB["doc_id"] == "a"
    table = keyness(tiny.SENTENCES_AB, target, n=2)
    assert list(table) == list(KEYNESS.columns)
    rights = table.set_index("term").loc["rights rights"]
    assert rights["n_target":"size_reference"].tolist() == [1, 0, 9, 5]
    assert "states must" in set(table["term"])
    assert "rights poverty" not in set(table["term"])  # across two sentences


def test_min_n_leaves_out_terms_but_not_from_the_sizes():
    target = [True, False]
    texts = corpus("a a a b", "a a c c")
    table = keyness(texts, target, min_n=2)
    assert table["term"].tolist() == ["c", "a"]
    assert table["size_target"].tolist() == [4, 4]
    # two tests: the larger p stays, the smaller is doubled
    p = table["p"].tolist()
    assert table["p_adjusted"].tolist() == pytest.approx([min(2 * p[0], p[1]), p[1]])


def test_ties_are_sorted_by_term():
    table = keyness(corpus("d b", "a c"), [True, False])
    assert table["term"].tolist() == ["a", "b", "c", "d"]
    assert len(set(table["g2"].abs())) == 1


def test_a_word_of_one_text_is_told_from_a_common_one():
    texts = ["x x x x y y", "y y y", "y y z", "z z z", "z z"]
    table = distinctive_terms(corpus(*texts), [True, True, True, False, False])
    table = table.set_index("term")
    columns = ["n_target", "n_texts", "n_texts_target", "n_texts_reference"]
    assert table.loc["x", columns].tolist() == [4, 1, 1, 0]
    assert table.loc["y", columns].tolist() == [7, 3, 3, 0]
    assert table.loc["z", columns].tolist() == [1, 3, 1, 2]
    # x is in one of three texts, that of 6 of 12 words: (1 − 1/2) / (1 − 3/12)
    assert table.loc["x", "dp_norm"] == pytest.approx(2 / 3)
    # y: shares of 2/7, 3/7, 2/7 in texts of 6, 3, 3 of 12 words: half of 3/14 + 5/28 + 1/28
    assert table.loc["y", "dp_norm"] == pytest.approx((3 / 14) / (3 / 4))
    assert table.loc["z", "dp_norm"] == pytest.approx(0)  # in the reference, where it is common


def test_the_published_columns_only():
    texts = corpus("a b", "b c")
    wide = distinctive_terms(texts, [True, False])
    assert list(wide)[-4:] == [name for name in KEYNESS.optional if name != "target"]
    pd.testing.assert_frame_equal(wide[list(KEYNESS.columns)], keyness(texts, [True, False]))


@pytest.mark.parametrize("target", [[True, True], [False, False]])
def test_without_a_reference_there_is_nothing_to_compare(target):
    table = keyness(corpus("b a", "a"), target)
    assert table["term"].tolist() == ["a", "b"]
    assert table[["expected", "g2", "p", "p_adjusted", "log_ratio", "low"]].isna().all(axis=None)


@pytest.mark.parametrize("texts", [[], [""], ["!", "…"]])
def test_without_words_the_table_is_empty(texts):
    full = distinctive_terms(corpus("a", "b"), [True, False])
    assert tiny.same_types(full, distinctive_terms(corpus(*texts), [True] * len(texts)))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ([True], "1 values"),
        ([[True], [False]], "2 dimensions"),
        (["a", "b"], "values of type <U1"),
        ([0.5, 1], "values of type float64"),
        (pd.Series([True, None]), "values of type object"),
    ],
)
def test_a_target_is_one_boolean_per_sentence(target, found):
    with pytest.raises(InputError) as error:
        keyness(corpus("a", "b"), target)
    assert f"keyness, target: found {found}; expected one boolean" in str(error.value)


def test_rows_are_taken_by_position_and_the_frame_stays_as_it_is():
    texts = corpus("a a", "b", "c").iloc[[2, 0, 1]]
    before = texts.copy()
    table = keyness(texts, pd.Series([False, True, False]))  # the row of "a a"
    assert table.set_index("term").loc["a", "n_target"] == 2
    pd.testing.assert_frame_equal(texts, before)


words = st.lists(st.sampled_from(["a", "B", "c-c", "d’d"]), max_size=7).map(" ".join)


@settings(max_examples=50)
@given(st.lists(st.tuples(words, st.booleans()), max_size=7), st.integers(1, 3))
def test_keyness_is_that_of_a_plain_count(rows, n):
    texts = corpus(*(text for text, _ in rows))
    sides = {True: Counter(), False: Counter()}
    for text, is_target in rows:
        own = text.lower().replace("’", "'").split()
        sides[is_target].update(" ".join(own[i : i + n]) for i in range(len(own) - n + 1))
    sizes = {side: counter.total() for side, counter in sides.items()}
    table = keyness(texts, np.array([side for _, side in rows], dtype=bool), n=n)
    assert set(table["term"]) == set(sides[True]) | set(sides[False])
    for row in table.itertuples():
        counts = (sides[True][row.term], sides[False][row.term])
        assert (row.n_target, row.n_reference) == counts
        assert (row.size_target, row.size_reference) == (sizes[True], sizes[False])
        if sizes[True] and sizes[False]:
            assert row.g2 == pytest.approx(plain_g2(*counts, sizes[True], sizes[False]), abs=1e-9)
    assert table["g2"].abs().is_monotonic_decreasing or table["g2"].isna().all()


def plain_g2(a: int, b: int, size_a: int, size_b: int) -> float:
    total = size_a + size_b
    share = (a + b) / total
    cells = [
        (a, size_a * share),
        (b, size_b * share),
        (size_a - a, size_a * (1 - share)),
        (size_b - b, size_b * (1 - share)),
    ]
    g2 = sum(2 * one * np.log(one / expected) for one, expected in cells if one)
    return g2 if a * size_b >= b * size_a else -g2


@pytest.mark.parametrize(
    "wrong", [{"n": 1.5}, {"n": "1"}, {"n": None}, {"min_n": "4"}, {"min_n": None}, {"min_n": -1}]
)
def test_numbers_of_words_and_occurrences_are_whole(wrong):
    target = [True, False] * 3
    with pytest.raises(InputError, match=r"n: found .*; expected"):
        keyness(tiny.SENTENCES_AB, target, **wrong)

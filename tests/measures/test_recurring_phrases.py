"""Recurring phrases: pairs of words that keep together."""

from math import log

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import rows, same_types, sentences

from analysis.measures.recurring_phrases import FEWEST, LEAST_NPMI, recurring_phrases


def test_how_far_a_phrase_goes_beyond_chance():
    # 14 words: civil 4 times, society 3 times, together 3 times.
    table = sentences(
        "Civil society.", "Civil society.", "Civil society, civil war.", "A b c d e f."
    )
    [row] = rows(recurring_phrases(table), "term", "n", "n_texts", "npmi")
    by_hand = log((3 / 14) / ((4 / 14) * (3 / 14))) / -log(3 / 14)
    assert row == ["civil society", 3, 1, pytest.approx(by_hand)]


def test_texts_are_counted_and_the_most_frequent_phrase_is_first():
    one = sentences("Civil society.", "New york.", "New york.", doc_id="a")
    two = sentences("Civil society.", "New york.", "New york.", "Civil society.", doc_id="b")
    table = pd.concat([one, two], ignore_index=True)
    found = recurring_phrases(table)
    assert rows(found, "term", "n", "n_texts") == [["new york", 4, 2], ["civil society", 3, 2]]
    assert same_types(found, recurring_phrases(table[:0]))
    assert same_types(found, recurring_phrases(sentences("Once.")))


WORDS = st.lists(st.sampled_from(["a", "the", "law", "人", "حق"]), max_size=6).map(" ".join)


@given(st.lists(WORDS, max_size=12))
def test_the_measure_is_one_at_most(texts):
    found = recurring_phrases(sentences(*texts))
    assert found["npmi"].between(LEAST_NPMI, 1 + 1e-12).all()
    assert (found["n"] >= FEWEST).all()

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


def test_a_phrase_peculiar_to_a_part_comes_first():
    common = ["The civil society acts."] * 20
    table = pd.concat(
        [
            sentences(*common, *["A blue corridor opened."] * 5, doc_id="a"),
            sentences(*common, *["A blue corridor opened."] * 5, doc_id="b"),
            sentences(*common * 3, doc_id="c"),
            sentences(*common * 3, *["Red tape."] * 20, doc_id="d"),
        ],
        ignore_index=True,
    )
    parts = table["doc_id"].map({"a": "North", "b": "North", "c": "South", "d": "South"})
    found = recurring_phrases(table, parts)
    # `red tape` is in one text only, so it says nothing about the South.
    assert rows(found.head(1), "term", "part") == [["a blue", "North"]]
    assert set(found.loc[found["part"] != "", "term"]) == {
        "a blue",
        "blue corridor",
        "corridor opened",
    }
    assert found.loc[found["part"] == "", "low"].isna().all()
    by_text = recurring_phrases(table, table["doc_id"]).set_index("term")["part"]
    assert by_text["red tape"] == "d"
    assert set(recurring_phrases(table)["part"]) == {""}
    assert same_types(found, recurring_phrases(table[:0], parts[:0]))

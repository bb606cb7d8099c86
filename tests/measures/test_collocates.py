"""Collocates: the words near the hits of a theme, by hand."""

import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.faults import InputError
from analysis.hits.find import find_hits
from analysis.measures.collocates import collocates

CODEBOOK = tiny.codebook({"topic/x": ["x*", "two x"], "topic": ["y"], "other": ["a"]})


def found(*texts: str, theme: str = "topic/x", span: int = 5) -> pd.DataFrame:
    """`n_target` and `n_reference` of each word, sorted by word."""
    sentences = tiny.sentences(*texts)
    table = collocates(sentences, find_hits(sentences, CODEBOOK), theme, span)
    return table.set_index("term").sort_index()[["n_target", "n_reference"]]


def as_dict(table: pd.DataFrame) -> dict[str, list[int]]:
    return {term: row.tolist() for term, row in table.iterrows()}


def test_near_are_the_words_within_the_span_on_both_sides():
    table = found("a b c x d e f.", span=2)
    assert as_dict(table) == {
        "a": [0, 1],
        "b": [1, 0],
        "c": [1, 0],
        "d": [1, 0],
        "e": [1, 0],
        "f": [0, 1],
    }


def test_words_of_the_hits_count_on_neither_side():
    table = found("Two x of two.", "Two.", span=1)
    assert as_dict(table) == {"of": [1, 0], "two": [0, 2]}


def test_the_span_ends_with_the_sentence():
    assert as_dict(found("a x.", "b c", span=5)) == {"a": [1, 0], "b": [0, 1], "c": [0, 1]}


def test_a_word_near_two_hits_counts_once():
    assert as_dict(found("x a x b b b", span=2)) == {"a": [1, 0], "b": [2, 1]}


def test_hits_of_subthemes_count():
    assert as_dict(found("y a.", "x b.", theme="topic")) == {"a": [1, 0], "b": [1, 0]}
    assert as_dict(found("y a.", "x b.", theme="topic/x"))["y"] == [0, 1]


def test_offsets_count_from_the_text_and_sentences_can_be_left_out():
    sentences = tiny.sentences("Much before this.", "a x-ray c d", "x b.")
    hits = find_hits(sentences, CODEBOOK)
    table = collocates(sentences.iloc[[1]], hits, "topic/x", 1).set_index("term")
    # "x-ray" is one word, of which the hit covers a part
    assert table["n_target"].to_dict() == {"a": 1, "c": 1, "d": 0}


def test_of_several_texts_the_spread_is_known():
    texts = [tiny.sentences("a x", "c", doc_id=name) for name in "pq"]
    sentences = pd.concat([*texts, tiny.sentences("b b b x", doc_id="r")], ignore_index=True)
    table = collocates(sentences, find_hits(sentences, CODEBOOK), "topic/x").set_index("term")
    assert table.loc[["a", "b"], "n_texts_target"].tolist() == [2, 1]


def test_without_hits_there_is_nothing_to_compare():
    table = found("a b.")
    assert as_dict(table) == {"a": [0, 1], "b": [0, 1]}
    sentences = tiny.sentences("a b")
    whole = collocates(sentences, find_hits(sentences, CODEBOOK), "topic/x")
    assert whole["g2"].isna().all()
    nothing = sentences.iloc[:0]
    assert tiny.same_types(whole, collocates(nothing, find_hits(nothing, CODEBOOK), "topic"))


def test_wrong_arguments_are_named():
    sentences = tiny.sentences("a")
    hits = find_hits(sentences, CODEBOOK)
    with pytest.raises(ValueError, match="span: found 0"):
        collocates(sentences, hits, "topic", 0)
    with pytest.raises(InputError, match="no column 'start'"):
        collocates(sentences.drop(columns="start"), hits, "topic")


words = st.lists(st.sampled_from(["a", "b", "x", "xx"]), max_size=9)


@settings(max_examples=30)
@given(st.lists(words, max_size=4), st.integers(1, 3))
def test_collocates_are_those_of_a_plain_loop(texts, span):
    expected: dict[str, list[int]] = {}
    for text in texts:
        hits = [position for position, word in enumerate(text) if word.startswith("x")]
        for position, word in enumerate(text):
            if position not in hits:
                is_near = any(abs(position - hit) <= span for hit in hits)
                expected.setdefault(word, [0, 0])[not is_near] += 1
    table = found(*(" ".join(text) for text in texts), span=span)
    assert as_dict(table) == dict(sorted(expected.items()))

"""Hits: worked out by hand, and equal to those of the slow reference on generated texts."""

from dataclasses import replace

import pandas as pd
import pytest
import reference
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, find_hits
from analysis.codebook.patterns import fold, is_only_wildcards
from analysis.hits import search
from analysis.tables import HITS, TEXT


def spans(text: str, themes: dict[str, list[str]]) -> list[tuple[str, str]]:
    hits = find_hits(tiny.sentences(text), tiny.codebook(themes))
    return list(zip(hits["theme"], hits["match"], strict=True))


def test_the_tiny_corpus_by_hand():
    hits = find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    assert hits[["doc_id", "sent_id", "theme", "start", "end", "match"]].to_numpy().tolist() == [
        ["a", 1, "actor/states", 0, 6, "States"],
        ["a", 1, "tone", 7, 11, "must"],
        ["a", 1, "topic/rights", 20, 26, "rights"],
        ["a", 2, "topic/poverty", 28, 35, "Poverty"],
        ["a", 4, "topic/rights", 56, 62, "Rights"],
        ["a", 4, "topic/rights", 64, 70, "rights"],
        ["a", 4, "topic/poverty", 75, 83, "the poor"],
        ["b", 1, "actor/states", 0, 9, "Countries"],
        ["b", 1, "tone", 10, 16, "should"],
        ["b", 2, "topic/poverty", 33, 40, "Poverty"],
    ]


def test_the_earliest_then_the_longest_then_the_first_in_the_codebook_wins():
    assert spans("human rights law", {"t": ["rights law", "human rights"]}) == [
        ("t", "human rights")
    ]
    assert spans("human rights law", {"t": ["human", "human rights"]}) == [("t", "human rights")]
    hits = find_hits(tiny.sentences("poverty"), tiny.codebook({"t": ["pov*", "poverty"]}))
    assert hits["pattern"].tolist() == ["pov*"]


def test_a_not_pattern_drops_the_hit_and_the_match_it_displaced_does_not_return():
    themes = {"t": ["right to", "to work", "!right to"]}
    assert spans("the right to work", themes) == []
    assert spans("a right, right away", {"t": ["right", "!right away"]}) == [("t", "right")]


def test_a_not_pattern_drops_every_hit_that_it_overlaps():
    assert spans("state of the art", {"t": ["state", "!state of the art"]}) == []
    assert spans("the state of play", {"t": ["state", "!of play"]}) == [("t", "state")]


def test_themes_overlap_freely():
    found = spans("human rights", {"a": ["human rights"], "b": ["rights"]})
    assert found == [("a", "human rights"), ("b", "rights")]


def test_sentences_may_have_any_order_and_further_columns():
    shuffled = tiny.SENTENCES_AB.sample(frac=1, random_state=1).assign(year=2020)
    pd.testing.assert_frame_equal(
        find_hits(shuffled, tiny.CODEBOOK), find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    )
    named = tiny.SENTENCES_AB.astype({"doc_id": pd.CategoricalDtype(["b", "a"])})
    pd.testing.assert_frame_equal(
        find_hits(named, tiny.CODEBOOK), find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    )


def test_without_sentences_or_hits_the_table_is_empty_and_typed():
    for sentences in (tiny.sentences(), tiny.sentences("Nothing.")):
        pd.testing.assert_frame_equal(find_hits(sentences, tiny.CODEBOOK), HITS.empty())


def test_faults_of_the_sentences_are_named():
    with pytest.raises(
        InputError, match=r"no column 'sentence' among 'sentences', .*; expected that column"
    ):
        find_hits(tiny.SENTENCES_AB.rename(columns={"sentence": "sentences"}), tiny.CODEBOOK)
    with pytest.raises(InputError, match="the key 'a' 1 more than once; expected each key once"):
        find_hits(pd.concat([tiny.sentences("One."), tiny.sentences("One.")]), tiny.CODEBOOK)


keys = st.lists(
    st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([-1, 0, 1, 2, None])), max_size=6
)


@given(
    keys,
    st.sampled_from([TEXT, "str", "string", "category", object]),
    st.sampled_from(["Int64", "int64", object]),
)
def test_repeated_and_incomplete_keys_are_named(keys, text, number):
    keys = [key for key in keys if number != "int64" or key[1] is not None]
    sentences = pd.DataFrame(keys, columns=["doc_id", "sent_id"], dtype=object)
    sentences = sentences.astype({"doc_id": text, "sent_id": number}).assign(
        start=range(len(keys)), sentence="right"
    )
    wrong = {key for n, key in enumerate(keys) if key in keys[:n] or None in key}
    if wrong:
        with pytest.raises(InputError) as caught:
            find_hits(sentences, tiny.CODEBOOK)
        assert str(caught.value).count("found the ") == len(wrong)
    else:
        hits = find_hits(sentences, tiny.CODEBOOK)
        assert set(zip(hits["doc_id"], hits["sent_id"], strict=True)) == set(keys)


@given(st.lists(st.sampled_from(["b", "a", "ä"]), max_size=8), st.permutations(range(8)))
def test_documents_may_have_any_order_and_be_interleaved(documents, order):
    sentences = tiny.sentences(*["Rights of the poor, rights."] * len(documents)).assign(
        doc_id=documents
    )
    sentences = sentences.iloc[[n for n in order if n < len(sentences)]]
    hits = find_hits(sentences, tiny.CODEBOOK)
    assert list(hits.itertuples(index=False, name=None)) == reference.hits(sentences, tiny.CODEBOOK)


WORDS = [
    "a",
    "b",
    "ab",
    "A",
    "aB",
    "AB",
    "é",
    "é",
    "人权",
    "a-b",
    "a–b",
    "a'b",
    "İ",
    "ı",
    "ſ",
    "😀",
    "\x00",
    "\ue000",
    " ",
    "  ",
    "\n",
    "of",
    "Of",
    ".",
]
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=4)
glob = st.lists(
    st.sampled_from(["a", "b", "*", "?", "-", "'", " ", " ", "é", "人", "I", "s", ".", "of"]),
    min_size=1,
)
pattern = st.builds("".join, glob).filter(lambda p: not is_only_wildcards(p))
one_theme = st.lists(
    st.tuples(pattern, st.booleans()), min_size=1, max_size=6, unique_by=lambda p: fold(p[0])
)
themes = st.lists(one_theme, min_size=1, max_size=3)


@given(texts, st.sampled_from(["", " "]), themes, st.sampled_from([5, search.BLOCK]), st.randoms())
def test_hits_equal_the_slow_reference(words, blank, written, block, random):
    texts = [text for words_ in words if (text := blank.join(words_).strip())]
    named = {f"t{n}": [("!" if no else "") + p for p, no in rows] for n, rows in enumerate(written)}
    sentences, codebook = tiny.sentences(*texts), tiny.codebook(named)
    order = random.sample(
        range(len(codebook.patterns)), len(codebook.patterns)
    )  # the patterns of a theme need not be next to each other
    codebook = replace(codebook, patterns=codebook.patterns.iloc[order].reset_index(drop=True))
    before = sentences.copy(deep=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "BLOCK", block)
        hits = find_hits(sentences, codebook)
    assert list(hits.itertuples(index=False, name=None)) == reference.hits(sentences, codebook)
    pd.testing.assert_frame_equal(sentences, before)
    assert not hits.duplicated(["doc_id", "theme", "start"]).any()
    joined = " ".join(texts)
    assert [
        joined[start:end] for start, end in zip(hits["start"], hits["end"], strict=True)
    ] == hits["match"].tolist()

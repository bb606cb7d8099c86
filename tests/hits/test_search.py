"""The engine: matches in many texts at once."""

import re

import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.patterns import is_only_wildcards, to_regex
from analysis.hits import search as matching
from analysis.hits.search import index_words


def test_overlapping_matches_of_one_pattern_are_all_found():
    found = find_matches(["rights of rights of rights"], ["rights of rights"])
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 16], [10, 26]]


def test_no_match_crosses_from_one_text_into_the_next():
    assert find_matches(["human", "rights"], ["human rights", "human*rights"]).empty


def test_nothing_to_search_or_to_find_gives_an_empty_table():
    for texts, patterns in ([], []), (["a"], []), ([], ["a"]), ([""], ["a"]), (["b"], ["a"]):
        found = find_matches(texts, patterns)
        assert found.empty
        assert found.dtypes.astype(str).tolist() == ["int32"] * 5


def _of(texts):
    return index_words(pd.DataFrame({"sentence": pd.Series(texts, dtype=object)}))


def test_words_and_their_types():
    index = _of(["Human  rights,\nhuman", "", "RIGHTS", "– ſ_1 é"])
    assert index.types == ["HUMAN", "RIGHTS", "S_1", "É"]
    assert index.type.tolist() == [0, 1, 0, 1, 2, 3]
    assert index.text.tolist() == [0, 0, 0, 2, 3, 3]
    assert index.start.tolist() == [0, 7, 15, 0, 2, 6]
    assert index.end.tolist() == [5, 13, 20, 6, 5, 7]
    assert index.joined.tolist() == [False, True, False, False, False, True]


def test_sentences_are_numbered_as_they_stand():
    index = index_words(tiny.SENTENCES_AB)
    assert index.text.max() == len(tiny.SENTENCES_AB) - 1
    assert len(index.type) == sum(
        len(re.findall(r"\w+", sentence)) for sentence in tiny.SENTENCES_AB["sentence"]
    )


@pytest.mark.parametrize("texts", [[], [""], ["", "", ", !"]])
def test_without_words_the_index_is_empty(texts):
    index = _of(texts)
    assert (index.types, len(index.type), len(index.joined)) == ([], 0, 0)


@given(st.lists(st.text(max_size=9), max_size=6))
def test_words_are_what_the_regular_expression_calls_words(texts):
    expected = [
        (number, *match.span())
        for number, text in enumerate(texts)
        for match in re.finditer(r"\w+", text)
    ]
    index = _of(texts)
    assert (
        list(zip(index.text.tolist(), index.start.tolist(), index.end.tolist(), strict=True))
        == expected
    )
    words = [texts[number][start:end] for number, start, end in expected]
    same = [
        [re.fullmatch(re.escape(a), b, re.IGNORECASE) is not None for b in words] for a in words
    ]
    assert (index.type[:, None] == index.type[None, :]).tolist() == same or not words


alike = st.text(st.sampled_from("aAbé\u0100\u0161\u4e61人\U00010400\U00010428\ud800 "), max_size=80)


@given(st.lists(alike, max_size=6), st.sampled_from([7, 20, 250_000]))
def test_words_are_told_apart_by_all_their_letters_in_every_chunk(texts, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "CHUNK", size)
        index, _ = matching._index(texts, matching._begins(texts), forms := [], matching.NONE)
    words = [
        text[start:end]
        for text in texts
        for start, end in (m.span() for m in re.finditer(r"\w+", text))
    ]
    assert [forms[form] for form in index.form] == words
    assert forms == list(dict.fromkeys(words))


@pytest.mark.parametrize("n", [1, 7, 8, 9, 16, 17, 63, 64, 65, 300])
@pytest.mark.parametrize("letter", ["a", "人", "\U00010400"])
def test_a_word_of_any_length_is_found_whatever_its_letters(n, letter):
    words = [letter * n, letter * (n - 1) + "b", "b" + letter * (n - 1), letter * n + "b"]
    index = _of([" ".join(words), letter * n])
    assert len(index.types) == len(set(words))
    assert index.type[0] == index.type[4]


def test_a_single_word_is_given_as_it_is_spelled_in_every_block(monkeypatch):
    monkeypatch.setattr(matching, "BLOCK", 6)
    texts, forms = ["Right of", "right, RIGHT", "Right of"], []
    found = pd.concat(matching.find_matches(texts, ["right", "right of", "of?"], forms))
    spelled = [forms[form] if form >= 0 else "" for form in found["form"]]
    assert spelled == ["Right", "", "right", "RIGHT", "Right", ""]
    assert forms == ["Right", "of", "right", "RIGHT"]


def find_matches(texts, patterns):
    return pd.concat(matching.find_matches(texts, patterns), ignore_index=True)


letters = st.text(st.sampled_from("aAb\n\ud800\u0301 -'\x00\ue000\ue001😀é"), max_size=12)


@given(
    st.lists(letters, max_size=5),
    st.lists(letters.filter(lambda p: not is_only_wildcards(p)), max_size=4),
)
def test_matches_are_those_of_each_text_alone(texts, patterns):
    _compare(texts, patterns)


def test_chunks_change_nothing(monkeypatch):
    monkeypatch.setattr(matching, "CHUNK", 7)
    monkeypatch.setattr(matching, "BLOCK", 40)
    texts = [
        "human rights",
        "",
        "human",
        "a-b c",
        "rights of all human rights and",
        "x" * 30 + " rights",
    ] * 2
    _compare(
        texts, ["human rights", "human *", "right*", "a-b", "* rights", "?", "x*", "*s", "r*s of"]
    )


def _compare(texts, patterns):
    expected = [
        (text, start, pattern, start + len(match[1]))
        for pattern, written in enumerate(patterns)
        for text, sentence in enumerate(texts)
        for match in re.finditer(f"(?=({to_regex(written)}))", sentence, re.IGNORECASE)
        for start in [match.start()]
    ]
    found = find_matches(texts, patterns)[["text", "start", "pattern", "end"]]
    assert list(found.itertuples(index=False, name=None)) == sorted(expected)

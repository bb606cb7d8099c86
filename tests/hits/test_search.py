"""Search: all matches in many texts at once, compared with the patterns' regular expressions."""

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.patterns import is_only_wildcards, to_regex
from analysis.hits import search, tokens


def find_matches(texts, patterns):
    return pd.concat(search.find_matches(texts, patterns), ignore_index=True)


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


def test_a_single_word_has_the_type_it_is_spelled_with_in_every_block(monkeypatch):
    monkeypatch.setattr(search, "BLOCK", 6)
    texts = ["Right of", "right, RIGHT", "Right of"]
    vocabulary = tokens.Vocabulary()
    blocks = list(search.find_matches(texts, ["right", "right of", "of?"], vocabulary))
    assert len(blocks) > 1
    type_ids = pd.concat(blocks)["type_id"].tolist()
    spelled = [vocabulary.types[number] if number >= 0 else "" for number in type_ids]
    assert spelled == ["Right", "", "right", "RIGHT", "Right", ""]
    assert vocabulary.types == ["Right", "of", "right", "RIGHT"]


letters = st.text(st.sampled_from("aAb\n\ud800\u0301 -'\x00\ue000\ue001😀é"), max_size=12)


@given(
    st.lists(letters, max_size=5),
    st.lists(letters.filter(lambda p: not is_only_wildcards(p)), max_size=4),
)
def test_matches_are_those_of_each_text_alone(texts, patterns):
    _compare(texts, patterns)


def test_the_size_of_chunks_does_not_change_the_result(monkeypatch):
    monkeypatch.setattr(tokens, "CHUNK", 7)
    monkeypatch.setattr(search, "BLOCK", 40)
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
    expected = []
    for number, pattern in enumerate(patterns):
        expression = re.compile(f"(?=({to_regex(pattern)}))", re.IGNORECASE)
        for position, text in enumerate(texts):
            for match in expression.finditer(text):
                expected.append((position, match.start(), number, match.end(1)))
    found = find_matches(texts, patterns)[["text", "start", "pattern", "end"]]
    assert list(found.itertuples(index=False, name=None)) == sorted(expected)

"""Search: all matches in many texts at once, compared with the patterns' regular expressions.

These texts are their own plain form, but for apostrophes. `test_generated` has the others.
"""

import pandas as pd
import regex
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


def test_a_match_in_a_plain_form_has_no_type_and_the_offsets_of_the_text():
    texts = ["all ri\u00adghts", "all rights…"]
    [found] = search.find_matches(texts, ["rights", "all rights", "."])
    rows = found[["text", "start", "end", "pattern", "type_id"]].to_numpy().tolist()
    assert rows == [
        [0, 0, 11, 1, -1],
        [0, 4, 11, 0, -1],
        [1, 0, 10, 1, -1],
        [1, 4, 10, 0, -1],
        [1, 10, 11, 2, -1],
    ]


def test_a_question_mark_can_be_a_letter_that_is_a_word_by_itself():
    texts = ["a人b", "axb", "人 a人b"]
    found = find_matches(texts, ["a?b", "a*b", "?"])
    assert found[["text", "pattern", "start", "end"]].to_numpy().tolist() == [
        [0, 0, 0, 3],
        [0, 2, 0, 1],
        [0, 2, 1, 2],
        [0, 2, 2, 3],
        [1, 0, 0, 3],
        [1, 1, 0, 3],
        [2, 2, 0, 1],
        [2, 0, 2, 5],
        [2, 2, 2, 3],
        [2, 2, 3, 4],
        [2, 2, 4, 5],
    ]


def test_letters_that_are_words_follow_one_another_in_a_phrase():
    found = find_matches(["联合国 联 合国", "WTO组织, WTO 组织"], ["联合国", "wto组织", "联 合国"])
    assert found[["text", "pattern", "start", "end"]].to_numpy().tolist() == [
        [0, 0, 0, 3],
        [0, 2, 4, 8],
        [1, 1, 0, 5],
    ]


characters = [*"aAb\n\ud800 -'’\x00\ue000\ue001😀é人", "सि"]
letters = st.lists(st.sampled_from(characters), max_size=12).map("".join)


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
        expression = regex.compile(f"(?=({to_regex(pattern)}))", regex.VERSION1)
        for position, text in enumerate(texts):
            for match in expression.finditer(text):
                expected.append((position, match.start(), number, match.end(1)))
    found = find_matches(texts, patterns)[["text", "start", "pattern", "end"]]
    assert list(found.itertuples(index=False, name=None)) == sorted(expected)

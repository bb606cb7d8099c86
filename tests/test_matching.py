"""The engine: matches in many texts at once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.matching import find_matches
from analysis.patterns import is_only_wildcards, to_regex


def test_overlapping_matches_of_one_pattern_are_all_found():
    found = find_matches(["rights of rights of rights"], ["rights of rights"])
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 16], [10, 26]]


def test_no_match_crosses_from_one_text_into_the_next():
    assert find_matches(["human", "rights"], ["human rights", "human*rights"]).empty


def test_nothing_to_search_or_to_find_gives_an_empty_table():
    for texts, patterns in ([], []), (["a"], []), ([], ["a"]), ([""], ["a"]), (["b"], ["a"]):
        found = find_matches(texts, patterns)
        assert found.empty
        assert found.dtypes.astype(str).tolist() == ["int64"] * 4


letters = st.text(st.sampled_from("ab -'\x00\ue000\ue001😀é"), max_size=12)


@given(st.lists(letters, max_size=5), st.lists(letters.filter(lambda p: not is_only_wildcards(p)), max_size=4))
def test_matches_are_those_of_each_text_alone(texts, patterns):
    expected = [
        (text, pattern, start, start + len(match[1]))
        for pattern, written in enumerate(patterns)
        for text, sentence in enumerate(texts)
        for match in re.finditer(f"(?=({to_regex(written)}))", sentence, re.IGNORECASE)
        for start in [match.start()]
    ]
    assert list(find_matches(texts, patterns).itertuples(index=False, name=None)) == expected

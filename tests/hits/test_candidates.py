"""Choosing texts by a fast test: no match is lost."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.hits.candidates import MOST_PARTS, find_candidates, find_in_candidates
from analysis.hits.search import find_matches

PIECES = [
    "right",
    "Right",
    "RIGHT",
    "s",
    "ſ",
    "K",
    "k",
    "ı",
    "İ",
    "I",
    "i",
    "us",
    "US",
    "é",
    "ﬁ",
    "fi",
]
MORE = [" ", "*", "?", "-", "\n", "'", "`", "$5", "人", "\u00ad", "\u0301", ".", "²", "1"]
piece = st.sampled_from(PIECES + MORE)
text = st.lists(piece, max_size=8).map("".join)
pattern = text.filter(lambda written: written.strip("*? \n"))


@given(texts=st.lists(text, max_size=5), patterns=st.lists(pattern, min_size=1, max_size=3))
def test_the_matches_are_those_of_a_search_of_all_texts(texts, patterns):
    [expected] = find_matches(texts, patterns)
    found = find_in_candidates(texts, patterns)
    columns = ["text", "pattern", "start", "end"]
    pd.testing.assert_frame_equal(found[columns], expected[columns])


@pytest.mark.parametrize(
    ("patterns", "chosen"),
    [
        (["poor*"], [0, 3]),
        (["the *", "fell"], [0, 1, 3]),
        (["café"], [3]),
        (["$"], None),
        ([f"word{n}" for n in range(MOST_PARTS + 1)], None),
    ],
)
def test_a_text_is_chosen_by_the_longest_part_of_a_pattern(patterns, chosen):
    texts = ["The POOR.", "Poverty fell.", "Nothing.", "A café."]
    assert find_candidates(texts, patterns) == chosen

"""The words that differ from a missing word by one letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks.nearest_words import nearest_words


@pytest.mark.parametrize(
    ("missing", "word"),
    [
        ("goverment", "government"),  # a letter more
        ("taxxes", "taxes"),  # a letter less
        ("povarty", "poverty"),  # another letter
        ("povrety", "poverty"),  # two letters exchanged
        ("goverment*", "governmental"),  # the beginning of a word
        ("alleviat*", "aleviation"),
    ],
)
def test_words_that_differ_by_one_letter_are_near(missing, word):
    assert nearest_words([missing], ["law", word]) == {missing: [word]}


@pytest.mark.parametrize(
    ("missing", "word"), [("tax", "tex"), ("poverty", "property"), ("fight*", "rights")]
)
def test_short_words_and_other_words_are_not_near(missing, word):
    assert nearest_words([missing], [word]) == {}


@given(st.text("abc", min_size=4, max_size=7), st.data())
def test_every_misspelling_by_one_letter_finds_its_word(word, data):
    position = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abc"))
    for wrong in (
        word[:position] + letter + word[position:],
        word[:position] + letter + word[position + 1 :],
    ):
        assert word in nearest_words([wrong], [word])[wrong]


def test_words_of_any_length_are_compared_in_no_time():
    encoded = "iVBORw0KGgo" * 100_000
    assert nearest_words(["povrety"], ["poverty", encoded]) == {"povrety": ["poverty"]}

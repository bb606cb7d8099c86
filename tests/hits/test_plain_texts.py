"""Plain forms of many texts at once, and the way back."""

import unicodedata

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from analysis.arrays import code_points
from analysis.codebook.plain_form import plain_cluster
from analysis.hits.plain_texts import (
    compose_texts,
    is_delicate,
    make_plain,
    move_to_clusters,
)

texts = st.text(max_size=8) | st.text(
    st.sampled_from("e\u0301\u0323\u00adﬁ…ก\u0e33\u1039\u1000🇨🇳👍🏽\u200d　ａ\u093cड\u064bｶﾞ\r\n"),
    max_size=8,
)


def spans_of(several, plain):
    """Each character of the plain form of each text, with the cluster that it comes from."""
    by_text = []
    for position, own in enumerate(plain.texts):
        characters = slice(plain.first[position], plain.first[position] + len(own))
        start = plain.start[characters] - plain.origin[position]
        end = plain.end[characters] - plain.origin[position]
        move_to_clusters(several, np.full(len(own), position), start, end)
        by_text.append(list(zip(own, start.tolist(), end.tolist(), strict=True)))
    return by_text


@given(st.lists(texts, max_size=4))
def test_each_plain_form_is_that_of_the_reference(several):
    for text, spans in zip(several, spans_of(several, make_plain(several)), strict=True):
        expected = []
        for cluster in reference.clusters(text):
            expected += [(char, cluster.start, cluster.end) for char in cluster.plain]
        assert spans == expected


few_letters = st.text(st.sampled_from("ae\u0301\u0308\u0316कऩन\u093c"), max_size=12)


@given(st.lists(few_letters, max_size=4), st.sets(st.integers(0, 3)))
def test_texts_whose_letters_can_be_composed_are_found_and_composed(several, others):
    # A letter before each text: marks that follow none are for `make_plain`.
    several = ["x" + text for text in several]
    left = np.array(sorted(others & set(range(len(several)))), dtype=np.int64)
    composed = compose_texts(several, code_points("\0".join([*several, ""])), left)
    found = composed.changed.tolist()
    unsure = composed.unsure.tolist()
    assert not set(found) & set(unsure)
    for position, text in enumerate(several):
        is_composed = text == unicodedata.normalize("NFC", text)
        is_wanted = position not in left.tolist() and not is_composed
        assert (position in found + unsure) >= is_wanted
        assert position not in found or is_wanted
    if composed.plain is None:
        assert not found
    else:
        own = [several[position] for position in found]
        assert spans_of(own, composed.plain) == spans_of(own, make_plain(own))


@given(st.characters(exclude_categories=["Cs"]), st.characters(exclude_categories=["Cs"]))
def test_other_characters_are_one_character_and_one_cluster(one, other):
    if not is_delicate(one) and not is_delicate(other):
        assert len(plain_cluster(one)) == 1
        is_mark = reference.is_mark(other)
        assert is_mark or len(reference.clusters(one + other)) == 2 or one + other == "\r\n"


@pytest.mark.parametrize("char", "aé人한सि’–，　™")
def test_usual_characters_are_searched_as_they_are(char):
    assert not is_delicate(char)


@pytest.mark.parametrize("char", "\u00adﬁ…ａ²Ⅷ🇨🏽ำ\u0958\u064b\u1100ﾞ")
def test_delicate_characters_need_a_plain_form(char):
    assert is_delicate(char)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301a", [("é", 0, 2), ("a", 2, 3)]),
        # Line separators and some vowel signs of Burmese are clusters of their own.
        ("e\u0301\u2028\u17d2", [("é", 0, 2), ("\u2028", 2, 3), ("\u17d2", 3, 4)]),
        ("e\u0301\u102b", [("é", 0, 2), ("\u102b", 2, 3)]),
        ("e\u00ad\u0301", [("e", 0, 1), ("\u0301", 2, 3)]),
        ("\u0301\u0323a", [("\u0323", 0, 2), ("\u0301", 0, 2), ("a", 2, 3)]),
    ],
)
def test_composed_letters_take_in_their_own_marks_alone(text, expected):
    assert spans_of([text], make_plain([text])) == [expected]

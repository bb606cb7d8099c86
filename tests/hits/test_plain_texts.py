"""Plain forms of many texts at once, and the way back."""

import re
import unicodedata

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from analysis.arrays import code_points
from analysis.codebook.plain_form import plain_cluster
from analysis.hits.plain_texts import (
    find_decomposed,
    is_delicate,
    make_plain,
    move_to_clusters,
)

texts = st.text(max_size=8) | st.text(
    st.sampled_from("e\u0301\u0323\u00adﬁ…ก\u0e33\u1039\u1000🇨🇳👍🏽\u200d　ａ\u093cड\u064bｶﾞ\r\n"),
    max_size=8,
)


def spans_of(several):
    """Each character of the plain form of each text, with the cluster that it comes from."""
    plain = make_plain(several)
    sizes = [len(text) + 1 for text in plain.texts]
    text = np.repeat(np.arange(len(several)), sizes)
    start = plain.start.astype(np.int64)
    end = plain.end.astype(np.int64)
    is_own = start < [len(several[position]) for position in text.tolist()]  # not the NULs
    own = text[is_own], start[is_own], end[is_own]
    move_to_clusters(several, *own)
    rows = zip("".join(plain.texts), *(values.tolist() for values in own), strict=True)
    assert plain.starts.tolist() == [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    by_text = [[] for _ in several]
    for char, position, *span in rows:
        by_text[position].append((char, *span))
    return by_text


@given(st.lists(texts, max_size=4))
def test_each_plain_form_is_that_of_the_reference(several):
    for text, spans in zip(several, spans_of(several), strict=True):
        expected = []
        for cluster in reference.clusters(text):
            expected += [(char, cluster.start, cluster.end) for char in cluster.plain]
        assert spans == expected


@given(st.text(st.sampled_from("ae\u0301\u0308\u0316कऩन\u093c\u05d0\u05b8\0"), max_size=12))
def test_letters_that_can_be_composed_are_found(text):
    marks = "[\u0300-\u036f\u093c\u05b8]"
    groups = re.finditer(f"[^\u0300-\u036f\u093c\u05b8]?{marks}+", text)
    expected = [g.end() - 1 for g in groups if g[0] != unicodedata.normalize("NFC", g[0])]
    assert sorted(find_decomposed(code_points(text), text)) == expected


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
    plain = make_plain([text])
    spans = zip(plain.texts[0], plain.start[:-1].tolist(), plain.end[:-1].tolist(), strict=True)
    assert list(spans) == expected

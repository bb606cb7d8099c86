"""Plain forms of many texts at once, and the way back."""

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.plain_form import plain_cluster
from analysis.hits.plain_texts import ClusterEdges, is_delicate, make_plain

texts = st.text(max_size=8) | st.text(
    st.sampled_from("e\u0301\u00adﬁ…ก\u0e33\u1039\u1000🇨🇳👍🏽\u200d　ａ\u093cड\u064bｶﾞ\r\n"),
    max_size=8,
)


@given(st.lists(texts, max_size=4))
def test_each_plain_form_is_that_of_the_reference(several):
    for text, plain in zip(several, make_plain(several), strict=True):
        edges = ClusterEdges(text)
        expected = []
        for cluster in reference.clusters(text):
            expected += [(char, cluster.start, cluster.end) for char in cluster.plain]
        spans = zip(plain.start.tolist(), plain.end.tolist(), strict=True)
        widened = [(edges.start_of(start), edges.end_of(end)) for start, end in spans]
        assert [(c, *span) for c, span in zip(plain.text, widened, strict=True)] == expected


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
    ],
)
def test_composed_letters_take_in_their_own_marks_alone(text, expected):
    [plain] = make_plain([text])
    spans = zip(plain.text, plain.start.tolist(), plain.end.tolist(), strict=True)
    assert list(spans) == expected

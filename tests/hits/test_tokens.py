"""Words: their offsets, their types, and whether only white space separates them."""

import re

import pandas as pd
import pytest
import reference
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.hits import tokens
from analysis.hits.tokens import index_words


def index_of(texts):
    return index_words(pd.DataFrame({"sentence": pd.Series(texts, dtype=object)}))


def test_words_and_their_types():
    index = index_of(["Human  rights,\nhuman", "", "RIGHTS", "– ſ_1 é"])
    assert index.types == ["1", "human", "rights", "s", "é"]
    assert index.type_id.tolist() == [1, 2, 1, 2, 3, 0, 4]
    assert index.text.tolist() == [0, 0, 0, 2, 3, 3, 3]
    assert index.start.tolist() == [0, 7, 15, 0, 2, 4, 6]
    assert index.end.tolist() == [5, 13, 20, 6, 3, 5, 7]
    assert index.joined.tolist() == [False, True, False, False, False, False, True]


def test_words_are_those_of_the_plain_form_and_offsets_those_of_the_text():
    index = index_of(["So: 人权！", "the ﬁ\u00adnance of cafe\u0301s"])
    assert index.types == ["cafés", "finance", "of", "so", "the", "人", "权"]
    assert index.type_id.tolist() == [3, 5, 6, 4, 1, 2, 0]
    assert index.start.tolist() == [0, 4, 5, 0, 4, 12, 15]
    assert index.end.tolist() == [2, 5, 6, 3, 11, 14, 21]
    assert index.joined.tolist() == [False, False, False, False, True, True, True]


def test_a_text_is_identified_by_the_position_of_its_sentence():
    index = index_words(tiny.SENTENCES_AB)
    assert index.text.max() == len(tiny.SENTENCES_AB) - 1
    words = re.findall(r"\w+", " ".join(tiny.SENTENCES_AB["sentence"]))
    assert len(index.type_id) == len(words)


@pytest.mark.parametrize("texts", [[], [""], ["", "", ", !"]])
def test_without_words_the_index_is_empty(texts):
    index = index_of(texts)
    assert (index.types, len(index.type_id), len(index.joined)) == ([], 0, 0)


@given(st.lists(st.text(max_size=9), max_size=6))
def test_words_are_those_of_the_reference(texts):
    spans = []
    words = []
    for number, text in enumerate(texts):
        for word, start, end in reference.words(text):
            spans.append((number, start, end))
            words.append(word)
    index = index_of(texts)
    columns = (index.text.tolist(), index.start.tolist(), index.end.tolist())
    assert list(zip(*columns, strict=True)) == spans
    for first, word in enumerate(words):
        for second, other in enumerate(words):
            is_same = re.fullmatch(re.escape(word), other, re.IGNORECASE) is not None
            assert (index.type_id[first] == index.type_id[second]) == is_same


similar = st.text(
    st.sampled_from("aAbé\u0100\u0161\u4e61人\U00010400\U00010428\ud800 "), max_size=80
)


@given(st.lists(similar, max_size=6), st.sampled_from([7, 20, 250_000]))
def test_words_that_differ_in_any_letter_have_different_types(texts, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "CHUNK", size)
        vocabulary = tokens.Vocabulary()
        block = tokens.read_block(texts, vocabulary)
    words = block.words
    assert [texts[position] for position in block.order] == block.source
    expected = []
    for text in block.source:
        expected += [word for word, _, _ in reference.words(text)]
    assert [vocabulary.types[number] for number in words.type_id] == expected
    assert vocabulary.types == list(dict.fromkeys(expected))


@pytest.mark.parametrize("n", [1, 7, 8, 9, 16, 17, 63, 64, 65, 300])
@pytest.mark.parametrize("letter", ["a", "ж", "\U00010400"])
def test_a_word_of_any_length_and_any_letters_is_found(n, letter):
    words = [letter * n, letter * (n - 1) + "b", "b" + letter * (n - 1), letter * n + "b"]
    index = index_of([" ".join(words), letter * n])
    assert len(index.types) == len(set(words))
    assert index.type_id[0] == index.type_id[4]

"""Lexical diversity, against published values and plain loops."""

from math import comb

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.diversity import TOO_SHORT, diversity, hdd, mattr, mtld
from analysis.measures.readability import NO_BLANKS

# The test sentence of LexicalRichness (tests/test_lexicalrichness.py), as it reads it: in small
# letters, without digits, hyphens joined.
SENTENCE = "test text with some text numbers hyphenhere and text punctuations"


def number(text: str) -> np.ndarray:
    codes, _ = pd.factorize(np.array(text.split(), dtype=object))
    return codes


def test_values_of_lexicalrichness():
    words = number(SENTENCE)
    assert mtld(words, threshold=0.72) == pytest.approx(14.0)
    assert hdd(words, draws=5) == pytest.approx(0.883333, abs=5e-7)
    assert mattr(words, window=5) == pytest.approx(0.9)
    assert mattr(words, window=1) == 1
    assert mattr(words, window=10) == pytest.approx(0.8)  # the plain type-token ratio
    assert mtld(number("only unique terms in this little string")) == 7


def test_a_run_ends_where_the_ratio_reaches_the_threshold():
    # forward: a b a (2/3) | b c: one run and none; backward: c b a b a (3/5): one run
    assert mtld(number("a b a b c")) == 5
    # forward: a a | a a | a: two runs, and of the rest nothing; 5 / 2, the same backward
    assert mtld(number("a a a a a")) == 2.5


def test_what_is_too_short_has_no_value():
    nothing = np.array([], dtype=int)
    assert np.isnan([mtld(nothing), mattr(number("a b"), 3), hdd(number("a b"), 3)]).all()
    assert np.isnan([mattr(nothing, 1), hdd(nothing, 1)]).all()


words = st.lists(st.integers(0, 5), min_size=1, max_size=30).map(np.array)


@given(words, st.integers(1, 9))
def test_mattr_is_the_mean_of_all_windows(text, window):
    n_types = [len(set(text[begin : begin + window])) for begin in range(len(text) - window + 1)]
    expected = np.mean(n_types) / window if n_types else np.nan
    assert mattr(text, window) == pytest.approx(expected, nan_ok=True)


@given(words, st.integers(1, 9))
def test_hdd_is_the_expected_ratio(text, draws):
    if draws > len(text):
        return
    n = len(text)
    never = [comb(n - count, draws) / comb(n, draws) for count in np.unique_counts(text)[1]]
    assert hdd(text, draws) == pytest.approx(sum(1 - chance for chance in never) / draws)


@given(words, st.sampled_from([0.5, 0.72]))
def test_mtld_is_that_of_a_plain_loop(text, threshold):
    def mean_run(text: list[int]) -> float:
        runs = 0.0
        own: list[int] = []
        for word in text:
            own.append(word)
            if len(set(own)) / len(own) <= threshold:
                runs += 1
                own = []
        if own:
            runs += (1 - len(set(own)) / len(own)) / (1 - threshold)
        return len(text) / runs if runs else len(text)

    plain = (mean_run(text.tolist()) + mean_run(text[::-1].tolist())) / 2
    assert mtld(text, threshold) == pytest.approx(plain)


def test_a_group_has_the_mean_of_its_texts():
    few = "one two three four five six seven eight " * 13  # 104 words
    many = " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(120))
    sentences = pd.concat(
        [
            tiny.sentences(few[:40], few[40:], doc_id="a"),
            tiny.sentences(many, doc_id="b"),
            tiny.sentences("Short.", doc_id="c"),
        ],
        ignore_index=True,
    )
    by_text = diversity(sentences)
    columns = ("doc_id", "n_texts", "n_words", "n_types", "n_measured", "note")
    assert tiny.rows(by_text, *columns) == [
        ["a", 1, 104, 8, 1, ""],
        ["b", 1, 120, 120, 1, ""],
        ["c", 1, 1, 1, 0, TOO_SHORT],
    ]
    assert by_text["mattr"].tolist()[:2] == pytest.approx([0.08, 1])
    assert by_text["hdd"].tolist()[1] == pytest.approx(1)
    assert by_text["mtld"].tolist()[1] == 120
    group = diversity(sentences.assign(outlet="Post"), by="outlet").iloc[0]
    assert group["mattr"] == pytest.approx(0.54)
    assert group["n_texts":"n_measured"].tolist() == [3, 225, 129, 2]


def test_where_words_cannot_be_told_apart_there_is_no_value():
    sentences = tiny.sentences("人权" * 80)
    table = diversity(sentences, {"a": "zh"})
    assert table["note"].tolist() == [NO_BLANKS]
    assert table[["mattr", "mtld", "hdd"]].isna().all(axis=None)


def test_without_sentences_the_table_is_empty():
    sentences = tiny.sentences("a")
    assert tiny.same_types(diversity(sentences), diversity(sentences.iloc[:0]))

"""The correlation of a theme's share in a text with the length of the text."""

import numpy as np
import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures.length_effects import correlate, length_effects

CODEBOOK = tiny.codebook({"topic/aid": ["aid"], "topic/war": ["war"], "never": ["never"]})


def corpus(n_texts: int) -> pd.DataFrame:
    """Texts of growing length: the longer a text, the more of it is about aid, and less about war."""
    texts = []
    for n in range(1, n_texts + 1):
        aid = ["We send more and more aid."] * n
        texts.append(tiny.sentences("War.", *aid, doc_id=f"text {n:02}"))
    return pd.concat(texts, ignore_index=True)


def test_a_published_value():
    # Wikipedia, "Spearman's rank correlation coefficient": hours of television a week by IQ.
    iq = np.array([106, 86, 100, 101, 99, 103, 97, 113, 112, 110])
    hours = np.array([7, 0, 27, 50, 28, 29, 20, 12, 6, 17])
    assert correlate(iq, hours).rho == pytest.approx(-29 / 165)


def test_the_interval_by_hand():
    x = np.arange(12)
    y = np.array([1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10])
    rho, low, high = correlate(x, y)
    # Six pairs change places: the sum of squares is 12, and rho 1 - 6 * 12 / (12 * 143).
    assert rho == pytest.approx(1 - 72 / 1716)
    half = 1.959964 * np.sqrt((1 + rho**2 / 2) / 9)
    assert low == pytest.approx(np.tanh(np.arctanh(rho) - half))
    assert high == pytest.approx(np.tanh(np.arctanh(rho) + half))


def test_the_interval_covers_the_truth():
    rng = np.random.default_rng(1)
    true_rho = 6 / np.pi * np.arcsin(0.6 / 2)  # of a bivariate normal with correlation 0.6
    n_covered = 0
    for _ in range(1000):
        x = rng.normal(size=40)
        y = 0.6 * x + 0.8 * rng.normal(size=40)
        _, low, high = correlate(x, y)
        n_covered += low <= true_rho <= high
    assert 930 <= n_covered <= 970


def test_themes_that_grow_and_shrink_with_the_length():
    sentences = corpus(10)
    table = length_effects(sentences, find_hits(sentences, CODEBOOK), CODEBOOK)
    assert rows(table, "theme", "n_texts", "n_carrying") == [
        ["topic/aid", 10, 10],
        ["topic/war", 10, 10],
        ["never", 10, 0],
    ]
    assert table["rho"].tolist()[:2] == pytest.approx([1, -1])
    assert np.isnan(table["rho"][2])  # its share is 0 in every text
    assert table["low"].isna().all()


def test_few_texts_have_no_correlation_or_no_interval():
    few = corpus(4)
    assert length_effects(few, find_hits(few, CODEBOOK), CODEBOOK)["rho"].isna().all()
    x = np.array([1, 2, 3, 4, 5, 6, 7, 9, 8])
    assert np.isnan(correlate(x, np.arange(9)).low)
    assert correlate(x, np.arange(9)).rho > 0.9
    assert not np.isnan(correlate(np.append(x, 10), np.arange(10)).low)


def test_an_empty_study_has_the_same_types():
    sentences = corpus(6)
    full = length_effects(sentences, find_hits(sentences, CODEBOOK), CODEBOOK)
    none = sentences.head(0)
    empty = length_effects(none, find_hits(none, CODEBOOK), CODEBOOK)
    assert empty["n_texts"].tolist() == [0, 0, 0]
    assert tiny.same_types(full, empty.head(0))


def test_a_missing_column_is_a_fault():
    sentences = corpus(5)
    hits = find_hits(sentences, CODEBOOK)
    with pytest.raises(InputError, match="no column 'n_words'"):
        length_effects(sentences.drop(columns="n_words"), hits, CODEBOOK)

"""Pairs of themes in the tiny corpus, counted by hand."""

import tiny
from tiny import rows

from analysis import find_hits
from analysis.measures.cooccurrence import cooccurrence, cross

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_pairs():
    pairs = cooccurrence(S, H, C)
    assert rows(pairs, "theme_a", "theme_b", "n_a", "n_b", "n_both", "n_sentences") == [
        ["topic/rights", "topic/poverty", 2, 3, 1, 6],
        ["topic/rights", "actor/states", 2, 2, 1, 6],
        ["topic/rights", "tone", 2, 2, 1, 6],
        ["topic/poverty", "actor/states", 3, 2, 0, 6],
        ["topic/poverty", "tone", 3, 2, 0, 6],
        ["actor/states", "tone", 2, 2, 2, 6],
    ]
    turned = cross(pairs, "actor", "topic")
    assert rows(turned, "theme_a", "theme_b", "label_b", "n_a", "n_b", "n_both") == [
        ["actor/states", "topic/rights", "Rights", 2, 2, 1],
        ["actor/states", "topic/poverty", "Poverty", 2, 3, 0],
    ]


def test_a_theme_and_its_subtheme_are_not_a_pair():
    pairs = cooccurrence(DEEP_S, DEEP_H, DEEP)
    assert rows(pairs, "label_a", "label_b", "n_a", "n_b", "n_both") == [
        ["Water", "Paths", 3, 2, 1],
        ["Water", "Trade", 3, 1, 0],
        ["Storage", "Paths", 2, 2, 1],
        ["Storage", "Trade", 2, 1, 0],
        ["Paths", "Trade", 2, 1, 1],
    ]
    crossed = cross(pairs, "trade", "nature/water")
    assert rows(crossed, "label_a", "label_b", "n_a") == [
        ["Trade", "Water", 1],
        ["Trade", "Storage", 1],
    ]


def test_without_sentences_all_pairs_have_zeros():
    pairs = cooccurrence(S.head(0), H.head(0), C)
    assert pairs[["n_a", "n_b", "n_both", "n_sentences"]].to_numpy().tolist() == [[0, 0, 0, 0]] * 6

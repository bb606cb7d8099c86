"""Positions of themes in the tiny corpus, counted by hand."""

import tiny
from tiny import rows

from analysis import find_hits
from analysis.measures.positions import positions

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_positions():
    table = positions(S, H, C)
    assert rows(table, "doc_id", "sent_id", "theme", "n_hits", "n_sentences", "position") == [
        ["a", 1, "topic/rights", 1, 4, 0.125],
        ["a", 1, "actor/states", 1, 4, 0.125],
        ["a", 1, "tone", 1, 4, 0.125],
        ["a", 2, "topic/poverty", 1, 4, 0.375],
        ["a", 4, "topic/rights", 2, 4, 0.875],
        ["a", 4, "topic/poverty", 1, 4, 0.875],
        ["b", 1, "actor/states", 1, 2, 0.25],
        ["b", 1, "tone", 1, 2, 0.25],
        ["b", 2, "topic/poverty", 1, 2, 0.75],
    ]


def test_the_position_of_a_theme_is_that_of_its_subthemes_too():
    table = positions(DEEP_S, DEEP_H, DEEP)
    assert rows(table, "sent_id", "label", "n_hits") == [
        [1, "Water", 1],
        [2, "Water", 2],  # its own hit and that of its subtheme
        [2, "Storage", 1],
        [3, "Water", 1],
        [3, "Storage", 1],
        [3, "Paths", 1],
        [4, "Paths", 1],
        [4, "Trade", 1],
    ]


def test_no_sentences_give_an_empty_table_of_the_same_types():
    assert tiny.same_types(positions(S, H, C), positions(S.head(0), H.head(0), C))

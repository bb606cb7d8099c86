"""Positions of themes in the tiny corpus, counted by hand."""

import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import find_hits
from analysis.measures.positions import mean_positions, positions

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


def test_mean_positions_count_each_text_once():
    table = mean_positions(positions(S, H, C))
    assert rows(table, "theme", "n_sentences_hit", "n_texts", "position") == [
        ["topic/rights", 2, 1, 0.5],  # (0.125 + 0.875) / 2
        ["topic/poverty", 3, 2, 0.6875],  # of 0.625 and 0.75
        ["actor/states", 2, 2, 0.1875],  # of 0.125 and 0.25
        ["tone", 2, 2, 0.1875],
    ]
    assert table[["low", "high"]].isna().all(axis=None)  # fewer than five texts


def test_the_interval_of_a_mean_position_is_that_of_student():
    five = pd.DataFrame({"doc_id": list("abcde"), "theme": "aid", "label": "Aid"})
    table = mean_positions(five.assign(theme_order=0, position=[0.3, 0.4, 0.5, 0.6, 0.7]))
    half = 2.776 * (0.025 / 5) ** 0.5  # t for 4 degrees of freedom; the variance is 0.025
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([0.5 - half, 0.5 + half], 1e-3)


def test_mean_positions_of_nothing():
    table = mean_positions(positions(S, H[:0], C))
    assert table.empty
    assert tiny.same_types(mean_positions(positions(S, H, C)), table)


def test_texts_can_be_categories():
    as_category = positions(S.astype({"doc_id": "category"}), H, C)
    assert as_category["position"].tolist() == positions(S, H, C)["position"].tolist()

"""What follows what: counts by hand, the mean over all orders, and what must always hold."""

import itertools

import marked
import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from marked import marked_study
from tiny import rows

from analysis import find_hits
from analysis.measures import log_odds
from analysis.measures.sequences import sequences

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
BOUNDS = ["log_odds", "low", "high"]


def number_of(table: pd.DataFrame, column: str, theme_a: str, theme_b: str) -> float:
    """One number of the sequence from one theme to another."""
    chosen = (table["theme_a"] == theme_a) & (table["theme_b"] == theme_b)
    return table.loc[chosen, column].item()


def test_steps_do_not_leave_a_text():
    table = sequences(S, find_hits(S, C), C)
    followed = table[table["n_followed"] > 0]
    # text a: rights, states, tone / poverty / nothing / rights, poverty; text b: states, tone / poverty
    assert rows(followed, "theme_a", "theme_b", "n_a", "n_b", "n_followed", "n_steps") == [
        ["topic/rights", "topic/poverty", 1, 3, 1, 4],
        ["actor/states", "topic/poverty", 2, 3, 2, 4],
        ["tone", "topic/poverty", 2, 3, 2, 4],
    ]
    assert len(table) == 16
    # states before poverty: 1 * 2 cases of 4 * 3, in 3 steps; 1 * 1 cases of 2 * 1, in 1 step
    expected = 3 * 2 / 12 + 1 * 1 / 2
    assert number_of(table, "expected", "actor/states", "topic/poverty") == pytest.approx(expected)
    log_odds = np.log(2 / 2) - np.log(1 / 3)
    found = number_of(table, "log_odds", "actor/states", "topic/poverty")
    assert found == pytest.approx(log_odds)
    assert table[["low", "high"]].isna().to_numpy().all()  # two texts are too few


def test_expected_is_the_mean_over_all_orders_of_the_sentences():
    carried = [{"a"}, {"a", "b"}, set(), {"b"}, {"a"}]
    marks = {theme: [theme in themes for themes in carried] for theme in "ab"}
    table = sequences(*marked_study(marks, [0] * 5))
    orders = list(itertools.permutations(carried))
    for a, b in itertools.product("ab", repeat=2):
        n_steps = sum(
            a in first and b in second
            for order in orders
            for first, second in itertools.pairwise(order)
        )
        expected = n_steps / len(orders)
        assert number_of(table, "expected", a, b) == pytest.approx(expected)


def test_a_gap_between_sentences_is_no_step():
    sentences, hits, codebook = marked_study({"a": [1, 1, 1], "b": [1, 1, 1]}, [0] * 3)
    without_second = sentences[sentences["sent_id"] != 2]
    assert sequences(without_second, hits, codebook)["n_steps"].tolist() == [0] * 4


def test_the_plain_interval_is_the_shortest():
    marks = {"a": [1, 0] * 20, "b": [0, 1] * 18 + [0, 0] * 2}
    table = sequences(*marked_study(marks, np.repeat(np.arange(8), 5)))
    low, high = number_of(table, "low", "a", "b"), number_of(table, "high", "a", "b")
    observed = number_of(table, "n_followed", "a", "b")
    plain = 1 / observed + 1 / (32 - observed)
    t7 = 2.365
    assert (high - low) / 2 >= t7 * np.sqrt(plain) - 0.001


def test_a_theme_that_fills_some_texts_does_not_follow_itself_for_that_reason():
    rng = np.random.default_rng(4)
    texts = np.repeat(np.arange(40), 20)
    share = np.where(texts % 2, 0.7, 0.02)
    table = sequences(*marked_study({"a": rng.random(800) < share}, texts))
    (row,) = rows(table, "n_followed", "expected", "low", "high")
    n_followed, expected, low, high = row
    assert n_followed == pytest.approx(expected, rel=0.1)
    assert low < 0 < high
    by_margins = rows(table, "n_a", "n_b", "n_steps")[0]
    assert by_margins[0] * by_margins[1] / by_margins[2] < 0.6 * n_followed


def test_a_planted_sequence_is_the_clearest():
    rng = np.random.default_rng(5)
    texts = np.repeat(np.arange(30), 20)
    marks = {name: rng.random(600) < 0.1 for name in "abcdef"}
    after_b = np.append(False, marks["b"][:-1])
    marks["e"] = np.where(after_b, rng.random(600) < 0.6, marks["e"])
    table = sequences(*marked_study(marks, texts))
    top = table.loc[table["low"].idxmax()]
    assert (top["theme_a"], top["theme_b"]) == ("b", "e")
    assert top["n_followed"] > 2 * top["expected"]
    assert number_of(table, "low", "e", "b") < 0
    assert (table["low"] > 0).sum() <= 3


def test_a_theme_and_its_subtheme_are_no_sequence():
    table = sequences(tiny.DEEP_SENTENCES, find_hits(tiny.DEEP_SENTENCES, tiny.DEEP), tiny.DEEP)
    pairs = set(zip(table["label_a"], table["label_b"], strict=True))
    assert ("Water", "Water") in pairs
    assert ("Water", "Storage") not in pairs
    assert ("Storage", "Water") not in pairs
    assert len(pairs) == len(table) == 14


def test_without_steps_there_is_nothing_to_expect():
    study = marked_study({"a": [1, 0], "b": [0, 1]}, [0, 1])
    table = sequences(*study)
    assert rows(table, "n_a", "n_b", "n_followed", "n_steps") == [[0, 0, 0, 0]] * 4
    assert table[["expected", *BOUNDS]].isna().to_numpy().all()
    none = sequences(study[0][:0], study[1][:0], study[2])
    assert none[["n_followed", "n_steps"]].to_numpy().tolist() == [[0, 0]] * 4


# -- what always holds -------------------------------------------------------------------------------


@settings(max_examples=12)
@given(study=marked.studies())
def test_counts_agree_with_a_loop_over_sentences(study):
    sentences, hits, codebook = study
    table = sequences(*study)
    carried = marked.themes_of_sentences(study)
    doc_ids = sentences["doc_id"].tolist()
    steps = [
        (carried[at], carried[at + 1])
        for at in range(len(carried) - 1)
        if doc_ids[at] == doc_ids[at + 1]
    ]
    for row in table.itertuples():
        assert row.n_a == sum(row.theme_a in first for first, _ in steps)
        assert row.n_b == sum(row.theme_b in second for _, second in steps)
        both = [row.theme_a in first and row.theme_b in second for first, second in steps]
        assert row.n_followed == sum(both)
        assert row.n_steps == len(steps)
        assert not row.expected < 0
        assert not row.expected > len(steps) + 1e-9
    pd.testing.assert_frame_equal(sequences(sentences[::-1], hits[::-1], codebook), table)


def test_texts_read_backwards_have_their_sequences_turned_round():
    sentences, hits, codebook = marked.random_study(seed=6)
    n = sentences.groupby("doc_id")["sent_id"].max()

    def turn(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(sent_id=table["doc_id"].map(n) + 1 - table["sent_id"])

    table = sequences(sentences, hits, codebook)
    turned = sequences(turn(sentences), turn(hits), codebook)
    numbers = ["n_followed", "expected", *BOUNDS]
    exchanged = turned.sort_values(["theme_b", "theme_a"], ignore_index=True)
    pd.testing.assert_frame_equal(table[numbers], exchanged[numbers])


def test_blocks_change_no_number(monkeypatch):
    study = marked.random_study(seed=7)
    whole = sequences(*study)
    monkeypatch.setattr(log_odds, "BLOCK", 1)
    monkeypatch.setattr(log_odds, "SENTENCE_BLOCK", 3)
    pd.testing.assert_frame_equal(sequences(*study), whole)

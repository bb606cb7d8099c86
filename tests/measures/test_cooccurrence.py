"""Pairs of themes: counts by hand, a published interval, and what must always hold."""

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
from analysis.measures.cooccurrence import cooccurrence, cross
from analysis.measures.crossed import cross_families

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)
BOUNDS = ["log_odds", "low", "high"]


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
    assert turned["log_odds"].tolist() == pairs["log_odds"][[1, 3]].tolist()


def test_expected_and_log_odds():
    pairs = cooccurrence(S, H, C)
    # n_a * n_b / 6
    assert pairs["expected"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 1, 1, 2 / 3])
    # both x neither / (only a x only b); with a 0 among them, 0.5 is added to all four
    odds = [
        1 * 2 / (1 * 2),
        1 * 3 / (1 * 1),
        1 * 3 / (1 * 1),
        0.5 * 1.5 / (3.5 * 2.5),
        0.5 * 1.5 / (3.5 * 2.5),
        2.5 * 4.5 / (0.5 * 0.5),
    ]
    assert pairs["log_odds"].tolist() == pytest.approx(np.log(odds))
    assert pairs[["low", "high"]].isna().to_numpy().all()  # two texts are too few
    assert rows(pairs[:1], "clusters", "n_clusters") == [["texts", 2]]


def test_the_interval_of_independent_sentences_is_woolfs():
    """Aspirin and heart attacks in Agresti (2002, Categorical Data Analysis, table 2.1, p. 71).

    Of 11,034 physicians given a placebo, 189 had an attack; of 11,037 given aspirin, 104. The log
    odds ratio is 0.605, its standard error 0.123, and its interval 0.365 to 0.846.
    """
    cells = {(True, True): 189, (True, False): 10_845, (False, True): 104, (False, False): 10_933}
    placebo, attack = np.repeat(np.array(list(cells)), list(cells.values()), axis=0).T
    study = marked_study({"placebo": placebo, "attack": attack}, texts=np.arange(22_071))
    (found,) = rows(cooccurrence(*study), *BOUNDS)
    assert found == pytest.approx([0.605, 0.365, 0.846], abs=0.0006)


def test_texts_that_differ_make_the_interval_longer():
    rng = np.random.default_rng(1)
    texts = np.repeat(np.arange(40), 25)
    frequent = (texts % 2 == 0) * 0.4 + 0.05  # of both themes, in every second text
    marks = {name: rng.random(1000) < frequent for name in "ab"}
    clustered = cooccurrence(*marked_study(marks, texts))
    alone = cooccurrence(*marked_study(marks, texts=np.arange(1000)))
    assert clustered["log_odds"][0] == alone["log_odds"][0]
    length = clustered["high"] - clustered["low"]
    assert length[0] > 1.2 * (alone["high"] - alone["low"])[0]
    assert clustered["low"][0] > 0


def test_paragraphs_take_the_place_of_texts_if_there_is_only_one():
    marks = {"a": [1, 1, 0, 0, 1, 0, 1, 0, 0, 0], "b": [1, 0, 0, 1, 1, 0, 1, 0, 0, 0]}
    texts = [0] * 10
    five = cooccurrence(*marked_study(marks, texts, paragraphs=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5]))
    assert rows(five, "clusters", "n_clusters") == [["paragraphs", 5]]
    # both 3, only a 1, only b 1, neither 5: by paragraph the variance is smaller
    half = 2.776 * np.sqrt(1 / 3 + 1 + 1 + 1 / 5)
    log_odds = np.log(15)
    expected = [log_odds, log_odds - half, log_odds + half]
    assert rows(five, *BOUNDS)[0] == pytest.approx(expected, abs=0.002)
    four = cooccurrence(*marked_study(marks, texts, paragraphs=[1, 1, 2, 2, 3, 3, 3, 3, 4, 4]))
    assert np.isnan(rows(four, "low", "high")).all()


def test_a_theme_in_no_sentence_or_in_every_one_has_no_odds():
    pairs = cooccurrence(*marked_study({"a": [1, 0] * 5, "b": [0] * 10, "c": [1] * 10}, range(10)))
    assert pairs[BOUNDS].isna().to_numpy().all()
    assert rows(pairs, "n_both", "expected") == [[0, 0], [5, 5], [0, 0]]


def test_pairs_that_share_words_are_the_codebooks_doing():
    codebook = tiny.codebook(
        {"a": ["human rights", "law"], "b": ["right*"], "c": ["law"], "d": ["trade"]}
    )
    sentences = tiny.sentences("Human rights and trade.", "A law.", "Trade.")
    pairs = cooccurrence(sentences, find_hits(sentences, codebook), codebook)
    assert rows(pairs, "theme_a", "theme_b", "n_both", "n_overlaps", "by_codebook") == [
        ["a", "b", 1, 1, True],  # "human rights" and "rights"
        ["a", "c", 1, 1, True],  # the same pattern
        ["a", "d", 1, 0, False],
        ["b", "c", 0, 0, False],
        ["b", "d", 1, 0, False],
        ["c", "d", 0, 0, False],
    ]


def test_a_planted_association_is_the_clearest():
    rng = np.random.default_rng(2)
    texts = np.repeat(np.arange(30), 20)
    marks = {name: rng.random(600) < 0.1 for name in "abcdef"}
    marks["d"] = np.where(marks["b"], rng.random(600) < 0.6, marks["d"])
    pairs = cooccurrence(*marked_study(marks, texts))
    top = pairs.loc[pairs["low"].idxmax()]
    assert (top["theme_a"], top["theme_b"]) == ("b", "d")
    assert top["n_both"] > 3 * top["expected"]
    assert (pairs["low"] > 0).sum() <= 2


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
    assert pairs[["expected", *BOUNDS]].isna().to_numpy().all()


def two_families(**more: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, object]:
    """2,000 sentences, of which 400 carry an actor and a tone: 40 and 160 of the east."""
    codebook = tiny.codebook(
        {"actor/a": ["east"], "actor/b": ["west"], "tone/c": ["praise"], "tone/d": ["blame"]} | more
    )
    both = ["East praise."] * 4 + ["East blame."] * 16 + ["West praise."] * 16 + ["West blame."] * 4
    texts = [tiny.sentences(*both, *["Rain."] * 160, doc_id=f"t{number}") for number in range(10)]
    found = pd.concat(texts, ignore_index=True)
    return found, find_hits(found, codebook), codebook


def test_themes_of_two_families_are_compared_among_the_sentences_with_both():
    """40 of 400 sentences: more than chance among all, and less among those with both families."""
    study = two_families()
    pairs = cooccurrence(*study).set_index(["theme_a", "theme_b"])
    east_praise = pairs.loc[("actor/a", "tone/c")]
    assert (east_praise["among_n"], east_praise["expected"]) == (400, 100)  # 200 * 200 / 400
    assert east_praise["log_odds"] == pytest.approx(np.log(40 * 40 / (160 * 160)))
    assert east_praise["association"] == "less"
    assert east_praise["all_expected"] == 20  # 200 * 200 / 2000
    assert east_praise["all_log_odds"] == pytest.approx(np.log(40 * 1640 / (160 * 160)))
    assert east_praise["all_low"] > 0
    of_one_family = pairs.loc[("actor/a", "actor/b")]
    assert (of_one_family["among_n"], of_one_family["expected"]) == (2000, 20)


def test_the_two_tables_of_pairs_say_the_same_of_the_same_pair():
    study = two_families()
    pairs = cross(cooccurrence(*study), "actor", "tone")
    crossed = cross_families(*study, "actor", "tone")
    same = ["theme_a", "theme_b", "expected", *BOUNDS, "association"]
    pd.testing.assert_frame_equal(pairs[same], crossed[same])
    assert crossed["association"].tolist() == ["less", "more", "more", "less"]
    assert crossed["share"].tolist() == [0.2, 0.8, 0.8, 0.2]
    assert rows(crossed[:1], "n_rows", "n_rows_b", "among_n_a") == [[400, 200, 200]]


def test_a_family_with_one_theme_is_compared_among_all_sentences():
    """Of the sentences with an actor and the only topic, all carry the topic."""
    pairs = cooccurrence(*two_families(**{"topic/e": ["rain"]}))
    with_topic = pairs[pairs["theme_b"] == "topic/e"]
    assert (with_topic["among_n"] == 2000).all()
    assert with_topic["log_odds"].notna().all()


# -- what always holds -------------------------------------------------------------------------------


@settings(max_examples=12)
@given(study=marked.studies())
def test_counts_and_odds_agree_with_a_loop_over_sentences(study):
    sentences, hits, codebook = study
    pairs = cooccurrence(*study)
    carried = marked.themes_of_sentences(study)
    for pair in pairs.itertuples():
        assert pair.n_a == sum(pair.theme_a in themes for themes in carried)
        assert pair.n_b == sum(pair.theme_b in themes for themes in carried)
        assert pair.n_both == sum({pair.theme_a, pair.theme_b} <= themes for themes in carried)
        assert pair.n_sentences == len(carried)
        assert 0 <= pair.expected <= min(pair.n_a, pair.n_b)
    turned = cooccurrence(sentences[::-1], hits[::-1], codebook)
    pd.testing.assert_frame_equal(turned, pairs)

    with_odds = pairs.dropna(subset="log_odds")
    excess = with_odds["n_both"] - with_odds["expected"]
    clear = excess.abs() > 0.5  # the correction can turn less
    assert (np.sign(with_odds["log_odds"]) == np.sign(excess))[clear].all()
    bounded = pairs.dropna(subset="low")
    assert (bounded["low"] < bounded["log_odds"]).all()
    assert (bounded["log_odds"] < bounded["high"]).all()


def test_blocks_change_no_number(monkeypatch):
    study = marked.random_study(seed=3)
    whole = cooccurrence(*study)
    monkeypatch.setattr(log_odds, "BLOCK", 1)
    monkeypatch.setattr(log_odds, "SENTENCE_BLOCK", 3)
    pd.testing.assert_frame_equal(cooccurrence(*study), whole)

"""Corrected shares on tiny corpora worked by hand, and what always holds of them."""

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError, corrected_shares, draw_sample
from analysis.coding.regression_estimate import Cells, regression, sample_alone
from analysis.tables import CORRECTED

THEMES = tiny.codebook({"aid": ["aid"], "nature/water": ["water"]})
N = 200
SENTENCES = pd.DataFrame({"doc_id": "a", "sent_id": range(1, N + 1)})
HITS = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 41), "theme": "aid"})  # a fifth
SAMPLE = SENTENCES[::4].assign(stratum="", weight=4.0)  # 50 sentences, of these 10 with a hit
LIMITS = ["corrected", "low", "high"]


def code(sample=SAMPLE, theme="aid", n=0):
    themes = np.where(np.arange(len(sample)) < n, theme, "")
    return sample[["doc_id", "sent_id"]].assign(theme=themes)


def first(table, theme="aid"):
    return table[table["theme"] == theme].iloc[0]


def test_a_random_sample_worked_by_hand():
    codings = code(n=8)  # 8 of the 10 sampled sentences with a hit, none of the 40 without
    drawn = SAMPLE.iloc[[*range(8), *range(10, 50)]]  # two sentences with a hit were not drawn
    row = first(corrected_shares(SENTENCES, HITS, THEMES, codings, drawn))
    assert row[["n_sentences", "n_sample", "share"]].tolist() == [200, 48, 0.2]
    assert row[["precision", "recall"]].tolist() == [1, 1]
    # The mean of the sample is 8 / 48; λ is 1, so the share is 8/48 + (0.2 - 8/48).
    assert row["corrected"] == pytest.approx(0.2)
    # With t of 46 degrees, 2.0129, cells of 8 (all coded) and 40 (none): one limit each, at
    # 0.8 t² / n / (1 + 0.8 t² / n), times the part not coded, 1 - 48/200.
    t2 = 0.8 * 2.012896**2
    below = 0.2 * t2 / 8 / (1 + t2 / 8) * np.sqrt(1 - 48 / 200)
    above = 0.8 * t2 / 40 / (1 + t2 / 40) * np.sqrt(1 - 48 / 200)
    assert row["low"] == pytest.approx(0.2 - below, abs=1e-5)
    assert row["high"] == pytest.approx(0.2 + above, abs=1e-5)


def test_strata_weigh_what_they_stand_for():
    sample = pd.concat(
        [
            SENTENCES[:20].assign(stratum="hit", weight=2.0),  # 20 of 40
            SENTENCES[40:60].assign(stratum="none", weight=8.0),  # 20 of 160
        ]
    )
    codings = sample.assign(theme=["aid"] * 10 + [""] * 10 + ["aid"] * 1 + [""] * 19)
    row = first(corrected_shares(SENTENCES, HITS, THEMES, codings, sample))
    assert row["corrected"] == pytest.approx((10 * 2 + 1 * 8) / 200)
    assert row["precision"] == pytest.approx(0.5)
    assert row["recall"] == pytest.approx(20 / 28)


def test_sentences_that_nobody_coded_are_made_up_for_within_their_stratum():
    sample = pd.concat(
        [
            SENTENCES[:30].assign(stratum="hit", weight=40 / 30),
            SENTENCES[40:60].assign(stratum="none", weight=8.0),
        ]
    )
    codings = code(sample[10:], n=10)  # the last ten of the twenty read in "hit" have none
    row = first(corrected_shares(SENTENCES, HITS, THEMES, codings, sample))
    assert row["n_sample"] == 40
    assert row["corrected"] == pytest.approx(0.2 * 0.5)
    nobody = first(corrected_shares(SENTENCES, HITS, THEMES, code(sample[:30]), sample))
    assert nobody[LIMITS].isna().all()  # nothing is known of the stratum "none"


def test_an_inner_theme_counts_those_below_it():
    table = corrected_shares(SENTENCES, HITS, THEMES, code(theme="nature/water", n=5), SAMPLE)
    assert table["theme"].tolist() == ["aid", "nature", "nature/water"]
    assert first(table, "nature")[LIMITS].tolist() == first(table, "nature/water")[LIMITS].tolist()
    assert first(table, "nature")["corrected"] == pytest.approx(0.1)  # no hits: the sample's mean
    assert table["share"].tolist() == [0.2, 0, 0]


def test_a_theme_that_was_never_coded_has_an_interval():
    row = first(corrected_shares(SENTENCES, HITS.head(0), THEMES, code(), SAMPLE))
    assert row["corrected"] == row["low"] == 0
    assert 0.04 < row["high"] < 0.06  # 3 / 50, a quarter of all being coded
    assert row[["precision", "recall"]].isna().all()


def test_too_few_coded_sentences_give_no_number():
    few = SAMPLE.head(19)
    assert first(corrected_shares(SENTENCES, HITS, THEMES, code(few), few))[LIMITS].isna().all()
    none = corrected_shares(SENTENCES, HITS, THEMES, code().head(0), SAMPLE.head(0))
    assert none["n_sample"].tolist() == [0, 0, 0]
    assert none[LIMITS].isna().all(axis=None)


def test_a_share_is_certain_where_every_sentence_was_coded():
    all_of_them = SENTENCES.head(10).assign(stratum="", weight=1.0)
    codings = code(all_of_them, n=3)
    row = first(corrected_shares(SENTENCES.head(10), HITS, THEMES, codings, all_of_them))
    assert row[LIMITS].tolist() == [0.3, 0.3, 0.3]


def test_groups_have_their_own_sentences_and_sample():
    sentences = SENTENCES.assign(outlet=["A"] * 100 + ["B"] * 100)
    table = corrected_shares(sentences, HITS, THEMES, code(n=10), SAMPLE, by="outlet")
    assert list(table.columns) == ["outlet", *CORRECTED.columns]
    aid = table[table["theme"] == "aid"]
    assert aid["outlet"].tolist() == ["A", "B"]
    assert aid["n_sentences"].tolist() == [100, 100]
    assert aid["n_sample"].tolist() == [25, 25]
    assert aid["share"].tolist() == [0.4, 0]
    assert aid["corrected"].tolist() == pytest.approx([0.4, 0])
    empty = corrected_shares(sentences.head(0), HITS, THEMES, code(), SAMPLE.head(0), by="outlet")
    assert tiny.same_types(table, empty)


FAULTS = {
    "no such sentence": (
        {"sample": SAMPLE.assign(sent_id=SAMPLE["sent_id"] + 1000)},
        "table sample: found 50 sentences that the study does not have (sentence 1001 of 'a'; "
        "sentence 1005 of 'a'; sentence 1009 of 'a'); expected the sentences that the sample was "
        "drawn from",
    ),
    "a weight of 0": (
        {"sample": SAMPLE.assign(weight=0.0)},
        "table sample, column 'weight': found 50 values that cannot be a weight; expected numbers "
        "above 0",
    ),
    "two coders": (
        {"codings": pd.concat([code().assign(coder="A"), code().assign(coder="B")])},
        "table codings: found codings of several coders ('A', 'B'); expected those of one coder",
    ),
    "a column of the result": (
        {"by": "label"},
        "corrected_shares, by: found 'label', a column of the result; expected another column",
    ),
    "an unknown theme": (
        {"codings": code(theme="aids", n=1)},
        "table codings: found the theme 'aids'; expected 'aid'",
    ),
    "no weights": (
        {"sample": SAMPLE.drop(columns="weight")},
        "table sample: found no column 'weight' among 'doc_id', 'sent_id', 'stratum'; expected "
        "that column",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_wrong_inputs_are_clear_faults(case):
    wrong, message = FAULTS[case]
    sentences = SENTENCES.assign(label="")
    right = {"sentences": sentences, "hits": HITS, "codebook": THEMES}
    with pytest.raises(InputError) as caught:
        corrected_shares(**{**right, "codings": code(), "sample": SAMPLE, **wrong})
    assert str(caught.value) == message


# -- what always holds -----------------------------------------------------------------------------

few_examples = settings(max_examples=40)
FLAGS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=40, max_size=60)


def build(flags, seed):
    """Sentences, hits, codings and a stratified sample; flags: has a hit, is coded, its stratum."""
    hit, coded, stratum = np.array(flags).T
    sentences = pd.DataFrame({"doc_id": "a", "sent_id": np.arange(len(flags)) + 1})
    hits = sentences[hit].assign(theme="aid")
    codings = sentences.assign(theme=np.where(coded, "aid", ""))
    sample = draw_sample(sentences, 30, strata=stratum, seed=seed)
    return sentences, hits, THEMES, codings, sample


@few_examples
@given(FLAGS, st.integers(0, 100))
def test_limits_lie_between_0_and_1_on_both_sides_of_the_share(flags, seed):
    table = corrected_shares(*build(flags, seed))
    values = table[["low", "corrected", "high"]].to_numpy()
    assert values.min() >= 0
    assert values.max() <= 1
    assert (np.diff(values, axis=1) >= 0).all()


@few_examples
@given(FLAGS, st.integers(0, 100))
def test_weights_of_another_scale_and_rows_in_another_order_change_nothing(flags, seed):
    sentences, hits, codebook, codings, sample = build(flags, seed)
    table = corrected_shares(sentences, hits, codebook, codings, sample)
    scaled = sample.assign(weight=sample["weight"] * 7)
    again = corrected_shares(sentences[::-1], hits[::-1], codebook, codings[::-1], scaled[::-1])
    pd.testing.assert_frame_equal(table, again)


@few_examples
@given(FLAGS, st.integers(0, 100))
def test_a_codebook_that_is_always_right_gives_the_share_of_hits(flags, seed):
    flags = [(True, True, flags[0][2]), (False, False, flags[1][2])] * 2 + [
        (hit, hit, stratum) for hit, _, stratum in flags
    ]
    sentences, hits, codebook, codings, sample = build(flags, seed)
    row = first(corrected_shares(sentences, hits, codebook, codings, sample))
    sampled = sample.merge(hits, on=["doc_id", "sent_id"])
    if 0 < len(sampled) < len(sample):
        assert row["corrected"] == pytest.approx(row["share"])


@given(FLAGS)
def test_without_slope_the_share_is_the_mean_of_the_sample(flags):
    hit, coded, _ = np.array(flags).T.astype(int)
    n = np.bincount(hit, minlength=2)[None]
    positive = np.bincount(hit, coded, minlength=2)[None]
    cells = Cells(n, n * 10.0, n * 100.0, positive * 10.0, n.sum(axis=-1))
    alone = sample_alone(cells, np.array(2.0))
    assert alone.slope == 0
    assert alone.share == pytest.approx(np.mean(coded))
    # If the sample has as many hits as all sentences, nothing is to be corrected.
    tuned = regression(cells, np.array(hit.mean()), np.array(2.0))
    assert tuned.share == pytest.approx(np.mean(coded))

"""Precision and recall on the tiny corpus, counted by hand."""

import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.coding.precision import disagreements, precision_by_half, precision_recall
from analysis.tables import CODINGS

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_agreement_counts_only_the_sentences_that_were_read():
    coding = CODINGS.frame(
        {
            "doc_id": ["a", "a", "a", "a"],
            "sent_id": [1, 2, 3, 4],
            "theme": ["topic/rights", "", "topic/rights", "topic/poverty"],
        }
    )
    found = precision_recall(S, H, C, coding)
    assert rows(found, "theme", "n_coded", "n_found", "n_both") == [
        ["topic/rights", 2, 2, 1],
        ["topic/poverty", 1, 2, 1],
        ["actor/states", 0, 1, 0],
        ["tone", 0, 1, 0],
    ]
    assert found["precision"].tolist() == [0.5, 0.5, 0, 0]
    assert found["recall"].tolist()[:2] == [0.5, 1]
    assert found["recall"].isna().tolist() == [False, False, True, True]
    assert rows(disagreements(S, H, C, coding), "sent_id", "theme", "who") == [
        [1, "actor/states", "found by the patterns only"],
        [1, "tone", "found by the patterns only"],
        [2, "topic/poverty", "found by the patterns only"],
        [3, "topic/rights", "missed by the patterns"],
        [4, "topic/rights", "found by the patterns only"],
    ]


def test_agreement_on_a_theme_with_subthemes():
    coding = CODINGS.frame(
        {"doc_id": ["a"] * 2, "sent_id": [1, 2], "theme": ["", "nature/water/storage"]}
    )
    agreed = precision_recall(DEEP_S, DEEP_H, DEEP, coding)
    counts = ["theme", "n_coded", "n_found", "n_both"]
    assert rows(agreed, *counts) == [["nature/water", 1, 2, 1], ["nature/water/storage", 1, 1, 1]]


CODED = CODINGS.frame({"doc_id": ["a"], "sent_id": [1], "theme": ["tone"]})


@pytest.mark.parametrize("measure", [precision_recall, disagreements])
def test_empty_input_gives_an_empty_table_of_the_same_types(measure):
    empty = measure(S.head(0), H.head(0), C, CODED.head(0))
    assert tiny.same_types(measure(S, H, C, CODED), empty)


# -- intervals, samples and halves -----------------------------------------------------------------

AID = tiny.codebook({"aid": ["aid"], "war": ["war"]})
MANY = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 201)})
AID_HITS = MANY.head(40).assign(theme="aid")
STRATIFIED = pd.concat(
    [
        MANY[:20].assign(stratum="hit", weight=2.0, half=["improve", "report"] * 10),
        MANY[40:60].assign(stratum="none", weight=8.0, half=["improve", "report"] * 10),
    ]
)
# 16 of the 20 sentences with a hit, and 2 of the 20 others
AID_CODINGS = STRATIFIED[["doc_id", "sent_id"]].assign(
    theme=["aid"] * 16 + [""] * 4 + ["aid"] * 2 + [""] * 18
)


def test_intervals_without_a_sample_are_wilsons():
    row = precision_recall(MANY, AID_HITS, AID, AID_CODINGS).iloc[0]
    assert row[["n_read", "n_coded", "n_found", "n_both"]].tolist() == [40, 18, 20, 16]
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx([0.8, 16 / 18, 32 / 38])
    # Wilson's for 16 of 20, for 16 of 18, and for 16 of 22, which is 2 j / (1 + j) as F1
    limits = row[["precision_low", "precision_high", "recall_low", "recall_high"]]
    assert limits.tolist() == pytest.approx([0.5840, 0.9193, 0.6720, 0.9690], abs=1e-4)
    low, high = 0.5185, 0.8685
    f1 = [2 * low / (1 + low), 2 * high / (1 + high)]
    assert row[["f1_low", "f1_high"]].tolist() == pytest.approx(f1, abs=1e-4)
    assert row["in_sample"]


def test_a_sample_weighs_sentences_by_what_they_stand_for():
    row = precision_recall(MANY, AID_HITS, AID, AID_CODINGS, STRATIFIED).iloc[0]
    assert row[["n_read", "n_coded", "n_found", "n_both"]].tolist() == [40, 18, 20, 16]
    assert row["precision"] == pytest.approx(0.8)
    assert row["recall"] == pytest.approx(32 / 48)  # 16 x 2 of 16 x 2 + 2 x 8
    assert row["f1"] == pytest.approx(2 * 0.8 * (32 / 48) / (0.8 + 32 / 48))
    assert not row["in_sample"]
    # Half of the sentences with a hit were coded, so precision is surer than Wilson's says.
    assert 0.5840 < row["precision_low"] < 0.8 < row["precision_high"] < 0.9193
    assert row["recall_low"] < 0.5
    assert row["recall_high"] > 0.85


def test_few_sentences_have_figures_and_no_intervals():
    few = AID_CODINGS.head(9)
    row = precision_recall(MANY, AID_HITS, AID, few, STRATIFIED).iloc[0]
    assert row[["n_coded", "precision"]].tolist() == [9, 1]
    assert row.filter(like="_low").isna().all()
    assert row.filter(like="_high").isna().all()
    assert precision_recall(MANY, AID_HITS, AID, few).iloc[0].filter(like="_low").isna().all()


def test_a_stratum_that_nobody_coded_leaves_no_intervals():
    row = precision_recall(MANY, AID_HITS, AID, AID_CODINGS.head(20), STRATIFIED).iloc[0]
    assert row["precision"] == 0.8
    assert row.filter(like="_low").isna().all()


def test_sentences_outside_the_sample_do_not_count():
    outside = pd.concat([AID_CODINGS, MANY[100:150].assign(theme="aid")])
    counted = precision_recall(MANY, AID_HITS, AID, outside, STRATIFIED)
    pd.testing.assert_frame_equal(
        counted, precision_recall(MANY, AID_HITS, AID, AID_CODINGS, STRATIFIED)
    )


def test_halves_are_kept_apart():
    table = precision_by_half(MANY, AID_HITS, AID, AID_CODINGS, STRATIFIED)
    assert rows(table, "half", "n_read", "n_coded", "n_found", "n_both", "in_sample") == [
        ["improve", 20, 9, 10, 8, True],
        ["report", 20, 9, 10, 8, False],
    ]
    assert table["recall"].tolist() == pytest.approx([32 / 48] * 2)
    with pytest.raises(InputError, match="found no column 'half'; expected a sample with a half"):
        precision_by_half(MANY, AID_HITS, AID, AID_CODINGS, STRATIFIED.drop(columns="half"))
    with pytest.raises(InputError, match="found 'reports'; expected 'report'"):
        precision_recall(MANY, AID_HITS, AID, AID_CODINGS, STRATIFIED, half="reports")


def test_codings_of_several_coders_are_refused_in_a_sample():
    two = pd.concat([AID_CODINGS.assign(coder="A"), AID_CODINGS.assign(coder="B")])
    with pytest.raises(InputError, match="codings of several coders"):
        precision_recall(MANY, AID_HITS, AID, two, STRATIFIED)

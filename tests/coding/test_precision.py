"""Precision and recall on the tiny corpus, counted by hand."""

import pytest
import tiny
from tiny import rows

from analysis import find_hits
from analysis.coding.precision import disagreements, precision_recall
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

"""Two codebooks held against the same codings: counted by hand, and what always holds."""

import numpy as np
import pandas as pd
import pytest
import tiny
import two_codebooks_simulation as simulation
from tiny import rows

from analysis import InputError
from analysis.coding.precision import precision_recall
from analysis.coding.two_codebooks import Found, compare_with_people

N = 60
SENTENCES = pd.DataFrame({"doc_id": "a", "sent_id": range(1, N + 1), "sentence": "x"})
OLD = tiny.codebook({"aid": ["aid"], "old": ["old"]})
NEW = tiny.codebook({"new": ["new"], "aid": ["aid", "help"], "aid/food": ["food"]})
# Twenty sentences were coded with aid. Before, 10 of them and 10 others were found; now 16 and 4.
CODINGS = SENTENCES[["doc_id", "sent_id"]].assign(
    theme=["aid"] * 10 + ["aid/food"] * 10 + ["old"] * 2 + [""] * 38
)
BEFORE = Found(pd.concat([SENTENCES[:10], SENTENCES[20:30]]).assign(theme="aid"), OLD)
NOW = Found(pd.concat([SENTENCES[:16], SENTENCES[26:30]]).assign(theme="aid/food"), NEW)


def test_figures_counted_by_hand():
    compared = compare_with_people(SENTENCES, BEFORE, NOW, CODINGS)
    table = compared.figures
    counts = ["theme", "figure", "n_read", "n_coded", "n_only_before", "n_only_now"]
    assert rows(table, *counts) == [
        ["aid", "precision", 60, 20, 0, 12],
        ["aid", "recall", 60, 20, 0, 12],
        ["aid", "f1", 60, 20, 0, 12],
    ]
    assert table["before"].tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert table["now"].tolist() == pytest.approx([0.8, 0.8, 0.8])
    assert table["difference"].tolist() == pytest.approx([0.3] * 3)
    # Recall, by hand: each of the 20 adds 0.3 / 20 less than its own gain: 6 gained 1, 14 nothing.
    variance = 60 / 59 * (6 * 0.7**2 + 14 * 0.3**2) / 400 + 0.5 / 400
    half = 2.001 * np.sqrt(variance)  # Student's t of 59 degrees
    recall = table.iloc[1]
    assert [recall["low"], recall["high"]] == pytest.approx([0.3 - half, 0.3 + half], abs=1e-4)


def test_the_sentences_that_only_one_codebook_gets_right():
    sentences = compare_with_people(SENTENCES, BEFORE, NOW, CODINGS).sentences
    assert sentences["sent_id"].tolist() == [*range(11, 17), *range(21, 27)]
    assert set(sentences["right"]) == {"now"}
    assert sentences["is_coded"].tolist() == [True] * 6 + [False] * 6
    swapped = compare_with_people(SENTENCES, NOW, BEFORE, CODINGS).sentences
    assert set(swapped["right"]) == {"before"}


def test_figures_are_those_of_precision_recall():
    sample = pd.concat(
        [
            SENTENCES[:30].assign(stratum="hit", weight=1.0),
            SENTENCES[30:45].assign(stratum="none", weight=2.0),
        ]
    )
    known = CODINGS.assign(theme=CODINGS["theme"].replace({"aid/food": "aid", "old": ""}))
    figures = compare_with_people(SENTENCES, BEFORE, NOW, known, sample).figures.set_index("figure")
    for side, of_side in (("before", BEFORE), ("now", NOW)):
        of_one = precision_recall(SENTENCES, *of_side, known, sample).set_index("theme").loc["aid"]
        assert figures[side].to_dict() == pytest.approx(of_one[list(figures.index)].to_dict())


def test_the_same_codebook_twice_differs_in_nothing():
    compared = compare_with_people(SENTENCES, BEFORE, BEFORE, CODINGS)
    assert compared.sentences.empty
    assert compared.figures["difference"].fillna(0).eq(0).all()
    assert compared.figures["before"].equals(compared.figures["now"].rename("before"))
    assert compared.figures[["low", "high"]].isna().all(axis=None)


def test_few_sentences_give_no_interval_and_no_codings_an_empty_table():
    few = compare_with_people(SENTENCES, BEFORE, NOW, CODINGS[8:14]).figures
    assert few["low"].isna().all()
    empty = compare_with_people(SENTENCES, BEFORE, NOW, CODINGS.head(0))
    assert empty.figures.empty
    assert tiny.same_types(few, empty.figures)


def test_codings_of_several_coders_are_refused_in_a_sample():
    sample = SENTENCES.assign(stratum="", weight=1.0)
    two = pd.concat([CODINGS.assign(coder="A"), CODINGS.assign(coder="B")])
    with pytest.raises(InputError, match="codings of several coders"):
        compare_with_people(SENTENCES, BEFORE, NOW, two, sample)


def test_intervals_cover_the_true_difference():
    results = simulation.simulate(25, (0.6, 0.5, 0.1), "random", 200, 2, seed=2)
    n, covered, _ = simulation.summarize(results)
    assert n.min() == 25
    assert covered.min() >= 0.84

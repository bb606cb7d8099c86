"""Groups of phrases: planted topics are found again, and stay if some texts are left out."""

import random
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from made_speeches import PHRASES, made_speeches
from tiny import same_types

from analysis.measures.phrase_groups import _link, _weigh, phrase_groups


@pytest.fixture(scope="module")
def speeches() -> pd.DataFrame:
    return made_speeches(60)


@pytest.fixture(scope="module")
def table(speeches) -> pd.DataFrame:
    return phrase_groups(speeches)


def groups_of(table: pd.DataFrame) -> list[set[str]]:
    grouped = table[table["group"] > 0]
    return [set(group["phrase"]) for _, group in grouped.groupby("group")]


def pairs_of(table: pd.DataFrame) -> set[tuple[str, str]]:
    """All pairs of phrases that are in one group."""
    return {pair for group in groups_of(table) for pair in combinations(sorted(group), 2)}


def test_planted_topics_are_found_again(table):
    groups = groups_of(table)
    assert sorted(map(sorted, groups)) == sorted(map(sorted, PHRASES.values()))


def test_groups_and_phrases_come_in_order(table):
    assert table["group"].drop_duplicates().tolist() == [1, 2, 3, 4, 5, 6]
    for _, group in table.groupby("group"):
        assert group["n_sentences"].is_monotonic_decreasing


def test_the_same_texts_give_the_same_groups(speeches, table):
    pd.testing.assert_frame_equal(phrase_groups(speeches), table)


def test_groups_stay_if_a_twentieth_of_the_texts_is_left_out(speeches, table):
    """By pairs of phrases in one group, as their Jaccard index: 1 if nothing changes."""
    chance = random.Random(5)
    names = speeches["doc_id"].unique().tolist()
    before = pairs_of(table)
    similarities = []
    for _ in range(3):
        left_out = chance.sample(names, k=3)
        rest = speeches[~speeches["doc_id"].isin(left_out)].reset_index(drop=True)
        after = pairs_of(phrase_groups(rest))
        similarities.append(len(before & after) / len(before | after))
    assert min(similarities) > 0.85
    assert np.mean(similarities) > 0.95


def test_texts_without_topics_have_no_groups():
    words = [f"word{number}" for number in range(40)]
    chance = random.Random(3)
    lines = [" ".join(chance.choices(words, k=8)) for _ in range(300)]
    sentences = pd.DataFrame({"doc_id": "a", "paragraph": range(300), "sentence": lines})
    assert not phrase_groups(sentences)["group"].any()


def test_no_sentences(speeches, table):
    assert same_types(table, phrase_groups(speeches.iloc[:0]))


def test_the_weight_of_a_link():
    """A and B occur in 10 of 100 sentences each, together in 8: PMI is ln(8 / 1)."""
    n_both = np.array([[10, 8, 1], [8, 10, 2], [1, 2, 10]])
    weight = _weigh(n_both, 100)
    assert weight[0, 1] == pytest.approx(np.log(8) / -np.log(0.08))
    assert weight[0, 1] == weight[1, 0]
    assert weight[0, 2] == 0  # as often as by chance
    assert weight[1, 2] == 0  # too rarely to be sure
    assert not weight.diagonal().any()


def test_groups_are_joined_by_their_average():
    closeness = np.array(
        [
            [1.0, 0.9, 0.7, 0.0],
            [0.9, 1.0, 0.3, 0.0],
            [0.7, 0.3, 1.0, 0.0],
            [0.0, 0.0, 0.0, 1.0],
        ]
    )
    assert sorted(filter(None, _link(closeness))) == [[0, 1], [2], [3]]
    closeness[1, 2] = closeness[2, 1] = 0.55  # (0.7 + 0.55) / 2 is enough
    assert sorted(filter(None, _link(closeness))) == [[0, 1, 2], [3]]

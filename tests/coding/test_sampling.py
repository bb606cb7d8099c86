"""Drawing samples."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, draw_sample
from analysis.coding.sampling import allocate

SENTENCES = pd.DataFrame({"doc_id": ["a"] * 60 + ["b"] * 40, "sent_id": [*range(60), *range(40)]})


@given(st.lists(st.integers(0, 3), min_size=100, max_size=100), st.integers(4, 100))
def test_no_sentence_is_drawn_twice_and_strata_add_up(strata, n):
    sample = draw_sample(SENTENCES, n, strata=strata)
    assert len(sample) == n
    assert not sample.duplicated(["doc_id", "sent_id"]).any()
    assert sample["weight"].min() >= 1
    sizes = pd.Series(strata).astype(str).value_counts().sort_index()
    sums = sample.groupby("stratum")["weight"].sum()
    assert sums.index.tolist() == sizes.index.tolist()
    assert sums.to_numpy() == pytest.approx(sizes.to_numpy())


def test_a_draw_is_repeatable_and_seeds_differ():
    pd.testing.assert_frame_equal(draw_sample(SENTENCES, 10), draw_sample(SENTENCES, 10))
    assert not draw_sample(SENTENCES, 10).equals(draw_sample(SENTENCES, 10, seed=1))


def test_every_sentence_is_drawn_equally_often():
    rows = [draw_sample(SENTENCES, 20, seed=seed) for seed in range(300)]
    times = pd.concat(rows).groupby(["doc_id", "sent_id"]).size()
    assert len(times) == 100
    assert abs(times - 60).max() < 5 * np.sqrt(300 * 0.2 * 0.8)


def test_small_strata_get_more_than_their_part():
    assert allocate(np.array([950, 50]), 100).tolist() == [81, 19]
    assert allocate(np.array([5, 5]), 10).tolist() == [5, 5]


@pytest.mark.parametrize(
    ("n", "strata", "message"),
    [
        (101, None, "found 101; expected a whole number from 1 .* to 100"),
        (1, [0, 1] * 50, "found 1; expected a whole number from 2"),
        (10, [0], "found 1 values for 100 sentences; expected one value per sentence"),
    ],
)
def test_wrong_numbers_are_clear_faults(n, strata, message):
    with pytest.raises(InputError, match=message):
        draw_sample(SENTENCES, n, strata=strata)


def test_without_sentences_the_sample_is_empty():
    empty = draw_sample(SENTENCES.head(0), 0)
    assert (
        empty.dtypes.astype(str).to_dict() == draw_sample(SENTENCES, 3).dtypes.astype(str).to_dict()
    )

"""Score intervals of shares in strata: Wilson's without them, and what always holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coding.score_interval import Counts, score_interval, weighted_share
from analysis.measures.resampling import wilson

FEW = 1e9  # the weight of a sentence where hardly any was drawn


def make(yes, no, weight, n_stratum=None, can_be_no=None):
    """One share: its cells are strata of their own."""
    yes, no = np.array([yes], dtype=float), np.array([no], dtype=float)
    n = np.array(n_stratum) if n_stratum is not None else np.full(yes.shape[1], 10**6)
    possible = np.ones_like(yes, dtype=bool)
    can_be_no = possible if can_be_no is None else np.array([can_be_no])
    stratum = np.arange(yes.shape[1])
    return Counts(yes, no, possible, can_be_no, np.array(weight, dtype=float), stratum, n)


def limits(counts):
    low, high = score_interval(counts)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(("yes", "no"), [(5, 5), (0, 12), (12, 0), (37, 3)])
def test_without_strata_it_is_wilsons_interval(yes, no):
    low, high = wilson(np.array([yes / (yes + no)]), yes + no)
    assert limits(make([yes], [no], [FEW])) == pytest.approx((low[0], high[0]), abs=1e-6)


def test_strata_of_one_weight_are_as_good_as_none():
    split = limits(make([3, 2], [2, 3], [FEW, FEW]))
    assert split == pytest.approx(limits(make([5], [5], [FEW])), abs=1e-3)


def test_a_stratum_of_large_weight_may_have_what_the_sample_has_not():
    # Ten of ten found among the found, none among the others; each of these stands for twenty.
    # A share R is rejected if (10 (1 - R))² > z² V; at the limit λ is 1 / (20 R), so that 10 are
    # expected as y = 10 / (1 + (1 - R) / (20 R)), and the others as (1 - R) y / (20 R).
    low, high = limits(make([10, 0], [0, 0], [1.0 * FEW, 20.0 * FEW]))
    yes = 10 / (1 + (1 - low) / (20 * low))
    no = (1 - low) * yes / (20 * low)
    variance = (1 - low) ** 2 * yes + (20 * low) ** 2 * no
    assert (10 * (1 - low)) ** 2 == pytest.approx(1.959964**2 * variance, rel=1e-4)
    assert high == 1
    # Where it is known that the others cannot have any, nothing can lower the share.
    known = make([10, 0], [0, 0], [FEW, 20 * FEW], can_be_no=[True, False])
    assert limits(known)[0] == pytest.approx(limits(make([10], [0], [FEW]))[0])


def test_nothing_that_counts_has_no_limits_and_a_full_count_is_certain():
    assert np.isnan(limits(make([0], [0], [5]))).all()
    assert limits(make([3], [1], [1], n_stratum=[4])) == pytest.approx((0.75, 0.75))


CELL = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 50))


@settings(max_examples=25)
@given(st.lists(CELL, min_size=1, max_size=5))
def test_limits_lie_on_both_sides_of_the_share_and_swap_with_it(cells):
    yes, no, weight = zip(*cells, strict=True)
    n = [20 + a + b for a, b in zip(yes, no, strict=True)]
    counts = make(yes, no, weight, n_stratum=n)
    share = float(weighted_share(counts)[0])
    low, high = limits(counts)
    if sum(yes) + sum(no) == 0:
        assert np.isnan([share, low, high]).all()
        return
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-9
    assert limits(counts.swap()) == pytest.approx((1 - high, 1 - low))

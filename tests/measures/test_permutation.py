"""The permutation test of many comparisons: worked by hand, and how often it errs by chance."""

import numpy as np
import pytest

from analysis.measures.permutation import judge_contrasts
from analysis.measures.resampling import ClusterCounts
from analysis.measures.trends import find_trends


def count(x: np.ndarray, group: np.ndarray, n: int = 20, cluster=None) -> ClusterCounts:
    """Count texts of n sentences, in the order of groups; x are those with each theme."""
    cell, theme = np.nonzero(x)
    return ClusterCounts(
        unit="texts",
        group=group,
        cluster=np.arange(len(x)) if cluster is None else cluster,
        n_sentences=np.full(len(x), n),
        cell=cell,
        theme=theme,
        n_sentences_hit=x[cell, theme],
        n_groups=group.max() + 1,
        n_themes=x.shape[1],
    )


def judge(counts: ClusterCounts, draws: int = 500):
    is_compared = np.ones((counts.n_groups, counts.n_themes), dtype=bool)
    return judge_contrasts(counts, np.eye(counts.n_groups), is_compared, draws, 0)


def test_z_is_the_sum_of_residuals_by_its_deviation_over_all_permutations():
    # Residuals 1, 1, -1, -1: of the six ways to choose two texts, the sums are 2, -2 and four
    # times 0, so that the variance is 8 / 6.
    counts = count(np.array([[2], [2], [0], [0]]), np.array([0, 0, 1, 1]))
    tested = judge(counts, 4000)
    assert tested.z[:, 0] == pytest.approx([2 / np.sqrt(8 / 6), -2 / np.sqrt(8 / 6)])
    assert tested.p[:, 0] == pytest.approx([1 / 3, 1 / 3], abs=0.03)


def test_speakers_change_places_within_their_text_only():
    # In both texts the first speaker has more, whatever the texts have: 1 of 4 ways is as large.
    x = np.array([[9], [1], [8], [0]])
    cluster = np.array([0, 1, 0, 1])
    tested = judge(count(x, np.array([0, 0, 1, 1]), cluster=cluster), 4000)
    assert tested.p[0, 0] == pytest.approx(1 / 2, abs=0.03)
    assert np.abs(tested.z).max() == pytest.approx(np.sqrt(2))


def test_if_nothing_differs_few_studies_have_a_group_that_stands_out():
    rng = np.random.default_rng(1)
    group = np.arange(10).repeat(8)
    n_found = 0
    for _ in range(60):
        share = rng.beta(2, 30, (80, 6))
        n_found += np.nanmin(judge(count(rng.binomial(20, share), group), 200).p) < 0.05
    assert n_found <= 7  # 3 are expected; more than 7 would be rare (2%)


def test_the_bytes_are_the_same_for_a_seed():
    rng = np.random.default_rng(2)
    counts = count(rng.binomial(20, 0.1, (40, 3)), np.arange(4).repeat(10))
    assert judge(counts).p.tobytes() == judge(counts).p.tobytes()


def test_a_trend_is_the_slope_of_a_line_and_needs_three_periods():
    group = np.arange(5).repeat(2)
    x = np.array([[2 * period] for period in group])  # 0, 10, 20 ... % of 20 sentences
    line = find_trends(count(x, group), 5).line
    assert np.ravel(line).tolist() == pytest.approx([0.1, 0.1, 0.1, 0, 0.4])
    assert np.isnan(find_trends(count(x[:4], group[:4]), 2).line.slope[0])


def test_the_interval_of_a_slope_is_the_cluster_robust_one():
    """Six texts of 20 sentences in three periods: x is 1, 3, 4, 4, 7, 9.

    Times are -1, 0, 1, weights -1/80, 0, 1/80 by sentence, so the slope is (7 + 9 - 1 - 3) / 80 =
    0.15. The mean share is 28 / 120, so residuals in period 0 are x - 20 * (28 / 120 - 0.15) =
    x - 1.6667: -0.6667 and 1.3333; in period 2, x - 7.6667: -0.6667 and 1.3333. The sum of the
    squares is 4.4444; by 80², times 6 / 4, the variance is 0.0010417.
    """
    line = find_trends(count(np.array([[1, 3, 4, 4, 7, 9]]).T, np.arange(3).repeat(2)), 3).line
    half = 2.776 * np.sqrt(0.0010417)
    numbers = [0.15, 0.15 - half, 0.15 + half, 28 / 120 - 0.15, 28 / 120 + 0.15]
    assert np.ravel(line).tolist() == pytest.approx(numbers, abs=2e-3)


def test_without_a_jump_of_two_years_there_is_no_slope_and_without_any_two_a_trend_stays():
    group = np.arange(10).repeat(4)
    jump = np.where((group == 7) | (group == 8), 6, 1)
    trend = group + 1
    trends = find_trends(count(np.column_stack([jump, trend]), group), 10)
    assert trends.line.slope[0] > 0
    assert trends.line.low[0] > 0
    assert trends.left_out[0].tolist() == [7, 8]
    assert trends.rest.slope.tolist() == pytest.approx([0, 0.05])
    assert trends.rest.low[1] > 0
    assert (trends.line.first[1], trends.line.last[1]) == pytest.approx((0.05, 0.5))


def test_a_jump_is_hardly_ever_called_a_trend_and_a_trend_nearly_always_one():
    """150 speeches in 10 years, with a jump in two of the last years, or a steady fall."""
    rng = np.random.default_rng(4)
    group = np.arange(10).repeat(15)
    jump = np.where((group == 7) | (group == 8), 0.16, 0.04)
    fall = 0.10 - 0.008 * group
    holds = np.zeros((2, 100), dtype=bool)
    for at in range(100):
        share = np.column_stack([jump, fall]) * rng.gamma(4, 0.25, (150, 1))  # speeches differ
        trends = find_trends(count(rng.binomial(43, share.clip(0, 1)), group, 43), 10)
        holds[:, at] = trends.rest.low[0] > 0, trends.rest.high[1] < 0
    assert holds[0].mean() <= 0.05
    assert holds[1].mean() >= 0.9


def test_three_periods_are_too_few_to_tell_a_trend_from_a_jump():
    trends = find_trends(count(np.array([[1, 3, 4, 4, 7, 9]]).T, np.arange(3).repeat(2)), 3)
    assert np.isnan(trends.rest.slope).all()
    assert trends.left_out.tolist() == [[-1, -1]]

"""A small simulation: intervals cover the truth, where naive and percentile intervals do not.

The large one is `coverage_simulation.py`. Of so many themes and runs, the coverage of a 95% interval
would be within 0.93 and 0.97 by chance.
"""

from collections import defaultdict

import coverage_simulation as simulation
import numpy as np
import pytest

RUNS = 60
SHARES = np.array([0.05, 0.1, 0.3] * 4)  # four themes of each share
CORRELATIONS = np.full(12, 0.15)


@pytest.fixture(scope="module")
def coverage() -> dict[str, float]:
    """How often each method covers the share of a theme in 40 texts."""
    rng = np.random.default_rng(11)
    covered = defaultdict(list)
    for run in range(RUNS):
        corpus = simulation.make_corpus(rng, 40, SHARES, CORRELATIONS)
        for method in ("by texts", "percentile", "naive"):
            low, high = simulation.METHODS[method](corpus, run)
            covered[method].append((low <= SHARES) & (high >= SHARES))
    return {method: np.mean(times) for method, times in covered.items()}


def test_intervals_cover_the_truth(coverage):
    assert 0.92 <= coverage["by texts"] <= 0.98


def test_the_simulation_would_notice_an_interval_that_is_too_narrow(coverage):
    assert coverage["percentile"] < 0.92
    assert coverage["naive"] < 0.6


def test_intervals_of_differences_cover_the_truth():
    group = np.arange(60) // 30
    by_text = np.where(group[:, None] == 1, 1.5 * SHARES, SHARES)
    truth = -SHARES / 4
    rng = np.random.default_rng(12)
    covered = []
    for run in range(40):
        counts = simulation.count(simulation.make_corpus(rng, 60, by_text, CORRELATIONS), group)
        low, high = simulation.find_difference(counts, run)
        covered.append((low <= truth) & (truth <= high))
    assert 0.92 <= np.mean(covered) <= 0.99

"""Intervals: values worked by hand, published values, and what holds for any corpus."""

import numpy as np
import pytest

from analysis.measures.resampling import count_effective, wilson


@pytest.mark.parametrize(
    ("n_hit", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score, Wilson)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_reproduces_the_published_table(n_hit: int, n: int, low: float, high: float):
    limits = [limit.item() for limit in wilson(np.array([n_hit / n]), n)]
    assert np.round(limits, 4).tolist() == [low, high]
    opposite = [limit.item() for limit in wilson(np.array([1 - n_hit / n]), n)]
    assert opposite == pytest.approx([1 - limits[1], 1 - limits[0]], abs=1e-12)


def test_the_effective_number_is_kishs():
    assert count_effective(np.array([7.0] * 12)) == pytest.approx(12)
    assert count_effective(np.array([1.0, 2.0, 3.0])) == pytest.approx(36 / 14)

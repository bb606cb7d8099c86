"""Strength: how clearly an estimate differs from nothing, judged by its interval.

The strength is the distance between the estimate and nothing, divided by the distance between the
estimate and the end of its interval that is nearer to nothing. Above 1, the interval excludes
nothing. Strengths of estimates of different units can be compared.
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

ERROR = 0.05  # of all intervals together: the chance that one excludes nothing though all is chance


def measure_strength(
    estimate: pd.Series,
    low: pd.Series,
    high: pd.Series,
    nothing: float = 0.0,
) -> pd.Series:
    """Measure how clearly estimates differ from nothing.

    Args:
        estimate: differences, log odds or the like.
        low: the lower limits of their 95 % intervals.
        high: the upper limits.
        nothing: the estimate that says that there is nothing to find.

    Returns:
        The strengths; NaN where there is no interval.

    >>> estimate = pd.Series([0.04, -0.03])
    >>> low, high = pd.Series([0.02, -0.05]), pd.Series([0.07, 0.03])
    >>> measure_strength(estimate, low, high).tolist()
    [2.0, 0.5]
    """
    effect = estimate - nothing
    distance = (estimate - low).where(effect > 0, high - estimate)
    strength = effect.abs() / distance.where(distance > 0)
    # An interval without width: all texts are alike.
    certain = pd.Series(np.inf, estimate.index).where(effect != 0, 0.0)
    return strength.mask(distance == 0, certain)


def least_strength(n_compared: int) -> float:
    """Return the least strength that is clear among so many estimates (Bonferroni).

    The intervals hold 95 %, so for a single one it is 1. Among many, each has to hold more, so that
    all hold at once with 95 %. How much wider that makes them is taken from the normal
    distribution.

    >>> least_strength(1), round(least_strength(150), 2)
    (1.0, 1.83)
    """
    normal = NormalDist()
    share = ERROR / max(n_compared, 1)
    return normal.inv_cdf(1 - share / 2) / normal.inv_cdf(1 - ERROR / 2)

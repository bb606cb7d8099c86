"""Strength: how clearly an estimate differs from no effect, judged by its interval.

The strength is the distance between the estimate and no effect (such as a difference of 0), divided
by the distance between the estimate and the end of its interval that is nearer to no effect. Above
1, the interval does not include no effect. Strengths of estimates of different units can be
compared.
"""

from statistics import NormalDist

import numpy as np
import pandas as pd

ERROR = 0.05  # the chance that any of the intervals excludes no effect although there are none
LEAST_SENTENCES = 5  # a finding about fewer would depend on single sentences


def measure_strength(
    estimate: pd.Series,
    low: pd.Series,
    high: pd.Series,
    nothing: float = 0.0,
) -> pd.Series:
    """Measure how clearly estimates differ from no effect.

    Args:
        estimate: differences, log odds or the like.
        low: the lower limits of their 95 % intervals.
        high: the upper limits.
        nothing: the estimate where there is no effect.

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


def measure_association(pairs: pd.DataFrame) -> pd.Series:
    """Measure how clearly pairs of themes are associated.

    Args:
        pairs: `log_odds`, `low` and `high`.

    Returns:
        The strengths; NaN where there is no interval.
    """
    return measure_strength(pairs["log_odds"], pairs["low"], pairs["high"])


def is_clear_among_all(pairs: pd.DataFrame, count: str) -> pd.Series:
    """Tell which marked associations stay clear among all that were compared.

    Pairs that the codebook makes meet, and a theme with itself, are compared apart from the others.

    Args:
        pairs: `theme_a`, `theme_b`, `expected`, `association`, and the columns of
            `measure_association`; `by_codebook` is optional.
        count: the column of observed counts.
    """
    strength = measure_association(pairs)
    apart = pairs["theme_a"] == pairs["theme_b"]
    if "by_codebook" in pairs:
        apart |= pairs["by_codebook"]
    n_compared = strength.notna().groupby(apart).transform("sum")
    is_enough = pairs[[count, "expected"]].max(axis=1) >= LEAST_SENTENCES
    least = n_compared.map(least_strength).astype(float)
    return (pairs["association"] != "") & is_enough & (strength > least)

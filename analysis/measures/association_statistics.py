"""How strongly two things go together, from counts: G², χ², log ratio and log odds.

All functions take numbers or arrays of numbers, and calculate with each entry by itself. For
keyness, the counts are those of a term in a target and in a reference:

|                  | the term      | other terms                    | all terms        |
|------------------|---------------|--------------------------------|------------------|
| in the target    | `n_target`    | `size_target - n_target`       | `size_target`    |
| in the reference | `n_reference` | `size_reference - n_reference` | `size_reference` |

A test says how surely the two differ, and with many words it is sure of differences that do not
matter. So it always stands beside a measure of how much they differ, with its interval. The
intervals and tests here take words for independent of one another, which words of one text are not:
they are too sure of themselves where a few texts use a term often.
"""

from math import erfc, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

LEVEL = 0.95  # of the intervals
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)  # 1.96
ADDED = 0.5  # to counts, where one of them is 0


def expected_count(
    n_target: ArrayLike,
    n_reference: ArrayLike,
    size_target: ArrayLike,
    size_reference: ArrayLike,
) -> np.ndarray:
    """Return the count in the target if both had the same rate.

    >>> float(expected_count(52, 57, 50_000, 75_000))
    43.6
    """
    a, b, size_a, size_b = _as_floats(n_target, n_reference, size_target, size_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (a + b) * (size_a / (size_a + size_b))


def g_squared(
    n_target: ArrayLike,
    n_reference: ArrayLike,
    size_target: ArrayLike,
    size_reference: ArrayLike,
    cells: int = 4,
) -> np.ndarray:
    """Return the log-likelihood ratio G², negative where the rate in the target is the lower one.

    With four cells it is the likelihood-ratio test of independence: Dunning (1993), "Accurate
    methods for the statistics of surprise and coincidence", Computational Linguistics 19(1). With
    two cells, the other terms are left out: Rayson and Garside (2000), "Comparing corpora using
    frequency profiling". Both have one degree of freedom. The two differ little for rare terms.

    Raises:
        ValueError: `cells` is neither 4 nor 2.

    >>> float(g_squared(10, 0, 13, 31_764).round(2))
    167.23
    >>> float(g_squared(52, 57, 50_000, 75_000, cells=2).round(4))
    2.6517
    """
    if cells not in (4, 2):
        raise ValueError(f"cells: found {cells!r}; expected 4 (Dunning) or 2 (Rayson & Garside)")
    a, b, size_a, size_b = _as_floats(n_target, n_reference, size_target, size_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        # How far each cell is from its expected count: the same number in all four cells.
        excess = (a * size_b - b * size_a) / (size_a + size_b)
        total = _log_term(a, excess) + _log_term(b, -excess)
        if cells == 4:
            of_others = _log_term(size_a - a, -excess) + _log_term(size_b - b, excess)
            total = total + of_others  # in this order, both directions give the same number
    # Rounding can make a sum of almost 0 negative.
    return np.copysign(2 * np.maximum(total, 0), excess)


def _log_term(observed: np.ndarray, excess: np.ndarray) -> np.ndarray:
    """Return O ln(O/E) where O − E is the excess; 0 where O is 0."""
    expected = observed - excess
    log = np.log1p(excess / expected)
    return np.where(observed > 0, observed * log, 0 * expected)


def chi_squared(
    n_target: ArrayLike,
    n_reference: ArrayLike,
    size_target: ArrayLike,
    size_reference: ArrayLike,
    *,
    yates: bool = False,
) -> np.ndarray:
    """Return Pearson's χ² of the four cells, with Yates's correction for continuity if wanted.

    >>> float(chi_squared(1, 3, 4, 4)), float(chi_squared(1, 3, 4, 4, yates=True))
    (2.0, 0.5)
    """
    a, b, size_a, size_b = _as_floats(n_target, n_reference, size_target, size_reference)
    total = size_a + size_b
    excess = np.abs(a * size_b - b * size_a) / total
    if yates:
        excess = np.maximum(excess - 0.5, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return excess**2 * total / (size_a * size_b) * total**2 / ((a + b) * (total - a - b))


def p_value(statistic: ArrayLike) -> np.ndarray:
    """Return how probable so large a G² or χ² is by chance, with one degree of freedom.

    The sign is ignored.

    >>> float(p_value(3.841459).round(4))
    0.05
    """
    values = np.abs(np.asarray(statistic, dtype=np.float64))
    different, number = np.unique(values, return_inverse=True)  # counts are small, so few differ
    p = np.array([erfc(sqrt(value / 2)) for value in different.tolist()], dtype=np.float64)
    return p[number].reshape(values.shape)


def adjust_p_values(p: ArrayLike) -> np.ndarray:
    """Adjust p-values for the number of tests, so that they control the false discovery rate.

    Of the terms whose adjusted p is at most q, about a share q can be expected to be chance finds.
    Benjamini and Hochberg (1995), "Controlling the false discovery rate", JRSS B 57(1). Missing
    p-values count as no test.

    >>> adjust_p_values([0.01, 0.04, 0.03, 0.005]).round(4).tolist()
    [0.02, 0.04, 0.04, 0.02]
    """
    values = np.asarray(p, dtype=np.float64)
    adjusted = np.full(values.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(-values[tested], kind="stable")]  # the largest first
    n = len(order)
    rank = np.arange(n, 0, -1)
    adjusted[order] = np.minimum.accumulate(values[order] * (n / rank))
    return np.minimum(adjusted, 1)


class Estimate(NamedTuple):
    """Numbers, each with the interval that it lies in."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def log_ratio(
    n_target: ArrayLike,
    n_reference: ArrayLike,
    size_target: ArrayLike,
    size_reference: ArrayLike,
) -> Estimate:
    """Return how many times as frequent a term is in the target, as a logarithm to base 2.

    1 means twice as frequent, -1 half as frequent. If either count is 0, 0.5 is added to both.
    The interval is that of the logarithm of a ratio of two rates: Katz et al. (1978), "Obtaining
    confidence intervals for the risk ratio in cohort studies", Biometrics 34(3). Log ratio: Hardie
    (2014), "Log Ratio: an informal introduction".

    >>> ratio = log_ratio(52, 57, 50_000, 75_000)
    >>> [float(part.round(4)) for part in ratio]
    [0.4525, -0.0895, 0.9945]
    """
    a, b, size_a, size_b = _as_floats(n_target, n_reference, size_target, size_reference)
    has_zero = (a == 0) | (b == 0)
    a = np.where(has_zero, a + ADDED, a)
    b = np.where(has_zero, b + ADDED, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log2((a / size_a) / (b / size_b))
        variance = 1 / a - 1 / size_a + 1 / b - 1 / size_b
        half = Z * np.sqrt(np.maximum(variance, 0)) / np.log(2)
    return Estimate(value, value - half, value + half)


def g_squared_of_share(n: ArrayLike, size: ArrayLike, share: ArrayLike) -> np.ndarray:
    """Return G² of a count against a known share, negative where the count is the lower one.

    It is the one-sample likelihood-ratio test (goodness of fit, with one degree of freedom): the
    share is taken for exact. Missing shares give NaN.

    >>> float(g_squared_of_share(60, 100, 0.5).round(4))
    4.0271
    """
    count, total, known = _as_floats(n, size, share)
    excess = count - total * known
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (_log_term(count, excess) + _log_term(total - count, -excess))
    return np.copysign(np.maximum(g2, 0), excess)


def log_ratio_to_share(n: ArrayLike, size: ArrayLike, share: ArrayLike) -> Estimate:
    """Return how many times as frequent a term is as a known share, as a logarithm to base 2.

    The interval has one source of error only, the count: the share is taken for exact.

    >>> [float(part.round(3)) for part in log_ratio_to_share(60, 100, 0.3)]
    [1.0, 0.769, 1.231]
    """
    count, total, known = _as_floats(n, size, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log2(count / total / known)
        half = Z * np.sqrt(1 / count - 1 / total) / np.log(2)
    return Estimate(value, value - half, value + half)


def _as_floats(*numbers: ArrayLike) -> list[np.ndarray]:
    return [np.asarray(one, dtype=np.float64) for one in numbers]

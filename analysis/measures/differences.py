"""Intervals of differences: a group against all groups together, a period against the one before.

Such an interval is made from the intervals of the two shares that are subtracted, which need not be
symmetric (MOVER, the method of variance estimates recovery: Zou & Donner 2008, "Construction of
confidence limits about effect measures", Statistics in Medicine 27, 1693-1702; for independent
shares it is method 10 of Newcombe 1998, Statistics in Medicine 17, 873-890). With the shares p and
q, their limits and their correlation r, the lower limit of p - q is

    p - q - sqrt((p - low_p)² + (high_q - q)² - 2 * r * (p - low_p) * (high_q - q)).

All groups together include the group itself. So the group is compared with the other groups, which
are independent of it (or hold other speakers of the same texts: then r is estimated), and the
difference is multiplied by the other groups' part of all sentences. That part would be another one
in other texts, which adds to the variance if the two shares differ.
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import (
    DIGITS,
    LEAST_CLUSTERS,
    ClusterCounts,
    Intervals,
    Z,
    logit_interval,
    wilson,
)


class Limits(NamedTuple):
    """The lower and the upper limits, by group and theme; NaN where there is no interval."""

    low: np.ndarray
    high: np.ndarray


class _Moments(NamedTuple):
    """Sums over the cells of each group: a column per theme, or one column if there is no x in it.

    `x` and `n` are the sentences of a cell that carry a theme, and all of its sentences; `X` and
    `N` are those of the whole cluster, in all groups together.
    """

    n: np.ndarray
    x: np.ndarray
    nn: np.ndarray
    xn: np.ndarray
    xx: np.ndarray
    N: np.ndarray
    X: np.ndarray
    NN: np.ndarray
    XN: np.ndarray
    XX: np.ndarray
    nN: np.ndarray
    xN: np.ndarray
    nX: np.ndarray
    xX: np.ndarray
    cells: np.ndarray  # how many there are
    whole: np.ndarray  # how many are all that there is of their cluster


class _Rest(NamedTuple):
    """All other groups together, seen from each group: by group and theme, or by group.

    Attributes:
        share: the share of each theme.
        part: their part of all sentences.
        n_clusters: the clusters in which they occur.
        variance: of `share`.
        correlation: of `share` with the share of the group; not 0 if both are in the same texts.
        variance_of_gap: of the difference between the two shares.
    """

    share: np.ndarray
    part: np.ndarray
    n_clusters: np.ndarray
    variance: np.ndarray
    correlation: np.ndarray
    variance_of_gap: np.ndarray


def difference_limits(
    counts: ClusterCounts,
    of_groups: Intervals,
    of_all: Intervals,
) -> Limits:
    """Compute the interval of the difference of each group from all groups together.

    Args:
        counts: as from `count_clusters`.
        of_groups: the intervals of the groups' shares.
        of_all: those of all groups together.

    Returns:
        The limits; NaN if the group has fewer than five clusters, or all other groups together.
    """
    m, total = _sum_cells(counts)
    with np.errstate(divide="ignore", invalid="ignore"):  # groups without sentences: NaN
        share, share_of_all = m.x / m.n, total.x / total.n
        rest = _describe_rest(m, total, share)
        of_rest = _limits_of_rest(m, total, rest, of_all.critical)
        variance = _variance_of_difference(m, total, share, share_of_all)
        further = (variance - rest.part**2 * rest.variance_of_gap).clip(0)
    below, above = _distances(share, of_groups, rest.share, of_rest, rest.correlation)
    is_known = rest.n_clusters >= LEAST_CLUSTERS
    difference = np.where(is_known, share - share_of_all, np.nan)
    low = difference - np.sqrt((rest.part * below) ** 2 + Z**2 * further)
    high = difference + np.sqrt((rest.part * above) ** 2 + Z**2 * further)
    return Limits(low.clip(-1).round(DIGITS), high.clip(None, 1).round(DIGITS))


def change_limits(share: np.ndarray, low: np.ndarray, high: np.ndarray) -> Limits:
    """Compute the interval of the change of shares from each group to the next one.

    Args:
        share: the shares, groups x themes. The groups have no text in common.
        low: the lower limits of the shares.
        high: the upper limits.

    Returns:
        The limits; those of the first group are NaN.
    """
    limits = np.full((2, *share.shape), np.nan)
    now = Limits(low[1:], high[1:])
    before = Limits(low[:-1], high[:-1])
    below, above = _distances(share[1:], now, share[:-1], before, np.zeros(1))
    change = np.diff(share, axis=0)
    limits[:, 1:] = (change - below).clip(-1), (change + above).clip(None, 1)
    low, high = limits.round(DIGITS)
    return Limits(low, high)


def _distances(
    p: np.ndarray,
    of_p: Limits | Intervals,
    q: np.ndarray,
    of_q: Limits,
    correlation: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Compute how far the limits of p - q lie below and above it (MOVER)."""
    below = _combine(p - of_p.low, of_q.high - q, correlation)
    above = _combine(of_p.high - p, q - of_q.low, correlation)
    return below, above


def _combine(a: np.ndarray, b: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    squares = a**2 + b**2 - 2 * correlation * a * b
    return np.sqrt(squares.clip(0))


def _describe_rest(m: _Moments, total: _Moments, p: np.ndarray) -> _Rest:
    """Describe what is left of all groups without each of them; `p` are the shares of the groups.

    In a cluster the other groups have x' = X - x and n' = N - n.
    """
    n_rest = total.n - m.n
    q = (total.x - m.x) / n_rest
    squares = _square(total, q) - 2 * _product(m, q, q) + _square(m, q)  # (x' - q * n')²
    in_group = m.xx - (p + q) * m.xn + p * q * m.nn  # (x - p * n) * (x - q * n)
    products = _product(m, p, q) - in_group  # (x - p * n) * (x' - q * n')
    n_clusters = total.cells - m.whole
    variance_of_group = _factor(m.cells) * _square(m, p) / m.n**2
    variance = _factor(n_clusters) * squares.clip(0) / n_rest**2
    covariance = _factor(total.cells) * products / (m.n * n_rest)
    scale = np.sqrt(variance_of_group * variance)
    return _Rest(
        share=q,
        part=n_rest / total.n,
        n_clusters=n_clusters,
        variance=variance,
        correlation=np.where(scale > 0, covariance / scale, 0).clip(-1, 1),
        variance_of_gap=variance_of_group + variance - 2 * covariance,
    )


def _limits_of_rest(
    m: _Moments,
    total: _Moments,
    rest: _Rest,
    critical: np.ndarray,
) -> Limits:
    """Compute the interval of the share of the other groups, as `bootstrap_t` does.

    These have most of the clusters, so the `critical` distances of all groups are used.
    """
    squares_of_n = total.nn - 2 * m.nN + m.nn  # n'²
    low, high = wilson(rest.share, (total.n - m.n) ** 2 / squares_of_n)
    is_between = (rest.share > 0) & (rest.share < 1)
    varies = is_between & (rest.variance > 0) & np.isfinite(critical)
    low_t, high_t = logit_interval(rest.share, np.sqrt(rest.variance), critical)
    return Limits(
        np.where(varies, np.maximum(low_t, low), low),
        np.where(varies, np.minimum(high_t, high), high),
    )


def _variance_of_difference(
    m: _Moments,
    total: _Moments,
    p: np.ndarray,
    p_all: np.ndarray,
) -> np.ndarray:
    """Compute the variance of the share of a group minus that of all groups, by linearisation.

    There are two strata: the clusters in which the group occurs, and the others. In the first a
    cluster adds (x - p * n) / sum(n) - (X - p_all * N) / sum(N), in the second the latter only.
    """
    squares_of_all = m.XX - 2 * p_all * m.XN + p_all**2 * m.NN
    squares = (
        _square(m, p) / m.n**2
        - 2 * _product(m, p, p_all) / (m.n * total.n)
        + squares_of_all / total.n**2
    )
    others = (_square(total, p_all) - squares_of_all) / total.n**2
    # Within a stratum, variation is around the mean; the sums of the two strata are opposite.
    square_of_sum = ((m.X - p_all * m.N) / total.n) ** 2
    n_others = total.cells - m.cells
    here = _factor(m.cells) * (squares - square_of_sum / m.cells)
    elsewhere = _factor(n_others) * (others - square_of_sum / np.maximum(n_others, 1))
    return here + elsewhere


def _square(m: _Moments, p: np.ndarray) -> np.ndarray:
    """Sum (x - p * n)²."""
    return m.xx - 2 * p * m.xn + p**2 * m.nn


def _product(m: _Moments, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Sum (x - p * n) * (X - q * N)."""
    return m.xX - q * m.xN - p * m.nX + p * q * m.nN


def _factor(k: np.ndarray) -> np.ndarray:
    """Compute k / (k - 1), by which a variance over k clusters is multiplied; 0 if k is 0 or 1."""
    return np.where(k > 1, k / np.maximum(k - 1, 1), 0)


def _sum_cells(counts: ClusterCounts) -> tuple[_Moments, _Moments]:
    """Sum over the cells of each group, and over all clusters as if they were one group."""
    whole = counts.pooled()
    cell, theme, X = _spread(counts, whole)
    N_of_cell = whole.n_sentences[counts.cluster]
    x = np.zeros(len(cell))
    n_themes = counts.n_themes
    entries = counts.cell * n_themes + counts.theme
    x[np.searchsorted(cell * n_themes + theme, entries)] = counts.n_sentences_hit
    of_groups = _sum_products(
        counts.group, counts.n_groups, n_themes, counts.n_sentences, N_of_cell, (cell, theme, x, X)
    )
    in_one = np.zeros(len(whole.n_sentences), dtype=np.int64)
    entry = (whole.cell, whole.theme, whole.n_sentences_hit, whole.n_sentences_hit)
    total = _sum_products(in_one, 1, n_themes, whole.n_sentences, whole.n_sentences, entry)
    return of_groups, total


def _spread(
    counts: ClusterCounts,
    whole: ClusterCounts,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat the entries of each whole cluster for every cell of the cluster."""
    first = np.searchsorted(whole.cell, np.arange(len(whole.n_sentences) + 1))
    length = np.diff(first)[counts.cluster]
    cell = np.repeat(np.arange(len(counts.cluster)), length)
    begin = np.cumsum(length) - length
    at = np.arange(len(cell)) - np.repeat(begin, length) + first[counts.cluster][cell]
    return cell, whole.theme[at], whole.n_sentences_hit[at]


def _sum_products(
    group: np.ndarray,
    n_groups: int,
    n_themes: int,
    n: np.ndarray,
    N: np.ndarray,
    entries: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> _Moments:
    """Sum the products of counts. All sums are whole numbers, so they are exact."""
    cell, theme, x, X = entries
    at = group[cell] * n_themes + theme

    def by_theme(products: np.ndarray) -> np.ndarray:
        sums = np.bincount(at, products, minlength=n_groups * n_themes)
        return sums.reshape(n_groups, n_themes)

    def by_group(products: np.ndarray) -> np.ndarray:
        return np.bincount(group, products, minlength=n_groups)[:, None]

    n_here, N_here = n[cell], N[cell]
    return _Moments(
        n=by_group(n),
        x=by_theme(x),
        nn=by_group(n * n),
        xn=by_theme(x * n_here),
        xx=by_theme(x * x),
        N=by_group(N),
        X=by_theme(X),
        NN=by_group(N * N),
        XN=by_theme(X * N_here),
        XX=by_theme(X * X),
        nN=by_group(n * N),
        xN=by_theme(x * N_here),
        nX=by_theme(X * n_here),
        xX=by_theme(x * X),
        cells=by_group(np.ones(len(n))),
        whole=by_group(n == N),
    )

"""Trends: by how much the share of a theme rises or falls from one period to the next.

The slope is that of a straight line through the shares of all periods, each weighted by its
sentences (least squares). Its interval takes the texts as the sample: the variance is summed over
the squared residuals of whole texts (the cluster-robust variance of Liang & Zeger 1986, Biometrika
73, 13-22), multiplied by k / (k - 2) for k texts, and the interval is that of Student's t with
k - 2 degrees of freedom.

A jump that is soon over gives a line a slope, too, if it is early or late. So the line is drawn
again without each run of neighbouring periods that is a fifth of all: without each of 6 years, or
each two of 10. A trend has to rise, or fall, without any of them; what hinges on one of them is a
jump. (This is the jackknife by deletion of groups, of which the least favourable is kept: Cook
1977, "Detection of influential observation in linear regression", Technometrics 19, 15-18.)
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import DIGITS, LEAST_CLUSTERS, ClusterCounts, Z

LEAST_PERIODS = 3  # between two there is only a change
PEAK = 0.2  # of the periods, in a row, that a trend must not hinge on


class Line(NamedTuple):
    """A straight line through shares, one entry per theme; NaN if unknown.

    Attributes:
        slope: in shares a period.
        low: the lower limit of its 95 % interval.
        high: the upper limit.
        first: the share on the line in the first period.
        last: the share on the line in the last period.
    """

    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Trends(NamedTuple):
    """The line of each theme, and the one without the periods on which it hinges most.

    Attributes:
        line: through all periods.
        rest: without the periods that are left out.
        left_out: the first and the last of these periods, by theme; -1 if there is no such line.
    """

    line: Line
    rest: Line
    left_out: np.ndarray


class _Moments(NamedTuple):
    """Sums over the texts of each period; `x` are sentences with a theme, `n` all sentences.

    `n`, `nn` and `k`, the number of texts, are by period; `x`, `xn` and `xx` by period and theme.
    """

    n: np.ndarray
    nn: np.ndarray
    k: np.ndarray
    x: np.ndarray
    xn: np.ndarray
    xx: np.ndarray


def trend_weights(counts: ClusterCounts, n_periods: int) -> np.ndarray:
    """Weigh the sentences of each group, so that the sum of those with a theme is its slope.

    Args:
        counts: as from `count_clusters`; its groups are the periods in order, and perhaps the texts
            without a date.
        n_periods: how many of the groups are periods.

    Returns:
        The weights, one per group; all are 0 if fewer than three periods have sentences.
    """
    n = np.bincount(counts.group, counts.n_sentences, minlength=counts.n_groups)[:n_periods]
    weights = np.zeros(counts.n_groups)
    weights[:n_periods] = _weigh(n)
    return weights


def _weigh(n: np.ndarray) -> np.ndarray:
    """Weigh periods by their sentences; all weights are 0 if fewer than three have any."""
    if np.count_nonzero(n) < LEAST_PERIODS:
        return np.zeros(len(n))
    time = _centre_time(n)
    return np.where(n > 0, time / (n @ time**2), 0)


def _centre_time(n: np.ndarray) -> np.ndarray:
    """Number the periods, with 0 for the mean period of all sentences."""
    time = np.arange(len(n))
    return time - (n @ time) / n.sum()


def find_trends(counts: ClusterCounts, n_periods: int) -> Trends:
    """Estimate the slope of each theme, with all periods and without those it hinges on most.

    It is unknown with fewer than five texts or three periods. A line without a run of periods
    needs as much.
    """
    moments = _sum_periods(counts, n_periods)
    line = _fit(moments)
    rest = _make_unknown(counts.n_themes)
    left_out = np.full((counts.n_themes, 2), -1)
    nearest = np.full(counts.n_themes, np.inf)
    length = max(1, round(PEAK * np.count_nonzero(moments.n)))
    present = np.flatnonzero(moments.n)
    for start in range(len(present) - length + 1):
        run = present[start : start + length]
        other = _fit(_leave_out(moments, run))
        # How far the interval is from 0, on the side to which the line of all periods rises.
        distance = np.where(line.slope > 0, other.low, -other.high)
        is_nearer = distance < nearest
        nearest[is_nearer] = distance[is_nearer]
        rest = Line(*(np.where(is_nearer, *both) for both in zip(other, rest, strict=True)))
        left_out[is_nearer] = run[[0, -1]]
    return Trends(line, rest, left_out)


def _sum_periods(counts: ClusterCounts, n_periods: int) -> _Moments:
    """Sum what a line and its interval are made from. A text is of one period, so a cell is one."""
    is_dated = counts.group < n_periods
    group, n = counts.group[is_dated], counts.n_sentences[is_dated]
    period = counts.group[counts.cell]
    entries = period < n_periods
    key = period[entries] * counts.n_themes + counts.theme[entries]
    x = counts.n_sentences_hit[entries].astype(float)
    n_of_entry = counts.n_sentences[counts.cell[entries]]
    shape = (n_periods, counts.n_themes)

    def sum_by_theme(values: np.ndarray) -> np.ndarray:
        return np.bincount(key, values, minlength=n_periods * counts.n_themes).reshape(shape)

    return _Moments(
        n=np.bincount(group, n, minlength=n_periods),
        nn=np.bincount(group, n * n, minlength=n_periods),
        k=np.bincount(group, minlength=n_periods),
        x=sum_by_theme(x),
        xn=sum_by_theme(x * n_of_entry),
        xx=sum_by_theme(x * x),
    )


def _leave_out(moments: _Moments, periods: np.ndarray) -> _Moments:
    """Leave out the texts of some periods."""
    rest = _Moments(*(values.copy() for values in moments))
    for values in rest:
        values[periods] = 0
    return rest


def _fit(moments: _Moments) -> Line:
    """Draw a straight line through the shares of each theme."""
    weight = _weigh(moments.n)
    k = moments.k.sum()
    if not weight.any() or k < LEAST_CLUSTERS:
        return _make_unknown(moments.x.shape[1])
    slope = weight @ moments.x
    time = _centre_time(moments.n)
    on_line = moments.x.sum(axis=0) / moments.n.sum() + np.outer(time, slope)
    # The sum of (x - n * on_line)² over the texts of each period.
    squares = moments.xx - 2 * on_line * moments.xn + moments.nn[:, None] * on_line**2
    variance = k / (k - 2) * (weight**2 @ np.maximum(squares, 0))
    half = student_quantile(k - 2) * np.sqrt(variance)
    ends = on_line[np.flatnonzero(moments.n)[[0, -1]]].clip(0, 1)
    numbers = (slope, slope - half, slope + half, *ends)
    return Line(*(number.round(DIGITS) for number in numbers))


def _make_unknown(n_themes: int) -> Line:
    return Line(*np.full((5, n_themes), np.nan))


def student_quantile(freedom: int) -> float:
    """Return the 97.5 % quantile of Student's t, by the expansion of Fisher & Cornish (1960).

    With three degrees of freedom it is 0.6 % too small, with ten or more exact to three digits.

    >>> round(student_quantile(10), 3), round(student_quantile(148), 3)
    (2.228, 1.976)
    """
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return Z + sum(term / freedom**power for power, term in enumerate(terms, start=1))

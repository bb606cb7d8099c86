"""Intervals of shares, from texts that are resampled whole.

Sentences of one text are more alike than sentences of different texts, so an interval that takes
every sentence for an independent observation is far too narrow. Here the texts are the sample: they
are drawn anew with replacement, each with all of its sentences (a cluster bootstrap). Where there
is only one text, its paragraphs take the place of texts.

The interval is a symmetric bootstrap-t interval (Hall 1988, "On symmetric bootstrap confidence
intervals", Journal of the Royal Statistical Society B 50, 35-45). In each draw the distance between
the share of the draw and that of the study is divided by the draw's own standard error; 95 % of the
draws lie within some critical distance. As many standard errors are laid off to both sides of the
share on the logit scale, on which no interval leaves 0 to 1. The standard error is that of a ratio
of sums over clusters, by linearisation (Cochran 1977, "Sampling Techniques", chapter 6). In
simulations (`tests/measures/coverage_simulation.py`) this covers best; percentile and BCa intervals
cover too little.

If all texts have the same share, above all 0 or 1, no draw differs from another. The interval is
then Wilson's (1927, Journal of the American Statistical Association 22, 209-212) with the effective
number of texts in place of the number of observations. That number is (sum of n)² / (sum of n²),
where n are the sentences of each text (Kish 1965, "Survey Sampling"): the number of texts if all
are of the same length, and fewer if not. It takes the sentences of a text for one observation, as
if all of them carried the theme or none did. A share cannot be less certain than that, so a
bootstrap-t interval is cut where it goes beyond, which happens only if very few texts carry the
theme.
"""

from collections.abc import Mapping
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.faults import Fault, check_number, raise_all
from analysis.measures.carried import Carried
from analysis.tables import INTERVAL_COLUMNS

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
LEAST_CLUSTERS = 5  # with fewer there is no interval
LEAST_DRAWS = 20  # with fewer no draw lies beyond 95 % of them
# More texts than this are put at random into as many bundles, which are resampled in their place
# (the method of random groups: Wolter 2007, "Introduction to Variance Estimation"). That bounds the
# work, and with so many bundles the interval hardly depends on which text is where. Each group has
# bundles in proportion to its texts, but no fewer than LEAST_BUNDLES, or one for each text.
MOST_CLUSTERS = 10_000
LEAST_BUNDLES = 500
BLOCK = 4_000_000  # draws, or themes, x clusters that are held in memory at a time: 32 MB
DIGITS = 10  # of limits; further ones can differ between machines, whose logarithms do
TINY = 1e-13  # a variance that is smaller, relative to its terms, is 0 but for rounding


class ClusterCounts(NamedTuple):
    """How many sentences the clusters of each group have, and how many of them carry each theme.

    A cell is a cluster in a group. Cells are in the order of groups and then of clusters.

    Attributes:
        unit: what the clusters are: `"texts"`, or `"paragraphs"` if there is only one text.
        group: the group of each cell.
        cluster: the cluster of each cell.
        n_sentences: the sentences of each cell.
        cell: the cell of each entry; an entry is a cell x a theme that occurs in it.
        theme: the theme of each entry.
        n_sentences_hit: the sentences of the cell that carry the theme.
        n_groups: the number of groups.
        n_themes: the number of themes.
    """

    unit: str
    group: np.ndarray
    cluster: np.ndarray
    n_sentences: np.ndarray
    cell: np.ndarray
    theme: np.ndarray
    n_sentences_hit: np.ndarray
    n_groups: int
    n_themes: int

    def pooled(self) -> "ClusterCounts":
        """Put all groups together: a cell is then a cluster."""
        clusters, cell = np.unique(self.cluster, return_inverse=True)
        entries, entry = np.unique(
            cell[self.cell] * self.n_themes + self.theme, return_inverse=True
        )
        return ClusterCounts(
            unit=self.unit,
            group=np.zeros(len(clusters), dtype=np.int64),
            cluster=clusters,
            n_sentences=_sum_by(cell, self.n_sentences, len(clusters)),
            cell=entries // max(self.n_themes, 1),
            theme=entries % max(self.n_themes, 1),
            n_sentences_hit=_sum_by(entry, self.n_sentences_hit, len(entries)),
            n_groups=1,
            n_themes=self.n_themes,
        )


def _sum_by(number: np.ndarray, counts: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(number, counts, minlength=n).astype(np.int64)


class Intervals(NamedTuple):
    """Intervals of shares.

    Attributes:
        low: the lower limit by group and theme; NaN where there is no interval.
        high: the upper limit.
        critical: how many standard errors lie between the share and either limit on the logit
            scale; NaN where the interval is Wilson's, or there is none.
        n_clusters: the clusters of each group.
        n_carrying: the clusters in which the theme occurs, by group and theme.
    """

    low: np.ndarray
    high: np.ndarray
    critical: np.ndarray
    n_clusters: np.ndarray
    n_carrying: np.ndarray


def check_draws(draws: int, seed: int) -> None:
    """Raise an `InputError` unless draws are 0 or enough for an interval, and the seed is one."""
    expected = f"0 for no intervals, or at least {LEAST_DRAWS}; 2000 are usual"
    faults = check_number("draws", draws, 0 if draws == 0 else LEAST_DRAWS, expected)
    raise_all([*faults, *check_seed(seed)])


def check_seed(seed: int) -> list[Fault]:
    """Return a fault if a seed is not a whole number from 0 on."""
    return check_number("seed", seed, 0, "0 or a greater whole number")


def find_clusters(sentences: pd.DataFrame) -> tuple[str, np.ndarray]:
    """Put sentences into clusters: their texts, or their paragraphs if there is only one text.

    Returns:
        `"texts"` or `"paragraphs"`, and the number of each sentence's cluster, from 0, in the order
        of `doc_id` or `paragraph`.

    >>> find_clusters(pd.DataFrame({"doc_id": ["b", "a", "b"]}))
    ('texts', array([1, 0, 1]))
    >>> find_clusters(pd.DataFrame({"doc_id": ["a", "a"], "paragraph": [1, 4]}))
    ('paragraphs', array([0, 1]))
    """
    texts, _ = pd.factorize(sentences["doc_id"], sort=True)
    if texts.max(initial=-1) != 0 or "paragraph" not in sentences:
        return "texts", texts
    paragraphs, _ = pd.factorize(sentences["paragraph"], sort=True, use_na_sentinel=False)
    return "paragraphs", paragraphs


def count_clusters(
    sentences: pd.DataFrame,
    group: np.ndarray,
    n_groups: int,
    carried: Carried,
    n_themes: int,
) -> ClusterCounts:
    """Count sentences by group, cluster and theme.

    Args:
        sentences: one row per sentence: `doc_id` and, if there is only one text, `paragraph`.
        group: the group of each sentence, from 0.
        n_groups: the number of groups.
        carried: which sentence carries which theme, as from `find_carried`.
        n_themes: the number of themes.
    """
    unit, cluster = find_clusters(sentences)
    n_clusters = cluster.max(initial=0) + 1
    cells, cell_of_sentence = np.unique(group * n_clusters + cluster, return_inverse=True)
    entry = cell_of_sentence[carried.sentence] * n_themes + carried.theme
    entries, n_sentences_hit = np.unique(entry, return_counts=True)
    return ClusterCounts(
        unit=unit,
        group=cells // n_clusters,
        cluster=cells % n_clusters,
        n_sentences=np.bincount(cell_of_sentence, minlength=len(cells)),
        cell=entries // max(n_themes, 1),
        theme=entries % max(n_themes, 1),
        n_sentences_hit=n_sentences_hit,
        n_groups=n_groups,
        n_themes=n_themes,
    )


def share_intervals(counts: ClusterCounts, draws: int, seed: int) -> Intervals:
    """Compute the interval of the share of each theme in each group.

    The clusters of each group are resampled by themselves.

    Args:
        counts: as from `count_clusters`.
        draws: how many times the clusters are drawn anew.
        seed: makes the draws repeatable. They are made by numpy's PCG64, one generator per group.
    """
    shape = (counts.n_groups, counts.n_themes)
    limits = np.full((3, *shape), np.nan)
    n_carrying = np.bincount(
        counts.group[counts.cell] * counts.n_themes + counts.theme,
        minlength=counts.n_groups * counts.n_themes,
    )
    n_clusters = np.bincount(counts.group, minlength=counts.n_groups)
    for group in np.flatnonzero(n_clusters >= LEAST_CLUSTERS).tolist():
        rng = np.random.Generator(np.random.PCG64([seed, group]))
        n, x = _tabulate(counts, group, rng)
        limits[:, group] = bootstrap_t(n, x, draws, rng)
    low, high, critical = limits
    return Intervals(low, high, critical, n_clusters, n_carrying.reshape(shape))


def _tabulate(
    counts: ClusterCounts,
    group: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Make the table of one group's clusters: their sentences, and those that carry each theme."""
    first, last = np.searchsorted(counts.group, [group, group + 1])
    begin, end = np.searchsorted(counts.cell, [first, last])
    row = np.arange(last - first)
    most = _most_rows(len(row), len(counts.group))
    if len(row) > most:
        row = rng.permutation(len(row)) % most
    n_rows = row.max() + 1
    n = np.bincount(row, counts.n_sentences[first:last], minlength=n_rows)
    entry = row[counts.cell[begin:end] - first] * counts.n_themes + counts.theme[begin:end]
    n_entries = n_rows * counts.n_themes
    x = np.bincount(entry, counts.n_sentences_hit[begin:end], minlength=n_entries)
    return n, x.reshape(n_rows, counts.n_themes)


def _most_rows(n_rows: int, n_all: int) -> int:
    """Decide into how many bundles the clusters of a group are put at most.

    >>> _most_rows(100_000, 100_000), _most_rows(5_000, 100_000), _most_rows(1_000, 100_000)
    (10000, 500, 500)
    """
    return max(MOST_CLUSTERS * n_rows // max(n_all, MOST_CLUSTERS), LEAST_BUNDLES)


def bootstrap_t(
    n: np.ndarray,
    x: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Compute the symmetric bootstrap-t interval of shares on the logit scale.

    Args:
        n: the sentences of each cluster.
        x: the sentences that carry each theme, clusters x themes.
        draws: how many times the clusters are drawn anew.
        rng: makes the draws.

    Returns:
        Three rows: the lower limit, the upper limit and the critical distance of each theme. Where
        all clusters have the same share, the limits are Wilson's, with the effective number of
        clusters, and the distance is NaN. Elsewhere they lie within Wilson's.
    """
    share = x.sum(axis=0) / n.sum()
    varying = (x * n.sum() != np.outer(n, x.sum(axis=0))).any(axis=0)
    low, high = wilson(share, count_effective(n))
    limits = np.array([low, high, np.full(len(share), np.nan)])
    if varying.any():
        share, x = share[varying], x[:, varying]
        critical = _critical_distances(n, x, draws, rng)
        variance = _variance(_sums(np.ones((1, len(n))), n, x), len(n))[0]
        low, high = logit_interval(share, np.sqrt(variance), critical)
        limits[0, varying] = np.maximum(low, limits[0, varying])
        limits[1, varying] = np.minimum(high, limits[1, varying])
        limits[2, varying] = critical
    return limits.round(DIGITS)


def logit_interval(
    share: np.ndarray,
    error: np.ndarray,
    critical: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Lay off `critical` standard errors to both sides of shares, on the logit scale.

    >>> low, high = logit_interval(np.array([0.5]), np.array([0.25]), np.array([1.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2689], [0.7311])
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # shares of 0 and 1 have no logit
        half = critical * error / (share * (1 - share))
        middle = np.log(share / (1 - share))
        low = np.minimum(_expit(middle - half), share)  # the share itself, but for rounding
        high = np.maximum(_expit(middle + half), share)
    return low, high


def wilson(share: np.ndarray, n: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute Wilson's interval of shares of `n` independent observations.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    >>> low, high = wilson(np.array([0.0, 0.5]), 10)
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    z2 = Z**2 / n
    middle = (share + z2 / 2) / (1 + z2)
    half = np.sqrt(z2 * share * (1 - share) + z2**2 / 4) / (1 + z2)
    low = np.where(share == 0, 0.0, middle - half)  # but for rounding
    high = np.where(share == 1, 1.0, middle + half)
    return low, high


def count_effective(n: np.ndarray) -> float:
    """Count the effective number of clusters with `n` sentences each, by Kish's formula.

    >>> count_effective(np.array([4, 4, 4])), count_effective(np.array([10, 1, 1]))
    (3.0, 1.411764705882353)
    """
    return float(n.sum() ** 2 / (n**2).sum())


class _Sums(NamedTuple):
    """Sums over clusters, weighted: one row per draw, and one column per theme of x."""

    n: np.ndarray
    n_n: np.ndarray
    x: np.ndarray
    x_x: np.ndarray
    x_n: np.ndarray


def _sums(weights: np.ndarray, n: np.ndarray, x: np.ndarray) -> _Sums:
    """Sum over the clusters in each draw. All sums are whole numbers, so they are exact."""
    column = n[:, None]
    columns = np.hstack([column, column**2, x, x**2, x * column])
    sums = weights @ columns
    n_themes = x.shape[1]
    ends = 2 + n_themes * np.arange(4)
    of_x = [sums[:, begin:end] for begin, end in pairwise(ends)]
    return _Sums(sums[:, :1], sums[:, 1:2], *of_x)


def _variance(sums: _Sums, n_clusters: int) -> np.ndarray:
    """Compute the variance of a share, a ratio of sums over clusters, by linearisation.

    The variance is k / (k - 1) * sum((x - share * n)²) / sum(n)², for k clusters.
    """
    share = sums.x / sums.n
    squares = sums.x_x - 2 * share * sums.x_n + share**2 * sums.n_n
    squares = np.where(squares > TINY * sums.x_x, squares, 0)
    return n_clusters / (n_clusters - 1) * squares / sums.n**2


def _critical_distances(
    n: np.ndarray,
    x: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Find the distance, in standard errors, within which 95 % of the draws lie, for each theme.

    Where more than 5 % of the draws are infinitely far away, it is the distance of the furthest of
    the others.
    """
    state = rng.bit_generator.state
    n_columns = max(BLOCK // len(n), 1)
    rank = int(np.ceil(LEVEL * draws)) - 1
    critical = np.empty(x.shape[1])
    for begin in range(0, x.shape[1], n_columns):
        rng.bit_generator.state = state  # the same draws for all themes
        block = slice(begin, begin + n_columns)
        distances = _draw_distances(n, x[:, block], draws, rng)
        furthest = np.where(np.isfinite(distances), distances, 0).max(axis=0)
        within = np.partition(distances, rank, axis=0)[rank]
        critical[block] = np.minimum(within, furthest)
    return np.maximum(critical, Z)


def _draw_distances(
    n: np.ndarray,
    x: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Compute how many standard errors the shares of each draw lie from those of all clusters.

    A draw in which the theme does not vary, such as one without it, is infinitely far away.
    """
    share = x.sum(axis=0) / n.sum()
    distances = np.full((draws, x.shape[1]), np.inf)
    n_rows = max(BLOCK // len(n), 1)
    for begin in range(0, draws, n_rows):
        block = distances[begin : begin + n_rows]
        sums = _sums(_draw_weights(len(n), len(block), rng), n, x)
        error = np.sqrt(_variance(sums, len(n)))
        distance = np.abs(sums.x / sums.n - share)
        np.divide(distance, error, out=block, where=error > 0)
    return distances


def _draw_weights(n_clusters: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw clusters with replacement; tell how many times each is in each draw."""
    drawn = rng.integers(0, n_clusters, size=(draws, n_clusters))
    drawn += n_clusters * np.arange(draws)[:, None]
    times = np.bincount(drawn.ravel(), minlength=draws * n_clusters)
    return times.reshape(draws, n_clusters).astype(float)


def _expit(x: np.ndarray) -> np.ndarray:
    """Turn logits into shares.

    >>> _expit(np.array([-800.0, 0.0, 800.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return (1 + np.tanh(x / 2)) / 2


def with_intervals(
    shares: pd.DataFrame,
    intervals: Intervals,
    unit: str,
) -> pd.DataFrame:
    """Add the columns of intervals behind `share`: `analysis.tables.INTERVAL_COLUMNS`.

    Args:
        shares: one row per group and theme, in this order.
        intervals: of the same groups and themes.
        unit: what was resampled.
    """
    n_themes = intervals.low.shape[1]
    columns = {
        "low": intervals.low.ravel(),
        "high": intervals.high.ravel(),
        "resampled": unit,
        "n_resampled": np.repeat(intervals.n_clusters, n_themes),
        "n_carrying": intervals.n_carrying.ravel(),
    }
    return insert_columns(shares, "share", columns).astype(INTERVAL_COLUMNS)


def without_intervals(shares: pd.DataFrame) -> pd.DataFrame:
    """Add the columns of intervals without intervals: nothing could be resampled."""
    shape = (len(shares), 1)
    unknown, none = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    nothing = Intervals(unknown, unknown, unknown, none, none)
    return with_intervals(shares, nothing, "")


def insert_columns(
    table: pd.DataFrame,
    after: str,
    columns: Mapping[str, object],
) -> pd.DataFrame:
    """Insert columns behind a column of a table.

    >>> insert_columns(pd.DataFrame({"a": [1], "b": [2]}), "a", {"c": 3}).columns.tolist()
    ['a', 'c', 'b']
    """
    at = table.columns.tolist().index(after) + 1
    order = [*table.columns[:at], *columns, *table.columns[at:]]
    return table.assign(**columns)[order]

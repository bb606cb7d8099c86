"""Which of many differences between groups would be rare if no group differed: a permutation test.

If the groups do not differ, any text could as well be of any other group. So the texts are dealt
out anew, many times, and each time the largest of all differences is kept. A difference stands out
if hardly any of these largest ones is as large: then all comparisons together find something by
chance in 5 % of studies in which nothing differs (the single-step maxT procedure: Westfall & Young
1993, "Resampling-Based Multiple Testing", chapter 2).

A text's residual is how many more of its sentences carry a theme than the theme's share in all
groups would give: x - share * n. A comparison is a weighted sum of the residuals, with one weight
for each group: a group against all, a period against the one before, or a trend. It is divided by
its standard deviation over all ways to deal the texts out, so that themes can be compared.

Speakers of the same text change places only with each other, because what is said in one text is
alike. Texts with a single speaker change places with each other. If there is only one text, its
paragraphs take the place of texts.
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import BLOCK, DIGITS, LEAST_CLUSTERS, ClusterCounts

LEAST_PERMUTATIONS = 200
MOST_MOVED = 50_000_000  # texts, over all permutations: with very many texts, these are fewer
ROUNDING = 1e-9  # two sums of the same residuals can differ by so little


class Tested(NamedTuple):
    """What is known of each comparison and theme; NaN where it was not compared.

    Attributes:
        z: the difference in standard deviations under permutation, with its sign.
        p: the part of permutations in which the largest of all differences is as large.
    """

    z: np.ndarray
    p: np.ndarray


def find_testable(counts: ClusterCounts) -> np.ndarray:
    """Tell which themes can be tested: those in at least five texts, but not evenly in all."""
    cells = np.bincount(counts.theme, minlength=counts.n_themes)
    return cells >= LEAST_CLUSTERS


def judge_contrasts(
    counts: ClusterCounts,
    weights: np.ndarray,
    is_compared: np.ndarray,
    draws: int,
    seed: int,
) -> Tested:
    """Test weighted sums over groups, all in one family.

    Args:
        counts: as from `count_clusters`.
        weights: of the residuals of each group, comparisons x groups.
        is_compared: which comparisons are made of which themes, comparisons x themes.
        draws: how many times the texts are dealt out anew; fewer if there are very many texts.
        seed: makes the permutations repeatable.
    """
    z = np.full(is_compared.shape, np.nan)
    stratum = _find_strata(counts.cluster)
    n_draws = min(draws, max(LEAST_PERMUTATIONS, MOST_MOVED // max(len(stratum), 1)))
    largest = np.zeros(n_draws)
    themes = np.flatnonzero(is_compared.any(axis=0))
    n_columns = max(BLOCK // max(len(stratum), 1), 1)
    of_cell = weights[:, counts.group]
    for begin in range(0, len(themes), n_columns):
        block = themes[begin : begin + n_columns]
        residuals = _centre(_find_residuals(counts, block), stratum)
        deviation = _find_deviations(of_cell, residuals, stratum)
        is_used = is_compared[:, block] & (deviation > 0)
        scale = np.divide(1, deviation, out=np.zeros_like(deviation), where=is_used)
        sums = weights @ _sum_groups(residuals, counts.group, counts.n_groups)
        z[:, block] = np.where(is_used, sums * scale, np.nan)
        rng = np.random.Generator(np.random.PCG64([seed, len(stratum)]))  # alike for all blocks
        for draw in range(n_draws):
            moved = residuals[_permute(stratum, rng)]
            sums = weights @ _sum_groups(moved, counts.group, counts.n_groups)
            largest[draw] = max(largest[draw], np.abs(sums * scale).max())
    return Tested(z.round(DIGITS), _find_p(z, np.sort(largest)))


def _find_p(z: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Find in which part of permutations, with the study itself, the largest is as large."""
    n_smaller = np.searchsorted(largest, np.abs(z) - ROUNDING)
    p = (1 + len(largest) - n_smaller) / (1 + len(largest))
    return np.where(np.isnan(z), np.nan, p).round(DIGITS)


def _find_strata(cluster: np.ndarray) -> np.ndarray:
    """Number the sets of cells that can change places: 0 for all that are alone in their text.

    >>> _find_strata(np.array([0, 1, 2, 1])).tolist()
    [0, 1, 0, 1]
    """
    _, number, size = np.unique(cluster, return_inverse=True, return_counts=True)
    is_shared = size > 1
    return np.where(is_shared, np.cumsum(is_shared), 0)[number]


def _permute(stratum: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Let the cells of each stratum change places at random."""
    if not stratum.any():
        return rng.permutation(len(stratum))
    order = np.empty(len(stratum), dtype=np.int64)
    shuffled = np.lexsort((rng.random(len(stratum)), stratum))
    order[np.argsort(stratum, kind="stable")] = shuffled
    return order


def _find_residuals(counts: ClusterCounts, themes: np.ndarray) -> np.ndarray:
    """Find how many more sentences of each cell carry each theme than its share would give."""
    column = np.full(counts.n_themes, -1)
    column[themes] = np.arange(len(themes))
    is_in = column[counts.theme] >= 0
    x = np.zeros((len(counts.cluster), len(themes)))
    x[counts.cell[is_in], column[counts.theme[is_in]]] = counts.n_sentences_hit[is_in]
    share = x.sum(axis=0) / max(counts.n_sentences.sum(), 1)
    return x - np.outer(counts.n_sentences, share)


def _centre(residuals: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """Subtract the mean of each stratum, which no permutation changes."""
    size = np.bincount(stratum)
    sums = _sum_by(residuals, stratum, len(size))
    return residuals - (sums / np.maximum(size, 1)[:, None])[stratum]


def _find_deviations(
    of_cell: np.ndarray,
    residuals: np.ndarray,
    stratum: np.ndarray,
) -> np.ndarray:
    """Find the standard deviation of each comparison over all permutations.

    In a set of m cells with weights a and residuals r that change places, the variance of the sum
    of a * r is sum((a - mean a)²) * sum((r - mean r)²) / (m - 1).
    """
    size = np.bincount(stratum)
    of_weights = _sum_by(_centre(of_cell.T, stratum) ** 2, stratum, len(size))
    of_residuals = _sum_by(residuals**2, stratum, len(size))
    variance = of_weights.T @ (of_residuals / np.maximum(size - 1, 1)[:, None])
    return np.sqrt(np.where(variance > ROUNDING**2, variance, 0))


def _sum_groups(residuals: np.ndarray, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Sum the rows of each group; the cells are in the order of groups."""
    sums = np.zeros((n_groups, residuals.shape[1]))
    present, first = np.unique(group, return_index=True)
    sums[present] = np.add.reduceat(residuals, first, axis=0)
    return sums


def _sum_by(values: np.ndarray, number: np.ndarray, n: int) -> np.ndarray:
    sums = np.zeros((n, values.shape[1]))
    np.add.at(sums, number, values)
    return sums

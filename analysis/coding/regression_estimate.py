"""Shares from all hits and a coded sample together: the tuned difference (regression) estimator.

With y for "a person coded the theme" and x for "the patterns found it", the share is

    mean of y in the sample + λ * (mean of x in all sentences - mean of x in the sample),

all means of the sample weighted. λ = cov(y, x) / var(x) makes the variance smallest: this is the
regression estimator (Cochran 1977, "Sampling Techniques", chapter 7; Särndal, Swensson and Wretman
1992, "Model Assisted Survey Sampling", chapter 6). Its recent names are prediction-powered
inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, "Prediction-powered inference",
Science 382, 669-674), there with λ tuned since "PPI++: Efficient prediction-powered inference"
(Angelopoulos, Duchi and Zrnic 2023, arXiv 2311.01453), and design-based supervised learning (Egami,
Hinck, Stewart and Wei 2023, "Using imperfect surrogates for downstream inference", NeurIPS 36).

As x is 0 or 1, the estimate is a mean of the coded shares of *cells*, which are the strata of the
sample, each cut in two: sentences without a hit and with one. Their weights in this mean sum to 1
(they are the calibrated weights of Särndal, Swensson and Wretman), so no estimate leaves 0 to 1.

The variance by linearisation is that of the residuals y - λ x within strata. It has a part within
cells and one between them. Within cells it is that of independent shares, which may rest on a few
sentences, or be 0 or 1. So the limits are put together from limits of each cell (nearly Wilson's
1927, Journal of the American Statistical Association 22, 209-212) by the method of variance
estimates recovery (Zou and Donner 2008, Statistics in Medicine 27, 1693-1702): with the shares p,
their lower limits l and the weights a, the lower limit is

    sum(a p) - sqrt(sum(a² (p - l)²) + t² * variance between cells).

Where sentences of a cell have unequal weights, they count as fewer, by Kish's formula (1965,
"Survey Sampling"). All distances shrink by sqrt(1 - f), where f is the part of the cell that was
coded: a share of sentences that were all coded is certain.
"""

from typing import NamedTuple

import numpy as np

# How far the variance of a cell is taken at the limit (1: Wilson's interval), and how far at the
# share itself (0: Wald's). In simulations 1 is too wide for rare themes, and 0.7 too narrow. With
# 0.8 the upper limit of a share of 0 is 3 / n, the rule of three.
SCORE = 0.8


class Cells(NamedTuple):
    """What the coded sample holds of a group, by stratum and by whether a sentence has a hit.

    The last two axes of the arrays are the strata, and "no hit", "hit". The axes before, such as
    one for themes, are the same in all arrays.

    Attributes:
        n: coded sentences.
        weight: the sum of their weights: how many sentences they stand for.
        squares: the sum of the squares of their weights.
        positive: the sum of the weights of those that were coded with the theme.
        n_stratum: coded sentences of each stratum, in all groups; without the last axis.
    """

    n: np.ndarray
    weight: np.ndarray
    squares: np.ndarray
    positive: np.ndarray
    n_stratum: np.ndarray

    def without_hits(self) -> "Cells":
        """Put all sentences of a stratum in one cell, as if there were no patterns."""
        n, weight, squares, positive = (_without_hits(array) for array in self[:4])
        return Cells(n, weight, squares, positive, self.n_stratum)


class Estimate(NamedTuple):
    """Shares and their limits, one for each set of cells."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    slope: np.ndarray  # λ


def _without_hits(array: np.ndarray) -> np.ndarray:
    summed = array.sum(axis=-1)
    return np.stack([summed, np.zeros_like(summed)], axis=-1)


def sample_alone(cells: Cells, quantile: np.ndarray) -> Estimate:
    """Estimate shares from the codings alone: their weighted means."""
    merged = cells.without_hits()
    return regression(merged, np.zeros(merged.n.shape[:-2]), quantile)


def regression(cells: Cells, share_hit: np.ndarray, quantile: np.ndarray) -> Estimate:
    """Estimate shares from hits and codings, with λ = cov(y, x) / var(x).

    Args:
        cells: the coded sentences.
        share_hit: the share of all sentences of the group that have a hit.
        quantile: of Student's t, for the level of the interval.

    Returns:
        The estimates; NaN without coded sentences. The slope is 0 where no sentence of the sample
        has a hit, or all have one.
    """
    total = cells.weight.sum(axis=(-2, -1), keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):  # empty cells and groups
        part = cells.weight / total
        coded = np.where(cells.n > 0, cells.positive / cells.weight, 0)
        y = (part * coded).sum(axis=(-2, -1))
        x = part[..., 1].sum(axis=-1)
        variance = x * (1 - x)
        covariance = (part * coded)[..., 1].sum(axis=-1) - x * y
        is_known = (x > 0) & (x < 1)
        slope = np.where(is_known, covariance / variance, 0)
        calibrated = np.stack([(1 - share_hit) / (1 - x), share_hit / x], axis=-1)
    calibrated = np.where(is_known[..., None], calibrated, 1)[..., None, :]
    share = y + slope * (share_hit - x)
    a = part * calibrated
    fitted = (y - slope * x)[..., None, None] + slope[..., None, None] * np.array([0, 1])
    residual = calibrated * (coded - fitted)
    between = _between_cells(cells, residual, total)
    below, above = _within_cells(cells, coded, a, quantile)
    low = share - np.sqrt(below + quantile**2 * between)
    high = share + np.sqrt(above + quantile**2 * between)
    low = np.minimum(low.clip(0), share)
    high = np.maximum(high.clip(None, 1), share)
    return Estimate(share, low, high, slope)


def _within_cells(
    cells: Cells,
    coded: np.ndarray,
    a: np.ndarray,
    quantile: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Sum the squared distances of the limits of the cells, below and above their shares."""
    with np.errstate(divide="ignore", invalid="ignore"):  # empty cells
        effective = cells.weight**2 / cells.squares
        uncoded = (1 - cells.n / cells.weight).clip(0)
        low, high = cell_limits(coded, effective, np.asarray(quantile)[..., None, None])
        scale = a**2 * uncoded
        below = np.where(cells.n > 0, scale * (coded - low) ** 2, 0)
        above = np.where(cells.n > 0, scale * (high - coded) ** 2, 0)
    return below.sum(axis=(-2, -1)), above.sum(axis=(-2, -1))


def cell_limits(
    share: np.ndarray,
    n: np.ndarray,
    quantile: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the limits of the share of `n` independent sentences.

    A limit θ solves (share - θ)² = t² (s θ (1 - θ) + (1 - s) share (1 - share)) / n, where s is
    `SCORE`.

    >>> low, high = cell_limits(np.array([0.0, 0.5]), np.array([100, 100]), np.array(1.96))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.403], [0.03, 0.597])
    """
    t2 = quantile**2 / n
    middle = (share + SCORE * t2 / 2) / (1 + SCORE * t2)
    product = (share**2 - (1 - SCORE) * t2 * share * (1 - share)) / (1 + SCORE * t2)
    half = np.sqrt((middle**2 - product).clip(0))
    return (middle - half).clip(0), (middle + half).clip(None, 1)


def _between_cells(cells: Cells, residual: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Compute the variance of the means of residuals between the cells of each stratum.

    Sentences of a stratum that lie outside the group have the residual 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # empty cells, strata of one sentence
        z = np.where(cells.n > 0, cells.weight / cells.n, 0) * residual / total
        sums = (cells.n * z).sum(axis=-1)
        k = cells.n_stratum
        squares = (cells.n * z**2).sum(axis=-1) - sums**2 / k
        uncoded = 1 - cells.n.sum(axis=-1) / cells.weight.sum(axis=-1)
        of_strata = np.where(k > 1, uncoded.clip(0) * k / (k - 1) * squares.clip(0), 0)
    return np.nansum(of_strata, axis=-1)

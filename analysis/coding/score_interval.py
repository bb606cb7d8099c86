"""Intervals of shares among some sentences of a coded sample, such as precision and recall.

A sentence of the sample counts as "yes", as "no", or not at all; the share is the weight of "yes"
in that of both. Of precision, "yes" is found and coded, "no" is found only. Without weights this is
a share of independent sentences, and Wilson's interval (1927, Journal of the American Statistical
Association 22, 209-212) holds: those shares that a score test does not reject.

This is the same test for a sample with strata and weights. For a share R, the sum over the sample

    T = sum(weight * z), where z is 1 - R for "yes", -R for "no", and 0 else

is compared with its standard error, as drawn without replacement within strata, *if R is true*. For
that, the expected counts are those of the highest likelihood that give T = 0 (the principle of
Miettinen and Nurminen 1985, "Comparative analysis of two rates", Statistics in Medicine 4,
213-226). So an interval does not shrink to a point where all sentences are "yes": a stratum of
large weight without any "no" in the sample may well have some beyond it.
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import Z

STEPS = 50  # of bisection; each halves the error


class Counts(NamedTuple):
    """Coded sentences by cell: those of one stratum and one weight.

    Attributes:
        yes: shares x cells, sentences that count as "yes".
        no: shares x cells, sentences that count as "no".
        can_be_yes: shares x cells, whether sentences of the stratum can count as "yes", drawn or
            not.
        can_be_no: the same for "no".
        weight: by cell, the weight of its sentences; perhaps another one for each share.
        stratum: by cell, its stratum, a number from 0.
        n_stratum: by stratum, all its coded sentences; perhaps of each share.
    """

    yes: np.ndarray
    no: np.ndarray
    can_be_yes: np.ndarray
    can_be_no: np.ndarray
    weight: np.ndarray
    stratum: np.ndarray
    n_stratum: np.ndarray

    def swap(self) -> "Counts":
        """Count "no" as "yes", and "yes" as "no"."""
        return self._replace(
            yes=self.no, no=self.yes, can_be_yes=self.can_be_no, can_be_no=self.can_be_yes
        )


def weighted_share(counts: Counts) -> np.ndarray:
    """Compute the shares; NaN where no sentence counts."""
    yes = (counts.yes * counts.weight).sum(axis=1)
    both = yes + (counts.no * counts.weight).sum(axis=1)
    with np.errstate(invalid="ignore"):  # no sentence counts
        return yes / both


def score_interval(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Compute the 95 % intervals of shares; NaN where no sentence counts.

    >>> one = np.ones((1, 1))
    >>> counts = Counts(one * 5, one * 5, one > 0, one > 0, np.array([1e6]), np.array([0]), one[0])
    >>> low, high = score_interval(counts)  # Wilson's: 0.2366 to 0.7634
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2366], [0.7634])
    """
    return _lower_limit(counts), 1 - _lower_limit(counts.swap())


def _lower_limit(counts: Counts) -> np.ndarray:
    share = weighted_share(counts)
    largest = np.where(counts.can_be_no, counts.weight, 0).max(axis=1, initial=0)
    is_certain = (largest == 0) | ~(share > 0)
    largest = np.where(largest == 0, 1, largest)
    low, high = np.zeros_like(share), np.where(is_certain, 0.5, share)
    for _ in range(STEPS):
        middle = (low + high) / 2
        is_rejected = _is_rejected(counts, middle, largest)
        low = np.where(is_rejected, middle, low)
        high = np.where(is_rejected, high, middle)
    return np.where(is_certain, share, low)


def _is_rejected(counts: Counts, share: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Test shares that are lower than those of the sample."""
    weight, share = counts.weight, share[:, None]
    distance = (weight * ((1 - share) * counts.yes - share * counts.no)).sum(axis=1)
    yes, no = _expect(counts, share, largest[:, None])
    variance = _variance(counts, share, yes, no)
    return distance**2 > Z**2 * variance


def _expect(
    counts: Counts, share: np.ndarray, largest: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find the expected counts of the highest likelihood with which the shares are true.

    The likelihood is that of independent Poisson counts. They are yes / (1 + λ weight (1 - R)) and
    no / (1 - λ weight R), with λ from 0 to where the latter has no meaning; there, sentences that
    count as "no" are added to the cell of the largest weight.
    """
    up, down = counts.weight * (1 - share), counts.weight * share
    low, high = np.zeros_like(share), 1 / (largest * share)
    for _ in range(STEPS):
        middle = (low + high) / 2
        yes = counts.yes / (1 + middle * up)
        no = _divide(counts.no, 1 - middle * down)
        is_above = (up * yes - down * no).sum(axis=1, keepdims=True) > 0
        low = np.where(is_above, middle, low)
        high = np.where(is_above, high, middle)
    yes = counts.yes / (1 + low * up)
    no = _divide(counts.no, 1 - low * down)
    lacking = (up * yes - down * no).sum(axis=1, keepdims=True).clip(0)
    is_largest = counts.can_be_no & (counts.weight == largest)
    n_largest = is_largest.sum(axis=1, keepdims=True).clip(1)
    added = lacking / (largest * share * n_largest)
    return yes, no + np.where(is_largest, added, 0)


def _divide(count: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Divide; where nothing was counted it is 0."""
    return np.divide(count, by, out=np.zeros_like(by), where=count > 0)


def _variance(counts: Counts, share: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    """Compute the variance of T, drawn without replacement within strata."""
    weight = counts.weight
    uncoded = (1 - 1 / weight).clip(0)
    of_stratum = np.eye(counts.n_stratum.shape[-1])[counts.stratum]
    squares = weight**2 * ((1 - share) ** 2 * yes + share**2 * no) * uncoded
    sums = weight * ((1 - share) * yes - share * no) * np.sqrt(uncoded)
    n = counts.n_stratum
    squares_of_mean = np.where(n > 1, (sums @ of_stratum) ** 2 / n, 0)
    factor = np.where(n > 1, n / np.maximum(n - 1, 1), 1)
    return (factor * (squares @ of_stratum - squares_of_mean).clip(0)).sum(axis=1)

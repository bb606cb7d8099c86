"""Agreement on one theme, present or absent, from counts of equal units.

Of a unit matters only how many coders read it and how many of these gave it the theme. There are
few such kinds of units, so figures and thousands of draws cost next to nothing. The formulas are
those of `krippendorff`, `chance_agreement` and `cohen` for two categories.
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import DIGITS, LEVEL, wilson
from analysis.tables import LEAST_CODED

BLOCK = 4_000_000  # draws x kinds of units that are held in memory at a time: 32 MB


class UnitCounts(NamedTuple):
    """Units of each kind; a kind may be a bundle of several units that are resampled together.

    Attributes:
        n: units, or bundles.
        read: how many ratings one of them has.
        given: how many of these say that the theme is there.
        disagreement: the sum of its units' given (read - given) / (read - 1).
    """

    n: np.ndarray
    read: np.ndarray
    given: np.ndarray
    disagreement: np.ndarray

    @property
    def n_coded(self) -> int:
        """Units to which a coder gave the theme."""
        return int(self.n[self.given > 0].sum())


def count_units(read: np.ndarray, given: np.ndarray) -> UnitCounts:
    """Count the units of each kind, from how many coders read each and gave it the theme.

    >>> counts = count_units(np.array([2, 2, 2]), np.array([0, 1, 1]))
    >>> counts.n.tolist(), counts.given.tolist(), counts.disagreement.tolist()
    ([1, 2], [0, 1], [0.0, 1.0])
    """
    most = read.max(initial=0) + 1
    kinds, n = np.unique(read * most + given, return_counts=True)
    read, given = np.divmod(kinds, most)
    return UnitCounts(n, read, given, disagree(read, given))


def disagree(read: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Compute how far the coders of a unit differ, for Krippendorff's alpha."""
    return given * (read - given) / (read - 1)


def add_counts(several: list[UnitCounts]) -> UnitCounts:
    """Put the units of several themes together."""
    if not several:
        return count_units(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return UnitCounts(*(np.concatenate(arrays) for arrays in zip(*several, strict=True)))


def percent_agreement(counts: UnitCounts) -> float:
    """Compute the share of pairs of coders who agree, as the mean of the units."""
    if not len(counts.n):
        return float("nan")
    differing = 2 * counts.disagreement / counts.read
    return float(1 - (counts.n @ differing) / counts.n.sum())


def fleiss(counts: UnitCounts) -> float:
    """Compute Fleiss' kappa; NaN if the theme is everywhere or nowhere."""
    if not _varies(counts):
        return float("nan")
    chance = 1 - 2 * _mixture(counts)
    return (percent_agreement(counts) - chance) / (1 - chance)


def ac1(counts: UnitCounts) -> float:
    """Compute Gwet's AC1 of two categories; 1 if the theme is everywhere or nowhere."""
    if not len(counts.n):
        return float("nan")
    chance = 2 * _mixture(counts)
    return (percent_agreement(counts) - chance) / (1 - chance)


def alpha(counts: UnitCounts) -> float:
    """Compute Krippendorff's alpha; NaN if the theme is everywhere or nowhere."""
    if not _varies(counts):
        return float("nan")
    return float(_alpha_of_sums(_sums(counts, counts.n)))


def cohen(n_both: int, n_only_a: int, n_only_b: int, n_neither: int) -> float:
    """Compute Cohen's kappa of two coders; NaN if both gave the theme everywhere, or nowhere.

    >>> round(cohen(20, 5, 10, 15), 2)
    0.4
    """
    with_a, with_b = n_both + n_only_a, n_both + n_only_b
    without_a, without_b = n_only_b + n_neither, n_only_a + n_neither
    by_chance = with_a * without_b + with_b * without_a
    if by_chance == 0:
        return float("nan")
    return 2 * (n_both * n_neither - n_only_a * n_only_b) / by_chance


def is_enough(counts: UnitCounts) -> bool:
    """Tell whether there are `LEAST_CODED` units with the theme, and as many without it."""
    n_without = int(counts.n[counts.given < counts.read].sum())
    return min(counts.n_coded, n_without) >= LEAST_CODED


def alpha_interval(counts: UnitCounts, draws: int, seed: int) -> tuple[float, float]:
    """Compute the 95 % interval of alpha: percentiles of draws of the units with replacement.

    Where no coders differ anywhere, no draw differs from another, though other units might have
    shown a difference. Then the lower limit is alpha with as many units in which one coder differs
    as Wilson's interval allows for a share of 0.

    Args:
        counts: the units, or the bundles that are drawn.
        draws: how many times they are drawn anew; 0 for no interval.
        seed: makes the draws repeatable, by numpy's PCG64. Equal counts have equal intervals.

    Returns:
        The limits; NaN if coders gave the theme to fewer than `LEAST_CODED` units, or withheld it
        from fewer: in simulations the interval covers too little then.
    """
    if draws == 0 or not is_enough(counts):
        return float("nan"), float("nan")
    sums = _sums(counts, counts.n)
    if sums[..., 2] == 0:
        n_units = counts.n.sum()
        _, most = wilson(np.zeros(1), n_units)
        sums[..., 2] = most[0] * n_units
        return round(float(_alpha_of_sums(sums)), DIGITS), 1.0
    drawn = _draw(counts, draws, seed)
    limits = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    low, high = limits.round(DIGITS).tolist()
    return low, high


def _draw(counts: UnitCounts, draws: int, seed: int) -> np.ndarray:
    """Compute alpha in each draw; NaN where the theme is everywhere or nowhere."""
    rng = np.random.Generator(np.random.PCG64(seed))
    n_units = counts.n.sum()
    step = max(BLOCK // len(counts.n), 1)
    drawn = np.empty(draws)
    for begin in range(0, draws, step):
        size = min(step, draws - begin)
        n = rng.multinomial(n_units, counts.n / n_units, size=size)
        drawn[begin : begin + size] = _alpha_of_sums(_sums(counts, n))
    return drawn


def _sums(counts: UnitCounts, n: np.ndarray) -> np.ndarray:
    """Sum ratings, ratings with the theme, and disagreement, for some numbers of each kind."""
    columns = np.column_stack([counts.read, counts.given, counts.disagreement])
    return n @ columns


def _alpha_of_sums(sums: np.ndarray) -> np.ndarray:
    n, n_with, disagreement = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):  # the theme is everywhere or nowhere
        return 1 - (n - 1) * disagreement / (n_with * (n - n_with))


def _varies(counts: UnitCounts) -> bool:
    n_with = counts.n @ counts.given
    return bool(0 < n_with < counts.n @ counts.read)


def _mixture(counts: UnitCounts) -> float:
    """Compute p (1 - p), where p is the share of the theme, as the mean of the units."""
    share = float(counts.n @ (counts.given / counts.read) / counts.n.sum())
    return share * (1 - share)

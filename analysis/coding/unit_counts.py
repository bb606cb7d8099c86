"""Agreement on one theme, present or absent, from counts of equal units.

Of a unit matters only how many coders read it and how many of these gave it the theme. There are
few such kinds of units, so figures and thousands of draws cost next to nothing. The formulas are
those of `krippendorff`, `chance_agreement` and `cohen` for two categories.
"""

from typing import NamedTuple

import numpy as np

from analysis.measures.resampling import DIGITS, LEVEL
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


def disagree(read: np.ndarray | float, given: np.ndarray) -> np.ndarray:
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


def alpha_interval(
    counts: UnitCounts,
    draws: int,
    seed: int,
    size: int = 1,
) -> tuple[float, float]:
    """Compute the 95 % interval of alpha: percentiles of draws in which units weigh differently.

    This is the Bayesian bootstrap (Rubin 1981, Annals of Statistics 9, 130-134) with a few made-up
    units. In each draw every unit gets a random weight instead of being drawn so many times, and
    to those that coders read, three are added that count for half a unit each: nobody gave the
    theme, everybody did, half of the coders did. For two coders, who can give a theme both, one or
    not at all, this is Jeffreys' prior. It stands for what other units might have shown, above all
    where no coders differ in any. Plain bootstrap intervals miss the alpha of all units too often,
    and are no narrower (`tests/coding/agreement_simulation.py`).

    Args:
        counts: the units, or the bundles that are drawn.
        draws: how many times the weights are drawn; 0 for no interval.
        seed: makes the draws repeatable, by numpy's PCG64. Equal counts have equal intervals.
        size: how many units a bundle holds.

    Returns:
        The limits; NaN if coders gave the theme to fewer than `LEAST_CODED` units, or withheld it
        from fewer.
    """
    if draws == 0 or not is_enough(counts):
        return float("nan"), float("nan")
    counts = add_counts([counts, make_up(counts, size)])
    rng = np.random.Generator(np.random.PCG64(seed))
    step = max(BLOCK // len(counts.n), 1)
    drawn = np.empty(draws)
    for begin in range(0, draws, step):
        block = drawn[begin : begin + step]
        weights = rng.standard_gamma(counts.n, size=(len(block), len(counts.n)))
        block[:] = _alpha_of_sums(_sums(counts, weights))
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    limits = np.quantile(drawn, tails, method="weibull")  # numpy's own cuts off more than 5 %
    low, high = limits.round(DIGITS).tolist()
    return low, high


def make_up(counts: UnitCounts, size: int) -> UnitCounts:
    """Make up half a unit each that nobody, everybody, and half of the coders gave the theme.

    A bundle has as many themes as coders gave, on average, to the one that has the most; the others
    of its units have none.
    """
    read = counts.n @ counts.read / counts.n.sum()
    n_coders = read / size
    n_themes = np.clip(counts.given.max() / n_coders, 1, size)
    given = n_coders * np.array([0, 1, 1 / 2])
    return UnitCounts(
        n=np.full(3, 1 / 2),
        read=np.full(3, read),
        given=n_themes * given,
        disagreement=n_themes * disagree(n_coders, given),
    )


def _sums(counts: UnitCounts, n: np.ndarray) -> np.ndarray:
    """Sum ratings, ratings with the theme, and disagreement, for some weights of each kind."""
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

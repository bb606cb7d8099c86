"""Krippendorff's alpha, for any number of coders, with gaps, at four levels of measurement.

Krippendorff 2019, "Content Analysis: An Introduction to Its Methodology", 4th edition, chapter 12;
Hayes and Krippendorff 2007, "Answering the call for a standard reliability measure for coding
data", Communication Methods and Measures 1, 77-89. Alpha is 1 - Do / De, where

- Do is the mean squared distance of the ratings within units: the pairs of a unit that m coders
  rated weigh 1 / (m - 1) each, so that a unit counts with as many ratings as it has;
- De is the mean squared distance of all pairs of ratings, whatever their unit.

Units that fewer than two coders rated are left out of both.
"""

from itertools import combinations
from typing import Any

import numpy as np

from analysis.coding.distances import Distance, differ, squared, squared_ratio, sum_distances
from analysis.coding.ratings import check_choice, read_categories, read_numbers

_DISTANCES: dict[str, Distance] = {
    "nominal": differ,
    "ordinal": squared,  # of mid-ranks
    "interval": squared,
    "ratio": squared_ratio,
}


def krippendorff_alpha(values: Any, level: str = "nominal") -> float:
    """Compute Krippendorff's alpha: 1 for perfect agreement, 0 for what chance would give.

    Args:
        values: coders x units, as an array, a data frame or a list of rows; NaN where a coder did
            not code. Numbers, but categories of any type if the level is nominal.
        level: how ratings differ. `"nominal"`: they do or do not; `"ordinal"`: by how many ratings
            lie between them; `"interval"`: by their difference; `"ratio"`: by their difference
            relative to their sum.

    Returns:
        Alpha. NaN if no unit has two ratings, or if all ratings of such units are the same: then
        nothing shows that coders can tell units apart, and by chance they would agree as well.

    Raises:
        InputError: the values are no table of coders x units, or not numbers where the level needs
            them, or negative at the ratio level; there is no such level.

    >>> coders = [[1, 2, 3, None], [1, 2, 2, 3]]
    >>> round(krippendorff_alpha(coders), 2), round(krippendorff_alpha(coders, "interval"), 2)
    (0.55, 0.71)
    """
    check_choice("krippendorff_alpha, level", level, list(_DISTANCES))
    ratings = _read(values, level)
    n_coders = (~np.isnan(ratings)).sum(axis=0)
    ratings = ratings[:, n_coders >= 2]
    distinct, counts = np.unique(ratings[~np.isnan(ratings)], return_counts=True)
    if len(distinct) < 2:
        return float("nan")
    if level == "ordinal":
        ratings, distinct = _to_midranks(ratings, distinct, counts)
    distance = _DISTANCES[level]
    n = counts.sum()
    observed = _sum_within_units(ratings, n_coders[n_coders >= 2], distance) / n
    expected = counts @ sum_distances(distinct, distinct, counts, distance) / (n * (n - 1))
    return float(1 - observed / expected)


def _read(values: Any, level: str) -> np.ndarray:
    place = "krippendorff_alpha, values"
    if level != "nominal":
        return read_numbers(values, place, least=0 if level == "ratio" else -np.inf)
    numbers = read_categories(values, place).astype(float)
    numbers[numbers < 0] = np.nan
    return numbers


def _to_midranks(
    ratings: np.ndarray,
    distinct: np.ndarray,
    counts: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Replace ratings by their mid-ranks, the difference of which is the ordinal distance."""
    midranks = counts.cumsum() - counts / 2
    ranked = midranks[np.searchsorted(distinct, ratings).clip(max=len(distinct) - 1)]
    return np.where(np.isnan(ratings), np.nan, ranked), midranks


def _sum_within_units(ratings: np.ndarray, n_coders: np.ndarray, distance: Distance) -> float:
    """Sum the distances of all ordered pairs of coders in each unit, over m - 1."""
    total = 0.0
    for x, y in combinations(ratings, 2):
        both = ~np.isnan(x) & ~np.isnan(y)
        total += 2 * float((distance(x[both], y[both]) / (n_coders[both] - 1)).sum())
    return total

"""Cohen's kappa of two coders, plain or weighted, and its standard error.

Cohen 1960, Educational and Psychological Measurement 20, 37-46, and 1968, Psychological Bulletin
70, 213-220. Kappa is 1 - Do / De: Do is the mean disagreement of the two ratings of a unit, De that
of any rating of the one coder with any of the other.
"""

from typing import Any, NamedTuple

import numpy as np

from analysis.coding.distances import Distance, absolute, differ, squared, sum_distances
from analysis.coding.ratings import check_choice, read_categories, read_numbers, read_pair

_WEIGHTS: dict[str | None, Distance] = {None: differ, "linear": absolute, "quadratic": squared}


class _Disagreement(NamedTuple):
    """How far two coders differ.

    Attributes:
        of_units: the disagreement in each unit that both rated.
        by_chance: by unit, the mean disagreement of the first coder's rating with all ratings of
            the second, plus that of the second coder's with all ratings of the first.
    """

    of_units: np.ndarray
    by_chance: np.ndarray

    @property
    def observed(self) -> float:
        return float(self.of_units.mean()) if len(self.of_units) else float("nan")

    @property
    def expected(self) -> float:
        return float(self.by_chance.mean()) / 2 if len(self.by_chance) else 0.0


def cohen_kappa(a: Any, b: Any, weights: str | None = None) -> float:
    """Compute Cohen's kappa of two coders, on the units that both rated.

    Args:
        a: the ratings of one coder, one per unit; NaN where the coder did not code.
        b: the ratings of the other, of the same units.
        weights: `None`: two ratings agree or do not, and can be of any type. `"linear"`,
            `"quadratic"`: they disagree by their difference, or by its square, and are numbers.
            Numbers that nobody chose make no difference.

    Returns:
        Kappa. NaN if the coders have no unit in common, or the same single category everywhere:
        kappa is then 0 / 0.

    Raises:
        InputError: the ratings are not two rows of the same length, or not numbers where weights
            need them; there are no such weights.

    >>> a, b = ["yes", "yes", "no", "no"], ["yes", "no", "no", "no"]
    >>> cohen_kappa(a, b)
    0.5
    """
    found = _disagree(a, b, weights, "cohen_kappa")
    if found.expected == 0:
        return float("nan")
    return 1 - found.observed / found.expected


def cohen_kappa_error(a: Any, b: Any, weights: str | None = None) -> float:
    """Compute the asymptotic standard error of Cohen's kappa (not the one under no agreement).

    It is that of Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72, 323-327): the standard
    deviation, over the square root of the number of units, of what each unit contributes to kappa
    by linearisation.

    Args:
        a: the ratings of one coder, as for `cohen_kappa`.
        b: the ratings of the other.
        weights: as for `cohen_kappa`.

    Returns:
        The standard error; NaN where kappa is NaN.

    Raises:
        InputError: as for `cohen_kappa`.

    >>> a, b = ["yes", "yes", "no", "no"], ["yes", "no", "no", "no"]
    >>> round(cohen_kappa_error(a, b), 4)
    0.375
    """
    found = _disagree(a, b, weights, "cohen_kappa_error")
    observed, expected = found.observed, found.expected
    if expected == 0:
        return float("nan")
    from_observed = (found.of_units - observed) / expected
    from_expected = observed * (found.by_chance - 2 * expected) / expected**2
    contribution = from_expected - from_observed
    return float(np.sqrt((contribution**2).mean() / len(contribution)))


def _disagree(a: Any, b: Any, weights: str | None, place: str) -> _Disagreement:
    check_choice(f"{place}, weights", weights, list(_WEIGHTS))
    pair = read_pair(a, b, place)
    if weights is None:
        numbers = read_categories(pair, place)
        both = numbers[:, (numbers >= 0).all(axis=0)].astype(float)
    else:
        numbers = read_numbers(pair, place)
        both = numbers[:, ~np.isnan(numbers).any(axis=0)]
    distance = _WEIGHTS[weights]
    first, second = both
    by_chance = _mean_distances(first, second, distance) + _mean_distances(second, first, distance)
    return _Disagreement(distance(first, second), by_chance)


def _mean_distances(ratings: np.ndarray, others: np.ndarray, distance: Distance) -> np.ndarray:
    """Compute the mean distance of each rating to all ratings of the other coder."""
    points, of_rating = np.unique(ratings, return_inverse=True)
    values, counts = np.unique(others, return_counts=True)
    return sum_distances(points, values, counts, distance)[of_rating] / max(len(others), 1)

"""Scott's pi, Fleiss' kappa and Gwet's AC1: one observed agreement, three ideas of chance.

All are (Po - Pe) / (1 - Pe). Po is the mean, over the units that two coders or more rated, of the
share of pairs of coders who agree. With p the shares of the categories,

- Pe is the sum of p² for Scott's pi (1955, Public Opinion Quarterly 19, 321-325) and for Fleiss'
  kappa (1971, Psychological Bulletin 76, 378-382), which is the same for more coders;
- Pe is the sum of p (1 - p), over q - 1 for q categories, for AC1 (Gwet 2008, British Journal of
  Mathematical and Statistical Psychology 61, 29-48).

Where units have differing numbers of coders, this is the generalisation by Gwet (2014, "Handbook
of Inter-Rater Reliability", 4th edition): p is the mean, over all units with a
rating, of the share of their coders who chose the category. A unit with one rating counts in p
only.
"""

from typing import Any, NamedTuple

import numpy as np

from analysis.coding.ratings import read_categories
from analysis.faults import Fault, check_number, raise_all
from analysis.wording import pluralize


class _Agreement(NamedTuple):
    """The observed agreement (NaN if no unit has two ratings) and the shares of the categories."""

    observed: float
    shares: np.ndarray

    def beyond(self, expected: float) -> float:
        """Return the observed agreement beyond what is expected by chance."""
        return float((self.observed - expected) / (1 - expected))


def scott_pi(values: Any) -> float:
    """Compute Scott's pi of two coders, on the units that both rated.

    Args:
        values: two coders x units, as for `fleiss_kappa`.

    Returns:
        Pi. NaN if the coders have no unit in common, or one category everywhere.

    Raises:
        InputError: the values are not two rows of the same length.

    >>> round(scott_pi([["yes", "yes", "no", "no"], ["yes", "no", "no", None]]), 2)
    0.33
    """
    place = "scott_pi, values"
    ratings = read_categories(values, place)
    if len(ratings) != 2:
        found = pluralize(len(ratings), "row")
        raise_all([Fault(place, found, "two coders; fleiss_kappa takes more")])
    return _fleiss(ratings[:, (ratings >= 0).all(axis=0)])


def fleiss_kappa(values: Any) -> float:
    """Compute Fleiss' kappa of any number of coders, with gaps.

    Args:
        values: coders x units, as an array, a data frame or a list of rows; NaN where a coder did
            not code. Categories can be of any type.

    Returns:
        Kappa. NaN if no unit has two ratings, or if all ratings are the same: coders then agree as
        they would by chance, and kappa is 0 / 0.

    Raises:
        InputError: the values are no table of coders x units.

    >>> round(fleiss_kappa([["a", "b", "b"], ["a", "b", "a"], ["a", None, "b"]]), 2)
    0.55
    """
    return _fleiss(read_categories(values, "fleiss_kappa, values"))


def gwet_ac1(values: Any, categories: int | None = None) -> float:
    """Compute Gwet's AC1 of any number of coders, with gaps.

    Args:
        values: coders x units, as for `fleiss_kappa`.
        categories: how many categories coders could choose from; by default, those that occur.

    Returns:
        AC1. NaN if no unit has two ratings. If all ratings are the same it is 1, provided that
        `categories` says that there was a choice; else it is NaN.

    Raises:
        InputError: the values are no table of coders x units, or have more categories than stated.

    >>> round(gwet_ac1([["yes", "yes", "no", "yes"], ["yes", "no", "no", "yes"]]), 2)
    0.53
    >>> gwet_ac1([["yes", "yes"], ["yes", "yes"]], categories=2)
    1.0
    """
    found = _observe(read_categories(values, "gwet_ac1, values"))
    q = len(found.shares) if categories is None else categories
    expected = f"at least {len(found.shares)}, as many as occur"
    raise_all(check_number("gwet_ac1, categories", q, len(found.shares), expected))
    if q < 2:
        return float("nan")
    chance = float((found.shares * (1 - found.shares)).sum() / (q - 1))
    return found.beyond(chance)


def _fleiss(ratings: np.ndarray) -> float:
    found = _observe(ratings)
    if len(found.shares) < 2:
        return float("nan")
    return found.beyond(float((found.shares**2).sum()))


def _observe(ratings: np.ndarray) -> _Agreement:
    """Count how far coders agree and how often each category was chosen, from numbered ratings."""
    is_rated = ratings >= 0
    n_coders = is_rated.sum(axis=0)
    unit = np.nonzero(is_rated)[1]
    category = ratings[is_rated]
    n_categories = category.max(initial=-1) + 1
    cells, n = np.unique(unit * max(n_categories, 1) + category, return_counts=True)
    unit_of_cell, category_of_cell = np.divmod(cells, max(n_categories, 1))
    m = n_coders[unit_of_cell]
    n_rated = int((n_coders > 0).sum())
    n_paired = int((n_coders >= 2).sum())
    agreeing = float((n * (n - 1) / np.maximum(m * (m - 1), 1)).sum())
    chosen = np.bincount(category_of_cell, n / m, minlength=n_categories)
    observed = agreeing / n_paired if n_paired else float("nan")
    used = chosen[chosen > 0]
    return _Agreement(observed, used / max(n_rated, 1))

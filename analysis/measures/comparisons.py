"""The comparisons of groups or periods, all judged together by one permutation test.

Groups are each compared with all groups together. Periods are, too; besides, each is compared with
the one before, and each theme has a trend. `analysis.measures.permutation` says how the test works.
"""

import numpy as np
import pandas as pd

from analysis.measures.differences import change_limits
from analysis.measures.permutation import Tested, find_testable, judge_contrasts
from analysis.measures.resampling import ClusterCounts, insert_columns
from analysis.measures.trends import Trends, find_trends, trend_weights
from analysis.wording import UNSTATED


def with_tests(
    shares: pd.DataFrame,
    counts: ClusterCounts,
    by: str,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Add the tests of differences: `difference_z`, `difference_p` and `n_compared`.

    Compared are groups whose difference has an interval, in coded themes that are in at least five
    texts. `(not stated)` is not compared.

    Args:
        shares: one row per group and theme, in this order, with the intervals of differences.
        counts: of the same groups and themes.
        by: the column that names the group.
        draws: how many permutations there are at most.
        seed: makes them repeatable.
    """
    is_compared = _are_known(shares, "difference", by) & _find_suited(shares, counts)
    tested = judge_contrasts(counts, np.eye(counts.n_groups), is_compared, draws, seed)
    columns = {"difference_z": tested.z.ravel(), "difference_p": tested.p.ravel()}
    table = insert_columns(shares, "difference_high", columns)
    return _count_compared(table, tested)


def with_tests_over_time(
    shares: pd.DataFrame,
    counts: ClusterCounts,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Add changes and trends with their intervals, and the tests of these and of differences.

    Args:
        shares: as for `with_tests`, by `period`: all periods in order, then `(not stated)`, if any.
        counts: as for `with_tests`.
        draws: as for `with_tests`.
        seed: as for `with_tests`.
    """
    shares = _with_changes(shares, counts.n_themes)
    n = counts.n_groups
    n_periods = n - int(UNSTATED in set(shares["period"]))
    trends = find_trends(counts, n_periods)
    suited = _find_suited(shares, counts)
    is_compared = np.vstack(
        [
            _are_known(shares, "difference", "period") & suited,
            _are_known(shares, "change", "period") & suited,
            ~np.isnan(trends.line.low) & suited,
        ]
    )
    weights = np.vstack([np.eye(n), _weigh_changes(counts), trend_weights(counts, n_periods)])
    tested = judge_contrasts(counts, weights, is_compared, draws, seed)
    of_theme = _name_trends(trends, shares["period"].unique())
    of_theme |= {"trend_z": tested.z[-1], "trend_p": tested.p[-1]}
    columns = {name: np.tile(values, n) for name, values in of_theme.items()}
    z, p = tested.z[:-1].reshape(2, -1), tested.p[:-1].reshape(2, -1)
    of_change = {"change_z": z[1], "change_p": p[1]}
    table = insert_columns(shares, "change_high", {**of_change, **columns})
    table = insert_columns(table, "difference_high", {"difference_z": z[0], "difference_p": p[0]})
    return _count_compared(table, tested)


def _name_trends(trends: Trends, periods: np.ndarray) -> dict[str, np.ndarray]:
    """Name the columns of trends, and the periods on which they hinge most."""
    line, rest = trends.line, trends.rest
    left_out = [_name_run(periods, first, last) for first, last in trends.left_out.tolist()]
    return {
        "trend": line.slope,
        "trend_low": line.low,
        "trend_high": line.high,
        "trend_first": line.first,
        "trend_last": line.last,
        "trend_without": np.array(left_out, dtype=object),
        "trend_rest": rest.slope,
        "trend_rest_low": rest.low,
        "trend_rest_high": rest.high,
    }


def _name_run(periods: np.ndarray, first: int, last: int) -> str:
    if first < 0:
        return ""
    return periods[first] if first == last else f"{periods[first]}–{periods[last]}"


def without_tests(shares: pd.DataFrame) -> pd.DataFrame:
    """Add the columns of tests to groups that could not be tested."""
    table = insert_columns(shares, "difference_high", {"difference_z": np.nan})
    table = insert_columns(table, "difference_z", {"difference_p": np.nan})
    return insert_columns(table, "difference_p", {"n_compared": 0})


def _count_compared(table: pd.DataFrame, tested: Tested) -> pd.DataFrame:
    n_compared = np.count_nonzero(~np.isnan(tested.z))
    return insert_columns(table, "difference_p", {"n_compared": n_compared})


def _find_suited(shares: pd.DataFrame, counts: ClusterCounts) -> np.ndarray:
    """Tell which themes are coded and can be tested."""
    coded = shares["coded"].to_numpy(dtype=bool)[: counts.n_themes]
    return coded & find_testable(counts)


def _are_known(shares: pd.DataFrame, name: str, by: str) -> np.ndarray:
    """Tell which differences or changes have an interval, by group and theme."""
    n_groups = shares[by].nunique()
    is_known = shares[f"{name}_low"].notna() & (shares[by] != UNSTATED)
    return is_known.to_numpy().reshape(n_groups, -1) if n_groups else np.zeros((0, 0), dtype=bool)


def _weigh_changes(counts: ClusterCounts) -> np.ndarray:
    """Weigh the sentences of each period and of the one before, so that the sum is the change."""
    n = np.bincount(counts.group, counts.n_sentences, minlength=counts.n_groups)
    each = np.diag(np.divide(1, n, out=np.zeros(len(n)), where=n > 0))
    before = np.vstack([np.zeros((1, len(n))), each[:-1]])
    return each - before


def _with_changes(shares: pd.DataFrame, n_themes: int) -> pd.DataFrame:
    """Add the change of each share against the period before, with its interval."""
    columns = shares[["share", "low", "high"]].to_numpy()
    n_periods = len(shares) // max(n_themes, 1)
    share, low, high = columns.T.reshape(3, n_periods, n_themes)
    change = np.diff(share, axis=0, prepend=np.nan)
    limits = change_limits(share, low, high)
    changes = {"change": change, "change_low": limits.low, "change_high": limits.high}
    is_period = shares["period"] != UNSTATED
    columns_of_changes = {
        name: np.where(is_period, values.ravel(), np.nan) for name, values in changes.items()
    }
    return insert_columns(shares, "difference_high", columns_of_changes)

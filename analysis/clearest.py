"""The clearest of many comparisons: a group or period apart, a change, or a trend."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.wording import UNSTATED

COMPARISONS = ("difference", "change", "trend")


def name_column(comparison: str, what: str) -> str:
    """Name the column of a comparison: that of the difference has no prefix."""
    return what if comparison == "difference" else f"{comparison}_{what}"


def find_clearness(shares: pd.DataFrame) -> pd.DataFrame:
    """Say how clear each difference, change and trend is: the larger, the clearer; NaN if untested.

    Args:
        shares: as from `rank_differences`.

    Returns:
        The columns `difference`, `change` and `trend`, in the rows of `shares`.
    """
    columns = {}
    for name in COMPARISONS:
        strength = name_column(name, "strength")
        z = f"{name}_z"  # without it, as in a table made by hand, the intervals decide
        columns[name] = shares[z].abs() if z in shares else shares[strength]
    return pd.DataFrame(columns, index=shares.index)


class Clearest(NamedTuple):
    """The clearest comparison of a table.

    Attributes:
        what: `"difference"`, `"change"` or `"trend"`.
        row: the group or period and theme; of a trend, the last period with sentences.
        before: the period before that has sentences; of a trend, the first one; None for groups and
            for a period that differs from all.
        strength: see `analysis.measures.strength`.
        stands_out: whether it would be rare by chance.
    """

    what: str
    row: pd.Series
    before: pd.Series | None
    strength: float
    stands_out: bool


def find_clearest(
    shares: pd.DataFrame,
    least_sentences: int = 0,
    comparisons: Sequence[str] = COMPARISONS,
) -> Clearest | None:
    """Find the clearest comparison of a table: one that stands out, or else the clearest of all.

    Args:
        shares: as from `rank_differences`, by group or by period.
        least_sentences: with the theme, in the group or period, in the one before, or by its share
            in all groups. A comparison of fewer is found only if there is no other.
        comparisons: those that are looked at. A trend that is a jump is none.

    Returns:
        What it is; None if no comparison has an interval.
    """
    rows = shares[shares["coded"] & (shares["n_sentences"] > 0)]
    if "period" in rows:
        rows = rows[rows["period"] != UNSTATED]
    of_all = rows["n_sentences"] * rows["share_of_all"]
    is_enough = np.maximum(rows["n_sentences_hit"], of_all) >= least_sentences
    clearness = find_clearness(rows)
    parts = []
    for what in comparisons:
        stands_out = rows[name_column(what, "stands_out")] & is_enough
        part = pd.DataFrame({"z": clearness[what], "stands_out": stands_out})
        parts.append(part.assign(row=rows.index, what=what))
    known = pd.concat(parts).dropna(subset="z")
    if "trend_is_jump" in rows:
        known = known[(known["what"] != "trend") | ~rows["trend_is_jump"].loc[known["row"]].array]
    if known.empty:
        return None
    top = known.sort_values(["stands_out", "z"], kind="stable").iloc[-1]
    return _describe_clearest(rows, top["row"], top["what"], bool(top["stands_out"]))


def _describe_clearest(rows: pd.DataFrame, at: Hashable, what: str, stands_out: bool) -> Clearest:
    row, before = rows.loc[at], None
    if what != "difference":
        of_theme = rows[rows["theme"] == row["theme"]]
        if what == "trend":
            row, before = of_theme.iloc[-1], of_theme.iloc[0]
        else:
            before = of_theme.loc[:at].iloc[-2]
    strength = row[name_column(what, "strength")]
    return Clearest(what, row, before, float(strength), stands_out)

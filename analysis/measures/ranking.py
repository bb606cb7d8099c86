"""Ranking: which groups and themes differ most, and which would be rare if no group differed."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.clearest import COMPARISONS, find_clearness, name_column
from analysis.codebook.model import Codebook
from analysis.faults import Fault, Nearest, raise_all
from analysis.measures.families import with_families
from analysis.measures.strength import ERROR, measure_strength
from analysis.tables import RANKED, TRENDS, without_family_columns
from analysis.wording import UNSTATED

NOT_TESTED = -1.0  # ranks behind every comparison that was tested


def check_named_themes(codebook: Codebook, themes: Iterable[str]) -> None:
    """Check the themes that `study.yaml` names.

    Raises:
        InputError: a theme is not in the codebook; every such theme is named.
    """
    known = set(codebook.themes["theme"])
    expected = Nearest(known)
    faults = []
    for theme in themes:
        if theme not in known:
            found = f"{theme!r}, which is not a theme of the codebook"
            faults.append(Fault("study.yaml", found, expected(theme), key="themes"))
    raise_all(faults)


def rank_differences(
    shares: pd.DataFrame,
    codebook: Codebook,
    by: str,
    themes: Sequence[str] = (),
) -> pd.DataFrame:
    """Rank themes by how much groups, or periods, differ in them.

    Differences are ranked by how clear they are: by `difference_z`, how large they are relative to
    what chance would make of them. One that was not tested ranks behind, by `n_more`, the number of
    sentences. So does every difference of a table that was made without `draws`.

    Args:
        shares: one row per group and theme, as from `group_shares`, `top_groups` or
            `shares_over_time`.
        codebook: where the themes come from.
        by: the column that names the group.
        themes: the ids of the themes to draw instead, in order, as `study.yaml` names them.

    Returns:
        The same rows, with the columns of `analysis.tables.RANKED` before the family columns:

        - `difference`, `difference_low` and `difference_high`, if `shares` lacks them: the
          share minus `share_of_all`, without an interval;
        - `strength`: the difference from all groups, divided by the distance between it and the
          end of its interval that is nearer to 0. Above 1, the interval excludes 0. NaN if there
          is no interval;
        - `change_strength`, `trend_strength`: the same for the change against the period before,
          and for the trend; NaN for groups;
        - `n_compared`: how many comparisons were tested together;
        - `stands_out`, `change_stands_out`, `trend_stands_out`: whether the interval excludes 0,
          and the largest of all `n_compared` comparisons would be as large with a chance below 5 %
          if no group differed (`analysis.measures.permutation` says how). A trend has to be clear
          without the periods `trend_without`, too (`analysis.measures.trends` says why);
        - `trend_is_jump`: whether only this last condition fails;
        - `theme_rank`: the rank of the theme, from 1; 0 for a theme that is not to be drawn. A
          theme ranks by its clearest difference, change or trend.

        Groups that were pooled, `(not stated)`, and themes that never occur are not compared: they
        have no strength.

    Raises:
        InputError: a column is missing, or a theme is not in the codebook.
    """
    check_named_themes(codebook, themes)
    if "difference" not in shares:
        difference = shares["share"] - shares["share_of_all"]
        shares = shares.assign(
            difference=difference,
            difference_low=np.nan,
            difference_high=np.nan,
        )
    families = with_families(shares, codebook)
    is_compared = _is_compared(shares, by)
    counts = families["coded"] & is_compared
    columns: dict[str, Any] = {}
    for name in COMPARISONS:
        strength = _strength_of(shares, name).where(is_compared)
        columns[name_column(name, "strength")] = strength
        is_rare = shares[f"{name}_p"] < ERROR if f"{name}_p" in shares else False
        columns[name_column(name, "stands_out")] = counts & is_rare & (strength > 1)
    holds = _holds_without_peak(shares)
    columns["trend_is_jump"] = columns["trend_stands_out"] & ~holds
    columns["trend_stands_out"] = columns["trend_stands_out"] & holds
    columns["n_compared"] = shares.get("n_compared", 0)
    ranked = without_family_columns(shares).assign(**columns)
    ranks = _number_named(themes) if themes else _rank_themes(ranked[counts])
    ranked["theme_rank"] = ranked["theme"].map(ranks).fillna(0)
    return with_families(ranked.astype(RANKED), codebook)


def _is_compared(shares: pd.DataFrame, by: str) -> pd.Series:
    """Tell which rows are of one group that has sentences, and of a theme that occurs."""
    occurs = shares.groupby("theme")["n_sentences_hit"].transform("sum") > 0
    is_one = occurs & (shares["n_sentences"] > 0)
    if "n_groups" in shares:
        is_one &= shares["n_groups"] == 1
    return is_one & (shares[by] != UNSTATED)


def _strength_of(shares: pd.DataFrame, name: str) -> pd.Series:
    """Measure the strength of differences or changes; NaN if the table has none."""
    if f"{name}_low" not in shares:
        return pd.Series(np.nan, shares.index)
    return measure_strength(shares[name], shares[f"{name}_low"], shares[f"{name}_high"])


def _holds_without_peak(shares: pd.DataFrame) -> pd.Series:
    """Tell whether a trend is clear without the periods on which it hinges most."""
    if "trend_rest_low" not in shares:
        return pd.Series(True, shares.index)
    rises = shares["trend"] > 0
    return (rises & (shares["trend_rest_low"] > 0)) | (~rises & (shares["trend_rest_high"] < 0))


def _number_named(themes: Sequence[str]) -> dict[str, int]:
    return {theme: rank for rank, theme in enumerate(dict.fromkeys(themes), start=1)}


def _rank_themes(compared: pd.DataFrame) -> dict[str, int]:
    """Number themes by their clearest difference, change or trend, then by their sentences.

    Of two that differ as much, the more frequent one comes first.
    """
    clearest = find_clearness(compared).max(axis=1).fillna(NOT_TESTED)
    keys = compared[["theme"]].assign(clearest=clearest, n_more=compared["n_more"].abs())
    most = keys.groupby("theme", sort=False).max()
    most["n"] = compared.groupby("theme", sort=False)["n_sentences_hit"].sum()
    ranked = most.sort_values(["clearest", "n_more", "n"], ascending=False, kind="stable")
    return _number_named(ranked.index)


def list_trends(shares: pd.DataFrame) -> pd.DataFrame:
    """List the trend of each coded theme, the clearest first.

    Args:
        shares: as from `rank_differences`, by `period`, with `draws`.

    Returns:
        One row per theme: `analysis.tables.TRENDS`.
    """
    if "trend" not in shares:
        return TRENDS.empty()
    rows = shares[shares["coded"] & (shares["n_sentences"] > 0) & (shares["period"] != UNSTATED)]
    by_theme = rows[rows["trend_low"].notna()].groupby("theme", sort=False)
    last = by_theme.last()
    first = by_theme.first()
    last = last.assign(first_period=first["period"]).reset_index()
    last = last.rename(columns={"period": "last_period"})
    last = last.sort_values("trend_z", key=abs, ascending=False, kind="stable")
    return TRENDS.frame(last[list(TRENDS.columns)])

"""Ranking: which groups and themes differ most, judged by the intervals of their differences."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, Nearest, raise_all
from analysis.measures.families import with_families
from analysis.measures.strength import is_reliable, least_strength, measure_strength
from analysis.tables import RANKED, without_family_columns
from analysis.wording import UNSTATED

NO_STRENGTH = -1.0  # ranks behind every strength


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

    Differences are ranked by their strength: how large they are relative to their intervals. A
    difference without an interval ranks behind, by `n_more`, the number of sentences. So does every
    difference of a table that was made without `draws`.

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
        - `change_strength`: the same for the change against the period before; NaN for groups;
        - `n_compared`: how many differences and changes of coded themes have an interval;
        - `stands_out`, `change_stands_out`: whether the strength is so large that of all
          `n_compared` intervals together hardly one would be (with a chance of 5 %) if no group
          differed (Bonferroni). A theme that is less frequent in a group stands out only if ten of
          its texts carry the theme (`analysis.measures.strength.is_reliable` says why);
        - `theme_rank`: the rank of the theme, from 1; 0 for a theme that is not to be drawn. A
          theme ranks by its strongest difference or change.

        Groups that were pooled, `(not stated)` among periods, and themes that never occur are not
        compared: they have no strength.

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
    strength = _strength_of(shares, "difference").where(is_compared)
    change_strength = _strength_of(shares, "change").where(is_compared)
    n_compared = strength[counts].notna().sum() + change_strength[counts].notna().sum()
    least = least_strength(n_compared)
    ranked = without_family_columns(shares).assign(
        strength=strength,
        change_strength=change_strength,
        n_compared=n_compared,
        stands_out=counts & (strength > least) & _is_reliable(shares),
        change_stands_out=counts & (change_strength > least),
    )
    ranks = _number_named(themes) if themes else _rank_themes(ranked[counts])
    ranked["theme_rank"] = ranked["theme"].map(ranks).fillna(0)
    return with_families(ranked.astype(RANKED), codebook)


def _is_compared(shares: pd.DataFrame, by: str) -> pd.Series:
    """Tell which rows are of one group that has sentences, and of a theme that occurs."""
    occurs = shares.groupby("theme")["n_sentences_hit"].transform("sum") > 0
    is_one = occurs & (shares["n_sentences"] > 0)
    if "n_groups" in shares:
        is_one &= shares["n_groups"] == 1
    if by == "period":
        is_one &= shares[by] != UNSTATED
    return is_one


def _is_reliable(shares: pd.DataFrame) -> pd.Series:
    """Tell whether a difference can be relied on; one without an interval never stands out."""
    n_carrying = shares.get("n_carrying", pd.Series(0, shares.index))
    return is_reliable(shares["difference"], n_carrying)


def _strength_of(shares: pd.DataFrame, name: str) -> pd.Series:
    """Measure the strength of differences or changes; NaN if the table has none."""
    if f"{name}_low" not in shares:
        return pd.Series(np.nan, shares.index)
    return measure_strength(shares[name], shares[f"{name}_low"], shares[f"{name}_high"])


def _number_named(themes: Sequence[str]) -> dict[str, int]:
    return {theme: rank for rank, theme in enumerate(dict.fromkeys(themes), start=1)}


def _rank_themes(compared: pd.DataFrame) -> dict[str, int]:
    """Number themes by their strongest difference or change, then by their sentences.

    Of two that differ as much, the more frequent one comes first.
    """
    strongest = compared[["strength", "change_strength"]].max(axis=1).fillna(NO_STRENGTH)
    keys = compared[["theme"]].assign(strength=strongest, n_more=compared["n_more"].abs())
    most = keys.groupby("theme", sort=False).max()
    most["n"] = compared.groupby("theme", sort=False)["n_sentences_hit"].sum()
    ranked = most.sort_values(["strength", "n_more", "n"], ascending=False, kind="stable")
    return _number_named(ranked.index)

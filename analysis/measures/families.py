"""Families: the themes below one root."""

import pandas as pd

from analysis.codebook.model import Codebook


def top_theme_per_family(shares: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The theme with most sentences within each family (then the first in the codebook), where there is one.

    Args:
        shares: of one group, as from `theme_shares` with `by=None`.

    Returns:
        Rows of `shares`, in the order of the roots.
    """
    rows = shares.merge(codebook.coded_themes()[["theme", "root"]], on="theme")
    rows = rows[rows["n_sentences_hit"] > 0].sort_values(
        "n_sentences_hit", ascending=False, kind="stable"
    )
    return rows.drop_duplicates("root").sort_index().drop(columns="root").reset_index(drop=True)

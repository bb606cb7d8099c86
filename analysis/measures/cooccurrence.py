"""Co-occurrence: how many sentences carry both of two themes."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import is_under, theme_sentences


def cooccurrence(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """How many sentences name both of two themes.

    Returns:
        One row an unordered pair of themes that are looked for (see `Codebook.families`), zero or not, in the
        codebook's order; but no theme with one below it, which it counts. `theme_a`, `label_a`, `theme_b`, `label_b`,
        `n_a`, `n_b` (sentences that name the one, the other), `n_both`, `n_sentences`.
    """
    single = codebook.coded_themes()
    rows = theme_sentences(sentences, hits, codebook)
    found = pd.DataFrame(
        {"at": rows["at"], "single": pd.Index(single["theme"]).get_indexer(rows["theme"])}
    )
    found = found[found["single"] >= 0]
    met = found.merge(
        found, on="at"
    )  # only sentences that carry a theme: there may be millions that carry none
    n = len(single)
    both = np.bincount(met["single_x"] * n + met["single_y"], minlength=n * n).reshape(n, n)
    pairs = np.triu(np.ones((n, n), dtype=bool), k=1)
    for at in np.flatnonzero(single["theme"].isin(codebook.themes["parent"])):
        pairs[at] &= ~is_under(single["theme"], single["theme"][at]).to_numpy()
    a, b = pairs.nonzero()
    counts = {
        "n_a": both[a, a],
        "n_b": both[b, b],
        "n_both": both[a, b],
        "n_sentences": len(sentences),
    }
    named = single[["theme", "label"]]
    sides = [
        named.iloc[at].reset_index(drop=True).add_suffix(side)
        for side, at in {"_a": a, "_b": b}.items()
    ]
    return pd.concat([*sides, pd.DataFrame(counts)], axis=1)


def cross(pairs: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """The pairs of one family's themes (`theme_a`) with another's (`theme_b`), for a table of the two.

    Returns:
        Rows of `cooccurrence`, turned so that `theme_a` lies under `rows` and `theme_b` under `columns`.
    """
    names = {"theme_a": "theme_b", "label_a": "label_b", "n_a": "n_b"}
    turned = pairs.rename(columns=names | {new: old for old, new in names.items()})
    both = pd.concat([pairs, turned[pairs.columns]])
    return both[is_under(both["theme_a"], rows) & is_under(both["theme_b"], columns)].reset_index(
        drop=True
    )

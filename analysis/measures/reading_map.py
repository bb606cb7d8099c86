"""The reading map: one text, sentence by sentence."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY


def reading_map(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, doc_id=None
) -> pd.DataFrame:
    """One text, sentence by sentence: which theme leads within each family, under its root (see `Codebook.families`).

    Args:
        doc_id: the text; where it is not given, the one with most hits (then the first).

    Returns:
        One row a sentence x root: `doc_id`, `sent_id`, `section`, `paragraph`, `n_words`, `root`,
        `root_label`, `theme`, `label`, `n_hits` (of the theme with most hits, then the first in the codebook; blank
        and 0 where the root has no hit) and `n_root_hits` (of all themes of the root).
    """
    if doc_id is None:
        count = hits["doc_id"].value_counts()
        doc_id = max(
            sorted(set(sentences["doc_id"])), key=lambda text: count.get(text, 0), default=None
        )
    text = sentences[sentences["doc_id"] == doc_id]
    families = codebook.families()
    roots = families.loc[
        families["theme"].isin(codebook.coded_themes()["root"]), ["theme", "label"]
    ]
    roots = roots.rename(columns={"theme": "root", "label": "root_label"})
    own = (
        hits[hits["doc_id"].isin(text["doc_id"])]
        .groupby([*KEY, "theme"])
        .size()
        .rename("n_hits")
        .reset_index()
    )
    own = families[["theme", "label", "root"]].merge(own, on="theme")
    own["n_root_hits"] = own.groupby([*KEY, "root"])["n_hits"].transform("sum")
    leading = own.sort_values("n_hits", ascending=False, kind="stable").drop_duplicates(
        [*KEY, "root"]
    )
    grid = text[[*KEY, "section", "paragraph", "n_words"]].merge(roots, how="cross")
    grid = grid.merge(leading, on=[*KEY, "root"], how="left")
    grid = grid.fillna({"theme": "", "label": "", "n_hits": 0, "n_root_hits": 0})
    return grid.astype({"n_hits": "int64", "n_root_hits": "int64"})

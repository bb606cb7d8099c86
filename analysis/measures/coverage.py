"""Coverage: which sentences themes touch, and what each pattern does."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.hits.find import theme_matches
from analysis.measures.carried import KEY, is_under
from analysis.tables import TEXT


def sentences_with(sentences: pd.DataFrame, hits: pd.DataFrame, *themes: str) -> pd.DataFrame:
    """The rows of `sentences` that carry every one of the themes (each itself or any theme below it)."""
    for theme in themes:
        sentences = sentences.merge(
            hits.loc[is_under(hits["theme"], theme), KEY].drop_duplicates(), on=KEY
        )
    return sentences.reset_index(drop=True)


def uncovered(sentences: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """The rows of `sentences` that no theme touches."""
    touched = pd.MultiIndex.from_frame(sentences[KEY]).isin(pd.MultiIndex.from_frame(hits[KEY]))
    return sentences[~touched].reset_index(drop=True)


def pattern_use(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """What each pattern does: which never match, and which are shadowed by others.

    Returns:
        One row a pattern (`theme`, `pattern`, `excludes`) with `n_matches` (before any is selected), `n_hits` and
        `status`: "hit", "shadowed" (matches, and no hit), "never matches", or "excludes" for a `not` pattern that
        matches.
    """
    patterns = codebook.patterns
    blocks = theme_matches(sentences["sentence"].tolist(), codebook)
    n_matches = sum(np.bincount(matches["pattern"], minlength=len(patterns)) for matches in blocks)
    n_hits = hits.groupby(["theme", "pattern"]).size().rename("n_hits").reset_index()
    use = patterns.assign(n_matches=n_matches).merge(n_hits, on=["theme", "pattern"], how="left")
    use["n_hits"] = use["n_hits"].where(~use["excludes"], 0).fillna(0).astype("int64")
    kinds = {
        "never matches": use["n_matches"] == 0,
        "excludes": use["excludes"],
        "shadowed": use["n_hits"] == 0,
    }
    return use.assign(status=pd.Series(np.select([*kinds.values()], [*kinds], "hit"), dtype=TEXT))

"""Coverage: which sentences carry certain themes, or none, and what each pattern contributes."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.hits.find import Search
from analysis.measures.carried import KEY, is_under
from analysis.tables import TEXT


def sentences_with(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    *themes: str,
) -> pd.DataFrame:
    """Select the sentences that carry every one of the themes.

    Returns:
        Rows of `sentences`; all of them where no theme is named.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2]})
    >>> themes = ["tone", "topic/trade", "tone"]
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 2], "theme": themes})
    >>> sentences_with(sentences, hits, "topic", "tone")["sent_id"].tolist()
    [2]
    """
    for theme in themes:
        hits_of_theme = hits[is_under(hits["theme"], theme)]
        keys = hits_of_theme[KEY].drop_duplicates()
        sentences = sentences.merge(keys, on=KEY)
    return sentences.reset_index(drop=True)


def sentences_without(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    theme: str,
) -> pd.DataFrame:
    """Select the sentences that carry neither a theme nor any theme below it.

    Returns:
        Rows of `sentences`.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "sent_id": [2], "theme": ["topic/trade"]})
    >>> sentences_without(sentences, hits, "topic")["sent_id"].tolist()
    [1]
    """
    hits_of_theme = hits[is_under(hits["theme"], theme)]
    return uncovered(sentences, hits_of_theme)


def uncovered(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
) -> pd.DataFrame:
    """Select the sentences without any hit.

    Returns:
        Rows of `sentences`.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2]})
    >>> uncovered(sentences, pd.DataFrame({"doc_id": ["a"], "sent_id": [2]}))["sent_id"].tolist()
    [1]
    """
    keys = pd.MultiIndex.from_frame(sentences[KEY])
    keys_of_hits = pd.MultiIndex.from_frame(hits[KEY])
    is_hit = keys.isin(keys_of_hits)
    return sentences[~is_hit].reset_index(drop=True)


def pattern_use(search: Search, codebook: Codebook) -> pd.DataFrame:
    """Count the matches and hits of each pattern, and say what it contributes.

    Args:
        search: as from `search_sentences`.
        codebook: the codebook whose patterns were searched for.

    Returns:
        One row per pattern, in the codebook's order (`analysis.tables.PATTERN_USE`): `theme`,
        `pattern`, `excludes`, `n_matches` (matches before overlaps are resolved), `n_hits` (hits; 0
        for a `not` pattern) and `status`:

        - `"never matches"`: it matches nothing in these texts;
        - `"excludes"`: a `not` pattern that matches;
        - `"shadowed"`: it matches but has no hit, because other patterns take the same
          characters;
        - `"hit"`: it has at least one hit.
    """
    use = codebook.patterns.copy()
    use["n_matches"] = search.n_matches
    n_hits = search.hits.groupby(["theme", "pattern"]).size()
    use = use.join(n_hits.rename("n_hits"), on=["theme", "pattern"])
    # A `not` pattern has no hits, though a pattern of the same wording may have.
    n_hits = use["n_hits"].mask(use["excludes"]).fillna(0)
    use["n_hits"] = n_hits.astype("int64")
    # The first condition that a pattern meets is its status.
    conditions = {
        "never matches": use["n_matches"] == 0,
        "excludes": use["excludes"],
        "shadowed": use["n_hits"] == 0,
    }
    is_met = list(conditions.values())
    status = np.select(is_met, list(conditions), default="hit")
    return use.assign(status=pd.Series(status, use.index, TEXT))


def pattern_status(use: pd.DataFrame) -> pd.DataFrame:
    """Count the patterns of each theme by their status.

    Args:
        use: as from `pattern_use`.

    Returns:
        One row per theme that has patterns, in the codebook's order: `theme`, then one column per
        status that occurs, with the number of patterns.

    >>> use = pd.DataFrame({"theme": ["tone", "tone"], "status": ["hit", "shadowed"]})
    >>> pattern_status(use).to_dict("records")
    [{'theme': 'tone', 'hit': 1, 'shadowed': 1}]
    """
    counts = pd.crosstab(use["theme"], use["status"])
    in_order = counts.reindex(use["theme"].unique())
    return in_order.rename_axis(columns=None).reset_index()

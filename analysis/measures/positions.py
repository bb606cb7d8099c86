"""Positions: where in its text each theme occurs."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, theme_sentences
from analysis.measures.families import with_families
from analysis.measures.log_odds import student_t
from analysis.measures.resampling import LEAST_CLUSTERS
from analysis.tables import MEAN_POSITIONS, POSITIONS


def positions(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Locate every occurrence of every coded theme in its text.

    Args:
        sentences: all sentences of each text, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.

    Returns:
        One row per sentence and coded theme that it carries, by text, sentence and theme
        (`analysis.tables.POSITIONS`, then the columns of `with_families`): `doc_id`, `sent_id`,
        `theme`, `label`, `n_hits` (hits in the sentence, of the theme and of those below it),
        `n_sentences` (of the text) and `position`, the middle of the sentence in its text, counted
        in sentences, from 0 to 1: (`sent_id` - 0.5) / `n_sentences`.

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2]})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [2, 1], "theme": ["trade", "poverty"]})
    >>> table = positions(sentences, hits, codebook)
    >>> table[["sent_id", "theme", "n_sentences", "position"]].to_numpy().tolist()
    [[1, 'poverty', 2, 0.25], [2, 'trade', 2, 0.75]]
    """
    rows = theme_sentences(sentences, hits, codebook)
    coded = codebook.coded_themes()["theme"]
    is_coded = rows["theme"].isin(coded)
    rows = rows[is_coded].sort_values(KEY, kind="stable")
    sizes = sentences.groupby("doc_id", observed=True).size()
    rows["n_sentences"] = sizes.loc[rows["doc_id"]].to_numpy()
    rows["position"] = (rows["sent_id"] - 0.5) / rows["n_sentences"]
    return with_families(POSITIONS.frame(rows), codebook)


def mean_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Average the positions of each theme, text by text.

    Each text that carries a theme counts once, whatever its length. If a theme could be anywhere in
    a text, its position would be 0.5 on average.

    Args:
        positions: as from `positions`.

    Returns:
        One row per theme that occurs, in the codebook's order (`analysis.tables.MEAN_POSITIONS`):
        `theme`, `label`, `n_sentences_hit`, `n_texts` (texts that carry it), `position` (the mean
        over these texts of the mean position in each) and `low`, `high`: its 95 % interval by
        texts, with Student's t; NaN with fewer than five texts.

    >>> positions = {"doc_id": ["a", "a", "b"], "theme": "aid", "label": "Aid", "theme_order": 0}
    >>> table = mean_positions(pd.DataFrame({**positions, "position": [0.2, 0.4, 0.7]}))
    >>> table[["n_sentences_hit", "n_texts", "position"]].to_numpy().tolist()
    [[3.0, 2.0, 0.5]]
    """
    key = ["theme_order", "theme", "label"]
    by_text = positions.groupby([*key, "doc_id"])["position"].agg(["size", "mean"])
    of_texts = by_text.groupby(key)
    n_texts = of_texts.size()
    error = of_texts["mean"].std() / np.sqrt(n_texts)
    half = error * [student_t(n - 1) for n in n_texts]
    position = of_texts["mean"].mean()
    half = half.where(n_texts >= LEAST_CLUSTERS)
    columns = {
        "n_sentences_hit": of_texts["size"].sum(),
        "n_texts": n_texts,
        "position": position,
        "low": (position - half).clip(0),
        "high": (position + half).clip(upper=1),
    }
    return MEAN_POSITIONS.frame(pd.DataFrame(columns).reset_index().drop(columns="theme_order"))

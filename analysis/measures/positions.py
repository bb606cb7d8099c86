"""Positions: where in a text each theme occurs."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, theme_sentences


def positions(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Where in the text each theme that is looked for occurs.

    Returns:
        One row a sentence x theme (of `Codebook.coded_themes`) hit in it, by text and sentence: `doc_id`, `sent_id`,
        `theme`, `label`, `n_hits`, `n_sentences` (of that text), `position` (the middle of the sentence, 0 to 1,
        counted in sentences).
    """
    rows = theme_sentences(sentences, hits, codebook)
    rows = rows[rows["theme"].isin(codebook.coded_themes()["theme"])].sort_values([*KEY, "order"])
    n_sentences = rows["doc_id"].map(sentences.groupby("doc_id").size()).astype("int64")
    rows = rows.assign(n_sentences=n_sentences, position=(rows["sent_id"] - 0.5) / n_sentences)
    return rows.drop(columns=["at", "order"]).reset_index(drop=True)

"""Sections: what the texts consist of."""

import pandas as pd

from analysis.measures.carried import KEY
from analysis.tables import SENTENCES


def sections(sentences: pd.DataFrame) -> pd.DataFrame:
    """What the texts consist of.

    Returns:
        One row a run of sentences under one heading, in the order of the text: `doc_id`, `section`,
        `n_paragraphs`, `n_sentences`, `n_words`.
    """
    SENTENCES.need(sentences, [*KEY, "section", "paragraph", "n_words"])
    ordered = sentences.sort_values(KEY)
    place = ordered[["doc_id", "section"]]
    run = place.ne(place.shift()).any(axis=1).cumsum().rename("run")
    runs = ordered.groupby([run, *place], sort=False)
    sizes = runs.agg(
        n_paragraphs=("paragraph", "nunique"),
        n_sentences=("sent_id", "size"),
        n_words=("n_words", "sum"),
    )
    return sizes.droplevel("run").reset_index()

"""Sections: what the texts consist of."""

import pandas as pd

from analysis.measures.carried import KEY
from analysis.tables import SECTIONS, SENTENCES


def sections(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count paragraphs, sentences and words, section by section.

    Returns:
        One row per run of sentences under one heading, in the order of the text
        (`analysis.tables.SECTIONS`): `doc_id`, `section` (the heading), `n_paragraphs`,
        `n_sentences`, `n_words`. A heading that occurs twice in a text has two rows.

    Raises:
        InputError: a column is missing.

    >>> columns = {"doc_id": "a", "sent_id": [1, 2, 3], "section": ["", "Aims", "Aims"]}
    >>> columns = {**columns, "paragraph": [1, 2, 2], "n_words": [5, 7, 4]}
    >>> sections(pd.DataFrame(columns)).to_numpy().tolist()
    [['a', '', 1, 1, 5], ['a', 'Aims', 1, 2, 11]]
    """
    SENTENCES.need(sentences, [*KEY, "section", "paragraph", "n_words"])
    ordered = sentences.sort_values(KEY)
    heading = ordered[["doc_id", "section"]]
    is_first = heading.ne(heading.shift()).any(axis=1)
    run = is_first.cumsum().rename("run")
    sizes = ordered.groupby([run, "doc_id", "section"], sort=False).agg(
        n_paragraphs=("paragraph", "nunique"),
        n_sentences=("sent_id", "size"),
        n_words=("n_words", "sum"),
    )
    rows = sizes.droplevel("run").reset_index()
    return SECTIONS.frame(rows)

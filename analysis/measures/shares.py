"""Shares: how many sentences carry each theme, in all or group by group."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, raise_all
from analysis.measures.carried import KEY, carried
from analysis.tables import SENTENCES, SHARES

FIRST_SEEN = (
    "section",
    "paragraph",
)  # groups that stand in the order of the text; all others are sorted


def theme_shares(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, by=None
) -> pd.DataFrame:
    """How many sentences, of how many, carry each theme: in all, or group by group.

    Args:
        sentences: `doc_id`, `sent_id` and the columns of `by`; hits of sentences that are not among them are not
            counted, so that a part of the sentences may be given.
        hits: as from `find_hits`.
        codebook: its themes are the rows, roots and inner themes too.
        by: a column of `sentences`, or a list of them; None makes one group of all.

    Returns:
        One row a group x theme (`analysis.tables.SHARES`, the `by` columns first), by group (sections and
        paragraphs as they first appear, others sorted, missing last), then in the codebook's order.
        `share` = `n_sentences_hit` / `n_sentences`, NaN where a group has no sentence.

    Raises:
        InputError: a column is missing or is one of the result's own; a hit names a theme that the codebook lacks.
    """
    by = [] if by is None else [by] if isinstance(by, str) else list(dict.fromkeys(by))
    SENTENCES.unique(SENTENCES.need(sentences, [*KEY, *by]))
    if by:  # some of them are numbered as they stand in the text
        sentences = sentences.sort_values(KEY, kind="stable")
    taken = [f"{column!r}, a column of the result" for column in by if column in SHARES.columns]
    raise_all(Fault("theme_shares, by", found, "another column") for found in taken)
    groups, number = _groups(sentences, by)
    themes = codebook.themes[["theme", "label"]]
    at, order, n_hits = carried(sentences, hits, codebook)
    cells, size = number[at] * len(themes) + order, len(groups) * len(themes)
    rows = groups.merge(themes, how="cross")
    rows["n_hits"] = np.bincount(cells, n_hits, size)
    rows["n_sentences_hit"] = np.bincount(cells, minlength=size)
    rows["n_sentences"] = np.repeat(np.bincount(number, minlength=len(groups)), len(themes))
    return with_share(rows).astype(SHARES.columns).reset_index(drop=True)


def with_share(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts of themes, and what follows from them: `share`, NaN where there is no sentence."""
    return rows.assign(
        share=rows["n_sentences_hit"] / rows["n_sentences"].where(rows["n_sentences"] > 0)
    )


def _groups(sentences: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """The groups in order (one row each, the `by` columns), and the number of each sentence's group."""
    if not by:
        return pd.DataFrame(index=[0]), np.zeros(len(sentences), dtype=np.int64)
    ranks = {}
    for column in by:
        codes, values = pd.factorize(sentences[column], sort=column not in FIRST_SEEN)
        ranks[column] = np.where(codes < 0, len(values), codes)
    number = pd.DataFrame(ranks).groupby(by).ngroup().to_numpy()
    _, first = np.unique(number, return_index=True)
    return sentences[by].iloc[first].reset_index(drop=True), number

"""Coded shares: in how many of the sentences that a reader read the reader coded each theme."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, find_carried, number_sentences
from analysis.measures.shares import divide


def with_coded(
    shares: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Add what a reader coded to the shares of all sentences.

    Args:
        shares: one row per theme, as from `theme_shares` without `by`.
        sentences: one row per sentence, as from `split_sentences`.
        codebook: where the themes come from.
        codings: one row per theme that the reader coded in a sentence, as from `read_codings`.

    Returns:
        The rows of `shares`, with `analysis.tables.CODED_COLUMNS` before any further columns:
        `n_read` (sentences that the reader has read: those in `codings`), `n_coded` (those of them
        in which the reader coded the theme or one below it) and `share_coded` (`n_coded` /
        `n_read`; NaN where none was read).

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["aid", "war"], "parent": "", "label": ["Aid", "War"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3]})
    >>> codings = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "theme": ["aid", ""]})
    >>> table = with_coded(pd.DataFrame({"theme": ["aid", "war"]}), sentences, codebook, codings)
    >>> table.to_numpy().tolist()
    [['aid', 2, 1, 0.5], ['war', 2, 0, 0.0]]
    """
    row = number_sentences(sentences, codings[KEY].drop_duplicates())
    n_read = int((row >= 0).sum())
    carried = find_carried(sentences, codings[codings["theme"] != ""], codebook)
    n_of_theme = np.bincount(carried.theme, minlength=len(codebook.themes))
    n_coded = shares["theme"].map(dict(zip(codebook.themes["theme"], n_of_theme, strict=True)))
    n_coded = n_coded.fillna(0).astype("int64")
    coded = shares.assign(n_read=n_read, n_coded=n_coded)
    return coded.assign(share_coded=divide(coded["n_coded"], coded["n_read"]))

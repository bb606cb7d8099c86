"""Length effects: whether a theme takes up more, or less, of longer texts.

Where it does, groups whose texts differ in length differ for that reason alone.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, find_carried
from analysis.measures.families import with_families
from analysis.measures.resampling import Z
from analysis.tables import LENGTH_EFFECTS, SENTENCES

FEWEST = 5  # texts; with fewer there is no correlation
FEWEST_FOR_INTERVAL = 10  # texts; with fewer the interval is NaN


class _Correlation(NamedTuple):
    """Spearman's correlation, and its 95 % interval."""

    rho: float
    low: float
    high: float


NO_CORRELATION = _Correlation(np.nan, np.nan, np.nan)


def length_effects(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Correlate the share of each theme in a text with the length of the text.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id` and `n_words`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.

    Returns:
        One row per coded theme, in the codebook's order (`analysis.tables.LENGTH_EFFECTS`, then the
        columns of `with_families`): `theme`, `label`, `n_texts` (texts), `n_carrying` (texts that
        carry the theme), `rho` (Spearman's rank correlation of its share of the sentences of a text
        with the words of the text), `low` and `high` (its 95 % interval by Bonett and Wright 2000).
        `rho` is NaN with fewer than five texts, or if the share is the same in all; the interval is
        NaN with fewer than ten texts, or if `rho` is 1 or -1.

    Raises:
        InputError: a column is missing, or a hit names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["aid"], "parent": "", "label": ["Aid"]})
    >>> codebook = Codebook("Example", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": list("abcde"), "sent_id": 1, "n_words": range(5)})
    >>> hits = pd.DataFrame({"doc_id": ["d", "e"], "sent_id": 1, "theme": "aid"})
    >>> length_effects(sentences, hits, codebook)[["n_carrying", "rho"]].round(3).values.tolist()
    [[2.0, 0.866]]
    """
    SENTENCES.need(sentences, [*KEY, "n_words"])
    text, texts = pd.factorize(sentences["doc_id"])
    n_texts = len(texts)
    n_sentences = np.bincount(text, minlength=n_texts)
    n_words = np.bincount(text, sentences["n_words"], minlength=n_texts)
    found = find_carried(sentences, hits, codebook)
    in_order = np.argsort(found.theme, kind="stable")
    text_of_carried = text[found.sentence[in_order]]
    themes = codebook.coded_themes()
    numbers = pd.Index(codebook.themes["theme"]).get_indexer(themes["theme"])
    bounds = np.searchsorted(found.theme[in_order], [numbers, numbers + 1])
    rows = []
    for first, stop in bounds.T.tolist():
        n_hit = np.bincount(text_of_carried[first:stop], minlength=n_texts)
        rows.append(((n_hit > 0).sum(), *correlate(n_words, n_hit / n_sentences)))
    counts = pd.DataFrame(rows, columns=["n_carrying", *_Correlation._fields])
    table = themes[["theme", "label"]].join(counts).assign(n_texts=n_texts)
    return with_families(LENGTH_EFFECTS.frame(table), codebook)


def correlate(x: np.ndarray, y: np.ndarray) -> _Correlation:
    """Correlate the ranks of two arrays (Spearman 1904), with the interval of Bonett and Wright.

    The standard error of Fisher's transform of rho is √((1 + rho² / 2) / (n - 3)) (Bonett and
    Wright 2000, "Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations", Psychometrika 65, 23-28).
    """
    n = len(x)
    if n < FEWEST:
        return NO_CORRELATION
    x_rank = pd.Series(x).rank().to_numpy()
    y_rank = pd.Series(y).rank().to_numpy()
    x_distance = x_rank - x_rank.mean()
    y_distance = y_rank - y_rank.mean()
    scale = np.sqrt((x_distance**2).sum() * (y_distance**2).sum())
    if scale == 0:
        return NO_CORRELATION
    rho = float(np.clip((x_distance * y_distance).sum() / scale, -1, 1))
    if n < FEWEST_FOR_INTERVAL or abs(rho) == 1:
        return _Correlation(rho, np.nan, np.nan)
    half = Z * np.sqrt((1 + rho**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(rho) + np.array([-half, half]))
    return _Correlation(rho, float(low), float(high))

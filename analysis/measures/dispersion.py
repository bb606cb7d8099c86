"""Dispersion: whether a term is spread over the texts, or frequent in a few of them only."""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.measures.terms import TermCounts, count_terms, list_terms
from analysis.tables import DISPERSION, SENTENCES


def dispersion(sentences: pd.DataFrame, *, n: int = 1) -> pd.DataFrame:
    """Measure how evenly each term is spread over the texts.

    Args:
        sentences: one row per sentence: `doc_id` and `sentence`.
        n: the number of words in a term (see `analysis.measures.terms`).

    Returns:
        One row per term, the most frequent first, then by term (`analysis.tables.DISPERSION`):
        `term`, `n`, `n_texts` (texts in which it occurs), and three measures, whose parts are the
        texts that have terms of `n` words:

        - `dp`, deviation of proportions: half the sum, over all texts, of the difference between
          the text's share of the term and its share of all terms. 0 is perfectly even. Gries
          (2008), "Dispersions and adjusted frequencies in corpora".
        - `dp_norm`: `dp` divided by its largest value, 1 minus the share of the smallest text.
          Lijffijt and Gries (2012), a correction to the former.
        - `d`: Juilland's D, 1 minus the coefficient of variation of the rates in the texts (of the
          population) over the square root of the number of texts minus 1. 1 is perfectly even. With
          texts of different lengths, rates take the place of counts.

        With one text, the three are NaN: there is nothing to spread over.

    Raises:
        InputError: a column is missing.
        ValueError: `n` is less than 1.

    >>> texts = ["Rights matter.", "Rights differ."]
    >>> table = dispersion(pd.DataFrame({"doc_id": ["a", "b"], "sentence": texts}))
    >>> table[["term", "n", "n_texts", "dp", "dp_norm", "d"]].to_numpy().tolist()[:2]
    [['rights', 2, 2, 0.0, 0.0, 1.0], ['differ', 1, 1, 0.5, 1.0, 0.0]]
    """
    SENTENCES.need(sentences, ["doc_id", "sentence"])
    found = list_terms(sentences, n)
    text, _ = factorize_runs(sentences["doc_id"])
    own_text = text[found.sentence]
    sizes = np.bincount(own_text, minlength=text.max(initial=-1) + 1)
    counts = count_terms(found.term, own_text, len(sizes))
    n_terms = len(found.terms)
    dp, dp_norm = deviation_of_proportions(counts, sizes, n_terms)
    table = DISPERSION.frame(
        {
            "term": found.terms,
            "n": np.bincount(found.term, minlength=n_terms),
            "n_texts": np.bincount(counts.term, minlength=n_terms),
            "dp": dp,
            "dp_norm": dp_norm,
            "d": juilland_d(counts, sizes, n_terms),
        }
    )
    # The terms are sorted already.
    return table.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def deviation_of_proportions(
    counts: TermCounts, sizes: np.ndarray, n_terms: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return `dp` and `dp_norm` of each term; NaN if fewer than two parts have a size.

    Args:
        counts: how often each term occurs in each part.
        sizes: the number of terms in each part.
        n_terms: the number of different terms.
    """
    shares = sizes / max(sizes.sum(), 1)
    is_used = sizes > 0
    if is_used.sum() < 2:
        return np.full(n_terms, np.nan), np.full(n_terms, np.nan)
    total = np.bincount(counts.term, counts.n, minlength=n_terms)
    own_share = counts.n / total[counts.term]
    expected = shares[counts.part]
    # In a part without the term, the difference is the share of the part. All shares make 1.
    difference = np.abs(own_share - expected) - expected
    dp = (1 + np.bincount(counts.term, difference, minlength=n_terms)) / 2
    dp[total == 0] = np.nan
    dp = np.maximum(dp, 0)  # rounding can leave less than 0
    return dp, dp / (1 - shares[is_used].min())


def juilland_d(counts: TermCounts, sizes: np.ndarray, n_terms: int) -> np.ndarray:
    """Return Juilland's D of each term, of rates; NaN if fewer than two parts have a size.

    The arguments are those of `deviation_of_proportions`.
    """
    n_parts = int((sizes > 0).sum())
    if n_parts < 2:
        return np.full(n_terms, np.nan)
    rate = counts.n / sizes[counts.part]
    n_with = np.bincount(counts.term, minlength=n_terms)
    mean = np.bincount(counts.term, rate, minlength=n_terms) / n_parts
    squares = np.bincount(counts.term, (rate - mean[counts.term]) ** 2, minlength=n_terms)
    of_others = (n_parts - n_with) * mean**2  # the parts without the term have a rate of 0
    deviation = np.sqrt((squares + of_others) / n_parts)
    with np.errstate(invalid="ignore"):
        return 1 - deviation / mean / np.sqrt(n_parts - 1)

"""Recurring phrases: pairs of words that the texts use together again and again."""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.measures.terms import count_terms, list_terms
from analysis.tables import RECURRING_PHRASES, SENTENCES

FEWEST = 3  # occurrences
LEAST_NPMI = 0.7


def recurring_phrases(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find pairs of words that occur together much more often than their frequencies explain.

    Two frequent words, such as `of the`, are often neighbours by chance alone. How far a pair goes
    beyond that is its normalized pointwise mutual information: 0 if the words meet as often as by
    chance, 1 if they occur only together (Bouma 2009, "Normalized (pointwise) mutual information in
    collocation extraction", Proceedings of GSCL). It needs no list of frequent words, so it works
    in any language.

    Args:
        sentences: one row per sentence: `doc_id` and `sentence`.

    Returns:
        One row per phrase of two words that occurs three times or more, with an `npmi` of at least
        0.7 (`analysis.tables.RECURRING_PHRASES`): `term`, `n`, `n_texts`, `npmi`; by `n`, the
        largest first.

    Raises:
        InputError: a column is missing.

    >>> texts = ["Civil society acts.", "The state acts.", "Law and civil society."] * 3
    >>> sentences = pd.DataFrame({"doc_id": "a", "sentence": texts})
    >>> recurring_phrases(sentences)[["term", "n", "npmi"]].to_numpy().tolist()
    [['civil society', 6, 1.0], ['law and', 3, 1.0], ['the state', 3, 1.0]]
    """
    SENTENCES.need(sentences, ["doc_id", "sentence"])
    text, _ = factorize_runs(sentences["doc_id"])
    pairs = list_terms(sentences, 2)
    n_texts = int(text.max(initial=-1)) + 1
    counts = count_terms(pairs.term, text[pairs.sentence], max(n_texts, 1))
    n = np.bincount(counts.term, counts.n, minlength=len(pairs.terms)).astype(np.int64)
    often = np.flatnonzero(n >= FEWEST)
    columns = {
        "term": [pairs.terms[number] for number in often.tolist()],
        "n": n[often],
        "n_texts": np.bincount(counts.term, minlength=len(pairs.terms))[often],
    }
    phrases = RECURRING_PHRASES.frame(columns)
    phrases["npmi"] = _measure_npmi(phrases, sentences)
    kept = phrases[phrases["npmi"] >= LEAST_NPMI]
    ordered = kept.sort_values(["n", "npmi", "term"], ascending=[False, False, True])
    return ordered.reset_index(drop=True)


def _measure_npmi(phrases: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Measure how far each phrase goes beyond chance."""
    words = list_terms(sentences)
    n_of = dict(zip(words.terms, np.bincount(words.term).tolist(), strict=True))
    parts = phrases["term"].str.split(" ")
    n_words = max(len(words.term), 1)
    first, second = (parts.str[at].map(n_of).to_numpy(dtype=float) / n_words for at in (0, 1))
    together = phrases["n"].to_numpy() / n_words
    return np.log(together / (first * second)) / -np.log(together)

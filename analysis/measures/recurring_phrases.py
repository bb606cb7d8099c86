"""Recurring phrases: pairs of words that the texts use together again and again."""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.measures.parts import CHANCE, compare_parts
from analysis.measures.terms import ListedTerms, count_terms, list_terms
from analysis.tables import RECURRING_PHRASES, SENTENCES

FEWEST = 3  # occurrences
LEAST_NPMI = 0.7
LEAST_RATIO = 1.0  # of a phrase that is peculiar to a part: surely twice as frequent there


def recurring_phrases(sentences: pd.DataFrame, parts: pd.Series | None = None) -> pd.DataFrame:
    """Find pairs of words that occur together much more often than their frequencies explain.

    Two frequent words, such as `of the`, are often neighbours by chance alone. How far a pair goes
    beyond that is its normalized pointwise mutual information: 0 if the words meet as often as by
    chance, 1 if they occur only together (Bouma 2009, "Normalized (pointwise) mutual information in
    collocation extraction", Proceedings of GSCL). It needs no list of frequent words, so it works
    in any language.

    Args:
        sentences: one row per sentence: `doc_id` and `sentence`.
        parts: the name of each sentence's part of the study, as from `choose_parts`; by default,
            phrases are peculiar to none.

    Returns:
        One row per phrase of two words that occurs three times or more, with an `npmi` of at least
        0.7 (`analysis.tables.RECURRING_PHRASES`): `term`, `n`, `n_texts`, `npmi`, `part` (the
        part to which it is peculiar: it is surely twice as frequent there as in the others, even
        among so many comparisons; and in two texts, unless each part is one) and `low` (the lower
        limit of that log ratio). Peculiar phrases come first, by `low`, then the others by `n`, the
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
    phrases = phrases.assign(part="", low=np.nan)
    if parts is not None:
        names = pd.factorize(parts)
        peculiar = _find_peculiar(pairs, names[0], text)
        phrases["low"] = peculiar["low"].reindex(often).to_numpy()
        number = peculiar["part"].reindex(often).fillna(-1).to_numpy(dtype=np.int64)
        phrases["part"] = np.where(number >= 0, np.append(names[1].to_numpy(), "")[number], "")
    kept = phrases[phrases["npmi"] >= LEAST_NPMI]
    order = ["low", "n", "npmi", "term"]
    ordered = kept.sort_values(order, ascending=[False, False, False, True], na_position="last")
    return RECURRING_PHRASES.frame(ordered)


def _find_peculiar(pairs: ListedTerms, part: np.ndarray, text: np.ndarray) -> pd.DataFrame:
    """Find the phrases that are peculiar to a part.

    Args:
        pairs: every phrase.
        part: the number of the part of each sentence.
        text: the number of the text of each sentence.

    Returns:
        One row per such phrase, indexed by its number: `part` and `low`.
    """
    n_parts = int(part.max(initial=-1)) + 1
    part_of_pair = part[pairs.sentence].astype(np.int64)
    strength = compare_parts(pairs.term, part_of_pair, n_parts)
    n_texts = int(text.max(initial=-1)) + 1
    is_several = len(np.unique(part.astype(np.int64) * n_texts + text)) > n_parts
    cell = pairs.term.astype(np.int64) * n_parts + part_of_pair
    in_texts = count_terms(cell, text[pairs.sentence], max(n_texts, 1)).term
    cells, n_texts_of_cell = np.unique(in_texts, return_counts=True)
    own = strength["term"].to_numpy(dtype=np.int64) * n_parts + strength["part"].to_numpy()
    n_own = n_texts_of_cell[np.searchsorted(cells, own)]
    is_peculiar = (strength["low"] >= LEAST_RATIO) & (strength["p_adjusted"] < CHANCE)
    is_peculiar &= (n_own > 1) | (not is_several)
    peculiar = strength[is_peculiar].sort_values("low", ascending=False, kind="stable")
    return peculiar.drop_duplicates("term").set_index("term")[["part", "low"]]


def _measure_npmi(phrases: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Measure how far each phrase goes beyond chance."""
    words = list_terms(sentences)
    n_of = dict(zip(words.terms, np.bincount(words.term).tolist(), strict=True))
    parts = phrases["term"].str.split(" ")
    n_words = max(len(words.term), 1)
    first, second = (parts.str[at].map(n_of).to_numpy(dtype=float) / n_words for at in (0, 1))
    together = phrases["n"].to_numpy() / n_words
    return np.log(together / (first * second)) / -np.log(together)

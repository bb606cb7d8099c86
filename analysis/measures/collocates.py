"""Collocates: the words that are more frequent near the hits of a theme than elsewhere."""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.faults import check_number, raise_all
from analysis.measures.carried import is_under, number_sentences
from analysis.measures.keyness import Occurrences, compare_sides, count_sides, with_spread
from analysis.measures.terms import Terms, find_terms
from analysis.tables import HITS, SENTENCES

SPAN = 5  # words on each side


def collocates(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    theme: str,
    span: int = SPAN,
    *,
    cells: int = 4,
    min_n: int = 1,
) -> pd.DataFrame:
    """Find the words that are more frequent, or rarer, near the hits of a theme than elsewhere.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id`, `start`, `sentence`.
        hits: one row per match, as from `find_hits`. Hits in other sentences are left out.
        theme: the id of a theme. Hits of the themes below it count, too.
        span: how many words are near, on each side of a hit. They lie in its sentence.
        cells: the form of G², as for `keyness`.
        min_n: leave out words that occur less often than this, near and elsewhere.

    Returns:
        One row per word, as from `distinctive_terms` (`analysis.tables.KEYNESS`). The target is
        made of the words near a hit, the reference of all others. The words of the hits belong to
        neither: that they are near themselves says nothing. A word that is near two hits counts
        once.

    Raises:
        InputError: a column is missing.
        ValueError: `span` is less than 1, or `cells` is neither 4 nor 2.

    >>> texts = ["We reduce poverty at home.", "Trade grows at sea."]
    >>> key = {"doc_id": "a", "sent_id": [1, 2], "start": [0, 27], "sentence": texts}
    >>> hit = {"doc_id": "a", "sent_id": 1, "theme": "poverty", "start": 10, "end": 17}
    >>> table = collocates(pd.DataFrame(key), pd.DataFrame([hit]), "poverty", span=1)
    >>> table.loc[table["g2"] > 0, ["term", "n_target", "n_reference"]].to_numpy().tolist()
    [['reduce', 1, 0], ['at', 1, 1]]
    """
    raise_all(check_number("span", span, 1, "1 or more words"))
    SENTENCES.need(sentences, ["doc_id", "sent_id", "start", "sentence"])
    HITS.need(hits, ["doc_id", "sent_id", "theme", "start", "end"])
    own_hits = hits[is_under(hits["theme"], theme)]
    words = find_terms(sentences)
    is_hit, is_near = _find_near(words, sentences, own_hits, span)
    text, _ = factorize_runs(sentences["doc_id"])
    is_used = ~is_hit
    occurrences = Occurrences(
        term=words.term[is_used],
        text=text[words.sentence[is_used]],
        is_target=is_near[is_used],
        terms=words.terms,
    )
    # Words that occur in hits only are among the terms, but have no row.
    table = with_spread(occurrences, count_sides(occurrences))
    return compare_sides(occurrences, table, cells=cells, min_n=min_n)


def _find_near(
    words: Terms, sentences: pd.DataFrame, hits: pd.DataFrame, span: int
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which words are part of a hit, and which are near one."""
    sentence = number_sentences(sentences, hits)
    is_known = sentence >= 0
    sentence = sentence[is_known]
    origin = sentences["start"].to_numpy()[sentence]
    start = hits["start"].to_numpy()[is_known] - origin
    end = hits["end"].to_numpy()[is_known] - origin

    # Offsets in all sentences, so far apart that none reaches into the next sentence.
    longest = int(max(words.end.max(initial=0), end.max(initial=0))) + 1
    shift = words.sentence.astype(np.int64) * longest
    first = np.searchsorted(shift + words.end, sentence * longest + start, side="right")
    after = np.searchsorted(shift + words.start, sentence * longest + end, side="left")

    n_sentences = len(sentences)
    sizes = np.bincount(words.sentence, minlength=n_sentences)
    sentence_end = np.cumsum(sizes)
    sentence_start = sentence_end - sizes
    near_start = np.maximum(first - span, sentence_start[sentence])
    near_end = np.minimum(after + span, sentence_end[sentence])
    n_words = len(words.term)
    return _mark_spans(first, after, n_words), _mark_spans(near_start, near_end, n_words)


def _mark_spans(start: np.ndarray, end: np.ndarray, n: int) -> np.ndarray:
    """Whether each of `n` positions lies in any of some spans."""
    opened = np.bincount(start, minlength=n + 1)[: n + 1]
    closed = np.bincount(np.maximum(end, start), minlength=n + 1)[: n + 1]
    return np.cumsum(opened - closed)[:n] > 0

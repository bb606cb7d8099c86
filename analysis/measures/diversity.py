"""Lexical diversity: how many different words the texts use, whatever their length.

The share of different words among all falls as a text gets longer. The three measures here depend
little on length, each in another way, so they are read together.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.languages import COUNTED_BY_CHARACTER
from analysis.measures.readability import NO_BLANKS, group_rows, read_languages
from analysis.measures.terms import count_terms, list_terms
from analysis.tables import DIVERSITY, SENTENCES

WINDOW = 100  # words
THRESHOLD = 0.72
DRAWS = 42
TOO_SHORT = f"no text of {WINDOW} words"


def mattr(words: np.ndarray, window: int = WINDOW) -> float:
    """Return the moving-average type-token ratio: the mean over all windows of `window` words.

    Covington and McFall (2010), "Cutting the Gordian knot: the moving-average type-token ratio
    (MATTR)". NaN if there are fewer words than a window has.

    Args:
        words: the number of each word's type, in the order of the text.
        window: how many words a window has.

    >>> mattr(np.array([0, 1, 0, 2]), window=3)
    0.8333333333333334
    """
    n_windows = len(words) - window + 1
    if n_windows < 1 or window < 1:
        return np.nan
    position = np.arange(len(words))
    # A word is new in the windows that begin after the same word occurred before.
    first = np.maximum(_previous(words) + 1, position - window + 1)
    last = np.minimum(position, n_windows - 1)
    is_new = first <= last
    opened = np.bincount(first[is_new], minlength=n_windows + 1)
    closed = np.bincount(last[is_new] + 1, minlength=n_windows + 1)
    n_types = np.cumsum(opened - closed)[:n_windows]
    return float(n_types.mean() / window)


def _previous(words: np.ndarray) -> np.ndarray:
    """Return where each word occurred last before; -1 if it did not."""
    previous = np.full(len(words), -1)
    order = np.argsort(words, kind="stable")
    is_same = words[order[1:]] == words[order[:-1]]
    previous[order[1:][is_same]] = order[:-1][is_same]
    return previous


def mtld(words: np.ndarray, threshold: float = THRESHOLD) -> float:
    """Return the measure of textual lexical diversity.

    It is the mean length of the runs of words, from the left and from the right, in which the
    type-token ratio stays above a threshold. McCarthy and Jarvis (2010), "MTLD, vocd-D, and HD-D".
    A text whose words all differ has the number of its words. NaN without words.

    Args:
        words: the number of each word's type, in the order of the text.
        threshold: the ratio at which a run ends.

    >>> mtld(np.array([0, 1, 0, 1, 2]))
    5.0
    """
    if len(words) == 0:
        return np.nan
    return (_mean_run(words, threshold) + _mean_run(words[::-1], threshold)) / 2


def _mean_run(words: np.ndarray, threshold: float) -> float:
    n_runs = 0.0
    start = 0
    n_types = 0
    n_words = 0
    # Where a run ends decides where the next one begins, so the words are read one by one.
    for position, previous in enumerate(_previous(words).tolist()):
        n_types += previous < start
        n_words += 1
        if n_types <= threshold * n_words:
            n_runs += 1
            start = position + 1
            n_types = 0
            n_words = 0
    if n_words:  # the rest is a part of a run
        n_runs += (1 - n_types / n_words) / (1 - threshold)
    return len(words) / n_runs if n_runs else float(len(words))


def hdd(words: np.ndarray, draws: int = DRAWS) -> float:
    """Return HD-D: the type-token ratio to be expected in `draws` words drawn from the text.

    It is what vocd-D estimates by drawing, calculated by the hypergeometric distribution. McCarthy
    and Jarvis (2007), "vocd: a theoretical and empirical evaluation". NaN if there are fewer words
    than draws.

    Args:
        words: the number of each word's type.
        draws: how many words are drawn, without putting them back.

    >>> round(hdd(np.array([0, 0, 1]), draws=2), 4)
    0.8333
    """
    n = len(words)
    if n < draws or draws < 1:
        return np.nan
    counts = np.bincount(words)
    count, n_types = np.unique(counts[counts > 0], return_counts=True)
    drawn = np.arange(draws)
    left = np.maximum(n - count[:, np.newaxis] - drawn, 0)
    never = np.prod(left / (n - drawn), axis=1)  # the chance that a type is not drawn
    return float((n_types * (1 - never)).sum() / draws)


def diversity(
    sentences: pd.DataFrame,
    languages: Mapping[str, str] | None = None,
    by: str | Iterable[str] = "doc_id",
) -> pd.DataFrame:
    """Measure the lexical diversity of texts, or of groups of sentences.

    Args:
        sentences: one row per sentence, in the order of the text: `doc_id`, `sentence` and the
            columns of `by`.
        languages: the language of each text, by `doc_id`; a text that is not named is in English.
        by: the column, or columns, whose values form the groups: by default, each text is one.

    Returns:
        One row per group (the columns of `by`, then `analysis.tables.DIVERSITY`): `n_texts`,
        `n_words`, `n_types` (different words), `n_measured` (texts of at least 100 words), `mattr`
        (windows of 100 words), `mtld` (threshold .72) and `hdd` (42 draws). A group has the mean of
        its measured texts, all with the same weight; of a text, only the sentences in the group
        count. Where there is none the measures are NaN, and `note` says why.

    Raises:
        InputError: a column is missing.

    >>> words = " ".join(["one two three four five six seven eight"] * 13)
    >>> table = diversity(pd.DataFrame({"doc_id": ["a"], "sentence": [words]}))
    >>> table[["n_words", "n_types", "mattr"]].to_numpy().tolist()
    [[104.0, 8.0, 0.08]]
    """
    columns = [by] if isinstance(by, str) else list(by)
    SENTENCES.need(sentences, ["doc_id", "sentence"], groups=columns)
    found = list_terms(sentences)
    in_order = np.argsort(found.sentence, kind="stable")
    word = found.term[in_order]
    sentence = found.sentence[in_order]

    groups = group_rows(pd.DataFrame(index=range(len(sentences))), sentences, columns)
    group = groups.ngroup().to_numpy()
    text, _ = factorize_runs(sentences["doc_id"])
    piece, pairs = pd.factorize(group * (text.max(initial=0) + 1) + text)
    pieces = pd.DataFrame(
        {
            "group": pairs // (text.max(initial=0) + 1),
            **_measure_pieces(word, piece[sentence], len(pairs)),
        }
    )
    language = read_languages(sentences["doc_id"], languages)
    is_unspaced = language.isin(COUNTED_BY_CHARACTER).to_numpy()
    pieces["is_unspaced"] = np.bincount(piece, is_unspaced, minlength=len(pairs)) > 0

    table = groups.size().reset_index()[columns]
    types = count_terms(word, group[sentence], len(table))
    table["n_types"] = np.bincount(types.part, minlength=len(table))
    return DIVERSITY.frame(_summarize(table, pieces))[[*columns, *DIVERSITY.columns]]


def _measure_pieces(word: np.ndarray, piece: np.ndarray, n_pieces: int) -> dict[str, Any]:
    """Measure what each text has in each group, given the words in order and their pieces."""
    by_piece = np.argsort(piece, kind="stable")
    n_words = np.bincount(piece, minlength=n_pieces)
    end = np.cumsum(n_words).tolist()
    measures: dict[str, list[float]] = {name: [] for name in MEASURES}
    for begin, after in pairwise([0, *end]):
        own = word[by_piece[begin:after]]
        is_long_enough = len(own) >= WINDOW
        for name, measure in MEASURES.items():
            measures[name].append(measure(own) if is_long_enough else np.nan)
    return {"n_words": n_words, **measures}


MEASURES: dict[str, Callable[[np.ndarray], float]] = {"mattr": mattr, "mtld": mtld, "hdd": hdd}


def _summarize(table: pd.DataFrame, pieces: pd.DataFrame) -> pd.DataFrame:
    """Add what the texts of each group have together, and the means of their measures."""
    by_group = pieces.groupby("group")
    is_unspaced = by_group["is_unspaced"].any()
    n_measured = by_group["mattr"].count().mask(is_unspaced, 0)
    means = by_group[list(MEASURES)].mean().where(n_measured > 0)
    return table.assign(
        n_texts=by_group.size(),
        n_words=by_group["n_words"].sum(),
        n_measured=n_measured,
        note=np.select([is_unspaced, n_measured == 0], [NO_BLANKS, TOO_SHORT], default=""),
        **means,
    )

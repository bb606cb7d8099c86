"""Pairs of themes of two families, compared among the sentences that carry some theme of both."""

from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

import numpy as np

from analysis.measures.log_odds import Clusters, Occurrences, find_clusters, find_texts


class Odds(NamedTuple):
    """How often themes are carried together: square matrices, a row and a column per coded theme.

    Attributes:
        n: the sentences that were compared.
        n_a: those of them that carry the theme of the row.
        n_b: those of them that carry the theme of the column.
        n_both: those of them that carry both.
        expected: how many would carry both by chance.
        log_odds: the log odds.
        low: the lower limit of their 95 % interval.
        high: the upper limit.
    """

    n: np.ndarray
    n_a: np.ndarray
    n_b: np.ndarray
    n_both: np.ndarray
    expected: np.ndarray
    log_odds: np.ndarray
    low: np.ndarray
    high: np.ndarray


Associate = Callable[[Occurrences, Clusters], Odds]


def associate_between(
    found: Occurrences,
    families: np.ndarray,
    associate: Associate,
    of_all: Odds,
) -> Odds:
    """Compare themes of two families among the sentences that carry some theme of both.

    Args:
        found: which sentence carries which theme.
        families: the family of each theme; `""` for a theme without one.
        associate: compares the themes of some sentences.
        of_all: what it says of all sentences, which stays for themes of one family or without one,
            and for families with a single theme.

    Returns:
        The matrices of `of_all`, with the numbers of these pairs.
    """
    matrices = Odds(*(matrix.copy() for matrix in of_all))
    is_text = find_clusters(found).unit == "texts"
    names, counts = np.unique(families[families != ""], return_counts=True)
    for first, second in combinations(names[counts > 1], 2):
        a, b = np.flatnonzero(families == first), np.flatnonzero(families == second)
        kept = _keep_both(found, a, b)
        # Of many texts, one may be left: its paragraphs do not take the place of the others.
        odds = associate(kept, find_texts(kept) if is_text else find_clusters(kept))
        for matrix, numbers in zip(matrices, odds, strict=True):
            matrix[np.ix_(a, b)] = numbers[: len(a), len(a) :]
            matrix[np.ix_(b, a)] = numbers[len(a) :, : len(a)]
    return matrices


def _keep_both(found: Occurrences, a: np.ndarray, b: np.ndarray) -> Occurrences:
    """Keep the sentences that carry a theme of `a` and one of `b`, and number these themes anew."""
    number = np.full(found.n_themes, -1)
    number[a] = np.arange(len(a))
    number[b] = len(a) + np.arange(len(b))
    theme = number[found.theme]
    in_a = (theme >= 0) & (theme < len(a))
    in_b = theme >= len(a)
    has_a, has_b = np.zeros((2, found.n_sentences), dtype=bool)
    has_a[found.sentence[in_a]] = True
    has_b[found.sentence[in_b]] = True
    is_kept = has_a & has_b
    entries = is_kept[found.sentence] & (theme >= 0)
    place = np.cumsum(is_kept) - 1
    return Occurrences(
        text=_renumber(found.text[is_kept]),
        paragraph=_renumber(found.paragraph[is_kept]),
        follows=np.zeros(is_kept.sum(), dtype=bool),  # the sentences between are gone
        sentence=place[found.sentence[entries]],
        theme=theme[entries],
        n_themes=len(a) + len(b),
    )


def _renumber(ascending: np.ndarray) -> np.ndarray:
    """Number ascending numbers without gaps, from 0."""
    _, numbers = np.unique(ascending, return_inverse=True)
    return numbers

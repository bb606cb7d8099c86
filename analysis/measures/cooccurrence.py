"""Co-occurrence: how many sentences carry both of two themes."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import carried, is_under
from analysis.measures.families import with_families
from analysis.tables import PAIRS


def cooccurrence(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Count the sentences that carry both of two themes.

    Returns:
        One row per unordered pair of coded themes, also of pairs that no sentence carries, in the
        codebook's order (`analysis.tables.PAIRS`, then the columns of `with_families`): `theme_a`,
        `label_a`, `theme_b`, `label_b`, `n_a` and `n_b` (sentences that carry the one, the other),
        `n_both` and `n_sentences` (all sentences). A theme and one below it are no pair: a sentence
        with the second always carries the first.

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.
    """
    coded = codebook.coded_themes()
    n_both = _count_both(sentences, hits, codebook)
    a, b = _pair_numbers(coded["theme"], codebook)
    themes = coded["theme"].array
    labels = coded["label"].array
    columns = {
        "theme_a": themes[a],
        "label_a": labels[a],
        "theme_b": themes[b],
        "label_b": labels[b],
        "n_a": n_both[a, a],
        "n_b": n_both[b, b],
        "n_both": n_both[a, b],
        "n_sentences": len(sentences),
    }
    return with_families(PAIRS.frame(columns), codebook)


def _count_both(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> np.ndarray:
    """Count the sentences that carry both of two coded themes, as a square matrix.

    Its diagonal counts the sentences that carry each theme. Only sentences that carry a theme are
    looked at, since there may be millions that carry none.
    """
    coded = pd.Index(codebook.coded_themes()["theme"])
    number = coded.get_indexer(codebook.themes["theme"])  # -1 for headings
    found = carried(sentences, hits, codebook)
    columns = {"sentence": found.sentence, "theme": number[found.theme]}
    rows = pd.DataFrame(columns)
    rows = rows[rows["theme"] >= 0]
    both = rows.merge(rows, on="sentence", suffixes=("_a", "_b"))
    n = len(coded)
    cell = both["theme_a"] * n + both["theme_b"]
    counts = np.bincount(cell, minlength=n * n)
    return counts.reshape(n, n)


def _pair_numbers(
    themes: pd.Series,
    codebook: Codebook,
) -> tuple[np.ndarray, np.ndarray]:
    """The row numbers of the two themes of each pair; the first comes first in the codebook."""
    n = len(themes)
    is_pair = np.triu(np.ones((n, n), dtype=bool), k=1)
    has_subthemes = themes.isin(codebook.themes["parent"])
    for number in np.flatnonzero(has_subthemes):
        below = is_under(themes, themes[number])
        is_pair[number] &= ~below.to_numpy()
    a, b = is_pair.nonzero()
    return a, b


def cross(
    pairs: pd.DataFrame,
    rows: str,
    columns: str,
) -> pd.DataFrame:
    """Select the pairs of a theme of one family with a theme of another, for a table of the two.

    Args:
        pairs: one row per pair of themes, as from `cooccurrence`.
        rows: the theme that each `theme_a` of the result is, or lies below.
        columns: the theme that each `theme_b` of the result is, or lies below.

    Returns:
        Rows of `pairs`, the two themes exchanged where it is needed.

    >>> pairs = {"theme_a": ["actor/states", "actor/states"], "theme_b": ["tone", "topic"]}
    >>> pairs = pd.DataFrame(pairs)
    >>> cross(pairs, "tone", "actor").to_numpy().tolist()
    [['tone', 'actor/states']]
    """
    both = pd.concat([pairs, _exchange(pairs)])
    in_rows = is_under(both["theme_a"], rows)
    in_columns = is_under(both["theme_b"], columns)
    return both[in_rows & in_columns].reset_index(drop=True)


def _exchange(pairs: pd.DataFrame) -> pd.DataFrame:
    """The same pairs, with the first theme as the second and the second as the first."""
    names = {}
    for column in pairs:
        other = column.removesuffix("_a") + "_b"
        if column.endswith("_a") and other in pairs:
            names[column] = other
            names[other] = column
    return pairs.rename(columns=names)[pairs.columns]

"""Co-occurrence: how many sentences carry both of two themes."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import find_carried, is_under
from analysis.measures.families import with_families
from analysis.tables import PAIRS


def cooccurrence(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Count the sentences that carry both of two themes.

    Returns:
        One row per unordered pair of coded themes, including pairs that never occur together, in
        the codebook's order (`analysis.tables.PAIRS`, then the columns of `with_families`):
        `theme_a`, `label_a`, `theme_b`, `label_b`, `n_a` and `n_b` (sentences that carry each
        theme), `n_both` (sentences that carry both) and `n_sentences` (all sentences). A theme is
        not paired with its subthemes, since every sentence that carries a subtheme carries the
        theme too.

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3]})
    >>> hits = {"doc_id": "a", "sent_id": [1, 2, 2], "theme": ["trade", "poverty", "trade"]}
    >>> pairs = cooccurrence(sentences, pd.DataFrame(hits), codebook)
    >>> pairs[["theme_a", "theme_b", "n_a", "n_b", "n_both"]].to_numpy().tolist()
    [['poverty', 'trade', 1, 2, 1]]
    """
    coded = codebook.coded_themes()
    n_both = _count_both(sentences, hits, codebook)
    a, b = _number_pairs(coded["theme"], codebook)
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

    The diagonal counts the sentences that carry each theme. Only sentences with a theme are looked
    at, because there may be millions without one.
    """
    coded = pd.Index(codebook.coded_themes()["theme"])
    number = coded.get_indexer(codebook.themes["theme"])  # -1 for headings
    found = find_carried(sentences, hits, codebook)
    columns = {"sentence": found.sentence, "theme": number[found.theme]}
    rows = pd.DataFrame(columns)
    rows = rows[rows["theme"] >= 0]
    both = rows.merge(rows, on="sentence", suffixes=("_a", "_b"))
    n = len(coded)
    cell = both["theme_a"] * n + both["theme_b"]
    counts = np.bincount(cell, minlength=n * n)
    return counts.reshape(n, n)


def _number_pairs(
    themes: pd.Series,
    codebook: Codebook,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the row numbers of the two themes of each pair; the first is the earlier one."""
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
    """Select the pairs that join a theme of one family to a theme of another.

    Args:
        pairs: one row per pair of themes, as from `cooccurrence`.
        rows: the id of a theme: `theme_a` of the result is this theme or lies below it.
        columns: the id of another theme: `theme_b` of the result is this theme or lies below it.

    Returns:
        Rows of `pairs`, with the two themes exchanged where `theme_a` belongs to `columns`.

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
    """Let the two themes of every pair change places."""
    names = {}
    for column in pairs:
        other = column.removesuffix("_a") + "_b"
        if column.endswith("_a") and other in pairs:
            names[column] = other
            names[other] = column
    return pairs.rename(columns=names)[pairs.columns]

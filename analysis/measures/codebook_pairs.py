"""Pairs of themes that the codebook itself makes co-occur.

Two themes that have a pattern in common, or whose patterns find the same characters, are named in
the same sentence because of how the codebook is written. That says nothing about the texts.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, union_sorted
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold
from analysis.measures.carried import KEY, add_parents, number_themes
from analysis.tables import CODEBOOK_PAIRS, HITS, TEXT

BLOCK = 1 << 20  # pairs of hits that are in memory at once
PAIR = ["theme_a", "theme_b"]


def codebook_pairs(hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find the pairs of themes that share a pattern, or whose hits overlap.

    A theme has the patterns and hits of the themes below it, too. A theme is not paired with its
    subthemes.

    Args:
        hits: `doc_id`, `sent_id`, `theme`, `start` and `end`, as from `find_hits`.
        codebook: the codebook that gave the hits.

    Returns:
        One row per pair of coded themes that has either, in the codebook's order
        (`analysis.tables.CODEBOOK_PAIRS`): `theme_a`, `theme_b`, `n_patterns` (patterns of the same
        meaning that both have, `not` patterns apart) and `n_overlaps` (sentences in which a hit of
        one and a hit of the other have a character in common).

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["law", "rights"], "parent": "", "label": ""})
    >>> patterns = {"theme": ["law", "rights"], "pattern": ["human rights", "right*"]}
    >>> patterns = PATTERNS.frame({**patterns, "excludes": False})
    >>> codebook = Codebook("Example", "1", "en", themes, patterns, sha256="")
    >>> hits = {"doc_id": "a", "sent_id": 1, "theme": ["law", "rights"], "start": [0, 6], "end": 12}
    >>> codebook_pairs(pd.DataFrame(hits), codebook).to_numpy().tolist()
    [['law', 'rights', 0, 1]]
    """
    HITS.need(hits, [*KEY, "theme", "start", "end"])
    n_patterns = _count_shared_patterns(codebook)
    n_overlaps = _count_overlaps(hits, codebook)
    counts = pd.concat([n_patterns, n_overlaps]).groupby(PAIR, as_index=False).sum()
    counts = _keep_coded(counts, codebook)
    themes = codebook.themes["theme"].array
    return CODEBOOK_PAIRS.frame(
        {
            "theme_a": themes[counts["theme_a"]],
            "theme_b": themes[counts["theme_b"]],
            "n_patterns": counts["n_patterns"].to_numpy(),
            "n_overlaps": counts["n_overlaps"].to_numpy(),
        }
    )


def pattern_meanings(codebook: Codebook) -> pd.Series:
    """Write each pattern in a form that patterns of the same meaning share.

    Returns:
        One entry per row of `codebook.patterns`.
    """
    patterns = codebook.in_workbook_language().patterns["pattern"]
    return pd.Series([fold(pattern) for pattern in patterns], patterns.index, TEXT)


def _count_shared_patterns(codebook: Codebook) -> pd.DataFrame:
    """Count the patterns of the same meaning that two themes have.

    One row per pair: `theme_a`, `theme_b` (row numbers in `codebook.themes`, the lower one first),
    `n_patterns`, `n_overlaps` (0).
    """
    includes = ~codebook.patterns["excludes"].to_numpy()
    meaning, _ = pd.factorize(pattern_meanings(codebook)[includes])
    theme = number_themes(codebook.patterns.loc[includes, "theme"], codebook, "patterns")
    meaning, theme = add_parents(meaning, theme, codebook)
    own = pd.DataFrame({"meaning": meaning, "theme": theme}).drop_duplicates()
    # Most patterns have one theme only, and would just be paired with themselves.
    own = own[own.duplicated("meaning", keep=False)]
    both = own.merge(own, on="meaning", suffixes=("_a", "_b"))
    both = both[both["theme_a"] < both["theme_b"]]
    counts = both.groupby(PAIR).size().rename("n_patterns").reset_index()
    return counts.assign(n_overlaps=0)


# -- hits that overlap -----------------------------------------------------------------------------


def _count_overlaps(hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the sentences in which hits of two themes overlap, as `_count_shared_patterns` does."""
    sentence, start, end = _place_hits(hits)
    order = np.argsort(start, kind="stable")
    theme = number_themes(hits["theme"], codebook)[order]
    sentence, start, end = sentence[order], start[order], end[order]
    n_themes = len(codebook.themes)
    parts = [_make_counts(np.zeros(0, dtype=np.int64), n_themes)]
    for first, second in _overlapping(sentence, start, end):
        at, theme_a = add_parents(np.arange(len(first)), theme[first], codebook)
        at, theme_a, theme_b = _add_parents_of_other(at, theme_a, theme[second], codebook)
        lower = np.minimum(theme_a, theme_b)
        higher = np.maximum(theme_a, theme_b)
        key = (sentence[first[at]] * n_themes + lower) * n_themes + higher
        differs = lower != higher
        parts.append(_make_counts(union_sorted(key[differs]) % n_themes**2, n_themes))
    return pd.concat(parts).groupby(PAIR, as_index=False).sum()


def _place_hits(hits: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the sentence of each hit, and shift `start` and `end` to a range of its own."""
    document, _ = factorize_runs(hits["doc_id"])
    sent_id = hits["sent_id"].to_numpy(dtype=np.int64)
    sentence, _ = pd.factorize(document * (sent_id.max(initial=0) + 1) + sent_id)
    end = hits["end"].to_numpy(dtype=np.int64)
    origin = sentence * (end.max(initial=0) + 1)
    return sentence, origin + hits["start"].to_numpy(dtype=np.int64), origin + end


def _overlapping(
    sentence: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Find the pairs of hits that overlap, in blocks that never divide a sentence.

    The hits are ordered by `start`.

    Yields:
        The positions of the first and of the second hit of each pair.
    """
    n_later = np.searchsorted(start, end) - np.arange(1, len(start) + 1)
    n_until = np.append(0, np.cumsum(n_later))
    is_start = np.append(True, sentence[1:] != sentence[:-1])[: len(sentence)]
    starts = np.append(np.flatnonzero(is_start), len(sentence))
    block = n_until[starts] // BLOCK
    bounds = starts[np.append(np.flatnonzero(np.diff(block, prepend=-1)), len(starts) - 1)]
    for begin, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        count = n_later[begin:stop]
        first = np.repeat(np.arange(begin, stop), count)
        rank = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
        yield first, first + 1 + rank


def _add_parents_of_other(
    at: np.ndarray,
    theme_a: np.ndarray,
    theme_b: np.ndarray,
    codebook: Codebook,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat each pair for every theme above the second one; `theme_b` has an entry per pair."""
    row, theme_b = add_parents(np.arange(len(at)), theme_b[at], codebook)
    return at[row], theme_a[row], theme_b


def _make_counts(pair: np.ndarray, n_themes: int) -> pd.DataFrame:
    """Count equal pairs; a pair is the number of one theme, times `n_themes`, plus the other's."""
    pairs, counts = np.unique(pair, return_counts=True)
    theme_a, theme_b = np.divmod(pairs, max(1, n_themes))
    return pd.DataFrame(
        {"theme_a": theme_a, "theme_b": theme_b, "n_patterns": 0, "n_overlaps": counts}
    )


# -- which pairs count -----------------------------------------------------------------------------


def _keep_coded(counts: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Keep the pairs of coded themes of which neither is below the other."""
    themes = codebook.themes["theme"]
    coded = themes.isin(codebook.coded_themes()["theme"]).to_numpy()
    is_coded = coded[counts["theme_a"]] & coded[counts["theme_b"]]
    counts = counts[is_coded]
    above = themes.to_numpy()[counts["theme_a"]]
    below = themes.to_numpy()[counts["theme_b"]]
    pairs = zip(above, below, strict=True)
    is_related = [_is_above(a, b) or _is_above(b, a) for a, b in pairs]
    return counts[~np.array(is_related, dtype=bool)]


def _is_above(theme: str, other: str) -> bool:
    return other.startswith(f"{theme}/")

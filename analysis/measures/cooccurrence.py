"""Co-occurrence: how many sentences carry both of two themes, and how many would by chance."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.between_families import Odds, associate_between
from analysis.measures.carried import is_under
from analysis.measures.codebook_pairs import codebook_pairs
from analysis.measures.families import with_families
from analysis.measures.log_odds import (
    CORRECTION,
    Clusters,
    Occurrences,
    count_pairs,
    find_association,
    find_clusters,
    find_occurrences,
    make_interval,
    sum_squares,
)
from analysis.measures.strength import is_clear_among_all
from analysis.tables import PAIRS


def cooccurrence(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Count the sentences that carry both of two themes, and compare with chance.

    Chance means that each theme is spread over all sentences regardless of the other: of `n`
    sentences, `n_a * n_b / n` are expected to carry both. The log odds compare the odds that a
    sentence carries one theme if it carries the other with those odds if it does not:

        log_odds = log(both * neither / (only_a * only_b))

    0 is no association, and log(2) = 0.69 means twice the odds. If one of the four counts is 0, 0.5
    is added to all four (Haldane 1956, Anscombe 1956). The variance of the plain formula is
    1/both + 1/only_a + 1/only_b + 1/neither (Woolf 1955); the interval is by texts, and never
    shorter than the plain one (see `analysis.measures.log_odds`).

    Two themes of different families are compared among the sentences that carry some theme of both
    families: if a sentence names an actor and has a tone, is it this actor with this tone?
    Otherwise every actor would seem to go with every tone if most sentences have neither. Themes of
    one family, themes without one, and families with a single theme, of which nothing else could
    be expected, are compared among all sentences.

    Returns:
        One row per unordered pair of coded themes, including pairs that never occur together, in
        the codebook's order (`analysis.tables.PAIRS`, then the columns of `with_families`):

        - `theme_a`, `label_a`, `theme_b`, `label_b`: the two themes. A theme is not paired with its
          subthemes, since every sentence that carries a subtheme carries the theme too;
        - `n_a`, `n_b`, `n_both`, `n_sentences`: sentences that carry each theme, both, and all;
        - `among_n`: the sentences among which the two are compared, and `among_n_a`, `among_n_b`:
          those of them that carry each theme;
        - `expected`: how many of these would carry both by chance; NaN without sentences;
        - `log_odds`, `low`, `high`: the log odds and their 95 % interval. All are NaN if one of the
          themes occurs in none of the sentences or in every one; without five texts, or five
          paragraphs of a single text, the bounds are;
        - `association`: "more" or "less" if the two clearly occur together more or less often than
          expected (see `find_association`), otherwise `""`;
        - `all_expected`, `all_log_odds`, `all_low`, `all_high`: the same for all pairs among all
          sentences;
        - `by_codebook`: whether the two share a pattern or find the same characters, so that they
          co-occur because of how the codebook is written; `n_overlaps`: the sentences in which they
          find the same characters;
        - `clusters`, `n_clusters`: what the interval is made from, "texts" or "paragraphs";
        - `stands_out`: whether the association stays clear among all that were compared (see
          `analysis.measures.strength.is_clear_among_all`).

    Raises:
        InputError: a table lacks a column, or `hits` names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3], "paragraph": 1})
    >>> hits = {"doc_id": "a", "sent_id": [1, 2, 2], "theme": ["trade", "poverty", "trade"]}
    >>> hits = pd.DataFrame({**hits, "start": [0, 9, 20], "end": [5, 16, 25]})
    >>> pairs = cooccurrence(sentences, hits, codebook)
    >>> pairs[["theme_a", "theme_b", "n_a", "n_b", "n_both"]].to_numpy().tolist()
    [['poverty', 'trade', 1, 2, 1]]
    >>> pairs["expected"].round(2).tolist()
    [0.67]
    """
    coded = codebook.coded_themes()
    found = find_occurrences(sentences, hits, codebook)
    clusters = find_clusters(found)
    odds = _associate(found, clusters)
    a, b = _number_pairs(coded["theme"], codebook)
    of_all = Odds(*(matrix[a, b] for matrix in odds))
    families = with_families(coded[["theme"]], codebook)["family"]
    among = associate_between(found, families.to_numpy(), _associate, odds)
    among = Odds(*(matrix[a, b] for matrix in among))
    columns = {
        "theme_a": coded["theme"].array[a],
        "label_a": coded["label"].array[a],
        "theme_b": coded["theme"].array[b],
        "label_b": coded["label"].array[b],
        "n_a": of_all.n_a,
        "n_b": of_all.n_b,
        "n_both": of_all.n_both,
        "n_sentences": found.n_sentences,
        "expected": among.expected,
        "log_odds": among.log_odds,
        "low": among.low,
        "high": among.high,
        "association": find_association(among.n_both, among.expected, among.low, among.high),
        "clusters": clusters.unit,
        "n_clusters": clusters.n,
        "among_n": among.n,
        "among_n_a": among.n_a,
        "among_n_b": among.n_b,
        "all_expected": of_all.expected,
        "all_log_odds": of_all.log_odds,
        "all_low": of_all.low,
        "all_high": of_all.high,
    }
    pairs = _mark_codebook(pd.DataFrame(columns), hits, codebook)
    pairs["stands_out"] = is_clear_among_all(pairs, "n_both")
    return with_families(PAIRS.frame(pairs), codebook)


def _associate(found: Occurrences, clusters: Clusters) -> Odds:
    """Compare the sentences that carry both of two themes with those expected by chance."""
    n = found.n_sentences
    n_both = np.zeros((found.n_themes, found.n_themes), dtype=np.int64)
    for _, counts in count_pairs(found, clusters):
        n_both += counts.sum(axis=0)
    n_theme = n_both.diagonal()
    n_a, n_b = np.broadcast_arrays(n_theme[:, None], n_theme[None, :])
    expected = n_a * n_b / n if n else np.full(n_both.shape, np.nan)
    cells = _correct(_make_cells(n_both, n_a, n_b, n))
    varies = (n_theme > 0) & (n_theme < n)
    has_odds = varies[:, None] & varies[None, :]
    log_odds = np.where(has_odds, _log_odds(cells), np.nan)
    plain = 1 / cells.both + 1 / cells.only_a + 1 / cells.only_b + 1 / cells.neither
    by_cluster = sum_squares(_linear_terms(found, clusters, cells), clusters.n)
    interval = make_interval(log_odds, plain, by_cluster, clusters.n)
    return Odds(np.full(n_both.shape, n), n_a, n_b, n_both, expected, *interval)


class _Cells(NamedTuple):
    """How many sentences carry both themes, only one, only the other, and neither."""

    both: np.ndarray
    only_a: np.ndarray
    only_b: np.ndarray
    neither: np.ndarray


def _make_cells(
    n_both: np.ndarray,
    n_a: np.ndarray,
    n_b: np.ndarray,
    n: np.ndarray | int,
) -> _Cells:
    return _Cells(n_both, n_a - n_both, n_b - n_both, n - n_a - n_b + n_both)


def _correct(cells: _Cells) -> _Cells:
    """Add `CORRECTION` to all cells of a pair if one of them is 0."""
    has_zero = np.min(cells, axis=0) == 0
    return _Cells(*(cell + CORRECTION * has_zero for cell in cells))


def _log_odds(cells: _Cells) -> np.ndarray:
    return np.log(cells.both) + np.log(cells.neither) - np.log(cells.only_a) - np.log(cells.only_b)


def _linear_terms(found: Occurrences, clusters: Clusters, total: _Cells) -> Iterator[np.ndarray]:
    """Compute, block by block, what each cluster adds to the log odds (see `sum_squares`)."""
    sizes = np.bincount(clusters.of_sentence, minlength=clusters.n)
    for block, counts in count_pairs(found, clusters):
        of_theme = counts.diagonal(axis1=1, axis2=2)
        n_a, n_b = of_theme[:, :, None], of_theme[:, None, :]
        own = _make_cells(counts, n_a, n_b, sizes[block, None, None])
        for_odds = own.both / total.both + own.neither / total.neither
        against = own.only_a / total.only_a + own.only_b / total.only_b
        yield for_odds - against


def _mark_codebook(pairs: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Add `n_overlaps` and `by_codebook`."""
    marked = codebook_pairs(hits, codebook)
    pairs = pairs.merge(marked, on=["theme_a", "theme_b"], how="left", validate="1:1")
    n_overlaps = pairs["n_overlaps"].fillna(0)
    n_patterns = pairs["n_patterns"].fillna(0)
    by_codebook = (n_overlaps > 0) | (n_patterns > 0)
    return pairs.drop(columns="n_patterns").assign(n_overlaps=n_overlaps, by_codebook=by_codebook)


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

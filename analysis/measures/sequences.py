"""Sequences: which theme follows which in the next sentence, and how often it would by chance."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import is_under
from analysis.measures.families import with_families
from analysis.measures.log_odds import (
    CORRECTION,
    Clusters,
    Interval,
    Occurrences,
    count_pairs,
    find_association,
    find_clusters,
    find_occurrences,
    find_texts,
    make_interval,
    sum_squares,
)
from analysis.measures.strength import is_clear_among_all
from analysis.tables import SEQUENCES


def sequences(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Count how often one theme follows another in the next sentence, and compare with chance.

    A step leads from a sentence to the next one of the same text, across paragraphs and headings,
    and whether the two carry a theme or not. Chance means that the sentences of each text stand in
    random order: then a step leads from theme a to theme b in `n_a * n_b - n_ab` of `n * (n - 1)`
    cases, where the text has `n` sentences, of which `n_a` and `n_b` carry the themes and `n_ab`
    both. So a theme that fills some texts and is absent from others does not follow itself more
    often than expected for this reason alone. The log odds compare the steps that were observed,
    `o` of `s`, with those expected, `e`:

        log_odds = log(o / (s - o)) - log(e / (s - e))

    0 is no association, and log(2) = 0.69 means twice the odds. If `o` is 0 or `s`, 0.5 is added to
    `o` and to `s - o`. The plain variance is 1/o + 1/(s - o); the interval is by texts, and never
    shorter than the plain one (see `analysis.measures.log_odds`).

    Returns:
        One row per ordered pair of coded themes, including each theme with itself and pairs that
        never follow each other, in the codebook's order (`analysis.tables.SEQUENCES`, then the
        columns of `with_families`):

        - `theme_a`, `label_a`: the theme of a sentence; `theme_b`, `label_b`: that of the next one.
          A theme is not paired with its subthemes, nor with those above it;
        - `n_a`: sentences that carry `theme_a` and have a next one; `n_b`: sentences that carry
          `theme_b` and have one before them; `n_followed`: steps from `theme_a` to `theme_b`;
          `n_steps`: all steps;
        - `expected`: the steps from `theme_a` to `theme_b` by chance; NaN without steps;
        - `log_odds`, `low`, `high`: the log odds and their 95 % interval. All are NaN if the themes
          cannot follow each other in any order, or do in every one; without five texts, or five
          paragraphs of a single text, the bounds are;
        - `association`: "more" or "less" if `theme_b` clearly follows more or less often than
          expected (see `find_association`), otherwise `""`;
        - `clusters`, `n_clusters`: what the interval is made from, "texts" or "paragraphs";
        - `stands_out`: whether the association stays clear among all that were compared (see
          `analysis.measures.strength.is_clear_among_all`).

    Raises:
        InputError: a table lacks a column, or `hits` names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["aid", "war"], "parent": "", "label": ["Aid", "War"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3, 4], "paragraph": 1})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3], "theme": ["war", "aid", "war"]})
    >>> table = sequences(sentences, hits, codebook)
    >>> table[["theme_a", "theme_b", "n_followed", "expected"]].to_numpy().tolist()
    [['aid', 'aid', 0, 0.0], ['aid', 'war', 1, 0.5], ['war', 'aid', 1, 0.5], ['war', 'war', 0, 0.5]]
    """
    coded = codebook.coded_themes()
    found = find_occurrences(sentences, hits, codebook)
    clusters = find_clusters(found)
    steps = _count_steps(found)
    odds = _compare(found, clusters, steps)
    a, b = _number_sequences(coded["theme"])
    themes = coded["theme"].array
    labels = coded["label"].array
    n_followed = steps.n_followed[a, b]
    expected = steps.expected[a, b] if steps.n else np.full(len(a), np.nan)
    low, high = odds.low[a, b], odds.high[a, b]
    columns = {
        "theme_a": themes[a],
        "label_a": labels[a],
        "theme_b": themes[b],
        "label_b": labels[b],
        "n_a": _count_themes(found, _is_followed(found))[a],
        "n_b": _count_themes(found, found.follows)[b],
        "n_followed": n_followed,
        "n_steps": steps.n,
        "expected": expected,
        "log_odds": odds.log_odds[a, b],
        "low": low,
        "high": high,
        "association": find_association(n_followed, expected, low, high),
        "clusters": clusters.unit,
        "n_clusters": clusters.n,
    }
    table = SEQUENCES.frame(columns)
    table = table.assign(stands_out=is_clear_among_all(table, "n_followed"))
    return with_families(table, codebook)


def _number_sequences(themes: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the row numbers of the two themes of each sequence."""
    n = len(themes)
    is_sequence = np.ones((n, n), dtype=bool)
    for number, theme in enumerate(themes):
        below = is_under(themes, theme).to_numpy() & (themes != theme).to_numpy()
        is_sequence[number, below] = False
        is_sequence[below, number] = False
    a, b = is_sequence.nonzero()
    return a, b


def _count_themes(found: Occurrences, chosen: np.ndarray) -> np.ndarray:
    """Count the chosen sentences that carry each theme."""
    themes = found.theme[chosen[found.sentence]]
    return np.bincount(themes, minlength=found.n_themes)


class _Steps(NamedTuple):
    """Steps from a sentence to the next, in all texts; the matrices are first x second theme."""

    n: int
    n_followed: np.ndarray
    expected: np.ndarray


def _count_steps(found: Occurrences) -> _Steps:
    """Count the steps between themes, and how many there would be by chance."""
    texts = find_texts(found)
    n_followed = np.zeros((found.n_themes, found.n_themes), dtype=np.int64)
    expected = np.zeros(n_followed.shape)
    for block, followed, n_both in _count_blocks(found, texts):
        n_followed += followed.sum(axis=0)
        expected += _expect(found, block, n_both).sum(axis=0)
    return _Steps(int(found.follows.sum()), n_followed, expected)


def _count_blocks(
    found: Occurrences, clusters: Clusters
) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """Count, for each cluster of a block, the steps between themes and the sentences with both."""
    same_blocks = zip(
        count_pairs(found, clusters, step=1),
        count_pairs(found, clusters),
        strict=True,
    )
    for (block, followed), (_, n_both) in same_blocks:
        yield block, followed, n_both


def _expect(found: Occurrences, block: slice, n_both: np.ndarray) -> np.ndarray:
    """Say how many steps of each text would lead from one theme to another by chance.

    Args:
        found: which sentence carries which theme.
        block: a block of texts.
        n_both: the sentences of each text that carry both of two themes; the diagonal counts
            those of one theme.
    """
    texts = find_texts(found)
    n = np.bincount(found.text, minlength=texts.n)[block]
    n_steps = _count_steps_in(found, texts)[block]
    share = n_steps / np.maximum(n * (n - 1), 1)
    of_theme = n_both.diagonal(axis1=1, axis2=2)
    n_cases = of_theme[:, :, None] * of_theme[:, None, :] - n_both
    return n_cases * share[:, None, None]


def _compare(found: Occurrences, clusters: Clusters, steps: _Steps) -> Interval:
    """Compare the observed steps with those expected by chance."""
    n = steps.n
    is_extreme = (steps.n_followed == 0) | (steps.n_followed == n)
    added = CORRECTION * is_extreme
    has_odds = (steps.expected > 0) & (steps.expected < n)
    cells = _Cells(
        followed=steps.n_followed + added,
        not_followed=n - steps.n_followed + added,
        expected=np.where(has_odds, steps.expected, np.nan),
        not_expected=np.where(has_odds, n - steps.expected, np.nan),
    )
    observed_odds = np.log(cells.followed) - np.log(cells.not_followed)
    log_odds = observed_odds - np.log(cells.expected) + np.log(cells.not_expected)
    plain = 1 / cells.followed + 1 / cells.not_followed
    by_cluster = sum_squares(_linear_terms(found, clusters, cells), clusters.n)
    return make_interval(log_odds, plain, by_cluster, clusters.n)


class _Cells(NamedTuple):
    """Steps of all texts that lead from one theme to another, and all others."""

    followed: np.ndarray
    not_followed: np.ndarray
    expected: np.ndarray
    not_expected: np.ndarray


def _linear_terms(found: Occurrences, clusters: Clusters, total: _Cells) -> Iterator[np.ndarray]:
    """Compute, block by block, what each cluster adds to the log odds (see `sum_squares`).

    What is expected of a paragraph is its part of what is expected of its text.
    """
    n_steps = _count_steps_in(found, clusters)
    share = (total.expected / (total.expected + total.not_expected))[None]
    for block, followed, n_both in _count_blocks(found, clusters):
        n = n_steps[block, None, None]
        is_text = clusters.unit == "texts"
        expected = _expect(found, block, n_both) if is_text else n * share
        observed_odds = followed / total.followed - (n - followed) / total.not_followed
        yield observed_odds - expected / total.expected + (n - expected) / total.not_expected


def _count_steps_in(found: Occurrences, clusters: Clusters) -> np.ndarray:
    """Count the steps that begin in each cluster."""
    begins = clusters.of_sentence[_is_followed(found)]
    return np.bincount(begins, minlength=clusters.n)


def _is_followed(found: Occurrences) -> np.ndarray:
    """Tell which sentences have a next one in their text."""
    return np.append(found.follows[1:], False)[: found.n_sentences]

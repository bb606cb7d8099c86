"""Log odds of pairs of themes: the counts behind them, and the intervals of the log odds.

`cooccurrence` counts two themes in the same sentence, `sequences` in one sentence and the next.
Both compare a count with what chance would give, as log odds (natural logarithms), and both use the
intervals made here.

Sentences of one text resemble each other, so a formula that takes them as independent gives
intervals that are too short. The variance is therefore estimated twice: by the plain formula, and
from the differences between texts (linearised, see `sum_squares`). The larger one counts, as
Angrist and Pischke (2009, Mostly Harmless Econometrics, section 8.2) advise, because the second one
is often too small with few texts or rare themes. The quantile is that of Student's t with one
degree of freedom fewer than there are texts. If there is only one text, its paragraphs take the
place of texts. With fewer than five of either there is no interval (NaN).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, find_carried
from analysis.measures.resampling import DIGITS, LEAST_CLUSTERS, Z
from analysis.tables import SENTENCES

LEAST_SENTENCES = 3  # that are observed or expected together, before a pair stands out
CORRECTION = 0.5  # added to every cell where one is 0 (Haldane 1956, Anscombe 1956)

BLOCK = 1 << 21  # numbers that an array of counts holds at most, unless one cluster needs more
SENTENCE_BLOCK = 1 << 16  # sentences of which the pairs of themes are listed at once


class Occurrences(NamedTuple):
    """Which sentence carries which coded theme.

    Attributes:
        text: the number of the text of each sentence, ascending; sentences are in reading order.
        paragraph: the number of the paragraph of each sentence, ascending over all texts.
        follows: whether each sentence follows the one before it in the same text.
        sentence: one entry per sentence and theme that it carries, ascending: the sentence.
        theme: for the same entries, the row number in `Codebook.coded_themes`.
        n_themes: the number of coded themes.
    """

    text: np.ndarray
    paragraph: np.ndarray
    follows: np.ndarray
    sentence: np.ndarray
    theme: np.ndarray
    n_themes: int

    @property
    def n_sentences(self) -> int:
        """The number of sentences, with and without themes."""
        return len(self.text)


class Clusters(NamedTuple):
    """What the variance is estimated from: texts, or the paragraphs of a single text.

    Attributes:
        of_sentence: the number of the cluster of each sentence, ascending from 0.
        n: how many clusters there are.
        unit: "texts" or "paragraphs".
    """

    of_sentence: np.ndarray
    n: int
    unit: str


def find_occurrences(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> Occurrences:
    """Find the coded themes of each sentence, with the sentences in reading order.

    Raises:
        InputError: a table lacks a column, or `hits` names a theme that is not in the codebook.
    """
    SENTENCES.need(sentences, [*KEY, "paragraph"])
    document, _ = factorize_runs(sentences["doc_id"])
    sent_id = sentences["sent_id"].to_numpy()
    order = np.lexsort((sent_id, document))
    text = document[order]
    paragraph = sentences["paragraph"].to_numpy()[order]
    is_next = np.diff(sent_id[order]) == 1
    same_text = np.diff(text) == 0

    found = find_carried(sentences, hits, codebook)
    coded = pd.Index(codebook.coded_themes()["theme"])
    theme = coded.get_indexer(codebook.themes["theme"])[found.theme]  # -1 for headings
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    sentence = place[found.sentence[theme >= 0]]
    theme = theme[theme >= 0]
    by_sentence = np.argsort(sentence, kind="stable")
    return Occurrences(
        text=text,
        paragraph=_number_changes(~same_text | (np.diff(paragraph) != 0), len(order)),
        follows=np.append(False, is_next & same_text)[: len(order)],
        sentence=sentence[by_sentence],
        theme=theme[by_sentence],
        n_themes=len(coded),
    )


def _number_changes(changes: np.ndarray, n: int) -> np.ndarray:
    """Number the runs of `n` rows, of which `changes` says where a new one begins."""
    return np.append(0, np.cumsum(changes))[:n]


def find_texts(found: Occurrences) -> Clusters:
    """Take the texts as clusters."""
    return Clusters(found.text, _count_values(found.text), "texts")


def find_clusters(found: Occurrences) -> Clusters:
    """Take the texts as clusters, or the paragraphs of a single text."""
    texts = find_texts(found)
    if texts.n == 1:
        return Clusters(found.paragraph, _count_values(found.paragraph), "paragraphs")
    return texts


def _count_values(numbers: np.ndarray) -> int:
    return int(numbers.max(initial=-1)) + 1


# -- counts ----------------------------------------------------------------------------------------


def count_pairs(
    found: Occurrences,
    clusters: Clusters,
    *,
    step: int = 0,
) -> Iterator[tuple[slice, np.ndarray]]:
    """Count, cluster by cluster, the sentences that carry one theme and lead to another.

    Args:
        found: which sentence carries which theme.
        clusters: the texts or paragraphs.
        step: 0 to look for the second theme in the same sentence, 1 in the next one of the text.

    Yields:
        A block of clusters, and its counts in an array: clusters x first theme x second theme.
        With `step=0`, the diagonal counts the sentences that carry each theme.
    """
    n_cells = found.n_themes**2
    n_in_block = max(1, BLOCK // max(1, n_cells))
    for start in range(0, clusters.n, n_in_block):
        stop = min(start + n_in_block, clusters.n)
        counts = np.zeros((stop - start) * n_cells, dtype=np.int64)
        first, last = np.searchsorted(clusters.of_sentence, [start, stop])
        for begin in range(first, last, SENTENCE_BLOCK):
            end = min(begin + SENTENCE_BLOCK, last)
            sentence, theme_a, theme_b = _pair_themes(found, begin, end, step)
            cluster = clusters.of_sentence[sentence] - start
            cell = (cluster * found.n_themes + theme_a) * found.n_themes + theme_b
            counts += np.bincount(cell, minlength=len(counts))
        shape = (stop - start, found.n_themes, found.n_themes)
        yield slice(start, stop), counts.reshape(shape)


def _pair_themes(
    found: Occurrences,
    begin: int,
    end: int,
    step: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair each theme of the sentences from `begin` to `end` with each theme `step` later."""
    bounds = np.searchsorted(found.sentence, np.arange(begin, end + step + 1))
    sentence = found.sentence[bounds[0] : bounds[end - begin]]
    other = sentence + step - begin
    n_partners = bounds[other + 1] - bounds[other]
    if step:
        has_next = np.append(found.follows, False)[sentence + 1]
        n_partners = np.where(has_next, n_partners, 0)
    entry = np.repeat(np.arange(len(sentence)), n_partners)
    rank = np.arange(len(entry)) - np.repeat(np.cumsum(n_partners) - n_partners, n_partners)
    theme_a = found.theme[bounds[0] + entry]
    theme_b = found.theme[bounds[other[entry]] + rank]
    return sentence[entry], theme_a, theme_b


# -- intervals -------------------------------------------------------------------------------------


def sum_squares(terms: Iterable[np.ndarray], n_clusters: int) -> np.ndarray | float:
    """Estimate a variance from the differences between clusters.

    Log odds are a smooth function of sums over clusters, so their variance is that of a sum of
    linear terms, one per cluster: Taylor linearisation (Woodruff 1971, Journal of the American
    Statistical Association 66), which is also the cluster-robust variance.

    Args:
        terms: for each block of clusters the linear terms: clusters x first theme x second theme.
        n_clusters: how many clusters there are.

    Returns:
        The variance of each pair; NaN with fewer than `LEAST_CLUSTERS` clusters.
    """
    if n_clusters < LEAST_CLUSTERS:
        return np.nan
    total = sum(np.square(block).sum(axis=0) for block in terms)
    return total * n_clusters / (n_clusters - 1)


class Interval(NamedTuple):
    """Log odds and their 95 % interval, rounded to `DIGITS`."""

    log_odds: np.ndarray
    low: np.ndarray
    high: np.ndarray


def make_interval(
    log_odds: np.ndarray,
    variance: np.ndarray,
    variance_by_cluster: np.ndarray | float,
    n_clusters: int,
) -> Interval:
    """Make the interval from the larger of two variances; NaN if either is missing."""
    larger = np.maximum(variance, variance_by_cluster)
    half = student_t(n_clusters - 1) * np.sqrt(larger)
    numbers = (log_odds, log_odds - half, log_odds + half)
    return Interval(*(number.round(DIGITS) for number in numbers))


def find_association(
    observed: np.ndarray,
    expected: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    """Say whether each count is clearly "more" or "less" than expected, or neither (`""`).

    It is if the interval excludes 0, and if at least `LEAST_SENTENCES` were observed or, for less,
    expected: the interval of one or two sentences is not to be relied on. Of many pairs without any
    association, about 2.5 in 100 are "more" and as many "less".
    """
    more = (low > 0) & (observed >= LEAST_SENTENCES)
    less = (high < 0) & (expected >= LEAST_SENTENCES)
    return np.select([more, less], ["more", "less"], default="")


def student_t(degrees: int) -> float:
    """Return the quantile of Student's t for a 95 % interval, to three digits from 4 degrees on.

    The expansion is 26.7.5 in Abramowitz and Stegun (1964, Handbook of Mathematical Functions).

    >>> [round(student_t(degrees), 3) for degrees in (4, 9, 30, 1000)]
    [2.776, 2.262, 2.042, 1.962]
    """
    if degrees < 1:
        return np.nan
    x = Z
    terms = [
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    ]
    return sum(term / degrees**power for power, term in enumerate(terms))

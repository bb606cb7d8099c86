"""Two families crossed: which theme of the one goes with which of the other, row by row."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import is_under
from analysis.measures.cooccurrence import cooccurrence, cross
from analysis.measures.log_odds import (
    Clusters,
    Occurrences,
    find_clusters,
    find_occurrences,
    student_t,
)
from analysis.measures.resampling import DIGITS, LEAST_CLUSTERS
from analysis.measures.strength import is_clear_among_all
from analysis.tables import CROSSED


def cross_families(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    rows: str,
    columns: str,
) -> pd.DataFrame:
    """Count the sentences that carry both a theme of one family and a theme of another.

    Whether two themes go together is judged among the sentences that carry some theme of both
    families: given that an actor is named and a tone is struck, is it this actor with this tone?

    Args:
        sentences: one row per sentence.
        hits: one row per hit.
        codebook: where the themes come from.
        rows: the id of the family, or of a theme, whose themes become `theme_a`.
        columns: the id of the other one, whose themes become `theme_b`.

    Returns:
        One row per pair (`analysis.tables.CROSSED`, then the columns of `with_families`). As from
        `cooccurrence`, but `stands_out` is among these pairs. Further columns:

        - `share`: `n_both / n_a`; `share_low`, `share_high`: its 95 % interval by texts, or by the
          paragraphs of a single text; NaN with fewer than five of either that carry `theme_a`. It
          is Wilson's interval (1927) with the number of independent sentences that would vary as
          much as these do between texts, and with the quantile of Student's t, as Franco et al.
          (2019, Journal of Survey Statistics and Methodology 7) advise for small or large shares;
        - `rows`: the id of the family that was given; `n_rows`: sentences that carry any of its
          themes; `n_rows_b`: those that carry `theme_b`, too.

    Raises:
        InputError: a table lacks a column, or `hits` names a theme that is not in the codebook.
    """
    crossed = cross(cooccurrence(sentences, hits, codebook), rows, columns)
    crossed = crossed.assign(stands_out=is_clear_among_all(crossed, "n_both"))
    found = find_occurrences(sentences, hits, codebook)
    themes = codebook.coded_themes()["theme"]
    shares = _share_rows(crossed, found, find_clusters(found), themes)
    in_rows = np.isin(found.theme, np.flatnonzero(is_under(themes, rows)))
    is_row = np.zeros(found.n_sentences, dtype=bool)
    is_row[found.sentence[in_rows]] = True
    b = pd.Index(themes).get_indexer(crossed["theme_b"])
    n_rows_b = np.bincount(found.theme[is_row[found.sentence]], minlength=found.n_themes)[b]
    columns_of_rows = {"rows": rows, "n_rows": is_row.sum(), "n_rows_b": n_rows_b}
    return CROSSED.frame(crossed.assign(**shares, **columns_of_rows))


def _share_rows(
    crossed: pd.DataFrame,
    found: Occurrences,
    clusters: Clusters,
    themes: pd.Series,
) -> dict[str, np.ndarray]:
    """Measure the share of each row with its interval."""
    known = pd.Index(themes)
    a, b = (known.get_indexer(crossed[side]) for side in ("theme_a", "theme_b"))
    carries = np.zeros((found.n_themes, found.n_sentences), dtype=bool)
    carries[found.theme, found.sentence] = True
    n_by_theme = {theme: _count(carries[theme], clusters) for theme in np.unique(a)}
    limits = []
    for first, second in zip(a, b, strict=True):
        k = _count(carries[first] & carries[second], clusters)
        limits.append(interval_of_ratio(k, n_by_theme[first]))
    share, low, high = np.array(limits, dtype=np.float64).reshape(-1, 3).T
    return {"share": share, "share_low": low, "share_high": high}


def _count(is_counted: np.ndarray, clusters: Clusters) -> np.ndarray:
    return np.bincount(clusters.of_sentence[is_counted], minlength=clusters.n)


def interval_of_ratio(k: np.ndarray, n: np.ndarray) -> tuple[float, float, float]:
    """Return a share of sentences, and its 95 % interval by texts.

    Args:
        k: for each text, the sentences that are counted.
        n: for each text, those of which they are a part.

    Returns:
        `sum(k) / sum(n)`, and the limits; NaN where there are none.

    >>> k, n = np.array([3, 5, 4, 6, 2]), np.array([10, 10, 10, 10, 10])
    >>> [round(float(number), 3) for number in interval_of_ratio(k, n)]
    [0.4, 0.231, 0.597]
    """
    total = n.sum()
    if not total:
        return np.nan, np.nan, np.nan
    share = k.sum() / total
    n_texts = int(np.count_nonzero(n))
    if n_texts < LEAST_CLUSTERS:
        return share, np.nan, np.nan
    plain = share * (1 - share) / total
    by_text = np.square((k - share * n) / total).sum() * n_texts / (n_texts - 1)
    n_alone = total * plain / max(plain, by_text) if plain else total
    z2 = student_t(n_texts - 1) ** 2
    middle = (share + z2 / (2 * n_alone)) / (1 + z2 / n_alone)
    half = np.sqrt(z2 * (share * (1 - share) / n_alone + z2 / (4 * n_alone**2))) / (
        1 + z2 / n_alone
    )
    low, high = np.clip([middle - half, middle + half], 0, 1).round(DIGITS)
    return share, low, high

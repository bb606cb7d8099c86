"""Keyness: the terms that are more frequent, or rarer, in some sentences than in others."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.faults import Fault, check_number, raise_all
from analysis.measures.association_statistics import (
    adjust_p_values,
    expected_count,
    g_squared,
    log_ratio,
    p_value,
)
from analysis.measures.dispersion import deviation_of_proportions
from analysis.measures.terms import count_parts, count_terms, list_terms
from analysis.tables import KEYNESS, SENTENCES


def keyness(
    sentences: pd.DataFrame,
    target: Any,
    *,
    n: int = 1,
    cells: int = 4,
    min_n: int = 1,
) -> pd.DataFrame:
    """Find the terms that are more frequent, or rarer, in some sentences than in all others.

    Args:
        sentences: one row per sentence: `doc_id` and `sentence`.
        target: one boolean per sentence, in the order of the rows: whether it is in the target. All
            other sentences are the reference.
        n: the number of words in a term (see `analysis.measures.terms`).
        cells: the form of G²: 4 (Dunning 1993) or 2 (Rayson and Garside 2000).
        min_n: leave out terms that occur less often than this in target and reference together. The
            sizes still count them; `p_adjusted` does not.

    Returns:
        One row per term (`analysis.tables.KEYNESS`), by `g2` without its sign, the largest first,
        then by term: `term`, `n_target`, `n_reference`, `size_target`, `size_reference` (all terms
        of as many words), `expected` (`n_target` if both had the same rate), `g2` (negative where
        the term is rarer in the target), `p`, `p_adjusted` (Benjamini and Hochberg), `log_ratio`
        (1: twice as frequent in the target; -1: half as frequent), `low`, `high` (its 95 %
        interval) and `n_texts` (texts in which it occurs).

        G², p and the interval take the occurrences of a term for independent of one another. Where
        few texts use it often, it looks surer than it is: see `n_texts`. If target or reference
        has no terms, there is nothing to compare, and `g2` and what follows from it are NaN.

    Raises:
        InputError: a column is missing, or `target` is not one boolean per sentence.
        ValueError: `n` is less than 1, or `cells` is neither 4 nor 2.

    >>> texts = ["Rights and duties.", "Rights and rights.", "Trade and growth."]
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a", "b"], "sentence": texts})
    >>> table = keyness(sentences, [True, True, False])
    >>> table[["term", "n_target", "n_reference", "expected"]].to_numpy().tolist()[0]
    ['rights', 3, 0, 2.0]
    """
    occurrences, _ = _read_occurrences(sentences, target, n)
    return compare_sides(occurrences, count_sides(occurrences), cells=cells, min_n=min_n)


def distinctive_terms(
    sentences: pd.DataFrame,
    target: Any,
    *,
    n: int = 1,
    cells: int = 4,
    min_n: int = 1,
) -> pd.DataFrame:
    """Do the same as `keyness`, and say how each term is spread over the texts.

    Returns:
        The table of `keyness` with four columns more: `n_texts_target` and `n_texts_reference`
        (texts on either side in which the term occurs), `dp_norm` (as in `dispersion`, over the
        texts of the side on which the term is the more frequent; NaN if that is one text) and
        `n_sentences_target` (sentences of the target in which it occurs).
    """
    occurrences, sentence = _read_occurrences(sentences, target, n)
    table = with_spread(occurrences, count_sides(occurrences))
    own = occurrences.is_target
    table["n_sentences_target"] = count_parts(
        occurrences.term[own], sentence[own], len(sentences), len(table)
    )
    return compare_sides(occurrences, table, cells=cells, min_n=min_n)


class Occurrences(NamedTuple):
    """Occurrences of terms on two sides; all but `terms` have one entry per occurrence.

    Attributes:
        term: the position of the term in `terms`.
        text: the number of the text.
        is_target: whether it is on the side of the target.
        terms: the different terms, sorted.
    """

    term: np.ndarray
    text: np.ndarray
    is_target: np.ndarray
    terms: list[str]


def _read_occurrences(
    sentences: pd.DataFrame, target: Any, n: int
) -> tuple[Occurrences, np.ndarray]:
    """Find all terms, and the text, the side and the row number of the sentence of each."""
    SENTENCES.need(sentences, ["doc_id", "sentence"])
    is_target = _read_target(target, len(sentences))
    found = list_terms(sentences, n)
    text, _ = factorize_runs(sentences["doc_id"])
    own = (found.term, text[found.sentence], is_target[found.sentence], found.terms)
    return Occurrences(*own), found.sentence


def _read_target(target: Any, n_sentences: int) -> np.ndarray:
    """Check that there is one boolean per sentence."""
    values = np.asarray(target)
    faults = []
    expected = f"one boolean for each of the {n_sentences:,} sentences"
    if values.shape != (n_sentences,):
        found = f"{len(values):,} values" if values.ndim == 1 else f"{values.ndim} dimensions"
        faults.append(Fault("keyness, target", found, expected))
    elif values.dtype != bool and not set(values.tolist()) <= {True, False}:
        found = f"values of type {values.dtype}"
        faults.append(Fault("keyness, target", found, expected))
    raise_all(faults)
    return values.astype(bool)


# -- two sides -----------------------------------------------------------------------------------


def count_sides(occurrences: Occurrences) -> pd.DataFrame:
    """Count each term on two sides.

    Returns:
        One row per term, in order: `n_target`, `n_reference`, `size_target`, `size_reference` and
        `n_texts`, as in `keyness`.
    """
    own = occurrences
    n_terms = len(own.terms)
    n = np.bincount(own.term, minlength=n_terms)
    n_target = np.bincount(own.term[own.is_target], minlength=n_terms)
    columns = {
        "n_target": n_target,
        "n_reference": n - n_target,
        "size_target": n_target.sum(),
        "size_reference": len(own.term) - n_target.sum(),
        "n_texts": count_parts(own.term, own.text, _count_texts(own), n_terms),
    }
    return pd.DataFrame(columns)


def with_spread(occurrences: Occurrences, table: pd.DataFrame) -> pd.DataFrame:
    """Add what `distinctive_terms` describes to the table of `count_sides`."""
    n_terms = len(table)
    n_texts = []
    dp_norm = []
    for is_own in (occurrences.is_target, ~occurrences.is_target):
        term, text, _, terms = occurrences
        own = Occurrences(term[is_own], text[is_own], is_own[is_own], terms)
        counts = count_terms(own.term, own.text, _count_texts(own))
        n_texts.append(np.bincount(counts.term, minlength=n_terms))
        _, spread = deviation_of_proportions(counts, np.bincount(own.text), n_terms)
        dp_norm.append(spread)
    rate_target = table["n_target"] * table["size_reference"]
    rate_reference = table["n_reference"] * table["size_target"]
    return table.assign(
        n_texts_target=n_texts[0],
        n_texts_reference=n_texts[1],
        dp_norm=np.where(rate_target > rate_reference, *dp_norm),
    )


def _count_texts(occurrences: Occurrences) -> int:
    return int(occurrences.text.max(initial=-1)) + 1


def compare_sides(
    occurrences: Occurrences, table: pd.DataFrame, *, cells: int, min_n: int
) -> pd.DataFrame:
    """Compare the frequencies of terms on two sides, as `keyness` describes.

    Args:
        occurrences: where the terms come from.
        table: one row per term, as from `count_sides` or `with_spread`.
        cells: the form of G².
        min_n: leave out terms that occur less often than this.
    """
    raise_all(check_number("min_n", min_n, 0, "0 or more occurrences"))
    n = table["n_target"] + table["n_reference"]
    chosen = np.flatnonzero((n > 0) & (n >= min_n))
    terms = [occurrences.terms[number] for number in chosen.tolist()]
    tested = with_tests(table.iloc[chosen].assign(term=terms), cells)
    return KEYNESS.frame(sort_by_strength(with_adjusted_p(tested)))


# -- tests ---------------------------------------------------------------------------------------

COUNTS = ["n_target", "n_reference", "size_target", "size_reference"]


def with_tests(table: pd.DataFrame, cells: int) -> pd.DataFrame:
    """Add `expected`, `g2`, `p`, `log_ratio`, `low` and `high` to a table of counts.

    Terms with the same counts have the same values, and most terms are rare: so each pair of counts
    is calculated with once.
    """
    different, number = _distinguish(table[COUNTS])
    a, b, size_a, size_b = (different[column].to_numpy() for column in COUNTS)
    g2 = g_squared(a, b, size_a, size_b, cells)
    ratio = log_ratio(a, b, size_a, size_b)
    values = {
        "expected": expected_count(a, b, size_a, size_b),
        "g2": g2,
        "p": p_value(g2),
        "log_ratio": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
    }
    is_empty = (size_a == 0) | (size_b == 0)
    for name, column in values.items():
        values[name] = np.where(is_empty, np.nan, column)[number]
    return table.assign(**values)


def _distinguish(counts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the different rows of a table of counts, and the position of each row among them."""
    key = counts["n_target"] * (counts["n_reference"].max() + 1) + counts["n_reference"]
    number, different = pd.factorize(key.to_numpy())
    first = np.zeros(len(different), dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return counts.iloc[first], number


def with_adjusted_p(table: pd.DataFrame) -> pd.DataFrame:
    """Add `p_adjusted` to a table of tests, all of which count as one family."""
    return table.assign(p_adjusted=adjust_p_values(table["p"]))


def sort_by_strength(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by `g2` without its sign, the largest first; rows of one value keep their order."""
    strength = table["g2"].abs()
    return table.loc[strength.sort_values(ascending=False, kind="stable").index]

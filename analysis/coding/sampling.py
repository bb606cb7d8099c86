"""Samples of sentences to be coded by hand."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.faults import Fault, check_number, raise_all
from analysis.measures.carried import KEY
from analysis.measures.resampling import check_seed
from analysis.tables import SAMPLE, SENTENCES


def draw_sample(
    sentences: pd.DataFrame,
    n: int,
    *,
    strata: Sequence[object] | np.ndarray | pd.Series | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw sentences at random, none twice.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        n: how many are drawn; at least one of each stratum.
        strata: a value for each sentence, such as whether it has a hit of a theme. Sentences with
            the same value are a stratum. Each stratum gets sentences in proportion to the square
            root of its size (Bankier 1988, "Power allocations", The American Statistician 42,
            174-177), so small ones get more than their part; equal parts would waste sentences.
        seed: makes the draw repeatable.

    Returns:
        One row per sentence drawn, in the order of `sentences` (`analysis.tables.SAMPLE`):
        `doc_id`, `sent_id`, `stratum` (`""` without strata) and `weight`, how many sentences of
        its stratum it stands for.

    Raises:
        InputError: `n` is larger than the number of sentences or smaller than that of strata, or
            there is not one value of `strata` for each sentence.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 101)})
    >>> sample = draw_sample(sentences, 20, strata=[True] * 10 + [False] * 90)
    >>> sample.groupby("stratum")["weight"].agg(["size", "sum"]).to_numpy().tolist()
    [[15.0, 90.0], [5.0, 10.0]]
    """
    SENTENCES.unique(SENTENCES.need(sentences, KEY))
    values = [""] * len(sentences) if strata is None else [str(value) for value in strata]
    stratum, names = pd.factorize(np.array(values, dtype=object), sort=True)
    raise_all([*_check_size(n, len(sentences), len(values), len(names)), *check_seed(seed)])
    sizes = np.bincount(stratum, minlength=len(names))
    counts = allocate(sizes, n)
    rng = np.random.Generator(np.random.PCG64(seed))
    picked = []
    for number, count in enumerate(counts.tolist()):
        members = np.flatnonzero(stratum == number)
        picked.append(rng.permutation(members)[:count])
    row = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *picked]))
    weight = sizes[stratum[row]] / counts[stratum[row]]
    drawn = sentences[KEY].iloc[row]
    return SAMPLE.frame(drawn.assign(stratum=np.array(names)[stratum[row]], weight=weight))


def allocate(sizes: np.ndarray, n: int) -> np.ndarray:
    """Share out `n` sentences among strata, in proportion to the square root of their sizes.

    Each stratum gets one at least, and no more than it has.

    >>> allocate(np.array([900, 100]), 40).tolist(), allocate(np.array([900, 4]), 100).tolist()
    ([30, 10], [96, 4])
    """
    counts = np.minimum(1, sizes)
    root = np.sqrt(sizes)
    for _ in range(n - int(counts.sum())):
        wanting = np.where(counts < sizes, root / (counts + 0.5), 0)  # Webster's method
        counts[wanting.argmax()] += 1
    return counts


def _check_size(n: int, n_sentences: int, n_values: int, n_strata: int) -> list[Fault]:
    if n_values != n_sentences:
        found = f"{n_values} values for {n_sentences} sentences"
        return [Fault("draw_sample, strata", found, "one value per sentence")]
    expected = f"a whole number from {n_strata} (the strata) to {n_sentences} (the sentences)"
    faults = check_number("draw_sample, n", n, n_strata, expected)
    if not faults and n > n_sentences:
        faults.append(Fault("draw_sample, n", repr(n), expected))
    return faults

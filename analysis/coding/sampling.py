"""Samples of sentences to be coded by hand."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.faults import Fault, check_number, raise_all
from analysis.measures.carried import KEY, number_sentences
from analysis.measures.resampling import check_seed
from analysis.tables import HALVES, SAMPLE, SENTENCES, TEXT


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
    return draw_more(sentences, SAMPLE.empty(), n, strata=strata, seed=seed)


def draw_more(
    sentences: pd.DataFrame,
    sample: pd.DataFrame,
    n: int,
    *,
    strata: Sequence[object] | np.ndarray | pd.Series | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw more sentences at random, none of those that were drawn before.

    Args:
        sentences: as for `draw_sample`.
        sample: the sentences drawn before, from the same sentences and strata: `doc_id`, `sent_id`.
        n: how many more are drawn.
        strata: as for `draw_sample`. Each stratum gets what it lacks of its part of the whole
            sample, as far as there are enough.
        seed: makes the draw repeatable; the next draw needs another one.

    Returns:
        One row per sentence drawn, now or before, in the order of `sentences`, as from
        `draw_sample`; the weights are those of the whole sample.

    Raises:
        InputError: `n` is larger than the number of sentences that are left, or too small for a
            sentence of each stratum; there is not one value of `strata` for each sentence; a
            sentence of the sample is not among `sentences`.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 101)})
    >>> sample = draw_more(sentences, draw_sample(sentences, 10), 15)
    >>> len(sample), round(sample["weight"].sum())
    (25, 100)
    """
    SENTENCES.unique(SENTENCES.need(sentences, KEY))
    is_drawn = _find_drawn(sentences, sample)
    stratum, names = _number_strata(strata, len(sentences))
    sizes = np.bincount(stratum, minlength=len(names))
    before = np.bincount(stratum[is_drawn], minlength=len(names))
    least = int((before == 0).sum()) if n or len(sample) == 0 else 0
    raise_all([*_check_size(n, int((~is_drawn).sum()), least), *check_seed(seed)])
    counts = allocate(sizes, n + int(before.sum()), before)
    rng = np.random.Generator(np.random.PCG64(seed))
    picked = [np.flatnonzero(is_drawn)]
    for number, count in enumerate((counts - before).tolist()):
        members = np.flatnonzero((stratum == number) & ~is_drawn)
        picked.append(rng.permutation(members)[:count])
    row = np.sort(np.concatenate(picked))
    weight = sizes[stratum[row]] / counts[stratum[row]]
    drawn = sentences[KEY].iloc[row]
    return SAMPLE.frame(drawn.assign(stratum=names[stratum[row]], weight=weight))


def allocate(sizes: np.ndarray, n: int, before: np.ndarray | None = None) -> np.ndarray:
    """Share out `n` sentences among strata, in proportion to the square root of their sizes.

    Each stratum gets one at least, no fewer than it has `before`, and no more than it has.

    >>> allocate(np.array([900, 100]), 40).tolist(), allocate(np.array([900, 4]), 100).tolist()
    ([30, 10], [96, 4])
    >>> allocate(np.array([900, 100]), 40, before=np.array([20, 15])).tolist()
    [25, 15]
    """
    counts = np.minimum(1, sizes)
    if before is not None:
        counts = np.maximum(counts, before)
    root = np.sqrt(sizes)
    for _ in range(n - int(counts.sum())):
        wanting = np.where(counts < sizes, root / (counts + 0.5), 0)  # Webster's method
        counts[wanting.argmax()] += 1
    return counts


def split_halves(sample: pd.DataFrame, seed: int = 0) -> pd.Series:
    """Split a sample at random into a half to improve patterns on and a half to report.

    Each stratum is split as evenly as its number allows, and so is the whole.

    Args:
        sample: one row per sentence: `stratum`.
        seed: makes the split repeatable.

    Returns:
        `improve` or `report` for each row.

    >>> halves = split_halves(pd.DataFrame({"stratum": ["a", "a", "b", "b", "b"]}))
    >>> halves.value_counts().sort_values().tolist()
    [2, 3]
    """
    SAMPLE.need(sample, ["stratum"])
    raise_all(check_seed(seed))
    rng = np.random.Generator(np.random.PCG64(seed))
    order = rng.permutation(len(sample))
    stratum = pd.factorize(sample["stratum"], sort=True)[0]
    order = order[np.argsort(stratum[order], kind="stable")]
    half = np.empty(len(sample), dtype=object)
    first = int(rng.integers(2))
    half[order] = np.array(HALVES, dtype=object)[(np.arange(len(sample)) + first) % 2]
    return pd.Series(half, sample.index, TEXT, "half")


def _number_strata(
    strata: Sequence[object] | np.ndarray | pd.Series | None,
    n: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of the stratum of each sentence, and the names of strata, sorted."""
    if strata is None:
        return np.zeros(n, dtype=np.int64), np.array([""] if n else [], dtype=object)
    if len(strata) != n:
        found = f"{len(strata)} values for {n} sentences"
        raise_all([Fault("draw_sample, strata", found, "one value per sentence")])
    number, values = pd.factorize(np.asarray(strata, dtype=object), use_na_sentinel=False)
    named = np.array([str(value) for value in values], dtype=object)
    number_of_name, names = pd.factorize(named, sort=True)
    return number_of_name[number], names


def _find_drawn(sentences: pd.DataFrame, sample: pd.DataFrame) -> np.ndarray:
    """Tell which sentences are in a sample."""
    is_drawn = np.zeros(len(sentences), dtype=bool)
    if len(sample) == 0:
        return is_drawn
    position = number_sentences(sentences, SAMPLE.unique(SAMPLE.need(sample, KEY)))
    if (position < 0).any():
        first = sample[position < 0].iloc[0]
        found = f"sentence {first['sent_id']} of {first['doc_id']!r}, which does not exist"
        raise_all([Fault("draw_more, sample", found, "sentences of the study")])
    is_drawn[position] = True
    return is_drawn


def _check_size(n: int, n_left: int, least: int) -> list[Fault]:
    expected = f"a whole number from {least} (the strata) to {n_left} (the sentences)"
    faults = check_number("draw_sample, n", n, least, expected)
    if not faults and n > n_left:
        faults.append(Fault("draw_sample, n", repr(n), expected))
    return faults

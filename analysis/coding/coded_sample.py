"""The coded sentences of a sample: which they are, what they weigh, and what was found in them."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import MOST_ALIKE, Fault, InputError, nearest
from analysis.measures.carried import KEY, find_carried, number_sentences
from analysis.tables import HALVES
from analysis.wording import pluralize


class CodedSample(NamedTuple):
    """The coded sentences of a sample, weighted to stand for all sentences.

    Attributes:
        row: their row numbers in `sentences`, in ascending order.
        stratum: their strata, numbers from 0.
        weight: how many sentences each stands for.
        unknown: the row numbers of drawn sentences whose stratum has no coded sentence at all.
    """

    row: np.ndarray
    stratum: np.ndarray
    weight: np.ndarray
    unknown: np.ndarray


def weigh_coded(
    sentences: pd.DataFrame,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
) -> CodedSample:
    """Find the coded sentences of a sample; those of a stratum make up for its uncoded ones.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 9)})
    >>> sample = sentences.head(4).assign(stratum=["x", "x", "y", "y"], weight=[1, 1, 3, 3])
    >>> coded = weigh_coded(sentences, sentences.head(3), sample)
    >>> coded.row.tolist(), coded.weight.tolist()
    ([0, 1, 2], [1.0, 1.0, 6.0])
    """
    drawn = number_sentences(sentences, sample)
    read = number_sentences(sentences, codings[KEY].drop_duplicates())
    is_coded = np.isin(drawn, read)
    stratum, names = pd.factorize(sample["stratum"], sort=True)
    weight = sample["weight"].to_numpy(dtype=float)
    weight = weight * len(sentences) / max(weight.sum(), 1)
    of_strata = np.bincount(stratum, weight, minlength=len(names))
    of_coded = np.bincount(stratum[is_coded], weight[is_coded], minlength=len(names))
    with np.errstate(divide="ignore"):  # strata without coded sentences
        weight = weight * (of_strata / of_coded)[stratum]
    is_unknown = (of_coded == 0)[stratum]
    order = np.argsort(drawn[is_coded])  # sums do not depend on the order of rows then
    row, stratum, weight = (array[is_coded][order] for array in (drawn, stratum, weight))
    return CodedSample(row, stratum, weight, drawn[is_unknown])


def keep_half(codings: pd.DataFrame, sample: pd.DataFrame | None, half: str) -> pd.DataFrame:
    """Keep the codings of one half of the sample.

    Raises:
        InputError: there is no such half.
    """
    if half not in HALVES:
        raise InputError([Fault("precision_recall, half", repr(half), nearest(half, HALVES))])
    if sample is None or "half" not in sample:
        found = "no column 'half'"
        raise InputError([Fault("table sample", found, "a sample with a half held out")])
    keys = sample.loc[sample["half"] == half, KEY]
    return codings.merge(keys, on=KEY)


def tabulate_themes(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> np.ndarray:
    """Tell which sentence carries which theme, sentences x themes; `hits` can be codings."""
    carried = find_carried(sentences, hits, codebook)
    table = np.zeros((len(sentences), len(codebook.themes)), dtype=bool)
    table[carried.sentence, carried.theme] = True
    return table


def check_codings_of_sample(
    sentences: pd.DataFrame,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
) -> list[Fault]:
    """Return a fault for codings of several coders, wrong weights and unknown sentences."""
    faults = []
    coders = sorted(codings["coder"].unique()) if "coder" in codings else []
    if len(coders) > 1:
        found = f"codings of several coders ({', '.join(map(repr, coders))})"
        faults.append(Fault("table codings", found, "those of one coder"))
    weight = pd.to_numeric(sample["weight"], errors="coerce")
    n_wrong = int((~(np.isfinite(weight) & (weight > 0))).sum())
    if n_wrong:
        found = f"{pluralize(n_wrong, 'value')} that cannot be a weight"
        faults.append(Fault("table sample, column 'weight'", found, "numbers above 0"))
    return faults + _check_sentences(sentences, sample)


def _check_sentences(sentences: pd.DataFrame, sample: pd.DataFrame) -> list[Fault]:
    """Return a fault if sentences of the sample are not there; it names the first of them."""
    missing = sample.loc[number_sentences(sentences, sample) < 0, KEY]
    if missing.empty:
        return []
    keys = missing.head(MOST_ALIKE).itertuples(index=False, name=None)
    places = tuple(f"sentence {sent_id} of {doc_id!r}" for doc_id, sent_id in keys)
    found = f"{pluralize(len(missing), 'sentence')} that the study does not have"
    expected = "the sentences that the sample was drawn from"
    return [Fault("table sample", found, expected, n=len(missing), places=places)]

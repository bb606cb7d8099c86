"""How often intervals of corrected shares cover the truth, on made-up corpora.

    python tests/coding/corrected_simulation.py [RUNS]

A corpus has 20,000 sentences in texts of unequal length (lognormal, median 40), in two groups of
texts. Three themes have true shares of about 3, 10 and 30 %, which cluster by text (intraclass
correlation 0.1). The codebook's precision and recall differ between the groups. The truth is the
share of the 20,000 sentences that a coder would give the theme. Each run makes a new corpus and new
samples: random, or stratified by "has a hit of the theme or not", in which strata get sentences in
proportion to the square root of their size (`draw_sample`), to their size, or in equal halves.

The script prints two tables in Markdown. Beside the corrected interval stands that of the sample
alone, made in the same way without hits, and that of the hits (Wilson's). The file is no test;
`test_corrected_coverage.py` is a small one.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from analysis.coding.regression_estimate import Cells, Estimate, regression, sample_alone
from analysis.coding.sampling import allocate
from analysis.measures.log_odds import student_t
from analysis.measures.resampling import wilson

N = 20_000
RUNS = 1000
SHARES = np.array([0.03, 0.1, 0.3])
SIZES = (100, 200, 500)
CORRELATION = 0.1
CODEBOOKS = ((0.6, 0.5, 0.1), (0.8, 0.8, 0.05))  # precision, recall, how far groups are from them
QUANTILES = np.array([np.nan, *[student_t(degrees) for degrees in range(1, max(SIZES))]])
ALLOCATIONS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "root": allocate,
    "proportional": lambda sizes, n: _round(sizes / sizes.sum() * n),
    "equal": lambda sizes, n: _round(np.full(len(sizes), n / len(sizes))),
}


def _round(counts: np.ndarray) -> np.ndarray:
    last = np.maximum(1, np.round(counts[1:])).astype(int)
    return np.array([round(counts.sum()) - last.sum(), *last])


class Corpus(NamedTuple):
    """A made-up corpus: the group of each sentence, and sentences x themes coded and with a hit."""

    group: np.ndarray
    coded: np.ndarray
    hit: np.ndarray


class Result(NamedTuple):
    """Runs x (all, first group, second group)."""

    truth: np.ndarray
    share_hit: np.ndarray
    n_sample: np.ndarray
    corrected: Estimate
    alone: Estimate


def make_corpus(rng: np.random.Generator, precision: float, recall: float, apart: float) -> Corpus:
    """Make a corpus; precision and recall are higher in the first group, by twice `apart`."""
    n = np.maximum(rng.lognormal(np.log(40), 0.8, 700).round(), 1).astype(int)
    text = np.repeat(np.arange(len(n)), n)[:N]
    group = text % 2
    weight = (1 - CORRELATION) / CORRELATION
    chance = rng.beta(SHARES * weight, (1 - SHARES) * weight, (len(n), len(SHARES)))
    coded = rng.random((N, len(SHARES))) < chance[text]
    sign = np.where(group == 0, apart, -apart)[:, None]
    of_hits, found = precision + sign, recall + sign
    false = SHARES * found * (1 - of_hits) / of_hits / (1 - SHARES)
    hit = rng.random((N, len(SHARES))) < np.where(coded, found, false)
    return Corpus(group, coded, hit)


def draw(
    rng: np.random.Generator, stratum: np.ndarray, n: int, allocation: str
) -> tuple[np.ndarray, np.ndarray]:
    """Draw sentences of each stratum; return their rows and weights."""
    sizes = np.bincount(stratum)
    counts = ALLOCATIONS[allocation](sizes, n)
    rows = [
        rng.choice(np.flatnonzero(stratum == number), count, replace=False)
        for number, count in enumerate(counts)
    ]
    return np.concatenate(rows), np.repeat(sizes / counts, counts)


def simulate(
    runs: int, codebook: tuple[float, float, float], samples: list[tuple[str, int]], seed: int = 1
) -> dict[tuple[str, int, int], Result]:
    """Simulate; the keys are how a sample was drawn ("random", ...), its size, and the theme."""
    rng = np.random.default_rng(seed)
    keys = [(*sample, theme) for sample in samples for theme in range(len(SHARES))]
    sums: dict[tuple[str, int, int], list] = {key: [] for key in keys}
    truths, shares = [], []
    for _ in range(runs):
        corpus = make_corpus(rng, *codebook)
        members = [np.ones(N, bool), corpus.group == 0, corpus.group == 1]
        truths.append([corpus.coded[rows].mean(axis=0) for rows in members])
        shares.append([corpus.hit[rows].mean(axis=0) for rows in members])
        for name, n, theme in keys:
            is_random = name == "random"
            stratum = np.zeros(N, int) if is_random else corpus.hit[:, theme].astype(int)
            rows, weight = draw(rng, stratum, n, "root" if is_random else name)
            in_groups = [picked[rows] for picked in members]
            sums[name, n, theme].append(_count(corpus, theme, rows, stratum, weight, in_groups))
    truth, share = np.array(truths), np.array(shares)
    results = {}
    for key, of_runs in sums.items():
        results[key] = _estimate(np.array(of_runs), truth[..., key[2]], share[..., key[2]])
    return results


def _count(corpus, theme, rows, stratum, weight, in_groups) -> np.ndarray:
    """Count one sample: four sums x groups x strata x (no hit, hit)."""
    cell = stratum[rows] * 2 + corpus.hit[rows, theme]
    values = [np.ones(len(rows)), weight, weight**2, weight * corpus.coded[rows, theme]]
    counts = [
        [np.bincount(cell, value * is_in, minlength=2 * (stratum.max() + 1)) for is_in in in_groups]
        for value in values
    ]
    return np.array(counts).reshape(4, len(in_groups), -1, 2)


def _estimate(counts: np.ndarray, truth: np.ndarray, share: np.ndarray) -> Result:
    n, weight, squares, positive = counts.swapaxes(0, 1)
    n_stratum = np.broadcast_to(n[:, :1].sum(axis=-1), n.shape[:-1])
    cells = Cells(n, weight, squares, positive, n_stratum)
    n_sample = n.sum(axis=(-2, -1))
    quantile = QUANTILES[(n_sample - n.shape[-2] - 1).clip(1).astype(int)]
    corrected = regression(cells, share, quantile)
    return Result(truth, share, n_sample, corrected, sample_alone(cells, quantile))


def coverage(estimate: Estimate, truth: np.ndarray) -> np.ndarray:
    """How often each interval covers the truth."""
    return ((estimate.low <= truth) & (truth <= estimate.high)).mean(axis=0)


def width(estimate: Estimate) -> np.ndarray:
    """How wide the intervals are on average."""
    return (estimate.high - estimate.low).mean(axis=0)


def covered_by_hits(result: Result) -> float:
    """How often Wilson's interval of the share of hits covers the truth."""
    low, high = wilson(result.share_hit[:, 0], N)
    return float(((low <= result.truth[:, 0]) & (result.truth[:, 0] <= high)).mean())


def print_results(results: dict[tuple[str, int, int], Result]) -> None:
    """Print a table in Markdown: one row per sample and theme."""
    print("| sample | n | share | coverage | alone | hits | width | alone | ratio | groups |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (name, n, theme), result in results.items():
        covered = coverage(result.corrected, result.truth)
        alone = coverage(result.alone, result.truth)[0]
        wide, wide_alone = width(result.corrected)[0], width(result.alone)[0]
        groups = " ".join(f"{value:.3f}" for value in covered[1:])
        print(
            f"| {name} | {n} | {SHARES[theme]:.0%} | {covered[0]:.3f} | {alone:.3f} |"
            f" {covered_by_hits(result):.3f} | {wide:.4f} | {wide_alone:.4f} |"
            f" {wide / wide_alone:.2f} | {groups} |"
        )


def main() -> None:
    """Simulate each codebook with all samples, and print a table for each."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    samples = [(name, n) for name in ("random", *ALLOCATIONS) for n in SIZES]
    for codebook in CODEBOOKS:
        print(f"\nPrecision {codebook[0]}, recall {codebook[1]}; {runs} runs\n")
        print_results(simulate(runs, codebook, samples))


if __name__ == "__main__":
    main()

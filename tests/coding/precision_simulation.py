"""How often intervals of precision, recall and F1 cover the truth, on made-up corpora.

    python tests/coding/precision_simulation.py [RUNS]

Corpora and themes are those of `corrected_simulation.py`; the groups of texts are eight here, of
unequal size. The truth is the precision, recall and F1 of the codebook in the 20,000 sentences,
had all of them been coded. Samples are random, or stratified by "has a hit of the theme or not" or
by group, in which strata get sentences in proportion to the square root of their size.

The script prints tables in Markdown, one row per sample and theme: of each figure, how often its
interval covers the truth, and its mean width, in the runs in which it has an interval (ten
sentences in the denominator). The file is no test; `test_precision_coverage.py` is a small one.
"""

import sys
from typing import NamedTuple

import corrected_simulation as corpora
import numpy as np

from analysis.coding.score_interval import Counts, score_interval
from analysis.tables import LEAST_COUNTED

FIGURES = ("precision", "recall", "f1")
GROUPS = 8
RUNS = 1000
SIZES = (100, 200, 500)
DESIGNS = ("random", "hits", "groups")


class Result(NamedTuple):
    """Runs x figures: the truth, the limits, and whether there are limits."""

    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray
    is_enough: np.ndarray

    def coverage(self) -> np.ndarray:
        """How often the intervals of each figure cover the truth."""
        covers = (self.low <= self.truth) & (self.truth <= self.high)
        return (covers & self.is_enough).sum(axis=0) / self.is_enough.sum(axis=0)

    def width(self) -> np.ndarray:
        """How wide the intervals of each figure are on average."""
        width = np.where(self.is_enough, self.high - self.low, 0)
        return width.sum(axis=0) / self.is_enough.sum(axis=0)


def simulate(
    runs: int,
    codebook: tuple[float, float, float],
    samples: list[tuple[str, int]],
    seed: int = 1,
) -> dict[tuple[str, int, int], Result]:
    """Simulate; the keys are how a sample was drawn, its size, and the theme."""
    rng = np.random.default_rng(seed)
    keys = [(*sample, theme) for sample in samples for theme in range(len(corpora.SHARES))]
    drawn: dict[tuple[str, int, int], list] = {key: [] for key in keys}
    for _ in range(runs):
        corpus = corpora.make_corpus(rng, *codebook)
        group = np.minimum(rng.geometric(0.3, corpora.N), GROUPS) - 1
        for design, n, theme in keys:
            hit, coded = corpus.hit[:, theme], corpus.coded[:, theme]
            strata = {"random": np.zeros(corpora.N, int), "hits": hit.astype(int), "groups": group}
            stratum = strata[design]
            rows, _ = corpora.draw(rng, stratum, n, "root")
            cell = stratum * 4 + hit * 2 + coded
            counts = np.bincount(cell[rows], minlength=4 * (stratum.max() + 1)).reshape(-1, 2, 2)
            everywhere = np.bincount(cell, minlength=counts.size).reshape(-1, 2, 2)
            drawn[design, n, theme].append((counts, everywhere))
    results = {}
    for key, pairs in drawn.items():
        counts, everywhere = (np.array(tables) for tables in zip(*pairs, strict=True))
        results[key] = _estimate(counts, everywhere)
    return results


def _estimate(counts: np.ndarray, everywhere: np.ndarray) -> Result:
    """Estimate; the axes are runs, strata, no hit and hit, not coded and coded."""
    n, size = counts.sum(axis=(2, 3)), everywhere.sum(axis=(2, 3))
    hits, others = everywhere[:, :, 1].sum(axis=2) > 0, everywhere[:, :, 0].sum(axis=2) > 0
    both = counts[:, :, 1, 1]
    only_found, only_coded = counts[:, :, 1, 0], counts[:, :, 0, 1]
    no = {"precision": only_found, "recall": only_coded, "f1": only_found + only_coded}
    can_be_no = {"precision": hits, "recall": others, "f1": hits | others}
    of_all = everywhere.sum(axis=1)
    truths = {
        "precision": of_all[:, 1, 1] / of_all[:, 1].sum(axis=1),
        "recall": of_all[:, 1, 1] / of_all[:, :, 1].sum(axis=1),
        "f1": 2 * of_all[:, 1, 1] / (of_all[:, 1].sum(axis=1) + of_all[:, :, 1].sum(axis=1)),
    }
    limits, enough = [], []
    for name in FIGURES:
        strata = np.arange(n.shape[1])
        cells = Counts(both, no[name], hits, can_be_no[name], size / n, strata, n)
        low, high = score_interval(cells)
        if name == "f1":
            low, high = (2 * limit / (1 + limit) for limit in (low, high))
        limits.append((low, high))
        enough.append((both + no[name]).sum(axis=1) >= LEAST_COUNTED)
    low, high = np.moveaxis(np.array(limits), 1, 0)
    truth = np.array([truths[name] for name in FIGURES])
    return Result(truth.T, low.T, high.T, np.array(enough).T)


def print_results(results: dict[tuple[str, int, int], Result]) -> None:
    """Print a table in Markdown: one row per sample and theme."""
    print("| sample | n | share | runs | coverage | width |")
    print("|---|---|---|---|---|---|")
    for (design, n, theme), result in results.items():
        runs = " ".join(f"{value:4}" for value in result.is_enough.sum(axis=0))
        with np.errstate(invalid="ignore"):
            covered = " ".join(f"{value:.3f}" for value in result.coverage())
            width = " ".join(f"{value:.3f}" for value in result.width())
        share = corpora.SHARES[theme]
        print(f"| {design} | {n} | {share:.0%} | {runs} | {covered} | {width} |")


def main() -> None:
    """Simulate each codebook with all samples, and print a table for each."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    samples = [(design, n) for design in DESIGNS for n in SIZES]
    for codebook in corpora.CODEBOOKS:
        print(f"\nPrecision {codebook[0]}, recall {codebook[1]}; {runs} runs")
        print(f"Columns of runs, coverage and width: {', '.join(FIGURES)}\n")
        print_results(simulate(runs, codebook, samples))


if __name__ == "__main__":
    main()

"""How often the intervals cover the truth, on made-up corpora whose truth is known.

    python tests/measures/coverage_simulation.py [RUNS]

A corpus has texts of unequal length: the sentences of a text are lognormal, with a median of 40 and
a standard deviation of 0.8 of their logarithm. Themes cluster by text: the chance of a sentence of
a text to carry a theme is drawn from a beta distribution, whose mean is the true share and whose
intraclass correlation is given. Every text belongs to one of two groups of the same size. In the
second one each theme is one and a half times as frequent as in the first.

Each of the runs makes a new corpus, for which the package computes its intervals. Beside them are
the naive interval (Wilson's, by sentences) and two bootstrap intervals over texts that are usual
and too narrow, the percentile and the BCa interval (Efron 1987, Journal of the American Statistical
Association 82, 171-185). The numbers are shares of the runs in which an interval covers the truth.
The file is no test; `test_interval_coverage.py` is a small one on the same corpora.
"""

import sys
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from analysis.measures.differences import difference_limits
from analysis.measures.resampling import LEVEL, ClusterCounts, share_intervals, wilson

RUNS = 1000
DRAWS = 1000
TEXTS = (15, 40, 100, 300)
SHARES = (0.02, 0.1, 0.3)
CORRELATIONS = (0.05, 0.1, 0.2)
TIMES = 1.5  # as frequent in the second group
FEW = 10  # texts; with fewer that carry a theme, its interval is rough
NORMAL = NormalDist()

Limits = tuple[np.ndarray, np.ndarray]


class Corpus(NamedTuple):
    """A made-up corpus.

    Attributes:
        n: the sentences of each text.
        x: the sentences that carry each theme, texts x themes.
    """

    n: np.ndarray
    x: np.ndarray


def make_corpus(
    rng: np.random.Generator,
    n_texts: int,
    shares: np.ndarray,
    correlations: np.ndarray,
) -> Corpus:
    """Make a corpus; the shares can differ by text (texts x themes)."""
    n = np.maximum(rng.lognormal(np.log(40), 0.8, n_texts).round(), 1).astype(np.int64)
    weight = (1 - correlations) / correlations
    size = (n_texts, len(correlations))
    chance = rng.beta(shares * weight, (1 - shares) * weight, size)
    return Corpus(n, rng.binomial(n[:, None], chance))


def count(corpus: Corpus, group: np.ndarray) -> ClusterCounts:
    """Put a corpus, sorted by group, into the form that the package resamples."""
    cell, theme = np.nonzero(corpus.x)
    return ClusterCounts(
        unit="texts",
        group=group,
        cluster=np.arange(len(corpus.n)),
        n_sentences=corpus.n,
        cell=cell,
        theme=theme,
        n_sentences_hit=corpus.x[cell, theme],
        n_groups=int(group.max()) + 1,
        n_themes=corpus.x.shape[1],
    )


# -- intervals -------------------------------------------------------------------------------------


def by_texts(corpus: Corpus, seed: int) -> Limits:
    """Compute the intervals of the package."""
    intervals = share_intervals(count(corpus, np.zeros(len(corpus.n), dtype=int)), DRAWS, seed)
    return intervals.low[0], intervals.high[0]


def naive(corpus: Corpus, seed: int) -> Limits:
    """Compute Wilson's intervals, as if sentences were independent of each other."""
    n = corpus.n.sum()
    return wilson(corpus.x.sum(axis=0) / n, n)


def percentile(corpus: Corpus, seed: int) -> Limits:
    """Compute percentile intervals over texts."""
    limits = np.quantile(_draw_shares(corpus, seed), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return limits[0], limits[1]


def bca(corpus: Corpus, seed: int) -> Limits:
    """Compute bias-corrected and accelerated intervals over texts (Efron 1987)."""
    drawn = _draw_shares(corpus, seed)
    share = corpus.x.sum(axis=0) / corpus.n.sum()
    influence = corpus.x - share * corpus.n[:, None]
    limits = np.empty((2, len(share)))
    for theme, of_theme in enumerate(drawn.T):
        below = (np.mean(of_theme < share[theme]) + np.mean(of_theme <= share[theme])) / 2
        bias = NORMAL.inv_cdf(float(np.clip(below, 0.001, 0.999)))
        u = influence[:, theme]
        skew = (u**3).sum() / (6 * max((u**2).sum(), 1e-12) ** 1.5)
        for end, level in enumerate([(1 - LEVEL) / 2, (1 + LEVEL) / 2]):
            z = bias + NORMAL.inv_cdf(level)
            limits[end, theme] = np.quantile(of_theme, NORMAL.cdf(bias + z / (1 - skew * z)))
    return limits[0], limits[1]


def _draw_shares(corpus: Corpus, seed: int) -> np.ndarray:
    """Draw the texts anew; one row of shares per draw."""
    n_texts = len(corpus.n)
    times = np.random.default_rng(seed).multinomial(n_texts, np.full(n_texts, 1 / n_texts), DRAWS)
    return (times @ corpus.x) / (times @ corpus.n)[:, None]


METHODS: dict[str, Callable[[Corpus, int], Limits]] = {
    "by texts": by_texts,
    "percentile": percentile,
    "BCa": bca,
    "naive": naive,
}


# -- simulations -----------------------------------------------------------------------------------


def simulate_shares(n_texts: int, runs: int) -> dict[str, np.ndarray]:
    """Return how often each method covers the true share of each theme.

    `carrying` is the median number of texts that carry the theme, `few` the share of runs in which
    fewer than ten do.
    """
    shares, correlations = _list_themes()
    covered = {method: np.zeros(len(shares)) for method in METHODS}
    carrying = []
    rng = np.random.default_rng(n_texts)
    for run in range(runs):
        corpus = make_corpus(rng, n_texts, shares, correlations)
        carrying.append((corpus.x > 0).sum(axis=0))
        for method, compute in METHODS.items():
            low, high = compute(corpus, run)
            covered[method] += (low <= shares) & (shares <= high)
    results = {method: times / runs for method, times in covered.items()}
    results["carrying"] = np.median(carrying, axis=0)
    results["few"] = np.mean(np.array(carrying) < FEW, axis=0)
    return results


def simulate_differences(n_texts: int, runs: int) -> dict[str, np.ndarray]:
    """Return how often the interval of the difference of a group from all covers the truth.

    The naive interval takes every sentence for independent of all others (Wald's).
    """
    shares, correlations = _list_themes()
    group = np.arange(n_texts) * 2 // n_texts
    by_text = np.where(group[:, None] == 1, TIMES * shares, shares)
    truth = shares * (1 - TIMES) / 2  # of the first group, which has half of the sentences
    covered = {"by texts": np.zeros(len(shares)), "naive": np.zeros(len(shares))}
    rng = np.random.default_rng(n_texts)
    for run in range(runs):
        corpus = make_corpus(rng, n_texts, by_text, correlations)
        low, high = find_difference(count(corpus, group), run)
        covered["by texts"] += (low <= truth) & (truth <= high)
        low, high = _naive_difference(corpus, group)
        covered["naive"] += (low <= truth) & (truth <= high)
    return {method: times / runs for method, times in covered.items()}


def find_difference(counts: ClusterCounts, seed: int) -> Limits:
    """Compute the package's interval of the difference of the first group from all."""
    of_groups = share_intervals(counts, DRAWS, seed)
    of_all = share_intervals(counts.pooled(), DRAWS, seed)
    limits = difference_limits(counts, of_groups, of_all)
    return limits.low[0], limits.high[0]


def _naive_difference(corpus: Corpus, group: np.ndarray) -> Limits:
    n = np.array([corpus.n[group == g].sum() for g in (0, 1)])
    p = np.array([corpus.x[group == g].sum(axis=0) for g in (0, 1)]) / n[:, None]
    part = n[1] / n.sum()
    error = np.sqrt((p * (1 - p) / n[:, None]).sum(axis=0))
    half = NORMAL.inv_cdf((1 + LEVEL) / 2) * error
    return part * (p[0] - p[1] - half), part * (p[0] - p[1] + half)


def _list_themes() -> tuple[np.ndarray, np.ndarray]:
    """List the true share and the intraclass correlation of each theme."""
    themes = [(share, correlation) for share in SHARES for correlation in CORRELATIONS]
    shares, correlations = np.array(themes).T
    return shares, correlations


def print_results(title: str, results: dict[int, dict[str, np.ndarray]]) -> None:
    """Print a table: one row per number of texts and theme, one column per result."""
    names = list(results[TEXTS[0]])
    print(f"\n{title}\ntexts  share  correlation", *(f"{name:>10}" for name in names))
    for n_texts, of_texts in results.items():
        for theme, (share, correlation) in enumerate(zip(*_list_themes(), strict=True)):
            cells = [f"{of_texts[name][theme]:>10.3g}" for name in names]
            print(f"{n_texts:>5}  {share:>5}  {correlation:>11}", *cells)


def main() -> None:
    """Simulate shares and differences, and print both tables."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    shares = {n_texts: simulate_shares(n_texts, runs) for n_texts in TEXTS}
    print_results(f"Shares: coverage in {runs} runs", shares)
    differences = {n_texts: simulate_differences(n_texts, runs) for n_texts in TEXTS}
    print_results(f"Difference of a group from all: coverage in {runs} runs", differences)


if __name__ == "__main__":
    main()

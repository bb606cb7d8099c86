"""How often intervals of Krippendorff's alpha cover the alpha of all units, for made-up coders.

    python tests/coding/agreement_simulation.py [RUNS]

Two, three or five coders give a theme to 3, 10, 30 or 50 % of the sentences, and read 50 to 500 of
them. They err alike (each sentence has the theme or not, and each coder sees this with the same
errors), doubt the same sentences (each sentence has its own chance to get the theme, from a beta
distribution), or differ in strictness (as when they err alike, but the first gives the theme more
often and the last less often). All read every sentence, or each misses a quarter of them. Alpha is
about .4, .6, .8 or .95; the truth is alpha in a million sentences.

As in `agreement`, an interval is made only if coders gave the theme to 10 sentences, and a cell
counts if as many are expected. The second table has one row per kind of interval:

- made-up units: `unit_counts.alpha_interval`;
- without made-up units: the same, Rubin's plain Bayesian bootstrap;
- percentiles: of the bootstrap, as Zapf, Castell, Morawietz and Karch recommend (2016, "Measuring
  inter-rater reliability for nominal data", BMC Medical Research Methodology 16:93);
- BCa: the same, corrected for bias and skew (Efron 1987, Journal of the American Statistical
  Association 82, 171-185);
- bootstrap-t: of log(1 - alpha), with the error below in each draw;
- linearised: of log(1 - alpha), with the error by linearisation over units (as Gwet 2014 takes
  that of alpha), and as many standard errors as Student's t has for the coded units;
- linearised, made-up units: the same with the half units of `alpha_interval`, and 1.96 errors.

The table before it has the coverage of `alpha_interval` by cell, from four times as many runs, and
the one after it that of all themes together, of which sentences are weighted whole. The file is no
test; `test_agreement_coverage.py` is a small one.
"""

import sys
from collections.abc import Callable
from itertools import product
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from analysis.coding.unit_counts import UnitCounts, alpha, alpha_interval, count_units, disagree
from analysis.measures.log_odds import student_t
from analysis.measures.resampling import Z, wilson
from analysis.tables import LEAST_CODED

RUNS = 1000
DRAWS = 400
CODERS = (2, 3, 5)
SHARES = (0.03, 0.1, 0.3, 0.5)
ALPHAS = (0.4, 0.6, 0.8, 0.95)
SIZES = (50, 100, 200, 500)
MODELS = ("alike", "doubt", "strict")
MISSED = 0.25
STRICT = 0.2  # how much more, or less, often than others the first and last coder give the theme
POPULATION = 1_000_000
TAILS = (0.025, 0.975)
NORMAL = NormalDist()
Limits = tuple[np.ndarray, np.ndarray]


class Cell(NamedTuple):
    """One way to code."""

    model: str
    coders: int
    share: float
    alpha: float
    has_gaps: bool


class Kinds(NamedTuple):
    """Kinds of units: how many coders read one, gave it the theme, and how far they differ."""

    read: np.ndarray
    given: np.ndarray
    disagreement: np.ndarray

    def log_ratio(self, n: np.ndarray) -> np.ndarray:
        """Compute log(1 - alpha) from runs x kinds; minus infinity if coders differ nowhere."""
        ratings, given = n @ self.read, n @ self.given
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = given * (ratings - given) / (ratings - 1)
            return np.log(n @ self.disagreement / expected)

    def influence(self, n: np.ndarray) -> np.ndarray:
        """How far log(1 - alpha) changes with the weight of a unit of each kind, runs x kinds."""
        sums = (n @ self.disagreement, n @ self.given, n @ (self.read - self.given), n @ self.read)
        observed, given, withheld, ratings = (array[..., None] for array in sums)
        shape = np.broadcast_shapes(observed.shape, self.disagreement.shape)
        of_observed = np.zeros(shape)
        np.divide(self.disagreement, observed, out=of_observed, where=observed > 0)
        with np.errstate(divide="ignore", invalid="ignore"):  # the theme is everywhere or nowhere
            of_expected = self.given / given + (self.read - self.given) / withheld
            return of_observed - of_expected + self.read / ratings

    def error(self, n: np.ndarray) -> np.ndarray:
        """Compute the standard error of log(1 - alpha)."""
        n_units = n.sum(axis=-1)
        with np.errstate(invalid="ignore"):
            squares = (n * self.influence(n) ** 2).sum(axis=-1)
        return np.sqrt(squares * n_units / (n_units - 1))


def code(rng: np.random.Generator, n: int, cell: Cell) -> tuple[np.ndarray, np.ndarray]:
    """Code `n` sentences: how many coders read each, and gave it the theme, where two read it."""
    chance = _chances(rng, n, cell)
    is_read = rng.random((cell.coders, n)) >= (MISSED if cell.has_gaps else 0)
    is_given = is_read & (rng.random((cell.coders, n)) < chance)
    read = is_read.sum(axis=0)
    return read[read >= 2], is_given.sum(axis=0)[read >= 2]


def _chances(rng: np.random.Generator, n: int, cell: Cell) -> np.ndarray:
    """Compute the chance of each sentence to get the theme, by coder or the same for all."""
    if cell.model == "doubt":
        weight = 1 / cell.alpha - 1
        return rng.beta(cell.share * weight, (1 - cell.share) * weight, n)
    signal = np.sqrt(cell.alpha)
    false = cell.share * (1 - signal)
    chance = false + signal * (rng.random(n) < cell.share)
    if cell.model == "alike":
        return chance
    more = np.zeros((cell.coders, 1))
    more[0], more[-1] = STRICT, -STRICT
    return np.where(more > 0, chance + more * cell.share * (1 - chance), chance * (1 + more))


def tabulate(rng: np.random.Generator, cell: Cell) -> tuple[Kinds, np.ndarray, float]:
    """Code a million sentences: the kinds of units, how often each occurs, and alpha."""
    counts = count_units(*code(rng, POPULATION, cell))
    kinds = Kinds(counts.read, counts.given, counts.disagreement)
    return kinds, counts.n / counts.n.sum(), alpha(counts)


def _quantiles(log_ratios: np.ndarray) -> Limits:
    low, high = np.nanquantile(np.exp(log_ratios), TAILS, axis=-1, method="weibull")
    return 1 - high, 1 - low


def made_up(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Compute the intervals of `agreement`."""
    limits = []
    for row in n:
        used = row > 0
        counts = UnitCounts(row[used], *(array[used] for array in kinds))
        limits.append(alpha_interval(counts, DRAWS, int(rng.integers(1 << 30))))
    low, high = np.array(limits).T
    return low, high


def not_made_up(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Weight the units at random."""
    weights = rng.standard_gamma(n[:, None], size=(len(n), DRAWS, n.shape[1]))
    return _quantiles(kinds.log_ratio(weights))


def _resample(n: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n_units = n[0].sum()
    return rng.multinomial(n_units, (n / n_units)[:, None], size=(len(n), DRAWS))


def percentiles(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Draw the units anew; where coders differ nowhere, as Wilson's interval allows for 0."""
    low, high = _quantiles(kinds.log_ratio(_resample(n, rng)))
    n_units = n[0].sum()
    _, most = wilson(np.zeros(1), n_units)
    ratings, given = n @ kinds.read, n @ kinds.given
    least = 1 - (ratings - 1) * most[0] * n_units / (given * (ratings - given))
    return np.where(n @ kinds.disagreement == 0, least, low), high


def bca(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Correct percentiles for bias and skew."""
    drawn = kinds.log_ratio(_resample(n, rng))
    found = kinds.log_ratio(n)
    influence = -kinds.influence(n)
    skew = (n * influence**3).sum(axis=1) / (n * influence**2).sum(axis=1) ** 1.5 / 6
    limits = []
    for row, value, a in zip(drawn, found, np.nan_to_num(skew), strict=True):
        values = 1 - np.exp(row[~np.isnan(row)])
        centre = 1 - np.exp(value)
        below = ((values < centre).sum() + (values == centre).sum() / 2) / len(values)
        bias = NORMAL.inv_cdf(min(max(below, 1 / DRAWS), 1 - 1 / DRAWS))
        shifted = [bias + z for z in (-Z, Z)]
        at = [NORMAL.cdf(bias + z / (1 - a * z)) for z in shifted]
        limits.append(np.quantile(values, at, method="weibull"))
    low, high = np.array(limits).T
    return low, high


def bootstrap_t(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Take the distances of the draws in standard errors, on the logarithmic scale."""
    drawn, found, error = _resample(n, rng), kinds.log_ratio(n), kinds.error(n)
    with np.errstate(invalid="ignore"):
        distance = (kinds.log_ratio(drawn) - found[:, None]) / kinds.error(drawn)
    distance = np.where(np.isfinite(distance), distance, np.nan)
    distance[np.isnan(distance).all(axis=1)] = 0
    least, most = np.nanquantile(distance, TAILS, axis=1, method="weibull")
    return 1 - np.exp(found - least * error), 1 - np.exp(found - most * error)


def linearised(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Lay off standard errors on the logarithmic scale, as many as Student's t has."""
    coded = n[:, kinds.given > 0].sum(axis=1)
    without = n[:, kinds.given < kinds.read].sum(axis=1)
    distance = np.array([student_t(int(least) - 1) for least in np.minimum(coded, without)])
    half = distance * kinds.error(n)
    return 1 - np.exp(kinds.log_ratio(n) + half), 1 - np.exp(kinds.log_ratio(n) - half)


def linearised_made_up(kinds: Kinds, n: np.ndarray, rng: np.random.Generator) -> Limits:
    """Do the same after half a unit is made up of each sort."""
    coders = n[0] @ kinds.read / n[0].sum()
    given = coders * np.array([0, 1, 1 / 2])
    more = (np.full(3, coders), given, disagree(coders, given))
    kinds = Kinds(*map(np.concatenate, zip(kinds, more, strict=True)))
    n = np.hstack([n, np.full((len(n), 3), 1 / 2)])
    half = Z * kinds.error(n)
    return 1 - np.exp(kinds.log_ratio(n) + half), 1 - np.exp(kinds.log_ratio(n) - half)


METHODS: dict[str, Callable[[Kinds, np.ndarray, np.random.Generator], Limits]] = {
    "made-up units": made_up,
    "without made-up units": not_made_up,
    "percentiles": percentiles,
    "BCa": bca,
    "bootstrap-t": bootstrap_t,
    "linearised": linearised,
    "linearised, made-up units": linearised_made_up,
}


class Result(NamedTuple):
    """By method: how often alpha is in the interval, below it and above it, and its mean width."""

    cell: Cell
    size: int
    truth: float
    has_interval: float
    figures: dict[str, tuple[float, float, float, float]]


def simulate(runs: int, cells: list[Cell], sizes: list[int], methods: list[str]) -> list[Result]:
    """Simulate all cells in which at least `LEAST_CODED` coded sentences are expected."""
    results = []
    for number, cell in enumerate(cells):
        rng = np.random.default_rng(number)
        kinds, chance, truth = tabulate(rng, cell)
        for size in sizes:
            if chance[kinds.given > 0].sum() * size >= LEAST_CODED:
                n = rng.multinomial(size, chance, size=runs)
                results.append(_cover(cell, size, truth, kinds, n, methods, rng))
    return results


def _cover(cell, size, truth, kinds, n, methods, rng) -> Result:
    coded, without = n[:, kinds.given > 0].sum(axis=1), n[:, kinds.given < kinds.read].sum(axis=1)
    is_enough = np.minimum(coded, without) >= LEAST_CODED
    n = n[is_enough]
    found = 1 - np.exp(kinds.log_ratio(n))
    figures = {}
    for method in methods:
        limits = np.nan_to_num(METHODS[method](kinds, n, rng), nan=1)
        low, high = np.minimum(limits[0], found), np.maximum(limits[1], found)
        below, above = float((truth < low).mean()), float((truth > high).mean())
        figures[method] = (1 - below - above, below, above, float((high - low).mean()))
    return Result(cell, size, truth, float(is_enough.mean()), figures)


def all_cells() -> list[Cell]:
    """List all ways to code."""
    return [Cell(*cell) for cell in product(MODELS, CODERS, SHARES, ALPHAS, (False, True))]


def print_methods(results: list[Result]) -> None:
    """Print one row per method."""
    print(f"\n{len(results)} cells\n")
    print("| interval | least | median | most | below .93 | above .97 | above .98 | width |")
    print("|---|---|---|---|---|---|---|---|")
    for method in results[0].figures:
        covered = np.array([result.figures[method][0] for result in results])
        width = np.mean([result.figures[method][3] for result in results])
        counts = [(covered < 0.93).sum(), (covered > 0.97).sum(), (covered > 0.98).sum()]
        figures = [covered.min(), np.median(covered), covered.max()]
        cells = [*(f"{figure:.3f}" for figure in figures), *counts, f"{width:.3f}"]
        print(f"| {method} | {' | '.join(map(str, cells))} |")


def print_cells(results: list[Result], method: str = "made-up units") -> None:
    """Print the least and most coverage over alphas, models and gaps."""
    print(f"\n| coders | share | {' | '.join(map(str, SIZES))} |\n|---|---|---|---|---|---|")
    for coders, share in product(CODERS, SHARES):
        ranges = []
        for size in SIZES:
            covered = [
                result.figures[method][0]
                for result in results
                if (result.cell.coders, result.cell.share, result.size) == (coders, share, size)
            ]
            ranges.append(f"{min(covered):.3f}-{max(covered):.3f}" if covered else "")
        print(f"| {coders} | {share:.0%} | {' | '.join(ranges)} |")
    worst = sorted(results, key=lambda result: result.figures[method][0])[:5]
    for result in worst:
        below, above = result.figures[method][1:3]
        print(f"\n{result.cell}, {result.size}: alpha below {below:.3f}, above {above:.3f}")


# -- all themes together -------------------------------------------------------------------------


def code_themes(rng: np.random.Generator, n: int, coders: int, themes: int, error: float):
    """Code sentences with several themes, of which coders miss some, or take one for another.

    Every tenth sentence is hard: half of its themes are missed or mistaken.
    """
    shares = 0.25 * np.geomspace(1, 0.1, themes)
    is_there = rng.random((n, themes)) < shares
    chance = np.where(rng.random(n) < 0.1 * (error > 0.05), 0.5, error)[:, None]
    given = np.zeros((n, themes), dtype=np.int64)
    for _ in range(coders):
        is_missed = is_there & (rng.random((n, themes)) < chance)
        own = is_there & ~is_missed
        sentence, _ = np.nonzero(is_missed & (rng.random((n, themes)) < 0.6))
        own[sentence, rng.integers(0, themes, len(sentence))] = True
        given += own
    return given


def bundle(given: np.ndarray, coders: int) -> UnitCounts:
    """Count the kinds of sentences, each with all of its themes."""
    read = np.full(len(given), given.shape[1] * coders)
    disagreement = disagree(coders, given).sum(axis=1).round(9)
    sums = np.column_stack([read, given.sum(axis=1), disagreement])
    kinds, n = np.unique(sums, axis=0, return_counts=True)
    return UnitCounts(n, *kinds.T)


def cover_themes(runs: int, n: int, coders: int, themes: int, error: float) -> tuple[float, float]:
    """Return alpha of all themes together, and how often the interval covers it."""
    rng = np.random.default_rng(1)
    truth = alpha(bundle(code_themes(rng, POPULATION // themes, coders, themes, error), coders))
    covered = []
    for seed in range(runs):
        counts = bundle(code_themes(rng, n, coders, themes, error), coders)
        low, high = alpha_interval(counts, DRAWS, seed, themes)
        found = alpha(counts)
        if not np.isnan(low):
            covered.append(min(low, found) <= truth <= max(high, found))
    return truth, float(np.mean(covered))


def print_themes(runs: int) -> None:
    """Print one row per number of themes, coders and sentences."""
    errors = (0.01, 0.1, 0.3)
    print(f"\n| themes | coders | sentences | {' | '.join(map(str, errors))} |")
    print("|---|---|---|---|---|---|")
    for themes, coders, n in product((3, 8, 25), (2, 4), (50, 150)):
        found = [cover_themes(runs, n, coders, themes, error) for error in errors]
        cells = " | ".join(f"{covered:.3f} (alpha {truth:.2f})" for truth, covered in found)
        print(f"| {themes} | {coders} | {n} | {cells} |")


def main() -> None:
    """Simulate all cells, and print three tables in Markdown."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print_cells(simulate(runs, all_cells(), list(SIZES), ["made-up units"]))
    print_methods(simulate(runs // 4, all_cells(), list(SIZES), list(METHODS)))
    print_themes(runs // 4)


if __name__ == "__main__":
    main()

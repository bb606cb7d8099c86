"""How often intervals of the difference between two codebooks cover the truth, on made-up corpora.

    python tests/coding/two_codebooks_simulation.py [RUNS]

Corpora and themes are those of `corrected_simulation.py`. A second codebook drops a third of the
false hits and a tenth of the right ones, and finds a fifth of the sentences that were missed. The
truth is the difference in precision, recall and F1 in all 20,000 sentences. Samples are random, or
stratified by "has a hit of the theme (by the first codebook) or not".

The script prints a table in Markdown: of each figure, the runs in which it has an interval, how
often that covers the truth, and its mean width. The file is no test; `test_two_codebooks.py` has a
small one.
"""

import sys

import corrected_simulation as corpora
import numpy as np
import pandas as pd
import tiny

from analysis.coding.two_codebooks import FIGURES, Found, compare_with_people

RUNS = 500
SIZES = (200, 500)
DESIGNS = ("random", "hits")
THEMES = tiny.codebook({"aid": ["aid"]})


def simulate(
    runs: int, codebook: tuple[float, float, float], design: str, n: int, theme: int, seed: int = 1
) -> np.ndarray:
    """Simulate; runs x figures x (truth, low, high)."""
    rng = np.random.default_rng(seed)
    results = []
    for _ in range(runs):
        corpus = corpora.make_corpus(rng, *codebook)
        hit, coded = corpus.hit[:, theme], corpus.coded[:, theme]
        chance = rng.random(corpora.N)
        kept = hit & (chance < np.where(coded, 0.9, 2 / 3))
        now = kept | (~hit & coded & (chance < 0.2))
        stratum = hit.astype(int) if design == "hits" else np.zeros(corpora.N, int)
        rows, weight = corpora.draw(rng, stratum, n, "root")
        results.append(_compare(coded, hit, now, rows, stratum[rows], weight))
    return np.array(results)


def _compare(coded, before, now, rows, stratum, weight) -> np.ndarray:
    truth = _figures(coded, now) - _figures(coded, before)
    order = np.argsort(rows)
    keys = pd.DataFrame({"doc_id": "a", "sent_id": np.arange(len(rows)) + 1, "sentence": ""})
    sample = keys.assign(stratum=stratum[order].astype(str), weight=weight[order])
    codings = keys.assign(theme=np.where(coded[rows[order]], "aid", ""))
    sides = [Found(keys[flags[rows[order]]].assign(theme="aid"), THEMES) for flags in (before, now)]
    # The sentences that were not drawn matter for their number only, which the weights tell.
    rest = pd.DataFrame(
        {"doc_id": "b", "sent_id": np.arange(len(coded) - len(rows)), "sentence": ""}
    )
    table = compare_with_people(pd.concat([keys, rest]), *sides, codings, sample).figures
    table = table.set_index("figure").reindex(FIGURES)
    return np.column_stack([truth, table["low"], table["high"]])


def _figures(coded: np.ndarray, hit: np.ndarray) -> np.ndarray:
    both = (coded & hit).sum()
    return np.array([both / hit.sum(), both / coded.sum(), 2 * both / (hit.sum() + coded.sum())])


def summarize(results: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By figure: the runs with an interval, the share that covers the truth, and the mean width."""
    truth, low, high = np.moveaxis(results, 2, 0)
    n = (~np.isnan(low)).sum(axis=0)
    covered = ((low <= truth) & (truth <= high)).sum(axis=0)
    width = np.nansum(high - low, axis=0)
    return n, covered / np.maximum(n, 1), width / np.maximum(n, 1)


def main() -> None:
    """Simulate each codebook with all samples, and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"| codebook | sample | n | share | {runs} runs: with interval | coverage | width |")
    print("|---|---|---|---|---|---|---|")
    for codebook in corpora.CODEBOOKS:
        for design in DESIGNS:
            for n in SIZES:
                for theme, share in enumerate(corpora.SHARES):
                    numbers = summarize(simulate(runs, codebook, design, n, theme))
                    shown = [" ".join(f"{value:.3f}" for value in column) for column in numbers[1:]]
                    n_runs = " ".join(f"{value:4}" for value in numbers[0])
                    row = [codebook[0], design, n, f"{share:.0%}", n_runs, *shown]
                    print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()

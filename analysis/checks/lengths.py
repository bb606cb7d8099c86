"""Texts that are far shorter or longer than the others."""

from collections.abc import Iterator

import numpy as np

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.wording import pluralize

FEWEST_TEXTS = 8
FAR = 10  # times shorter or longer than the median
FENCE = 3  # interquartile ranges beyond the quartiles (Tukey's outer fences), of logarithms


def unusual_lengths(inputs: Inputs) -> Iterator[Finding]:
    """Find texts far shorter or longer than the rest, by their number of words."""
    n_words = inputs.n_words[inputs.n_words > 0].sort_values()
    if len(n_words) < FEWEST_TEXTS:
        return
    logs = np.log10(n_words.to_numpy())
    low, median, high = np.quantile(logs, [0.25, 0.5, 0.75])
    spread = FENCE * (high - low)
    far = np.log10(FAR)
    is_short = logs < min(low - spread, median - far)
    is_long = logs > max(high + spread, median + far)
    usual = f"{round(10**median):,}"
    for chosen, what, advice in (
        (is_short, "shorter", "see whether their readers left text out (tables/left_out.csv)"),
        (is_long, "longer", "see whether they hold several texts (`split:` cuts them)"),
    ):
        if chosen.any():
            found = n_words[chosen] if what == "shorter" else n_words[chosen][::-1]
            n_texts = pluralize(len(found), "text")
            yield Finding(
                "note",
                subject="texts",
                n=len(found),
                found=f"{n_texts} far {what} than the rest (median: {usual} words)",
                advice=advice,
                places=tuple(f"{doc_id}: {pluralize(n, 'word')}" for doc_id, n in found.items()),
            )

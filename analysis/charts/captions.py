"""Write captions and alternative texts: counts, the largest values, and what is left out."""

from collections.abc import Iterable

import pandas as pd

from analysis.charts.style import SMALL
from analysis.charts.wrapping import squeeze

LONGEST = 3.2  # inches; a caption shortens longer labels
PERCENT_ABOVE = 200  # sentences; with fewer, a caption gives no percentage


def join_sentences(*sentences: str) -> str:
    """Join the sentences that are not empty.

    >>> join_sentences("n = 3 sentences.", "", "Two are long.")
    'n = 3 sentences. Two are long.'
    """
    return " ".join(filter(None, sentences))


def shorten_label(label: str) -> str:
    """Shorten a long label for a caption to its start and its end."""
    return squeeze(label, LONGEST, SMALL)


def say_count(k: int, n: int) -> str:
    """Say "k of n", with a percentage if n is large enough.

    >>> say_count(3, 17), say_count(120, 1204)
    ('3 of 17', '120 of 1,204 (10.0 %)')
    """
    if n <= PERCENT_ABOVE:
        return f"{k:,} of {n:,}"
    percent = 100 * k / n
    return f"{k:,} of {n:,} ({percent:.1f} %)"


def list_largest(labels: Iterable[str], counts: Iterable[int], limit: int = 3) -> str:
    """List the labels with the highest counts above zero.

    >>> list_largest(["rights", "poverty", "trade"], [2, 5, 0])
    'poverty (5), rights (2)'
    """
    pairs = zip(labels, counts, strict=True)
    ranked = sorted(pairs, key=lambda pair: -pair[1])
    largest = [f"{label} ({count:,})" for label, count in ranked[:limit] if count]
    return ", ".join(largest)


def list_themes(themes: pd.DataFrame, limit: int = 3) -> str:
    """List the themes (`label`, `n`) with the highest counts above zero."""
    labels = themes["label"].map(shorten_label)
    return list_largest(labels, themes["n"], limit)


def say_shown(
    shown: pd.DataFrame,
    counted: pd.DataFrame,
    noun: str,
    which: str = "",
) -> str:
    """Say how many of the `counted` rows (with `n`) the chart shows; `""` if it shows all.

    >>> counted = pd.DataFrame({"n": range(22)})
    >>> print(say_shown(counted[2:], counted, "themes"))
    The chart shows 20 of 22 themes, those with the most sentences; its CSV file holds all.
    """
    if len(shown) == len(counted):
        return ""
    if not which:
        n_occurring = (counted["n"] > 0).sum()
        shows_occurring = len(shown) == n_occurring
        which = "those that occur" if shows_occurring else "those with the most sentences"
    numbers = f"{len(shown):,} of {len(counted):,}"
    return f"The chart shows {numbers} {noun}, {which}; its CSV file holds all."


def explain_all(themes: pd.DataFrame, addition: str = "") -> str:
    """Explain “(all)” if a label of these themes contains it; otherwise return `""`."""
    if not themes["has_subthemes"].any():
        return ""
    return f"A theme with “(all)” includes its subthemes{addition}."

"""The words of captions and alternative texts: counts, what is largest, and what a picture leaves out."""

from collections.abc import Iterable

import pandas as pd

from analysis.charts.style import SMALL
from analysis.charts.wrapping import squeeze

NAME = 3.2  # inches up to which a caption gives a label in full
PERCENT_FROM = 200  # sentences above which a count is given in percent, too


def join_sentences(*sentences: str) -> str:
    """The sentences that say something, one after the other.

    >>> join_sentences("n = 3 sentences.", "", "Two are long.")
    'n = 3 sentences. Two are long.'
    """
    return " ".join(filter(None, sentences))


def brief(label: str) -> str:
    """A label as a caption gives it: long ones keep their start and end."""
    return squeeze(label, NAME, SMALL)


def count_of(k: int, n: int) -> str:
    """Words for k of n, with the percentage if n is large enough for one.

    >>> count_of(3, 17), count_of(120, 1204)
    ('3 of 17', '120 of 1,204 (10.0 %)')
    """
    words = f"{k:,} of {n:,}"
    if n > PERCENT_FROM:
        words += f" ({100 * k / n:.1f} %)"
    return words


def list_largest(labels: Iterable[str], counts: Iterable[int], limit: int = 3) -> str:
    """The labels with the highest counts above zero, in words.

    >>> list_largest(["rights", "poverty", "trade"], [2, 5, 0])
    'poverty (5), rights (2)'
    """
    pairs = zip(labels, counts, strict=True)
    ranked = sorted(pairs, key=lambda pair: -pair[1])
    return ", ".join(f"{label} ({count:,})" for label, count in ranked[:limit] if count)


def list_themes(themes: pd.DataFrame, limit: int = 3) -> str:
    """The themes (`label`, `n`) with the highest counts above zero, in words."""
    return list_largest(themes["label"].map(brief), themes["n"], limit)


def say_shown(shown: pd.DataFrame, counted: pd.DataFrame, noun: str, which: str = "") -> str:
    """A sentence on the rows that the picture shows, of all that are counted (`n`); `""` if it shows all.

    >>> counted = pd.DataFrame({"n": range(22)})
    >>> say_shown(counted[2:], counted, "themes")
    'Shown are 20 of 22 themes, those with the most sentences; the CSV of this chart holds all.'
    """
    if len(shown) == len(counted):
        return ""
    if not which:
        shows_all_that_occur = len(shown) == (counted["n"] > 0).sum()
        which = "those that occur" if shows_all_that_occur else "those with the most sentences"
    numbers = f"{len(shown):,} of {len(counted):,}"
    return f"Shown are {numbers} {noun}, {which}; the CSV of this chart holds all."


def explain_all(themes: pd.DataFrame, more: str = "") -> str:
    """A sentence on what “(all)” means if a label of these themes says it, otherwise `""`."""
    if not themes["has_subthemes"].any():
        return ""
    return f"“(all)” counts the themes below it too{more}."

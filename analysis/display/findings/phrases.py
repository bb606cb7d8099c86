"""Phrases that findings are made of."""

from textwrap import fill

import pandas as pd

from analysis.wording import pluralize

LINE_WIDTH = 100  # characters; a notebook breaks longer lines in the middle of a word


def put_on_lines(*findings: str) -> str:
    """Put each finding on a line of its own, and wrap long ones."""
    wrapped = []
    for finding in findings:
        wrapped.append(fill(finding, LINE_WIDTH, break_long_words=False, break_on_hyphens=False))
    return "\n".join(wrapped)


def out_of(n: int, n_all: int, noun: str) -> str:
    """Say "n of n_all", with the noun.

    >>> out_of(3, 17, "sentence")
    '3 of 17 sentences'
    """
    return f"{n:,} of {pluralize(n_all, noun)}"


def quote(name: str) -> str:
    """Put a name in quotation marks."""
    return f"“{name}”"


def join_names(words: list[str]) -> str:
    """List names in a sentence.

    >>> join_names(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def name_pair(together: pd.DataFrame) -> str:
    """Name the pair of themes that share the most sentences, and say how many these are."""
    top = together.loc[together["n_both"].idxmax()]
    count = out_of(top["n_both"], top["n_sentences"], "sentence")
    return f"{quote(top['label_a'])} and {quote(top['label_b'])} ({count})"

"""Texts that are far shorter or longer than the others, and sentences that are none."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.languages import UNSPACED, primary
from analysis.wording import pluralize

FEWEST_TEXTS = 8
FAR = 10  # times shorter or longer than the median
LONG_SENTENCE = 250  # words; in languages without blanks, twice as many characters
MUCH = 0.1  # of all words: then most of a text has no sentences
MOST_PLACES = 1000
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
    usual = round(10**median)
    shortest = n_words[is_short]
    longest = n_words[is_long][::-1]
    left_out = "check whether text was left out (tables/left-out.csv)"
    yield from _finding(shortest, f"far shorter than the rest (median: {usual:,} words)", left_out)
    several = "check whether they hold several texts (`split:` cuts a file)"
    yield from _finding(longest, f"far longer than the rest (median: {usual:,} words)", several)


def long_sentences(inputs: Inputs) -> Iterator[Finding]:
    """Find sentences that are too long for one: captions and lists have no full stops."""
    languages = inputs.documents["language"].map(primary)
    unspaced = inputs.documents.loc[languages.isin(UNSPACED), "doc_id"]
    sentences = inputs.sentences
    long = LONG_SENTENCE * np.where(sentences["doc_id"].isin(unspaced), 2, 1)
    found = sentences[sentences["n_words"] > long]
    if found.empty:
        return
    found = found.sort_values("n_words", ascending=False, kind="stable")
    share = found["n_words"].sum() / sentences["n_words"].sum()
    counted = pluralize(len(found), "sentence")
    first = found.head(MOST_PLACES)
    rows = zip(first["doc_id"], first["sent_id"], first["n_words"], strict=True)
    yield Finding(
        "warning" if share >= MUCH else "note",
        subject="texts",
        n=len(found),
        found=f"{counted} of over {LONG_SENTENCE} words ({share:.1%} of all words)",
        advice="a text without full stops, such as captions, is one sentence: "
        "add them, or a blank line where a sentence ends",
        places=tuple(f"{doc_id}, sentence {n}: {size:,} words" for doc_id, n, size in rows),
    )


def _finding(n_words: pd.Series, what: str, advice: str) -> Iterator[Finding]:
    """Yield a finding about some texts, if there are any."""
    if n_words.empty:
        return
    places = [f"{doc_id}: {pluralize(n, 'word')}" for doc_id, n in n_words.items()]
    yield Finding(
        "note",
        subject="texts",
        n=len(n_words),
        found=f"{pluralize(len(n_words), 'text')} {what}",
        advice=advice,
        places=tuple(places),
    )

"""Who is named and in what tone, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import name_pair, out_of, put_on_lines, quote


def describe_voice(actors: pd.DataFrame, tones: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say which actor and which tone are the most frequent, and which of them meet most often.

    Args:
        actors: the rows of `Study.shares` for the family of actors.
        tones: those for the family of tones.
        pairs: one row per actor and tone, as from `cross`.

    >>> row = {"label": ["States"], "coded": [True], "n_sentences_hit": [2], "n_sentences": [4]}
    >>> actors = pd.DataFrame(row)
    >>> print(describe_voice(actors, actors[:0], pd.DataFrame({"n_both": []})))
    The most frequent actor is “States” (2 of 4 sentences).
    No tone occurs.
    No sentence carries both an actor and a tone.
    """
    together = pairs[pairs["n_both"] > 0]
    meeting = "No sentence carries both an actor and a tone."
    if len(together):
        meeting = f"Named together most often: {name_pair(together)}."
    return put_on_lines(_most_frequent(actors, "actor"), _most_frequent(tones, "tone"), meeting)


def _most_frequent(shares: pd.DataFrame, noun: str) -> str:
    occurring = shares[shares["coded"] & (shares["n_sentences_hit"] > 0)]
    if occurring.empty:
        return f"No {noun} occurs."
    top = occurring.loc[occurring["n_sentences_hit"].idxmax()]
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    return f"The most frequent {noun} is {quote(top['label'])} ({count})."

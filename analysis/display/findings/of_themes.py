"""What the texts are about, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import (
    join_names,
    out_of,
    put_on_lines,
    quote,
    say_basis,
    say_interval,
)
from analysis.wording import pluralize

MOST_THEMES = 3  # themes that are named as the most frequent ones
ONE_SIDED = 2.0  # times as frequent as the second theme of its family is the first one
MOST_OTHERS = 3  # themes of a family that are named beside its most frequent one


def describe_themes(shares: pd.DataFrame, sentences: pd.DataFrame, uncovered: pd.DataFrame) -> str:
    """Say which coded themes are the most frequent, and how many sentences carry a theme.

    If the shares have intervals, it gives those of the most frequent themes, and says whether their
    order is certain and what the intervals rest on.

    Args:
        shares: one row per theme, with the family columns, as from `Study.shares`.
        sentences: one row per sentence, as from `split_sentences`.
        uncovered: the sentences that carry no theme.

    >>> shares = pd.DataFrame({"theme": ["a", "b"], "label": ["Aid", "War"], "coded": [True, True]})
    >>> shares = shares.assign(n_sentences_hit=[3, 0], n_sentences=[4, 4])
    >>> sentences = pd.DataFrame({"sent_id": [1, 2, 3, 4]})
    >>> print(describe_themes(shares, sentences, sentences[3:]))
    The most frequent theme is “Aid” (3 of 4 sentences).
    1 of 2 themes occurs. 3 of 4 sentences carry at least one theme.
    """
    coded = shares[shares["coded"]]
    occurring = coded[coded["n_sentences_hit"] > 0]
    if occurring.empty:
        n_themes = pluralize(len(coded), "theme")
        return f"No theme occurs ({n_themes}, {pluralize(len(sentences), 'sentence')})."
    n_covered = len(sentences) - len(uncovered)
    occur = "occurs" if len(occurring) == 1 else "occur"
    carry = "carries" if n_covered == 1 else "carry"
    ranked = occurring.sort_values("n_sentences_hit", ascending=False, kind="stable")
    findings = [
        f"{_most_frequent_themes(ranked)}{_doubt_order(ranked)}",
        _most_one_sided_family(ranked),
        f"{out_of(len(occurring), len(coded), 'theme')} {occur}. "
        f"{out_of(n_covered, len(sentences), 'sentence')} {carry} at least one theme.",
        say_basis(shares),
    ]
    return put_on_lines(*filter(None, findings))


def _most_frequent_themes(ranked: pd.DataFrame) -> str:
    names: list[str] = []
    for theme in ranked.head(MOST_THEMES).itertuples():
        count = f"{theme.n_sentences_hit:,}"
        if not names:  # only the first count says what is counted
            count = out_of(theme.n_sentences_hit, theme.n_sentences, "sentence")
        interval = ""
        if "low" in ranked:
            interval = say_interval(theme.low, theme.high)
        if interval:
            by = f"by {theme.resampled}, " if not names else ""
            count = f"{count}; {by}{interval}"
        names.append(f"{quote(theme.label)} ({count})")
    if len(names) == 1:
        return f"The most frequent theme is {names[0]}."
    return f"The most frequent themes are {join_names(names)}."


def _doubt_order(ranked: pd.DataFrame) -> str:
    """Say that the intervals of the two most frequent themes overlap; otherwise return `""`."""
    if "low" not in ranked or len(ranked) < 2:
        return ""
    first, second = ranked.iloc[0], ranked.iloc[1]
    if first["low"] > second["high"] or pd.isna(first["low"]):
        return ""
    return " The intervals of the first two overlap, so do not rely on their order."


def _most_one_sided_family(ranked: pd.DataFrame) -> str:
    """Name the family whose most frequent theme leads furthest, if that is twice the second."""
    if "family_label" not in ranked:
        return ""
    furthest = ONE_SIDED
    found = ranked[:0]
    for _, themes in ranked[ranked["family_label"] != ""].groupby("family_order"):
        first, second = (*themes["n_sentences_hit"].head(2), 0)[:2]
        if second and first / second >= furthest:
            furthest = first / second
            found = themes
    if found.empty:
        return ""
    first, *others = found.head(MOST_OTHERS + 1).itertuples()
    named = [f"{quote(theme.label)} in {theme.n_sentences_hit:,}" for theme in others]
    n_further = len(found) - len(others) - 1
    if n_further:
        named.append(f"{pluralize(n_further, 'further theme')} in fewer")
    return (
        f"The most one-sided family is {quote(first.family_label)}: {quote(first.label)} in"
        f" {pluralize(first.n_sentences_hit, 'sentence')}, {join_names(named)}."
    )

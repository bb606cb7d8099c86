"""How far the counts can be relied on, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import (
    join_names,
    out_of,
    put_on_lines,
    quote,
    say_interval,
    say_share,
)
from analysis.wording import pluralize

FEWEST = 5  # sentences of a theme; with fewer it is not judged
MOST_WORDS = 4  # leftover words that are named


def describe_how_sure(
    compared: pd.DataFrame,
    reliance: pd.DataFrame,
    uncovered: pd.DataFrame,
    leftover: pd.DataFrame,
    first: pd.DataFrame,
) -> str:
    """Say how wide the intervals are, what themes rest on, and what the patterns may miss.

    Args:
        compared: one row per theme, with the family columns, as from `Study.compare_intervals`.
        reliance: one row per theme and pattern, as from `Study.reliance`.
        uncovered: the sentences that carry no theme.
        leftover: one row per word or phrase, as from `Study.leftover_words`.
        first: one row per theme and reason, as from `Study.read_first`.

    >>> nothing = pd.DataFrame({"coded": [], "n_sentences_hit": []})
    >>> print(describe_how_sure(nothing, nothing, nothing, nothing, nothing))
    No theme occurs, so there is no share to be sure of.
    """
    occurring = compared[compared["coded"] & (compared["n_sentences_hit"] > 0)]
    if occurring.empty:
        return "No theme occurs, so there is no share to be sure of."
    return put_on_lines(
        _most_frequent(occurring),
        _resting(reliance),
        _left_over(occurring, uncovered, leftover),
        _to_read(first),
    )


def _most_frequent(occurring: pd.DataFrame) -> str:
    """Give the interval of the most frequent theme, beside the naive one."""
    top = occurring.loc[occurring["n_sentences_hit"].idxmax()]
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    unit = top["resampled"]
    said = f"The most frequent theme, {quote(top['label'])}, is in {count}"
    interval = say_interval(top["low"], top["high"])
    if not interval:
        few = pluralize(int(top["n_resampled"]), unit.removesuffix("s"))
        return f"{said}; {few} {'is' if few.startswith('1 ') else 'are'} too few for an interval."
    naive = say_interval(top["naive_low"], top["naive_high"])
    return (
        f"{said} ({say_share(top['share'])}; by {unit}, {interval}). If all sentences were"
        f" independent, the interval would be {naive}."
    )


def _resting(reliance: pd.DataFrame) -> str:
    """Say which themes rest on one pattern, of those that have several and can be judged."""
    has_several = reliance.groupby("theme")["pattern"].transform("size") > 1
    judged = reliance[has_several & (reliance["n_sentences_hit"] >= FEWEST)]
    n_judged = judged["theme"].nunique()
    themes = pluralize(n_judged, "theme")
    which = f"with several patterns and at least {FEWEST} sentences"
    if n_judged == 0:
        return f"No theme {which} occurs, so none can be said to rest on one pattern."
    resting = judged[judged["rests"]]
    if resting.empty:
        return (
            f"None of {themes} {which} rests on one pattern for more than half of its sentences,"
            " unless it is a word of the theme’s label, or one of two that are about even."
        )
    worst = resting.sort_values(
        ["share_only", "n_sentences_hit"], ascending=False, kind="stable"
    ).iloc[0]
    count = out_of(worst["n_without"], worst["n_sentences_hit"], "sentence")
    rest = "rests" if len(resting) == 1 else "rest"
    their = "its" if len(resting) == 1 else "their"
    most = "" if len(resting) == 1 else "most of all "
    return (
        f"{len(resting):,} of {themes} {which} {rest} on one pattern for more than half of"
        f" {their} sentences, {most}{quote(worst['label'])}: without"
        f" {quote(worst['pattern'])}, {count} would be left."
    )


def _left_over(
    occurring: pd.DataFrame,
    uncovered: pd.DataFrame,
    leftover: pd.DataFrame,
) -> str:
    n_sentences = int(occurring["n_sentences"].iloc[0])
    if uncovered.empty:
        return f"All sentences carry a theme ({n_sentences:,} of {n_sentences:,})."
    carry = "carries" if len(uncovered) == 1 else "carry"
    said = f"{out_of(len(uncovered), n_sentences, 'sentence')} {carry} no theme"
    if leftover.empty:
        return f"{said}; no word is clearly more than 1.5 times as frequent there as elsewhere."
    words = [quote(term) for term in leftover["term"].head(MOST_WORDS)]
    return f"{said}; the words that stand out most there: {join_names(words)}."


def _to_read(first: pd.DataFrame) -> str:
    if first.empty:
        return "Nothing stands out that should be read first."
    top = first.iloc[0]
    said = f"To be read first: {quote(top['label'])}, because {top['found']}"
    n_more = len(first) - 1
    if n_more == 0:
        return f"{said}."
    return f"{said}; the last table lists {pluralize(n_more, 'more case')}."

"""How far the counts can be relied on, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import (
    join_names,
    name_units,
    out_of,
    put_on_lines,
    quote,
    say_interval,
    say_share,
)
from analysis.messages import count, number, say

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
        return say("No theme occurs, so there is no share to be sure of.")
    return put_on_lines(
        _most_frequent(occurring),
        _resting(reliance),
        _left_over(occurring, uncovered, leftover),
        _to_read(first),
    )


def _most_frequent(occurring: pd.DataFrame) -> str:
    """Give the interval of the most frequent theme, beside the naive one."""
    top = occurring.loc[occurring["n_sentences_hit"].idxmax()]
    named = {
        "theme": quote(top["label"]),
        "sentences": out_of(top["n_sentences_hit"], top["n_sentences"], "sentence"),
    }
    interval = say_interval(top["low"], top["high"])
    if not interval:
        return _say_too_few(named, int(top["n_resampled"]), top["resampled"])
    return say(
        "The most frequent theme, {theme}, is in {sentences} ({share}; by {units}, {interval}). If"
        " all sentences were independent, the interval would be {naive}.",
        share=say_share(top["share"]),
        units=name_units(top["resampled"]),
        interval=interval,
        naive=say_interval(top["naive_low"], top["naive_high"]),
        **named,
    )


def _say_too_few(named: dict[str, str], n: int, resampled: str) -> str:
    """Say that there are too few texts, or paragraphs, for an interval."""
    units = count(n, resampled.removesuffix("s"))
    if n == 1:
        return say(
            "The most frequent theme, {theme}, is in {sentences}; {units} is too few for an"
            " interval.",
            units=units,
            **named,
        )
    return say(
        "The most frequent theme, {theme}, is in {sentences}; {units} are too few for an interval.",
        units=units,
        **named,
    )


def _resting(reliance: pd.DataFrame) -> str:
    """Say which themes rest on one pattern, of those that have several and can be judged."""
    has_several = reliance.groupby("theme")["pattern"].transform("size") > 1
    judged = reliance[has_several & (reliance["n_sentences_hit"] >= FEWEST)]
    n_judged = judged["theme"].nunique()
    named = {"themes": count(n_judged, "theme"), "least": number(FEWEST)}
    if n_judged == 0:
        return say(
            "No theme with several patterns and at least {least} sentences occurs, so none can be"
            " said to rest on one pattern.",
            least=number(FEWEST),
        )
    resting = judged[judged["rests"]]
    if resting.empty:
        return say(
            "None of {themes} with several patterns and at least {least} sentences rests on one"
            " pattern for more than half of its sentences, unless it is a word of the theme’s"
            " label, or one of two that are about even.",
            **named,
        )
    worst = resting.sort_values(
        ["share_only", "n_sentences_hit"], ascending=False, kind="stable"
    ).iloc[0]
    named = {
        "resting": out_of(len(resting), n_judged, "theme"),
        "least": number(FEWEST),
        "theme": quote(worst["label"]),
        "pattern": quote(worst["pattern"]),
        "left": out_of(worst["n_without"], worst["n_sentences_hit"], "sentence"),
    }
    if len(resting) == 1:
        return say(
            "{resting} with several patterns and at least {least} sentences rests on one pattern"
            " for more than half of its sentences, {theme}: without {pattern}, {left} would be"
            " left.",
            **named,
        )
    return say(
        "{resting} with several patterns and at least {least} sentences rest on one pattern for"
        " more than half of their sentences, most of all {theme}: without {pattern}, {left} would"
        " be left.",
        **named,
    )


def _left_over(
    occurring: pd.DataFrame,
    uncovered: pd.DataFrame,
    leftover: pd.DataFrame,
) -> str:
    n_sentences = int(occurring["n_sentences"].iloc[0])
    if uncovered.empty:
        n = number(n_sentences)
        return say("All sentences carry a theme ({k} of {n}).", k=n, n=n)
    sentences = out_of(len(uncovered), n_sentences, "sentence")
    words = _say_words(leftover)
    if len(uncovered) == 1:
        return say("{sentences} carries no theme; {words}.", sentences=sentences, words=words)
    return say("{sentences} carry no theme; {words}.", sentences=sentences, words=words)


def _say_words(leftover: pd.DataFrame) -> str:
    """Say which words stand out in sentences without a theme."""
    if leftover.empty:
        return say("no word is clearly more than 1.5 times as frequent there as elsewhere")
    words = [quote(term) for term in leftover["term"].head(MOST_WORDS)]
    return say("the words that stand out most there: {words}", words=join_names(words))


def _to_read(first: pd.DataFrame) -> str:
    if first.empty:
        return say("Nothing stands out that should be read first.")
    top = first.iloc[0]
    return say(
        "To be read first: {theme}, because {found}.",
        theme=quote(top["label"]),
        found=top["found"],
    )

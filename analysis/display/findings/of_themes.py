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
from analysis.messages import count, number, say
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


def describe_codings(codings: pd.DataFrame, compared: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Say how the patterns compare with what a reader coded, over all themes.

    Args:
        codings: one row per theme that a reader gave a sentence, as from `Study.codings`.
        compared: one row per theme, as from `precision_recall`.
        sentences: one row per sentence, as from `split_sentences`.

    >>> codings = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "theme": ["aid"]})
    >>> compared = pd.DataFrame({"n_coded": [1], "n_found": [2], "n_both": [1]})
    >>> print(describe_codings(codings, compared, pd.DataFrame(index=range(3))))
    The reader read 1 of 3 sentences. Each theme counts once per sentence.
    Precision: of 2 findings of the patterns, the reader coded 1.
    Recall: of 1 coding of the reader, the patterns found 1.
    If whoever coded wrote or improved the patterns, both are in-sample: expect less on other texts.
    """
    if codings.empty:
        return say("Nothing is coded by hand: there is no coding.csv, and no codings/.")
    n_read = len(codings.drop_duplicates(["doc_id", "sent_id"]))
    read = out_of(n_read, len(sentences), "sentence")
    n_coded, n_found, n_both = compared[["n_coded", "n_found", "n_both"]].sum()
    return put_on_lines(
        say("The reader read {sentences}. Each theme counts once per sentence.", sentences=read),
        say(
            "Precision: of {findings} of the patterns, the reader coded {k}.",
            findings=count(int(n_found), "finding"),
            k=number(n_both),
        ),
        say(
            "Recall: of {codings} of the reader, the patterns found {k}.",
            codings=count(int(n_coded), "coding"),
            k=number(n_both),
        ),
        say(
            "If whoever coded wrote or improved the patterns, both are in-sample: expect less on"
            " other texts."
        ),
    )

"""Who is named and in what tone, in sentences."""

from textwrap import shorten

import pandas as pd

from analysis.display.findings.phrases import (
    join_names,
    out_of,
    put_on_lines,
    quote,
    say_interval,
    say_odds,
    say_share,
)
from analysis.tables import standing_out
from analysis.wording import pluralize

MOST_NAMED = 5  # themes of a family that are named with their counts
MOST_ABSENT = 3  # themes that are named as absent
MOST_REPORTED = 3  # tones of which reported sentences are counted
MOST_SHOWN = 2  # sentences that are shown
SENTENCE = 180  # the most characters of a sentence
LEAST_FOR_PERCENT = 20  # sentences


def describe_voice(
    actors: pd.DataFrame,
    tones: pd.DataFrame,
    pairs: pd.DataFrame,
    reporting: pd.DataFrame,
    n_with_tone: int,
    n_unnamed: int,
) -> str:
    """Say which tones and actors occur, which of them meet, and what cannot be said.

    Args:
        actors: the rows of `Study.shares` for the family of actors.
        tones: those for the family of tones.
        pairs: one row per actor and tone, as from `cross`.
        reporting: the rows of `Study.reporting` for the family of tones.
        n_with_tone: sentences that carry a tone.
        n_unnamed: those of them that name no actor.

    >>> row = {"label": ["Praise"], "coded": [True], "n_sentences_hit": [2], "n_sentences": [4]}
    >>> tones = pd.DataFrame(row).assign(share=0.5)
    >>> no_pairs = pd.DataFrame({"n_both": []})
    >>> reporting = tones.assign(n_reported=0, words="", sentence="")
    >>> print(describe_voice(tones[:0], tones, no_pairs, reporting, 2, 2))
    Tones: “Praise” in 2 of 4 sentences.
    A word of reporting, such as “said”, occurs in 0 of 2 sentences with “Praise”.
    The codebook has no actors.
    """
    return put_on_lines(
        _list_family(tones, "tone"),
        _say_reported(reporting),
        _list_family(actors, "actor"),
        _say_meeting(pairs),
        _say_unnamed(n_with_tone, n_unnamed) if len(tones) and len(actors) else "",
    )


# -- how often -------------------------------------------------------------------------------------


def _list_family(shares: pd.DataFrame, noun: str) -> str:
    """List the themes of a family with their counts, and those that never occur."""
    coded = shares[shares["coded"]]
    if coded.empty:
        return f"The codebook has no {noun}s."
    found = coded[coded["n_sentences_hit"] > 0]
    if found.empty:
        return f"None of {pluralize(len(coded), noun)} in the codebook occurs."
    ranked = found.sort_values("n_sentences_hit", ascending=False, kind="stable")
    names = [_count_first(ranked)]
    for theme in ranked[1:MOST_NAMED].itertuples():
        names.append(f"{quote(theme.label)} in {theme.n_sentences_hit:,}")
    n_others = len(ranked) - MOST_NAMED
    if n_others > 0:
        names.append(f"{pluralize(n_others, f'other {noun}')} in fewer sentences")
    absent = coded.loc[coded["n_sentences_hit"] == 0, "label"]
    if len(absent):
        names.append(_say_absent(list(absent)))
    return f"{noun.capitalize()}s: {'; '.join(names)}."


def _count_first(ranked: pd.DataFrame) -> str:
    """Count the sentences of the most frequent theme, with the interval of its share."""
    top = ranked.iloc[0]
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    found = f"{quote(top['label'])} in {count}"
    if pd.isna(top.get("low")):
        return found
    return f"{found}, {say_share(top['share'], top['low'], top['high'], top['resampled'])}"


def _say_absent(labels: list[str]) -> str:
    if len(labels) > MOST_ABSENT:
        return f"{len(labels):,} never"
    return f"{join_names([quote(label) for label in labels])} never"


# -- own words or reported -------------------------------------------------------------------------


def _say_reported(reporting: pd.DataFrame) -> str:
    """Say which tones stand beside a word of reporting."""
    found = reporting[reporting["coded"] & (reporting["n_sentences_hit"] > 0)]
    is_only = found["n_sentences_hit"] == 1
    several = found[~is_only].sort_values("n_sentences_hit", ascending=False, kind="stable")
    counts = [
        f"{theme.n_reported:,} of {theme.n_sentences_hit:,} sentences with {quote(theme.label)}"
        for theme in several.head(MOST_REPORTED).itertuples()
    ]
    said = []
    if counts:
        said.append(f"A word of reporting, such as “said”, occurs in {join_names(counts)}.")
    only_reported = found[is_only & (found["n_reported"] > 0)]
    for theme in only_reported.head(MOST_SHOWN).itertuples():
        sentence = shorten(theme.sentence, SENTENCE, placeholder=" …")
        words = join_names([quote(word) for word in theme.words.split(", ")])
        said.append(
            f"The only sentence with {quote(theme.label)} contains {words}, so it seems to report "
            f"what others say: {quote(sentence)}"
        )
    return " ".join(said)


# -- who in what tone ------------------------------------------------------------------------------


def _say_meeting(pairs: pd.DataFrame) -> str:
    """Say which actor and tone most clearly go together, or are most often named together."""
    if pairs.empty:
        return ""
    if not pairs["n_both"].any():
        return "No sentence carries both an actor and a tone."
    clear = pairs[standing_out(pairs) & ~pairs["by_codebook"]]
    if clear.empty:
        top = pairs.loc[pairs["n_both"].idxmax()]
        return f"{_say_row(top)}, and in {_say_any(top)}; {_say_why_unclear(top)}."
    nearer = clear[["low", "high"]].abs().min(axis=1)
    more = clear["association"] == "more"
    top = clear.loc[nearer[more].idxmax() if more.any() else nearer.idxmax()]
    others = clear[(clear["theme_b"] == top["theme_b"]) & (clear["association"] == "less")]
    if others.empty or not more.any():
        against = _say_any(top)
    else:
        other = others.loc[(others["n_both"] / others["n_a"]).idxmin()]
        against = f"{_say_share_of(other)} that name {quote(other['label_a'])}"
    odds = say_odds(top["log_odds"], top["low"], top["high"])
    among = f"Among the {top['among_n']:,} sentences with both an actor and a tone, that is clear"
    return f"{_say_row(top)}, and in {against}. {among} ({odds})."


def _say_any(pair: pd.Series) -> str:
    """Say in how many sentences of any actor a tone occurs."""
    return f"{out_of(pair['n_rows_b'], pair['n_rows'], 'sentence')} that name any actor"


def _say_row(pair: pd.Series) -> str:
    """Say in how many sentences of an actor a tone occurs, with the interval of the share."""
    found = f"{quote(pair['label_b'])} occurs in {_say_share_of(pair)}"
    return f"{found} that name {quote(pair['label_a'])}"


def _say_share_of(pair: pd.Series) -> str:
    count = out_of(pair["n_both"], pair["n_a"], "sentence")
    if pair["n_a"] < LEAST_FOR_PERCENT:
        return count
    interval = say_interval(pair["share_low"], pair["share_high"])
    percent = f"{100 * pair['n_both'] / pair['n_a']:.1f}%"
    return f"{count} ({percent}, 95% interval {interval})" if interval else f"{count} ({percent})"


def _say_why_unclear(pair: pd.Series) -> str:
    """Say why no actor and tone stand out."""
    clusters = pluralize(pair["n_clusters"], pair["clusters"].removesuffix("s"))
    if pair["n_clusters"] < 5:
        return f"with {clusters}, there is no telling whether that is more than chance"
    return "no actor and tone occur together clearly more or less often than by chance"


def _say_unnamed(n_with_tone: int, n_unnamed: int) -> str:
    """Say what the patterns cannot tell."""
    limit = "The patterns do not tell whom a tone is about"
    if not n_with_tone:
        return f"{limit}."
    name = "names" if n_unnamed == 1 else "name"
    count = out_of(n_unnamed, n_with_tone, "sentence")
    return f"{limit}; {count} with a tone {name} no actor at all."

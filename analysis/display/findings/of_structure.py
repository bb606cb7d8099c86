"""Where themes occur, which are named together, and which follow which, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import out_of, put_on_lines, quote, say_odds
from analysis.tables import standing_out
from analysis.wording import pluralize

LEAST_SENTENCES = 3  # that carry a theme, before its place in the texts is worth a word
SPREAD = 12**-0.5  # the standard deviation of a place at random between 0 and 1
CLEAR = 3  # standard errors, because the first and the last of many themes are compared


def describe_structure(
    positions: pd.DataFrame,
    pairs: pd.DataFrame,
    sequences: pd.DataFrame,
) -> str:
    """Say which themes come early and late, go together, avoid each other and follow each other.

    Pairs of themes that share words are left out, or said to do so.

    Args:
        positions: one row per sentence and theme that it carries, as from `positions`.
        pairs: one row per pair of themes, as from `cooccurrence`.
        sequences: one row per ordered pair of themes, as from `sequences`.

    >>> positions = pd.DataFrame({"label": ["Aid"] * 3 + ["War"] * 3})
    >>> places = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]
    >>> positions = positions.assign(theme=positions["label"], position=places)
    >>> none = pd.DataFrame({"n_both": [], "n_followed": []})
    >>> print(describe_structure(positions, none, none))
    No theme has a place of its own in the texts: their places could as well be random.
    No two themes are named in the same sentence.
    No theme follows another in the next sentence.
    """
    return put_on_lines(_earliest_and_latest(positions), *_together(pairs), _following(sequences))


def _earliest_and_latest(positions: pd.DataFrame) -> str:
    """Say which themes come earliest and latest, and whether that could be accidental."""
    by_theme = positions.groupby(["theme", "label"], sort=False)["position"]
    themes = by_theme.agg(["size", "median", "mean"]).reset_index()
    themes = themes[themes["size"] >= LEAST_SENTENCES]
    if len(themes) < 2:
        return "Too few themes occur in at least three sentences to say which comes first."
    in_order = themes.sort_values("median", kind="stable")
    first, last = in_order.iloc[0], in_order.iloc[-1]
    # The mean of n places at random varies around the middle by this much.
    error = SPREAD / in_order["size"] ** 0.5
    is_clear = (in_order["mean"] - 0.5).abs() > CLEAR * error
    if not is_clear.iloc[[0, -1]].any():
        return "No theme has a place of its own in the texts: their places could as well be random."
    return (
        f"{quote(first['label'])} comes earliest in the texts (median position: "
        f"{100 * first['median']:.0f}%), {quote(last['label'])} latest "
        f"({100 * last['median']:.0f}%)."
    )


# -- in the same sentence --------------------------------------------------------------------------


def _together(pairs: pd.DataFrame) -> list[str]:
    """Say which pairs stand out; if none does, which is the most frequent."""
    if not (pairs["n_both"] > 0).any():
        return ["No two themes are named in the same sentence."]
    own = pairs[~pairs["by_codebook"]]
    clear = own[standing_out(own)]
    more = clear[clear["association"] == "more"]
    more = more.sort_values("low", ascending=False, kind="stable")
    less = clear[clear["association"] == "less"].sort_values("high", kind="stable")
    if more.empty and less.empty:
        return [_most_frequent(pairs), _say_none_stands_out(pairs)]
    found = []
    if len(more):
        found.append(
            f"{_name(more)} go together most clearly: {_count(more, 'n_both')}. "
            f"{_say_how_many(len(more), len(own), 'above')}"
        )
    else:
        found.append(_most_frequent(pairs))
    if len(less):
        found.append(
            f"{_name(less)} most clearly keep apart: {_count(less, 'n_both')}. "
            f"{_say_how_many(len(less), len(own), 'below')}{_say_same_family(less)}"
        )
    return found


def _most_frequent(pairs: pd.DataFrame) -> str:
    ranked = pairs.sort_values("n_both", ascending=False, kind="stable")
    words = ""
    if ranked["by_codebook"].iloc[0]:
        words = " The two share words in the codebook, so this is partly its doing."
    return f"Named together most often: {_name(ranked)}, {_count(ranked, 'n_both')}.{words}"


def _say_none_stands_out(pairs: pd.DataFrame) -> str:
    n, clusters = _say_clusters(pairs)
    if n < 5:
        return (
            f"With {pluralize(n, clusters)} there is no interval, so no pair of themes can be said "
            "to go together more often than chance would give."
        )
    return (
        f"Of {pluralize(len(pairs), 'pair')} of themes, none is clearly more or less frequent than "
        f"chance would give, among so many (intervals by {pluralize(n, clusters)})."
    )


def _say_how_many(n: int, n_all: int, side: str) -> str:
    """Say how many pairs stand out among all."""
    return (
        f"The interval, widened for as many comparisons, lies {side} chance for "
        f"{out_of(n, n_all, 'pair')}."
    )


def _say_same_family(less: pd.DataFrame) -> str:
    """Say how many of these pairs are of one family, of which a sentence seldom holds two."""
    if "family_a" not in less:
        return ""
    n = int(((less["family_a"] == less["family_b"]) & (less["family_a"] != "")).sum())
    if not n:
        return ""
    return f" Of these, {n:,} are of one family: most sentences carry only one of its themes."


# -- in the next sentence --------------------------------------------------------------------------


def _following(sequences: pd.DataFrame) -> str:
    """Say which theme most clearly follows another one, or itself."""
    if not (sequences["n_followed"] > 0).any():
        return "No theme follows another in the next sentence."
    more = sequences[standing_out(sequences) & (sequences["association"] == "more")]
    more = more.sort_values("low", ascending=False, kind="stable")
    how_many = _say_how_many(len(more), len(sequences), "above")
    other = more[more["theme_a"] != more["theme_b"]]
    if len(other):
        a, b = quote(other["label_a"].iloc[0]), quote(other["label_b"].iloc[0])
        count = _count(other, "n_followed", "if the sentences were in random order")
        return (
            f"After a sentence with {a}, the next one most clearly carries {b}: {count}. {how_many}"
        )
    if len(more):
        label = quote(more["label_a"].iloc[0])
        count = _count(more, "n_followed", "if the sentences were in random order")
        carries_over = f"{label} most clearly carries over from one sentence to the next"
        return f"{carries_over}: {count}. {how_many}"
    n, clusters = _say_clusters(sequences)
    if n < 5:
        return (
            f"With {pluralize(n, clusters)} there is no interval, so no theme can be said to "
            "follow another more often than chance would give."
        )
    n_steps = pluralize(sequences["n_steps"].iloc[0], "pair")
    return (
        "No theme clearly follows another more often than if the sentences were in random order "
        f"({n_steps} of consecutive sentences)."
    )


def _say_clusters(pairs: pd.DataFrame) -> tuple[int, str]:
    """Return how many clusters the intervals are made from, and what one is."""
    first = pairs.iloc[0]
    return first["n_clusters"], first["clusters"].removesuffix("s")


# -- counts ----------------------------------------------------------------------------------------


def _name(ranked: pd.DataFrame) -> str:
    top = ranked.iloc[0]
    return f"{quote(top['label_a'])} and {quote(top['label_b'])}"


def _count(ranked: pd.DataFrame, observed: str, chance: str = "by chance") -> str:
    """Say how many sentences were observed and expected, and the odds with their interval."""
    top = ranked.iloc[0]
    if "among_n" in top and top["among_n"] < top["n_sentences"]:
        count = _count_among(top)
    else:
        count = f"{pluralize(top[observed], 'sentence')}, {top['expected']:,.1f} expected {chance}"
    if pd.isna(top["low"]) or not top["association"]:
        return count
    return f"{count} ({say_odds(top['log_odds'], top['low'], top['high'])})"


def _count_among(pair: pd.Series) -> str:
    """Say how many were expected among the sentences that carry some theme of both families."""
    return (
        f"{pluralize(pair['n_both'], 'sentence')}; of the {pair['among_n']:,} that carry some "
        f"theme of both families, {pair['expected']:,.1f} were expected by chance"
    )

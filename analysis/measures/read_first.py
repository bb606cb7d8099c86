"""Read first: the themes and sentences that most need a reader before a count of them is used.

A count can mislead in several ways, and each has its own measure. This table puts them on one
scale, so that the worst can be read first.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import find_carried
from analysis.measures.families import with_families
from analysis.measures.length_effects import length_effects
from analysis.measures.near_misses import near_misses
from analysis.measures.reliance import Dependence, find_dependence, finds_most
from analysis.measures.resampling import wilson
from analysis.measures.splits import split_patterns
from analysis.messages import count, decimal, join, number, quote, say
from analysis.tables import READ_FIRST

FEWEST = 5  # sentences of a theme; with fewer there is too little to judge it by
FEWEST_TEXTS = 5  # of the study
MOST_NEAR_MISSES = 100  # of a theme, that are counted
LIKE_HALF = 0.5  # a near miss is at least as alike as so many of the theme's own sentences
HALF = 0.5  # of the sentences of a theme, in one text
LEAST = 0.1  # severity

ALONE = 0.5  # the weight of a word beside a pattern without another one on its side
EXPECTED = 0.25  # the weight of a pattern of which it is no surprise that it finds most

ONE_PATTERN = "rests on one pattern"
MOST_PATTERN = "mostly found by one pattern"
SPLIT = "split by a neighbouring word"
ONE_TEXT = "mostly in one text"
SHARED = "shares a pattern"
NEAR_MISS = "near misses"
PRECISION = "low precision"
RECALL = "low recall"
LENGTH = "depends on the length of the text"


class _Inputs(NamedTuple):
    """What the reasons are looked for in; the attributes are the arguments of `read_first`."""

    sentences: pd.DataFrame
    hits: pd.DataFrame
    codebook: Codebook
    precision: pd.DataFrame | None
    disagreements: pd.DataFrame | None


def read_first(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    precision: pd.DataFrame | None = None,
    disagreements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the themes and sentences that are worth a look, and why.

    Only coded themes that at least five sentences carry are judged. The severity is the lower limit
    of the 95 % interval (Wilson's) of the share of the theme's sentences that are in doubt: those
    that only one pattern finds, that stand beside one and the same word, that are in one text,
    that a shared pattern finds, or that a reader did not confirm. So a few sentences never look as
    severe as many. Rows below 0.1 are left out, except near misses, each of which can be read at
    once.
    A theme that is mostly found by a pattern that is a word of its label, or one of two that are
    about even, is no surprise: it does not rest on it, and the severity is a quarter. A single word
    beside a pattern counts half of two that compete on one side of it.
    Near misses and the length of texts are mere hints. Their severity is half: of the lower limit
    for near misses among these and the theme's own sentences, and of the limit of the correlation
    that is nearer to 0.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: the codebook that gave the hits.
        precision: one row per theme, as from `precision_recall`, if a reader coded sentences.
        disagreements: one row per sentence and theme, as from `disagreements`; examples are taken
            from it.

    Returns:
        One row per theme and reason, and for some reasons per pattern or sentence, the most severe
        first (`analysis.tables.READ_FIRST`): `severity` (from 0 to 1), `reason`, `theme`, `label`,
        `pattern` (`""` if it is about none), `found` (what was found, in words), `doc_id`,
        `sent_id`, `sentence` (one that shows it; `""`, 0 and `""` if there is none) and `run` (the
        line of code that shows more).

    Raises:
        InputError: a table lacks a column, or a hit names a theme that is not in the codebook.
    """
    inputs = _Inputs(sentences, hits, codebook, precision, disagreements)
    dependence = find_dependence(sentences, codebook)
    rows = [
        *_find_one_pattern(inputs, dependence),
        *_find_splits(inputs),
        *_find_shared_patterns(inputs, dependence),
        *_find_one_text(inputs),
        *_find_near_misses(inputs),
        *_find_disagreements(inputs),
        *_find_length_effects(inputs),
    ]
    table = READ_FIRST.frame(pd.DataFrame(rows, columns=list(READ_FIRST.columns)))
    severe = table[(table["severity"] >= LEAST) | (table["reason"] == NEAR_MISS)]
    order = with_families(severe, codebook)["theme_order"]
    in_order = severe.assign(order=order).sort_values(
        ["severity", "order"], ascending=[False, True], kind="stable"
    )
    return in_order.drop(columns="order").reset_index(drop=True)


def _make_row(
    reason: str,
    theme: Any,
    severity: float,
    found: str,
    run: str,
    pattern: str = "",
    example: Any = None,
) -> dict[str, Any]:
    """Make a row of the table.

    Args:
        reason: why the theme is worth a look.
        theme: a row with `theme` and `label`.
        severity: from 0 to 1.
        found: what was found.
        run: the line of code that shows more.
        pattern: the pattern that it is about, if any.
        example: a row of sentences that shows it, if any.
    """
    shown = {"doc_id": "", "sent_id": 0, "sentence": ""}
    if example is not None:
        shown = {name: getattr(example, name) for name in shown}
    return {
        "severity": float(severity),
        "reason": reason,
        "theme": theme.theme,
        "label": theme.label,
        "pattern": pattern,
        "found": found,
        "run": run,
        **shown,
    }


def _at_least(k: int, n: int) -> float:
    """Return the lower limit of the 95 % interval of a proportion."""
    low, _ = wilson(np.array([k / n]), n)
    return float(low[0])


def _call(method: str, argument: str) -> str:
    """Write a line of code.

    >>> _call("evidence", "topic/poverty")
    'study.evidence("topic/poverty")'
    """
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'study.{method}("{escaped}")'


# -- patterns --------------------------------------------------------------------------------------


def _find_one_pattern(inputs: _Inputs, dependence: Dependence) -> Iterator[dict[str, Any]]:
    """Themes with several patterns, most of whose sentences only one of them finds."""
    table = dependence.table
    for row in table[finds_most(table)].itertuples():
        first = dependence.sentence[np.argmax(dependence.row == row.Index)]
        weight = 1.0 if row.rests else EXPECTED
        severity = _at_least(row.n_only, row.n_sentences_hit) * weight
        found = say(
            "only {pattern} finds {k} of its {sentences}",
            pattern=quote(row.pattern),
            k=number(row.n_only),
            sentences=count(row.n_sentences_hit, "sentence"),
        )
        yield _make_row(
            ONE_PATTERN if row.rests else MOST_PATTERN,
            row,
            severity,
            found,
            _call("concordance", row.pattern),
            row.pattern,
            _take(inputs.sentences, first),
        )


def _find_splits(inputs: _Inputs) -> Iterator[dict[str, Any]]:
    """Patterns of which many hits stand beside one and the same word: a row for each pattern.

    Two words that compete on the same side, such as “social” and “collective” before “security”,
    are named before a single one. That may only say more exactly what the theme is about, as in
    “sovereign debt”, so it counts half.
    """
    splits = split_patterns(inputs.sentences, inputs.hits, inputs.codebook)
    n_carrying = _count_sentences(inputs)
    for (theme, pattern), words in splits.groupby(["theme", "pattern"], sort=False):
        n_of_side = words.groupby("side")["word"].transform("size")
        competing = words[n_of_side > 1]
        row = (words if competing.empty else competing).iloc[0]
        n_sentences = int(n_carrying[theme])
        if n_sentences < FEWEST:
            continue
        others = words[words["side"] == row["side"]].iloc[1:2]
        severity = _at_least(min(row["n_beside"], n_sentences), n_sentences)
        severity *= ALONE if others.empty else 1.0
        yield _make_row(
            SPLIT,
            row,
            severity,
            _say_split(row, others),
            f'{_call("concordance", pattern)}.group("{row["side"]}")',
            pattern,
        )


def _say_split(row: pd.Series, others: pd.DataFrame) -> str:
    """Say of how many hits of a pattern a word is beside them, and the next word, if there is one.

    Args:
        row: the word, a row of `split_patterns`.
        others: the row of the next word; empty if there is none.
    """
    named = {
        "pattern": quote(row["pattern"]),
        "k": number(row["n_beside"]),
        "n": number(row["n_hits"]),
        "phrase": quote(row["phrase"]),
    }
    if others.empty:
        return say("in {pattern}, {k} of {n} matches are {phrase}", **named)
    other = others.iloc[0]
    return say(
        "in {pattern}, {k} of {n} matches are {phrase} and {k_b} are {phrase_b}",
        k_b=number(other["n_beside"]),
        phrase_b=quote(other["phrase"]),
        **named,
    )


def _find_shared_patterns(inputs: _Inputs, dependence: Dependence) -> Iterator[dict[str, Any]]:
    """Patterns that find many sentences of a theme, and that another theme has, too."""
    table = dependence.table
    is_judged = (table["n_sentences_hit"] >= FEWEST) & (table["n_found"] > 0)
    labels = inputs.codebook.themes.set_index("theme")["label"]
    for row in table[is_judged & (table["n_sharing"] > 0)].itertuples():
        others = [quote(labels[theme]) for theme in row.sharing.split("\n")]
        if len(others) > 1:
            others = [others[0], say("{n} more", n=number(len(others) - 1))]
        severity = _at_least(row.n_found, row.n_sentences_hit)
        found = say(
            "{pattern}, in {k} of its {sentences}, is also a pattern of {themes}",
            pattern=quote(row.pattern),
            k=number(row.n_found),
            sentences=count(row.n_sentences_hit, "sentence"),
            themes=join(others),
        )
        example = _take(inputs.sentences, dependence.first[row.Index])
        yield _make_row(
            SHARED,
            row,
            severity,
            found,
            _call("concordance", row.pattern),
            row.pattern,
            example,
        )


def _take(sentences: pd.DataFrame, row: int) -> Any:
    """Take a row of sentences; None if there is no such row."""
    rows = sentences.iloc[[row]] if row < len(sentences) else sentences.head(0)
    return next(rows.itertuples(), None)


# -- texts -----------------------------------------------------------------------------------------


def _find_one_text(inputs: _Inputs) -> Iterator[dict[str, Any]]:
    """Themes of which most sentences are in one text."""
    sentences = inputs.sentences
    text, texts = pd.factorize(sentences["doc_id"])
    if len(texts) < FEWEST_TEXTS:
        return
    found = find_carried(sentences, inputs.hits, inputs.codebook)
    pairs = pd.DataFrame({"theme": found.theme, "text": text[found.sentence]})
    pairs["sentence"] = found.sentence
    counts = pairs.groupby(["theme", "text"])["sentence"].agg(["size", "min"]).reset_index()
    most = counts.sort_values("size", ascending=False, kind="stable").drop_duplicates("theme")
    most = most.set_index("theme").assign(n=counts.groupby("theme")["size"].sum())
    coded = inputs.codebook.themes_with_roots()
    for row in coded[coded["coded"]].itertuples():
        if row.Index not in most.index:
            continue
        n_most, n, first = most.loc[row.Index, ["size", "n", "min"]]
        if n < FEWEST or n_most <= HALF * n:
            continue
        words = say(
            "{k} of its {sentences} are in one text",
            k=number(n_most),
            sentences=count(n, "sentence"),
        )
        if n_most == n:
            words = say("all {sentences} are in one text", sentences=count(n, "sentence"))
        yield _make_row(
            ONE_TEXT,
            row,
            _at_least(n_most, n),
            words,
            _call("evidence", row.theme),
            example=_take(sentences, first),
        )


def _find_length_effects(inputs: _Inputs) -> Iterator[dict[str, Any]]:
    """Themes whose share is larger, or smaller, in longer texts."""
    table = length_effects(inputs.sentences, inputs.hits, inputs.codebook)
    is_judged = table["theme"].map(_count_sentences(inputs)) >= FEWEST
    sure = is_judged & (table["low"] * table["high"] > 0)
    for row in table[sure].itertuples():
        nearest_to_0 = min(abs(row.low), abs(row.high))
        yield _make_row(LENGTH, row, nearest_to_0 / 2, _say_length(row), "study.length_effects()")


def _say_length(row: Any) -> str:
    """Say how the share of a theme goes with the length of the text."""
    named = {"rho": _signed(row.rho), "low": _signed(row.low), "high": _signed(row.high)}
    if row.rho > 0:
        return say(
            "its share is larger in longer texts (Spearman’s rho {rho}, {low} to {high})", **named
        )
    return say(
        "its share is smaller in longer texts (Spearman’s rho {rho}, {low} to {high})", **named
    )


def _count_sentences(inputs: _Inputs) -> pd.Series:
    """Count the sentences that carry each theme, by its id."""
    themes = inputs.codebook.themes["theme"]
    carried = find_carried(inputs.sentences, inputs.hits, inputs.codebook)
    return pd.Series(np.bincount(carried.theme, minlength=len(themes)), themes)


def _signed(value: float) -> str:
    return decimal(value, 2).replace("-", "−")


# -- sentences -------------------------------------------------------------------------------------


def _find_near_misses(inputs: _Inputs) -> Iterator[dict[str, Any]]:
    """Themes that many sentences are like, though no pattern finds them."""
    table = near_misses(inputs.sentences, inputs.hits, inputs.codebook, limit=MOST_NEAR_MISSES)
    alike = table[table["likeness"] >= LIKE_HALF]
    n_missed = alike["theme"].value_counts()
    n_hit = _count_sentences(inputs)
    for row in alike.drop_duplicates("theme").itertuples():
        n = int(n_missed[row.theme])
        found = _say_near_misses(n, row.words)
        severity = _at_least(n, n + int(n_hit[row.theme])) / 2
        run = _call("near_misses", row.theme)
        yield _make_row(NEAR_MISS, row, severity, found, run, example=row)


def _say_near_misses(n: int, words: str) -> str:
    """Say how many sentences are near misses of a theme.

    Args:
        n: how many there are; they are counted up to `MOST_NEAR_MISSES`.
        words: the words that make the first of them alike.
    """
    named = {"sentences": count(n, "sentence"), "words": words}
    if n == 1:
        return say(
            "{sentences} that no pattern finds is at least as typical of it as half of its own; the"
            " words of this one: {words}",
            **named,
        )
    if n == MOST_NEAR_MISSES:
        named["sentences"] = say("at least {n}", n=named["sentences"])
    return say(
        "{sentences} that no pattern finds are at least as typical of it as half of its own; the"
        " words of this one: {words}",
        **named,
    )


def _find_disagreements(inputs: _Inputs) -> Iterator[dict[str, Any]]:
    """Themes of which a reader confirmed few sentences, or coded many that no pattern finds."""
    if inputs.precision is None:
        return
    coded = set(inputs.codebook.coded_themes()["theme"])
    table = inputs.precision[inputs.precision["theme"].isin(coded)]
    for row in table.itertuples():
        n_wrong = row.n_found - row.n_both
        n_missed = row.n_coded - row.n_both
        if row.n_found >= FEWEST and n_wrong:
            found = say(
                "the reader confirmed {k} of {sentences} that the patterns found",
                k=number(row.n_both),
                sentences=count(row.n_found, "sentence"),
            )
            example = _first_disagreement(inputs, row.theme, "found")
            severity = _at_least(n_wrong, row.n_found)
            run = "study.disagreements()"
            yield _make_row(PRECISION, row, severity, found, run, example=example)
        if row.n_coded >= FEWEST and n_missed:
            found = say(
                "the patterns found {k} of {sentences} that the reader coded",
                k=number(row.n_both),
                sentences=count(row.n_coded, "sentence"),
            )
            example = _first_disagreement(inputs, row.theme, "missed")
            severity = _at_least(n_missed, row.n_coded)
            run = "study.disagreements()"
            yield _make_row(RECALL, row, severity, found, run, example=example)


def _first_disagreement(inputs: _Inputs, theme: str, who: str) -> Any:
    """Take the first sentence on which the reader and the patterns differ."""
    if inputs.disagreements is None:
        return None
    table = inputs.disagreements
    own = table[(table["theme"] == theme) & table["who"].str.startswith(who)]
    return _take(own, 0)

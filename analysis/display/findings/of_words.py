"""Which phrases recur, which words set parts of a study apart, and what is beside a theme."""

from typing import Any

import pandas as pd

from analysis.display.findings.phrases import join_names, out_of, put_on_lines, quote
from analysis.wording import pluralize

CHANCE = 0.05  # the highest adjusted p of a word that stands out
MOST_NAMED = 3  # words that are named
LEAST_BESIDE = 3  # matches beside which a word is named


def describe_words(
    phrases: pd.DataFrame,
    parts: pd.DataFrame,
    words: pd.DataFrame,
    beside: pd.DataFrame,
    collocates: pd.DataFrame,
) -> str:
    """Say which phrases recur, which words stand out in which part, and which are beside a theme.

    Args:
        phrases: one row per phrase, as from `Study.recurring_phrases`.
        parts: one row per part, as from `Study.parts`.
        words: one row per part and term, as from `Study.words_of_parts`.
        beside: one row per line of the concordance of the leading theme: `label`, `L1`, `R1` (the
            words beside the match); without rows if no theme occurs.
        collocates: one row per word, as from `Study.collocates` for that theme.

    >>> part = {"part": ["Post", "News"], "kind": "outlet", "n_texts": 2, "n_words": [900, 400]}
    >>> word = {"part": ["Post"], "term": ["rights"], "n_target": 90, "expected": 42.1, "g2": 20.0}
    >>> word |= {"n_reference": 9, "p_adjusted": 0.01, "low": 1.0, "high": 3.0, "n_texts": 2}
    >>> words = pd.DataFrame(word)
    >>> phrases = pd.DataFrame({"term": ["civil society"], "n": [6], "part": [""]})
    >>> print(describe_words(phrases, pd.DataFrame(part), words, pd.DataFrame(), words[:0]))
    The phrase of two words that recurs most is “civil society” (6 times).
    The words of 2 groups (by outlet) are compared (400 to 900 words each).
    The word that stands out most is “rights” in “Post” (90 times, 42.1 expected; 2 to 8 times as
    frequent as elsewhere).
    """
    said = [*_recurring(phrases), _compared(parts)]
    if len(parts) > 1:
        said += _standing_out(parts, words)
    if len(beside):
        said += _around_theme(beside, collocates)
    return put_on_lines(*said)


def _recurring(phrases: pd.DataFrame) -> list[str]:
    """Name the phrases that recur most often, and those that are peculiar to a part."""
    names: list[str] = []
    for phrase in _rows(phrases.nlargest(MOST_NAMED, "n")):
        count = f"{phrase.n:,}" if names else f"{phrase.n:,} times"
        names.append(f"{quote(phrase.term)} ({count})")
    if not names:
        return []
    subject = "phrase of two words that recurs most is"
    if len(names) > 1:
        subject = "phrases of two words that recur most are"
    said = [f"The {subject} {join_names(names)}."]
    peculiar = phrases[phrases["part"] != ""].drop_duplicates("part").head(MOST_NAMED)
    if len(peculiar):
        is_one = len(peculiar) == 1
        subject = "phrase is" if is_one else "phrases are"
        places = [
            f"{quote(phrase.term)} in {quote(phrase.part)} ({pluralize(phrase.n, 'time')} in all)"
            for phrase in _rows(peculiar)
        ]
        said.append(f"The most peculiar {subject} {join_names(places)}.")
    return said


def _compared(parts: pd.DataFrame) -> str:
    if parts.empty:
        return "The study has no sentences."
    n = len(parts)
    if n == 1:
        return "The study has only one part, so there is nothing to compare its words with."
    kind = parts["kind"].iloc[0]
    names = {"text": "texts", "section": "sections of the text", "half": "halves of the text"}
    what = names.get(kind, f"groups (by {kind})")
    smallest, largest = parts["n_words"].min(), parts["n_words"].max()
    return f"The words of {n:,} {what} are compared ({smallest:,} to {largest:,} words each)."


def _standing_out(parts: pd.DataFrame, words: pd.DataFrame) -> list[str]:
    """Name the strongest word of each of a few parts, and say how many are of one text only."""
    if words.empty:
        return ["No word occurs several times in one of them and is more frequent there."]
    certain = words[words["p_adjusted"] < CHANCE]
    if certain.empty:
        return [
            "No word stands out in any of them: with so many words compared, even the strongest "
            f"difference, that of {_name_word(words.iloc[0], '')}, could be chance."
        ]
    is_of_one_text = (certain["n_texts"] == 1) & (parts["n_texts"].max() > 1)
    named = certain[~is_of_one_text].drop_duplicates("part").head(MOST_NAMED)
    said = []
    if len(named):
        is_one = len(named) == 1
        names = [_name_word(word, _say_times(word)) for word in _rows(named)]
        subject = "word that stands out most is" if is_one else "words that stand out most are"
        said.append(f"The {subject} {join_names(names)}.")
    n_of_one = int(is_of_one_text.sum())
    if n_of_one:
        occur, say = ("occurs", "says") if n_of_one == 1 else ("occur", "say")
        count = out_of(n_of_one, len(certain), "distinctive word")
        said.append(f"{count} {occur} in one text only, and {say} something about that text alone.")
    return said


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def _name_word(word: Any, times: str) -> str:
    return f"{quote(word.term)} in {quote(word.part)} ({_say_count(word)}{times})"


def _say_count(word: Any) -> str:
    return f"{pluralize(int(word.n_target), 'time')}, {word.expected:.1f} expected"


def _say_times(word: Any) -> str:
    """Say the interval of a ratio, with two digits that count: `2 to 8 times as frequent`.

    What occurs nowhere else is not so many times as frequent, so only that is said.
    """
    if word.n_reference == 0:
        return "; only there"
    limits = [float(f"{2**limit:.2g}") for limit in (word.low, word.high)]
    low, high = (f"{limit:,.0f}" if limit >= 10 else f"{limit:g}" for limit in limits)
    return f"; {low} to {high} times as frequent as elsewhere"


def _around_theme(beside: pd.DataFrame, collocates: pd.DataFrame) -> list[str]:
    """Say what precedes and follows the theme, and which word stands out near it."""
    label = quote(beside["label"].iloc[0])
    typical = collocates[collocates["g2"] > 0]
    said = []
    found = []
    for side, verb in (("L1", "precedes"), ("R1", "follows")):
        words = beside.loc[beside[side].isin(typical["term"]), side].value_counts()
        if len(words) and words.iloc[0] >= LEAST_BESIDE:
            found.append(f"{quote(words.index[0])} {verb} {words.iloc[0]:,}")
    if found:
        matches = pluralize(len(beside), "match", "es")
        said.append(f"Of the {matches} of {label}, the most frequent theme, {join_names(found)}.")
    theme = label if said else f"the most frequent theme, {label}"
    certain = typical[typical["p_adjusted"] < CHANCE]
    if certain.empty:
        said.append(
            f"Within five words of {theme}, no word is clearly more frequent than elsewhere."
        )
    for word in _rows(certain.head(1)):
        said.append(
            f"Within five words of {theme}, the word that stands out most is {quote(word.term)} "
            f"({_say_count(word)}{_say_times(word)})."
        )
    return said

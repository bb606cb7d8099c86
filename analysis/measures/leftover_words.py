"""Leftover words: words and phrases of the sentences that carry no theme.

They are compared with the sentences that carry one. So words that are frequent everywhere, such as
articles, drop out in any language, without a list of them. (They are a little rarer in sentences
with a theme, because the words of the theme take up room there. So a word has to be a good deal
more frequent.)
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.measures.carried import KEY
from analysis.measures.keyness import distinctive_terms
from analysis.tables import LEFTOVER_WORDS, SENTENCES

LONGEST = 3  # words of a phrase
FEWEST = 3  # occurrences
LEAST_RATIO = float(np.log2(1.5))  # a word is listed if `low` is higher
MAIN_USE = 0.5  # of the occurrences of a word; a phrase that has so many stands for the word
COMMON = 0.5  # of all words of the texts; so many are the few most frequent words


def leftover_words(sentences: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Find the words and phrases that are more frequent in sentences without any theme.

    A phrase of two or three words is listed if at least half of the occurrences of its rarest word
    are in it. Then those of its words that mostly occur in it are not listed. A phrase does not
    begin or end with one of the few most frequent words, unless that word is listed itself.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id` and `sentence`.
        hits: one row per match, as from `find_hits`.

    Returns:
        One row per word or phrase that occurs at least three times without a theme, and is surely
        more than 1.5 times as frequent there (`low` is higher than the logarithm of 1.5 to base 2;
        `analysis.tables.LEFTOVER_WORDS`), by `low`, the highest first: `term`,
        `n` (occurrences in sentences without a theme), `n_texts` (texts with such an occurrence; at
        least two, unless all these sentences are of one text), `dp_norm` (how unevenly these are
        spread, as in `dispersion`), `n_covered` (occurrences in sentences with a theme),
        `log_ratio`, `low` and `high` (as in `keyness`, of the sentences without a theme against the
        others). If all sentences carry a theme, or none does, there is nothing to compare, and the
        table is empty.

    Raises:
        InputError: a table lacks a column.

    >>> texts = ["The trade of the north grew."] * 20 + ["The flood of the river rose."] * 12
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 33), "sentence": texts})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 21)})
    >>> leftover_words(sentences, hits)[["term", "n", "n_covered"]].to_numpy().tolist()
    [['river rose', 12, 0], ['flood', 12, 0]]
    """
    SENTENCES.need(sentences, [*KEY, "sentence"])
    is_covered = _is_covered(sentences, hits)
    if is_covered.all() or not is_covered.any():
        return LEFTOVER_WORDS.empty()
    found = [_compare(sentences, ~is_covered, n) for n in range(1, LONGEST + 1)]
    n_texts = sentences.loc[~is_covered, "doc_id"].nunique()
    listed = [_choose(table, n_texts) for table in found]
    words = found[0].set_index("term")
    terms = _prefer_phrases(listed, words)
    table = pd.concat(listed, ignore_index=True)
    table = table[table["term"].isin(terms)]
    ordered = table.sort_values(["low", "n", "term"], ascending=[False, False, True])
    return LEFTOVER_WORDS.frame(ordered[list(LEFTOVER_WORDS.columns)])


def _is_covered(sentences: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    keys = pd.MultiIndex.from_frame(sentences[KEY])
    return keys.isin(pd.MultiIndex.from_frame(hits[KEY]))


def _compare(sentences: pd.DataFrame, is_left: np.ndarray, n: int) -> pd.DataFrame:
    """Compare the terms of `n` words in some sentences with those in the others."""
    # All words are needed to know which are common; of phrases, most occur only once.
    least = 1 if n == 1 else FEWEST
    table = distinctive_terms(sentences, is_left, n=n, min_n=least)
    names = {"n_target": "n", "n_reference": "n_covered"}
    return table.drop(columns="n_texts").rename(columns={**names, "n_texts_target": "n_texts"})


def _choose(table: pd.DataFrame, n_texts: int) -> pd.DataFrame:
    """Choose the terms that are frequent enough and surely more frequent without a theme."""
    is_spread = table["n_texts"] >= min(n_texts, 2)
    return table[(table["n"] >= FEWEST) & (table["low"] > LEAST_RATIO) & is_spread]


# -- phrases ---------------------------------------------------------------------------------------


def _prefer_phrases(listed: list[pd.DataFrame], words: pd.DataFrame) -> set[str]:
    """Choose between phrases and their parts, the longest phrases first.

    Args:
        listed: the terms that can be listed, a table for each number of words.
        words: all words of the texts, indexed by `term`.
    """
    n_of = dict(zip(words.index, words["n"], strict=True))
    edges = set(words.index) - _find_common(words) | set(listed[0]["term"])
    for table in listed:
        n_of |= dict(zip(table["term"], table["n"], strict=True))
    chosen = set(listed[0]["term"])
    replaced: set[str] = set()
    for table in reversed(listed[1:]):
        for phrase in table["term"]:
            parts = phrase.split(" ")
            rarest = min(n_of[word] for word in parts)
            is_main_use = n_of[phrase] >= MAIN_USE * rarest
            if phrase in replaced or not is_main_use or not {parts[0], parts[-1]} <= edges:
                continue
            chosen.add(phrase)
            for part in _list_parts(parts):
                if n_of[phrase] >= MAIN_USE * n_of.get(part, np.inf):
                    replaced.add(part)
    return chosen - replaced


def _find_common(words: pd.DataFrame) -> set[str]:
    """Find the most frequent words of the texts, which together are half of all words."""
    n = (words["n"] + words["n_covered"]).sort_values(ascending=False, kind="stable")
    n_before = n.cumsum() - n
    return set(n.index[n_before < COMMON * n.sum()])


def _list_parts(words: list[str]) -> Iterator[str]:
    """List the shorter phrases in a phrase, and its words.

    >>> list(_list_parts(["rule", "of", "law"]))
    ['rule', 'of', 'law', 'rule of', 'of law']
    """
    for length in range(1, len(words)):
        for first in range(len(words) - length + 1):
            yield " ".join(words[first : first + length])

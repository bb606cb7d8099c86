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
from analysis.measures.standing_out import find_function_words
from analysis.measures.terms import find_terms
from analysis.tables import HITS, LEFTOVER_WORDS, SENTENCES

LONGEST = 3  # words of a phrase
FEWEST = 3  # occurrences
LEAST_RATIO = float(np.log2(1.5))  # a word is listed if `low` is higher
SAME_PLACES = 0.8  # of the occurrences of two terms, if both are fragments of one formula
MAIN_USE = 0.5  # of the occurrences of a word; a phrase that has so many stands for the word
COMMON = 0.5  # of all words of the texts; so many are the few most frequent words


def leftover_words(sentences: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Find the words and phrases that are more frequent in sentences without any theme.

    A phrase of two or three words is listed if at least half of the occurrences of its rarest word
    are in it. Then those of its words that mostly occur in it are not listed. Function words,
    single letters and numbers (`analysis.measures.standing_out`) are not listed, and no phrase
    begins or ends with one; nor with one of the few most frequent words, unless it is listed
    itself. Of the fragments of one formula, which overlap or touch in the same sentences, only the
    longest is listed; of equally long ones, the one with the highest `low`, then the first of the
    formula.

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
    function_words = find_function_words(sentences)
    found = [_compare(sentences, ~is_covered, n) for n in range(1, LONGEST + 1)]
    n_texts = sentences.loc[~is_covered, "doc_id"].nunique()
    listed = [_choose(table, n_texts) for table in found]
    listed[0] = listed[0][~listed[0]["term"].isin(function_words)]
    words = found[0].set_index("term")
    edges = set(words.index) - _find_common(words) | set(listed[0]["term"])
    terms = _prefer_phrases(listed, words, edges - function_words)
    table = pd.concat(listed, ignore_index=True)
    table = table[table["term"].isin(terms)]
    table = _keep_longest_fragments(table, sentences[~is_covered])
    order = ["low", "n", "n_texts", "term"]
    ordered = table.sort_values(order, ascending=[False, False, False, True])
    return LEFTOVER_WORDS.frame(ordered[list(LEFTOVER_WORDS.columns)])


def _is_covered(sentences: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    HITS.need(hits, KEY)
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


def _prefer_phrases(
    listed: list[pd.DataFrame],
    words: pd.DataFrame,
    edges: set[str],
) -> set[str]:
    """Choose between phrases and their parts, the longest phrases first.

    Args:
        listed: the terms that can be listed, a table for each number of words.
        words: all words of the texts, indexed by `term`.
        edges: the words with which a phrase can begin or end.
    """
    n_of = dict(zip(words.index, words["n"], strict=True))
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


# -- fragments of formulas -------------------------------------------------------------------------


def _keep_longest_fragments(table: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Keep one row for each formula: its longest fragment.

    Args:
        table: one row per term.
        sentences: the sentences without a theme.
    """
    table = table.reset_index(drop=True)
    places = _find_places(table["term"], sentences)
    formula = _join_fragments(_find_neighbours(places), len(table))
    first = places.drop_duplicates("row").set_index("row")["start"]
    ranked = table.assign(
        formula=formula,
        n_words=table["term"].str.count(" ") + 1,
        start=first.reindex(table.index, fill_value=0),
    )
    order = ["n_words", "low", "start", "term"]
    ranked = ranked.sort_values(order, ascending=[False, False, True, True], kind="stable")
    kept = ranked.drop_duplicates("formula").index
    return table.loc[kept]


def _find_places(terms: pd.Series, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find where terms occur.

    Returns:
        One row per occurrence, in the order of the texts: `row` (of the term), `sentence`,
        `start` and `end`.
    """
    row_of = {term: row for row, term in enumerate(terms)}
    tables = []
    for n in range(1, LONGEST + 1):
        found = find_terms(sentences, n)
        row = np.array([row_of.get(term, -1) for term in found.terms], dtype=np.int64)[found.term]
        columns = {"row": row, "sentence": found.sentence, "start": found.start, "end": found.end}
        tables.append(pd.DataFrame(columns)[row >= 0])
    places = pd.concat(tables, ignore_index=True)
    return places.sort_values(["sentence", "start"], kind="stable", ignore_index=True)


def _find_neighbours(places: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs of terms that nearly always overlap or follow one another directly.

    Returns:
        One row per pair: `row` and `next_row`.
    """
    following = places.shift(-1, fill_value=-1)
    pairs = places[["row"]].assign(next_row=following["row"])
    is_near = places["sentence"] == following["sentence"]
    is_near &= following["start"] <= places["end"] + 1  # there can be a blank between them
    pairs = pairs[is_near]
    counts = pairs.groupby(["row", "next_row"]).size().rename("n").reset_index()
    n_of = places["row"].value_counts()
    most = np.maximum(counts["row"].map(n_of), counts["next_row"].map(n_of))
    return counts.loc[counts["n"] >= SAME_PLACES * most, ["row", "next_row"]]


def _join_fragments(pairs: pd.DataFrame, n_terms: int) -> np.ndarray:
    """Number the chains of terms that are linked by pairs: the lowest row of each chain."""
    chain = np.arange(n_terms)
    for row, next_row in pairs.itertuples(index=False):
        a, b = chain[row], chain[next_row]
        chain[chain == max(a, b)] = min(a, b)
    return chain

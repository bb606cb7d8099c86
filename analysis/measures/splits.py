"""Splits: patterns of which many hits stand beside one and the same word.

In `secur*`, a quarter of the hits may be “social security”, which is another subject. Whether it
belongs to the theme, no count can say. So a split is a place to look at, not a fault.
"""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.plain_form import CharKind, kind_of
from analysis.measures.carried import KEY, number_sentences
from analysis.measures.reliance import is_of_label
from analysis.measures.standing_out import find_function_words
from analysis.measures.terms import ListedTerms, Terms, find_terms
from analysis.tables import HITS, SENTENCES, SPLITS

FEWEST = 10  # hits beside the word
LEAST_SHARE = 0.1  # of the hits of the pattern
MOST_SHARE = 0.9  # if nearly all hits stand beside the word, they are not split
SHORT = 3  # letters; in short texts, function words are known only by their length
COMMON = 0.5  # of all words of the texts; so many are the few most frequent words
SAME_HITS = 0.8  # of the hits beside two words, one before and one behind: both are one phrase


def split_patterns(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Find the patterns of which many hits, but not nearly all, stand beside one content word.

    Only patterns of a single word, or with a wildcard, are looked at. The word stands directly
    before or behind the hit. Function words do not count (`analysis.measures.standing_out`), nor
    the few most frequent words, which together are half of all words, nor words of three letters or
    less, nor words of the theme's label. If two words stand on both sides of the same hits, as in
    “sovereign debt crisis”, only the more frequent one counts, or else the one before.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id`, `start`, `paragraph` and `sentence`.
        hits: one row per match, as from `find_hits`.
        codebook: the codebook that gave the hits.

    Returns:
        One row per theme, pattern and word (`analysis.tables.SPLITS`), by `n_beside`, the largest
        first: `theme`, `label`, `pattern`, `side` (`L1` or `R1`), `word`, `phrase` (the word and
        the hit beside it, as they are most often together), `n_beside` (hits beside the word, at
        least ten), `n_hits` (hits of the pattern) and `share` (`n_beside` / `n_hits`, 0.1 to 0.9).

    Raises:
        InputError: a table lacks a column.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["peace"], "parent": "", "label": ["Peace"]})
    >>> patterns = {"theme": ["peace"], "pattern": ["secur*"], "excludes": [False]}
    >>> codebook = Codebook("Example", "1", "en", themes, PATTERNS.frame(patterns), sha256="")
    >>> texts = ["We want social security."] * 12 + ["We are secure."] * 24 + ["We met."] * 9
    >>> sentences = pd.DataFrame({"doc_id": "a", "start": 0, "paragraph": 1, "sentence": texts})
    >>> sentences["sent_id"] = range(1, 46)
    >>> hits = pd.DataFrame({"sent_id": range(1, 37), "start": [15] * 12 + [7] * 24})
    >>> hits["end"] = [23] * 12 + [13] * 24
    >>> hits = hits.assign(doc_id="a", theme="peace", pattern="secur*")
    >>> hits["match"] = ["security"] * 12 + ["secure"] * 24
    >>> table = split_patterns(sentences, hits, codebook)
    >>> table[["phrase", "n_beside", "n_hits"]].to_numpy().tolist()
    [['social security', 12, 36]]
    """
    SENTENCES.need(sentences, [*KEY, "start", "paragraph", "sentence"])
    HITS.need(hits, [*KEY, "theme", "pattern", "start", "end", "match"])
    own = hits[_is_loose(hits["pattern"])]
    row = number_sentences(sentences, own)
    own, row = own[row >= 0], row[row >= 0]
    if own.empty:
        return SPLITS.empty()
    beside = _find_words_beside(sentences, own, row)
    n_hits = own.groupby(["theme", "pattern"]).size().rename("n_hits").reset_index()
    keys = ["theme", "pattern", "side", "word"]
    counts = beside.groupby(keys).size().rename("n_beside").reset_index()
    counts = counts.merge(n_hits, on=["theme", "pattern"], validate="m:1")
    counts = counts.merge(codebook.themes[["theme", "label"]], on="theme", validate="m:1")
    counts["share"] = counts["n_beside"] / counts["n_hits"]
    is_split = (counts["n_beside"] >= FEWEST) & counts["share"].between(LEAST_SHARE, MOST_SHARE)
    chosen = counts[is_split]
    is_said = [is_of_label(*pair) for pair in zip(chosen["word"], chosen["label"], strict=True)]
    chosen = chosen[~np.array(is_said, dtype=bool)]
    chosen = _keep_one_side(chosen, beside, keys)
    chosen = chosen.merge(_most_frequent_phrase(beside, keys), on=keys, validate="1:1")
    return SPLITS.frame(chosen.sort_values(["n_beside", *keys], ascending=[False, *[True] * 4]))


def _is_loose(patterns: pd.Series) -> pd.Series:
    """Whether each pattern is a single word or has a wildcard, so that it leaves much open."""
    return ~patterns.str.contains(" ", regex=False) | patterns.str.contains(r"[*?]")


def _find_words_beside(
    sentences: pd.DataFrame, hits: pd.DataFrame, row: np.ndarray
) -> pd.DataFrame:
    """List the content words directly before and behind hits.

    Args:
        sentences: the sentences.
        hits: hits in these sentences.
        row: the row number of the sentence of each hit.

    Returns:
        One row per hit and side with such a word: `hit` (its row number), `theme`, `pattern`,
        `side`, `word` and `phrase`.
    """
    found = find_terms(sentences)
    origin = sentences["start"].to_numpy(dtype=np.int64)[row]
    start = hits["start"].to_numpy(dtype=np.int64) - origin
    end = hits["end"].to_numpy(dtype=np.int64) - origin
    width = int(max(found.end.max(initial=0), end.max(initial=0))) + 1
    offset = found.sentence.astype(np.int64) * width
    before = np.searchsorted(offset + found.end, row * width + start, side="right") - 1
    behind = np.searchsorted(offset + found.start, row * width + end, side="left")
    is_content = is_content_word(found, sentences)
    names = np.array(found.terms, dtype=object)
    match = hits["match"].str.lower().to_numpy(dtype=object)
    sides = []
    for side, position in (("L1", before), ("R1", behind)):
        inside = (position >= 0) & (position < len(found.term))
        at = np.flatnonzero(inside)
        at = at[found.sentence[position[at]] == row[at]]
        at = at[is_content[found.term[position[at]]]]
        word = names[found.term[position[at]]]
        table = hits[["theme", "pattern"]].iloc[at].assign(hit=at, side=side, word=word)
        is_before = side == "L1"
        table["phrase"] = word + " " + match[at] if is_before else match[at] + " " + word
        sides.append(table)
    return pd.concat(sides, ignore_index=True)


def _keep_one_side(chosen: pd.DataFrame, beside: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Keep one of two words that stand before and behind the same hits.

    Args:
        chosen: one row per word that splits a pattern: the keys and `n_beside`.
        beside: one row per hit and word beside it.
        keys: the columns of the key of `chosen`.
    """
    words = beside.merge(chosen[[*keys, "n_beside"]], on=keys, validate="m:1")
    sides = [words[words["side"] == side] for side in ("L1", "R1")]
    both = sides[0].merge(sides[1], on=["hit", "theme", "pattern"], suffixes=("_l", "_r"))
    names = ["theme", "pattern", "word_l", "n_beside_l", "word_r", "n_beside_r"]
    pairs = both.groupby(names).size().rename("n").reset_index()
    most = pairs[["n_beside_l", "n_beside_r"]].max(axis=1)
    pairs = pairs[pairs["n"] >= SAME_HITS * most]
    is_behind = pairs["n_beside_l"] >= pairs["n_beside_r"]
    dropped = pairs[["theme", "pattern"]].assign(
        side=is_behind.map({True: "R1", False: "L1"}),
        word=pairs["word_r"].where(is_behind, pairs["word_l"]),
    )
    is_dropped = pd.MultiIndex.from_frame(chosen[keys]).isin(pd.MultiIndex.from_frame(dropped))
    return chosen[~is_dropped]


def is_content_word(found: Terms | ListedTerms, sentences: pd.DataFrame) -> np.ndarray:
    """Whether each word is no function word, none of the few most frequent words, and not short.

    Args:
        found: the words of some sentences, as from `find_terms`.
        sentences: these sentences.
    """
    n = np.bincount(found.term, minlength=len(found.terms))
    most_frequent_first = np.argsort(-n, kind="stable")
    n_before = np.cumsum(n[most_frequent_first]) - n[most_frequent_first]
    is_common = np.zeros(len(n), dtype=bool)
    is_common[most_frequent_first[n_before < COMMON * n.sum()]] = True
    function_words = find_function_words(sentences)
    is_function_word = np.array([term in function_words for term in found.terms], dtype=bool)
    is_short = np.array([_is_short(term) for term in found.terms], dtype=bool)
    return ~(is_common | is_function_word | is_short)


def _is_short(word: str) -> bool:
    """Whether a word has few letters, in a script in which a letter is no word by itself."""
    return len(word) <= SHORT and kind_of(word[0]) is not CharKind.SOLO


def _most_frequent_phrase(beside: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return, for each word, the phrase in which it most often stands beside a hit."""
    counts = beside.groupby([*keys, "phrase"]).size().rename("n").reset_index()
    ordered = counts.sort_values("n", ascending=False, kind="stable")
    return ordered.drop_duplicates(keys)[[*keys, "phrase"]]

"""Search: texts and patterns become tables of matches, a block of texts at a time. It knows nothing of themes.

A phrase is looked up by its words, not by its characters: only where the rarest of its words occurs are the other
words compared. A pattern with other characters than letters and spaces goes to its regular expression, but only in
the texts that hold its rarest word; a pattern without any word goes to it in every text.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.hits.pattern_set import NO_WORD, PatternSet, Phrases
from analysis.hits.tokens import Vocabulary, Words, find_words, split_texts, text_starts, texts_at

BLOCK = (
    1 << 21
)  # characters whose words are in memory at a time; the next block uses the same memory
NO_TYPE = -1

Span = tuple[int, int, int, int]  # pattern, text, and the offsets of the match in the text


class _Matches(NamedTuple):
    """Matches in a block of texts; every array has one entry per match.

    Attributes:
        pattern: the position of the pattern.
        start: the offset of the match in the block.
        end: the offset of its end in the block.
        type_id: the word type of a match that is one word, found by a phrase; otherwise `NO_TYPE`.
    """

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    type_id: np.ndarray


def find_matches(
    texts: list[str], patterns: list[str], vocabulary: Vocabulary | None = None
) -> Iterator[pd.DataFrame]:
    """Find every match of every pattern in every text, overlapping ones too, but at most one per start and pattern.

    Args:
        texts: each is searched by itself.
        patterns: in the pattern language.
        vocabulary: an empty one, to which the word types of the texts are added.

    Yields:
        For each block of texts (there is at least one) a table with one row per match, ordered by text, start and
        pattern. All columns are int32: `text` and `pattern` (positions in the two lists), `start` and `end` (offsets
        in the text) and `type_id`: where the match is a single word, found by a pattern without punctuation, the
        position of its type in the vocabulary, otherwise -1.

    >>> vocabulary = Vocabulary()
    >>> texts = ["Human rights, human rights."]
    >>> [matches] = find_matches(texts, ["rights", "human right*"], vocabulary)
    >>> print(matches.to_string(index=False))
     text  pattern  start  end  type_id
        0        1      0   12       -1
        0        0      6   12        1
        0        1     14   26       -1
        0        0     20   26        1
    >>> vocabulary.types
    ['Human', 'rights', 'human']
    """
    if vocabulary is None:
        vocabulary = Vocabulary()
    pattern_set = PatternSet(patterns)
    starts = text_starts(texts)
    for first, stop in split_texts(starts, BLOCK):
        block = texts[first:stop]
        block_starts = (starts[first : stop + 1] - starts[first]).astype(np.int32)
        matches = _find_in_block(block, block_starts, pattern_set, vocabulary)
        yield _as_table(matches, first, block_starts, len(patterns))


def _find_in_block(
    texts: list[str], starts: np.ndarray, pattern_set: PatternSet, vocabulary: Vocabulary
) -> _Matches:
    words = find_words(texts, starts, vocabulary)
    pattern_set.pattern_words.learn(words, vocabulary.types)
    by_words = _match_phrases(words, pattern_set)
    by_regex = _match_expressions(texts, starts, words, pattern_set)
    return _Matches(*map(np.concatenate, zip(by_words, by_regex, strict=True)))


def _as_table(
    matches: _Matches, first_text: int, starts: np.ndarray, n_patterns: int
) -> pd.DataFrame:
    """Order matches by start and pattern, and count their offsets from the start of their text."""
    # One key sorts faster than two, and it is nearly in order already.
    key = matches.start.astype(np.int64) * n_patterns + matches.pattern
    order = np.argsort(key, kind="stable")
    pattern, start, end, type_id = (column[order] for column in matches)
    n_matches = np.diff(np.searchsorted(start, starts))
    text_numbers = np.arange(first_text, first_text + len(n_matches), dtype=np.int32)
    text_start = np.repeat(starts[:-1], n_matches)
    columns = {
        "text": np.repeat(text_numbers, n_matches),
        "pattern": pattern,
        "start": start - text_start,
        "end": end - text_start,
        "type_id": type_id,
    }
    return pd.DataFrame(columns, copy=False)


# -- phrases -----------------------------------------------------------------------------------------


def _match_phrases(words: Words, pattern_set: PatternSet) -> _Matches:
    """Match the patterns of words and spaces only."""
    phrases = pattern_set.phrases
    anchor = _rarest_words(phrases, pattern_set.pattern_words.count)
    anchor_words = phrases.words[np.arange(len(anchor)), anchor]
    first, phrase = pattern_set.pattern_words.occurrences(words, anchor_words)
    # `first` becomes the first word of each match; a phrase of one word has matched already.
    is_match = phrases.length[phrase] == 1
    longer = np.flatnonzero(~is_match)
    first[longer] -= anchor[phrase[longer]]
    confirmed = _confirm_phrases(words, pattern_set, first[longer], phrase[longer], anchor)
    is_match[longer[confirmed]] = True

    first = first[is_match]
    phrase = phrase[is_match]
    last = first + phrases.length[phrase] - 1
    type_id = np.where(first == last, words.type_id[first], NO_TYPE).astype(np.int32)
    return _Matches(phrases.pattern[phrase], words.start[first], words.end[last], type_id)


def _rarest_words(phrases: Phrases, count: np.ndarray) -> np.ndarray:
    """The place of the rarest word within each phrase, the first of equally rare ones."""
    counts = np.append(count, np.inf)  # NO_WORD, which is -1, takes the last entry
    return counts[phrases.words].argmin(axis=1)


def _confirm_phrases(
    words: Words,
    pattern_set: PatternSet,
    first: np.ndarray,
    phrase: np.ndarray,
    anchor: np.ndarray,
) -> np.ndarray:
    """Compare all words of phrases with those of the texts.

    Args:
        words: the words of the texts.
        pattern_set: the patterns.
        first: for each candidate, the position of the word at which the phrase would begin.
        phrase: for each candidate, the position of the phrase.
        anchor: for each phrase, the place of the word that has been found already.

    Returns:
        The positions of the candidates that match.
    """
    phrases = pattern_set.phrases
    last_word = len(words.start) - 1
    fits = (first >= 0) & (first + phrases.length[phrase] - 1 <= last_word)
    left = np.flatnonzero(fits)
    for place in range(phrases.words.shape[1]):
        own_phrase = phrase[left]
        pattern_word = phrases.words[own_phrase, place]
        is_word = pattern_word != NO_WORD
        word = np.minimum(first[left] + place, last_word)
        agrees = ~is_word | (place == 0) | words.joined[word]
        compared = np.flatnonzero(agrees & is_word & (place != anchor[own_phrase]))
        agrees[compared] = pattern_set.pattern_words.means(
            pattern_word[compared], words.type_id[word[compared]]
        )
        left = left[agrees]
    return left


# -- regular expressions -----------------------------------------------------------------------------


def _match_expressions(
    texts: list[str], starts: np.ndarray, words: Words, pattern_set: PatternSet
) -> _Matches:
    """Match the patterns that hold other characters than letters and spaces."""
    pairs = _pairs_to_search(len(texts), starts, words, pattern_set)
    found = _match_at_first_words(pairs, texts, starts, words, pattern_set)
    found += _match_anywhere(pairs, texts, pattern_set)
    pattern, text, start, end = np.array(found, dtype=np.int32).reshape(-1, 4).T
    type_id = np.full(len(found), NO_TYPE, dtype=np.int32)
    return _Matches(pattern, starts[text] + start, starts[text] + end, type_id)


def _pairs_to_search(
    n_texts: int, starts: np.ndarray, words: Words, pattern_set: PatternSet
) -> np.ndarray:
    """Choose the texts in which each expression can match: those with its rarest word, or all if it has no word.

    Returns:
        Pairs of an expression and a text, each as one number: position of the expression x n_texts + that of the text.
    """
    pattern_words = pattern_set.pattern_words
    rarest = []
    for own in pattern_set.expressions.words:
        rarest.append(min(own, key=pattern_words.count.__getitem__, default=NO_WORD))
    word, expression = pattern_words.occurrences(words, np.array(rarest, dtype=np.int64))
    pairs = [np.unique(expression * n_texts + texts_at(words.start[word], starts))]
    for number, rarest_word in enumerate(rarest):
        if rarest_word == NO_WORD:
            pairs.append(number * n_texts + np.arange(n_texts))
    return np.concatenate(pairs)


def _match_at_first_words(
    pairs: np.ndarray, texts: list[str], starts: np.ndarray, words: Words, pattern_set: PatternSet
) -> list[Span]:
    """Match expressions that begin with a word, only where that word occurs."""
    expressions = pattern_set.expressions
    word, expression = pattern_set.pattern_words.occurrences(words, expressions.first_word)
    text = texts_at(words.start[word], starts)
    is_pair = np.isin(expression * len(texts) + text, pairs)
    pattern = expressions.pattern[expression[is_pair]]
    text = text[is_pair]
    start = words.start[word[is_pair]] - starts[text]
    found = []
    for number, at, begin in zip(pattern.tolist(), text.tolist(), start.tolist(), strict=True):
        match = pattern_set.regex_of(number).match(texts[at], begin)
        if match:
            found.append((number, at, *match.span(1)))
    return found


def _match_anywhere(pairs: np.ndarray, texts: list[str], pattern_set: PatternSet) -> list[Span]:
    """Match expressions that do not begin with a word, anywhere in the texts."""
    expressions = pattern_set.expressions
    expression, text = np.divmod(pairs, max(1, len(texts)))
    is_other = expressions.first_word[expression] == NO_WORD
    pattern = expressions.pattern[expression[is_other]]
    found = []
    for number, at in zip(pattern.tolist(), text[is_other].tolist(), strict=True):
        for match in pattern_set.regex_of(number).finditer(texts[at]):
            found.append((number, at, *match.span(1)))
    return found

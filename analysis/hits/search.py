"""Find every match of many patterns in many texts; themes play no part here.

Phrases and expressions (see `pattern_set`) are found in different ways. For a phrase, the other
words are compared wherever its rarest word occurs. An expression is matched with every text that
contains its rarest word, or with all texts if it has no words. A pattern with `?` is matched once
more, with its regular expression, with the texts in which a word may be a single letter.

Texts are searched in blocks, as they are or in their plain form (see `tokens.Block`). In the end,
the offsets of the matches become those of the texts as they are.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.hits.joined_texts import split_texts, text_starts, texts_at
from analysis.hits.pattern_set import NO_WORD, PatternSet, Phrases
from analysis.hits.tokens import Block, Vocabulary, Words, read_block

BLOCK = 1 << 21  # characters; only the words of one block are in memory
NO_TYPE = -1

Span = tuple[int, int, int, int]  # pattern, text, and the offsets of the match in the text


class _Matches(NamedTuple):
    """Matches in a block of texts; every array has one entry per match.

    Attributes:
        pattern: the position of the pattern.
        start: the offset in the block at which the match starts.
        end: the offset in the block at which it ends.
        type_id: the word type, if a phrase of one word matched; otherwise `NO_TYPE`.
    """

    pattern: np.ndarray
    start: np.ndarray
    end: np.ndarray
    type_id: np.ndarray


def find_matches(
    texts: list[str],
    patterns: list[str],
    vocabulary: Vocabulary | None = None,
) -> Iterator[pd.DataFrame]:
    """Find every match of every pattern in every text, overlapping ones included.

    A pattern has at most one match at each offset. No match crosses from one text into the next.

    Args:
        texts: the texts.
        patterns: the patterns, in the pattern language.
        vocabulary: an empty vocabulary, to which the word types of the texts are added.

    Yields:
        One table per block of texts, at least one. One row is one match; rows are ordered by text,
        start and pattern. All columns are int32: `text` and `pattern` are positions in the two
        lists, `start` and `end` are offsets in the text. If a phrase of one word matched, `type_id`
        is the position of the word type in the vocabulary; otherwise it is -1.

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
        block = read_block(texts[first:stop], vocabulary)
        pattern_set.pattern_words.learn(block.words, vocabulary.types)
        matches = _find_in_block(block, pattern_set)
        table = _make_table(matches, block.starts, len(patterns))
        if block.plain is not None:
            table = _move_to_source(table, block)
        table["text"] = (first + block.order[table["text"]]).astype(np.int32)
        yield table.sort_values("text", kind="stable", ignore_index=True)


def _find_in_block(block: Block, pattern_set: PatternSet) -> _Matches:
    """Find the matches in a block of texts, in any order."""
    of_phrases = _match_phrases(block.words, pattern_set)
    of_expressions = _match_expressions(block, pattern_set)
    parts = [of_phrases, of_expressions]
    if pattern_set.open and block.has_solo.any():
        parts = [_without_open_matches(part, block, pattern_set) for part in parts]
        parts.append(_match_open_patterns(block, pattern_set))
    columns = zip(*parts, strict=True)
    return _Matches(*map(np.concatenate, columns))


def _make_table(
    matches: _Matches,
    starts: np.ndarray,
    n_patterns: int,
) -> pd.DataFrame:
    """Make a table of the matches of a block, sorted, with offsets in the single texts.

    Args:
        matches: the matches.
        starts: the offsets of the texts in the block.
        n_patterns: the number of patterns.
    """
    # One key sorts faster than two, especially as the matches are nearly in order.
    offset = matches.start.astype(np.int64)
    order = np.argsort(offset * n_patterns + matches.pattern, kind="stable")
    start = matches.start[order]
    end = matches.end[order]

    n_matches = np.diff(np.searchsorted(start, starts))  # one number per text
    text = np.arange(len(n_matches), dtype=np.int32)
    origin = np.repeat(starts[:-1], n_matches)
    columns = {
        "text": np.repeat(text, n_matches),
        "pattern": matches.pattern[order],
        "start": start - origin,
        "end": end - origin,
        "type_id": matches.type_id[order],
    }
    return pd.DataFrame(columns, copy=False)


SPAN = ("text", "start", "end", "pattern")  # columns of a match


def _move_to_source(table: pd.DataFrame, block: Block) -> pd.DataFrame:
    """Turn offsets in plain forms into offsets in the texts; keep one match per start and pattern.

    The words of these texts can be spelled differently there, so their matches have no word type.
    """
    columns = {name: table[name].to_numpy() for name in table}
    rows = block.rows_to_move(columns["text"])
    if len(rows) == 0:
        return table
    columns = {name: values.copy() for name, values in columns.items()}
    columns["type_id"][rows] = NO_TYPE
    text, start, end, pattern = (columns[name][rows] for name in SPAN)
    block.to_source(text, start, end)
    # The rows of one text are adjacent, so those that move can be ordered among themselves.
    longest_first = np.lexsort((-end, pattern, start, text))
    for name, values in zip(SPAN, (text, start, end, pattern), strict=True):
        columns[name][rows] = values[longest_first]
    keys = [columns[name][rows] for name in ("text", "start", "pattern")]
    is_repeated = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    is_kept = np.ones(len(table), dtype=bool)
    is_kept[rows[1:]] = ~is_repeated
    kept = {name: values[is_kept] for name, values in columns.items()}
    return pd.DataFrame(kept, copy=False)


# -- phrases -------------------------------------------------------------------------------------


def _match_phrases(words: Words, pattern_set: PatternSet) -> _Matches:
    """Match the phrases: compare the other words wherever the rarest one occurs."""
    phrases = pattern_set.phrases
    anchor = _find_rarest_words(phrases, pattern_set.pattern_words.count)
    row = np.arange(len(anchor))
    anchor_word = phrases.words[row, anchor]
    first, phrase = pattern_set.pattern_words.find_occurrences(words, anchor_word)

    # A phrase of one word has matched already. For longer phrases, go back from the rarest word to
    # the first word, and compare the others.
    is_match = phrases.length[phrase] == 1
    longer = np.flatnonzero(~is_match)
    first[longer] -= anchor[phrase[longer]]
    confirmed = _confirm_phrases(words, pattern_set, first[longer], phrase[longer], anchor)
    is_match[longer[confirmed]] = True

    first = first[is_match]
    phrase = phrase[is_match]
    last = first + phrases.length[phrase] - 1
    type_id = np.where(first == last, words.type_id[first], NO_TYPE)
    return _Matches(
        pattern=phrases.pattern[phrase],
        start=words.start[first],
        end=words.end[last],
        type_id=type_id.astype(np.int32),
    )


def _find_rarest_words(phrases: Phrases, count: np.ndarray) -> np.ndarray:
    """Return the index of the rarest word within each phrase."""
    counts = np.append(count, np.inf)  # NO_WORD is -1, so it takes the last entry
    return counts[phrases.words].argmin(axis=1)


def _confirm_phrases(
    words: Words,
    pattern_set: PatternSet,
    first: np.ndarray,
    phrase: np.ndarray,
    anchor: np.ndarray,
) -> np.ndarray:
    """Compare the remaining words of each candidate: a phrase that may match at some word.

    Args:
        words: the words of the texts.
        pattern_set: the patterns.
        first: for each candidate, the position of its first word among the words of the texts.
        phrase: for each candidate, the position of its phrase.
        anchor: for each phrase, the index of the word that is known to match.

    Returns:
        The positions of the candidates that match.
    """
    phrases = pattern_set.phrases
    last_word = len(words.start) - 1
    last = first + phrases.length[phrase] - 1
    left = np.flatnonzero((first >= 0) & (last <= last_word))
    for index in range(phrases.words.shape[1]):
        row = phrase[left]
        pattern_word = phrases.words[row, index]
        is_word = pattern_word != NO_WORD
        word = np.minimum(first[left] + index, last_word)

        follows = words.joined[word]
        if phrases.glued[:, index].any():
            is_adjacent = words.start[word] == words.end[word - 1]
            follows = np.where(phrases.glued[row, index], is_adjacent, follows)
        agrees = ~is_word | (index == 0) | follows
        is_open = agrees & is_word & (index != anchor[row])
        compared = np.flatnonzero(is_open)
        type_id = words.type_id[word[compared]]
        agrees[compared] = pattern_set.pattern_words.is_match(pattern_word[compared], type_id)
        left = left[agrees]
    return left


# -- regular expressions -------------------------------------------------------------------------


def _match_expressions(block: Block, pattern_set: PatternSet) -> _Matches:
    """Match the expressions with their regular expressions."""
    pairs = _choose_texts(block, pattern_set)
    spans = _match_at_first_words(pairs, block, pattern_set)
    expression, text = np.divmod(pairs, max(1, len(block.texts)))
    begins_elsewhere = pattern_set.expressions.first_word[expression] == NO_WORD
    pattern = pattern_set.expressions.pattern[expression[begins_elsewhere]]
    spans += _match_anywhere(pattern, text[begins_elsewhere], block, pattern_set)
    return _to_matches(spans, block)


def _to_matches(spans: list[Span], block: Block) -> _Matches:
    table = np.array(spans, dtype=np.int32).reshape(-1, 4)
    pattern, text, start, end = table.T
    origin = block.starts[text]
    return _Matches(
        pattern=pattern,
        start=origin + start,
        end=origin + end,
        type_id=np.full(len(spans), NO_TYPE, dtype=np.int32),
    )


def _choose_texts(block: Block, pattern_set: PatternSet) -> np.ndarray:
    """Choose the texts that can match each expression: those that contain its rarest word.

    An expression without words can match any text.

    Returns:
        One number per pair of an expression and a text: the position of the expression times
        the number of texts, plus the position of the text.
    """
    n_texts = len(block.texts)
    pattern_words = pattern_set.pattern_words
    rarest = []
    for own in pattern_set.expressions.words:
        rarest.append(min(own, key=pattern_words.count.__getitem__, default=NO_WORD))
    rarest_word = np.array(rarest, dtype=np.int64)
    word, expression = pattern_words.find_occurrences(block.words, rarest_word)
    text = texts_at(block.words.start[word], block.starts)

    pairs = [np.unique(expression * n_texts + text)]
    for expression_without_words in np.flatnonzero(rarest_word == NO_WORD):
        pairs.append(expression_without_words * n_texts + np.arange(n_texts))
    return np.concatenate(pairs)


def _match_at_first_words(
    pairs: np.ndarray,
    block: Block,
    pattern_set: PatternSet,
) -> list[Span]:
    """Match the expressions that begin with a word, at each occurrence of that word."""
    expressions = pattern_set.expressions
    words = block.words
    texts = block.texts
    word, expression = pattern_set.pattern_words.find_occurrences(words, expressions.first_word)
    text = texts_at(words.start[word], block.starts)
    is_pair = np.isin(expression * len(texts) + text, pairs)

    text = text[is_pair]
    pattern = expressions.pattern[expression[is_pair]]
    start = words.start[word[is_pair]] - block.starts[text]
    candidates = zip(
        pattern.tolist(),
        text.tolist(),
        start.tolist(),
        block.is_simple[text].tolist(),
        strict=True,
    )
    spans = []
    for number, position, begin, is_simple in candidates:
        compiled = pattern_set.simple_regex_of if is_simple else pattern_set.regex_of
        match = compiled(number).match(texts[position], begin)
        if match:
            spans.append((number, position, *match.span(1)))
    return spans


def _match_anywhere(
    pattern: np.ndarray,
    text: np.ndarray,
    block: Block,
    pattern_set: PatternSet,
) -> list[Span]:
    """Match patterns anywhere in texts; `pattern` and `text` are positions, a pair each."""
    spans = []
    pairs = zip(pattern.tolist(), text.tolist(), block.is_simple[text].tolist(), strict=True)
    for number, position, is_simple in pairs:
        if number in pattern_set.starry:
            found = pattern_set.star_matcher_of(number).find(block.texts[position])
            spans += [(number, position, *span) for span in found]
            continue
        compiled = pattern_set.simple_regex_of if is_simple else pattern_set.regex_of
        for match in compiled(number).finditer(block.texts[position]):
            spans.append((number, position, *match.span(1)))
    return spans


# -- patterns with `?` in texts with single letters ----------------------------------------------


def _without_open_matches(matches: _Matches, block: Block, pattern_set: PatternSet) -> _Matches:
    """Leave out the matches that `_match_open_patterns` finds, too."""
    text = texts_at(matches.start, block.starts)
    is_open = np.isin(matches.pattern, pattern_set.open)
    is_kept = ~(is_open & block.has_solo[text])
    kept = [column[is_kept] for column in matches]
    return _Matches(*kept)


def _match_open_patterns(block: Block, pattern_set: PatternSet) -> _Matches:
    """Match the patterns with `?` in the texts in which it can be a word by itself."""
    texts = np.flatnonzero(block.has_solo)
    pattern = np.repeat(pattern_set.open, len(texts))
    text = np.tile(texts, len(pattern_set.open))
    spans = _match_anywhere(pattern, text, block, pattern_set)
    return _to_matches(spans, block)

"""Patterns prepared for search: their words, and which word types of the texts each word means.

A *pattern word* is a word of a pattern, in folded letters; `*` and `?` are part of it. The pattern `human right*` has
the pattern words `HUMAN` and `RIGHT*`. A pattern word means word types: `RIGHT*` means `rights`, `Rights` and
`righteous`. It is compared with each word type once, not with each word of the texts.

A pattern of words and spaces only is a *phrase*, even if it is a single word. A pattern with any other character
(`U.N.`, `anti-*`, `women's`) is searched for with its regular expression.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from analysis.codebook.patterns import fold_words, tidy, to_regex
from analysis.hits.tokens import Words

NO_WORD = -1  # instead of the number of a pattern word
ANY_WORD = "*"
PREFIX_LENGTH = 2  # letters by which word types are chosen before globs are compared with them
LAST_CHARACTER = chr(0x10FFFF)

_WORD = re.compile(r"[\w*?]+")
_PHRASE = re.compile(r"[\w*?]+(?: [\w*?]+)*")
_WILDCARD = re.compile(r"[*?]")
_WORD_AT_START = re.compile(r"\*?[\w?]")


@dataclass(frozen=True)
class Phrases:
    """The patterns of words and spaces only; one entry per phrase.

    Attributes:
        pattern: the position of the pattern.
        length: the number of its words.
        words: one row per phrase: its pattern words, then `NO_WORD` up to the length of the longest phrase.
    """

    pattern: np.ndarray
    length: np.ndarray
    words: np.ndarray


@dataclass(frozen=True)
class Expressions:
    """The patterns that are searched for with their regular expressions; one entry per pattern.

    Attributes:
        pattern: the position of the pattern.
        words: its pattern words, without `*` as a word of its own, which means any word.
        first_word: the pattern word that the pattern begins with, or `NO_WORD` if it begins with none.
    """

    pattern: np.ndarray
    words: list[list[int]]
    first_word: np.ndarray


class PatternSet:
    """The patterns of one search.

    Attributes:
        patterns: the patterns, tidied.
        pattern_words: their words and what these mean.
        phrases: the patterns of words and spaces only.
        expressions: the other patterns.
        regex_of: returns the regular expression of the pattern at a position. It matches where a match starts, and
            its first group is the match, so that overlapping matches are found too.
    """

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = [tidy(pattern) for pattern in patterns]
        words = [_WORD.findall(pattern) for pattern in self.patterns]
        different = list(dict.fromkeys(chain.from_iterable(words)))
        folded = dict(zip(different, fold_words(different), strict=True))
        self.pattern_words = PatternWords(list(dict.fromkeys(folded.values())))

        numbers = self.pattern_words.numbers
        word_ids = []
        for own in words:
            word_ids.append([numbers[folded[word]] for word in own])
        phrases: list[int] = []
        others: list[int] = []
        for number, pattern in enumerate(self.patterns):
            kind = phrases if _PHRASE.fullmatch(pattern) else others
            kind.append(number)
        self.phrases = _make_phrases(phrases, [word_ids[number] for number in phrases])
        self.expressions = self._make_expressions(others, [word_ids[number] for number in others])
        self.regex_of: Callable[[int], re.Pattern[str]] = cache(self._compile)

    def _make_expressions(self, pattern: list[int], word_ids: list[list[int]]) -> Expressions:
        any_word = self.pattern_words.numbers.get(ANY_WORD)
        words = []
        first_word = []
        for number, own in zip(pattern, word_ids, strict=True):
            certain = [word for word in own if word != any_word]
            words.append(certain)
            begins_with_word = _WORD_AT_START.match(self.patterns[number])
            first_word.append(certain[0] if begins_with_word else NO_WORD)
        return Expressions(
            pattern=np.array(pattern, dtype=np.int64),
            words=words,
            first_word=np.array(first_word, dtype=np.int64),
        )

    def _compile(self, number: int) -> re.Pattern[str]:
        return re.compile(f"(?=({to_regex(self.patterns[number])}))", re.IGNORECASE)


def _make_phrases(pattern: list[int], word_ids: list[list[int]]) -> Phrases:
    length = np.array([len(own) for own in word_ids], dtype=np.int64)
    longest = length.max(initial=1)
    words = np.full((len(word_ids), longest), NO_WORD)
    is_filled = np.arange(longest) < length[:, None]
    words[is_filled] = list(chain.from_iterable(word_ids))
    return Phrases(np.array(pattern, dtype=np.int32), length, words)


class PatternWords:
    """The different words of all patterns, and the word types that each of them means.

    Attributes:
        numbers: the number of each pattern word.
        count: how many words of the current block of texts each pattern word means.
    """

    def __init__(self, words: list[str]) -> None:
        self.numbers = {word: number for number, word in enumerate(words)}
        self.count = np.zeros(len(words), dtype=np.int64)
        self._globs = []
        for word, number in self.numbers.items():
            if _WILDCARD.search(word):
                self._globs.append(_make_glob(word, number))
        self._prefixes = {glob.prefix[:PREFIX_LENGTH] for glob in self._globs}
        # One entry per word type and pattern word that means it, ordered by type, then by pattern word.
        self._n_types = 0
        self._types = np.zeros(0, dtype=np.int64)
        self._words = np.zeros(0, dtype=np.int64)
        self._keys = np.zeros(0, dtype=np.int64)  # both as one number

    def learn(self, words: Words, types: list[str]) -> None:
        """Find which pattern words mean the new types, and count the words of this block that each of them means.

        Args:
            words: the words of the block.
            types: all word types so far.
        """
        new_types = fold_words(types[self._n_types :])
        pairs = self._literal_pairs(new_types) + self._glob_pairs(new_types)
        position, word = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        new_keys = self._key(self._n_types + position, word)
        self._keys = np.append(self._keys, np.sort(new_keys))
        self._types, self._words = np.divmod(self._keys, max(1, len(self.numbers)))
        self._n_types = len(types)

        n_of_type = np.bincount(words.type_id, minlength=len(types))
        self.count = np.bincount(self._words, n_of_type[self._types], minlength=len(self.numbers))

    def means(self, pattern_word: np.ndarray, type_id: np.ndarray) -> np.ndarray:
        """Whether each pattern word means the word type beside it."""
        key = self._key(type_id, pattern_word)
        nearest = np.searchsorted(self._keys, key)
        return np.append(self._keys, -1)[nearest] == key

    def occurrences(self, words: Words, pattern_word: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Find every word of a block that some pattern words mean; `NO_WORD` means none.

        Returns:
            The position of each such word, in ascending order, and the position in `pattern_word` of what means it.
        """
        order = np.argsort(pattern_word, kind="stable")
        n_keys = len(self.numbers) + 1  # NO_WORD becomes 0
        pair, asked = _join(self._words + 1, pattern_word[order] + 1, n_keys)
        n_types = words.type_id.max(initial=-1) + 1
        word, found = _join(words.type_id, self._types[pair], n_types)
        return word, order[asked[found]]

    def _key(self, type_id: np.ndarray, pattern_word: np.ndarray) -> np.ndarray:
        return type_id * len(self.numbers) + pattern_word

    def _literal_pairs(self, types: list[str]) -> list[tuple[int, int]]:
        """Pair the position of each type that is a pattern word itself with the number of the pattern word."""
        numbers = self.numbers
        return [(position, numbers[word]) for position, word in enumerate(types) if word in numbers]

    def _glob_pairs(self, types: list[str]) -> list[tuple[int, int]]:
        """Pair the position of each type that a glob means with the number of the glob."""
        positions = self._with_prefixes(types)
        positions.sort(key=types.__getitem__)
        in_order = [types[position] for position in positions]
        pairs = []
        for glob in self._globs:
            for rank in _meant_by(glob, in_order):
                pairs.append((positions[rank], glob.number))
        return pairs

    def _with_prefixes(self, types: list[str]) -> list[int]:
        """The positions of the types that begin as some glob does; of all types if a glob begins with a wildcard."""
        if any(len(prefix) < PREFIX_LENGTH for prefix in self._prefixes):
            return list(range(len(types)))
        return [n for n, word in enumerate(types) if word[:PREFIX_LENGTH] in self._prefixes]


@dataclass(frozen=True)
class _Glob:
    """A pattern word with wildcards.

    Attributes:
        number: the number of the pattern word.
        prefix: the letters before its first wildcard.
        longest_part: the longest of the parts between its wildcards.
        match: matches what it means; None for a prefix and `*`, which means whatever begins with the prefix.
    """

    number: int
    prefix: str
    longest_part: str
    match: Callable[[str], re.Match[str] | None] | None


def _make_glob(word: str, number: int) -> _Glob:
    parts = _WILDCARD.split(word)
    prefix = parts[0]
    match = None
    if word != prefix + "*":
        match = re.compile(word.replace("*", r"\w*").replace("?", r"\w")).fullmatch
    return _Glob(number, prefix, max(parts, key=len), match)


def _meant_by(glob: _Glob, types: list[str]) -> Iterable[int]:
    """The positions of the types that a glob means; the types are in ascending order."""
    start = bisect_left(types, glob.prefix)
    stop = bisect_left(types, glob.prefix + LAST_CHARACTER, lo=start)
    if glob.match is None:
        return range(start, stop)
    meant = []
    for position in range(start, stop):
        word = types[position]
        if glob.longest_part in word and glob.match(word):  # the first test is much faster
            meant.append(position)
    return meant


def _join(left: np.ndarray, right: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Find all pairs of equal numbers in two arrays of numbers from 0 to n - 1; `right` is in ascending order.

    Returns:
        The positions in `left`, in ascending order, and the positions in `right`.

    >>> left, right = _join(np.array([2, 0, 1]), np.array([0, 2, 2]), 3)
    >>> left.tolist(), right.tolist()
    ([0, 0, 1], [1, 2, 0])
    """
    count = np.bincount(right, minlength=n)
    first = np.cumsum(count) - count  # in `right`, of each number
    found = np.flatnonzero((count > 0).take(left))
    times = count[left[found]]
    rank = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    position = np.repeat(found, times)
    return position, first[left[position]] + rank

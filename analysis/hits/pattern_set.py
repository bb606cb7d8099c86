"""Patterns prepared for search: their words, and the word types that match each of them.

A *pattern word* is a word of a pattern, case-folded and with its wildcards: `human right*` has the
pattern words `HUMAN` and `RIGHT*`. The word types `rights`, `Rights` and `righteous` match
`RIGHT*`. Word types are compared, not words, so each spelling is compared only once.

A pattern of words and spaces only is a *phrase*, even if it is a single word. Any other pattern
(`U.N.`, `anti-*`, `women's`) is an *expression*, and is matched with its regular expression.
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

NO_WORD = -1  # used where there is no pattern word
ANY_WORD = "*"
PREFIX_LENGTH = 2  # letters; only word types that share them with a glob are compared with it
LAST_CHARACTER = chr(0x10FFFF)

_WORD = re.compile(r"[\w*?]+")
_PHRASE = re.compile(r"[\w*?]+(?: [\w*?]+)*")
_WILDCARD = re.compile(r"[*?]")
_WORD_AT_START = re.compile(r"\*?[\w?]")


@dataclass(frozen=True)
class Phrases:
    """The patterns that consist of words and spaces only; one entry per phrase.

    Attributes:
        pattern: the position of the pattern.
        length: the number of its words.
        words: the pattern words, as an array with one row per phrase, padded with `NO_WORD`.
    """

    pattern: np.ndarray
    length: np.ndarray
    words: np.ndarray


@dataclass(frozen=True)
class Expressions:
    """The patterns that are matched with regular expressions; one entry per pattern.

    Attributes:
        pattern: the position of the pattern.
        words: its pattern words, except a lone `*`, which would exclude no text.
        first_word: the pattern word with which the pattern begins; `NO_WORD` if it begins with
            anything else.
    """

    pattern: np.ndarray
    words: list[list[int]]
    first_word: np.ndarray


class PatternSet:
    """The patterns of one search.

    Attributes:
        patterns: the patterns, tidied.
        pattern_words: the distinct words of all patterns.
        phrases: the patterns that consist of words and spaces only.
        expressions: the other patterns.
        regex_of: a function that compiles the pattern at a position. Its regular expression is a
            lookahead, so that overlapping matches are found; group 1 is the match.
    """

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = [tidy(pattern) for pattern in patterns]
        words = [fold_words(_WORD.findall(pattern)) for pattern in self.patterns]
        self.pattern_words = PatternWords(chain.from_iterable(words))

        phrases: dict[int, list[int]] = {}
        others: dict[int, list[int]] = {}
        numbers = self.pattern_words.numbers
        for position, pattern in enumerate(self.patterns):
            kind = phrases if _PHRASE.fullmatch(pattern) else others
            kind[position] = [numbers[word] for word in words[position]]
        self.phrases = _make_phrases(phrases)
        self.expressions = self._make_expressions(others)
        self.regex_of: Callable[[int], re.Pattern[str]] = cache(self._compile)

    def _make_expressions(
        self,
        word_ids: dict[int, list[int]],
    ) -> Expressions:
        any_word = self.pattern_words.numbers.get(ANY_WORD)
        words = []
        first_word = []
        for position, own in word_ids.items():
            specific = [word for word in own if word != any_word]
            words.append(specific)
            begins_with_word = _WORD_AT_START.match(self.patterns[position])
            first_word.append(specific[0] if begins_with_word else NO_WORD)
        return Expressions(
            pattern=np.array(list(word_ids), dtype=np.int64),
            words=words,
            first_word=np.array(first_word, dtype=np.int64),
        )

    def _compile(self, position: int) -> re.Pattern[str]:
        regex = to_regex(self.patterns[position])
        return re.compile(f"(?=({regex}))", re.IGNORECASE)


def _make_phrases(word_ids: dict[int, list[int]]) -> Phrases:
    rows = list(word_ids.values())
    lengths = [len(row) for row in rows]
    length = np.array(lengths, dtype=np.int64)
    longest = max(lengths, default=1)
    words = np.full((len(rows), longest), NO_WORD)
    is_word = np.arange(longest) < length[:, None]
    words[is_word] = list(chain.from_iterable(rows))
    return Phrases(
        pattern=np.array(list(word_ids), dtype=np.int32),
        length=length,
        words=words,
    )


class PatternWords:
    """The distinct words of all patterns, and the word types that match each of them.

    Attributes:
        numbers: the number of each pattern word.
        count: how many words of the current block of texts match each pattern word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        different = dict.fromkeys(words)
        self.numbers = {word: number for number, word in enumerate(different)}
        self.count = np.zeros(len(different), dtype=np.int64)
        self._globs = []
        for word, number in self.numbers.items():
            if _WILDCARD.search(word):
                self._globs.append(_make_glob(word, number))
        self._prefixes = {glob.prefix[:PREFIX_LENGTH] for glob in self._globs}
        self._n_types = 0
        # The pairs of a word type and a pattern word that it matches, sorted by type, then by word.
        self._pair_type = np.zeros(0, dtype=np.int64)
        self._pair_word = np.zeros(0, dtype=np.int64)
        self._pair_key = np.zeros(0, dtype=np.int64)  # type and word as one number

    def learn(self, words: Words, types: list[str]) -> None:
        """Compare new word types with the pattern words, and count the matching words of a block.

        Args:
            words: the words of the block.
            types: all word types found so far.
        """
        new_types = fold_words(types[self._n_types :])
        pairs = self._pair_literals(new_types) + self._pair_globs(new_types)
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        new_type = self._n_types + table[:, 0]
        new_keys = self._key(new_type, table[:, 1])
        self._n_types = len(types)

        new_keys.sort()
        n_words = len(self.numbers)
        self._pair_key = np.append(self._pair_key, new_keys)
        self._pair_type, self._pair_word = np.divmod(self._pair_key, max(1, n_words))

        n_of_type = np.bincount(words.type_id, minlength=len(types))
        n_of_pair = n_of_type[self._pair_type]
        self.count = np.bincount(self._pair_word, n_of_pair, minlength=n_words)

    def is_match(
        self,
        pattern_word: np.ndarray,
        type_id: np.ndarray,
    ) -> np.ndarray:
        """Whether each word type matches the pattern word at the same position."""
        key = self._key(type_id, pattern_word)
        candidate = np.searchsorted(self._pair_key, key)
        keys = np.append(self._pair_key, -1)  # -1 is compared with keys above all others
        return keys[candidate] == key

    def find_occurrences(
        self,
        words: Words,
        pattern_word: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the words of a block that match the given pattern words; none matches `NO_WORD`.

        Returns:
            Two arrays with one entry per occurrence: the position of the word, in ascending order,
            and the position in `pattern_word` of the pattern word that it matches.
        """
        order = np.argsort(pattern_word, kind="stable")
        wanted = pattern_word[order]
        n_keys = len(self.numbers) + 1  # 1 is added to the numbers, because NO_WORD is -1
        pair, asked = _join(self._pair_word + 1, wanted + 1, n_keys)
        n_types = words.type_id.max(initial=-1) + 1
        word, meaning = _join(words.type_id, self._pair_type[pair], n_types)
        return word, order[asked[meaning]]

    def _key(
        self,
        type_id: np.ndarray,
        pattern_word: np.ndarray,
    ) -> np.ndarray:
        return type_id * len(self.numbers) + pattern_word

    def _pair_literals(self, types: list[str]) -> list[tuple[int, int]]:
        """Return the position of each type that equals a pattern word, and the word's number."""
        numbers = self.numbers
        return [(position, numbers[word]) for position, word in enumerate(types) if word in numbers]

    def _pair_globs(self, types: list[str]) -> list[tuple[int, int]]:
        """Return the position of each type that matches a glob, and the glob's number."""
        positions = self._positions_to_compare(types)
        positions.sort(key=types.__getitem__)
        sorted_types = [types[position] for position in positions]
        pairs = []
        for glob in self._globs:
            for rank in _find_matching_types(glob, sorted_types):
                pairs.append((positions[rank], glob.number))
        return pairs

    def _positions_to_compare(self, types: list[str]) -> list[int]:
        """Return the positions of the types whose first letters may match a glob."""
        shortest = min(map(len, self._prefixes), default=PREFIX_LENGTH)
        if shortest < PREFIX_LENGTH:
            return list(range(len(types)))
        prefixes = self._prefixes
        return [n for n, word in enumerate(types) if word[:PREFIX_LENGTH] in prefixes]


@dataclass(frozen=True)
class _Glob:
    """A pattern word with wildcards.

    Attributes:
        number: the number of the pattern word.
        prefix: the letters before its first wildcard.
        longest_part: the longest part without a wildcard.
        match: compares a type with it; None if it is a prefix and `*`, which needs no regex.
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
        regex = word.replace("*", r"\w*").replace("?", r"\w")
        match = re.compile(regex).fullmatch
    return _Glob(number, prefix, max(parts, key=len), match)


def _find_matching_types(
    glob: _Glob,
    sorted_types: list[str],
) -> Iterable[int]:
    """Return the positions of the types that match a glob."""
    start = bisect_left(sorted_types, glob.prefix)
    stop = bisect_left(sorted_types, glob.prefix + LAST_CHARACTER, lo=start)
    if glob.match is None:
        return range(start, stop)
    meant = []
    for position in range(start, stop):
        word = sorted_types[position]
        # Most types fail the first condition, which is much faster than the second.
        if glob.longest_part in word and glob.match(word):
            meant.append(position)
    return meant


def _join(
    left: np.ndarray,
    right: np.ndarray,
    n: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Find all pairs of equal numbers, one from each array, as a join of two tables does.

    Args:
        left: numbers from 0 to n - 1.
        right: numbers from 0 to n - 1, in ascending order.
        n: how many distinct numbers there can be.

    Returns:
        The positions in `left`, in ascending order, and the positions in `right`.

    >>> left, right = _join(np.array([2, 0, 1]), np.array([0, 2, 2]), 3)
    >>> left.tolist(), right.tolist()
    ([0, 0, 1], [1, 2, 0])
    """
    count = np.bincount(right, minlength=n)
    first_right = np.cumsum(count) - count
    has_partner = (count > 0).take(left)
    found = np.flatnonzero(has_partner)
    n_partners = count[left[found]]
    in_left = np.repeat(found, n_partners)
    first_pair = np.cumsum(n_partners) - n_partners
    rank = np.arange(len(in_left)) - np.repeat(first_pair, n_partners)
    in_right = first_right[left[in_left]] + rank
    return in_left, in_right

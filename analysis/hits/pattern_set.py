"""Patterns prepared for search: their words, and the word types that match each of them.

A *pattern word* is a word of a pattern with its wildcards, in small letters unless it is written in
capitals: `human right*` has the pattern words `human` and `right*`. The word types `rights`,
`Rights` and `righteous` match `right*`. Word types are compared, not words, so each spelling is
compared only once.

A pattern of words and spaces only is a *phrase*, even if it is a single word. In scripts without
blanks, the words of a phrase are letters that follow one another directly. Any other pattern
(`U.N.`, `anti-*`, `women's`) is an *expression*, and is matched with its regular expression.

A wildcard `?` can also be a letter of a script without blanks, which is a word by itself. So the
words of a pattern with `?` are certain only in texts without such letters; the pattern is *open*.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import regex

from analysis.codebook.patterns import (
    Token,
    TokenKind,
    cut_at_stars,
    fold_words,
    parse,
    to_regex,
    to_simple_regex,
)
from analysis.hits.stars import StarMatcher
from analysis.hits.tokens import Words

NO_WORD = -1  # used where there is no pattern word
ANY_WORD = "*"
PREFIX_LENGTH = 2  # letters; only word types that share them with a glob are compared with it
LAST_CHARACTER = chr(0x10FFFF)

_WILDCARD = re.compile(r"[*?]")
_WORDS = (TokenKind.WORD, TokenKind.SOLO)


@dataclass(frozen=True)
class Phrases:
    """The patterns that consist of words and spaces only; one entry per phrase.

    Attributes:
        pattern: the position of the pattern.
        length: the number of its words.
        words: the pattern words, as an array with one row per phrase, padded with `NO_WORD`.
        glued: for each of them, whether it follows the word before it without white space.
    """

    pattern: np.ndarray
    length: np.ndarray
    words: np.ndarray
    glued: np.ndarray


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


class _PatternWord(NamedTuple):
    """A word of a pattern.

    Attributes:
        text: the word, in small letters unless it is written in capitals.
        glued: whether it follows another word without white space.
    """

    text: str
    glued: bool


class PatternSet:
    """The patterns of one search.

    Attributes:
        patterns: the patterns.
        pattern_words: the distinct words of all patterns.
        phrases: the patterns that consist of words and spaces only.
        expressions: the other patterns.
        open: the positions of the patterns with a `?`, which are phrases or expressions, too.
        starry: the positions of the patterns whose stars may match one text in many ways.
        regex_of: a function that compiles the pattern at a position. Its regular expression is a
            lookahead, so that overlapping matches are found; group 1 is the match.
        simple_regex_of: the same with the expression for simple texts (see `to_simple_regex`).
        star_matcher_of: a function that makes the matcher of a starry pattern.
    """

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = patterns
        parsed = [parse(pattern) for pattern in patterns]
        words = [_words_of(tokens) for tokens in parsed]
        self.pattern_words = PatternWords(word.text for word in chain.from_iterable(words))

        phrases: dict[int, list[_PatternWord]] = {}
        others: list[int] = []
        for position, tokens in enumerate(parsed):
            if _is_phrase(tokens):
                phrases[position] = words[position]
            else:
                others.append(position)
        self.phrases = _make_phrases(phrases, self.pattern_words.numbers)
        self.starry = {position for position, tokens in enumerate(parsed) if _is_starry(tokens)}
        self.open = [position for position, tokens in enumerate(parsed) if _is_open(tokens)]
        self.expressions = self._make_expressions(others, parsed)
        self.regex_of: Callable[[int], regex.Pattern[str]] = cache(self._compile)
        self.simple_regex_of: Callable[[int], re.Pattern[str]] = cache(self._compile_simple)
        self.star_matcher_of: Callable[[int], StarMatcher] = cache(self._make_star_matcher)

    def _make_expressions(
        self,
        positions: list[int],
        parsed: list[tuple[Token, ...]],
    ) -> Expressions:
        numbers = self.pattern_words.numbers
        words = []
        first_word = []
        for position in positions:
            tokens = parsed[position]
            own = [] if _has_loose_mark(tokens) else _words_of(tokens)
            specific = [numbers[word.text] for word in own if word.text != ANY_WORD]
            words.append(specific)
            is_first = bool(specific) and _begins_with_word(tokens)
            is_first = is_first and position not in self.starry
            first_word.append(specific[0] if is_first else NO_WORD)
        return Expressions(
            pattern=np.array(positions, dtype=np.int64),
            words=words,
            first_word=np.array(first_word, dtype=np.int64),
        )

    def _compile(self, position: int) -> regex.Pattern[str]:
        expression = to_regex(self.patterns[position])
        return regex.compile(f"(?=({expression}))", regex.VERSION1)

    def _compile_simple(self, position: int) -> re.Pattern[str]:
        expression = to_simple_regex(self.patterns[position])
        return re.compile(f"(?=({expression}))")

    def _make_star_matcher(self, position: int) -> StarMatcher:
        return StarMatcher(cut_at_stars(self.patterns[position]))


def _words_of(tokens: tuple[Token, ...]) -> list[_PatternWord]:
    words = []
    before = None
    for position, token in enumerate(tokens):
        if token.kind in _WORDS:
            [small] = fold_words([token.text])
            text = token.text if token.is_capitals else small
            if token.kind is TokenKind.SOLO and _begins_with_star(tokens[position + 1 :]):
                text += "*"  # which takes in further marks of the letter
            words.append(_PatternWord(text, glued=before in _WORDS))
        before = token.kind
    return words


def _begins_with_word(tokens: tuple[Token, ...]) -> bool:
    first = tokens[0]
    return first.kind in _WORDS and first.text != ANY_WORD


def _begins_with_star(tokens: tuple[Token, ...]) -> bool:
    return bool(tokens) and tokens[0].text.startswith("*")


def _is_phrase(tokens: tuple[Token, ...]) -> bool:
    """Whether a pattern consists of words and spaces, and each word is one word of a text."""
    if _has_loose_mark(tokens) or any(token.kind is TokenKind.SIGN for token in tokens):
        return False
    for before, after in pairwise(tokens):
        # Between two such letters, or one and a word, `*` can be several words.
        if after.kind is TokenKind.SOLO and before.text.endswith("*"):
            return False
        if before.kind is TokenKind.SOLO and after.text.startswith("*"):
            return False
    return bool(tokens)


def _has_loose_mark(tokens: tuple[Token, ...]) -> bool:
    return any(token.has_loose_mark for token in tokens)


def _is_open(tokens: tuple[Token, ...]) -> bool:
    return any(token.kind is TokenKind.WORD and "?" in token.text for token in tokens)


def _is_starry(tokens: tuple[Token, ...]) -> bool:
    """Whether a word has several `*`, or one is between letters of a script without blanks."""
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        begins_beside = before is not None and before.kind is TokenKind.SOLO
        ends_beside = after is not None and after.kind is TokenKind.SOLO
        is_few = (begins_beside and token.text.startswith("*")) or (
            ends_beside and token.text.endswith("*")
        )
        if token.kind is TokenKind.WORD and (is_few or token.text.count("*") > 1):
            return True
    return False


def _make_phrases(
    words_of: dict[int, list[_PatternWord]],
    numbers: dict[str, int],
) -> Phrases:
    rows = list(words_of.values())
    lengths = [len(row) for row in rows]
    length = np.array(lengths, dtype=np.int64)
    longest = max(lengths, default=1)
    words = np.full((len(rows), longest), NO_WORD)
    glued = np.zeros((len(rows), longest), dtype=bool)
    is_word = np.arange(longest) < length[:, None]
    words[is_word] = [numbers[word.text] for word in chain.from_iterable(rows)]
    glued[is_word] = [word.glued for word in chain.from_iterable(rows)]
    return Phrases(
        pattern=np.array(list(words_of), dtype=np.int32),
        length=length,
        words=words,
        glued=glued,
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
        small: dict[str, int] = {}
        capitals: dict[str, int] = {}
        for word, number in self.numbers.items():
            kind = capitals if Token(TokenKind.WORD, word).is_capitals else small
            kind[word] = number
        self._small = _TypeMatcher(small)
        self._capitals = _TypeMatcher(capitals)
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
        new_types = types[self._n_types :]
        pairs = self._small.pair(fold_words(new_types))
        pairs += self._capitals.pair(new_types)
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        position, pattern_word = table.T
        new_keys = self._key(self._n_types + position, pattern_word)
        new_keys.sort()
        self._n_types = len(types)

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


class _TypeMatcher:
    """Compares word types with pattern words that are written in the same case.

    Args:
        words: the pattern words and their numbers.
    """

    def __init__(self, words: dict[str, int]) -> None:
        self.numbers = words
        self.globs = []
        for word, number in words.items():
            if _WILDCARD.search(word):
                self.globs.append(_make_glob(word, number))
        self.prefixes = {glob.prefix[:PREFIX_LENGTH] for glob in self.globs}

    def pair(self, types: list[str]) -> list[tuple[int, int]]:
        """Return pairs: the position of a type, and the number of a pattern word it matches."""
        if not self.numbers:
            return []
        return self._pair_literals(types) + self._pair_globs(types)

    def _pair_literals(self, types: list[str]) -> list[tuple[int, int]]:
        numbers = self.numbers
        return [(position, numbers[word]) for position, word in enumerate(types) if word in numbers]

    def _pair_globs(self, types: list[str]) -> list[tuple[int, int]]:
        positions = self._positions_to_compare(types)
        positions.sort(key=types.__getitem__)
        sorted_types = [types[position] for position in positions]
        pairs = []
        for glob in self.globs:
            for rank in _find_matching_types(glob, sorted_types):
                pairs.append((positions[rank], glob.number))
        return pairs

    def _positions_to_compare(self, types: list[str]) -> list[int]:
        """Return the positions of the types whose first letters may match a glob."""
        shortest = min(map(len, self.prefixes), default=PREFIX_LENGTH)
        if shortest < PREFIX_LENGTH:
            return list(range(len(types)))
        prefixes = self.prefixes
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
    match: Callable[[str], object] | None


def _make_glob(word: str, number: int) -> _Glob:
    parts = _WILDCARD.split(word)
    prefix = parts[0]
    match = None
    if word != prefix + "*":
        match = regex.compile(_glob_regex(word)).fullmatch
    return _Glob(number, prefix, max(parts, key=len), match)


def _glob_regex(word: str) -> str:
    """Return a regular expression for a pattern word.

    What is between two `*` is found at the first place where it is, and never sought again: a later
    place would leave less of the word for what follows.
    """
    beginning, *between = [part.replace("?", r"\P{M}\p{M}*+") for part in word.split("*")]
    if not between:
        return beginning
    ending = between.pop()
    found_once = [f"(?>.*?{part})" for part in between]
    return "".join([beginning, *found_once, ".*", ending])


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

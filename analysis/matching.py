r"""The engine: texts and patterns become arrays of matches, the whole corpus at a time. It knows nothing of themes.

The idea. A pattern of whole words need not be looked for in characters. In chunks that stay in the processor's cache
every character becomes a number: 0 where it is no word character, else one number for all letters that `re.IGNORECASE`
holds equal. Runs of numbers are words. The numbers of a word, each times a constant of its place, sum up to a 64-bit
hash, and words of one hash are one *word type*. What remains is small: the words of a pattern are looked up among the
types (a glob once a type, not once a word), and a phrase only where its rarest word stands.

The limits. A pattern with signs (`U.N.`, `anti-*`, `women's`) goes to its regular expression, in the texts that hold
its rarest word; one without any word goes to it in every text. Two words of one hash would be taken for one type: among
a million types the odds are one in thirty-seven million.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from .patterns import fold, tidy, to_regex

CHUNK = 1 << 18  # characters: their numbers, 8 bytes each, stay in a cache of a few MB
BLOCK = 1 << 24  # characters whose words are held at a time: memory and time then grow with the hits alone
UNSEEN = np.uint64(2)  # even, so it is no letter's value
R = 0x9E3779B97F4A7C15  # odd, its bits without a pattern: 2**64 divided by the golden ratio
PIECE = re.compile(r"[\w*?]+")
PLAIN = re.compile(r"[\w*?]+(?: [\w*?]+)*")


# -- words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WordIndex:
    """The words of many texts; every array has one entry a word, in the order of the texts.

    Attributes:
        text: the number of the text that the word stands in.
        start, end: its characters within that text.
        type: the number of its word type: its place in `types`.
        joined: whether only white space stands between it and the word before it, in the same text.
        types: the word types in folded letters, sorted; one entry a type.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    type: np.ndarray
    joined: np.ndarray
    types: list[str]

    @cached_property
    def count(self) -> np.ndarray:
        """How often each word type occurs; one entry a type."""
        return np.bincount(self.type, minlength=len(self.types))


def index_words(sentences: pd.DataFrame) -> WordIndex:
    """Find the words of all sentences and number their types; `text` is then the position of the sentence.

    >>> index = index_words(pd.DataFrame({"sentence": ["Human rights, human RIGHTS."]}))
    >>> index.types, index.type.tolist(), index.joined.tolist()
    (['HUMAN', 'RIGHTS'], [0, 1, 0, 1], [False, True, False, True])
    """
    return _index(sentences["sentence"].tolist())


def _index(texts: list[str]) -> WordIndex:
    letters = _Letters()
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    chunks = _chunks(length, CHUNK) if texts else [(0, 0)]
    parts = [_words(texts[a:b], length[a:b], a, letters) for a, b in chunks]
    text, start, end, hashes, joined = (np.concatenate(column) for column in zip(*parts, strict=True))
    number, unique = pd.factorize(hashes)
    at = np.empty(len(unique), dtype=np.int64)
    at[number[::-1]] = np.arange(len(number) - 1, -1, -1)  # where each type occurs first
    places = zip(text[at].tolist(), start[at].tolist(), end[at].tolist(), strict=True)
    spelled = [texts[t][a:b].translate(letters.folded) for t, a, b in places]
    order = sorted(range(len(spelled)), key=spelled.__getitem__)
    rank = np.empty(len(spelled), dtype=np.int32)
    rank[order] = np.arange(len(spelled), dtype=np.int32)
    return WordIndex(text, start, end, rank[number], joined, [spelled[i] for i in order])


class _Letters:
    """What each character counts as, learnt when it is first seen: `value` 0 where it is no word character."""

    def __init__(self):
        self.value = np.full(0x110000, UNSEEN)
        self.blank = np.zeros(0x110000, dtype=bool)
        self.folded: dict[int, str] = {}

    def values(self, codes: np.ndarray) -> np.ndarray:
        """The value of each character."""
        values = self.value[codes]
        if (unseen := values == UNSEEN).any():
            self.learn(np.unique(codes[unseen]).tolist())
            values = self.value[codes]
        return values

    def learn(self, codes: list[int]) -> None:
        for code in codes:
            sign = chr(code)
            self.blank[code], self.value[code] = sign.isspace(), 0
            if sign.isalnum() or sign == "_":
                self.folded[code] = fold(sign)
                self.value[code] = _mix(np.array([ord(self.folded[code])]))[0]


def _mix(numbers: np.ndarray) -> np.ndarray:
    """Odd 64-bit numbers that look random, the same ones every time: splitmix64 (Steele, Lea & Flood 2014)."""
    z = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))) | np.uint64(1)


def _chunks(length: np.ndarray, size: int) -> Iterator[tuple[int, int]]:
    """Runs of texts (first, one after the last) of about `size` characters, by the length of each text."""
    reached = np.cumsum(length)
    first = 0
    while first < len(length):
        before = reached[first - 1] if first else 0
        last = max(int(np.searchsorted(reached, before + size)), first + 1)
        yield first, last
        first = last


def _words(texts: list[str], length: np.ndarray, first: int, letters: _Letters) -> tuple[np.ndarray, ...]:
    """The words of some texts, numbered from `first` on: number of the text, start, end, hash, joined."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    values = letters.values(codes)
    inside = np.zeros(len(codes) + 2, dtype=bool)
    np.not_equal(values, 0, out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    begins = np.cumsum(length + 1) - length - 1
    reach = np.searchsorted(starts, begins)  # the first word of each text
    many = np.diff(reach, append=len(starts))
    joined = np.zeros(len(starts), dtype=bool)
    joined[1:] = _all_blank(letters.blank, codes, ends[:-1], starts[1:])
    joined[reach[many > 0]] = False
    text, origin = np.repeat(np.arange(first, first + len(texts)), many), np.repeat(begins, many)
    return text, starts - origin, ends - origin, _hashes(values, starts), joined


def _all_blank(blank: np.ndarray, codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether each gap holds only white space; most gaps are one character, so ever fewer are looked at again."""
    found = blank[codes[starts]]
    wide = np.flatnonzero(found & (ends - starts > 1))
    while len(wide):
        starts = starts + 1
        found[wide] = blank[codes[starts[wide]]]
        wide = wide[found[wide] & (ends[wide] - starts[wide] > 1)]
    return found


def _hashes(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The hash of each word: the sum of its letters' values, each times R to the power of its place in the word.

    The powers run on through the whole chunk, and are divided out at the start of each word: an odd R has an inverse
    among 64-bit numbers.
    """
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    n = 1 << (len(values) - 1).bit_length()  # few lengths, so that the powers are worked out once
    power, inverse = _powers(R, n), _powers(pow(R, -1, 1 << 64), n)
    return np.add.reduceat(values * power[: len(values)], starts) * inverse[starts]


@lru_cache(maxsize=8)
def _powers(base: int, n: int) -> np.ndarray:
    powers = np.full(n, base, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


# -- patterns ------------------------------------------------------------------------------------------------------


def find_matches(texts: list[str], patterns: list[str]) -> pd.DataFrame:
    """Every match of every pattern in every text: overlapping ones too, at most one a start position.

    Args:
        texts: searched one by one.
        patterns: of the pattern language.

    Returns:
        One row a match: `text` and `pattern` (positions in the two lists), `start`, `end` (characters within the text),
        all int64; by pattern, text and start among the texts of one block.

    >>> find_matches(["Human rights, human rights."], ["human right*"]).values.tolist()
    [[0, 0, 0, 12], [0, 0, 14, 26]]
    """
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    parts = [_block(texts[a:b], patterns, a) for a, b in _chunks(length, BLOCK)] or [_block([], patterns, 0)]
    columns = map(np.concatenate, zip(*parts, strict=True))
    return pd.DataFrame(dict(zip(("text", "pattern", "start", "end"), columns, strict=True)))


def _block(texts: list[str], patterns: list[str], first: int) -> list[np.ndarray]:
    """The matches in some texts, numbered from `first` on: text, pattern, start, end."""
    index = _index(texts)
    tidied = [tidy(pattern) for pattern in patterns]
    plain = [number for number, pattern in enumerate(tidied) if PLAIN.fullmatch(pattern)]
    signed = sorted(set(range(len(patterns))) - set(plain))
    pieces = _Pieces(index, {word for pattern in tidied for word in PIECE.findall(pattern)})
    found = [_phrases(index, pieces, plain, [tidied[number].split(" ") for number in plain])]
    found += [_with_signs(texts, index, pieces, number, patterns[number]) for number in signed]
    text, pattern, start, end = (np.concatenate(column).astype(np.int64) for column in zip(*found, strict=True))
    order = np.lexsort((start, text, pattern))
    return [text[order] + first, pattern[order], start[order], end[order]]


class _Pieces:
    """The words of patterns, each with the word types that it means."""

    def __init__(self, index: WordIndex, words: set[str]):
        self.number = {word: number for number, word in enumerate(sorted(words))}
        self.types = [_types_of(fold(word), index.types) for word in self.number]
        self.count = np.array([index.count[types].sum() for types in self.types], dtype=np.int64)
        self.keys = np.concatenate([[-1], *(types + n * len(index.types) for n, types in enumerate(self.types))])
        self.n_types = len(index.types)

    def mean(self, piece: np.ndarray, type_: np.ndarray) -> np.ndarray:
        """Whether each piece means each word type."""
        key = piece * self.n_types + type_
        at = np.searchsorted(self.keys, key)
        return self.keys[np.minimum(at, len(self.keys) - 1)] == key


def _types_of(word: str, types: list[str]) -> np.ndarray:
    """The numbers of the word types that a word of a pattern means; `types` are sorted."""
    start = bisect_left(types, prefix := re.match(r"\w*", word)[0])
    stop = bisect_left(types, prefix + chr(0x10FFFF), lo=start)
    if word == prefix:
        return np.arange(start, start + (types[start : start + 1] == [word]))
    if word == prefix + "*":
        return np.arange(start, stop) if prefix else np.arange(len(types))
    meant = re.compile(word.replace("*", r"\w*").replace("?", r"\w")).fullmatch
    return np.array([n for n in range(start, stop) if meant(types[n])], dtype=np.int64)


def _phrases(index: WordIndex, pieces: _Pieces, numbers: list[int], phrases: list[list[str]]) -> tuple[np.ndarray, ...]:
    """Matches of patterns that are nothing but words with white space between them: text, pattern, start, end."""
    length = np.array([len(words) for words in phrases], dtype=np.int64)
    table = np.full((len(phrases), max(length, default=0)), -1, dtype=np.int64)
    for row, words in enumerate(phrases):
        table[row, : len(words)] = [pieces.number[word] for word in words]
    count = np.where(table >= 0, pieces.count[table], np.iinfo(np.int64).max) if len(table) else table
    anchor = count.argmin(axis=1) if len(table) else length
    at, phrase = _occurrences(index, [pieces.types[piece] for piece in table[np.arange(len(table)), anchor]])
    first = at - anchor[phrase]
    fits = (first >= 0) & (first + length[phrase] <= len(index.type))
    first, phrase = first[fits], phrase[fits]
    for place in range(table.shape[1]):
        on = np.flatnonzero(place < length[phrase])
        word = first[on] + place
        good = pieces.mean(table[phrase[on], place], index.type[word]) & (index.joined[word] | (place == 0))
        keep = np.ones(len(first), dtype=bool)
        keep[on[~good]] = False
        first, phrase = first[keep], phrase[keep]
    last = first + length[phrase] - 1
    return index.text[first], np.array(numbers, dtype=np.int64)[phrase], index.start[first], index.end[last]


def _occurrences(index: WordIndex, types: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Every place of a word of the given sets of types, and the number of the set; one set may meet another."""
    of = np.repeat(np.arange(len(types)), [len(own) for own in types])
    flat = np.concatenate([np.zeros(0, dtype=np.int64), *types])
    order = np.argsort(flat, kind="stable")
    of = of[order]
    reach = np.searchsorted(flat[order], np.arange(len(index.types) + 1))
    many = np.diff(reach)
    at = np.flatnonzero((many > 0)[index.type])
    type_ = index.type[at]
    times = many[type_]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(at, times), of[np.repeat(reach[type_], times) + within]


def _with_signs(texts, index: WordIndex, pieces: _Pieces, number: int, pattern: str) -> tuple[np.ndarray, ...]:
    """Matches of one pattern that has signs in it, by its regular expression."""
    words = [pieces.number[word] for word in PIECE.findall(tidy(pattern)) if word.strip("*")]
    rarest = min(words, key=pieces.count.__getitem__, default=None)
    where = range(len(texts))
    if rarest is not None:
        meant = np.zeros(len(index.types), dtype=bool)
        meant[pieces.types[rarest]] = True
        where = np.unique(index.text[meant[index.type]]).tolist()
    search = re.compile(f"(?=({to_regex(pattern)}))", re.IGNORECASE).finditer
    found = [(text, number, *match.span(1)) for text in where for match in search(texts[text])]
    return tuple(np.array(found, dtype=np.int64).reshape(-1, 4).T)

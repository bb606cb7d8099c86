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
from functools import cache, cached_property, lru_cache

import numpy as np
import pandas as pd

from .patterns import fold, tidy, to_regex

CHUNK = 250_000  # characters: their numbers, 8 bytes each, stay in a cache of a few MB
BLOCK = 1 << 24  # characters whose words are held at a time: memory and time then grow with the hits alone
UNSEEN = np.uint64(2)  # even, so it is no letter's value
R = 0x9E3779B97F4A7C15  # odd, its bits without a pattern: 2**64 divided by the golden ratio
PIECE = re.compile(r"[\w*?]+")
PLAIN = re.compile(r"[\w*?]+(?: [\w*?]+)*")
WORD = re.compile(r"\w*")
BEGINS = re.compile(r"\*?[\w?]")


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
    letters = _letters()
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    chunks = _chunks(length, CHUNK) if texts else [(0, 0)]
    parts = [_words(texts[a:b], length[a:b], a, letters) for a, b in chunks]
    *columns, numbers, hashes = zip(*parts, strict=True)
    text, start, end, joined = map(np.concatenate, columns)
    # The types of each chunk are numbered, and then those of all chunks: small tables of hashes are fast ones.
    of_all = pd.factorize(np.concatenate(hashes))[0].astype(np.int32)
    before = np.cumsum([0, *map(len, hashes[:-1])])
    number = np.concatenate([of_all[n:][own] for n, own in zip(before, numbers, strict=True)])
    at = np.empty(number.max(initial=-1) + 1, dtype=np.int64)
    at[number[::-1]] = np.arange(len(number) - 1, -1, -1)  # where each type occurs first
    places = zip(text[at].tolist(), start[at].tolist(), end[at].tolist(), strict=True)
    spelled = "\n".join([texts[t][a:b] for t, a, b in places]).translate(letters.folded).split()
    order = sorted(range(len(spelled)), key=spelled.__getitem__)
    rank = np.empty(len(spelled), dtype=np.int32)
    rank[order] = np.arange(len(spelled), dtype=np.int32)
    return WordIndex(text, start, end, rank[number], joined, [spelled[i] for i in order])


class _Letters:
    """What each character counts as: `value` 0 where it is no word character."""

    def __init__(self):
        self.value = np.full(0x110000, UNSEEN)
        self.blank = np.zeros(0x110000, dtype=bool)
        self.folded: dict[int, str] = {}

    def values(self, codes: np.ndarray) -> np.ndarray:
        """The value of each character."""
        values = self.value.take(codes, mode="clip")  # no code is out of range, and "clip" need not look
        if (unseen := values == UNSEEN).any():
            self.learn(np.unique(codes[unseen]).tolist())
            values = self.value.take(codes, mode="clip")
        return values

    def learn(self, codes: list[int]) -> None:
        for code in codes:
            sign, value = chr(code), 0
            self.blank[code] = sign.isspace()
            if sign.isalnum() or sign == "_":
                self.folded[code] = fold(sign)
                value = _mix(np.array([ord(self.folded[code])]))[0]
            self.value[code] = value  # comes last: another thread may be waiting for it


@cache
def _letters() -> _Letters:
    """What is known of characters, for all texts: it is learnt when one is first seen, and never changes."""
    return _Letters()


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


def offsets(length: np.ndarray) -> np.ndarray:
    """Where each of some texts begins, if they stand one behind the other, a character apart."""
    return np.cumsum(length + 1) - length - 1


def _words(texts: list[str], length: np.ndarray, first: int, letters: _Letters) -> tuple[np.ndarray, ...]:
    """The words of some texts, numbered from `first` on: text, start, end, joined, type; and the hash of each type."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    values = letters.values(codes)
    inside = np.zeros(len(codes) + 2, dtype=bool)
    np.not_equal(values, 0, out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    begins = offsets(length)
    reach = np.searchsorted(starts, begins)  # the first word of each text
    many = np.diff(reach, append=len(starts))
    joined = np.zeros(len(starts), dtype=bool)
    joined[1:] = _all_blank(letters.blank, codes, ends[:-1], starts[1:])
    joined[reach[many > 0]] = False
    text, origin = np.repeat(np.arange(first, first + len(texts)), many), np.repeat(begins, many)
    places = (column.astype(np.int32) for column in (text, starts - origin, ends - origin))
    return *places, joined, *pd.factorize(_hashes(values, starts, ends))


def _all_blank(blank: np.ndarray, codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether each gap holds only white space; most gaps are one character, so ever fewer are looked at again."""
    found = blank[codes[starts]]
    wide = np.flatnonzero(found & (ends - starts > 1))
    while len(wide):
        starts = starts + 1
        found[wide] = blank[codes[starts[wide]]]
        wide = wide[found[wide] & (ends[wide] - starts[wide] > 1)]
    return found


def _hashes(values: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The hash of each word: the sum of its letters' values, each times R to the power of its place in the word.

    Sums and powers run on through the whole chunk (modulo 2**64, and so nothing is lost): what stands before a word is
    taken off, and the powers are divided out at its start, for an odd R has an inverse among 64-bit numbers.
    """
    n = 1 << max(0, len(values) - 1).bit_length()  # few lengths, so that the powers are worked out once
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.multiply(values, _powers(R, n)[: len(values)], out=sums[1:])
    np.cumsum(sums, out=sums)
    return (sums[ends] - sums[starts]) * _powers(pow(R, -1, 1 << 64), n)[starts]


@lru_cache(maxsize=8)
def _powers(base: int, n: int) -> np.ndarray:
    powers = np.full(n, base, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


# -- patterns ------------------------------------------------------------------------------------------------------


def find_matches(texts: list[str], patterns: list[str]) -> Iterator[pd.DataFrame]:
    """Every match of every pattern in every text: overlapping ones too, at most one a start position.

    Args:
        texts: searched one by one.
        patterns: of the pattern language.

    Returns:
        For each block of texts (one at least), one row a match: `text` and `pattern` (positions in the two lists),
        `start`, `end` (characters within the text), all int64; by text, start and pattern.

    >>> [found] = find_matches(["Human rights, human rights."], ["rights", "human right*"])
    >>> found.to_numpy().tolist()
    [[0, 1, 0, 12], [0, 0, 6, 12], [0, 1, 14, 26], [0, 0, 20, 26]]
    """
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    wanted = _Wanted(patterns)
    for a, b in _chunks(length, BLOCK) if texts else [(0, 0)]:
        yield _block(texts[a:b], length[a:b], wanted, a)


class _Wanted:
    """Patterns, made ready: which are plain words, which have signs, and the different words of all."""

    def __init__(self, patterns: list[str]):
        self.tidied = [tidy(pattern) for pattern in patterns]
        self.words = [PIECE.findall(pattern) for pattern in self.tidied]
        self.plain = [number for number, pattern in enumerate(self.tidied) if PLAIN.fullmatch(pattern)]
        self.signed = sorted(set(range(len(patterns))).difference(self.plain))
        self.folded = {word: fold(word) for word in sorted({word for words in self.words for word in words})}
        self.regexes: dict[int, re.Pattern] = {}

    def regex(self, n: int) -> re.Pattern:
        """The regular expression of one of those with signs; it matches where the pattern may begin."""
        if n not in self.regexes:
            self.regexes[n] = re.compile(f"(?=({to_regex(self.tidied[self.signed[n]])}))", re.IGNORECASE)
        return self.regexes[n]


def _block(texts: list[str], length: np.ndarray, wanted: _Wanted, first: int) -> pd.DataFrame:
    """The matches in some texts, numbered from `first` on."""
    index = _index(texts)
    pieces = _Pieces(index, wanted.folded)
    found = [_phrases(index, pieces, wanted), _with_signs(texts, index, pieces, wanted)]
    text, pattern, start, end = (np.concatenate(column).astype(np.int64) for column in zip(*found, strict=True))
    place = offsets(length)[text] + start  # one number orders faster than three, and is nearly in order
    order = np.argsort(place * len(wanted.tidied) + pattern, kind="stable")
    columns = {"text": text + first, "pattern": pattern, "start": start, "end": end}
    return pd.DataFrame({name: column[order] for name, column in columns.items()}, copy=False)


class _Pieces:
    """The words of patterns, each with the word types that it means."""

    def __init__(self, index: WordIndex, folded: dict[str, str]):
        self.number = {word: number for number, word in enumerate(folded)}
        self.types = [_types_of(word, index.types) for word in folded.values()]
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
    start = bisect_left(types, prefix := WORD.match(word)[0])
    if word == prefix:
        return np.arange(start, start + (types[start : start + 1] == [word]))
    stop = bisect_left(types, prefix + chr(0x10FFFF), lo=start)
    if word == prefix + "*":
        return np.arange(start, stop) if prefix else np.arange(len(types))
    meant = re.compile(word.replace("*", r"\w*").replace("?", r"\w")).fullmatch
    return np.array([n for n in range(start, stop) if meant(types[n])], dtype=np.int64)


def _phrases(index: WordIndex, pieces: _Pieces, wanted: _Wanted) -> tuple[np.ndarray, ...]:
    """Matches of patterns that are nothing but words with white space between them: text, pattern, start, end."""
    phrases = [[pieces.number[word] for word in wanted.words[number]] for number in wanted.plain]
    length = np.array(list(map(len, phrases)), dtype=np.int64)
    table = np.full((len(phrases), max(length, default=1)), -1, dtype=np.int64)
    table[np.arange(table.shape[1]) < length[:, None]] = [piece for phrase in phrases for piece in phrase]
    count = np.where(table >= 0, pieces.count[table] if len(table) else table, np.iinfo(np.int64).max)
    anchor = count.argmin(axis=1)
    at, phrase = _occurrences(index, [pieces.types[piece] for piece in table[np.arange(len(table)), anchor]])
    first = at - anchor[phrase]
    fits = (first >= 0) & (first + length[phrase] <= len(index.type))
    first, phrase = first[fits], phrase[fits]
    for place in range(table.shape[1]):
        on = np.flatnonzero((place < length[phrase]) & (length[phrase] > 1))
        good = index.joined[first[on] + place] | (place == 0)
        look = np.flatnonzero(good & (place != anchor[phrase[on]]))
        good[look] = pieces.mean(table[phrase[on[look]], place], index.type[first[on[look]] + place])
        keep = np.ones(len(first), dtype=bool)
        keep[on[~good]] = False
        first, phrase = first[keep], phrase[keep]
    last = first + length[phrase] - 1
    return index.text[first], np.array(wanted.plain, dtype=np.int64)[phrase], index.start[first], index.end[last]


def _occurrences(index: WordIndex, types: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Every place of a word of the given sets of types, and the number of the set; one set may meet another."""
    of = np.repeat(np.arange(len(types)), list(map(len, types)))
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


def _with_signs(texts: list[str], index: WordIndex, pieces: _Pieces, wanted: _Wanted) -> tuple[np.ndarray, ...]:
    """Matches of patterns that have signs in them, by their regular expressions: text, pattern, start, end.

    A pattern is looked for in the texts that hold its rarest word (in all, where it has no word): only where its first
    word stands, if it begins with one.
    """
    none, n_texts = np.zeros(0, dtype=np.int64), len(texts)
    words = [[pieces.number[word] for word in wanted.words[number] if word.strip("*")] for number in wanted.signed]
    begins = np.array([BEGINS.match(wanted.tidied[number]) is not None for number in wanted.signed], dtype=bool)
    rarest = [pieces.types[min(own, key=pieces.count.__getitem__)] if own else none for own in words]
    at, which = _occurrences(index, rarest)
    pairs = np.unique(which * n_texts + index.text[at])  # a pattern, and a text that is worth a look
    pairs = np.concatenate([pairs, *(np.arange(n_texts) + n * n_texts for n, own in enumerate(words) if not own)])
    at, which = _occurrences(index, [pieces.types[own[0]] if begins[n] else none for n, own in enumerate(words)])
    tried = np.isin(which * n_texts + index.text[at], pairs)
    columns = (column[tried].tolist() for column in (which, index.text[at], index.start[at]))
    tries = ((n, text, wanted.regex(n).match(texts[text], start)) for n, text, start in zip(*columns, strict=True))
    found = [(text, n, *match.span(1)) for n, text, match in tries if match]
    which, text = np.divmod(pairs, max(1, n_texts))
    columns = (column[~begins[which]].tolist() for column in (which, text))
    for n, text in zip(*columns, strict=True):
        found += [(text, n, *match.span(1)) for match in wanted.regex(n).finditer(texts[text])]
    text, which, start, end = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return text, np.array(wanted.signed, dtype=np.int64)[which], start, end

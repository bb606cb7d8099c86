r"""Every word of many texts, with its offsets and its type.

A *word* is what `\w+` matches: a run of letters, digits and underscores. A *word type* is a word as
it is spelled, so `Rights` and `rights` are two types.

Texts are handled as arrays of characters, in chunks that fit into the processor's cache. Each
character gets a class, and each run of letters is a word. The characters of a word are hashed to
64 bits; words with the same hash have the same type. So Python code runs once per type, not once
per word.

If two types had the same hash, they would count as one. Among a million types, the odds of that
are one in thirty-seven million. Words of up to eight Latin letters never share a hash.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import CharClasses, code_points
from analysis.codebook.patterns import fold_words

CHUNK = 250_000  # characters; at four bytes each, they fit into a cache of 1 MB

# Classes of characters. A letter is of class LETTER if its code point takes one byte, LETTER + 1
# if it takes two, and LETTER + 2 if it takes three.
OTHER = 1
WHITE_SPACE = 2
LETTER = 3

PACK_SIZE = 8  # bytes per 64-bit number
MAX_HASHED = 64  # characters; the few longer words are hashed by Python
BYTE_MASKS = np.array([2 ** (8 * n) - 1 for n in range(PACK_SIZE + 1)], dtype=np.uint64)

# splitmix64: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA.
GOLDEN = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio, as an odd number
FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
SECOND_FACTOR = np.uint64(0x94D049BB133111EB)


# -- all words of a table of sentences -----------------------------------------------------------


@dataclass(frozen=True)
class WordIndex:
    """The words of many texts, in order; every array has one entry per word.

    Here, unlike in the rest of this module, words that differ only in case have the same type.

    Attributes:
        text: the position of the word's text.
        start: the offset in the text at which the word starts.
        end: the offset in the text at which it ends.
        type_id: the position of its type in `types`.
        joined: whether only white space separates it from the previous word of the same text.
        types: the case-folded word types, sorted; one entry per type.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    type_id: np.ndarray
    joined: np.ndarray
    types: list[str]


def index_words(sentences: pd.DataFrame) -> WordIndex:
    """Find the words of all sentences and number their types.

    >>> index = index_words(pd.DataFrame({"sentence": ["Human rights, human RIGHTS."]}))
    >>> index.types
    ['HUMAN', 'RIGHTS']
    >>> index.type_id.tolist()
    [0, 1, 0, 1]
    >>> index.joined.tolist()
    [False, True, False, True]
    """
    texts = sentences["sentence"].tolist()
    starts = text_starts(texts).astype(np.int32)
    vocabulary = Vocabulary()
    words = find_words(texts, starts, vocabulary)

    folded = fold_words(vocabulary.types)
    types = sorted(set(folded))
    number_of = {word: number for number, word in enumerate(types)}
    numbers = [number_of[word] for word in folded]
    folded_id = np.array(numbers, dtype=np.int32)

    text = texts_at(words.start, starts)
    origin = starts[text]
    return WordIndex(
        text=text,
        start=words.start - origin,
        end=words.end - origin,
        type_id=folded_id[words.type_id],
        joined=words.joined,
        types=types,
    )


# -- the words of a block of texts ---------------------------------------------------------------


class Words(NamedTuple):
    """The words of a block of texts, in order; every array has one entry per word.

    In a block, the texts follow one another, one character apart (see `text_starts`).

    Attributes:
        start: the offset in the block at which the word starts.
        end: the offset in the block at which it ends.
        type_id: the position of its type in the vocabulary.
        joined: whether only white space separates it from the previous word of the same text.
    """

    start: np.ndarray
    end: np.ndarray
    type_id: np.ndarray
    joined: np.ndarray


class Vocabulary:
    """The word types found so far, numbered in order of first appearance. `find_words` adds them.

    Attributes:
        types: the word types, case kept.
    """

    def __init__(self) -> None:
        self.types: list[str] = []
        self._hashes = pd.Index([], dtype=np.uint64)  # one per type

    def number(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Look up the type number of each word by its hash; a new hash gets the next number.

        Returns:
            The number of each word's type, and the position of the first word of each new type.
        """
        type_id = self._hashes.get_indexer(hashes)
        unknown = np.flatnonzero(type_id < 0)
        if len(unknown) == 0:
            return type_id, unknown
        codes, new_hashes = pd.factorize(hashes[unknown])
        type_id[unknown] = codes + len(self._hashes)
        self._hashes = self._hashes.append(pd.Index(new_hashes))

        highest_so_far = np.maximum.accumulate(codes)
        is_first = np.diff(highest_so_far, prepend=-1) > 0
        return type_id, unknown[is_first]


def text_starts(texts: list[str]) -> np.ndarray:
    """Return the offset of each text in a block. The texts are one character apart.

    The last entry is the offset that one more text would have.

    >>> text_starts(["one", "", "three"]).tolist()
    [0, 4, 5, 11]
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    ends = np.cumsum(lengths + 1)
    return np.concatenate([[0], ends])


def texts_at(offsets: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the position of the text at each offset; `starts` is what `text_starts` returns.

    >>> texts_at(np.array([2, 5]), text_starts(["one", "", "three"])).tolist()
    [0, 2]
    """
    return np.searchsorted(starts, offsets, side="right") - 1


def split_texts(
    starts: np.ndarray,
    size: int,
) -> Iterator[tuple[int, int]]:
    """Group texts into runs of about `size` characters; `starts` is what `text_starts` returns.

    Yields:
        One pair per run, as for `range`: the position of its first text, and the position after
        its last. If there are no texts, one empty run.

    >>> list(split_texts(text_starts(["one", "two", "three"]), 5))
    [(0, 2), (2, 3)]
    """
    run_of_text = starts[:-1] // size
    breaks = np.flatnonzero(np.diff(run_of_text)) + 1
    return pairwise([0, *breaks.tolist(), len(run_of_text)])


def find_words(
    texts: list[str],
    starts: np.ndarray,
    vocabulary: Vocabulary,
) -> Words:
    """Find the words of a block of texts, and add new word types to the vocabulary.

    Args:
        texts: the texts of the block.
        starts: their offsets in the block, as from `text_starts`.
        vocabulary: the word types of earlier blocks; new ones are added.
    """
    chunks = []
    for first, stop in split_texts(starts, CHUNK):
        chunks.append(_find_words_of_chunk(texts[first:stop], starts[first]))
    columns = zip(*chunks, strict=True)
    start, end, joined, hashes = map(np.concatenate, columns)

    type_id, new = vocabulary.number(hashes)
    text = texts_at(start[new], starts)
    origin = starts[text]
    spans = zip(
        text.tolist(),
        (start[new] - origin).tolist(),
        (end[new] - origin).tolist(),
        strict=True,
    )
    for number, begin, stop in spans:
        vocabulary.types.append(texts[number][begin:stop])
    return Words(start, end, type_id, joined)


# -- the words of a chunk ------------------------------------------------------------------------


def _class_of(character: str) -> int:
    if character.isalnum() or character == "_":
        return LETTER + (character > "\xff") + (character > "\uffff")
    return WHITE_SPACE if character.isspace() else OTHER


_classify = CharClasses(_class_of)


def _find_words_of_chunk(
    texts: list[str],
    begin: int,
) -> tuple[np.ndarray, ...]:
    """Find the words of a chunk of texts that starts at the offset `begin` of the block.

    Returns:
        `start`, `end` and `joined` of each word, as in `Words`, and its hash.
    """
    # NUL around the texts keeps words off both ends, and lets eight bytes be read at any letter.
    text = "\0".join(["", *texts, "\0" * (PACK_SIZE - 1)])
    codes = code_points(text)
    classes = _classify(codes)
    is_letter = classes >= LETTER
    is_edge = is_letter[1:] != is_letter[:-1]
    edges = np.flatnonzero(is_edge) + 1
    start = edges[::2].copy()
    end = edges[1::2].copy()

    followed = _white_space_follows(text, classes, start, end)
    joined = np.roll(followed, 1)  # the last word has no follower, so the first becomes False
    hashes = _hash_words(text, codes, classes, start, end)

    shift = begin - 1  # one NUL precedes the first text
    start_in_block = (start + shift).astype(np.int32)
    end_in_block = (end + shift).astype(np.int32)
    return start_in_block, end_in_block, joined, hashes


def _white_space_follows(
    text: str,
    classes: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Whether only white space separates each word from the next one; False for the last word."""
    follows = classes[end] == WHITE_SPACE
    # Most gaps are one character. Longer ones are tested at their second character first, because
    # that settles most of them.
    gap = start[1:] - end[:-1]
    longer = np.flatnonzero(follows[:-1] & (gap > 1))
    follows[longer] = classes[end[longer] + 1] == WHITE_SPACE
    longer = longer[follows[longer]]
    gap_start = end[longer].tolist()
    gap_end = start[longer + 1].tolist()
    gaps = zip(gap_start, gap_end, strict=True)
    follows[longer] = [text[begin:stop].isspace() for begin, stop in gaps]
    return follows


# -- hashes --------------------------------------------------------------------------------------


def _hash_words(
    text: str,
    codes: np.ndarray,
    classes: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Hash each word by its characters alone.

    The hash begins as the low bytes of the first eight characters. The low bytes of further
    characters, then the high bytes of all characters, are mixed in for the words that have them.
    """
    length = end - start
    low_bytes = _pack_bytes(codes, byte=0)
    own_bytes = BYTE_MASKS.take(length, mode="clip")
    hashes = low_bytes.take(start, mode="clip") & own_bytes

    long = np.flatnonzero(length > PACK_SIZE)
    _mix_bytes(hashes, low_bytes, long, start, length, first=PACK_SIZE, salt=0)

    n_high_bytes = int(classes.max()) - LETTER
    if n_high_bytes > 0:
        wide = _find_wide_words(classes, start)
        for byte in range(1, n_high_bytes + 1):
            high_bytes = _pack_bytes(codes, byte)
            salt = MAX_HASHED * byte
            _mix_bytes(hashes, high_bytes, wide, start, length, first=0, salt=salt)

    very_long = long[length[long] > MAX_HASHED]
    for word in very_long.tolist():
        spelling = text[start[word] : end[word]]
        hashes[word] = hash(spelling) % 2**64
    return hashes * np.uint64(GOLDEN)


def _pack_bytes(codes: np.ndarray, byte: int) -> np.ndarray:
    """For each character, pack one byte of it and of the next seven into a 64-bit number."""
    shifted = codes >> np.uint32(8 * byte) if byte else codes
    plane = shifted.astype(np.uint8)
    n_numbers = len(plane) - PACK_SIZE + 1
    return np.ndarray(n_numbers, "<u8", plane, strides=(1,))  # a view: the numbers overlap


def _find_wide_words(
    classes: np.ndarray,
    start: np.ndarray,
) -> np.ndarray:
    """Return the positions of the words with a letter whose code point needs several bytes."""
    is_wide = classes > LETTER
    begins_run = is_wide[1:] > is_wide[:-1]
    first_wide = np.flatnonzero(begins_run) + 1
    word = np.searchsorted(start, first_wide, side="right") - 1
    return np.unique(word)


def _mix_bytes(
    hashes: np.ndarray,
    packed: np.ndarray,
    words: np.ndarray,
    start: np.ndarray,
    length: np.ndarray,
    *,
    first: int,
    salt: int,
) -> None:
    """Mix bytes of some words into their hashes, in place. Zero bytes change nothing.

    Args:
        hashes: the hash of each word.
        packed: the bytes, as `_pack_bytes` returns them.
        words: the positions of the words to change.
        start: the offset of each word.
        length: the length of each word.
        first: the index of the first character to mix in; all later ones follow.
        salt: a number that differs for each byte of a character.
    """
    for offset in range(first, MAX_HASHED, PACK_SIZE):
        words = words[length[words] > offset]
        if len(words) == 0:
            return
        own_bytes = BYTE_MASKS.take(length[words] - offset, mode="clip")
        values = packed[start[words] + offset] & own_bytes
        is_filled = values > 0
        changed = words[is_filled]
        step = (salt + offset) * GOLDEN % 2**64
        mixed = _splitmix64(hashes[changed] + np.uint64(step))
        hashes[changed] = mixed + values[is_filled]


def _splitmix64(state: np.ndarray) -> np.ndarray:
    state = state ^ (state >> np.uint64(30))
    state = state * FIRST_FACTOR
    state = state ^ (state >> np.uint64(27))
    state = state * SECOND_FACTOR
    return state ^ (state >> np.uint64(31))

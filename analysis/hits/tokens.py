r"""Every word of many texts, with its offsets: the base of search, and of whatever else counts words.

A *word* is a run of letters, digits and underscores, what `\w+` matches. A *word type* is a word as it is spelled:
`Rights` and `rights` are two types.

Texts are handled as arrays, a chunk at a time. A chunk is small enough to stay in the processor's cache. Each
character gets a class, and the edges between letters and other characters are the offsets of the words. The bytes of
a word make a hash of 64 bits, eight bytes at a time, and words of the same hash are one type. Python handles each type
once, not each word.

Two types with the same hash would be taken for one. Among a million types the odds of that are one in thirty-seven
million, and words of up to eight Latin letters never share a hash.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import CharClasses, code_points
from analysis.codebook.patterns import fold_words

CHUNK = 250_000  # characters; their arrays, at most four bytes each, fit into a cache of 1 or 2 MB

# Classes of characters. A letter whose code point takes two bytes has LETTER + 1, one of three bytes LETTER + 2.
OTHER = 1
WHITE_SPACE = 2
LETTER = 3

PACK_SIZE = 8  # bytes in a packed number
MAX_HASHED = 64  # characters; longer words, which are rare, are hashed by Python
BYTE_MASKS = np.array([2 ** (8 * n) - 1 for n in range(PACK_SIZE + 1)], dtype=np.uint64)

# splitmix64: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA.
GOLDEN = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio, an odd number without regular bits
FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
SECOND_FACTOR = np.uint64(0x94D049BB133111EB)


# -- the words of texts, for other modules -----------------------------------------------------------


@dataclass(frozen=True)
class WordIndex:
    """The words of many texts, in order; every array has one entry per word.

    Words that differ only in case are of one type here.

    Attributes:
        text: the position of the word's text.
        start: the offset of the word in its text.
        end: the offset of the word's end in its text.
        type_id: the position of its type in `types`.
        joined: whether only white space separates it from the word before it in the same text.
        types: the word types in folded letters, sorted; one entry per type.
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
    >>> index.types, index.type_id.tolist(), index.joined.tolist()
    (['HUMAN', 'RIGHTS'], [0, 1, 0, 1], [False, True, False, True])
    """
    texts = sentences["sentence"].tolist()
    starts = text_starts(texts).astype(np.int32)
    vocabulary = Vocabulary()
    words = find_words(texts, starts, vocabulary)

    folded = fold_words(vocabulary.types)
    types = sorted(set(folded))
    number_of = {word: number for number, word in enumerate(types)}
    numbers = np.array([number_of[word] for word in folded], dtype=np.int32)

    text = texts_at(words.start, starts)
    return WordIndex(
        text=text,
        start=words.start - starts[text],
        end=words.end - starts[text],
        type_id=numbers[words.type_id],
        joined=words.joined,
        types=types,
    )


# -- the words of a block of texts -------------------------------------------------------------------


class Words(NamedTuple):
    """The words of a block of texts, in order; every array has one entry per word.

    Offsets count from the start of the block, in which the texts follow one another, one character apart.

    Attributes:
        start: the offset of the word.
        end: the offset of its end.
        type_id: the position of its type in the vocabulary.
        joined: whether only white space separates it from the word before it in the same text.
    """

    start: np.ndarray
    end: np.ndarray
    type_id: np.ndarray
    joined: np.ndarray


class Vocabulary:
    """The word types found so far, numbered as they first appear. Only `find_words` adds to it.

    Attributes:
        types: the word types as they are spelled.
    """

    def __init__(self) -> None:
        self.types: list[str] = []
        self._hashes = pd.Index([], dtype=np.uint64)  # of each type

    def number(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Number the types of words by their hashes; new types get the next numbers.

        Returns:
            The number of each word's type, and the position of the first word of each new type.
        """
        type_id = self._hashes.get_indexer(hashes)
        new = np.flatnonzero(type_id < 0)
        if len(new) == 0:
            return type_id, new
        codes, hashes_of_new = pd.factorize(hashes[new])
        type_id[new] = codes + len(self._hashes)
        self._hashes = self._hashes.append(pd.Index(hashes_of_new))
        highest_so_far = np.maximum.accumulate(codes)
        is_first = np.diff(highest_so_far, prepend=-1) > 0
        return type_id, new[is_first]


def text_starts(texts: list[str]) -> np.ndarray:
    """Return the offset of each text when the texts follow one another, one character apart, and that of a next one.

    >>> text_starts(["one", "", "three"]).tolist()
    [0, 4, 5, 11]
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return np.concatenate([[0], np.cumsum(lengths + 1)])


def texts_at(offsets: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the position of the text at each offset; `starts` as from `text_starts`."""
    return np.searchsorted(starts, offsets, side="right") - 1


def split_texts(starts: np.ndarray, size: int) -> Iterator[tuple[int, int]]:
    """Split texts into runs of about `size` characters.

    Yields:
        The position of the first text of each run, and of the one after its last. There is at least one run.

    >>> list(split_texts(text_starts(["one", "two", "three"]), 5))
    [(0, 2), (2, 3)]
    """
    run = starts[:-1] // size
    breaks = np.flatnonzero(np.diff(run)) + 1
    return pairwise([0, *breaks.tolist(), len(run)])


def find_words(texts: list[str], starts: np.ndarray, vocabulary: Vocabulary) -> Words:
    """Find the words of a block of texts, and add new word types to the vocabulary.

    Args:
        texts: the texts of the block.
        starts: their offsets in the block, as from `text_starts`.
        vocabulary: the word types of earlier blocks.
    """
    chunks = []
    for first, stop in split_texts(starts, CHUNK):
        chunks.append(_words_of_chunk(texts[first:stop], starts[first]))
    start, end, joined, hashes = map(np.concatenate, zip(*chunks, strict=True))

    type_id, new = vocabulary.number(hashes)
    text = texts_at(start[new], starts)
    first = (start[new] - starts[text]).tolist()
    stop = (end[new] - starts[text]).tolist()
    for number, begin, until in zip(text.tolist(), first, stop, strict=True):
        vocabulary.types.append(texts[number][begin:until])
    return Words(start, end, type_id, joined)


# -- the words of a chunk ----------------------------------------------------------------------------


def _class_of(character: str) -> int:
    if character.isalnum() or character == "_":
        n_bytes = 1 + (character > "\xff") + (character > "\uffff")
        return LETTER + n_bytes - 1
    return WHITE_SPACE if character.isspace() else OTHER


_classify = CharClasses(_class_of)


def _words_of_chunk(texts: list[str], begin: int) -> tuple[np.ndarray, ...]:
    """Find the words of some texts, the first of which begins at the offset `begin`.

    Returns:
        `start`, `end` and `joined` of each word, as in `Words`, and its hash.
    """
    # No word is at either end of this text, and eight bytes can be read from anywhere in its last word.
    text = "\0".join(["", *texts, "\0" * (PACK_SIZE - 1)])
    codes = code_points(text)
    classes = _classify(codes)
    is_letter = classes >= LETTER
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    start = edges[::2].copy()
    end = edges[1::2].copy()

    joined = np.roll(_white_space_follows(text, classes, start, end), 1)
    hashes = _hash_words(text, codes, classes, start, end)
    shift = begin - 1  # the text has one character before its first text
    return (start + shift).astype(np.int32), (end + shift).astype(np.int32), joined, hashes


def _white_space_follows(
    text: str, classes: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Whether only white space separates each word from the next one; False for the last word."""
    follows = classes[end] == WHITE_SPACE
    gap = start[1:] - end[:-1]
    longer = np.flatnonzero(follows[:-1] & (gap > 1))  # most gaps are one character
    follows[longer] = classes[end[longer] + 1] == WHITE_SPACE
    longer = longer[follows[longer]]
    gaps = zip(end[longer].tolist(), start[longer + 1].tolist(), strict=True)
    follows[longer] = [text[begin:stop].isspace() for begin, stop in gaps]
    return follows


# -- hashes ------------------------------------------------------------------------------------------


def _hash_words(
    text: str, codes: np.ndarray, classes: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Hash each word; the hash depends on its characters only.

    The low bytes of the first eight characters are the start value. What few words have besides is mixed in, eight
    bytes at a time: the low bytes of further characters, then the higher bytes of all characters.
    """
    length = end - start
    low_bytes = _pack_bytes(codes, byte=0)
    first_eight = BYTE_MASKS.take(length, mode="clip")
    hashes = low_bytes.take(start, mode="clip") & first_eight

    long = np.flatnonzero(length > PACK_SIZE)
    _mix_bytes(hashes, low_bytes, long, start, length, first=PACK_SIZE, salt=0)

    widest = int(classes.max()) - LETTER  # higher bytes of the widest letter
    if widest > 0:
        wide = _words_with_wide_letters(classes, start)
        for byte in range(1, widest + 1):
            high_bytes = _pack_bytes(codes, byte)
            _mix_bytes(hashes, high_bytes, wide, start, length, first=0, salt=MAX_HASHED * byte)

    for word in long[length[long] > MAX_HASHED].tolist():
        hashes[word] = hash(text[start[word] : end[word]]) % 2**64
    return hashes * np.uint64(GOLDEN)


def _pack_bytes(codes: np.ndarray, byte: int) -> np.ndarray:
    """Pack one byte of each character and of the seven characters that follow it into a number of 64 bits."""
    shifted = codes >> np.uint32(8 * byte) if byte else codes
    plane = shifted.astype(np.uint8)
    n_numbers = len(plane) - PACK_SIZE + 1
    return np.ndarray(n_numbers, "<u8", plane, strides=(1,))  # a view; the numbers overlap


def _words_with_wide_letters(classes: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the positions of the words that hold a letter of more than one byte."""
    is_wide = classes > LETTER
    runs = np.flatnonzero(is_wide[1:] > is_wide[:-1]) + 1
    return np.unique(np.searchsorted(start, runs, side="right") - 1)


def _mix_bytes(
    hashes: np.ndarray,
    numbers: np.ndarray,
    words: np.ndarray,
    start: np.ndarray,
    length: np.ndarray,
    *,
    first: int,
    salt: int,
) -> None:
    """Mix bytes of some words into their hashes, in place; zeros change nothing.

    Args:
        hashes: the hash of each word.
        numbers: as from `_pack_bytes`.
        words: the positions of the words to change.
        start: the offset of each word.
        length: the length of each word.
        first: the first character to mix in; then come all later ones up to `MAX_HASHED`.
        salt: a number that tells these bytes from others of the same character.
    """
    for offset in range(first, MAX_HASHED, PACK_SIZE):
        words = words[length[words] > offset]
        if len(words) == 0:
            return
        own_bytes = BYTE_MASKS.take(length[words] - offset, mode="clip")
        values = numbers[start[words] + offset] & own_bytes
        is_filled = values > 0
        changed = words[is_filled]
        step = np.uint64((salt + offset) * GOLDEN % 2**64)
        hashes[changed] = _splitmix64(hashes[changed] + step) + values[is_filled]


def _splitmix64(state: np.ndarray) -> np.ndarray:
    mixed = (state ^ (state >> np.uint64(30))) * FIRST_FACTOR
    mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND_FACTOR
    return mixed ^ (mixed >> np.uint64(31))

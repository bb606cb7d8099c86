"""Every word of many texts, with its offsets and its type.

A *word* is a run of letters and digits with their combining marks; in Chinese, Japanese, Thai, Lao,
Khmer and Burmese it is one letter with its marks. A *word type* is a word as it is spelled, so
`Rights` and `rights` are two types.

Texts are handled as arrays of characters, in chunks that fit into the processor's cache. Each
character gets a class, from which the words follow. The characters of a word are hashed to 64 bits;
words with the same hash have the same type. So Python code runs once per type, not once per word.

Words are those of the plain form. Texts that are searched as they are (see `plain_texts`) stay; the
others are replaced by their plain form. In a block, texts of ASCII come first: a character of
theirs takes one byte, one of the others four, and in most languages some sentences are of ASCII.

If two types had the same hash, they would count as one. Among a million types, the odds of that
are one in thirty-seven million. Words of up to eight Latin letters never share a hash.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import CharClasses, code_points, union_sorted
from analysis.codebook.patterns import fold_words
from analysis.codebook.plain_form import CharKind, kind_of, plain_cluster
from analysis.hits.joined_texts import split_texts, text_starts, texts_at
from analysis.hits.plain_texts import (
    PlainTexts,
    compose_texts,
    is_delicate,
    join_plain,
    make_plain,
    move_to_clusters,
)

CHUNK = 250_000  # characters; at four bytes each, they fit into a cache of 1 MB

# Classes of characters. For marks and letters, the number of high bytes in the code point is added:
# 0 if it takes one byte, 1 if it takes two, 2 if it takes three.
OTHER = 1
WHITE_SPACE = 2
DELICATE = 3  # a text with such a character is replaced by its plain form
MARK = 4
LETTER = 8  # of a script with blanks
SOLO = 12  # a letter that is a word by itself
KIND_BITS = 12
HIGH_BYTES = 3
MARKS = (MARK + 1, MARK + 2)
WIDE_LETTERS = (LETTER + 1, LETTER + 2)
SOLOS = (SOLO + 1, SOLO + 2)

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
    ['human', 'rights']
    >>> index.type_id.tolist()
    [0, 1, 0, 1]
    >>> index.joined.tolist()
    [False, True, False, True]
    """
    texts = sentences["sentence"].tolist()
    vocabulary = Vocabulary()
    block = read_block(texts, vocabulary)

    folded = fold_words(vocabulary.types)
    types = sorted(set(folded))
    number_of = {word: number for number, word in enumerate(types)}
    numbers = [number_of[word] for word in folded]
    folded_id = np.array(numbers, dtype=np.int32)

    words = block.words
    position = texts_at(words.start, block.starts)
    origin = block.starts[position]
    start = words.start - origin
    end = words.end - origin
    block.to_source(position, start, end)
    text = block.order[position]
    in_order = np.argsort(text, kind="stable")
    return WordIndex(
        text=text[in_order],
        start=start[in_order],
        end=end[in_order],
        type_id=folded_id[words.type_id[in_order]],
        joined=words.joined[in_order],
        types=types,
    )


# -- the words of a block of texts ---------------------------------------------------------------


class Words(NamedTuple):
    """The words of a block of texts, in its order; every array has one entry per word.

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


@dataclass(frozen=True)
class Block:
    """A block of texts as they are searched, and their words.

    Attributes:
        source: the texts, those of ASCII first.
        order: the position of each of them among the texts that the block was made of.
        texts: each text as it is, or its plain form.
        starts: the offsets of these in the block, as from `text_starts`.
        words: their words.
        plain: the plain forms of the texts that were replaced; None if there are none.
        replaced: the positions in the block of these, in the order of `plain`.
        is_simple: for each text, whether `to_simple_regex` can be used to search it.
        has_solo: for each text, whether it may have letters of a script without blanks.
    """

    source: list[str]
    order: np.ndarray
    texts: list[str]
    starts: np.ndarray
    words: Words
    plain: PlainTexts | None
    replaced: np.ndarray
    is_simple: np.ndarray
    has_solo: np.ndarray

    def to_source(self, text: np.ndarray, start: np.ndarray, end: np.ndarray) -> None:
        """Turn offsets in plain forms into offsets in the texts that they are of, in place.

        A span that begins or ends inside a cluster takes in the whole cluster.

        Args:
            text: for each span, the position of its text in the block.
            start: its start in the text as it is searched.
            end: its end.
        """
        rows = self.rows_to_move(text)
        if self.plain is None or len(rows) == 0:
            return
        number = np.zeros(len(self.texts), dtype=np.int64)  # of each text in `plain`
        number[self.replaced] = np.arange(len(self.replaced))
        of_row = number[text[rows]]
        own = self.plain.first[of_row]
        origin = self.plain.origin[of_row]
        start_in_text = self.plain.start[own + start[rows]] - origin
        end_in_text = self.plain.end[own + end[rows] - 1] - origin
        move_to_clusters(self.source, text[rows], start_in_text, end_in_text)
        start[rows] = start_in_text
        end[rows] = end_in_text

    def rows_to_move(self, text: np.ndarray) -> np.ndarray:
        """Return which spans, given the position of the text of each, lie in plain forms."""
        is_replaced = np.zeros(len(self.texts), dtype=bool)
        is_replaced[self.replaced] = True
        return np.flatnonzero(is_replaced[text])


class Vocabulary:
    """The word types found so far, numbered in order of first appearance. `read_block` adds them.

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


def read_block(texts: list[str], vocabulary: Vocabulary) -> Block:
    """Find the words of a block of texts, and add new word types to the vocabulary.

    Args:
        texts: the texts of the block.
        vocabulary: the word types of earlier blocks; new ones are added.
    """
    source, order, n_ascii = _put_ascii_first(texts)
    replaced, plain = _make_needed_plain(source, n_ascii)
    searched = source
    if plain is not None:
        searched = source.copy()
        for position, text in zip(replaced.tolist(), plain.texts, strict=True):
            searched[position] = text
    starts = text_starts(searched).astype(np.int32)

    is_simple = np.ones(len(texts), dtype=bool)
    has_solo = np.zeros(len(texts), dtype=bool)
    parts = []
    begin = 0
    for first, stop in _split_block(starts, n_ascii):
        chunk = _read_chunk(searched[first:stop])
        is_simple[first:stop] = chunk.is_simple
        has_solo[first:stop] = chunk.has_solo
        parts.append(_find_words_of_chunk(chunk, begin))
        begin += len(chunk.text) - PACK_SIZE
    is_simple[replaced] = False
    columns = zip(*parts, strict=True)
    start, end, joined, hashes = map(np.concatenate, columns)

    type_id, new = vocabulary.number(hashes)
    of_new = texts_at(start[new], starts)
    origin = starts[of_new]
    spans = zip(
        of_new.tolist(),
        (start[new] - origin).tolist(),
        (end[new] - origin).tolist(),
        strict=True,
    )
    vocabulary.types += [searched[number][from_:to] for number, from_, to in spans]
    words = Words(start, end, type_id, joined)
    return Block(source, order, searched, starts, words, plain, replaced, is_simple, has_solo)


def _put_ascii_first(texts: list[str]) -> tuple[list[str], np.ndarray, int]:
    """Reorder texts: those of ASCII, then the others.

    Returns:
        The texts, the position that each had before, and how many of them are of ASCII.
    """
    is_ascii = np.fromiter(map(str.isascii, texts), dtype=bool, count=len(texts))
    order = np.argsort(~is_ascii, kind="stable")
    return [texts[position] for position in order.tolist()], order, int(is_ascii.sum())


def _split_block(starts: np.ndarray, n_ascii: int) -> Iterator[tuple[int, int]]:
    """Group the texts of a block into chunks, each of ASCII or of other texts; as `split_texts`."""
    if n_ascii == 0 or n_ascii == len(starts) - 1:
        yield from split_texts(starts, CHUNK)
        return
    yield from split_texts(starts[: n_ascii + 1], CHUNK)
    for first, stop in split_texts(starts[n_ascii:] - starts[n_ascii], CHUNK):
        yield n_ascii + first, n_ascii + stop


# -- the characters of a chunk -------------------------------------------------------------------


class _Chunk(NamedTuple):
    """A few texts as arrays of characters.

    Attributes:
        text: all texts, with a NUL before each, and several after the last one.
        codes: the code points of `text`.
        classes: their classes, none of them `DELICATE`.
        has_marks, has_solo: whether there are combining marks, or letters of class `SOLO`.
        has_wide: whether there are letters or marks whose code point takes several bytes.
    """

    text: str
    codes: np.ndarray
    classes: np.ndarray
    has_marks: bool
    has_solo: bool
    has_wide: bool

    @property
    def is_simple(self) -> bool:
        """Whether `to_simple_regex` can be used to search the texts."""
        return not (self.has_marks or self.has_solo)


def _class_of(char: str) -> int:
    return DELICATE if is_delicate(char) else _class_of_plain(char)


def _class_of_plain(char: str) -> int:
    if char.isspace():
        return WHITE_SPACE
    kind = kind_of(plain_cluster(char)[:1])
    if kind is CharKind.OTHER:
        return OTHER
    base = {CharKind.MARK: MARK, CharKind.JOINED: LETTER, CharKind.SOLO: SOLO}
    return base[kind] + (char > "\xff") + (char > "\uffff")


_classify = CharClasses(_class_of)
_classify_plain = CharClasses(_class_of_plain)
_ASCII_CLASSES = bytes(_class_of(chr(code)) for code in range(128)).ljust(256)


def _join_texts(texts: list[str]) -> str:
    # NULs around the texts keep words off both ends, so that eight bytes can be read at any letter.
    return "\0".join(["", *texts, "\0" * (PACK_SIZE - 1)])


def _read_chunk(texts: list[str]) -> _Chunk:
    """Read the characters of some texts, none of which has to be replaced."""
    text = _join_texts(texts)
    if text.isascii():
        data = text.encode("ascii")
        codes = np.frombuffer(data, dtype=np.uint8)
        classes = np.frombuffer(data.translate(_ASCII_CLASSES), dtype=np.uint8)
        return _Chunk(text, codes, classes, False, False, False)
    codes = code_points(text)
    classes = _classify_plain(codes)
    has_marks = _has_any(classes, MARKS)
    has_solo = _has_any(classes, SOLOS)
    has_wide = has_marks or has_solo or _has_any(classes, WIDE_LETTERS)
    return _Chunk(text, codes, classes, has_marks, has_solo, has_wide)


def _has_any(classes: np.ndarray, wanted: Iterable[int]) -> bool:
    """Whether any of some classes occurs; faster than comparing arrays."""
    data = classes.tobytes()
    return any(number in data for number in wanted)


def _make_needed_plain(texts: list[str], first: int) -> tuple[np.ndarray, PlainTexts | None]:
    """Make the plain forms of the texts that cannot be searched as they are.

    Args:
        texts: the texts.
        first: the position of the first one that is not of ASCII.

    Returns:
        The positions of these texts, in any order, and their plain forms in that order; None if
        there are none.
    """
    others = texts[first:]
    positions = []
    parts = []
    for begin, stop in split_texts(text_starts(others), CHUNK):
        for chosen, plain in _make_plain_in_chunk(others[begin:stop]):
            positions.append(first + begin + chosen)
            parts.append(plain)
    if not parts:
        return np.zeros(0, dtype=np.int64), None
    return np.concatenate(positions), join_plain(parts)


def _make_plain_in_chunk(texts: list[str]) -> Iterator[tuple[np.ndarray, PlainTexts]]:
    """Yield the positions of texts that cannot be searched as they are, and their plain forms."""
    codes = code_points(_join_texts(texts))
    classes = _classify(codes)
    if not _has_any(classes, [DELICATE, MARK, *MARKS]):
        return
    is_delicate = classes == DELICATE
    is_mark = (classes & KIND_BITS) == MARK
    is_delicate[1:] |= is_mark[1:] & (classes[:-1] < MARK)  # a mark that follows no letter
    # One NUL precedes the first text.
    delicate = np.unique(texts_at(np.flatnonzero(is_delicate) - 1, text_starts(texts)))
    if is_mark.any():
        composed = compose_texts(texts, codes[1 : 1 - PACK_SIZE], delicate)
        delicate = union_sorted(delicate, composed.unsure)
        if composed.plain is not None:
            yield composed.changed, composed.plain
    if len(delicate):
        yield delicate, make_plain([texts[number] for number in delicate.tolist()])


# -- the words of a chunk ------------------------------------------------------------------------


def _find_words_of_chunk(
    chunk: _Chunk,
    begin: int,
) -> tuple[np.ndarray, ...]:
    """Find the words of a chunk of texts that starts at the offset `begin` of the block.

    Returns:
        `start`, `end` and `joined` of each word, as in `Words`, and its hash.
    """
    classes = chunk.classes
    if chunk.has_solo or (chunk.has_marks and _has_loose_mark(classes)):
        is_letter, start, end = _find_spans(classes)
    else:
        is_letter = classes >= MARK
        is_edge = is_letter[1:] != is_letter[:-1]
        edges = np.flatnonzero(is_edge) + 1
        start = edges[::2].copy()
        end = edges[1::2].copy()

    followed = _white_space_follows(chunk.text, classes, start, end)
    followed[-1:] = False  # no word follows the last one
    joined = np.roll(followed, 1)
    hashes = _hash_words(chunk, is_letter, start, end)

    shift = begin - 1  # one NUL precedes the first text
    start_in_block = (start + shift).astype(np.int32)
    end_in_block = (end + shift).astype(np.int32)
    return start_in_block, end_in_block, joined, hashes


def _has_loose_mark(classes: np.ndarray) -> bool:
    """Whether a combining mark follows neither a letter nor another mark."""
    is_mark = (classes & KIND_BITS) == MARK
    return bool((is_mark[1:] & (classes[:-1] < MARK)).any())


def _find_spans(classes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find words with marks, and words of one letter.

    Returns:
        Whether each character is part of a word; the start and the end of each word.
    """
    kind = classes & KIND_BITS
    is_mark = kind == MARK
    is_solo = kind == SOLO
    if is_mark.any():
        # A mark is of the kind of the last character that is no mark: the letter it belongs to.
        position = np.arange(len(kind))
        position[is_mark] = 0
        kind = kind[np.maximum.accumulate(position)]
    is_letter = kind > 0
    begins = is_letter.copy()
    begins[1:] &= is_solo[1:] | (kind[1:] != kind[:-1])
    ends = is_letter[:-1] & (begins[1:] | ~is_letter[1:])
    return is_letter, np.flatnonzero(begins), np.flatnonzero(ends) + 1


def _white_space_follows(
    text: str,
    classes: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Whether only white space separates each word from the next one; undefined for the last."""
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
    chunk: _Chunk,
    is_letter: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Hash each word by its characters alone.

    The hash begins as the low bytes of the first eight characters. The low bytes of further
    characters, then the high bytes of all characters, are mixed in for the words that have them.
    """
    codes = chunk.codes
    length = end - start
    low_bytes = _pack_bytes(codes, byte=0)
    own_bytes = BYTE_MASKS.take(length, mode="clip")
    hashes = low_bytes.take(start, mode="clip") & own_bytes

    long = np.flatnonzero(length > PACK_SIZE)
    _mix_bytes(hashes, low_bytes, long, start, length, first=PACK_SIZE, salt=0)

    if chunk.has_wide:
        is_wide = _find_wide_letters(chunk, is_letter)
        wide = _find_wide_words(is_wide, start)
        n_high_bytes = max(_high_bytes_in(chunk.classes), default=0)
        for byte in range(1, n_high_bytes + 1):
            high_bytes = _pack_bytes(codes, byte)
            salt = MAX_HASHED * byte
            _mix_bytes(hashes, high_bytes, wide, start, length, first=0, salt=salt)

    very_long = long[length[long] > MAX_HASHED]
    for word in very_long.tolist():
        spelling = chunk.text[start[word] : end[word]]
        hashes[word] = hash(spelling) % 2**64
    return hashes * np.uint64(GOLDEN)


def _pack_bytes(codes: np.ndarray, byte: int) -> np.ndarray:
    """For each character, pack one byte of it and of the next seven into a 64-bit number."""
    shifted = codes
    if byte:
        shifted = codes >> np.uint32(8 * byte)
    plane = shifted.astype(np.uint8, copy=False)
    n_numbers = len(plane) - PACK_SIZE + 1
    return np.ndarray(n_numbers, "<u8", plane, strides=(1,))  # a view: the numbers overlap


def _find_wide_letters(chunk: _Chunk, is_letter: np.ndarray) -> np.ndarray:
    """Whether each character is part of a word and its code point needs several bytes."""
    if not (chunk.has_marks or chunk.has_solo):
        return chunk.classes > LETTER
    is_wide = (chunk.classes & HIGH_BYTES) > 0
    is_wide &= is_letter
    return is_wide


def _high_bytes_in(classes: np.ndarray) -> Iterator[int]:
    """Yield the numbers of further bytes that code points of letters and marks need."""
    data = classes.tobytes()
    for kind in (MARK, LETTER, SOLO):
        for n_bytes in (1, 2):
            if kind + n_bytes in data:
                yield n_bytes


def _find_wide_words(
    is_wide: np.ndarray,
    start: np.ndarray,
) -> np.ndarray:
    """Return the positions of the words with a letter whose code point needs several bytes."""
    begins_run = is_wide[1:] > is_wide[:-1]
    first_wide = np.flatnonzero(begins_run) + 1
    word = np.searchsorted(start, first_wide, side="right") - 1
    begins_wide = np.flatnonzero(is_wide[start])  # also where a run began in the word before
    return union_sorted(word, begins_wide)


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

"""Runs of five words, as hashes: what two texts share if one was copied from the other.

A word is a run of letters and digits; in scripts that put no blanks between words, each letter is
one. Case, punctuation and white space do not count. A run is hashed by the letters in it, so two
texts share a hash if, and practically only if, they share five words in a row.

The hash of letters c1, c2, … is the polynomial c1 + c2·b + c3·b² + … modulo 2^64, with a random
number for each different letter. The sums up to each letter give the hash of any stretch of them at
once (Karp & Rabin 1987), without a loop over words.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category

import numpy as np
import regex

from analysis.arrays import MAX_CODE_POINT, CharClasses, code_points
from analysis.languages import SCRIPTS_WITHOUT_BLANKS

RUN = 5  # words
CHUNK = 50_000  # characters that are hashed at a time
BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2^64
INVERSE = pow(BASE, -1, 2**64)

# Classes of characters. A letter of an unspaced script begins a word of its own.
OTHER, LETTER, UNSPACED = 1, 2, 3
LAST_CASED = 0x1E943  # the last code point with a small letter of its own
_SCRIPTS = "".join(rf"\p{{{script}}}" for script in SCRIPTS_WITHOUT_BLANKS)
_UNSPACED_SCRIPTS = regex.compile(f"[{_SCRIPTS}]")


class Runs(NamedTuple):
    """The runs of some texts, in order; both arrays have one entry per run.

    Attributes:
        text: the position of the text.
        hash: the hash of the run.
    """

    text: np.ndarray
    hash: np.ndarray


def hash_runs(texts: list[str]) -> Iterator[Runs]:
    """Hash the runs of five words of all texts, some texts at a time.

    >>> (runs,) = hash_runs(["One two three four five. Six!", "Two, three, FOUR five six", "One"])
    >>> runs.text.tolist()
    [0, 0, 1]
    >>> bool(runs.hash[1] == runs.hash[2])
    True
    """
    first = 0
    size = 0
    for after, text in enumerate(texts, start=1):
        size += len(text)
        if size >= CHUNK or after == len(texts):
            runs = _hash_chunk(texts[first:after])
            yield Runs(runs.text + first, runs.hash)
            first = after
            size = 0


def _hash_chunk(texts: list[str]) -> Runs:
    codes = code_points("\n".join([*texts, ""]))
    classes = _classify(codes)
    is_letter = classes > OTHER
    # Only the first of the characters between two words is kept, and it always has the same value.
    is_kept = is_letter.copy()
    is_kept[1:] |= is_letter[:-1]
    kept = np.flatnonzero(is_kept)
    classes = classes[kept]
    starts, ends = _words(classes)
    hashes = _hash_spans(codes[kept], classes, starts[: 1 - RUN], ends[RUN - 1 :])

    borders = np.cumsum([len(text) + 1 for text in texts])
    text_of_word = np.searchsorted(borders, kept[starts], side="right")
    text = text_of_word[: 1 - RUN]
    is_inside = text == text_of_word[RUN - 1 :]
    return Runs(text[is_inside], hashes[is_inside])


def _words(classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find where each word starts and ends among the characters that are kept."""
    begins = classes == LETTER
    begins[1:] &= classes[:-1] != LETTER
    starts = np.flatnonzero(begins | (classes == UNSPACED))
    next_starts = np.append(starts[1:], len(classes))[: len(starts)]
    ends = next_starts - (classes[next_starts - 1] == OTHER)
    return starts, ends


def _hash_spans(
    codes: np.ndarray, classes: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """Hash the letters from each start to each end."""
    values = np.where(classes == OTHER, np.uint64(1), _letter_numbers()[codes])
    powers = _powers(BASE, len(codes))
    inverses = _powers(INVERSE, len(codes))
    sums = np.append(np.uint64(0), np.cumsum(values * powers))
    return _mix((sums[ends] - sums[starts]) * inverses[starts])


def _powers(base: int, n: int) -> np.ndarray:
    """Return the first `n` powers of a number, modulo 2^64."""
    n_kept = -(-n // CHUNK) * CHUNK  # a multiple, so that most calls need the same powers
    return _kept_powers(base, n_kept)[:n]


@lru_cache(maxsize=4)
def _kept_powers(base: int, n: int) -> np.ndarray:
    factors = np.full(n, base, dtype=np.uint64)
    factors[:1] = 1
    return np.multiply.accumulate(factors)


def _mix(numbers: np.ndarray) -> np.ndarray:
    """Spread numbers over all 64 bits (the low bits of a polynomial depend on low bits only)."""
    numbers = (numbers ^ (numbers >> np.uint64(32))) * np.uint64(BASE)
    return numbers ^ (numbers >> np.uint64(29))


@cache
def _letter_numbers() -> np.ndarray:
    """Return a number for each code point; a capital has that of its small letter."""
    codes = np.arange(MAX_CODE_POINT, dtype=np.uint64)
    for code in range(LAST_CASED + 1):
        small = chr(code).lower()
        if len(small) == 1:
            codes[code] = ord(small)
    return _mix(_mix(codes + np.uint64(1)))


def _class_of(character: str) -> int:
    if _UNSPACED_SCRIPTS.match(character):
        return UNSPACED
    # A mark belongs to its letter, as the vowel signs of Hindi do.
    is_letter = character.isalnum() or category(character).startswith("M")
    return LETTER if is_letter else OTHER


_classify = CharClasses(_class_of)

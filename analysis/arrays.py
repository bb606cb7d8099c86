"""Characters as numbers: arrays of code points, and of what kind each of them is."""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd

# pandas' text dtype (`dtype == "str"`), in the one storage that is the same whether pyarrow is installed or not and
# that holds any string; absent text is "", never missing.
TEXT = pd.StringDtype("python", na_value=nan)

# What is freed stays with the process up to the size of the largest block freed so far (mallopt(3), M_MMAP_THRESHOLD):
# without this block, which is never touched, every batch of characters would have its memory given anew, page by page.
np.empty(1 << 24, dtype=np.uint8)


def code_points(text: str) -> np.ndarray:
    """The code points of a text; one entry a character.

    >>> code_points("a€").tolist()
    [97, 8364]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class CharClasses:
    """What `kind_of` makes of each character, a number from 1 to 255: it is asked once, when a character is first seen.

    >>> CharClasses(lambda sign: 2 if sign.isalpha() else 1)(code_points("a-B")).tolist()
    [2, 1, 2]
    """

    def __init__(self, kind_of: Callable[[str], int]):
        self.kind_of = kind_of
        self.known = np.zeros(0x110000, dtype=np.uint8)

    def __call__(self, codes: np.ndarray) -> np.ndarray:
        """The kind of each character."""
        kinds = self.known.take(
            codes, mode="clip"
        )  # no code is out of range, and "clip" need not look
        if not kinds.all():
            new = np.unique(codes[kinds == 0])
            self.known[new] = [self.kind_of(chr(code)) for code in new.tolist()]
            kinds = self.known.take(codes, mode="clip")
        return kinds


def factorize_runs(column: pd.Series) -> tuple[np.ndarray, object]:
    """Number the values of a column as they appear, -1 where one is missing: the number of each row, and the values."""
    if column.dtype != TEXT:
        return pd.factorize(column.array)
    first = run_starts(column.to_numpy())  # to compare neighbours is far faster than to number each
    numbers, values = pd.factorize(column.array[first])
    return np.repeat(numbers, np.diff(first, append=len(column))), values


def run_starts(values: np.ndarray) -> np.ndarray:
    """The positions of the values that differ from the one before them."""
    return np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])


def is_lexsorted(*keys: np.ndarray) -> bool:
    """Whether each row is above the one before it, by the first key; where that is the same, by the next one."""
    rises = np.array(False)
    for key in reversed(keys):
        rises = (key[1:] > key[:-1]) | (key[1:] == key[:-1]) & rises
    return bool(rises.all())


def rank_in_run(numbers: np.ndarray) -> np.ndarray:
    """1, 2, … within each run of equal numbers.

    >>> rank_in_run(np.array([4, 4, 6, 4])).tolist()
    [1, 2, 1, 1]
    """
    first = run_starts(numbers)
    return np.arange(1, len(numbers) + 1) - np.repeat(first, np.diff(first, append=len(numbers)))


def union_sorted(*places: np.ndarray) -> np.ndarray:
    """Places in order, each once."""
    ordered = np.sort(
        np.concatenate(places), kind="stable"
    )  # the fastest for what is in order by parts
    return ordered[run_starts(ordered)]


def is_any_of(codes: np.ndarray, signs: str) -> np.ndarray:
    """Whether each code point is that of one of some characters; of few, this is faster than `np.isin`."""
    found = codes == ord(signs[0])
    for sign in signs[1:]:
        found |= codes == ord(sign)
    return found

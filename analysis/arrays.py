"""Helpers for arrays: characters as code points, runs of equal values, and the order of rows.

They know nothing of sentences or themes, and they work on whole columns, without a Python loop over
rows. `TEXT` is the dtype of every text column of the project.
"""

from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
import pandas as pd

# The pandas dtype of text (`dtype == "str"`), stored as Python strings: this storage is the same
# with and without pyarrow, and it holds any string. Absent text is "", never missing.
TEXT = pd.StringDtype("python", na_value=nan)

MAX_CODE_POINT = 0x110000

# A process keeps freed memory for reuse in blocks up to the size of the largest block that it has
# freed so far (mallopt(3), M_MMAP_THRESHOLD). This block is never touched and is freed at once.
# Without it, every batch of characters would get its memory from the system again, page by page.
np.empty(1 << 24, dtype=np.uint8)


def code_points(text: str) -> np.ndarray:
    """Return the code point of every character of a text, as uint32.

    >>> code_points("a€").tolist()
    [97, 8364]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class CharClasses:
    """Classifies arrays of characters; the class of a character is a number from 1 to 255.

    Args:
        class_of: gives the class of a character. It is called once for each different character.

    >>> classes = CharClasses(lambda character: 2 if character.isalpha() else 1)
    >>> classes(code_points("a-B")).tolist()
    [2, 1, 2]
    """

    def __init__(self, class_of: Callable[[str], int]) -> None:
        self.class_of = class_of
        self.known = np.zeros(MAX_CODE_POINT, dtype=np.uint8)  # by code point; 0 is not yet known

    def __call__(self, codes: np.ndarray) -> np.ndarray:
        """Return the class of each code point, as uint8."""
        classes = self._look_up(codes)
        if not classes.all():
            new = np.unique(codes[classes == 0])
            self.known[new] = [self.class_of(chr(code)) for code in new.tolist()]
            classes = self._look_up(codes)
        return classes

    def _look_up(self, codes: np.ndarray) -> np.ndarray:
        # No code point is out of range. The default mode would check that, which takes time.
        return self.known.take(codes, mode="clip")


def factorize_runs(column: pd.Series) -> tuple[np.ndarray, Any]:
    """Number the values of a column as they first appear.

    The same as `pandas.factorize`, but much faster for text that repeats in runs.

    Returns:
        For each row the number of its value, or -1 if it is missing; and the different values.

    >>> codes, values = factorize_runs(pd.Series(["b", "b", "a", "b"], dtype=TEXT))
    >>> codes.tolist(), list(values)
    ([0, 0, 1, 0], ['b', 'a'])
    """
    if column.dtype != TEXT:
        return pd.factorize(column.array)
    first = run_starts(column.to_numpy())  # comparing neighbours is much faster than hashing
    codes, values = pd.factorize(column.array[first])
    return np.repeat(codes, _run_lengths(first, len(column))), values


def run_starts(values: np.ndarray) -> np.ndarray:
    """Return the index at which each run of equal values begins.

    >>> run_starts(np.array([4, 4, 6, 4])).tolist()
    [0, 2, 3]
    """
    is_start = np.append(True, values[1:] != values[:-1])
    return np.flatnonzero(is_start[: len(values)])  # without values nothing starts


def _run_lengths(starts: np.ndarray, n: int) -> np.ndarray:
    """Return the length of each run, if there are `n` values in all."""
    return np.diff(starts, append=n)


def rank_in_run(values: np.ndarray) -> np.ndarray:
    """Count 1, 2, … within each run of equal values.

    >>> rank_in_run(np.array([4, 4, 6, 4])).tolist()
    [1, 2, 1, 1]
    """
    first = run_starts(values)
    start_of_run = np.repeat(first, _run_lengths(first, len(values)))
    return np.arange(1, len(values) + 1) - start_of_run


def is_lexsorted(*keys: np.ndarray) -> bool:
    """Whether each row is greater than the row before it.

    Rows are compared by the first key; where that is equal, by the second, and so on.

    >>> is_lexsorted(np.array([1, 1, 2]), np.array([5, 6, 0]))
    True
    >>> is_lexsorted(np.array([1, 1]), np.array([5, 5]))
    False
    """
    is_greater = np.array(False)
    for key in reversed(keys):
        rises = key[1:] > key[:-1]
        is_equal = key[1:] == key[:-1]
        is_greater = rises | (is_equal & is_greater)
    return bool(is_greater.all())


def union_sorted(*arrays: np.ndarray) -> np.ndarray:
    """Merge arrays of numbers into one in ascending order, in which each number occurs once.

    >>> union_sorted(np.array([1, 4]), np.array([2, 4])).tolist()
    [1, 2, 4]
    """
    # A stable sort is the fastest for concatenated arrays that are in order already.
    merged = np.sort(np.concatenate(arrays), kind="stable")
    return merged[run_starts(merged)]


def is_any_of(codes: np.ndarray, characters: str) -> np.ndarray:
    """Whether each code point is one of some characters; faster than `np.isin` if they are few.

    >>> is_any_of(code_points("a-b"), "-+").tolist()
    [False, True, False]
    """
    found = codes == ord(characters[0])
    for character in characters[1:]:
        found |= codes == ord(character)
    return found

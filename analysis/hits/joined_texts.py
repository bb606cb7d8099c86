"""Offsets of texts that follow one another, one character apart, in one string or block."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np


def text_starts(texts: list[str]) -> np.ndarray:
    """Return the offset of each text in a block. The texts are one character apart.

    The last entry is the offset that one more text would have.

    >>> text_starts(["one", "", "three"]).tolist()
    [0, 4, 5, 11]
    """
    n = len(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=n)
    starts = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(lengths + 1, out=starts[1:])
    return starts


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

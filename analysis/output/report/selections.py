"""The sentences of every mark, and their positions in the page as numbers that take little room."""

from collections.abc import Iterable

import numpy as np

from analysis.faults import InputError
from analysis.measures.selected import Selector
from analysis.selection import read_where

Rows = np.ndarray  # row numbers in `sentences`, from 0, in order


def find_rows(selector: Selector, wheres: Iterable[str]) -> dict[str, Rows]:
    """Find the sentences of each selection.

    Args:
        selector: selects sentences.
        wheres: selections, as `analysis.selection.write_where` writes them.

    Returns:
        The rows by selection. A selection that names something unknown is left out, so that no
        mark leads to the wrong sentences.
    """
    found = {}
    for where in dict.fromkeys(wheres):
        try:
            found[where] = np.flatnonzero(selector.mark(read_where(where)))
        except InputError:
            continue
    return found


def to_steps(positions: np.ndarray) -> list[int]:
    """Write positions in ascending order as the first one and the steps between them.

    >>> to_steps(np.array([3, 4, 9]))
    [3, 1, 5]
    """
    return np.diff(positions, prepend=0).tolist()

"""Ratings as arrays: one row per coder, one column per unit, NaN where a coder did not code.

The agreement coefficients take such arrays, and check them here.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.faults import Fault, InputError, nearest, raise_all
from analysis.wording import pluralize

SHAPE = "one row per coder, one column per unit, NaN where a coder did not code"


def read_categories(values: Any, place: str) -> np.ndarray:
    """Number the categories of ratings, which can be of any type, in no order.

    Args:
        values: coders x units, as an array, a data frame or a list of rows; NaN, None or NA where
            a coder did not code.
        place: what messages call them.

    Returns:
        Coders x units: the number of each category, from 0; -1 where a coder did not code.

    Raises:
        InputError: the values are no table of coders x units, or hold lists or the like.

    >>> read_categories([["yes", "no", None], ["yes", "yes", "no"]], "values").tolist()
    [[0, 1, -1], [0, 0, 1]]
    """
    array = _read_table(values, place)
    try:
        numbers, _ = pd.factorize(array.ravel())
    except TypeError as error:  # lists, arrays and the like cannot be told apart
        raise InputError([Fault(place, str(error), "text or numbers in every cell")]) from error
    return numbers.reshape(array.shape)


def read_numbers(values: Any, place: str, *, least: float = -np.inf) -> np.ndarray:
    """Read ratings that have to be numbers.

    Args:
        values: coders x units, as for `read_categories`.
        place: what messages call them.
        least: the smallest number that is allowed.

    Returns:
        Coders x units, as floats, NaN where a coder did not code.

    Raises:
        InputError: the values are no table of coders x units, or hold something other than finite
            numbers, or numbers that are too small.

    >>> read_numbers([[1, None], [2, 3]], "values").tolist()
    [[1.0, nan], [2.0, 3.0]]
    """
    array = _read_table(values, place)
    cells = pd.Series(array.ravel())
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    expected = "finite numbers" if least == -np.inf else f"finite numbers from {least:g} on"
    is_wrong = cells.notna() & ~(np.isfinite(numbers) & (numbers >= least))
    if is_wrong.any():
        first = cells[is_wrong].tolist()[0]
        found = f"{pluralize(int(is_wrong.sum()), 'other value')}, such as {first!r}"
        raise_all([Fault(place, found, expected)])
    return numbers.to_numpy().reshape(array.shape)


def read_pair(a: Any, b: Any, place: str) -> np.ndarray:
    """Put the ratings of two coders under one another, coders x units.

    Raises:
        InputError: they are not two rows of the same length.
    """
    rows = [np.asarray(_to_array(ratings)) for ratings in (a, b)]
    if any(row.ndim != 1 for row in rows) or len(rows[0]) != len(rows[1]):
        shapes = " and ".join(" x ".join(map(str, row.shape)) or "no row" for row in rows)
        expected = "the ratings of two coders: two rows of the same length"
        raise_all([Fault(place, f"ratings of the shapes {shapes}", expected)])
    return np.array([row.astype(object) for row in rows], dtype=object)


def check_choice(place: str, value: Any, choices: list[Any]) -> None:
    """Raise an `InputError` unless the value is one of the choices."""
    if not any(value is choice or value == choice for choice in choices):
        listed = ", ".join(map(repr, choices))
        near = nearest(str(value), [choice for choice in choices if isinstance(choice, str)])
        expected = near if near.startswith("'") else f"one of {listed}"
        raise_all([Fault(place, repr(value), expected)])


def _to_array(values: Any) -> np.ndarray:
    if isinstance(values, (pd.DataFrame, pd.Series)):
        return values.to_numpy()
    return values if isinstance(values, np.ndarray) else np.array(values, dtype=object)


def _read_table(values: Any, place: str) -> np.ndarray:
    array = _to_array(values)
    if array.ndim != 2:
        found = f"an array of {pluralize(array.ndim, 'dimension')}"
        raise_all([Fault(place, found, f"{SHAPE}; rows of the same length")])
    return array

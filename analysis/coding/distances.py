"""How far two ratings are apart, by level of measurement."""

from collections.abc import Callable

import numpy as np

BLOCK = 4_000_000  # distances that are held in memory at a time: 32 MB

Distance = Callable[[np.ndarray, np.ndarray], np.ndarray]


def differ(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return 1 where two categories differ, else 0."""
    return (x != y).astype(float)


def absolute(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the difference of two numbers, without its sign."""
    return np.abs(x - y)


def squared(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the squared difference of two numbers."""
    return (x - y) ** 2


def squared_ratio(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the squared difference of two numbers over their sum; 0 where both are 0."""
    total = x + y
    return (np.abs(x - y) / np.where(total > 0, total, 1)) ** 2


def sum_distances(
    points: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    distance: Distance,
) -> np.ndarray:
    """Sum the distances of each point to all values, weighted; memory is bounded.

    >>> sum_distances(np.array([0, 1]), np.array([1, 2]), np.array([1, 3]), squared).tolist()
    [13.0, 3.0]
    """
    sums = np.zeros(len(points))
    step = max(BLOCK // max(len(values), 1), 1)
    for begin in range(0, len(points), step):
        rows = points[begin : begin + step, None]
        sums[begin : begin + step] = distance(rows, values[None, :]) @ weights
    return sums

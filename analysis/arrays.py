"""Characters as numbers: arrays of code points, and of what kind each of them is."""

from collections.abc import Callable

import numpy as np

# What is freed stays with the process up to the size of the largest block freed so far (mallopt(3), M_MMAP_THRESHOLD):
# without this block, which is never touched, every batch of characters would have its memory given anew, page by page.
np.empty(1 << 24, dtype=np.uint8)


def code_points(text: str) -> np.ndarray:
    """The code points of a text; one entry a character.

    >>> code_points("a€").tolist()
    [97, 8364]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class Kinds:
    """What `kind_of` makes of each character, a number from 1 to 255: it is asked once, when a character is first seen.

    >>> Kinds(lambda sign: 2 if sign.isalpha() else 1)(code_points("a-B")).tolist()
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

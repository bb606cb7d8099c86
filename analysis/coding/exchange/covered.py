"""Which sentences a span covers: those of which it has a letter or digit."""

from typing import NamedTuple

import numpy as np
import pandas as pd

WHOLE, PART, SEVERAL, NO_SENTENCE = "whole", "part", "several", "none"


class Covered(NamedTuple):
    """The sentences that a span covers.

    Attributes:
        rows: their positions in the table of the text's sentences.
        kind: `WHOLE` if the span has all letters and digits of one sentence and none of another,
            `PART` if only some of one, `SEVERAL`, or `NO_SENTENCE`.
        is_exact: whether the span begins and ends where the sentence does.
    """

    rows: range
    kind: str
    is_exact: bool


class SentencesOfText:
    """The sentences of one text, to find those that spans cover.

    Args:
        text: the text.
        sentences: its sentences, in order (`analysis.tables.SENTENCES`).

    >>> sentences = pd.DataFrame({"start": [0, 5], "end": [4, 9]})
    >>> of_text = SentencesOfText("One. Two.", sentences)
    >>> of_text.cover(0, 3), of_text.cover(2, 6)
    (Covered(rows=range(0, 1), kind='whole', is_exact=False), Covered(rows=range(0, 2), \
kind='several', is_exact=False))
    """

    def __init__(self, text: str, sentences: pd.DataFrame) -> None:
        is_counted = np.fromiter(map(str.isalnum, text), dtype=bool, count=len(text))
        self._n_before = np.concatenate([[0], np.cumsum(is_counted)])  # letters before an offset
        self._starts = sentences["start"].to_numpy()
        self._ends = sentences["end"].to_numpy()

    def cover(self, start: int, end: int) -> Covered:
        """Find the sentences that a span covers.

        A sentence without letters and digits is covered by a span that is the same.
        """
        first = int(np.searchsorted(self._ends, start, side="right"))
        behind = int(np.searchsorted(self._starts, end, side="left"))
        if behind - first == 1 and (start, end) == (self._starts[first], self._ends[first]):
            return Covered(range(first, behind), WHOLE, True)
        while first < behind and not self._n_in(first, start, end):
            first += 1
        while first < behind and not self._n_in(behind - 1, start, end):
            behind -= 1
        rows = range(first, behind)
        if not rows:
            return Covered(rows, NO_SENTENCE, False)
        if len(rows) > 1:
            return Covered(rows, SEVERAL, False)
        is_whole = self._n_in(first, start, end) == self._n_in(first, 0, len(self._n_before))
        return Covered(rows, WHOLE if is_whole else PART, False)

    def _n_in(self, row: int, start: int, end: int) -> int:
        """Count the letters and digits of a sentence that lie in a span."""
        low = max(start, int(self._starts[row]))
        high = max(low, min(end, int(self._ends[row])))
        return int(self._n_before[high] - self._n_before[low])

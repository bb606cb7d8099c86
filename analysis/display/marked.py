"""Sentences cut at their marks, whatever shows them then: HTML, a terminal or a panel."""

import re
from itertools import pairwise


def split_at_marks(sentence: str, start: int, marks: str) -> list[str]:
    """Cut a sentence at its marks; every other segment is a mark, and the first is none.

    Args:
        sentence: the sentence.
        start: its offset in the text.
        marks: the offsets of the marks in the text, such as `10:18 40:52`.

    >>> split_at_marks("The poor of all.", 10, "14:18")
    ['The ', 'poor', ' of all.']
    >>> split_at_marks("The poor of all.", 10, "")
    ['The poor of all.']
    """
    offsets = [int(offset) - start for offset in re.findall(r"\d+", marks)]
    bounds = [0, *offsets, len(sentence)]
    return [sentence[begin:end] for begin, end in pairwise(bounds)]

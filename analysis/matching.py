"""The engine: texts and patterns become arrays of matches. It knows nothing of themes.

All texts are joined by a character that is neither a word character nor white space and stands in no pattern, so
that no match crosses from one text into the next, and each pattern's regular expression runs once over the whole.
"""

import re

import numpy as np
import pandas as pd

from .patterns import to_regex


def find_matches(texts: list[str], patterns: list[str]) -> pd.DataFrame:
    """Every match of every pattern in every text: overlapping ones too, at most one a start position.

    Args:
        texts: searched one by one.
        patterns: of the pattern language.

    Returns:
        One row a match, by pattern and start: `text` and `pattern` (positions in the two lists), `start`, `end`
        (characters within the text), all int64.

    >>> find_matches(["Human rights, human rights."], ["human right*"]).values.tolist()
    [[0, 0, 0, 12], [0, 0, 14, 26]]
    """
    separator = _separator(patterns)
    joined = separator.join(texts)
    found = [(number, *span) for number, pattern in enumerate(patterns) for span in _spans(pattern, joined)]
    columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    begins = np.concatenate([[0], np.cumsum(lengths + 1)])[: len(texts)]
    text = np.searchsorted(begins, columns[1], side="right") - 1
    offset = begins[text] if len(texts) else columns[1]
    return pd.DataFrame(
        {"text": text, "pattern": columns[0], "start": columns[1] - offset, "end": columns[2] - offset}, dtype=np.int64
    )


def _spans(pattern: str, joined: str):
    """Spans of one pattern; the look-ahead finds the overlapping ones too."""
    for match in re.finditer(f"(?=({to_regex(pattern)}))", joined, re.IGNORECASE):
        yield match.span(1)


def _separator(patterns: list[str]) -> str:
    used = set().union(*patterns)
    return next(sign for sign in map(chr, range(0xE000, 0xF900)) if sign not in used)  # for private use: no letter

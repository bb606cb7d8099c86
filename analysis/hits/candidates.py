"""Choose the texts in which patterns can match at all, before the patterns are looked for.

To find its words, a search reads every character of a text. If there are few patterns, it is much
faster to test first whether a text has the longest part of a pattern somewhere.
"""

import re

import numpy as np
import pandas as pd

from analysis.codebook.patterns import TokenKind, fold_words, parse
from analysis.hits.search import find_matches

MOST_PARTS = 6  # with more of them, the test takes as long as the search

_ASCII_PARTS = re.compile("[a-z0-9]+")
_NOT_ASCII = "é"  # no text of ASCII has it, as it has no match of a pattern with such letters


def find_in_candidates(texts: list[str], patterns: list[str]) -> pd.DataFrame:
    """Find every match of a few patterns, as `find_matches` does, in one table.

    >>> found = find_in_candidates(["Nothing.", "Human rights."], ["right*"])
    >>> found[["text", "start", "end"]].to_numpy().tolist()
    [[1, 6, 12]]
    """
    chosen = find_candidates(texts, patterns)
    if chosen is None:
        return pd.concat(list(find_matches(texts, patterns)), ignore_index=True)
    found = list(find_matches([texts[position] for position in chosen], patterns))
    matches = pd.concat(found, ignore_index=True)
    positions = np.array(chosen, dtype=np.int32)
    return matches.assign(text=positions[matches["text"]])


def find_candidates(texts: list[str], patterns: list[str]) -> list[int] | None:
    """Return the positions of the texts in which a pattern may match.

    Texts with other characters than those of ASCII are always among them: such a text can differ
    from its plain form.

    Returns:
        The positions in ascending order; None if the test says nothing about these patterns.

    >>> find_candidates(["Nothing.", "Human rights.", "é"], ["right*"])
    [1, 2]
    """
    parts = {_longest_part(pattern) for pattern in patterns}
    if "" in parts or len(parts) > MOST_PARTS:
        return None
    if len(parts) == 1:  # a loop over parts would take twice as long
        [part] = parts
        return [
            position
            for position, text in enumerate(texts)
            if not text.isascii() or part in text.lower()
        ]
    return [
        position
        for position, text in enumerate(texts)
        if not text.isascii() or _has_any(text.lower(), parts)
    ]


def _has_any(text: str, parts: set[str]) -> bool:
    return any(part in text for part in parts)


def _longest_part(pattern: str) -> str:
    """Return the longest run of letters and digits that every match in ASCII has, in small letters.

    >>> _longest_part("human right*"), _longest_part("$?"), _longest_part("café")
    ('human', '', 'é')
    """
    words = [token.text for token in parse(pattern) if token.kind is TokenKind.WORD]
    folded = "".join(fold_words(words))
    if not folded.isascii():
        return _NOT_ASCII
    parts = [part for word in fold_words(words) for part in _ASCII_PARTS.findall(word)]
    return max(parts, key=len, default="")

"""Match patterns with several stars, in a time that grows with the text and not with its square.

A regular expression tries every way to divide a run of letters among the stars of a pattern, and
does so again at every letter. Here the part of the pattern after the last star is found first,
wherever it is; then the part before that star, joined to the match that follows; and so on back to
the first part. Each part is looked for in the text only once.
"""

from typing import NamedTuple

import numpy as np
import regex

from analysis.codebook.patterns import Parts, Star
from analysis.codebook.plain_form import ANY_LETTER, JOINED, MARK

_RUNS = {
    Star.MANY: regex.compile(f"{JOINED}(?:{JOINED}|{MARK})*+", regex.VERSION1),
    Star.FEW: regex.compile(f"{ANY_LETTER}(?:{ANY_LETTER}|{MARK})*+", regex.VERSION1),
}


class _Spans(NamedTuple):
    """Where something is in a text, in order: one start and one end for each occurrence."""

    start: np.ndarray
    end: np.ndarray


class StarMatcher:
    """Finds the matches of one pattern, as its regular expression does.

    Args:
        parts: the pattern, cut at its stars.

    >>> from analysis.codebook.patterns import cut_at_stars
    >>> StarMatcher(cut_at_stars("*a*a*b")).find("aaab, aab, ab, aac")
    [(0, 4), (6, 9)]
    """

    def __init__(self, parts: Parts) -> None:
        self._stars = parts.stars
        self._expressions = []
        for expression in parts.expressions:
            self._expressions.append(regex.compile(f"(?=({expression}))", regex.VERSION1))

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each match, at most one for each start, in order."""
        runs = {star: _find_spans(_RUNS[star], text) for star in set(self._stars)}
        *before, last = self._expressions
        matches = _find_parts(last, text)
        for expression, star in zip(before[::-1], self._stars[::-1], strict=True):
            part = _find_parts(expression, text)
            matches = _join(part, star, runs[star], matches)
        return list(zip(matches.start.tolist(), matches.end.tolist(), strict=True))


def _find_spans(expression: regex.Pattern[str], text: str) -> _Spans:
    return _make_spans([match.span() for match in expression.finditer(text)])


def _find_parts(expression: regex.Pattern[str], text: str) -> _Spans:
    """Find where a part of a pattern is, including overlapping places."""
    return _make_spans([match.span(1) for match in expression.finditer(text)])


def _make_spans(spans: list[tuple[int, int]]) -> _Spans:
    table = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return _Spans(*table.T)


def _join(part: _Spans, star: Star, runs: _Spans, rest: _Spans) -> _Spans:
    """Join a part of a pattern, the star after it, and the matches of the rest of the pattern.

    Args:
        part: where the part is.
        star: what the star matches.
        runs: the runs of letters that the star can match.
        rest: the matches of everything after the star.
    """
    farthest = _find_ends_of_runs(part.end, runs)
    if star is Star.FEW:
        chosen = np.searchsorted(rest.start, part.end)
    else:
        chosen = np.searchsorted(rest.start, farthest, side="right") - 1
    is_there = (chosen >= 0) & (chosen < len(rest.start))
    chosen = chosen[is_there]
    part = _Spans(part.start[is_there], part.end[is_there])
    next_start = rest.start[chosen]
    is_reached = (part.end <= next_start) & (next_start <= farthest[is_there])
    return _Spans(part.start[is_reached], rest.end[chosen][is_reached])


def _find_ends_of_runs(at: np.ndarray, runs: _Spans) -> np.ndarray:
    """Return, for each place in a text, the end of the run of letters from there on."""
    run = np.searchsorted(runs.start, at, side="right") - 1
    ends = np.append(runs.end, -1)  # the last entry is for run -1: none begins before
    return np.maximum(at, ends[run])

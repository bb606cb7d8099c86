"""Krippendorff's alpha for spans: do coders find the same stretches of a text?

This is alpha-u in the version of Krippendorff 1995, "On the reliability of unitizing continuous
data", Sociological Methodology 25, 47-76, and 2004, "Content Analysis: An Introduction to Its
Methodology", 2nd edition, chapter 11. (Krippendorff, Mathet, Bouvry and Widlöcher 2016, Quality &
Quantity 50, 2347-2364, define others, which give other values.) Each theme is taken by itself: the
text of each coder is a row of spans of the theme and of gaps between them.

- Two spans of two coders that overlap differ by the squared difference of their starts plus that of
  their ends. A span that overlaps none of the other coder's lies in a gap, and differs from it by
  its length squared. Do is the sum of that over all ordered pairs of coders, over m (m - 1) L² for
  m coders and a text of L characters.
- De is the same for all ways to lay the spans and gaps of all coders beside each other.
- Alpha is 1 - Do / De, both summed over the themes.
"""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.faults import Fault, check_number, raise_all
from analysis.tables import SPANS
from analysis.wording import pluralize

_Spans = np.ndarray  # spans x (start, end), in order, none overlapping the next


def unitized_alpha(
    spans: pd.DataFrame,
    length: int,
    *,
    start: int = 0,
    coders: list[Any] | None = None,
) -> float:
    """Compute Krippendorff's alpha-u of the spans that coders marked in one text.

    Args:
        spans: one row per span: `coder`, `theme`, `start`, `end` (half-open).
        length: the length of the text in characters, or in whatever the offsets count.
        start: the offset of its beginning.
        coders: all who read the text; by default, those who marked a span.

    Returns:
        Alpha-u. NaN with fewer than two coders, or without a span that could lie elsewhere.

    Raises:
        InputError: a column is missing; spans are of several texts, reach beyond the text, are
            empty, or overlap another of the same coder and theme; a coder is not among `coders`.

    >>> spans = pd.DataFrame({"coder": ["A", "B"], "theme": "aid", "start": [10, 12], "end": 20})
    >>> round(unitized_alpha(spans, 100), 3)
    0.969
    """
    _check(spans, length, start, coders)
    readers = list(pd.unique(spans["coder"])) if coders is None else list(dict.fromkeys(coders))
    if len(readers) < 2:
        return float("nan")
    observed = expected = 0.0
    for _, of_theme in spans.sort_values(["theme", "start"]).groupby("theme"):
        by_coder = [_of_coder(of_theme, coder) for coder in readers]
        observed += observed_disagreement(by_coder, length)
        expected += expected_disagreement(by_coder, length, start)
    return 1 - observed / expected if expected > 0 else float("nan")


def _of_coder(spans: pd.DataFrame, coder: Any) -> _Spans:
    return spans.loc[spans["coder"] == coder, ["start", "end"]].to_numpy(dtype=float)


def observed_disagreement(by_coder: list[_Spans], length: int) -> float:
    """Compute Do of one theme, from the spans of each coder (start, end)."""
    total = sum(_differ(a, b) for a, b in combinations(by_coder, 2))
    n_coders = len(by_coder)
    return 2 * total / (n_coders * (n_coders - 1) * length**2)


def _differ(a: _Spans, b: _Spans) -> float:
    """Sum how far the spans of two coders differ."""
    starts = a[:, None, 0] - b[None, :, 0]
    ends = a[:, None, 1] - b[None, :, 1]
    overlap = (a[:, None, 0] < b[None, :, 1]) & (b[None, :, 0] < a[:, None, 1])
    of_pairs = (starts**2 + ends**2)[overlap].sum()
    in_gaps = [
        _lengths(a)[~overlap.any(axis=1)],
        _lengths(b)[~overlap.any(axis=0)],
    ]
    return float(of_pairs + (np.concatenate(in_gaps) ** 2).sum())


def expected_disagreement(by_coder: list[_Spans], length: int, start: int) -> float:
    """Compute De of one theme, from the spans of each coder (start, end)."""
    spans = np.concatenate([_lengths(own) for own in by_coder])
    gaps = np.concatenate([_find_gaps(own, length, start) for own in by_coder])
    n_all = len(by_coder) * length
    with_spans = (len(spans) - 1) / 3 * (2 * spans**3 - 3 * spans**2 + spans)
    room = gaps[None, :] - spans[:, None] + 1  # ways to lay the span into the gap
    with_gaps = spans**2 * np.where(room > 0, room, 0).sum(axis=1)
    ways = n_all * (n_all - 1) - (spans * (spans - 1)).sum()
    if ways <= 0:  # a text of one character
        return 0.0
    return float(2 / length * (with_spans + with_gaps).sum() / ways)


def _lengths(spans: _Spans) -> np.ndarray:
    return spans[:, 1] - spans[:, 0]


def _find_gaps(spans: _Spans, length: int, start: int) -> np.ndarray:
    """List the lengths of the stretches between the spans of one coder."""
    ends = np.concatenate([[start], spans[:, 1]])
    starts = np.concatenate([spans[:, 0], [start + length]])
    gaps = starts - ends
    return gaps[gaps > 0]


def _check(spans: pd.DataFrame, length: int, start: int, coders: list[Any] | None) -> None:
    SPANS.need(spans, ["start", "end", "coder", "theme"])
    faults = check_number("unitized_alpha, length", length, 1, "a whole number of characters")
    faults += check_number("unitized_alpha, start", start, 0, "an offset from 0 on")
    raise_all(faults)
    n_texts = spans["doc_id"].nunique() if "doc_id" in spans else 1
    if n_texts > 1:
        found = f"spans of {pluralize(n_texts, 'text')}"
        faults.append(Fault("table spans", found, "those of one text"))
    is_outside = (spans["start"] < start) | (spans["end"] > start + length)
    within = f"offsets from {start} to {start + length}"
    in_order = spans.sort_values(["coder", "theme", "start"])
    next_start = in_order.groupby(["coder", "theme"])["start"].shift(-1)
    unknown = ~spans["coder"].isin(spans["coder"] if coders is None else coders)
    wrong = {
        "span{s} outside the text": (is_outside, within),
        "span{s} without a character": (spans["start"] >= spans["end"], "an end behind the start"),
        "span{s} that overlap{verb} the next of the same coder and theme": (
            next_start < in_order["end"],
            "spans of a coder and theme that do not overlap",
        ),
        "span{s} of coders that are not listed": (unknown, "the coders in `coders`"),
    }
    for found, (is_wrong, expected) in wrong.items():
        n = int(is_wrong.sum())
        if n:
            words = found.format(s="" if n == 1 else "s", verb="s" if n == 1 else "")
            faults.append(Fault("table spans", f"{n} {words}", expected))
    raise_all(faults)

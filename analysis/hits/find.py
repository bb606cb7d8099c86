"""Sentences x codebook -> hits: which theme is said where, by which pattern, in which characters."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, is_lexsorted, run_starts
from analysis.codebook.model import Codebook
from analysis.hits.search import find_matches
from analysis.tables import HITS, SENTENCES, TEXT

NEEDED = ["doc_id", "sent_id", "start", "sentence"]


class _Hits(NamedTuple):
    """Hits of some sentences, in order; every array has one entry a hit, the columns of `theme_matches`."""

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    pattern: np.ndarray
    form: np.ndarray


def find_hits(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find every theme's hits in every sentence.

    In one sentence a theme's hits do not overlap: the earliest match is taken first, then the longest, then that of
    the pattern that stands first in the codebook; a hit that touches a match of one of the theme's `not` patterns
    is dropped, and what it had displaced does not come back. Hits of different themes overlap freely.

    Args:
        sentences: `doc_id`, `sent_id`, `start` and `sentence`; further columns are ignored.
        codebook: as read by `read_codebook`.

    Returns:
        One row a hit (`analysis.tables.HITS`), by document, start, theme in the codebook's order; `start` and `end`
        are offsets in the document's text.

    Raises:
        InputError: a column is missing, or a sentence stands there twice.
    """
    SENTENCES.need(sentences, NEEDED)
    SENTENCES.unique(sentences)
    document, ids = factorize_runs(sentences["doc_id"])
    rank, ids = pd.factorize(pd.Series(ids).astype(TEXT).array, sort=True)
    document, patterns = rank[document], codebook.patterns
    origin, sent_id = (sentences[name].astype("int64").to_numpy() for name in ("start", "sent_id"))
    order = slice(None) if is_lexsorted(document, origin) else np.lexsort((origin, document))
    texts = (
        sentences["sentence"].to_numpy()[order].tolist()
    )  # slices of a list are far faster than of a column
    forms, others = [], {}
    parts = [_hits(texts, matches, others) for matches in theme_matches(texts, codebook, forms)]
    columns = {
        "doc_id": _column(parts, ids.to_numpy()[document[order]], "text"),
        "sent_id": _column(parts, sent_id[order], "text"),
        "theme": _column(parts, patterns["theme"].to_numpy(), "pattern"),
        "pattern": _column(parts, patterns["pattern"].to_numpy(), "pattern"),
        "start": _column(parts, origin[order], "text", "start"),
        "end": _column(parts, origin[order], "text", "end"),
        "match": _column(parts, np.array([*forms, *reversed(others)], dtype=object), "form"),
    }
    return HITS.frame(columns)


def _column(
    parts: list[_Hits], values: np.ndarray, at: str, further: str | None = None
) -> pd.Series:
    """A column of all parts: the value at each place, and what is further; it is made where it will stay."""
    begin, column = 0, np.empty(sum(len(hits.text) for hits in parts), dtype=values.dtype)
    for hits in parts:
        part = column[begin : (begin := begin + len(hits.text))]
        values.take(
            getattr(hits, at), out=part, mode="wrap"
        )  # a place below 0 is counted from the end
        if further:
            part += getattr(hits, further)
    return pd.Series(column, dtype=TEXT if column.dtype == object else column.dtype, copy=False)


def theme_matches(
    texts: list[str], codebook: Codebook, forms: list[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Every match of every pattern in sentences, before any is selected: step (a) of the pattern language.

    Returns:
        For each block of sentences, one row a match: `text` (the position of its sentence), `pattern`, `theme`
        (positions in the codebook's tables), `start`, `end` (within the sentence), `form` (a place in `forms`, as of
        `find_matches`), `excludes`; by text, start, theme and pattern.
    """
    patterns = codebook.patterns
    theme = pd.Index(codebook.themes["theme"]).get_indexer(patterns["theme"])
    excludes = patterns["excludes"].to_numpy()
    order = np.argsort(theme, kind="stable").astype(np.int32)
    for matches in find_matches(texts, patterns["pattern"].array[order].tolist(), forms):
        of = order[matches["pattern"].to_numpy()]
        yield matches.assign(pattern=of, theme=theme[of], excludes=excludes[of])


def _hits(texts: list[str], matches: pd.DataFrame, others: dict[str, int]) -> _Hits:
    """The hits among some matches, in order; what is no single word goes into `others`, once."""
    chosen = _chosen(matches)
    hits = _Hits(*(matches[name].to_numpy()[chosen] for name in _Hits._fields))
    cut = np.flatnonzero(hits.form < 0)
    places = zip(*(column[cut].tolist() for column in hits[:3]), strict=True)
    # their places are counted from the end: -1, -2, …
    hits.form[cut] = [-1 - others.setdefault(texts[at][a:b], len(others)) for at, a, b in places]
    return hits


def _chosen(matches: pd.DataFrame) -> np.ndarray:
    """Steps (b) and (c), for all sentences and themes at once: the position of each match that becomes a hit.

    Places are counted along one line, on which the themes of a sentence, and the sentences, follow one another: so
    matches of different sentences or themes never overlap.
    """
    text, theme, start, end = (
        matches[name].to_numpy().astype(np.int64) for name in ["text", "theme", "start", "end"]
    )
    n_themes, width = theme.max(initial=0) + 1, end.max(initial=0) + 1
    text -= text[:1].sum()  # small numbers, so that no product is too large
    line, excludes = (text * n_themes + theme) * width, matches["excludes"].to_numpy()
    first, stop = line + start, line + end
    wanted, barred = np.flatnonzero(~excludes), np.flatnonzero(excludes)
    wanted = wanted[_longest(first[wanted], stop[wanted])]
    wanted = wanted[np.argsort(first[wanted], kind="stable")]
    chosen = wanted[_without_overlap(first[wanted], stop[wanted])]
    barred = barred[np.argsort(first[barred], kind="stable")]
    reach = np.maximum.accumulate(np.concatenate([[-1], stop[barred]]))
    # the furthest that a barred match reaches, of those that begin before the hit ends
    chosen = chosen[reach[np.searchsorted(first[barred], stop[chosen])] <= first[chosen]]
    hits = np.zeros(len(matches), dtype=bool)
    hits[chosen] = True
    return np.flatnonzero(hits)


def _longest(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Of spans, those of one start together, the position of the first of the longest at each start."""
    first = run_starts(start)
    longest = np.maximum.reduceat(end, first) if len(first) else end
    at = np.flatnonzero(end == np.repeat(longest, np.diff(first, append=len(start))))
    return at[run_starts(start[at])]


def _without_overlap(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Of spans in order, those that are taken by who skips what overlaps the one taken last; as a mask.

    A span that begins where all before it have ended is taken in any case, and a run of others may follow it; the
    runs are walked side by side, a step at a time.
    """
    reach = np.concatenate([[0], np.maximum.accumulate(end)[:-1]]) if len(end) else end
    at = np.flatnonzero(start >= reach)
    stop = np.append(at[1:], len(start))
    taken = np.zeros(len(start), dtype=bool)
    while len(at):
        taken[at] = True
        run = at + 1 < stop  # others are left of it
        at, stop = np.searchsorted(start, end[at[run]]), stop[run]
        at, stop = at[at < stop], stop[at < stop]
    return taken

"""Sentences x codebook -> hits: which theme is said where, by which pattern, in which characters."""

import numpy as np
import pandas as pd

from .codebook import Codebook
from .matching import find_matches
from .tables import HITS, SENTENCES, TEXT

MATCH = ["text", "pattern", "start", "end", "theme"]


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
    SENTENCES.need(sentences, ["doc_id", "sent_id", "start", "sentence"])
    SENTENCES.unique(sentences)
    texts = sentences["sentence"].tolist()  # slices of a list are far faster than of a column
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    matches = theme_matches(texts, codebook)
    chosen = matches.take(_chosen(matches, length))
    order = _in_order(sentences, length, chosen)
    text, pattern, start, end, theme = (chosen[name].to_numpy()[order] for name in MATCH)
    places = zip(text.tolist(), start.tolist(), end.tolist(), strict=True)
    origin = sentences["start"].to_numpy()[text]
    return HITS.frame(
        {
            "doc_id": sentences["doc_id"].astype(TEXT).array.take(text),
            "sent_id": sentences["sent_id"].to_numpy()[text],
            "theme": codebook.themes["theme"].array.take(theme),
            "pattern": codebook.patterns["pattern"].array.take(pattern),
            "start": start + origin,
            "end": end + origin,
            "match": pd.array(np.array([texts[at][a:b] for at, a, b in places], dtype=object), dtype=TEXT),
        }
    )


def theme_matches(texts: list[str], codebook: Codebook) -> pd.DataFrame:
    """Every match of every pattern in sentences, before any is selected: step (a) of the pattern language.

    Returns:
        One row a match: `text` (the position of its sentence), `pattern`, `theme` (positions in the codebook's
        tables), `start`, `end` (within the sentence), `excludes`.
    """
    patterns = codebook.patterns
    matches = find_matches(texts, patterns["pattern"].tolist())
    order = pd.Index(codebook.themes["theme"]).get_indexer(patterns["theme"])
    return matches.assign(theme=order[matches["pattern"]], excludes=patterns["excludes"].to_numpy()[matches["pattern"]])


def _chosen(matches: pd.DataFrame, length: np.ndarray) -> np.ndarray:
    """Steps (b) and (c), for all sentences and themes at once: the position of each match that becomes a hit.

    Places are counted along one line, on which the themes of a sentence, and the sentences, follow one another: so
    matches of different sentences or themes never overlap. `length` is of the sentences.
    """
    text, pattern, start, end, theme = (matches[name].to_numpy() for name in MATCH)
    offset = _offsets(length)[text] * (theme.max(initial=0) + 1) + theme * (length[text] + 1)
    start, end, excludes = start + offset, end + offset, matches["excludes"].to_numpy()
    wanted, barred = np.flatnonzero(~excludes), np.flatnonzero(excludes)
    wanted = _longest(start, end, wanted[np.argsort(start[wanted], kind="stable")])
    chosen = wanted[_without_overlap(start[wanted], end[wanted])]
    barred = barred[np.argsort(start[barred], kind="stable")]
    reach = np.maximum.accumulate(np.concatenate([[-1], end[barred]]))
    # the furthest that a barred match reaches, of those that begin before the hit ends
    return chosen[reach[np.searchsorted(start[barred], end[chosen])] <= start[chosen]]


def _offsets(length: np.ndarray) -> np.ndarray:
    """Where each of some texts begins, if they stand one behind the other, a character apart."""
    return np.cumsum(length + 1) - length - 1


def _longest(start: np.ndarray, end: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Of spans in order by start, the first of the longest at each start."""
    if not len(order):
        return order
    first = np.flatnonzero(np.diff(start[order], prepend=-1))
    longest = np.repeat(np.maximum.reduceat(end[order], first), np.diff(first, append=len(order)))
    order = order[end[order] == longest]
    return order[np.diff(start[order], prepend=-1) > 0]


def _in_order(sentences: pd.DataFrame, length: np.ndarray, chosen: pd.DataFrame) -> np.ndarray:
    """The order of hits by document, start and theme: of one number each, for those are nearly in order already."""
    text, theme = chosen["text"].to_numpy(), chosen["theme"].to_numpy()
    document, doc_ids = pd.factorize(sentences["doc_id"].astype(TEXT).array, sort=True)
    origin = sentences["start"].to_numpy()
    reach = np.zeros(len(doc_ids), dtype=np.int64)
    np.maximum.at(reach, document, origin + length)
    place = _offsets(reach)[document[text]] + origin[text] + chosen["start"].to_numpy()
    return np.argsort(place * (theme.max(initial=0) + 1) + theme, kind="stable")


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
        following = np.searchsorted(start, end[at])
        at, stop = following[following < stop], stop[following < stop]
    return taken

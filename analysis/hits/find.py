"""Hits: which theme occurs where, found by which pattern, in which characters."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, is_lexsorted, run_starts
from analysis.codebook.model import Codebook
from analysis.hits.search import find_matches
from analysis.hits.tokens import Vocabulary
from analysis.tables import HITS, SENTENCES, TEXT

NEEDED = ["doc_id", "sent_id", "start", "sentence"]


class _Hits(NamedTuple):
    """The hits of a block of sentences, in order; every array has one entry per hit.

    Attributes:
        text: the position of the sentence, in reading order.
        start: the offset of the hit in its sentence.
        end: the offset of its end in its sentence.
        pattern: the position of the pattern in the codebook.
        type_id: the word type of the hit. A hit that is not a single word has a negative number: -1 for the first
            different one of them, -2 for the next, and so on.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    pattern: np.ndarray
    type_id: np.ndarray


def find_hits(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find the hits of every theme in every sentence.

    The hits of one theme do not overlap within a sentence. The earliest match is chosen first, of equally early ones
    the longest, of equally long ones that of the first pattern in the codebook. A hit that overlaps a match of one of
    the theme's `not` patterns is dropped, and the matches that it had displaced stay dropped. Hits of different themes
    may overlap.

    Args:
        sentences: `doc_id`, `sent_id`, `start` and `sentence`; further columns are ignored.
        codebook: as read by `read_codebook`.

    Returns:
        One row per hit (`analysis.tables.HITS`), ordered by document, start, and theme as in the codebook. `start` and
        `end` are offsets in the text of the document.

    Raises:
        InputError: a column is missing, or a key is incomplete or occurs twice.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["rights"]})
    >>> patterns = PATTERNS.frame({"theme": ["rights"], "pattern": ["right*"], "excludes": [False]})
    >>> codebook = Codebook("Example", "1", "en", themes, patterns, sha256="")
    >>> sentence = {"doc_id": "a", "sent_id": 1, "start": 20, "sentence": "Human rights matter."}
    >>> hits = find_hits(pd.DataFrame([sentence]), codebook)
    >>> hits[["theme", "start", "end", "match"]].to_numpy().tolist()
    [['rights', 26, 32, 'rights']]
    """
    SENTENCES.need(sentences, NEEDED)
    SENTENCES.unique(sentences)
    document, doc_ids = _rank_documents(sentences["doc_id"])
    sent_id = sentences["sent_id"].astype("int64").to_numpy()
    origin = sentences["start"].astype("int64").to_numpy()
    order = _reading_order(document, origin)
    texts = (
        sentences["sentence"].to_numpy()[order].tolist()
    )  # a list is sliced faster than a column

    vocabulary = Vocabulary()
    phrases: dict[str, int] = {}
    blocks = []
    for matches in theme_matches(texts, codebook, vocabulary):
        blocks.append(_select_hits(matches, texts, phrases))

    patterns = codebook.patterns
    # Negative numbers count from the end of this array: -1 is the first phrase.
    spellings = np.array([*vocabulary.types, *reversed(phrases)], dtype=object)
    columns = {
        "doc_id": _gather(blocks, "text", doc_ids[document[order]]),
        "sent_id": _gather(blocks, "text", sent_id[order]),
        "theme": _gather(blocks, "pattern", patterns["theme"].to_numpy()),
        "pattern": _gather(blocks, "pattern", patterns["pattern"].to_numpy()),
        "start": _gather(blocks, "text", origin[order], plus="start"),
        "end": _gather(blocks, "text", origin[order], plus="end"),
        "match": _gather(blocks, "type_id", spellings),
    }
    return HITS.frame(columns)


def theme_matches(
    texts: list[str], codebook: Codebook, vocabulary: Vocabulary | None = None
) -> Iterator[pd.DataFrame]:
    """Find every match of every pattern of a codebook, before overlaps are resolved.

    Args:
        texts: the sentences; each is searched by itself.
        codebook: the patterns.
        vocabulary: an empty one, to which the word types of the texts are added.

    Yields:
        For each block of texts, one row per match, ordered by text, start, theme and pattern: the columns of
        `find_matches`, with `pattern` as a position in `codebook.patterns`, and `theme` (a position in
        `codebook.themes`) and `excludes`.
    """
    patterns = codebook.patterns
    theme = pd.Index(codebook.themes["theme"]).get_indexer(patterns["theme"])
    excludes = patterns["excludes"].to_numpy()
    by_theme = np.argsort(theme, kind="stable").astype(np.int32)
    searched = patterns["pattern"].array[by_theme].tolist()
    for matches in find_matches(texts, searched, vocabulary):
        pattern = by_theme[matches["pattern"].to_numpy()]
        yield matches.assign(pattern=pattern, theme=theme[pattern], excludes=excludes[pattern])


# -- the order of the sentences, and the columns of the result ---------------------------------------


def _rank_documents(doc_id: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the rank of each row's document, and the ids of the documents in ascending order."""
    document, ids = factorize_runs(doc_id)
    rank, sorted_ids = pd.factorize(pd.Series(ids).astype(TEXT).array, sort=True)
    return rank[document], sorted_ids.to_numpy()


def _reading_order(document: np.ndarray, start: np.ndarray) -> np.ndarray | slice:
    """Return the positions of sentences ordered by document and offset; a slice where they are in order already."""
    if is_lexsorted(document, start):
        return slice(None)
    return np.lexsort((start, document))


def _gather(blocks: list[_Hits], index: str, values: np.ndarray, plus: str = "") -> pd.Series:
    """Make a column of the hits of all blocks.

    Args:
        blocks: the hits.
        index: the array of `_Hits` that holds the position of each hit's value; a negative one counts from the end.
        values: the values.
        plus: an array of `_Hits` to add to them.
    """
    column = np.empty(sum(len(hits.text) for hits in blocks), dtype=values.dtype)
    begin = 0
    for hits in blocks:
        stop = begin + len(hits.text)
        part = column[begin:stop]
        values.take(getattr(hits, index), out=part, mode="wrap")  # written where it stays
        if plus:
            part += getattr(hits, plus)
        begin = stop
    dtype: Any = TEXT if column.dtype == object else column.dtype
    return pd.Series(column, dtype=dtype, copy=False)


# -- which matches are hits --------------------------------------------------------------------------


def _select_hits(matches: pd.DataFrame, texts: list[str], phrases: dict[str, int]) -> _Hits:
    """Select the hits among matches, and number those that are not single words; new ones go into `phrases`."""
    chosen = resolve_overlaps(matches)
    hits = _Hits(*(matches[name].to_numpy()[chosen] for name in _Hits._fields))
    several_words = np.flatnonzero(hits.type_id < 0)
    spans = zip(
        hits.text[several_words].tolist(),
        hits.start[several_words].tolist(),
        hits.end[several_words].tolist(),
        strict=True,
    )
    matched = [texts[text][start:end] for text, start, end in spans]
    hits.type_id[several_words] = [-1 - phrases.setdefault(m, len(phrases)) for m in matched]
    return hits


def resolve_overlaps(matches: pd.DataFrame) -> np.ndarray:
    """Choose the matches that become hits, by the rules of `find_hits`: their positions, in ascending order.

    All sentences and themes are handled at once. The themes of a sentence, and the sentences, are laid along one line,
    one behind the other, so that matches of different sentences or themes never overlap.
    """
    start, end = _lay_on_line(matches)
    excludes = matches["excludes"].to_numpy()
    candidates = np.flatnonzero(~excludes)
    candidates = candidates[_longest_per_start(start[candidates], end[candidates])]
    candidates = candidates[np.argsort(start[candidates], kind="stable")]
    chosen = candidates[greedy_non_overlapping(start[candidates], end[candidates])]

    excluded = np.flatnonzero(excludes)
    excluded = excluded[np.argsort(start[excluded], kind="stable")]
    is_free = ~_overlaps_any(start[chosen], end[chosen], start[excluded], end[excluded])
    is_hit = np.zeros(len(matches), dtype=bool)
    is_hit[chosen[is_free]] = True
    return np.flatnonzero(is_hit)


def _lay_on_line(matches: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return `start` and `end` of matches, each theme of each sentence with a stretch of its own."""
    text, theme, start, end = (
        matches[name].to_numpy().astype(np.int64) for name in ["text", "theme", "start", "end"]
    )
    text -= text[:1].sum()  # from 0, so that the products stay small
    n_themes = theme.max(initial=0) + 1
    width = end.max(initial=0) + 1
    stretch = (text * n_themes + theme) * width
    return stretch + start, stretch + end


def _longest_per_start(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """For spans grouped by start, return the position of the first longest span of each group.

    >>> _longest_per_start(np.array([0, 0, 0, 7]), np.array([3, 5, 5, 9])).tolist()
    [1, 3]
    """
    group = run_starts(start)
    furthest = np.maximum.reduceat(end, group) if len(group) else end
    group_size = np.diff(group, append=len(start))
    longest = np.flatnonzero(end == np.repeat(furthest, group_size))
    return longest[run_starts(start[longest])]


def greedy_non_overlapping(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mask of the spans kept by greedy left-to-right selection without overlaps; the spans are ordered by start.

    A span that begins where all earlier ones have ended is kept in any case, and begins a run of spans. All runs are
    walked side by side, one kept span at a time.

    >>> greedy_non_overlapping(np.array([0, 2, 5, 9]), np.array([3, 6, 8, 11])).tolist()
    [True, False, True, True]
    """
    is_kept = np.zeros(len(start), dtype=bool)
    if len(start) == 0:
        return is_kept
    reached = np.concatenate([[0], np.maximum.accumulate(end)[:-1]])
    kept = np.flatnonzero(start >= reached)
    run_end = np.append(kept[1:], len(start))
    while len(kept):
        is_kept[kept] = True
        has_more = kept + 1 < run_end
        kept = np.searchsorted(start, end[kept[has_more]])
        run_end = run_end[has_more]
        is_inside = kept < run_end
        kept = kept[is_inside]
        run_end = run_end[is_inside]
    return is_kept


def _overlaps_any(
    start: np.ndarray, end: np.ndarray, other_start: np.ndarray, other_end: np.ndarray
) -> np.ndarray:
    """Whether each span overlaps any of some others, which are ordered by start."""
    reached = np.maximum.accumulate(np.concatenate([[-1], other_end]))
    n_before_end = np.searchsorted(other_start, end)  # others that begin before the span ends
    return reached[n_before_end] > start

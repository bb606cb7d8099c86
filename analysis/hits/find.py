"""Hits: where each theme occurs, and which pattern found it."""

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
        text: the position of the sentence in the list of texts.
        start: the offset in the sentence at which the hit starts.
        end: the offset in the sentence at which it ends.
        pattern: the position of the pattern in the codebook.
        type_id: the position of the word type in the vocabulary. Other hits, such as those of
            several words, have a negative number: -1 for the first spelling, -2 for the second.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    pattern: np.ndarray
    type_id: np.ndarray


class Search(NamedTuple):
    """What one search of sentences for the patterns of a codebook found.

    Attributes:
        hits: the hits, as from `find_hits`.
        n_matches: the number of matches of each pattern, in the order of `codebook.patterns`,
            before overlaps are resolved.
        words: every word of the sentences, each spelling once.
    """

    hits: pd.DataFrame
    n_matches: np.ndarray
    words: list[str]


def find_hits(
    sentences: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Find the hits of every theme in every sentence.

    Within a sentence, the hits of one theme do not overlap. Matches are chosen from left to right.
    If several start together, the longest wins; if they are equally long, the pattern that comes
    first in the codebook wins. Then each hit that overlaps a match of one of the theme's `not`
    patterns is dropped, and the matches that lost to it do not come back. Hits of different themes
    may overlap.

    Args:
        sentences: `doc_id`, `sent_id`, `start` and `sentence`; further columns are ignored.
        codebook: as read by `read_codebook`.

    Returns:
        One row per hit (`analysis.tables.HITS`), ordered by document, start, and the order
        of themes in the codebook. `start` and `end` are offsets in the text of the document.

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
    return search_sentences(sentences, codebook).hits


def search_sentences(sentences: pd.DataFrame, codebook: Codebook) -> Search:
    """Find the hits of every theme as `find_hits` does, and count the matches of every pattern."""
    SENTENCES.need(sentences, NEEDED)
    SENTENCES.unique(sentences)
    document, doc_ids = rank_documents(sentences["doc_id"])
    origin = sentences["start"].astype("int64").to_numpy()
    order = find_reading_order(document, origin)
    document = document[order]
    origin = origin[order]
    sent_id = sentences["sent_id"].astype("int64").to_numpy()[order]
    sentence = sentences["sentence"].to_numpy()[order]
    texts = sentence.tolist()  # a list is sliced much faster than an array

    vocabulary = Vocabulary()
    phrases: dict[str, int] = {}
    blocks = []
    n_matches = np.zeros(len(codebook.patterns), dtype=np.int64)
    for matches in theme_matches(texts, codebook, vocabulary):
        n_matches += np.bincount(matches["pattern"], minlength=len(n_matches))
        blocks.append(_select_hits(matches, texts, phrases))

    theme = codebook.patterns["theme"].to_numpy()
    pattern = codebook.patterns["pattern"].to_numpy()
    # Negative numbers count from the end, so phrases are in reverse order.
    spelling = np.array([*vocabulary.types, *reversed(phrases)], dtype=object)
    columns = {
        "doc_id": _gather(blocks, "text", doc_ids[document]),
        "sent_id": _gather(blocks, "text", sent_id),
        "theme": _gather(blocks, "pattern", theme),
        "pattern": _gather(blocks, "pattern", pattern),
        "start": _gather(blocks, "text", origin, plus="start"),
        "end": _gather(blocks, "text", origin, plus="end"),
        "match": _gather(blocks, "type_id", spelling),
    }
    return Search(HITS.frame(columns), n_matches, vocabulary.types)


def theme_matches(
    texts: list[str],
    codebook: Codebook,
    vocabulary: Vocabulary | None = None,
) -> Iterator[pd.DataFrame]:
    """Find every match of every pattern of a codebook, before overlaps are resolved.

    Args:
        texts: the sentences.
        codebook: the codebook whose patterns to find.
        vocabulary: an empty vocabulary, to which the word types of the texts are added.

    Yields:
        One table per block of texts, ordered by text, start, theme and pattern. It has the columns
        of `find_matches`, `theme` (a position in `codebook.themes`) and `excludes`. `pattern` is a
        position in `codebook.patterns`.
    """
    patterns = codebook.in_workbook_language().patterns
    themes = pd.Index(codebook.themes["theme"])
    theme = themes.get_indexer(patterns["theme"])
    excludes = patterns["excludes"].to_numpy()
    by_theme = np.argsort(theme, kind="stable").astype(np.int32)
    searched = patterns["pattern"].array[by_theme].tolist()
    for matches in find_matches(texts, searched, vocabulary):
        pattern = by_theme[matches["pattern"].to_numpy()]
        yield matches.assign(
            pattern=pattern,
            theme=theme[pattern],
            excludes=excludes[pattern],
        )


# -- the order of sentences, and the columns of the result ---------------------------------------


def rank_documents(doc_id: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the rank of each row's document, and the ids of the documents by rank."""
    document, different = factorize_runs(doc_id)
    ids = pd.array(different, dtype=TEXT)
    rank, sorted_ids = pd.factorize(ids, sort=True)
    return rank[document], sorted_ids.to_numpy()


def find_reading_order(
    document: np.ndarray,
    start: np.ndarray,
) -> np.ndarray | slice:
    """Return the index that sorts sentences; a slice if they are in order, which copies nothing."""
    if is_lexsorted(document, start):
        return slice(None)
    return np.lexsort((start, document))


def _gather(
    blocks: list[_Hits],
    index: str,
    values: np.ndarray,
    plus: str = "",
) -> pd.Series:
    """Make a column with one value per hit.

    Args:
        blocks: the hits.
        index: the array of `_Hits` that gives the position of each hit's value; a negative
            position counts from the end.
        values: the values to choose from.
        plus: the array of `_Hits` to add to the values; none by default.
    """
    n_hits = sum(len(hits.text) for hits in blocks)
    column = np.empty(n_hits, dtype=values.dtype)
    begin = 0
    for hits in blocks:
        stop = begin + len(hits.text)
        part = column[begin:stop]
        positions = getattr(hits, index)
        values.take(positions, out=part, mode="wrap")
        if plus:
            part += getattr(hits, plus)
        begin = stop
    dtype: Any = TEXT if column.dtype == object else column.dtype
    return pd.Series(column, dtype=dtype, copy=False)


# -- which matches become hits -------------------------------------------------------------------


def _select_hits(
    matches: pd.DataFrame,
    texts: list[str],
    phrases: dict[str, int],
) -> _Hits:
    """Select the hits among the matches of a block.

    Args:
        matches: as `theme_matches` yields them.
        texts: the sentences.
        phrases: numbers the spellings of hits that have no word type; new ones are added.
    """
    is_hit = resolve_overlaps(matches)
    columns = [matches[name].to_numpy()[is_hit] for name in _Hits._fields]
    hits = _Hits(*columns)
    others = np.flatnonzero(hits.type_id < 0)
    spans = zip(
        hits.text[others].tolist(),
        hits.start[others].tolist(),
        hits.end[others].tolist(),
        strict=True,
    )
    matched = [texts[text][start:end] for text, start, end in spans]
    numbers = [phrases.setdefault(phrase, len(phrases)) for phrase in matched]
    hits.type_id[others] = [-1 - number for number in numbers]
    return hits


def resolve_overlaps(matches: pd.DataFrame) -> np.ndarray:
    """Return the positions of the matches that become hits, by the rules of `find_hits`.

    All sentences and themes are handled at once: their offsets are shifted, so that matches of
    different sentences or themes never overlap.
    """
    start, end = _separate_themes(matches)
    excludes = matches["excludes"].to_numpy()
    candidate = np.flatnonzero(~excludes)
    candidate = candidate[_find_longest_per_start(start[candidate], end[candidate])]
    candidate = candidate[np.argsort(start[candidate], kind="stable")]
    is_kept = greedy_non_overlapping(start[candidate], end[candidate])
    chosen = candidate[is_kept]

    excluded = np.flatnonzero(excludes)
    excluded = excluded[np.argsort(start[excluded], kind="stable")]
    is_dropped = _overlaps_any(start[chosen], end[chosen], start[excluded], end[excluded])
    return np.sort(chosen[~is_dropped])


def _separate_themes(matches: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Shift the start and end of matches, to a range of its own for each sentence and theme."""
    numbers = matches[["text", "theme", "start", "end"]].astype(np.int64)
    text, theme, start, end = numbers.to_numpy().T
    if len(text):
        text = text - text[0]  # so that the products below stay small
    n_themes = theme.max(initial=0) + 1
    width = end.max(initial=0) + 1
    origin = (text * n_themes + theme) * width
    return origin + start, origin + end


def _find_longest_per_start(
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Return the position of the first longest span among those with the same start.

    >>> _find_longest_per_start(np.array([0, 0, 0, 7]), np.array([3, 5, 5, 9])).tolist()
    [1, 3]
    """
    if len(start) == 0:
        return np.zeros(0, dtype=np.int64)
    group = run_starts(start)
    group_size = np.diff(group, append=len(start))
    furthest = np.maximum.reduceat(end, group)
    is_longest = end == np.repeat(furthest, group_size)
    longest = np.flatnonzero(is_longest)
    return longest[run_starts(start[longest])]


def greedy_non_overlapping(
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Mask of the spans kept by greedy left-to-right selection without overlaps.

    The spans are ordered by start. A span that starts where all earlier ones have ended is always
    kept, and starts a run. Each step keeps one span in every run, so that arrays do the work.

    >>> greedy_non_overlapping(np.array([0, 2, 5, 9]), np.array([3, 6, 8, 11])).tolist()
    [True, False, True, True]
    """
    is_kept = np.zeros(len(start), dtype=bool)
    if len(start) == 0:
        return is_kept
    furthest_end = np.maximum.accumulate(end)
    reached_before = np.append(0, furthest_end[:-1])
    kept = np.flatnonzero(start >= reached_before)  # the first span of each run
    run_end = np.append(kept[1:], len(start))
    while len(kept):
        is_kept[kept] = True
        has_more = kept + 1 < run_end
        kept = np.searchsorted(start, end[kept[has_more]])
        run_end = run_end[has_more]
        is_in_run = kept < run_end
        kept = kept[is_in_run]
        run_end = run_end[is_in_run]
    return is_kept


def _overlaps_any(
    start: np.ndarray,
    end: np.ndarray,
    other_start: np.ndarray,
    other_end: np.ndarray,
) -> np.ndarray:
    """Whether each span overlaps any of the other spans; those are ordered by start."""
    furthest_end = np.maximum.accumulate(np.append(-1, other_end))
    n_earlier = np.searchsorted(other_start, end)  # others that begin before the span ends
    return furthest_end[n_earlier] > start

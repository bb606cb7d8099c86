"""The concordance of a pattern: every match, with the words on both sides of it.

The lines of a concordance are made of sentences, not of whole texts. Context runs on into the
sentences before and after, as long as they follow one another in the table; headings, which belong
to no sentence, are left out of it.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.patterns import find_problem
from analysis.faults import Fault, check_number, raise_all
from analysis.hits.candidates import find_in_candidates
from analysis.hits.find import find_reading_order, rank_documents
from analysis.tables import CONCORDANCE, SENTENCES, TEXT

WIDTH = 60  # characters on each side
NEEDED = ["doc_id", "sent_id", "start", "sentence"]
_BLANKS = re.compile(r"\s+")


def concordance(
    sentences: pd.DataFrame,
    query: str | Iterable[str],
    *,
    width: int = WIDTH,
) -> pd.DataFrame:
    """Find every match of a pattern, with its context.

    A pattern means the same as in a codebook of the workbook: whole words, `*` for any letters, and
    case counts only in words in capitals. Every match counts, those that overlap included.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id`, `start`, `sentence`.
        query: a pattern, or several.
        width: the characters of context on each side. Words at its ends can be cut.

    Returns:
        One row per match of one pattern (`analysis.tables.CONCORDANCE`), ordered by document, start
        and the order of the patterns. `start` and `end` are offsets in the text. `left`, `match`
        and `right` are as they stand in the text, except that blanks and line ends are one space
        each.

    Raises:
        InputError: a pattern cannot be searched for, or a column is missing.

    >>> row = {"doc_id": "a", "sent_id": [1, 2], "start": [0, 6]}
    >>> sentences = pd.DataFrame({**row, "sentence": ["Look.", "The poor  are many."]})
    >>> found = concordance(sentences, "poor", width=6)
    >>> found[["start", "left", "match", "right"]].to_numpy().tolist()
    [[10, '. The ', 'poor', ' are m']]
    """
    check_width(width)
    return find_in_texts(read_texts(sentences), check_query(query), width)


def find_in_texts(texts: "Texts", patterns: list[str], width: int) -> pd.DataFrame:
    """Find every match of patterns that have been checked, as `concordance` does."""
    matches = find_in_candidates(texts.sentence, patterns)
    asked = np.array(patterns, dtype=object)
    spans = Spans(*(matches[name].to_numpy() for name in Spans._fields))
    columns = {
        **locate(texts, spans),
        "pattern": pd.array(asked[matches["pattern"]], dtype=TEXT),
        **cut_out(texts, spans, width),
    }
    return CONCORDANCE.frame(columns)


def check_width(width: int) -> None:
    """Raise `InputError` if the width of the context is not a number of characters."""
    raise_all(check_number("concordance, width", width, 0, "a number of characters"))


def check_query(query: str | Iterable[str]) -> list[str]:
    """Return the patterns of a query, each once.

    Raises:
        InputError: names everything that is wrong with the patterns.

    >>> check_query(["poor", "poverty", "poor"])
    ['poor', 'poverty']
    """
    faults = []
    patterns = list_parts(query)
    if not patterns:
        faults.append(Fault("concordance", "no pattern", "a pattern, or several"))
    for pattern in patterns:
        if not isinstance(pattern, str):
            faults.append(Fault("concordance", f"{pattern!r}", "a pattern, which is text"))
            continue
        problem = find_problem(pattern)
        if problem:
            faults.append(Fault("concordance", problem.found, problem.expected))
    raise_all(faults)
    return list(dict.fromkeys(patterns))


def list_parts(query: Any) -> list[Any]:
    """List the parts of a query, which can be one or several; nothing is checked."""
    is_one = isinstance(query, (str, bytes)) or not isinstance(query, Iterable)
    return [query] if is_one else list(query)


# -- where the lines are -------------------------------------------------------------------------


class Texts(NamedTuple):
    """The sentences of texts, in the order in which they are read; one entry per sentence.

    Attributes:
        doc_id: the text of the sentence.
        sent_id: its number in the text.
        start: its offset in the text.
        sentence: the sentence.
        follows: whether it follows the sentence at the position before.
        spaced: whether there is something between the two.
    """

    doc_id: np.ndarray
    sent_id: np.ndarray
    start: np.ndarray
    sentence: list[str]
    follows: np.ndarray
    spaced: np.ndarray


class Spans(NamedTuple):
    """Stretches of sentences; one entry per stretch.

    Attributes:
        text: the position of its sentence in `Texts`.
        start: its offset in the sentence.
        end: the offset of its end.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray


def read_texts(sentences: pd.DataFrame) -> Texts:
    """Put sentences into the order in which they are read, and see which follow one another.

    Raises:
        InputError: a column is missing, or a key is incomplete or occurs twice.
    """
    SENTENCES.need(sentences, NEEDED)
    SENTENCES.unique(sentences)
    document, doc_ids = rank_documents(sentences["doc_id"])
    start = sentences["start"].astype("int64").to_numpy()
    order = find_reading_order(document, start)
    document = document[order]
    start = start[order]
    sent_id = sentences["sent_id"].astype("int64").to_numpy()[order]
    texts = sentences["sentence"].to_numpy()[order].tolist()

    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    follows = np.zeros(len(texts), dtype=bool)
    spaced = np.zeros(len(texts), dtype=bool)
    is_next = (np.diff(document) == 0) & (np.diff(sent_id) == 1)
    follows[1:] = is_next
    spaced[1:] = start[1:] > (start + length)[:-1]
    return Texts(doc_ids[document], sent_id, start, texts, follows, spaced)


def locate(texts: Texts, spans: Spans) -> dict[str, np.ndarray]:
    """Return the columns that say where in the texts the stretches are."""
    origin = texts.start[spans.text]
    return {
        "doc_id": texts.doc_id[spans.text],
        "sent_id": texts.sent_id[spans.text],
        "start": origin + spans.start,
        "end": origin + spans.end,
    }


def find_spans(texts: Texts, lines: pd.DataFrame) -> Spans:
    """Return the stretches of sentences that lines are: the reverse of `locate`.

    Args:
        texts: the sentences.
        lines: one row per stretch: `doc_id`, `sent_id`, `start`, `end` (offsets in the text).
    """
    keys = pd.MultiIndex.from_arrays([texts.doc_id, texts.sent_id])
    text = keys.get_indexer(pd.MultiIndex.from_frame(lines[["doc_id", "sent_id"]]))
    origin = texts.start[text]
    return Spans(text, lines["start"].to_numpy() - origin, lines["end"].to_numpy() - origin)


# -- their context -------------------------------------------------------------------------------


def cut_out(texts: Texts, spans: Spans, width: int) -> dict[str, list[str]]:
    """Return the columns `left`, `match` and `right` of some stretches."""
    left = []
    match = []
    right = []
    rows = zip(spans.text.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True)
    for position, start, end in rows:
        left.append(_read_back(texts, position, start, width))
        match.append(_squeeze(texts.sentence[position][start:end]))
        right.append(_read_on(texts, position, end, width))
    return {"left": left, "match": match, "right": right}


def _read_back(texts: Texts, position: int, stop: int, width: int) -> str:
    """Return the characters before an offset in a sentence, and before that sentence."""
    context = _end_of(texts.sentence[position], stop, width)
    while len(context) < width and texts.follows[position]:
        blank = " " if texts.spaced[position] else ""
        position -= 1
        before = texts.sentence[position]
        context = f"{_end_of(before, len(before), width)}{blank}{context}"
    return context[max(0, len(context) - width) :]


def _read_on(texts: Texts, position: int, begin: int, width: int) -> str:
    """Return the characters from an offset in a sentence on, and after that sentence."""
    context = _beginning_of(texts.sentence[position], begin, width)
    last = len(texts.sentence) - 1
    while len(context) < width and position < last and texts.follows[position + 1]:
        position += 1
        blank = " " if texts.spaced[position] else ""
        context = f"{context}{blank}{_beginning_of(texts.sentence[position], 0, width)}"
    return context[:width]


def _end_of(sentence: str, stop: int, width: int) -> str:
    """Return at least `width` characters before an offset, if there are so many.

    A text without a full stop can be one sentence of a million characters, so it is not read whole.
    """
    n = 2 * width + 1
    while True:
        begin = max(0, stop - n)
        context = _squeeze(sentence[begin:stop])
        if begin == 0 or len(context) > width:
            return context
        n *= 2


def _beginning_of(sentence: str, begin: int, width: int) -> str:
    """Return at least `width` characters from an offset on, if there are so many."""
    n = 2 * width + 1
    while True:
        context = _squeeze(sentence[begin : begin + n])
        if begin + n >= len(sentence) or len(context) > width:
            return context
        n *= 2


def _squeeze(text: str) -> str:
    """Make each run of blanks and line ends one space."""
    return _BLANKS.sub(" ", text)

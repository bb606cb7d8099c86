r"""Split texts into sentences: every sentence is `text[start:end]`, and no character is lost.

The library sentencex finds most ends. It finds none inside quotation marks or brackets, so they
become spaces for a second search. Rules add the ends that it overlooks and drop those that it
finds by mistake.

- `。` ends a sentence in any language.
- No sentence begins with a small letter, except in English.
- Punctuation alone (`…`, `!`) belongs to the sentence before it; at the start of a paragraph, to
  the sentence after it.
"""

from itertools import accumulate, groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import rank_in_run
from analysis.faults import Fault, raise_all
from analysis.languages import ENGLISH, primary
from analysis.reading.layout import GUESSED, HEADINGS
from analysis.sentences.find_ends import find_ends
from analysis.sentences.text_buffer import Spans, TextBuffer
from analysis.tables import DOCUMENTS, SENTENCES, SPEAKER, TEXT

BATCH = 800_000  # characters that are split at a time


class _Row(NamedTuple):
    """The columns of one document that are needed here; `language` is the primary tag."""

    doc_id: str
    text: str
    language: str
    headings: str


class _Columns(NamedTuple):
    """Columns of some sentences, one entry per sentence; `text_number` counts the texts from 0."""

    text_number: np.ndarray
    section: np.ndarray
    paragraph: np.ndarray
    start: np.ndarray
    end: np.ndarray
    n_words: np.ndarray
    sentence: np.ndarray
    speaker: np.ndarray


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every text into sentences; one row is one sentence, ordered by `doc_id` and offset.

    `documents` needs the columns `doc_id` and `text`. The column `language` (BCP 47) is optional;
    a text without it is split like English. So is the column `headings`, which says which headings
    of a text count: `guessed` (the default), `marked` or `none`.

    In the result, `start` and `end` are offsets in the text, in code points. `n_words` is the
    number of words; in Chinese, Japanese, Thai, Lao, Khmer and Burmese it is the number of
    characters that are not blank. `paragraph` counts from 1 within the text, and `section` is the
    heading above the sentence. If a text is a transcript (see `analysis.reading.turns`), there is
    also the column `speaker`; it is blank in other texts and before the first turn.

    Raises `InputError` if a column is missing, a `doc_id` occurs twice, or `headings` holds
    anything else.

    >>> text = "Aims\\n\\nDr. Ba asked: “Why? How?” (Nobody knew.) It was 5 p.m. in Geneva."
    >>> sentences = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    >>> print(sentences[["section", "start", "end", "n_words", "sentence"]].to_string(index=False))
    section  start  end  n_words                 sentence
       Aims      6   25        4      Dr. Ba asked: “Why?
       Aims     26   31        1                    How?”
       Aims     32   46        2           (Nobody knew.)
       Aims     47   71        6 It was 5 p.m. in Geneva.
    """
    DOCUMENTS.need(documents, ["doc_id", "text"])
    DOCUMENTS.unique(documents)
    rows = _sort_rows(documents)
    columns = _split_rows(rows)
    doc_ids = pd.array([row.doc_id for row in rows], dtype=TEXT)
    sentences = {
        "doc_id": doc_ids.take(columns.text_number),
        "sent_id": rank_in_run(columns.text_number),
        "section": pd.array(columns.section, dtype=TEXT),
        "paragraph": columns.paragraph,
        "start": columns.start,
        "end": columns.end,
        "n_words": columns.n_words,
        "sentence": pd.array(columns.sentence, dtype=TEXT),
    }
    if any(columns.speaker):
        sentences[SPEAKER] = pd.array(columns.speaker, dtype=TEXT)
    return SENTENCES.frame(sentences)


def _sort_rows(documents: pd.DataFrame) -> list[_Row]:
    """Make a row of each document, and sort the rows by `doc_id`."""
    doc_ids = documents["doc_id"].astype(str).tolist()
    texts = documents["text"].fillna("").tolist()
    languages = map(primary, _optional(documents, "language"))
    headings = [value or GUESSED for value in _optional(documents, "headings")]
    _check_headings(headings)
    rows = map(_Row, doc_ids, texts, languages, headings)
    return sorted(rows)


def _optional(documents: pd.DataFrame, column: str) -> list[str]:
    """Return the values of a column; blank if the column, or a value of it, is missing."""
    if column not in documents:
        return [""] * len(documents)
    return documents[column].astype(object).fillna("").tolist()


def _check_headings(headings: list[str]) -> None:
    faults = []
    for value in dict.fromkeys(headings):
        if value not in HEADINGS:
            place = "table documents, column headings"
            faults.append(Fault(place, repr(value), f"one of {', '.join(HEADINGS)}"))
    raise_all(faults)


def _split_rows(rows: list[_Row]) -> _Columns:
    """Split all texts, in batches of consecutive texts in one language."""
    lengths = [len(row.text) for row in rows]
    batches = [n_chars // BATCH for n_chars in accumulate(lengths)]
    languages = [row.language for row in rows]
    keys = zip(languages, batches, strict=True)
    parts = [_split_batch([], ENGLISH, 0)]  # gives the columns their types, even without documents
    first = 0
    for (language, _), members in groupby(keys):
        after = first + len(list(members))
        parts.append(_split_batch(rows[first:after], language, first))
        first = after
    columns = zip(*parts, strict=True)
    return _Columns(*map(np.concatenate, columns))


def _split_batch(rows: list[_Row], language: str, first: int) -> _Columns:
    """Split some texts of one language; `first` is the number of the first text."""
    texts = [row.text for row in rows]
    headings = [row.headings for row in rows]
    buffer = TextBuffer(texts, language, headings)
    spans = _find_sentence_spans(buffer)
    sentences = [buffer.original[start:end] for start, end in spans.pairs()]
    segments = buffer.segments
    segment = buffer.segment_of(spans.start)
    text_number = segments.text_number[segment]
    text_start = buffer.text_start[text_number]
    return _Columns(
        text_number=first + text_number,
        section=segments.section[segment],
        paragraph=segments.paragraph[segment],
        start=spans.start - text_start,
        end=spans.end - text_start,
        n_words=buffer.count_words(spans),
        sentence=np.array(sentences, dtype=object),
        speaker=segments.speaker[segment],
    )


def _find_sentence_spans(buffer: TextBuffer) -> Spans:
    """Find the sentences of a buffer, without the white space around them."""
    ends = find_ends(buffer)
    label_end = buffer.segments.label_end
    if label_end.any():
        in_label = ends <= label_end[buffer.segment_of(ends)]
        ends = ends[~in_label]  # a label belongs to the sentence after it
    spans = buffer.trim(buffer.cut(ends))
    return spans.select(spans.start < spans.end)

"""Headings that were guessed: themes are not searched for in them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.checks.findings import MOST_PLACES, Finding
from analysis.checks.inputs import Inputs
from analysis.languages import COUNTED_BY_CHARACTER, primary
from analysis.reading.layout import GUESSED
from analysis.wording import one_line, pluralize

MANY = 0.05  # of all words: from this share on, text was often taken for headings
N_SHOWN = 10
SHORTEST_GAP = 3  # characters: a letter between line ends


class GuessedHeading(NamedTuple):
    """A line of a text that was taken for a heading, and the number of its words."""

    doc_id: str
    line: str
    n_words: int


def guessed_headings(inputs: Inputs) -> Iterator[Finding]:
    """Count the headings that were guessed, and the words in them."""
    headings = list(find_guessed_headings(inputs))
    if not headings:
        return
    n_words = sum(heading.n_words for heading in headings)
    share = n_words / (n_words + int(inputs.sentences["n_words"].sum()))
    is_much = share >= MANY
    words = f"{pluralize(n_words, 'word')}, {share:.1%} of all"
    advice = "nothing to do if they are headings"
    if is_much:
        advice = "if they are not headings, set `headings: none` (or `marked`) in study.yaml"
    verb = "is" if len(headings) == 1 else "are"
    counted = pluralize(len(headings), "guessed heading")
    yield Finding(
        "warning" if is_much else "note",
        subject="texts",
        n=len(headings),
        found=f"{counted} ({words}), which {verb} not searched",
        advice=advice,
        places=tuple(f"{heading.doc_id}: {heading.line}" for heading in headings[:MOST_PLACES]),
        n_shown=N_SHOWN,
    )


def find_guessed_headings(inputs: Inputs) -> Iterator[GuessedHeading]:
    """Find the guessed headings in texts whose headings were neither marked nor switched off.

    All that lies between sentences are headings. Those that begin with `#` were marked.
    """
    if "headings" not in inputs.documents:
        return
    guessed = inputs.documents[inputs.documents["headings"] == GUESSED]
    tags = map(primary, guessed["language"])
    languages = dict(zip(guessed["doc_id"], tags, strict=True))
    texts = {doc_id: text for doc_id, text in inputs.texts if doc_id in languages}
    for doc_id, start, end in _gaps(inputs.sentences):
        if doc_id not in texts:
            continue
        gap = texts[doc_id][start:end]
        for line in map(str.strip, gap.split("\n")):
            if line and not line.startswith("#"):
                n_words = _count_words(line, languages[doc_id])
                yield GuessedHeading(doc_id, one_line(line), n_words)


def _count_words(line: str, language: str) -> int:
    """Count words as in `sentences`: characters in languages without blanks between words."""
    words = line.split()
    return sum(map(len, words)) if language in COUNTED_BY_CHARACTER else len(words)


def _gaps(sentences: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield each gap above a sentence that has room for a heading: the text, its start and end."""
    texts, _ = factorize_runs(sentences["doc_id"])
    starts = sentences["start"].to_numpy()
    ends = sentences["end"].to_numpy()
    n = len(texts)
    above = np.zeros(
        n, dtype=ends.dtype
    )  # where the sentence above ends; 0 for the first of a text
    above[1:] = np.where(texts[1:] == texts[:-1], ends[:-1], 0)
    wide = np.flatnonzero(starts - above >= SHORTEST_GAP)
    ids = sentences["doc_id"].iloc[wide]
    return zip(ids.tolist(), above[wide].tolist(), starts[wide].tolist(), strict=True)

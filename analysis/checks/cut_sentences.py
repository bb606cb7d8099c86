"""Sentences that begin with a small letter, and pieces of text without an end.

Both are signs of sentences that were cut, by a page header or by a blank line in a transcript. Most
texts have a few of them, so they are a warning only above a share of all sentences.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd
import regex

from analysis.arrays import factorize_runs
from analysis.checks.findings import MOST_PLACES, Finding
from analysis.checks.inputs import Inputs
from analysis.wording import one_line, pluralize

FEWEST = 3
MANY = 0.01  # of all sentences: from this share on, a warning
MOST = 0.5  # of all sentences: above it, the texts are written like that
FEW = 0.005  # of all sentences: below it, not worth knowing
EXCERPT = 40  # characters
ADVICE = "add what cuts them (a header, a page number) to `drop:`, or join them in the file"

_USUAL_ENDS = frozenset(".!?…。！？؟۔।")
_END = regex.compile(
    r"[\p{Sentence_Terminal}…][\p{Pe}\p{Pf}\p{Quotation_Mark}*_\s¹²³⁰⁴-⁹]*(?:\s?\[[^\[\]]{1,9}\])*$"
)
LONGEST_ENDING = 24  # characters: final punctuation and what may follow it

# A piece may end in a colon or semicolon before a list; a list item may end in anything.
_ANNOUNCING = frozenset(":;：；")
_ITEM = regex.compile(r"[-*•–·]\s|\(?(?:\d+(?:\.\d+)*|\p{L}|[ivxlcdm]+|[IVXLCDM]+)[.)]\s")


def ends_in_final_punctuation(text: str) -> bool:
    """Whether a text ends like a sentence; closing marks may follow the final punctuation.

    >>> [ends_in_final_punctuation(text) for text in ("They ended.”", "Why? [6]", "to put in")]
    [True, True, False]
    """
    if text[-1:] in _USUAL_ENDS:
        return True
    return _END.search(text[-LONGEST_ENDING:]) is not None


def small_beginnings(inputs: Inputs) -> Iterator[Finding]:
    """Find sentences that begin with a small letter, except the first of each text."""
    sentences = inputs.sentences
    is_small = [sentence[:1].islower() for sentence in inputs.written]
    found = sentences[np.array(is_small, dtype=bool) & (sentences["sent_id"] > 1)]
    yield from _finding(inputs, found, "begin with a small letter", "begins with a small letter")


def pieces_without_end(inputs: Inputs) -> Iterator[Finding]:
    """Find pieces that end without final punctuation and are followed by another sentence.

    List items, pieces before a list and the ends of turns of speech do not count.
    """
    sentences = inputs.sentences
    texts, _ = factorize_runs(sentences["doc_id"])
    is_last = np.append(texts[1:] != texts[:-1], True)[: len(texts)]
    if "speaker" in sentences:
        is_last |= _ends_turn(sentences)
    is_piece = np.array(list(map(_is_piece, inputs.written)), dtype=bool)
    found = sentences[is_piece & ~is_last]
    yield from _finding(inputs, found, "end without punctuation", "ends without punctuation")


def _ends_turn(sentences: pd.DataFrame) -> np.ndarray:
    """Whether each sentence ends a paragraph of a speaker: people stop without a full stop."""
    paragraphs = sentences["paragraph"].to_numpy()
    is_end = np.append(paragraphs[1:] != paragraphs[:-1], True)[: len(paragraphs)]
    return is_end & (sentences["speaker"] != "").to_numpy()


def _is_piece(text: str) -> bool:
    if text[-1:] in _USUAL_ENDS:  # as most sentences do
        return False
    if text[-1:] in _ANNOUNCING or _ITEM.match(text):
        return False
    return not ends_in_final_punctuation(text)


def _finding(
    inputs: Inputs,
    found: pd.DataFrame,
    they: str,
    it: str,
) -> Iterator[Finding]:
    """Yield a finding about some sentences, unless they are very few of all."""
    n = len(found)
    n_all = len(inputs.sentences)
    if n == 0 or n < FEW * n_all:
        return
    by_text = Counter(found["doc_id"].tolist())
    verb = it if n == 1 else they
    n_of_all = f"{n:,} of {pluralize(n_all, 'sentence')}"
    is_warning = n >= FEWEST and MANY * n_all <= n <= MOST * n_all
    yield Finding(
        "warning" if is_warning else "note",
        subject="texts",
        n=n,
        found=f"{n_of_all} {verb}, in {pluralize(len(by_text), 'text')}",
        advice=ADVICE if n <= MOST * n_all else "nothing to do if the texts are written like that",
        places=tuple(_describe(found, by_text)),
    )


def _describe(found: pd.DataFrame, by_text: Counter[str]) -> Iterator[str]:
    """Yield each text with the number of such sentences and the first one; most come first."""
    first = found.drop_duplicates("doc_id").set_index("doc_id")
    for doc_id, n in by_text.most_common(MOST_PLACES):
        row = first.loc[doc_id]
        yield f"{doc_id}, {n:,}: sentence {row['sent_id']}, {_excerpt(row['sentence'])!r}"


def _excerpt(sentence: str) -> str:
    short = one_line(sentence)
    return short if len(short) <= EXCERPT else f"{short[:EXCERPT]}…"

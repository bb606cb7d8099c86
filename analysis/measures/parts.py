"""Parts of a study that can be compared word by word, whatever the study consists of.

Groups of texts are compared with one another, or else single texts. A single text is compared with
itself: section by section, or, without sections, its first half with its second.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import TEXT, factorize_runs
from analysis.faults import Fault, nearest, raise_all
from analysis.measures.groups import name_groups
from analysis.measures.keyness import (
    Occurrences,
    compare_sides,
    count_sides,
    distinctive_terms,
    with_spread,
)
from analysis.measures.terms import list_terms
from analysis.tables import PART_WORDS, PARTS
from analysis.wording import BEFORE_FIRST, UNSTATED

HALVES = ["first half", "second half"]
WHOLE = "whole text"
MOST_PARTS = 6  # whose words are compared: the largest ones
MOST_TERMS = 50  # of each part, the strongest first
LEAST_N = 2  # occurrences of a term that is compared


class Parts(NamedTuple):
    """What a study is divided into.

    Attributes:
        kind: what a part is: a metadata column such as `outlet`, `text`, `section` or `half`; `""`
            if there is only one part.
        names: the name of each sentence's part, in the order of the sentences.
    """

    kind: str
    names: pd.Series


def choose_parts(
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    columns: list[str],
) -> Parts:
    """Choose the parts of a study.

    Args:
        sentences: one row per sentence: `doc_id`, `section`, `n_words`, and `speaker` if a column
            is that.
        documents: one row per text, with its metadata.
        columns: the columns that put the texts into groups; the first with two groups is used.

    >>> sentences = pd.DataFrame({"doc_id": "a", "section": "", "n_words": [2, 3, 4]})
    >>> choose_parts(sentences, pd.DataFrame({"doc_id": ["a"]}), []).names.tolist()
    ['first half', 'first half', 'second half']
    """
    for column in columns:
        names = name_groups(sentences, documents, column).fillna(UNSTATED).astype(TEXT)
        if _differ(names):
            return Parts(column, names)
    if _differ(sentences["doc_id"]):
        return Parts("text", sentences["doc_id"])
    if _differ(sentences["section"]):
        return Parts("section", sentences["section"].replace("", BEFORE_FIRST))
    return _halve(sentences)


def _differ(names: pd.Series) -> bool:
    return len(names.unique()) > 1


def _halve(sentences: pd.DataFrame) -> Parts:
    """Divide a text in two, between the sentences closest to the middle of its words."""
    n = sentences["n_words"].to_numpy()
    middle = np.cumsum(n) - n / 2
    is_second = middle > n.sum() / 2
    names = pd.Series(np.where(is_second, HALVES[1], HALVES[0]), sentences.index, TEXT)
    if not _differ(names):
        return Parts("", pd.Series(WHOLE, sentences.index, TEXT))
    return Parts("half", names)


def describe_parts(sentences: pd.DataFrame, parts: Parts) -> pd.DataFrame:
    """Count what each part consists of.

    Returns:
        One row per part (`analysis.tables.PARTS`), the one with the most words first.
    """
    rows = sentences[["doc_id", "n_words"]].assign(part=parts.names)
    by_part = rows.groupby("part", sort=False)
    table = by_part.agg(
        n_texts=("doc_id", "nunique"),
        n_sentences=("doc_id", "size"),
        n_words=("n_words", "sum"),
    ).reset_index()
    table["kind"] = parts.kind
    return PARTS.frame(table.sort_values("n_words", ascending=False, kind="stable"))


def words_of_part(sentences: pd.DataFrame, parts: Parts, part: str, *, n: int = 1) -> pd.DataFrame:
    """Compare the terms of one part with those of all other parts.

    Args:
        sentences: one row per sentence, as for `keyness`.
        parts: the parts of the study.
        part: the name of one of them.
        n: the number of words in a term.

    Returns:
        One row per term that occurs twice or more, as from `distinctive_terms`.

    Raises:
        InputError: there is no such part.
    """
    if part not in set(parts.names):
        raise_all([Fault("words", f"no part {part!r}", nearest(part, parts.names.unique()))])
    return distinctive_terms(sentences, parts.names == part, n=n, min_n=LEAST_N)


def words_of_parts(sentences: pd.DataFrame, parts: Parts, *, n: int = 1) -> pd.DataFrame:
    """List the terms that are more frequent in one of the largest parts than in all other parts.

    Returns:
        One row per part and term that occurs there twice or more (`analysis.tables.PART_WORDS`):
        the largest part first; within a part, the strongest 50 terms. `p_adjusted` is as from
        `words_of_part`. A term can be among the strongest and yet be no more frequent than chance
        can bring about.
    """
    found = []
    listed = list_terms(sentences, n)  # once, as this takes longer than to compare them
    number, _ = factorize_runs(sentences["doc_id"])
    text = number[listed.sentence]
    for part in describe_parts(sentences, parts)["part"].head(MOST_PARTS):
        is_own = (parts.names == part).to_numpy()
        occurrences = Occurrences(listed.term, text, is_own[listed.sentence], listed.terms)
        counts = with_spread(occurrences, count_sides(occurrences))
        table = compare_sides(occurrences, counts, cells=4, min_n=LEAST_N)
        is_more = (table["g2"] > 0) & (table["n_target"] >= LEAST_N)
        found.append(table[is_more].head(MOST_TERMS).assign(part=part))
    if not found:
        return PART_WORDS.empty()
    return PART_WORDS.frame(pd.concat(found))

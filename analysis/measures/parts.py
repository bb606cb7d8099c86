"""Parts of a study that can be compared word by word, whatever the study consists of.

Groups of texts are compared with one another, or else single texts. A single text is compared with
itself: section by section, or, without sections, its first half with its second.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import TEXT, factorize_runs
from analysis.faults import Fault, nearest, raise_all
from analysis.measures.association_statistics import (
    adjust_p_values,
    g_squared,
    log_ratio,
    p_value,
)
from analysis.measures.groups import name_groups
from analysis.measures.keyness import (
    Occurrences,
    compare_sides,
    count_sides,
    distinctive_terms,
    with_spread,
)
from analysis.measures.splits import is_content_word
from analysis.measures.terms import count_terms, list_terms
from analysis.selection import Where
from analysis.tables import PART_WORDS, PARTS
from analysis.wording import BEFORE_FIRST, UNSTATED

HALVES = ["first half", "second half"]
WHOLE = "whole text"
MOST_PARTS = 6  # whose words are listed: those with the strongest ones
FEWEST_LISTED = 3  # terms, if none is clear
CHANCE = 0.05  # the highest adjusted p of a term that is clearly more frequent
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


def where_of_part(parts: Parts, part: str) -> Where | None:
    """Say which sentences a part is; None if no selection can say so.

    >>> where_of_part(Parts("outlet", pd.Series(["Post"])), "Post")
    {'outlet': 'Post'}
    """
    if parts.kind in ("", "half"):
        return {} if not parts.kind else None
    return {"doc_id" if parts.kind == "text" else parts.kind: part}


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
    """List the terms that are clearly more frequent in one part than in all other parts.

    Returns:
        One row per part and term that occurs there twice or more (`analysis.tables.PART_WORDS`),
        with a `p_adjusted` below 0.05: content words before function words and the few most
        frequent words, each by `low`, the highest first, then the more frequent, those of more
        texts, and the longer ones; at most 50 of a part. The part with the strongest term
        comes first, and at most six parts are listed. `p_adjusted` is as from `words_of_part`. If
        no term of any part is that clear, the three strongest are listed nevertheless.
    """
    listed = list_terms(sentences, n)  # once, as this takes longer than to compare them
    number, _ = factorize_runs(sentences["doc_id"])
    text = number[listed.sentence]
    part, names = pd.factorize(parts.names)
    strength = compare_parts(listed.term, part[listed.sentence], len(names))
    found = []
    for position in _choose_strongest(strength):
        is_own = part == position
        occurrences = Occurrences(listed.term, text, is_own[listed.sentence], listed.terms)
        counts = with_spread(occurrences, count_sides(occurrences))
        table = compare_sides(occurrences, counts, cells=4, min_n=LEAST_N)
        is_more = (table["g2"] > 0) & (table["n_target"] >= LEAST_N)
        found.append(table[is_more].assign(part=names[position]))
    if not found:
        return PART_WORDS.empty()
    content = set(listed.terms)
    if n == 1:
        is_content = is_content_word(listed, sentences)
        content = {listed.terms[number] for number in np.flatnonzero(is_content).tolist()}
    words = _sort_by_limit(pd.concat(found, ignore_index=True), content)
    clear = words[words["p_adjusted"] < CHANCE]
    if clear.empty:
        return PART_WORDS.frame(words.head(FEWEST_LISTED))
    clear = clear[clear.groupby("part").cumcount() < MOST_TERMS]
    order = pd.factorize(clear["part"])[0]  # by the strongest term of each
    return PART_WORDS.frame(clear.iloc[np.argsort(order, kind="stable")])


def compare_parts(term: np.ndarray, part: np.ndarray, n_parts: int) -> pd.DataFrame:
    """Compare the frequency of each term in each part with that in all other parts.

    Args:
        term: for each occurrence, the number of its term.
        part: for each occurrence, the number of its part.
        n_parts: how many parts there are.

    Returns:
        One row per term and part in which it occurs twice or more, and is the more frequent:
        `term`, `part`, `n` (there), `low` (the lower limit of the log ratio) and `p_adjusted` (as
        one family).

    >>> term, part = np.array([0] * 9 + [1] * 9), np.array([0] * 8 + [1] * 10)
    >>> compare_parts(term, part, 2)[["term", "part", "n"]].to_numpy().tolist()
    [[0, 0, 8], [1, 1, 9]]
    """
    counts = count_terms(term, part, n_parts)
    size = np.bincount(part, minlength=n_parts)
    n_of_term = np.bincount(counts.term, counts.n).astype(np.int64)
    often = counts.n >= LEAST_N
    own_term, own_part, n = counts.term[often], counts.part[often], counts.n[often]
    elsewhere = n_of_term[own_term] - n
    size_here = size[own_part]
    size_elsewhere = size.sum() - size_here
    is_compared = size_elsewhere > 0
    columns = (n, elsewhere, size_here, size_elsewhere)
    n, elsewhere, size_here, size_elsewhere = (column[is_compared] for column in columns)
    g2 = g_squared(n, elsewhere, size_here, size_elsewhere, 4)
    table = pd.DataFrame({"term": own_term[is_compared], "part": own_part[is_compared], "n": n})
    table["low"] = log_ratio(n, elsewhere, size_here, size_elsewhere).low
    table["p_adjusted"] = adjust_p_values(p_value(g2))
    return table[g2 > 0].reset_index(drop=True)


def _choose_strongest(strength: pd.DataFrame) -> list[int]:
    """Choose the parts with the strongest terms: those that are clear, then the others."""
    is_chance = ~(strength["p_adjusted"] < CHANCE)
    ordered = strength.assign(is_chance=is_chance).sort_values(
        ["is_chance", "low", "n"], ascending=[True, False, False], kind="stable"
    )
    return ordered["part"].drop_duplicates().head(MOST_PARTS).tolist()


def _sort_by_limit(words: pd.DataFrame, content: set[str]) -> pd.DataFrame:
    """Sort words by how many times as frequent they are at least; clear and content words first."""
    keys = {
        "is_chance": ~(words["p_adjusted"] < CHANCE),
        "says_little": ~words["term"].isin(content),
        "n_letters": words["term"].str.len(),
    }
    largest_first = ["low", "n_target", "n_texts", "n_letters"]
    order = ["is_chance", "says_little", *largest_first, "term"]
    ascending = [name not in largest_first for name in order]
    ranked = words.assign(**keys).sort_values(order, ascending=ascending, kind="stable")
    return ranked.drop(columns=list(keys))

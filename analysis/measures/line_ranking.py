"""Rank the lines of a concordance: those with the most typical words come first."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.collocates import collocates
from analysis.measures.concordance import Texts
from analysis.measures.line_steps import words_beside

MOST_COLLOCATES = 20  # that count: the strongest
LEAST_N = 2  # occurrences of such a word beside the matches
NAMED = 6  # that a caption names


class Ranking(NamedTuple):
    """Lines in their order, and the words that it follows from.

    Attributes:
        lines: the lines, with `n_collocates`: how many of the words are beside the match.
        collocates: the words, the strongest first.
    """

    lines: pd.DataFrame
    collocates: list[str]


def rank_lines(
    texts: Texts,
    lines: pd.DataFrame,
    sentences: pd.DataFrame,
    span: int,
) -> Ranking:
    """Rank lines by the collocates beside their matches.

    A collocate is a word that is more frequent near the matches than elsewhere in the sentences (by
    G², see `collocates`). Each of the strongest 20 that is beside the match of a line, in the same
    sentence, counts as one for this line. Lines with equal counts keep their order.

    Args:
        texts: the sentences that the lines are from.
        lines: the lines.
        sentences: the sentences of the study.
        span: how many words on each side are beside the match.
    """
    matches = lines[["doc_id", "sent_id", "start", "end"]].assign(theme="")
    table = collocates(sentences, matches, "", span)
    is_typical = (table["g2"] > 0) & (table["n_target"] >= LEAST_N)
    typical = table.loc[is_typical, "term"].head(MOST_COLLOCATES).tolist()

    names = [f"{side}{n}" for side in "LR" for n in range(1, span + 1)]
    alone = texts._replace(follows=np.zeros_like(texts.follows))  # collocates are of one sentence
    beside = words_beside(alone, lines, names)
    n_found = pd.Series(0, lines.index)
    for word in typical:
        n_found += (beside == word).any(axis=1)
    order = n_found.sort_values(ascending=False, kind="stable").index
    ranked = lines.assign(n_collocates=n_found.astype("int64")).loc[order]
    return Ranking(ranked.reset_index(drop=True), typical)


def describe_ranking(collocates_found: list[str], span: int) -> str:
    """Say by which words lines were ranked, in a phrase."""
    if not collocates_found:
        return f"not ranked: no word is more frequent within {span} words than elsewhere"
    named = ", ".join(collocates_found[:NAMED])
    if len(collocates_found) > NAMED:
        named += " …"
    n = len(collocates_found)
    return f"ranked by how many of the {n} strongest collocates are within {span} words ({named})"

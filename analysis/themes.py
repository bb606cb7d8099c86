"""Sentences x codebook -> hits: which theme is said where, by which pattern, in which characters."""

import pandas as pd

from .codebook import Codebook
from .matching import find_matches
from .tables import HITS, SENTENCES, TEXT


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
    matches = theme_matches(sentences, codebook)
    chosen = matches.loc[_chosen(matches)]
    at = sentences.iloc[chosen["text"]].reset_index(drop=True)
    chosen = chosen.reset_index(drop=True)
    hits = pd.DataFrame(
        {
            "doc_id": at["doc_id"].astype(TEXT),
            "sent_id": at["sent_id"],
            "theme": codebook.themes["theme"].iloc[chosen["theme"]].to_numpy(),
            "pattern": codebook.patterns["pattern"].iloc[chosen["pattern"]].to_numpy(),
            "start": at["start"] + chosen["start"],
            "end": at["start"] + chosen["end"],
            "match": [
                text[start:end] for text, start, end in zip(at["sentence"], chosen["start"], chosen["end"], strict=True)
            ],
            "order": chosen["theme"],
        }
    )
    return HITS.frame(hits.sort_values(["doc_id", "start", "order"], kind="stable").drop(columns="order"))


def theme_matches(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Every match of every pattern, before any is selected: step (a) of the pattern language.

    Returns:
        One row a match: `text` (the position of its sentence), `pattern`, `theme` (positions in the codebook's
        tables), `start`, `end` (within the sentence), `excludes`.
    """
    patterns = codebook.patterns
    matches = find_matches(sentences["sentence"].tolist(), patterns["pattern"].tolist())
    order = pd.Index(codebook.themes["theme"]).get_indexer(patterns["theme"])
    return matches.assign(theme=order[matches["pattern"]], excludes=patterns["excludes"].to_numpy()[matches["pattern"]])


def _chosen(matches: pd.DataFrame) -> list[int]:
    """Steps (b) and (c): the index of each match that becomes a hit."""
    ordered = matches.assign(length=matches["start"] - matches["end"]).sort_values(
        ["text", "theme", "start", "length", "pattern"]
    )
    chosen = []
    for _, group in ordered.groupby(["text", "theme"], sort=False):
        rows = list(zip(group.index, group["start"], group["end"], group["excludes"], strict=True))
        barred = [(start, end) for _, start, end, excludes in rows if excludes]
        reached = 0
        for index, start, end, excludes in rows:
            if excludes or start < reached:
                continue
            reached = end
            if not any(start < stop and begin < end for begin, stop in barred):
                chosen.append(index)
    return chosen

"""The lines of a concordance of a study: matches of patterns, or hits of themes, with metadata."""

from typing import NamedTuple

import pandas as pd

from analysis.arrays import TEXT
from analysis.codebook.model import Codebook
from analysis.faults import Fault, nearest, raise_all
from analysis.measures.carried import is_under
from analysis.measures.concordance import (
    Texts,
    check_query,
    cut_out,
    find_in_texts,
    find_spans,
    list_parts,
)
from analysis.tables import DOCUMENTS, LINES, SENTENCES, SPEAKER

FROM_DOCUMENTS = ["title", "language"]
FROM_SENTENCES = ["section", SPEAKER]
STATED = "_stated"  # ends the name of a metadata column that is called like one of the lines


class Query(NamedTuple):
    """What a concordance is asked for.

    Attributes:
        patterns: patterns, each once.
        themes: ids of themes, each once.
    """

    patterns: list[str]
    themes: list[str]


def read_query(query: str | list[str], codebook: Codebook) -> Query:
    """Tell which parts of a query are themes of the codebook and which are patterns.

    A part that is the id of a theme stands for the theme. One that begins with the id of a family
    and `/` is taken for a theme as well, so that a misspelled theme is not searched for as a word.

    Raises:
        InputError: there is no such theme, or a pattern cannot be searched for.
    """
    parts = list_parts(query)
    known = set(codebook.themes["theme"])
    families = tuple(f"{theme}/" for theme in known if "/" not in theme)
    themes: list[str] = []
    patterns: list[str] = []
    for part in parts:
        is_theme = isinstance(part, str) and (part in known or part.startswith(families))
        (themes if is_theme else patterns).append(part)
    unknown = [theme for theme in themes if theme not in known]
    raise_all(
        Fault("concordance", f"the theme {theme!r}", nearest(theme, known)) for theme in unknown
    )
    if patterns or not themes:
        patterns = check_query(patterns)
    return Query(patterns, list(dict.fromkeys(themes)))


def make_lines(
    texts: Texts,
    query: Query,
    hits: pd.DataFrame | None,
    width: int,
) -> pd.DataFrame:
    """Find the lines of a query, in the order of the texts.

    Args:
        texts: the sentences to search.
        query: the patterns and themes.
        hits: as from `find_hits`; not needed if there are no themes.
        width: the characters of context on each side.

    Returns:
        One row per line (`analysis.tables.LINES`), without metadata.
    """
    found = []
    if query.patterns:
        found.append(find_in_texts(texts, query.patterns, width).assign(theme=""))
    for theme in query.themes:
        assert hits is not None
        found.append(_lines_of_theme(texts, hits, theme, width))
    lines = pd.concat(found, ignore_index=True).drop_duplicates(list(LINES.key))
    lines = lines.sort_values(["doc_id", "start"], kind="stable", ignore_index=True)
    return LINES.frame(lines.assign(line=lines.index + 1, section=""))


def _lines_of_theme(texts: Texts, hits: pd.DataFrame, theme: str, width: int) -> pd.DataFrame:
    own = hits[is_under(hits["theme"], theme)].reset_index(drop=True)
    return own.assign(**cut_out(texts, find_spans(texts, own), width))


def with_metadata(
    lines: pd.DataFrame,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
) -> pd.DataFrame:
    """Add what is known of the sentence and of the text of each line.

    Returns:
        The lines with `section`, `speaker` if the sentences have it, `title`, `language` and every
        metadata column. A metadata column that is called like a column of the lines, such as
        `left`, gets `_stated` at the end of its name.
    """
    of_sentence = [name for name in FROM_SENTENCES if name in sentences]
    key = list(SENTENCES.key)
    known = sentences[[*key, *of_sentence]]
    rows = lines.drop(columns=of_sentence, errors="ignore")
    rows = rows.merge(known, on=key, how="left", validate="m:1")

    taken = {*LINES.columns, *LINES.optional}
    columns = [name for name in documents if name not in DOCUMENTS.columns]
    stated = {name: f"{name}{STATED}" for name in columns if name in taken}
    own = [name for name in FROM_DOCUMENTS if name in documents]
    metadata = documents[["doc_id", *own, *columns]].rename(columns=stated)
    rows = rows.merge(metadata, on="doc_id", how="left", validate="m:1")
    for name in of_sentence:
        rows[name] = rows[name].fillna("").astype(TEXT)
    return LINES.frame(rows)

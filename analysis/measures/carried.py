"""Which sentence carries which theme: the counts that most measures start from.

A sentence carries a theme if the theme itself or a theme below it has a hit in the sentence.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.faults import Fault, nearest, raise_all
from analysis.tables import HITS, SENTENCES

KEY = list(SENTENCES.key)


class Carried(NamedTuple):
    """Three parallel arrays: one entry per sentence and theme that it carries, in this order.

    Attributes:
        sentence: row numbers in `sentences`, from 0.
        theme: row numbers in `codebook.themes`, from 0.
        n_hits: hits in the sentence, of the theme and of those below it.
    """

    sentence: np.ndarray
    theme: np.ndarray
    n_hits: np.ndarray


def find_carried(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> Carried:
    """Find the themes that each sentence carries, headings included.

    Hits in sentences that are not in `sentences` are left out.

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.
    """
    HITS.need(hits, [*KEY, "theme"])
    theme = number_themes(hits["theme"], codebook)
    sentence = number_sentences(sentences, hits)
    known = sentence >= 0
    sentence, theme = add_parents(sentence[known], theme[known], codebook)
    n_themes = len(codebook.themes)
    pair = sentence * n_themes + theme
    pairs, n_hits = np.unique(pair, return_counts=True)
    sentence, theme = np.divmod(pairs, n_themes)
    return Carried(sentence, theme, n_hits)


def add_parents(
    sentence: np.ndarray,
    theme: np.ndarray,
    codebook: Codebook,
) -> tuple[np.ndarray, np.ndarray]:
    """Repeat each hit, given as its sentence and its theme, for every theme above its own.

    Any other number of a hit can take the place of that of its sentence.
    """
    known = pd.Index(codebook.themes["theme"])
    parent = known.get_indexer(codebook.themes["parent"])  # -1 for a root
    all_sentences = [sentence]
    all_themes = [theme]
    while len(theme):
        has_parent = parent[theme] >= 0
        sentence = sentence[has_parent]
        theme = parent[theme[has_parent]]
        all_sentences.append(sentence)
        all_themes.append(theme)
    return np.concatenate(all_sentences), np.concatenate(all_themes)


def number_themes(
    themes: pd.Series,
    codebook: Codebook,
    table: str = "hits",
) -> np.ndarray:
    """Find the row number of each theme in `codebook.themes`.

    Raises:
        InputError: a theme is not in the codebook; the message names the table `table`.
    """
    known = pd.Index(codebook.themes["theme"])
    numbers = known.get_indexer(themes)
    unknown = sorted(set(themes[numbers < 0]))
    faults = []
    for theme in unknown:
        fault = Fault(f"table {table}", f"the theme {theme!r}", nearest(theme, known))
        faults.append(fault)
    raise_all(faults)
    return numbers


def number_sentences(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
) -> np.ndarray:
    """Find the row number of each hit's sentence in `sentences`; -1 if it is not there.

    Raises:
        InputError: a table lacks a column of the key, or a sentence occurs twice.
    """
    SENTENCES.unique(SENTENCES.need(sentences, KEY))
    HITS.need(hits, KEY)
    doc_ids = pd.concat([sentences["doc_id"], hits["doc_id"]], ignore_index=True)
    document, _ = factorize_runs(doc_ids)  # numbers are compared faster than texts
    n = len(sentences)
    keys = pd.MultiIndex.from_arrays([document[:n], sentences["sent_id"]])
    keys_of_hits = pd.MultiIndex.from_arrays([document[n:], hits["sent_id"]])
    return keys.get_indexer(keys_of_hits)


def theme_sentences(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """List the themes that each sentence carries, headings included.

    Returns:
        One row per sentence and theme that it carries, in the order of `sentences` and then of the
        codebook: `doc_id`, `sent_id`, `theme`, `label`, and `n_hits` (hits of the theme and of
        those below it).

    Raises:
        InputError: `hits` lacks a column, or names a theme that is not in the codebook.
    """
    found = find_carried(sentences, hits, codebook)
    keys = sentences[KEY].iloc[found.sentence]
    themes = codebook.themes[["theme", "label"]].iloc[found.theme]
    columns = [
        keys.reset_index(drop=True),
        themes.reset_index(drop=True),
        pd.Series(found.n_hits, name="n_hits"),
    ]
    return pd.concat(columns, axis=1)


def is_under(
    themes: pd.Series,
    theme: str,
) -> pd.Series:
    """Tell which of the themes are this one or lie below it.

    >>> is_under(pd.Series(["topic", "topic/poverty", "topics"]), "topic").tolist()
    [True, True, False]
    """
    return (themes == theme) | themes.str.startswith(f"{theme}/")

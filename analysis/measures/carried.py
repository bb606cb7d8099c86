"""Which sentence carries which theme: what most measures start from."""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.faults import Fault, nearest, raise_all
from analysis.tables import HITS, SENTENCES

KEY = list(SENTENCES.key)


def theme_sentences(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Which sentence carries which theme, inner themes and roots too.

    Returns:
        One row a sentence x theme hit in it: `at` (the position of the sentence in `sentences`), `order` (of the
        theme in the codebook), `doc_id`, `sent_id`, `theme`, `label`, `n_hits`.
    """
    at, order, n_hits = carried(sentences, hits, codebook)
    keys = sentences[KEY].iloc[at].reset_index(drop=True)
    themes = codebook.themes[["theme", "label"]].iloc[order].reset_index(drop=True)
    places = pd.DataFrame({"at": at, "order": order})
    return pd.concat([places, keys, themes, pd.Series(n_hits, name="n_hits")], axis=1)


def carried(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook
) -> tuple[np.ndarray, ...]:
    """Each sentence and theme that counts a hit in it (its own, or of a theme below it): the position of the sentence,
    that of the theme, and the number of hits, in this order; hits of other sentences are left out.
    """
    HITS.need(hits, [*KEY, "theme"])
    themes = pd.Index(codebook.themes["theme"])
    order = themes.get_indexer(hits["theme"])
    unknown = sorted(set(hits["theme"][order < 0]))
    raise_all(
        Fault("table hits", f"the theme {theme!r}", nearest(theme, themes)) for theme in unknown
    )
    document, _ = factorize_runs(
        pd.concat([sentences["doc_id"], hits["doc_id"]], ignore_index=True)
    )
    keys = pd.MultiIndex.from_arrays([document[: len(sentences)], sentences["sent_id"]])
    at = keys.get_indexer(pd.MultiIndex.from_arrays([document[len(sentences) :], hits["sent_id"]]))
    at, order = at[at >= 0], order[at >= 0]
    above, cells = themes.get_indexer(codebook.themes["parent"]), [np.empty(0, dtype=np.int64)]
    while len(at):
        cells.append(at * len(themes) + order)
        at, order = at[above[order] >= 0], above[order][above[order] >= 0]
    cells, n_hits = np.unique(np.concatenate(cells), return_counts=True)
    return *np.divmod(cells, len(themes)), n_hits


def is_under(themes: pd.Series, theme: str) -> pd.Series:
    """Whether each of the themes is this one, or lies below it."""
    return (themes == theme) | themes.str.startswith(f"{theme}/")

"""Precision and recall: the patterns of a codebook against what a reader coded."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, theme_sentences
from analysis.measures.shares import divide
from analysis.tables import DISAGREEMENTS, PRECISION_RECALL

MISSED = "missed by the patterns"
FOUND_ONLY = "found by the patterns only"


def precision_recall(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Compare what the patterns found with what a reader coded, theme by theme.

    Only the sentences that occur in `codings` count: those that the reader has read.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.
        codings: one row per theme that the reader coded in a sentence, as from `read_codings`.

    Returns:
        One row per theme that was coded or found in the sentences read, in the codebook's order
        (`analysis.tables.PRECISION_RECALL`): `theme`, `label`, `n_coded` (sentences in which the
        reader coded the theme or one below it), `n_found` (sentences in which the patterns found
        it or one below it), `n_both`, `precision` (`n_both` / `n_found`; NaN where nothing was
        found) and `recall` (`n_both` / `n_coded`; NaN where nothing was coded). A heading has a row
        only if the reader coded it somewhere.

    Raises:
        InputError: `hits` or `codings` names a theme that is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3]})
    >>> codings = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "theme": ["trade", "trade"]})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [2, 3], "theme": ["trade", "trade"]})
    >>> table = precision_recall(sentences, hits, codebook, codings)
    >>> table[["theme", "n_coded", "n_found", "n_both", "precision", "recall"]].to_numpy().tolist()
    [['trade', 2, 1, 1, 1.0, 0.5]]
    """
    compared = _compare(sentences, hits, codebook, codings)
    counts = compared.groupby("theme")[["coded", "found", "both"]].sum()
    themes = codebook.themes[["theme", "label"]]
    rows = themes.merge(counts.add_prefix("n_"), on="theme")
    rows["precision"] = divide(rows["n_both"], rows["n_found"])
    rows["recall"] = divide(rows["n_both"], rows["n_coded"])
    return PRECISION_RECALL.frame(rows)


def disagreements(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """List the themes on which the patterns and the reader differ, sentence by sentence.

    The arguments are those of `precision_recall`.

    Returns:
        One row per sentence and theme, in the order of the text (`analysis.tables.DISAGREEMENTS`):
        `doc_id`, `sent_id`, `theme`, `label`, `who` ("missed by the patterns" or "found by the
        patterns only"), `sentence`.
    """
    rows = _compare(sentences, hits, codebook, codings)
    texts = sentences[[*KEY, "sentence"]]
    rows = rows[~rows["both"]].merge(texts, on=KEY)
    rows["who"] = np.where(rows["coded"], MISSED, FOUND_ONLY)
    rows = rows.sort_values([*KEY, "theme"])
    return DISAGREEMENTS.frame(rows[list(DISAGREEMENTS.columns)])


def _compare(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Set what was coded beside what was found, in the sentences that were read.

    One row per sentence and theme that was coded or found in it: `doc_id`, `sent_id`, `theme`,
    `label`, and whether it was `coded`, `found`, `both`. Headings are left out unless the reader
    coded them somewhere.
    """
    keys = codings[KEY].drop_duplicates()
    read = sentences.merge(keys, on=KEY)
    with_theme = codings[codings["theme"] != ""]
    themes = {*codebook.coded_themes()["theme"], *codings["theme"]}
    coded = theme_sentences(read, with_theme, codebook)
    found = theme_sentences(read, hits, codebook)
    coded = _select_themes(coded, themes)
    found = _select_themes(found, themes)
    rows = coded.merge(found, how="outer", indicator="source")
    source = rows.pop("source")
    rows["coded"] = source != "right_only"
    rows["found"] = source != "left_only"
    rows["both"] = source == "both"
    return rows


def _select_themes(
    rows: pd.DataFrame,
    themes: set[str],
) -> pd.DataFrame:
    is_selected = rows["theme"].isin(themes)
    return rows.loc[is_selected, [*KEY, "theme", "label"]]

"""Precision and recall: the patterns of a codebook against what a reader coded."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, theme_sentences
from analysis.measures.shares import ratio
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
        (`analysis.tables.PRECISION_RECALL`). A heading has a row only if the reader coded it
        somewhere. `theme`, `label`, `n_coded` (sentences in which the reader coded the theme or one
        below it), `n_found` (sentences in which patterns found it or one below it), `n_both`,
        `precision` (`n_both` / `n_found`; NaN where nothing was found) and `recall` (`n_both` /
        `n_coded`; NaN where nothing was coded).

    Raises:
        InputError: `hits` or `codings` names a theme that is not in the codebook.
    """
    compared = _compare(sentences, hits, codebook, codings)
    counts = compared.groupby("theme")[["coded", "found", "both"]].sum()
    themes = codebook.themes[["theme", "label"]]
    rows = themes.merge(counts.add_prefix("n_"), on="theme")
    rows["precision"] = ratio(rows["n_both"], rows["n_found"])
    rows["recall"] = ratio(rows["n_both"], rows["n_coded"])
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
    """The themes of each sentence that was read, as coded and as found.

    One row per sentence and theme that was coded or found in it, for coded themes of the codebook
    and for headings that the reader coded somewhere: `doc_id`, `sent_id`, `theme`, `label`, and
    whether it was `coded`, `found`, `both`.
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

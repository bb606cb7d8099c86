"""Precision and recall: the patterns measured against what a reader coded."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, theme_sentences
from analysis.tables import TEXT


def precision_recall(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, coding: pd.DataFrame
) -> pd.DataFrame:
    """The patterns measured against what a reader coded, on the sentences that the reader read.

    Returns:
        One row a theme that was coded there, or is looked for and was found: `theme`, `label`, `n_coded`, `n_found`,
        `n_both` (sentences), `precision` = n_both / n_found and `recall` = n_both / n_coded (NaN where there is none).
    """
    compared = _compared(sentences, hits, codebook, coding)
    counts = (
        compared.groupby("theme")[["coded", "found", "both"]].sum().astype("int64").add_prefix("n_")
    )
    rows = codebook.themes[["theme", "label"]].merge(counts, on="theme")
    rows["precision"] = rows["n_both"] / rows["n_found"].where(rows["n_found"] > 0)
    rows["recall"] = rows["n_both"] / rows["n_coded"].where(rows["n_coded"] > 0)
    return rows


def disagreements(sentences, hits, codebook, coding) -> pd.DataFrame:
    """Where the patterns and the reader differ.

    Returns:
        One row a sentence x theme: `doc_id`, `sent_id`, `theme`, `label`, `who` ("missed by the patterns" or
        "found by the patterns only") and `sentence`, in the order of the text.
    """
    rows = _compared(sentences, hits, codebook, coding)
    rows = rows[~rows["both"]].merge(sentences[[*KEY, "sentence"]], on=KEY)
    who = np.where(rows["coded"], "missed by the patterns", "found by the patterns only")
    rows = rows.assign(who=pd.Series(who, dtype=TEXT)).sort_values([*KEY, "theme"])
    return rows[[*KEY, "theme", "label", "who", "sentence"]].reset_index(drop=True)


def _compared(sentences, hits, codebook, coding) -> pd.DataFrame:
    """What was coded beside what was found, in the sentences that were read.

    One row a sentence x theme that is looked for or was coded anywhere: `doc_id`, `sent_id`, `theme`, `label`, and
    whether it was `coded` there, `found`, `both`.
    """
    read = sentences.merge(coding[KEY].drop_duplicates(), on=KEY)
    asked = set(codebook.coded_themes()["theme"]) | set(coding["theme"])
    carried = (
        theme_sentences(read, named, codebook) for named in (coding[coding["theme"] != ""], hits)
    )
    coded, found = (
        rows.loc[rows["theme"].isin(asked), [*KEY, "theme", "label"]] for rows in carried
    )
    rows = coded.merge(found, how="outer", indicator="who")
    who = rows.pop("who")
    return rows.assign(coded=who != "right_only", found=who != "left_only", both=who == "both")

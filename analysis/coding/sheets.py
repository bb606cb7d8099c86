"""Which coder read which sentences, and gave them which themes.

A coder read a sentence if `codings` has any row of the coder for it. Rows with a blank theme say
that the coder found none.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, raise_all
from analysis.measures.carried import KEY, add_parents, number_themes
from analysis.tables import CODINGS, TEXT
from analysis.wording import pluralize


class Sheets(NamedTuple):
    """What coders gave the sentences that two of them or more read.

    Attributes:
        coders: the names of the coders, sorted.
        themes: one row per theme: `theme`, `label`, and `pooled`: whether it counts for all themes.
        sentences: `doc_id` and `sent_id` of these sentences, sorted.
        is_read: coders x sentences: whether the coder read the sentence.
        cell: where a coder gave a sentence a theme, as a number in coders x sentences; by theme.
        ends: where the cells of each theme end; those of the next begin there.
    """

    coders: list[str]
    themes: pd.DataFrame
    sentences: pd.DataFrame
    is_read: np.ndarray
    cell: np.ndarray
    ends: np.ndarray

    @property
    def n_pooled(self) -> int:
        """How many themes count for all themes."""
        return int(self.themes["pooled"].sum())

    def by_theme(self) -> Iterator[np.ndarray]:
        """Tell for each theme, coders x sentences, whether the coder gave it to the sentence."""
        for cells in np.split(self.cell, self.ends[:-1])[: len(self.themes)]:
            is_given = np.zeros(self.is_read.size, dtype=bool)
            is_given[cells] = True
            yield is_given.reshape(self.is_read.shape)


def read_sheets(codings: pd.DataFrame, codebook: Codebook | None) -> Sheets:
    """Put codings of several coders beside each other.

    Args:
        codings: one row per theme that a coder gave a sentence: `doc_id`, `sent_id`, `theme` and
            `coder`. Without the column `coder`, they are of one coder.
        codebook: where the themes come from; a theme counts where one below it was given. Without
            one, the themes are those that occur, and none is below another.

    Raises:
        InputError: a column is missing; a coder has no name; a coder gave a theme twice to the same
            sentence; a theme is not in the codebook.
    """
    codings = _check(codings)
    given = codings[codings["theme"] != ""]
    themes = _list_themes(given["theme"], codebook)
    coder, coders = pd.factorize(codings["coder"], sort=True)
    by_sentence = codings.groupby(KEY, sort=True)
    sentence = by_sentence.ngroup().to_numpy()
    is_read = np.zeros((len(coders), sentence.max(initial=-1) + 1), dtype=bool)
    is_read[coder, sentence] = True
    is_unit = is_read.sum(axis=0) >= 2
    is_kept = is_unit[sentence] & (codings["theme"] != "").to_numpy()
    number = is_unit.cumsum() - 1
    n_units = int(is_unit.sum())
    cell = coder[is_kept] * n_units + number[sentence[is_kept]]
    theme = _number(codings.loc[is_kept, "theme"], themes)
    if codebook is not None:
        cell, theme = add_parents(cell, theme, codebook)
    n_cells = max(len(coders) * n_units, 1)
    theme, cell = np.divmod(np.unique(theme * n_cells + cell), n_cells)
    ends = np.bincount(theme, minlength=len(themes)).cumsum()
    keys = by_sentence.head(1)[KEY].sort_values(KEY, ignore_index=True)
    sentences = keys[is_unit].reset_index(drop=True)
    return Sheets(list(map(str, coders)), themes, sentences, is_read[:, is_unit], cell, ends)


def _list_themes(given: pd.Series, codebook: Codebook | None) -> pd.DataFrame:
    """List the themes; those pooled for all are those that coders can give, headings aside."""
    if codebook is None:
        themes = sorted(set(given))
        return pd.DataFrame({"theme": themes, "label": themes, "pooled": True})
    number_themes(given, codebook, "codings")
    themes = codebook.themes[["theme", "label"]]
    can_be_given = {*codebook.coded_themes()["theme"], *given}
    return themes.assign(pooled=themes["theme"].isin(can_be_given))


def _number(themes: pd.Series, listed: pd.DataFrame) -> np.ndarray:
    return pd.Index(listed["theme"]).get_indexer(themes)


def _check(codings: pd.DataFrame) -> pd.DataFrame:
    """Check codings, and add the column `coder` if there is none."""
    CODINGS.need(codings, [*KEY, "theme"])
    if "coder" not in codings:
        codings = codings.assign(coder="one coder")
    codings = codings.assign(coder=codings["coder"].astype(TEXT))
    is_blank = codings["coder"].isna() | (codings["coder"].str.strip() == "")
    if is_blank.any():
        place = "table codings, column 'coder'"
        found = pluralize(int(is_blank.sum()), "blank cell")
        raise_all([Fault(place, found, "a name in every row")])
    is_repeated = codings.duplicated([*KEY, "coder", "theme"])
    if is_repeated.any():
        first = codings[is_repeated].iloc[0]
        where = f"by {first['coder']!r} in sentence {first['sent_id']} of {first['doc_id']!r}"
        found = f"{pluralize(int(is_repeated.sum()), 'repeated row')}, such as {first['theme']!r}"
        raise_all([Fault("table codings", f"{found} {where}", "each theme of a coder once")])
    return codings

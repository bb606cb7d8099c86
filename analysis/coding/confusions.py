"""Which themes coders confuse: one gives a sentence this theme, another that one instead."""

from itertools import product

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.sheets import Sheets, read_sheets
from analysis.measures.carried import KEY, number_themes
from analysis.tables import CODINGS, CONFUSIONS

_SIDES = ("_a", "_b")


def confusions(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the sentences in which coders confuse two themes.

    Two themes are confused in a sentence if one coder gave it the first and not the second, and
    another the second and not the first. A sentence can carry several themes, so it can count for
    several pairs; which theme took the place of which cannot be told then. A coder who gave it both
    confuses neither. Themes count as they were given, without those above them: a coder who gives
    `nature` where another gives `nature/water` confuses the two.

    Coders who often differ on two themes will by chance alone differ on both in one sentence. The
    column `expected` says in how many sentences they would be confused if what each coder gave of
    one theme had nothing to do with the other: the mean over all ways to exchange the codings of
    one theme among the sentences that the same coders read. For two coders who read n sentences it
    is (a1 b2 + a2 b1) / n, where a1 counts those to which only the first gave the first theme.

    Args:
        codings: one row per theme that a coder gave a sentence, as for `agreement`.
        codebook: where the themes come from.

    Returns:
        One row per pair of themes that are confused in some sentence, by `n_confused`, largest
        first, then in the codebook's order (`analysis.tables.CONFUSIONS`): `theme_a` (the first of
        the two in the codebook), `label_a`, `theme_b`, `label_b`, `n_units` (sentences that two
        coders or more read), `n_confused`, `expected`, `n_agreed_a` (sentences to which two coders
        or more gave `theme_a`), `n_agreed_b`, `n_differing_a` (sentences on which coders differ on
        `theme_a`), `n_differing_b`, `definition_a` and `definition_b`. The table is empty with
        fewer than two coders.

    Raises:
        InputError: a column is missing; the codings are wrong, as for `agreement`.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["aid", "debt"], "parent": "", "label": ["Aid", "Debt"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> codings = pd.DataFrame(
    ...     {
    ...         "doc_id": "a",
    ...         "sent_id": [1, 2, 3, 1, 2, 3],
    ...         "coder": ["A", "A", "A", "B", "B", "B"],
    ...         "theme": ["aid", "debt", "aid", "debt", "aid", "aid"],
    ...     }
    ... )
    >>> table = confusions(codings, codebook)
    >>> table[["theme_a", "theme_b", "n_confused", "n_agreed_a"]].to_numpy().tolist()
    [['aid', 'debt', 2, 1]]
    """
    CODINGS.need(codings, [*KEY, "theme"])
    number_themes(codings.loc[codings["theme"] != "", "theme"], codebook, "codings")
    sheets = read_sheets(codings, None)
    given = _list_given(sheets, codebook)
    only = _find_differences(given, sheets)
    confused = _find_confused(only)
    if confused.empty:
        return CONFUSIONS.empty()
    pairs = confused.groupby(["number_a", "number_b"]).size().rename("n_confused").reset_index()
    expected = _expect(given, sheets, len(codebook.themes))
    pairs["expected"] = expected[pairs["number_a"], pairs["number_b"]]
    themes = _describe_themes(given, only, codebook)
    for side in _SIDES:
        columns = themes.add_suffix(side)
        pairs = pairs.merge(columns, left_on=f"number{side}", right_index=True)
    pairs["n_units"] = len(sheets.sentences)
    in_order = ["n_confused", "number_a", "number_b"]
    pairs = pairs.sort_values(in_order, ascending=[False, True, True])
    return CONFUSIONS.frame(pairs[list(CONFUSIONS.columns)])


def _list_given(sheets: Sheets, codebook: Codebook) -> pd.DataFrame:
    """List what was given: one row per theme (`number` in the codebook), `coder` and `unit`."""
    n_units = max(len(sheets.sentences), 1)
    coder, unit = np.divmod(sheets.cell, n_units)
    theme = np.repeat(np.arange(len(sheets.ends)), np.diff(sheets.ends, prepend=0))
    numbers = pd.Index(codebook.themes["theme"]).get_indexer(sheets.themes["theme"])
    return pd.DataFrame({"number": numbers[theme], "coder": coder, "unit": unit})


def _find_differences(given: pd.DataFrame, sheets: Sheets) -> pd.DataFrame:
    """List what only one of two coders gave.

    Returns:
        One row per theme (`number`), `unit`, `coder` who gave it and `other`, who did not though
        he or she read the sentence.
    """
    unit, other = np.nonzero(sheets.is_read.T)
    readers = pd.DataFrame({"unit": unit, "other": other})
    pairs = given.merge(readers, on="unit")
    key = ["number", "unit", "other"]
    gave_too = given.rename(columns={"coder": "other"})[key].assign(gave_too=True)
    pairs = pairs.merge(gave_too, how="left", on=key)
    return pairs.loc[pairs["gave_too"].isna(), ["number", "unit", "coder", "other"]]


def _find_confused(only: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs of themes that are confused, each once for a sentence.

    Returns:
        `number_a`, `number_b` (greater than `number_a`) and `unit`.
    """
    reverse = only.rename(columns={"coder": "other", "other": "coder"})
    pairs = only.merge(reverse, on=["unit", "coder", "other"], suffixes=_SIDES)
    pairs = pairs[pairs["number_a"] < pairs["number_b"]]
    return pairs[["number_a", "number_b", "unit"]].drop_duplicates()


def _describe_themes(
    given: pd.DataFrame,
    only: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Count the sentences in which coders agree that a theme is there, and those they differ on."""
    n_given = given.groupby(["number", "unit"]).size()
    agreed = n_given[n_given >= 2].groupby("number").size()
    differing = only.groupby("number")["unit"].nunique()
    themes = codebook.themes[["theme", "label", "definition"]]
    themes = themes.assign(n_agreed=agreed, n_differing=differing)
    return themes.fillna({"n_agreed": 0, "n_differing": 0})


def _expect(given: pd.DataFrame, sheets: Sheets, n_themes: int) -> np.ndarray:
    """Compute, themes x themes, in how many sentences two would be confused by chance."""
    who = given.groupby(["number", "unit"])["coder"].agg(frozenset).rename("who").reset_index()
    readers, group = np.unique(sheets.is_read.T, axis=0, return_inverse=True)
    n_sentences = np.bincount(group, minlength=len(readers))
    who["group"] = group[who["unit"]]
    expected = np.zeros((n_themes, n_themes))
    for number, rows in who.groupby("group"):
        kind, kinds = pd.factorize(rows["who"])
        counts = np.zeros((n_themes, len(kinds)))
        np.add.at(counts, (rows["number"], kind), 1)
        expected += counts @ _find_conflicts(kinds) @ counts.T / n_sentences[number]
    return expected


def _find_conflicts(kinds: pd.Index) -> np.ndarray:
    """Tell of the sets of coders who gave two themes whether each has a coder the other lacks."""
    conflicts = [bool(a - b) and bool(b - a) for a, b in product(kinds, kinds)]
    return np.array(conflicts, dtype=np.float64).reshape(len(kinds), len(kinds))

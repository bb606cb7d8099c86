"""The strata of a sample: by a column, or by whether a sentence has a hit of a theme."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.sheet_form import name_themes
from analysis.faults import Fault, nearest, raise_all
from analysis.measures.carried import find_carried
from analysis.measures.groups import PARTS_OF_TEXT, name_groups
from analysis.tables import DOCUMENTS, SENTENCES, TEXT

PLACE = "--by"
COLUMN, THEME = "column:", "theme:"  # what tells a column and a theme of the same name apart
_OWN_COLUMNS = set(DOCUMENTS.columns) - {"doc_id", "title", "language"}


class Strata(NamedTuple):
    """The stratum of each sentence.

    Attributes:
        by: the column or the theme, as `sample.json` keeps it; `""` without strata.
        of_sentences: the stratum of each sentence; None without strata.
        of_theme: the id of the theme; `""` if the strata are of a column, or there are none.
    """

    by: str
    of_sentences: pd.Series | None
    of_theme: str


def find_strata(
    by: str,
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    find_hits: Callable[[], pd.DataFrame],
) -> Strata:
    """Find the stratum of each sentence.

    Args:
        by: a metadata column; `speaker`, `section`, `paragraph` or `doc_id`; a theme, by its id or
            label; or `""`. If a column and a theme have the name, `column:` or `theme:` in front
            of it says which is meant.
        sentences: one row per sentence.
        documents: one row per text, with its metadata.
        codebook: where themes come from.
        find_hits: makes the table of hits, which only themes need.

    Raises:
        InputError: there is no such column or theme, or there are both; or no sentence, or every
            one, has a hit of the theme.
    """
    if not by:
        return Strata("", None, "")
    columns = _list_columns(sentences, documents)
    column, theme = _resolve(by, columns, codebook)
    if column:
        kept = f"{COLUMN}{column}" if name_themes(codebook).find(column) else column
        if column == "doc_id":
            return Strata(kept, sentences["doc_id"].reset_index(drop=True), "")
        groups = name_groups(sentences, documents, column).astype(TEXT)
        return Strata(kept, groups.reset_index(drop=True), "")
    has_hit = _has_hit(sentences, find_hits(), codebook, theme)
    if has_hit.all() or not has_hit.any():
        found = f"{theme!r}, which {'every' if has_hit.any() else 'no'} sentence has a hit of"
        expected = "a theme that some sentences have and others do not"
        raise_all([Fault(PLACE, found, expected)])
    values = pd.Series(np.where(has_hit, f"hit of {theme}", f"no hit of {theme}"), dtype=TEXT)
    kept = f"{THEME}{theme}" if theme in columns else theme
    return Strata(kept, values, theme)


def _list_columns(sentences: pd.DataFrame, documents: pd.DataFrame) -> list[str]:
    """List the columns that can make strata."""
    of_texts = [name for name in documents.columns if name not in _OWN_COLUMNS]
    of_sentences = [name for name in (*SENTENCES.optional, *PARTS_OF_TEXT) if name in sentences]
    return list(dict.fromkeys([*of_texts, *of_sentences]))


def _resolve(by: str, columns: list[str], codebook: Codebook) -> tuple[str, str]:
    """Return the column that is meant, or else the theme."""
    names = name_themes(codebook)
    name = by.removeprefix(COLUMN).removeprefix(THEME)
    column = name if name in columns and not by.startswith(THEME) else ""
    theme = "" if by.startswith(COLUMN) else names.find(name) or ""
    if column and theme:
        found = f"{name!r}, which is a column and a theme"
        expected = f"'{COLUMN}{name}' or '{THEME}{name}'"
        raise_all([Fault(PLACE, found, expected)])
    if not column and not theme:
        themes = [] if by.startswith(COLUMN) else [*codebook.themes["theme"], *names.choices]
        choices = [*themes, *([] if by.startswith(THEME) else columns)]
        found = f"{name!r}, which is no column and no theme"
        raise_all([Fault(PLACE, found, nearest(name, choices))])
    return column, theme


def _has_hit(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    theme: str,
) -> np.ndarray:
    """Tell which sentences have a hit of a theme or of one below it."""
    carried = find_carried(sentences, hits, codebook)
    number = codebook.themes["theme"].tolist().index(theme)
    has_hit = np.zeros(len(sentences), dtype=bool)
    has_hit[carried.sentence[carried.theme == number]] = True
    return has_hit

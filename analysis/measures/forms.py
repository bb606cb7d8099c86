"""Forms: the words that carried each theme, as they occur in the texts."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.plain_form import plain_form
from analysis.tables import FORMS, HITS


def forms(hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the forms that carried each theme.

    A form is the plain form of a match (see `analysis.codebook.plain_form`), with single spaces.
    Case is kept, so `us` and `US` are two forms. The hits of a subtheme are not counted again for
    the themes above it.

    Args:
        hits: as from `find_hits`.
        codebook: the codebook that gave the hits.

    Returns:
        One row per theme and form (`analysis.tables.FORMS`): `n_hits` counts its hits, `n_texts`
        the texts with such a hit. Themes are in the codebook's order, each with its most frequent
        form first.

    >>> from analysis.tables import THEMES, PATTERNS
    >>> themes = THEMES.frame({"theme": ["we"]})
    >>> codebook = Codebook("Example", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> hits = pd.DataFrame({"doc_id": ["a", "a", "b"], "theme": "we", "match": ["us", "US", "us"]})
    >>> forms(hits, codebook).to_numpy().tolist()
    [['we', 'us', 2, 2], ['we', 'US', 1, 1]]
    """
    HITS.need(hits, ["doc_id", "theme", "match"])
    if hits.empty:
        return FORMS.empty()
    found = hits[["doc_id", "theme"]].assign(form=_find_forms(hits["match"]))
    n_per_text = found.groupby(["theme", "form", "doc_id"], sort=False).size()
    per_form = n_per_text.groupby(["theme", "form"], sort=False)
    counts = per_form.agg(n_hits="sum", n_texts="size").reset_index()
    themes = pd.Index(codebook.themes["theme"])
    counts["order"] = themes.get_indexer(counts["theme"])
    ordered = counts.sort_values(["order", "n_hits", "form"], ascending=[True, False, True])
    return FORMS.frame(ordered.drop(columns="order"))


def _find_forms(matches: pd.Series) -> np.ndarray:
    """Return the form of each match; each spelling is written only once."""
    spelling, spellings = pd.factorize(matches)
    forms = [_write_form(match) for match in spellings]
    return np.array(forms, dtype=object)[spelling]


def _write_form(match: str) -> str:
    return " ".join(plain_form(match).split())

"""Forms: the words that carried each theme, as they occur in the texts."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.plain_form import plain_form
from analysis.tables import FORMS, HITS


def forms(hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the forms that carried each theme.

    A form is a match in its plain form (see `analysis.codebook.plain_form`), with single spaces and
    with its case: `us` and `US` are two forms. Matches of a subtheme are not counted again for the
    themes above it.

    Args:
        hits: as from `find_hits`.
        codebook: the codebook that gave the hits.

    Returns:
        One row per theme and form (`analysis.tables.FORMS`), in the codebook's order of themes, the
        most frequent form first: `n_hits` counts its hits, `n_texts` the texts that have one.

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
    number, spellings = pd.factorize(hits["match"])
    plain = pd.Series([_write_form(spelling) for spelling in spellings])
    found = pd.DataFrame({"doc_id": hits["doc_id"], "theme": hits["theme"]})
    found["form"] = plain.to_numpy()[number]
    in_texts = found.groupby(["theme", "form", "doc_id"], sort=False).size()
    counts = in_texts.groupby(["theme", "form"], sort=False).agg(n_hits="sum", n_texts="size")
    rows = counts.reset_index()
    order = pd.Index(codebook.themes["theme"])
    rows["order"] = order.get_indexer(rows["theme"])
    rows = rows.sort_values(["order", "n_hits", "form"], ascending=[True, False, True])
    return FORMS.frame(rows.drop(columns="order"))


def _write_form(match: str) -> str:
    return " ".join(plain_form(match).split())
